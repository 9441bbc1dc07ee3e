"""The command line: one meaning for each exit code; a mistake is one line; results are printed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.report import rules
from analysis.report.build import notebooks, turned

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> subprocess.CompletedProcess:
    """The command as a user starts it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("estimate", "jp_cpy", "usd_jpy"), "did you mean jp_cpi"),
        (("estimate", "jp_cpi", "usd_jpy", "--first", "2026-01"), "too few observations"),
        (("estimate", "jp_cpi", "usd_jpy", "--first", "soon"), "'soon' is not a date"),
        (("estimate", "jp_cpi", "brent_usd"), "no exchange rate"),
        (("estimate", "jp_cpi", "usd_jpy", "--inference", "bootstrap"), "unknown inference method"),
        (("estimate", "jp_cpi", "usd_jpy_daily"), "more than one row for 1999-01"),
        (("estimate", "jp_cpi", "usd_jpy", "--method", "guess"), "no method 'guess'"),
        (("estimate", "jp_cpi", "usd_jpy", "--method", "all", "--inference", "hc1"), "belong to one method"),
        (
            ("estimate", "jp_cpi", "usd_jpy", "--method", "local-projection", "--own-lags", "2"),
            "belongs to distributed-lag",
        ),
        (("scenario", "--hedged", "10"), "Write 0.1 for 10 %"),
        (("scenario", "--case", "half"), "stated, swaps, hedged, account, full"),
        (("scenario", "--theory", "granular"), "panel, stocks"),
        (("scenario", "--income", "4"), "Write 0.04 for 4 %"),
        (("scenario", "--amount", "-5"), "amount of 0 or more"),
        (("scenario", "--end", "2024-01"), "before they start"),
        (("scenario", "--shocks", "--seed", "-1"), "seed"),
        (("scenario", "--instrument", "gold"), "equity, debt, guarantee"),
        (("scenario", "--multiplier", "2", "--window", "2020"), "from 1980, from 2013"),
        (("data", "show", "no_such_series"), "no series"),
        (("notebooks", "run", "no_such_chapter"), "no_such_chapter"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(command, words, said):
    code, _, err = command(*words)
    assert code == 2 and said in err and len(err.strip().splitlines()) == 1


def test_a_mistake_shows_no_traceback_in_a_process_of_its_own():
    done = run("estimate", "jp_cpy", "usd_jpy")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("error: ") and len(done.stderr.strip().splitlines()) == 1


def test_the_version_is_that_of_the_project(command):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert command("--version") == (0, f"analysis {project['version']}\n", "")


@pytest.mark.parametrize(
    "words", [("data",), ("no-such-command",), ("data", "list", "a", "b"), ("--no-such-option",)]
)
def test_wrong_use_leaves_with_2(command, words):
    assert command(*words)[0] == 2


def stands(name):
    return SimpleNamespace(
        name=name, notebook=SimpleNamespace(cells=[1]), reasons=("code changed",), seconds=None
    )


@pytest.mark.parametrize("code", [0, 1])
def test_what_a_command_finds_leaves_with_1_and_nothing_found_with_0(command, monkeypatch, code):
    found = code == 1
    monkeypatch.setattr(rules, "check", lambda root: ["japan, cell 3: a finding"] if found else [])
    monkeypatch.setattr(rules, "pages", lambda root: ["japan"])
    monkeypatch.setattr(notebooks, "verify", lambda names, **_: found)
    monkeypatch.setattr(notebooks, "states", lambda root: [stands("japan")] if found else [])
    assert command("notebooks", "check")[0] == code
    assert command("notebooks", "verify")[0] == code
    assert command("notebooks", "status", "--strict")[0] == code


@pytest.mark.parametrize(("others", "code"), [((), 1), (("japan: cell 2 failed",), 2)])
def test_a_sentence_that_turned_is_a_finding_unless_a_page_could_not_be_run(
    command, monkeypatch, others, code
):
    def run(*_, **__):
        raise turned.TurnedSentences([turned.Turned("japan", 3, "rises")], others)

    monkeypatch.setattr(notebooks, "run", run)
    monkeypatch.setattr(turned, "leave", lambda root, found: None)
    found, _, err = command("notebooks", "run")
    assert found == code and "rises" in err


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EROFS, True), (errno.EIO, False)]
)
def test_a_full_disk_is_one_line_and_another_failure_is_not_hidden(command, monkeypatch, number, told):
    def run(*_, **__):
        raise OSError(number, os.strerror(number), "chapters/japan.ipynb")

    monkeypatch.setattr(notebooks, "run", run)
    if not told:
        with pytest.raises(OSError, match=os.strerror(number)):
            command("notebooks", "run")
        return
    code, _, err = command("notebooks", "run")
    assert code == 2 and len(err.strip().splitlines()) == 1
    assert err.startswith(f"error: chapters/japan.ipynb: {os.strerror(number)}; make room")


