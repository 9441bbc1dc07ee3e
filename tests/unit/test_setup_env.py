"""Making the environment: what would send packages elsewhere is set aside, and each failure is one line. No
network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

import setup_env


@pytest.mark.parametrize("name", ["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME"])
def test_what_would_send_packages_elsewhere_is_not_passed_on(monkeypatch, name):
    monkeypatch.setenv(name, "/somewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "kept")
    done = setup_env.quietly(
        [sys.executable, "-c", f"import os; print(os.environ.get({name!r}), os.environ['PIP_INDEX_URL'])"]
    )
    assert done.stdout.split() == ["None", "kept"]


def test_a_full_disk_ends_in_one_line_that_says_so():
    failing = "import sys; print('a\\nERROR: [Errno 28] No space left on device\\nb'); sys.exit(1)"
    with pytest.raises(SystemExit, match="The disk is full") as said:
        setup_env.run([sys.executable, "-c", failing], "Installing failed.")
    assert "\n" not in str(said.value)


def test_a_command_that_is_not_there_is_named():
    with pytest.raises(SystemExit, match="/nowhere/python could not be started: No such file"):
        setup_env.quietly(["/nowhere/python"])


def test_a_second_process_waits_and_does_not_make_it_again(tmp_path):
    """The first holds the lock and has made the environment; the second says that it waits, then finds it
    there."""
    venv, lock = tmp_path / "env", tmp_path / "some.lock"
    lock.write_text("")
    os.utime(lock, (0, 0))
    holder = setup_env.alone(str(venv))
    second = subprocess.Popen(
        [sys.executable, "-c", (f"import sys; sys.path.insert(0, {str(TOOLS)!r}); import setup_env as s\n"
         f"s.main({str(venv)!r}, {str(lock)!r}, False); print('not made again')")],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert second.stdout.readline().startswith("Another process is setting up")
    venv.mkdir()
    (venv / ".ready").write_text("")
    holder.close()
    out, _ = second.communicate(timeout=60)
    assert out == "not made again\n" and second.returncode == 0


def test_an_older_environment_is_made_again(tmp_path):
    lock = tmp_path / "some.lock"
    lock.write_text("")
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / ".ready").write_text("")
    os.utime(tmp_path / "env" / ".ready", (0, 0))
    assert not setup_env.made_meanwhile(str(tmp_path / "env"), str(lock))
