"""The published coverage is what the simulations give today: one topic exactly, the others by a small
version."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from analysis import data

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def writer():
    """benchmarks/write_coverage.py, loaded by its path; the scripts beside it are found through sys.path."""
    spec = importlib.util.spec_from_file_location(
        "benchmark_write_coverage", BENCHMARKS / "write_coverage.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    before = list(sys.path)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before


def keyed(rows):
    return {(row["method"], row["design"], row["measure"]): row for row in rows}


def test_stored_coverage_of_the_long_run_is_reproduced(writer):
    from coverage_lags import simulate

    table = data.table("coverage_simulations").query("topic == 'long run' and method == 'ewc'")
    assert len(table) == 2
    for row in table.to_dict("records"):
        rho = float(row["design"].removeprefix("errors AR(").removesuffix(")"))
        (again,) = simulate(rho, replications=int(row["replications"]), methods=["ewc"], seed=1)
        assert again.covered == pytest.approx(row["measured"], abs=1e-5)
        assert again.observations == row["periods"]


@pytest.mark.parametrize(
    "topic",
    [
        "short sample",
        "local projection",
        "break test",
        "break test on data",
        "constancy on data",
        "level relation",
        "item panel",
        "structural",
        "events",
        "symmetry",
        "parity",
        "main equation",
        "placebo dates",
        "forecast tests",
        "currency shares",
        "windows on data",
        "parity on data",
        "no change in consumer prices",
        "forecasts on data",
        "break, foreign prices free",
    ],
)
def test_every_row_of_a_topic_is_still_made(writer, topic):
    """A row that no simulation makes any more, or a new one that was not written, would be a stale table."""
    stored = keyed(data.table("coverage_simulations").query("topic == @topic").to_dict("records"))
    again = keyed(writer.rows(topic, replications=5))
    assert set(again) == set(stored)
    assert all(row["nominal"] == stored[key]["nominal"] for key, row in again.items())


def test_stored_size_of_the_search_for_a_break_in_consumer_prices_is_reproduced(writer):
    from coverage_constancy import break_size

    (row,) = (
        data.table("coverage_simulations")
        .query("topic == 'constancy on data' and method == 'consumer prices, break at an unknown date'")
        .to_dict("records")
    )
    size, rows = break_size("consumer prices", int(row["replications"]))
    assert size == pytest.approx(row["measured"], abs=1e-5) and rows == row["periods"]


# Replications of the small version, and the rows held to their stored value. A wrong standard error moves
# them by more than four simulation errors; a right one stays within four.
HELD = {
    "local projection": (
        150,
        [
            ("lag-augmented-hc3", "interval, h = 24", "coverage"),
            ("lag-augmented-hc3", "path h = 0 to 24, sup-t band", "coverage"),
        ],
    ),
    "item panel": (
        150,
        [
            ("driscoll-kraay-fixed-b", "common shock, errors AR(0.3)", "coverage"),
            ("cluster-item", "common shock, errors AR(0.3)", "coverage"),
        ],
    ),
    "structural": (60, [("recursive, fieller", "FX shock, h = 12", "coverage")]),
    "level relation": (300, [("long run, Fieller", "adjustment -0.2 a period", "coverage")]),
    "main equation": (
        60,
        [
            ("main equation", "Japan's consumer prices: foreign prices fixed, 24 months", "coverage"),
            (
                "first edition's equation",
                "Japan's consumer prices: foreign prices fixed, 24 months",
                "coverage",
            ),
        ],
    ),
    "parity on data": (60, [("hodrick, slope of 1", "parity is true", "size")]),
    "break test": (60, [("FX coefficients, own lags, wild bootstrap", "pass-through rises by 0.3", "power")]),
}


def measured(writer, topic, replications, keys):
    """What the simulations of a topic measure, one after the other, until all held rows are there: each has
    a seed of its own, and that the others are still made is tested above."""
    _, simulations = writer.TOPICS[topic]
    found = {}
    for method, design, measure, _, value, *_ in simulations(replications=replications):
        found[method, design, measure] = value
        if set(keys) <= set(found):
            break
    return found


@pytest.mark.parametrize("topic", HELD)
def test_a_small_version_gives_the_stored_figure(writer, topic):
    replications, keys = HELD[topic]
    stored = keyed(data.table("coverage_simulations").query("topic == @topic").to_dict("records"))
    again = measured(writer, topic, replications, keys)
    for key in keys:
        share = stored[key]["measured"]
        error = (share * (1 - share) / replications) ** 0.5 + stored[key]["mc_error"] + 1 / replications
        assert again[key] == pytest.approx(share, abs=4 * error), key
