"""What the rules of several chapters measure: a regression, and the response to operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.passthrough import Effect, FlowResponse


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


def official_response(daily: pd.Series, operations: pd.Series, gdp: pd.Series, **options: object) -> FlowResponse:
    """Response of the dollar in yen to official purchases of dollars, percent per 1 % of the GDP of their own quarter.

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

    return flow_response(daily, operations, gdp=gdp_in_foreign(gdp, daily), **options)
