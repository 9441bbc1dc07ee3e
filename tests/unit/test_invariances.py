"""What must not matter to any estimator, what must flip, and what must be refused: one table for all of them.

Every estimator is entered in `ESTIMATORS` with a call that returns its numbers, sorted by what turning the
quotation over does to them: `odd` ones change sign, `even` ones stay. A new estimator needs a line there and
has all of these tests. Tests of one estimator alone are in its own module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import passthrough as pt
from analysis.errors import EstimationError

# log(c x) - log(c y) differs from log(x) - log(y) in the last digits; a regression magnifies that by its
# condition.
ROUNDING = 1e-6
# Three draws of each value for each of two dozen estimators; deterministic, see conftest.
FEW = settings(max_examples=3, deadline=None)
MONTHS = 170
CALENDAR = pd.period_range("2001-01", periods=MONTHS, freq="M")


@cache
def data() -> dict[str, pd.Series]:
    """A price that follows an exchange rate in changes and in levels, a second level, a state and two
    controls."""
    rng = np.random.default_rng(7)
    de, dw, noise, c1, c2 = rng.standard_normal((5, MONTHS))
    for t in range(1, MONTHS):
        de[t] += 0.3 * de[t - 1]
    e, w = de.cumsum(), 0.8 * dw.cumsum() + 0.3 * de.cumsum()
    p, pi = np.zeros(MONTHS), np.zeros(MONTHS)
    for t in range(1, MONTHS):
        gap = p[t - 1] - 0.6 * e[t - 1] - 0.3 * w[t - 1] - 0.1 * t
        pi[t] = (
            0.1 + 0.25 * de[t] + 0.1 * de[t - 1] + 0.2 * pi[t - 1] - 0.12 * gap + 0.2 * c1[t] + 0.4 * noise[t]
        )
        p[t] = p[t - 1] + pi[t]
    state = (np.sin(np.arange(MONTHS) / 9) > 0).astype(float)
    columns = {
        "price": 100 * np.exp(p / 100),
        "fx": 110 * np.exp(e / 100),
        "other": 90 * np.exp(w / 100),
        "state": state,
        "a": c1,
        "b": c2,
    }
    return {name: pd.Series(values, CALENDAR, name=name) for name, values in columns.items()}


def controls(d, order=("a", "b")):
    return pd.DataFrame({name: d[name] for name in order})


def frame(d):
    return pd.DataFrame({name: d[name] for name in ("price", "fx", "other")})


def items(d):
    """Three items that follow the price more and less closely."""

    def power(x):
        if x.dtype == object:
            return x.map(lambda v: v if v is None or v != v else float(v) ** share)
        return x.astype(float) ** share

    table = {}
    for share in (0.8, 1.0, 1.3):
        table[f"item {share}"] = power(d["price"])
    return pd.DataFrame(table)


@dataclass(frozen=True)
class Numbers:
    """What an estimator returned."""

    odd: np.ndarray
    even: np.ndarray
    nobs: int

    def __post_init__(self):
        assert np.isfinite(self.odd).all() and np.isfinite(self.even).all(), (
            "NaN or infinity without a refusal"
        )


def numbers(odd, even, nobs):
    flat = [np.concatenate([np.ravel(np.asarray(x, dtype=float)) for x in part]) for part in (odd, even)]
    return Numbers(*flat, int(nobs))


def of(*paths):
    """Numbers of results that are paths."""
    return numbers(
        [p.estimate for p in paths] + [[p.long_run.estimate] for p in paths],
        [p.std_error for p in paths] + [[p.long_run.std_error] for p in paths],
        paths[0].nobs,
    )


def _error_correction(d, order=("a", "b")):
    r = pt.error_correction(
        d["price"],
        d["fx"],
        foreign=d["other"].to_frame(),
        lags=2,
        case=5,
        controls=controls(d, order),
        horizons=6,
    )
    long = r.unconditional_long_run
    return numbers(
        [r.estimate, [long.estimate]], [r.std_error, [long.std_error, r.relation.f, r.relation.t]], r.nobs
    )


def _regimes(result):
    first, second = result.paths.values()
    return first, second


def _asymmetric(d, order=("a", "b")):
    r = pt.asymmetric_projection(d["price"], d["fx"], horizons=3, lags=2, controls=controls(d, order))
    rise, fall = _regimes(r)
    return numbers([rise.estimate + fall.estimate], [r.gap.estimate, r.gap.std_error], r.counts.iloc[0].sum())


def _break_test(d, order=("a", "b")):
    r = pt.break_test(d["price"], d["fx"], lags=1, own_lags=1, draws=19, controls=controls(d, order))
    effects = r.effects.values()
    even = [r.path, r.tests["statistic"], [e.std_error for e in effects], [r.date.ordinal]]
    return numbers([[e.estimate for e in effects]], even, r.nobs)


def _bai_perron(d, order=("a", "b")):
    r = pt.bai_perron(
        d["price"], d["fx"], lags=1, own_lags=1, max_breaks=1, select=1, controls=controls(d, order)
    )
    effects = r.effects.values()
    even = [r.criteria["rss"], [e.std_error for e in effects], [r.dates["date"].iloc[0].ordinal]]
    return numbers([[e.estimate for e in effects]], even, r.nobs)


def _end_of_sample(d, order=("a", "b")):
    r = pt.end_of_sample(d["price"], d["fx"], date=CALENDAR[-8], lags=1, controls=controls(d, order))
    return numbers([[]], [[r.statistic, r.pvalue, r.excess], r.blocks["statistic"]], r.nobs)


def _rolling(d, order=("a", "b")):
    r = pt.time_varying(d["price"], d["fx"], lags=1, window=120, draws=19, controls=controls(d, order))
    return numbers([r.long_run], [r.std_error, [r.pvalue], r.constant_path.largest_t], r.nobs)


def _dominant(d, order=("a", "b")):
    r = pt.dominant_currency(d["price"], d["fx"], dominant=d["other"], lags=2, controls=controls(d, order))
    one, two = r.bilateral, r.dominant
    return numbers([one.estimate], [one.std_error, two.estimate, two.std_error], r.nobs)


def _structural(d, order=None):
    return of(
        pt.structural_var(
            frame(d), price="price", fx="fx", ordering=["fx", "other", "price"], lags=2, horizons=4
        )
    )


def _item_regressions(d, order=("a", "b")):
    r = pt.item_regressions(items(d), d["fx"], lags=2, controls=controls(d, order))
    return numbers([r.table["long_run"]], [r.table["std_error"]], r.table["nobs"].iloc[0])


def _compare(d, order=("a", "b")):
    r = pt.compare_methods(
        d["price"],
        d["fx"],
        methods=("distributed-lag", "local-projection", "vector-autoregression"),
        horizons=3,
        lags=2,
        controls=controls(d, order),
    )
    if r.refused:
        raise EstimationError(next(iter(r.refused.values())))
    return of(*r.results.values())


@dataclass(frozen=True)
class Estimator:
    """One entry of the table.

    `price_gap` and `fx_gap` are the rows that a missing month in the middle costs, None where it is refused.
    `rank`: controls are taken out whatever their rank, so that one given twice changes nothing.
    """

    run: Callable[..., Numbers]
    price_gap: int | None
    fx_gap: int | None
    controls: bool = True
    rank: bool = False


def _lag(d, order=("a", "b"), **options):
    return of(
        pt.distributed_lag(
            d["price"], d["fx"], lags=3, controls=controls(d, order), control_lags=1, **options
        )
    )


def _held_fixed(d, order=("a", "b")):
    r = pt.held_fixed(d["price"], d["fx"], foreign=controls(d, order), lags=2)
    return of(r.fixed, r.free, r.through)


ESTIMATORS = {
    "distributed lag": Estimator(_lag, 2, 5),
    "autoregressive distributed lag": Estimator(
        lambda d, o=("a", "b"): _lag(d, o, own_lags=2, horizons=8), 4, 5
    ),
    "foreign prices held fixed": Estimator(_held_fixed, 2, 4),
    "error correction": Estimator(_error_correction, 3, 3),
    "local projection": Estimator(
        lambda d, o=("a", "b"): of(
            pt.local_projection(d["price"], d["fx"], horizons=4, lags=3, controls=controls(d, o))
        ),
        5,
        5,
    ),
    "asymmetric projection": Estimator(_asymmetric, 4, 4),
    "structural VAR": Estimator(_structural, 4, 4, controls=False),
    "item panel": Estimator(
        lambda d, o=("a", "b"): of(pt.item_panel(items(d), d["fx"], lags=2, controls=controls(d, o))),
        2,
        4,
        rank=True,
    ),
    "item regressions": Estimator(_item_regressions, 2, 4),
    "dominant currency": Estimator(_dominant, 2, 4),
    "break test": Estimator(_break_test, 3, 3),
    "multiple breaks": Estimator(_bai_perron, 3, 3),
    "end of sample": Estimator(_end_of_sample, 2, 3),
    "rolling windows": Estimator(_rolling, 2, 3),
    "comparison of methods": Estimator(_compare, 2, 4),
}

every = pytest.mark.parametrize("name", ESTIMATORS)


@cache
def plain(name):
    return ESTIMATORS[name].run(data())


def assert_same(found, expected, sign=1.0, tolerance=ROUNDING):
    assert found.nobs == expected.nobs
    for ours, theirs in ((found.odd, sign * expected.odd), (found.even, expected.even)):
        scale = np.abs(theirs).max(initial=0.0)
        assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * 1e-2 * scale)


def changed(**columns):
    return data() | columns


# ---------------------------------------------------------------- what must not matter


@every
@FEW
@given(base=st.floats(1e-3, 1e4), units=st.floats(1e-4, 1e3))
def test_base_of_the_index_and_units_of_the_currency(name, base, units):
    d = data()
    found = ESTIMATORS[name].run(changed(price=d["price"] * base, fx=d["fx"] * units))
    assert_same(found, plain(name))


@every
@FEW
@given(growth=st.floats(0.995, 1.01))
def test_a_steady_drift_of_the_price(name, growth):
    drifted = data()["price"] * growth ** np.arange(MONTHS)
    assert_same(ESTIMATORS[name].run(changed(price=drifted)), plain(name))


@every
def test_the_other_quotation_flips_the_sign(name):
    found = ESTIMATORS[name].run(changed(fx=1 / data()["fx"]))
    assert_same(found, plain(name), sign=-1.0)


@every
@FEW
@given(seed=st.integers(0, 10_000))
def test_order_of_the_rows(name, seed):
    mixed = {key: s.sample(frac=1, random_state=seed + i) for i, (key, s) in enumerate(data().items())}
    assert_same(ESTIMATORS[name].run(mixed), plain(name), tolerance=1e-10)


@every
@FEW
@given(before=st.integers(0, 30), after=st.integers(0, 30))
def test_empty_rows_before_and_after(name, before, after):
    wide = pd.period_range(CALENDAR[0] - before, CALENDAR[-1] + after, freq="M")
    assert_same(ESTIMATORS[name].run({key: s.reindex(wide) for key, s in data().items()}), plain(name))


@pytest.mark.parametrize("name", [name for name, e in ESTIMATORS.items() if e.controls])
def test_order_of_the_controls(name):
    assert_same(ESTIMATORS[name].run(data(), ("b", "a")), plain(name))


@every
@pytest.mark.parametrize("form", ["month start", "month end", "text"])
def test_form_of_the_dates(name, form):
    index = {
        "month start": CALENDAR.to_timestamp(),
        "month end": CALENDAR.to_timestamp(how="end").normalize(),
        "text": CALENDAR.astype(str),
    }[form]
    assert_same(
        ESTIMATORS[name].run({key: s.set_axis(index) for key, s in data().items()}),
        plain(name),
        tolerance=1e-10,
    )


@every
@pytest.mark.parametrize("dtype", ["float32", "int64", "Float64", "object"])
def test_type_of_the_numbers(name, dtype):
    """A type holds other numbers, or the same ones: either way it is the numbers that count."""
    d = data()
    scale = 1e6 if dtype == "int64" else 1.0
    levels = {key: (scale * d[key]).round() if scale > 1 else d[key] for key in ("price", "fx", "other")}
    typed = {key: s.astype(dtype) for key, s in levels.items()}
    plain_floats = {key: s.astype(float) for key, s in typed.items()}
    found, expected = (ESTIMATORS[name].run(changed(**columns)) for columns in (typed, plain_floats))
    assert_same(found, expected, tolerance=1e-10)


# ---------------------------------------------------------------- gaps and pegs


@every
@pytest.mark.parametrize("series", ["price", "fx"])
@pytest.mark.parametrize("how", ["NaN", "None", "no row"])
def test_a_missing_month_costs_what_touches_it(name, series, how):
    whole, lost = data()[series], getattr(ESTIMATORS[name], f"{series}_gap")
    month = CALENDAR[80]
    holed = whole.drop(month) if how == "no row" else whole.astype(object if how == "None" else float).copy()
    if how != "no row":
        holed[month] = None if how == "None" else np.nan
    if lost is None:
        with pytest.raises(EstimationError, match=r"no value for 2007-09"):
            ESTIMATORS[name].run(changed(**{series: holed}))
        return
    found = ESTIMATORS[name].run(changed(**{series: holed}))
    assert plain(name).nobs - found.nobs == lost


@every
def test_a_peg_of_two_years_does_not_crash(name):
    fx = data()["fx"].copy()
    fx.iloc[60:84] = fx.iloc[60]
    ESTIMATORS[name].run(changed(fx=fx))


# ---------------------------------------------------------------- what must be refused


@every
def test_a_constant_exchange_rate_is_refused(name):
    with pytest.raises(EstimationError, match=r"constant|never moves|does not move|zero in every|no change"):
        ESTIMATORS[name].run(changed(fx=data()["fx"] * 0 + 110.0))


@pytest.mark.parametrize("name", [name for name, e in ESTIMATORS.items() if e.controls])
def test_a_control_twice_is_refused(name):
    twice = changed(b=3 * data()["a"])
    if ESTIMATORS[name].rank:
        assert_same(ESTIMATORS[name].run(twice), ESTIMATORS[name].run(data(), ("a",)))
        return
    with pytest.raises(EstimationError, match=r"collinear|singular|combination"):
        ESTIMATORS[name].run(twice)


@every
def test_too_few_rows_are_refused(name):
    with pytest.raises(EstimationError):
        ESTIMATORS[name].run({key: s.iloc[-5:] for key, s in data().items()})


def test_every_estimator_of_pass_through_is_in_the_table():
    """A new public estimator has to be entered here, or named among those that estimate something else."""
    used = {
        "distributed_lag",
        "error_correction",
        "local_projection",
        "asymmetric_projection",
        "structural_var",
        "sign_restricted_var",
        "item_panel",
        "item_regressions",
        "dominant_currency",
        "break_test",
        "bai_perron",
        "end_of_sample",
        "time_varying",
        "compare_methods",
        "held_fixed",
    }
    other = {
        "absorbed_share",
        "announcement_test",
        "clark_west",
        "currency_shares",
        "diebold_mariano",
        "difference",
        "difference_in_differences",
        "direct_forecasts",
        "effective_duty_rate",
        "flow_response",
        "hedging_cost",
        "joint_difference",
        "log_gap",
        "seasonal_stability",
        "uncovered_parity",
        "without_steps",
    }
    functions = {name for name in pt.__all__ if name[0].islower()}
    assert functions == used | other
