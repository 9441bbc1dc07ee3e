"""Measures of the chapter on Japan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent
from analysis.claims.horizons import HORIZONS
from analysis.claims.measures.common import cumulated, official_response, regress
from analysis.claims.registry import measure
from analysis.data import share_of_gdp
from analysis.scheme.dates import SINCE

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

MONTH = HORIZONS["short run"].days  # publications after an operation
SHORT = HORIZONS["short run"].months  # months after the month of a flow
FAST = 3.0  # percent by which the dollar rises in a month when the yen "falls too fast"
SPANS = 10  # spans of the long run that do not overlap, without which it is not estimated


def response(
    rate: pd.Series, flow: pd.Series, gdp: pd.Series, lags: int = SHORT, **options: object
) -> Effect:
    r"""Percent change of the price of foreign currency in the months of and after a flow of 1 % of GDP.

    .. math:: 100\,\Delta\log E_t = \alpha + d_t + \sum_{k=0}^{K} b_k\, f_{t-k} + u_t , \qquad \sum_k b_k

    The flow f enters as the change of an index that cumulates it, so that the shared distributed lag
    estimates this.
    """
    from analysis.passthrough import distributed_lag

    return distributed_lag(
        rate, _cumulated(flow, gdp), lags=lags, seasonal=True, inference="ewc", **options
    ).long_run


def response_found(
    rate: pd.Series, flow: pd.Series, gdp: pd.Series, lags: int = SHORT, level: float = 0.9
) -> float:
    """The response that the interval of `level` would have told from zero four times in five, on the flow as
    it was."""
    from analysis.passthrough.lags.foreign_prices import equation
    from analysis.passthrough.specifications.main_power import drawn

    rows = equation(rate, _cumulated(flow, gdp), foreign=None, lags=lags, seasonal=True)
    return drawn(rows, "ewc").found_at(level).effect


def _cumulated(flow: pd.Series, gdp: pd.Series) -> pd.Series:
    share = share_of_gdp(flow.loc[flow.first_valid_index() : flow.last_valid_index()], gdp)
    return cumulated(share.rename(flow.name or "flow"))


@measure(series=("usd_jpy_daily", "mof_intervention_daily_usd", "oecd_jpn_gdp"))
def yen_on_operations(
    usd_jpy_daily: pd.Series, mof_intervention_daily_usd: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Effect:
    """Percent by which the dollar gets dearer after official purchases of dollars of 1 % of GDP."""
    # Neither placebo dates nor leads move the estimate; fewer of them take less time.
    return official_response(usd_jpy_daily, mof_intervention_daily_usd, oecd_jpn_gdp, draws=99, leads=5).at(
        horizon.days
    )


@measure(series=("usd_jpy", "jp_primary_income", "oecd_jpn_gdp"))
def yen_on_income(
    usd_jpy: pd.Series, jp_primary_income: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Effect | Absent:
    """Percent by which the dollar gets dearer over a span with an income surplus 1 % of GDP higher in all."""
    share = share_of_gdp(jp_primary_income.dropna(), oecd_jpn_gdp)
    both = pd.concat([100 * np.log(usd_jpy).diff().rename("rate"), share.rename("income")], axis=1).dropna()
    spans = both.groupby(np.arange(len(both)) // horizon.months).filter(
        lambda span: len(span) == horizon.months
    )
    sums = spans.groupby(np.arange(len(spans)) // horizon.months).sum()
    if len(sums) < SPANS:
        return Absent(f"spans of ten years that do not overlap, at least {SPANS} (there are {len(sums)})")
    return regress(sums["rate"], sums[["income"]], seasonal=False, method="hc3")["income"]


def fast_falls(rate: pd.Series) -> pd.PeriodIndex:
    """Months in which the dollar rose by at least `FAST` percent against the yen."""
    return rate.index[(100 * np.log(rate).diff() >= FAST).to_numpy()]


@measure(series=("usd_jpy",), zero_is_absence=True)
def fast_months(usd_jpy: pd.Series) -> float:
    """Months since the memorandum in which the yen fell too fast."""
    return float((fast_falls(usd_jpy) >= SINCE).sum())


@measure(series=("usd_jpy", "mof_intervention_monthly_jpy", "jp_policy_rate"))
def acts_after_falls(
    usd_jpy: pd.Series, mof_intervention_monthly_jpy: pd.Series, jp_policy_rate: pd.Series, horizon: Horizon
) -> Effect | Absent:
    """Points by which acts (yen bought, policy rate raised) are more frequent after months of a fast fall
    than after others."""
    bought = mof_intervention_monthly_jpy.index[(mof_intervention_monthly_jpy > 0).to_numpy()]
    raised = pd.DatetimeIndex(jp_policy_rate.index[(jp_policy_rate.diff() > 0).to_numpy()]).to_period("M")
    acts, falls = {*bought, *raised}, {*fast_falls(usd_jpy)}
    first, last = mof_intervention_monthly_jpy.index[[0, -1]]
    months = pd.period_range(first, last - horizon.months, freq="M")
    fell = pd.DataFrame({"fell": [float(month in falls) for month in months]}, index=months)
    if not fell["fell"].any():
        return Absent("a month in which the condition holds")
    acted = pd.Series(
        [100.0 * any(month + k in acts for k in range(horizon.months + 1)) for month in months], months
    )
    return regress(acted, fell, seasonal=False)["fell"]


@measure(series=("mof_intervention_monthly_jpy", "jp_policy_rate"), zero_is_absence=True)
def acts_since(mof_intervention_monthly_jpy: pd.Series, jp_policy_rate: pd.Series) -> float:
    """Months with yen bought and decisions to raise the policy rate since the memorandum."""
    bought = (mof_intervention_monthly_jpy.loc[SINCE:] > 0).sum()
    raised = (jp_policy_rate.diff().loc[str(SINCE) :] > 0).sum()
    return float(bought + raised)


@measure(series=("usd_jpy_daily", "jp_fdi_net", "jp_residents_total_abroad", "oecd_jpn_gdp"))
def volatility_on_outflow(
    usd_jpy_daily: pd.Series,
    jp_fdi_net: pd.Series,
    jp_residents_total_abroad: pd.Series,
    oecd_jpn_gdp: pd.Series,
) -> Effect:
    """Standard deviation of daily changes of the dollar in a month, percent, per outflow of 1 % of GDP
    (yearly rate)."""
    change = 100 * np.log(usd_jpy_daily.dropna()).diff()
    monthly = change.groupby(pd.DatetimeIndex(change.index).to_period("M")).std()
    flow = share_of_gdp((jp_fdi_net + jp_residents_total_abroad).dropna(), oecd_jpn_gdp, yearly=True)
    return regress(monthly, flow.to_frame("outflow"))["outflow"]
