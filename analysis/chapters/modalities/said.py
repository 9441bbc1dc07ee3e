"""Conditions of the page's sentences: a change in the data that turns one of them must fail here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import report


def hold_texts(unsettled: pd.DataFrame, korea: pd.DataFrame, split: pd.Series) -> None:
    """Sentences on what Japan's text lacks and Korea's has, and on how cash is split."""
    missing = set(unsettled.loc[unsettled["status"] == "not found", "subject"]) & set(korea["subject"])
    report.sentences.hold({
        "only Korea's text spells out how": {"refusal_formula"} <= missing,
        "Not in Japan's text, but in Korea's": (
            {"annual_cap", "commercial_test", "twenty_year_clause", "disorder"} <= missing
        ),
        "that pools both sides' receipts is contradicted": (
            split["grade"] == "A" and "each country" in split["says"]
        ),
    })  # fmt: skip


def hold_pace(ratios: pd.Series) -> None:
    """Sentences on the pace as a multiple of direct investment: all of it, and that in the United States."""
    report.sentences.hold({
        "times Japan's direct\ninvestment in the United States in 2024": ratios.min() > 1,
        "which one is meant decides how impossible the pace sounds": ratios.iloc[0] < ratios.iloc[1],
    })  # fmt: skip


def hold_projects(told: pd.DataFrame, chosen: pd.DataFrame, control: float, share: float, part: Any) -> None:
    """Sentences on who controls and who holds shares.

    Parameters
    ----------
    told, chosen : pandas.DataFrame
        Selected projects with loans, and without.
    control, share : float
        Percent of both batches that Japanese firms control, and in which they hold any share.
    part : PartVerdict
        Core of the claim that Japanese manufacturers build.
    """
    first = told[told["list"] == "batch_1"]
    with_share = chosen.loc[chosen["japanese_share_pct"] > 0, "stage"]
    report.sentences.hold({
        "all of it SoftBank's plant in Ohio": (
            list(first.loc[first["control_country"] == "JPN", "operator_parent"]) == ["SoftBank Group"]
        ),
        "and Hitachi's part in the operator of the reactors, which are a candidate only": (
            control < share and set(with_share) == {"candidate"}
        ),
        "No Japanese manufacturer controls the operator of a selected project": (
            part.verdict == "contradicted"
        ),
    })  # fmt: skip


def hold_order(backing: pd.DataFrame, told: pd.DataFrame) -> None:
    """The sentence on the order of backing, batches and loans."""
    dates = told.groupby("list")["date"].min()
    report.sentences.hold({
        "backing of December 2025, then the two batches and the loans": bool(
            backing["as_of"].max() < dates["batch_1"] < dates["batch_2"] < dates["loans"]
        ),
    })  # fmt: skip


def hold_break_even(needed: pd.DataFrame, loan: pd.Series, lives: pd.Series, rich: str) -> None:
    """Sentences on the return that a project needs, by reading and life.

    Parameters
    ----------
    needed : pandas.DataFrame
        By reading; the first row is the formula as printed.
    loan : pandas.Series
        The row of the reading once for all, as a loan.
    lives : pandas.Series
        Return that pays the deemed rate, by years of life.
    rich : str
        Column of the highest return of a project.
    """
    printed, deemed = needed.iloc[0], needed["Deemed rate"]
    above = deemed > printed["Deemed rate"] + 1e-6
    outliers = all("declining | without" in name for name in needed.index[above])
    report.sentences.hold({
        "because none of them ends the equal halves": bool((~above).sum() > len(needed) / 2 and outliers),
        "**Above it they part**": bool(np.ptp(needed[rich]) > 0.01),
        "in which the carried sum bears no interest and the balance falls, and there": outliers,
        "since interest on the original sum is more than a loan's": (
            printed["Whole amount"] > loan["Whole amount"]
        ),
        "in the least favourable of": bool(deemed.max() > printed["Deemed rate"]),
        "country only from": printed["Whole amount"] > loan["Whole amount"],
        "half of a return needs time to add up to the whole of a principal": lives.is_monotonic_decreasing,
    })  # fmt: skip


def hold_halves(example: float, six: float, terms: Any, treasury: float, years: int) -> None:
    """Sentences on halving cash: Japan's return on the example and on a project that earns six percent."""
    report.sentences.hold({
        "percent, less than the": example < treasury,
        "cannot start in a year whose cash stays below": terms.deemed_rate + 1 / years > 0,
        "Half of the cash is much less than half of the rate of\nreturn": six < 0.5 * 0.06,
        "Japan's half of a year is less than": example < terms.deemed_rate,
    })  # fmt: skip


def hold_targets(needed: list[float]) -> None:
    """The sentence that orders what a project has to earn for each target."""
    report.sentences.hold({
        "before it has what a ten-year Japanese bond pays": bool(np.all(np.diff(needed) > 0)),
    })  # fmt: skip


def hold_curves(curves: pd.DataFrame) -> None:
    """What the figure's alternative text says of Japan's return by reading."""
    report.sentences.hold({
        "Four rising lines and the line of equal returns": bool((curves.diff().iloc[1:] > 0).all(axis=None)),
    })  # fmt: skip


def hold_built(built: pd.DataFrame) -> None:
    """Sentences on overruns and on a tax of the vehicle."""
    needed = built["Needed"]
    report.sentences.hold({
        "a project has to be planned at": bool(needed.iloc[:4].is_monotonic_increasing),
        "comes off before the split and": bool(
            needed["The vehicle pays federal tax"] > needed["As planned"]
        ),
    })  # fmt: skip


def hold_instruments(kinds: pd.DataFrame, failing: pd.DataFrame) -> None:
    """Sentences on who is paid first, and on what failures cost."""
    report.sentences.hold({
        "loan less than that": bool(kinds.iloc[1, 1] < kinds.iloc[1, 2]),
        "cash is too small to serve the loans": bool(kinds.loc["6 %", "Insurer loses"] > 0),
        "percent if nothing fails and": bool(failing["Return to Japan"].is_monotonic_decreasing),
        "the state's present value falls from": bool(failing["State"].is_monotonic_decreasing),
        "The lender with the guarantee hardly notices": bool(np.ptp(failing["Guaranteed lender"]) < 0.5),
    })  # fmt: skip


def hold_clauses(worth: pd.DataFrame, fair: float, before: float) -> None:
    """Sentences on Korea's clauses, on projects that earn six percent and twelve; `fair` and `before` are
    shares."""
    six, twelve = worth["6 %"], worth["12 %"]
    report.sentences.hold({
        "The test of commercial reasonableness is worth most": bool(
            six.iloc[1:7].idxmax() == "Commercial: Japan's half repays"
        ),
        "it is worth nothing there": bool(abs(six["Commercial: all of the cash repays"]) < 1e-9),
        "because money that would be lost is lost later, and in proportion": bool(
            six.iloc[1] > six.iloc[2] > 0 > six.iloc[0]
        ),
        "more than Japan needs, the cap taken as it is costs": bool(twelve.iloc[0] > 0 > twelve.iloc[1]),
        "Waiting out a disorderly currency is worth": bool(six["Disorder: calls wait a year"] > 0),
        "The clauses do not add up": bool(six.iloc[7] < six.iloc[[1, 4, 5, 6]].sum()),
        "first share would have to be": fair > before,
    })  # fmt: skip


def hold_pension(claimed: float, cap_percent: float) -> None:
    """The sentence on a claimed share of the pension fund against its cap."""
    report.sentences.hold({
        "times the fund's cap on alternative assets of every kind and country": claimed > cap_percent / 100,
    })  # fmt: skip
