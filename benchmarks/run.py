"""Speed against peers, side by side in one run: ``make bench``.

    python benchmarks/run.py [--write]

Prints each piece of work with our seconds, the peer's, their ratio and the largest difference of the numbers
that both give. With ``--write`` the tables behind the methods chapter are replaced too. One thread each, so
that a ratio compares programs and not their use of the machine.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import speed_losses
import speed_panel
import speed_peers
import speed_projections
import speed_publishers
import speed_scheme
from speed import Speed

FACTS = Path(__file__).resolve().parents[1] / "data" / "facts"
WORK: tuple[Callable[[], list[Speed]], ...] = (
    speed_projections.projections,
    speed_peers.projections,
    speed_panel.item_by_item,
    speed_panel.pooled,
    speed_projections.block_bootstrap,
    speed_peers.sign_restrictions,
    speed_scheme.scenario,
    speed_scheme.fan,
    speed_scheme.waterfall,
    speed_losses.losses,
    speed_losses.projects,
    speed_publishers.everything,
)


def main() -> None:
    """Measure, print and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--write", action="store_true", help="replace the tables that the methods chapter shows"
    )
    write = parser.parse_args().write
    rows: list[Speed] = []
    for work in WORK:
        for row in work():
            rows.append(row)
            print(line(row), flush=True)
    growth = [("series", *pair) for pair in speed_panel.growth()]
    growth += [("horizons", *pair) for pair in speed_projections.growth()]
    growth += [("draws", *pair) for pair in speed_projections.growth_of_draws()]
    for dimension in dict.fromkeys(name for name, *_ in growth):
        print(
            f"seconds by {dimension}:",
            ", ".join(f"{size}: {taken:.4f}" for name, size, taken in growth if name == dimension),
        )
    if write:
        store("benchmarks", rows_of(rows))
        store(
            "benchmark_growth",
            [{"dimension": d, "size": s, "seconds": round(t, 5), "grade": "own"} for d, s, t in growth],
        )


def line(row: Speed) -> str:
    """One row as text: seconds, target, peer, ratio, difference."""
    text = f"{row.work}\n    ours {row.seconds:.4f} s"
    if row.target == row.target:
        text += f" (target {row.target:g} s: {'reached' if row.seconds <= row.target else 'MISSED'})"
    if row.peer_seconds == row.peer_seconds:
        text += f"; {row.peer} {row.peer_seconds:.3f} s: {row.times:.1f} times"
        text += (
            f"; largest difference {row.difference:.0e}"
            if row.difference == row.difference
            else "; other numbers"
        )
    return text


def rows_of(rows: list[Speed]) -> list[dict]:
    """Rows of the fact table."""

    def number(x, digits):
        return "" if x != x else round(x, digits)

    return [
        {
            "work": row.work,
            "seconds": number(row.seconds, 5),
            "target": number(row.target, 3),
            "peer": row.peer,
            "peer_seconds": number(row.peer_seconds, 4),
            "ratio": number(row.times, 1),
            "difference": "" if row.difference != row.difference else f"{row.difference:.1e}",
            "machine": (
                f"{os.cpu_count()} cores, {platform.machine()} {platform.system()}, Python "
                f"{platform.python_version()}"
            ),
            "source": "own measurement: python benchmarks/run.py",
            "grade": "own",
        }
        for row in rows
    ]


def store(name: str, rows: list[dict]) -> None:
    """Replace a fact table and bring its sidecar in line."""
    from analysis.data.store.seal import seal
    from analysis.data.store.shared import default

    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (FACTS / f"{name}.csv").write_bytes(buffer.getvalue().encode())
    seal(default().manifest(name))
    print(f"wrote {len(rows)} rows to {name}.csv")


if __name__ == "__main__":
    sys.exit(main())
