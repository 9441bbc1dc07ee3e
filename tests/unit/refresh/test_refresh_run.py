"""A refresh as a whole: each provider all or nothing, every fault named, whatever happens the hashes
match."""

from __future__ import annotations

import dataclasses
import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.data import Catalogue
from analysis.data.providers.base import ProviderError
from analysis.data.refresh import archive, rebasing, run
from analysis.errors import DataError

TODAY = "2020-07-15"
OURS = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]


@pytest.fixture
def book(folder, world):
    """Two publishers: `one` owns a and b, `two` owns c."""
    for table in "abc":
        folder.series(
            table,
            world.monthly("2020-01", [value + 10 * (table == "b") for value in OURS]),
            refresh=world.LIMITS,
        )
    folder.series("d", world.monthly("2020-01", OURS))
    more, more_b = (world.monthly("2020-01", [value + add for value in [*OURS, 106.0]]) for add in (0, 10))
    one = world.Stand("one", {"a": more, "b": more_b}, vintage="release of July")
    two = world.Stand("two", {"c": more})
    folder.one, folder.two = one, two
    folder.refresh = lambda **about: run.refresh(
        {"one": (one, ("a", "b")), "two": (two, ("c",))}, world.fetch, folder.root, TODAY, **about
    )
    folder.bytes = lambda: {
        path.name: path.read_bytes() for path in sorted((folder.root / "series").iterdir())
    }
    return folder


def in_order(root: Path) -> bool:
    return bool(Catalogue(root).status()["bytes_ok"].all())


def test_every_table_is_brought_up_to_date_with_its_sidecar(book):
    results = book.refresh()
    assert [(result.provider, result.state) for result in results] == [("one", "updated"), ("two", "updated")]
    store = Catalogue(book.root)
    for table in "abc":
        assert str(store.load(f"{table}_x").index[-1]) == "2020-07"
    manifest = store.manifest("a")
    assert manifest.rows == 7 and manifest.columns["x"].last == "2020-07" and manifest.columns["x"].nobs == 7
    assert manifest.vintage == "release of July; fetched 2020-07-15"
    assert manifest.obtained[-1] == "python -m analysis data refresh --provider one, 2020-07-15"
    assert manifest.checks[-1].startswith("refresh of 2020-07-15: 1 new values, 0 revised")
    assert in_order(book.root)
    assert {version.table for version in archive.versions(book.root)} == {"a", "b", "c"}


def test_a_second_refresh_finds_nothing_and_writes_nothing(book):
    book.refresh()
    before = book.bytes()
    assert [result.state for result in book.refresh()] == ["unchanged", "unchanged"]
    assert book.bytes() == before


def test_a_dry_run_reports_and_writes_nothing(book):
    before = book.bytes()
    results = book.refresh(dry_run=True)
    assert [change.added for change in results[0].changes] == [1, 1] and results[0].state == "updated"
    assert book.bytes() == before and not (book.root / "vintages").exists()


def test_one_bad_table_keeps_all_tables_of_its_provider_and_no_other(book, world):
    book.one.answers["b"] = world.monthly("2020-01", OURS[:-1])
    before = book.bytes()
    one, two = book.refresh()
    assert (one.state, two.state) == ("failed", "updated")
    assert (
        str(one.error)
        == "one: b: x: ends in 2020-05, ours in 2020-06: the publisher's file is older than the table, or"
        " frozen"
    )
    after = book.bytes()
    assert {name for name in after if after[name] != before[name]} == {"c.csv", "c.yml"}
    assert in_order(book.root)


def test_an_error_of_the_network_is_that_provider_s_alone(book):
    book.one.answers["a"] = ProviderError("one", "a", "answered 503 four times", "refused")
    one, two = book.refresh()
    assert str(one.error) == "one: a: answered 503 four times" and two.state == "updated"


def test_a_host_that_cannot_be_reached_is_not_asked(book):
    def reach(provider):
        if provider is book.two:
            raise ProviderError("two", "all tables", "cannot reach 127.0.0.1", "unreachable")

    book.two.answers.clear()  # asking would be a KeyError
    one, two = book.refresh(reach=reach)
    assert one.state == "updated" and str(two.error) == "two: all tables: cannot reach 127.0.0.1"


def test_a_table_that_was_altered_by_hand_is_not_built_upon(book):
    (book.root / "series" / "a.csv").write_text("month,x\n2020-01,3\n", "utf-8")
    one, two = book.refresh()
    assert one.state == "failed" and "the file was altered" in str(one.error) and two.state == "updated"


