"""Schemas at work: pandera looks at the cells, and what it finds is said in one sentence a fault."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.data.schemas.declaration import DAY, JOIN, NO_ADDRESS, NO_SOURCE, Field, Table
from analysis.data.series.coverage import known
from analysis.errors import DataError

#: Faults that one error names; the rest is counted.
SHOWN = 5
#: Independent collections that must have been searched, besides a primary site, before something is "not
#: found".
COLLECTIONS = 2
PRIMARY = "primary site"


def validate(frame: pd.DataFrame, declared: Table, table: str, covered_to: str | None = None) -> None:
    """Hold a table to its schema.

    Parameters
    ----------
    frame : DataFrame
        As read: numbers float64, everything else text, empty cells missing.
    declared : Table
    table : str
    covered_to : str, optional
        Of its sidecar. In a table of events a row after it is refused: the loader would leave it out in
        silence.

    Raises
    ------
    DataError
        Naming table, row, column, value and what is allowed.
    """
    faults = [*_pandera(frame, declared)]
    present = set(frame.columns) >= {"source", "grade"}
    if not faults and declared.sourced and present:
        faults += _sources(frame, declared)
    if not faults and declared.events and covered_to:
        late = frame.index.difference(known(frame, covered_to, declared.events).index)
        faults += [
            f"row {_key(frame, declared, at)}: {declared.events} {frame.at[at, declared.events]} lies after"
            f" covered_to {covered_to}; raise covered_to if the days up to it were searched, or move the row"
            for at in late
        ]
    if faults:
        more = f" (and {len(faults) - SHOWN} more)" if len(faults) > SHOWN else ""
        raise DataError(f"facts/{table}.csv: " + "; ".join(faults[:SHOWN]) + more)


def _pandera(frame: pd.DataFrame, declared: Table) -> list[str]:
    try:
        _schema(declared).validate(frame, lazy=True)
    except SchemaErrors as error:
        return [_say(case, frame, declared) for case in error.failure_cases.itertuples()]
    return []


def _schema(declared: Table) -> pa.DataFrameSchema:
    columns = {
        name: pa.Column(
            "float64" if rule.number else None,
            checks=_checks(rule),
            nullable=rule.empty,
            required=not rule.optional,
        )
        for name, rule in declared.fields.items()
    }
    return pa.DataFrameSchema(columns, strict=True, unique=list(declared.key))


def _checks(rule: Field) -> list[pa.Check]:
    checks = []
    if rule.among:
        checks.append(pa.Check.isin(rule.among, error=rule.words))
    if rule.pattern:
        fits = re.compile(rule.pattern).fullmatch
        each = (
            (lambda cell: all(map(fits, cell.split(JOIN)))) if rule.many else (lambda cell: bool(fits(cell)))
        )
        checks.append(pa.Check(each, element_wise=True, error=rule.words))
    if rule.words.startswith("YYYY"):
        checks.append(pa.Check(_on_the_calendar, element_wise=True, error="a day of the calendar"))
    if rule.low is not None:
        checks.append(pa.Check.ge(rule.low, error=rule.words))
    if rule.high is not None:
        checks.append(pa.Check.le(rule.high, error=rule.words))
    if rule.longest is not None:
        checks.append(
            pa.Check(lambda s: s.str.len() <= rule.longest, error=f"at most {rule.longest} characters")
        )
    if not rule.number:
        checks.append(
            pa.Check(
                lambda cell: cell == cell.strip() != "", element_wise=True, error="no space at either end"
            )
        )
    return checks


def _on_the_calendar(cell: str) -> bool:
    for entry in cell.split(JOIN):
        if re.fullmatch(DAY, entry):
            try:
                date.fromisoformat(entry)
            except ValueError:
                return False
    return True


def _say(case, frame: pd.DataFrame, declared: Table) -> str:
    """One failure case of pandera in words."""
    if case.check == "column_in_schema":
        return f"column {case.failure_case!r} is not declared; declared are {', '.join(declared.fields)}"
    if case.check == "column_in_dataframe":
        return f"column {case.failure_case!r} is missing"
    if str(case.check).startswith("dtype"):
        return (
            f"column {case.column!r} must hold numbers (give it a `unit` in the sidecar), found"
            f" {case.failure_case}"
        )
    row = _key(frame, declared, case.index) if pd.notna(case.index) else "?"
    if case.check == "multiple_fields_uniqueness":
        return f"row {row}: the key {' / '.join(declared.key)} stands twice"
    if case.check == "not_nullable":
        return (
            f"row {row}, column {case.column}: empty; allowed is"
            f" {declared.fields[case.column].words or 'text'}"
        )
    return f"row {row}, column {case.column}: {case.failure_case!r}; allowed is {case.check}"


def _key(frame: pd.DataFrame, declared: Table, at) -> str:
    return " / ".join(str(frame.at[at, name]) for name in declared.key if name in frame)


def _sources(frame: pd.DataFrame, declared: Table) -> list[str]:
    """A source is complete: as many titles, dates and copies as addresses, a grade where there is one, none
    where not."""
    faults = []
    for at, row in frame.iterrows():
        place = f"row {_key(frame, declared, at)}"
        pages = row["source"].split(JOIN)
        for name in ("source_title", "source_date", "read_at"):
            # A literature row is one paper, whatever the number of pages that carry it.
            if name not in frame or pd.isna(row[name]) or (name == "source_title" and "authors" in frame):
                continue
            if (entries := len(row[name].split(JOIN))) != len(pages):
                faults.append(f"{place}, column {name}: {entries} entries for {len(pages)} sources")
        none = row["source"] == NO_SOURCE
        if none != (row["grade"] == "none") and row.get("from_memory") != "yes":
            faults.append(
                f"{place}, column grade: {row['grade']!r} with source {row['source']!r}; no source, no grade"
            )
        if row.get("from_memory") == "yes" and row["grade"] != "none":
            faults.append(f"{place}, column grade: {row['grade']!r}; what is from memory has grade none")
        if NO_ADDRESS in pages and ("read_at" not in frame or pd.isna(row["read_at"])):
            faults.append(
                f"{place}, column read_at: empty; a source without an address says where it was read"
            )
        number = row.get("value")
        if number is not None and pd.notna(number) and pd.isna(row["unit"]):
            faults.append(f"{place}, column unit: empty; a number has a unit")
        low, high = row.get("value_low"), row.get("value_high")
        if low is not None and pd.notna(low) and pd.notna(high) and low > high:
            faults.append(f"{place}, column value_low: {low:g}; allowed is at most value_high, {high:g}")
    return faults


def validate_links(frames: dict[str, pd.DataFrame]) -> None:
    """Hold what is "not found" to the searches behind it.

    Every id of a search that a row names exists; what `unknowns` lists, and what `memorandum` calls not found
    or open, names searches of at least two independent collections and of one primary site.

    Parameters
    ----------
    frames : dict of str to DataFrame
        `searches`, and any of `unknowns`, `memorandum`, `funding_plan`, `calibration`.
    """
    searches = frames["searches"].set_index("id")
    faults = []
    for table, frame in frames.items():
        if table == "searches" or "searches" not in frame:
            continue
        needed = (
            frame["status"].isin(["not found", "open"])
            if "status" in frame
            else pd.Series(table == "unknowns", frame.index)
        )
        for at, row in frame.iterrows():
            place = f"facts/{table}.csv: row {row['id']}, column searches"
            ids = [] if pd.isna(row["searches"]) else row["searches"].split(JOIN)
            if strange := [one for one in ids if one not in searches.index]:
                faults.append(f"{place}: {strange[0]!r}; allowed are ids of searches.csv")
            elif needed[at] and (lacks := lacking(searches.loc[ids, "collection"])):
                faults.append(f"{place}: {row['searches']!r} {lacks}")
    if faults:
        raise DataError(
            "; ".join(faults[:SHOWN]) + (f" (and {len(faults) - SHOWN} more)" if len(faults) > SHOWN else "")
        )


def lacking(collections: pd.Series) -> str:
    """What a set of searches lacks before "not found" may be said; empty if nothing."""
    independent = set(collections) - {PRIMARY}
    if len(independent) < COLLECTIONS:
        return f"names {len(independent)} independent collections; {COLLECTIONS} must have been searched"
    if PRIMARY not in set(collections):
        return "names no search of a primary site; one must have been searched"
    return ""
