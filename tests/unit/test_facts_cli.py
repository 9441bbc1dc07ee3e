"""`python -m analysis facts`: the age of what is known, and a new row that is held to its schema."""

from __future__ import annotations

from functools import partial

import pytest
import yaml

from analysis.data.facts import adding, ageing
from analysis.errors import DataError

TODAY = "2026-12-20"
UNKNOWNS = (
    "id,item,expected_where,would_settle,source_title,source,source_date,grade,from_memory,conflict,note,searches\npaid,Paid"
    " out,JBIC,a release,none found,none found,undated,none,no,,,S01 | S02 | S03\n"
)
SEARCHES = (
    "id,subject,searched_on,collection,where,words,newest_found,result,note\n"
    "S01,money,2026-11-28,pages,all,paid out,,not found,\n"
    "S02,money,2026-11-28,texts,all,paid out,,not found,\n"
    "S03,money,2026-11-28,primary site,jbic.go.jp,paid out,,not found,\n"
    "S00,money,2026-10-01,pages,all,paid,,not found,\n"
)
TIMELINE = (
    "id,date,topic,event,amount,unit,source_title,source,source_date,grade,from_memory,conflict,note\n"
    "a,2026-01-05,deal,Signed,,,Old paper | New paper,https://a.jp | https://b.jp,2025 | 2026-06-01,B,no,,\n"
    "b,2026-02-05,deal,Paid,,,Paper,https://a.jp,undated,B,no,,\n"
)
ROW = {
    "id": "c",
    "date": "2026-03-01",
    "topic": "deal",
    "event": "A third batch",
    "amount": "1.50",
    "unit": "billion US dollars",
    "source_title": "JBIC: release",
    "source": "https://www.jbic.go.jp/c",
    "source_date": "2026-03-02",
    "grade": "A",
    "from_memory": "no",
}


@pytest.fixture
def store(folder):
    folder.facts("unknowns", UNKNOWNS)
    folder.facts("searches", SEARCHES)
    folder.facts("timeline", TIMELINE, numeric=("amount",), covered_to="2026-10-09")
    return folder.catalogue()


@pytest.fixture
def run(store, folder, monkeypatch, command):
    monkeypatch.setenv("ANALYSIS_DATA", str(folder.root))

    return partial(command, "facts")


def test_events_are_aged_from_the_day_to_which_they_are_known(store):
    assert ageing.events(store, TODAY).to_numpy().tolist() == [
        ["timeline", "2026-10-09", 72]
    ]  # 22 + 30 + 20 days


def test_the_newest_search_of_each_collection_is_to_be_repeated_with_what_rests_on_it(store):
    found = ageing.searches(store, TODAY)
    assert found["searched_on"].tolist() == ["2026-11-28"] * 3 and set(found["open"]) == {"paid"}
    assert found["days"].tolist() == [22] * 3


def test_rows_are_aged_by_their_newest_source_and_undated_ones_come_first(store):
    found = ageing.rows(store, TODAY)
    assert list(zip(found["table"], found["id"], strict=True)) == [
        ("timeline", "b"),
        ("unknowns", "paid"),
        ("timeline", "a"),
    ]
    assert found["days"].iloc[2] == 202  # 1 June to 20 December
    assert ageing.rows(store, TODAY, older_than=202)["id"].tolist() == ["b", "paid"]
    assert ageing.rows(store, TODAY, older_than=201)["id"].tolist() == ["b", "paid", "a"]


def test_a_year_and_a_month_are_aged_from_their_end(folder):
    folder.facts(
        "timeline",
        TIMELINE.replace("2025 | 2026-06-01", "2025 | 2026-06"),
        numeric=("amount",),
        covered_to="2026-10-09",
    )
    assert (
        ageing.rows(folder.catalogue(), TODAY, table="timeline")["days"].iloc[1] == 173
    )  # 30 June to 20 December


def test_stale_says_what_to_look_up(run):
    code, out, _ = run("stale", "--as-of", TODAY)
    assert code == 0
    assert "timeline  2026-10-09        72" in out
    assert "primary site, jbic.go.jp: paid out; decides paid" in out
    assert "3 rows whose newest source is more than 180 days old, or undated" in out
    assert run("stale", "--as-of", "December")[0] == 2
    assert run("stale", "--table", "searches")[0] == 2


def test_the_form_has_every_column_with_what_it_may_hold(run, store):
    _, out, _ = run("add", "timeline")
    assert list(yaml.safe_load(out)) == list(store.table("timeline").columns)
    assert "#   YYYY, YYYY-MM or YYYY-MM-DD\ndate:" in out and "#   a number; may stay empty\namount:" in out


def test_a_filled_form_is_appended_and_sealed(run, store, tmp_path):
    path = tmp_path / "row.yml"
    path.write_text(yaml.safe_dump(ROW), "utf-8")
    code, out, _ = run("add", "timeline", "--from", str(path))
    assert code == 0 and "rows: 2 -> 3" in out
    assert (
        store.manifest("timeline")
        .csv.read_text("utf-8")
        .endswith(
            "c,2026-03-01,deal,A third batch,1.50,billion US dollars,JBIC:"
            " release,https://www.jbic.go.jp/c,2026-03-02,A,no,,\n"
        )
    )
    assert store.table("timeline")["amount"].iloc[-1] == 1.5 and store.status()["bytes_ok"].all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": ""}, "source"),
        ({"source_date": ""}, "source_date"),
        ({"grade": "D"}, "grade"),
        ({"grade": ""}, "grade"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": "2026-11-01"}, "covered_to"),
        ({"topic": "gossip"}, "topic"),
        ({"amount": "much"}, "amount"),
        ({"id": "a"}, "a appears already"),
        ({"speaker": "x"}, "no column 'speaker'"),
        ({"source": "https://a.jp | https://b.jp"}, "source"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_and_nothing_is_written(store, change, says):
    before = store.manifest("timeline").csv.read_bytes()
    with pytest.raises(DataError, match=says):
        adding.add(store, "timeline", yaml.safe_dump({**ROW, **change}))
    assert store.manifest("timeline").csv.read_bytes() == before and store.status()["bytes_ok"].all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the form is empty"),
        ("id:\ndate:\n", "the form is empty"),
        ("id: [a, b]", "a field holds one text"),
        ("a: b: c", "not valid YAML"),
    ],
)
def test_a_form_that_is_no_row_says_so(store, text, says):
    with pytest.raises(DataError, match=says):
        adding.add(store, "timeline", text)


def test_an_unknown_may_not_rest_on_a_search_that_is_not_there(store):
    heads, first = UNKNOWNS.splitlines()
    row = dict(zip(heads.split(","), first.split(","), strict=True))
    with pytest.raises(DataError, match="S09"):
        adding.add(store, "unknowns", yaml.safe_dump({**row, "id": "other", "searches": "S01 | S02 | S09"}))


def test_a_table_of_figures_is_refreshed_not_typed(store, folder):
    folder.series("t", "month,x\n2020-01,1\n")
    with pytest.raises(DataError, match="data refresh --series t"):
        adding.add(store, "t", "x: 1")
    with pytest.raises(DataError, match="data refresh --series t"):
        ageing.rows(store, TODAY, table="t")
