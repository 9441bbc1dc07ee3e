"""Reading and checking everything that the publishers send for a refresh.

Seconds are those of the processor: the work is one thread that waits for nothing. The answers are made from
the committed tables in the publishers' formats (`tests/publishers`). The peak of memory is that of a process
of its own, which also holds all the answers.
"""

from __future__ import annotations

import csv
import io
import resource
import subprocess
import sys
import time
from pathlib import Path

from speed import Speed

ROOT = Path(__file__).resolve().parents[1]
TARGET, LIMIT = 10.0, 0.5  # seconds, gigabytes


def everything() -> list[Speed]:
    """All tables of all publishers, parsed, written as CSV and read again by the rules of their sidecars."""
    taken, peak = map(
        float,
        subprocess.run([sys.executable, __file__], check=True, capture_output=True, text=True).stdout.split(),
    )
    if peak > LIMIT:
        raise SystemExit(f"reading the publishers' answers took {peak:.2f} GB, more than {LIMIT} GB")
    return [
        Speed(
            f"all answers of the publishers, parsed and validated (peak {peak:.2f} GB)", taken, target=TARGET
        )
    ]


def _measure() -> tuple[float, float]:
    sys.path.insert(0, str(ROOT / "tests"))
    from publishers.answers import answers, parsed, registry

    from analysis.data import default
    from analysis.data.store.reader import read

    tables = [table for table, owner in registry().owners.items() if owner.is_provider]
    manifests = {table: default().manifest(table) for table in tables}
    for table in tables:
        answers(table)

    def work() -> None:
        for table in tables:
            frame = parsed(table).frame
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow([frame.index.name, *frame.columns])
            writer.writerows(
                [period, *row] for period, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
            )
            read(text.getvalue().encode(), manifests[table], counts=False)

    started = time.process_time()
    work()
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    print(*_measure())
