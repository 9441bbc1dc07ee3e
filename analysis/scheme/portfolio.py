r"""Distribution of the loss of a book whose projects are moved by one common factor.

Latent variables are :math:`X_i = \sqrt\rho M + \sqrt{1-\rho}\,Z_i` (Gaussian), or the same over
:math:`\sqrt{W/\nu}` with W chi-square of :math:`\nu` degrees of freedom (t, which fails together more often
at the same correlation). Given M and W the projects are independent, so the distribution of their sum is a
product of Fourier transforms; M and W are integrated by quadrature. This enumerates every combination of
outcomes: quantiles carry no simulation error, only that of a lattice whose step is given. Source: Andersen,
Sidenius and Basu (2003), *Risk* 16(11). `simulate` draws the same book instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.errors import SchemeError
from analysis.scheme.book import Book
from analysis.scheme.calibration import Case
from analysis.scheme.check import one_of, share, whole
from analysis.scheme.exposure import of_book

COPULAS = ("gaussian", "t")
#: Degrees of freedom of the t copula. No source: few, so that it differs.
FREEDOM = 4
#: Nodes over the common factor, evenly between -6 and 6: a smooth integrand that vanishes at both ends needs
#: no better rule, and a fine book, whose loss is nearly a function of the factor, needs them close together.
#: And over the t copula's scale.
FACTOR_NODES, MIXING_NODES = 96, 12
#: Steps of the lattice over the range of the book's losses.
LATTICE = 2**11
#: What the transform leaves where there is nothing.
NOISE = 1e-15
#: Draws times projects held in memory at once.
CHUNK = 1_000_000


@dataclass(frozen=True, eq=False)
class Distribution:
    """Losses of a book and their probabilities.

    Attributes
    ----------
    at : ndarray, shape (L,)
        Losses on a lattice, ascending, billions of dollars; negative for a gain.
    mass : ndarray, shape (L,)
    step : float
        Distance of two points: quantiles are exact to it.
    """

    at: np.ndarray
    mass: np.ndarray
    step: float

    @property
    def expected(self) -> float:
        """Expected loss."""
        return float(self.at @ self.mass)

    def quantile(self, level: float) -> float:
        """Smallest loss that is not exceeded with probability `level`."""
        cumulative = np.cumsum(self.mass)
        return float(self.at[np.searchsorted(cumulative, float(share(level, "level")) - 1e-12)])

    def shortfall(self, level: float) -> float:
        r"""Mean of the worst (1 - level), by probability and not by comparing losses: a tied quantile counts
        in part.

        .. math:: \frac{1}{1-q}\Big(\sum_{l > Q_q} l\,\pi_l + Q_q\,\big(1 - q - P(L > Q_q)\big)\Big)

        Source: Acerbi and Tasche (2002), *Journal of Banking & Finance* 26(7), proposition 4.1.
        """
        rest = 1 - float(share(level, "level"))
        if not rest > 0:
            raise SchemeError(f"nothing lies beyond level {level}; give a level below 1.")
        edge = self.quantile(level)
        beyond = self.at > edge + 0.5 * self.step
        return float((self.at[beyond] @ self.mass[beyond] + edge * (rest - self.mass[beyond].sum())) / rest)

    def exceedance(self, loss: float) -> float:
        """Probability of a larger loss."""
        return float(self.mass[self.at > loss].sum())


def distribution(
    case: Case,
    book: Book,
    party: str = "state",
    *,
    copula: str = "gaussian",
    freedom: float = FREEDOM,
    lattice: int = LATTICE,
) -> Distribution:
    """Exact distribution of the loss of a book.

    Parameters
    ----------
    case : Case
    book : Book
    party : str
        One of `exposure.PARTIES`.
    copula : {"gaussian", "t"}
    freedom : float
        Of the t copula.
    lattice : int
        Points over the range of losses.
    """
    one_of(copula, "copula", COPULAS)
    found = of_book(case, book)
    losses = [size * one.loss[party] for size, one in zip(book.amounts, found, strict=True)]
    low = book.copies * sum(loss.min() for loss in losses)
    high = book.copies * sum(loss.max() for loss in losses)
    step = max(high - low, 1e-9) / (whole(lattice, "lattice", 16) - 1)
    if case.correlation >= 1:
        raise SchemeError(
            "with a correlation of 1 all projects are one: give less, or a book of one project."
        )
    factor, scale, weight = _nodes(copula, freedom)
    # Every project is counted from its own smallest loss, so that the sum starts at `low`.
    length = 2 * lattice
    likely = _conditional(_latent(found[0].edges[1:-1], copula, freedom), factor, scale, case.correlation)
    transform = np.ones((len(weight), length // 2 + 1), complex)
    for loss in losses:
        # Transforming the outcomes and not the nodes: there are fewer of them.
        transform *= (
            likely @ np.fft.rfft(_on_lattice((loss - loss.min()) / step, length), axis=1)
        ) ** book.copies
    # Splitting between neighbours can put the worst loss a few steps above its place: the lattice ends where
    # the mass does.
    mass = np.fft.irfft(weight @ transform, n=length)
    mass = np.where(mass > NOISE, mass, 0.0)
    last = int(np.flatnonzero(mass)[-1]) + 1
    return Distribution(low + step * np.arange(last), mass[:last] / mass.sum(), step)


def simulate(
    case: Case,
    book: Book,
    party: str = "state",
    *,
    draws: int = 100_000,
    rng: np.random.Generator,
    copula: str = "gaussian",
    freedom: float = FREEDOM,
) -> np.ndarray:
    """Losses of a book, drawn: shape (draws,). The check of `distribution`."""
    one_of(copula, "copula", COPULAS)
    draws, rho = whole(draws, "draws", 1), case.correlation
    found = of_book(case, book)
    edges = _latent(found[0].edges[1:-1], copula, freedom)
    total = np.empty(draws)
    n = len(book.amounts)
    step = max(1, CHUNK // n)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        common = np.sqrt(rho) * rng.standard_normal((size, 1))
        scale = np.sqrt(rng.chisquare(freedom, (size, 1)) / freedom) if copula == "t" else 1.0
        lost = np.zeros(size)
        for _ in range(book.copies):
            cell = np.searchsorted(
                edges, (common + np.sqrt(1 - rho) * rng.standard_normal((size, n))) / scale
            )
            for i in range(n):
                lost += book.amounts[i] * found[i].loss[party][cell[:, i]]
        total[start : start + size] = lost
    return total


def _latent(ranks: np.ndarray, copula: str, freedom: float) -> np.ndarray:
    """The latent variable at a rank: the quantile of its own distribution, so that the copula changes no
    probability."""
    return special.stdtrit(freedom, ranks) if copula == "t" else special.ndtri(ranks)


def _nodes(copula: str, freedom: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values of the common factor and of the t copula's scale, and their weights: each of shape (nodes,)."""
    factor = np.linspace(-6, 6, FACTOR_NODES)
    weight = np.exp(-0.5 * factor**2)
    weight = weight / weight.sum()
    if copula == "gaussian":
        return factor, np.ones_like(factor), weight
    # Half of a chi-square variable is a gamma variable, whose weight is that of the generalised Laguerre
    # polynomials.
    half, mixing = special.roots_genlaguerre(MIXING_NODES, freedom / 2 - 1)
    scale = np.sqrt(2 * half / freedom)
    return (
        np.repeat(factor, len(scale)),
        np.tile(scale, len(factor)),
        np.outer(weight, mixing / mixing.sum()).ravel(),
    )


def _conditional(edges: np.ndarray, factor: np.ndarray, scale: np.ndarray, rho: float) -> np.ndarray:
    """Probability of each outcome between `edges` of the latent variable given the nodes, shape (nodes,
    K)."""
    below = special.ndtr((np.outer(scale, edges) - np.sqrt(rho) * factor[:, None]) / np.sqrt(1 - rho))
    ends = np.zeros((len(factor), 1))
    return np.diff(np.concatenate([ends, below, ends + 1], axis=1), axis=1)


def _on_lattice(place: np.ndarray, length: int) -> np.ndarray:
    """Where each outcome lies on the lattice, split between two neighbours so that its mean is kept, shape
    (K, length)."""
    floor = np.floor(place).astype(int)
    part = place - floor
    spread = np.zeros((len(place), length))
    rows = np.arange(len(place))
    spread[rows, floor] = 1 - part
    spread[rows, floor + 1] += part
    return spread
