"""Measured coverage, size and power: look-ups by row, and the tables of the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.report.author.numbers import fixed

DESIGN = "Japan's consumer prices: foreign prices {}, {} months"
STABLE_SEASONS = "Japan's consumer prices, stable month effects"
_NEW_TOPICS = (
    "main equation",
    "short sample",
    "placebo dates",
    "forecast tests",
    "currency shares",
    "break test on data",
    "constancy on data",
    "windows on data",
    "break, foreign prices free",
    "parity on data",
)
# The page shows what decides a choice; the CSV has every row.
_OTHER_METHODS = {
    "break test": ["FX coefficients", "all coefficients", "end of sample", "rolling windows, sup-t"],
    "level relation": [
        "bounds test, both, asymptotic", "bounds test, both$", "long run, Fieller",
    ],
    "item panel": [
        "driscoll-kraay", "ewc", "cluster-item$",
        "table of 50 items, plain", "table of 50 items, holm", "table of 50 items, romano",
    ],
    "structural": ["fieller", "delta", "proxy"],
    "symmetry": ["^ratio, lag-augmented-hc3", "distributed lag, ewc", "distributed lag, hc1"],
    "parity": ["hodrick", "newey-west", "IVX"],
    "events": ["placebo", "family"],
}  # fmt: skip
_TITLES = {
    "break test": "Breaks",
    "level relation": "Level relations",
    "item panel": "Items",
    "structural": "Structural ratios",
    "symmetry": "Rises and falls",
    "parity": "Parity",
    "events": "Dates",
}
#: Headings of the columns of the table of local projections.
PROJECTION_LABELS = {
    "interval, h = 0": "h = 0",
    "interval, h = 12": "h = 12",
    "interval, h = 24": "h = 24",
    "path h = 0 to 24, pointwise band": "path, pointwise",
    "path h = 0 to 24, sup-t band": "path, sup-t",
    "path h = 0 to 24, bonferroni band": "path, Bonferroni",
}


@dataclass(frozen=True)
class Measured:
    """The table of simulations, asked by topic, method, design and measure."""

    table: pd.DataFrame

    def rate(self, *row: str) -> float:
        """Measured share of samples, 0 to 1."""
        return self.table.set_index(["topic", "method", "design", "measure"])["measured"][row]

    def percent(self, *row: str) -> str:
        """Measured share in percent, one decimal."""
        return fixed(100 * self.rate(*row), 1)

    def share(self, *row: str) -> str:
        """Measured share, three decimals."""
        return fixed(self.rate(*row), 3)

    def covers(self, method: str, months: int, which: str = "fixed") -> float:
        """Coverage on data calibrated to Japan's consumer prices, 0 to 1."""
        return self.rate("main equation", method, DESIGN.format(which, months), "coverage")

    def calibrated(self, method: str, months: int, which: str = "fixed") -> str:
        """Coverage on data calibrated to Japan's consumer prices, in percent."""
        return fixed(100 * self.covers(method, months, which), 1)

    def stable_seasons(self, own_lags: int) -> float:
        """Size of the test that month effects do not change, 0 to 1."""
        return self.rate("main equation", f"stable seasons, {own_lags} own lags", STABLE_SEASONS, "size")

    def power_on_data(self, prices: str, lags: int, rise: str) -> float:
        """Power of the break test on the observed months and errors of a price, 0 to 1."""
        return self.rate(
            "break test on data",
            f"{prices} prices, {lags} lags",
            f"long run rises by {rise} in 2013",
            "power",
        )

    def few_rows(self, method: str, rows: int) -> str:
        """Coverage of cosines with 12 lags and month dummies on few rows, in percent."""
        return self.percent("short sample", method, f"12 lags, month dummies, {rows} rows", "coverage")

    def topic(self, topic: str) -> pd.DataFrame:
        """The rows of one topic."""
        return self.table[self.table["topic"] == topic]

    def error(self, topic: str) -> str:
        """Largest standard error of the simulations of a topic."""
        return f"{self.topic(topic)['mc_error'].max():.3f}"

    def samples(self, topic: str) -> int:
        """Largest number of samples of a topic."""
        return int(self.topic(topic)["replications"].max())

    def by_design(self, topic: str, designs: list[str] | None = None) -> pd.DataFrame:
        """Coverage, one row a method and one column a design, in the order of the table or as asked."""
        part = self.topic(topic)
        part = part[part["measure"] == "coverage"]
        wide = part.pivot(index="method", columns="design", values="measured")
        return wide[list(dict.fromkeys(part["design"])) if designs is None else designs]


def new_designs(measured: pd.DataFrame) -> pd.DataFrame:
    """Rows of the simulations made for the main equation and what goes with it."""
    kept = measured["topic"].isin(_NEW_TOPICS) & ~measured["design"].str.contains("yen 0$|yen 1$", regex=True)
    return measured[kept]


def design_rows(kept: pd.DataFrame) -> pd.DataFrame:
    """Method, design, measure, nominal and measured rate, as the table prints them."""
    return pd.DataFrame({
        "Method": kept["topic"] + ": " + kept["method"],
        "Design": kept["design"],
        "Measure": kept["measure"],
        "Nominal": kept["nominal"],
        "Measured": kept["measured"],
        "Samples": kept["replications"],
    })  # fmt: skip


def other_methods(measured: pd.DataFrame) -> pd.DataFrame:
    """Every row on a method that is not the main equation, the lag, or the projection."""
    return measured[measured["topic"].isin(_TITLES)]


def other_rows(others: pd.DataFrame) -> pd.DataFrame:
    """What of `other_methods` decides a choice, as the table prints it."""
    chosen = [
        any(pd.Series([method]).str.contains(pattern).iloc[0] for pattern in _OTHER_METHODS[topic])
        for topic, method in zip(others["topic"], others["method"], strict=True)
    ]
    further = others["design"].str.contains(
        "h = 24|adjustment -0.05|weak proxy, h = 0|horizon 1,", regex=True
    )
    strong = (others["topic"] == "item panel") & others["design"].str.contains("0.8", regex=False)
    rows = others[np.array(chosen) & ~further & ~strong]
    return pd.DataFrame({
        "Method and design": rows["topic"].map(_TITLES) + ": " + rows["method"] + "; " + rows["design"],
        "Measure": rows["measure"],
        "Nominal": rows["nominal"],
        "Measured": rows["measured"],
    })  # fmt: skip


def designs_notes() -> str:
    """Notes of the table of designs."""
    return (
        "Power: its nominal figure is the size of the test. The tests on data have the observed months,"
        " regressors and errors of each price. Made from the data: the main equation, the tests on"
        " data and the forecast tests named consumer prices; short samples, placebo dates, the other forecast"
        " tests and currency shares are made of random draws alone."
    )


def other_notes() -> str:
    """Notes of the table of the other methods."""
    return (
        "Power is against the alternative named under design; its nominal figure is the size of the test."
        " Error of a share p in n samples: the root of p (1 less p) over n. The CSV has all rows and the"
        " number of samples."
    )
