"""From a file to bytes that its manifest vouches for."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from analysis.data.series.coverage import day_column, known
from analysis.data.store.manifest import Manifest
from analysis.data.store.reader import read, sha256
from analysis.errors import DataError


def default_root() -> Path:
    """``ANALYSIS_DATA`` if it is set, else ``data/`` beside the package."""
    chosen = os.environ.get("ANALYSIS_DATA")
    return Path(chosen) if chosen else Path(__file__).resolve().parents[3] / "data"


def finish_refresh(root: Path) -> None:
    """Finish a refresh that died between its decision and its last move; nearly always there is none."""
    if (root / ".refresh" / "journal.json").exists():
        from analysis.data.store.transaction import (
            recover,
        )  # only now: readers do not depend on how tables are written

        recover(root)


def stamp(path: Path) -> tuple[int, int]:
    """Time and size of a file: what changes when its contents do. A missing file has a stamp of its own."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, -1)
    return (found.st_mtime_ns, found.st_size)


def read_checked(manifest: Manifest) -> pd.DataFrame:
    """Read the CSV of a manifest if its SHA-256 is the recorded one.

    Raises
    ------
    DataError
        If the file is missing, was altered, or breaks the rules of `analysis.data.store.reader.read`.
    """
    folder = manifest.path.parent
    place = f"{folder.parent.name}/{folder.name}/{manifest.file}"
    restore = f"restore it with `git checkout -- {place}`"
    try:
        data = manifest.csv.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{place}: the data file is missing; {restore}") from None
    if (found := sha256(data)) != manifest.sha256:
        raise DataError(
            f"{place}: the file was altered: its SHA-256 is {found[:12]}…, the manifest says"
            f" {manifest.sha256[:12]}…{_first_problem(data, manifest)}; `python -m analysis data status`"
            f" shows every altered file; {restore}, or, if the change is meant, run `python -m analysis data"
            f" seal {manifest.name}`"
        )
    return read(data, manifest)


def hold(frame: pd.DataFrame, manifest: Manifest) -> None:
    """Hold a table to what is declared of its contents: the schema of a table of facts, the end of its
    coverage.

    Raises
    ------
    DataError
        Naming table, row, column, value and what is allowed.
    """
    if manifest.kind == "facts":
        from analysis.data.schemas import validate  # here and not above: it loads pandera

        validate(frame, manifest.name, manifest.covered_to)
        return
    late = len(frame) - len(known(frame, manifest.covered_to, day_column(manifest)))
    if late:
        raise DataError(
            f"{manifest.file}: {late} rows lie after covered_to {manifest.covered_to} and would not be"
            " loaded; raise covered_to if the days up to it are known"
        )


def _first_problem(data: bytes, manifest: Manifest) -> str:
    # The hash says that something changed; most readers want to know what.
    try:
        read(data, manifest)
    except DataError as error:
        return f" ({error})"
    return ""
