"""Out-of-sample errors with the yen, and the standing forecast: rows, figure and their words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.report.author import figures, headings, sentences
from analysis.report.author.numbers import fixed

ADDED = {"yen": "yen", "yen and foreign": "yen and foreign prices"}


def accuracy_rows(overall: pd.DataFrame, late: pd.DataFrame, simulated: pd.DataFrame) -> pd.DataFrame:
    """Error ratio, tests and the ratio since 2020, one row a comparison.

    Parameters
    ----------
    overall : DataFrame
        All forecasts, one row a comparison.
    late : DataFrame
        Forecasts since 2020 by (target, horizon, model).
    simulated : DataFrame
        The table `coverage_simulations`.
    """
    rates = rejected(simulated)
    keys = list(zip(overall["target"], overall["horizon"], overall["model"], strict=True))
    return pd.DataFrame({
        "Prices": overall["target"],
        "Months ahead": overall["horizon"],
        "Added": overall["model"],
        "Error ratio": [fixed(value, 3) for value in overall["ratio"]],
        "Clark-West, p": [fixed(value, 3) for value in overall["clark_west"]],
        "Rejects without, with": [
            f"{fixed(rates[key, 'size'], 2)}, {fixed(rates[key, 'power'], 2)}" for key in keys
        ],
        "Holm": [fixed(value, 2) for value in overall["holm"]],
        "Diebold-Mariano, p": [fixed(value, 2) for value in overall["diebold_mariano"]],
        "Ratio since 2020": [fixed(late.loc[key, "ratio"], 2) for key in keys],
    })  # fmt: skip


def rejected(
    simulated: pd.DataFrame, test: str = "Clark-West"
) -> dict[tuple[tuple[str, int, str], str], float]:
    """Share of made prices in which a test rejects, by (target, horizon, model) and measure."""
    found = {}
    for _, row in simulated[simulated["topic"].eq("forecasts on data")].iterrows():
        name, target, model = row["method"].split(", ")
        if name == test:
            months = int(row["design"].split(" ")[0])
            found[(target, months, model), row["measure"]] = row["measured"]
    return found


def accuracy_notes(simulated: pd.DataFrame) -> list[str]:
    """Notes of the table of errors."""
    rows = simulated[simulated["topic"].eq("forecasts on data")]
    powers = rows[rows["measure"].eq("power")].drop_duplicates("design")["design"]
    adds = list(dict.fromkeys(design.rpartition(" ")[2] for design in powers))
    equal = [
        share for (_, measure), share in rejected(simulated, "Diebold-Mariano").items() if measure == "size"
    ]
    # typed: the first origin, the level of the tests
    return [
        (
            "Error ratio: root mean squared error over the benchmark's, forecasts made from 1995 on. "
            "Clark-West is one-sided with cosine variance, Diebold-Mariano two-sided with the small-sample "
            "factor. Final data, not vintages."
        ),
        (
            "Rejects without, with: share of made prices in which Clark-West rejects at five percent, by"
            " itself, where the yen adds nothing, and where its long run adds"
            f" {', '.join(adds)} to import, producer and consumer prices. Where it adds nothing"
            f" Diebold-Mariano rejects in {100 * min(equal):.0f} to {100 * max(equal):.0f} percent."
        ),
    ]


def since_origin(prices: pd.Series, standing: pd.DataFrame) -> pd.Series:
    """Published prices in log points from the origin of the standing forecast."""
    return 100 * np.log(prices / prices[pd.Period(standing["origin"].iloc[0], "M")])


def draw_standing(standing: pd.DataFrame, past: pd.Series) -> Any:
    """Published prices, then the forecast with its bands and the benchmark."""
    ahead = pd.PeriodIndex(standing["month"], freq="M")
    paths = standing.set_index(ahead)
    fig, ax = figures.new(height=3.8)
    bands = {f"{share} %": (standing[f"low{share}"], standing[f"high{share}"]) for share in (95, 80)}
    figures.fan(ax, ahead, bands, "purple")
    figures.line(ax, past.loc["2023-01":], None, "ink", label="published")
    figures.line(ax, paths["point"], None, "purple", label="with the yen and foreign prices")
    figures.line(ax, paths["benchmark"], None, "grey", linestyle="--", label="own past alone")
    figures.zero_line(ax)
    ax.set_ylabel(f"log points from {standing['origin'].iloc[0]}")
    figures.key(ax, columns=3)
    return fig


def standing_heading(standing: pd.DataFrame) -> dict[str, str]:
    """Title and subtitle of the figure of the standing forecast."""
    end = standing.iloc[-1]
    # level: of the bands of the table
    return {
        "title": sentences.held(
            "Consumer prices are forecast to rise, but not surely", end["point"] > 0 and end["low80"] < 0
        ),
        "subtitle": (
            "Core consumer prices (no fresh food), published and forecast, log points from"
            f" {headings.period([end['origin']])}, to {headings.period([end['month']])}; shaded:"
            f" {headings.level(0.8)} and {headings.level()}"
        ),
    }


def standing_alt(standing: pd.DataFrame) -> str:
    """Alternative text of the figure of the standing forecast."""
    # typed: months and levels of the standing forecast; level: of its bands
    return (
        f"A line of published consumer prices to {standing['origin'].iloc[0]}, the origin of the forecast, "
        "then a point path for 24 months with 80 and 95 percent bands that widen to several percent either "
        "side, and the benchmark's path close to it."
    )
