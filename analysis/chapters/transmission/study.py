"""Scenarios of the page: the same cases, theories, GDP and pass-through, unless a call says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import report, transmission


@dataclass(frozen=True)
class Study:
    """What the scenarios of the page share.

    Attributes
    ----------
    cases : mapping of str to transmission.Case
        Of the funding.
    theories : mapping of str to transmission.Theory
        Of the multiplier, those with a number.
    gdp : float
        Billions of dollars.
    chain : mapping of str to PassThrough
        Response of each price to the yen.
    flow : mapping
        Amount, dates, profile, instrument and horizon of the money.
    """

    cases: Mapping[str, Any]
    theories: Mapping[str, Any]
    gdp: float
    chain: Mapping[str, Any]
    flow: Mapping[str, Any]

    def made(
        self,
        case: str | Mapping[str, float] = "full",
        theory: str = "panel",
        prices: Mapping[str, Any] | None = None,
        left: float | None = None,
        **changes: Any,
    ) -> Any:
        """The scenario of a case (its name, or shares of sources) and a theory, with changes of the flow.

        Parameters
        ----------
        case, theory
        prices : mapping, optional
            Responses to use in place of the chain; without any entry only the yen is followed.
        left : float, optional
            Share of the yen's move that is left after a year; the theory's own if not given.
        **changes
            Fields of the flow.
        """
        funding = self.cases[case] if isinstance(case, str) else case
        chain = self.chain if prices is None else prices
        return transmission.scenario(
            funding, self.theories[theory], self.gdp, chain, left, **{**self.flow, **changes}
        )


def effect(model: Any, name: str, q: float, month: int) -> float:
    """Quantile of the effect on the yen or a price in a month, in simple percent."""
    return float(transmission.simple(model.quantile(name, q, month)))


def grid(study: Study, quantiles: Iterable[float], last: int, later: int) -> pd.DataFrame:
    """Effects by case and theory, columns "yen q50": the yen when the last money flows, prices later."""
    rows = []
    for case in study.cases:
        for theory in study.theories:
            model = study.made(case, theory)
            row = {f"yen q{100 * q:g}": effect(model, "yen", q, last) for q in quantiles}
            row |= {f"{p} q{100 * q:g}": effect(model, p, q, later) for p in study.chain for q in quantiles}
            rows.append({"case": case, "theory": theory, **row})
    return pd.DataFrame(rows).set_index(["case", "theory"])


def _band(row: pd.Series, name: str, decimals: int) -> str:
    parts = {"estimate": row[f"{name} q50"], "low": row[f"{name} q5"], "high": row[f"{name} q95"]}
    return report.numbers.bracketed(parts, decimals)


def effect_rows(effects: pd.DataFrame, cases: Mapping[str, Any], theories: pd.Series) -> pd.DataFrame:
    """Median and nine tenths of the yen and of prices in words, a row a case and theory."""
    return pd.DataFrame(
        [
            {
                "Case": cases[case].label,
                "Theory": theories[theory],
                "Yen per dollar": _band(row, "yen", 1),
                "Import prices": _band(row, "import prices", 1),
                "Consumer prices": _band(row, "consumer prices", 2),
            }
            for (case, theory), row in effects.iterrows()
        ]
    )


#: Theories as a tick of a figure calls them.
SHORT = {
    "panel": "Panel of purchases",
    "stocks": "Stocks",
    "financiers": "Financiers",
    "order_flow": "Order flow",
    "own_operations": "Own: operations",
    "private_flows": "Own: private flows",
}


def draw_cases(effects: pd.DataFrame, theories: Iterable[str]) -> Any:
    """The yen by theory in the two cases in which yen are sold."""
    fig, axes = report.figures.new(1, 2, height=3.6, sharey=True)
    titles = {"account": "Rest of the bank's part", "full": "Everything bought"}
    names = [SHORT[name] for name in theories]
    colours = ["vermillion"] * 4 + ["blue"] * 2
    for ax, (case, title) in zip(axes, titles.items(), strict=True):
        bounds = (effects.loc[case, f"yen q{q}"] for q in (50, 5, 95))
        report.figures.intervals(ax, names, *bounds, colours, reference=(0,))
        ax.set_title(title)
        ax.set_xlabel("dearer dollar, %")
    return fig


def cases_alt(medians: pd.Series) -> str:
    """What a reader who does not see the two panels is told; medians of the yen by case and theory."""
    account, full = medians.loc["account"], medians.loc["full"]
    return (
        "Two panels of six rows with bands of nine tenths. With the rest of the state bank's part bought the"
        f" medians run from {account.min():.1f} to {account.max():.1f} percent, with everything bought from"
        f" {full.min():.0f} to {full.max():.0f}; both own estimates have bands across zero."
    )
