"""What every speed comparison shares: a row, and how seconds are taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# So that the commands run from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


@dataclass(frozen=True)
class Speed:
    """One row: seconds of ours and of a peer, and the largest absolute difference of their numbers.

    `difference` is NaN where the peer gives other numbers; `target` is what the work is meant to take,
    seconds.
    """

    work: str
    seconds: float
    peer: str = ""
    peer_seconds: float = float("nan")
    difference: float = float("nan")
    target: float = float("nan")

    @property
    def times(self) -> float:
        return self.peer_seconds / self.seconds


def best(run: Callable[[], object], repeats: int = 5) -> float:
    """Shortest wall time of `repeats` runs."""
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return min(taken)
