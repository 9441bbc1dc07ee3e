"""The memorandum beside Korea's, statements that contradict each other, and the calendar of the scheme."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import data, report

#: Topics of the record that belong to the scheme, with their colours.
TOPICS = {"deal": "blue", "projects": "green", "institution": "purple", "tariff": "vermillion"}
#: Status of what no text settles, as the page says it.
UNSETTLED = {"open": "open", "not found": "not found in Japan's text"}
#: Tables that may hold a conflict: heading, name, and the column that says what one source says.
_STATEMENTS = (
    ("Memorandum", "memorandum", "says"),
    ("Terms", "mou_terms", "term"),
    ("Funding", "funding_plan", "statement"),
    ("Dates", "timeline", "event"),
    ("Projects", "projects", "project"),
)


def _beside(japan: pd.DataFrame, korea: pd.DataFrame) -> pd.Series:
    """What Korea's text says of the subjects of Japan's rows."""
    return japan["subject"].map(korea.set_index("subject")["says"]).fillna("no row")


def settled_rows(settled: pd.DataFrame, korea: pd.DataFrame, used: Mapping[str, str]) -> pd.DataFrame:
    """Settled terms of Japan's text, Korea's words on them, and what each is in the model."""
    return pd.DataFrame(
        {
            "Paragraph": settled["paragraph"].fillna("not seen"),
            "Japan, September 2025": settled["says"],
            "Korea, November 2025": _beside(settled, korea),
            "In the model": settled["model_parameter"].map(used).fillna(""),
            "Source of Japan's row [grade]": report.tables.cited(settled),
        }
    )


def unsettled_rows(unsettled: pd.DataFrame, korea: pd.DataFrame) -> pd.DataFrame:
    """Terms that no text settles, with the readings of each."""
    return pd.DataFrame(
        {
            "Term": unsettled["says"],
            "Status": unsettled["status"].map(UNSETTLED),
            "Readings": unsettled["reading"].fillna("").str.replace(" | ", "\n", regex=False),
            "Korea, November 2025": _beside(unsettled, korea),
            "Source [grade]": report.tables.cited(unsettled),
        }
    )


def conflicts() -> pd.DataFrame:
    """Every row on the scheme that names another source's contrary statement."""
    found = {}
    for title, name, column in _STATEMENTS:
        table = data.table(name)
        of_scheme = table[table["topic"].isin(TOPICS)] if "topic" in table else table
        disputed = of_scheme.dropna(subset=["conflict"]).rename(columns={column: "what"})
        found[title] = disputed[["what", "conflict", "grade"]]
    return pd.concat(found, names=["Table"]).reset_index(level=0)


def calendar(timeline: pd.DataFrame) -> pd.DataFrame:
    """Events of the scheme since April 2025."""
    rows = timeline["topic"].isin(TOPICS) & (timeline["date"] >= "2025-04")
    return timeline[rows].reset_index(drop=True)


def draw_calendar(events: pd.DataFrame) -> Any:
    """One row an event, coloured by topic; an open dot where the source is of grade C."""
    fig, ax = report.figures.new(height=8.8)
    days = pd.to_datetime(events["date"])
    for topic, colour in TOPICS.items():
        tone = report.figures.style.colour(colour)
        for weak, fill in ((False, tone), (True, "none")):
            rows = events.index[(events["topic"] == topic) & ((events["grade"] == "C") == weak)]
            name = None if weak else topic
            ax.scatter(days[rows], rows, s=26, facecolors=fill, edgecolors=tone, linewidths=1.3, label=name)
    said = [
        f"{textwrap.shorten(event, 58, placeholder=' …')}  {day[2:]}"
        for event, day in zip(events["event"], events["date"], strict=True)
    ]
    ax.set_yticks(events.index, said, fontsize=7.2)
    ax.invert_yaxis()
    months = pd.to_datetime(["2025-04-01", "2025-10-01", "2026-04-01", "2026-10-01"])
    ax.set_xticks(months, ["Apr 25", "Oct 25", "Apr 26", "Oct 26"])
    ax.set_xlabel("date (open dots: grade C), month")
    handles, names = ax.get_legend_handles_labels()
    muted = report.figures.style.colour("muted")
    fig.legend(handles, names, loc="outside upper center", ncols=4, labelcolor=muted)
    return fig


def calendar_alt(events: pd.DataFrame) -> str:
    """What a reader who does not see the calendar is told."""
    return (
        f"{len(events)} events from {events['date'].iloc[0]} to {events['date'].iloc[-1]} in rows, coloured"
        " by topic: tariffs first, the deal in summer 2025, state backing in December, two batches in"
        " February and March 2026, loans in May, a new general tariff in July, talks in September."
    )


def unknown_rows(unknowns: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """What was looked for and not found, with the state of each search."""
    return pd.DataFrame(
        {
            "Not known": unknowns.loc[names, "item"],
            "What is known": unknowns.loc[names, "known"].fillna(""),
            "State of the search": [data.absent(name).sentence for name in names],
            "Would settle it": unknowns.loc[names, "would_settle"],
        }
    )
