"""The claims of a chapter with the verdicts that its rules give: one line a claim, and what its card in the
ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis import claims
from analysis.errors import NotebookError
from analysis.report.author import numbers, tables

if TYPE_CHECKING:
    from analysis.claims import PartVerdict, Verdict


def show(verdicts: Mapping[str, Verdict]) -> None:
    """Show the verdicts of one chapter, and publish how many there are of each.

    The table ``tab-CHAPTER-claims`` has one line a claim: its number, its verdict, what it says. Row Cnn
    carries the label ``judged-cnn``, to which the verdict page links, and links to ``claim-cnn`` there, the
    card with parts, rules and sources. The text ``CHAPTER_claims_counted`` says how many are supported,
    partly and so on. Claims of the chapter that are merged, listed or withdrawn follow in
    ``tab-CHAPTER-unjudged``.

    Parameters
    ----------
    verdicts : mapping of str to Verdict
        From ``claims.judge_chapter``.

    Raises
    ------
    NotebookError
        If the verdicts are of several chapters, or are not all of that chapter.
    """
    chapter = _chapter(verdicts)
    every = claims.ledger(None)
    every = every[every["chapter"] == chapter]
    mine, others = every[every["status"] == "judged"], every[every["status"] != "judged"]
    if list(verdicts) != list(mine.index):
        raise NotebookError(
            f"verdicts.show: {chapter} has {len(mine)} claims, found {len(verdicts)}; use judge_chapter"
        )
    stem = f"tab-{chapter.replace('_', '-')}"
    tables.show(
        pd.DataFrame(
            {
                "Claim": [tables.link(claim, f"#claim-{claim.lower()}") for claim in mine.index],
                "Verdict": [verdict.verdict for verdict in verdicts.values()],
                "What it says": mine["claim"],
            }
        ),
        name=f"{stem}-claims",
        caption="Claims of this section and their verdicts",
        notes=[
            "The number of a claim leads to its card in the ledger: parts, rules and sources.",
            claims.core_sentence(verdicts),
        ],
        source=[
            "claims",
            "claim_parts",
            *dict.fromkeys(name for verdict in verdicts.values() for name in verdict.data),
        ],
        anchors=[f"judged-{claim.lower()}" for claim in mine.index],
        badges=["Verdict"],
        index=False,
    )
    numbers.publish(**{f"{chapter}_claims_counted": counted(verdicts)})
    if len(others):
        tables.show(
            pd.DataFrame(
                {
                    "Claim": list(others.index),
                    "What it says": others["claim"].to_list(),
                    "Why it is not judged": [unjudged(row) for _, row in others.iterrows()],
                }
            ),
            name=f"{stem}-unjudged",
            caption="Claims of this section that are not judged",
            source="claims",
            index=False,
        )


def publish(verdicts: Mapping[str, Verdict], *names: str) -> None:
    """Publish the verdicts on some claims as words, ``CHAPTER_cnn``, so that a sentence pastes what the rules
    say today.

    Raises
    ------
    NotebookError
        If a claim is not among the verdicts.
    """
    chapter = _chapter(verdicts)
    if absent := [name for name in names if name not in verdicts]:
        raise NotebookError(f"verdicts.publish: {absent[0]} is not judged in {chapter}; see claims.csv")
    numbers.publish(**{f"{chapter}_{name.lower()}": verdicts[name].verdict for name in names})


def measured(verdicts: Mapping[str, Verdict], label: str) -> pd.DataFrame:
    """What the rules found that name this figure or table as the place that shows their number.

    Parameters
    ----------
    verdicts : mapping of str to Verdict
    label : str
        Of the figure or table: ``tab-motives-facts``.

    Returns
    -------
    pandas.DataFrame
        One row a part: Claim, What is measured, Found (a number, or both ends of a range), Unit.

    Raises
    ------
    NotebookError
        If no rule names the label.
    """
    rows = [
        (claim, part.rule.words, _found(part), part.rule.unit)
        for claim, verdict in verdicts.items()
        for part in verdict.parts
        if part.rule is not None and part.rule.shown == label
    ]
    if not rows:
        raise NotebookError(
            f"verdicts.measured: no rule says that {label} shows its number; see `shown` in verdict_rules.csv"
        )
    return pd.DataFrame(rows, columns=["Claim", "What is measured", "Found", "Unit"])


def standing(verdict: Verdict) -> str:
    """The verdict, and what the sources alone said where that was something else."""
    changed = f"\n(sources alone: {verdict.prior})" if verdict.verdict != verdict.prior else ""
    return f"{verdict.verdict}{changed}"


def because(verdict: Verdict) -> str:
    """Why the claim came out so, in one sentence: how its core parts stand where they differ, and what was
    found for the first that stands as the claim does, else for the first that has support."""
    core = verdict.core
    order = (verdict.verdict, "supported", "partly")
    first = next((p for word in order for p in core if p.verdict == word), core[0])
    by_word: dict[str, list[str]] = {}
    for part in core:
        by_word.setdefault(part.verdict, []).append(f"“{part.part.name}”")
    if len(by_word) == 1:
        return f"{first.statistic}."
    stand = ", ".join(f"{' and '.join(names)} {word}" for word, names in by_word.items())
    return f"{stand[0].upper()}{stand[1:]}: {first.statistic}."


def parts(verdict: Verdict, would_settle: str) -> str:
    """Every part in two lines, what it says and why it came out so, and what would settle an undecided
    claim."""
    lines = [line for part in verdict.parts for line in (said(part), reason(part))]
    if verdict.verdict in ("open", "unverifiable") and would_settle:
        lines.append(f"Would settle it: {would_settle}")
    return "\n".join(lines)


def said(part: PartVerdict) -> str:
    """Role, verdict and text of a part: "Core, supported: the sum is …"; a condition without a rule has no
    verdict."""
    judged = part.rule is not None or part.part.role != "condition"
    return f"{part.part.role.capitalize()}{f', {part.verdict}' if judged else ''}: {part.part.text}."


def reason(part: PartVerdict) -> str:
    """Why a part came out so: what was found and by which rule, or what the sources say, or why nothing can
    decide."""
    rule = part.rule
    if rule is None:
        undecidable = "Not decidable: " if part.part.role == "core" else ""
        by = {"sources": "Sources: ", "nothing": undecidable}.get(part.part.decided_by, "")
        return f"{by}{part.statistic}."
    # The rule's text begins with what is measured, and so does what was found: said once.
    decides = rule.text.removeprefix(rule.words).lstrip(",: ")
    power = f" Power: {part.power}." if part.power else ""
    return (
        f"{part.statistic}.{power} Rule: {decides}. {tables.link('Its place on the page', '#' + rule.shown)}."
    )


def unjudged(row: pd.Series) -> str:
    """Why a claim of the ledger has no verdict: where its sentence stands now, or what kind of sentence it
    is."""
    restated = f" {row['restated']}" if row["restated"] else ""
    if row["status"] == "merged":
        return (
            "Merged into"
            f" {tables.link(row['merged_into'], '#claim-' + str(row['merged_into']).lower())}.{restated}"
        )
    if row["status"] == "listed":
        return f"A {row['kind']}: listed, because no fact can decide it.{restated}"
    return f"Withdrawn.{restated}"


def counted(verdicts: Mapping[str, Verdict]) -> str:
    """How many of each, as a clause: "3 supported, 4 partly, 1 contradicted and 2 open"."""
    words = [verdict.verdict for verdict in verdicts.values()]
    found = [f"{words.count(word)} {word}" for word in claims.VERDICTS if word in words]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _found(part: PartVerdict) -> str:
    if part.value is None:
        return "none on record"
    if part.low is None or part.high is None:
        return claims.decide.number(part.value)
    return f"{claims.decide.number(part.low)} to {claims.decide.number(part.high)}"


def _chapter(verdicts: Mapping[str, Verdict]) -> str:
    chapters = {verdict.chapter for verdict in verdicts.values()}
    if len(chapters) != 1:
        raise NotebookError(f"verdicts: pass the verdicts of one chapter; found those of {sorted(chapters)}")
    return chapters.pop()
