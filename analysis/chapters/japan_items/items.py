"""Exposed less other consumer items, and groups by state of the economy: rows, nulls and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.numerals import MINUS
from analysis.passthrough.core.simulated_power import Null, null_sentence
from analysis.passthrough.panel import consumer_items as panel
from analysis.passthrough.shocks import states
from analysis.passthrough.specifications.main_nulls import UNIT
from analysis.report.author.estimates import between_states
from analysis.report.author.numbers import bracketed, fixed

WHY = "times the mean exposure it moves consumer prices by a fifth of a percent for a move of the yen by ten"
Measured = Mapping[tuple[str, bool], tuple[Any, Any]]  # exposure, foreign prices fixed: power and effect


def exposure_rows(measured: Measured, longer: Mapping[str, Any]) -> pd.DataFrame:
    """What each exposure would have found and what it shows, foreign prices free and fixed."""
    return pd.DataFrame([
        {
            "Exposure": name,
            "Foreign prices": "fixed" if held else "free",
            "Found 4 in 5": fixed(power.effect, 2),
            "Rejects without effect": fixed(power.size, 2),
            "Difference after 12 months": bracketed(effect),
            "p": fixed(effect.p_zero, 3),
            "After 24": "" if held else bracketed(longer[name]),
        }
        for (name, held), (power, effect) in measured.items()
    ])  # fmt: skip


def exposure_notes(prices: pd.DataFrame) -> str:
    """Notes of the table of exposures."""
    # direction “percent for a yen lower by one percent”: the unit
    return (
        f"{prices.shape[1]} items, {prices.index[0]} to {prices.index[-1]}; percent for a yen lower by one "
        "percent and one unit of exposure (import content: from none to all). Fixed-b 95 % intervals, "
        "equal to Driscoll-Kraay of the panel. Found 4 in 5 was computed first, under no difference. The "
        "rows with foreign prices fixed were added after the first results."
    )


def nulls(measured: Measured, items: Any) -> dict[str, Null]:
    """The difference by each exposure with foreign prices fixed, and what would have been found."""
    return {
        name: Null(
            f"Difference by {name}, foreign prices fixed",
            effect.estimate,
            effect.low,
            effect.high,
            power.effect,
            UNIT,
            panel.matters(items, name),
            WHY,
        )
        for (name, held), (power, effect) in measured.items()
        if held
    }


def clause(null: Null) -> str:
    """The sentence of a null without its full stop, with a real minus sign."""
    return null_sentence(null).rstrip(".").replace(" -", f" {MINUS}")


def state_rows(across: pd.DataFrame) -> pd.DataFrame:
    """Exposed less other groups, the state less other months: what would be found, matter, and is shown."""
    return between_states(across, {
        "state": "State", "exposure": "Exposure", "share": "Months, share", "found": "Found 4 in 5",
        "matters": "Would matter", "size": "Rejects without effect", "difference": "Difference",
        "p_holm": "p, Holm", "other": "Other threshold",
    })  # fmt: skip


def states_notes(across: pd.DataFrame) -> str:
    """Notes of the table of states."""
    other = states.OTHER_THRESHOLDS
    return (
        f"{across['nobs'].iloc[0]} months; percent for a yen lower by one percent and one unit of exposure, "
        "after 12 months. Fixed-b 95 % intervals, equal to Driscoll-Kraay of the panel; Holm over nine. "
        f"Found 4 in 5 was computed first. Other threshold: inflation of {fixed(other[states.REGIME], 0)}, "
        f"moves of {fixed(other[states.SIZE], 0)} percent."
    )


def state_nulls(at: pd.DataFrame) -> dict[tuple[str, str], Null]:
    """Differences that Holm's correction leaves without a finding, by state and exposure."""
    return {
        (state, exposure): Null(
            f"{exposure}: {state} less other months",
            *row[["estimate", "low", "high", "found"]],
            UNIT,
            row["matters"],
            WHY,
        )
        for (state, exposure), row in at.iterrows()
        if row["p_holm"] >= 0.05
    }