def test_a_table_without_stated_bounds_is_not_refreshed(book, world):
    (result,) = run.refresh({"one": (book.one, ("d",))}, world.fetch, book.root, TODAY)
    assert "one: d: its sidecar states no bounds" in str(result.error)


def test_since_leaves_earlier_months_as_they_are(book, world):
    changed = world.monthly("2020-01", [*OURS[:4], 104.5, 105.5, 106.0])
    book.one.answers.update(a=changed)
    book.refresh(since="2020-06")
    values = Catalogue(book.root).load("a_x")
    assert (values["2020-05"], values["2020-06"], values["2020-07"]) == (104.0, 105.5, 106.0)


def test_events_known_to_a_later_day_renew_the_sidecar_alone(folder, world):
    text = "date,x\n2020-02-03,5\n"
    folder.series("t", text, frequency="decisions", covered_to="2020-03-31", refresh=world.LIMITS)
    stand = world.Stand("one", {"t": text}, covered_to="2020-06-30")
    (result,) = run.refresh({"one": (stand, ("t",))}, world.fetch, folder.root, TODAY)
    assert result.state == "updated" and Catalogue(folder.root).manifest("t").covered_to == "2020-06-30"
    stand.about["covered_to"] = "2020-06-30"
    (result,) = run.refresh({"one": (stand, ("t",))}, world.fetch, folder.root, TODAY)
    assert result.state == "unchanged"


def test_tables_of_one_provider_are_of_one_edition_afterwards(book):
    for table in "ab":
        path = book.root / "series" / f"{table}.yml"
        raw = yaml.safe_load(path.read_text("utf-8"))
        raw["columns"]["x"]["vintage_group"] = "Prices: release of June"
        path.write_text(yaml.safe_dump(raw, sort_keys=False), "utf-8")
    book.one.answers["b"] = (book.root / "series" / "b.csv").read_text("utf-8")  # nothing new in b
    book.refresh()
    groups = {Catalogue(book.root).manifest(table).columns["x"].vintage_group for table in "ab"}
    assert groups == {"Prices: fetched 2020-07-15"}


def test_a_change_of_base_without_a_recipe_is_refused(book):
    book.one.about["bases"] = {"x": "2025=100"}
    one, _ = book.refresh()
    assert "one: a: the publisher's base is 2025=100, ours index, 2020=100: no recipe" in str(one.error)


def test_a_change_of_base_by_recipe_renews_unit_note_and_the_table_that_names_the_columns(
    folder, world, monkeypatch
):
    months = 75  # 2020-01 to 2026-03
    ours = [round(100 * 1.002 ** (i - 5.5), 1) for i in range(months)]
    mean = sum(ours[60:72]) / 12  # 2025
    folder.facts("names", 'column,title,unit\nx,All items,"index, 2020=100"\n')
    wide = {
        "pattern": "t_{column}",
        "unit": "index, 2020=100",
        "seasonal_adjustment": "no",
        "sign": "up",
        "index_table": "names",
    }
    folder.series("t", world.monthly("2020-01", ours), refresh=world.LIMITS, wide=wide, columns="drop")
    monkeypatch.setitem(
        rebasing.RECIPES, "t", dataclasses.replace(rebasing.RECIPES["jp_cpi_monthly"], table="t")
    )
    monkeypatch.setattr(
        "analysis.data.store.seal.hold", lambda frame, manifest: None
    )  # this table of names has no schema
    stand = world.Stand(
        "one",
        {"t": world.monthly("2020-01", [round(100 * value / mean, 1) for value in ours])},
        bases={"x": "2025=100"},
    )
    (result,) = run.refresh({"one": (stand, ("t",))}, world.fetch, folder.root, "2026-05-01")
    assert result.state == "updated", result.error
    store = Catalogue(folder.root)
    assert store.load("t_x").attrs["unit"] == "index, 2025=100"
    store.check("t")
    assert "moved from index, 2020=100 to index, 2025=100" in store.manifest("t").notes[-1]
    assert "100" in store.manifest("t").wide.unit and store.load("t_x")["2025"].mean() == pytest.approx(
        100, abs=0.06
    )
    assert archive.as_of(folder.root, "2026-04-30").keys() == {"t", "names"}
    assert store.table("names")["unit"].tolist() == ["index, 2025=100"]


