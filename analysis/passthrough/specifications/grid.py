"""A grid of specifications, stated before any of them is estimated.

Every dimension is a choice that a careful researcher could have made another
way. The grid is their product; the main specification is named with it, and
both together have a digest, so that a report can print what was stated before
the results were seen and the code can check that it is what was run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.variances import METHODS
from analysis.passthrough.core.vocabulary import door

_COMMON = ("price", "fx", "estimator", "lags", "controls", "control_lags", "seasonal", "sample", "inference")
#: The choices that each estimator has. Where it has none, the table says `NONE`.
ESTIMATORS = {
    "distributed lag": (*_COMMON, "own_lags"),
    "local projection": (*_COMMON, "horizon"),
    "error correction": _COMMON,
}
#: What a dimension is if the grid does not say.
DEFAULTS = {
    "estimator": "distributed lag",
    "lags": 12,
    "own_lags": 0,
    "horizon": 24,
    "controls": None,
    "control_lags": 0,
    "seasonal": False,
    "sample": None,
    "inference": "ewc",
}
DIMENSIONS = ("price", "fx", *DEFAULTS)
INFERENCE = ("ols", *METHODS)
NONE = "–"


@dataclass(frozen=True, eq=False)
class Plan:
    """What will be estimated.

    Attributes
    ----------
    choices : dict of dimension to dict of label to value
    main : dict of dimension to label
        The main specification, in every dimension that it has.
    table : DataFrame, one row a specification
        Labels; `NONE` where the estimator of the row does not have the choice.
    place : int
        Row of the main specification.
    text : str
        Grid and main specification in words (JSON), from which `digest` is
        made. It holds names and options, not numbers: newer data do not change
        what was stated.
    """

    choices: dict[str, dict[str, Any]]
    main: dict[str, str]
    table: pd.DataFrame
    place: int
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of `text`, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def varied(self) -> tuple[str, ...]:
        """Dimensions with more than one label in the table."""
        return tuple(name for name in self.table if self.table[name].nunique() > 1)

    def __len__(self) -> int:
        return len(self.table)

    def value(self, row: int, dimension: str) -> Any:
        """What the label of one row in one dimension stands for; None where it has none."""
        label = self.table[dimension].iat[row]
        return None if label == NONE else self.choices[dimension][label]

    def designs(self) -> list[list[int]]:
        """Rows of the table that differ in inference only, which share one regression."""
        keys = [name for name in self.table if name != "inference"]
        groups = self.table.groupby(keys, sort=False).indices
        return [list(map(int, rows)) for rows in groups.values()]


@door
def multiverse_plan(grid: Mapping[str, Any], main: Mapping[str, Any]) -> Plan:
    """Lay out a grid of specifications without estimating any.

    Parameters
    ----------
    grid : mapping of dimension to choices
        price, fx (needed): Series in levels. estimator: a key of `ESTIMATORS`.
        lags, own_lags, control_lags, horizon: int. controls: DataFrame or
        Series of changes, or None. seasonal: bool. sample: (first, last) or
        None. inference: one of `INFERENCE`; for local projections "hc3" and
        its kin mean the lag-augmented covariance of that name.
        A list holds several choices, a mapping gives each a label of its own,
        anything else is the one choice. Defaults are in `DEFAULTS`.
    main : mapping of dimension to label or value
        One choice in every dimension with several, of those that the main
        estimator has. It has no default: it is to be named before the results
        are seen.

    Returns
    -------
    Plan
        The Cartesian product. A choice that an estimator does not have (own
        lags of a local projection, lags of controls without controls) does not
        multiply its specifications.

    Raises
    ------
    EstimationError
        For an unknown dimension or option, two choices with one label, or a
        main specification that is incomplete or not in the grid.
    """
    choices = _choices(grid)
    rows: dict[tuple[str, ...], None] = {}
    for labels in product(*choices.values()):
        rows[tuple(_applicable(dict(zip(choices, labels, strict=True)), choices).values())] = None
    table = pd.DataFrame(list(rows), columns=list(choices), dtype=object)
    named = _main(main, choices)
    place = list(rows).index(tuple(named.values()))
    stated = {
        "dimensions": {
            name: {label: _words(value) for label, value in labels.items()}
            for name, labels in choices.items()
        },
        "main": named,
    }
    text = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Plan(choices, {n: label for n, label in named.items() if label != NONE}, table, place, text)


def _choices(grid: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Label and value of every choice, checked."""
    if not isinstance(grid, Mapping):
        raise EstimationError(f"the grid is a mapping of dimension to choices, not {type(grid).__name__}.")
    unknown = [str(name) for name in grid if name not in DIMENSIONS]
    if unknown:
        raise EstimationError(f"unknown dimension {', '.join(unknown)}; there are {', '.join(DIMENSIONS)}.")
    missing = [name for name in ("price", "fx") if name not in grid]
    if missing:
        raise EstimationError(f"the grid has no {' and no '.join(missing)}.")
    out = {}
    for name in DIMENSIONS:
        given = grid.get(name, DEFAULTS.get(name))
        pairs = (
            [(str(label), value) for label, value in given.items()]
            if isinstance(given, Mapping)
            else [(_label(name, value), value) for value in (given if isinstance(given, list) else [given])]
        )
        labels = [label for label, _ in pairs]
        twice = sorted({label for label in labels if labels.count(label) > 1 or label == NONE})
        if twice or not pairs:
            raise EstimationError(
                f"{name} has no choice."
                if not pairs
                else f"{name} has the label {', '.join(twice)} twice or reserved."
            )
        out[name] = {label: _checked(name, value) for label, value in pairs}
    return out


