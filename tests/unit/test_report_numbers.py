"""Published numbers: rounding that machines agree on, what is refused, and how prose pastes them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from myst_nb.core.variables import format_plain_text

from analysis.errors import NotebookError
from analysis.numerals import MINUS
from analysis.report.author import numbers, session

EFFECT = SimpleNamespace(
    estimate=0.6213, std_error=0.1, low=0.4149, high=-0.8349, p_zero=1e-7, p_complete=0.02
)


@pytest.fixture
def emitted(monkeypatch):
    """What would reach the notebook, as {key: text}."""
    outputs = {}

    def emit(data, metadata):
        prefix = metadata["scrapbook"]["mime_prefix"]
        assert set(data) == {prefix + "text/plain"}
        outputs[metadata["scrapbook"]["name"]] = data[prefix + "text/plain"]

    session.forget()
    monkeypatch.setattr(session, "emit", emit)
    yield outputs
    session.forget()


def pasted(record, spec):
    """What {glue:text}`key:spec` puts on the page."""
    return format_plain_text(record, spec)


def test_a_float_keeps_six_significant_digits(emitted):
    numbers.publish(a=1 / 3, b=np.float64(123456.789), c=-1e-9 / 3, d=-0.0)
    assert emitted == {"a": "0.333333", "b": "123457.0", "c": "-3.33333e-10", "d": "0.0"}


def test_integers_are_exact_and_texts_are_quoted(emitted):
    numbers.publish(n=np.int64(12345678901), month="2026-08", price="12")
    assert emitted == {"n": "12345678901", "month": "'2026-08'", "price": "'12'"}


def test_prose_can_format_every_kind(emitted):
    numbers.publish(rate=0.61998, n=595, month="2026-08", digits_only="12")
    assert pasted(emitted["rate"], ".2f") == "0.62"
    assert pasted(emitted["rate"], ".0%") == "62%"
    assert pasted(emitted["n"], ",d") == "595"
    assert pasted(emitted["month"], "s") == "2026-08"
    assert pasted(emitted["digits_only"], "s") == "12"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (float("nan"), "is nan"),
        (float("inf"), "is inf"),
        (True, "bool"),
        (np.bool_(False), "bool"),
        (None, "NoneType"),
        ([1.0, 2.0], "list"),
        (pd.NA, "NAType"),
        (np.array([1.0, 2.0]), "ndarray"),
        (" ", "empty"),
    ],
)
def test_what_a_sentence_cannot_say_is_refused_by_name(emitted, value, found):
    with pytest.raises(NotebookError, match=f"'japan_x' is .*{found}|'japan_x' {found}"):
        numbers.publish(japan_y=1.0, japan_x=value)
    assert emitted == {}, "a refused call publishes nothing"


@pytest.mark.parametrize("key", ["Japan", "1st", "a-b", "_a", "é"])
def test_a_malformed_key_is_refused(emitted, key):
    with pytest.raises(NotebookError, match="lower-case"):
        numbers.publish(**{key: 1})


def test_a_key_is_published_once(emitted):
    numbers.publish(a=1)
    with pytest.raises(NotebookError, match="number 'a' was already used"):
        numbers.publish(a=1)


def test_an_effect_in_words():
    assert numbers.effect_text(EFFECT) == "0.62 (95\xa0% interval 0.41 to −0.83)"
    assert numbers.effect_text(EFFECT, 1, unit="percent") == "0.6\xa0percent (95\xa0% interval 0.4 to −0.8)"
    assert (
        numbers.p_text(EFFECT.p_zero) == "p\xa0<\xa00.001"
        and numbers.p_text(EFFECT.p_complete) == "p\xa0=\xa00.020"
    )


def test_a_probability_says_what_was_tested_and_how_it_was_adjusted():
    test = SimpleNamespace(pvalue=0.5624, hypothesis="no break in the constant")
    assert numbers.p_text(test) == "p\xa0=\xa00.56 of no break in the constant"
    assert numbers.p_text(test, adjusted=0.9, family=25).endswith(
        "of no break in the constant, after adjustment for 25 tests"
    )
    assert numbers.p_text(0.0995) == "p\xa0=\xa00.100" and numbers.p_text(0.1) == "p\xa0=\xa00.10"
    assert numbers.p_text(0.00099) == "p\xa0<\xa00.001" and numbers.p_text(0.001) == "p\xa0=\xa00.001"
    with pytest.raises(NotebookError, match="number of tests"):
        numbers.p_text(test, adjusted=0.9)


def test_an_effect_of_another_level_says_so():
    effect = SimpleNamespace(**{**vars(EFFECT), "coverage": 0.9})
    assert "(90\xa0% interval" in numbers.effect_text(effect)
    assert "(99.5\xa0% interval" in numbers.effect_text(effect, coverage=0.995)


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e100, max_value=1e100), st.integers(1, 12)
)
def test_significant_is_close_stable_and_short(value, digits):
    shown = numbers.significant(value, digits)
    assert abs(shown - value) <= 0.5000001 * abs(value) * 10 ** (1 - digits)
    assert numbers.significant(shown, digits) == shown
    written = repr(shown).lstrip("-").split("e")[0].replace(".", "").strip("0")
    assert len(written) <= digits


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.001, 2, "0.00"),
        (-0.35, 2, "−0.35"),
        (2024, 0, "2024"),
        (12345.6, 1, "12,345.6"),
        (-98765, 0, "−98,765"),
    ],
)
def test_fixed(value, decimals, text):
    assert numbers.fixed(value, decimals) == text


def test_a_range_and_an_estimate_with_its_interval_are_said_one_way():
    assert numbers.span(-0.04, 1234.56, 1) == "0.0 to 1234.6"
    assert numbers.span(-0.06, 2) == f"{MINUS}0.06 to 2.00"
    said = f"0.621 (0.415 to {MINUS}0.835)"
    assert numbers.bracketed(EFFECT, 3) == said
    assert numbers.bracketed({"estimate": 0.6213, "low": 0.4149, "high": -0.8349}, 3) == said
    assert numbers.bracketed(pd.Series({"estimate": 0.6213, "low": 0.4149, "high": -0.8349}), 3) == said
    assert numbers.bracketed(EFFECT, 3, "\n") == said.replace(" (", "\n(")


def test_an_estimate_in_percent_has_its_unit_before_the_interval():
    assert numbers.percent_text(EFFECT) == "0.62 percent (95\xa0% interval 0.41 to −0.83)"
    assert numbers.percent_text(EFFECT, 1, 0.9) == "0.6 percent (90\xa0% interval 0.4 to −0.8)"


def test_a_share_is_said_as_percent():
    assert (numbers.percent(0.0683, 1), numbers.percent(-0.5), numbers.percent(0.004)) == ("6.8", "−50", "0")
