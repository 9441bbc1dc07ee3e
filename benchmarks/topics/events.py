"""Size and coverage around dates, of parity, of forecasts and of shares."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from topics import Row


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


def parity(replications: int = 2000) -> Iterator[Row]:
    """Regressions of exchange-rate changes on interest gaps, overlapping or not."""
    from coverage_parity import rejections

    for horizon in (1, 12):
        rates = rejections(np.random.default_rng(1), replications, horizon=horizon)
        for method, rate in rates.items():
            if method not in ("bias", "spread") and rate == rate:
                yield method, f"horizon {horizon}, true slope 1", "size", 0.05, rate, replications, 300


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
