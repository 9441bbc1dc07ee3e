"""Forest plots of the page on the literature, with their alternative texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.chapters.literature.published import GROUPS, lower, upper
from analysis.report.author import figures, sentences, style

PRICES = ("import", "producer", "consumer")
_MARKERS = {"point": "o", "midpoint": "o", "lower bound": ">", "upper bound": "<"}
#: Definitions of an effect of tariffs, with the words and the colour of each.
_TARIFFS = {
    "import_price_per_tariff": ("border price per tariff", "blue"),
    "importer_share_of_tariff": ("importers' share", "green"),
    "retail_price_per_tariff_rate": ("retail price per tariff", "vermillion"),
    "consumer_share_of_tariff_cost": ("consumers' share", "purple"),
    "share_of_predicted_cost": ("share of predicted rise", "amber"),
    "trend_share_of_tariff": ("against a trend", "grey"),
}


def shown_beside(numeric: pd.DataFrame, place: str) -> pd.DataFrame:
    """Published estimates drawn beside ours: all definitions for Japan, comparable ones for the US."""
    rows = numeric[(numeric["country"] == place) & (numeric["driver"] == "exchange_rate")]
    return rows[rows["price"].isin(PRICES) if place == "Japan" else rows["group"].isin(GROUPS)]


def forest_rows(own: pd.DataFrame, published: pd.DataFrame, place: str) -> pd.DataFrame:
    """One row an estimate, by price: ours first, then the published ones from low to high."""
    columns = ["row", "estimate", "low", "high", "colour", "marker", "memory"]
    rows = []
    for price in PRICES:
        ours = own[(own["country"] == place) & (own["price"] == price) & own["leads"]]
        for _, row in ours.iterrows():
            words = f"{price}: this book, foreign prices {row['estimand']}, {row['lags']} months"
            rows.append((words, row["estimate"], row["low"], row["high"], "vermillion", "o", False))
        for _, row in (
            published[published["price"] == price].sort_values("estimate", kind="stable").iterrows()
        ):
            words, marker = f"{price}: {row['study']}, {_horizon(row)}", _MARKERS[row["kind"]]
            rows.append((words, row["estimate"], row["low"], row["high"], "blue", marker, row["memory"]))
    return pd.DataFrame(rows, columns=columns)


def _horizon(row: pd.Series) -> str:
    months = row["horizon_months"]
    return "horizon not stated" if pd.isna(months) else f"{months:.0f} months"


def draw_forest(rows: pd.DataFrame) -> Any:
    """Estimates with their ranges; hollow what is from memory, arrows for bounds."""
    fig, ax = figures.new(height=0.7 + 0.235 * len(rows))
    places = np.arange(len(rows))[::-1]
    figures.zero_line(ax, 0, axis="x")
    figures.zero_line(ax, 1, axis="x")
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        ink = style.colour(row["colour"])
        ax.plot([row["low"], row["high"]], [place, place], color=ink, linewidth=2)
        ax.plot(
            [row["estimate"]],
            [place],
            marker=row["marker"],
            color=ink,
            markersize=5.5,
            linestyle="",
            markerfacecolor="none" if row["memory"] else ink,
        )
    ax.set_yticks(places, rows["row"], fontsize=7.5)
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel("price change per 1 % of depreciation, %")
    return fig


def forest_alt(rows: pd.DataFrame, place: str) -> str:
    """Alternative text of a forest plot."""
    estimate = rows["estimate"]
    return (
        f"Forest plot of {len(rows)} estimates of pass-through for {place}, from {estimate.min():.2f} to"
        f" {estimate.max():.2f} percent: import prices on top, then producer, then consumer prices; ours with"
        " intervals, published ones blue, hollow if quoted from memory, arrows for bounds."
    )


def by_definition(numeric: pd.DataFrame) -> pd.DataFrame:
    """Published effects of tariffs by definition, from low to high within one."""
    tariffs = numeric[numeric["driver"] == "tariff"]
    place = tariffs["group"].map({group: place for place, group in enumerate(_TARIFFS)})
    return tariffs.assign(place=place).sort_values(["place", "estimate"])


def draw_tariffs(tariffs: pd.DataFrame) -> Any:
    """One row a published figure, one colour a definition."""
    fig, ax = figures.new(height=1.2 + 0.24 * len(tariffs))
    names = [f"{row['study']}, {str(row['horizon']).split(' (')[0]}" for _, row in tariffs.iterrows()]
    colours = [_TARIFFS[group][1] for group in tariffs["group"]]
    low, high = lower(tariffs), upper(tariffs)
    figures.intervals(ax, names, tariffs["estimate"], low, high, color=colours, reference=(0, 1))
    ax.tick_params(axis="y", labelsize=7.5)
    for words, colour in _TARIFFS.values():
        ax.scatter([], [], color=style.colour(colour), label=words)
    figures.shared_key(fig, ax, columns=3, fontsize=8)
    ax.set_xlabel("share or elasticity, 1 = complete")
    return fig


def tariffs_alt(tariffs: pd.DataFrame) -> str:
    """Alternative text of the figure of tariffs."""
    estimate = tariffs["estimate"]
    by_group = tariffs.groupby("group")["estimate"]
    retail = by_group.max()["retail_price_per_tariff_rate"]
    border = by_group.min()[["import_price_per_tariff", "importer_share_of_tariff"]].min()
    sentences.hold({"retail prices per tariff far below": retail < border - 0.3})
    return (
        f"Forest plot of {len(tariffs)} published figures for tariffs in six definitions, from "
        f"{estimate.min():.2f} to {estimate.max():.2f}: border prices and importers' shares lie close to "
        "one, retail prices per tariff far below, the rest between."
    )


def draw_flows(multipliers: pd.DataFrame, flow: pd.Series) -> Any:
    """Our one-day response to operations, then published multipliers."""
    fig, ax = figures.new(height=2.8)
    pairs = zip(multipliers["study"], multipliers["measure"], strict=True)
    names = ["This book\n(operations, one day)"]
    names += [f"{study}\n({measure.split(',')[0]})" for study, measure in pairs]
    figures.intervals(
        ax,
        names,
        [flow["estimate"], *multipliers["mid"]],
        [flow["wide_low"], *multipliers["low"]],
        [flow["wide_high"], *multipliers["high"]],
        color=["vermillion"] + ["blue"] * len(multipliers),
    )
    ax.tick_params(axis="y", labelsize=8)
    ax.set_xlabel("depreciation, % per 1 % of GDP")
    return fig


def flows_alt(multipliers: pd.DataFrame, flow: pd.Series) -> str:
    """Alternative text of the figure of flows."""
    return (
        f"Forest plot of {len(multipliers)} published multipliers between {multipliers['low'].min():.1f} "
        f"and {multipliers['high'].max():.1f} percent and our own one-day response of "
        f"{flow['estimate']:.1f} percent, with its interval from {flow['wide_low']:.1f} to "
        f"{flow['wide_high']:.1f}."
    )
