"""The one form in which a notebook is stored.

Two runs of the same notebook must give the same bytes on every machine and Python, or a
diff says nothing. So whatever an editor or a kernel adds of its own (times, versions, random
cell ids, split output streams) is removed or fixed here, and files are replaced whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.errors import NotebookError

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
# No `version`: 3.11 and 3.13 must store the same file. `name` is all that MyST-NB needs to
# choose a highlighter.
LANGUAGE = {"file_extension": ".py", "name": "python"}

_VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read(path: Path) -> NotebookNode:
    """Read a notebook, giving cells without an id the same new id every time.

    Raises
    ------
    NotebookError
        If the file is not there, is not JSON, or is not a version 4 notebook.
    """
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotebookError(f"{path}: no such notebook; see `python -m analysis notebooks status`.") from None
    except ValueError as error:
        raise NotebookError(
            f"{path}: not readable as a notebook ({error}); restore it from git, or resolve the merge"
            " conflict in it."
        ) from None
    if not isinstance(raw, dict) or raw.get("nbformat") != 4 or not isinstance(raw.get("cells"), list):
        raise NotebookError(f"{path}: not a version 4 notebook; open it in Jupyter and save it again.")
    # Before nbformat sees it: nbformat gives missing ids at random.
    _fix_ids(raw["cells"])
    raw["nbformat_minor"] = 5
    try:
        return nbformat.reads(json.dumps(raw), as_version=4)
    except Exception as error:
        # nbformat raises several unrelated types (KeyError, AttributeError, its own) on a
        # cell that lacks a field; the user needs one.
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise NotebookError(
            f"{path}: malformed notebook ({first}); open it in Jupyter and save it again."
        ) from None


def normalise(notebook: NotebookNode) -> NotebookNode:
    """A copy of `notebook` with everything removed that differs between two identical runs.

    Kept are sources, outputs with their metadata, execution counts, cell tags, attachments
    and our own `report` record.
    """
    metadata = {"kernelspec": dict(KERNELSPEC), "language_info": dict(LANGUAGE)}
    if "report" in notebook.metadata:
        metadata["report"] = notebook.metadata["report"]
    cells = [_normal_cell(cell) for cell in notebook.cells]
    _fix_ids(cells)
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def dumps(notebook: NotebookNode) -> str:
    """The normalised notebook as text: sorted keys, indent 1, newline at the end."""
    return nbformat.writes(normalise(notebook), version=4).rstrip("\n") + "\n"


def write(path: Path, text: str, *, replacing: bytes | None = None) -> bool:
    """Replace the file at `path` by `text` in one step; return whether anything changed.

    Parameters
    ----------
    path
        The notebook. The temporary file stands beside it, so that `os.replace` is atomic.
    text
        The new content.
    replacing
        The bytes that were read before the run. If the file holds something else by now, it
        was edited meanwhile, and the edit wins.

    Raises
    ------
    NotebookError
        If the file was changed by someone else since `replacing` was read.
    """
    path = Path(path)
    current = path.read_bytes() if path.exists() else None
    if replacing is not None and current != replacing:
        raise NotebookError(f"{path}: edited while it was being run; nothing was written. Run it again.")
    content = text.encode("utf-8")
    if content == current:
        return False
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; keep the mode that git knows.
        os.chmod(name, path.stat().st_mode & 0o777 if current is not None else 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _normal_cell(cell: NotebookNode) -> dict:
    tags = cell.metadata.get("tags")
    normal = {
        "cell_type": cell.cell_type,
        "id": cell.get("id", ""),
        "metadata": {"tags": list(tags)} if tags else {},
        "source": cell.source.replace("\r\n", "\n"),
    }
    if cell.get("attachments"):
        normal["attachments"] = cell.attachments
    if cell.cell_type == "code":
        normal["execution_count"] = cell.get("execution_count")
        normal["outputs"] = _coalesce(cell.get("outputs", []))
    return normal


def _coalesce(outputs: list[NotebookNode]) -> list[dict]:
    """Join neighbouring pieces of one stream: where the kernel cut it is chance."""
    joined: list[dict] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last["output_type"] == "stream" and output.name == last["name"]:
            last["text"] += output.text
        else:
            joined.append(dict(output))
    return joined


def _fix_ids(cells: list) -> None:
    """Give cells without a valid, unique id one that follows from position and content."""
    seen: set[str] = set()
    for position, cell in enumerate(cells):
        if not isinstance(cell, dict):
            continue
        identity = cell.get("id")
        if not isinstance(identity, str) or not _VALID_ID.fullmatch(identity) or identity in seen:
            source = cell.get("source", "")
            source = source if isinstance(source, str) else "".join(source)
            attempt = 0
            while True:
                seed = f"{position}\n{attempt}\n{cell.get('cell_type')}\n{source}"
                identity = hashlib.sha256(seed.encode()).hexdigest()[:8]
                if identity not in seen:
                    break
                attempt += 1
            cell["id"] = identity
        seen.add(identity)
