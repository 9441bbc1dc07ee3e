"""Announcement tests: known moves, what must not matter, who takes part, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from analysis.errors import EstimationError
from analysis.passthrough import announcement_test
from analysis.passthrough.core.randomisation import rotations
from analysis.passthrough.events.market_model import (
    Window,
    abnormal,
    cumulated,
    members,
)

# Sums of products over windows are differences of running sums: the last digits go.
ROUNDING = 1e-7
PROPERTIES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 10_000)
NAMES = ["USD", "JPY", "GBP", "CHF", "AUD", "KRW", "SEK", "MXN"]
QUICK = dict(estimation=60, gap=5, windows=((0, 0), (0, 3)))
DATES = {"first": 300, "second": 340, "third": 420}


def panel(seed, days=600, moves=None):
    """Rates per euro of eight currencies with a common factor; `moves` are per cent added to the yen."""
    rng = np.random.default_rng(seed)
    index = pd.bdate_range("2010-01-01", periods=days)
    r = rng.standard_normal((days, 1)) * rng.uniform(0.3, 0.9, len(NAMES)) + 0.5 * rng.standard_normal(
        (days, len(NAMES))
    )
    for row, size in (moves or {}).items():
        r[row, 1] += size
    return pd.DataFrame(100 * np.exp(r.cumsum(axis=0) / 100), index, NAMES)


def when(rates, rows=DATES):
    return {name: rates.index[row] for name, row in rows.items()}


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.paths, sign * theirs.paths, rtol=ROUNDING, atol=1e-9)
    assert_allclose(ours.statistics, sign * theirs.statistics, rtol=ROUNDING, atol=1e-9)
    columns = ["p_date", "p_adjusted", "rank", "currencies", "p_currency", "detectable", "detectable_family"]
    assert_allclose(ours.to_frame()[columns], theirs.to_frame()[columns], rtol=1e-6)


# ----------------------------------------------------------------- known truth


def test_abnormal_returns_equal_regressions_on_principal_components():
    rng = np.random.default_rng(1)
    T, N, own, K = 260, 7, 2, 2
    R = rng.standard_normal((T, N)) @ rng.standard_normal((N, N))
    R[100:103, 5] = np.nan
    window = Window(estimation=50, gap=4, first=-1, last=3)
    rows = np.array([70, 120, 200])
    taking = members(R, rows, window, [], 0.0)
    assert taking[:, 5].tolist() == [True, False, True]
    path, error = abnormal(R, own, rows, taking, window, K)
    for b, t in enumerate(rows):
        others = [j for j in range(N) if j != own and taking[b, j]]
        d, f = R[:, own] - R[:, others].mean(axis=1), R[:, others] - R[:, others].mean(axis=1, keepdims=True)
        span = slice(t - 54, t - 4)
        z = (f - f[span].mean(axis=0)) / f[span].std(axis=0)
        scores = z @ np.linalg.svd(z[span], full_matrices=False)[2][:K].T
        X = np.column_stack([np.ones(T), scores])
        beta, *_ = np.linalg.lstsq(X[span], d[span], rcond=None)
        residual = d - X @ beta
        assert_allclose(path[b], residual[t - 1 : t + 4], rtol=1e-9, atol=1e-10)
        assert_allclose(error[b], np.sqrt((residual[span] ** 2).sum() / (50 - 1 - K)), rtol=1e-9)


def test_a_move_of_the_currency_is_found_in_full():
    """Three per cent on one day are three per cent of abnormal return, and nothing elsewhere."""
    calm, moved = panel(2), panel(2, moves={340: 3.0})
    before, after = (
        announcement_test(calm, when(calm), **QUICK),
        announcement_test(moved, when(moved), **QUICK),
    )
    gain = (after.to_frame() - before.to_frame())["abnormal_return"]
    assert_allclose(gain["second"], 3.0, atol=1e-9)
    assert_allclose(gain["first"], 0.0, atol=1e-9)
    row = after.to_frame().loc[("second", "[0, 0]")]
    assert row["p_date"] < 0.02 and row["p_adjusted"] < 0.05 and row["rank"] == 1
    assert row["p_currency"] == pytest.approx(1 / 9)
    assert "abnormally weaker" in after.verdicts()[("second", "[0, 0]")]
    assert "within what other dates show" in after.verdicts()[("first", "[0, 0]")]
    assert after.any_pvalue == after.to_frame()["p_adjusted"].min()


def test_the_smallest_detectable_move_is_found_four_times_of_five():
    """Move the yen at every placebo date in turn by what is called detectable: the test must find 80 %."""
    rates = panel(3, days=900)
    result = announcement_test(rates, when(rates), **QUICK)
    draws = result.placebo[:, 0, 1]
    frame = result.to_frame().loc[("first", "[0, 3]")]
    size = frame["detectable"] / (result.errors[0] * 2.0)
    critical = np.sort(np.abs(draws))[int(np.ceil(0.95 * (1 + len(draws)))) - 1]
    found = [np.mean(np.abs(draws + s * size) > critical) for s in (1, -1)]
    assert_allclose(min(found), 0.8, atol=0.01)
    assert frame["detectable_family"] > frame["detectable"]


def test_a_move_that_others_share_is_not_abnormal():
    """All currencies weaken against the base: the base moved, not the yen."""
    rates = panel(4)
    common = np.where(np.arange(len(rates)) >= 340, 1.05, 1.0)[:, None]
    assert_same(
        announcement_test(rates, when(rates), leave_out=["EUR"], **QUICK),
        announcement_test(rates * common, when(rates), leave_out=["EUR"], **QUICK),
    )
    moved = announcement_test(rates * common, when(rates), currency="EUR", **QUICK)
    assert moved.to_frame().loc[("second", "[0, 0]"), "rank"] == 1
    assert_allclose(
        moved.to_frame().loc[("first", "[0, 0]"), "abnormal_return"],
        announcement_test(rates, when(rates), currency="EUR", **QUICK)
        .to_frame()
        .loc[("first", "[0, 0]"), "abnormal_return"],
        atol=1e-9,
    )


def test_all_together_is_the_mean_over_announcements():
    rates = panel(5, moves={300: 1.5, 340: 1.5, 420: 1.5})
    result = announcement_test(rates, when(rates), **QUICK)
    table = result.together()
    assert_allclose(table["statistic"], result.statistics.mean(axis=0))
    assert table.loc["[0, 0]", "p_date"] < 0.02 and table.loc["[0, 0]", "p_currency"] == pytest.approx(1 / 9)
    assert table["currencies"].eq(9).all()


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(seed=seeds)
def test_quoting_the_rates_the_other_way_round_flips_the_sign(seed):
    rates = panel(seed)
    assert_same(
        announcement_test(1 / rates, when(rates), **QUICK),
        announcement_test(rates, when(rates), **QUICK),
        -1.0,
    )


@PROPERTIES
@given(seed=seeds, base=st.sampled_from(["USD", "CHF", "MXN"]))
def test_the_base_does_not_matter(seed, base):
    rates = panel(seed)
    turned = rates.div(rates[base], axis=0).drop(columns=base).assign(EUR=1 / rates[base])
    assert_same(
        announcement_test(turned, when(rates), base=base, **QUICK),
        announcement_test(rates, when(rates), **QUICK),
    )


@PROPERTIES
@given(seed=seeds, units=st.floats(1e-4, 1e4))
def test_units_and_the_order_of_rows_and_columns_do_not_matter(seed, units):
    rates = panel(seed)
    theirs = announcement_test(rates, when(rates), **QUICK)
    assert_same(announcement_test(rates * units, when(rates), **QUICK), theirs)
    assert_same(announcement_test(rates.assign(KRW=rates["KRW"] * units), when(rates), **QUICK), theirs)
    mixed = rates.sample(frac=1, random_state=seed)[NAMES[::-1]]
    assert_same(announcement_test(mixed, dict(reversed(when(rates).items())), **QUICK), theirs)


@PROPERTIES
@given(seed=seeds)
def test_the_form_of_dates_and_numbers_does_not_matter(seed):
    rates = panel(seed)
    theirs = announcement_test(rates, when(rates), **QUICK)
    text = {name: f"{day:%Y-%m-%d}" for name, day in when(rates).items()}
    for frame in (
        rates.to_period("D"),
        rates.set_axis(rates.index.strftime("%Y-%m-%d")),
        rates.astype(object),
    ):
        assert_same(announcement_test(frame, text, **QUICK), theirs)
    assert_array_equal(announcement_test(rates, list(text.values()), **QUICK).statistics, theirs.statistics)


def test_rows_on_which_nothing_was_published_do_not_matter():
    rates = panel(6)
    wide = rates.reindex(pd.date_range(rates.index[0], rates.index[-1]))
    assert_same(announcement_test(wide, when(rates), **QUICK), announcement_test(rates, when(rates), **QUICK))


# ------------------------------------------------------------ days and currencies


def test_an_announcement_on_a_closing_day_falls_on_the_next_fixing():
    rates = panel(7)
    saturday = rates.index[300] + pd.offsets.Week(weekday=5)
    row = rates.index.searchsorted(saturday)
    ours = announcement_test(rates, {"weekend": saturday}, **QUICK)
    assert_array_equal(
        ours.statistics, announcement_test(rates, {"weekend": rates.index[row]}, **QUICK).statistics
    )
    assert (
        ours.days.loc["weekend", "closed"]
        and ours.days.loc["weekend", "first_fixing"] == f"{rates.index[row]:%F}"
    )


def test_a_shift_moves_one_announcement_or_all():
    rates = panel(8)
    later = {name: rates.index[row + 1] for name, row in DATES.items()}
    assert_array_equal(
        announcement_test(rates, when(rates), shift=1, **QUICK).statistics,
        announcement_test(rates, later, **QUICK).statistics,
    )
    one = announcement_test(rates, when(rates), shift={"second": 1}, **QUICK)
    assert_array_equal(
        one.statistics,
        announcement_test(rates, {**when(rates), "second": later["second"]}, **QUICK).statistics,
    )


def test_pegs_take_no_part_unless_asked():
    rates = panel(9)
    rng = np.random.default_rng(1)
    rates["HKD"] = rates["USD"] * 7.8 * np.exp(0.0003 * rng.standard_normal(len(rates)))
    rates["DKK"] = 7.46 * np.exp(0.0002 * rng.standard_normal(len(rates)))
    without = announcement_test(rates, when(rates), **QUICK)
    assert without.specification["left out as pegs"] == ["DKK", "HKD"]
    assert_same(without, announcement_test(rates[NAMES], when(rates), **QUICK))
    assert_same(without, announcement_test(rates, when(rates), leave_out=["HKD", "DKK"], peg=0, **QUICK))
    assert (announcement_test(rates, when(rates), peg=0, **QUICK).days["currencies"] == 11).all()


def test_a_currency_takes_part_only_where_it_was_published():
    rates = panel(10)
    rates.loc[rates.index[400:450], "SEK"] = np.nan
    result = announcement_test(rates, when(rates), **QUICK)
    assert result.days["currencies"].tolist() == [9, 9, 8]
    assert "SEK" not in result.others.loc["third"].index and "SEK" in result.others.loc["first"].index
    assert result.specification["left out as pegs"] == []
    assert (result.together()["currencies"] == 8).all()


@pytest.mark.parametrize(
    ("day", "takes"), [(199, True), (200, False), (203, False), (204, True), (160, False), (196, True)]
)
def test_returns_are_wanted_in_the_estimation_window_and_on_the_event_rows(day, takes):
    """The estimation window is 145 to 194, the event rows 200 to 203; what lies between is not used."""
    R = np.random.default_rng(1).standard_normal((250, 4))
    R[day, 2] = np.nan
    part = members(R, np.array([200]), Window(estimation=50, gap=5, first=0, last=3), [], 0.0)
    assert part[0].tolist() == [True, True, takes, True]


def test_rotations_keep_distances_and_stay_clear():
    eligible = np.delete(np.arange(100, 900), [50, 51, 300])
    events = np.array([250, 260, 500])
    places = rotations(eligible, events, -2, 5)
    rows = eligible[places]
    assert (np.abs(rows[:, :, None] - events) > 7).all()
    gaps = (places[:, 1:] - places[:, :-1]) % len(eligible)
    assert (gaps == gaps[0]).all()
    assert len(np.unique(places[:, 0])) == len(places)


def test_windows_are_sums_of_the_path():
    path = np.arange(7.0)[None]
    assert cumulated(path, [(-2, -1), (0, 0), (0, 4)], -2).tolist() == [[1.0, 2.0, 20.0]]


def test_a_window_before_the_announcement_is_allowed():
    rates = panel(11)
    result = announcement_test(rates, when(rates), estimation=60, gap=5, windows=((-5, -1), (0, 1)))
    assert result.to_frame().shape[0] == 6 and result.paths.shape == (3, 7)
    with pytest.raises(EstimationError, match="raise gap"):
        announcement_test(rates, when(rates), estimation=60, gap=4, windows=((-5, -1),))


def test_what_is_shown(tmp_path):
    rates = panel(12)
    result = announcement_test(rates, when(rates), **QUICK)
    text = result.summary()
    for words in ("80 % power from", "of 9 currencies by size", "all together", "for the family"):
        assert words in text
    assert result._repr_html_().count("<tr>") == 7 and "AnnouncementTest JPY" in repr(result)
    assert result.export(tmp_path / "moves.csv").read_text().startswith("announcement,window,")
    assert result.plot().get_xlabel() == "Fixings after the announcement"


# -------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(currency="XXX"), "no rate of XXX"),
        (dict(windows=((3, 1),)), "a window is a pair"),
        (dict(windows=(0, 1)), "a window is a pair"),
        (dict(windows=((0, 1), (0, 1))), "each once"),
        (dict(windows=((0, 50),)), "first and second overlap"),
        (dict(estimation=400), "needs 405"),
        (dict(estimation=20), "estimation must be"),
        (dict(factors=9), "the basket needs 10"),
        (dict(shift={"fourth": 1}), "not announced"),
        (dict(leave_out=["XXX"]), "no rate of XXX"),
        (dict(leave_out=["GBP", "CHF", "AUD", "KRW"]), "the basket needs 5"),
        (dict(base="USD"), "have a column USD"),
        (dict(sample=("2011-01-01", "2011-03-01")), "too few placebo dates"),
        (dict(shift=-1), "shift must be 0"),
    ],
)
def test_options_that_cannot_be_are_refused(change, message):
    rates = panel(13)
    with pytest.raises(EstimationError, match=message):
        announcement_test(rates, when(rates), **{**QUICK, **change})


@pytest.mark.parametrize("day", ["2009-12-31", "2031-01-01"])
def test_an_announcement_outside_the_rates_is_refused(day):
    rates = panel(14)
    with pytest.raises(EstimationError, match=f"late .{day}. is outside the rates"):
        announcement_test(rates, {**when(rates), "late": day}, **QUICK)


def test_an_announcement_whose_window_outlives_the_rates_is_refused():
    rates = panel(14)
    with pytest.raises(EstimationError, match="before its window does"):
        announcement_test(rates, {"late": rates.index[-2]}, **QUICK)


def test_a_currency_that_does_not_float_is_refused():
    rates = panel(15)
    still = rates.assign(JPY=rates["USD"] * 110)
    with pytest.raises(EstimationError, match="JPY is constant against an anchor"):
        announcement_test(still, when(rates), **QUICK)
    with pytest.raises(EstimationError, match="JPY lacks 2 returns"):
        announcement_test(
            rates.assign(JPY=rates["JPY"].mask(rates.index == rates.index[320])), when(rates), **QUICK
        )
    with pytest.raises(EstimationError, match="DataFrame"):
        announcement_test(rates["JPY"], when(rates), **QUICK)
