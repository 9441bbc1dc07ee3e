"""Conditions of the page's sentences: a change in the data that turns one of them must fail here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import data, report, transmission
from analysis.claims.decide import LEVEL, detectable

_BASE = "Base: debt, all bought with yen, even"
_STATED_ZERO = ["stated", "swaps", "hedged"]


def hold_cases(grid: pd.DataFrame, zero: list[str]) -> None:
    """Sentences on effects by case, here and on the first page; `zero` are the cases without any effect."""
    medians, prices = grid["yen q50"], grid.loc["full", "consumer prices q50"]
    account, full = medians.loc["account"], medians.loc["full"]
    panel = np.ptp(grid.loc[("full", "panel"), ["yen q5", "yen q95"]].astype(float))
    nothing = bool(grid.loc["stated"].eq(0).all(axis=None))
    report.sentences.hold({
        "funding cases nothing is bought with yen": zero == _STATED_ZERO,
        "In three nothing is bought": len(zero) == 3,
        "percent dearer by {glue:text}`transmission_done`, from the median of one theory": (
            account.max() > 0 and full.max() > 0
        ),
        "percent higher. Below zero the dollar is cheaper": account.min() < 0 < prices.max(),
        "for the yen differs by more than either": np.ptp(full) > panel,
        "the effect is zero whatever the multiplier": nothing,
        "is zero, and so is the effect in this chapter": nothing,
    })  # fmt: skip
    report.sentences.hold(
        {
            "percent dearer by": account.max() > 0 and full.max() > 0,
            "below zero it is cheaper": account.min() < 0,
            "funding cases nothing is bought with yen": len(zero) == 3,
        },
        page="index",
    )
    stated = nothing and zero == _STATED_ZERO
    report.sentences.hold(
        {
            "按日本大臣所述的出资办法，没有资金用日元购汇，即期汇率因而不变": stated,
            "（包括日本大臣所述的办法）不用日元购汇，即期汇率不变": stated,
        },
        page="zh",
    )
    report.sentences.hold(
        {
            "担当大臣の説明する調達では円は売られず、直物相場は動かない": stated,
            "（担当大臣の説明を含む）では、円でドルを買うことがなく、直物相場は動かない": stated,
        },
        page="ja",
    )


def hold_theories(laws: pd.DataFrame, theories: Mapping[str, Any]) -> None:
    """Sentences on the theories' multipliers and their mass at or below zero."""
    own, private = theories["own_operations"].law, theories["private_flows"].law
    measures = data.table("yen_flow_elasticities")["measure"]
    report.sentences.hold({
        "that on private flows has this sign": private.mean < 0 < own.mean,
        "percent of probability at or below zero": 0 < own.not_above_zero < 0.5,
        "it is a fraction of that": laws.loc["stocks", "high"] < laws.loc["panel", "low"] / 3,
        "What it moves fades": 0 < theories["order_flow"].left_after_a_year < 1,
        "None of these was estimated on direct investment": not measures.str.contains("direct").any(),
        "Their mass at or below zero": all(0 < law.not_above_zero < 1 for law in (own, private)),
    })  # fmt: skip


def hold_own(periods: Mapping[str, pd.DataFrame], private: Any, turnover: pd.Series) -> None:
    """Sentences on our own estimates.

    Parameters
    ----------
    periods : mapping of str to pandas.DataFrame
        Responses to operations by days after: all, to 2004, from 2005.
    private : Effect
        Of private flows.
    turnover : pandas.Series
        Of the market, by row of its table.
    """
    own, early, late = periods.values()
    low, high = private.interval(0.95)
    report.sentences.hold({
        "it can be told neither from\n  zero nor from the first day's": (
            own.loc[20, "wide_low"] < min(0, own.loc[0, "estimate"])
            and own.loc[20, "wide_high"] > own.loc[0, "estimate"]
        ),
        "flows the yen is not seen to weaken either": private.estimate < 0 and low < 0 < high,
        "the first interval includes zero": early.loc[0, "wide_low"] < 0 < late.loc[0, "wide_low"],
        "in a market that has grown": turnover["turnover_2025"] > 2 * turnover["turnover_2004"],
    })  # fmt: skip


def hold_record(
    releases: pd.Series, bought: float, known_until: pd.Timestamp, seen: Mapping[str, float], inside: int
) -> None:
    """Sentences on the operations of 2026.

    Parameters
    ----------
    releases : pandas.Series
        Net purchases of yen by monthly release, 100 million yen.
    bought : float
        In the last release, trillion yen.
    known_until : pandas.Timestamp
        Last day of the daily record.
    seen : mapping of str to float
        Change of the dollar, percent: first days and whole period.
    inside : int
        Theories with the first days' move in their band.
    """
    report.sentences.hold({
        "The largest operations came after that record ends": (
            known_until < pd.Timestamp("2026-07-30") and releases.abs().idxmax() == releases.index[-1]
        ),
        "the largest sum of any monthly release": releases.abs().max() == 1e4 * bought,
        "to that of 3 August the dollar fell by": seen["first"] < seen["period"] < 0,
        "The move of the first days lies inside the band of": inside > 0,
    })  # fmt: skip


