"""Schemas of the tables of facts: what each refuses, and that the error says where and what is allowed."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from analysis.data import schemas
from analysis.data.schemas.check import lacking
from analysis.data.store.manifest import parse
from analysis.data.store.seal import seal
from analysis.errors import DataError

PROJECT = {
    "id": "J01",
    "list": "batch_1",
    "project": "A plant",
    "sector": "power",
    "state": None,
    "operator": "Firm",
    "operator_parent": None,
    "control_country": "JPN",
    "japanese_share_pct": 100.0,
    "control_source": None,
    "japanese_firms": None,
    "amount_usd_bn": 25.0,
    "amount_kind": "up to",
    "capacity_gw": np.nan,
    "stage": "announced",
    "date": "2026-02-17",
    "source_title": "A page",
    "source": "https://example.org/a",
    "source_date": "2026-02-18",
    "grade": "B",
    "from_memory": "no",
    "read_at": None,
    "conflict": None,
    "note": None,
}


def project(**changes):
    row = PROJECT | changes
    numbers = ("japanese_share_pct", "amount_usd_bn", "capacity_gw")
    return pd.DataFrame([row]).astype({name: "float64" if name in numbers else "str" for name in row})


def test_a_good_row_passes():
    schemas.validate(project(), "projects", "2026-10-09")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"stage": "paid"},
            (
                "row J01, column stage: 'paid'; allowed is one of interest, announced, candidate, signed,"
                " disbursed"
            ),
        ),
        ({"grade": "D"}, "column grade: 'D'; allowed is one of A, B, C, none"),
        ({"from_memory": None}, "column from_memory: empty; allowed is one of yes, no"),
        ({"source": None}, "column source: empty"),
        ({"source": "example.org"}, "column source: 'example.org'; allowed is addresses"),
        ({"source_date": "18 Feb 2026"}, "column source_date: '18 Feb 2026'; allowed is YYYY"),
        ({"date": "2026-02-30"}, "column date: '2026-02-30'; allowed is a day of the calendar"),
        (
            {"japanese_share_pct": 101.0},
            "column japanese_share_pct: 101.0; allowed is a number from 0 to 100",
        ),
        ({"amount_usd_bn": -1.0}, "column amount_usd_bn: -1.0; allowed is a number from 0"),
        (
            {"control_country": "Japan"},
            "column control_country: 'Japan'; allowed is a country in three letters",
        ),
        ({"operator": " Firm"}, "column operator: ' Firm'; allowed is no space"),
        ({"source": "https://a.org/1 | https://a.org/2"}, "column source_title: 1 entries for 2 sources"),
        (
            {"source": "none found", "source_date": "undated"},
            "column grade: 'B' with source 'none found'; no source, no grade",
        ),
        ({"from_memory": "yes"}, "column grade: 'B'; what is from memory has grade none"),
        (
            {"source": "no address known"},
            "column read_at: empty; a source without an address says where it was read",
        ),
        ({"colour": "red"}, "column 'colour' is not declared; declared are id, list, project"),
    ],
)
def test_what_does_not_fit_is_refused_and_placed(change, message):
    with pytest.raises(DataError, match=r"^facts/projects\.csv: ") as caught:
        schemas.validate(project(**change), "projects", "2026-10-09")
    assert message in str(caught.value)


@pytest.mark.parametrize(("share", "good"), [(0.0, True), (100.0, True), (-0.1, False), (100.1, False)])
def test_bounds_are_inclusive(share, good):
    if good:
        schemas.validate(project(japanese_share_pct=share), "projects")
    else:
        with pytest.raises(DataError, match="japanese_share_pct"):
            schemas.validate(project(japanese_share_pct=share), "projects")


def test_a_missing_column_a_second_row_and_text_for_a_number_are_refused():
    with pytest.raises(DataError, match="column 'grade' is missing"):
        schemas.validate(project().drop(columns="grade"), "projects")
    with pytest.raises(DataError, match="row J01: the key id stands twice"):
        schemas.validate(pd.concat([project(), project()], ignore_index=True), "projects")
    with pytest.raises(DataError, match="column 'amount_usd_bn' must hold numbers"):
        schemas.validate(project().astype({"amount_usd_bn": "str"}), "projects")


@pytest.mark.parametrize(
    ("day", "good"), [("2026-10-09", True), ("2026-10", True), ("2026-10-10", False), ("2026-11", False)]
)
def test_a_row_of_an_event_table_after_its_end_is_refused(day, good):
    if good:
        schemas.validate(project(date=day), "projects", "2026-10-09")
    else:
        with pytest.raises(DataError, match=f"row J01: date {day} lies after covered_to 2026-10-09"):
            schemas.validate(project(date=day), "projects", "2026-10-09")


def test_a_table_that_nobody_declared_is_refused():
    with pytest.raises(
        DataError, match=r"facts/wishes\.csv has no schema; declare its columns in analysis/data/schemas"
    ):
        schemas.validate(project(), "wishes")


def test_a_phrase_of_the_article_has_at_most_twenty_characters():
    rule = schemas.schema("claims").fields["phrase_zh"]
    assert rule.longest == 20


def test_seal_runs_the_schema_first_and_writes_nothing(folder):
    text = "dimension,size,seconds,grade\nseries,300,0.01,own\nsamples,300,0.01,own\n"
    path = folder.facts(
        "benchmark_growth", text, numeric=("size", "seconds"), index=["dimension", "size"], rows=1
    )
    before = path.read_bytes()
    with pytest.raises(
        DataError,
        match=r"row samples / 300.0, column dimension: 'samples'; allowed is one of series, horizons, draws",
    ):
        seal(parse(path))
    assert path.read_bytes() == before


SEARCHES = pd.DataFrame(
    [("S01", "pages"), ("S02", "repositories"), ("S03", "primary site"), ("S04", "pages")],
    columns=["id", "collection"],
)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ("S01 | S02 | S03", None),
        ("S01 | S03", "names 1 independent collections; 2 must have been searched"),
        ("S01 | S04 | S03", "names 1 independent collections"),
        ("S01 | S02", "names no search of a primary site"),
        (None, "names 0 independent collections"),
        ("S01 | S02 | S09", "'S09'; allowed are ids of searches.csv"),
    ],
)
def test_not_found_needs_two_collections_and_a_primary_site(ids, message):
    frames = {"searches": SEARCHES, "unknowns": pd.DataFrame({"id": ["losses"], "searches": [ids]})}
    if message is None:
        schemas.validate_links(frames)
    else:
        with pytest.raises(DataError, match=r"facts/unknowns\.csv: row losses, column searches: ") as caught:
            schemas.validate_links(frames)
        assert message in str(caught.value)


def test_a_settled_clause_needs_no_search_and_an_open_one_does():
    def clause(status):
        return {
            "searches": SEARCHES,
            "memorandum": pd.DataFrame({"id": ["a"], "status": [status], "searches": [None]}),
        }

    schemas.validate_links(clause("settled"))
    for status in ("open", "not found"):
        with pytest.raises(DataError, match=r"memorandum\.csv: row a, column searches"):
            schemas.validate_links(clause(status))
    assert lacking(SEARCHES["collection"]) == ""


def test_pandera_is_loaded_only_when_something_is_validated():
    script = (
        "import sys; from analysis import data; from analysis.data import schemas; data.table('timeline'); "
        "schemas.fields('timeline'); print('pandera' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
