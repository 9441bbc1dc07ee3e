r"""One specification as arrays: what is fixed, what is a lag of the price, and which ratio is pass-through.

Every estimator here is least squares of one long difference of the log price on
regressors of two kinds: those that have nothing to do with the price (constant,
exchange rate, controls, seasons), and lags of the price itself. Pass-through is

.. math:: \theta = N / D,

with N a sum of coefficients on the exchange rate and D known up to the price:

=================  ===================================  ===========================
estimator          N                                    D
=================  ===================================  ===========================
distributed lag    :math:`\sum_k b_k`                   1 less the own lags
local projection   response of the price at h           response of the rate at h
error correction   :math:`\theta` of the level          :math:`-\phi`
=================  ===================================  ===========================

So a bootstrap that makes new prices and leaves the rest makes new left-hand
sides and new own lags, and all draws share one decomposition of what is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import align, design, lagged
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.terms import Terms
from analysis.passthrough.long_run import uecm
from analysis.passthrough.projections.inputs import prepare
from analysis.passthrough.projections.regressions import project

#: Deterministic terms of the error-correction regression: a constant, no trend.
CASE = 3


@dataclass(frozen=True, eq=False)
class Equation:
    """Rows and columns of one specification; n rows, k fixed regressors, p own lags.

    Attributes
    ----------
    periods : PeriodIndex, length n
        Base dates t: of the price change, or of the impulse.
    fixed : ndarray, shape (n, k)
    names : tuple of k str
    numerator : ndarray, shape (k,)
        Weights of the fixed coefficients in N.
    own : tuple of (int, int or None)
        Own regressor j is the log price at t - a less that at t - b, for
        (a, b); the log price at t - a alone where b is None.
    lead : int
        The left-hand side is the log price at t + lead less that at t - 1.
    constant : float
    own_weights : ndarray, shape (p,)
        D is `constant` plus these weights times the own coefficients.
    rate : ndarray, shape (n,), or None
        Left-hand side of the second equation, whose N is D.
    gated : bool
        Whether pass-through exists only if bounds tests support a level
        relation; its speed is then the first own coefficient.
    bartlett_lag : int
        The least lag of a Newey-West covariance.
    exact_lag : bool
        Whether `bartlett_lag` is the lag, and not the least.
    """

    periods: pd.PeriodIndex
    fixed: np.ndarray
    names: tuple[str, ...]
    numerator: np.ndarray
    own: tuple[tuple[int, int | None], ...]
    lead: int = 0
    constant: float = 1.0
    own_weights: np.ndarray | None = None
    rate: np.ndarray | None = None
    gated: bool = False
    bartlett_lag: int = 0
    exact_lag: bool = False

    def outcome(self, levels: np.ndarray, first: int) -> np.ndarray:
        """Left-hand sides, shape (R, n), from log levels (R, T) whose first period has ordinal `first`."""
        at = self.periods.asi8 - first
        return _columns(levels, at + self.lead) - _columns(levels, at - 1)

    def own_lags(self, levels: np.ndarray, first: int) -> np.ndarray:
        """Own regressors, shape (R, p, n)."""
        at = self.periods.asi8 - first
        out = np.empty((len(levels), len(self.own), len(at)))
        for j, (a, b) in enumerate(self.own):
            if b is None:
                out[:, j] = _columns(levels, at - a)
            else:
                np.subtract(_columns(levels, at - a), _columns(levels, at - b), out=out[:, j])
        return out


def _columns(levels: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Columns `at`, which rise; a view where there is no gap, several times as fast."""
    unbroken = at[-1] - at[0] + 1 == len(at)
    return levels[:, at[0] : at[-1] + 1] if unbroken else levels[:, at]


def equation(choice: dict[str, Any]) -> Equation:
    """The equation of one specification.

    Parameters
    ----------
    choice : dict of dimension to value
        None in dimensions that the estimator does not have.

    Raises
    ------
    EstimationError
        If the estimator of that name would refuse the data.
    """
    return _BUILDERS[choice["estimator"]](choice)


