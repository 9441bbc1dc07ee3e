"""What a stored notebook was made from, and what of that has changed since.

A notebook that was executed carries a record in its metadata under `report`:

    code, prose   digests of the cell sources; only code makes a notebook stale
    outputs       digest of what is stored under the cells
    modules       {"analysis/data/catalogue.py": digest, ...} as imported in its kernel
    tables        {"boj_cgpi_neer_monthly": digest, ...} as read through `analysis.data`
    notebooks     {"japan": digest, ...} whose records it read through `notebooks.records()`
    nulls         {"japan": digest, ...} whose nulls it read through `nulls.collect()`, if it did
    files         {"references.bib": digest, ...} any other project file that it opened
    lock          digest of requirements.lock, or null
    python, machine, seconds     the circumstances of the run that made the outputs

The circumstances are kept from the earlier run where nothing else differs; otherwise every
run would change every file.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from pathlib import Path

from nbformat import NotebookNode

LOCK = "requirements.lock"
FOLDERS = ("series", "facts")  # of data/; what was replaced (data/vintages) is no table of today
# Stands for the list of tables; recorded for a page that read every one of them (the catalogue),
# because a table that is new concerns it too.
ALL_TABLES = "list"
CIRCUMSTANCES = ("machine", "python", "seconds")
# Edited without a new run: pasted numbers are looked up when the book is built.
_HARMLESS = ("prose", *CIRCUMSTANCES)


def digest(content: bytes | str) -> str:
    """The first 16 hexadecimal digits (64 bits) of SHA-256: short enough to read in a diff."""
    if isinstance(content, str):
        content = content.encode("utf-8")
    return hashlib.sha256(content).hexdigest()[:16]


def file_digest(path: Path) -> str | None:
    """Digest of a text file whatever its line endings; None if there is no such file."""
    try:
        return digest(path.read_bytes().replace(b"\r\n", b"\n"))
    except (FileNotFoundError, IsADirectoryError):
        return None


def table_digests(root: Path) -> dict[str, str]:
    """Digest of every data table under `data/` by name: the CSV together with its sidecar.

    The sidecar counts, because units, vintages and notes reach the page as well.
    """
    found = {}
    if (root / "data" / ".refresh" / "journal.json").exists():  # or a half-moved table would count as changed
        from analysis.data.store.files import finish_refresh

        finish_refresh(root / "data")
    for path in sorted(path for folder in FOLDERS for path in (root / "data" / folder).glob("*.csv")):
        found[path.stem] = digest(f"{file_digest(path)} {file_digest(path.with_suffix('.yml'))}")
    if found:
        found[ALL_TABLES] = digest(" ".join(found))
    return found


def code_digest(notebook: NotebookNode) -> str:
    """Digest of the code cells in their order."""
    return _sources(notebook, code=True)


def prose_digest(notebook: NotebookNode) -> str:
    """Digest of the cells that are not code."""
    return _sources(notebook, code=False)


def outputs_digest(notebook: NotebookNode) -> str:
    """Digest of the stored outputs and execution counts: catches stripping and hand edits."""
    stored = [
        [cell.get("execution_count"), cell.outputs] for cell in notebook.cells if cell.cell_type == "code"
    ]
    return digest(json.dumps(stored, sort_keys=True))


def row(notebook: NotebookNode) -> dict:
    """What another page may read of a notebook: its record and the size of what it shows.

    Returns
    -------
    dict
        `code_cells`, `figures`, `tables`, `numbers` (counts), `modules`, `data_tables`
        (lists of names), `seconds`, `python`, `machine`, `code`, `outputs`, `lock`. The
        record is empty for a notebook that was never executed; then so are its fields.
    """
    record = notebook.metadata.get("report") or {}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [output.get("metadata", {}) for cell in code for output in cell.outputs]
    kinds = [meta["report"].get("kind") for meta in shown if "report" in meta]
    return {
        "code_cells": len(code),
        "figures": kinds.count("figure"),
        "tables": kinds.count("table"),
        "numbers": sum("scrapbook" in meta for meta in shown),
        "modules": sorted(record.get("modules", {})),
        "data_tables": sorted(set(record.get("tables", {})) - {ALL_TABLES}),
        **{key: record.get(key) for key in ("seconds", "python", "machine", "code", "outputs", "lock")},
    }


def row_digest(notebook: NotebookNode) -> str:
    """Digest of `row`: what a page that reads records depends on."""
    return digest(json.dumps(row(notebook), sort_keys=True))


def snapshot(root: Path) -> dict:
    """Digests of all modules, all tables and the lock.

    Taken before a run: whatever is edited while it runs then makes the result stale, as it
    must, since the kernel may have read either version.
    """
    modules = sorted((root / "analysis").rglob("*.py"))
    return {
        "modules": {path.relative_to(root).as_posix(): file_digest(path) for path in modules},
        "tables": table_digests(root),
        "lock": file_digest(root / LOCK),
    }


def make(notebook: NotebookNode, used: dict, before: dict, root: Path, rows: dict[str, str]) -> dict:
    """The record of a run that has just ended, without its circumstances.

    Parameters
    ----------
    notebook
        The executed notebook, normalised.
    used
        The answer of the kernel (see `kernel_probe`).
    before
        The `snapshot` taken before the run.
    root
        The project.
    rows
        `row_digest` of every notebook by name.
    """
    tables = set(used["tables"])
    if tables and tables >= set(before["tables"]) - {ALL_TABLES}:
        tables.add(ALL_TABLES)
    return {
        "code": code_digest(notebook),
        "prose": prose_digest(notebook),
        "outputs": outputs_digest(notebook),
        "modules": {name: before["modules"].get(name) for name in used["modules"]},
        "tables": {name: before["tables"].get(name) for name in sorted(tables)},
        "notebooks": {name: rows.get(name) for name in used["notebooks"]},
        **({"nulls": dict(sorted(used["nulls"].items()))} if used.get("nulls") else {}),
        "files": {name: file_digest(root / name) for name in used["files"]},
        "lock": before["lock"],
    }


def with_circumstances(record: dict, earlier: dict | None, seconds: float) -> dict:
    """Add machine, Python and duration: the earlier ones where the run reproduced its result."""
    now = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()} {platform.system()}",
        "python": ".".join(platform.python_version_tuple()[:2]),
        "seconds": round(seconds, 1),
    }
    if earlier and all(key in earlier for key in CIRCUMSTANCES):
        before = {key: value for key, value in earlier.items() if key not in _HARMLESS}
        if before == {key: value for key, value in record.items() if key not in _HARMLESS}:
            now = {key: earlier[key] for key in CIRCUMSTANCES}
    return {**record, **now}


def reasons(
    notebook: NotebookNode,
    root: Path,
    *,
    tables: dict[str, str],
    rows: dict[str, str],
    nulls: dict[str, str] | None = None,
) -> list[str]:
    """Why the stored outputs may no longer be what the code gives; empty if nothing changed.

    Parameters
    ----------
    notebook
        As stored.
    root
        The project.
    tables
        `table_digests(root)`.
    rows
        `row_digest` by name of the notebooks that a page may read the records of.
    nulls
        `readers.nulls_digest` of every notebook by name.
    """
    record = notebook.metadata.get("report") or {}
    if not record.get("code"):
        return ["never executed"]
    found = []
    if record["code"] != code_digest(notebook):
        found.append("cells changed")
    if record.get("outputs") != outputs_digest(notebook):
        found.append("stored outputs were stripped or edited")
    for kind in ("modules", "files"):
        recorded = record.get(kind, {})
        found += _changes(recorded, {name: file_digest(root / name) for name in recorded}, "{}")
    found += _changes(record.get("tables", {}), tables, "data table {}")
    read = record.get("notebooks", {})
    found += _changes(read, rows, "record of notebook {}")
    if read:
        # A page on all notebooks has to show a new one too.
        found += [f"notebook {name} is new" for name in sorted(set(rows) - set(read))]
    drawn = record.get("nulls", {})
    if drawn:
        found += _changes(drawn, nulls or {}, "nulls of notebook {}")
        found += [f"notebook {name} is new" for name in sorted(set(nulls or {}) - set(drawn))]
    if record.get("lock") != file_digest(root / LOCK):
        found.append(f"{LOCK} changed")
    return found


def _changes(before: dict, after: dict, what: str) -> list[str]:
    found = []
    for name in sorted(before):
        if after.get(name) is None:
            found.append(f"{what.format(name)} is gone")
        elif after[name] != before[name]:
            found.append(f"{what.format(name)} changed")
    return found


def _sources(notebook: NotebookNode, *, code: bool) -> str:
    cells = [cell.source for cell in notebook.cells if (cell.cell_type == "code") == code]
    return digest(json.dumps([source.replace("\r\n", "\n") for source in cells]))
