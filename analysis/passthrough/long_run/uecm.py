r"""The error-correction regression of an autoregressive distributed lag model.

An ARDL(p, q_1, .., q_k) in logs, rewritten in changes and one lagged level of
each variable (unrestricted error correction):

.. math::

    \Delta y_t = d_t + \phi y_{t-1} + \sum_j \theta_j x_{j,t-1}
        + \sum_{i=1}^{p-1} \psi_i \Delta y_{t-i}
        + \sum_j \sum_{i=0}^{q_j-1} \omega_{ji} \Delta x_{j,t-i} + u_t

A regressor with :math:`q_j = 0` enters as :math:`x_{jt}` alone. The long run is
:math:`-\theta_j/\phi`.

Estimation is by `least_squares.fit` on rows that are complete: lags are taken
on the calendar, and a month that was not published costs every row whose lags
or change would touch it. Given its lags, a row says what it says without the
rows before it, so nothing else is lost. (statsmodels' `UECM`, with which the
tests compare, has no rows to drop and no q = 0.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.levels import level_series, on_calendar, regular_series

# A log level whose range is smaller than this is rounding noise around a constant.
STILL = 1e-11


@dataclass(frozen=True, eq=False)
class Levels:
    """Natural logs on an unbroken calendar, NaN where not published.

    Attributes
    ----------
    calendar : PeriodIndex, length T
    logs : DataFrame, shape (T, 1 + k)
        The price first, then the level regressors.
    fixed : DataFrame, shape (T, m)
        Regressors used as given: events, and centred seasonal dummies.
    """

    calendar: pd.PeriodIndex
    logs: pd.DataFrame
    fixed: pd.DataFrame

    @property
    def frequency(self) -> str:
        """Letter of the frequency: "M" or "Q"."""
        return self.calendar.freqstr[0]


@dataclass(frozen=True, eq=False)
class Regression:
    """A fitted error-correction regression and where its parts are.

    `level` and `difference` give the columns of each variable: its one level,
    and its changes by lag (from 1 for the price, from 0 for the others).
    """

    fit: Fit
    levels: Levels
    rows: np.ndarray
    orders: tuple[int, ...]
    case: int
    level: dict[str, int]
    difference: dict[str, dict[int, int]]

    @property
    def outcome(self) -> str:
        """Name of the price."""
        return self.levels.logs.columns[0]

    @property
    def periods(self) -> pd.PeriodIndex:
        """Periods of the rows."""
        return self.levels.calendar[self.rows]


def log_levels(series: dict[str, pd.Series], fixed: pd.DataFrame | None, seasonal: bool) -> Levels:
    """Lay level series on one calendar and take natural logs.

    Parameters
    ----------
    series : dict of role to Series
        The price first. Positive levels, monthly or quarterly.
    fixed : DataFrame, optional
        Used as given, for instance event dummies.
    seasonal : bool
        Add 11 month (3 quarter) dummies, each centred to mean zero over a year
        so that the constant keeps its meaning in case 2.
    """
    regular = {role: level_series(values, role) for role, values in series.items()}
    if fixed is not None and not isinstance(fixed, pd.DataFrame):
        raise EstimationError(f"controls come as a DataFrame, not {type(fixed).__name__}.")
    extra = {} if fixed is None else {
        str(name): regular_series(fixed[name], f"control {name}") for name in fixed
    }  # fmt: skip
    frequencies = {role: s.index.freqstr for role, s in [*regular.items(), *extra.items()]}
    if len(set(frequencies.values())) > 1:
        found = ", ".join(f"{role} {freq}" for role, freq in frequencies.items())
        raise EstimationError(f"the series have different frequencies: {found}. Aggregate first.")
    names = [str(role if s.name is None else s.name) for role, s in regular.items()]
    clash = sorted({n for n in [*names, *extra] if [*names, *extra].count(n) > 1})
    if clash:
        raise EstimationError(f"two series are named {', '.join(clash)}. Rename one.")
    first = min(s.index[0] for s in regular.values())
    last = max(s.index[-1] for s in regular.values())
    calendar = pd.period_range(first, last, freq=first.freq)
    logs = {n: np.log(on_calendar(s, calendar)) for n, s in zip(names, regular.values(), strict=True)}
    columns = {name: on_calendar(s, calendar) for name, s in extra.items()}
    if seasonal:
        word = "month" if calendar.freqstr[0] == "M" else "quarter"
        number = 12 if word == "month" else 4
        season = np.asarray(getattr(calendar, word))
        for s in range(2, number + 1):
            columns[f"{word}_{s}"] = (season == s) - 1 / number
    return Levels(calendar, pd.DataFrame(logs, index=calendar), pd.DataFrame(columns, index=calendar))


def frame_columns(foreign: pd.DataFrame | pd.Series | None) -> dict[str, pd.Series]:
    """Columns of further level regressors by role; none for None."""
    if foreign is None:
        return {}
    if isinstance(foreign, pd.Series):
        foreign = foreign.to_frame("foreign" if foreign.name is None else foreign.name)
    if not isinstance(foreign, pd.DataFrame):
        raise EstimationError(f"foreign is a DataFrame of levels, not {type(foreign).__name__}.")
    return {f"foreign {column}": foreign[column] for column in foreign}


def regress(
    levels: Levels, orders: tuple[int, ...], case: int, within: np.ndarray | None = None
) -> Regression:
    """Estimate the error-correction form of ARDL `orders` under a deterministic `case`.

    `within` limits the rows of the regression (not of its lags), shape (T,).
    """
    y, X, names, level, difference = _columns(levels, orders, case)
    complete = np.isfinite(X).all(axis=1) & np.isfinite(y)
    if within is not None:
        complete &= within
    rows = np.flatnonzero(complete)
    refuse_still(levels, rows)
    return Regression(fit(y[rows], X[rows], names), levels, rows, orders, case, level, difference)


def refuse_still(levels: Levels, rows: np.ndarray) -> None:
    """Refuse a series that does not move in `rows`."""
    still = np.ptp(levels.logs.to_numpy()[rows], axis=0) < STILL if len(rows) else []
    names = [name for name, stays in zip(levels.logs, still, strict=False) if stays]
    if names:
        raise EstimationError(
            f"{', '.join(names)} is constant over the {len(rows)} rows used, so no level relation "
            "with it is defined. Use a series or a sample in which it moves."
        )


def _columns(levels: Levels, orders: tuple[int, ...], case: int):
    names, columns, level, difference = [], [], {}, {}

    def add(name: str, values: np.ndarray) -> int:
        if name in names:
            raise EstimationError(
                f"a term of the equation and a series or control are both named {name!r}. Rename the series."
            )
        names.append(name)
        columns.append(values)
        return len(names) - 1

    length = len(levels.calendar)
    if case > 1:
        add("constant", np.ones(length))
    if case > 3:
        add("trend", np.arange(1.0, length + 1))
    changes = {}
    for name, order in zip(levels.logs.columns, orders, strict=True):
        x = levels.logs[name].to_numpy()
        changes[name] = np.concatenate([[np.nan], np.diff(x)])
        lag = min(order, 1)
        level[name] = add(f"{name}.L{lag}", lagged(x, range(lag, lag + 1))[:, 0])
    for place, (name, order) in enumerate(zip(levels.logs.columns, orders, strict=True)):
        depths = range(1, order) if place == 0 else range(order)
        block = lagged(changes[name], depths)
        difference[name] = {i: add(f"D.{name}.L{i}", block[:, column]) for column, i in enumerate(depths)}
    for name in levels.fixed.columns:
        add(name, levels.fixed[name].to_numpy(dtype=float))
    return changes[levels.logs.columns[0]], np.column_stack(columns), names, level, difference


def multipliers(
    regression: Regression, drivers: dict[str, float], horizons: int
) -> tuple[np.ndarray, np.ndarray]:
    r"""Cumulative response of log y to a lasting unit step, and its gradient.

    Parameters
    ----------
    regression : Regression
    drivers : dict of name to float
        Size of the step in each driver, at period 0.
    horizons : int
        Last period H.

    Returns
    -------
    path : ndarray, shape (H + 1,)
    gradient : ndarray, shape (H + 1, k)
        With respect to the regression coefficients.

    Notes
    -----
    Along the path every regressor has a value :math:`r_h`, and
    :math:`m_h = m_{h-1} + r_h'\beta`. Of :math:`r_h` only the lags of y depend
    on :math:`\beta`; differentiating gives the same recursion for the gradient,

    .. math:: g_h = g_{h-1} + r_h + \phi g_{h-1} + \sum_i \psi_i (g_{h-i} - g_{h-i-1}).
    """
    beta = regression.fit.beta
    outcome = regression.outcome
    phi, lags = regression.level[outcome], regression.difference[outcome]
    path, gradient = np.zeros(horizons + 2), np.zeros((horizons + 2, len(beta)))
    # Index 0 is the period before the step, where all is zero.
    for h in range(horizons + 1):
        now = h + 1
        row = np.zeros(len(beta))
        row[phi] = path[now - 1]
        slope = (1 + beta[phi]) * gradient[now - 1]
        for i, column in lags.items():
            if i <= h:
                row[column] = path[now - i] - path[now - i - 1]
                slope = slope + beta[column] * (gradient[now - i] - gradient[now - i - 1])
        for name, size in drivers.items():
            contemporaneous = not regression.difference[name]
            row[regression.level[name]] = size * (h >= 1 or contemporaneous)
            if h in regression.difference[name]:
                row[regression.difference[name][h]] = size
        path[now] = path[now - 1] + row @ beta
        gradient[now] = slope + row
    return path[1:], gradient[1:]


def long_run(regression: Regression, weights: dict[str, float]) -> tuple[float, np.ndarray]:
    r"""Long run :math:`-\sum_j w_j\theta_j/\phi` and its gradient, shape (k,)."""
    beta = regression.fit.beta
    phi = beta[regression.level[regression.outcome]]
    gradient = np.zeros(len(beta))
    for name, weight in weights.items():
        gradient[regression.level[name]] = -weight / phi
    estimate = float(gradient @ beta)
    gradient[regression.level[regression.outcome]] = -estimate / phi
    return estimate, gradient
