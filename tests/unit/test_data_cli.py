"""`python -m analysis data`: prints the state of the data and leaves with 1 when a file is not what it should
be."""

from __future__ import annotations

from functools import partial

import pytest

TEXT = "month,x\n2020-01,1\n2020-02,2\n"


@pytest.fixture
def run(folder, monkeypatch, command):
    """Run the command line on the small folder; return exit code, stdout, stderr."""
    folder.series("good", TEXT)
    folder.series("other", TEXT.replace("2020", "2019"))
    monkeypatch.setenv("ANALYSIS_DATA", str(folder.root))
    monkeypatch.setenv("COLUMNS", "60")

    return partial(command, "data")


def test_status_in_order(run):
    code, out, err = run("status")
    assert code == 0 and err == ""
    lines = out.splitlines()
    assert lines[0].split() == "table kind first last age rows status bytes vintage".split()
    assert lines[1].split()[:6] == "good series 2020-01 2020-02 0 2".split()
    assert lines[2].split()[4] == "12"
    assert lines[-1] == "2 tables, 2 in order; age in months before 2020-02."


def test_status_counts_age_from_the_month_asked_for(run):
    assert run("status", "--as-of", "2021-02")[1].splitlines()[1].split()[4] == "12"
    assert int(run("status", "--as-of", "today")[1].splitlines()[1].split()[4]) > 70
    code, _, err = run("status", "--as-of", "soon")
    assert (
        code == 2
        and err.strip()
        == "error: --as-of ('today' or a month) 'soon' is not a date; write YYYY, YYYYQn, YYYY-MM or"
        " YYYY-MM-DD"
    )


def test_status_of_an_altered_file_leaves_with_1_and_one_clear_line(run, folder):
    (folder.root / "series" / "good.csv").write_text(TEXT.replace(",2", ",3"), "utf-8")
    (folder.root / "series" / "stray.csv").write_text(TEXT, "utf-8")
    code, out, err = run("status")
    assert code == 1
    assert err.strip() == "error: 2 of 3 tables are not in order: good, stray"
    assert (
        "good: data/series/good.csv: the file was altered" in out
        and "stray: series/stray.csv has no manifest" in out
    )


def test_seal_then_status(run, folder):
    (folder.root / "series" / "good.csv").write_text(TEXT + "2020-03,3\n", "utf-8")
    assert run("status")[0] == 1
    code, out, _ = run("seal", "good")
    assert (
        code == 0
        and "rows: 2 -> 3" in out
        and "bring vintage, obtained, checks and unverified up to date" in out
    )
    assert run("status")[0] == 0
    assert run("seal", "good")[1].strip() == "nothing to change"


def test_list_and_show(run):
    code, out, _ = run("list")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == ["series", "good_x", "other_x"]
    assert [line.split()[0] for line in run("list", "OTHER")[1].splitlines()] == ["series", "other_x"]
    code, _, err = run("list", "zzz")
    assert code == 2 and "no series has 'zzz'" in err
    code, out, _ = run("show", "good_x", "--last", "1")
    assert code == 0 and "source: Bureau of Tests, ID-x" in out and "2020-02" in out and "2020-01" not in out
    assert "obtained: typed" in run("show", "good")[1]
    code, _, err = run("show", "god_x")
    assert code == 2 and "did you mean good_x" in err and "Traceback" not in err
    assert run("tables")[1].splitlines()[1].split()[:4] == ["good", "series", "monthly", "2"]
