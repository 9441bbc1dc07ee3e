r"""Pass-through that moves: rolling windows and random-walk coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough import regimes, rolling
from analysis.passthrough.critical import Critical
from analysis.passthrough.design import Design, align, count, design
from analysis.passthrough.effect import Effect
from analysis.passthrough.inference import covariance
from analysis.passthrough.least_squares import Fit, fit
from analysis.passthrough.random_walk import Variances, estimate_variances, kalman, smooth
from analysis.passthrough.time_varying_result import TimeVarying

#: Windows shorter than ten years of months are mostly noise.
SHORT = {"M": 120, "Q": 40}
STEPPING = ("mean", "fx", "own", "controls")


def time_varying(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int = 12,
    own_lags: int = 0,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    method: str = "rolling",
    window: int = 120,
    inference: str = "ewc",
    bandwidth: float | None = None,
    bootstrap: int = 999,
    block: int | None = None,
    varying: tuple[str, ...] = ("mean", "fx"),
    variances: Mapping[str, float] | None = None,
    prior_mean: float = 0.0,
    prior_variance: float = 10.0,
    rng: np.random.Generator | None = None,
) -> TimeVarying:
    r"""Estimate long-run pass-through by date.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    lags, own_lags, controls, control_lags, seasonal, sample
        As in `break_test`.
    method : {"rolling", "kalman"}
        A moving window of fixed length, or coefficients that follow random walks.
    window : int
        Complete rows a window.
    inference, bandwidth
        Covariance within a window and of the constant estimate, as in
        `inference.covariance`.
    bootstrap : int
        Samples of the path under constant coefficients; 0 leaves the band and
        the test of constancy out.
    block : int, optional
        Lag up to which the bootstrap keeps the residuals' correlation. Default:
        0 with own lags, else floor(0.75 n^(1/3)).
    varying : tuple of {"mean", "fx", "own", "controls"}
        "kalman": groups of coefficients that take steps, one variance a group.
        "mean" is the constant and the seasonals.
    variances : mapping, optional
        "kalman": "error" and one entry a varying group. Default: maximum likelihood.
    prior_mean, prior_variance : float
        "kalman": each coefficient is normal with these before the first row.
    rng : numpy.random.Generator, optional
        For the bootstrap. Default: a fixed seed.

    Returns
    -------
    TimeVarying

    Raises
    ------
    EstimationError
        If a window or the sample is too short or does not vary enough, or the
        coefficients on lagged prices leave no long run.

    Notes
    -----
    Kalman standard errors take the variances as known. The smoothed path at a
    date uses the whole sample, past and future: it is a description, not
    what could have been known then; `filtered_long_run` is that.
    """
    rows = design(
        align(price, fx, controls),
        lags=lags,
        own_lags=own_lags,
        control_lags=control_lags,
        seasonal=seasonal,
        sample=sample,
    )
    whole = fit(rows.y, rows.X, rows.names)
    fx_names, own_names = rows.names[rows.blocks["fx"]], rows.names[rows.blocks["own"]]
    a, d = regimes.sum_vectors(rows.names, fx_names, own_names, 1)
    made = covariance(whole, inference, bandwidth)
    value, gradient = rolling.long_run_of(whole.beta, a, d, "the whole sample")
    constant = Effect.of(
        value,
        np.sqrt(gradient @ made.matrix @ gradient),
        made.critical,
        label="long run, constant coefficients",
    )
    common = {
        "method": method,
        "outcome": str(price.name or "price"),
        "driver": str(fx.name or "fx"),
        "constant": constant,
        "nobs": len(rows.y),
        "sample": (rows.periods[0], rows.periods[-1]),
    }
    specification = {
        "lags": lags,
        "own lags": own_lags,
        "seasonal dummies": seasonal,
        "rows lost to gaps": len(rows.lost),
    }
    if method == "rolling":
        draws = count(bootstrap, "bootstrap")
        if block is None:
            block = 0 if own_lags else floor(0.75 * len(rows.y) ** (1 / 3))
        return _rolling(
            rows, whole, a, d, count(window, "window"), inference, bandwidth, draws,
            count(block, "block"), regimes.generator(rng), common, specification,
        )  # fmt: skip
    if method == "kalman":
        return _kalman(
            rows, a, d, varying, variances, prior_mean, prior_variance, common, specification
        )
    raise EstimationError(f"method is 'rolling' or 'kalman', not {method!r}.")


def _rolling(
    rows: Design,
    whole: Fit,
    a: np.ndarray,
    d: np.ndarray,
    window: int,
    inference: str,
    bandwidth: float | None,
    draws: int,
    block: int,
    rng: np.random.Generator,
    common: dict,
    specification: dict,
) -> TimeVarying:
    n, k = rows.X.shape
    if not k < window < n:
        raise EstimationError(
            f"a window of {window} rows does not suit {n} rows and {k} coefficients: it must hold "
            "more rows than coefficients and fewer than the sample."
        )
    if draws and block >= n:
        raise EstimationError(f"block = {block} must be below the number of rows, {n}.")
    estimates = rolling.roll(rows.y, rows.X, rows.names, window, a, d, inference, bandwidth)
    path = None
    if draws:
        path = rolling.constant_band(whole, estimates.long_run, window, a, d, draws, block, rng)
    dates = rows.periods[window - 1 :]
    said = []
    frequency = rows.periods.freqstr[0]
    if window < SHORT[frequency]:
        said.append(f"windows of {window} rows are short: one outlier can carry an estimate.")
    if window > n // 2:
        said.append("every window shares data with every other: the path has less than one independent pair.")
    return TimeVarying(
        **common,
        dates=dates,
        starts=rows.periods[: n - window + 1],
        long_run=estimates.long_run,
        std_error=estimates.std_error,
        critical=estimates.critical,
        coefficients=pd.DataFrame(estimates.coefficients, index=dates, columns=list(rows.names)),
        correlation=estimates.correlation,
        constant_path=path,
        specification={
            **specification,
            "window": f"{window} complete rows",
            "covariance in a window": estimates.method,
            "bootstrap samples": draws,
            "bootstrap keeps correlation up to lag": block,
        },
        warnings=tuple(said),
    )


def _kalman(
    rows: Design,
    a: np.ndarray,
    d: np.ndarray,
    varying: tuple[str, ...],
    given: Mapping[str, float] | None,
    prior_mean: float,
    prior_variance: float,
    common: dict,
    specification: dict,
) -> TimeVarying:
    n, k = rows.X.shape
    groups = _groups(rows, varying)
    if not prior_variance > 0:
        raise EstimationError(f"prior_variance must be positive, not {prior_variance!r}.")
    a0, P0 = np.full(k, float(prior_mean)), float(prior_variance) * np.eye(k)
    found = None
    if given is None:
        found = estimate_variances(rows.y, rows.X, groups, a0, P0)
        sigma2, steps = found.sigma2, found.steps
    else:
        sigma2, steps = _given(given, groups)
    q = np.zeros(k)
    for name, columns in groups.items():
        q[columns] = steps[name]
    forward = kalman(rows.y, rows.X, sigma2, q, a0, P0)
    mean, cov = smooth(forward)
    long_run, std_error = _paths(mean, cov, a, d, rows.periods)
    # The filter starts from the prior, under which a long run need not exist.
    below = 1.0 - forward.filtered @ d
    filtered = np.where(below > 0, forward.filtered @ a / np.where(below > 0, below, 1.0), np.nan)
    return TimeVarying(
        **common,
        dates=rows.periods,
        starts=pd.PeriodIndex([rows.periods[0]] * n, freq=rows.periods.freq),
        long_run=long_run,
        std_error=std_error,
        critical=Critical("normal"),
        coefficients=pd.DataFrame(mean, index=rows.periods, columns=list(rows.names)),
        variances=found,
        loglik=forward.loglik,
        filtered_long_run=filtered,
        specification={
            **specification,
            "variance of the errors": sigma2,
            "variance of a step": steps,
            "variances": "given" if found is None else "maximum likelihood",
            "prior": f"normal({prior_mean:g}, {prior_variance:g}) before the first row, each coefficient",
        },
        warnings=_pile_up(found),
    )


def _paths(
    mean: np.ndarray, cov: np.ndarray, a: np.ndarray, d: np.ndarray, periods: pd.PeriodIndex
) -> tuple[np.ndarray, np.ndarray]:
    long_run, std_error = np.empty(len(mean)), np.empty(len(mean))
    for t, (b, V) in enumerate(zip(mean, cov, strict=True)):
        long_run[t], gradient = rolling.long_run_of(b, a, d, str(periods[t]))
        std_error[t] = np.sqrt(gradient @ V @ gradient)
    return long_run, std_error


def _groups(rows: Design, varying: tuple[str, ...]) -> dict[str, np.ndarray]:
    varying = (varying,) if isinstance(varying, str) else tuple(varying)
    unknown = [name for name in varying if name not in STEPPING]
    if unknown or not varying or len(set(varying)) < len(varying):
        raise EstimationError(
            f"varying names one or more of {', '.join(STEPPING)}, each once, not {varying!r}."
        )
    columns = np.arange(rows.X.shape[1])
    groups = {
        name: regimes.breaking_columns(rows, "mean") if name == "mean" else columns[rows.blocks[name]]
        for name in varying
    }
    empty = [name for name, members in groups.items() if not len(members)]
    if empty:
        raise EstimationError(f"nothing to vary in {', '.join(empty)}: the regression has no such terms.")
    return groups


def _given(given: Mapping[str, float], groups: dict) -> tuple[float, dict[str, float]]:
    if set(given) != {"error", *groups}:
        raise EstimationError(
            f"variances needs the entries error, {', '.join(groups)}, not {', '.join(map(str, given))}."
        )
    numbers = {name: float(value) for name, value in given.items()}
    if not numbers["error"] > 0 or min(numbers.values()) < 0 or not np.isfinite(list(numbers.values())).all():
        raise EstimationError("the error variance must be positive and step variances zero or more.")
    return numbers["error"], {name: numbers[name] for name in groups}


def _pile_up(found: Variances | None) -> tuple[str, ...]:
    if found is None or not found.piled_up:
        return ()
    return (
        f"the step variance of {' and '.join(found.piled_up)} is estimated as zero. Maximum likelihood "
        "piles up there even when coefficients drift slowly, so this is no evidence of constancy: "
        "read break_test.",
    )
