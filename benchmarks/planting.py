"""Plant one error in a copy of the project, hide it as its author would, and ask the tests.

A fault is an exact replacement of text. Its author has done his best to hide it: the tables that he changed
are sealed again and the pages that he touched are re-run, so neither a digest nor a stored output tells on
him. What is left are the checks that the fault names, and a wider set if those pass. Comparing stored outputs
with a new run is no check here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.report.build import notebook_file
from analysis.report.rules.page import modules_of

ROOT = Path(__file__).resolve().parents[1]
#: Not copied: versions, environments, what is built, caches.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "_build", "__pycache__", ".*_cache", "*.egg-info")
#: Asked when the checks of a fault all pass; "run" and "rules" are those of `answer`.
WIDER = ("run", "rules", "tests/data", "tests/unit/claims", "tests/unit/test_facts.py", "tests/reference")
LONGEST = 1800  # seconds that one check may take
_RED = {1, 2}  # pytest: a test failed; the file under test could not be imported


class Refused(Exception):
    """A fault or a check that does not say what it should: the list has to be mended, nothing was caught."""


@dataclass(frozen=True)
class Fault:
    """One error, and who should notice.

    Attributes
    ----------
    kind, name : str
        Its family, and a few words that are its own.
    file : str
        From the root of the project. In a notebook the text is looked for in the sources of its cells.
    old, new : str
        What is replaced; `old` stands in the file exactly once.
    checks : tuple of str
        Asked in this order: "run PAGE …" (notebooks run), "rules" (notebooks check), or arguments of pytest.
    also : tuple of (file, old, new)
        Further replacements that belong to it.
    """

    kind: str
    name: str
    file: str
    old: str
    new: str
    checks: tuple[str, ...]
    also: tuple[tuple[str, str, str], ...] = ()

    @property
    def edits(self) -> tuple[tuple[str, str, str], ...]:
        """Every replacement: file, old text and new text."""
        return ((self.file, self.old, self.new), *self.also)

    @property
    def tables(self) -> list[str]:
        """Tables that it changes."""
        paths = (Path(file) for file, _, _ in self.edits)
        return sorted(
            {path.stem for path in paths if path.parts[0] == "data" and path.suffix in (".csv", ".yml")}
        )

    @property
    def pages(self) -> list[str]:
        """Pages that it changes, and those that its checks run."""
        own = [Path(file).stem for file, _, _ in self.edits if file.endswith(".ipynb")]
        run = [page for check in self.checks if check.split()[0] == "run" for page in check.split()[1:]]
        return list(dict.fromkeys([*own, *run]))


@dataclass(frozen=True)
class Outcome:
    """What came of a fault: `caught_by` is None if nothing noticed."""

    fault: Fault
    caught_by: str | None
    seconds: float


def occurrences(root: Path, file: str, old: str) -> int:
    """How often a text stands in a file, or in the cells of a notebook."""
    return sum(text.count(old) for text in _texts(root / file))


def file_of(page: str, old: str) -> str:
    """Where a text of a page stands: in its notebook, or in the one of its modules that has it."""
    notebook = f"chapters/{page}.ipynb"
    if not occurrences(ROOT, notebook, old):
        has = [path for path in modules_of(ROOT / notebook, ROOT) if old in path.read_text("utf-8")]
        if len(has) == 1:
            return has[0].relative_to(ROOT).as_posix()
    return notebook


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        return []
    if path.suffix == ".ipynb":
        return [cell.source for cell in notebook_file.read(path).cells]
    return [path.read_bytes().decode("utf-8")]


def refuse_rotten(root: Path, faults: Iterable[Fault]) -> None:
    """Raise if a text that a fault replaces does not stand in its file exactly once, or two faults have one
    name."""
    seen: set[str] = set()
    problems = []
    for fault in faults:
        if fault.name in seen:
            problems.append(f"two faults are named {fault.name!r}")
        seen.add(fault.name)
        for file, old, new in fault.edits:
            found = occurrences(root, file, old)
            if found != 1 or old == new:
                problems.append(
                    f"{fault.name}: {old[:60]!r} stands {found} times in {file}, not once; quote it as it"
                    " is now"
                )
    if problems:
        raise Refused("\n".join(problems))


def plant(root: Path, fault: Fault) -> None:
    """Make the replacements of a fault in the project at `root`."""
    refuse_rotten(root, [fault])
    for file, old, new in fault.edits:
        path = root / file
        if path.suffix == ".ipynb":
            notebook = notebook_file.read(path)
            for cell in notebook.cells:
                cell.source = cell.source.replace(old, new)
            path.write_text(notebook_file.dumps(notebook), encoding="utf-8")
        else:
            path.write_bytes(path.read_bytes().decode("utf-8").replace(old, new).encode("utf-8"))


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """A scratch copy of the project that is deleted afterwards."""
    with TemporaryDirectory(prefix="planted-") as folder:
        yield Path(shutil.copytree(root, Path(folder) / "project", ignore=LEFT_OUT))


def ask(copy: Path, *arguments: str) -> tuple[int, str]:
    """Run a module of Python in the copy: exit code and last line that says something."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    try:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"no answer from {' '.join(arguments)} within {LONGEST} s") from None
    lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if re.search(r"\w", line)]
    for telling in (r"^(FAILED|ERROR) ", r"no longer|\[[a-z-]+\]|Error", r": "):
        found = [line for line in lines if re.search(telling, line)]
        if found:
            return done.returncode, found[0]
    return done.returncode, (lines or [""])[-1]


