"""What the page arranges: cases by planned return, changes of the text, tails, the loss a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import data
from analysis.scheme import calibration, exposure

STATE = ["insurer", "state bank and equity"]  # parties whose sum the state bears


def by_return(case: Any) -> dict[str, Any]:
    """The case at each planned return of the calibration, by its words."""
    return {f"{100 * r:.0f} %": replace(case, return_=r) for r in calibration.RETURNS}


def reworded(case: Any, **terms: Any) -> Any:
    """The case under another text of the memorandum."""
    return replace(case, terms=replace(case.terms, **terms))


def lost_by_state(row: pd.Series) -> float:
    """What insurer and state bank lose of a project, of 100 called."""
    return -row[STATE].sum()


def reactors(book: Any) -> float:
    """Share of a book that is reactors."""
    parts = (made.get("nuclear", 0.0) * size for size, made in zip(book.amounts, book.sectors, strict=True))
    return sum(parts) / book.total


def tails(books: dict[str, Any]) -> pd.DataFrame:
    """Expected loss, quantiles and the mean beyond the last, by book."""
    table = pd.DataFrame(
        {
            name: {
                "Expected": found.expected,
                "95 %": found.quantile(0.95),
                "99 %": found.quantile(0.99),
                "Mean beyond 99 %": found.shortfall(0.99),
            }
            for name, found in books.items()
        }
    ).T
    table["99 % above expected"] = table["99 %"] - table["Expected"]
    return table


def people(losses: Sequence[float], gdp: float, case: Any, yen: float) -> pd.DataFrame:
    """Losses in billion dollars against GDP and households, expected and in the worst hundredth (columns)."""
    households = float(data.table("calibration").set_index("id").loc["households", "value"])
    yearly = [exposure.yearly(loss, case) / households for loss in losses]
    rows = {
        f"Percent of GDP of {data.GDP_YEAR}": [100 * loss / gdp for loss in losses],
        "Dollars a household": [1000 * loss / households for loss in losses],
        "Dollars a household and year": [1000 * each for each in yearly],
        "Thousand yen a household and year": [yen * each for each in yearly],
    }
    return pd.DataFrame(rows, index=["Expected loss", "Worst hundredth"]).T
