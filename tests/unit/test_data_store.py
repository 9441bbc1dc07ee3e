"""The catalogue: names to numbers, and a clear refusal for everything else."""

from __future__ import annotations

import os

import numpy as np
import pytest

from analysis import data
from analysis.data import Catalogue
from analysis.errors import DataError

TEXT = "month,x,y\n2020-01,,10\n2020-02,1,\n2020-03,,30\n2020-04,4,40\n2020-05,,\n"


def test_load_trims_the_ends_keeps_the_gaps_and_says_where_it_is_from(folder):
    folder.series("t", TEXT, provisional="last month")
    values = folder.catalogue().load("t_x")
    assert [str(p) for p in values.index] == ["2020-02", "2020-03", "2020-04"]
    assert values.tolist()[::2] == [1.0, 4.0] and np.isnan(values.iloc[1])
    assert values.name == "t_x" and values.dtype == np.float64
    assert values.attrs == {
        "name": "t_x",
        "title": "Title of x",
        "unit": "index, 2020=100",
        "source": "Bureau of Tests, ID-x",
        "vintage": "2026-08",
        "sign": "up = more",
        "seasonal_adjustment": "not adjusted",
        "table": "t",
        "provisional": "last month",
        "vintage_group": None,
        "derived": None,
        "covered_to": None,
    }


def test_what_a_reader_does_to_a_series_stays_with_the_reader(folder):
    folder.series("t", TEXT)
    store = folder.catalogue()
    mine = store.load("t_y")
    mine.iloc[0], mine.attrs["unit"] = -1.0, "mine"
    table = store.table("t")
    table.loc[:, "y"] = 0.0
    assert store.load("t_y").iloc[0] == 10.0 and store.load("t_y").attrs["unit"] == "index, 2020=100"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t_xx", r"no series 't_xx'; did you mean t_x"),
        ("qqqqqqq", r"no series 'qqqqqqq' \(`python -m analysis data list` shows all\)"),
        ("t", r"'t' is a table, not a series; read it with data.table\('t'\)"),
        ("usd_jpyy", "did you mean usd_jpy"),
    ],
)
def test_an_unknown_series_offers_the_nearest_names(folder, name, message):
    folder.series("t", TEXT)
    with pytest.raises(DataError, match=message):
        folder.catalogue().load(name)


def test_an_unknown_table_offers_the_nearest_names(folder):
    folder.series("prices", TEXT)
    with pytest.raises(DataError, match="no table 'price'; did you mean prices"):
        folder.catalogue().table("price")


def test_a_missing_file_and_its_remedy(folder):
    folder.series("t", TEXT).with_suffix(".csv").unlink()
    with pytest.raises(
        DataError, match=r"data/series/t\.csv: the data file is missing; .*git checkout -- data/series/t\.csv"
    ):
        folder.catalogue().load("t_x")


def test_an_altered_file_is_refused_with_what_changed_and_both_remedies(folder):
    path = folder.series("t", TEXT).with_suffix(".csv")
    path.write_text(TEXT.replace("30", "3O"), "utf-8")
    with pytest.raises(DataError) as caught:
        folder.catalogue().load("t_x")
    for said in (
        "data/series/t.csv: the file was altered",
        "line 4, column y: '3O' is not a number",
        "analysis data status",
        "git checkout -- data/series/t.csv",
        "analysis data seal t",
    ):
        assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_altered_digit_that_reads_well_is_refused_all_the_same(folder):
    path = folder.series("t", TEXT).with_suffix(".csv")
    store = folder.catalogue()
    assert store.load("t_y").iloc[0] == 10
    path.write_text(TEXT.replace("10", "11"), "utf-8")
    os.utime(path, ns=(1, 1))  # same size and another time stamp: the cache must notice
    with pytest.raises(DataError, match="the file was altered"):
        store.load("t_y")
    with pytest.raises(DataError, match="the file was altered"):
        store.table("t")


