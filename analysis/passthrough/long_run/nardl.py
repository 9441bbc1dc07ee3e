r"""Do rises and falls of the exchange rate pass through alike? (NARDL)

The log exchange rate is split into the partial sums of its rises and falls,
:math:`e_t = e_0 + e^+_t + e^-_t`, and both enter the error-correction
regression (Shin, Yu and Greenwood-Nimmo 2014). A test that does not reject
symmetry says little by itself: `symmetry_power` says how large an asymmetry
this sample would have shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.inference import Covariance, wald
from analysis.passthrough.core.levels import on_calendar
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.long_run import uecm

if TYPE_CHECKING:
    from analysis.passthrough.long_run.error_correction import ErrorCorrection


@dataclass(frozen=True, eq=False)
class Asymmetric:
    """Pass-through of rises and of falls, and the tests that compare them.

    Attributes
    ----------
    rise, fall : ErrorCorrection
        Per cent response to a lasting 1 % rise, and per cent fall of the price
        after a lasting 1 % fall: positive both, if prices follow.
    gap : PassThrough
        Rise less fall by horizon, with its joint covariance.
    tests : DataFrame
        Wald tests of symmetry: "long run" by the delta method on the ratios,
        "long run, linear" of equal level coefficients, which needs no division
        by phi, and "short run" of equal sums of the change coefficients.
    covariance : Covariance
        Of the regression coefficients.
    """

    rise: ErrorCorrection
    fall: ErrorCorrection
    gap: PassThrough
    tests: pd.DataFrame
    covariance: Covariance

    def __repr__(self) -> str:
        p = ", ".join(f"{name} {p:.3f}" for name, p in self.tests["pvalue"].items())
        return f"<asymmetric {self.rise!r}, {self.fall!r}; p of symmetry: {p}>"


def partial_sums(fx: pd.Series) -> dict[str, pd.Series]:
    """Rises and falls of `fx` cumulated from its first period, as levels.

    The level of each is exp of its partial sum, so that it starts at 1 and its
    log is the partial sum. An exchange rate with a gap is refused: what it did
    inside the gap belongs to one of the sums, and which is not known.
    """
    fx = fx.loc[fx.first_valid_index() : fx.last_valid_index()]
    calendar = pd.period_range(fx.index[0], fx.index[-1], freq=fx.index.freq)
    logs = np.log(on_calendar(fx, calendar))
    if np.isnan(logs).any():
        raise EstimationError(
            f"{fx.name} has no value for {calendar[np.isnan(logs)][0]}, so its rises and falls "
            "cannot be summed over it. Use a series without gaps or a shorter one."
        )
    change = np.diff(logs, prepend=logs[0])
    return {
        f"{fx.name}_{word}": pd.Series(np.exp(np.cumsum(part)), index=calendar, name=f"{fx.name}_{word}")
        for word, part in (("rise", np.maximum(change, 0)), ("fall", np.minimum(change, 0)))
    }


def compare(rise: ErrorCorrection, fall: ErrorCorrection, cov: Covariance) -> Asymmetric:
    """Difference of two paths from one regression, and the symmetry tests."""
    regression, last = rise.regression, int(rise.horizons[-1])
    up, down = rise.driver, fall.driver
    estimate, gradient = uecm.multipliers(regression, {up: 1.0, down: -1.0}, last)
    gap = PassThrough(
        method="asymmetry, rise less fall",
        outcome=rise.outcome,
        driver=up.removesuffix("_rise"),
        horizons=rise.horizons,
        estimate=estimate,
        covariance=gradient @ cov.matrix @ gradient.T,
        critical=cov.critical,
        nobs=rise.nobs,
        sample=rise.sample,
        specification=rise.specification,
        frequency=rise.frequency,
        warnings=rise.warnings,
    )
    restrictions = _restrictions(regression, up, down)
    rows = {}
    for name, (value, slope) in restrictions.items():
        rows[name] = (value, *wald([value], [[slope @ cov.matrix @ slope]], cov.critical))
    tests = pd.DataFrame.from_dict(rows, orient="index", columns=["difference", "wald", "pvalue"])
    return Asymmetric(rise, fall, gap, tests, cov)


def _restrictions(regression: uecm.Regression, up: str, down: str) -> dict:
    """Each difference that symmetry sets to zero, with its gradient."""
    k = len(regression.fit.beta)
    linear = np.zeros(k)
    linear[regression.level[up]], linear[regression.level[down]] = 1.0, -1.0
    found = {
        "long run": uecm.long_run(regression, {up: 1.0, down: -1.0}),
        "long run, linear": (float(linear @ regression.fit.beta), linear),
    }
    short = np.zeros(k)
    short[list(regression.difference[up].values())] = 1.0
    short[list(regression.difference[down].values())] = -1.0
    if short.any():
        found["short run"] = (float(short @ regression.fit.beta), short)
    return found


def symmetry_power(
    estimated: Asymmetric,
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
    estimated : Asymmetric
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
    regression = estimated.rise.regression
    up, down = estimated.rise.driver, estimated.fall.driver
    phi = regression.fit.beta[regression.level[regression.outcome]]
    if phi >= 0:
        raise EstimationError(
            f"prices do not adjust (phi = {phi:.3f}), so an asymmetry cannot be simulated."
        )
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
    dof, rows = regression.fit.dof, {}
    for name, null in drawn["null"].items():
        alternative = drawn["alternative"][name]
        rows[name] = (
            np.mean(special.fdtrc(1, dof, null) < size),
            np.mean(special.fdtrc(1, dof, alternative) < size),
            np.mean(alternative > np.quantile(null, 1 - size)),
        )
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["size", "power", "size_adjusted"])
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
    linear = np.zeros(len(beta))
    linear[[a, b]] = 1.0, -1.0
    ratio = -gap / estimates[:, level]
    slope = -linear / estimates[:, [level]]
    slope[:, level] = -ratio / estimates[:, level]
    found = {"long run": ratio**2 / np.einsum("di,dij,dj->d", slope, bread, slope) / variance}
    found["long run, linear"] = gap**2 / np.einsum("i,dij,j->d", linear, bread, linear) / variance
    short = np.zeros(len(beta))
    short[list(regression.difference[up].values())] = 1.0
    short[list(regression.difference[down].values())] = -1.0
    if short.any():
        total = estimates @ short
        found["short run"] = total**2 / np.einsum("i,dij,j->d", short, bread, short) / variance
    return found
