"""Frames of the page on motives, as its tables and figures show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import data
from analysis.claims.decide import LEVEL, detectable
from analysis.claims.measures import common
from analysis.claims.measures import motives as rules
from analysis.report.author import verdicts as judged
from analysis.report.author.numbers import effect_text, fixed

if TYPE_CHECKING:
    from analysis.claims import Verdict
    from analysis.claims.decide import Step
    from analysis.passthrough import Effect
    from analysis.quantities import Quantity

#: Flows of capital, in the order in which they are shown.
FLOWS = {
    "jp_fdi_outward": "Direct investment abroad",
    "jp_fdi_net": "Direct investment, net of inward",
    "jp_residents_long_term_debt_abroad": "Long-term debt abroad",
    "jp_residents_equity_abroad": "Equity abroad",
    "jp_residents_total_abroad": "All securities abroad",
}
#: Field of the memorandum to which a sector of the project table belongs.
FIELD = {
    "gas_power": "energy",
    "oil_export": "energy",
    "nuclear": "energy",
    "minerals": "critical_minerals",
    "semiconductors": "semiconductors",
}
#: Samples of the drift of the yen, by their first month; each ends with the article's.
SPANS = {"20 years": "2005-12", "10 years": "2015-12", "5 years": "2020-12"}


def at_level(effect: Effect) -> Effect:
    """The same estimate with its interval at the level of the verdicts."""
    return effect.of(effect.estimate, effect.std_error, effect.critical, coverage=LEVEL)


def text(effect: Effect, digits: int = 2) -> str:
    """An estimate and its interval at the level of the verdicts, in words."""
    return effect_text(at_level(effect), digits)


def widened(step: Step) -> str:
    """A step beside a trend, its interval widened by the placebo dates, in words; percent of GDP a year."""
    low, high = step.interval
    estimate = fixed(step.trended.estimate, 1)
    return f"{estimate} (interval widened by placebo dates {fixed(low, 1)} to {fixed(high, 1)})"


def series(names: Sequence[str]) -> pd.DataFrame:
    """Title, unit, first and last month of the series of the page."""
    catalogue = data.catalogue().loc[list(names)]
    return pd.DataFrame(
        {
            "Series": (catalogue["title"] + " (" + catalogue["unit"] + ")").to_numpy(),
            "First": catalogue["first"].astype(str).str[:7].to_numpy(),
            "Last": catalogue["last"].astype(str).str[:7].to_numpy(),
        }
    )


def pledges(pledged: Mapping[str, Quantity], gdp: Mapping[str, float], year: int) -> pd.DataFrame:
    """Headline pledges, largest first, and their size in the GDP of those whose GDP is in the data."""
    in_gdp = [
        fixed(100 * pledge.value / gdp[partner], 1) if partner in gdp else "not in the data"
        for partner, pledge in pledged.items()
    ]
    return pd.DataFrame(
        {
            "Partner": list(pledged),
            "Headline, billion dollars": [pledge.text for pledge in pledged.values()],
            f"Percent of GDP, {year}": in_gdp,
        }
    )


def scale(context: Mapping[str, float], have: Mapping[str, pd.Series], year: int) -> pd.DataFrame:
    """What the commitment is compared with, billion dollars.

    A stock is taken at the last rate of its year, a flow at the mean rate of its own source.
    """
    end, of_source = have["usd_jpy_daily"].dropna()[:"2024"].iloc[-1], context["fdi_outflow_2024_usd"]
    amounts = {
        f"GDP, {year}": data.gdp_of_year(have["jp_gdp_usd"], year),
        "Net foreign assets, end of 2024": 1000 * context["niip_net"] / end,
        "Official reserves, end of August 2026": data.fact("institutions", "reserves_2026_08").value,
        "Direct investment in the US, end of 2024": context["fdi_stock_us"],
        "Direct investment abroad in 2024, all countries": of_source,
        "Current account of 2024": context["current_account_2024"] * of_source / context["fdi_outflow_2024"],
        "Direct investment in the US in 2024": context["fdi_outflow_us_2024_usd"],
    }
    return pd.DataFrame({"billion dollars": amounts})


def drifts(
    rates: Mapping[str, pd.Series], tests: Mapping[str, Mapping], breaks: Mapping[str, Any]
) -> pd.DataFrame:
    """Drift of each rate over three spans with its interval; tests and breaks beside the longest."""
    rows = []
    for name, rate in rates.items():
        for span, first in SPANS.items():
            drift = rules.drift(rate, first)
            longest = span == next(iter(SPANS))
            rows.append(
                {
                    "Rate": name,
                    "To November 2025": span,
                    "Drift": drift.estimate,
                    **dict(zip(("Low", "High"), drift.interval(LEVEL), strict=True)),
                    **{
                        f"p: {test.hypothesis}": fixed(test.pvalue, 2) if longest else ""
                        for test in tests[name].values()
                    },
                    "Breaks": breaks[name].number if longest else "",
                }
            )
    return pd.DataFrame(rows)


def specifications(variants: Mapping[str, Effect]) -> pd.DataFrame:
    """Estimate, interval at the level of the verdicts and what would be found, one row a specification."""
    return pd.DataFrame(
        {name: (e.estimate, *e.interval(LEVEL), detectable(e)) for name, e in variants.items()},
        index=["estimate", "low", "high", "detectable"],
    ).T


#: Headings and decimals of the table of steps.
STEPS = {
    "step": ("Step", 1),
    "trended": ("With trend", 1),
    "low trended": ("Low", 1),
    "high trended": ("High", 1),
    "placebos": ("Placebo dates", 0),
    "as often": ("Show as much, %", 0),
    "detectable": ("Would be found", 1),
}


def steps(floods: Mapping[str, Step]) -> pd.DataFrame:
    """Steps without and with trend, their intervals and placebo dates, one row a comparison."""
    return pd.DataFrame(
        {
            name: (
                step.plain.estimate,
                *step.plain.interval(LEVEL),
                step.trended.estimate,
                *step.interval,
                len(step.placebos),
                100 * step.as_often,
                step.detectable,
            )
            for name, step in floods.items()
        },
        index=[
            "step",
            "low",
            "high",
            "trended",
            "low trended",
            "high trended",
            "placebos",
            "as often",
            "detectable",
        ],
    ).T


def steps_format() -> dict:
    """Headings and decimals of the table of steps, as arguments of `tables.show`."""
    return {
        "labels": {column: heading for column, (heading, _) in STEPS.items()},
        "decimals": {column: decimals for column, (_, decimals) in STEPS.items()},
    }


def sectors(projects: pd.DataFrame, fields: pd.Series) -> pd.DataFrame:
    """Percent of the two batches by sector, largest first, then sectors that the article names and no project
    has; where each stands, and its label."""
    chosen = common.selected(projects)
    amounts = chosen.groupby("sector")["amount_usd_bn"].sum() / chosen["amount_usd_bn"].sum()
    shares = (100 * amounts).sort_values(ascending=False, kind="stable")
    candidate = chosen.groupby("sector")["stage"].agg(lambda stages: set(stages) == {"candidate"})
    every = [*shares.index, *(sector for sector in rules.NAMED if sector not in shares.index)]
    return pd.DataFrame(
        {
            "announced": shares.reindex(every).fillna(0.0),
            "stands in": [_where(sector, fields) for sector in every],
            "label": [
                sector.replace("_", " ") + (" (candidate)" if candidate.get(sector, False) else "")
                for sector in every
            ],
        },
        index=pd.Index(every, name="sector"),
    )


def _where(sector: str, fields: pd.Series) -> str:
    """Memorandum and article, as far as they name a sector."""
    named = []
    if sector in FIELD:
        named.append(f"memorandum ({fields[FIELD[sector]].split(',')[0].lower()})")
    if sector in rules.NAMED:
        named.append("article")
    return " and ".join(named)


def sizes(verdicts: Mapping[str, Verdict], points: float) -> pd.DataFrame:
    """Sizes that rules of claims name, and the points by which a year of the scheme changes the US share."""
    change = "Change of the US share with a year of the scheme on top, if all of it were direct investment"
    found = judged.measured(verdicts, "tab-motives-scale")
    added = pd.DataFrame([("", change, fixed(points, 1), "points")], columns=found.columns)
    return pd.concat([found, added], ignore_index=True)
