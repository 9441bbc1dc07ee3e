"""Every door has an example that runs, and what a docstring points to is there."""

import doctest
import inspect
import re
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from analysis import passthrough as pt
from analysis.cli import app

ROOT = Path(__file__).resolve().parents[2]
DOORS = sorted(name for name in pt.__all__ if inspect.isfunction(getattr(pt, name)))
#: A file of this repository, as a docstring names it.
FILE = re.compile(
    r"`{1,2}((?:benchmarks|tests|tools|chapters|analysis)/[\w./-]+\.\w+)`{1,2}|\((benchmarks/\w+\.py)\)"
)
#: A dotted name of this package, as a docstring names it.
NAME = re.compile(r"`{1,2}(analysis(?:\.\w+)+)`{1,2}")


@pytest.mark.parametrize("name", DOORS)
def test_the_example_of_a_door_runs_and_gives_what_it_says(name):
    function = inspect.unwrap(getattr(pt, name))
    tests = doctest.DocTestFinder(recurse=False).find(function, name, globs={})
    examples = [test for test in tests if test.examples]
    assert examples, f"{name} has no example: write one under Examples in its docstring"
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(examples[0], out=said.append)
    assert not failed, "".join(said)


#: A command of this package, as a docstring names it.
COMMAND = re.compile(r"python -m analysis ([a-z]+)(?: ([a-z]+))?")


def pointers(text: str):
    for match in FILE.finditer(text):
        yield "file", match[1] or match[2]
    for match in NAME.finditer(text):
        yield "name", match[1]
    for match in COMMAND.finditer(text):
        yield "command", match[0].removeprefix("python -m analysis ")


@cache
def commands() -> dict:
    """Commands of the package, each with its own commands, as the command line knows them."""
    whole = get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in whole.commands.items()}


def missing(kind: str, what: str) -> bool:
    """Whether a file, a command or a dotted name is not there."""
    if kind == "file":
        return not (ROOT / what).exists()
    if kind == "command":
        first, *second = what.split()
        known = commands().get(first)
        return known is None or bool(known and second and second[0] not in known)
    parts = what.split(".")
    for cut in range(len(parts), 0, -1):
        home = ROOT.joinpath(*parts[:cut])
        source = home.with_suffix(".py") if home.with_suffix(".py").exists() else home / "__init__.py"
        if source.exists():
            beside = source.with_suffix(".pyi")
            text = source.read_text("utf-8") + (beside.read_text("utf-8") if beside.exists() else "")
            return any(not re.search(rf"\b{part}\b", text) for part in parts[cut : cut + 1])
    return True


def test_docstrings_point_to_files_and_names_that_exist():
    wrong = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in sorted((ROOT / "analysis").rglob("*.py"))
        for kind, what in pointers(path.read_text("utf-8"))
        if missing(kind, what)
    ]
    assert not wrong, "pointed to and not there: " + "; ".join(wrong)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("see `analysis.passthrough.core.terms.CommonTerms`", True),
        ("see `analysis.passthrough.core.terms.Nothing`", False),
        ("see `analysis.passthrough.nowhere.CommonTerms`", False),
        ("`analysis.passthrough.local_projection`", True),
        ("(benchmarks/coverage_lags.py)", True),
        ("(benchmarks/no_such_file.py)", False),
        ("run `python -m analysis notebooks run`", True),
        ("run `python -m analysis notebooks fly`", False),
        ("run `python -m analysis nothing`", False),
    ],
)
def test_a_pointer_to_what_is_not_there_would_be_found(text, there):
    assert [not missing(*found) for found in pointers(text)] == [there]
