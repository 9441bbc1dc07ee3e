"""From series to the arrays that a local projection runs on: levels, impulse, controls, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import (
    STILL,
    Changes,
    control_depths,
    count,
    inside,
    lagged,
)
from analysis.passthrough.core.levels import level_series, on_calendar, regular_series
from analysis.passthrough.core.seasonals import seasons
from analysis.passthrough.core.terms import HORIZONS, CommonTerms
from analysis.passthrough.projections import covariances
from analysis.passthrough.projections.covariances import ResponseCovariance
from analysis.passthrough.projections.regressions import Regressions

#: What the outcomes and changes are measured in, and the words for it.
VARIABLES = {
    "logs": "100 x log level",
    "levels": "level, index points",
}


@dataclass(frozen=True, eq=False)
class Inputs:
    """Arrays of a local projection on one unbroken calendar of T periods, NaN where missing.

    Attributes
    ----------
    changes : Changes
        What was aligned.
    levels : tuple of two ndarrays, shape (T,)
        Price and exchange rate: 100 times the log level, or index points.
    impulse : ndarray, shape (T,)
    controls : ndarray, shape (T, k)
        The constant first.
    names : tuple of k str
    driver : str
        Name of the impulse among the regressors: "fx_0" or "shock_0".
    origin : str
        Name of the series that the impulse is.
    rows : ndarray of bool, shape (T,)
        Base dates inside the sample asked for.
    horizons : ndarray of int
    specification : dict
        What the reader must know of the above.
    """

    changes: Changes
    levels: tuple[np.ndarray, np.ndarray]
    impulse: np.ndarray
    controls: np.ndarray
    names: tuple[str, ...]
    driver: str
    origin: str
    rows: np.ndarray
    horizons: np.ndarray
    specification: dict

    @property
    def complete(self) -> np.ndarray:
        """Base dates that horizon 0 can use, shape (T,)."""
        before = [np.concatenate([[np.nan], level[:-1]]) for level in self.levels]
        arrays = np.column_stack([*self.levels, *before, self.impulse, self.controls])
        return self.rows & np.isfinite(arrays).all(axis=1)

    def facts(self, regressions: Regressions, variance: ResponseCovariance) -> dict:
        """What every path from these regressions has in common: dates, rows, specification."""
        calendar, rows = self.changes.calendar, regressions.rows
        span = np.arange(rows[0], rows[-1] + 1)
        return {
            "horizons": regressions.horizons,
            "nobs": int(regressions.nobs.max()),
            "sample": (calendar[rows[0]], calendar[rows[-1]]),
            "frequency": self.changes.frequency,
            "specification": (
                self.specification
                | {
                    "inference": str(variance),
                    "covariance": variance.method,
                    "bandwidth": None if variance.bandwidths is None else variance.bandwidths[-1],
                    "rows at the last horizon": int(regressions.nobs[-1]),
                    "dates lost to gaps": [str(calendar[t]) for t in np.setdiff1d(span, rows)],
                    "coefficients": regressions.X.shape[1],
                }
            ),
        }


def prepare(
    price: pd.Series,
    fx: pd.Series,
    terms: CommonTerms,
    *,
    horizons: int | None = None,
    shock: pd.Series | None = None,
    variables: str = "logs",
) -> Inputs:
    """Align, take lags, and refuse what no horizon can estimate.

    Parameters
    ----------
    price, fx, horizons, shock
        As in `analysis.passthrough.local_projection`.
    terms : CommonTerms
    variables : {"logs", "levels"}
        "levels" takes price and exchange rate as indexes that are 100 in the
        first period of the sample in which both are known, so that changes and
        responses are index points.

    Raises
    ------
    EstimationError
        As `analysis.passthrough.local_projection`.
    """
    covariances.check_method(terms.inference)
    last = None if horizons is None else count(horizons, "horizons")
    if terms.lags == 0 and terms.inference in covariances.LAG_AUGMENTED:
        raise EstimationError(
            f"{terms.inference} is valid because lags are among the controls: use lags >= 1, or ewc without"
            " them."
        )
    if variables not in VARIABLES:
        raise EstimationError(f"variables is 'logs' or 'levels', not {variables!r}.")
    terms, changes = terms.align(price, fx)
    lags, sample, seasonal = terms.longest, terms.sample, bool(terms.seasonal)
    last = HORIZONS[changes.frequency] if last is None else last
    levels = [
        on_calendar(level_series(series, role), changes.calendar)
        for series, role in ((price, "price"), (fx, "exchange rate"))
    ]
    base = None
    if variables == "logs":
        moves = [changes.price, changes.fx]
        levels = [100 * np.log(level) for level in levels]
    else:
        base = _base_period(levels, inside(changes.calendar, sample), changes)
        levels = [100 * level / level[base] for level in levels]
        moves = [np.concatenate([[np.nan], np.diff(level)]) for level in levels]
    names, columns = _controls(changes, moves, lags, terms.control_lags, seasonal)
    impulse, driver = moves[1], "fx_0"
    if shock is not None:
        impulse, driver = _shock(shock, changes), "shock_0"
        columns.append(lagged(impulse, range(1, lags + 1)))
        names += [f"shock_{k}" for k in range(1, lags + 1)]
    clash = sorted({name for name in (*names, driver) if (*names, driver).count(name) > 1})
    if clash:
        raise EstimationError(
            f"a control is named like a built-in regressor ({', '.join(clash)}). Rename it."
        )
    if sample is not None and sample[1] is not None:
        after = ~inside(changes.calendar, (None, sample[1]))
        levels = [np.where(after, np.nan, level) for level in levels]
    unit = VARIABLES[variables]
    inputs = Inputs(
        changes=changes,
        levels=(levels[0], levels[1]),
        impulse=impulse,
        controls=np.column_stack([np.ones(len(impulse)), *columns]),
        names=("constant", *names),
        driver=driver,
        origin=changes.driver if shock is None else _name(shock),
        rows=inside(changes.calendar, sample),
        horizons=np.arange(last + 1),
        specification={
            "variables": (
                f"{unit} at t+h less {unit} at t-1, price and exchange rate"
                + ("" if base is None else f"; {changes.calendar[base]} = 100")
            ),
            "sign": "exchange rate up = depreciation; positive = the price rises",
            "impulse": "change of the exchange rate" if shock is None else f"shock {_name(shock)}",
            "lags": lags,
            "controls": control_depths(changes.controls, terms.control_lags),
            "seasonal": f"{len(seasons(changes.calendar)[1])} dummies" if seasonal else None,
            "sample asked for": terms.sample_text,
        },
    )
    _check_movement(inputs, moves)
    return inputs


def _base_period(levels: list[np.ndarray], allowed: np.ndarray, changes: Changes) -> int:
    both = allowed & np.isfinite(levels[0]) & np.isfinite(levels[1])
    if not both.any():
        raise EstimationError(f"{changes.outcome} and {changes.driver} share no period in the sample.")
    return int(np.flatnonzero(both)[0])


def _controls(
    changes: Changes,
    moves: list[np.ndarray],
    lags: int,
    control_lags: int | Mapping[str, int],
    seasonal: bool,
) -> tuple[list[str], list[np.ndarray]]:
    """Names and columns: lags of both changes, controls, seasonals."""
    past = range(1, lags + 1)
    columns = [lagged(moves[1], past), lagged(moves[0], past)]
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


def _name(shock: pd.Series) -> str:
    return "shock" if shock.name is None else str(shock.name)


def _check_movement(inputs: Inputs, moves: list[np.ndarray]) -> None:
    """Refuse what no horizon can estimate: no row, an impulse or an exchange rate that stands still."""
    changes, rows = inputs.changes, inputs.complete
    if not rows.any():
        raise EstimationError(
            f"no row is complete: {changes.outcome} has {np.isfinite(moves[0]).sum()} changes and "
            f"{changes.driver} {np.isfinite(moves[1]).sum()}, and 0 rows are left for "
            f"{inputs.controls.shape[1] + 1} coefficients. Use fewer lags or a longer sample."
        )
    first, last = changes.calendar[rows][[0, -1]]
    span = f"between {first} and {last}"
    if np.abs(moves[1][rows]).max() < STILL:
        raise EstimationError(
            f"the exchange rate {changes.driver} is constant {span}, so pass-through from it is not defined. "
            "Use a currency or a sample in which it moves."
        )
    if inputs.driver == "shock_0" and np.ptp(inputs.impulse[rows]) == 0:
        raise EstimationError(f"the shock is constant {span}: there is nothing to project on.")
    if np.ptp(moves[0][rows]) < STILL:
        raise EstimationError(
            f"the price {changes.outcome} changes at one constant rate {span}: there is nothing to explain."
        )
