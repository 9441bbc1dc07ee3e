"""Pages as they would have been: executed on the tables of an earlier day, and laid beside the book, never
into it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.data.refresh import archive
from analysis.errors import NotebookError
from analysis.report.build import execution, notebook_file, notebooks
from analysis.report.build.turned import Turned, placed
from analysis.report.changes.moved import Change, moved
from analysis.report.changes.published import of_notebook

#: Below the project; outside what the book is built from.
OUT = Path("_build") / "as_of"


@dataclass(frozen=True)
class Then:
    """One page on earlier tables: where it was written, what it says otherwise than the stored page, what
    does not hold."""

    name: str
    path: Path
    changes: tuple[Change, ...]
    turned: tuple[Turned, ...]


def run(day: str, names: Sequence[str], root: Path = notebooks.ROOT, timeout: float = 1800) -> list[Then]:
    """Execute pages on the tables of a day.

    Figures are those of `day`, at its end; facts are those of today, for each row of them is dated. Code is
    today's.

    Parameters
    ----------
    day : str
        ISO day.
    names : sequence of str
        Pages.

    Returns
    -------
    list of Then
        In the order of `names`. `changes` go from the earlier page to the stored one.

    Raises
    ------
    NotebookError
        If a page is unknown or fails on the earlier tables.
    DataError
        If the day is malformed or a version is missing from the archive.
    """
    known = notebooks.paths(root)
    if unknown := [name for name in names if name not in known]:
        raise NotebookError(f"no notebook {unknown[0]!r}; there are: {', '.join(known)}")
    found = []
    with tempfile.TemporaryDirectory(prefix="tables-") as scratch:
        data = Path(scratch) / "data"
        archive.checkout(root / "data", day, data)
        for name in names:
            found.append(_one(name, known[name], root, data, root / OUT / day, timeout))
    return found


def _one(name: str, path: Path, root: Path, data: Path, out: Path, timeout: float) -> Then:
    stored = notebook_file.read(path)
    notebook = notebook_file.read(path)
    notebook.metadata.pop("report", None)  # the record of what it was made from is another's
    used = asyncio.run(execution.execute(notebook, path, root, timeout=timeout, data=data))
    out.mkdir(parents=True, exist_ok=True)
    notebook_file.write(out / path.name, notebook_file.dumps(notebook))
    changes = moved(of_notebook(name, notebook), of_notebook(name, stored))
    return Then(name, out / path.name, tuple(changes), tuple(placed(root, path, used["turned"])))
