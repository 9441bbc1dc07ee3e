"""The change report as text: for the terminal, and in Markdown for whoever decides whether to publish."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.build.turned import Turned
from analysis.report.changes.moved import Change
from analysis.report.changes.record import Report

#: A number that moved less than this many standard errors is listed after the others.
FAR = 1.0
SHOWN = 40


def text(found: Report, turned: Sequence[Turned] = ()) -> str:
    """The report in Markdown; what needs a decision comes first.

    Parameters
    ----------
    found : Report
    turned : sequence of Turned
        Sentences for which the run was refused: their pages are still those of before.
    """
    parts = [f"# What changed since edition {found.edition} of {found.date}", "", summary(found, turned)]
    if turned:
        parts += _section(
            "Sentences that no longer hold: to be rewritten before anything is published", map(str, turned)
        )
    parts += _section("Verdicts that changed", [arrow(change) for change in found.of("verdict")])
    parts += _section("Numbers that moved", [arrow(change) for change in by_distance(found.of("number"))])
    parts += _section(
        "Sentences with a direction: new, or no longer on the page",
        [_sentence(c) for c in found.of("sentence")],
    )
    parts += _section("Forecasts scored", [arrow(change) for change in found.of("forecast")])
    parts += _section("Figures redrawn", [f"{change.page}: {change.item}" for change in found.of("figure")])
    series = [
        f"{c.page}, {c.item}: {c.after}" + (f" ({c.note})" if c.note else "") for c in found.of("series")
    ]
    parts += _section("Series: new observations and revisions", series)
    return "\n".join(parts).rstrip() + "\n"


def summary(found: Report, turned: Sequence[Turned] = ()) -> str:
    """One sentence with all counts."""
    far = sum(
        change.standard_errors is not None and abs(change.standard_errors) >= FAR
        for change in found.of("number")
    )
    counts = [
        _count(len(turned), "sentence no longer holds", "sentences no longer hold"),
        _count(len(found.of("verdict")), "verdict changed", "verdicts changed"),
        _count(len(found.of("number")), "number moved", "numbers moved")
        + f" ({far} by one standard error or more)",
        _count(len(found.of("figure")), "figure was redrawn", "figures were redrawn"),
        _count(len(found.of("series")), "series changed", "series changed"),
    ]
    return ", ".join(counts) + "."


def by_distance(changes: Sequence[Change]) -> list[Change]:
    """The farthest first; those without a standard error after them, by name."""
    return sorted(
        changes, key=lambda c: (c.standard_errors is None, -abs(c.standard_errors or 0.0), c.page, c.item)
    )


def distance(change: Change) -> str:
    """How far a number moved, in words; empty if it has no standard error."""
    return (
        ""
        if change.standard_errors is None
        else f"{change.standard_errors:+.2f} standard errors".replace("-", "−")
    )


def arrow(change: Change) -> str:
    """One change in a line: where, from what to what, how far."""
    after = change.after or "no longer published"
    line = f"{change.page}, {change.item}: {change.before or 'new'} → {after}"
    told = "; ".join(filter(None, (distance(change), change.note)))
    return f"{line} ({told})" if told else line


def _sentence(change: Change) -> str:
    return f"{change.page}: “{change.item}” ({'new' if change.after else 'no longer on the page'})"


def _section(title: str, lines) -> list[str]:
    listed = [f"- {line}" for line in lines]
    if not listed:
        return []
    more = [f"- and {len(listed) - SHOWN} more (data/facts/changes.csv)"] if len(listed) > SHOWN else []
    return ["", f"## {title}", "", *listed[:SHOWN], *more]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
