"""Difference in differences with placebo dates, and shares of a duty: arithmetic by hand and simulated
worlds."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.tariffs.absorption import (
    DENOMINATORS,
    absorbed_share,
    effective_duty_rate,
    full_absorption,
    monthly_rate,
    passed_on,
)
from analysis.passthrough.tariffs.cars import (
    CHANGES,
    absorbed_by_month,
    car_change,
    car_placebo_goods,
    car_rates,
    parts_table,
)
from analysis.passthrough.tariffs.difference import difference_in_differences, log_gap, path_by_month
from analysis.passthrough.tariffs.duties import quarterly_duty_rate
from analysis.passthrough.tariffs.placebos import placebo_goods
from analysis.passthrough.tariffs.reconciliation import (
    mean_change,
    needed_elsewhere,
    reconciliation,
    weight_of_agreement,
)

MONTHS = pd.period_range("2020-01", "2026-05", freq="M")
BASE, WINDOW, LAST = "2025-03", ("2025-04", "2025-08"), "2025-03"


def gap(seed, effect=0.0, spread=1.0):
    values = np.cumsum(np.random.default_rng(seed).normal(0, spread, len(MONTHS)))
    return pd.Series(values + effect * (pd.Period("2025-04", "M") <= MONTHS), MONTHS)


def test_a_gap_by_hand():
    treated = pd.Series([100.0, 90.0], pd.PeriodIndex(["2025-03", "2025-04"], freq="M"))
    comparison = pd.Series([50.0, 50.0], treated.index)
    assert_allclose(log_gap(treated, comparison), [100 * np.log(2), 100 * np.log(1.8)])


def test_estimate_drift_and_draws_by_hand():
    """A gap that rises by 2 a month: the mean of five months after one is 2 x 3 everywhere, and nothing
    without drift."""
    line = pd.Series(2.0 * np.arange(len(MONTHS)), MONTHS)
    found = difference_in_differences(line, base=BASE, window=WINDOW, last_placebo=LAST)
    assert found.estimate == pytest.approx(6.0) and found.drift == pytest.approx(2.0)
    assert_allclose(found.draws, 6.0)
    assert len(found.draws) == 58 and found.apart == 63 // 6 and found.pvalue == 1.0
    assert found.hypothesis == "no change beyond those at 58 earlier dates"
    flat = difference_in_differences(line, base=BASE, window=WINDOW, last_placebo=LAST, detrended=True)
    assert_allclose([flat.estimate, *flat.draws], 0.0, atol=1e-10)
    assert_allclose(flat.path, 0.0, atol=1e-10)


def test_the_path_by_month_by_hand():
    """A gap that steps by 5 once: placebos at distance 1 are one step of 5 and noughts, at distance 2 two of
    them."""
    months = pd.period_range("2020-01", periods=34, freq="M")
    gap = pd.Series(np.r_[np.zeros(10), np.full(20, 5.0), [2.0, 1.0, 0.0, 9.0]], months)
    since = dict(base=str(months[29]), last_placebo=str(months[29]))
    found = path_by_month(gap, **since, last=str(months[31]), coverage=0.95)
    assert list(found["path"]) == [-3.0, -4.0]
    assert list(found["placebos"]) == [29, 28]
    # The k-th largest of n draws with k = floor(0.05 (n + 1)): the first of 29, which is the one step.
    assert list(found["half"]) == [5.0, 5.0]
    quiet = path_by_month(gap, **since, last=str(months[30]), coverage=0.90)
    assert quiet["half"].iloc[0] == 0.0  # the third largest of 29
    with pytest.raises(EstimationError, match="18 placebo dates"):
        path_by_month(gap[11:], **since, last=str(months[30]))


def test_no_placebo_window_holds_a_month_after_the_last():
    found = difference_in_differences(gap(0), base=BASE, window=WINDOW, last_placebo=LAST)
    assert found.draws.index[-1] + 5 == pd.Period(LAST, "M") and found.draws.index[0] == MONTHS[0]


def test_without_effect_the_test_has_its_size_and_a_known_effect_is_found_and_covered():
    # 300 worlds: a standard error of 0.013 at 0.05 and 0.023 at 0.2.
    none = [
        difference_in_differences(gap(seed), base=BASE, window=WINDOW, last_placebo=LAST)
        for seed in range(300)
    ]
    p = np.array([found.pvalue for found in none])
    for level, room in ((0.05, 0.045), (0.2, 0.075), (0.5, 0.09)):
        assert abs(np.mean(p <= level) - level) < room
    there = [
        difference_in_differences(gap(seed, -17.0), base=BASE, window=WINDOW, last_placebo=LAST)
        for seed in range(60)
    ]
    assert all(found.pvalue == pytest.approx(1 / 59) for found in there)
    assert np.mean([found.band()[0] <= -17 <= found.band()[1] for found in there]) >= 0.85
    assert np.mean([found.estimate for found in there]) == pytest.approx(-17, abs=0.8)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"window": ("2025-03", "2025-08")}, "must follow the base"),
        ({"window": ("2025-04", "2026-06")}, "outside the gap"),
        ({"last_placebo": "2021-06"}, "placebo dates"),
    ],
)
def test_what_cannot_be_tested_is_refused(change, words):
    options = {"base": BASE, "window": WINDOW, "last_placebo": LAST} | change
    with pytest.raises(EstimationError, match=words):
        difference_in_differences(gap(1), **options)


def test_nineteen_placebo_dates_are_enough_and_eighteen_are_not():
    """Windows of six months: 24 months hold 19 of them."""
    assert (
        len(difference_in_differences(gap(1), base=BASE, window=WINDOW, last_placebo="2021-12").draws) == 19
    )
    with pytest.raises(EstimationError, match="18 placebo dates"):
        difference_in_differences(gap(1), base=BASE, window=WINDOW, last_placebo="2021-11")


def test_a_hole_in_the_gap_is_refused():
    with pytest.raises(EstimationError, match="holes"):
        difference_in_differences(
            gap(1).drop(pd.Period("2022-02", "M")), base=BASE, window=WINDOW, last_placebo=LAST
        )


def test_rank_among_goods():
    after = pd.Series(1.0 * (pd.Period(BASE, "M") < MONTHS), MONTHS)
    others, treated = pd.DataFrame({name: i * after for i, name in enumerate("abcd")}), -2.5 * after
    found = placebo_goods(treated, others, (BASE, BASE), WINDOW)
    assert found.estimate == pytest.approx(-2.5) and found.rank == 2 and found.pvalue == pytest.approx(2 / 5)


# ---- shares of a duty
# ----------------------------------------------------------------------------------------------


def test_full_absorption_by_hand():
    """2.5 to 27.5 percent: 1.025/1.275 leaves the landed price; a fall of 19.6 percent, 0.784 of the 25
    points."""
    whole = full_absorption(0.025, 0.275)
    assert_allclose(np.exp(whole / 100), 1.025 / 1.275)
    shares = {d: absorbed_share(whole, before=0.025, after=0.275, denominator=d) for d in DENOMINATORS}
    assert_allclose([shares["landed"], shares["revenue"], shares["rate"]], [1, 1, (1 - 1.025 / 1.275) / 0.25])
    assert passed_on(whole, before=0.025, after=0.275, landed_share=0.6) == pytest.approx(0, abs=1e-12)


def test_no_fall_absorbs_nothing_and_a_cut_is_read_the_same_way():
    assert [absorbed_share(0.0, before=0.025, after=0.275, denominator=d) for d in DENOMINATORS] == [0, 0, 0]
    back = 100 * np.log(1.275 / 1.15)
    assert_allclose(
        [absorbed_share(back, before=0.275, after=0.15, denominator=d) for d in ("landed", "revenue")], [1, 1]
    )
    half = passed_on(0.0, before=0.025, after=0.275, landed_share=0.5)
    assert half == pytest.approx(50 * (1.275 / 1.025 - 1))


def test_a_percentage_in_place_of_a_fraction_is_refused():
    with pytest.raises(EstimationError, match="fractions"):
        absorbed_share(-10, before=2.5, after=27.5)
    with pytest.raises(EstimationError, match="nothing to absorb"):
        absorbed_share(-10, before=0.15, after=0.15)


def test_a_month_with_two_rates_is_weighted_by_days():
    """April 2025 has 2 days at 2.5 and 28 at 27.5; September 15 at 27.5 and 15 at 15."""
    found = monthly_rate(car_rates(), pd.period_range("2025-03", "2025-10", freq="M"))
    assert_allclose(found["2025-04"], (2 * 0.025 + 28 * 0.275) / 30)
    assert_allclose(found["2025-09"], (0.275 + 0.15) / 2)
    assert_allclose(found[["2025-03", "2025-05", "2025-10"]], [0.025, 0.275, 0.15])


def test_a_day_without_a_rate_or_with_two_is_refused():
    months = pd.period_range("2025-03", "2025-10", freq="M")
    with pytest.raises(EstimationError, match="2025-03-01 has 0 rates"):
        monthly_rate(car_rates().iloc[1:], months)
    with pytest.raises(EstimationError, match="has 2 rates"):
        monthly_rate(pd.concat([car_rates(), car_rates().iloc[[1]]]), months)


def test_effective_rate_and_its_delay_by_hand():
    index = pd.PeriodIndex(["2025-01", "2025-02"], freq="M")
    duties, imports = pd.Series([6.0, 8.0], index), pd.Series([200.0, 100.0], index)
    assert_allclose(effective_duty_rate(duties, imports), [3.0, 8.0])
    assert_allclose(effective_duty_rate(duties, imports, delay=1), [4.0])


# ---- the cars
# ------------------------------------------------------------------------------------------------------


def test_the_car_contrast_is_what_the_table_says():
    """From the printed index numbers: to North America 106.1 in 2025-03, elsewhere 108.6."""
    prices = {
        "2025-04": (99.2, 108.3),
        "2025-05": (87.3, 107.6),
        "2025-06": (86.8, 108.2),
        "2025-07": (87.1, 108.0),
        "2025-08": (84.9, 108.3),
    }
    expected = np.mean([100 * np.log(a / b) for a, b in prices.values()]) - 100 * np.log(106.1 / 108.6)
    assert_allclose(car_change("rise").found.estimate, expected, rtol=1e-12)
    assert [(c.before, c.after) for c in map(car_change, CHANGES)] == [
        (0.025, 0.275),
        (0.275, 0.15),
        (0.025, 0.15),
    ]
    assert_allclose(
        absorbed_by_month().loc["2025-05", "log_points"], 100 * np.log(87.3 / 107.6 * 108.6 / 106.1)
    )


def test_a_month_has_its_duty_beside_its_shares():
    """April 2025: two days at 2.5 and 28 at 27.5 percent; the landed share by hand from the gap."""
    april = absorbed_by_month().loc["2025-04"]
    assert april["duty"] == pytest.approx((2 * 0.025 + 28 * 0.275) / 30)
    assert april["rate"] == pytest.approx((1 - np.exp(april["log_points"] / 100)) / (april["duty"] - 0.025))
    assert april["landed"] == pytest.approx(-april["log_points"] / 100 / np.log((1 + april["duty"]) / 1.025))


def test_no_good_under_section_232_is_a_placebo():
    names = set(car_placebo_goods("rise").draws.index)
    assert not names & {
        "s00650001",
        "s00650002",
        "s00650003",
        "s00650005",
        "s00650006",
        "s00650009",
        "s00750017",
    }
    without = set(car_placebo_goods("rise", fuels=False).draws.index)
    assert len(names - without) == 5 and without < names
    assert {"s00650004", "s00650012"} <= names < set(car_placebo_goods("rise", wide=True).draws.index)


def test_what_other_goods_must_have_done_by_hand():
    """A total of 1 with cars at -17 and a weight of 0.25 leaves 7 for the rest: 0.25 x -17 + 0.75 x 7 = 1."""
    assert needed_elsewhere(1.0, -17.0, 0.25) == pytest.approx(7.0)
    table = reconciliation("rise")
    made = table.index * table["cars"] + (1 - table.index) * table["needed"]
    assert_allclose(made, table["bls_japan"])
    w = weight_of_agreement("rise")
    assert w * table["cars"].iloc[0] + (1 - w) * table["seen"].iloc[0] == pytest.approx(
        table["bls_japan"].iloc[0]
    )


def test_a_month_without_a_figure_is_left_out_of_a_mean_change():
    index = pd.period_range("2025-03", "2025-06", freq="M")
    price = pd.Series([100.0, 110.0, np.nan, 121.0], index, name="p")
    assert mean_change(price, ("2025-04", "2025-06")) == pytest.approx(150 * np.log(1.1))
    with pytest.raises(EstimationError, match="no figure"):
        mean_change(price, ("2025-05", "2025-05"))


def test_quarters_that_are_not_whole_have_no_duty_rate():
    """2025Q2 by hand from the table: 16.303 + 22.821 + 27.155 over 1041.83 billion."""
    found = quarterly_duty_rate()
    assert found["2025Q2"] == pytest.approx(100 * (16.303 + 22.821 + 27.155) / 1041.83, rel=1e-6)
    assert found.index[0] == pd.Period("2016Q2", "Q") and found.index[-1] == pd.Period("2026Q2", "Q")
    assert quarterly_duty_rate("net")["2026Q2"] < 0


def test_parts_are_read_against_goods_that_are_not_parts():
    """Their class stands in no placebo; one month of the contrast from the printed figures."""
    table = parts_table()
    assert table["base"].tolist() == ["2025-04", "2025-08", "2025-04"]
    assert (table["low"] < table["estimate"]).all() and (
        table["found"] > table["estimate"] - table["low"]
    ).all()
