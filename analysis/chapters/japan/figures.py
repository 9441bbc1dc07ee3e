"""Figures of Japan's prices: levels, the chain, its split, the alternatives, the ends of the sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from matplotlib.dates import YearLocator

from analysis import report
from analysis.passthrough.specifications import stated
from analysis.report.author.style import colour

fixed = report.numbers.fixed
COLOURS = {
    "jp_import_yen": "blue",
    "jp_import_contract": "vermillion",
    "jp_producer": "green",
    "jp_consumer": "purple",
    "jp_core_core": "vermillion",
}
SHORT = {
    "jp_import_yen": "Import, yen",
    "jp_producer": "Producer",
    "jp_consumer": "Consumer",
}
#: Columns of the split, each with its words and colour.
PARTS = {
    "translation": ("translation", "blue"),
    "contract price": ("contract price", "vermillion"),
    "Consumer prices: domestic stage": ("domestic stage", "grey"),
    "Consumer prices": ("consumer prices", "purple"),
}


def draw_levels(shown: pd.DataFrame) -> Any:
    """The inverted effective rate and import prices in yen and in contract currency, on a log scale."""
    fig, ax = report.figures.new(height=3.8)
    for name, ink, words in (
        ("jp_neer_inverse", "grey", "weaker yen"),
        ("jp_import_price_yen", "blue", "import prices, yen"),
        ("jp_import_price_contract", "vermillion", "import prices, contract"),
    ):
        report.figures.line(ax, shown[name], words, ink)
    ax.set_yscale("log")
    ax.set_yticks([30, 50, 70, 100, 150], ["30", "50", "70", "100", "150"])
    ax.minorticks_off()
    ax.set_ylabel("index, 1980 = 100, log scale")
    report.figures.label_lines(ax)
    return fig


def levels_alt(shown: pd.DataFrame) -> str:
    """Where the inverted effective rate has its low and its end."""
    # direction “A yen lower against everyone moves both”: the supposition of the table of two rates
    weak, contract = shown["jp_neer_inverse"], shown["jp_import_price_contract"].dropna()
    report.sentences.hold(
        {
            "the inverted effective rate of the yen falls to": weak.idxmin() > weak.index[0],
            "those in contract currency rise on trend": contract.iloc[0] < contract.iloc[-1],
        }
    )
    return (
        "Three lines from 1980 to 2026 on a log scale: the inverted effective rate of the yen falls to "
        f"{weak.min():.0f} in {weak.idxmin()} and ends at {weak.iloc[-1]:.0f}; "
        "import prices in yen share its swings, those in contract currency rise on trend."
    )


def draw_chain(paths: Mapping[str, pd.DataFrame]) -> Any:
    """Cumulative pass-through of four prices with pointwise bands, and a sup-t band where there is one."""
    fig, axes = report.figures.new(2, 2, height=5.6)
    for ax, (key, path) in zip(axes.flat, paths.items(), strict=True):
        if "joint_low" in path:
            joint = path["joint_low"], path["joint_high"]
            report.figures.band(ax, path.index, *joint, "95 %, path (sup-t)", COLOURS[key], 0.14)
        report.figures.band(ax, path.index, path["low"], path["high"], "95 %, each month", COLOURS[key], 0.22)
        ax.plot(path.index, path["estimate"], color=colour(COLOURS[key]), label="foreign prices fixed")
        ax.plot(path.index, path["free"], color=colour("ink"), linestyle="--", label="free")
        report.figures.zero_line(ax)
        ax.set_title(stated.stated(key).label)
        ax.set_xticks(range(0, int(path.index[-1]) + 1, 6))
        ax.set_xlabel("months after a 1 % depreciation")
    report.figures.zero_line(axes[0, 0], 1)
    report.figures.shared_key(fig, axes[1, 1], columns=4)
    fig.supylabel("cumulative pass-through, %", fontsize=9.5, color=colour("muted"))
    return fig


def chain_alt(paths: Mapping[str, pd.DataFrame]) -> str:
    """Between what values import prices in yen lie from the second month on."""
    dock = paths["jp_import_yen"]["estimate"]
    behind = [paths[key]["estimate"].loc[24:] for key in ("jp_producer", "jp_consumer")]
    report.sentences.hold(
        {
            "producer and consumer prices still rise in the third year": all(
                path.iloc[0] < path.iloc[-1] for path in behind
            )
        }
    )
    return (
        "Four panels of cumulative pass-through with pointwise bands, and a sup-t band for consumer prices,"
        " for foreign prices fixed and a dashed line for "
        "foreign prices free: from the second month on import prices in yen lie between "
        f"{dock.iloc[1:].min():.2f} and {dock.max():.2f}, contract prices near "
        "zero, producer and consumer prices still rise in the third year."
    )


def draw_split(split: Mapping[str, pd.DataFrame]) -> Any:
    """Translation, contract price, domestic stage and their sum, foreign prices free and fixed."""
    fig, axes = report.figures.new(1, 2, height=3.9, sharey=True)
    for ax, (name, frame) in zip(axes, split.items(), strict=True):
        for column, (words, ink) in PARTS.items():
            ax.plot(frame.index, frame[column], color=colour(ink), label=words)
        report.figures.zero_line(ax)
        ax.set_title(f"foreign prices {name}")
        ax.set_xticks(range(0, 25, 6))
        ax.set_xlabel("months after a 1 % depreciation")
    axes[0].set_ylabel("cumulative response, %")
    report.figures.shared_key(fig, axes[0], columns=4)
    return fig


def split_alt(split: Mapping[str, pd.DataFrame]) -> str:
    """Ends of the parts with foreign prices fixed."""
    parts = split["fixed"]
    return (
        "Two panels, foreign prices free and fixed, each with four lines over 24 months: with them fixed"
        f" translation goes from {parts['translation'].iloc[0]:.2f} to {parts['translation'].iloc[-1]:.2f},"
        " contract prices stay small, the domestic stage ends at"
        f" {parts['Consumer prices: domestic stage'].iloc[-1]:.2f}, and their sum, consumer prices, at"
        f" {parts['Consumer prices'].iloc[-1]:.2f}."
    )


def draw_alternatives(others: Mapping[str, pd.DataFrame]) -> Any:
    """Headline and alternatives of three prices, one row an alternative, red where it turns the finding."""
    order = list(dict.fromkeys(name for key in SHORT for name, _ in others[key].index))
    fig, axes = report.figures.new(1, 3, height=7.4, sharey=True)
    for ax, (key, title) in zip(axes, SHORT.items(), strict=True):
        table = _one_estimate(others[key]).reindex(order)
        turns = table["turns"].eq(True)
        colours = [
            COLOURS[key] if name == "headline" else "vermillion" if turns[name] else "grey" for name in order
        ]
        reference = (0, 1) if key == "jp_import_yen" else (0,)
        report.figures.intervals(
            ax, order, table["estimate"], table["low"], table["high"], colours, reference=reference
        )
        ax.set_title(title)
        ax.set_xlabel("%, fixed")
    return fig


def alternatives_alt(others: Mapping[str, pd.DataFrame]) -> str:
    """Between what values the alternatives of each price lie."""
    return (
        "Three panels of estimates with intervals, one row an alternative: "
        + "; ".join(_reach(key, _one_estimate(others[key])["estimate"]) for key in SHORT)
        + ". Rows that turn the finding are red."
    )


def _one_estimate(table: pd.DataFrame) -> pd.DataFrame:
    """One row an alternative: foreign prices fixed, but for the old equation, which has no foreign price."""
    table = table.reset_index()
    kept = (table["estimand"] == "fixed") | (table["alternative"] == "old equation")
    return table[kept].set_index("alternative")


def _reach(key: str, estimates: pd.Series) -> str:
    usual, decade = estimates.drop("last ten years").dropna(), estimates["last ten years"]
    inside = usual.min() <= decade <= usual.max()
    return (
        f"{stated.stated(key).label.lower()} between {fixed(usual.min(), 2)} and {fixed(usual.max(), 2)},"
        f" {'the last ten years among them' if inside else 'but for the last ten years'} ({fixed(decade, 2)})"
    )


def draw_ends(ends: Mapping[str, pd.DataFrame]) -> Any:
    """The long run of four prices against the last month of the sample, with the band for prices fixed."""
    fig, axes = report.figures.new(2, 2, height=5.2, sharex=True)
    for ax, (key, path) in zip(axes.flat, ends.items(), strict=True):
        bounds = path["fixed_low"], path["fixed_high"]
        report.figures.band(ax, path.index, *bounds, "95 %, fixed", COLOURS[key], 0.2)
        report.figures.line(ax, path["fixed"], None, COLOURS[key], label="foreign prices fixed")
        report.figures.line(ax, path["free"], None, "ink", linestyle="--", label="free")
        report.figures.zero_line(ax)
        ax.set_title(stated.stated(key).label.replace("Consumer prices less", "Less"))
    axes[0, 0].xaxis.set_major_locator(YearLocator(4))
    report.figures.zero_line(axes[0, 0], 1)
    report.figures.shared_key(fig, axes[0, 0], columns=3)
    fig.supylabel("long run, %", fontsize=9.5, color=colour("muted"))
    return fig


def ends_alt(ends: Mapping[str, pd.DataFrame]) -> str:
    """Between what values each price lies by last month, and where it ends."""
    return (
        "Four panels of the long-run estimate against the last month of the sample, with the 95 percent band"
        " for "
        "foreign prices fixed and a dashed line for free: fixed, " + "; ".join(_ranges(ends)) + "."
    )


def _ranges(ends: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for key, path in ends.items():
        line = path["fixed"]
        yield (
            f"{stated.stated(key).label.lower()} lie between {fixed(line.min(), 2)} and"
            f" {fixed(line.max(), 2)} and end at {fixed(line.iloc[-1], 2)}"
        )
