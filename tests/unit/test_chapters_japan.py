"""What the page on Japan's prices arranges, on tables small enough to read."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.chapters.japan import figures, frames, sentences, tables
from analysis.errors import NotebookError


def alternatives(rows: dict) -> pd.DataFrame:
    """Estimate, low, class and whether it turns, by (alternative, estimand)."""
    index = pd.MultiIndex.from_tuples(rows, names=["alternative", "estimand"])
    return pd.DataFrame(list(rows.values()), index, ["estimate", "low", "class", "turns"])


DOCK = alternatives(
    {
        ("headline", "fixed"): (0.9, 0.7, "complete not rejected", False),
        ("headline", "free"): (1.0, 0.6, "complete not rejected", False),
        ("oil", "fixed"): (0.6, 0.4, "incomplete", True),
        ("plain cosines", "fixed"): (1.3, 1.1, "more than complete", True),
        ("plain cosines", "free"): (1.3, 1.1, "more than complete", True),
    }
)


def test_alternatives_that_turn_are_listed_by_estimand_and_only_incomplete_ones_count_as_below():
    turned = frames.turning({"jp_import_yen": DOCK})
    assert turned == {
        ("jp_import_yen", "fixed"): ["oil", "plain cosines"],
        ("jp_import_yen", "free"): ["plain cosines"],
    }
    assert frames.incomplete(turned, DOCK) == ["oil"]


@pytest.mark.parametrize(
    ("names", "text"),
    [([], "none"), (["a"], "“a”"), (["a", "b"], "“a” and “b”"), (list("abc"), "“a”, “b” and “c”")],
)
def test_names_are_listed_as_in_a_sentence(names, text):
    assert frames.listed(names) == text


def test_only_ends_since_december_2016_are_compared_with_the_last():
    months = pd.period_range("2016-11", periods=5, freq="M")
    words = pd.DataFrame({"fixed_class": list("bbaaa"), "free_class": list("aaaab")}, months)
    finals = {"fixed": {"jp_producer": {"class": "a"}}, "free": {"jp_producer": {"class": "b"}}}
    # Of the four ends from December on three read as the last one does, and one.
    assert frames.reads_as_last({"jp_producer": words}, finals) == {
        ("jp_producer", "fixed"): 0.75,
        ("jp_producer", "free"): 0.25,
    }


def test_a_confidence_set_of_two_pieces_is_said_in_full():
    plain = SimpleNamespace(confidence_set=None, low=-0.1234, high=0.5)
    pieces = SimpleNamespace(intervals=[(-1.0, -0.5), (0.25, 2.0)])
    assert tables.set_text(plain) == "−0.123 to 0.500"
    assert tables.set_text(SimpleNamespace(confidence_set=pieces)) == "−1.000 to −0.500 and 0.250 to 2.000"


def test_the_sum_of_lags_left_out_comes_with_its_interval():
    check = {"further lags sum": 0.0514, "sum low": -0.01, "sum high": 0.1149}
    assert tables.further_lags(check, 3) == "0.051 (−0.010 to 0.115)"


def test_the_words_of_the_alternatives_leave_out_the_last_ten_years_from_the_range():
    table = alternatives(
        {
            ("headline", "fixed"): (0.1, 0, "", False),
            ("headline", "free"): (9.0, 0, "", False),
            ("last ten years", "fixed"): (0.8, 0, "", False),
            ("old equation", "free"): (0.05, 0, "", False),
        }
    )
    said = figures.alternatives_alt(dict.fromkeys(figures.SHORT, table))
    assert "consumer prices between 0.05 and 0.10, but for the last ten years (0.80)" in said


def test_a_split_whose_translation_reaches_one_stops_the_page():
    since = {"translation": 10.0, "contract price": 5.0, "total": 3.0}
    below, at_one = (pd.DataFrame({"translation": [0.5, top]}) for top in (0.99, 1.0))
    sentences.hold_split({"free": below, "fixed": below}, since)
    with pytest.raises(NotebookError, match="Translation stays below one"):
        sentences.hold_split({"free": below, "fixed": at_one}, since)


def test_a_dollar_whose_interval_reaches_zero_stops_the_page():
    def effect(low, high):
        return SimpleNamespace(low=low, high=high)

    gone = {"effective": effect(-0.1, 0.1), "dollar": effect(-0.1, 0.1)}
    both = {
        ("jp_import_contract", "free"): {"effective": effect(0.1, 0.9), "dollar": effect(-0.9, -0.1)},
        ("jp_import_contract", "fixed"): gone,
        ("jp_import_yen", "fixed"): {"effective": effect(-0.1, 0.4), "dollar": effect(0.1, 0.9)},
    }
    sentences.hold_two_rates(both)
    both["jp_import_contract", "free"]["dollar"] = effect(-0.9, 0.0)
    with pytest.raises(NotebookError, match="goes with lower contract prices"):
        sentences.hold_two_rates(both)
