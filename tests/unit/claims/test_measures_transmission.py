"""Measures of the chapter on transmission: hand arithmetic on a few rows, and worlds that go both ways."""

import numpy as np
import pandas as pd
import pytest

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.transmission.at_decisions import decisions, linked, nervousness, yields_at
from analysis.claims.measures.transmission.flows import returned_support, unsteadiness
from analysis.claims.registry import measures

# Million yen a quarter: 500 trillion a year. No two quarters alike, since a repeated one would be a filled
# one.
GDP = pd.Series(125e6 * (1 + 1e-9 * np.arange(100)), pd.period_range("2000Q1", periods=100, freq="Q"))
ONE_PERCENT = 50_000.0  # 100 million yen


def on(name, phrase="", **inputs):
    return measures("transmission")[name].on(inputs, phrase)


def table(**values):
    return pd.DataFrame({"id": list(values), "value": list(values.values())})


@pytest.mark.parametrize("effect", [6.0, -6.0])
def test_yen_on_release_finds_a_known_effect(effect):
    rng = np.random.default_rng(68)
    days = pd.bdate_range("2010-01-01", "2019-12-31")
    bought = np.zeros(len(days))
    first = np.arange(200, len(days) - 100, 90)
    bought[first] = rng.choice([-1.0, 1.0], len(first)) * rng.uniform(10_000, 30_000, len(first))
    change = 0.1 * rng.standard_normal(len(days)) + effect * bought / ONE_PERCENT
    operations = pd.Series(bought, days)
    operations.attrs["covered_to"] = "2019-12-31"
    daily = pd.Series(100 * np.exp(np.cumsum(change) / 100), days)
    found = on(
        "yen_on_release",
        "short run",
        usd_jpy_daily=daily,
        mof_intervention_daily_usd=operations,
        oecd_jpn_gdp=GDP,
    )
    low, high = found.interval(0.90)
    assert low * effect > 0 and high * effect > 0
    assert found.estimate == pytest.approx(effect, abs=2.0)


def returns():
    return {
        "mou_terms": table(amount=500.0, deemed_interest=4.0),
        "projects": pd.DataFrame(
            {"stage": ["announced", "announced", "candidate"], "amount_usd_bn": [60.0, 40.0, 50.0]}
        ),
        "yen_flow_elasticities": pd.DataFrame(
            {
                "unit": ["percent depreciation per 1% of GDP", "view", "billion US dollars per 1 percent"],
                "low": [1.0, 9.0, None],
                "mid": [2.0, 9.0, 5.0],
                "high": [3.0, 9.0, None],
                "usable_for_yen": ["upper figure", None, "dollar, not yen"],
            }
        ),
    }


def test_support_by_returns():
    # Ten years at 4 percent: 40 of the 100 announced and 200 of 500 billion; a GDP of 5000 billion: 0.8 and 4
    # percent of it.
    days = pd.bdate_range("2023-01-02", "2024-12-31")
    daily = pd.Series(100.0, days)
    found = on("support_by_returns", "long run", usd_jpy_daily=daily, oecd_jpn_gdp=GDP, **returns())
    assert (found.low, found.high) == (pytest.approx(0.8, rel=1e-6), pytest.approx(12.0, rel=1e-6))


def test_half_brought_home_and_five_years():
    made = returns()
    low, high = returned_support(
        made["mou_terms"], 5000.0, made["projects"], made["yen_flow_elasticities"], 5, 0.5
    )
    assert (low, high) == (pytest.approx(0.2), pytest.approx(6.0))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"no_spot_sale": 0.0}, (0.0, 100.0)),
        ({"no_spot_sale": 40.0}, (0.0, 100 * 2 / 3)),
        ({"other": 5.0}, (0.0, 100 * 2 / 3)),
        ({"no_spot_sale": 0.0, "converted": 30.0}, (70.0, 70.0)),
    ],
)
def test_what_the_structure_takes_away(shares, expected):
    plan = pd.DataFrame({"id": list(shares), "share_pct": list(shares.values())})
    terms = pd.DataFrame({"id": ["nexi_share", "jbic_share"], "value_text": ["two thirds", "one third"]})
    found = on("taken_away_by_structure", mou_terms=terms, funding_plan=plan)
    assert (found.low, found.high) == pytest.approx(expected)


@pytest.mark.parametrize(("tenor", "later"), [(5.0, 12.5), (30.0, 0.0), (60.0, -15.0)])
def test_an_owner_of_a_level_income_is_paid_in_the_middle(tenor, later):
    # With one split for ever the receipts of thirty years are level: mean year 15.5, and (tenor + 1) / 2 of a
    # loan.
    terms = table(split_before=50.0, split_after=50.0, deemed_interest=4.0, loan_tenor=tenor)
    found = on("owner_paid_later", mou_terms=terms)
    assert (found.low, found.high) == (pytest.approx(later), pytest.approx(later))


