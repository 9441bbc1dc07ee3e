"""What the rules of several chapters measure: a flow in percent of GDP, a regression, the response to operations."""

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


def share_of_gdp(flow: pd.Series, gdp: pd.Series, *, yearly: bool = False) -> pd.Series:
    """A monthly flow in percent of GDP.

    Parameters
    ----------
    flow : pandas.Series
        100 million yen a month, on a monthly index.
    gdp : pandas.Series
        Billion yen a year, on a yearly index; the last known year stands for those after it.
    yearly : bool
        Whether to state the flow as a yearly rate, twelve times the month's.
    """
    years = flow.index.asfreq("Y")
    known = gdp.dropna()
    known = known.reindex(pd.period_range(known.index[0], max(years[-1], known.index[-1]), freq="Y")).ffill()
    factor = 12 * 100 * 0.1 if yearly else 100 * 0.1
    return (factor * flow / known.reindex(years).to_numpy()).rename(flow.name)


def official_response(daily: pd.Series, operations: pd.Series, gdp_usd: pd.Series, **options: object) -> FlowResponse:
    """Response of the dollar in yen to official purchases of dollars, percent per 1 % of the last known GDP."""
    from analysis.passthrough import flow_response

    return flow_response(daily, operations, gdp=float(gdp_usd.dropna().iloc[-1]), **options)