def _distributed_lag(choice: dict[str, Any]) -> Equation:
    changes = align(choice["price"], choice["fx"], choice["controls"])
    own, lags = choice["own_lags"], choice["lags"]
    rows = design(
        changes,
        lags=lags,
        own_lags=own,
        control_lags=choice["control_lags"] or 0,
        seasonal=choice["seasonal"],
        sample=choice["sample"],
    )
    keep = np.delete(np.arange(rows.X.shape[1]), np.r_[rows.blocks["own"]])
    names = tuple(rows.names[i] for i in keep)
    driver = rows.names[rows.blocks["fx"]]
    return Equation(
        periods=rows.periods,
        fixed=rows.X[:, keep],
        names=names,
        numerator=np.isin(names, driver).astype(float),
        own=tuple((j, j + 1) for j in range(1, own + 1)),
        own_weights=np.full(own, -1.0) if own else None,
        bartlett_lag=lags,
    )


def _local_projection(choice: dict[str, Any]) -> Equation:
    horizon, lags = choice["horizon"], choice["lags"]
    # "ewc" because the covariance is chosen later: a design serves several.
    inputs = prepare(
        choice["price"],
        choice["fx"],
        Terms(
            lags=lags,
            controls=choice["controls"],
            control_lags=choice["control_lags"] or 0,
            seasonal=choice["seasonal"],
            sample=choice["sample"],
            inference="ewc",
        ),
        horizons=horizon,
    )
    names = (*inputs.names, inputs.driver)
    projected = project(
        inputs.levels, inputs.impulse, inputs.controls, [horizon], rows=inputs.rows, names=names
    )
    past = {f"price_{k}" for k in range(1, lags + 1)}
    keep = [i for i, name in enumerate(names) if name not in past]
    return Equation(
        periods=inputs.changes.calendar[projected.rows],
        fixed=projected.X[:, keep],
        names=tuple(names[i] for i in keep),
        numerator=np.r_[np.zeros(len(keep) - 1), 1.0],
        own=tuple((k, k + 1) for k in range(1, lags + 1)),
        lead=horizon,
        # On impact the rate responds to itself, by exactly 1.
        rate=projected.outcomes[:, 1, 0] if horizon else None,
        bartlett_lag=horizon,
        exact_lag=True,
    )


def _error_correction(choice: dict[str, Any]) -> Equation:
    price, fx, order = choice["price"], level_series(choice["fx"], "exchange rate"), choice["lags"]
    name = "fx" if fx.name is None else str(fx.name)
    # Controls are changes, so they are no part of the level relation.
    fixed = _control_lags(choice)
    levels = uecm.log_levels(
        {"price": price, f"exchange rate {name}": fx.rename(name)}, fixed, choice["seasonal"]
    )
    if order < 1:
        raise EstimationError("an error correction needs 1 lag or more.")
    regression = uecm.regress(levels, (order, order), CASE, inside(levels.calendar, choice["sample"]))
    outcome = regression.outcome
    past = [regression.level[outcome], *regression.difference[outcome].values()]
    keep = np.delete(np.arange(regression.fit.X.shape[1]), past)
    columns = regression.fit.X[:, keep].copy()
    level = int(np.flatnonzero(keep == regression.level[name])[0])
    rates = np.isin(keep, [regression.level[name], *regression.difference[name].values()])
    # Prices here are 100 times the log; the ratio needs both in one unit.
    columns[:, rates] *= 100.0
    return Equation(
        periods=regression.periods,
        fixed=columns,
        names=tuple(regression.fit.names[i] for i in keep),
        numerator=(np.arange(len(keep)) == level).astype(float),
        own=((1, None), *((i, i + 1) for i in regression.difference[outcome])),
        constant=0.0,
        own_weights=np.r_[-1.0, np.zeros(len(regression.difference[outcome]))],
        gated=True,
    )


def _control_lags(choice: dict[str, Any]) -> pd.DataFrame | None:
    if choice["controls"] is None:
        return None
    changes = align(choice["price"], choice["fx"], choice["controls"])
    columns = {
        f"{name}_{k}": lagged(changes.controls[name].to_numpy(), range(k, k + 1))[:, 0]
        for name in changes.controls
        for k in range(choice["control_lags"] + 1)
    }
    return pd.DataFrame(columns, index=changes.calendar)


_BUILDERS = {
    "distributed lag": _distributed_lag,
    "local projection": _local_projection,
    "error correction": _error_correction,
}
