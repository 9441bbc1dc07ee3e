r"""How well two exchange rates that move together can be told apart.

Two rates of one currency share that currency: the yen per euro and the yen per
dollar both rise when the yen falls. What a regression on both can still learn
about each is told by variance inflation, here of the long runs, the sums of
coefficients that the question is about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.passthrough.core.least_squares import Fit

#: Above these the split between two rates is called badly determined.
INFLATION = 10.0
CORRELATION = 0.9


@dataclass(frozen=True)
class Collinearity:
    r"""Collinearity of the lags of two exchange rates.

    Attributes
    ----------
    correlation : float
        Of the changes of one period.
    cumulated_correlation : float
        Of the changes over all lags together, the cumulated sums.
    cumulated_vif : float
        :math:`1/(1-r^2)` of `cumulated_correlation`.
    first_vif, second_vif : float
        Inflation of the variance of each long run by the other rate's lags:
        :math:`w'(X'X)^{-1}w` with both rates over that with one, equal error
        variances.
    joint_vif : float
        The same for the sum of both long runs, against the second rate alone.
    condition : float
        Condition number of all lags of both rates, each cleared of the other
        regressors and scaled to unit length.
    long_run_correlation : float
        Of the two estimated long runs, by the covariance used for inference.
        Near -1 their sum is known and their split is not.
    """

    correlation: float
    cumulated_correlation: float
    cumulated_vif: float
    first_vif: float
    second_vif: float
    joint_vif: float
    condition: float
    long_run_correlation: float

    @property
    def poor(self) -> bool:
        """True where the split is badly determined."""
        inflation = max(self.first_vif, self.second_vif)
        return inflation > INFLATION or self.long_run_correlation < -CORRELATION

    def __str__(self) -> str:
        return (
            f"variance inflation of the long runs {self.first_vif:.1f} and {self.second_vif:.1f}, of their "
            f"sum {self.joint_vif:.1f}; correlation of the two estimates {self.long_run_correlation:.2f}; "
            f"condition number {self.condition:.0f}"
        )


def collinearity(
    both: Fit,
    first_alone: Fit,
    second_alone: Fit,
    weights: tuple[np.ndarray, np.ndarray],
    lags: tuple[slice, slice],
    matrix: np.ndarray,
) -> Collinearity:
    """Measure the collinearity of two blocks of lags.

    Parameters
    ----------
    both, first_alone, second_alone : Fit
        Regressions on the same rows; the last two leave one rate out. Their
        columns are found by name.
    weights : (ndarray, ndarray), each of shape (k,)
        What makes each long run out of the coefficients of `both`.
    lags : (slice, slice)
        Columns of the lags of each rate in `both`, lag 0 first.
    matrix : ndarray, shape (k, k)
        Covariance of the coefficients of `both`.
    """
    first, second = weights
    place = {name: i for i, name in enumerate(both.names)}

    def spread(fit: Fit, weight: np.ndarray) -> float:
        w = weight[[place[name] for name in fit.names]]
        return float(w @ fit.bread @ w)

    alone = spread(first_alone, first), spread(second_alone, second)
    cumulated = _correlation(*(both.X[:, block].sum(axis=1) for block in lags))
    inside = np.r_[lags[0], lags[1]]
    rest = np.delete(both.X, inside, axis=1)
    basis = np.linalg.qr(rest)[0]
    cleared = both.X[:, inside] - basis @ (basis.T @ both.X[:, inside])
    scale = np.sqrt(np.diag(np.vstack(weights) @ matrix @ np.vstack(weights).T))
    return Collinearity(
        correlation=_correlation(*(both.X[:, block.start] for block in lags)),
        cumulated_correlation=cumulated,
        cumulated_vif=1.0 / (1.0 - cumulated**2),
        first_vif=spread(both, first) / alone[0],
        second_vif=spread(both, second) / alone[1],
        joint_vif=spread(both, first + second) / alone[1],
        condition=float(np.linalg.cond(cleared / np.linalg.norm(cleared, axis=0))),
        long_run_correlation=float(first @ matrix @ second / np.prod(scale)),
    )


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.corrcoef(x, y)[0, 1])
