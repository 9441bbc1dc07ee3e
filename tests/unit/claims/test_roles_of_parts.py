"""Roles of the parts against the two readings of the article, from which they were marked.

The readings stand in a table of their own (`codings`), made without the ledger and without any number. Parts
are matched to theirs by words alone, read with the csv module: a part has the role of the one it is nearest
to in one reading at least, or the role on which a difference was settled. What no reading names may be added
as a side part, never as one that decides.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FACTS = Path(__file__).resolve().parents[3] / "data/facts"
ROLES = ("core", "condition", "side")
#: Share of words in common below which a part may be one that no reading names, and below which it must be.
NEAR, FAR = 0.25, 0.15
COMMON = frozenset(
    "a an and are as at be by for from in is it its may more of on or that the their they this to us with"
    " than".split()
)


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> set[str]:
    """First five letters of each word, so that "deploys" and "deployment" are one."""
    plain = text.lower().replace("us$", "").replace("bn", " billion")
    return {word[:5] for word in re.findall("[a-z0-9]+", plain) if word not in COMMON}


def likeness(one: str, other: str) -> float:
    """Share of words in common (Jaccard)."""
    first, second = words(one), words(other)
    return len(first & second) / len(first | second)


def read(cell: str) -> list[tuple[str, str]]:
    """Roles and texts of a cell ``core: ...; side: ...``."""
    found = [tuple(part.strip().split(": ", 1)) for part in cell.split(";")]
    assert all(len(part) == 2 and part[0] in ROLES for part in found), cell
    return found  # type: ignore[return-value]


def strays(
    parts: list[dict[str, str]], readings: list[dict[str, str]], settled: list[dict[str, str]]
) -> Iterator[tuple[str, str]]:
    """Parts, as (claim, name), whose role is that of no reading and was not settled so."""
    told: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in readings:
        own = told.setdefault(MERGED.get(row["claim"], row["claim"]), {})
        own.setdefault(row["coder"], []).extend(read(row["parts"]))
    cores = {row["claim"]: row["settled"].split(" / ") for row in settled if row["field"] == "core parts"}
    for part in parts:
        claim, role, text = part["claim"], part["role"], part["text"]
        if claim in cores:
            fits = (text in cores[claim]) == (role == "core")
        else:
            nearest = [
                max((likeness(text, other), own) for own, other in one) for one in told[claim].values()
            ]
            near = max(likeness for likeness, _ in nearest)
            named = role in {own for _, own in nearest} and near >= FAR
            fits = named or (role == "side" and near < NEAR)
        if not fits and "both readings call it" not in part["reason"].lower():
            yield claim, part["part"]


#: Claims that were read apart and are judged as one: old number and new.
MERGED = {row["id"]: row["merged_into"] for row in rows("claims") if row["merged_into"]}
PARTS, READINGS, SETTLED = rows("claim_parts"), rows("codings"), rows("coding_settled")


def test_each_part_has_the_role_of_a_reading_or_the_settled_one():
    assert list(strays(PARTS, READINGS, SETTLED)) == []


def test_a_departure_from_both_readings_is_rare_and_says_so():
    departures = [row for row in PARTS if "both readings call it" in row["reason"].lower()]
    assert len(departures) <= 2
    silent = [row | {"reason": "-"} for row in departures]
    assert len(list(strays(silent, READINGS, SETTLED))) == len(departures)


def test_a_settled_core_stands_word_for_word_among_the_parts():
    texts = {(row["claim"], row["text"]) for row in PARTS if row["role"] == "core"}
    for row in SETTLED:
        if row["field"] == "core parts":
            assert {(row["claim"], text) for text in row["settled"].split(" / ")} <= texts, row["claim"]


def other_roles() -> list[tuple[dict[str, str], str]]:
    """Every part with each role that it has not."""
    return [(row, role) for row in PARTS for role in ROLES if role != row["role"]]


def test_nine_of_ten_other_roles_are_seen():
    """What is not seen the readings leave open: they call the part differently, or name it in few words."""
    seen = [bool(list(strays([row | {"role": role}], READINGS, SETTLED))) for row, role in other_roles()]
    assert sum(seen) >= 0.9 * len(seen) and len(seen) == 2 * len(PARTS)


@pytest.mark.parametrize(
    ("role", "text", "seen"),
    [
        ("core", "The sum is large", False),
        ("side", "The sum is large", True),  # both readings call it core
        ("side", "In yen", False),  # so does the first; the second has it as a condition
        ("condition", "In yen", False),
        ("core", "In yen", True),
        ("side", "Nobody has read this", False),
        ("core", "Nobody has read this", True),
    ],
)
def test_roles_by_hand(role, text, seen):
    readings = [
        {"coder": "a", "claim": "C01", "parts": "core: the sum is large; side: said in yen"},
        {"coder": "b", "claim": "C01", "parts": "condition: when in yen; core: a large sum"},
    ]
    part = {"claim": "C01", "part": "x", "role": role, "text": text, "reason": "-"}
    assert bool(list(strays([part], readings, []))) is seen


def test_a_settled_difference_decides_before_the_readings():
    readings = [{"coder": "a", "claim": "C01", "parts": "core: the sum is large"}]
    settled = [{"claim": "C01", "field": "core parts", "settled": "The sum moves"}]
    parts = [
        {"claim": "C01", "part": "x", "role": "core", "text": "The sum is large", "reason": "-"},
        {"claim": "C01", "part": "y", "role": "core", "text": "The sum moves", "reason": "-"},
    ]
    assert list(strays(parts, readings, settled)) == [("C01", "x")]
