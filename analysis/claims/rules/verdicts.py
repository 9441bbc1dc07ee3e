"""Rules for the two claims of the article's conclusion that data can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_interval, by_parts, number
from analysis.claims.judge import rule, series, table
from analysis.data import covered_to, share_of_gdp
from analysis.scheme.dates import since

if TYPE_CHECKING:
    from analysis.passthrough import Effect

BEFORE = "2015-01"  # first month of the comparison
PROFOUND = 1.0  # percent of GDP a year that net outward investment would have to be higher
MOVE = 5.0  # percent that the yen would have to move
ALPHA = 0.10  # of the whole family of announcements
ANNOUNCED = {
    # Day, and publications to wait: the ECB fixes before the American afternoon, after the Tokyo day.
    "2025-07-22": 1,
    "2025-09-04": 1,
    "2025-10-28": 0,
    "2025-12-18": 1,
    "2026-02-17": 1,
    "2026-03-19": 1,
}


def shift(flow: pd.Series, gdp: pd.Series) -> Effect:
    r"""Mean of a monthly flow since the memorandum less that before, percent of GDP at a yearly rate.

    .. math:: 1200\, F_t / Y_t = \alpha + d_t + \beta\, 1[t \ge 2025{-}09] + u_t

    The dummy and the flow enter as changes of indices that cumulate them, so that the shared distributed lag does it.
    """
    from analysis.passthrough import distributed_lag

    share = share_of_gdp(flow, gdp, yearly=True).loc[BEFORE:].dropna()
    after = pd.Series(since(share.index).astype(float), share.index)
    level = lambda x, name: np.exp(x.cumsum() / 100).rename(name)
    return distributed_lag(level(share, "flow"), level(after, "after"), lags=0, seasonal=True, inference="ewc").long_run


def announced(rates: pd.DataFrame, timeline: pd.DataFrame, currency: str = "JPY", **options: object):
    """The announcement test of one currency on the days of the scheme that the timeline has."""
    from analysis.passthrough import announcement_test

    days = {day: day for day in ANNOUNCED if (timeline["date"] == day).any()}
    alive = rates.loc[:, rates.iloc[-1].notna()]
    settings = {"windows": ((0, 0), (0, 4)), "sample": ("2022-01-01", None), "covered_to": covered_to(timeline, "the timeline")}
    return announcement_test(alive, days, currency, shift={day: ANNOUNCED[day] for day in days}, **settings | options)


@rule(
    "C93",
    says=(
        "Two parts, world figures for the latest year. Flows: direct investment without conduit economies. Projects: the "
        "number of greenfield projects. Each supported if it fell by 1 percent or more, contradicted if it rose by 1 "
        "percent or more, partly between. That the plan stands for it is a figure of speech and not judged. Supported or "
        "contradicted if both are; partly if one has support."
    ),
    needs={"facts": table("third_countries")},
    shown="fig-china-and-others-fdi",
)
def receding(facts: pd.DataFrame) -> Decision:
    """Money and projects across borders, up or down."""
    value = facts.set_index("id")["value"]
    fell = lambda key, what: by_bounds(float(value[key]), what, supported_from=-1, contradicted_to=1, unit="percent")
    return by_parts({
        "flows": fell("fdi_global_direct_investment_without_conduit_economies", "change of direct investment"),
        "projects": fell("fdi_greenfield_projects_count_world_change", "change of the number of greenfield projects"),
    })


@rule(
    "C94",
    says=(
        "Three parts. Signed: loans signed as percent of Japan's yearly direct investment abroad; supported from 10, "
        "contradicted up to 2. Flows: net direct investment abroad since the memorandum against the years from 2015; "
        "supported if the 90 % interval lies above zero and the rise reaches 1 percent of GDP a year, contradicted if it "
        "lies below zero or excludes such a rise. Yen: abnormal moves on six announcement days; supported if one is weaker at "
        "10 percent for the whole family, contradicted if none is and a move of 5 percent on the day would have been found with "
        "a chance of 80 percent, open otherwise. Supported or contradicted if all are; partly if some have support."
    ),
    needs={
        "context": table("size_context"),
        "flow": series("jp_fdi_net"),
        "gdp": series("oecd_jpn_gdp"),
        "rates": table("ecb_reference_rates_daily"),
        "timeline": table("timeline"),
    },
    shown="fig-china-and-others-placebo",
)
def changed_flows(
    context: pd.DataFrame, flow: pd.Series, gdp: pd.Series, rates: pd.DataFrame, timeline: pd.DataFrame
) -> Decision:
    """What was signed, what the balance of payments shows, and what the yen did on the day."""
    value = context.set_index("id")["value"]
    signed = float(100 * value["loans_signed_usd"] / value["fdi_outflow_2024_usd"])
    return by_parts({
        "signed": by_bounds(signed, "of a year's outflow", supported_from=10, contradicted_to=2, unit="percent"),
        "flows": by_interval(
            shift(flow, gdp), "rise of net direct investment abroad", matters=PROFOUND, unit="percent of GDP a year"
        ),
        "yen": moved(announced(rates, timeline).to_frame(1 - ALPHA)),
    })


def moved(frame: pd.DataFrame) -> Decision:
    """Whether one of the announcements moved the yen abnormally, and which move would have been found."""
    found = frame[(frame["p_adjusted"] <= ALPHA) & (frame["abnormal_return"] > 0)]
    detectable = float(frame.xs("[0, 0]", level="window")["detectable_family"].max())
    smallest = float(frame["p_adjusted"].min())
    says = f"smallest p-value of the family {number(smallest, 2)}, {number(detectable, 2)} percent on the day detectable"
    if len(found):
        return Decision("supported", says, smallest)
    if detectable <= MOVE:
        return Decision("contradicted", says, smallest)
    return Decision("open", says, smallest, power=f"only a move of {number(detectable, 2)} percent would have been found")
