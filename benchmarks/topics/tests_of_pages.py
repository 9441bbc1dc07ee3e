"""Rows of the table of simulations on tests at the specification of the page that prints their p-values."""

from __future__ import annotations

from collections.abc import Iterator

from topics import Row


def windows(replications: int = 300) -> Iterator[Row]:
    """The test that pass-through is the same in every window of ten years."""
    from coverage_windows import HELD, RISES, rejected

    for name in RISES:
        for held in HELD:
            shares, rows = rejected(name, held, replications)
            for rise, share in shares.items():
                design = f"long run rises by {rise:g} in 2013" if rise else "no change"
                method, measure = f"{name}, foreign prices {held}, windows", "power" if rise else "size"
                yield method, design, measure, 0.05, share, replications, rows


def parity(replications: int = 400) -> Iterator[Row]:
    """Tests of parity and of a random walk on the interest gap that was."""
    from coverage_parity_on_data import rejections

    designs = {1: "parity is true", 0: "a random walk is true"}
    for slope, design in designs.items():
        rates, rows = rejections(slope, replications)
        for (method, tested), share in rates.items():
            measure = "size" if tested == slope else "power"
            yield f"{method}, slope of {tested}", design, measure, 0.05, share, replications, rows


def first_edition(replications: int = 90) -> Iterator[Row]:
    """The first edition's tests of an unchanged pass-through to consumer prices; windows on more samples."""
    from power_no_change import ADDED, CHANGE, shares, windows

    rates, rows = shares(replications)
    more = 4 * replications
    of_windows = windows(more)
    designs = {"size": "no change", "power": f"long run higher by {ADDED:g} from {CHANGE}"}
    for measure, design in designs.items():
        for (test, of), share in rates.items():
            if of == measure:
                yield test, design, measure, 0.05, share, replications, rows
        yield "rolling windows", design, measure, 0.05, of_windows[measure], more, rows


def forecasts(replications: int = 60) -> Iterator[Row]:
    """Tests of forecasts with the yen against the price's own past."""
    from coverage_forecasts import ADDS, rejections

    for target, adds in ADDS.items():
        for effect in (0.0, adds):
            for (test, model, months), share in rejections(target, effect, replications).items():
                method, design = f"{test}, {target}, {model}", f"{months} months ahead, yen adds {effect:g}"
                measure = "power" if effect else "size"
                yield method, design, measure, 0.05, share, replications, FORECASTS[months]


#: Forecasts from January 1995 on, by months ahead.
FORECASTS = {3: 377, 12: 368, 24: 356}


def break_free(replications: int = 400) -> Iterator[Row]:
    """The search for a break with foreign prices free to move."""
    from coverage_constancy import PRICES, break_size

    for name in PRICES:
        rate, n = break_size(name, replications, held=False)
        yield f"{name}, break at an unknown date", "no break", "size", 0.05, rate, replications, n
