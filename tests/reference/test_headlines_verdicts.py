"""Tallies of verdicts, counted again from the table of claims that the page prints, and from the tables of
facts."""

import json
import re
from collections import Counter
from html import unescape

import numpy as np
import pandas as pd
import pytest
from plain import ROOT, agrees, stored, table

WORDS = ("supported", "partly", "contradicted", "open", "unverifiable")


@pytest.fixture(scope="module")
def shown():
    return stored("verdicts")


@pytest.fixture(scope="module")
def printed():
    """Id, verdict, and role and verdict of each part, of every row of the printed table of claims."""
    notebook = json.loads((ROOT / "chapters/verdicts.ipynb").read_text(encoding="utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    pages = ["".join(out.get("data", {}).get("text/html", "")) for out in outputs]
    page = next(page for page in pages if "<caption>The claims of the article and their verdicts" in page)
    headings = re.findall(r"<th\b[^>]*>(.*?)</th>", page, re.DOTALL)
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        if cells:
            card = dict(zip(headings, cells, strict=True))
            parts = re.findall(
                rf"(?:^|<br>)(Core|Condition|Side), ({'|'.join(WORDS)}): ", card["Parts and rules"]
            )
            # Below the verdict stand what sources alone said and what the last edition said.
            found[card["Id"]] = (card["Verdict"].partition("<br>")[0], parts)
    return found


def aggregate(core):
    """All parts alike: that word; partly if some have support; open otherwise."""
    kinds = set(core)
    if len(kinds) == 1:
        return kinds.pop()
    return "partly" if kinds & {"supported", "partly"} else "open"


def test_claims_by_verdict_are_counted_from_the_printed_rows(shown, printed):
    counts = Counter(verdict for verdict, _ in printed.values())
    agrees(shown["verdicts_claims"], len(printed))
    for word in WORDS:
        agrees(shown[f"verdicts_{word}"], counts[word])


def test_every_verdict_follows_from_its_core_parts(printed):
    wrong = {
        claim: (verdict, parts) for claim, (verdict, parts) in printed.items()
        if aggregate([word for role, word in parts if role == "Core"]) != verdict
    }  # fmt: skip
    assert wrong == {}


def test_core_sentence_is_the_count_of_core_parts(shown, printed):
    core = Counter(word for _, parts in printed.values() for role, word in parts if role == "Core")
    decided = core["supported"] + core["partly"] + core["contradicted"]
    agrees(
        shown["verdicts_core_sentence"],
        sum(core.values()),
        *(core[word] for word in WORDS),
        decided,
        core["supported"],
    )


def test_parts_that_rules_decide(shown):
    parts = table("claim_parts").query("role == 'core'")
    judged = table("claims").query("status == 'judged'")["id"]
    by_rule = (parts[parts["claim"].isin(judged)]["decided_by"] == "rule").groupby(parts["claim"])
    agrees(shown["verdicts_ruled"], by_rule.any().sum())
    agrees(shown["verdicts_ruled_whole"], by_rule.all().sum())


def test_claims_that_are_listed_merged_of_low_confidence_or_without_source(shown):
    claims = table("claims")
    judged = claims[claims["status"] == "judged"]
    agrees(shown["verdicts_listed"], (claims["status"] == "listed").sum())
    agrees(shown["verdicts_merged"], (claims["status"] == "merged").sum())
    agrees(shown["verdicts_claims"], len(judged))
    agrees(shown["verdicts_low"], (judged["confidence"] == "low").sum())
    agrees(shown["verdicts_without_source"], (judged["grade"] == "none").sum())
    agrees(shown["verdicts_by_interval"], (table("verdict_rules")["shape"] == "interval").sum())


def test_verdicts_that_changed_since_the_last_edition(shown, printed):
    last = table("verdict_editions")
    last = last[last["date"] == last["date"].max()].set_index("id")["verdict"]
    agrees(
        shown["verdicts_changed"],
        sum(printed[claim][0] != last[claim] for claim in printed if claim in last.index),
    )


def test_kappa_of_two_readings(shown):
    """Cohen's kappa of the kind of claim; large-sample variance of Fleiss, Cohen and Everitt (1969), cell by
    cell."""
    rows = table("codings")
    given = rows["claim"].isin([f"C{n:02d}" for n in range(1, 97)])
    kinds = rows[given].pivot(index="claim", columns="coder", values="kind")
    p = pd.crosstab(kinds["a"], kinds["b"], normalize=True)
    words = sorted(set(p.index) | set(p.columns))
    p = p.reindex(index=words, columns=words, fill_value=0.0).to_numpy()
    rows_, columns = p.sum(axis=1), p.sum(axis=0)
    observed, chance = np.trace(p), rows_ @ columns
    kappa = (observed - chance) / (1 - chance)
    mean = (
        columns[:, None] + rows_[None, :]
    )  # of cell (i, j): share of i in the second reading and of j in the first
    agree = (np.diag(p) * ((1 - chance) - (rows_ + columns) * (1 - observed)) ** 2).sum()
    differ = ((p - np.diag(np.diag(p))) * mean**2).sum() * (1 - observed) ** 2
    variance = (agree + differ - (observed * chance - 2 * chance + observed) ** 2) / (
        (1 - chance) ** 4 * len(kinds)
    )
    half = 1.959964 * np.sqrt(variance)
    agrees(shown["verdicts_given"], len(kinds))
    agrees(shown["verdicts_kappa"], kappa, kappa - half, min(1, kappa + half))
