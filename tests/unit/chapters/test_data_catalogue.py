"""What the data catalogue arranges, on names made by hand."""

import datetime

import pandas as pd
import pytest

from analysis.chapters import data_catalogue as chapter


@pytest.mark.parametrize(
    ("names", "shared"),
    [(["jp_cpi_food", "jp_cpi_fuel"], "jp_cpi_*"), (["jp_cpi", "us_cpi"], "*"), (["jp_a", "jp_a"], "jp_*")],
)
def test_names_share_whole_words(names, shared):
    assert chapter.shared_name(names) == shared


def test_a_wide_table_is_one_line_with_its_coverage_and_gaps():
    series = pd.DataFrame({
        "table": ["t", "t", "u"], "unit": ["index", "index", "yen"], "first": ["1990-01", "1980-01", "2000"],
        "last": ["2020-01", "2026-01", "2001"], "missing": [0, 2, 0], "title": ["A", "B", "C"],
    }, index=["x_a", "x_b", "y_c"])  # fmt: skip
    rows = chapter.wide_rows(series)
    assert rows.loc[0, ["pattern", "count", "first", "last", "gaps", "example", "content"]].to_list() == [
        "x_*", 2, "1980-01", "2026-01", 1, "x_a", "A",
    ]  # fmt: skip


def test_a_table_without_an_end_shows_none():
    assert (chapter.day(None), chapter.day(datetime.date(2026, 11, 28))) == ("", "2026-11-28")