def test_a_csv_without_manifest_is_refused(folder):
    folder.series("t", TEXT)
    (folder.root / "series" / "stray.csv").write_text(TEXT, "utf-8")
    with pytest.raises(
        DataError, match=r"series/stray\.csv has no manifest; describe it in series/stray\.yml"
    ):
        folder.catalogue().table("stray")
    problems = folder.catalogue().status()["problem"]
    assert problems["stray"] == "series/stray.csv has no manifest beside it" and problems.isna()["t"]


def test_a_name_defined_twice_is_refused(folder):
    folder.series("t", TEXT)
    text = folder.series("u", TEXT)
    text.write_text(text.read_text("utf-8").replace("u_x", "t_x"), "utf-8")
    with pytest.raises(DataError, match=r"series 't_x' is defined twice, in t\.yml and u\.yml"):
        folder.catalogue().load("t_x")


def test_a_published_series_cannot_take_the_name_of_a_derived_one(folder):
    path = folder.series("t", TEXT)
    path.write_text(path.read_text("utf-8").replace("t_x", "usd_jpy"), "utf-8")
    with pytest.raises(DataError, match=r"'usd_jpy' of t\.yml is also a derived series"):
        folder.catalogue().load("t_y")


def test_a_table_name_in_both_folders_is_refused(folder):
    folder.series("t", TEXT)
    folder.facts("t", "id,x\na,1\n")
    with pytest.raises(DataError, match="t: a table of this name is in series/ and in facts/"):
        folder.catalogue().tables()


def test_a_table_in_the_wrong_folder_is_refused(folder):
    folder.facts("f", "id,x\na,1\n")
    for suffix in (".csv", ".yml"):
        (folder.root / "facts" / f"f{suffix}").rename(folder.root / "series" / f"f{suffix}")
    with pytest.raises(DataError, match=r"series/f\.yml: `kind: facts`, so CSV and sidecar belong in facts/"):
        folder.catalogue().table("f")


def test_one_unreadable_manifest_hides_its_own_series_only_and_is_named(folder):
    folder.series("t", TEXT)
    folder.series("u", TEXT).write_text("schema: 1\n", "utf-8")
    store = folder.catalogue()
    assert store.load("t_x").iloc[0] == 1
    with pytest.raises(
        DataError, match=r"no series 'u_x' in the manifests that can be read.*u\.yml: missing key"
    ):
        store.load("u_x")
    with pytest.raises(DataError, match=r"u\.yml: missing key"):
        store.catalogue()


def test_a_folder_without_data_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"no data folder here .* set ANALYSIS_DATA"):
        Catalogue(tmp_path)


def test_the_environment_chooses_the_folder(folder, monkeypatch):
    folder.series("t", TEXT)
    monkeypatch.setenv("ANALYSIS_DATA", str(folder.root))
    assert data.load("t_x").iloc[0] == 1
    monkeypatch.delenv("ANALYSIS_DATA")
    with pytest.raises(DataError, match="no series 't_x'"):
        data.load("t_x")


def test_a_new_file_is_found_without_a_restart(folder):
    folder.series("t", TEXT)
    store = folder.catalogue()
    assert store.load("t_x").iloc[0] == 1
    folder.series("u", TEXT)
    assert store.load("u_x").iloc[0] == 1


# ---- panel
# ---------------------------------------------------------------------------------------------------------


def test_panel_is_the_union_of_the_months_without_a_hole(folder):
    folder.series("t", "month,x\n2020-01,1\n2020-02,2\n")
    folder.series("u", "month,x\n2020-02,5\n2020-03,6\n2020-04,7\n")
    frame = folder.catalogue().panel(["t_x", "u_x"])
    assert [str(p) for p in frame.index] == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert list(frame.columns) == ["t_x", "u_x"]
    assert frame["t_x"].tolist()[:2] == [1, 2] and frame["t_x"].isna().tolist() == [False, False, True, True]
    assert frame["u_x"].iloc[1:].tolist() == [5, 6, 7]
    assert frame.attrs["u_x"]["unit"] == "index, 2020=100"


def test_panel_refuses_series_that_never_meet(folder):
    folder.series("t", "month,x\n2020-01,1\n2020-02,2\n")
    folder.series("u", "month,x\n2020-03,5\n2020-04,6\n")
    with pytest.raises(
        DataError, match="t_x ends in 2020-02 and u_x starts in 2020-03, so they never overlap"
    ):
        folder.catalogue().panel(["u_x", "t_x"])


