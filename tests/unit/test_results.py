"""One base of all results: what each can do, what each carries, and one renderer of tables."""

import inspect

import numpy as np
import pandas as pd
import pytest

from analysis import passthrough as pt
from analysis.errors import EstimationError
from analysis.passthrough.core import export
from analysis.passthrough.core.base import FACTS, Finding, Path, Paths, Result

#: Numbers with their uncertainty, not results of an estimator: they have no sample.
VALUES = {"ConfidenceSet", "Critical", "Effect", "HypothesisTest"}
KINDS = (Finding, Path, Paths)
RESULTS = sorted(
    name
    for name in pt.__all__
    if inspect.isclass(getattr(pt, name)) and name not in VALUES and getattr(pt, name) not in (Result, *KINDS)
)
ABLE = ("summary", "to_frame", "plot", "export", "_repr_html_", "facts")


def levels(seed=7, periods=156):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2000-01", periods=periods, freq="M")
    e = rng.normal(0, 2.0, periods)
    p = 0.2 * e + 0.1 * np.r_[0.0, e[:-1]] + rng.normal(0, 0.3, periods)
    return (
        pd.Series(100 * np.exp(np.cumsum(p) / 100), index, name="price"),
        pd.Series(100 * np.exp(np.cumsum(e) / 100), index, name="fx"),
    )


PRICE, FX = levels()
DOLLAR = levels(8)[1].rename("dollar")
ABROAD = (100 * np.log(DOLLAR).diff()).dropna().rename("abroad").to_frame()
HOME, AWAY = (
    pd.Series(c + np.random.default_rng(int(c)).normal(0, 0.03, 156).cumsum(), FX.index) for c in (1.0, 3.0)
)
ERRORS = np.random.default_rng(4).normal(0, 1.0, 80)
MADE = {
    "PassThrough": lambda: pt.distributed_lag(PRICE, FX, lags=3),
    "LocalProjection": lambda: pt.local_projection(PRICE, FX, lags=2, horizons=4),
    "RegimeProjection": lambda: pt.asymmetric_projection(PRICE, FX, lags=2, horizons=3),
    "DominantCurrency": lambda: pt.dominant_currency(PRICE, FX, dominant=DOLLAR, lags=2),
    "Estimands": lambda: pt.held_fixed(PRICE, FX, foreign=ABROAD, lags=2),
    "ErrorCorrection": lambda: pt.error_correction(PRICE, FX, lags=1),
    "ShockPassThrough": lambda: pt.structural_var(
        pd.DataFrame({"price": PRICE, "fx": FX}), price="price", fx="fx", ordering=["fx", "price"], lags=2
    ),
    "BreakTest": lambda: pt.break_test(PRICE, FX, lags=1, own_lags=1, draws=9),
    "Breaks": lambda: pt.bai_perron(PRICE, FX, lags=1, own_lags=1, max_breaks=1),
    "EndOfSample": lambda: pt.end_of_sample(PRICE, FX, date="2012-06", lags=2),
    "TimeVarying": lambda: pt.time_varying(PRICE, FX, lags=1, window=60, draws=0),
    "ItemPanel": lambda: pt.item_panel(pd.DataFrame({"a": PRICE, "b": DOLLAR}), FX, lags=2),
    "ItemRegressions": lambda: pt.item_regressions(pd.DataFrame({"a": PRICE, "b": DOLLAR}), FX, lags=2),
    "Comparison": lambda: pt.compare_methods(
        PRICE, FX, methods=["distributed-lag", "local-projection"], lags=2, horizons=4
    ),
    "UncoveredParity": lambda: pt.uncovered_parity(FX, home_rate=HOME, abroad_rate=AWAY),
    "HedgingCost": lambda: pt.hedging_cost(home_rate=HOME, abroad_rate=AWAY),
    "AccuracyTest": lambda: pt.clark_west(ERRORS, 0.9 * ERRORS),
    "DifferenceInDifferences": lambda: pt.difference_in_differences(
        pt.log_gap(PRICE, FX), base="2010-01", window=("2010-02", "2010-04"), last_placebo="2009-12"
    ),
}


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_of_one_kind_and_can_do_what_a_result_can(name):
    kind = getattr(pt, name)
    assert issubclass(kind, Result) and sum(issubclass(kind, k) for k in KINDS) == 1
    assert all(callable(getattr(kind, method)) for method in ABLE)
    assert not inspect.isabstract(kind), f"{name} has no table"
    fields = {f for base in kind.__mro__ for f in getattr(base, "__dataclass_fields__", {})}
    lacking = [
        fact for fact in FACTS if fact not in fields and not isinstance(getattr(kind, fact, None), property)
    ]
    assert not lacking, f"{name} does not carry {', '.join(lacking)}"


@pytest.mark.parametrize("name", MADE)
def test_a_result_says_shows_and_writes_itself(name, tmp_path):
    result = MADE[name]()
    assert type(result).__name__ == name
    first, last = result.sample
    assert first <= last and result.nobs > 0
    assert isinstance(result.warnings, tuple) and len(result.specification) > 0
    table = result.to_frame()
    assert isinstance(table, pd.DataFrame) and len(table)
    assert isinstance(result.summary(), str) and "<" in result._repr_html_()
    for suffix in ("csv", "tex", "html"):
        written = result.export(tmp_path / f"x.{suffix}").read_text("utf-8")
        assert len(written) > 20
    back = pd.read_csv(tmp_path / "x.csv")
    assert len(back) == len(result.table() if name == "Comparison" else table)


def test_a_result_without_a_table_cannot_be_made():
    class Bare(Finding):
        """Says nothing."""

    with pytest.raises(TypeError, match=r"abstract method '?to_frame"):
        Bare()


def test_what_has_no_drawing_says_where_its_numbers_are():
    with pytest.raises(EstimationError, match=r"AccuracyTest has no drawing of its own: .* to_frame"):
        pt.clark_west(ERRORS, 0.9 * ERRORS).plot()


def test_text_html_latex_and_csv_say_the_same_numbers():
    frame = pd.DataFrame({"std_error": [-0.123456, np.nan]}, index=pd.Index(["a", "b"], name="row"))
    notes = [("sample", "2000 to 2001")]
    text = export.to_text(frame, "Title", notes)
    lines = text.splitlines()
    assert lines[0] == "Title" and lines[-1] == "  sample: 2000 to 2001"
    assert lines[1].split() == ["row", "std", "error"] and lines[2].split() == ["a", "\N{MINUS SIGN}0.1235"]
    assert lines[3].split() == ["b"]
    assert "\N{MINUS SIGN}0.1235" in export.to_html(frame, "Title", notes)
    assert "$-$0.1235" in export.to_latex(frame, "Title", notes)
    assert "-0.123456" in export.to_csv(frame)
