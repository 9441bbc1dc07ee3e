"""The sentences of the page that name a direction, each beside the condition that makes it true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import data, report, scheme
from analysis.chapters.risks.frames import break_even
from analysis.claims.measures import risks as rules


def hold_hedge(recent: Any, hedge: Any, dear: Any, insurers: pd.Series) -> None:
    """What a hedge costs: `recent` is the mean pick-up since 2022."""
    report.sentences.hold(
        {
            "yielded less than a Japanese one, with an interval below zero": bool(
                recent.interval(0.9)[1] < 0
            ),
            "so that a basis below zero makes the hedge dearer": bool((dear.cost > hedge.cost).all()),
            "the hedged pick-up was below zero on average": bool(recent.estimate < 0),
            "a hedged buyer earned less than at home": bool(recent.estimate < 0),
            "and the interval lies below zero": bool(recent.interval(0.9)[1] < 0),
            "percent of their foreign assets in March 2025, down": bool(
                insurers["insurers_hedge_ratio"] < insurers["insurers_hedge_ratio_before"]
            ),
        }
    )


def hold_parity(row: pd.Series) -> None:
    """Whether the forward premium says where the yen goes."""
    literature = data.table("literature").astype(str)
    on_parity = literature.apply(lambda c: c.str.contains("uncovered|interest parity", case=False))
    report.sentences.hold(
        {
            "published estimate for the yen is in the table of literature": not on_parity.any().any(),
            "The interval contains both parity and a random walk": bool(row["low"] < 0 and row["high"] > 1),
        }
    )


def hold_yen(after_sharp: float, yen: pd.Series) -> None:
    """Dollar debt when the yen moves."""
    report.sentences.hold(
        {
            "percent more yen in the year after": after_sharp > 0,
            "In the median year of a weaker yen, service rose": bool(rules.weaker_year(yen) > 0),
        }
    )


def hold_refusal(
    refused: scheme.Refusal, receipts: Mapping[str, np.ndarray], discount: float, lost: float
) -> None:
    """Refusing a call, here and on the page of the state's view.

    `receipts` has those of "none", of projects "running" as planned, and of "costly" ones with overruns.
    """
    alone, running, costly = (
        break_even(refused, receipts[name], discount) for name in ("none", "running", "costly")
    )
    both, twice = (scheme.refuse(refused, times * receipts["running"], discount) for times in (1, 2))
    report.sentences.hold(
        {
            "pays if more than": bool(0 < alone < lost < running),
            "years alone, and if more than": bool(alone < running),
            "If those projects cost more than planned, as on record, they have less to be taken": bool(
                receipts["costly"].sum() < receipts["running"].sum()
            ),
            "and refusing pays from {glue:text}`risks_even_costly` percent instead of": bool(
                lost < costly < running
            ),
            "the second penalty binds, and it grows with what has been paid in": bool(
                twice.distributions > both.distributions > both.tariff
            ),
            "percent of the call, more than a refusal saves": bool(
                100 * both.distributions / refused.call > lost
            ),
            "a year of the higher tariff costs": bool(refused.tariff_a_year > 0),
            "A year of such a step costs exporters": bool(refused.points > 0),
        }
    )
    first = scheme.refuse(refused, receipts["none"], discount)
    report.sentences.hold(
        {
            "the expected loss on a call lies between": bool(alone < lost < min(running, costly)),
            "is nothing at the first call and grows with each": bool(
                first.distributions == 0.0 < both.distributions
            ),
        },
        page="state_view",
    )


def hold_rates(rates: pd.DataFrame) -> None:
    """Two rates on two bases."""
    report.sentences.hold(
        {
            "points, because the rate in force includes": bool(
                rates.loc["japan_general_2026_07_24", "rate_base"] == "all-in"
                and rates.loc["japan_general_threatened", "rate_base"] == "additional to MFN"
            ),
        }
    )


def hold_cases(change: Mapping[str, float]) -> None:
    """Reviews of foreign purchases: `change` is the fall of each count in percent."""
    report.sentences.hold(
        {
            "No stopped project of the scheme is in the": (
                not data.table("projects")["stage"].isin(["stopped", "refused"]).any()
            ),
            "The count of cases fell from 2023 to 2024": bool(min(change["notices"], change["filings"]) > 0),
            "Declarations, the short form, rose by": bool(change["declarations"] < 0),
        }
    )


def hold_stress(losses: pd.Series) -> None:
    """The yen by a fifth beside the state's loss on the projects."""
    yen, expected, planned = losses.iloc[0], losses.iloc[4], losses.iloc[5]
    report.sentences.hold(
        {
            "A dollar cheaper by a fifth in yen would cost": bool(yen > 0),
            "percent, and less than the {glue:text}`risks_planned` percent of it that needs no accident": (
                yen < planned
            ),
            "less than the state's expected loss if projects are planned to earn": bool(
                yen < planned < expected
            ),
        }
    )
