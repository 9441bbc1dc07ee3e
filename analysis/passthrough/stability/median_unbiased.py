r"""How far do coefficients drift? A variance that does not pile up at zero.

Maximum likelihood often puts the variance of slow drift at exactly zero.
Stock and Watson (1998, "Median unbiased estimation of coefficient variance in a
time-varying parameter model", Journal of the American Statistical Association 93,
349-358) turn a break test over instead: the estimate is the variance at which the
test statistic observed would be the median one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.stability.sup_wald import Search

#: Step variances searched, relative to the variance of the errors, and the
#: factor to which the estimate is located.
LOWEST, HIGHEST, PRECISION = 1e-9, 0.1, 1.02


@dataclass(frozen=True)
class Drift:
    """Variance of a step of each drifting coefficient over that of the errors.

    Attributes
    ----------
    ratio : float
        Median-unbiased: too large as often as too small.
    low, high : float
        Equal-tailed interval. `low` is 0 where constant coefficients are not
        rejected, `high` infinite where the range searched ends below it.
    coverage : float
        Coverage of the interval.
    """

    ratio: float
    low: float
    high: float
    coverage: float

    def __str__(self) -> str:
        return f"{self.ratio:.3g}, {100 * self.coverage:g} % [{self.low:.3g}, {self.high:.3g}]"


def median_unbiased(
    y: np.ndarray,
    X: np.ndarray,
    drifting: np.ndarray,
    *,
    trim: float = 0.15,
    draws: int = 399,
    coverage: float = 0.90,
    rng: np.random.Generator,
) -> Drift:
    r"""Estimate :math:`q/\sigma^2` by turning a sup-Wald test over.

    Parameters
    ----------
    y : ndarray, shape (n,)
    X : ndarray, shape (n, k)
    drifting : ndarray of int
        Columns of X whose coefficients follow independent random walks with
        steps of one variance q; the others are constant.
    trim : float
    draws : int
    coverage : float
        Of the interval, whose ends are the variances at which the statistic
        observed would be the upper and the lower quantile.
    rng : numpy.random.Generator

    Returns
    -------
    Drift
        The ratio is 0 if the sup-Wald statistic is at or below its median under
        constant coefficients, which then happens in half of all samples.

    Raises
    ------
    EstimationError
        If no drift in the range searched gives a statistic as large: one break,
        not drift, describes the data.

    Notes
    -----
    Samples are :math:`\sum_j x_{tj} b_{tj} + u_t` with normal errors and the
    regressors as they are, so the quantiles are those of this sample's regressors
    and not of a table. The same draws serve every q, so they rise smoothly.
    """
    n = len(y)
    edge = int(np.floor(trim * n))
    search = Search(X, X[:, drifting], np.arange(edge, n - edge + 1), X[:, :0])
    observed = float(search.paths(y).max())
    errors = rng.standard_normal((n, draws))
    signal = np.zeros((n, draws))
    for j in drifting:
        signal += X[:, [j]] * np.cumsum(rng.standard_normal((n, draws)), axis=0)

    @cache
    def drawn(ratio: float) -> np.ndarray:
        return search.paths(errors + np.sqrt(ratio) * signal).max(axis=0)

    def where(quantile: float) -> float:
        """Ratio at which the statistic observed is this quantile."""
        if observed <= np.quantile(drawn(0.0), quantile):
            return 0.0
        if observed > np.quantile(drawn(HIGHEST), quantile):
            return inf
        low, high = LOWEST, HIGHEST
        while high / low > PRECISION:
            middle = float(np.sqrt(low * high))
            low, high = (middle, high) if np.quantile(drawn(middle), quantile) < observed else (low, middle)
        return float(np.sqrt(low * high))

    ratio = where(0.5)
    if ratio == inf:
        raise EstimationError(
            f"a sup-Wald statistic of {observed:.0f} is larger than steady drift would give: the "
            "coefficients jump rather than drift. Use break_test or bai_perron."
        )
    return Drift(ratio, where((1 + coverage) / 2), where((1 - coverage) / 2), coverage)
