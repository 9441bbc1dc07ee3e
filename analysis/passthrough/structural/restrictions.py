"""Sign and zero restrictions as a table that can be read: shock, variable, sign, horizons.

A restriction concerns the response of the *level* of a variable (of its log, or
of the rate) to a positive shock, so that "prices do not fall for a year" is one
row with horizons 0-12. The variable may be a difference of two log levels:
"fx - cpi" with "+" says that pass-through is less than complete, and keeps
models out in which the price moves and the exchange rate does not. With a
multiple, "fx - 0.5 * rate" or "fx + 0.5 * rate", it bounds an impact elasticity,
whatever the units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.structural.responses import level_moving_average
from analysis.passthrough.structural.system import LEVEL, LOG_CHANGE, System

COLUMNS = ["shock", "variable", "sign", "horizons"]
LONG_RUN = "long run"
_SIGNS = {"+": 1, "1": 1, "-": -1, "\N{MINUS SIGN}": -1, "-1": -1, "0": 0}
_TEXT = {1: "+", -1: "-", 0: "0"}


@dataclass(frozen=True)
class Row:
    """`variable` answers `shock` with `sign` from horizon `first` to `last` (None: in the long run)."""

    shock: str
    variable: str
    sign: int
    first: int | None
    last: int | None
    names: tuple[str, ...]
    weights: tuple[float, ...] = (1.0,)

    @property
    def horizons(self) -> str:
        """Horizons in the words of a table: "0", "0-11" or the long run."""
        if self.first is None:
            return LONG_RUN
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, eq=False)
class Restrictions:
    """A checked table of restrictions.

    Attributes
    ----------
    rows : tuple of Row
    shocks : tuple of str
        In the order of their first row.
    """

    rows: tuple[Row, ...]
    shocks: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a restriction: shock, variable, sign, horizons."""
        rows = [(r.shock, r.variable, _TEXT[r.sign], r.horizons) for r in self.rows]
        return pd.DataFrame(rows, columns=COLUMNS)

    def wide(self) -> pd.DataFrame:
        """Variables down, shocks across, such as "+ (0-3)"; what is free is empty."""
        cells: dict[str, dict[str, list[str]]] = {}
        for r in self.rows:
            cells.setdefault(r.variable, {}).setdefault(r.shock, []).append(f"{_TEXT[r.sign]} ({r.horizons})")
        frame = pd.DataFrame("", index=list(cells), columns=list(self.shocks)).rename_axis("variable")
        for variable, by_shock in cells.items():
            for shock, parts in by_shock.items():
                frame.loc[variable, shock] = ", ".join(parts)
        return frame

    @property
    def horizon(self) -> int:
        """The last finite horizon that is restricted."""
        return max([0, *(r.last for r in self.rows if r.last is not None)])

    def matrices(self, system: System, A: np.ndarray, P: np.ndarray) -> tuple[list, list]:
        r"""Restrictions on the columns q of a rotation: :math:`S_j q_j \ge 0` and :math:`F_j q_j = 0`.

        Parameters
        ----------
        system : System
        A : ndarray, shape (..., p, K, K)
            One reduced form or many.
        P : ndarray, shape (..., K, K)
            Any factor of Sigma; the impact of shock j is P q_j.

        Returns
        -------
        signs, zeros : list of ndarray, shape (..., m_j, K)
            One entry a shock, in the order of `shocks`; rows of unit length.
        """
        cumulated = system.cumulated
        finite = level_moving_average(A, self.horizon, cumulated) @ P[..., None, :, :]
        endless = None
        if any(r.first is None for r in self.rows):
            K = P.shape[-1]
            endless = np.linalg.solve(np.eye(K) - A.sum(axis=-3), P)
        signs, zeros = [], []
        for shock in self.shocks:
            parts: dict[bool, list[np.ndarray]] = {True: [], False: []}
            for r in (r for r in self.rows if r.shock == shock):
                parts[r.sign == 0].append(_response(r, system, finite, endless) * (r.sign or 1))
            empty = np.empty((*P.shape[:-2], 0, P.shape[-1]))
            signs.append(_unit(np.concatenate([empty, *parts[False]], axis=-2)))
            zeros.append(_unit(np.concatenate([empty, *parts[True]], axis=-2)))
        return signs, zeros


