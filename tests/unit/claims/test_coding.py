"""Agreement of the two codings: kappa by hand and by its formula, shares on three rows, every difference
settled."""

import csv
from collections import Counter
from math import sqrt
from pathlib import Path

import pandas as pd
import pytest

from analysis import claims, data
from analysis.claims import coding
from analysis.errors import ClaimError


def pairs(counts):
    """Two series of codes from a table {(first, second): count}."""
    items = [pair for pair, count in counts.items() for _ in range(count)]
    return pd.Series([first for first, _ in items]), pd.Series([second for _, second in items])


def fleiss(first, second):
    """Kappa and its standard error as Fleiss, Cohen and Everitt (1969) print them, cell by cell."""
    n = len(first)
    p = {pair: count / n for pair, count in Counter(zip(first, second, strict=True)).items()}
    words = set(first) | set(second)
    row = {word: sum(share for (one, _), share in p.items() if one == word) for word in words}
    col = {word: sum(share for (_, two), share in p.items() if two == word) for word in words}
    po = sum(p.get((word, word), 0) for word in words)
    pe = sum(row[word] * col[word] for word in words)
    kappa = (po - pe) / (1 - pe)
    diagonal = sum(p.get((w, w), 0) * ((1 - pe) - (row[w] + col[w]) * (1 - po)) ** 2 for w in words)
    beside = (1 - po) ** 2 * sum(
        share * (col[one] + row[two]) ** 2 for (one, two), share in p.items() if one != two
    )
    variance = (diagonal + beside - (po * pe - 2 * pe + po) ** 2) / (n * (1 - pe) ** 4)
    return kappa, sqrt(variance)


def test_kappa_of_a_table_of_two_by_two_by_hand():
    # 20 and 15 of 50 agree: observed 0.7; margins 25/25 and 30/20: expected 0.5 * 0.6 + 0.5 * 0.4 = 0.5;
    # kappa 0.4.
    table = {("cause", "cause"): 20, ("cause", "value"): 5, ("value", "cause"): 10, ("value", "value"): 15}
    kappa, low, high = coding.cohens_kappa(*pairs(table))
    assert kappa == pytest.approx(0.4)
    expected, error = fleiss(*pairs(table))
    assert expected == pytest.approx(0.4)
    assert (low, high) == pytest.approx((kappa - 1.959964 * error, kappa + 1.959964 * error), abs=1e-6)


def test_kappa_does_not_depend_on_order_and_is_one_for_the_same():
    first, second = pairs({("cause", "cause"): 3, ("value", "cause"): 1, ("anecdote", "anecdote"): 2})
    assert coding.cohens_kappa(first, second)[0] == pytest.approx(coding.cohens_kappa(second, first)[0])
    assert coding.cohens_kappa(first, first)[0] == pytest.approx(1.0)


def test_kappa_of_the_readings_by_the_formula():
    with open(Path(data.default().root) / "facts" / "codings.csv", encoding="utf-8", newline="") as file:
        kinds = {(row["coder"], row["claim"]): row["kind"] for row in csv.DictReader(file)}
    given = [f"C{number:02d}" for number in range(1, 97)]
    expected, error = fleiss([kinds["a", claim] for claim in given], [kinds["b", claim] for claim in given])
    found = claims.agreement()
    assert found.kappa == pytest.approx(expected)
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * error, abs=1e-6)
    assert found.same_kind == pytest.approx(sum(kinds["a", c] == kinds["b", c] for c in given) / 96)


def test_codes_outside_the_vocabulary_and_items_that_differ_are_refused():
    first, second = pairs({("cause", "cause"): 2})
    with pytest.raises(ClaimError, match="'opinion' is no code"):
        coding.cohens_kappa(first, second.replace("cause", "opinion"))
    with pytest.raises(ClaimError, match="different items"):
        coding.cohens_kappa(first, second.iloc[1:])


@pytest.fixture
def three(monkeypatch):
    """Three given claims and two added ones, small enough to count by eye."""
    monkeypatch.setattr(coding, "SHARED", 3)
    rows = [
        ("a", "C01", "1", "yes", "cause", "core: The sum, is large; side: in yen"),
        ("a", "C02", "1", "narrower", "value", "core: one; core: two"),
        ("a", "C03", "2", "yes", "cause", "core: one"),
        ("a", "C04", "3", "", "value", "core: one"),
        ("a", "C05", "3", "", "value", "core: one"),
        ("b", "C01", "1", "yes", "cause", "core: sum is large; condition: today"),
        ("b", "C02", "1", "yes", "value", "core: one"),
        ("b", "C03", "5", "yes", "value", "core: another"),
        ("b", "C05", "3", "", "value", "core: one"),
    ]
    columns = ["coder", "claim", "paragraph", "faithful", "kind", "parts"]
    return pd.DataFrame(rows, columns=columns).set_index(["coder", "claim"])


def test_shares_by_hand(three):
    found = coding.agreement(three)
    assert found.claims == 3
    assert found.same_kind == pytest.approx(2 / 3)
    assert found.same_paragraph == pytest.approx(2 / 3)
    assert (found.faithful_a, found.faithful_b, found.same_faithful) == pytest.approx((2 / 3, 1, 2 / 3))
    assert found.same_core_count == pytest.approx(2 / 3)  # C02 has two against one
    assert found.same_core_text == pytest.approx(1 / 3)  # C01, after "The" and the comma are dropped
    assert (found.added_a, found.added_b, found.added_both) == (1, 0, 1)


def test_a_reading_that_lacks_a_claim_is_refused(three):
    with pytest.raises(ClaimError, match="C02: coder b has no row"):
        coding.agreement(three.drop(index=("b", "C02")))


def test_every_difference_is_settled_with_a_reason():
    both, settled = coding.codings(), coding.settled()
    assert (settled[["settled", "reason"]] != "").all(axis=None)
    for claim in claims.ids():
        if ("b", claim) not in both.index:
            assert (claim, "claim") in settled.index, claim
            continue
        first, second = both.loc[("a", claim)], both.loc[("b", claim)]
        fields = ["paragraph", "kind", "checkable", *(["faithful"] if claim in claims.ids()[:96] else [])]
        for field in fields:
            assert ((claim, field) in settled.index) == (first[field] != second[field]), (claim, field)


def test_settled_kinds_are_those_of_the_ledger():
    kinds = coding.settled()["settled"].xs("kind", level="field")
    ledger = claims.ledger(None)["kind"].astype(str)
    assert kinds.to_dict() == ledger[kinds.index].to_dict()
    both = coding.codings()["kind"]
    undisputed = [claim for claim in claims.ids() if claim not in kinds.index]
    assert ledger[undisputed].to_dict() == both["a"][undisputed].to_dict()


def test_claims_that_a_reading_found_missing_are_in_the_ledger():
    added = set(coding.codings().index.get_level_values("claim")) - set(claims.ids()[:96])
    assert added == set(claims.ids()[96:])


def test_what_the_agreement_is_is_said():
    assert "language model" in coding.WHAT_IT_IS and "no substitute for human coders" in coding.WHAT_IT_IS
