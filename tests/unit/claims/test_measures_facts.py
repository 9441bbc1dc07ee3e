"""Measures on tables of facts: three typed rows each, the answer by hand.

CASES lists measure, chapter, inputs and what it must find: a number, a pair of ends, or None for nothing on
record.
"""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.claims.decide import Absent, Range
from analysis.claims.registry import measures


def rows(columns, *values):
    return pd.DataFrame(list(values), columns=columns.split())


def facts(**values):
    return pd.DataFrame({"id": list(values), "value": list(values.values())})


def texts(**values):
    return pd.DataFrame({"id": list(values), "value_text": list(values.values())})


ICIO = rows(
    "destination capital_formation", ("USA", 2_000_000.0), ("USA", 3_000_000.0), ("JPN", 9e9)
)  # 5,000 billion
US_GDP = pd.Series(
    [20_000.0, 25_000.0, None], pd.PeriodIndex(["2019", "2024", "2025"], freq="Y")
)  # so 6,250 in 2024
PACE = facts(pace_from_signature=100.0, pace_from_2026_11=250.0)
PROJECTS = rows(
    "list stage sector amount_usd_bn control_country operator_parent japanese_share_pct japanese_firms date",
    ("batch_1", "announced", "semiconductors", 30.0, "JPN", "SoftBank Group", None, "Toshiba", "2026-02-17"),
    ("batch_2", "candidate", "batteries", 20.0, "JPN", "Hitachi", 60.0, None, "2026-03-19"),
    ("batch_2", "candidate", "nuclear", 50.0, "USA", "GE Vernova", 40.0, "Hitachi", "2026-03-19"),
    ("loans", "signed", "finance", 11.0, None, None, None, None, "2026-05-01"),
    ("joint_fact_sheet", "interest", "property", 900.0, "GBR", None, None, None, "2025-10-28"),
)
NO_PROJECTS = PROJECTS.iloc[4:]
GBR = PROJECTS.assign(control_country=["JPN", "GBR", "USA", None, None])
MEMORANDUM = rows(
    "id country subject status",
    ("a", "JPN", "selection", "settled"), ("b", "JPN", "refusal", "settled"), ("c", "JPN", "split", "open"),
    ("d", "KOR", "refusal", "settled"), ("e", "JPN", "refusal_distribution", "settled"),
)  # fmt: skip
TARIFFS = rows(
    "origin category rate_pct rate_base status from_date to_date",
    ("Japan", "general", 15.0, "all-in", "in force", "2025-08-07", "2026-02-23"),
    ("Japan", "general", 24.0, "all-in", "suspended", "2025-04-09", None),
    ("Japan", "auto parts", 21.0, "all-in", "in force", "2025-09-16", None),
    ("Japan", "machinery", 50.0, "additional to MFN", "in force", "2025-06-04", None),
    ("Japan", "semiconductors", 99.0, "all-in", "in force", "2026-01-14", None),
    ("EU", "auto parts", 90.0, "all-in", "in force", None, None),
)
FIELDS = rows(
    "key_technology aim", ("yes", "technology security"), ("no", "none"), ("yes", "technology security")
)
ANALOGUES = rows(
    "id partner value",
    ("japan_headline", "Japan", 550.0),
    ("taiwan_direct_x", "Taiwan", 300.0),
    ("taiwan_credit_x", "Taiwan", 300.0),
    ("korea_headline", "Korea", 350.0),
    ("korea_cash_part", "Korea", 900.0),
)
CONTEXT = facts(
    commitment=550.0, pace_from_signature=171.0, fdi_stock_us=855.0, fdi_stock_us_all_countries=5.7,
    fdi_outflow_us_2024_usd=80.0, fdi_outflow_2024_usd=200.0, commitment_yen_high=75.0,
)  # fmt: skip
CASES = [
    ("commitment", "motives", {"size_context": CONTEXT}, 550.0),
    ("commitment", "motives", {"size_context": facts(other=1.0)}, None),
    ("signed_share", "motives", {"projects": PROJECTS, "size_context": CONTEXT}, 2.0),  # 11 of 550
    ("equity_share", "motives", {"mou_terms": texts(equity_share_july="1-2")}, (1.0, 2.0)),
    ("equity_share", "motives", {"mou_terms": texts(equity_share_july=None)}, None),
    (
        "state_and_firms",
        "motives",
        {"institutions": texts(jbic_facility_start="x"), "projects": PROJECTS},
        1.0,
    ),  # 1 and 2
    (
        "state_vehicles",
        "motives",
        {"institutions": texts(jbic_facility_start="x", nexi_grant_bonds_ceiling="x", o="x")},
        2.0,
    ),
    ("firms_named", "motives", {"projects": PROJECTS}, 200 / 3),
    (
        "japanese_funding",
        "motives",
        {"mou_terms": texts(jbic_share="one third", nexi_share="one half", o="none")},
        250 / 3,
    ),
    ("japanese_funding", "motives", {"mou_terms": texts(o="none")}, None),
    ("penalties", "motives", {"memorandum": MEMORANDUM}, 2.0),
    ("uncommercial_terms", "motives", {"memorandum": MEMORANDUM}, 2.0),  # the split is open
    ("allies_with_memorandum", "motives", {"memorandum": MEMORANDUM}, 2.0),
    ("rank_share", "motives", {"analogues": ANALOGUES}, 200 / 3),  # Taiwan 600, Japan 550, Korea 350
    ("barrier", "motives", {"tariff_rates": TARIFFS}, 15.0),
    ("barrier", "motives", {"tariff_rates": TARIFFS.iloc[1:]}, None),
    (
        "input_rate",
        "motives",
        {"tariff_rates": TARIFFS.assign(category="steel and aluminium").iloc[[1, 2, 4]]},
        21.0,
    ),
    ("input_rate", "motives", {"tariff_rates": TARIFFS}, None),
    # parts 21 less 15; machinery stands on another base
    ("barrier_excess", "motives", {"tariff_rates": TARIFFS}, 6.0),
    ("barrier_excess", "motives", {"tariff_rates": TARIFFS.iloc[[0, 3, 4]]}, None),
    ("money_in_named", "motives", {"projects": PROJECTS}, 50.0),
    ("pace_to_host_stock", "motives", {"size_context": CONTEXT}, 3.0),  # 171 of 5,700
    ("us_share", "motives", {"size_context": CONTEXT}, 40.0),
    ("us_share", "motives", {"size_context": facts(fdi_outflow_2024_usd=2.0)}, None),
    ("japanese_share_of_stock", "motives", {"size_context": CONTEXT}, 15.0),
    ("technologies_named", "motives", {"plan_fields": FIELDS}, 2.0),
    ("aims_covered", "motives", {"plan_fields": FIELDS}, 1.0),
    (
        "negative_studies",
        "motives",
        {
            "facts_other": texts(
                fdi_employment_io="negative", fdi_creation_asia="positive", fdi_creation_west="negative"
            )
        },
        200 / 3,
    ),
    ("negative_studies", "motives", {"facts_other": texts(other="negative")}, None),
    # 70 of 500
    ("busiest_day", "modalities", {"projects": PROJECTS, "mou_terms": facts(amount=500.0)}, 14.0),
    ("busiest_day", "modalities", {"projects": NO_PROJECTS, "mou_terms": facts(amount=500.0)}, None),
    ("selection_days", "modalities", {"projects": PROJECTS}, 2.0),
    (
        "modes",
        "modalities",
        {"mou_terms": texts(equity_share_july="1-2", jbic_share=None, nexi_share="one half")},
        2.0,
    ),
    ("under_manufacturers", "modalities", {"projects": PROJECTS}, 20.0),  # SoftBank is none
    # 30 x 0.5 or 1, 20 x 0.6, 50 x 0.4
    ("held_by_japanese", "modalities", {"projects": PROJECTS}, (47.0, 62.0)),
    ("held_by_japanese", "modalities", {"projects": NO_PROJECTS}, None),
    (
        "jobs_per_billion",
        "modalities",
        {"facts_other": facts(alabama_jobs=4000.0, alabama_plan=1600.0, alabama_total=2000.0)},
        (2000.0, 2500.0),
    ),
    ("jobs_per_billion", "modalities", {"facts_other": facts(alabama_jobs=4000.0)}, None),
    ("signed_in_forms", "modalities", {"projects": PROJECTS}, 0.0),
    ("signed_in_forms", "modalities", {"projects": PROJECTS.assign(list="equity")}, 1.0),
    ("alternatives_cap", "modalities", {"institutions": facts(gpif_alternatives_cap=5.0)}, 5.0),
    ("alternatives_cap", "modalities", {"institutions": facts(other=5.0)}, None),
    (
        "budget_money",
        "modalities",
        {"institutions": facts(nexi_capital=0.1, nexi_grant_bonds_fy2026=1.78)},
        0.1,
    ),
    (
        "scheme_reliefs",
        "modalities",
        {"tax_rules": texts(scheme_relief_x="x", us_expensing="x", jp_iir="x")},
        1.0,
    ),
    (
        "risk_backing",
        "modalities",
        {
            "institutions": facts(
                jbic_filp_fy2026=8.6, nexi_grant_bonds_fy2026=0.0, nexi_capital=0.1, other=9.0
            )
        },
        2.0,
    ),
    (
        "joint_mechanisms",
        "modalities",
        {"institutions": texts(jbic_facility_start="x", o="x"), "projects": PROJECTS},
        1.0,
    ),
    (
        "joint_mechanisms",
        "modalities",
        {"institutions": texts(jbic_facility_start="x"), "projects": NO_PROJECTS},
        0.0,
    ),
    ("parties_beyond_two", "modalities", {"memorandum": MEMORANDUM}, 0.0),
    (
        "parties_beyond_two",
        "modalities",
        {"memorandum": MEMORANDUM.assign(id=["a", "b", "c", "b", "e"])},
        1.0,
    ),
    ("with_us_operators", "modalities", {"projects": PROJECTS}, 1.0),
    ("third_country_operators", "modalities", {"projects": GBR}, 1.0),
    ("third_country_operators", "modalities", {"projects": PROJECTS}, 0.0),
    (
        "cover_capacity",
        "modalities",
        {
            "institutions": facts(nexi_capacity_first=40.0, nexi_capacity_ceiling=50.0),
            "size_context": CONTEXT,
        },
        (80.0, 100.0),
    ),
    (
        "cover_capacity",
        "modalities",
        {"institutions": facts(nexi_capacity_first=40.0), "size_context": CONTEXT},
        None,
    ),
    (
        "inflow_to_formation",
        "united_states",
        {"size_context": PACE, "oecd_icio_2019": ICIO, "us_gdp_usd": US_GDP},
        (1.6, 5.0),
    ),
    (
        "raised_formation",
        "united_states",
        {"size_context": PACE, "oecd_icio_2019": ICIO, "us_gdp_usd": US_GDP, "projects": PROJECTS},
        (0.176, 5.0),
    ),  # 11 of 6,250
    ("to_chips", "united_states", {"projects": PROJECTS}, 30.0),
    ("to_batteries", "united_states", {"projects": PROJECTS}, 20.0),
    ("to_clean_energy", "united_states", {"projects": PROJECTS}, (0.0, 50.0)),
    ("to_shares_or_houses", "united_states", {"projects": PROJECTS}, 0.0),  # the fact sheet selects nothing
    (
        "revenue_left",
        "united_states",
        {
            "facts_other": facts(
                alabama_net_revenue=951.0,
                alabama_huntsville_incentives=320.0,
                alabama_limestone_abatement=80.0,
                alabama_further_incentives=97.0,
            )
        },
        (454.0, 951.0),
    ),
    ("revenue_left", "united_states", {"facts_other": facts(other=1.0)}, None),
    (
        "revenue_received",
        "united_states",
        {"facts_other": facts(alabama_realised_net_revenue=3.0, alabama_net_revenue=9.0)},
        3.0,
    ),
    ("revenue_received", "united_states", {"facts_other": facts(alabama_net_revenue=9.0)}, None),
    ("investigated", "united_states", {"cfius": facts(share_notices_go_investigation_2024=0.55)}, 55.0),
    ("investigated", "united_states", {"cfius": facts(other=0.55)}, None),
]


