"""What a regression's residuals and a series' changes say about its assumptions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from analysis.passthrough.core.kernels import on_calendar
from analysis.passthrough.core.least_squares import Fit

#: A series with fewer unbroken observations is not tested for a unit root.
SHORTEST = 25


def residual_tests(regression: Fit, positions: np.ndarray, order: int) -> pd.DataFrame:
    r"""Autocorrelation, functional form and conditional variance of the residuals.

    Parameters
    ----------
    regression : Fit
    positions : ndarray of int, shape (n,)
        Place of each row on the calendar. A lag that is not there counts as
        zero, as the lags before the sample do.
    order : int
        Lags of the autocorrelation and variance tests.

    Returns
    -------
    DataFrame, index "autocorrelation", "functional form", "changing variance"
        Columns test, statistic, distribution, pvalue.

    Notes
    -----
    Breusch-Godfrey: :math:`n R^2` of the residual on the regressors and its own
    lags, :math:`\chi^2` with `order` degrees of freedom. RESET: F test of the
    squared and cubed fitted values. ARCH: :math:`n R^2` of the squared residual
    on a constant and its own lags.
    """
    u, X, n, k = regression.resid, regression.X, regression.nobs, regression.X.shape[1]
    rows = []

    def add(label: str, test: str, statistic: float, distribution: str, pvalue: float) -> None:
        rows.append((label, test, statistic, distribution, float(pvalue)))

    lags = _lags(u, positions, order)
    if n > k + order:
        fitted = u - _residual(u, np.column_stack([X, lags]))
        statistic = n * float(fitted @ fitted) / regression.rss
        pvalue = special.chdtrc(order, statistic)
        add("autocorrelation", f"Breusch-Godfrey, {order} lags", statistic, f"chi2({order})", pvalue)
    if n > k + 2:
        yhat = regression.y - u
        wider = _residual(u, np.column_stack([X, yhat**2, yhat**3]))
        dof = n - k - 2
        rss = float(wider @ wider)
        statistic = (regression.rss - rss) / 2 / (rss / dof)
        add("functional form", "RESET, powers 2 and 3", statistic, f"F(2, {dof})",
            special.fdtrc(2, dof, statistic))  # fmt: skip
    squared = u**2
    kept = _complete(positions, order)
    if kept.sum() > 2 * order + 1:
        target = squared[kept]
        design = np.column_stack([np.ones(kept.sum()), _lags(squared, positions, order)[kept]])
        left = _residual(target, design)
        centred = target - target.mean()
        statistic = len(target) * (1 - float(left @ left) / float(centred @ centred))
        pvalue = special.chdtrc(order, statistic)
        add("changing variance", f"ARCH, {order} lags", statistic, f"chi2({order})", pvalue)
    columns = ["check", "test", "statistic", "distribution", "pvalue"]
    return pd.DataFrame(rows, columns=columns).set_index("check")


def differenced_unit_root(logs: np.ndarray) -> float | None:
    """p-value of the augmented Dickey-Fuller test on the change of a log level.

    A large one means that the *change* may have a unit root, the level be I(2).
    The longest unbroken stretch is used, lags by BIC; None where it is short.
    """
    from statsmodels.tsa.stattools import adfuller

    run = longest_run(np.diff(logs)[:, None])
    if run is None or np.ptp(run) < 1e-12:
        return None
    return float(adfuller(run[:, 0], regression="c", autolag="BIC", result_object=True).pvalue)


def integration_warnings(logs: pd.DataFrame, why: str) -> list[str]:
    """A sentence for every column whose change may have a unit root; `why` it matters ends it."""
    said = []
    for name in logs:
        p = differenced_unit_root(logs[name].to_numpy())
        if p is not None and p > 0.10:
            said.append(
                f"{name} may be I(2): a unit root in its change is not rejected (ADF p = {p:.2f}). {why}"
            )
    return said


def longest_run(values: np.ndarray) -> np.ndarray | None:
    """The longest stretch of rows without a gap; None if it has fewer than `SHORTEST`."""
    there = np.isfinite(values).all(axis=1).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there, [0]]))).reshape(-1, 2)
    if not len(edges):
        return None
    start, stop = edges[np.argmax(edges[:, 1] - edges[:, 0])]
    return values[start:stop] if stop - start >= SHORTEST else None


def _lags(x: np.ndarray, positions: np.ndarray, order: int) -> np.ndarray:
    full = on_calendar(x[:, None], positions)[:, 0]
    out = np.zeros((len(x), order))
    places = positions - positions[0]
    for lag in range(1, order + 1):
        there = places >= lag
        out[there, lag - 1] = full[places[there] - lag]
    return out


def _complete(positions: np.ndarray, order: int) -> np.ndarray:
    known = set(positions.tolist())
    return np.array([all(p - lag in known for lag in range(1, order + 1)) for p in positions])


def _residual(y: np.ndarray, X: np.ndarray) -> np.ndarray:
    # Powers of small fitted values are tiny next to the constant: same length
    # for all, or the rank decision of lstsq would drop them.
    X = X / np.maximum(np.sqrt((X**2).sum(axis=0)), np.finfo(float).tiny)
    return y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