def _applicable(labels: dict[str, str], choices: dict[str, dict[str, Any]]) -> dict[str, str]:
    """`labels`, with `NONE` for what the estimator, or an equation without controls, does not have."""
    has = set(ESTIMATORS[choices["estimator"][labels["estimator"]]])
    if choices["controls"][labels["controls"]] is None:
        has.discard("control_lags")
    return {name: label if name in has else NONE for name, label in labels.items()}


def _main(main: Mapping[str, Any], choices: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Labels of the main specification, one a dimension."""
    if not isinstance(main, Mapping):
        raise EstimationError(f"main is a mapping of dimension to choice, not {type(main).__name__}.")
    unknown = [str(name) for name in main if name not in choices]
    if unknown:
        raise EstimationError(f"main names {', '.join(unknown)}; the dimensions are {', '.join(choices)}.")
    named = {}
    for name, labels in choices.items():
        if name not in main:
            named[name] = next(iter(labels))
            continue
        wanted = main[name] if isinstance(main[name], str) else _label(name, main[name])
        if wanted not in labels:
            raise EstimationError(f"main has {name} {wanted}, which is not in the grid: {', '.join(labels)}.")
        named[name] = wanted
    applicable = _applicable(named, choices)
    open_ = [
        n for n, labels in choices.items() if n not in main and len(labels) > 1 and applicable[n] != NONE
    ]
    if open_:
        raise EstimationError(
            f"main does not say which {', '.join(open_)}: name one choice in every dimension with several."
        )
    idle = [name for name in main if applicable[name] == NONE]
    if idle:
        raise EstimationError(
            f"main names {', '.join(idle)}, a choice that its estimator or controls do not have."
        )
    return applicable


def _label(name: str, value: Any) -> str:
    if isinstance(value, pd.Series):
        if value.name is None:
            raise EstimationError(
                f"a {name} series has no name: name it, or give the grid a mapping of label to series."
            )
        return str(value.name)
    if isinstance(value, pd.DataFrame):
        return ", ".join(map(str, value.columns))
    if value is None:
        return "all" if name == "sample" else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        first, last = (*value, None)[:2]
        return f"{first or 'start'} to {last or 'end'}"
    return str(value)


def _checked(name: str, value: Any) -> Any:
    """`value`, or a refusal of what no specification can use."""
    if name in ("price", "fx"):
        if not isinstance(value, pd.Series):
            raise EstimationError(f"a choice of {name} is a Series in levels, not {type(value).__name__}.")
    elif name == "controls":
        if isinstance(value, pd.Series):
            return value.to_frame("control" if value.name is None else value.name)
        if value is not None and not isinstance(value, pd.DataFrame):
            raise EstimationError(
                f"a choice of controls is a DataFrame of changes or None, not {type(value).__name__}."
            )
    elif name in ("estimator", "inference"):
        options = tuple(ESTIMATORS) if name == "estimator" else INFERENCE
        if value not in options:
            raise EstimationError(
                f"unknown {name} {value!r}; a specification curve knows {', '.join(options)}."
            )
    elif name == "seasonal":
        if not isinstance(value, bool):
            raise EstimationError(f"a choice of seasonal is True or False, not {value!r}.")
    elif name == "sample":
        if value is not None and not (isinstance(value, tuple) and len(value) == 2):
            raise EstimationError(f"a choice of sample is a pair (first, last) or None, not {value!r}.")
    else:
        return count(value, f"a choice of {name}")
    return value


def _words(value: Any) -> Any:
    """A choice as JSON: the name of a series, the columns of controls, an option as it is."""
    if isinstance(value, pd.Series):
        return None if value.name is None else str(value.name)
    if isinstance(value, pd.DataFrame):
        return [str(column) for column in value.columns]
    if isinstance(value, tuple):
        return [None if end is None else str(end) for end in value]
    return value
