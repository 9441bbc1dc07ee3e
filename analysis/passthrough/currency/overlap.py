r"""Regressions of changes over k periods: windows that overlap, and inference that knows it.

The change from t to t + k shares k - 1 of its steps with the next one, so that
the errors of a regression on what is known at t are correlated over k - 1
periods by construction. Robust covariances estimate that correlation. Hodrick
(1992) does not estimate it: if the one-step changes cannot be predicted, the sum
over windows can be taken by steps in place of windows,

.. math:: \sum_t x_t \sum_{j=1}^{k} e_{t+j} = \sum_s e_s \sum_{j=1}^{k} x_{s-j},

and the terms on the right are not correlated.
"""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import Covariance, covariance
from analysis.passthrough.core.least_squares import Fit

#: Methods whose covariance allows for correlation over the windows, in order of preference.
OVERLAP = ("hodrick", "ewc", "fixed-b", "newey-west", "newey-west-adjusted")
#: Methods that see no correlation between rows: right for windows of one period only.
ONE_PERIOD = ("ols", "hc0", "hc1", "hc2", "hc3")


def overlap_covariance(
    fit: Fit,
    method: str,
    horizon: int,
    bandwidth: float | None = None,
    *,
    positions: np.ndarray | None = None,
) -> Covariance:
    r"""Covariance of coefficients when the errors are sums over `horizon` steps.

    Parameters
    ----------
    fit : Fit
    method : str
        One of `OVERLAP` but "hodrick", which `hodrick` computes; with a horizon
        of 1 also one of `ONE_PERIOD`.
    horizon : int
        k.
    bandwidth : int, optional
        Default: lags as by the rule of the method, k - 1 at least; cosines as by
        the rule, n/k at most, so that the shortest has a period of two windows.
    positions : ndarray of int, optional
        As in `covariance`.

    Raises
    ------
    EstimationError
        For a method that ignores the overlap, or a lag below k - 1.
    """
    n = fit.nobs
    if method in ONE_PERIOD:
        if horizon > 1:
            raise EstimationError(
                f"{method} ignores that windows of {horizon} periods overlap. Use one of "
                f"{', '.join(OVERLAP)}."
            )
        return covariance(fit, method, bandwidth, positions=positions)
    if method not in OVERLAP or method == "hodrick":
        known = ", ".join((*OVERLAP, *ONE_PERIOD))
        raise EstimationError(f"unknown inference method {method!r} here; choose one of {known}.")
    if method == "ewc":
        if bandwidth is None:
            bandwidth = max(1, min(floor(0.4 * n ** (2 / 3)), n // horizon))
        return covariance(fit, method, bandwidth, positions=positions)
    if bandwidth is not None and bandwidth < horizon - 1:
        raise EstimationError(
            f"a lag of {bandwidth:g} ends inside the windows of {horizon} periods: use {horizon - 1} or more."
        )
    if method == "fixed-b" and bandwidth is None:
        bandwidth = min(max(ceil(1.3 * np.sqrt(n)), horizon), n) - 1
    return covariance(fit, method, bandwidth, positions=positions, at_least=horizon - 1)


def hodrick(fit: Fit, steps: np.ndarray, positions: np.ndarray, horizon: int) -> Covariance:
    r"""Covariance under the null that the one-step errors cannot be predicted.

    .. math:: V = (X'X)^{-1} \Big[\sum_s e_s^2 \, w_s w_s'\Big] (X'X)^{-1},
              \quad w_s = \sum_{j=1}^{k} x_{s-j}

    Parameters
    ----------
    fit : Fit
    steps : ndarray, shape (T,)
        e by calendar date: the step that ends there. NaN where not known.
    positions : ndarray of int, shape (n,)
        Place of each row on the calendar of `steps`; its window is the k steps
        after it. Rows may be missing: their x counts as zero, as it does in
        the regression.
    horizon : int
        k.

    Raises
    ------
    EstimationError
        If a step inside a window is not known.

    Notes
    -----
    Estimate 1B of Hodrick (1992), Review of Financial Studies 5, 357-386, with
    the steps at both ends of the sample whose windows are not complete.
    """
    regressors = fit.X.shape[1]
    # One column more counts the windows that a step belongs to.
    x = np.zeros((len(steps), regressors + 1))
    x[positions, :regressors] = fit.X
    x[positions, regressors] = 1.0
    total = np.vstack([np.zeros(regressors + 1), np.cumsum(x, axis=0)])
    s = np.arange(len(steps))
    reach = total[s] - total[np.maximum(s - horizon, 0)]
    touched = reach[:, regressors] > 0.5
    unknown = int(np.isnan(steps[touched]).sum())
    if unknown:
        raise EstimationError(f"{unknown} of the steps inside the windows are not known.")
    terms = (np.where(touched, steps, 0.0)[:, None] * reach[:, :regressors]) @ fit.bread
    return Covariance(terms.T @ terms, Critical("normal"), "hodrick", None)


def first_autocorrelation(steps: np.ndarray) -> float:
    """First autocorrelation of steps in order of time; a step that is not known leaves its pairs out."""
    x = steps - np.nanmean(steps)
    pairs = x[1:] * x[:-1]
    known = np.isfinite(pairs)
    total = float(np.nanmean(x**2))
    return float(pairs[known].mean() / total) if known.any() and total > 0 else 0.0
