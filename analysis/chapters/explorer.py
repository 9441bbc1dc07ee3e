"""The page with controls: rows of its tables, the figure of one assumption at a time, and their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.report.author import explorer, explorer_scheme, figures, headings, sentences
from analysis.report.author.numbers import bracketed

Ends = list[float]  # 5, 50 and 95 percent
_ENDS = ("low", "median", "high")


def shown(ends: Ends, decimals: int) -> str:
    """Median and nine tenths of the draws: "3.1 (0.9 to 6.4)"."""
    low, median, high = ends
    return bracketed({"estimate": median, "low": low, "high": high}, decimals)


def case_rows(starts: Mapping[str, explorer.Settings], at: Mapping[str, Mapping[str, Ends]]) -> pd.DataFrame:
    """What each starting point assumes, and the yen and prices that follow from it."""
    return pd.DataFrame(
        {
            name: {
                "Bought with yen, %": start.converted,
                "Multiplier": start.multiplier,
                "Left after a year, %": start.left,
                "Yen per dollar": shown(at[name]["yen"], 1),
                "Import prices": shown(at[name]["import prices"], 1),
                "Consumer prices": shown(at[name]["consumer prices"], 2),
            }
            for name, start in starts.items()
        }
    ).T.rename_axis("Start")


def cases_notes(start: explorer.Settings, done: pd.Period) -> str:
    """Notes of the table of starting points.

    Parameters
    ----------
    start : Settings
        The first starting point.
    done : Period
        Month of the last money.
    """
    # direction “how much dearer the dollar is”: the name of the measure; its sign is the number's
    return (
        f"{start.amount:.0f} billion dollars, even. Yen: how much dearer the dollar is in {done}; prices: "
        f"{done + explorer.LATER}. Multiplier: median, percent per one percent of GDP. In the last row "
        "projects return six percent a year, half of it Japan's, all of that sold for yen."
    )


def case_data(at: Mapping[str, Mapping[str, Ends]]) -> pd.DataFrame:
    """Low, median and high of every path, one row a starting point and path."""
    return pd.DataFrame(
        [
            {"start": name, "path": path, **dict(zip(_ENDS, ends, strict=True))}
            for name, found in at.items()
            for path, ends in found.items()
        ]
    )


def half_way(at: Mapping[str, Ends]) -> dict[str, tuple[float, int]]:
    """Ends and median of the yen and of consumer prices from one starting point, with their decimals."""
    return {
        f"explorer_{key}_half{end}": (at[path][place], decimals)
        for key, path, decimals in (("yen", "yen", 1), ("cpi", "consumer prices", 2))
        for end, place in (("_low", 0), ("", 1), ("_high", 2))
    }


def bounds(medians: Mapping[str, Mapping[str, list[float]]]) -> pd.DataFrame:
    """Least and largest median that each assumption gives, one row a path and assumption."""
    return pd.DataFrame(
        [
            (path, label, min(values), max(values))
            for path, found in medians.items()
            for label, values in found.items()
        ],
        columns=["path", "assumption", "from", "to"],
    )


def draw_bounds(ranges: pd.DataFrame, start: Mapping[str, Ends], months: Mapping[str, int]) -> Any:
    """One panel a path, one bar an assumption, around the median of the first starting point."""
    fig, axes = figures.new(1, 2, height=3.4, sharey=True)
    for ax, (path, month), colour in zip(axes, months.items(), ("blue", "purple"), strict=True):
        rows = ranges[ranges["path"] == path]
        figures.intervals(
            ax,
            list(rows["assumption"]),
            [start[path][1]] * len(rows),
            rows["from"],
            rows["to"],
            color=colour,
            reference=(0,),
        )
        ax.set_title("Yen per dollar" if path == "yen" else path.capitalize())
        ax.set_xlabel(f"{pd.Period(explorer.START, 'M') + month}, %")
    return fig


def bounds_heading(of_yen: pd.DataFrame, funding: str, theory: str) -> dict[str, str]:
    """Title and subtitle of the figure of assumptions; the rows of the yen and the names of two of them."""
    reach = (of_yen["to"] - of_yen["from"]).sort_values(ascending=False, kind="stable")
    return {
        "title": sentences.held(
            "The funding matters most, then the theory", list(reach.index[:2]) == [funding, theory]
        ),
        "subtitle": (
            f"{headings.DEARER} and of consumer prices, %, from one median to the other as each assumption"
            " changes; scenarios"
        ),
    }


def bounds_alt(funding: pd.Series, theory: pd.Series) -> str:
    """Alternative text of the figure of assumptions, with the bars of funding and theory for the yen."""
    return (
        "Two panels of horizontal bars around the first starting point, one bar an assumption: funding has "
        f"by far the longest bar, up to {funding['to']:.0f} percent for the yen; the theory follows and "
        f"reaches {theory['from']:.1f}; amount and hedge scale the effect down to zero; the window of "
        "pass-through moves consumer prices only."
    )


def project_rows(sums: pd.DataFrame, cash: pd.DataFrame) -> pd.DataFrame:
    """Who gets what of one project, one row a starting point.

    Parameters
    ----------
    sums : DataFrame
        `explorer_scheme.totals` by starting point.
    cash : DataFrame
        Sums over the years of `explorer_scheme.by_year` by starting point.
    """
    return pd.DataFrame(
        {
            "Cash": cash["cash"],
            "United States": cash["united_states"],
            "Japan": cash["cash"] - cash["united_states"],
            "Due to each": sums["deemed"],
            "Of it received": sums["received"],
            "Japan's return, %": sums["japan_return"],
            "Worth to the state": sums["worth_state"],
            "Break-even return, %": sums["break_even"],
        }
    ).rename_axis("Project")


def project_notes(project: explorer_scheme.Choice, overrun: float) -> list[str]:
    """Notes of the table of one project; `overrun` is a share of the planned cost."""
    return [
        (
            f"Life {project.years} years after {project.construction} of construction, deemed rate"
            f" {project.deemed:g} percent, present value at {project.discount:g} percent. Worth to the state:"
            " of equity, loans and insurer, no premium. Break-even return: as planned, for Japan to earn the"
            " deemed rate if the project does not fail."
        ),
        (
            f"Failure: {project.recovery:g} percent of the planned cost comes back a year later. Overrun: "
            f"{100 * overrun:g} percent of it. Read as a loan: once for all, the carried sum bears interest, "
            "the balance declines. Revision: all cash to Japan after 20 years of operation if it is behind, "
            "until it has its amount."
        ),
    ]
