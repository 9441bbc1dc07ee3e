"""Write the table of measured coverage, size and power that the methods chapter shows.

    python benchmarks/write_coverage.py [TOPIC ...]

Each topic runs the simulations of one `coverage_*.py` with the number of replications and the seed stated
here and replaces its rows of ``data/facts/coverage_simulations.csv``; without a topic all are run (half an
hour on one core). The sidecar is renewed with them.
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

import numpy as np

HERE = Path(__file__).resolve().parent
# So that the command runs from a checkout, installed or not.
sys.path[:0] = [str(HERE.parent), str(HERE)]

import coverage_of_tests

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

Row = tuple[str, str, str, float, float, int, int]


def long_run(replications: int = 4000) -> Iterator[Row]:
    """Long run of a distributed lag."""
    from coverage import simulate

    for rho in (0.3, 0.8):
        for row in simulate(rho, replications=replications, seed=1):
            yield (
                row.method,
                f"errors AR({rho:g})",
                "coverage",
                0.95,
                row.covered,
                replications,
                row.observations,
            )


SHORT = (48, 60, 75, 100, 125, 150)


def short_sample(replications: int = 4000) -> Iterator[Row]:
    """The same with month dummies, 25 coefficients, and independent errors, on few rows (13 fewer than months
    of data)."""
    from coverage import simulate

    for months in SHORT:
        found = simulate(
            0.0,
            replications=replications,
            observations=months,
            methods=("ewc", "ewc-hc3", "ols"),
            seed=1,
            months=True,
        )
        for row in found:
            yield (
                row.method,
                f"12 lags, month dummies, {months} rows",
                "coverage",
                0.95,
                row.covered,
                replications,
                months,
            )


def local_projection(replications: int = 2000) -> Iterator[Row]:
    """Cumulative ratio by horizon, and the whole path."""
    from coverage_projections import simulate

    said = {"ratio": "interval", "set": "Fieller set"}
    for row in simulate(0.3, replications=replications, seed=1):
        if row.statement in said:
            design = f"{said[row.statement]}, h = {row.horizon}"
        else:
            design = f"path h = 0 to {row.horizon}, {row.statement} band"
        yield row.method, design, "coverage", 0.95, row.covered, replications, row.observations


def break_test(replications: int = 1000) -> Iterator[Row]:
    """Break tests: size, and power against a rise of pass-through by 0.3."""
    from coverage_breaks import end_of_sample_rejection, rejection, rolling_rates

    plain = "FX coefficients, own lags, wild bootstrap"
    designs = {
        ("errors AR(0.3)", "size"): dict(),
        ("errors AR(0.8)", "size"): dict(ar=0.8),
        ("volatility doubles", "size"): dict(volatility=2.0),
        ("mean shifts", "size"): dict(mean_shift=0.5),
        ("pass-through rises by 0.3", "power"): dict(shift=0.3),
    }
    for (design, measure), options in designs.items():
        rate = rejection(np.random.default_rng(1), replications, own_lags=3, **options)["bootstrap"]
        yield plain, design, measure, 0.05, rate, replications, 240
    textbook = "all coefficients, no own lags, asymptotic"
    for design, options in {
        "errors AR(0.3)": {},
        "errors AR(0.8)": dict(ar=0.8),
        "mean shifts": dict(mean_shift=0.5),
    }.items():
        rate = rejection(
            np.random.default_rng(1), replications, own_lags=0, coefficients="all", draws=0, **options
        )["hansen"]
        yield textbook, design, "size", 0.05, rate, replications, 240
    rate = end_of_sample_rejection(np.random.default_rng(1), replications)
    yield "end of sample, eight months", "errors AR(0.3)", "size", 0.05, rate, replications, 240
    few = replications // 5
    rates = rolling_rates(np.random.default_rng(1), few)
    yield "rolling windows, sup-t band", "errors AR(0.3)", "coverage", 0.90, rates["sup-t"], few, 240
    yield "rolling windows, pointwise bands", "errors AR(0.3)", "coverage", 0.90, rates["pointwise"], few, 240
    yield "rolling windows, test of constancy", "errors AR(0.3)", "size", 0.05, rates["rejection"], few, 240


def break_on_data(replications: int = 1000) -> Iterator[Row]:
    """The break test at the lags, months and errors of the prices that it is asked about."""
    from coverage_breaks import power_on_data

    rises = {
        ("jp_import_yen", "import prices"): (0.3, 0.6, 1.2, 2.4),
        ("jp_producer", "producer prices"): (0.1, 0.2, 0.4, 0.8),
        ("jp_consumer", "consumer prices"): (0.05, 0.1, 0.2, 0.4),
    }
    for (outcome, name), sizes in rises.items():
        for lags in (24, 12):
            for rise in sizes:
                rate, n = power_on_data(outcome, rise, "2013-01", lags=lags, replications=replications)
                yield (
                    f"{name}, {lags} lags",
                    f"long run rises by {rise:g} in 2013",
                    "power",
                    0.05,
                    rate,
                    replications,
                    n,
                )


def constancy_on_data(replications: int = 100) -> Iterator[Row]:
    """The tests of constant pass-through of the page on change over time, on its months and errors."""
    from coverage_constancy import PRICES, break_size, ending

    for name in PRICES:
        many = 10 * replications
        rate, n = break_size(name, many)
        yield f"{name}, break at an unknown date", "no break", "size", 0.05, rate, many, n
        for doubled, design, measure in (
            (False, "no change", "size"),
            (True, "long run doubles in 2021", "power"),
        ):
            rate, n = ending(name, replications, doubled=doubled)
            yield f"{name}, same since 2021", design, measure, 0.05, rate, replications, n


def level_relation(replications: int = 2000) -> Iterator[Row]:
    """Bounds tests where there is no relation, and the long run where there is one."""
    from coverage_long_run import bounds_size, long_run_coverage

    for name, rate in bounds_size(replications).items():
        yield f"bounds test, {name}", "random walks, case 3", "size", 0.05, rate, replications, 200
    for phi in (-0.2, -0.1, -0.05):
        rates = long_run_coverage(replications, phi=phi)
        for name in ("delta", "Fieller"):
            yield (
                f"long run, {name}",
                f"adjustment {phi:g} a period",
                "coverage",
                0.95,
                rates[name],
                replications,
                200,
            )
        yield (
            "bounds test, both",
            f"adjustment {phi:g} a period",
            "power",
            0.05,
            rates["shown"],
            replications,
            200,
        )


def item_panel(replications: int = 1000) -> Iterator[Row]:
    """Pooled items under a common shock, and false findings in a table of fifty items."""
    from coverage_panel import coverage, false_findings

    for ar in (0.3, 0.8):
        for method, row in coverage(np.random.default_rng(3), replications, ar=ar, common=0.5).items():
            yield (
                method,
                f"common shock, errors AR({ar:g})",
                "coverage",
                0.95,
                row["covered"],
                replications,
                240,
            )
    for name, rate in false_findings(np.random.default_rng(3), replications, ar=0.3).items():
        yield (
            f"table of 50 items, {name}",
            "no pass-through",
            "family-wise error",
            0.05,
            rate,
            replications,
            240,
        )


def structural(replications: int = 500) -> Iterator[Row]:
    """Ratios after a recursive and after a proxy shock."""
    from coverage_structural import proxy_coverage, recursive_coverage

    for shock, label in (("fx", "FX shock"), ("price", "price shock, weak denominator")):
        table = recursive_coverage(np.random.default_rng(1), replications, shock=shock, horizons=(12, 24))
        for h, row in table.iterrows():
            for name in ("delta", "fieller"):
                yield (
                    f"recursive, {name}",
                    f"{label}, h = {h}",
                    "coverage",
                    0.95,
                    row[name],
                    replications,
                    240,
                )
    few = max(1, replications * 3 // 5)
    for strength, label in ((0.8, "strong proxy"), (0.1, "weak proxy")):
        table = proxy_coverage(np.random.default_rng(2), few, strength=strength, horizons=(0, 12))
        for h, row in table.iterrows():
            for name in ("ar", "mbb", "wild"):
                yield f"proxy, {name}", f"{label}, h = {h}", "coverage", 0.90, row[name], few, 240


def events(replications: int = 500) -> Iterator[Row]:
    """Official operations and announcement days."""
    from coverage_events import announcements, flow

    for effect, measure in ((0.0, "size"), (0.2, "power")):
        row = flow(np.random.default_rng(1), replications, effect=effect).loc[0]
        for name in ("normal", "placebo"):
            yield (
                f"operations, {name}",
                f"effect {effect:g}, same day",
                measure,
                0.05,
                row[f"rejected_{name}"],
                replications,
                1500,
            )
    for effect, measure in ((0.0, "size"), (3.0, "power")):
        rates = announcements(np.random.default_rng(1), replications, effect=effect)
        for name in ("date, first window", "family"):
            yield (
                f"announcements, {name}",
                f"effect {effect:g} s.d.",
                measure,
                0.05,
                rates[name],
                replications,
                700,
            )


def symmetry(replications: int = 300) -> Iterator[Row]:
    """Tests that rises and falls pass through alike."""
    from coverage_asymmetry import simulate

    for rise, fall, measure in ((0.5, 0.5, "size"), (0.8, 0.3, "power")):
        for row in simulate(rise, fall, replications=replications, observations=360, seed=1):
            if row.test == "response":
                continue
            design = f"rises {rise:g}, falls {fall:g}"
            method = (
                row.method.removeprefix("lag-augmented-") if row.test == "distributed lag" else row.method
            )
            yield f"{row.test}, {method}", design, measure, 0.05, row.rejected, replications, row.observations


def parity(replications: int = 2000) -> Iterator[Row]:
    """Regressions of exchange-rate changes on interest gaps, overlapping or not."""
    from coverage_parity import rejections

    for horizon in (1, 12):
        rates = rejections(np.random.default_rng(1), replications, horizon=horizon)
        for method, rate in rates.items():
            if method not in ("bias", "spread") and rate == rate:
                yield method, f"horizon {horizon}, true slope 1", "size", 0.05, rate, replications, 300


def main_equation(replications: int = 1000) -> Iterator[Row]:
    """The main equation and the first edition's on a design calibrated to Japan; the test of stable month
    effects."""
    from coverage_main_equation import coverage, japan, stability

    periods = len(japan().periods)
    for (equation, statement), rate in coverage(np.random.default_rng(1), replications).items():
        yield equation, f"Japan's consumer prices: {statement}", "coverage", 0.95, rate, replications, periods
    few = max(1, replications // 2)
    for moving, measure, words in (
        (False, "size", "stable month effects"),
        (True, "power", "month effects as they moved"),
    ):
        for lags, rate in stability(np.random.default_rng(2), few, moving).items():
            yield (
                f"stable seasons, {lags} own lags",
                f"Japan's consumer prices, {words}",
                measure,
                0.05,
                rate,
                few,
                periods,
            )


def placebo_dates(replications: int = 10_000) -> Iterator[Row]:
    """A contrast among earlier dates: size of its test and coverage of its band."""
    from coverage_tariffs import WINDOWS
    from coverage_tariffs import placebo_dates as simulate

    for design in WINDOWS:
        rates = simulate(design, np.random.default_rng(1), replications)
        yield "difference in differences", design, "size", 0.05, rates["size"], replications, 77
        yield "difference in differences", design, "coverage", 0.95, rates["coverage"], replications, 77


def forecast_tests(replications: int = 1000) -> Iterator[Row]:
    """Tests of forecast errors that overlap, where neither forecast is better."""
    from coverage_tariffs import equal_accuracy, useless_predictor, yen_adds

    for forecasts in (68, 368):
        for name, rate in equal_accuracy(forecasts, np.random.default_rng(1), replications).items():
            design = f"12 months ahead, unrelated, {forecasts} forecasts"
            yield f"Diebold-Mariano, {name}", design, "size", 0.05, rate, replications, forecasts
    few = max(replications // 5, 1)
    for horizon in (3, 12, 24):
        rate = useless_predictor(horizon, np.random.default_rng(1), few)
        yield "Clark-West, cosines", f"{horizon} months ahead, nested", "size", 0.05, rate, few, 240
    rare = max(replications // 10, 1)
    for effect in (0.0, 0.05, 0.1, 0.2):
        for horizon, rate in yen_adds(effect, np.random.default_rng(1), rare).items():
            design = f"consumer prices, {horizon} months ahead, yen adds {effect:g}"
            yield "Clark-West, cosines", design, "power" if effect else "size", 0.05, rate, rare, 356


def shares_of_currencies(replications: int = 200) -> Iterator[Row]:
    """Interval of the yen's share in contracts."""
    from coverage_tariffs import known_shares

    for shares in ((0.6, 0.1), (0.9, 0.1), (0.0, 0.0)):
        design = f"dollar {shares[0]:g}, euro {shares[1]:g}, yen {1 - sum(shares):.1g}"
        for form, rate in known_shares(shares, np.random.default_rng(1), replications).items():
            yield f"block bootstrap, form {form}", design, "coverage", 0.95, rate, replications, 77


