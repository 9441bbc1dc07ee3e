"""Rows of the tables on risks, and the notes under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import data, scheme
from analysis.chapters.risks.frames import break_even
from analysis.report.author.cells import qualified
from analysis.report.author.numbers import fixed

#: Rows of the table of cases under review.
CASES = [
    "filings_2023",
    "filings_2024",
    "notices_2023",
    "notices_2024",
    "declarations_2023",
    "declarations_2024",
    "distinct_transactions_low_2024",
    "distinct_transactions_high_2024",
    "share_notices_mitigation_widest_count_2024",
    "share_notices_cleared_mitigation_2024",
    "share_distinct_transactions_mitigation_below_2024",
    "nippon_steel_us_steel_months_2025",
]


def series(loaded: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Series by name, what they are, unit, first and last day or month."""
    return pd.DataFrame(
        {
            "Series": list(loaded),
            "What": [one.attrs["title"] for one in loaded.values()],
            "Unit": [one.attrs["unit"] for one in loaded.values()],
            "First": [str(one.index[0])[:10] for one in loaded.values()],
            "Last": [str(one.index[-1])[:10] for one in loaded.values()],
        }
    )


def hedges(costs: Mapping[str, Any], left: Mapping[str, Any]) -> pd.DataFrame:
    """Mean cost of a hedge and mean pick-up by period, with their 90 % intervals."""
    columns = {}
    for name, effects in (("Cost", costs.values()), ("Pick-up", left.values())):
        columns[name] = [effect.estimate for effect in effects]
        columns[f"{name}, low"] = [effect.interval(0.9)[0] for effect in effects]
        columns[f"{name}, high"] = [effect.interval(0.9)[1] for effect in effects]
    return pd.DataFrame(columns, index=pd.Index(costs, name="Months"))


def standard_errors(methods: Mapping[str, Any]) -> pd.DataFrame:
    """One mean by three standard errors: equal-weighted cosines, Newey-West, fixed-b."""
    effects = methods.values()
    return pd.DataFrame(
        {
            "Mean": [e.estimate for e in effects],
            "Standard error": [e.std_error for e in effects],
            "Low": [e.interval(0.9)[0] for e in effects],
            "High": [e.interval(0.9)[1] for e in effects],
        },
        index=pd.Index(["cosines (main)", "Newey-West", "fixed-b"], name="Method"),
    )


def parity(regressions: Mapping[str, Any], one_month: Any, simulated: pd.DataFrame) -> pd.DataFrame:
    """The slope by method, three months ahead and, in the last row, one, with the size and power of its tests
    from the table of simulations."""
    main = regressions["hodrick"]
    last = one_month.table.loc[["ols"]].rename(index={"ols": "ols, one month"})
    table = pd.concat([main.table, regressions["fixed-b"].table.loc[["fixed-b"]], last])
    table.insert(0, "slope", [main.slope.estimate] * (len(table) - 1) + [one_month.slope.estimate])
    words = {
        "slope": "Slope",
        "slope_error": "Standard error",
        "low": "Low",
        "high": "High",
        "p_zero": "p of 0",
        "p_one": "p of 1",
    }
    shown = table[list(words)].rename(columns=words).rename_axis("Method")
    for tested, other in ((0, 1), (1, 0)):
        shown[f"Rejects {tested}: if true, if {other}"] = [
            ", ".join(fixed(rejects(simulated, method, tested, true), 2) for true in (tested, other))
            for method in shown.index
        ]
    return shown


#: Design of the simulation in which a slope is true.
TRUE = {1: "parity is true", 0: "a random walk is true"}


def rejects(simulated: pd.DataFrame, method: str, tested: int, true: int) -> float:
    """Share of simulated samples with a true slope in which a method rejects another, or the same."""
    at = simulated[simulated["topic"].eq("parity on data")].set_index(["method", "design"])["measured"]
    return float(at[f"{method}, slope of {tested}", TRUE[true]])


