"""What measures of several chapters compute: a regression, a row of a table of facts, the response to
operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent
from analysis.scheme.book import SELECTED

if TYPE_CHECKING:
    from analysis.passthrough import Effect, FlowResponse

ARTICLE = "2025-11"  # month of the article
ANNOUNCED = {
    # Day, and publications to wait: the ECB fixes before the American afternoon, after the Tokyo day.
    "2025-07-22": 1,
    "2025-09-04": 1,
    "2025-10-28": 0,
    "2025-12-18": 1,
    "2026-02-17": 1,
    "2026-03-19": 1,
}
APPLIED = (
    "in force",
    "ended",
)  # status of a tariff rate that was paid; whether it still is, its last day says


def regress(y: pd.Series, x: pd.DataFrame, seasonal: bool = True, method: str = "ewc") -> dict[str, Effect]:
    """Least squares of `y` on a constant, the columns of `x` and months of the year; one effect a column."""
    from analysis.passthrough import Effect
    from analysis.passthrough.core.inference import covariance
    from analysis.passthrough.core.least_squares import fit

    rows = pd.concat([y.rename("outcome"), x], axis=1).dropna()
    columns = {name: rows[name].to_numpy(float) for name in x} | {"constant": np.ones(len(rows))}
    if seasonal:
        columns |= {f"month {m}": (rows.index.month == m).astype(float) for m in range(2, 13)}
    found = fit(rows["outcome"].to_numpy(float), np.column_stack(list(columns.values())), list(columns))
    spread = covariance(found, method)
    return {
        name: Effect.of(found.beta[i], np.sqrt(spread.matrix[i, i]), spread.critical, label=name)
        for i, name in enumerate(columns)
    }


def cumulated(changes: pd.Series) -> pd.Series:
    """The index whose 100 x log change is `changes`: it begins in the period before the first, so that none
    is lost."""
    start = pd.Series(0.0, changes.index[:1] - 1)
    return np.exp(pd.concat([start, changes.cumsum()]) / 100).rename(changes.name)


def official_response(
    daily: pd.Series, operations: pd.Series, gdp: pd.Series, **options: object
) -> FlowResponse:
    """Response of the dollar in yen to official purchases of dollars, percent per 1 % of the GDP of their own
    quarter.

    Parameters
    ----------
    daily : Series
        Yen per dollar by day.
    operations : Series
        100 million yen, dollars bought positive; the sample ends where they, or the GDP, are no longer known.
    gdp : Series
        Nominal GDP of each quarter in million yen, not at an annual rate.
    """
    from analysis.data import gdp_in_foreign
    from analysis.passthrough import flow_response

    return flow_response(daily, operations=operations, gdp=gdp_in_foreign(gdp, daily), **options)


def value(facts: pd.DataFrame, key: str) -> float | None:
    """The number of one row of a table of facts with `id` and `value`, or None if it has no such row or no
    number."""
    found = facts.loc[facts["id"] == key, "value"].dropna()
    return None if found.empty else float(found.iloc[0])


def ratio(facts: pd.DataFrame, above: str, below: str, what: str, scale: float = 100.0) -> float | Absent:
    """One row of a table of facts over another, times `scale`; `Absent` of this description if either has no
    number."""
    numbers = value(facts, above), value(facts, below)
    return Absent(what) if None in numbers else scale * numbers[0] / numbers[1]


def selected(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects of the batches that have an amount."""
    return projects[projects["list"].isin(SELECTED) & projects["amount_usd_bn"].notna()]


def share_of_selected(projects: pd.DataFrame, chosen: pd.Series) -> float:
    """Percent of the selected amounts that the chosen rows make up."""
    rows = selected(projects)
    return float(
        100 * rows.loc[chosen.reindex(rows.index), "amount_usd_bn"].sum() / rows["amount_usd_bn"].sum()
    )


def in_sectors(projects: pd.DataFrame, sectors: tuple[str, ...]) -> float:
    """Percent of the selected amounts in these sectors."""
    return share_of_selected(projects, projects["sector"].isin(sectors))


def outflow(direct: pd.Series, portfolio: pd.Series, gdp: pd.Series) -> pd.Series:
    """Residents' net direct and portfolio investment abroad, percent of GDP of the own quarter, yearly
    rate."""
    from analysis.data import share_of_gdp

    return share_of_gdp((direct + portfolio).dropna().rename("outflow"), gdp, yearly=True)
