"""Facts on direct investment, pledges and photoresist."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.quantities import Quantity
from analysis.report.author import tables
from analysis.report.author.cells import qualified

#: The report of July 2026 first, then what it was not read on; the last column says which of the two.
_CHANGES = {
    "fdi_global_change_final": ("world", "final"),
    "fdi_developed_change_final": ("developed economies", "final"),
    "fdi_developing_change_final": ("developing economies", "final"),
    "fdi_global_direct_investment_change": ("world", "preliminary"),
    "fdi_developed_economies_change": ("developed economies", "preliminary"),
    "fdi_developing_economies_change": ("developing economies", "preliminary"),
    "fdi_european_union_change": ("European Union", "preliminary"),
    "fdi_greenfield_projects_count_world_change": ("greenfield projects, count", "preliminary"),
    "fdi_international_project_finance_value_world_change": ("project finance, value", "preliminary"),
}


def changes(facts: pd.DataFrame) -> pd.DataFrame:
    """Changes of direct investment in percent, with where (`where`) and how firm (`state`) each is."""
    known = facts[(facts["topic"] == "fdi") & (facts["unit"] == "percent") & facts["value"].notna()]
    return (
        known.set_index("id")
        .loc[list(_CHANGES)]
        .assign(
            where=[where for where, _ in _CHANGES.values()], state=[state for _, state in _CHANGES.values()]
        )
    )


def pledge_rows(pledges: Mapping[str, Quantity], grades: pd.Series) -> pd.DataFrame:
    """Pledges to the United States, last listed first, with the lowest grade of their sources.

    Parameters
    ----------
    pledges : mapping of str to Quantity
        By partner.
    grades : Series
        Grade of each row of the table of analogues.
    """
    return pd.DataFrame([
        {
            "partner": partner,
            "value": pledge.value,
            "text": pledge.text,
            "grade": max(grades[source.split(":")[1]] for source in pledge.sources),
        }
        for partner, pledge in reversed(pledges.items())
    ])  # fmt: skip


def drawn(fdi: pd.DataFrame, pledges: pd.DataFrame) -> pd.DataFrame:
    """The numbers of both panels in one frame."""
    columns = ["panel", "item", "state", "value", "grade"]
    return pd.concat([
        fdi.assign(panel="change", item=fdi["where"])[columns],
        pledges.assign(panel="pledge", item=pledges["partner"], state=pledges["text"])[columns],
    ])  # fmt: skip


def fact_rows(facts: pd.DataFrame) -> pd.DataFrame:
    """Fact, value with its unit, what conflicts with it, and source."""
    notes = zip(facts["conflict"], facts["note"], strict=True)
    return pd.DataFrame({
        "Fact": facts["item"],
        "Value": [
            qualified(_with_unit(value, unit), qualifier)
            for value, unit, qualifier in zip(facts["value"], facts["unit"], facts["qualifier"], strict=True)
        ],
        "Conflict or note": [
            ". ".join(str(text).rstrip(".") for text in pair if isinstance(text, str)) for pair in notes
        ],
        "Source [grade]": tables.cited(facts),
    })  # fmt: skip


def _with_unit(value: float, unit: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:g} {unit}" if isinstance(unit, str) else f"{value:g}"


def investment_rows(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts on direct investment with their years, those of July 2026 first."""
    final = facts["id"].str.endswith("_final")
    order = facts[facts["topic"] == "fdi"].assign(last=~final).sort_values("last", kind="stable")
    rows = fact_rows(order)
    rows.insert(1, "Year", order["period"].fillna("–").to_numpy())
    return rows