def parity_notes(single: Any) -> str:
    """Notes of the table of parity.

    Parameters
    ----------
    single : Predictor
        The regression of one month, with the correlation of shocks and the bias that comes with it.
    """
    # typed: the level of the intervals and tests
    return (
        "The dollar rate is the Treasury bill. 95 % intervals; three months ahead but in the last row. Parity"
        " says 1, a random walk 0. Rejects: share of samples on the interest gap that was, with the errors of"
        " the monthly changes in blocks, in which the test at five percent rejects the slope, where it is"
        " true and where the other one is. Shocks to the gap and to the dollar are drawn apart; their"
        f" correlation of {fixed(single.shock_correlation, 2)}, which by itself would move the slope by about"
        f" {fixed(single.bias, 1)}, is not in these shares."
    )


def break_evens(
    refused: scheme.Refusal,
    receipts: Mapping[str, Any],
    discount: float,
    borne: Sequence[float],
    years: Sequence[int],
) -> pd.DataFrame:
    """Break-even losses by penalty and share borne (columns), and by years that the tariff lasts (rows)."""
    table = {
        (penalty, f"{100 * part:.0f} %"): {
            "1 year" if span == 1 else f"{span} years": break_even(
                refused, received, discount, borne=part, years=span
            )
            for span in years
        }
        for penalty, received in receipts.items()
        for part in borne
    }
    return pd.DataFrame(table).rename_axis("The tariff lasts")


def break_evens_notes(
    return_: float, costly: float, lost: float, ordinary: float, discount: float
) -> list[str]:
    """What is assumed of the running projects, and what Japan loses on a call.

    `costly` is the break-even of the middle case with overruns; `lost` and `ordinary` are percent of a call.
    """
    # direction “share of the rise that exporters bear” “Above a hundred refusing”: a supposition, a bound
    return [
        (
            "By the share of the rise that exporters bear. Above a hundred refusing never pays. Both:"
            " projects of the same amount have run from the refusal on, as planned,"
            f" at {100 * return_:.0f} percent; what they would pay Japan goes to the United States until the"
            " refused amount is filled, as in Korea's text. With overruns as on record they would pay less:"
            f" the middle case is then {costly:.0f}."
        ),
        (
            f"Japan's expected loss on a call, state and banks, by the one calculation of losses: {lost:.0f}"
            f" percent, {ordinary:.0f} points of it with no failure and no overrun. All present values at the"
            f" Treasury yield, {100 * discount:.1f} percent."
        ),
    ]


def cases(cfius: pd.DataFrame) -> pd.DataFrame:
    """Cases under review, as counted by the sources."""
    some = cfius.loc[CASES]
    return pd.DataFrame(
        {
            "Item": some["item"],
            "Year": some["year"].astype(int).astype(str),
            "Value": [
                qualified(f"{value:.3g}", qualifier)
                for value, qualifier in zip(some["value"].astype(float), some["qualifier"], strict=True)
            ],
            "Unit": some["unit"],
            "Conflict between sources": some["conflict"].fillna(""),
            "Grade": some["grade"],
        }
    )


def events(timeline: pd.DataFrame) -> pd.DataFrame:
    """Tariffs and suits by day."""
    some = timeline.query("topic in ('tariff', 'courts')").reset_index(drop=True)
    return pd.DataFrame(
        {
            "Date": some["date"].astype(str),
            "What happened": some["event"],
            "Grade": some["grade"],
        }
    )


def events_notes(timeline: pd.DataFrame) -> list[str]:
    """To which day events are known, and what was not found."""
    return [
        f"Events are known to {data.covered_to(timeline, 'the timeline').date()}.",
        data.absent("outcome_section_301_inquiry_what").sentence,
        data.absent("outcome_appeal_section_122_surcharge").sentence,
    ]


def stress_notes(bonds: float, book: float, backing: float, decided: int) -> str:
    """Size of the bonds and of the book in billion dollars; what was decided in percent of GDP."""
    return (
        f"Ceiling of NEXI's grant bonds {bonds:.0f} and JBIC's book {book:.0f} billion dollars; with a year"
        f" of JBIC's funding the bonds are {backing:.2f} % of the GDP of {decided}."
    )
