r"""How often would a symmetry test have found an asymmetry of a stated size? By simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.power import rejections
from analysis.passthrough.long_run import uecm


def contrasts(regression: uecm.Regression, up: str, down: str) -> tuple[np.ndarray, np.ndarray]:
    """Weights that take the falls from the rises: of the levels, and of all changes; shape (k,) each."""
    level, change = np.zeros((2, len(regression.fit.beta)))
    level[regression.level[up]], level[regression.level[down]] = 1.0, -1.0
    change[list(regression.difference[up].values())] = 1.0
    change[list(regression.difference[down].values())] = -1.0
    return level, change


def simulate(
    regression: uecm.Regression,
    drivers: tuple[str, str],
    difference: float,
    rng: np.random.Generator,
    *,
    where: str = "long run",
    draws: int = 500,
    size: float = 0.05,
) -> pd.DataFrame:
    """How often the symmetry tests would find an asymmetry of a stated size.

    Artificial prices are generated from the estimated regression, with the
    exchange rate and the other regressors as observed and residuals drawn with
    replacement, first under symmetry, then with the long run of rises above
    that of falls by `difference` (or, with where="short run", the sums of the
    change coefficients). Everything else is made symmetric. The regression is
    run again on each.

    Parameters
    ----------
    regression : Regression
    drivers : (str, str)
        Names of the rises and of the falls.
    difference : float
        Rise less fall: 0.2 means that 20 % more of a rise is passed on.
    rng : numpy.random.Generator
    where : {"long run", "short run"}
    draws : int
        Samples under each of the two. A power near 0.5 has a Monte Carlo
        standard error of 0.5 / sqrt(draws).
    size : float
        Nominal size of the tests.

    Returns
    -------
    DataFrame, one row a test
        size: share of rejections under symmetry; power: under the alternative;
        size_adjusted: power at the critical value that has the nominal size.
        The tests here use the classical covariance.
    """
    if where not in ("long run", "short run"):
        raise EstimationError(f"where is 'long run' or 'short run', not {where!r}.")
    draws = count(draws, "draws", 50)
    up, down = drivers
    phi = regression.fit.beta[regression.level[regression.outcome]]
    if phi >= 0:
        raise EstimationError(f"prices do not adjust (phi = {phi:.3f}), so an asymmetry cannot be simulated.")
    if where == "short run" and not regression.difference[up]:
        raise EstimationError("the exchange rate has no short-run lags; its order is 0.")
    drawn = {}
    for name, gap in (("null", 0.0), ("alternative", difference)):
        beta = regression.fit.beta.copy()
        for block, total in (
            ([(regression.level[up], regression.level[down])], -phi * gap * (where == "long run")),
            (
                list(zip(regression.difference[up].values(), regression.difference[down].values(),
                         strict=True)),
                gap * (where == "short run"),
            ),
        ):  # fmt: skip
            for a, b in block:
                middle, half = (beta[a] + beta[b]) / 2, total / len(block) / 2
                beta[a], beta[b] = middle + half, middle - half
        drawn[name] = _simulated_tests(regression, up, down, beta, rng, draws)
    dof = regression.fit.dof
    rows = {
        name: rejections(null, drawn["alternative"][name], lambda w: special.fdtrc(1, dof, w), size)
        for name, null in drawn["null"].items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.attrs = {"difference": difference, "where": where, "draws": draws}
    return frame


def _simulated_tests(regression, up, down, beta, rng, draws) -> dict[str, np.ndarray]:
    """Wald statistics of symmetry in `draws` samples generated with `beta`."""
    fitted, rows, outcome = regression.fit, regression.rows, regression.outcome
    own = {regression.level[outcome], *regression.difference[outcome].values()}
    other = [i for i in range(len(beta)) if i not in own]
    span = np.arange(rows[0], rows[-1] + 1)
    if len(span) != len(rows):
        raise EstimationError(
            f"the sample has gaps ({len(span) - len(rows)} rows), over which prices cannot be "
            "generated. Estimate on an unbroken sample first."
        )
    resid = fitted.resid - fitted.resid.mean()
    shocks = resid[rng.integers(len(resid), size=(draws, len(rows)))]
    shocks *= np.sqrt(fitted.nobs / fitted.dof)
    level, lags = regression.level[outcome], regression.difference[outcome]
    depth = max([0, *lags]) + 1
    observed = regression.levels.logs[outcome].to_numpy()[rows[0] - depth : rows[0]]
    y = np.empty((draws, depth + len(rows)))
    y[:, :depth] = observed
    drift = fitted.X[:, other] @ beta[other]
    X = np.broadcast_to(fitted.X, (draws, *fitted.X.shape)).copy()
    for t in range(len(rows)):
        now = depth + t
        X[:, t, level] = y[:, now - 1]
        step = drift[t] + shocks[:, t] + beta[level] * y[:, now - 1]
        for i, column in lags.items():
            X[:, t, column] = y[:, now - i] - y[:, now - i - 1]
            step += beta[column] * X[:, t, column]
        y[:, now] = y[:, now - 1] + step
    change = np.diff(y, axis=1)[:, depth - 1 :]
    scale = np.sqrt((X**2).sum(axis=1, keepdims=True))
    Q, R = np.linalg.qr(X / scale)
    inverse = np.linalg.inv(R) / scale.swapaxes(1, 2)
    estimates = (inverse @ (Q.swapaxes(1, 2) @ change[:, :, None]))[:, :, 0]
    residual = change - np.einsum("dtk,dk->dt", X, estimates)
    variance = (residual**2).sum(axis=1) / fitted.dof
    bread = inverse @ inverse.swapaxes(1, 2)
    a, b = regression.level[up], regression.level[down]
    gap = estimates[:, a] - estimates[:, b]
    linear, short = contrasts(regression, up, down)
    ratio = -gap / estimates[:, level]
    slope = -linear / estimates[:, [level]]
    slope[:, level] = -ratio / estimates[:, level]
    found = {"long run": ratio**2 / np.einsum("di,dij,dj->d", slope, bread, slope) / variance}
    found["long run, linear"] = gap**2 / np.einsum("i,dij,j->d", linear, bread, linear) / variance
    if short.any():
        total = estimates @ short
        found["short run"] = total**2 / np.einsum("i,dij,j->d", short, bread, short) / variance
    return found
