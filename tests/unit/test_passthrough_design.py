"""What the estimators accept as a series, what they refuse, and what a gap costs."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag
from analysis.passthrough.core.design import align, design
from analysis.passthrough.core.levels import level_series

MONTHS = pd.period_range("2000-01", periods=150, freq="M")


@pytest.fixture
def price():
    changes = np.random.default_rng(1).standard_normal(150)
    return pd.Series(100 * np.exp(changes.cumsum() / 100), MONTHS, name="cpi")


@pytest.fixture
def fx():
    changes = np.random.default_rng(2).standard_normal(150)
    return pd.Series(110 * np.exp(2 * changes.cumsum() / 100), MONTHS, name="usd_jpy")


def rows_of(price, fx, lags=2, **options):
    controls = options.pop("controls", None)
    return design(align(price, fx, controls), lags=lags, **options)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    "index",
    [
        MONTHS.to_timestamp(),
        MONTHS.to_timestamp(how="end"),
        MONTHS.to_timestamp(how="end").normalize(),
        MONTHS.to_timestamp() + pd.Timedelta(days=14),
        MONTHS.to_timestamp().tz_localize("Asia/Tokyo"),
        MONTHS.astype(str),
        MONTHS.strftime("%b %Y"),
        MONTHS.strftime("%YM%m"),
        MONTHS.strftime("%Y-%m-%d"),
        pd.Index(MONTHS.astype(str), dtype=object),
    ],
    ids=["start", "end", "end day", "mid", "zone", "2000-01", "Jan 2000", "2000M01", "iso day", "object"],
)
def test_months_are_read_however_they_are_written(index, price):
    same = level_series(pd.Series(price.to_numpy(), index), "price")
    assert_array_equal(same.index.asi8, MONTHS.asi8)
    assert same.index.freqstr == "M"


@pytest.mark.parametrize("how", ["period", "start", "end", "2000Q1", "2000-Q1"])
def test_quarters_are_read_however_they_are_written(how):
    quarters = pd.period_range("2000Q1", periods=20, freq="Q")
    index = {
        "period": quarters,
        "start": quarters.to_timestamp(),
        "end": quarters.to_timestamp(how="end"),
        "2000Q1": quarters.astype(str),
        "2000-Q1": quarters.strftime("%Y-Q%q"),
    }[how]
    same = level_series(pd.Series(np.arange(1.0, 21), index), "price")
    assert same.index.equals(quarters)


def test_months_with_a_gap_are_not_taken_for_quarters(price):
    index = MONTHS.to_timestamp()
    keep = np.r_[0, 3, 4, 7:20]
    assert level_series(pd.Series(price.to_numpy()[keep], index[keep]), "price").index.freqstr == "M"


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (pd.RangeIndex(150), "carries no dates"),
        (pd.Index(["spring", *MONTHS.astype(str)[1:]]), "cannot be read as dates"),
        (pd.period_range("1900", periods=150, freq="Y"), "frequency Y-DEC"),
        (pd.period_range("2000-01-01", periods=150, freq="D"), "frequency D"),
        (pd.date_range("1900", periods=150, freq="YE"), "one date a year"),
        (pd.period_range("2000Q1", periods=150, freq="Q-MAR"), "Q-MAR"),
        (pd.date_range("2000-01-01", periods=150), "more than one row for 2000-01"),
        (MONTHS[:149].insert(0, MONTHS[0]), "more than one row for 2000-01"),
        (MONTHS[:149].insert(0, pd.NaT), "missing period"),
        (MONTHS[:149].to_timestamp().insert(0, pd.NaT), "missing date"),
    ],
)
def test_indexes_in_doubt_are_refused(index, message, price, fx):
    with pytest.raises(EstimationError, match=message):
        distributed_lag(pd.Series(price.to_numpy(), index), fx)


def test_different_frequencies_are_refused(price):
    quarterly = pd.Series(np.arange(1.0, 51), pd.period_range("2000Q1", periods=50, freq="Q"))
    with pytest.raises(EstimationError, match="frequency M and the exchange rate Q-DEC"):
        distributed_lag(price, quarterly)


# ------------------------------------------------------------------ values


@pytest.mark.parametrize(
    "convert",
    [
        lambda x: x.astype(object).where(x.index != MONTHS[70], None),
        lambda x: x.astype(object).where(x.index != MONTHS[70], pd.NA),
        lambda x: x.astype("Float64").where(x.index != MONTHS[70], pd.NA),
        lambda x: x.map(Decimal).astype(object).where(x.index != MONTHS[70], None),
        lambda x: x.drop(MONTHS[70]),
    ],
    ids=["None", "NA", "Float64", "Decimal", "dropped"],
)
def test_missing_is_missing_in_every_dtype(convert, price, fx):
    plain = price.where(price.index != MONTHS[70])
    ours, expected = distributed_lag(convert(price), fx), distributed_lag(plain, fx)
    assert_allclose(ours.estimate, expected.estimate, rtol=1e-12)
    assert ours.nobs == expected.nobs == 150 - 1 - 12 - 2


def test_float32_and_integers_are_read(price, fx):
    single = distributed_lag(price.astype("float32"), fx)
    assert_allclose(single.estimate, distributed_lag(price.astype("float32").astype(float), fx).estimate)
    whole = (1000 * price).round().astype("int64")
    assert_allclose(distributed_lag(whole, fx).estimate, distributed_lag(whole.astype(float), fx).estimate)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.0, "not positive at 2005-11"),
        (-3.0, r"not positive at 2005-11 \(-3\)"),
        (np.inf, "infinite at 2005-11"),
        ("101.2", "holds '101.2' at 2005-11"),
        ("n/a", "holds 'n/a'"),
        (True, "holds True"),
        ([1.0], r"holds \[1.0\]"),
    ],
)
@pytest.mark.parametrize("which", ["price", "exchange rate"])
def test_values_without_a_logarithm_are_refused_by_name(value, message, which, price, fx):
    spoiled = (price if which == "price" else fx).astype(object)
    spoiled.iat[70] = value
    pair = (spoiled, fx) if which == "price" else (price, spoiled)
    with pytest.raises(EstimationError, match=f"{which}.*{message}"):
        distributed_lag(*pair)


def test_other_containers_and_empty_series_are_refused(price, fx):
    with pytest.raises(EstimationError, match="must be a pandas Series on dates, not DataFrame"):
        distributed_lag(price.to_frame(), fx)
    with pytest.raises(EstimationError, match="holds no number"):
        distributed_lag(price * np.nan, fx)
    with pytest.raises(EstimationError, match="bool values"):
        distributed_lag(price > 100, fx)


# ------------------------------------------------------------------ rows


def test_rows_and_columns_by_hand(price, fx):
    rows = rows_of(price, fx, lags=2, own_lags=1, seasonal=True)
    pi, de = 100 * np.diff(np.log(price)), 100 * np.diff(np.log(fx))
    assert rows.names[:5] == ("constant", "fx_0", "fx_1", "fx_2", "price_1")
    assert rows.names[5:] == tuple(f"month_{m:02d}" for m in range(2, 13))
    assert_allclose(rows.y, pi[2:])
    assert_allclose(rows.X[:, 1:5], np.column_stack([de[2:], de[1:-1], de[:-2], pi[1:-1]]))
    month = MONTHS[3:].month.to_numpy()
    assert_array_equal(rows.X[:, 5:], month[:, None] == np.arange(2, 13))
    assert rows.periods.equals(MONTHS[3:])
    assert rows.X[:, rows.blocks["own"]].shape[1] == 1
    assert rows.X[:, rows.blocks["seasonal"]].shape[1] == 11


def test_a_missing_price_costs_two_rows_without_own_lags(price, fx):
    gap = price.drop(MONTHS[70])
    rows = rows_of(gap, fx, lags=4)
    full = rows_of(price, fx, lags=4)
    lost = full.periods.difference(rows.periods)
    assert list(lost) == [MONTHS[70], MONTHS[71]] == list(rows.lost)
    kept = full.periods.isin(rows.periods)
    assert_array_equal(rows.y, full.y[kept])
    assert_array_equal(rows.X, full.X[kept])


def test_a_missing_price_costs_also_the_rows_whose_own_lags_touch_it(price, fx):
    rows = rows_of(price.drop(MONTHS[70]), fx, lags=4, own_lags=3)
    assert list(rows.lost) == list(MONTHS[70:75])


def test_a_missing_exchange_rate_costs_the_rows_whose_lags_touch_it(price, fx):
    rows = rows_of(price, fx.drop(MONTHS[70]), lags=4)
    assert list(rows.lost) == list(MONTHS[70:76])


def test_a_missing_control_costs_the_rows_whose_lags_touch_it(price, fx):
    control = pd.Series(np.random.default_rng(0).standard_normal(150), MONTHS, name="oil").drop(MONTHS[70])
    rows = rows_of(price, fx, lags=4, controls=control, control_lags=2)
    assert list(rows.lost) == list(MONTHS[70:73])


def test_sample_bounds_hold_for_the_price_and_lags_reach_before(price, fx):
    rows = rows_of(price, fx, lags=6, sample=("2003-01", "2006-12"))
    assert str(rows.periods[0]) == "2003-01" and str(rows.periods[-1]) == "2006-12"
    assert len(rows.y) == 48
    assert rows_of(price, fx, sample=(None, "2006-12")).periods[0] == MONTHS[3]
    assert rows_of(price, fx, sample=(MONTHS[50], None)).periods[0] == MONTHS[50]


@pytest.mark.parametrize(
    ("sample", "message"),
    [
        (("2006-01", "2003-01"), r"begins \(2006-01\) after it ends"),
        ("2006-01", "must be a pair"),
        (("2006-01",), "must be a pair"),
        (("someday", None), "not a date"),
        (("2050-01", None), "no row is complete between 2050-01 and the end"),
    ],
)
def test_bad_samples_are_refused(sample, message, price, fx):
    with pytest.raises(EstimationError, match=message):
        rows_of(price, fx, sample=sample)


def test_controls_are_used_as_given_each_with_its_lags(price, fx):
    rng = np.random.default_rng(3)
    controls = pd.DataFrame(rng.standard_normal((150, 2)), MONTHS, columns=["w", "g"])
    rows = rows_of(price, fx, lags=1, controls=controls, control_lags={"w": 2})
    assert rows.names[3:] == ("w_0", "w_1", "w_2", "g_0")
    assert_array_equal(rows.X[:, 3], controls["w"].to_numpy()[2:])
    assert_array_equal(rows.X[:, 5], controls["w"].to_numpy()[:-2])
    assert_array_equal(rows.X[:, 6], controls["g"].to_numpy()[2:])


@pytest.mark.parametrize(
    ("controls", "lags", "message"),
    [
        (pd.DataFrame({"w": 1.0}, MONTHS), {"v": 1}, "control_lags names v"),
        (pd.DataFrame({"w": 1.0}, MONTHS), 0, "w_0 is a combination of constant"),
        (pd.DataFrame({"w": np.nan}, MONTHS), 0, "control w holds no number"),
        (pd.DataFrame(np.ones((150, 2)), MONTHS, columns=["w", "w"]), 0, "two controls have one name"),
        (pd.DataFrame({"price": np.arange(150.0)}, MONTHS), 1, "named like a built-in regressor"),
        ([1, 2], 0, "must be a DataFrame"),
        (pd.DataFrame({"w": 1.0}, MONTHS), -1, "0 or more"),
        (pd.DataFrame({"w": 1.0}, MONTHS), 1.5, "whole number"),
    ],
)
def test_bad_controls_are_refused(controls, lags, message, price, fx):
    own = 1 if "built-in" in message else 0
    with pytest.raises(EstimationError, match=message):
        distributed_lag(price, fx, lags=2, controls=controls, control_lags=lags, own_lags=own)


def test_a_control_that_copies_the_exchange_rate_is_named(price, fx):
    copy = (100 * np.log(fx).diff()).rename("copy")
    with pytest.raises(EstimationError, match=r"copy_0 is a combination of .*fx_0"):
        distributed_lag(price, fx, lags=2, controls=copy)


def test_no_overlap_is_refused_with_both_ranges(price, fx):
    with pytest.raises(EstimationError, match="do not overlap: the exchange rate runs from 2006-01"):
        distributed_lag(price[:"2005-12"], fx["2006-01":])


def test_too_few_rows_for_the_lags_state_n_and_k(price, fx):
    with pytest.raises(EstimationError, match="12 complete rows for 14 coefficients"):
        distributed_lag(price[:25], fx, lags=12)
    with pytest.raises(EstimationError, match="0 rows are left for 32 coefficients with 30 lags"):
        distributed_lag(price[:25], fx[:25], lags=30)


def test_a_constant_exchange_rate_is_refused_and_a_peg_stretch_is_not(price, fx):
    with pytest.raises(EstimationError, match="exchange rate usd_jpy is constant between"):
        distributed_lag(price, fx * 0 + 8.28)
    peg = fx.copy()
    peg.iloc[40:90] = peg.iloc[40]
    assert np.isfinite(distributed_lag(price, peg).long_run.std_error)
    with pytest.raises(EstimationError, match="is constant between 2004-07 and 2007-06"):
        distributed_lag(price, peg, lags=12, sample=("2004-07", "2007-06"))


def test_a_steady_crawl_is_refused_as_collinear_with_the_constant(price, fx):
    crawl = fx * 0 + np.exp(np.arange(150) / 100)
    with pytest.raises(EstimationError, match="fx_0 is a combination of constant"):
        distributed_lag(price, crawl)


def test_a_price_that_never_moves_is_refused(price, fx):
    with pytest.raises(EstimationError, match="price cpi changes at one constant rate"):
        distributed_lag(price * 0 + 5, fx)


def test_a_month_dummy_without_its_month_is_refused(price, fx):
    rows = price[price.index.month != 12]
    with pytest.raises(EstimationError, match=r"zero in every one .* month_12"):
        distributed_lag(rows, fx, lags=2, seasonal=True)


@pytest.mark.parametrize("lags", [-1, 2.0, "12", True])
def test_lags_are_counts_or_a_criterion(lags, price, fx):
    with pytest.raises(EstimationError, match="lags"):
        distributed_lag(price, fx, lags=lags)
