"""What stands above the figures of the page on the literature: findings, measures, periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.author.headings import fall, level
from analysis.report.author.sentences import held

#: Where our estimates stand among the published ones, by place.
_FOUND = {
    "Japan": "Our consumer price estimate for Japan exceeds most published ones",
    "United States": "For America the oil price decides how we compare",
}


def forest(drawn: pd.DataFrame, place: str) -> dict[str, str]:
    """Our consumer price for Japan, our two import prices for the United States, among those published."""
    price = "consumer" if place == "Japan" else "import"
    rows = drawn[drawn["row"].str.startswith(f"{price}:")]
    ours = rows["row"].str.contains("this book")
    published, own = rows.loc[~ours, "estimate"], rows.loc[ours].set_index("row")["estimate"]
    held_fixed, free = (own[own.index.str.contains(f"prices {word}")].iloc[0] for word in ("fixed", "free"))
    holds = {
        "Japan": (published < held_fixed).mean() > 0.5,
        "United States": published.min() < held_fixed < published.max() < free,
    }
    return {
        "title": held(_FOUND[place], bool(holds[place])),
        "subtitle": (
            f"Price change {fall('the currency')}, %, by price and months since; studies to 2026,"
            " lines: intervals or ranges"
        ),  # typed: the year to which studies were read
    }


def tariffs(table: pd.DataFrame) -> dict[str, str]:
    """The least figure at the border, and the spread of all others."""
    at_border = table["group"].isin(["import_price_per_tariff", "importer_share_of_tariff"])
    border, shop = (table.loc[rows, "estimate"].dropna() for rows in (at_border, ~at_border))
    return {
        "title": held(
            "At the border buyers pay most; in shops definitions decide",
            border.min() > 0.5 and np.ptp(shop) > 0.3,
        ),
        "subtitle": "Published part of the tariff that prices carry, share, 1 = all, by what it is divided"
        " by; duties of 2018 to 2025",  # typed: the years of the duties
    }


def flows(multipliers: pd.DataFrame, flow: pd.Series) -> dict[str, str]:
    """Our response on the day against the ends of the published multipliers."""
    return {
        "title": held(
            "Our one-day response lies within the published multipliers",
            multipliers["low"].min() <= flow["estimate"] <= multipliers["high"].max(),
        ),
        "subtitle": (
            "Loss of a currency's value when what is sold of it is 1 % of GDP, %; ours: yen since 1999,"
            f" {level()} interval; theirs: panels of countries"
        ),  # typed: the first year of the daily rates, the unit
    }
