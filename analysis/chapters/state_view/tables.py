"""Rows of the tables on the state's view, and the notes under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import data, quantities, report, scheme
from analysis.report.author.cells import qualified
from analysis.scheme import sensitivity

fixed, percent = report.numbers.fixed, report.numbers.percent
#: Steps from the ordinary to the expected loss, and the losses by party, as the table says them.
STEPS = {
    "ordinary": "As planned: the clause alone",
    "overruns": "Overruns as on record",
    "failures": "Failures as in project finance",
    "spread of returns": "Returns that differ between projects",
    "premiums": "Premiums, passed on to the projects",
    "expected": "Expected loss",
    "own": "of which own money",
    "insurer": "of which the insurer",
    "lenders": "Banks, beside it",
}


def assumptions(case: Any, facts: pd.DataFrame) -> pd.DataFrame:
    """What losses are reckoned with: first what rests on a row of the calibration, then what is assumed."""
    resting, assumed = _resting(case), _assumed(case)
    rows = facts.loc[[row for row, _ in resting.values()]]
    return pd.DataFrame(
        {
            "Assumption": [*resting, *assumed],
            "Percent, or as named": [
                *(
                    qualified(value, qualifier)
                    for (_, value), qualifier in zip(resting.values(), rows["qualifier"], strict=True)
                ),
                *(value for value, _ in assumed.values()),
            ],
            "What it is in the source, or why": [*rows["item"], *[why for _, why in assumed.values()]],
            "Source [grade]": [*report.tables.cited(rows), *["assumed"] * len(assumed)],
        }
    )


def _resting(case: Any) -> dict[str, tuple[str, str]]:
    """Row of the calibration and value, by words."""
    return {
        "Failure within ten years, as project finance": ("pf_default_10y", percent(case.failure, 1)),
        "the same, as the US loan office": (
            "gao_default_share",
            percent(scheme.failures()["as the US loan office"], 1),
        ),
        "Recovery, of the planned cost": ("pf_recovery", percent(case.recovery)),
        "Overrun of reactors": ("overrun_nuclear", percent(case.overruns["nuclear"], 1)),
        "Overrun of gas plants": ("overrun_fossil", percent(case.overruns["gas_power"])),
        "Premium a year on the covered balance": ("premium_d", percent(case.premium, 1)),
    }


def _assumed(case: Any) -> dict[str, tuple[str, str]]:
    """Value and why it is taken, by words. No source."""
    mix, fdi = case.instruments, quantities.from_fact("size_context", "return_inward_fdi_us")
    parts = (mix.equity, mix.loan, mix.guaranteed)
    return {
        "Return as planned": (
            percent(case.return_),
            f"Near the {fdi.text} percent that direct investment in the US earned in {fdi.as_of}",
        ),
        "Spread of returns, standard deviation": (percent(case.dispersion), ""),
        "Correlation of what moves the projects": (
            fixed(case.correlation, 1),
            "One country, few sectors, one policy",
        ),
        "Years of operation; of construction": (
            f"{case.years}; {case.construction}",
            "The life that the amount is divided over",
        ),
        "Cover of guaranteed loans": (percent(mix.cover), "At least 90 reported for one project"),
        "State equity; state loans; guaranteed loans": (
            "; ".join(percent(part, 1) for part in parts),
            "Of each call, as the Mainichi reported of the government, September 2025 (grade C)",
        ),
        "Rates of state and guaranteed loans; tenor, years": (
            f"{percent(mix.loan_rate, 1)}; {percent(mix.guaranteed_rate, 1)}; {mix.tenor}",
            "Without the premium; no rate is published",
        ),
    }


def assumptions_notes(case: Any, month: Any) -> list[str]:
    """What is left out, and the yield of `month` at which all is discounted."""
    return [
        (
            "Export terminals and minerals have no sample of overruns: none is taken. The formula as printed,"
            " no spread, no US tax. Present values at each project's first call, in dollars, at the ten-year"
            f" Treasury yield, {percent(case.discount, 1)} percent in {month}."
        ),
        data.absent("a premium table of NEXI, its yearly premiums and its net assets").sentence,
    ]


def bridge(steps: pd.DataFrame, by_party: pd.DataFrame) -> pd.DataFrame:
    """Loss by step, then by party, for each planned return (columns)."""
    table = pd.concat([steps, by_party]).rename(STEPS)
    return table.rename_axis("Loss of the state, billion dollars")


def grid(found: pd.DataFrame) -> pd.DataFrame:
    """What Tokyo pays, gets and loses by planned return and chance of failure."""
    table = found[["pays", "gets", "expected", "99 %"]].copy()
    table.index = pd.MultiIndex.from_tuples(
        [(f"{100 * r:.0f} %", name) for r, name in found.index], names=["Planned return", "Failures"]
    )
    return table


def tails_notes(case: Any, step: float, draws: int, seed: int, simulated: np.ndarray) -> list[str]:
    """How exact the enumeration is, and what the simulation that checks it gives."""
    error = report.numbers.quantile_error(simulated, 0.99)
    check = report.numbers.simulated(float(np.quantile(simulated, 0.99)), error, 1)
    return [
        (
            f"Every combination of outcomes is enumerated: quantiles are exact to {step:.1f} billion dollars"
            f" for the commitment. Gaussian copula with correlation {case.correlation:g} where nothing else"
            " is said."
        ),
        (
            f"Check by {draws} draws, seed {seed}, on the commitment: 99 % quantile {check}, simulation error"
            f" {error:.1f}."
        ),
    ]


def against(ratios: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Losses as multiples of what stands behind them, then against GDP and households."""
    parts = [
        ratios.map(lambda x: fixed(x, 2)).rename(lambda name: f"{name}, times"),
        people.iloc[:1].map(lambda x: fixed(x, 1)),
        people.iloc[1:].map(lambda x: fixed(x, 0)),
    ]
    return pd.concat(parts).rename_axis("What is compared")


