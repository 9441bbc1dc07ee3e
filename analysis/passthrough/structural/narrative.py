r"""Narrative restrictions: the sign of a shock in a dated period (Antolin-Diaz and Rubio-Ramirez 2018).

With residuals :math:`u_t` and a factor P of their covariance, shock j of the model :math:`PQ` is
:math:`\varepsilon_{jt} = q_j' P^{-1} u_t`: linear in the column q of the rotation, as a response is. "The
shock of 2013Q2 was above zero" is therefore one more row of :math:`S_j q_j \ge 0`, the identified set stays
exact, and the robust region holds (Giacomini, Kitagawa and Read 2021). Restrictions on how large a
contribution was are not linear and have no place here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import at
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.restrictions import Restrictions, shock_text

_SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True)
class Event:
    """Shock `shock` has sign `sign` in the row `row` of the reduced form, the period `period`."""

    shock: str
    sign: int
    period: pd.Period
    row: int

    def __str__(self) -> str:
        return f"{shock_text(self.shock)} {'above' if self.sign > 0 else 'below'} 0 in {self.period}"


def narrative(given: Iterable | None, reduced: ReducedForm, table: Restrictions) -> tuple[Event, ...]:
    """Read and check rows of shock, sign, period.

    Parameters
    ----------
    given : iterable of (str, {"+", "-"}, date), optional
    reduced : ReducedForm
    table : Restrictions
        Only shocks that it restricts have a name.

    Raises
    ------
    EstimationError
        For an unknown shock or sign, a period that is no row of the VAR, or one that is restricted twice.
    """
    events: dict[tuple, Event] = {}
    for entry in () if given is None else given:
        if len(tuple(entry)) != 3:
            raise EstimationError(f"a narrative restriction is shock, sign and period, not {entry!r}.")
        shock, sign, when = entry
        if shock not in table.shocks:
            raise EstimationError(
                f"no sign is restricted after a shock {shock!r}; they are on {', '.join(table.shocks)}."
            )
        if sign not in _SIGNS:
            raise EstimationError(
                f"the sign of the {shock_text(shock)} in {when} is '+' or '-', not {sign!r}."
            )
        period = at(when, reduced.system.calendar.freqstr, "the period of a narrative restriction")
        place = np.flatnonzero(reduced.periods == period)
        if not len(place):
            raise EstimationError(
                f"{period} is no row of the VAR, which runs from {reduced.periods[0]} to"
                f" {reduced.periods[-1]}."
            )
        if (shock, period) in events:
            raise EstimationError(f"the {shock_text(shock)} of {period} is restricted twice.")
        events[shock, period] = Event(shock, _SIGNS[sign], period, int(place[0]))
    return tuple(events.values())


def narrative_rows(
    events: tuple[Event, ...], reduced: ReducedForm, coefficients: np.ndarray, P: np.ndarray, shock: str
) -> np.ndarray:
    """Rows s with s'q at least 0 for the column q of one shock, by reduced form; of unit length.

    Parameters
    ----------
    events : tuple of Event
    reduced : ReducedForm
        Its data; the estimates come from the two arguments below.
    coefficients : ndarray, shape (d, k, K)
    P : ndarray, shape (d, K, K)
        Factors of Sigma.

    Returns
    -------
    ndarray, shape (d, number of events of the shock, K)
    """
    own = [event for event in events if event.shock == shock]
    if not own:
        return np.empty((len(P), 0, P.shape[-1]))
    places = [event.row for event in own]
    resid = reduced.Y[places] - reduced.X[places] @ coefficients
    rows = np.linalg.solve(P, resid.swapaxes(1, 2)).swapaxes(1, 2)
    rows *= np.array([event.sign for event in own])[:, None]
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)
