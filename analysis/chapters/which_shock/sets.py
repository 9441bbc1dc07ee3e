"""Identified sets and robust regions of pass-through by shock, as rows of tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.passthrough.shocks import by_shock, series
from analysis.report.author import studies, tables
from analysis.report.author.numbers import span

SHOCKS = list(by_shock.SIGNS)
_WORDS = {"+": "up", "-": "down"}
#: How far the yen has to move against each other variable in the quarter of the shock.
_MULTIPLES = {0.0: "Signs alone", 0.5: "Yen at least half as far", 1.0: "Yen moves most"}


def sign_rows() -> pd.DataFrame:
    """Sign of each response by shock, and the quarters in which a shock is dated."""
    signs = pd.DataFrame({
        shock: {
            variable: _WORDS.get(chosen.get(variable), "free")
            for variable in (series.OUTPUT, series.PRICES, series.YIELD, series.YEN)
        }
        | {series.COMMODITIES: "none in the quarter", series.IMPORTS: "free"}
        for shock, chosen in by_shock.SIGNS.items()
    })  # fmt: skip
    signs.loc["dated signs of the shock"] = {
        shock: ", ".join(
            f"{quarter} {_WORDS[sign]}" for who, sign, quarter in by_shock.NARRATIVE if who == shock
        )
        or "none"
        for shock in SHOCKS
    }
    return signs.rename_axis("Response of").rename(columns=str.capitalize)


def signs_notes() -> str:
    """Notes of the table of signs."""
    # direction “Up for the yen is a weaker yen”: how the signs are to be read
    return (
        "Up for the yen is a weaker yen. Signs hold in the quarter and the next, for the yen in the quarter."
        " Where consumer prices have a sign, the sign of pass-through in those quarters is assumed."
    )


def at_two_years(sets: pd.DataFrame) -> pd.DataFrame:
    """Sets of the main variant at the horizon that is read; index (outcome, multiple, shock)."""
    read = sets["variant"].eq("main") & sets["horizon"].eq(by_shock.READ_AT)
    return sets[read].set_index(["outcome", "multiple", "shock"]).sort_index()


def ranges(frame: pd.DataFrame, what: str) -> list[str]:
    """Both ends of a set or of a robust region, or that there is no bound."""
    ends = zip(frame[f"{what}_low"], frame[f"{what}_high"], strict=True)
    return [span(low, high) if np.isfinite(low) else "no bound" for low, high in ends]


def set_rows(main: pd.DataFrame) -> pd.DataFrame:
    """Sets by price, shock and how far the yen has to move; robust regions where it moves most."""
    columns = {}
    for multiple, words in _MULTIPLES.items():
        frame = main.xs(multiple, level="multiple")
        frame = frame.loc[sorted(frame.index, key=_consumers_first)]
        columns[words] = pd.Series(ranges(frame, "set"), frame.index)
    columns[f"{words}, robust"] = pd.Series(ranges(frame, "robust"), frame.index)
    return pd.DataFrame(columns).rename_axis(["Price", "Shock"]).reset_index()


def _consumers_first(row: tuple[str, str]) -> tuple[bool, int]:
    outcome, shock = row
    return outcome != series.PRICES, SHOCKS.index(shock)


def sets_notes(most: pd.DataFrame) -> str:
    """Notes of the table of sets.

    Parameters
    ----------
    most : DataFrame
        Sets of consumer prices where the yen moves most, one row a shock.
    """
    run = most.iloc[0]
    return (
        f"{int(run['nobs'])} quarters, {run['first']} to {run['last']}; {int(run['draws'])} posterior "
        "draws; far ends move with the seed. Half as far, most: the yen's move in the quarter against each "
        "other variable's, in standard deviations; added after the first run. One and three years, and the "
        "other robust regions, are in the download."
    )


def told_apart(most: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of shocks whose robust regions do not touch."""
    return [
        (one, other)
        for place, one in enumerate(SHOCKS)
        for other in SHOCKS[place + 1 :]
        if by_shock.told_apart(most.loc[one], most.loc[other])
    ]


def alternative_rows(strict: pd.DataFrame) -> pd.DataFrame:
    """Sets of consumer prices by variant and shock, the yen moving most."""
    table = strict.assign(range=ranges(strict, "set")).pivot_table(
        index="variant", columns="shock", values="range", aggfunc="first", sort=False
    )
    return table[SHOCKS].rename(columns=str.capitalize).rename_axis("Variant")


def paper_rows(papers: pd.DataFrame) -> pd.DataFrame:
    """Published pass-through by shock: study, price, estimate, source."""
    return pd.DataFrame({
        "Study": studies.names(papers),
        "Price": papers["price"],
        "Estimate": studies.figures(papers),
        "Source [grade]": tables.cited(papers),
    })  # fmt: skip
