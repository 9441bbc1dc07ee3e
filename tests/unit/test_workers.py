"""Tests of the built book that share something run in one worker: seen in a run, because a scheduler that is
not asked says nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[1] / "book"
CONFTEST = f"""
import sys
sys.path.insert(0, {str(BOOK)!r})
import workers

def pytest_xdist_make_scheduler(config, log):
    return workers.ByModule(config, log)

def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: workers.place(item.nodeid))
"""
MODULE = """
import time
import pytest

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    time.sleep(0.02)  # long enough for the other worker to take its share
"""


@pytest.fixture
def workers(monkeypatch):
    monkeypatch.syspath_prepend(str(BOOK))
    import workers

    yield workers
    sys.modules.pop("workers")


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> list[tuple[str, str]]:
    """Worker and module of each test, in the order in which they ended."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    for name in ("access", "cover", "search", "frame", "verdicts"):
        (folder / f"test_{name}.py").write_text(MODULE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return re.findall(r"^\[(gw\d)\] .*PASSED test_(\w+)\.py", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("together", [{"frame"}, {"search"}, {"cover", "verdicts"}], ids=" and ".join)
def test_what_is_shared_is_made_by_one_worker(ran, together):
    assert len(ran) == 30
    assert len({worker for worker, module in ran if module in together}) == 1


def test_long_modules_begin_first_and_tests_that_share_nothing_fill_the_end(ran):
    assert "frame" in {module for _, module in ran[:2]}
    assert ran[-1][1] == "access"
    assert {worker for worker, module in ran if module == "access"} == {"gw0", "gw1"}


def test_every_module_that_is_named_is_there(workers):
    named = {*workers.WITH, *workers.WITH.values(), *workers.SINGLE, *workers.LONG}
    assert named <= {path.stem for path in BOOK.glob("test_*.py")}


def test_names_and_places(workers):
    one, other = (f"tests/book/test_access.py::test_axe[{name}-a::b]" for name in ("phone", "desk"))
    assert workers.group(one) == one != workers.group(other)
    assert workers.group("tests/book/test_cover.py::test_a[1]") == "test_verdicts"
    assert workers.place("tests/book/test_editions.py::a") < workers.place("tests/book/test_search.py::a")
    assert workers.place("tests/book/test_search.py::a") < workers.place(one)
