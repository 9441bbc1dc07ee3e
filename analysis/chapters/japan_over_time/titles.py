"""What stands above the figures of the page on change over time: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.chapters.japan_over_time.flows import LEVEL
from analysis.report.author.headings import DEARER, fall, level, period
from analysis.report.author.sentences import held


def windows(paths: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Producer and consumer prices in the last year of windows against all others, foreign prices fixed."""
    imports, *behind = (path["estimate"] for path in paths.values())
    return {
        "title": held(
            "By point estimate domestic prices follow most in latest windows",
            all(path.iloc[-12:].max() == path.max() for path in behind),
        ),
        "subtitle": (
            f"Long-run price change {fall('the yen')}, %, ten years of months to the one shown;"
            f" {period(behind[0].index, imports.index[-1])}; dotted: if constant"
        ),
    }


def official(bases: Mapping[int, pd.DataFrame], months: pd.Index) -> dict[str, str]:
    """The dollar on the day of an operation, against its interval and the placebo dates."""
    first = bases[0].iloc[0]
    # typed: the unit, a purchase of one percent of GDP
    return {
        "title": held(
            "After official purchases the dollar is dearer at once",
            min(first["low"], first["placebo_low"]) > 0,
        ),
        "subtitle": (
            f"{DEARER} for purchases of 1 % of Japan's GDP, %, by business day since;"
            f" {period(months)}; bands {level()}"
        ),
    }


def flows(rows: pd.DataFrame, months: pd.Index, rate: pd.Series) -> dict[str, str]:
    """Private outflows in the main specification; `months` of them, the others as far back as the rate."""
    # typed: the unit, a flow of one percent of GDP
    main = rows[rows.index.str.startswith("Private")].iloc[0]
    return {
        "title": held("Private outflows go with a cheaper dollar", main["high"] < 0),
        "subtitle": (
            f"{DEARER} for a flow of 1 % of Japan's GDP, %, by flow and time since;"
            f" private {period(months)}, others from {rate.index[0].year}; lines hold {100 * LEVEL:.0f} %"
        ),
    }


def income(home: pd.DataFrame) -> dict[str, str]:
    """The part of income that returns, a third, against what firms invest abroad."""
    part = (home["third"] / home["income"]).mean()
    return {
        "title": held(
            "A third of income hardly ever covers direct investment abroad",
            0.3 < part < 0.37 and (home["net"] >= 0).mean() < 0.1,
        ),
        "subtitle": "Primary income of Japan, the part that may return, and what firms invest net, trillion"
        f" yen a year; {period(home.index)}",
    }
