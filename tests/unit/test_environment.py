"""Versions on the page are those of the lock."""

import pytest

from analysis.errors import NotebookError
from analysis.report.author import environment


def test_versions_come_from_the_lock(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "".join(
            f"{name}==1.{i} ; python_version > '3' \\\n    --hash=sha256:0\n"
            for i, name in enumerate(environment.ROLES)
        )
    )
    frame = environment.versions(lock)
    assert frame["version"].tolist() == [f"1.{i}" for i in range(len(environment.ROLES))]


def test_a_package_that_the_lock_leaves_out_is_named(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("numpy==2.0\n")
    with pytest.raises(NotebookError, match="does not pin scipy"):
        environment.versions(lock)


def test_the_project_lock_pins_every_package_that_the_page_lists():
    assert len(environment.versions()) == len(environment.ROLES)