def against_notes(case: Any, yen: float) -> list[str]:
    """Whose loss, which households, which years."""
    return [
        (
            f"GDP and households: the state's loss. Yen at {yen:.0f} a dollar, households of the register of"
            f" 2024. A year: the level amount over {case.construction + case.years} years with the same"
            " present value."
        ),
        data.absent("capital and bad loans of JBIC").sentence,
    ]


def clauses_notes() -> str:
    """How the changes of the text are read."""
    return (
        "Expected loss as the text is read here less that under the change, whole commitment, by planned"
        " return. Revised: all cash to Japan from then on until it has its amount, the most that the clause"
        " can be worth. Commercially reasonable: as planned, cash repays principal and deemed interest; a"
        " project that fails the test is not funded. Cap: the same projects called later, at the share of the"
        " whole a year that Korea's cap is of its cash part, and as if there were no last day."
    )


def turns(names: Sequence[str], values: Sequence[float]) -> pd.DataFrame:
    """Where the expected loss is zero, by assumption moved."""
    said = ["none" if np.isnan(value) else percent(value, 1) for value in values]
    return pd.DataFrame({"Assumption": names, "Percent at which the loss is zero": said})


def turns_notes() -> str:
    """How the roots are found, and in what range."""
    deemed, discount = (sensitivity.RANGES[name][1] for name in ("deemed_rate", "discount"))
    return (
        "Solved as roots, nearest to zero; none: no chance, no recovery, no deemed rate up to"
        f" {percent(deemed)} percent and no discount up to {percent(discount)} brings the expected loss"
        " to zero."
    )


def slopes(adds: pd.Series, expected: float) -> pd.DataFrame:
    """What each step adds, and the expected loss after it."""
    report.sentences.hold({"A lower discount adds to the loss": (adds.filter(like="of discount") < 0).all()})
    table = adds.rename_axis("Step").to_frame("Adds")
    return table.assign(**{"Expected loss": table["Adds"] + expected})


def slopes_notes(case: Any) -> str:
    """What else is held, and why a lower discount adds."""
    # direction “then weighs more than what”: why, once the sign is held
    # direction “loss that is exceeded with”: what the column means
    return (
        f"One assumption changed, all else as in the case at {percent(case.return_)} percent. A lower"
        " discount adds to the loss: the interest paid to banks then weighs more than what comes back later."
    )
