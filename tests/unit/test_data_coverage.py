"""To which day events are known: said in the sidecar, kept by the loaders, obeyed by what counts quiet
days."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import data
from analysis.data.series.coverage import known
from analysis.data.store.manifest import parse
from analysis.data.store.seal import seal
from analysis.errors import DataError

DAYS = "date,what,x\n2026-05-06,a,1\n2026-06-30,b,2\n2026-07-31,c,9\n"
COLUMNS = {
    "what": {"title": "What"},
    "x": {"title": "Amount", "unit": "million yen", "sign": "+ = bought"},
}


def decisions(folder, **changes):
    return folder.series("t", DAYS, frequency="decisions", index=["date"], columns=COLUMNS, **changes)


def test_a_table_of_decisions_must_say_to_which_day_it_is_known(folder):
    with pytest.raises(DataError, match=r"t\.yml: missing key `covered_to`"):
        parse(decisions(folder, covered_to=None))


@pytest.mark.parametrize("value", ["2026-06", "2026-06-31", "June 2026"])
def test_the_end_is_a_day_of_the_calendar(folder, value):
    with pytest.raises(DataError, match=r"t\.yml: `covered_to`: "):
        parse(decisions(folder, covered_to=value))


@pytest.mark.parametrize(
    ("end", "rows"), [("2026-07-31", 3), ("2026-07-30", 2), ("2026-06-30", 2), ("2026-06-29", 1)]
)
def test_nothing_after_the_end_is_loaded(folder, end, rows):
    decisions(folder, covered_to=end)
    frame = folder.catalogue().table("t")
    assert len(frame) == rows and frame.attrs["covered_to"] == end
    assert data.covered_to(frame) == pd.Timestamp(end)


def test_a_month_that_is_known_in_part_is_not_known(folder):
    folder.series("m", "month,x\n2026-05,1\n2026-06,2\n2026-07,3\n", covered_to="2026-07-30")
    values = folder.catalogue().load("m_x")
    assert [str(month) for month in values.index] == ["2026-05", "2026-06"]
    assert values.attrs["covered_to"] == "2026-07-30"


def test_a_date_in_text_counts_from_its_beginning():
    frame = pd.DataFrame({"date": ["2025", "2026-06", "2026-06-30", "2026-07-01", "2026-07", None]})
    assert known(frame, "2026-06-30", "date")["date"].tolist()[:3] == ["2025", "2026-06", "2026-06-30"]
    assert len(known(frame, "2026-06-30", "date")) == 4  # the row without a date stays
    assert known(frame, None, "date") is frame


def test_a_table_with_rows_after_its_end_is_not_sealed(folder):
    path = decisions(folder, covered_to="2026-06-30")
    with pytest.raises(DataError, match="1 rows lie after covered_to 2026-06-30"):
        seal(parse(path))


def test_events_without_an_end_are_refused():
    with pytest.raises(DataError, match="the timeline: not said to which day they are known"):
        data.covered_to(pd.DataFrame({"date": ["2026-01-01"]}), "the timeline")
