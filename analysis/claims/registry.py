"""Measures by name: each says which series and which fields of which tables it reads, and is handed those
alone.

A measure is a small pure function. Its arguments are the names of the tables and series that it declares. It
returns a number, an `Effect`, a `Range`, a `Step`, or `Absent` where nothing on record answers the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from analysis.claims.claim_list import CHAPTERS
from analysis.claims.horizons import horizon
from analysis.errors import ClaimError

# Prose is evidence for a reader, not a field: no measure may match words in it.
FREE_TEXT = frozenset(
    "conflict event evidence item note notes operator project qualifier rule says source_title statement term"
    " text words would_settle".split()
)


@dataclass(frozen=True)
class Measure:
    """A registered measure.

    Attributes
    ----------
    name, chapter : str
    compute : callable
    reads : tuple of str
        Fields of tables, each "table.field".
    series : tuple of str
    zero_is_absence : bool
        Whether the number 0 means that no entry was found, which contradicts nothing unless the record is
        complete.
    """

    name: str
    chapter: str
    compute: Callable[..., Any]
    reads: tuple[str, ...]
    series: tuple[str, ...]
    zero_is_absence: bool

    @property
    def fields(self) -> dict[str, list[str]]:
        """Fields by table."""
        found: dict[str, list[str]] = {}
        for read in self.reads:
            table, field = read.split(".")
            found.setdefault(table, []).append(field)
        return found

    @property
    def timed(self) -> bool:
        """Whether the measure takes the horizon of its rule."""
        return "horizon" in signature(self.compute).parameters

    def on(self, inputs: dict[str, Any], phrase: str = "") -> Any:
        """The value on these inputs, cut to the declared fields, at the horizon of the phrase.

        Raises
        ------
        ClaimError
            If an input is missing, lacks a declared field, or the phrase does not fit the measure.
        """
        if bool(phrase) != self.timed:
            raise ClaimError(
                f"measure {self.name}: takes {'a' if self.timed else 'no'} horizon; the rule has"
                f" {phrase or 'none'}"
            )
        handed = {}
        for table, fields in self.fields.items():
            if table not in inputs or not set(fields) <= set(inputs[table].columns):
                raise ClaimError(
                    f"measure {self.name}: table {table} with {', '.join(fields)} is needed; it is not there"
                )
            handed[table] = inputs[table][fields].copy()
        for name in self.series:
            if name not in inputs:
                raise ClaimError(f"measure {self.name}: the series {name} is needed; it is not there")
            handed[name] = inputs[name]
        return self.compute(**handed, **({"horizon": horizon(phrase)} if phrase else {}))

    def load(self) -> dict[str, Any]:
        """The published inputs."""
        from analysis import data

        return {table: data.table(table) for table in self.fields} | {
            name: data.load(name) for name in self.series
        }


_MEASURES: dict[str, Measure] = {}


def measure(
    *, reads: tuple[str, ...] = (), series: tuple[str, ...] = (), zero_is_absence: bool = False
) -> Callable:
    """Register the decorated function as a measure under its own name; the function is returned unchanged.

    Raises
    ------
    ClaimError
        If the name is taken, a field holds prose, or the arguments are not what is declared.
    """

    def register(compute: Callable[..., Any]) -> Callable[..., Any]:
        name = compute.__name__
        chapter = compute.__module__.removeprefix("analysis.claims.measures.").split(".")[0]
        made = Measure(name, chapter, compute, tuple(reads), tuple(series), zero_is_absence)
        if name in _MEASURES and _MEASURES[name].compute.__module__ != compute.__module__:
            raise ClaimError(
                f"measure {name}: is registered by {_MEASURES[name].compute.__module__} already; choose"
                " another name"
            )
        if prose := [read for read in reads if read.split(".")[1] in FREE_TEXT]:
            raise ClaimError(
                f"measure {name}: {prose[0]} is prose; a measure reads fields, so give the table a field"
            )
        wanted, parameters = {*made.fields, *made.series}, signature(compute).parameters
        taken = {name for name, kind in parameters.items() if kind.kind is not Parameter.VAR_KEYWORD} - {
            "horizon"
        }
        if wanted != taken and not (
            taken < wanted and len(taken) < len(parameters) - ("horizon" in parameters)
        ):
            raise ClaimError(
                f"measure {name}: declares {sorted(wanted)} and takes {sorted(taken)}; make them the same"
            )
        _MEASURES[name] = made
        return compute

    return register


def measures(chapter: str | None = None) -> dict[str, Measure]:
    """Measures of one chapter (its module alone is imported), or of all."""
    for name in CHAPTERS if chapter is None else (chapter,):
        if name not in CHAPTERS:
            raise ClaimError(f"no chapter {name!r} in the ledger; there are {', '.join(CHAPTERS)}")
        import_module(f"analysis.claims.measures.{name}")
    return {name: made for name, made in _MEASURES.items() if chapter in (None, made.chapter)}
