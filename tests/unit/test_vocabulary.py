"""One word, one meaning: every public door speaks the vocabulary, and a wrong word is answered by the right
one."""

import ast
import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import passthrough as pt
from analysis.errors import AnalysisError, ArgumentError
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.vocabulary import BY_PLACE, DATA, OWN, SHARED
from analysis.report.pages import api

#: Doors: public functions. What is left are classes of results.
DOORS = sorted(name for name in pt.__all__ if inspect.isfunction(getattr(pt, name)))
ROOT = Path(__file__).resolve().parents[2]
ROOMS = "analysis.passthrough"
PLACED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
#: More than two by place: the levels of one identity, in its order.
MORE = {"lags.chain.accounting": ("price", "domestic", "contract")}
#: Where `price` and `fx` are names of columns of a frame, they are keywords like everything else.
COLUMNS = ("structural_var", "sign_restricted_var")


def parameters(name):
    return inspect.signature(getattr(pt, name)).parameters.values()


@pytest.mark.parametrize("name", DOORS)
def test_a_door_uses_the_words_of_the_vocabulary_only(name):
    unknown = [p.name for p in parameters(name) if p.name not in SHARED and p.name not in OWN]
    assert not unknown, f"{name} has words that core/vocabulary.py does not know: {', '.join(unknown)}"
    open_ended = [p.name for p in parameters(name) if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    assert not open_ended, f"{name} takes *{open_ended[0]}: a reader cannot see its arguments"


@pytest.mark.parametrize("name", DOORS)
def test_price_and_exchange_rate_come_by_place_and_all_else_by_keyword(name):
    by_place = tuple(p.name for p in parameters(name) if p.kind is not p.KEYWORD_ONLY)
    words = [p.name for p in parameters(name)]
    expected = () if name in COLUMNS else tuple(word for word in BY_PLACE if word in words)
    assert by_place == (expected or DATA.get(name, ()))
    assert len(by_place) <= 2


def called_by_pages():
    """Functions of the rooms below the doors that a page calls, as "module.function" of `passthrough`."""
    pages = [*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "analysis" / "chapters").rglob("*.py")]
    found = {}
    for tree in map(code_of, pages):
        known = {
            alias.asname or alias.name: thing(line.module, alias.name)
            for line in ast.walk(tree)
            if isinstance(line, ast.ImportFrom) and (line.module or "").startswith(ROOMS)
            for alias in line.names
        }
        for call in (node.func for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call, ast.Name):
                called = known.get(call.id)
            else:
                called = getattr(known.get(getattr(call.value, "id", "")), call.attr, None)
            if inspect.isfunction(called) and called.__module__.startswith(ROOMS):
                found[f"{called.__module__.removeprefix(ROOMS + '.')}.{called.__name__}"] = called
    return found


def code_of(path):
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        text = re.sub(r"^\s*[%!].*$", "", "\n".join("".join(c["source"]) for c in cells), flags=re.MULTILINE)
    return ast.parse(text)


def thing(module, name):
    home = import_module(module)
    return getattr(home, name) if hasattr(home, name) else import_module(f"{module}.{name}")


CALLED = called_by_pages()


@pytest.mark.parametrize("name", sorted(CALLED))
def test_what_a_page_calls_below_the_doors_takes_two_arguments_by_place(name):
    """What is measured, and of what; all else is named where it is given."""
    by_place = [p.name for p in inspect.signature(CALLED[name]).parameters.values() if p.kind in PLACED]
    assert len(by_place) <= len(MORE.get(name, ("", ""))), f"{name} takes {', '.join(by_place)} by place"
    assert name not in MORE or tuple(by_place) == MORE[name]


def test_the_rooms_below_the_doors_are_seen():
    rooms = {
        "core.few_rows.few_rows",
        "lags.foreign_prices.equation",
        "specifications.main_nulls.level",
        "specifications.main_tables.sample_ends",
        "specifications.stated.stated",
    }
    assert rooms <= CALLED.keys() and MORE.keys() <= CALLED.keys()


def test_no_word_of_the_table_is_idle():
    said = {p.name for name in DOORS for p in parameters(name)}
    assert said == (said & (set(SHARED) | set(OWN))) and not (set(OWN) | set(SHARED)) - said
    assert set(SHARED).isdisjoint(OWN) and set(DATA) <= set(DOORS)


def test_coverage_and_size_have_one_default_everywhere():
    defaults = {
        (p.name, p.default) for name in DOORS for p in parameters(name) if p.name in ("coverage", "size")
    }
    assert defaults == {("coverage", 0.95), ("size", 0.05)}


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (
            lambda p, e: pt.distributed_lag(p, e, lag=3),
            "distributed_lag has no argument 'lag'; did you mean 'lags'",
        ),
        (lambda p, e: pt.distributed_lag(p, e, horizon=3), "did you mean 'horizons'"),
        (
            lambda p, e: pt.local_projection(p, e, level=0.9),
            "local_projection has no argument 'level'; did you mean 'coverage'",
        ),
        (lambda p, e: pt.error_correction(p, e, level=0.1), "did you mean 'size'"),
        (lambda p, e: pt.break_test(p, e, bootstrap=9), "did you mean 'draws'"),
        (lambda p, e: pt.break_test(p, e, seasonel=True), "did you mean 'seasonal'"),
        (
            lambda p, e: pt.difference(p, e, zzz=1),
            "difference has no argument 'zzz'; it has later, earlier, coverage",
        ),
        (lambda p, e: pt.distributed_lag(p, e, 3), "takes price, fx by place and all else by keyword"),
        (pt.hedging_cost, "hedging_cost takes nothing by place"),
    ],
)
def test_a_wrong_argument_is_answered_by_the_right_one(call, answer):
    price, fx = levels(60)
    with pytest.raises(ArgumentError, match=answer) as caught:
        call(price, fx)
    assert isinstance(caught.value, TypeError) and isinstance(caught.value, AnalysisError)