def restrictions(given: pd.DataFrame | Iterable, system: System) -> Restrictions:
    """Read and check a table of restrictions.

    Parameters
    ----------
    given : DataFrame or iterable of rows
        Columns, or entries of a row, in the order shock, variable, sign,
        horizons. Variable: a name, "a - b" for two log levels, or "a - 0.5 * b"
        and "a + 0.5 * b" for any two. Sign: "+",
        "-" or "0" (or 1, -1, 0). Horizons: a number, a pair (first, last), text
        such as "0-3", or "long run"; default 0.
    system : System

    Raises
    ------
    EstimationError
        For an unknown variable, sign or horizon, restrictions that contradict
        or repeat each other, more shocks than variables, or a long-run
        restriction on a variable that enters in levels.
    """
    rows = [_row(entry, system) for entry in _entries(given)]
    if not rows:
        raise EstimationError(
            "sign identification needs restrictions: rows of shock, variable, sign, horizons."
        )
    shocks = tuple(dict.fromkeys(row.shock for row in rows))
    if len(shocks) > len(system.names):
        raise EstimationError(
            f"{len(shocks)} shocks are restricted, and there are {len(system.names)} variables."
        )
    seen: dict[tuple, Row] = {}
    for row in rows:
        for h in [None] if row.first is None else range(row.first, row.last + 1):
            other = seen.setdefault((row.shock, row.variable, h), row)
            if other is not row:
                at = "in the long run" if h is None else f"at horizon {h}"
                word = "contradict" if other.sign != row.sign else "repeat"
                raise EstimationError(
                    f"two restrictions {word} each other: {row.variable} after a "
                    f"{shock_text(row.shock)} {at}."
                )
    return Restrictions(tuple(rows), shocks)


def _entries(given: pd.DataFrame | Iterable) -> list[tuple]:
    if isinstance(given, pd.DataFrame):
        lacking = [name for name in COLUMNS[:3] if name not in given.columns]
        if lacking:
            raise EstimationError(f"the table of restrictions has no column {', '.join(lacking)}.")
        names = [name for name in COLUMNS if name in given.columns]
        return list(given[names].itertuples(index=False, name=None))
    if given is None or isinstance(given, str):
        raise EstimationError("restrictions are rows of shock, variable, sign, horizons.")
    return [tuple(entry) for entry in given]


def _row(entry: tuple, system: System) -> Row:
    if len(entry) not in (3, 4):
        raise EstimationError(f"a restriction is shock, variable, sign and horizons, not {entry!r}.")
    shock, variable, sign = str(entry[0]), str(entry[1]).strip(), entry[2]
    names, weights = _names(variable, system)
    code = _SIGNS.get(str(sign).strip())
    if code is None:
        raise EstimationError(
            f"the sign of {variable} after a {shock_text(shock)} is '+', '-' or '0', not {sign!r}."
        )
    first, last = _horizons(entry[3] if len(entry) == 4 else 0)
    if first is None and any(system.kinds[system.place(name)] == LEVEL for name in names):
        raise EstimationError(
            f"{variable} enters in levels: its response dies out, so a long run restricts nothing."
        )
    return Row(shock, variable, code, first, last, names, weights)


def _names(variable: str, system: System) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The variable, or the two that are compared, with their weights."""
    if variable in system.names:
        return (variable,), (1.0,)
    match = re.fullmatch(r"(.+?) ([-+]) ([\d.]+) \* (.+)", variable)
    if match:
        names, weights = (match[1], match[4]), (1.0, float(match[2] + match[3]))
    else:
        names = tuple(variable.split(" - "))
        weights = (1.0, -1.0)[: len(names)]
    places = [system.place(name.strip()) for name in names]
    if len(names) == 2 and not match and any(system.kinds[i] != LOG_CHANGE for i in places):
        raise EstimationError(
            f"{variable}: only responses of log levels have one unit and can be compared without a multiple."
        )
    if len(names) > 2 or len(set(places)) < len(places):
        raise EstimationError(
            f"a restriction is on one variable or on a difference of two, not on {variable!r}."
        )
    return tuple(system.names[i] for i in places), weights


def _response(row: Row, system: System, finite: np.ndarray, endless: np.ndarray | None) -> np.ndarray:
    """Responses that a row restricts, shape (..., horizons, K)."""
    return sum(
        weight
        * (endless[..., i : i + 1, :] if row.first is None else finite[..., row.first : row.last + 1, i, :])
        for weight, i in zip(row.weights, map(system.place, row.names), strict=True)
    )


def _horizons(given: object) -> tuple[int | None, int | None]:
    if isinstance(given, str):
        text = given.strip()
        if text == LONG_RUN:
            return None, None
        match = re.fullmatch(r"(\d+)(?:\s*[-\N{EN DASH}]\s*(\d+))?", text)
        if match:
            given = (int(match[1]), int(match[2] or match[1]))
    elif isinstance(given, (int, np.integer)) and not isinstance(given, bool):
        given = (int(given), int(given))
    if (
        not isinstance(given, tuple)
        or len(given) != 2
        or not all(isinstance(h, (int, np.integer)) and h >= 0 for h in given)
        or given[0] > given[1]
    ):
        raise EstimationError(f"horizons are a number, 'first-last' or 'long run', not {given!r}.")
    return int(given[0]), int(given[1])


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(length > 0, length, 1.0)


def shock_text(name: str) -> str:
    """Name of a shock: "demand shock" for "demand", and for "demand shock"."""
    return name if name.endswith("shock") else f"{name} shock"


def runs(horizons: list[int]) -> str:
    """Rising horizons as text: "0, 3-6"."""
    parts = np.split(np.array(horizons), np.flatnonzero(np.diff(horizons) > 1) + 1)
    return ", ".join(f"{part[0]}" if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
