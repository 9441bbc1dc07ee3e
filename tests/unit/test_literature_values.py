"""Published estimates against a second list of them and against the words that their own rows quote.

The second list was drawn up apart from the table, for other ends (what a new estimator should be compared
with); elasticities that it has in words are worked out here.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

FACTS = Path(__file__).resolve().parents[2] / "data/facts"
#: A number that a reading gives: 10 percent of the currency and what the price does, or the share itself.
SECOND = {
    "CG2005_USA_SR": 0.23,
    "CG2005_USA_LR": 0.42,
    "CG2005_OECD_SR": 0.46,
    "CG2005_OECD_LR": 0.64,
    "CG2005_JPN_SR": 0.43,
    "CG2005_JPN_LR": 1.13,
    "GIR2010_USD": 0.25,
    "GIR2010_NONUSD": 0.95,
    "DG2015_USA_CPI_LR": 0.4 / 15,
    "IMR2006_G7_IMP_7589": 7 / 10,
    "IMR2006_G7_IMP_9004": 4 / 10,
    "IMR2006_G7_CPI_7589": 2 / 10,
    "IMR2006_G7_CPI_9004": 0.0,
    "DCP2020_USD": 0.78,
    "DCP2020_BIL": 0.16,
    "YZSZ2022_DEMAND": -1 / 10,
    "ShuSu2009_IMP_SR": 0.50,
    "ShuSu2009_IMP_LR": 0.60,
    "ShuSu2009_CPI_1Y": 1.1 / 10,
    "ShuSu2009_CPI_LR": 2.0 / 10,
    "PAN2012_CN_CPI": 0.132,
    "PAN2012_CN_PPI": 0.495,
    "CLV2025": 0.20,
    "ALM2015_NOM": (1.7 + 2.0) / 2,
    "ALM2015_REAL": (1.4 + 1.7) / 2,
    "CHR2022_FLOW": 7.1,
}
NUMBER = r"(\d+(?:\.\d+)?)"


def rows() -> dict[str, dict[str, str]]:
    with (FACTS / "literature.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


ROWS = rows()


@pytest.mark.parametrize("key", SECOND)
def test_a_second_list_has_the_same_number(key):
    """To half a unit of the last digit that the source prints."""
    row = ROWS[key]
    assert abs(float(row["estimate"]) - SECOND[key]) <= 0.5001 * 10.0 ** -int(row["decimals"])


def in_words(text: str) -> tuple[float, ...] | None:
    """What the words say: (low, high), or one value; None if they give no such number."""
    if found := re.fullmatch(rf"{NUMBER} to {NUMBER}", text):
        return float(found[1]), float(found[2])
    if found := re.search(rf"{NUMBER} ?(?:%|points) for {NUMBER}%", text):
        return (float(found[1]) / float(found[2]),)
    if found := re.match(
        rf"(?:about|around|above|roughly|neighbourhood of|slightly over) {NUMBER}( ?%| percent)?", text
    ):
        return (float(found[1]) / (100 if found[2] else 1),)
    return None


def quoted() -> list[str]:
    return [key for key, row in ROWS.items() if row["estimate"] and in_words(row["range_text"])]


@pytest.mark.parametrize("key", quoted())
def test_the_number_is_that_of_the_words_beside_it(key):
    """A range is given by its middle; words round to a hundredth of the elasticity at most."""
    said, row = in_words(ROWS[key]["range_text"]), ROWS[key]
    if len(said) == 2:
        assert (float(row["low"]), float(row["high"])) == said
    assert abs(float(row["estimate"]) - sum(said) / len(said)) <= 0.005001


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.26 to 0.32", (0.26, 0.32)),
        ("10.65 points for 10%", (1.065,)),
        ("almost 2% for 10%", (0.2,)),
        ("about 95 percent", (0.95,)),
        ("about 13.64%", (0.1364,)),
        ("roughly 0.8", (0.8,)),
        ("effectively complete", None),
    ],
)
def test_words_by_hand(text, said):
    assert in_words(text) == (None if said is None else pytest.approx(said))


def test_there_is_much_to_compare():
    assert len(set(SECOND) | set(quoted())) >= 45
