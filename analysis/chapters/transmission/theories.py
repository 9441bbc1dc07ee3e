"""The multipliers of six theories on one scale: percent of depreciation per one percent of GDP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import report

#: What the shown name of a theory lacks, in the order of those with a number.
_SUFFIXES = ("", ", stocks", "", "", ", 20 days", ", a year")
#: Days after an operation at which the own estimate is shown.
_DAYS = (0, 5, 20)


def bands(theories: Mapping[str, Any]) -> pd.DataFrame:
    """Median and nine tenths of each theory's law, missing where it gives no number: low, mid, high."""
    rows = {
        name: (np.nan,) * 3 if theory.law is None else tuple(theory.law.ppf(q) for q in (0.05, 0.5, 0.95))
        for name, theory in theories.items()
    }
    return pd.DataFrame(rows, index=["low", "mid", "high"]).T.astype(float)


def theory_rows(theories: Mapping[str, Any], laws: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Each theory with its band, its mass at or below zero, and what it cannot say."""
    estimates = laws.rename(columns={"mid": "estimate"})
    return pd.DataFrame(
        {
            "Theory": words["theory"],
            "Median (5 to 95 %)": [
                "none" if row.isna().any() else report.numbers.bracketed(row)
                for _, row in estimates.iterrows()
            ],
            "At or below 0, %": [
                np.nan if theory.law is None else 100 * theory.law.not_above_zero
                for theory in theories.values()
            ],
            "Base; currency; horizon. What it cannot say": (
                words["base"] + "; " + words["currency"] + "; " + words["horizon"] + ". "
                + words["cannot_say"]
            ),
            "Source [grade]": report.tables.cited(words),
        }
    )  # fmt: skip


def heading(theory: str) -> str:
    """The name of a theory up to its first comma or colon."""
    return theory.split(",", maxsplit=1)[0].split(":", maxsplit=1)[0]


def forest(laws: pd.DataFrame, words: pd.DataFrame, own: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Bands of the theories with a number, then own estimates by period and day, with 95 percent intervals.

    Parameters
    ----------
    laws, words : pandas.DataFrame
    own : mapping of str to pandas.DataFrame
        Responses to operations by days after, one frame a period.
    """
    known = laws.dropna().rename(columns={"mid": "estimate"})
    names = [
        heading(words.loc[name, "theory"]) + suffix
        for name, suffix in zip(known.index, _SUFFIXES, strict=True)
    ]
    days = {day: "same day" if day == 0 else f"{day} days" for day in _DAYS}
    rows = [
        (f"Own, {period}: {text}", *frame.loc[day, ["estimate", "wide_low", "wide_high"]])
        for period, frame in own.items()
        for day, text in days.items()
    ]
    columns = ["row", "estimate", "low", "high"]
    both = [known.assign(row=names), pd.DataFrame(rows, columns=columns)]
    return pd.concat(both, ignore_index=True)[columns]


def draw_forest(rows: pd.DataFrame, theories: int) -> Any:
    """One row an estimate; the first `theories` rows are the literature's, in vermillion."""
    fig, ax = report.figures.new(height=5.2)
    colours = ["vermillion"] * theories + ["blue"] * (len(rows) - theories)
    report.figures.intervals(
        ax, list(rows["row"]), rows["estimate"], rows["low"], rows["high"], colours, reference=(0,)
    )
    ax.set_xlabel("weaker yen, % per 1 % of GDP")
    return fig


def forest_alt(rows: pd.DataFrame) -> str:
    """What a reader who does not see the rows is told."""
    private = rows[rows["row"].str.contains("a year")]  # the own estimate of private flows
    report.sentences.hold({"private flows mostly below it": (private["low"] + private["high"]).max() < 0})
    return (
        f"Fifteen rows: six theories with bands of nine tenths, from {rows['low'][:6].min():.1f} to"
        f" {rows['high'][:6].max():.1f}, and nine own estimates with 95 percent intervals; portfolio shares"
        " by stocks lie close to zero, private flows mostly below it, and twenty days and the years to 2004"
        " are too wide to tell."
    )


def own_published(
    periods: Mapping[str, pd.DataFrame], rows: Iterable[tuple[str, str, int]]
) -> dict[str, str]:
    """Own estimates and their intervals for publishing, as ``transmission_own…``.

    Parameters
    ----------
    periods : mapping of str to pandas.DataFrame
    rows : iterable of (suffix of the key, period, day)
    """
    columns = {"": "estimate", "_low": "wide_low", "_high": "wide_high"}
    return {
        f"transmission_own{suffix}{end}": report.numbers.fixed(periods[period].loc[day, column], 1)
        for suffix, period, day in rows
        for end, column in columns.items()
    }