def hold_rates(amounts: pd.Series) -> None:
    """The sentence on policy rates; Japan's by event of the calendar."""
    report.sentences.hold({
        "In September policy rates rose": (
            float(amounts["2026-09-18_policy_rate"]) > 1.0 and bool(amounts["2026-07-31_policy_rate"] == 1.0)
        ),
    })  # fmt: skip


def hold_sources(parts: pd.DataFrame, needed: Mapping[str, float], curve: pd.DataFrame) -> None:
    """Sentences on what the spread is made of, on the share that five percent would need, and on the yen's
    move by share."""
    report.sentences.hold({
        "divides what is left within two theories": bool(
            parts.loc["Panel: consumer prices", "pass-through"] > 0.5
            and parts.loc["Own: consumer prices", "multiplier"] > 0.5
        ),
        "For a dollar five percent dearer in the median": 0 < needed["panel"] < needed["own_operations"] < 1,
        "by stocks, all of it would not be enough": needed["stocks"] > 1 > needed["financiers"],
        "Four rising lines on log scales": bool((curve.diff().iloc[1:] > 0).all(axis=None)),
    })  # fmt: skip


def hold_choices(theory: float, estimate: float) -> None:
    """The sentence on the factors by which a choice of theory and of estimate moves the effect."""
    report.sentences.hold({
        "Among those above zero the theory moves it by a factor of": theory > estimate > 1,
    })  # fmt: skip


def hold_designs(designs: pd.DataFrame) -> None:
    """Sentences on designs of the flow."""
    medians, later = designs["yen q50"], designs["yen two years later"]
    same = ["Equity in place of debt", "Priced at announcement", "Back-loaded"]
    report.sentences.hold({
        "percent dearer by {glue:text}`transmission_done` in place of {glue:text}`transmission_base`": (
            medians["Half of it left after a year"] < medians[_BASE]
        ),
        "if the effect lasts, none in the end": np.allclose(medians[same], medians[_BASE]),
        "less dear later, but little": later["Income 5 %, all brought home"] < later[_BASE],
    })  # fmt: skip


def hold_outflows(
    later: pd.Series, home: tuple[float, float], spread: float, tests: Mapping[str, Any], months: Any,
    designs: pd.DataFrame,
) -> None:  # fmt: skip
    """Sentences on timing, income brought home, smooth outflows and markets at decisions.

    Parameters
    ----------
    later : pandas.Series
        Years by which an owner is paid later than a lender.
    home : tuple of float
        Ends of the effect of income brought home on the yen, percent.
    spread : float
        Standard deviation of direct flows over their mean.
    tests : mapping of str to Effect
        First the ratio of variances, then daily moves at decisions.
    months : PeriodIndex
        Months with a decision on the policy rate.
    designs : pandas.DataFrame
    """
    ratio, loud = list(tests.values())[:2]
    low, high = loud.interval(LEVEL)
    report.sentences.hold({
        "below zero is earlier, when the loan is long": later.min() < 0 < later.max(),
        "for ten years would make the yen": 0 < home[0] < home[1],
        "percent dearer, so\nthat C69 is": home[0] > 0,
        "the lowest multiplier, the top end the whole commitment and the\nhighest, and would follow an"
        " outflow that weakened the yen by far more": home[1] < designs.loc[_BASE, "yen q95"] / 2,
        "which is neither smooth nor wild": 0.5 < spread < 1,
        "of that of portfolio purchases, so smaller": ratio.interval(LEVEL)[1] < 0,
        "One month decides nothing, and C74": pd.Period("2025-12", "M") in months and low < 0 < high,
        "and hardly a smaller one": detectable(loud) > abs(loud.estimate),
    })  # fmt: skip


def hold_noise(small: int) -> None:
    """The sentence on the number of theories under which the median move is below the yen's own strays."""
    report.sentences.hold({
        "the median move of the yen is smaller than that under": small > 0,
    })  # fmt: skip


def hold_step(rates: pd.DataFrame, points: float) -> None:
    """The sentence on goods that pay an ordinary duty."""
    step = transmission.tariff_step(
        rates, "japan_general_threatened", "japan_general_2026_07_24", ordinary_duty=2.5
    )
    report.sentences.hold({"so the step is larger for goods that pay": step > points})
