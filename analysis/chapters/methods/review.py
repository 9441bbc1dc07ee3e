"""What was estimated for a review of the first edition, and the findings that read otherwise now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.chapters.methods.simulations import Measured
from analysis.passthrough.specifications import main_tables
from analysis.passthrough.specifications.main_equation import run
from analysis.passthrough.tariffs.cars import change_table
from analysis.report.author import tables
from analysis.report.author.numbers import bracketed, fixed

BOTH = ("fixed", "free")
Line = dict[str, Any]  # estimate, low, high, p_complete ... of one estimand


def lines(estimands: Any, kind: str) -> dict[str, Line]:
    """The long run with foreign prices fixed, and free, as rows; an estimand that was not run is absent."""
    paths = {e: getattr(estimands, e) for e in BOTH}
    return {e: main_tables.line(path.long_run, kind) for e, path in paths.items() if path is not None}


def long_runs(outcome: str, alternative: str | None = None, lags: int | None = None) -> dict[str, Line]:
    """`lines` of a stated equation, or of one of its alternatives or other numbers of lags."""
    result = run(outcome, alternative=alternative, lags=lags)
    return lines(result, result.stated.kind)


@dataclass(frozen=True)
class Estimated:
    """What the notebook has estimated.

    `equations` by outcome and alternative (None: the headline); `heads` by outcome; `year` and `three_years`
    of consumer prices at 12 and 36 lags; `early` of consumer prices before 1999 with oil; `impact` by part
    of the fall in the month itself; `changes` later less earlier; `broken` and `ending` of producer prices;
    `unmoved` the change that the split would have found; `short` what the test of complete pass-through at
    the dock finds, by estimand; `rates` on both exchange rates; `errors_at_12` the autocorrelation of the
    errors a year apart; `strength` the effective F by instrument.
    """

    equations: Mapping[tuple[str, str | None], dict[str, Line]]
    heads: Mapping[str, dict[str, Line]]
    year: dict[str, Line]
    three_years: dict[str, Line]
    early: dict[str, Line]
    impact: pd.Series
    changes: pd.DataFrame
    broken: Any
    ending: Any
    unmoved: Mapping[str, float]
    short: Mapping[str, Any]
    rates: Mapping[tuple[str, str], Any]
    errors_at_12: Mapping[str, float]
    strength: pd.Series
    seasons: Mapping[tuple[str, int], Any]
    measured: Measured

    def said(self, outcome: str, alternative: str | None = None, decimals: int = 2) -> str:
        """Both estimands of a stated equation or one of its alternatives."""
        return both(self.equations[outcome, alternative], decimals)

    def fixed_alone(self, outcome: str, alternative: str | None = None, decimals: int = 2) -> str:
        """The estimand with foreign prices fixed alone."""
        return bracketed(self.equations[outcome, alternative]["fixed"], decimals)

    def on_both_rates(self, outcome: str, commodities: str) -> str:
        """Long run on the effective and on the dollar rate, with or without commodities held fixed."""
        result = self.rates[outcome, commodities]
        effective, dollar = result.bilateral.long_run.estimate, result.dominant.long_run.estimate
        return f"effective {fixed(effective, 2)}, dollar {fixed(dollar, 2)}"


def both(pair: Mapping[str, Line], decimals: int = 2) -> str:
    """Both estimands in one cell, as in "fixed 0.62 (0.41 to 0.83); free …"."""
    return "; ".join(f"{estimand} {bracketed(line, decimals)}" for estimand, line in pair.items())


def on_cars(change: str) -> str:
    """Export prices of cars to North America less elsewhere at a change of the duty, log points."""
    found = change_table().query("case == 'cars elsewhere'").set_index("change").loc[change]
    return bracketed(found, 1)


def page_link(page: str) -> str:
    """Link to a page by its label, in words."""
    return tables.link(page.replace("-", " "), f"#{page}")


def turned(found: Estimated) -> pd.DataFrame:
    """Findings of the first edition that read otherwise now: what it said, what is said now, and why."""
    old = {o: found.equations[o, "old equation"]["free"] for o in ("jp_import_yen", "jp_consumer")}
    us_old = long_runs("us_consumer", "old equation")["free"]
    goods = {name: long_runs("us_import_japan", name) for name in ("old equation", "from 2016")}
    impact = found.impact
    rows = [
        (
            "Japan's import prices in yen, long run",
            bracketed(old["jp_import_yen"]),
            found.fixed_alone("jp_import_yen"),
            "World prices held fixed: the interval is less than half as wide",
            "japan",
        ),
        (
            "Japan's consumer prices",
            bracketed(old["jp_consumer"], 3),
            found.fixed_alone("jp_consumer", decimals=3),
            "Two years of lags, means by block",
            "japan",
        ),
        (
            "Impact at the dock before any exporter changes a price",
            fixed(impact.iloc[:2].sum(), 2),
            f"translation {fixed(impact.iloc[0], 2)} of it",
            "Contract prices move in the month itself",
            "japan",
        ),
        (
            "US consumer prices, dollar",
            bracketed(us_old),
            f"{bracketed(found.heads['us_consumer']['fixed'])} at a given oil price",
            "Oil held fixed; free it stays above zero",
            "united-states",
        ),
        (
            "US prices of goods from Japan",
            bracketed(goods["old equation"]["free"]),
            f"since 2016: {bracketed(goods['from 2016']['fixed'])}",
            "The present regime leads",
            "united-states",
        ),
        (
            "Break of producer prices",
            "2008-09",
            f"{found.broken.date}, not a finding once three prices are counted",
            "Contract import prices held fixed",
            "japan-over-time",
        ),
        (
            "Who bears the duty on cars",
            "no estimate",
            f"export price {on_cars('rise')} log points",
            "Export prices by destination",
            "cars-and-tariffs",
        ),
        (
            "Four methods that agree",
            "four",
            "one method, counted three times, and error correction",
            "One estimand in large samples",
            "japan",
        ),
        (
            "Dominant currency",
            "US import prices",
            "Japan's import prices",
            "The dollar is the American importer's own currency",
            "japan",
        ),
    ]
    return pd.DataFrame({
        "Finding": [row[0] for row in rows],
        "First edition": [row[1] for row in rows],
        "Now": [row[2] for row in rows],
        "Why": [row[3] for row in rows],
        "Where": [page_link(row[4]) for row in rows],
    })  # fmt: skip
