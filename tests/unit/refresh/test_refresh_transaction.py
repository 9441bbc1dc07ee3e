"""Several files, all or none: stopped at every step, with a full disk, and by two at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.data.store import transaction
from analysis.errors import DataError

OLD = {"series/a.csv": b"old a", "series/a.yml": b"old sidecar", "series/b.csv": b"old b"}
NEW = {
    "series/a.csv": b"new a",
    "series/a.yml": b"new sidecar",
    "series/b.csv": b"new b",
    "vintages/objects/x": b"kept",
}
# Writes of four files and of the journal, the commit, four moves, the end.
STEPS = 4 + 1 + 1 + 4 + 1

KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.data.store import transaction
left = int(sys.argv[2])
def checkpoint(place):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
root = Path(sys.argv[1])
files = {files!r}
with transaction.settled(root):
    transaction.replace(root, files, checkpoint)
"""


@pytest.fixture
def root(tmp_path) -> Path:
    for name, content in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def state(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in NEW if (root / name).exists()}


def test_all_files_are_replaced_and_nothing_is_left_aside(root):
    steps = []
    with transaction.settled(root):
        transaction.replace(root, NEW, steps.append)
    assert state(root) == NEW
    assert len(steps) == STEPS
    assert os.listdir(root / ".refresh") == ["lock"]


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_at_any_step_leaves_all_old_or_all_new(root, step):
    script = KILLED.replace("{files!r}", repr(NEW))
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(step)], check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    finished = transaction.recover(root)
    assert state(root) == (NEW if step >= 6 else OLD)  # the sixth step, number 5, is the commit
    assert finished is (step >= 6)
    assert os.listdir(root / ".refresh") == ["lock"]


@pytest.mark.parametrize("step", range(6))
def test_a_full_disk_before_the_commit_changes_nothing(root, step):
    count = iter(range(STEPS))

    def checkpoint(place: str) -> None:
        if next(count) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left"), transaction.settled(root):
        transaction.replace(root, NEW, checkpoint)
    assert state(root) == OLD
    assert os.listdir(root / ".refresh") == ["lock"]


def test_a_real_limit_on_file_size_changes_nothing(root):
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from analysis.data.store import transaction\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\nroot = Path(sys.argv[1])\ntry:\n    with"
        " transaction.settled(root): transaction.replace(root, {'series/a.csv': b'1', 'series/b.csv': b'x' *"
        " 5000})\nexcept OSError as error: print(error.strerror)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "File too large"
    assert state(root) == OLD


def test_a_move_that_fails_is_made_good_by_whoever_comes_next(root):
    def checkpoint(place: str) -> None:
        if place == "move series/b.csv":
            raise OSError(errno.EIO, "broken")

    with pytest.raises(DataError, match=r"decided.*broken"), transaction.settled(root):
        transaction.replace(root, NEW, checkpoint)
    assert (root / "series/a.csv").read_bytes() == b"new a" and (
        root / "series/b.csv"
    ).read_bytes() == b"old b"
    with transaction.settled(root):
        assert state(root) == NEW


def test_the_second_of_two_is_told_who_the_first_is(root):
    with transaction.locked(root), pytest.raises(DataError) as caught, transaction.settled(root):
        pass
    assert f"process {os.getpid()}" in str(caught.value) and "\n" not in str(caught.value)
    with transaction.settled(root):  # free again
        pass


def test_a_reader_leaves_the_journal_of_a_refresh_at_work_alone(root):
    with transaction.locked(root):
        (root / ".refresh" / "journal.json").write_text('[["staged-0000", "series/a.csv"]]')
        assert not transaction.recover(root)
        assert (root / ".refresh" / "journal.json").exists()


def test_a_folder_without_a_refresh_is_not_touched(root):
    assert not transaction.recover(root)
    assert not (root / ".refresh").exists()
