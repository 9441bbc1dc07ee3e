"""The notebooks of the book: which are stale and why, running them, reading their records.

A chapter is published from its committed outputs, so these must be what today's code and data
give. `stale` compares; `run` re-executes what differs, each notebook in a fresh kernel, and
replaces its file only when every cell has succeeded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from analysis.errors import NotebookError
from analysis.report.build import execution, fingerprint, notebook_file, readers
from analysis.report.build.readers import reads_records
from analysis.report.build.turned import TurnedSentences, placed

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parents[3]
FOLDER = "chapters"

_records_read: set[str] = set()


@dataclass(frozen=True)
class State:
    """A notebook and why it needs a run; no reasons means that it is fresh."""

    name: str
    path: Path
    notebook: NotebookNode
    reasons: tuple[str, ...]

    @property
    def seconds(self) -> float | None:
        """Duration of the run that made the stored outputs."""
        return (self.notebook.metadata.get("report") or {}).get("seconds")


@dataclass(frozen=True)
class NotebookRun:
    """What a run did to one notebook."""

    name: str
    seconds: float
    changed: bool


class Watcher:
    """Is told how a run goes; this one says nothing. The command line draws it."""

    def planned(self, state: State) -> None:
        """`state.notebook` is about to be run."""

    def cell_done(self, name: str, number: int) -> None:
        """So many cells of the notebook are done."""

    def finished(self, outcome: NotebookRun) -> None:
        """The notebook ran to its end and was stored."""

    def failed(self, name: str) -> None:
        """The notebook failed; the error follows at the end."""


def paths(root: Path = ROOT) -> dict[str, Path]:
    """The notebooks of the book by name, in alphabetical order."""
    return {
        path.stem: path for path in sorted((root / FOLDER).glob("*.ipynb")) if not path.name.startswith(".")
    }


def states(root: Path = ROOT, names: Iterable[str] | None = None) -> list[State]:
    """State of every notebook (or of those named).

    Raises
    ------
    NotebookError
        If a name is unknown or a file is unreadable.
    """
    found = paths(root)
    wanted = list(found) if names is None else _known(names, found)
    notebooks = {name: notebook_file.read(path) for name, path in found.items()}
    tables = fingerprint.table_digests(root)
    rows = {name: fingerprint.row_digest(nb) for name, nb in notebooks.items() if not reads_records(nb)}
    of_nulls = {name: readers.nulls_digest(nb) for name, nb in notebooks.items()}
    return [
        State(
            name,
            found[name],
            notebooks[name],
            tuple(fingerprint.reasons(notebooks[name], root, tables=tables, rows=rows, nulls=of_nulls)),
        )
        for name in wanted
    ]


def stale(name: str, root: Path = ROOT) -> list[str]:
    """Why the stored outputs of a notebook may be out of date; empty if they are not.

    Examples
    --------
    >>> stale("japan")  # doctest: +SKIP
    ['analysis/passthrough/inference.py changed', 'data table boj_cgpi_neer_monthly changed']
    """
    return list(states(root, [name])[0].reasons)


def run(
    names: Sequence[str] = (),
    *,
    everything: bool = False,
    root: Path = ROOT,
    jobs: int = 2,
    timeout: float = 1800,
    watcher: Watcher | None = None,
) -> list[NotebookRun]:
    """Execute notebooks and store the result in normal form.

    Parameters
    ----------
    names
        These, stale or not. Without names: those that are stale.
    everything
        All of them.
    root
        The project.
    jobs
        How many kernels work at a time. Pages that read what others have published come after them.
    timeout
        Seconds that one cell may take.
    watcher
        Is told about progress.

    Returns
    -------
    list of NotebookRun
        One for each notebook executed, in order of completion.

    Raises
    ------
    NotebookError
        If a cell fails, after the others have been run and stored. The file of a notebook
        that failed, or was interrupted, is as it was before.
    TurnedSentences
        If the numbers no longer bear out a sentence: with all of them, of all pages that were run.
    """
    with execution.alone(root):
        return _run(names, everything, root, jobs, timeout, watcher)


def _run(
    names: Sequence[str], everything: bool, root: Path, jobs: int, timeout: float, watcher: Watcher | None
) -> list[NotebookRun]:
    found = paths(root)
    wanted = _known(names, found) if names else list(found)
    forced = everything or bool(names)
    steps: dict[int, list[str]] = {}
    for name in wanted:
        steps.setdefault(readers.step(notebook_file.read(found[name])), []).append(name)

    def run_batch(batch: list[str]) -> list:
        due = _due(states(root, batch), forced)
        return asyncio.run(_run_batch(due, root, jobs, timeout, watcher or Watcher()))

    outcomes: list = []
    errors: list[NotebookError] = []
    for _, batch in sorted(steps.items()):
        if errors:
            errors.append(
                NotebookError(f"{', '.join(batch)}: not run, for want of the records of the others.")
            )
            continue
        # The state of those that read others is asked for only now: these have just changed what they depend
        # on.
        outcomes += run_batch(batch)
        errors = [outcome for outcome in outcomes if isinstance(outcome, NotebookError)]
    turned = [sentence for error in errors if isinstance(error, TurnedSentences) for sentence in error.found]
    others = [
        text
        for error in errors
        for text in (error.others if isinstance(error, TurnedSentences) else [str(error)])
    ]
    if turned:
        raise TurnedSentences(turned, others)
    if errors:
        raise NotebookError("\n".join(others))
    return outcomes


def verify(names: Sequence[str] = (), *, root: Path = ROOT, jobs: int = 2, lesser: bool = False) -> int:
    """Re-execute notebooks under nbval and compare with what is stored; 0 if all agree.

    With `lesser`, as a processor without AVX-512 would (`execution.lesser_processor`).

    Raises
    ------
    NotebookError
        If a notebook has no stored outputs. nbval would pass it, whatever it computes.
    """
    selected = states(root, names or None)
    for state in selected:
        counts = [cell.execution_count for cell in state.notebook.cells if cell.cell_type == "code"]
        if None in counts or not counts:
            raise NotebookError(
                f"{state.path.name}: has cells that were never executed, so there is nothing to "
                f"compare with; run `python -m analysis notebooks run {state.name}`."
            )
    if not selected:
        return 0
    settings = execution.lesser_processor() if lesser else {}
    # The longest first, so that no kernel works alone at the end.
    selected.sort(key=lambda state: -(state.seconds or 0))
    return execution.verify([state.path for state in selected], root, jobs=jobs, settings=settings)


def records(root: Path = ROOT) -> pd.DataFrame:
    """How each notebook was run, for the chapter on reproducibility.

    The page that calls this depends on what it returns and is run after all others. Pages
    that call it are left out, as their own record does not exist while they run.

    Returns
    -------
    DataFrame
        Index `notebook`; columns as in `fingerprint.row`.

    Raises
    ------
    NotebookError
        If a notebook was never executed.
    """
    import pandas as pd

    rows = {}
    for name, path in paths(root).items():
        notebook = notebook_file.read(path)
        if reads_records(notebook):
            continue
        rows[name] = fingerprint.row(notebook)
        if rows[name]["code"] is None:
            raise NotebookError(
                f"{path.name}: was never executed, so it has no record; "
                f"run `python -m analysis notebooks run {name}` first."
            )
        _records_read.add(name)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("notebook")


def read_log() -> set[str]:
    """Names of the notebooks whose record was read in this process."""
    return set(_records_read)


def _due(found: list[State], forced: bool) -> list[State]:
    """Those to be run. What is fresh is only put back in form, if an editor has saved it."""
    if forced:
        return found
    for state in found:
        if not state.reasons:
            raw = state.path.read_bytes()
            tidy = notebook_file.dumps(notebook_file.read(state.path))
            notebook_file.write(state.path, tidy, replacing=raw)
    return [state for state in found if state.reasons]


async def _run_batch(batch: list[State], root: Path, jobs: int, timeout: float, watcher: Watcher) -> list:
    """Run notebooks at the same time, `jobs` at most.

    One process is enough: it only waits, the kernels are processes of their own.
    """
    gate = asyncio.Semaphore(max(1, jobs))

    async def guarded(state: State) -> NotebookRun | NotebookError:
        async with gate:
            watcher.planned(state)
            try:
                outcome = await _run_one(state, root, timeout, watcher)
            except NotebookError as error:
                watcher.failed(state.name)
                return error
            watcher.finished(outcome)
            return outcome

    return await asyncio.gather(*(guarded(state) for state in batch))


async def _run_one(state: State, root: Path, timeout: float, watcher: Watcher) -> NotebookRun:
    raw = state.path.read_bytes()
    notebook = notebook_file.read(state.path)
    earlier = notebook.metadata.get("report")
    before = fingerprint.snapshot(root)
    started = time.monotonic()
    used = await execution.execute(
        notebook,
        state.path,
        root,
        timeout=timeout,
        on_cell=lambda number: watcher.cell_done(state.name, number),
    )
    seconds = time.monotonic() - started
    if used["turned"]:
        raise TurnedSentences(placed(root, state.path, used["turned"]))
    notebook = notebook_file.normalise(notebook)
    rows = {name: fingerprint.row_digest(notebook_file.read(paths(root)[name])) for name in used["notebooks"]}
    record = fingerprint.make(notebook, used, before, root, rows)
    notebook.metadata["report"] = fingerprint.with_circumstances(record, earlier, seconds)
    changed = notebook_file.write(state.path, notebook_file.dumps(notebook), replacing=raw)
    return NotebookRun(state.name, seconds, changed)


def _known(names: Iterable[str], found: dict[str, Path]) -> list[str]:
    # People complete the path of a file in their shell; both are accepted.
    stems = [Path(name).stem if name.endswith(".ipynb") else name for name in names]
    for stem in stems:
        if stem not in found:
            raise NotebookError(
                f"no notebook {stem!r} in {FOLDER}/; there are: {', '.join(found) or 'none'}."
            )
    return list(dict.fromkeys(stems))
