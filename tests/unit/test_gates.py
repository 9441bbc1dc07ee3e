"""The gates see what they are there for, and use one version of each tool."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import check
import spelling

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TOOLS = [re.match(r"[\w-]+", line)[0] for line in PROJECT["optional-dependencies"]["dev"]]


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return dict(
        found.groups() for line in lines if (found := re.match(r"([\w.-]+)(?:\[\w,-]+\])?==([\w.]+)", line))
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_the_one_of_the_lock(tool):
    assert version(tool) == locked()[tool]


def test_hooks_before_a_commit_are_gates_of_the_environment_and_name_no_version():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    for hook in hooks[0]["hooks"]:
        python, script, *gates = hook["entry"].split()
        assert (python, script, hook["language"]) == (".venv/bin/python", "tools/check.py", "system")
        assert gates and set(gates) <= check.GATES.keys()


@pytest.fixture
def root(tmp_path):
    """A project of one page, whose picture holds letters that are no words."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "analysis").mkdir()
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "One teh two."]},
        {"cell_type": "code", "source": ["x = 1"], "outputs": [{"data": {"image/png": "teh/teh+teh="}}]},
        {"cell_type": "markdown", "source": ["Last."]},
    ]
    (tmp_path / "chapters" / "page.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    return tmp_path


def test_of_a_notebook_its_prose_is_read_line_for_line(root):
    assert spelling.prose(root / "chapters" / "page.ipynb") == "# Title\nOne teh two.\n\nLast.\n"


def test_a_slip_of_the_pen_is_found_in_a_page_and_in_a_docstring(root, tmp_path):
    (root / "analysis" / "module.py").write_text('"""What is recieved."""\n', "utf-8")
    (root / "tests").mkdir()
    (root / "tests" / "test_slips.py").write_text('"""Tests may mis-spell what they recieve."""\n', "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = [*check.GATES["spelling"], *spelling.files(root, scratch)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    found = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert sorted((Path(place.split(":")[0]).name, said) for place, said in found) == [
        ("module.py", "recieved ==> received"),
        ("page.md", "teh ==> the"),
    ]


@pytest.mark.parametrize(
    ("codes", "leaves", "says"),
    [
        ({"a": "", "b": ""}, 0, []),
        ({"a": "", "b": "print('line 3: long'); raise SystemExit(1)"}, 1, ["line 3: long"]),
        ({"a": "raise SystemExit(3)"}, 1, []),  # whatever number a tool leaves with when it finds something
        ({"a": None, "b": "raise SystemExit(1)"}, 2, ["could not be started"]),
    ],
)
def test_the_gates_leave_with_the_worst_and_say_only_what_was_found(monkeypatch, capsys, codes, leaves, says):
    made = {
        name: [sys.executable, "-c", code] if code is not None else ["/nowhere/tool"]
        for name, code in codes.items()
    }
    monkeypatch.setattr(check, "GATES", made)
    assert check.main([]) == leaves
    printed = capsys.readouterr().out
    assert all(word in printed for word in says) and ("FOUND" in printed) is (leaves > 0)


def test_a_gate_that_is_not_there_is_wrong_use(capsys):
    assert check.main(["lint", "nothing"]) == 2
    assert "no gate nothing; there are types, pages" in capsys.readouterr().err


def test_version_and_day_of_the_citation_are_those_of_the_newest_release_told():
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    told = re.findall(
        r"^## (\d+\.\d+\.\d+), (\d{4}-\d{2}-\d{2})$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert (said["version"], str(said["date-released"])) == told[0] and told[0][0] == PROJECT["version"]
    assert told == sorted(
        told, key=lambda release: [int(part) for part in release[0].split(".")], reverse=True
    )


def test_the_public_address_is_said_in_both_places_or_in_none():
    address = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["repository"]["url"]
    assert set(PROJECT.get("urls", {}).values()) == ({address} if address else set())


def test_actions_are_pinned_by_hash_and_each_job_ends_in_time():
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
            used = [step["uses"] for step in job["steps"] if "uses" in step]
            assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used), (path.name, name)
            assert "timeout-minutes" in job or name == "deploy", (path.name, name)
