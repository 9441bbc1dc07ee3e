"""The claims of a chapter with the verdicts that its rules give: one table, the same in every chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis import claims
from analysis.errors import NotebookError

from . import tables
from .numbers import publish

if TYPE_CHECKING:
    from analysis.claims import Verdict


def show(verdicts: Mapping[str, Verdict]) -> None:
    """Show the verdicts of one chapter, and publish how many there are of each.

    The table is ``tab-CHAPTER-claims``. Row Cnn carries the label ``judged-cnn``, to which the verdict page links, and
    links back to ``claim-cnn`` there. The text ``CHAPTER_claims_counted`` says how many are supported, partly and so on.

    Parameters
    ----------
    verdicts : mapping of str to Verdict
        From ``claims.judge_chapter``.

    Raises
    ------
    NotebookError
        If the verdicts are of several chapters, or are not all of that chapter.
    """
    chapters = {verdict.chapter for verdict in verdicts.values()}
    if len(chapters) != 1:
        raise NotebookError(f"verdicts.show: pass the verdicts of one chapter; found those of {sorted(chapters)}")
    (chapter,) = chapters
    ledger = claims.ledger()
    mine = ledger[ledger["chapter"] == chapter]
    if list(verdicts) != list(mine.index):
        raise NotebookError(f"verdicts.show: {chapter} has {len(mine)} claims, found {len(verdicts)}; use judge_chapter")
    tables.show(
        pd.DataFrame({
            "Claim": [tables.link(claim, f"#claim-{claim.lower()}") for claim in mine.index],
            "What it says": mine["claim"],
            "Verdict": [standing(verdict) for verdict in verdicts.values()],
            "What decides": [reason(verdict, str(mine.loc[claim, "would_settle"])) for claim, verdict in verdicts.items()],
        }),
        name=f"tab-{chapter.replace('_', '-')}-claims",
        caption="Claims of this section and their verdicts",
        notes="The core parts decide; a condition or a side part is shown and decides nothing. A rule says what would support its part "
        "and what would contradict it, and was tried on simulated data of both kinds.",
        source=["claims", *dict.fromkeys(name for verdict in verdicts.values() for name in verdict.data)],
        anchors=[f"judged-{claim.lower()}" for claim in mine.index],
        index=False,
    )
    publish(**{f"{chapter}_claims_counted": counted(verdicts)})


def standing(verdict: Verdict) -> str:
    """The verdict, and what the sources alone said where that was something else."""
    changed = f"\n(sources alone: {verdict.prior})" if verdict.verdict != verdict.prior else ""
    return f"{verdict.verdict}{changed}"


def reason(verdict: Verdict, would_settle: str) -> str:
    """What decides a claim: each part with what was found and by which rule, and what would settle an undecided claim."""
    lines = []
    for part in verdict.parts:
        if part.part.role == "condition" and not part.rule:
            lines.append(f"Condition, decides nothing: {part.part.text}.")
            continue
        role = "" if part.part.role == "core" else f" ({part.part.role}, decides nothing)"
        by = "Sources" if part.part.decided_by == "sources" else "Nothing on record can decide it"
        found = part.statistic if part.rule else f"{by}: {part.statistic}"
        lines.append(f"{part.part.name}{role}, {part.verdict}. {found}.")
        if part.power:
            lines.append(f"Power: {part.power}.")
        if part.rule:
            lines.append(f"Rule: {part.rule.text}. Shown in {tables.link('the chapter', '#' + part.rule.shown)}.")
    if verdict.verdict in ("open", "unverifiable") and would_settle:
        lines.append(f"Would settle it: {would_settle}")
    return "\n".join(lines)


def counted(verdicts: Mapping[str, Verdict]) -> str:
    """How many of each, as a clause: "3 supported, 4 partly, 1 contradicted and 2 open"."""
    words = [verdict.verdict for verdict in verdicts.values()]
    parts = [f"{words.count(word)} {word}" for word in claims.VERDICTS if word in words]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
