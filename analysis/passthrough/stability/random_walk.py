r"""Regression coefficients that follow random walks: filter, smoother, likelihood.

.. math:: y_t = x_t'b_t + \varepsilon_t,\quad b_t = b_{t-1} + \eta_t,\quad
          \varepsilon_t \sim N(0, \sigma^2),\ \eta_t \sim N(0, \mathrm{diag}(q)).

The prior :math:`b_1 \sim N(a_0, P_0)` is applied **before** the first
observation and no q is added to it; the log-likelihood includes every term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis.errors import EstimationError

# Range of a step variance relative to that of the errors in the search.
FLOOR, CEILING = 1e-13, 10.0
# A gain in log-likelihood below this is rounding: the variance is zero.
NO_GAIN = 1e-3


@dataclass(frozen=True, eq=False)
class Filtered:
    """Output of `kalman`.

    Attributes
    ----------
    loglik : float
    predicted, filtered : ndarray, shape (n, k)
        Means of b_t given y up to t - 1, and up to t.
    predicted_cov, filtered_cov : ndarray, shape (n, k, k)
    """

    loglik: float
    predicted: np.ndarray
    predicted_cov: np.ndarray
    filtered: np.ndarray
    filtered_cov: np.ndarray


def loglikelihood(
    y: np.ndarray, X: np.ndarray, sigma2: float, q: np.ndarray, a0: np.ndarray, P0: np.ndarray
) -> float:
    """Gaussian log-likelihood; the filter without its memory, for a search."""
    a, P, total = a0.copy(), P0.copy(), 0.0
    step = np.diag(q)
    last = len(y) - 1
    for t in range(last + 1):
        x = X[t]
        gain = P @ x
        spread = x @ gain + sigma2
        error = y[t] - x @ a
        total += np.log(spread) + error * error / spread
        a = a + gain * (error / spread)
        P = P - np.outer(gain, gain / spread)
        if t < last:
            P = P + step
    return -0.5 * (total + len(y) * np.log(2 * np.pi))


def kalman(
    y: np.ndarray, X: np.ndarray, sigma2: float, q: np.ndarray, a0: np.ndarray, P0: np.ndarray
) -> Filtered:
    """Kalman filter.

    Parameters
    ----------
    y : ndarray, shape (n,)
    X : ndarray, shape (n, k)
    sigma2 : float
        Variance of the errors.
    q : ndarray, shape (k,)
        Variances of the steps; 0 keeps a coefficient constant.
    a0, P0 : ndarray, shapes (k,) and (k, k)
        Prior mean and covariance of b_1.
    """
    n, k = X.shape
    predicted, filtered = np.empty((n, k)), np.empty((n, k))
    predicted_cov, filtered_cov = np.empty((n, k, k)), np.empty((n, k, k))
    a, P, total = np.asarray(a0, float), np.asarray(P0, float), 0.0
    for t in range(n):
        if t:
            P = P + np.diag(q)
        predicted[t], predicted_cov[t] = a, P
        gain = P @ X[t]
        spread = X[t] @ gain + sigma2
        error = y[t] - X[t] @ a
        total += np.log(2 * np.pi * spread) + error**2 / spread
        a, P = a + gain * (error / spread), P - np.outer(gain, gain) / spread
        filtered[t], filtered_cov[t] = a, P
    return Filtered(-0.5 * total, predicted, predicted_cov, filtered, filtered_cov)


def smooth(result: Filtered) -> tuple[np.ndarray, np.ndarray]:
    """Means (n, k) and covariances (n, k, k) of b_t given all of y: Rauch, Tung and Striebel."""
    mean, cov = result.filtered.copy(), result.filtered_cov.copy()
    for t in range(len(mean) - 2, -1, -1):
        back = np.linalg.solve(result.predicted_cov[t + 1], result.filtered_cov[t]).T
        mean[t] += back @ (mean[t + 1] - result.predicted[t + 1])
        cov[t] += back @ (cov[t + 1] - result.predicted_cov[t + 1]) @ back.T
    return mean, cov


@dataclass(frozen=True, eq=False)
class Variances:
    """Maximum-likelihood variances.

    Attributes
    ----------
    sigma2 : float
        Of the errors.
    steps : dict of group to float
        Of a step from one row to the next.
    piled_up : tuple of str
        Groups whose estimate is zero: the likelihood often peaks there even when
        coefficients do drift (Stock and Watson 1998).
    loglik : float
        At the maximum.
    loglik_without : dict of group to float
        Maximum with this group constant and the others free.
    """

    sigma2: float
    steps: dict[str, float]
    piled_up: tuple[str, ...]
    loglik: float
    loglik_without: dict[str, float]


def estimate_variances(
    y: np.ndarray,
    X: np.ndarray,
    groups: dict[str, np.ndarray],
    a0: np.ndarray,
    P0: np.ndarray,
    fixed: dict[str, float] | None = None,
) -> Variances:
    """Maximise the likelihood over the error variance and one step variance a group.

    Parameters
    ----------
    groups : dict of str to ndarray of int
        Columns of X whose coefficients take steps of one variance. Other
        coefficients are constant.
    fixed : dict of group to float, optional
        Step variances that are not searched, relative to the error variance.

    Raises
    ------
    EstimationError
        If the regression fits exactly, or the search fails from every start.
    """
    spread = float(np.var(y - X @ np.linalg.lstsq(X, y, rcond=None)[0]))
    if not spread > 0:
        raise EstimationError("the regression fits every row exactly: there are no errors to filter.")

    fixed = fixed or {}

    def maximum(free: tuple[str, ...], held: dict[str, float]) -> tuple[float, float, dict[str, float]]:
        """Log-likelihood, error variance and step variances; other groups are constant."""

        def negative(parameters: np.ndarray) -> float:
            sigma2, q = np.exp(parameters[0]), np.zeros(X.shape[1])
            for name, ratio in (*held.items(), *zip(free, np.exp(parameters[1:]), strict=True)):
                q[groups[name]] = ratio * sigma2
            return -loglikelihood(y, X, sigma2, q, a0, P0)

        level = np.log(spread)
        bounds = [(level - 6, level + 3)] + [(np.log(FLOOR), np.log(CEILING))] * len(free)
        # A start from almost constant and one from visibly drifting: the
        # likelihood is flat far from its maximum.
        found = [
            optimize.minimize(
                negative, np.r_[level, np.full(len(free), np.log(ratio))], method="L-BFGS-B", bounds=bounds
            )
            for ratio in ((1e-6, 1e-3) if free else (1.0,))
        ]
        best = min(found, key=lambda outcome: outcome.fun)
        if not np.isfinite(best.fun):
            raise EstimationError("the likelihood of random-walk coefficients is not finite anywhere tried.")
        sigma2 = float(np.exp(best.x[0]))
        ratios = {**held, **dict(zip(free, np.exp(best.x[1:]).tolist(), strict=True))}
        return -float(best.fun), sigma2, {name: sigma2 * ratios.get(name, 0.0) for name in groups}

    names = tuple(name for name in groups if name not in fixed)
    best = maximum(names, fixed)

    def without(out: str) -> float:
        held = {name: ratio for name, ratio in fixed.items() if name != out}
        return maximum(tuple(name for name in names if name != out), held)[0]

    constant = {name: without(name) for name in groups}
    piled = tuple(name for name in names if best[0] - constant[name] < NO_GAIN)
    if piled:
        best = maximum(tuple(name for name in names if name not in piled), fixed)
    return Variances(sigma2=best[1], steps=best[2], piled_up=piled, loglik=best[0], loglik_without=constant)