def test_loans_of_ten_to_thirty_years_are_asked_where_no_tenor_is_on_record():
    # Level receipts of thirty years have the mean year 15.5; loans of 10, 20 and 30 years 5.5, 10.5 and 15.5.
    found = on("owner_paid_later", mou_terms=table(split_before=50.0, split_after=50.0, deemed_interest=4.0))
    assert (found.low, found.high) == (pytest.approx(0.0), pytest.approx(10.0))


def receipts(r, split_after):
    """Japan's yearly receipts of 100 called in three parts, half of which it has until it has its 100."""
    earned = sum((100 / 3) * (1 + r) ** k for k in range(3)) * r / (1 - (1 + r) ** -30)
    had = []
    for _ in range(30):
        first = min(earned, (100 - sum(had)) / 0.5) if sum(had) < 100 else 0.0
        had.append(0.5 * first + split_after * (earned - first))
    return had


def test_the_unsteadiness_of_receipts_is_their_spread_over_their_mean():
    # Without deemed interest and tested on all that is owed at once: half of the cash until Japan has its
    # 100, a tenth of it after.
    terms = table(split_before=50.0, split_after=10.0, deemed_interest=0.0)
    found = unsteadiness(terms, reading=("without_interest", "cumulative", "original"))
    for r, varies in found.items():
        assert varies == pytest.approx(100 * np.std(receipts(r, 0.1)) / np.mean(receipts(r, 0.1))), r
    assert list(found.index) == [0.04, 0.06, 0.10, 0.15] and found.is_monotonic_increasing


def test_a_split_that_changes_makes_receipts_unsteady():
    level = on(
        "owner_paid_unsteadily", mou_terms=table(split_before=50.0, split_after=50.0, deemed_interest=4.0)
    )
    assert (level.low, level.high) == (0.0, 0.0)
    changing = on(
        "owner_paid_unsteadily", mou_terms=table(split_before=50.0, split_after=10.0, deemed_interest=0.0)
    )
    # At 4 percent thirty years bring 180, less than the 200 after which each country has its 100: level to
    # the end.
    assert changing.low == 0.0 and changing.high > 0


def test_debt_hedged():
    assert on("debt_hedged", institutions=table(insurers_hedge_ratio=44.0)) == Range(0.0, 44.0)
    assert on("debt_hedged", institutions=table(insurers_hedge_ratio=44.0, scheme_debt_hedged=30.0)) == Range(
        30.0, 30.0
    )
    assert isinstance(on("debt_hedged", institutions=table(other=1.0)), Absent)


def test_unsteady_outflow_of_the_last_ten_years():
    # 1, 2, 3 over and over: standard deviation sqrt(2/3 * 120/119), mean 2; a month before them does not
    # count.
    flow = pd.Series([900.0, *[1.0, 2.0, 3.0] * 40], pd.period_range("2016-01", periods=121, freq="M"))
    assert on("unsteady_outflow", jp_fdi_net=flow) == pytest.approx((2 / 3 * 120 / 119) ** 0.5 / 2)


PROJECTS = pd.DataFrame({
    "list": ["batch_1", "discussed", "joint_fact_sheet", "loans"],
    "date": ["2026-02-17", "2026-03-09", "2025-10-28", "2026-05-01"],
})  # fmt: skip
INSTITUTIONS = pd.DataFrame({
    "id": ["nexi_grant_bonds_ceiling", "jbic_filp_fy2026", "reserves_2026_08"],
    "as_of": ["2025-12-23", "2025-12-26", "2026-08-31"],
})  # fmt: skip
TIMELINE = pd.DataFrame({
    "date": ["2026-05-04", "2025-12-19", "2026-03-09"], "topic": ["intervention", "policy_rate", "projects"],
})  # fmt: skip
TIMELINE.attrs["covered_to"] = "2026-10-09"


def test_decisions_are_batches_loans_and_state_backing_alone():
    # The second decision of December lies in the window of the first, that of May in one of an intervention.
    assert list(decisions(PROJECTS, INSTITUTIONS, TIMELINE).strftime("%Y-%m-%d")) == [
        "2025-12-23",
        "2026-02-17",
    ]


@pytest.mark.parametrize(("later", "alone"), [("2026-02-22", False), ("2026-02-23", True)])
def test_a_window_is_over_after_five_days(later, alone):
    # Three publications take five days where a weekend lies between them; the sixth day is another window.
    two = pd.DataFrame({"list": ["batch_1", "batch_2"], "date": ["2026-02-17", later]})
    nothing = TIMELINE.iloc[1:]
    assert len(decisions(two, INSTITUTIONS.iloc[2:], nothing)) == 1 + alone
    # And so is that of an intervention, which takes the decision before it away.
    acted = TIMELINE.assign(date=[later, "2025-12-19", "2026-03-09"])
    assert len(decisions(two.iloc[:1], INSTITUTIONS.iloc[2:], acted)) == alone


