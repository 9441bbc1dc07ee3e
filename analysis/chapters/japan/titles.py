"""What stands above the figures of the page on Japan: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.report.author.headings import fall, level, period
from analysis.report.author.sentences import held

_PER = fall("the yen")


def levels(shown: pd.DataFrame) -> dict[str, str]:
    """Changes of import prices in yen over a year, beside those of the yen and of contract prices."""
    years = np.log(shown).diff(12).corr()["jp_import_price_yen"]
    return {
        "title": held(
            "Import prices in yen follow the yen and world prices",
            years["jp_neer_inverse"] > 0.5 and years["jp_import_price_contract"] > 0.5,
        ),
        "subtitle": "Inverted effective exchange rate, prices in yen and in the currency of the contract,"
        f" {shown.index[0].year} = 100, log scale; {period(shown.index)}",
    }


def chain(paths: Mapping[str, pd.DataFrame], head: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """At the dock most of the response is there after two months, in the shop little of it after a year."""
    dock, shop = paths["jp_import_yen"]["estimate"], paths["jp_consumer"]["estimate"]
    return {
        "title": held(
            "Import prices follow within months, shop prices over years",
            dock[2] > 0.75 * dock[24] and shop[12] < 0.75 * shop[36],
        ),
        "subtitle": (
            f"Price change so far {_PER}, %, by month since;"
            f" {_sample(head['jp_consumer'], head['jp_import_yen'])}; bands"
            f" {level()}, dashed: world prices free"
        ),
    }


def split(parts: Mapping[str, pd.DataFrame], head: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """What comes in at the dock and does not arrive in the shop, with foreign prices fixed and free."""
    ends = [frame.iloc[-1] for frame in parts.values()]
    return {
        "title": held(
            "Most of the fall stops between dock and shop",
            all(-end["Consumer prices: domestic stage"] > 0.75 * end["import price"] > 0 for end in ends),
        ),
        "subtitle": f"Parts of the response of consumer prices {_PER}, percentage points,"
        f" by month since; {_sample(head['jp_import_yen'])}",
    }


def alternatives(others: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Domestic prices in the last ten years against all other alternatives, foreign prices fixed."""
    # typed: the names of alternatives
    apart = []
    for key in ("jp_producer", "jp_consumer"):
        at = others[key]["estimate"].xs("fixed", level="estimand").dropna()
        apart.append(at["last ten years"] > 1.5 * at.drop("last ten years").max())
    at = others["jp_import_yen"]["estimate"].xs("fixed", level="estimand").dropna()
    return {
        "title": held(
            "Domestic prices stand out only in the last ten years",
            all(apart) and at["last ten years"] < 1.5 * at.drop("last ten years").max(),
        ),
        "subtitle": (
            f"Price change {_PER} after one year (imports) or two, %;"
            f" {_sample(others['jp_consumer'], others['jp_import_yen'])} unless said; lines hold {level()}"
        ),
    }


def ends(paths: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """How far estimates wander with the last month, against half the interval of the newest."""
    months = paths["jp_consumer"].index
    return {
        "title": held(
            "The estimates hardly hang on the last month used",
            all(
                np.ptp(path["fixed"]) < (path["fixed_high"] - path["fixed_low"]).iloc[-1] / 2
                for path in paths.values()
            ),
        ),
        "subtitle": (
            f"Price change {_PER} after one year (imports) or two, %, from samples that end in"
            f" {period(months, paths['jp_import_yen'].index[-1])}; bands {level()}"
        ),
    }


def _sample(table: pd.DataFrame, imports: pd.DataFrame | None = None) -> str:
    row = table.iloc[0]
    return period([row["first"], row["last"]], None if imports is None else imports.iloc[0]["last"])
