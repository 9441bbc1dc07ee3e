"""The command line of a refresh: exit codes, what it says, what it refuses."""

from __future__ import annotations

import contextlib
from functools import partial
from types import SimpleNamespace

import pytest

from analysis.cli import refresh as cli_refresh
from analysis.data.providers.base import ProviderError

OURS = [100.0, 101.0, 102.0]


@pytest.fixture
def run(folder, world, monkeypatch, command):
    """Run `python -m analysis data …` on two tables of two publishers; return exit code, stdout, stderr."""
    for table in "ab":
        folder.series(table, world.monthly("2020-01", OURS), refresh=world.LIMITS)
    more = world.monthly("2020-01", [*OURS, 103.0])
    folder.asking = SimpleNamespace(fetch=world.fetch, check=lambda provider: None)
    folder.owners = {
        "one": (world.Stand("one", {"a": more}), ["a"]),
        "two": (world.Stand("two", {"b": more}), ["b"]),
    }
    monkeypatch.setenv("ANALYSIS_DATA", str(folder.root))
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(cli_refresh, "publishers", lambda: (folder.owners, {}))
    monkeypatch.setattr(cli_refresh, "transport", lambda root: contextlib.nullcontext(folder.asking))

    return partial(command, "data")


def test_all_is_well_and_then_nothing_is_new(run):
    code, out, _ = run("refresh")
    assert code == 0 and out.splitlines() == [
        "one: updated", "  a: 1 new values, 0 revised", "two: updated", "  b: 1 new values, 0 revised",
        "2 updated, 0 unchanged, 0 failed",
    ]  # fmt: skip
    code, out, _ = run("refresh")
    assert code == 0 and out.splitlines()[-1] == "0 updated, 2 unchanged, 0 failed"


def test_a_failure_is_explained_and_leaves_with_one(run, folder):
    folder.owners["two"][0].answers["b"] = ProviderError(
        "two", "b", "answered 403: the agent is refused", "refused"
    )
    code, out, _ = run("refresh")
    assert code == 1
    assert "two: failed. two: b: answered 403: the agent is refused" in out and "one: updated" in out


def test_a_failure_is_not_cut_to_the_width_of_the_terminal(run, folder):
    folder.owners["two"][0].answers["b"] = ProviderError("two", "b", "a cause " * 20 + "end")
    assert any(line.endswith("end") for line in run("refresh")[1].splitlines())


@pytest.mark.parametrize(("words", "says"), [
    (["--provider", "three"], "no publisher 'three'; there are one, two"),
    (["--series", "nothing"], "nothing"),
    (["--series", "a_x", "--provider", "two"], "leave nothing to ask for"),
    (["--upgrade"], "No such option"),
])  # fmt: skip
def test_wrong_use_leaves_with_two(run, words, says):
    code, out, err = run("refresh", *words)
    assert code == 2 and says in out + err


def test_a_series_chooses_its_table(run):
    _, out, _ = run("refresh", "--series", "b_x")
    assert "two: updated" in out and "one" not in out


def test_a_dry_run_says_would(run, folder):
    _, out, _ = run("refresh", "--dry-run")
    assert "one: would be updated" in out
    assert (folder.root / "series" / "a.csv").read_text("utf-8").count("\n") == 4


def test_a_revision_beyond_the_bound_is_pointed_out(run, folder, world):
    long = [100.0] * 20
    folder.series("a", world.monthly("2020-01", long), refresh=world.LIMITS)
    folder.owners["one"][0].answers["a"] = world.monthly("2020-01", [*long[:-1], 104.0])
    _, out, _ = run("refresh", "--provider", "one")
    assert "    look at x 2021-08: 100 -> 104, beyond the stated bound" in out.splitlines()


def test_diff_lists_what_the_refresh_brought(run):
    code, _, err = run("diff")
    assert code == 2 and "no table has been replaced" in err
    run("refresh")
    code, out, _ = run("diff")
    lines = out.splitlines()
    assert code == 0 and lines[1].split() == ["a", "x", "1", "2020-04", "2020-04", "0", "0"]
    assert "2 new values, 0 revised, 0 gone, in 2 tables" in lines[-1]


def test_as_of_writes_the_tables_of_a_day(run, tmp_path):
    run("refresh")
    code, out, _ = run("as-of", "2020-06-30", str(tmp_path / "then"))
    assert code == 0 and "2 differ from now: a, b" in out
    assert (tmp_path / "then" / "series" / "a.csv").read_text("utf-8").count("\n") == 4
    assert run("as-of", "June", str(tmp_path / "other"))[0] == 2


def test_prune_says_what_it_dropped(run):
    run("refresh")
    assert run("prune")[1] == "0 versions dropped, 2 kept\n"


def test_offline_every_host_is_named_and_other_commands_work(run, folder):
    def offline(provider):
        raise ProviderError(
            provider.name, "all tables", "cannot reach 127.0.0.1 (Network is unreachable)", "unreachable"
        )

    folder.asking.check = offline
    code, out, _ = run("refresh")
    assert code == 1 and out.count("cannot reach") == 2
    assert run("status")[0] == 0
