"""The four ways to decide, each of them both ways."""

import numpy as np
import pytest

from analysis.claims.decide import (
    Absent,
    Decision,
    Range,
    by_absence,
    by_bounds,
    by_interval,
    by_range,
    detectable,
    number,
)
from analysis.errors import ClaimError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect

NORMAL = Critical("normal")


def effect(estimate, std_error=1.0):
    return Effect.of(estimate, std_error, NORMAL)


@pytest.mark.parametrize(
    ("estimate", "claimed", "matters", "verdict"),
    [
        (3.0, 1, 0, "supported"),
        (3.0, -1, 0, "contradicted"),
        (-3.0, -1, 0, "supported"),
        (-3.0, 1, 0, "contradicted"),
        (1.0, 1, 0, "open"),
        (1.0, -1, 0, "open"),
        (3.0, 1, 4, "partly"),  # of the right sign, but smaller than the words promise
        (-3.0, -1, 4, "partly"),
        (0.0, 1, 2, "contradicted"),  # an informative zero: what matters is excluded
        (0.0, -1, 2, "contradicted"),
        (0.0, 1, 1, "open"),
    ],
)
def test_by_interval(estimate, claimed, matters, verdict):
    assert by_interval(effect(estimate), "x", claimed=claimed, matters=matters).verdict == verdict


def test_by_interval_is_symmetric():
    for estimate in np.linspace(-4, 4, 33):
        ahead = by_interval(effect(estimate), "x", claimed=1, matters=1.5).verdict
        assert ahead == by_interval(effect(-estimate), "x", claimed=-1, matters=1.5).verdict


def test_only_an_open_interval_states_its_power():
    found = by_interval(effect(0.5), "x", unit="percent")
    assert found.power.startswith("an effect of 2.49 percent would have been found with a chance of 80")
    assert not by_interval(effect(3.0), "x").power


def test_detectable_effect_is_found_at_that_rate():
    size = detectable(effect(0.0))
    draws = np.random.default_rng(1).normal(size, 1.0, 100_000)
    assert np.mean(draws - NORMAL.value(0.90) > 0) == pytest.approx(0.80, abs=0.006)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.5, "supported"), (0.7, "supported"), (0.1, "contradicted"), (0.0, "contradicted"), (0.3, "partly")],
)
def test_by_bounds(value, verdict):
    assert by_bounds(value, "share", supported_from=0.5, contradicted_to=0.1).verdict == verdict
    assert by_bounds(-value, "share", supported_from=-0.5, contradicted_to=-0.1).verdict == verdict


@pytest.mark.parametrize(
    ("low", "high", "claimed", "verdict"),
    [
        (2, 3, 1, "supported"),
        (2, 3, -1, "contradicted"),
        (-3, 0, 1, "contradicted"),
        (-3, 0, -1, "supported"),
        (0, 3, 1, "open"),
    ],
)
def test_by_range_with_one_threshold(low, high, claimed, verdict):
    assert (
        by_range(Range(low, high), "x", supported_from=1, contradicted_to=1, claimed=claimed).verdict
        == verdict
    )


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(6, 9, "supported"), (5, 9, "open"), (0, 1, "contradicted"), (0, 2, "open"), (2, 4, "open")],
)
def test_by_range_with_two_bounds(low, high, verdict):
    assert by_range(Range(low, high), "x", supported_from=5, contradicted_to=1).verdict == verdict
    assert by_range(Range(-high, -low), "x", supported_from=-5, contradicted_to=-1).verdict == verdict


def test_absence_contradicts_only_where_the_record_is_complete():
    assert by_absence(Absent("an entry"), "x", "").verdict == "open"
    assert by_absence(Absent("an entry"), "x", "").power
    found = by_absence(Absent("an entry"), "x", "treaties are published by law")
    assert found.verdict == "contradicted" and "published by law" in found.statistic


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.012345, "0.0123"),
        (-1234.5, "\N{MINUS SIGN}1234"),
        (123456.0, "123,456"),
        (0.0, "0"),
        (99.96, "100"),
        (0.00001234, "0.000012"),
    ],
)
def test_numbers_for_sentences(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: by_interval(effect(1), "x", claimed=2), "the claimed sign"),
        (lambda: by_interval(effect(1), "x", matters=-1), "`matters` is a size"),
        (lambda: by_bounds(1, "x", supported_from=1, contradicted_to=1), "both bounds are 1"),
        (lambda: Range(2, 1), "from its lower to its upper end"),
        (lambda: by_range(Range(0, 2), "x", supported_from=1, contradicted_to=1), "a sign is needed"),
        (lambda: Decision("true", "x"), "a decision is one of"),
        (lambda: Decision("open", " "), "statistic in words"),
        (lambda: number(float("nan")), "the statistic is nan"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ClaimError, match=message):
        call()
