"""What stands above the figures of the page on risks: findings, measures, periods."""

from __future__ import annotations

import pandas as pd

from analysis.report.author.headings import period
from analysis.report.author.sentences import held


def hedge(hedges: pd.DataFrame) -> dict[str, str]:
    """Since when the hedged pick-up has been below zero."""
    left = hedges["pick-up"].dropna()
    since = left.index[left >= 0][-1] + 1
    return {
        "title": held(
            f"Since {since.year} hedges have cost more than the yield gap", bool((left[since:] < 0).all())
        ),
        "subtitle": "Three-month hedge of dollars and what it leaves of the gap of ten-year yields,"
        f" percentage points a year; {period(hedges.index)}",
    }


def service(fan: pd.DataFrame, low: str, high: str) -> dict[str, str]:
    """Nine tenths of the paths at the end; `low` and `high` as the page prints them."""
    ends = fan[["5 %", "95 %"]].iloc[-1]
    return {
        "title": held(
            f"Dollar debt could cost {low} to {high} percent of today",
            ends["5 %"] < 90 and ends["95 %"] > 110,
        ),
        "subtitle": "Yen needed for a payment in dollars, today = 100, nine tenths of simulated paths; to"
        f" {period(fan.index[-1:])}",  # typed: the base
    }


def refusal(curves: pd.DataFrame, lost: float) -> dict[str, str]:
    """The least loss at which refusing pays with both penalties, against the expected one."""
    return {
        "title": held(
            "With both penalties refusing costs more than the expected loss",
            curves["both penalties"].min() > lost,
        ),
        "subtitle": "Loss at which taking and refusing a call cost the same, % of the call, by years of the"
        " tariff that follows; model calculation, projects as planned",
    }


def stress(share: pd.Series) -> dict[str, str]:
    """Which scenario takes most."""
    return {
        "title": held(
            "The state's project losses are the largest of the scenarios",
            share.nlargest(2).index.str.startswith("Projects").all(),
        ),
        "subtitle": "Loss of Japan, or gain (minus), by scenario, each by itself, % of GDP",
    }
