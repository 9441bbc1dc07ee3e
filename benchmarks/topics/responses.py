"""Coverage of what a response adds up to: lags, projections, a level relation, items, structural shocks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from topics import Row


def long_run(replications: int = 4000) -> Iterator[Row]:
    """Long run of a distributed lag."""
    from coverage_lags import simulate

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
    from coverage_lags import simulate

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
