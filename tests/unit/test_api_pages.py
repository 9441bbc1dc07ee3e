"""The pages of the package: every public name once, none typed, and docstrings set as they are written."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from analysis.report.editions import articles
from analysis.report.pages import api, lean

ROOT = Path(__file__).resolve().parents[2]
PAGES = {path.stem: path.read_text("utf-8") for path in (ROOT / "chapters").glob("api*.md")}
PACKAGES = {mark["package"]: name for name, text in PAGES.items() for mark in api.MARK.finditer(text)}
ON_ITS_OWN = ["data", "passthrough", "scheme", "transmission", "claims"]


def test_each_package_has_a_page_and_each_page_stands_in_the_contents():
    assert set(PACKAGES) == {
        "analysis.errors",
        "analysis.report",
        *(f"analysis.{name}" for name in ON_ITS_OWN),
    }
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    (part,) = (part for part in toc["parts"] if part["caption"] == "How it was done")
    assert set(PAGES) <= {Path(chapter["file"]).name for chapter in part["chapters"]}
    assert set(lean.ONLY_ON["api.css"]) == set(PAGES)


@pytest.mark.parametrize("name", ON_ITS_OWN)
def test_every_public_name_is_shown_once_by_what_it_is(name):
    package = import_module(f"analysis.{name}")
    shown = api.public(f"analysis.{name}")
    assert sorted(one.name for one in shown) == sorted(package.__all__)
    for one in shown:
        thing = getattr(package, one.name)
        said = "class" if inspect.isclass(thing) else "function" if inspect.isfunction(thing) else "data"
        assert one.kind == said or callable(thing)
        home, _, last = one.path.rpartition(".")
        assert getattr(import_module(home), last) is thing
    text = api.text(f"analysis.{name}")
    headings = re.findall(r"^### (\w+)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(package.__all__)


def test_functions_of_an_author_are_named_as_a_chapter_calls_them():
    names = {one.name: one.path for one in api.public("analysis.report")}
    assert names["figures.show"] == "analysis.report.author.figures.show"
    assert names["numbers.publish"] == "analysis.report.author.numbers.publish"
    assert "setup" in names and not [name for name in names if name.rpartition(".")[2].startswith("_")]


def test_a_result_is_shown_without_the_arguments_of_its_constructor_and_a_model_with_them():
    assert ".. autoclass:: analysis.passthrough.PassThrough()\n" in api.text("analysis.passthrough")
    assert ".. autoclass:: analysis.scheme.Project\n" in api.text("analysis.scheme")


def test_a_constant_that_nothing_explains_is_refused(monkeypatch):
    package = import_module("analysis.claims")
    monkeypatch.setattr(package, "__all__", [*package.__all__, "UNJUDGEABLE"])
    monkeypatch.setattr(package, "UNJUDGEABLE", ("a",), raising=False)
    with pytest.raises(
        ValueError, match=r"analysis\.claims\.UNJUDGEABLE is public and nothing says what it is"
    ):
        api.public("analysis.claims")


def test_sections_keep_types_as_words_and_name_what_is_raised():
    lines = ["Do it.", "", "Parameters", "----------", "x : ndarray, shape (n,)", "    In yen.", "", "Raises"]
    lines += ["------", "DataError", "    If it is late.", ""]
    api.sections(None, "function", "f", None, None, lines)
    text = "\n".join(lines)
    assert ":Parameters: **x** (*ndarray, shape (n,)*) -- In yen." in text
    assert ":Raises: **DataError** -- If it is late." in text and ":type" not in text


def test_what_stands_before_the_colon_of_a_property_is_no_type():
    lines = ["Word for one period: month."]
    api.sections(None, "property", "f", None, None, lines)
    assert lines[0] == "Word for one period: month."


def test_words_of_the_estimators_stand_on_the_first_page():
    source = [PAGES["api"]]
    api.write(None, "chapters/api", source)
    assert "| `fx` | domestic price of foreign currency in levels, up is a depreciation |" in source[0]
    assert "% " not in source[0] and "### EstimationError" in source[0]


def test_no_page_of_the_package_is_printed():
    assert not [page for _, page in articles.contents(ROOT) if "api" in page]
    assert ("How it was done", "chapters/glossary") in articles.contents(ROOT)