@pytest.mark.parametrize(
    ("name", "chapter", "inputs", "answer"), CASES, ids=[f"{case[0]}-{i}" for i, case in enumerate(CASES)]
)
def test_by_hand(name, chapter, inputs, answer):
    found = measures(chapter)[name].on(inputs)
    if answer is None:
        assert isinstance(found, Absent) and found.what
    elif isinstance(answer, tuple):
        assert isinstance(found, Range) and (found.low, found.high) == pytest.approx(answer)
    else:
        assert found == pytest.approx(answer)


# The other measures have typed numbers and simulated worlds in test_measures_series.py.
ON_SERIES = {
    "commitment_in_yen",
    "flood_step",
    "faster",
    "least_fall",
    "rate_percentiles",
    "consumption_growth",
    "purchases_per_point",
    "purchases_step",
    "income_surplus",
    "yield_correlation",
    "days_as_shaken",
    "yen_on_operations",
    "yen_on_income",
    "fast_months",
    "acts_after_falls",
    "acts_since",
    "volatility_on_outflow",
}


@pytest.mark.parametrize("chapter", ["motives", "modalities", "united_states", "japan"])
def test_every_measure_has_its_answer_by_hand(chapter):
    assert set(measures(chapter)) <= {case[0] for case in CASES} | ON_SERIES
