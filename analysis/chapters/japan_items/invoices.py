"""Shares of currencies in import contracts: rows and the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import data
from analysis.report.author import figures, headings, sentences, style, tables
from analysis.report.author.numbers import fixed, span

ENERGY = "Petroleum, coal and natural gas"


def table_rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Title, number of columns, first and last month of each table of prices."""
    return pd.DataFrame([
        {
            "Table": tables.link(data.default().manifest(name).title, f"#data-{name}"),
            "Columns": frame.shape[1],
            "First": str(frame.index[0]),
            "Last": str(frame.index[-1]),
        }
        for name, frame in frames.items()
    ])  # fmt: skip


def share_rows(by_group: pd.DataFrame, current: Any, base: Any) -> pd.DataFrame:
    """Share of each currency with its interval, by commodity group, the heaviest first and all last.

    Parameters
    ----------
    by_group : DataFrame
        With `weight` per 1000, one row a group and "all".
    current, base
        Estimated shares with weights of the month and of the base year.
    """
    ends = current.interval()

    def share(name: str, currency: str) -> str:
        low, high = ends.loc[name, (currency, "low")], ends.loc[name, (currency, "high")]
        return f"{fixed(current.estimate.loc[name, currency], 2)} ({span(low, high)})"

    order = [*by_group["weight"].drop("all").sort_values(ascending=False, kind="stable").index, "all"]
    return pd.DataFrame([
        {
            "Commodities": "All" if name == "all" else name,
            "Weight, per 1000": fixed(by_group.loc[name, "weight"], 0),
            "Dollar": share(name, "dollar"),
            "Euro": share(name, "euro"),
            "Yen": share(name, "yen"),
            "Yen, base year": fixed(base.estimate.loc[name, "yen"], 2),
        }
        for name in order
    ])  # fmt: skip


def shares_notes(current: Any) -> str:
    """Notes of the table of shares."""
    return (
        f"95 % intervals; one that ends at zero touches a bound. Months {current.months[0]} to "
        f"{current.months[-1]}. The shares explain at least {int(100 * current.fit.min())} in a hundred of "
        "the variation of each ratio."
    )


def draw_invoicing(groups: pd.DataFrame) -> Any:
    """Pass-through of each group against the share not invoiced in yen; two panels, without energy."""
    fig, axes = figures.new(1, 2, height=3.9)
    for ax, column, words in zip(
        axes, ("impact", "contract"), ("yen price, same month", "contract price, six months"), strict=True
    ):
        ax.errorbar(
            groups["foreign"],
            groups[column],
            yerr=1.96 * groups[f"{column}_se"],
            fmt="o",
            markersize=4,
            linewidth=1,
            color=style.colour("blue"),
        )
        figures.zero_line(ax)
        ax.set_title(words)
        ax.set_xlabel("share not invoiced in yen")
        ax.set_xlim(0.42, 1.02)
    reached = groups["impact"] + 1.96 * groups["impact_se"] >= groups["foreign"]
    sentences.hold(
        {
            "in yen in the same month rise with the share and lie near or above the dashed line": (
                groups["foreign"].corr(groups["impact"]) > 0 and reached.all()
            ),
            "contract prices over six months lie above zero for most groups": (groups["contract"] > 0).mean()
            > 0.5,
        }
    )
    equal = np.array([groups["foreign"].min(), 1.0])
    axes[0].plot(equal, equal, color=style.colour("grey"), linestyle="--")
    for ax in axes:
        ax.set_ylabel("% for a yen lower by 1 %")
    return fig


def invoicing_heading(groups: pd.DataFrame, months: Sequence) -> dict[str, str]:
    """Title and subtitle of the figure of invoicing; `groups` are those drawn."""
    rank = groups["foreign"].corr(groups["impact"], method="spearman")
    return {
        "title": sentences.held("Less yen invoicing goes with more pass-through at once", rank > 0.5),
        "subtitle": (
            f"Price change {headings.fall('the yen')}, %, one dot a group of imports (without energy);"
            f" {headings.period(months)}; bars {headings.level()}"
        ),
    }


def invoicing_alt() -> str:
    """Alternative text of the figure of invoicing."""
    return (
        "Two panels with one dot and bar a commodity group, without energy: prices in yen in the same "
        "month rise with the share and lie near or above the dashed line of equality; contract prices over "
        "six months lie above zero for most groups."
    )
