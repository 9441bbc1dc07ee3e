"""Series of the page, and the tests that pass-through is constant, as rows and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.core.simulated_power import WANTED
from analysis.report.author import studies, tables
from analysis.report.author.numbers import bracketed, fixed, p_text

if TYPE_CHECKING:
    from analysis.passthrough.core.simulated_power import Found

Key = tuple[str, str]  # price, "fixed" or "free" foreign prices
HELD = ("fixed", "free")
#: Papers on a change over time, by their keys in the table of literature.
PAPERS = [
    "HHI2015",
    "SHIOJI2012",
    "SHIOJI2014",
    "SYO2022",
    "YKTYK2022",
    "OSS2003",
    "BOJ2026_OUTLOOK",
    "P72_CPI_2013_2020",
    "P72_CPI_POST2021",
]


def series_rows(loaded: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Title, unit, first and last date of each series."""
    said = [data.describe(name) for name in loaded]
    return pd.DataFrame({
        "Series": [tables.link(row["title"], f"#data-{row['table']}") for row in said],
        "Unit": [row["unit"] for row in said],
        "First": [str(series.index[0])[:10] for series in loaded.values()],
        "Last": [str(series.index[-1])[:10] for series in loaded.values()],
    })  # fmt: skip


def change_of(row: pd.Series) -> pd.Series:
    """Later less earlier as estimate, low and high."""
    return row[["change", "low", "high"]].set_axis(["estimate", "low", "high"])


def corrected(tests: Mapping[str, Mapping[Key, Any]], prices: list[str]) -> dict[Key, dict[str, float]]:
    """p-values of each test corrected for the prices (Holm), by name of the test and estimand."""
    return {
        (name, held): dict(
            zip(prices, holm(np.array([of[label, held].pvalue for label in prices])), strict=True)
        )
        for name, of in tests.items()
        for held in HELD
    }


def p_texts(
    short: Mapping[str, str],
    tests: Mapping[str, Mapping[Key, Any]],
    adjusted: Mapping[Key, Mapping[str, float]],
) -> dict[str, str]:
    """Corrected p-values in words, by price, test and estimand; with free foreign prices for producers alone.

    Parameters
    ----------
    short : mapping of str to str
        Short name of a price in keys, and its label.
    tests : mapping of str to mapping
        By name of the test.
    adjusted : mapping
        From `corrected`.
    """
    return {
        f"japan_over_time_{key}_p_{name}_{held}": p_text(
            of[label, held], adjusted=adjusted[name, held][label], family=len(short)
        )
        for key, label in short.items()
        for name, of in tests.items()
        for held in HELD
        if held == "fixed" or key == "ppi"
    }


def change_rows(change: pd.DataFrame, found: Mapping[str, Any], labels: Mapping[str, str]) -> pd.DataFrame:
    """Long run before and since the stated date, the change, its p-values and what would be found."""
    rows = []
    for key, label in labels.items():
        row, free = change.loc[(key, "fixed")], change.loc[(key, "free")]
        rows.append({
            "Price": label,
            "Before 2013": fixed(row["earlier"], 3),
            "Since": fixed(row["later"], 3),
            "Change": bracketed(change_of(row), 3),
            "p": fixed(row["p"], 2),
            "p, Holm": fixed(row["p_holm"], 2),
            "Rejects without": fixed(found[key].size, 2),
            "Found 4 in 5": fixed(found[key].effect, 2),
            "Free: change": bracketed(change_of(free), 3),
        })  # fmt: skip
    return pd.DataFrame(rows)


def changes_notes() -> str:
    """Notes of the table of changes."""
    return (
        "95 % intervals. p of no change; Holm over the six prices. By simulation on the actual path of the"
        " yen with the estimated errors in blocks, for a test by itself, before the correction: rejects"
        " without is the share of samples without a change in which it rejects at five percent, found 4 in 5"
        " the change that is found with that chance."
    )


def test_rows(
    adjusted: Mapping[Key, Mapping[str, float]],
    broken: Mapping[Key, Any],
    ending: Mapping[Key, Any],
    exceeding: Mapping[Key, Found],
) -> pd.DataFrame:
    """Tests of constancy by price and estimand: windows, break, end of sample, and what its test does."""
    return pd.DataFrame([
        {
            "Price": label.split(" ")[0],
            "Foreign prices": held,
            "Windows constant, p": fixed(adjusted["rolling", held][label], 3),
            "No break, p": fixed(adjusted["break", held][label], 3),
            "Largest from": str(broken[label, held].date),
            "After less before": bracketed(broken[label, held].effects["change"]),
            "Same since 2021, p": fixed(adjusted["end", held][label], 3),
            "Unexplained, log points": (
                f"{fixed(ending[label, held].excess, 1)}\n"
                f"({as_large(ending[label, held])} of {len(ending[label, held].blocks)})"
            ),
            "Found 4 in 5": fixed(exceeding[label, held].effect, 1),
            "Rejects without": fixed(exceeding[label, held].size, 2),
        }
        for label, held in broken
    ])  # fmt: skip


