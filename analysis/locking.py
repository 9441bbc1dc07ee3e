"""One process at a time in a folder: a lock that the system frees if its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import AnalysisError


class Busy(AnalysisError):
    """Another process holds the lock; `process` is its number, or "unknown"."""

    def __init__(self, process: str):
        super().__init__(f"another process is at work (process {process})")
        self.process = process


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold the lock file, which is made if need be and names its holder.

    Raises
    ------
    Busy
        If another process holds it.
    OSError
        If its folder cannot be made or written to.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise Busy(handle.read().strip() or "unknown") from None
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
