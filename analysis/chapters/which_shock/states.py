"""Instruments for the yen, and states of inflation, size and direction, as rows of tables."""

from __future__ import annotations

import re

import pandas as pd

from analysis.passthrough.core.simulated_power import Null
from analysis.passthrough.shocks import instruments, states
from analysis.passthrough.specifications import main_nulls
from analysis.report.author.estimates import between_states
from analysis.report.author.numbers import fixed

CONSUMER_PRICES = "Consumer prices"
_HEADINGS = [
    "Instrument",
    "Price",
    "Months",
    "Equal events",
    "Effective F",
    "First stage",
    "Set, 12 months",
    "Set, 24 months",
]


def instrument_rows(kept: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Strength and robust sets of each instrument; those refused have no set."""
    shown = kept.assign(
        F=[fixed(value, 1) for value in kept["F"]],
        effective=[fixed(value, 1) for value in kept["effective"]],
        slope=[fixed(value, 2) for value in kept["slope"]],
        **{f"set {h}": kept[f"set {h}"].map(_two_decimals) for h in instruments.HORIZONS},
    )
    without = refused.assign(effective=[fixed(value, 1) for value in refused["effective"]], F="refused")
    rows = pd.concat([
        shown[["instrument", "outcome", "events", "effective", "F", "slope", "set 12", "set 24"]],
        without[["instrument", "outcome", "events", "effective", "F"]],
    ])  # fmt: skip
    return rows.fillna("").set_axis(_HEADINGS, axis=1)


def _two_decimals(text: str) -> str:
    """The ends of a set that is given in words, to two decimals."""
    return re.sub(r"-?\d+[.]?\d*", lambda number: fixed(float(number[0]), 2), text)


def instruments_notes() -> str:
    """Notes of the table of instruments."""
    # direction “Refused: fewer than”: the bound itself
    # typed: the level of the sets, which `instruments` computes
    return (
        "Sets of Anderson and Rubin, 95 percent, for each percent of the yen. First stage: percent of the "
        "effective rate per trillion yen of dollars bought, or per percent of the dollar on the day. "
        f"Refused: fewer than {instruments.FEWEST_EVENTS} events of equal weight carry it."
    )


def state_rows(tested: pd.DataFrame) -> pd.DataFrame:
    """Difference of each state from the other months, what would be found and what would matter."""
    return between_states(tested, {
        "state": "State", "outcome": "Price", "share": "Months, share", "found": "Found four times in five",
        "size": "Rejects without", "matters": "Would matter", "difference": "Difference",
        "p_holm": "p, Holm over nine", "other": "Other threshold",
    })  # fmt: skip


def states_notes() -> str:
    """Notes of the table of states."""
    other = states.OTHER_THRESHOLDS
    return (
        "Foreign prices fixed, 12 lags for import prices and 24 for the others. By each test itself, before "
        "Holm, by simulation with the estimated errors in blocks: the difference found, and the share of "
        "samples without any in which it rejects at five percent. Other threshold: "
        f"{fixed(other[states.REGIME], 0)} percent inflation, moves "
        f"of {fixed(other[states.SIZE], 0)} percent."
    )


def nulls(tested: pd.DataFrame) -> dict[tuple[str, str], Null]:
    """Differences that Holm's correction leaves without a finding, by state and price."""
    return {
        (row["state"], row["outcome"]): Null(
            f"{row['outcome'].lower()}: {row['state']} less other months",
            row["estimate"],
            row["low"],
            row["high"],
            row["found"],
            **main_nulls.graded("shop" if row["outcome"] == CONSUMER_PRICES else "dock"),
        )
        for _, row in tested.iterrows()
        if row["p_holm"] >= 0.05
    }
