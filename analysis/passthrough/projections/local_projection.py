r"""Local projections of the price and the exchange rate, and their cumulative ratio.

For each horizon h two reduced forms on one sample,

.. math::
    p_{t+h} - p_{t-1} &= a_h + B_h z_t + \gamma_h' w_t + u_{t+h}, \\
    e_{t+h} - e_{t-1} &= a_h' + E_h z_t + \delta_h' w_t + v_{t+h},

and pass-through :math:`\theta_h = B_h / E_h`: by how much the price has moved h
periods after the shock, per cent of depreciation that it caused by then. The
ratio is the headline because its numerator and denominator share most of the
bias that either has in a small sample.

The impulse :math:`z_t` is the change of the exchange rate itself, or an
external shock. In the first case the estimate is causal only if, given the
controls, the exchange rate does not respond to the price within the period; in
the second it is the pass-through of depreciations that come from that shock,
and needs that the shock moves the price through nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import ratio
from analysis.passthrough.core.design import STILL, Changes, align, control_depths, count, inside, lagged, seasons
from analysis.passthrough.core.levels import level_series, on_calendar, regular_series
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.projections import covariances
from analysis.passthrough.projections.bias import herbst_johannsen
from analysis.passthrough.projections.local_projection_result import LocalProjection, warnings_of
from analysis.passthrough.projections.regressions import Regressions, project


def local_projection(
    price: pd.Series,
    fx: pd.Series,
    horizons: int = 24,
    lags: int = 12,
    shock: pd.Series | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    inference: str = "lag-augmented-hc3",
    *,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    bandwidth: float | None = None,
    common_sample: bool = False,
    level: float = 0.95,
    spacing: str = "contiguous",
) -> LocalProjection:
    r"""Cumulative pass-through by local projections, as a ratio with its joint covariance.

    Parameters
    ----------
    price : Series
        Price index in **levels**, monthly or quarterly.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation.
    horizons : int
        The path runs from 0 to this.
    lags : int
        Lags of the changes of price and exchange rate among the controls, and
        of the shock if it is external.
    shock : Series, optional
        External shock, used as given (not differenced); NaN where it is not
        known, 0 where there was none. Its unit does not matter to the ratio.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already. A control without lags
        is ordered before the impulse: pass ``x.shift(1)`` for one that is not.
    inference : str
        One of `analysis.passthrough.projections.covariances.METHODS`.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool
        Add 11 month (3 quarter) dummies.
    sample : (first, last), optional
        Bounds, inclusive: the impulse is not before the first, the outcome not
        after the last; lags may reach to before the first.
    bandwidth : number, optional
        One value for all horizons in place of the rule of `inference`. The rule
        of "newey-west" is lag h at horizon h.
    common_sample : bool
        Use at every horizon only the dates that all horizons have. Without it
        each horizon uses every date that it can.
    level : float
        Level of the sets that decide whether to warn.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap in the sample; no matter to
        "lag-augmented-...".

    Returns
    -------
    LocalProjection
        `estimate` is the path of :math:`B_h/E_h` and `covariance` its joint
        covariance over horizons: the delta method on the covariance of both
        responses at all horizons, which `joint` holds.

    Raises
    ------
    EstimationError
        For input that cannot be read as positive levels on dates, a constant
        exchange rate or shock, too few rows, collinear regressors, or
        lag-augmented inference without lags.

    Notes
    -----
    Long differences are differences of **levels**: a month that was not
    published costs the base dates t that have it at t+h or at t-1, and those
    with a lagged change that touches it; that it lies between t and t+h costs
    nothing. Both equations use the same dates.

    References
    ----------
    Jorda (2005), American Economic Review 95, 161-182.
    Montiel Olea and Plagborg-Moller (2021), Econometrica 89, 1789-1823
    (lag-augmented inference).
    Ramey and Zubairy (2018), Journal of Political Economy 126, 850-901 (the
    ratio in one step, `LocalProjection.one_step`).
    """
    covariances.check_method(inference)
    last, lags = count(horizons, "horizons"), count(lags, "lags")
    if lags == 0 and inference in covariances.LAG_AUGMENTED:
        raise EstimationError(
            f"{inference} is valid because lags are among the controls: use lags >= 1, or ewc without them."
        )
    changes = align(price, fx, controls)
    names, columns = _controls(changes, lags, control_lags, bool(seasonal))
    impulse, driver = changes.fx, "fx_0"
    if shock is not None:
        impulse, driver = _shock(shock, changes), "shock_0"
        columns.append(lagged(impulse, range(1, lags + 1)))
        names += [f"shock_{k}" for k in range(1, lags + 1)]
    clash = sorted({name for name in (*names, driver) if (*names, driver).count(name) > 1})
    if clash:
        raise EstimationError(f"a control is named like a built-in regressor ({', '.join(clash)}). Rename it.")
    body = np.column_stack([np.ones(len(impulse)), *columns])
    base_dates = inside(changes.calendar, sample)
    levels = [_log_level(series, role, changes, sample) for series, role in ((price, "price"), (fx, "exchange rate"))]
    _check_movement(changes, levels, impulse, body, base_dates, driver)
    regressions = project(
        levels,
        impulse,
        body,
        np.arange(last + 1),
        rows=base_dates,
        names=("constant", *names, driver),
        common_sample=bool(common_sample),
    )
    specification = {
        "variables": "100 x (log level at t+h less log level at t-1), price and exchange rate",
        "sign": "exchange rate up = depreciation; positive = the price rises",
        "impulse": "change of the exchange rate" if shock is None else f"shock {_name(shock, 'shock')}",
        "lags": lags,
        "controls": control_depths(changes.controls, control_lags),
        "seasonal": f"{sum(name in names for name in seasons(changes.calendar)[1])} dummies" if seasonal else None,
        "sample asked for": None if sample is None else [None if s is None else str(s) for s in sample],
        "common sample": bool(common_sample),
        "spacing": spacing,
    }
    return _result(regressions, changes, inference, bandwidth, spacing, level, shock, specification)


def _result(
    regressions: Regressions,
    changes: Changes,
    inference: str,
    bandwidth: float | None,
    spacing: str,
    level: float,
    shock: pd.Series | None,
    specification: dict,
) -> LocalProjection:
    variance = covariances.joint(regressions, inference, bandwidth, spacing=spacing)
    responses = regressions.estimate[:, :, 0].copy()
    if shock is None:
        # The change of the exchange rate regressed on itself: 1 but for rounding.
        responses[1, 0] = 1.0
    H = len(regressions.horizons)
    if not responses[1].all():
        raise EstimationError(
            f"the exchange rate does not respond at all at horizon "
            f"{regressions.horizons[responses[1] == 0][0]}: pass-through is not defined."
        )
    path, covariance = ratio.moments(responses[0], responses[1], variance.matrix)
    dates = changes.calendar[regressions.rows]
    span = np.arange(regressions.rows[0], regressions.rows[-1] + 1)
    specification |= {
        "inference": str(variance),
        "covariance": variance.method,
        "bandwidth": None if variance.bandwidths is None else variance.bandwidths[-1],
        "rows at the last horizon": int(regressions.nobs[-1]),
        "dates lost to gaps": [str(changes.calendar[t]) for t in np.setdiff1d(span, regressions.rows)],
        "coefficients": regressions.X.shape[1],
    }
    common = dict(
        horizons=regressions.horizons,
        critical=variance.critical,
        nobs=int(regressions.nobs.max()),
        sample=(dates[0], dates[-1]),
        specification=specification,
        frequency=changes.frequency,
    )
    origin = changes.driver if shock is None else _name(shock, "shock")
    blocks = (slice(0, H), slice(H, 2 * H))
    price_response, fx_response = (
        PassThrough(
            method=f"local projection of the {role}",
            outcome=outcome,
            driver=origin,
            estimate=responses[j],
            covariance=variance.matrix[blocks[j], blocks[j]],
            **common,
        )
        for j, (role, outcome) in enumerate((("price", changes.outcome), ("exchange rate", changes.driver)))
    )
    bare = LocalProjection(
        method="local projection" if shock is None else "local projection with an external shock",
        outcome=changes.outcome,
        driver=changes.driver,
        estimate=path,
        covariance=covariance,
        numerator=responses[0],
        denominator=responses[1],
        joint=variance.matrix,
        price_response=price_response,
        fx_response=fx_response,
        bias_corrected=herbst_johannsen(regressions, responses),
        regressions=regressions,
        inference=inference,
        bandwidth=bandwidth,
        spacing=spacing,
        level=level,
        **common,
    )
    return bare.with_warnings(warnings_of(bare))


def _controls(
    changes: Changes, lags: int, control_lags: int | Mapping[str, int], seasonal: bool
) -> tuple[list[str], list[np.ndarray]]:
    """Names and columns: lags of both changes, controls, seasonals."""
    past = range(1, lags + 1)
    columns = [lagged(changes.fx, past), lagged(changes.price, past)]
    names = [f"fx_{k}" for k in past] + [f"price_{k}" for k in past]
    for name, depth in control_depths(changes.controls, control_lags).items():
        columns.append(lagged(changes.controls[name].to_numpy(), range(depth + 1)))
        names += [f"{name}_{k}" for k in range(depth + 1)]
    if seasonal:
        dummies, dummy_names = seasons(changes.calendar)
        columns.append(dummies)
        names += dummy_names
    return names, columns


def _shock(shock: pd.Series, changes: Changes) -> np.ndarray:
    regular = regular_series(shock, "shock")
    if regular.index.freqstr != changes.calendar.freqstr:
        raise EstimationError(
            f"the price has frequency {changes.calendar.freqstr} and the shock {regular.index.freqstr}. "
            "Aggregate to one frequency first."
        )
    return on_calendar(regular, changes.calendar)


def _name(series: pd.Series, default: str) -> str:
    return default if series.name is None else str(series.name)


def _log_level(series: pd.Series, role: str, changes: Changes, sample: tuple | None) -> np.ndarray:
    """100 times the log level on the calendar, missing after the end of the sample asked for."""
    level = on_calendar(level_series(series, role), changes.calendar)
    if sample is not None and sample[1] is not None:
        level[~inside(changes.calendar, (None, sample[1]))] = np.nan
    return 100 * np.log(level)


def _check_movement(
    changes: Changes,
    levels: list[np.ndarray],
    impulse: np.ndarray,
    body: np.ndarray,
    base_dates: np.ndarray,
    driver: str,
) -> None:
    """Refuse what no horizon can estimate: no row, an impulse or an exchange rate that stands still."""
    before = [np.concatenate([[np.nan], level[:-1]]) for level in levels]
    rows = base_dates & np.isfinite(np.column_stack([*levels, *before, impulse, body])).all(axis=1)
    if not rows.any():
        raise EstimationError(
            f"no row is complete: {changes.outcome} has {np.isfinite(changes.price).sum()} changes and "
            f"{changes.driver} {np.isfinite(changes.fx).sum()}, and 0 rows are left for {body.shape[1] + 1} "
            "coefficients. Use fewer lags or a longer sample."
        )
    first, last = changes.calendar[rows][[0, -1]]
    span = f"between {first} and {last}"
    if np.nanmax(np.abs(changes.fx[rows])) < STILL:
        raise EstimationError(
            f"the exchange rate {changes.driver} is constant {span}, so pass-through from it is not defined. "
            "Use a currency or a sample in which it moves."
        )
    if np.ptp(impulse[rows]) == 0 and driver == "shock_0":
        raise EstimationError(f"the shock is constant {span}: there is nothing to project on.")
    if np.ptp(changes.price[rows]) < STILL:
        raise EstimationError(
            f"the price {changes.outcome} changes at one constant rate {span}: there is nothing to explain."
        )
