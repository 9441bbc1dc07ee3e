"""Titles and subtitles: what is refused just beyond each bound; a title that turns stops the page."""

import pandas as pd
import pytest

from analysis.errors import NotebookError
from analysis.report.author import headings, sentences

GOOD = {
    "title": "Prices follow the yen within months",
    "subtitle": "Price change for each 1 % fall of the yen, %, 1990 to 2020",
    "caption": "Pass-through by horizon",
    "alt": "One line that climbs from zero to one over twelve months after the fall.",
}


def problems(**changes):
    return list(headings.problems(**(GOOD | changes)))


def test_good_words_have_no_problem():
    assert problems() == []


@pytest.mark.parametrize(
    ("allowed", "refused", "problem"),
    [
        (
            {"title": "is two three four five six seven eight nine ten"},
            {"title": "is two three four five six seven eight nine ten eleven"},
            "title has 11 words",
        ),
        (
            {"subtitle": "% 2020 " + "word " * 29},  # the sign is no word
            {"subtitle": "% 2020 " + "word " * 34},
            "subtitle has 35 words",
        ),
        (
            {"title": "Import prices follow a weaker yen"},
            {"title": "Import prices after a weaker yen"},
            "no verb",
        ),
        ({"subtitle": "Price change, %, 1990"}, {"subtitle": "Price change, 1990"}, "names no unit"),
        ({"subtitle": "Price change, %; simulated"}, {"subtitle": "Price change, %; drawn"}, "names no year"),
        (
            {"caption": "Prices follow the yen at last"},  # four words in a row
            {"caption": "Prices follow the yen within a year"},
            "the caption repeats “prices follow the yen within” of the title",
        ),
        ({"caption": "Months within"}, {"caption": "Within months"}, "repeats “within months”"),
        (
            {"alt": "Prices follow the yen: a line."},
            {"alt": "A line: prices follow the yen within months."},
            "the alternative text repeats",
        ),
    ],
)
def test_each_bound_from_both_sides(allowed, refused, problem):
    assert problems(**allowed) == []
    (found,) = problems(**refused)
    assert problem in found


def test_a_title_without_condition_is_refused_whatever_it_says():
    with pytest.raises(NotebookError, match=r"fig-x: the title .* has no condition"):
        headings.check("fig-x", **GOOD)
    headings.check("fig-x", **(GOOD | {"title": sentences.held(GOOD["title"], bool(len(GOOD)))}))


def test_a_title_that_the_data_turn_stops_the_page():
    for last, turned in ((2.0, False), (0.5, True)):
        price = pd.Series([1.0, last])
        if turned:
            with pytest.raises(NotebookError, match="no longer bear out: “The price rose in the end”"):
                sentences.held("The price rose in the end", price[1] > price[0])
        else:
            assert (
                sentences.held("The price rose in the end", price[1] > price[0])
                == "The price rose in the end"
            )


def test_in_the_runner_a_turned_title_is_noted_and_the_page_goes_on(monkeypatch):
    monkeypatch.setenv(sentences.MODE, "collect")
    monkeypatch.setattr(sentences, "_turned", [])
    title = sentences.held("The price rose in the end", pd.Series([2, 1]).is_monotonic_increasing)
    assert isinstance(title, sentences.Held)
    assert sentences.turned() == [(None, "The price rose in the end")]


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (pd.period_range("1980-01", "2026-08", freq="M"), "January 1980 to August 2026"),
        (pd.date_range("1999-01-04", "2026-10-30"), "January 1999 to October 2026"),
        (pd.period_range("2016Q2", "2026Q1", freq="Q"), "Q2 2016 to Q1 2026"),
        (pd.Index([1996, 2025]), "1996 to 2025"),
        (["2026-05"], "May 2026"),
        (("1980-02", "1980-02"), "February 1980"),
    ],
)
def test_a_period_in_words(index, said):
    assert headings.period(index) == said


def test_import_prices_that_end_with_the_rest_are_not_named_and_earlier_ones_are():
    whole = ["1980-02", "2026-08"]
    assert headings.period(whole, "2026-08") == headings.period(whole) == "February 1980 to August 2026"
    assert headings.period(whole, "2026-05") == "February 1980 to August 2026 (import prices to May)"
    assert headings.period(whole, "2025-12").endswith("(import prices to December 2025)")
