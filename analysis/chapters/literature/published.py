"""The table of published estimates: names of studies, and rows of the tables that show them."""

from __future__ import annotations

import pandas as pd

from analysis.report.author import studies, tables

GROUPS = ["fx_pass_through", "fx_pass_through_model"]


def named(published: pd.DataFrame) -> pd.DataFrame:
    """The table with the short name of each study, what is from memory, and the estimate as text.

    A study is named by its authors, at most two, and its year; without authors by its outlet.
    """
    authors = [_authors(text) for text in published["authors"].str.replace(r"\s*\(.*\)", "", regex=True)]
    study = pd.Series(
        [f"{name} {year}" for name, year in zip(authors, published["year"], strict=True)], published.index
    )
    outlet = published["outlet"].str.replace(r"\s*\d*[(,].*", "", regex=True)
    outlet = outlet + " " + published["year"].astype(str)
    return published.assign(
        study=study.where(~study.str.match(r"^ ?\d"), outlet),
        memory=published["from_memory"] == "yes",
        text=studies.figures(published),
    )


def _authors(text: str) -> str:
    names = text.split("; ")
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and others"


def long_runs(numeric: pd.DataFrame) -> pd.DataFrame:
    """Estimates of pass-through and model multipliers at a year or longer, or at a horizon not stated."""
    return numeric[numeric["group"].isin(GROUPS) & ~(numeric["horizon_months"] < 12)]


def firm(rows: pd.DataFrame) -> pd.DataFrame:
    """What is neither quoted from memory nor of grade C."""
    return rows[~rows["memory"] & (rows["grade"] != "C")]


def upper(rows: pd.DataFrame) -> pd.Series:
    """Upper end of each row, or its estimate where it has no range."""
    return rows["high"].fillna(rows["estimate"])


def lower(rows: pd.DataFrame) -> pd.Series:
    """Lower end of each row, or its estimate where it has no range."""
    return rows["low"].fillna(rows["estimate"])


def last_years(rows: pd.DataFrame) -> pd.Series:
    """Every year that the samples of these rows name."""
    return rows["sample"].dropna().str.extractall(r"((?:19|20)\d\d)")[0].astype(int)


def by_shock(published: pd.DataFrame) -> pd.DataFrame:
    """Estimates by shock or episode, and the Bank of Japan's assessment."""
    groups = ["fx_pass_through_shock", "fx_pass_through_demand_shock"]
    return published[(published["key"] == "BOJ2026_OUTLOOK") | published["group"].isin(groups)]


def shock_rows(shock: pd.DataFrame) -> pd.DataFrame:
    """Study, price, estimate, horizon and sample, source of the rows by shock."""
    horizon, sample = (shock[column].fillna("not stated") for column in ("horizon", "sample"))
    return pd.DataFrame({
        "Study": studies.names(shock, shock["study"]),
        "Price": shock["country"] + ", " + shock["price"],
        "Estimate": shock["text"],
        "Horizon; sample": horizon + "; " + sample,
        "Source [grade]": tables.cited(shock),
    })  # fmt: skip


def all_rows(published: pd.DataFrame) -> pd.DataFrame:
    """Every estimate with its definition, source and grade, by price and driver."""
    priced = zip(published["country"], published["price"], published["driver"], strict=True)
    measured = [
        published["units"],
        published["horizon"].fillna("horizon not stated"),
        published["sample"].fillna("sample not stated"),
    ]
    listed = pd.DataFrame({
        "Study": studies.names(published, published["study"]),
        "Whose price, driver": [
            f"{country}, {price.replace('_', ' ')}, {driver.replace('_', ' ')}"
            for country, price, driver in priced
        ],
        "Estimate": studies.figures(published),
        "Measured in; horizon; sample": measured[0] + "; " + measured[1] + "; " + measured[2],
        "Source [grade]": tables.cited(published),
    })  # fmt: skip
    return listed.sort_values(["Whose price, driver", "Study"], kind="stable")


def all_notes() -> str:
    """Notes of the table of every estimate."""
    return (
        "In brackets under a study: what is priced, divided or simulated, or where the figure was read. "
        "Digits as in the source. Grades: A the paper's or publisher's own page, B press, index or library "
        "page, C repost, forum or personal page, none: from memory."
    )
