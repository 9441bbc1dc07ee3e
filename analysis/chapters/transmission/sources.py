"""What the spread of a price is made of, and how the yen moves with the share that is converted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import report
from analysis.chapters.transmission.study import Study, effect

#: Parts of a variance as the page says them.
_PARTS = {"multiplier": "multiplier", "passthrough": "pass-through", "together": "together only"}


def variance_parts(study: Study, theories: Mapping[str, str], month: int) -> pd.DataFrame:
    """First-order shares of the variance of each price, everything bought, by theory (name: label)."""
    rows = {
        f"{label}: {price}": study.made("full", theory).variance_shares(price, month)
        for theory, label in theories.items()
        for price in study.chain
    }
    return pd.DataFrame(rows).T.rename(columns=_PARTS)


def draw_variance(parts: pd.DataFrame) -> Any:
    """Stacked bars of the shares."""
    fig, ax = report.figures.new(height=2.8)
    start = np.zeros(len(parts))
    for part, colour in zip(parts, ("vermillion", "green", "grey"), strict=True):
        widths, tone = 100 * parts[part].to_numpy(), report.figures.style.colour(colour)
        ax.barh(range(len(parts)), widths, left=start, label=part, height=0.62, color=tone)
        start += widths
    ax.set_yticks(range(len(parts)), parts.index)
    ax.invert_yaxis()
    ax.set_xlim(0, 100)
    ax.set_xlabel("share of the variance two years after the last money, %")
    report.figures.key(ax, columns=3)
    return fig


def variance_alt() -> str:
    """What a reader who does not see the bars is told."""
    return (
        "Six stacked bars of first-order shares of variance: under the panel's narrow range pass-through is"
        " nearly the whole of every bar, under our own estimate of the multiplier the multiplier is."
    )


def by_share(study: Study, theories: Iterable[str], shares: np.ndarray, month: int) -> pd.DataFrame:
    """Median move of the yen, percent, by theory, if this share of the money is bought and the rest held."""
    columns = {
        name: [
            effect(study.made({"yen": share, "reserves": 1 - share}, name, prices={}), "yen", 0.5, month)
            for share in shares
        ]
        for name in theories
    }
    return pd.DataFrame(columns, index=pd.Index(100 * shares, name="converted share"))


def share_needed(study: Study, theory: str, percent: float, month: int) -> float:
    """Share of the money whose purchase makes the dollar so much dearer in the median.

    In logs the effect is a multiple of the share.
    """
    whole = study.made("full", theory, prices={}).quantile("yen", 0.5, month)
    return 100 * np.log1p(percent / 100) / whole


def draw_shares(curve: pd.DataFrame, names: Mapping[str, str], colours: Mapping[str, str]) -> Any:
    """One line a theory on log scales, and a line at five percent."""
    fig, ax = report.figures.new(height=3.4)
    for theory, colour in colours.items():
        style = {"color": report.figures.style.colour(colour), "marker": "o", "markersize": 3}
        ax.plot(curve.index, curve[theory], label=names[theory], **style)
    report.figures.zero_line(ax, 5)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xticks([2, 5, 10, 20, 50, 100], ["2", "5", "10", "20", "50", "100"])
    ax.set_yticks([0.1, 0.5, 1, 2, 5, 10, 20], ["0.1", "0.5", "1", "2", "5", "10", "20"])
    ax.minorticks_off()
    ax.set_xlabel("bought with yen, % of the money (log scale)")
    ax.set_ylabel("dearer dollar, % (log scale)")
    report.figures.key(ax, columns=1)
    return fig


def named_with_median(theory: str, law: Any) -> str:
    """A theory's name without its remarks, and the median of its multiplier."""
    return f"{theory.split(':', maxsplit=1)[0].split('(', maxsplit=1)[0].strip()} ({law.ppf(0.5):.2f})"


def shares_alt(curve: pd.DataFrame) -> str:
    """What a reader who does not see the lines is told."""
    report.sentences.hold(
        {"of the money the yen moves by less than one percent under": curve.loc[2].max() < 1}
    )
    # direction “above zero a dearer dollar” “percent per percent of a weaker yen”: units of the tables
    # direction “A higher tariff by both”: the supposition of the table
    # direction “percent dearer (C69), by what”: money that comes home buys yen
    return (
        "Four rising lines on log scales: at a share of two percent of the money the yen moves by less than"
        f" one percent under all of them, at the full amount by {curve.iloc[-1].min():.0f} to"
        f" {curve.iloc[-1].max():.0f} percent."
    )
