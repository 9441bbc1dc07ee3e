"""Losses of a book of projects."""

from __future__ import annotations

import numpy as np
from scipy import stats
from speed import Speed, best

from analysis import scheme
from analysis.scheme import exposure, portfolio


def losses(draws: int = 100_000) -> list[Speed]:
    """The commitment's losses drawn and enumerated; the draws against ranks from the copula of
    statsmodels."""
    from statsmodels.distributions.copula.api import GaussianCopula

    case, book = scheme.case(), scheme.selected()
    found = exposure.of_book(case, book)
    n = len(book.items)
    peers = GaussianCopula(
        corr=np.full((n, n), case.correlation) + (1 - case.correlation) * np.eye(n), k_dim=n
    )

    def theirs() -> np.ndarray:
        cell = np.searchsorted(found[0].edges[1:-1], peers.rvs(draws, rng=np.random.default_rng(2)))
        return sum(book.amounts[i] * found[i].loss["state"][cell[:, i]] for i in range(n))

    def ours():
        return portfolio.simulate(case, book, draws=draws, rng=np.random.default_rng(1))

    def enumerated():
        return portfolio.distribution(case, book)

    # Two samples of one distribution: their means differ by simulation alone.
    apart = abs(ours().mean() - theirs().mean())
    return [
        Speed(
            f"losses of six projects, {draws} draws",
            best(ours, 3),
            "statsmodels copula",
            best(theirs, 3),
            apart,
            target=1.0,
        ),
        Speed(
            "losses of six projects, enumerated",
            best(enumerated, 3),
            f"{draws} draws",
            best(ours, 3),
            target=1.0,
        ),
    ]


def projects(n: int = 10_000) -> list[Speed]:
    """Outcomes of many projects over 40 years in one account: who pays and gets each dollar, and the state's
    loss."""
    case = scheme.case(years=37)
    draw = np.random.default_rng(1)
    returned, failed = stats.norm(0.06, 0.02).rvs(n, random_state=draw), draw.integers(0, 38, n)

    def ours() -> None:
        made = scheme.account(case.project("gas_power", returned), case.terms, case.funds, failed=failed)
        made.worth("state", case.discount)

    return [Speed(f"account of {n} projects x 40 years, with the state's loss", best(ours, 3), target=1.0)]
