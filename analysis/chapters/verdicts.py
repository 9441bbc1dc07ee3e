"""The page on verdicts: counts, agreement of the two readings, changes, and the ledger as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import claims, quantities
from analysis.claims import Verdict
from analysis.report.author import figures, sentences, style, tables
from analysis.report.author import verdicts as cards
from analysis.report.author.numbers import percent

_COLOURS = dict(zip(claims.VERDICTS, ("green", "blue", "vermillion", "amber", "grey"), strict=True))
_DATA = [
    "claim",
    "paragraph",
    "chapter",
    "kind",
    "verdict",
    "prior_verdict",
    "basis",
    "statistic",
    "rule",
    "source",
    "grade",
]


def judged(ledger: pd.DataFrame, verdicts: Mapping[str, Verdict]) -> pd.DataFrame:
    """The ledger with the verdict of each claim and what it rests on."""
    words = [verdict.verdict for verdict in verdicts.values()]
    return ledger.assign(
        verdict=pd.Categorical(words, categories=claims.VERDICTS, ordered=True),
        basis=[verdict.basis for verdict in verdicts.values()],
    )


def lowered(text: str) -> str:
    """A phrase for the middle of a sentence."""
    return text[0].lower() + text[1:]


def text_rows(texts: pd.DataFrame) -> pd.DataFrame:
    """The article and the texts it rewrites: what each is, how it was seen, and what is not known of it."""
    return pd.DataFrame({
        "Text": texts["item"],
        "What it is": texts["what"],
        "How it was seen": texts["how_seen"],
        "Published": texts["published"].fillna("not known"),
        "Not known": texts["not_known"].fillna(""),
    })  # fmt: skip


def agreement_rows(read: Any) -> pd.DataFrame:
    """Measures of agreement of the two readings."""
    # direction “are compared in lower case”: how letters are written
    measures = {
        "Claims that both readings were given": str(read.claims),
        "Cohen's kappa of the kind of claim": f"{read.kappa:.3f} ({read.low:.3f} to {read.high:.3f})",
        "Same kind, percent": percent(read.same_kind),
        "Same paragraph, percent": percent(read.same_paragraph),
        "Paraphrase called faithful, first and second reading, percent": (
            f"{percent(read.faithful_a)} and {percent(read.faithful_b)}"
        ),
        "Same number of core parts, percent": percent(read.same_core_count),
        "Same words of the core parts, percent": percent(read.same_core_text),
        "Claims added by both, by the first alone, by the second alone": (
            f"{read.added_both}, {read.added_a}, {read.added_b}"
        ),
    }
    return pd.DataFrame({"Measure": list(measures), "Value": list(measures.values())})


def settled_rows(settled: pd.DataFrame) -> pd.DataFrame:
    """Differences of the two readings and how each was settled."""
    headings = {
        "claim": "Claim",
        "field": "What",
        "coder_a": "First reading",
        "coder_b": "Second reading",
        "settled": "Settled",
        "reason": "Reason",
    }
    return settled.rename(columns=headings).fillna("")


def counted(page: pd.DataFrame, by: str, order: list[str]) -> pd.DataFrame:
    """Number of claims by chapter or kind and verdict; rows that `order` names, in its order."""
    counts = pd.crosstab(page[by], page["verdict"]).reindex(index=order, columns=claims.VERDICTS)
    return counts.fillna(0).astype(int)


def draw_counts(counts: pd.DataFrame) -> Any:
    """Stacked bars, one a page."""
    fig, ax = figures.new(height=3.9)
    left = 0 * counts["supported"]
    names = [chapter.replace("_", " ") for chapter in counts.index]
    for word, colour in _COLOURS.items():
        ax.barh(names, counts[word], left=left, color=style.colour(colour), label=word)
        left = left + counts[word]
    ax.invert_yaxis()
    ax.set_xlabel("number of claims")
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    figures.key(ax, columns=5)
    return fig


def counts_heading(counts: pd.DataFrame) -> dict[str, str]:
    """Title and subtitle of the figure of counts."""
    total = counts.sum()
    claimed = int(total.sum())
    return {
        "title": sentences.held(
            f"{total['supported']} of {claimed} claims are supported, {total['contradicted']} contradicted",
            total["supported"] + total["contradicted"] < claimed / 2,
        ),
        "subtitle": "Number of judged claims of the article by page and verdict; facts to "
        f"{quantities.facts_to()}",
    }


def counts_alt(total: pd.Series) -> str:
    """Alternative text of the figure of counts; `total` by verdict."""
    number = {word: int(total[word]) for word in claims.VERDICTS}
    return (
        f"Stacked bars, one a page, of the number of claims by verdict: of {sum(number.values())} claims "
        f"{number['supported']} are supported, {number['partly']} hold in part, {number['contradicted']} "
        f"are contradicted, {number['open']} open and {number['unverifiable']} unverifiable."
    )


def count_rows(counts: pd.DataFrame, page: pd.DataFrame) -> pd.DataFrame:
    """Claims by page and verdict, with the sum of all pages and how many a rule decides."""
    together = counts.copy()
    together.loc["all"] = together.sum()
    together["claims"] = together.sum(axis=1)
    by_rule = page.loc[page["basis"] == "rule", "chapter"]
    together["by rule"] = [
        len(by_rule) if chapter == "all" else int((by_rule == chapter).sum()) for chapter in together.index
    ]
    together.index = [chapter.replace("_", " ") for chapter in together.index]
    return together.rename_axis(index="chapter", columns=None).reset_index()


def kinds_notes() -> str:
    """Notes of the table of kinds."""
    return (
        "Description: how things are. Quantity: a number or its direction. Institution: who does what "
        "under which rule. Cause: one thing brings about another. Conditional: if, then. Forecast: what "
        "may happen. Anecdote: one case."
    )


def turned_rows(turned: pd.DataFrame, ledger: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    """Verdicts that are not those of the last edition, and why."""
    return pd.DataFrame({
        "Claim": [_to_ledger(claim) for claim in turned.index],
        "What it says": ledger.loc[turned.index, "claim"].to_list(),
        "Before": turned["before"].to_list(),
        "Now": turned["now"].to_list(),
        "Why": reasons[turned.index].to_list(),
    })  # fmt: skip


def kept_rows(kept: pd.DataFrame) -> pd.DataFrame:
    """Verdicts that were judged again and stand."""
    return pd.DataFrame({
        "Claim": [_to_ledger(claim) for claim in kept.index],
        "Verdict": kept["now"].to_list(),
        "Judged again, and why it stands": kept["reason"].to_list(),
    })  # fmt: skip


def _to_ledger(claim: str) -> str:
    return tables.link(claim, f"#claim-{claim.lower()}")


def ledger_rows(page: pd.DataFrame, verdicts: Mapping[str, Verdict], changed: pd.DataFrame) -> pd.DataFrame:
    """Every judged claim as its card reads: number, verdict and the last edition's, page, kind, what it says,
    the article's words, why, and behind folds (`FOLDED`) its parts with their rules, and its sources.

    Parameters
    ----------
    page : DataFrame
        From `judged`.
    verdicts : mapping of str to Verdict
    changed : DataFrame
        From `claims.changes`: `before` and `what` by claim.
    """
    # What the last edition said stands in the row; the filter of the page looks for these words.
    before = changed["before"].where(changed["what"] == "changed", "not judged")
    rows = dict(page.iterrows())
    return pd.DataFrame({
        "Id": [_to_ledger(claim) for claim in rows],
        "Verdict": [
            cards.standing(verdict) + (f"\nlast edition: {before[claim]}" if claim in before else "")
            for claim, verdict in verdicts.items()
        ],
        "Page": [
            tables.link(row["chapter"].replace("_", " "), f"#judged-{claim.lower()}")
            for claim, row in rows.items()
        ],
        "Kind": page["kind"].astype(str).to_list(),
        "Claim": page["claim"].to_list(),
        "The article": [
            f"“{row['phrase_zh']}” (paragraph {row['paragraph']})\n{row['translation']}"
            for row in rows.values()
        ],
        "Why": [cards.because(verdict) for verdict in verdicts.values()],
        "Parts and rules": [
            cards.parts(verdict, str(rows[claim]["would_settle"])) for claim, verdict in verdicts.items()
        ],
        "Sources": [f"{row['evidence']}\n{_sourced(row)}" for row in rows.values()],
    })  # fmt: skip


#: Columns of the ledger that stand behind folds.
FOLDED = ("Parts and rules", "Sources")


def _sourced(row: pd.Series) -> str:
    if row["grade"] == "none":
        return "No source was found."
    return f"[{row['grade']}] {tables.citation(row['source'], row['source_title'])}"


def ledger_data(page: pd.DataFrame, verdicts: Mapping[str, Verdict]) -> pd.DataFrame:
    """The ledger as texts for the download, with the statistic and the rule of each verdict."""
    statistics = [verdict.statistic for verdict in verdicts.values()]
    rules = [verdict.rule for verdict in verdicts.values()]
    return page.assign(statistic=statistics, rule=rules)[_DATA].astype(str)


def unjudged_rows(others: pd.DataFrame) -> pd.DataFrame:
    """Claims that are listed or merged, and why they are not judged."""
    return pd.DataFrame({
        "Claim": list(others.index),
        "What it says": others["claim"].to_list(),
        "Page": [str(chapter).replace("_", " ") for chapter in others["chapter"]],
        "Why it is not judged": [cards.unjudged(row) for _, row in others.iterrows()],
    })  # fmt: skip
