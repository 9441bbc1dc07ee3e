"""American import prices of goods from China and from Japan, as rows of tables and texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd

from analysis.report.author import studies, tables
from analysis.report.author.numbers import fixed, p_text, span

ESTIMANDS = ("fixed", "free")
_CURRENCY = {
    "fx_pass_through": "basket",
    "fx_pass_through_bilateral": "yuan",
    "fx_pass_through_micro": "by good",
}


def equation_rows(said: Mapping[str, Any], given: Mapping[str, Any]) -> pd.DataFrame:
    """The stated equation of each origin, and how many of its months have no price."""
    prices = {origin: given[origin].price.loc[s.first : s.last] for origin, s in said.items()}
    return pd.DataFrame({
        "Origin": list(said),
        "Price": [tables.link(s.series, "#data-catalogue") for s in said.values()],
        "Rate": [s.rate for s in said.values()],
        "Foreign prices": [" and ".join(s.foreign) for s in said.values()],
        "Lags": [s.lags for s in said.values()],
        "Months stated": [f"{s.first} to {s.last}" for s in said.values()],
        "Months empty": [int(price.isna().sum()) for price in prices.values()],
    })  # fmt: skip


def with_own_currency(given: Any, own: pd.Series) -> pd.DataFrame:
    """Foreign prices of an origin with its own currency's changes (`own`, in percent) beside them."""
    foreign = given.foreign.assign(own=own)
    foreign.attrs = given.foreign.attrs | {"own": dict(given.fx.attrs)}
    return foreign


def alternative_texts(
    table: pd.DataFrame, changes: Mapping[str, pd.Series], split: Mapping[str, str], family: int
) -> dict[str, str]:
    """Range of the alternatives and change between the halves, by origin.

    Parameters
    ----------
    table : DataFrame
        Alternatives that were run, by origin first.
    changes : mapping of str to Series
        Later less earlier of each origin.
    split : mapping of str to str
        Year of the split.
    family : int
        How many outcomes the p-values are corrected for.
    """
    texts = {}
    for origin, change in changes.items():
        # The row carries p-values alone; what was tested is said here.
        tested = SimpleNamespace(pvalue=change["p"], hypothesis="no change")
        estimates, interval = table.loc[origin, "estimate"], span(change["low"], change["high"])
        for what, text in {
            "low": fixed(estimates.min(), 2),
            "high": fixed(estimates.max(), 2),
            "halves": f"{fixed(change['change'], 2)} (95 % interval {interval})",
            "holm": p_text(tested, adjusted=change["p_holm"], family=family),
            "split": split[origin],
        }.items():
            texts[f"china_and_others_{what}_{origin.lower()}"] = text
    return texts


def paper_rows(papers: pd.DataFrame) -> pd.DataFrame:
    """Published estimates for American import prices: study, currency, horizon, estimate, source."""
    return pd.DataFrame({
        "Study": studies.names(papers),
        "Currency": papers["group"].map(_CURRENCY),
        "Horizon": papers["horizon"],
        "Estimate": studies.figures(papers),
        "Source [grade]": tables.cited(papers),
    })  # fmt: skip
