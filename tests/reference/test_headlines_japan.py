"""Headlines of the page on Japan, computed again from the CSV files."""

import numpy as np
import pandas as pd
import pytest
from plain import (
    agrees,
    change,
    column,
    complete,
    design,
    interval,
    lagged,
    least_squares,
    long_run,
    seasons,
    stored,
    table,
)
from simulated import drawn, effect, near

BOJ, CPI, WORLD = "boj_cgpi_neer_monthly", "jp_cpi_monthly", "world_commodity_prices_monthly"
FIRST, LAST = "1980-02", "2026-08"
PRICES = {
    "import_yen": (BOJ, "cgpi_import_yen"),
    "import_contract": (BOJ, "cgpi_import_contract"),
    "producer": (BOJ, "cgpi_domestic"),
    "consumer": (CPI, "cpi_all"),
    "core": (CPI, "cpi_less_fresh_food"),
    "core_core": (CPI, "cpi_less_fresh_food_energy"),
}


def steps():
    return table("consumption_tax_steps")["month"].tolist()


def price(outcome):
    return change(column(*PRICES[outcome]))


def yen():
    return -change(column(BOJ, "neer_boj"))


def given(outcome, lags=None, first=FIRST, last=LAST, rate=None, foreign=None):
    """The stated equation: imports on world prices with 12 lags, the others on contract prices with 24 and
    tax steps."""
    dock = outcome.startswith("import")
    if foreign is None:
        foreign = [change(column(WORLD, "index_total") if dock else column(BOJ, "cgpi_import_contract"))]
    lags = lags or (12 if dock else 24)
    rate = yen() if rate is None else rate
    return price(outcome), rate, foreign, lags, first, last, () if dock else steps()


def equation(outcome, lags=None, first=FIRST, last=LAST, rate=None, foreign=None, **options):
    return long_run(*given(outcome, lags, first, last, rate, foreign), **options)


@pytest.fixture(scope="module")
def shown():
    return stored("japan")


MAIN = {
    "": ("import_yen", "producer", "consumer", "core", "core_core", "import_contract"),
    "_free": ("import_yen", "producer", "consumer", "import_contract"),
}


@pytest.mark.parametrize(("outcome", "ending"), [(o, e) for e, names in MAIN.items() for o in names])
def test_main_estimates_and_intervals(shown, outcome, ending):
    agrees(shown[f"japan_{outcome}{ending}"], *interval(equation(outcome)["free" if ending else "fixed"]))


@pytest.mark.parametrize(("outcome", "lags"), [("consumer", 36), ("core_core", 12), ("core_core", 36)])
def test_other_numbers_of_lags(shown, outcome, lags):
    agrees(shown[f"japan_{outcome}_{lags}"], *interval(equation(outcome, lags)["fixed"]))


def test_effects_that_would_have_been_found(shown):
    """Simulated, so compared within ten percent of a plain simulation with other random numbers, beside
    rounding."""
    dock, contract, shop = (design(*given(o)) for o in ("import_yen", "import_contract", "consumer"))
    for ending, estimand in (("", "fixed"), ("_free", "free")):
        near(shown[f"japan_import_short{ending}"], effect(*drawn(dock[estimand])))
        near(shown[f"japan_contract_found{ending}"], effect(*drawn(contract[estimand])))
    y, x, weights = shop["fixed"]
    near(shown["japan_through_found"], effect(*drawn(shop["free"], (y, x, -weights))))


def test_a_yen_lower_by_a_tenth_in_simple_percent(shown):
    for key, value in zip(("", "_low", "_high"), interval(equation("consumer")["fixed"]), strict=True):
        agrees(shown[f"japan_ten_percent{key}"], 100 * (0.9**-value - 1))


OIL = [(WORLD, "crude_oil")]
ALTERNATIVES = {
    "japan_decade_import": ("import_yen", "fixed", {"first": "2016-09"}),
    "japan_decade_import_free": ("import_yen", "free", {"first": "2016-09"}),
    "japan_decade_producer": ("producer", "fixed", {"first": "2016-09"}),
    "japan_decade_consumer": ("consumer", "fixed", {"first": "2016-09"}),
    "japan_translation": ("import_yen", "fixed", {"foreign": [(BOJ, "cgpi_import_contract")]}),
    "japan_oil_import": ("import_yen", "fixed", {"foreign": OIL}),
    "japan_oil_consumer": ("consumer", "fixed", {"foreign": OIL}),
    "japan_fixed_months_consumer": ("consumer", "fixed", {"kind": "fixed"}),
    "japan_means_consumer": ("consumer", "fixed", {"kind": "block means"}),
    "japan_old_import": ("import_yen", "free", {"foreign": [], "kind": "fixed", "scaled": False}),
    "japan_old_consumer": ("consumer", "free", {"foreign": [], "kind": "fixed", "scaled": False, "lags": 12}),
    "japan_old_core_core": (
        "core_core",
        "free",
        {"foreign": [], "kind": "fixed", "scaled": False, "lags": 12},
    ),
}