def levels(periods, frequency="M", seed=7):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2000-01", periods=periods, freq=frequency)
    e = rng.normal(0, 2.0, periods)
    p = 0.2 * e + 0.1 * np.r_[0.0, e[:-1]] + rng.normal(0, 0.3, periods)
    return (
        pd.Series(100 * np.exp(np.cumsum(p) / 100), index, name="price"),
        pd.Series(100 * np.exp(np.cumsum(e) / 100), index, name="fx"),
    )


@pytest.mark.parametrize(("frequency", "year"), [("M", 12), ("Q", 4)])
def test_the_frequency_sets_the_default_lags(frequency, year):
    price, fx = levels(160, frequency)
    assert pt.distributed_lag(price, fx).horizons[-1] == year
    projected = pt.local_projection(price, fx)
    assert projected.specification["lags"] == year and projected.horizons[-1] == 2 * year
    assert pt.break_test(price, fx, draws=0).specification["own lags"] == year
    assert pt.distributed_lag(price, fx, lags=3).horizons[-1] == 3


THIRTY = """
pt.distributed_lag(price, fx)
pt.distributed_lag(price, fx, lags=6, seasonal=True, sample=("2002-01", None))
pt.distributed_lag(price, fx, lags="bic", max_lags=8, inference="newey-west", bandwidth=6)
pt.distributed_lag(price, fx, lags=4, own_lags=2, horizons=24, controls=control, control_lags=1)
pt.local_projection(price, fx, lags=3, horizons=6, coverage=0.9)
pt.local_projection(price, fx, lags=3, horizons=6, shock=shock, spacing="calendar", inference="ewc")
pt.asymmetric_projection(price, fx, lags=3, horizons=4, by="sign", size=0.1)
pt.dominant_currency(price, fx, dominant=dollar, lags=3)
pt.held_fixed(price, fx, foreign=control, lags=3)
pt.without_steps(price, fx, steps=["2004-04"], lags=3)
pt.seasonal_stability(price, seasonal=seasonal, own_lags=2)
pt.error_correction(price, fx, lags=2, horizons=12, size=0.1)
pt.error_correction(price, fx, lags="aic", max_lags=3, foreign=foreign, case=5)
pt.effective_duty_rate(price, fx, delay=1)
pt.structural_var(frame, price="price", fx="fx", ordering=["fx", "price"], lags=2, horizons=6)
pt.sign_restricted_var(frame, price="price", fx="fx", restrictions=push, lags=2, horizons=2, rng=rng())
pt.break_test(price, fx, lags=2, own_lags=1, draws=19, rng=rng())
pt.break_test(price, fx, lags=2, own_lags=1, draws=0, errors="newey-west", errors_bandwidth=3)
pt.bai_perron(price, fx, lags=1, own_lags=1, max_breaks=1, coverage=0.9)
pt.end_of_sample(price, fx, date="2012-06", lags=2)
pt.time_varying(price, fx, lags=2, window=60, draws=0)
pt.time_varying(price, fx, lags=1, window=80, draws=19, rng=rng())
pt.item_panel(items, fx, lags=3, horizons=3)
pt.item_regressions(items, fx, lags=3, coverage=0.9, draws=0)
pt.compare_methods(price, fx, methods=["distributed-lag", "local-projection"], lags=3, horizons=6)
pt.clark_west(errors, errors * 0.9)
pt.uncovered_parity(fx, home_rate=home, abroad_rate=abroad, horizon=3)
pt.diebold_mariano(errors, errors[::-1], horizon=3, kernel="fixed-b")
pt.hedging_cost(home_rate=home, abroad_rate=abroad, basis=-0.1)
pt.difference_in_differences(gap, base="2010-01", window=("2010-02", "2010-04"), last_placebo="2009-12")
"""


def test_thirty_calls_use_only_what_the_pages_of_the_package_show():
    shown = {one.name for one in api.public("analysis.passthrough")}
    assert set(re.findall(r"pt\.(\w+)", THIRTY)) <= shown
    used = {
        word.arg
        for call in ast.walk(ast.parse(THIRTY))
        if isinstance(call, ast.Call)
        for word in call.keywords
    }
    assert used <= set(SHARED) | set(OWN) and len(used) > 30


def test_thirty_calls_written_from_the_vocabulary_alone_run():
    price, fx = levels(156)
    other, dollar = levels(156, seed=8)
    calls = [line for line in THIRTY.strip().splitlines() if line]
    assert len(calls) == 30
    rates = np.random.default_rng(3).normal(0, 0.3, (2, 156)).cumsum(axis=1) / 10 + [[1.0], [3.0]]
    known = {
        "pt": pt,
        "seasonal": Seasonal(years=5, least=24),
        "price": price,
        "fx": fx,
        "dollar": dollar.rename("dollar"),
        "control": (100 * np.log(other).diff()).dropna().rename("abroad").to_frame(),
        "shock": (100 * np.log(dollar * fx).diff()).dropna().rename("shock"),
        "frame": pd.DataFrame({"price": price, "fx": fx}),
        "foreign": other.rename("foreign").to_frame(),
        "gap": pt.log_gap(price, other),
        "push": [("push", "fx", "+", 0)],
        "items": pd.DataFrame({"a": price, "b": other}),
        "rng": lambda: np.random.default_rng(1),
        "errors": np.random.default_rng(4).normal(0, 1.0, 80),
        "home": pd.Series(rates[0], fx.index),
        "abroad": pd.Series(rates[1], fx.index),
    }
    for call in calls:
        assert eval(call, known) is not None
