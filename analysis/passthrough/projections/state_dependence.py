r"""Does pass-through depend on the state in which the currency moves? Local projections in two states.

With :math:`S_{t-1}` in [0, 1] known before the impulse, **every** coefficient
depends on it:

.. math:: p_{t+h} - p_{t-1} = (1 - S_{t-1})\,(a_{0h} + B_{0h} z_t + \gamma_{0h}' w_t)
          + S_{t-1}\,(a_{1h} + B_{1h} z_t + \gamma_{1h}' w_t) + u_{t+h}.

With a state of 0 and 1 these are the estimates of two split samples; what the
single regression adds is their joint covariance. Letting the response to the
impulse alone depend on the state would take any change of the other
coefficients for one of pass-through.

The response is to an impulse that arrives in a state, averaged over where the
economy goes from there; it is not that of an economy held in the state.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.levels import on_calendar, regular_series
from analysis.passthrough.projections import covariances
from analysis.passthrough.projections.inputs import Inputs, prepare
from analysis.passthrough.projections.regimes import RegimeProjection, compare
from analysis.passthrough.projections.regressions import project


def state_dependent(
    price: pd.Series,
    fx: pd.Series,
    state: pd.Series,
    horizons: int = 24,
    lags: int = 12,
    shock: pd.Series | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    inference: str = "lag-augmented-hc3",
    *,
    weight: str = "binary",
    centre: float | None = None,
    speed: float | None = None,
    state_lag: int = 1,
    names: tuple[str, str] = ("state 1", "state 0"),
    variables: str = "logs",
    alternative: float | np.ndarray = 0.2,
    size: float = 0.05,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    bandwidth: float | None = None,
    common_sample: bool = False,
    spacing: str = "contiguous",
) -> RegimeProjection:
    r"""Cumulative pass-through in two states, their difference, and the power to see one.

    Parameters
    ----------
    price, fx : Series
        Levels, as in `local_projection`.
    state : Series
        The state by period, **as observed in that period**: it is lagged here.
        NaN where it is not known, which costs the base date after it.
    horizons, lags, shock, controls, inference
        As in `local_projection`.
    weight : {"binary", "logistic"}
        "binary" takes a state of 0 and 1 (or False and True). "logistic" takes
        any series s and weighs by

        .. math:: S = 1 / (1 + \exp(-\kappa (s - c) / \sigma_s)).
    centre, speed : float, optional
        c and :math:`\kappa` of the logistic weight. Default: the median of s
        over the base dates, and 3.
    state_lag : int
        1 or more periods before the impulse.
    names : (str, str)
        Of the state near 1, then of the state near 0.
    variables, alternative, size
        As in `asymmetric_projection`.
    control_lags, seasonal, sample, bandwidth, common_sample, spacing
        As in `local_projection`.

    Returns
    -------
    RegimeProjection
        The first regime is the state near 1. `counts` holds the base dates in
        each state (sums of weights, rounded, for a logistic one).

    Raises
    ------
    EstimationError
        As `local_projection`; for a contemporaneous state, a state that is not
        0 or 1 under "binary", one that never changes, and a state with too few
        base dates for its coefficients.

    References
    ----------
    Goncalves, Herrera, Kilian and Pesavento (2024): a state that responds to
    the shock of the same period does not identify the response in the state.
    """
    if count(state_lag, "state_lag") == 0:
        raise EstimationError(
            "the state may not be that of the period of the impulse: it responds to the impulse itself, so "
            "the sample would be split by what is to be explained. Use state_lag >= 1."
        )
    if len(tuple(names)) != 2 or names[0] == names[1]:
        raise EstimationError(
            f"names are two different words, for the states near 1 and near 0, not {names!r}."
        )
    inputs = prepare(
        price,
        fx,
        horizons,
        lags,
        shock,
        controls,
        inference,
        control_lags=control_lags,
        seasonal=seasonal,
        sample=sample,
        variables=variables,
    )
    S, detail = _weights(state, state_lag, inputs, weight, centre, speed)
    shares = (S, 1.0 - S)
    _check_rows(inputs, shares, names, weight)
    regressions = project(
        inputs.levels,
        np.column_stack([inputs.impulse * share for share in shares]),
        np.column_stack([inputs.controls * share[:, None] for share in shares]),
        inputs.horizons,
        rows=inputs.rows,
        names=[f"{name} ({state_name})" for state_name in names for name in inputs.names]
        + [f"{inputs.driver} ({state_name})" for state_name in names],
        common_sample=bool(common_sample),
    )
    variance = covariances.joint(regressions, inference, bandwidth, spacing=spacing)
    estimate = regressions.estimate.copy()
    if shock is None:
        # The exchange rate on its own change, times a share that sums to one.
        estimate[1, 0] = 1.0
    facts = inputs.facts(regressions, variance)
    facts["specification"] |= {
        "state": detail,
        "state lag": state_lag,
        "common sample": bool(common_sample),
        "spacing": spacing,
    }
    there = np.stack([share[regressions.rows] for share in shares], axis=1)
    return compare(
        estimate,
        variance.matrix,
        variance.critical,
        tuple(names),
        np.rint(regressions.used.T.astype(float) @ there).astype(int),
        method="state-dependent local projection" + ("" if variables == "logs" else ", levels"),
        alternative=alternative,
        size=size,
        facts={
            "outcome": inputs.changes.outcome,
            "driver": inputs.changes.driver,
            "origin": inputs.origin,
            **facts,
        },
    )


def _weights(
    state: pd.Series, lag: int, inputs: Inputs, weight: str, centre: float | None, speed: float | None
) -> tuple[np.ndarray, str]:
    """S of the lagged state on the calendar, NaN where it is not known, and the weight in words."""
    if isinstance(state, pd.Series) and pd.api.types.is_bool_dtype(state.dtype):
        state = state.astype(float)
    regular = regular_series(state, "state")
    calendar = inputs.changes.calendar
    if regular.index.freqstr != calendar.freqstr:
        raise EstimationError(
            f"the price has frequency {calendar.freqstr} and the state {regular.index.freqstr}. "
            "Aggregate to one frequency first."
        )
    # The state before the calendar begins is still the state of its first dates.
    early = pd.period_range(calendar[0] - lag, calendar[-1], freq=calendar.freq)
    s = on_calendar(regular, early)[: len(calendar)]
    known = s[inputs.complete & np.isfinite(s)]
    if not len(known):
        raise EstimationError(
            f"the state is not known {lag} period(s) before any complete row: it runs from "
            f"{regular.first_valid_index()} to {regular.last_valid_index()}."
        )
    if np.ptp(known) == 0:
        raise EstimationError(
            f"the state is {known[0]:g} before every complete row, so there is one state only."
        )
    name = "state" if regular.name is None else str(regular.name)
    if weight == "binary":
        if centre is not None or speed is not None:
            raise EstimationError("centre and speed belong to weight='logistic'; leave them out.")
        other = known[(known != 0) & (known != 1)]
        if len(other):
            raise EstimationError(
                f"a binary state is 0 or 1, not {other[0]:g}. Compare it with a threshold, or use "
                "weight='logistic'."
            )
        return s, f"{name}, 0 or 1"
    if weight != "logistic":
        raise EstimationError(f"weight is 'binary' or 'logistic', not {weight!r}.")
    deviation = float(known.std())
    c = float(np.median(known)) if centre is None else float(centre)
    kappa = 3.0 if speed is None else float(speed)
    if not (np.isfinite(c) and np.isfinite(kappa) and kappa > 0):
        raise EstimationError(f"centre is a number and speed a positive one, not {centre!r} and {speed!r}.")
    # tanh does not overflow where exp would.
    S = 0.5 * (1.0 + np.tanh(0.5 * kappa * (s - c) / deviation))
    return S, f"logistic in {name}, centre {c:.4g}, speed {kappa:g}"


def _check_rows(
    inputs: Inputs, shares: tuple[np.ndarray, np.ndarray], names: tuple[str, str], weight: str
) -> None:
    """Refuse a state that has no more base dates at the last horizon than coefficients."""
    last = int(inputs.horizons[-1])
    usable = inputs.usable(last)
    needed = inputs.controls.shape[1] + 1
    for name, share in zip(names, shares, strict=True):
        rows = int(round(np.nansum(share[usable])))
        if weight == "binary" and rows <= needed:
            raise EstimationError(
                f"{name} has {rows} base dates at horizon {last}, too few for its {needed} coefficients. "
                "Use fewer lags or horizons, or a state that is less rare."
            )
