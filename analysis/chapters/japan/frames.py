"""What the page arranges between two estimates: regressors, alternatives that turn a finding, ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import data
from analysis.passthrough.specifications import main_nulls
from analysis.passthrough.specifications.stated import Stated

ESTIMANDS = ("fixed", "free")


def turning(others: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], list[str]]:
    """Alternatives whose words differ from the headline's, by outcome and estimand."""
    return {
        (key, estimand): [name for (name, kind), row in table.iterrows() if kind == estimand and row["turns"]]
        for key, table in others.items()
        for estimand in ESTIMANDS
    }


def incomplete(turned: Mapping[tuple[str, str], list[str]], table: pd.DataFrame) -> list[str]:
    """Alternatives of import prices in yen that reject complete pass-through, foreign prices fixed."""
    return [
        name
        for name in turned["jp_import_yen", "fixed"]
        if table.loc[(name, "fixed"), "class"] == "incomplete"
    ]


def missed(turned: Mapping[tuple[str, str], list[str]], table: pd.DataFrame) -> dict:
    """A null, by key, for each alternative that cannot tell consumer prices from zero; most telling first."""
    nulls = [
        main_nulls.level("jp_consumer", estimand, alternative=name)
        for estimand in ESTIMANDS
        for name in turned["jp_consumer", estimand]
        if table.loc[(name, estimand), "class"] == "not told from zero"
    ]
    nulls.sort(key=lambda null: null.found)
    return {f"japan_consumer_turn_found{f'_{i}' if i else ''}": null for i, null in enumerate(nulls)}


def listed(names: Sequence[str]) -> str:
    """Names of alternatives as a sentence lists them: “a”, “b” and “c”."""
    *first, last = [f"“{name}”" for name in names] or ["none"]
    return f"{', '.join(first)} and {last}" if first else last


def reads_as_last(ends: Mapping[str, pd.DataFrame], finals: Mapping[str, Mapping]) -> dict:
    """Share of last months since December 2016 that read as the final one, by outcome and estimand.

    `finals` has the rows of the headline by estimand and outcome.
    """
    return {
        (key, estimand): (path.loc["2016-12":, f"{estimand}_class"] == finals[estimand][key]["class"]).mean()
        for key, path in ends.items()
        for estimand in ESTIMANDS
    }


def held_fixed(said: Stated, months: pd.PeriodIndex) -> pd.DataFrame:
    """Regressors: foreign prices in log changes beside the moving months and means of the main equation."""
    columns, words = said.seasonal.columns(months)
    foreign = data.log_change(data.load("jp_import_price_contract")).rename("foreign").to_frame()
    return foreign.join(pd.DataFrame(columns, months, columns=words), how="outer")
