"""Size and power of the tests that pass-through does not change."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from topics import Row


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
