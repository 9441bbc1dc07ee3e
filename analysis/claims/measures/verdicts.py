"""Measures of the article's conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.china_and_others import foreign_content
from analysis.claims.measures.common import ANNOUNCED, cumulated, selected, value
from analysis.claims.measures.step import step
from analysis.claims.registry import measure
from analysis.data import covered_to, share_of_gdp
from analysis.scheme.dates import SINCE, since

if TYPE_CHECKING:
    from analysis.claims.decide import Step
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

BEFORE = "2015-01"  # first month of the comparison without a trend
WORLD = (
    "fdi_global_change_final",
    "fdi_global_direct_investment_without_conduit_economies",
    "fdi_greenfield_projects_count_world_change",
)
_SECTIONS = tuple("ABCDEFGHIJKLMNOPQRST")
_FIELDS = ("origin", "row", "destination", *_SECTIONS, "final_consumption", "capital_formation")
_ICIO = tuple(f"oecd_icio_2019.{field}" for field in _FIELDS)


def shift(flow: pd.Series, gdp: pd.Series) -> Effect:
    r"""Mean of a monthly flow since the memorandum less that before, percent of GDP at a yearly rate, without
    a trend.

    .. math:: 1200\, F_t / Y_t = \alpha + d_t + \beta\, 1[t \ge 2025{-}09] + u_t

    The dummy and the flow enter as changes of indices that cumulate them, so that the shared distributed lag
    does it.
    """
    from analysis.passthrough import distributed_lag

    share = share_of_gdp(flow, gdp, yearly=True).loc[BEFORE:].dropna()
    after = pd.Series(since(share.index).astype(float), share.index)
    both = cumulated(share.rename("flow")), cumulated(after.rename("after"))
    return distributed_lag(*both, lags=0, seasonal=True, inference="ewc").long_run


def announced(rates: pd.DataFrame, timeline: pd.DataFrame, currency: str = "JPY", **options: object):
    """The announcement test of one currency on the days of the scheme that the timeline has."""
    from analysis.passthrough import announcement_test

    days = {day: day for day in ANNOUNCED if (timeline["date"] == day).any()}
    alive = rates.loc[:, rates.iloc[-1].notna()]
    end = covered_to(timeline, "the timeline")
    settings = {"windows": ((0, 0), (0, 4)), "sample": ("2022-01-01", None), "covered_to": end}
    return announcement_test(
        alive, days, currency=currency, shift={day: ANNOUNCED[day] for day in days}, **settings | options
    )


@measure(reads=("third_countries.id", "third_countries.value"))
def world_investment(third_countries: pd.DataFrame) -> Range | Absent:
    """Changes of the world's direct investment and of its greenfield projects, percent: the lowest and the
    highest."""
    found = [value(third_countries, key) for key in WORLD]
    return (
        Absent("changes of the world's direct investment") if None in found else Range(min(found), max(found))
    )


@measure(reads=("projects.list", "projects.stage", "projects.amount_usd_bn"), zero_is_absence=True)
def in_operation(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts whose project operates."""
    rows = selected(projects)
    return float(
        100 * rows.loc[rows["stage"] == "operating", "amount_usd_bn"].sum() / rows["amount_usd_bn"].sum()
    )


@measure(series=("jp_fdi_net", "oecd_jpn_gdp"))
def direct_investment_step(jp_fdi_net: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon) -> Step:
    """Step of net direct investment abroad at the memorandum, percent of GDP of the own quarter, yearly
    rate."""
    return step(share_of_gdp(jp_fdi_net.dropna(), oecd_jpn_gdp, yearly=True), str(SINCE), horizon.months)


@measure(reads=_ICIO)
def foreign_value_added(oecd_icio_2019: pd.DataFrame) -> float:
    """Median over economies of the value added by others in their final demand, percent."""
    return float(foreign_content(oecd_icio_2019).drop("ROW", errors="ignore").median())