@pytest.mark.parametrize("key", ALTERNATIVES)
def test_stated_alternatives(shown, key):
    outcome, estimand, options = ALTERNATIVES[key]
    if "foreign" in options:
        options = options | {"foreign": [change(column(*where)) for where in options["foreign"]]}
    agrees(shown[key], *interval(equation(outcome, **options)[estimand]))


def test_consumer_prices_on_the_rate_of_invoices(shown):
    invoices = change(column(BOJ, "cgpi_import_yen") / column(BOJ, "cgpi_import_contract"))
    agrees(shown["japan_invoice_consumer"], *interval(equation("consumer", rate=invoices)["fixed"]))


def test_twelve_further_lags_sum_to_what_is_left_out(shown):
    late = np.r_[np.zeros(25), np.ones(12)]
    agrees(shown["japan_left_out_consumer"], *interval(equation("consumer", 36, weights=late)["fixed"]))
    agrees(shown["japan_left_out_producer"], equation("producer", 36, weights=late)["fixed"].value)


def test_sample_ends_of_consumer_and_producer_prices(shown):
    rates, others = lagged(yen(), 24), lagged(change(column(BOJ, "cgpi_import_contract")), 24)
    rows = complete([price("consumer"), rates, others], FIRST, LAST)
    jumps = pd.DataFrame({s: (rows == s).astype(float) for s in steps()}, index=rows)
    x, y = pd.concat([rates.loc[rows], others.loc[rows], jumps], axis=1), price("consumer").loc[rows]
    ends = []
    for month in pd.period_range("2012-01", LAST, freq="M"):
        upto = rows[rows <= month]
        here = x.loc[upto]
        full = np.hstack([here.loc[:, (here != 0).any()].to_numpy(), seasons(upto).to_numpy()])
        ends.append(np.linalg.solve(full.T @ full, full.T @ y.loc[upto].to_numpy())[:25].sum())
    agrees(shown["japan_ends_consumer_lowest"], min(ends))
    agrees(shown["japan_ends_consumer_highest"], max(ends))
    agrees(shown["japan_ends_producer_2019"], equation("producer", last="2019-12")["fixed"].value)


def test_import_price_splits_into_translation_and_contract_price_at_once_and_after_two_years(shown):
    contract, imports, shop = (column(*PRICES[o]) for o in ("import_contract", "import_yen", "consumer"))
    parts = {
        "translation": imports / contract,
        "contract": contract,
        "domestic": shop / imports,
        "consumer": shop,
    }
    world = [change(column(WORLD, "index_total"))]
    options = dict(rate=yen(), foreign=world, lags=24, first=FIRST, last=LAST, steps=steps())
    late = {name: long_run(change(part), **options)["fixed"].value for name, part in parts.items()}
    for name, value in late.items():
        agrees(shown[f"japan_split_{name}_24"], value)
    assert late["translation"] + late["contract"] + late["domestic"] == pytest.approx(
        late["consumer"], abs=1e-9
    )
    at_once = np.eye(25)[0]
    for name in ("translation", "contract"):
        agrees(
            shown[f"japan_split_{name}_0"],
            long_run(change(parts[name]), weights=at_once, **options)["free"].value,
        )


def test_log_points_since_2021_split_without_remainder(shown):
    logs = {o: 100 * np.log(column(*PRICES[o])) for o in ("import_contract", "import_yen", "consumer")}
    rise = {o: x[LAST] - x["2021-01"] for o, x in logs.items()}
    agrees(shown["japan_since_translation"], rise["import_yen"] - rise["import_contract"])
    agrees(shown["japan_since_contract"], rise["import_contract"])
    agrees(shown["japan_since_domestic"], rise["consumer"] - rise["import_yen"])
    agrees(shown["japan_since_total"], rise["consumer"])


@pytest.mark.parametrize(
    ("outcome", "held", "keys"),
    [
        ("import_contract", False, ("japan_race_contract_effective", "japan_race_contract_dollar")),
        (
            "import_contract",
            True,
            ("japan_race_contract_effective_fixed", "japan_race_contract_dollar_fixed"),
        ),
        ("import_yen", True, ("japan_race_effective", "japan_race_dollar")),
    ],
)
def test_effective_rate_and_dollar_in_one_equation(shown, outcome, held, keys):
    rates = [lagged(one, 12) for one in (yen(), change(column("fred_md", "EXJPUSx")))]
    others = [lagged(change(column(WORLD, "index_total")), 12)] if held else []
    rows = complete([price(outcome), *rates, *others], FIRST, "2026-05")
    x = np.hstack([part.loc[rows].to_numpy() for part in (*rates, *others)] + [seasons(rows).to_numpy()])
    for place, key in enumerate(keys):
        weights = np.zeros(x.shape[1])
        weights[13 * place : 13 * place + 13] = 1
        agrees(shown[key], *interval(least_squares(price(outcome).loc[rows], x, weights)))


def test_consumption_tax_steps_are_counted(shown):
    assert int(shown["japan_tax_steps"]) == len(steps())
