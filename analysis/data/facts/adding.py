"""A new row of a table of facts: a form that says what each field may hold, and the checks before it is
appended."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from analysis.data import schemas
from analysis.data.store.reader import read
from analysis.data.store.seal import replace_table
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.store.catalogue import Catalogue


def form(store: Catalogue, table: str) -> str:
    """A YAML form with every column of a table: what it is, what it may hold, and whether it may stay
    empty."""
    manifest = store.manifest(table)
    declared = schemas.schema(table)
    lines = [
        f"# A row of {manifest.file}: {manifest.title}",
        "# A fact has its source, the title and date of that source, and a grade.",
        "# Several sources are joined by ' | ', in one order.",
    ]
    for column in store.table(table).columns:
        rule = declared.fields[column]
        title = manifest.columns[column].title if column in manifest.columns else "key"
        lines += [
            f"# {title}",
            f"#   {rule.words or 'text'}{'; may stay empty' if rule.empty else ''}",
            f"{column}:",
        ]
    return "\n".join(lines) + "\n"


def add(store: Catalogue, table: str, text: str) -> list[str]:
    """Append the row of a filled form and seal the table; return what changed in its sidecar.

    Raises
    ------
    DataError
        If a field is unknown or not allowed, a source, its date or its grade is missing, or the key exists.
        Nothing is written then.
    """
    manifest = store.manifest(table)
    if manifest.kind != "facts":
        raise DataError(
            f"{table}: a table of figures; `python -m analysis data refresh --series {table}` renews it"
        )
    before = store.table(table)
    row = _row(table, text, list(before.columns))
    data = manifest.csv.read_bytes()
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(row.values())
    # Read as the file will be read, so that numbers and dates are held to the same rules.
    after = read(data + line.getvalue().encode(), manifest, counts=False)
    schemas.validate(after, table, manifest.covered_to)
    if table in schemas.SEARCHED and "searches" in store.paths():
        tables = {name: store.table(name) for name in schemas.SEARCHED if name in store.paths()}
        schemas.validate_links({**tables, table: after})
    return replace_table(manifest, data + line.getvalue().encode())


def _row(table: str, text: str, columns: list[str]) -> dict[str, str]:
    try:
        # Every scalar is text: 2026-08-01 is no date here, and 1.50 keeps its digits.
        given: Any = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(
            f"the form{f', line {mark.line + 1}' if mark else ''} is not valid YAML; quote texts with ': ' in"
            " them"
        ) from None
    if not isinstance(given, Mapping):
        raise DataError(f"the form is empty; `python -m analysis facts add {table}` prints one")
    if odd := [name for name in given if name not in columns]:
        raise DataError(f"{table} has no column {odd[0]!r}; it has {', '.join(columns)}")
    if wrong := [name for name, value in given.items() if not isinstance(value, str)]:
        raise DataError(f"{table}, {wrong[0]}: a field holds one text; several entries are joined by ' | '")
    row = {column: str(given.get(column, "")).strip() for column in columns}
    if pd.Series(row).eq("").all():
        raise DataError("the form is empty; fill it in")
    return row
