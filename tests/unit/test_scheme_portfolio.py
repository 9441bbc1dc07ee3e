"""Distribution of a book's loss: brute enumeration, Vasicek's formula, simulation, and ties by hand."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special, stats

from analysis import scheme
from analysis.errors import SchemeError
from analysis.scheme import exposure
from analysis.scheme.book import Book
from analysis.scheme.portfolio import Distribution, distribution, simulate

CASE = scheme.case()
BOOK = scheme.selected()
#: One outcome if a project fails, one if it does not: a book whose distribution is a count.
PLAIN = replace(CASE, dispersion=0.0, window=1, failure=0.08, overruns={})
#: 1 called, six times.
SMALL = Book(tuple("abcdef"), ({"minerals": 1.0},) * 6, np.array([33.3, 2.1, 0.6, 40, 16, 17]))


def vasicek(probability, correlation, level):
    """Share of an infinitely fine portfolio that fails, at quantile `level` (Vasicek 2002)."""
    p, q = special.ndtri(probability), special.ndtri(level)
    return special.ndtr((p + np.sqrt(correlation) * q) / np.sqrt(1 - correlation))


def test_independent_projects_are_enumerated():
    case = replace(PLAIN, correlation=0.0)
    bad, good = exposure.outcomes(case, "minerals").loss["state"]
    rows = []
    for failed in product([0, 1], repeat=6):
        chance = np.prod([0.08 if f else 0.92 for f in failed])
        rows.append(
            (sum(size * (bad if f else good) for size, f in zip(SMALL.amounts, failed, strict=True)), chance)
        )
    rows.sort()
    ours = distribution(case, SMALL, lattice=2**13)
    assert ours.expected == pytest.approx(sum(loss * chance for loss, chance in rows), rel=1e-9)
    cumulative = np.cumsum([chance for _, chance in rows])
    for level in (0.5, 0.9, 0.95, 0.99):
        exact = rows[int(np.searchsorted(cumulative, level))][0]
        assert ours.quantile(level) == pytest.approx(exact, abs=2 * ours.step)


def test_two_projects_that_fail_together_by_the_bivariate_normal():
    case = replace(PLAIN, correlation=0.4)
    book = Book(("a", "b"), ({"minerals": 1.0},) * 2, np.array([40.0, 33.3]))
    bad, good = exposure.outcomes(case, "minerals").loss["state"]
    x = special.ndtri(0.08)
    both = stats.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]]).cdf([x, x])
    ours = distribution(case, book)
    worst = 73.3 * bad
    assert ours.exceedance(worst - 3 * ours.step) == pytest.approx(both, abs=1e-6)
    one = 40 * bad + 33.3 * good
    assert ours.exceedance(one - 3 * ours.step) == pytest.approx(0.08, abs=1e-6)


@pytest.mark.parametrize("correlation", [0.1, 0.3, 0.6])
def test_a_fine_book_has_the_tail_of_the_formula(correlation):
    case = replace(PLAIN, correlation=correlation)
    book = Book(("a",), ({"minerals": 1.0},), np.array([1 / 3000]), 3000)
    bad, good = exposure.outcomes(case, "minerals").loss["state"]
    ours = distribution(case, book)
    for level in (0.9, 0.95, 0.99):
        exact = good + (bad - good) * vasicek(0.08, correlation, level)
        assert ours.quantile(level) == pytest.approx(exact, abs=0.01 * (bad - good))


@pytest.mark.parametrize("copula", ["gaussian", "t"])
@pytest.mark.parametrize("book", [BOOK, scheme.commitment()], ids=["selected", "commitment"])
def test_simulation_and_enumeration_agree(copula, book):
    exact = distribution(CASE, book, copula=copula)
    draws = 200_000
    sample = simulate(CASE, book, draws=draws, rng=np.random.default_rng(7), copula=copula)
    assert sample.mean() == pytest.approx(exact.expected, abs=5 * sample.std() / np.sqrt(draws))
    for level in (0.95, 0.99):
        # Standard error of an order statistic, by the binomial of its rank.
        rank = np.sqrt(level * (1 - level) / draws)
        low, high = np.quantile(sample, [level - 5 * rank, min(level + 5 * rank, 1)])
        assert low - exact.step <= exact.quantile(level) <= high + exact.step
        worst = np.sort(sample)[round(level * draws) :]
        assert worst.mean() == pytest.approx(exact.shortfall(level), rel=0.01)


def test_the_copula_moves_the_tail_and_not_the_mean():
    mean = exposure.expected_loss(CASE, BOOK)
    gauss, t = distribution(CASE, BOOK), distribution(CASE, BOOK, copula="t")
    assert gauss.expected == pytest.approx(mean, rel=1e-6) and t.expected == pytest.approx(mean, rel=1e-3)
    assert t.shortfall(0.99) > gauss.shortfall(0.99)
    many = distribution(CASE, BOOK, copula="t", freedom=200)
    assert many.quantile(0.99) == pytest.approx(gauss.quantile(0.99), rel=2e-3)


def test_correlation_and_concentration_make_the_tail():
    low, high = (distribution(replace(CASE, correlation=c), BOOK) for c in (0.05, 0.6))
    assert low.expected == pytest.approx(high.expected, rel=1e-6) and high.quantile(0.99) > low.quantile(0.99)
    actual, equal = distribution(CASE, BOOK), distribution(CASE, BOOK.equal())
    assert actual.expected == pytest.approx(equal.expected, rel=1e-6)
    assert actual.quantile(0.99) > equal.quantile(0.99) + 1.0, (
        "two thirds of the money in two projects widen the tail"
    )


def test_one_project_has_the_distribution_of_its_outcomes():
    book = Book(("a",), ({"nuclear": 1.0},), np.array([40.0]))
    one = exposure.outcomes(CASE, "nuclear")
    ours = distribution(CASE, book)
    order = np.argsort(one.loss["state"])
    for level in (0.1, 0.5, 0.9, 0.99):
        exact = 40 * one.loss["state"][order][np.searchsorted(np.cumsum(one.probability[order]), level)]
        assert ours.quantile(level) == pytest.approx(exact, abs=2 * ours.step)
    assert ours.mass.sum() == pytest.approx(1, abs=1e-12)


def test_tied_losses_count_in_part():
    # 10 % lose 9 or 8, 15 % lose 5: the worst 20 % are the 10 % and two thirds of the ties.
    ties = Distribution(np.array([0.0, 5, 8, 9]), np.array([0.75, 0.15, 0.05, 0.05]), 1.0)
    assert ties.quantile(0.80) == 5 and ties.quantile(0.75) == 0 and ties.quantile(0.9) == 5
    assert ties.shortfall(0.80) == pytest.approx((0.05 * 9 + 0.05 * 8 + 0.10 * 5) / 0.20)
    assert ties.exceedance(5) == pytest.approx(0.10)
    with pytest.raises(SchemeError, match="beyond level"):
        ties.shortfall(1.0)


def test_a_loss_added_in_two_orders_is_one_loss_in_the_mean_of_the_worst_twentieth():
    """2 % lose 0.6, 2 % lose 0.3 and 4 % lose 0.1 + 0.2, which floats tell from 0.3. The worst 5 % are the
    2 % and three of the 6 %: (0.02 x 0.6 + 0.03 x 0.3) / 0.05 = 0.42, not 0.375, the mean of all that reach
    the quantile, nor 0.40, that of those above the smaller float."""
    once = Distribution(np.array([0.0, 0.3, 0.6]), np.array([0.92, 0.06, 0.02]), 0.1)
    twice = Distribution(np.array([0.0, 0.3, 0.1 + 0.2, 0.6]), np.array([0.92, 0.02, 0.04, 0.02]), 0.1)
    for found in (once, twice):
        assert found.quantile(0.95) == pytest.approx(0.3) and found.shortfall(0.95) == pytest.approx(0.42)
        assert found.quantile(0.98) == pytest.approx(0.3) and found.shortfall(0.98) == pytest.approx(0.6)


def test_two_projects_apart_have_the_mean_of_the_worst_twentieth_that_all_pairs_of_outcomes_give():
    """Without correlation every pair has the product of its probabilities; the worst 5 % are filled from the
    top, the last pair in part."""
    book = Book(("a", "b"), ({"nuclear": 1.0}, {"nuclear": 1.0}), np.array([40.0, 25.0]))
    case = replace(CASE, correlation=0.0)
    one = exposure.outcomes(case, "nuclear")
    cases = list(zip(one.loss["state"], one.probability, strict=True))
    pairs = sorted(((40 * x + 25 * y, p * q) for x, p in cases for y, q in cases), reverse=True)
    left, total = 0.05, 0.0
    for lost, probability in pairs:
        taken = min(left, probability)
        left, total = left - taken, total + taken * lost
    ours = distribution(case, book)
    assert ours.shortfall(0.95) == pytest.approx(total / 0.05, abs=2 * ours.step)


def test_a_simulation_repeats_with_its_seed_whatever_the_chunks(monkeypatch):
    def draw():
        return simulate(CASE, BOOK, draws=5_000, rng=np.random.default_rng(3))

    first = draw()
    assert_allclose(draw(), first)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: distribution(CASE, BOOK, copula="clayton"), "one of gaussian, t"),
        (lambda: distribution(replace(CASE, correlation=1.0), BOOK), "all projects are one"),
        (lambda: simulate(CASE, BOOK, draws=0, rng=np.random.default_rng(0)), "whole number"),
    ],
)
def test_impossible_questions_are_refused(call, said):
    with pytest.raises(SchemeError, match=said):
        call()


def test_the_coarsest_lattice_has_sixteen_points_and_keeps_the_mean():
    # Each outcome is split between two neighbours so that its mean is kept, however far apart they are.
    coarse = distribution(PLAIN, SMALL, lattice=16)
    assert coarse.expected == pytest.approx(exposure.expected_loss(PLAIN, SMALL))
    assert coarse.mass.sum() == pytest.approx(1.0)
    with pytest.raises(SchemeError, match="lattice is a whole number from 16, not 15"):
        distribution(PLAIN, SMALL, lattice=15)


def test_a_hundred_thousand_draws_stay_within_five_hundred_megabytes():
    import tracemalloc

    simulate(
        CASE, BOOK, draws=10, rng=np.random.default_rng(0)
    )  # what is imported and read on first use is not counted
    tracemalloc.start()
    simulate(CASE, scheme.commitment(), draws=100_000, rng=np.random.default_rng(0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500e6