def test_panel_refuses_mixed_frequencies(folder):
    folder.series("t", "month,x\n2020-01,1\n2020-02,2\n")
    folder.series("u", "date,x\n2020-01-02,5\n2020-01-03,6\n", frequency="daily")
    with pytest.raises(DataError, match=r"mixed frequencies .t_x is monthly, u_x is daily."):
        folder.catalogue().panel(["t_x", "u_x"])


def test_panel_of_nothing_is_refused(folder):
    with pytest.raises(DataError, match="at least one series"):
        folder.catalogue().panel([])


def test_panel_refuses_a_name_given_twice(folder):
    folder.series("t", TEXT)
    with pytest.raises(DataError, match="t_x is asked for twice"):
        folder.catalogue().panel(["t_x", "t_y", "t_x"])


# ---- wide tables
# ---------------------------------------------------------------------------------------------------

WIDE = {
    "pattern": "w_{column}", "title": "Rate", "publisher_id": "W.{column}", "unit": "by column",
    "seasonal_adjustment": "no", "sign": "up", "index_table": "w_columns", "aliases": {"short": "AA"},
}  # fmt: skip


def wide(folder):
    folder.facts("w_columns", "column,title,unit\nAA,First thing,kg\nBB,Second thing,\n")
    folder.series("w", "month,AA,BB\n2020-01,1,2\n2020-02,3,4\n", wide=WIDE, columns="drop")
    path = folder.root / "series" / "w.yml"
    path.write_text(path.read_text("utf-8").replace("columns: drop\n", ""), "utf-8")
    return folder.catalogue()


def test_a_wide_table_names_its_columns_by_pattern_and_describes_them_by_its_index_table(folder):
    store = wide(folder)
    first, second = store.load("w_AA"), store.load("w_BB")
    assert (first.attrs["title"], first.attrs["unit"]) == ("Rate: First thing", "kg")
    assert (second.attrs["title"], second.attrs["unit"]) == ("Rate: Second thing", "by column")
    assert first.attrs["source"] == "Bureau of Tests, W.AA"
    assert store.load("short").tolist() == first.tolist() and store.load("short").name == "short"
    assert store.read_log() == {"w", "w_columns"}
    frame = store.catalogue()
    assert frame.loc["short", "alias_of"] == "w_AA" and frame.loc["w_BB", "nobs"] == 2


def test_an_alias_of_no_column_is_refused(folder):
    store = wide(folder)
    path = folder.root / "series" / "w.yml"
    path.write_text(path.read_text("utf-8").replace("short: AA", "short: CC"), "utf-8")
    with pytest.raises(DataError, match="the alias `short` points to 'CC', not a column"):
        store.load("w_AA")


# ---- log, overview
# -------------------------------------------------------------------------------------------------


def test_the_read_log_names_tables_that_were_used_also_from_the_cache(folder):
    folder.series("t", TEXT)
    folder.series("u", TEXT)
    folder.facts("f", "id,x\na,1\n")
    store = folder.catalogue()
    assert store.read_log() == frozenset()
    store.load("t_x")
    assert store.read_log() == {"t"}
    store.clear_read_log()
    store.load("t_x")
    store.table("f")
    store.describe("u_x")
    assert store.read_log() == {"t", "f", "u"}
    assert store.opened_log() == {"t", "f"}  # u was described and not read
    store.clear_read_log()
    assert store.opened_log() == frozenset()


def test_the_read_log_counts_what_a_derived_series_was_made_from(folder):
    path = folder.series("boj", "month,jp_neer\n2020-01,100\n2020-02,80\n")
    path.write_text(path.read_text("utf-8").replace("boj_jp_neer", "jp_neer"), "utf-8")
    store = folder.catalogue()
    values = store.load("jp_neer_inverse")
    assert values.tolist() == [100.0, 125.0]
    assert values.attrs["derived"] == "100^2 / jp_neer" and values.attrs["sign"] == "up = yen depreciation"
    assert values.attrs["table"] == "boj" and values.attrs["source"] == "own computation from Bureau of Tests"
    store.clear_read_log()
    store.load("jp_neer_inverse")
    assert store.read_log() == store.opened_log() == {"boj"}
    for _ in range(3):  # first computed, then from the cache
        values = store.load("jp_neer_inverse")
        assert values.iloc[0] == 100.0 and values.attrs["unit"] != "mine"
        values.iloc[0] = -1.0
        values.attrs["unit"] = "mine"


