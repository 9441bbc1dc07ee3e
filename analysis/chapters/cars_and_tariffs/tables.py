"""Frames of the page on cars and tariffs, as its tables and figures show them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import data
from analysis.chapters.cars_and_tariffs.draw import HUES
from analysis.passthrough.tariffs import cars
from analysis.passthrough.tariffs.placebos import PlaceboGoods
from analysis.report.author import studies, tables
from analysis.report.author.numbers import span

TITLES = {"rise": "Rise, April 2025", "cut": "Cut, September 2025", "both": "Both, to May 2026"}
#: Columns of the table of all comparisons; the second band's heading differs from the first's by a space.
CHANGES = {
    "change": "Change",
    "case": "Comparison, base or trend",
    "bearer": "Reads",
    "estimate": "Log points",
    "band": "Its band",
    "p": "p",
    "floor": "Floor",
    "found": "Would be found",
    "landed": "Landed share",
    "landed_band": "Its band ",
}
RECONCILIATION = {
    "window": "Window",
    "weight": "Weight of cars",
    "bls_japan": "BLS, Japan",
    "cars": "Cars",
    "implied": "Cars' part",
    "needed": "Others, needed",
    "seen": "Others, seen",
}
#: Headings and decimals of the table on parts.
PARTS = {
    "base": ("Base", None),
    "window": ("Window", None),
    "estimate": ("Log points", 1),
    "low": ("Low", 1),
    "high": ("High", 1),
    "p": ("p", 2),
    "placebos": ("Earlier dates", 0),
    "drift": ("Drift a month", 2),
    "found": ("Would be found", 1),
    "floor": ("Floor of p", 2),
}


#: Design of the simulated size of each change's test.
SIZES = {
    "rise": "5 months after the base",
    "cut": "months 2 to 9 after the base",
    "both": "months 7 to 14 after the base",
}


def sizes(simulated: pd.DataFrame) -> pd.Series:
    """Share of random walks without any effect in which the test of each change rejects at five percent.

    Parameters
    ----------
    simulated : DataFrame
        The table `coverage_simulations`.
    """
    at = simulated[simulated["topic"].eq("placebo dates") & simulated["measure"].eq("size")]
    return at.set_index("design")["measured"][list(SIZES.values())].set_axis(list(SIZES))


def other_sizes(simulated: pd.DataFrame, parts: bool) -> tuple[float, float]:
    """Least and largest size of the tests with other bases, or of those of parts."""
    at = simulated[simulated["topic"].eq("placebo dates") & simulated["measure"].eq("size")]
    others = at[~at["design"].isin(SIZES.values()) & at["design"].str.startswith("parts").eq(parts)]
    return float(others["measured"].min()), float(others["measured"].max())


def schedule(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the tariff table as printed."""
    return pd.DataFrame(
        {
            "Goods": rows["category"].str.replace("_", " "),
            "Rate, %": rows["rate_pct"].map("{:g}".format),
            "Includes": rows["rate_base"].replace(
                {"MFN": "the ordinary duty alone", "all-in": "the ordinary duty"}
            ),
            "From": rows["from_date"].fillna("before 2025"),
            "To": rows["to_date"].fillna("open"),
            "Source [grade]": tables.cited(rows),
        }
    )


def comparisons(table: pd.DataFrame) -> pd.DataFrame:
    """Every comparison of `cars.change_table`, with bands in words and the floor of p."""
    return table.assign(
        change=table["change"].str.capitalize(),
        band=[span(low, high, 1) for low, high in zip(table["low"], table["high"], strict=True)],
        landed_band=[
            span(low, high, 2) for low, high in zip(table["landed_low"], table["landed_high"], strict=True)
        ],
        floor=1 / (1 + table["apart"]),
    )[list(CHANGES)]


def strips(
    changes: Mapping[str, cars.CarChange], goods: Mapping[str, PlaceboGoods]
) -> dict[str, tuple[pd.Series, float]]:
    """Contrasts of placebos and of cars by row: earlier dates and other goods for each change, log points."""
    return {
        f"{TITLES[name]}:\n{what}": (draws, change.found.estimate)
        for name, change in changes.items()
        for what, draws in (("earlier dates", change.found.draws), ("other goods", goods[name].draws))
    }


def contrasts(rows: Mapping[str, tuple[pd.Series, float]]) -> pd.DataFrame:
    """The placebo contrasts of `strips`, long."""
    drawn = {name.replace("\n", " "): draws.rename("contrast") for name, (draws, _) in rows.items()}
    return pd.concat(drawn, names=["row", "placebo"]).reset_index()


def since_base(name: str) -> pd.Series:
    """100 x log of a price less that of the base month, from June 2024 to the last month compared."""
    level = 100 * np.log(data.load(name))
    return (level - level[cars.BEFORE])["2024-06":"2026-05"]


def by_change(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by change of the duty, in the order of `HUES`."""
    places = table["change"].map(list(HUES).index)
    return table.loc[places.sort_values(kind="stable").index]


def reconciliation(conflict: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What other goods must have done, by window and weight of cars."""
    frames = {TITLES[name]: frame.reset_index() for name, frame in conflict.items()}
    return pd.concat(frames, names=["window"]).reset_index("window")


def parts(every: pd.DataFrame) -> pd.DataFrame:
    """Contrasts of parts with the floor of their p."""
    return every.drop(columns=["apart"]).assign(floor=1 / (1 + every["apart"]))


def parts_format() -> dict:
    """Headings and decimals of the table on parts, as arguments of `tables.show`."""
    return {
        "labels": {column: heading for column, (heading, _) in PARTS.items()},
        "decimals": {column: decimals for column, (_, decimals) in PARTS.items() if decimals is not None},
    }


def published(papers: pd.DataFrame) -> pd.DataFrame:
    """Published pass-through of tariffs of the United States and Japan, by price."""
    rows = papers[
        papers["driver"].str.contains("tariff") & papers["country"].isin(["United States", "Japan"])
    ]
    order = rows["price"].map({"export": 0, "import": 1, "consumer": 2})
    rows = rows.assign(order=order).sort_values(["order", "year", "key"])
    return pd.DataFrame(
        {
            "Study": studies.names(rows),
            "Estimate": studies.figures(rows),
            "What is divided by what": rows["price"] + ": " + rows["units"],
            "Sample": rows["horizon"],
            "Source [grade]": tables.cited(rows),
        }
    )
