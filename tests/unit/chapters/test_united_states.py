"""Frames and held sentences of the page on the United States, on numbers made by hand."""

import pandas as pd
import pytest

from analysis.chapters.united_states import sentences, tables, words
from analysis.errors import NotebookError
from analysis.passthrough.core.simulated_power import Found


def row(estimate, low, high, **more):
    return pd.Series({"estimate": estimate, "low": low, "high": high, **more})


def leading(**changed):
    """Both estimands and their difference for every outcome, as the page's sentences need them."""
    lead = {(o, e): row(0.1, -0.1, 0.3) for o in tables.SHORT for e in ("fixed", "free", "through")}
    lead["us_import_japan", "through"] = row(0.01, -0.1, 0.1)
    return lead | changed


def test_a_half_year_and_a_list_are_said_in_words():
    assert tables.half_year("2024H1") == "the first half of 2024"
    assert tables.half_year("2023H2") == "the second half of 2023"
    assert words.listed((0.0, 2.5, 15.0)) == "0, 2.5 and 15"


def test_an_alternative_that_turns_is_marked_and_one_that_was_not_run_is_a_dash():
    index = pd.MultiIndex.from_tuples([("headline", "fixed"), ("headline", "free"), ("from 2009", "free")])
    frame = pd.DataFrame({"estimate": [0.204, 0.3, -0.1], "turns": [False, False, True]}, index=index)
    shown = tables.alternatives({"us_consumer": frame})["Consumer prices"]
    assert shown["headline"] == "0.20 / 0.30"
    assert shown["from 2009"] == "– / −0.10†"


def test_points_added_are_nothing_where_the_ordinary_duty_reaches_the_floor():
    rates = pd.DataFrame(
        {"rate_pct": [15.0, 10.0], "rate_base": ["all-in", "additional to MFN"]}, index=["floor", "on top"]
    )
    added = tables.points_added(rates, {"a": "floor", "b": "on top"}, (0.0, 2.5, 15.0))
    assert added["a"].tolist() == [15.0, 12.5, 0.0]
    assert added["b"].tolist() == [10.0, 10.0, 10.0]


def test_headlines_hold_and_stop_where_the_consumer_interval_leaves_zero():
    sentences.headlines(leading())
    with pytest.raises(NotebookError, match="in US consumer prices"):
        sentences.headlines(leading() | {("us_consumer", "fixed"): row(0.1, 0.001, 0.3)})
    with pytest.raises(NotebookError, match="far below one for one"):
        sentences.headlines(leading() | {("us_import_china", "free"): row(0.4, 0.1, 0.6)})


@pytest.mark.parametrize(("china", "holds"), [(89.9, True), (90.0, False)])
def test_a_finding_hangs_on_its_end_below_nine_in_ten(china, holds):
    same = {(o, e): 95.0 for o in tables.SHORT for e in tables.BOTH}
    same |= {("us_import_china", "fixed"): china, ("us_producer", "fixed"): 50.0}
    if holds:
        sentences.ends(same)
    else:
        with pytest.raises(NotebookError, match="hangs on the last month"):
            sentences.ends(same)


def test_a_change_is_shown_with_what_its_own_test_does():
    key = ("us_consumer", "fixed")
    columns = ["earlier", "later", "later_low", "later_high", "change", "low", "high", "p", "p_holm"]
    changed = pd.DataFrame([[0.1, 0.2, 0.0, 0.4, 0.1, -0.1, 0.3, 0.4, 1.0]], [key], columns)
    changed.index = pd.MultiIndex.from_tuples([key])
    tried = {key: Found(effect=0.414, size=0.0625, wanted=0.8, coverage=0.95, draws=400)}
    (row,) = tables.changes(changed, tried).to_dict("records")
    assert (row["p"], row["Rejects without"], row["Would be found"]) == ("0.400", "0.06", "0.41")