def test_linked_carries_on_by_changes():
    old = pd.Series([1.0, 1.2], pd.period_range("2026-01", periods=2, freq="M"))
    new = pd.Series([1.25, 1.35, 1.30], pd.period_range("2026-02", periods=3, freq="M"))
    assert list(linked(old, new).round(9)) == [1.2, 1.3, 1.25]


END = pd.Timestamp("2026-10-09")


def test_yields_at_decisions_by_hand():
    # Changes: 0, 0.2, 9 in December, 0.1, 0.5 in February, 0.1. December has a decision on the policy rate
    # and belongs to neither.
    series = pd.Series(
        np.cumsum([1.0, 0.0, 0.2, 9.0, 0.1, 0.5, 0.1]), pd.period_range("2025-09", periods=7, freq="M")
    )
    days, december = pd.DatetimeIndex(["2025-12-23", "2026-02-17"]), pd.PeriodIndex(["2025-12"], freq="M")
    found = yields_at(series, days, december, END, days.to_period("M"))
    others = np.array([0.0, 0.2, 0.1, 0.1])
    assert found.estimate == pytest.approx(0.5 - others.mean())
    assert found.std_error == pytest.approx(others.std(ddof=1) * (1 + 1 / 4) ** 0.5)
    # A decision with an intervention beside it makes its month, here March, neither one nor the other.
    march = yields_at(series, days, december, END, pd.PeriodIndex(["2026-02", "2026-03"], freq="M"))
    assert march.estimate == pytest.approx(0.5 - 0.1)
    none = december[:0]
    assert isinstance(yields_at(series, days[:1], december, END, none), Absent)
    assert isinstance(
        yields_at(series, days[1:], december, pd.Timestamp("2026-02-20"), none), Absent
    )  # the month is not over


def with_july():
    return pd.concat([PROJECTS, pd.DataFrame({"list": ["batch_2"], "date": ["2026-07-14"]})])


def test_one_month_of_a_decision_decides_nothing_and_two_may():
    months = pd.period_range("2012-01", "2026-08", freq="M")
    series = pd.Series(np.sin(np.arange(len(months))), months)
    known = {
        "institutions": INSTITUTIONS, "timeline": TIMELINE,
        "jp_10y_yield": series[:"2026-01"], "jp_10y_yield_mof_month_end": series["2025-01":],
    }  # fmt: skip
    assert "a second month" in on("yields_on_decisions", projects=PROJECTS, **known).what
    assert not isinstance(on("yields_on_decisions", projects=with_july(), **known), Absent)


@pytest.mark.parametrize("rise", [0.6, -0.6, 0.0])
def test_yields_on_decisions_go_both_ways(rise):
    rng = np.random.default_rng(74)
    months = pd.period_range("2012-01", "2026-08", freq="M")
    step = 0.02 * rng.standard_normal(len(months)) + rise * months.isin(
        pd.PeriodIndex(["2026-02", "2026-07"], freq="M")
    )
    series = pd.Series(1 + np.cumsum(step), months)
    found = on(
        "yields_on_decisions", projects=with_july(), institutions=INSTITUTIONS, timeline=TIMELINE,
        jp_10y_yield=series.loc[:"2026-01"], jp_10y_yield_mof_month_end=series.loc["2025-01":],
    )  # fmt: skip
    low, high = found.interval(0.90)
    assert np.sign([low, high]).sum() == 2 * np.sign(rise)
    assert found.estimate == pytest.approx(rise, abs=0.08)


@pytest.mark.parametrize(("louder", "more"), [(3.0, 200), (1.0, 0), (0.5, -50)])
def test_moves_at_decisions_by_hand(louder, more):
    # All moves alike but those of three days at each of two decisions: six of n days are `louder` times the
    # others.
    days = pd.bdate_range("2023-01-02", "2026-10-09")
    moves = 0.4 * np.where(np.arange(len(days)) % 2, 1.0, -1.0)
    at = days.searchsorted(pd.DatetimeIndex(["2025-12-23", "2026-02-17"]))
    # Decided in Tokyo, before the fixing of the day; announced in the American afternoon, after it.
    at = at + np.array([0, 1])
    for k in range(3):
        moves[at + k] *= louder
    daily = pd.Series(150 * np.exp(np.cumsum(moves) / 100), days)
    found = on(
        "moves_at_decisions",
        projects=PROJECTS,
        institutions=INSTITUTIONS,
        timeline=TIMELINE,
        usd_jpy_daily=daily,
    )
    n = len(days[days >= "2023-12-23"])
    assert found.estimate == pytest.approx(100 * (louder / ((n - 6 + 6 * louder) / n) - 1))
    assert found.estimate == pytest.approx(more, abs=8)
    assert isinstance(nervousness(daily, pd.DatetimeIndex([]), pd.Timestamp("2026-10-09")), Absent)
