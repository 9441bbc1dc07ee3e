"""A fact with its qualifier and bounds, and what was not found, in a sentence: on a small folder written
here."""

from __future__ import annotations

import pytest

from analysis import data
from analysis.data.facts.absence import written
from analysis.errors import DataError

HEAD = (
    "id,item,value,value_text,unit,qualifier,as_of,"
    "source_title,source,source_date,grade,from_memory,conflict,note\n"
)
TAIL = "A page | B page,https://a.org/1 | https://b.org/2,2026-01 | undated,B,no,,\n"
SIZES = HEAD + "".join(
    f"{row},{TAIL}"
    for row in (
        "plain,x,550,,billion US dollars,,2025-09-04",
        "floor,x,4,,months,at least,2026",
        "over,x,26,,percent,over,2026",
        "ceiling,x,5,,trillion yen,up to,2026",
        "near,x,15,,trillion yen,up to about,2026",
        "round,x,18,,trillion yen,about,2026",
        "word,x,,one third,,,2026",
    )
)
SEARCHES = (
    "id,subject,searched_on,collection,where,words,newest_found,result,note\n"
    "S01,third batch,2026-11-27,stored pages,all,third batch,2026-09-22,newest: the summit,\n"
    "S02,third batch,2026-11-28,repositories,all,tranche,,not found,\n"
    "S03,third batch,2026-11-28,primary site,a ministry,batch,2026-05,not found,\n"
    "S04,losses,2026-11-28,stored pages,all,loss,,not found,\n"
    "S05,money paid out,2026-11-28,stored pages,all,paid,,not found,\n"
    "S06,money paid out,2026-11-28,repositories,all,paid,,not found,\n"
    "S07,money paid out,2026-11-28,primary site,a bank,paid,,not found,\n"
)
UNKNOWNS = (
    "id,item,searches,complete_by_law\nnew_batch,x,S01 | S02 | S03,\npaid,x,S05 | S06 | S07,the bank's yearly"
    " report\n"
)


@pytest.fixture
def store(folder):
    folder.facts("size_context", SIZES, numeric=("value",))
    folder.facts("searches", SEARCHES)
    folder.facts("unknowns", UNKNOWNS)
    return folder.catalogue()


@pytest.mark.parametrize(
    ("key", "low", "high", "printed"),
    [
        ("plain", 550, 550, "550 billion US dollars"),
        ("floor", 4, None, "at least 4 months"),
        ("over", 26, None, "over 26 percent"),
        ("ceiling", None, 5, "up to 5 trillion yen"),
        ("near", None, 15, "up to about 15 trillion yen"),
        ("round", None, None, "about 18 trillion yen"),
    ],
)
def test_a_qualifier_bounds_the_value_and_is_printed_with_it(store, key, low, high, printed):
    found = data.fact("size_context", key, store=store)
    assert (found.low, found.high, str(found)) == (low, high, printed)
    assert float(found) == found.value


def test_a_fact_names_its_sources_one_by_one(store):
    found = data.fact("size_context", "plain", store=store)
    assert found.sources == ("https://a.org/1", "https://b.org/2") and found.titles == ("A page", "B page")
    assert (found.dates, found.grade, found.as_of, found.from_memory) == (
        ("2026-01", "undated"),
        "B",
        "2025-09-04",
        False,
    )


def test_a_word_is_no_number_and_a_fact_that_is_not_there_is_no_fact(store):
    word = data.fact("size_context", "word", store=store)
    assert word.value is None and str(word) == "one third"
    with pytest.raises(DataError, match="size_context, word: holds no number"):
        float(word)
    with pytest.raises(DataError, match="no fact 'flor'; did you mean floor"):
        data.fact("size_context", "flor", store=store)
    with pytest.raises(
        DataError, match="size_context: no declared column of numbers 'note'; there are value"
    ):
        data.fact("size_context", "plain", "note", store=store)


def test_bounds_of_the_source_come_before_those_of_the_qualifier():
    found = data.fact("literature", "CG2005_JPN_SR")
    row = data.table("literature").set_index("key").loc["CG2005_JPN_SR"]
    assert found.value == row["estimate"] and found.unit == row["units"]
    study = data.fact("yen_flow_elasticities", "ALM2015_NOM")
    assert (study.low, study.value, study.high) == (1.7, 1.85, 2.0)


def test_what_was_not_found_is_said_with_the_newest_date_and_the_day_of_the_search(store):
    found = data.absent("new_batch", store=store)
    assert (
        found.sentence
        == "Nothing that settles third batch was found; the newest public text that touches it is of 22"
        " September 2026 (searched on 28 November 2026 in stored pages, repositories and a primary site)."
    )
    assert (found.searched_on, found.newest_found) == ("2026-11-28", "2026-09-22")
    assert found.words == ("third batch", "tranche", "batch")
    assert not found.complete_by_law
    assert data.absent("third batch", store=store) == found


def test_nothing_at_all_is_said_as_nothing_and_a_complete_record_says_why(store):
    found = data.absent("paid", store=store)
    assert found.sentence.startswith(
        "No public fact on money paid out was found (searched on 28 November 2026 in "
    )
    assert found.newest_found is None
    assert found.complete_by_law and found.complete_because == "the bank's yearly report"


def test_one_collection_is_not_enough_to_say_not_found(store):
    with pytest.raises(DataError, match="searches on 'losses': S04 names 1 independent collections"):
        data.absent("losses", store=store)
    with pytest.raises(DataError, match="no searched subject 'loses'; did you mean losses"):
        data.absent("loses", store=store)


@pytest.mark.parametrize(
    ("moment", "words"), [("2026-05-01", "1 May 2026"), ("2026-05", "May 2026"), ("2026", "2026")]
)
def test_a_date_in_words(moment, words):
    assert written(moment) == words