def as_large(ending: Any) -> int:
    """How many earlier stretches as long left as much unexplained, in either direction."""
    return int((ending.blocks["excess"].abs() >= abs(ending.excess)).sum())


def tests_notes(simulated: pd.DataFrame) -> list[str]:
    """Notes of the table of tests.

    Parameters
    ----------
    simulated : DataFrame
        The table `coverage_simulations`.
    """
    return [
        (
            "p-values corrected for three prices (Holm). The interval of the change takes the date as known,"
            " which makes it too short and the change too big; where no break is found, the date means"
            " nothing."
        ),
        (
            "Unexplained: cumulated price change since then that the earlier relation, its constant included,"
            " does not account for; in brackets how many earlier stretches as long were as large. They"
            " overlap. Found 4 in 5 and rejects without: the change that this count would call one in twenty,"
            " four times in five, and the share of samples without any in which it does, by simulation with"
            " the estimated errors in blocks."
        ),
        at_work(simulated),
        of_windows(simulated),
        "Intervals by plain cosines, without the correction for many coefficients: too short.",
    ]


def at_work(simulated: pd.DataFrame) -> str:
    """How often the search for a break and the test of the same coefficients reject, from the table of
    simulations."""
    rows = simulated[simulated["topic"].eq("constancy on data")]
    rates = rows.set_index(["method", "measure"])["measured"]
    each = []
    for price in dict.fromkeys(method.partition(",")[0] for method in rows["method"]):
        broken, *since = (
            f"{100 * rates[f'{price}, {test}', measure]:.0f}"
            for test, measure in (
                ("break at an unknown date", "size"),
                ("same since 2021", "size"),
                ("same since 2021", "power"),
            )
        )
        each.append(f"{price} {broken}, {since[0]} and {since[1]}")
    free = simulated[simulated["topic"].eq("break, foreign prices free")]["measured"]
    return (
        "Of samples with the months and errors of each price, foreign prices fixed, tests at five percent"
        " reject, in percent, no break where there is none, same since 2021 where it is, and where the long"
        f" run doubles: {'; '.join(each)}. With foreign prices free the search rejects in"
        f" {', '.join(f'{100 * share:.0f}' for share in free)}."
    )


def windows_found(simulated: pd.DataFrame) -> dict[Key, tuple[float, str, float]]:
    """What the test of all windows does, by price and estimand, from the table of simulations.

    Returns
    -------
    dict
        Share of samples without a change in which it rejects; the least rise of the long run in 2013 tried
        that it finds four times in five, or else the largest; the share of samples in which it finds that.
    """
    found = {}
    for method, of in simulated[simulated["topic"].eq("windows on data")].groupby("method", sort=False):
        price, held, _ = str(method).split(", ")
        size, rises = of[of["measure"].eq("size")], of[of["measure"].eq("power")]
        enough = rises[rises["measured"] >= WANTED]
        last = enough.iloc[0] if len(enough) else rises.iloc[-1]
        words = last["design"].removeprefix("long run rises by ").removesuffix(" in 2013")
        found[price, held.removeprefix("foreign prices ")] = size["measured"].iloc[0], words, last["measured"]
    return found


def of_windows(simulated: pd.DataFrame) -> str:
    """How often the test of all windows rejects, in words."""
    each = [
        f"{price}, {held}, {100 * size:.0f}, and a rise of {rise} in {100 * power:.0f}"
        for (price, held), (size, rise, power) in windows_found(simulated).items()
    ]
    # typed: the year in which the long run rises in the simulation
    return (
        "Windows constant, by such a simulation, in percent: where nothing changes, and the least rise of the"
        " long run in 2013 tried that is found four times in five, or else the largest:"
        f" {'; '.join(each)}."
    )


def doubled(simulated: pd.DataFrame, price: str) -> str:
    """The chance that the test of the same coefficients since 2021 finds a long run that doubles then."""
    rows = simulated[simulated["topic"].eq("constancy on data") & simulated["measure"].eq("power")]
    return fixed(rows.set_index("method").loc[f"{price}, same since 2021", "measured"], 2)


def paper_rows(papers: pd.DataFrame) -> pd.DataFrame:
    """Published findings: study, price, estimate, and what it says."""
    notes = papers["note"].str
    what = notes.split(":").str[-1].where(papers["kind"] == "none", notes.split(";").str[0])
    return pd.DataFrame({
        "Study": studies.names(papers),
        "Price": papers["price"],
        "Estimate": studies.figures(papers),
        "What it says": papers["sample"] + ": " + what,
        "Source [grade]": tables.cited(papers),
    })  # fmt: skip


def papers_notes() -> str:
    """Notes of the table of published findings."""
    return (
        "Percent of the price per percent of the yen, where a number was found. Most were read in summary"
        " only. Grade C: a personal estimate of low weight."
    )
