r"""What guarantees and loans could cost: losses of a portfolio whose projects can fail together.

One common factor M moves all projects (Vasicek 2002): project i fails if
:math:`\sqrt\rho M + \sqrt{1-\rho}\, Z_i < \Phi^{-1}(p_i)`, M and Z standard
normal. Expected loss does not depend on :math:`\rho`; the tail is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import SchemeError
from analysis.scheme.check import amount, share, whole

LEVELS = (0.95, 0.99)
#: Draws times projects that are held in memory at once.
CHUNK = 4_000_000


@dataclass(frozen=True, eq=False)
class Losses:
    """Distribution of the loss of a portfolio.

    Attributes
    ----------
    expected : float
        Sum of exposure x probability x loss given failure: exact, not simulated.
    quantiles : Series
        Loss not exceeded with probability 0.95 and 0.99.
    shortfall : Series
        Mean of the worst 5 and 1 in 100 draws; see `expected_shortfall`.
    exposure : float
    draws : int
    sample : ndarray, shape (draws,)
    """

    expected: float
    quantiles: pd.Series
    shortfall: pd.Series
    exposure: float
    draws: int
    sample: np.ndarray

    def against(self, **bases: float) -> pd.DataFrame:
        """Expected and tail losses as shares of other amounts in the same unit (capital, GDP)."""
        rows = {"expected": self.expected} | {f"{100 * q:g} %": v for q, v in self.quantiles.items()}
        frame = pd.DataFrame({"loss": pd.Series(rows)})
        for name, base in bases.items():
            if not base > 0:
                raise SchemeError(f"{name} must be above 0 to compare a loss with, not {base}.")
            frame[name] = frame["loss"] / base
        return frame


def losses(
    exposure: np.ndarray,
    probability: float | np.ndarray,
    loss_given_failure: float | np.ndarray = 0.4,
    correlation: float = 0.2,
    *,
    draws: int = 100_000,
    rng: np.random.Generator,
) -> Losses:
    """Simulate the loss of a portfolio of loans or guarantees.

    Parameters
    ----------
    exposure : ndarray, shape (n,)
        Amount at risk in each project (after the cover ratio).
    probability : float or ndarray (n,)
        That a project fails over the horizon.
    loss_given_failure : float or ndarray (n,)
        Share of the exposure that is lost then.
    correlation : float
        rho, common to all pairs.
    draws : int
    rng : numpy.random.Generator

    Raises
    ------
    SchemeError
        For shares outside 0 to 1, negative exposure or an empty portfolio.
    """
    exposure = np.atleast_1d(np.asarray(amount(exposure, "exposure"), dtype=float))
    n = len(exposure)
    if n == 0:
        raise SchemeError("a portfolio needs one project or more.")
    p = np.broadcast_to(np.asarray(share(probability, "probability"), float), (n,))
    lost = exposure * np.broadcast_to(np.asarray(share(loss_given_failure, "loss_given_failure"), float), (n,))
    rho = float(share(correlation, "correlation"))
    draws = whole(draws, "draws", 1)
    threshold = special.ndtri(p)
    total = np.empty(draws)
    step = max(1, CHUNK // n)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        latent = np.sqrt(rho) * rng.standard_normal((size, 1)) + np.sqrt(1 - rho) * rng.standard_normal((size, n))
        total[start : start + size] = (latent < threshold) @ lost
    quantiles = np.quantile(total, LEVELS)
    index = pd.Index(LEVELS, name="level")
    return Losses(
        expected=float(lost @ p),
        quantiles=pd.Series(quantiles, index, name="loss"),
        shortfall=pd.Series([expected_shortfall(total, level) for level in LEVELS], index, name="loss"),
        exposure=float(exposure.sum()),
        draws=draws,
        sample=total,
    )


def expected_shortfall(sample: np.ndarray, level: float) -> float:
    r"""Mean of the worst (1 - level) of a sample of losses, by their rank.

    .. math:: \frac{1}{n(1-q)}\Big(\sum_{i > n-m} L_{(i)} + (n(1-q) - m)\, L_{(n-m)}\Big),\qquad m = \lfloor n(1-q)\rfloor

    Ranks are counted, losses are not compared: the loss of a portfolio takes few values, so that a quantile is tied with
    many draws, and "all draws at or above it" takes in up to twice as many as were asked for. Source: Acerbi and Tasche
    (2002), *Journal of Banking & Finance* 26(7), proposition 4.1.

    Parameters
    ----------
    sample : ndarray, shape (n,)
        Losses, in any order.
    level : float
        Between 0 and 1: 0.95 for the worst five in a hundred.

    Raises
    ------
    SchemeError
        If the level leaves no draw, or the sample is empty.
    """
    n = len(sample)
    tail = n * (1 - float(share(level, "level")))
    if n == 0 or not tail > 0:
        raise SchemeError(f"a mean beyond level {level} of {n} draws has nothing to average; give a level below 1.")
    whole_draws = int(np.floor(tail + 1e-9))  # 100000 x (1 - 0.95) is a little below 5000 in floating point
    ordered = np.sort(sample)[::-1]
    rest = max(0.0, tail - whole_draws)
    edge = rest * ordered[whole_draws] if whole_draws < n else 0.0
    return float((ordered[:whole_draws].sum() + edge) / tail)


def vasicek_quantile(probability: float, correlation: float, level: float) -> float:
    r"""Share of an infinitely fine portfolio that fails, at quantile `level`.

    .. math:: \Phi\Big(\frac{\Phi^{-1}(p) + \sqrt\rho\,\Phi^{-1}(q)}{\sqrt{1-\rho}}\Big)
    """
    p, rho = float(share(probability, "probability")), float(share(correlation, "correlation"))
    return float(special.ndtr((special.ndtri(p) + np.sqrt(rho) * special.ndtri(level)) / np.sqrt(1 - rho)))


def cumulative_probability(hazard: float, years: int) -> float:
    r"""Chance of a failure within `years` at a constant yearly hazard: :math:`1-(1-h)^n`."""
    return float(-np.expm1(whole(years, "years", 1) * np.log1p(-float(share(hazard, "hazard")))))


def state_share(equity: float, loan: float, guaranteed: float, cover: float) -> pd.Series:
    """What the state stands for in a project: own money, guaranteed money, and both, as shares of its cost.

    The arithmetic behind any statement about a cap on guarantees: with `cover`
    of the guaranteed part, the state bears equity + loan + cover x guaranteed.
    """
    for name, value in (("equity", equity), ("loan", loan), ("guaranteed", guaranteed), ("cover", cover)):
        share(value, name)
    if abs(equity + loan + guaranteed - 1) > 1e-9:
        raise SchemeError(f"equity, loan and guaranteed must add up to 1, not {equity + loan + guaranteed:g}.")
    return pd.Series({"own": equity + loan, "guaranteed": cover * guaranteed, "both": equity + loan + cover * guaranteed})