def test_the_table_that_describes_a_wide_one_follows_its_coverage(folder, world, monkeypatch, tmp_path):
    names = (
        "column,title,first_one,last_one,nobs_one,missing_one\n"
        "x,All,2020-01,2020-06,6,\ny,Other,2020-01,2020-06,6,\n"
    )
    folder.facts("names", names, numeric=("nobs_one",), builder="data/builders/x.py")
    wide = {
        "pattern": "t_{column}",
        "unit": "index",
        "seasonal_adjustment": "no",
        "sign": "up",
        "index_table": "names",
    }
    folder.series(
        "t_one",
        world.monthly("2020-01", OURS),
        refresh=world.LIMITS,
        wide=wide,
        columns="drop",
        builder="data/builders/x.py",
    )
    monkeypatch.setattr(
        "analysis.data.store.seal.hold", lambda frame, manifest: None
    )  # this table of names has no schema
    stand = world.Stand(
        "one",
        {"t_one": world.monthly("2020-01", [*OURS, 106.0]).replace("2020-07,106", "2020-07,\n2020-08,106")},
    )
    (result,) = run.refresh({"one": (stand, ("t_one",))}, world.fetch, folder.root, "2020-09-01")
    assert result.state == "updated", result.error
    store = Catalogue(folder.root)
    text = store.manifest("names").csv.read_text("utf-8")
    assert "x,All,2020-01,2020-08,7,2020-07\n" in text and "y,Other,2020-01,2020-06,6,\n" in text
    assert store.manifest("names").builder is None and store.manifest("t_one").builder is None
    archive.checkout(folder.root, "2020-08-31", tmp_path / "then")
    assert Catalogue(tmp_path / "then").manifest("names").csv.read_text("utf-8") == names


@pytest.mark.parametrize(("today", "old"), [("2020-09-29", False), ("2020-09-30", True)])
def test_a_file_that_has_not_moved_for_longer_than_it_should_is_pointed_out(folder, world, today, old):
    text = world.monthly("2020-01", OURS)
    folder.series("t", text, refresh=world.LIMITS)
    stand = world.Stand("one", {"t": text})
    (result,) = run.refresh(
        {"one": (stand, ("t",))}, world.fetch, folder.root, today, max_age={"t": 91}
    )  # 30 June and 91 days
    assert result.state == "unchanged"
    expected = ("newest value of 2020-06 is 92 days old where 91 are usual: is the publisher's file frozen?",)
    assert result.changes[0].notes == (expected if old else ())


def test_words_beside_a_number_may_change_with_it(folder, world):
    folder.series(
        "t", "month,x,basis\n2020-01,1.0,mean of daily\n", refresh={"scale": "relative", "revision": 0.1}
    )
    path = folder.root / "series" / "t.yml"
    raw = yaml.safe_load(path.read_text("utf-8"))
    raw["columns"]["basis"] = {"title": "What it rests on"}
    path.write_text(yaml.safe_dump(raw, sort_keys=False), "utf-8")
    stand = world.Stand("one", {"t": "month,x,basis\n2020-01,1.05,published\n"})
    (result,) = run.refresh({"one": (stand, ("t",))}, world.fetch, folder.root, TODAY)
    assert result.state == "updated" and result.changes[0].revised == 2 and result.changes[0].flagged == []


def test_a_full_disk_fails_the_provider_and_says_so(book):
    def checkpoint(place):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = book.bytes()
    results = book.refresh(checkpoint=checkpoint)
    assert {str(result.error) for result in results} == {
        f"{name}: all tables: could not be written (No space left on device); the tables are as they were"
        for name in ("one", "two")
    }
    assert book.bytes() == before and in_order(book.root)


def test_two_refreshes_at_once_end_in_one_line_for_the_second(book):
    from analysis.data.store import transaction

    with (
        transaction.locked(book.root),
        pytest.raises(DataError, match="another refresh of this folder is at work") as caught,
    ):
        book.refresh()
    assert "\n" not in str(caught.value)


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from conftest import Stand, fetch, monthly
from analysis.data.refresh import run
left = int(sys.argv[2])
def checkpoint(place):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
values = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0]
higher = [value + 10 for value in values]
one = Stand("one", {"a": monthly("2020-01", values), "b": monthly("2020-01", higher)})
run.refresh({"one": (one, ("a", "b"))}, fetch, Path(sys.argv[1]), "2020-07-15", checkpoint=checkpoint)
"""


# Two tables with sidecars, their old versions and the list: nine files, each written and moved; the journal,
# the commit, the end.
@pytest.mark.parametrize("moment", range(9 + 2 + 9 + 1))
def test_killed_at_every_moment_both_tables_are_old_or_both_are_new(book, moment):
    before = book.bytes()
    command = [sys.executable, "-c", KILLED, str(book.root), str(moment), str(Path(__file__).parent)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert in_order(book.root)
    after = book.bytes()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == ({"a.csv", "a.yml", "b.csv", "b.yml"} if moment > 10 else set())
    if changed:  # and what they were is kept
        assert {version.table for version in archive.versions(book.root)} == {"a", "b"}