def answer(copy: Path, check: str, pages: list[str]) -> str | None:
    """What a check says of the copy; None if it is content.

    Raises
    ------
    Refused
        If there is no such test, so that a catch could not be told from a slip of the pen.
    """
    first, *rest = check.split()
    if first == "run":
        pages = rest or pages
        code, line = ask(copy, "analysis", "notebooks", "run", *pages, "--jobs", "1") if pages else (0, "")
    elif first == "rules":
        code, line = ask(copy, "analysis", "notebooks", "check")
    else:
        code, line = ask(copy, "pytest", "-q", "-x", "-p", "no:cacheprovider", *check.split())
        if code not in {0} | _RED:
            raise Refused(f"{check}: no such test ({line})")
    return f"{check}: {line}" if code else None


def judge(root: Path, fault: Fault, clean: dict[str, str | None], wider: tuple[str, ...] = WIDER) -> Outcome:
    """Plant a fault in a copy, hide it, and ask its checks, then the wider set, until one is red.

    Parameters
    ----------
    root : Path
        The project; it is only read.
    fault : Fault
    clean : dict of check to answer
        What checks said of the project without a fault; filled here as they are needed. One that is red
        without a fault proves nothing and is refused.
    wider : tuple of str
    """
    started = time.monotonic()
    with copy_of(root) as copy:
        plant(copy, fault)
        for table in fault.tables:
            code, line = ask(copy, "analysis", "data", "seal", table)
            if code:
                return Outcome(fault, f"seal: {line}", time.monotonic() - started)
        for check in (*fault.checks, *(check for check in wider if check not in fault.checks)):
            said = (
                answer(copy, check, fault.pages)
                if check in fault.checks
                else _leniently(copy, check, fault.pages)
            )
            if said:
                _refuse_red(root, check, clean)
                return Outcome(fault, said, time.monotonic() - started)
    return Outcome(fault, None, time.monotonic() - started)


def _refuse_red(root: Path, check: str, clean: dict[str, str | None]) -> None:
    """Raise if a check that went red is so without the fault too; asked only then, since most never are."""
    if check.split(maxsplit=1)[0] == "run":
        return
    if check not in clean:
        with copy_of(root) as untouched:
            clean[check] = answer(untouched, check, [])
    if clean[check]:
        raise Refused(f"{clean[check]}: red without any fault, so it proves nothing")


def _leniently(copy: Path, check: str, pages: list[str]) -> str | None:
    """The answer of the wider set, which a small project need not have."""
    try:
        return answer(copy, check, pages)
    except Refused:
        return None