TOPICS: dict[str, tuple[str, Callable[..., Iterator[Row]]]] = {
    "long run": ("coverage.py", long_run),
    "short sample": ("coverage.py", short_sample),
    "local projection": ("coverage_projections.py", local_projection),
    "break test": ("coverage_breaks.py", break_test),
    "break test on data": ("coverage_breaks.py", break_on_data),
    "constancy on data": ("coverage_constancy.py", constancy_on_data),
    "level relation": ("coverage_long_run.py", level_relation),
    "item panel": ("coverage_panel.py", item_panel),
    "structural": ("coverage_structural.py", structural),
    "events": ("coverage_events.py", events),
    "symmetry": ("coverage_asymmetry.py", symmetry),
    "parity": ("coverage_parity.py", parity),
    "main equation": ("coverage_main_equation.py", main_equation),
    "placebo dates": ("coverage_tariffs.py", placebo_dates),
    "forecast tests": ("coverage_tariffs.py", forecast_tests),
    "currency shares": ("coverage_tariffs.py", shares_of_currencies),
    "windows on data": ("coverage_windows.py", coverage_of_tests.windows),
    "forecasts on data": ("coverage_forecasts.py", coverage_of_tests.forecasts),
    "break, foreign prices free": ("coverage_constancy.py", coverage_of_tests.break_free),
    "parity on data": ("coverage_parity_on_data.py", coverage_of_tests.parity),
    "no change in consumer prices": ("power_no_change.py", coverage_of_tests.first_edition),
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
