"""Figures of the page on shocks, with their alternative texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.passthrough.shocks import by_shock, second_round
from analysis.report.author import figures, sentences, style

ALL_YEARS, RECENT = "all years", "from 2013"


def draw_sets(panels: Mapping[str, pd.DataFrame]) -> Any:
    """One panel a price, one row a shock: the identified set within the robust region."""
    shop = next(iter(panels.values()))
    middle = (shop["set_low"] + shop["set_high"]) / 2
    sentences.hold(
        {
            "sets of weak demand lie mostly below zero": middle["weak demand"] < 0,
            "those of monetary loosening above it": middle["monetary loosening"] > 0,
        }
    )
    fig, axes = figures.new(len(panels), 1, height=4.6)
    for ax, (label, frame) in zip(axes, panels.items(), strict=True):
        places = np.arange(len(frame))[::-1]
        ax.hlines(
            places,
            frame["robust_low"],
            frame["robust_high"],
            colors=style.colour("grey"),
            linewidth=2,
            label=f"{100 * by_shock.LEVEL:.0f} % robust region",
        )
        ax.hlines(
            places,
            frame["set_low"],
            frame["set_high"],
            colors=style.colour("blue"),
            linewidth=7,
            label="identified set",
        )
        figures.zero_line(ax, 0.0, axis="x")
        ax.set_yticks(places, [shock.capitalize() for shock in frame.index])
        ax.set_ylim(-0.6, len(frame) - 0.4)
        ax.set_title(label)
        ax.set_xlabel("pass-through after two years, %")
    figures.shared_key(fig, axes[0])
    return fig


def sets_alt() -> str:
    """Alternative text of the figure of sets."""
    return (
        "Two panels with four bars each. For consumer prices the identified sets of weak demand lie mostly "
        "below zero and those of monetary loosening above it; the robust regions of all four overlap "
        "widely around zero. For import prices all regions are several times wider."
    )


def draw_states(tested: pd.DataFrame) -> Any:
    """One row a state and price, with marks on either side at what would be found; findings in blue."""
    fig, ax = figures.new(height=4.2)
    names = [f"{row['outcome']}: {row['state']}" for _, row in tested.iterrows()]
    colours = ["blue" if p < 0.05 else "grey" for p in tested["p_holm"]]
    figures.intervals(ax, names, tested["estimate"], tested["low"], tested["high"], colours, reference=(0,))
    for side, label in ((1, "would be found four times in five"), (-1, "_nolegend_")):
        ax.scatter(
            side * tested["found"],
            np.arange(len(names))[::-1],
            marker="|",
            s=90,
            color=style.colour("vermillion"),
            label=label,
        )
    ax.set_xticks([-1, -0.5, 0, 0.5])
    ax.set_xlabel("pass-through in the state less outside it, %")
    figures.key(ax, columns=1)
    return fig


def states_alt(tested: pd.DataFrame) -> str:
    """Alternative text of the figure of states."""
    large = tested[(tested["outcome"] == "Producer prices") & tested["state"].str.startswith("moves")]
    sentences.hold(
        {"response to large moves of the yen is below that to small ones": large["estimate"].max() < 0}
    )
    # direction “include zero; for”: counted here
    around_zero = int(((tested["low"] < 0) & (tested["high"] > 0)).sum())
    return (
        f"{len(tested)} intervals of differences between states, of which {around_zero} include zero; for"
        " producer prices the response to large moves of the yen is below that to small ones. Marks on either"
        " side show what would be found; estimates beyond their mark:"
        f" {int((tested['estimate'].abs() > tested['found']).sum())}."
    )


def third_year_paths(paths: Mapping[tuple[str, str], Any]) -> dict[tuple[str, str], pd.DataFrame]:
    """Cumulated response by month with its band, by price and sample, foreign prices fixed."""
    frames = {}
    for key, result in paths.items():
        path = result.estimands.fixed
        band = path.band(joint=False)
        columns = {
            "estimate": path.estimate,
            "low": band["low"].to_numpy(),
            "high": band["high"].to_numpy(),
        }
        frames[key] = pd.DataFrame(columns, index=pd.Index(path.horizons, name="months"))
    return frames


def draw_years(frames: Mapping[tuple[str, str], pd.DataFrame]) -> Any:
    """One panel a price: three years of all months with a band, and from 2013 as a dashed line."""
    fig, axes = figures.new(1, 3, height=3.2, sharey=True)
    for ax, name, colour in zip(axes, second_round.PRICES, ("purple", "blue", "green"), strict=True):
        path = frames[name, ALL_YEARS]
        figures.band(ax, path.index, path["low"], path["high"], "95 %, by month", colour, 0.16)
        for when, tone, dashes in ((ALL_YEARS, colour, "-"), (RECENT, "grey", "--")):
            path = frames[name, when]
            ax.plot(path.index, path["estimate"], color=style.colour(tone), linestyle=dashes, label=when)
        figures.zero_line(ax)
        ax.set_xticks([0, 12, 24, 36])
        ax.set_title(name.capitalize())
        ax.set_xlabel("months")
    axes[0].set_ylabel("response to a 1 % weaker yen, %")
    figures.shared_key(fig, axes[1], columns=3)
    return fig


def years_alt(frames: Mapping[tuple[str, str], pd.DataFrame]) -> str:
    """Alternative text of the figure of three years."""
    end = {when: frames[second_round.CORE, when]["estimate"].iloc[-1] for when in (ALL_YEARS, RECENT)}
    years = frames[second_round.CORE, ALL_YEARS]["estimate"].loc[[0, 12, 24, 36]]
    sentences.hold({"core prices rise through all three years": years.is_monotonic_increasing})
    return (
        "Three panels of cumulated responses over 36 months: core prices rise through all three years, "
        f"services little after the second, goods most; the dashed lines from 2013 end at {end[RECENT]:.2f} "
        f"for the core, against {end[ALL_YEARS]:.2f} over all years."
    )