def test_a_derived_series_follows_its_input(folder):
    text = "month,jp_neer\n2020-01,100\n2020-02,80\n"
    for body in (text, text.replace("80", "50")):
        path = folder.series("boj", body)
        path.write_text(path.read_text("utf-8").replace("boj_jp_neer", "jp_neer"), "utf-8")
        if body == text:
            store = folder.catalogue()
            assert store.load("jp_neer_inverse").iloc[1] == 125
    os.utime(path, ns=(5, 5))
    assert store.load("jp_neer_inverse").iloc[1] == 200


def test_a_derived_series_without_its_input_says_both_names(folder):
    folder.series("t", TEXT)
    with pytest.raises(DataError, match=r"usd_jpy .*: no series 'ecb_JPY'"):
        folder.catalogue().load("usd_jpy")


def test_status_counts_age_from_the_newest_table_and_flags_what_is_wrong(folder):
    folder.series("old", "month,x\n2020-01,1\n2020-02,2\n")
    folder.series("new", "quarter,x\n2020Q2,1\n2020Q3,2\n", frequency="quarterly")
    folder.series("bad", TEXT).with_suffix(".csv").write_text(TEXT + "2020-06,,\n", "utf-8")
    folder.facts("f", "id,x\na,1\n")
    frame = folder.catalogue().status()
    assert frame.attrs["as_of"] == "2020-09"
    assert frame.loc[["old", "new"], "age"].tolist() == [7, 0]
    assert frame["bytes_ok"].to_dict() == {"old": True, "new": True, "bad": False, "f": False}
    assert "was altered" in frame.loc["bad", "problem"]
    assert "f.csv has no schema" in frame.loc["f", "problem"]
    assert folder.catalogue().status("2021-02").loc["old", "age"] == 12


def test_tables_has_one_row_a_table(folder):
    folder.series("t", TEXT, unverified=["a", "b"])
    folder.facts("f", "id,x\na,1\n")
    frame = folder.catalogue().tables()
    assert frame.index.tolist() == ["t", "f"]
    assert frame.loc["t", ["kind", "first", "last", "rows", "unverified"]].tolist() == [
        "series",
        "2020-01",
        "2020-04",
        5,
        "a | b",
    ]


def test_describe_reads_no_numbers(folder):
    folder.series("t", TEXT, notes=["level break"]).with_suffix(".csv").unlink()
    store = folder.catalogue()
    assert store.describe("t_x")["title"] == "Title of x"
    assert store.describe("t")["notes"] == ["level break"]
    with pytest.raises(DataError, match="no series 't_z'"):
        store.describe("t_z")


# ---- seal
# ----------------------------------------------------------------------------------------------------------


def test_seal_brings_a_manifest_in_line_with_newer_figures(folder):
    from analysis.data.store.seal import seal

    path = folder.series("t", TEXT, vintage="old words stay")
    path.with_suffix(".csv").write_text(TEXT.replace("2020-05,,", "2020-05,5,50"), "utf-8")
    store = folder.catalogue()
    changes = seal(store.manifest("t"))
    assert "columns.x.last: 2020-04 -> 2020-05" in changes and "columns.y.nobs: 3 -> 4" in changes
    assert store.load("t_x").iloc[-1] == 5 and store.manifest("t").vintage == "old words stay"
    assert seal(store.manifest("t")) == []


def test_seal_refuses_a_malformed_table(folder):
    from analysis.data.store.seal import seal

    path = folder.series("t", TEXT)
    before = path.read_bytes()
    path.with_suffix(".csv").write_text(TEXT.replace("30", "3O"), "utf-8")
    with pytest.raises(DataError, match="'3O' is not a number"):
        seal(folder.catalogue().manifest("t"))
    assert path.read_bytes() == before
