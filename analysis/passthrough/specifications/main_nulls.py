"""Nulls of the stated equation with what they would have found by simulation, in the one form of the book.

What matters is one rule (row `matters_rule` of the table `specification_tariffs`): for a move of the currency
by ten percent, one percent at the dock and a fifth of a percent in the shop.
"""

from __future__ import annotations

import pandas as pd

from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.simulated_power import FORMULA, Null
from analysis.passthrough.specifications import main_power
from analysis.passthrough.specifications.main_equation import NONE, classify, detectable, run
from analysis.passthrough.specifications.stated import outcomes, stated

UNIT = "percent per percent"
WHY = {
    "dock": "one percent at the dock for a move of the currency by ten",
    "shop": (
        "a fifth of a percent of consumer prices for a move of the currency by ten, a tenth of the central"
        " bank's aim"
    ),
}


def graded(kind: str) -> dict:
    """Unit, size that matters and its reason, for the dock (producer prices too) or the shop."""
    return {"unit": UNIT, "matters": NONE[kind], "why": WHY[kind]}


def of_effect(name: str, effect: Effect, *, kind: str, found: float | None = None) -> Null:
    """A null from an estimate; without a simulated `found`, the critical value plus 0.84 standard errors
    stands for it."""
    how = {"found": detectable(effect), "how": FORMULA} if found is None else {"found": found}
    return Null(name, effect.estimate, effect.low, effect.high, **how, **graded(kind))


def level(
    outcome: str, estimand: str = "fixed", *, alternative: str | None = None, lags: int | None = None
) -> Null:
    """A response that cannot be told from zero."""
    said, effect = (
        stated(outcome, alternative=alternative, lags=lags),
        getattr(run(outcome, alternative=alternative, lags=lags), estimand).long_run,
    )
    found = main_power.found_in(outcome, alternative=alternative, estimand=estimand, lags=lags)
    beside = "".join(f", {what}" for what in (alternative, lags and f"{lags} lags") if what)
    return of_effect(f"{_named(said.label)}, {estimand}{beside}", effect, kind=said.kind, found=found.effect)


def shortfall(outcome: str, estimand: str = "fixed") -> Null:
    """Complete pass-through that is not rejected: one less the response."""
    said, effect = stated(outcome), getattr(run(outcome), estimand).long_run
    found = main_power.found_in(outcome, estimand=estimand).effect
    return Null(
        f"{_named(said.label)}: shortfall from complete, {estimand}",
        1 - effect.estimate,
        1 - effect.high,
        1 - effect.low,
        found,
        **graded(said.kind),
    )


def through(outcome: str) -> Null:
    """No difference between foreign prices free and fixed."""
    said = stated(outcome)
    found = main_power.found_through(outcome).effect
    return of_effect(
        f"{_named(said.label)}: free less fixed",
        run(outcome).estimands.through.long_run,
        kind=said.kind,
        found=found,
    )


def change(outcome: str, row: pd.Series, *, estimand: str = "fixed") -> Null:
    """A change at the stated date that is not shown; `row` is that of `main_tables.changes`."""
    said, found = stated(outcome), main_power.found_change(outcome, estimand=estimand).effect
    return Null(
        f"change of {_named(said.label)}, {estimand}",
        row["change"],
        row["low"],
        row["high"],
        found,
        **graded(said.kind),
    )


def levels(country: str) -> dict[str, Null]:
    """All headline responses of a country that are not told from zero, keyed ``OUTCOME_ESTIMAND``."""
    return {
        f"{outcome}_{estimand}": level(outcome, estimand)
        for outcome in outcomes(country)
        for estimand in ("fixed", "free")
        if classify(getattr(run(outcome), estimand).long_run, stated(outcome).kind)
        in ("not told from zero", "none")
    }


def _named(label: str) -> str:
    return label if label.startswith("US") else label[0].lower() + label[1:]
