"""Write the table of measured coverage, size and power that the methods chapter shows.

    python benchmarks/write_coverage.py [TOPIC ...]

Each topic runs the simulations of one `coverage_*.py` with the number of replications and the seed stated
in `topics` and replaces its rows of ``data/facts/coverage_simulations.csv``; without a topic all are run
(half an hour on one core). The sidecar is renewed with them.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path

HERE = Path(__file__).resolve().parent
# So that the command runs from a checkout, installed or not.
sys.path[:0] = [str(HERE.parent), str(HERE)]

from topics import Row, events, responses, stability, tests_of_pages

TABLE = HERE.parent / "data" / "facts" / "coverage_simulations.csv"
COLUMNS = (
    "topic",
    "method",
    "design",
    "measure",
    "nominal",
    "measured",
    "mc_error",
    "replications",
    "periods",
    "source",
    "grade",
)

TOPICS: dict[str, tuple[str, Callable[..., Iterator[Row]]]] = {
    "long run": ("coverage_lags.py", responses.long_run),
    "short sample": ("coverage_lags.py", responses.short_sample),
    "local projection": ("coverage_projections.py", responses.local_projection),
    "break test": ("coverage_breaks.py", stability.break_test),
    "break test on data": ("coverage_breaks.py", stability.break_on_data),
    "constancy on data": ("coverage_constancy.py", stability.constancy_on_data),
    "level relation": ("coverage_long_run.py", responses.level_relation),
    "item panel": ("coverage_panel.py", responses.item_panel),
    "structural": ("coverage_structural.py", responses.structural),
    "events": ("coverage_events.py", events.events),
    "symmetry": ("coverage_asymmetry.py", responses.symmetry),
    "parity": ("coverage_parity.py", events.parity),
    "main equation": ("coverage_main_equation.py", responses.main_equation),
    "placebo dates": ("coverage_tariffs.py", events.placebo_dates),
    "forecast tests": ("coverage_tariffs.py", events.forecast_tests),
    "currency shares": ("coverage_tariffs.py", events.shares_of_currencies),
    "windows on data": ("coverage_windows.py", tests_of_pages.windows),
    "forecasts on data": ("coverage_forecasts.py", tests_of_pages.forecasts),
    "break, foreign prices free": ("coverage_constancy.py", tests_of_pages.break_free),
    "parity on data": ("coverage_parity_on_data.py", tests_of_pages.parity),
    "no change in consumer prices": ("power_no_change.py", tests_of_pages.first_edition),
}


def rows(topic: str, **options) -> list[dict]:
    """Rows of one topic as the table has them; `options` (replications) go to its function."""
    script, run = TOPICS[topic]
    found = []
    for method, design, measure, nominal, measured, replications, periods in run(**options):
        measured = round(float(measured), 5)
        error = sqrt(measured * (1 - measured) / replications)
        values = (
            topic, method, design, measure, nominal, measured, round(error, 4), replications, periods,
            f"own simulation: python benchmarks/{script}", "own",
        )  # fmt: skip
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return found


def main() -> None:
    """Run the topics asked for, replace their rows and renew the sidecar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(TOPICS))
    wanted = parser.parse_args().topics or list(TOPICS)
    if unknown := [topic for topic in wanted if topic not in TOPICS]:
        parser.error(f"no topic {unknown[0]!r}; there are {', '.join(TOPICS)}")
    stored = list(csv.DictReader(TABLE.open(encoding="utf-8"))) if TABLE.exists() else []
    kept = {topic: [row for row in stored if row.get("topic") == topic] for topic in TOPICS}
    for topic in wanted:
        started = time.perf_counter()
        kept[topic] = rows(topic)
        print(f"{topic}: {len(kept[topic])} rows, {time.perf_counter() - started:.0f} s", flush=True)
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for name in TOPICS for row in kept[name])
        TABLE.write_bytes(buffer.getvalue().encode())
    from analysis.cli import main as command

    sys.argv = ["analysis", "data", "seal", TABLE.stem]
    command()


if __name__ == "__main__":
    main()
