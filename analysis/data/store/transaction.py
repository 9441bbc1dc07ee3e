"""Several files replaced at once: all of them or none, whenever the process dies.

New files are written aside (``data/.refresh``) and brought to the disk. Then one rename makes the journal
appear: that is the moment of the change. What follows only moves files, needs no room, and can be repeated:
if it was cut short, whoever opens the folder next finishes it (`recover`), as SQLite does with a journal that
it finds. Before the journal nothing of the old files has been touched.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.errors import DataError
from analysis.locking import Busy, held

FOLDER = ".refresh"
JOURNAL = "journal.json"
LOCK = "lock"

Checkpoint = Callable[[str], None]


def _pass(place: str) -> None:
    """The checkpoint of every day. Tests stop the process at one of these places."""


def replace(root: Path, files: Mapping[str, bytes], checkpoint: Checkpoint = _pass) -> None:
    """Replace files below `root`, all or none.

    Parameters
    ----------
    root : Path
        The data folder. The caller holds its lock (`locked`).
    files : mapping of str to bytes
        New content by path relative to `root`, such as ``series/brent_monthly.csv``.
    checkpoint : callable
        Told the name of every step before it is taken.

    Raises
    ------
    OSError
        If the disk is full or not writable: nothing has been changed then.
    DataError
        If the files are decided but could not all be moved. Whoever opens the folder next finishes it.
    """
    aside = root / FOLDER
    if (aside / JOURNAL).exists():
        _finish(root)  # of an earlier call that could not
    staged: list[tuple[str, str]] = []
    try:
        for number, (target, content) in enumerate(files.items()):
            name = f"staged-{number:04d}"
            checkpoint(f"write {target}")
            _write(aside / name, content)
            staged.append((name, target))
            (root / target).parent.mkdir(parents=True, exist_ok=True)
        checkpoint("write journal")
        _write(aside / f"{JOURNAL}.part", json.dumps(staged).encode())
        checkpoint("commit")
        os.replace(aside / f"{JOURNAL}.part", aside / JOURNAL)
    except BaseException:
        if not (aside / JOURNAL).exists():
            _sweep(aside)
        raise
    try:
        _sync(aside)
        _finish(root, checkpoint)
    except OSError as error:
        raise DataError(
            f"the new tables are decided but could not all be put in place ({error.strerror}); mend that and"
            " run `python -m analysis data status`, which finishes it"
        ) from None


def recover(root: Path) -> bool:
    """Finish a replacement that was cut short, or clear away one that never became valid; whether anything
    was finished.

    Does nothing while a refresh is at work, and nothing where there never was one.
    """
    aside = Path(root) / FOLDER
    if not aside.is_dir() or not any(name != LOCK for name in os.listdir(aside)):
        return False
    try:
        with locked(root):
            return _settle(Path(root))
    except (DataError, OSError):
        return (
            False  # a refresh is at work, or the folder may only be read: then the hashes say what is wrong
        )


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the one lock of a data folder. It is freed by the system if the process dies.

    Raises
    ------
    DataError
        If another process holds it, naming that process; if the folder cannot be written to.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held(Path(root) / FOLDER / LOCK))
        except Busy as busy:
            raise DataError(
                f"another refresh of this folder is at work (process {busy.process}); wait until it has"
                " ended, nothing was changed"
            ) from None
        except OSError as error:
            raise DataError(
                f"{FOLDER}: the data folder cannot be written to ({error.strerror}); nothing was changed"
            ) from None
        yield


@contextmanager
def settled(root: Path) -> Iterator[None]:
    """The lock, with whatever an earlier process left behind put in order first."""
    with locked(root):
        _settle(Path(root))
        yield


def _settle(root: Path) -> bool:
    if (root / FOLDER / JOURNAL).exists():
        _finish(root)
        return True
    _sweep(root / FOLDER)
    return False


def _finish(root: Path, checkpoint: Checkpoint = _pass) -> None:
    """Move every staged file to its place. May be repeated: what is gone from the side has been moved
    already."""
    aside = root / FOLDER
    for name, target in json.loads((aside / JOURNAL).read_bytes()):
        checkpoint(f"move {target}")
        if (aside / name).exists():
            os.replace(aside / name, root / target)
            _sync((root / target).parent)
    checkpoint("forget journal")
    (aside / JOURNAL).unlink()
    _sweep(aside)


def _write(path: Path, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(aside: Path) -> None:
    """Everything but the lock."""
    for path in aside.iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