def test_estimate_prints_the_path_and_writes_what_it_printed(command, tmp_path):
    code, out, err = command(
        "estimate", "jp_import_price_yen", "jp_neer", "--lags", "3", "--output", str(tmp_path)
    )
    assert code == 0, err
    assert "its inverse is used" in out
    (csv,) = tmp_path.glob("*.csv")
    path = pd.read_csv(csv, index_col="horizon")
    assert path.index.tolist() == [0, 1, 2, 3]
    assert f"{path['estimate'].iloc[-1]:.3f}" in out
    (png,) = tmp_path.glob("*.png")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_a_rate_quoted_either_way_gives_one_answer(command, tmp_path):
    for name in ("jp_neer", "jp_neer_inverse"):
        assert (
            command("estimate", "jp_import_price_yen", name, "--lags", "2", "--output", str(tmp_path))[0] == 0
        )
    one, two = (pd.read_csv(path)["estimate"] for path in sorted(tmp_path.glob("*.csv")))
    pd.testing.assert_series_equal(one, two, rtol=1e-10)


def test_a_local_projection_prints_a_table_and_writes_tables_and_a_figure(command, tmp_path):
    code, out, err = command(
        "estimate",
        "jp_import_price_yen",
        "jp_neer",
        "--method",
        "local-projection",
        "--horizons",
        "6",
        "--lags",
        "4",
        "--output",
        str(tmp_path),
    )
    assert code == 0, err
    stem = "jp_import_price_yen-jp_neer-local-projection"
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{stem}{s}" for s in (".csv", ".tex", ".html", ".png")
    }
    path = pd.read_csv(tmp_path / f"{stem}.csv", index_col="horizon")
    assert path.index.tolist() == list(range(7))
    assert f"{path['estimate'].iloc[-1]:.3f}" in out and "lag-augmented-hc3" in out


def test_all_methods_are_compared(command, tmp_path):
    code, out, err = command(
        "estimate",
        "jp_import_price_yen",
        "jp_neer",
        "--method",
        "all",
        "--horizons",
        "6",
        "--output",
        str(tmp_path),
    )
    assert code == 0, err
    assert all(name in out for name in ("distributed-lag", "local-projection", "error-correction", "vector"))
    assert len(list(tmp_path.iterdir())) == 4


def test_a_scenario_prints_the_table_and_writes_what_it_printed(command, tmp_path):
    words = ("scenario", "--case", "account", "--multiplier", "2", "--scale", "4200")
    code, out, err = command(*words, "--output", str(tmp_path))
    assert code == 0, err
    fans = pd.read_csv(tmp_path / "scenario.csv")
    last = fans[(fans["path"] == "yen") & (fans["month"] == fans["month"].max()) & (fans["quantile"] == 0.5)]
    # A third (33.3 %) less half of its loans (31.8 %), at 2 % for each percent of GDP.
    assert last["log_percent"].item() == pytest.approx(2 * (0.333 - 0.318 / 2) * 100 * 550 / 4200)
    assert f"{last['simple_percent'].item():.3f}" in out
    assert (tmp_path / "scenario.png").read_bytes().startswith(b"\x89PNG")
    assert "No dollars are bought" in command(*words, "--funding", "reserves")[1]


def test_the_command_line_knows_the_methods_of_the_package():
    from analysis.cli.estimate import METHODS
    from analysis.passthrough.specifications import methods

    # Typed out in both places: importing every estimator to print a help text would take a second.
    assert methods.METHODS == METHODS
