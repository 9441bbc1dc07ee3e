"""All verdicts at a glance: one tile a claim, in groups by verdict, each a link to the claim.

The shape and the colour of a tile say its verdict, and so do the words of its group and its own name, which a
screen reader says and a pointer shows. What the tiles count is what `claims.judge_all` gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from analysis import claims
from analysis.errors import NotebookError
from analysis.report.author import figures, session

if TYPE_CHECKING:
    from analysis.claims import Verdict

#: What each verdict is called beside its count.
WORDS = {
    "supported": "supported",
    "partly": "hold in part",
    "contradicted": "contradicted",
    "open": "open",
    "unverifiable": "cannot be verified",
}
HINT = "One tile a claim; each leads to its parts, its rule and its sources."


def show(
    verdicts: Mapping[str, Verdict],
    *,
    name: str,
    words: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
    hint: str = HINT,
) -> None:
    """Show the tiles.

    Parameters
    ----------
    verdicts : mapping of str to Verdict
        From ``claims.judge_all``; each claim links to ``claim-cnn``, its card in the ledger.
    name : str
        ``score-…``, a label to link to, unique in the book.
    words : mapping of str to str, optional
        What each verdict is called, in the language of the page.
    said : mapping of str to str, optional
        What each claim says; by default the paraphrase of the ledger.
    hint : str
        What the tiles are, below them.

    Raises
    ------
    NotebookError
        If the name is malformed, there are no verdicts, or one of them has no word or no claim.
    """
    if not (name.startswith("score-") and figures.NAME.fullmatch(name)):
        raise NotebookError(f"{name!r} is no name of a scorecard; write score-… in lower case with hyphens")
    words = WORDS if words is None else words
    said = claims.ledger()["claim"].to_dict() if said is None else said
    groups = grouped(verdicts, words, said)
    session.claim(name, "scorecard")
    session.emit(
        {"text/plain": _plain(name, groups), "text/html": _html(groups)},
        {"report": {"kind": "scorecard", "name": name, "groups": groups, "hint": hint}},
    )


def grouped(
    verdicts: Mapping[str, Verdict], words: Mapping[str, str], said: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One group a verdict that was given, in the order of `claims.VERDICTS`: its name, word, count and tiles.

    A tile has the claim, its label in the ledger and what it says.
    """
    if not verdicts:
        raise NotebookError("scorecard: no verdicts; pass those of claims.judge_all()")
    if unknown := {one.verdict for one in verdicts.values()} - set(words):
        raise NotebookError(f"scorecard: no word for {sorted(unknown)}; give one for each of claims.VERDICTS")
    if silent := [claim for claim in verdicts if not str(said.get(claim, "")).strip()]:
        raise NotebookError(f"scorecard: nothing says what {silent[0]} claims; see claims.csv")
    found = []
    for verdict in claims.VERDICTS:
        mine = [claim for claim, one in verdicts.items() if one.verdict == verdict]
        tiles = [
            {"claim": claim, "label": f"claim-{claim.lower()}", "says": str(said[claim]).strip()}
            for claim in mine
        ]
        if tiles:
            found.append({"verdict": verdict, "word": words[verdict], "count": len(tiles), "tiles": tiles})
    return found


def _plain(name: str, groups: list[dict[str, Any]]) -> str:
    total = sum(group["count"] for group in groups)
    lines = [f"Scorecard {name}: {total} claims"]
    for group in groups:
        tiles = " ".join(tile["claim"] for tile in group["tiles"])
        lines.append(f"{group['count']} {group['word']}: {tiles}")
    return "\n".join(lines)


def _html(groups: list[dict[str, Any]]) -> str:
    """The counts for a notebook front end (the book builds its tiles from the metadata)."""
    return "".join(
        f"<p><b>{group['count']} {escape(group['word'])}</b>: "
        f"{' '.join(tile['claim'] for tile in group['tiles'])}</p>"
        for group in groups
    )
