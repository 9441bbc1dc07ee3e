"""The sidecar of a refreshed table: what can be measured is, what a person wrote stays, and the refresh says
that it ran."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import yaml

from analysis.data.providers.base import Parsed
from analysis.data.refresh.compare import Difference
from analysis.data.refresh.rebasing import ChangeOfBase
from analysis.data.store.files import hold
from analysis.data.store.manifest import Manifest, from_mapping
from analysis.data.store.reader import measure, read, sha256
from analysis.data.store.seal import dump, sealed
from analysis.data.store.vintages import family_and_edition

OBTAINED = "python -m analysis data refresh"
CHECKED = "refresh of"


def renewed(
    manifest: Manifest,
    data: bytes,
    parsed: Parsed,
    found: Mapping[str, Difference],
    provider: str,
    today: str,
    recipes: Mapping[str, ChangeOfBase],
) -> bytes:
    """The bytes of the sidecar that fits `data`.

    Renewed are hash, rows, coverage of the columns, `vintage` and `covered_to`, the edition of every
    `vintage_group` (one edition for all tables of a provider, which are fetched together), units where the
    base changed, the builder (a package makes the table no longer), and one line each in `obtained` and
    `checks`.

    Raises
    ------
    DataError
        If the new table breaks the rules of its sidecar.
    """
    raw = yaml.safe_load(manifest.path.read_bytes())
    raw["builder"] = None  # from now on the publisher keeps it, not the package that it first came from
    raw["vintage"] = f"{parsed.vintage or 'the publisher does not date it'}; fetched {today}"
    if parsed.covered_to is not None and parsed.covered_to > str(raw.get("covered_to") or ""):
        raw["covered_to"] = parsed.covered_to
    for column in (raw.get("columns") or {}).values():
        _new_edition(column, today)
    _new_edition(raw.get("wide") or {}, today)
    for name, recipe in recipes.items():
        (raw["wide"] if manifest.wide else raw["columns"][name])["unit"] = recipe.after
        raw["notes"] = [*raw["notes"], f"{today}: {found[name].rebased}"]
    raw["obtained"] = [*_without(raw["obtained"], OBTAINED), f"{OBTAINED} --provider {provider}, {today}"]
    raw["checks"] = [*_without(raw["checks"], CHECKED), f"{CHECKED} {today}: {_checked(found)}"]
    raw["sha256"] = sha256(data)
    draft = replace(from_mapping(raw, manifest.path), refresh=manifest.refresh)
    frame = read(data, draft, counts=False)
    hold(frame, draft)
    raw["rows"] = len(frame)
    for name, column in draft.columns.items():
        for key, value in measure(frame, draft, name).items():
            if getattr(column, key) is not None and key in raw["columns"][name]:
                raw["columns"][name][key] = value
    read(data, from_mapping(raw, manifest.path))
    return dump(raw)


def renewed_index(
    index: Manifest,
    content: bytes,
    manifest: Manifest,
    frame: pd.DataFrame,
    recipes: Mapping[str, ChangeOfBase],
) -> bytes:
    """The table that describes the columns of a wide one, brought in line with its data: coverage, and units.

    Parameters
    ----------
    index : Manifest
        Of the describing table.
    content : bytes
        That table as it is.
    manifest : Manifest
        Of the wide table.
    frame : DataFrame
        The wide table as it will be.
    """
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    # Two tables that share their description (adjusted and not) have columns of their own in it.
    suffix = "" if "nobs" in rows[0] else f"_{manifest.name.rpartition('_')[2]}"
    for row in rows:
        column = row[index.index[0]]
        if column not in frame:
            continue
        if f"nobs{suffix}" in row:
            found = {**measure(frame, manifest, column), "missing": _gaps(frame[column])}
            row |= {f"{key}{suffix}": "" if value is None else str(value) for key, value in found.items()}
        if column in recipes and "unit" in row:
            row["unit"] = recipes[column].after
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _gaps(values: pd.Series) -> str:
    """Spells of rows without a value, from the first value to the last. A week-end ends no spell of days."""
    inside = values.loc[values.first_valid_index() : values.last_valid_index()]
    empty = inside.isna().to_numpy()
    labels = inside.index.astype(str)
    spells = []
    for at in np.flatnonzero(empty):
        if at and empty[at - 1]:
            spells[-1][1] = labels[at]
        else:
            spells.append([labels[at], labels[at]])
    return ", ".join(first if first == last else f"{first}..{last}" for first, last in spells)


def of_index(index: Manifest, data: bytes) -> bytes:
    """The sidecar of a describing table that was brought in line; a package makes it no longer."""
    raw = yaml.safe_load(sealed(index, data)[0])
    raw["builder"] = None
    return dump(raw)


def _new_edition(column: dict, today: str) -> None:
    if column.get("vintage_group"):
        family, _ = family_and_edition(column["vintage_group"])
        column["vintage_group"] = f"{family}: fetched {today}"


def _without(lines: list[str], start: str) -> list[str]:
    return [line for line in lines if not str(line).startswith(start)]


def _checked(found: Mapping[str, Difference]) -> str:
    revised = sum(len(one.revised) for one in found.values())
    flagged = sum(len(one.flagged) for one in found.values())
    added = sum(len(one.added) for one in found.values())
    return (
        f"{added} new values, {revised} revised ({flagged} beyond the stated bound); calendar, range and"
        " units hold"
    )
