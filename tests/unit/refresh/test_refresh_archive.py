"""Earlier versions: found by day, proved by hash, checked out as a folder, pruned by the stated rule."""

from __future__ import annotations

import pytest

from analysis.data import Catalogue
from analysis.data.refresh import archive, difference
from analysis.data.store import transaction
from analysis.errors import DataError

DAYS = ("2020-05-01", "2020-06-01", "2020-07-01")


@pytest.fixture
def root(folder, world):
    """A table that was replaced on three days: 1, 2 and 3 are the values it had until then, 4 the one it
    has."""
    from analysis.data.store.seal import seal

    folder.series("t", "month,x\n2020-01,1\n2020-02,7\n", refresh=world.LIMITS)
    folder.series("still", "month,x\n2020-01,1\n")
    for value, day in enumerate(DAYS, start=2):
        manifest = Catalogue(folder.root).manifest("t")
        with transaction.settled(folder.root):
            transaction.replace(folder.root, archive.additions(folder.root, [manifest], day))
        manifest.csv.write_text(
            f"month,x\n2020-01,{value}\n2020-02,7\n" + ("2020-03,9\n" if value == 4 else ""), "utf-8"
        )
        seal(manifest)
    return folder.root


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2019-01-01", 1),
        ("2020-04-30", 1),
        ("2020-05-01", 2),
        ("2020-06-01", 3),
        ("2020-06-30", 3),
        ("2020-07-01", 4),
    ],
)
def test_a_day_names_the_version_that_stood_at_its_end(root, tmp_path, day, value):
    changed = archive.checkout(root, day, tmp_path / "then")
    then = Catalogue(tmp_path / "then")
    assert then.load("t_x")["2020-01"] == value
    assert changed == ([] if value == 4 else ["t"])
    assert then.status()["bytes_ok"].all()


def test_two_refreshes_on_one_day_keep_what_stood_before_the_day(root):
    manifest = Catalogue(root).manifest("t")
    assert archive.additions(root, [manifest], DAYS[-1]) == {}
    assert archive.INDEX in archive.additions(root, [manifest], "2020-07-02")


def test_a_damaged_or_missing_version_is_named(root, tmp_path):
    (version,) = archive.as_of(root, DAYS[1]).values()
    path = root / f"vintages/objects/{version.csv}.xz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=f"{version.csv}.xz: damaged"):
        archive.checkout(root, DAYS[1], tmp_path / "then")
    path.unlink()
    with pytest.raises(DataError, match=f"{version.csv}.xz: missing"):
        archive.content(root, version.csv)


def test_a_version_under_another_hash_is_refused(root):
    one, two = (archive.as_of(root, day)["t"] for day in ("2020-04-01", "2020-05-01"))
    objects = root / "vintages" / "objects"
    (objects / f"{one.csv}.xz").write_bytes((objects / f"{two.csv}.xz").read_bytes())
    with pytest.raises(DataError, match="other bytes than its name says"):
        archive.content(root, one.csv)


def test_a_folder_that_holds_something_is_not_written_into(root):
    with pytest.raises(DataError, match="is not empty"):
        archive.checkout(root, DAYS[0], root)


def test_pruning_keeps_the_newest_and_what_an_edition_was_made_from(root):
    gone, files, loose = archive.prune(root, editions=["2020-05-15"], keep=1)
    # The edition of 15 May had the version that ended on 1 June; the newest is the one that ended on 1 July.
    assert [version.until for version in gone] == ["2020-05-01"]
    assert len(loose) == 2 and all((root / name).exists() for name in loose)
    assert files[archive.INDEX].decode().count("\n") == 3
    assert [version.until for version in archive.prune(root, [], keep=0)[0]] == list(DAYS)
    assert archive.prune(root, [], keep=3)[0] == []


def test_the_difference_of_two_days_counts_new_and_revised_values(root):
    (row,) = difference.difference(root, "2020-06-30").to_dict("records")
    assert (row["table"], row["column"], row["added"], row["first"], row["revised"], row["gone"]) == (
        "t",
        "x",
        1,
        "2020-03",
        1,
        0,
    )
    assert (row["at"], row["before"], row["after"], row["largest"]) == ("2020-01", "3", "4", 1.0)
    (row,) = difference.difference(root, "2020-04-30", "2020-05-01").to_dict("records")
    assert (row["before"], row["after"], row["added"]) == ("1", "2", 0)
    assert difference.difference(root, "2020-07-01").empty
    assert difference.default_day(root) == "2020-06-30"


def test_without_a_refresh_there_is_nothing_to_compare(folder):
    with pytest.raises(DataError, match="no table has been replaced"):
        difference.default_day(folder.root)


def test_a_list_that_was_edited_is_refused(root):
    (root / archive.INDEX).write_text("table,until\nt,2020-01-01\n", "utf-8")
    with pytest.raises(DataError, match="is not a list of"):
        archive.versions(root)
