"""Finding or installing the browser: never a pass without one, always a line that says how to get one."""

import pytest

from analysis.errors import NotebookError
from analysis.report.build import browser


def test_a_named_browser_that_is_missing_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(NotebookError, match="correct it or unset it"):
        browser.find()


def test_a_named_browser_wins(monkeypatch, tmp_path):
    named = tmp_path / "chrome"
    named.touch()
    monkeypatch.setenv("CHROMIUM", str(named))
    assert browser.ensure() == str(named)


def test_without_any_browser_the_remedy_is_named(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setattr(browser, "FOLDERS", ())
    monkeypatch.setattr(browser, "install_commands", lambda: [["true"]])
    with pytest.raises(NotebookError, match="apt-get install chromium"):
        browser.ensure()


def test_a_browser_that_an_install_brings_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setattr(browser, "FOLDERS", (str(tmp_path / "chrom*"),))
    monkeypatch.setattr(browser, "install_commands", lambda: [["false"], ["touch", str(tmp_path / "chrome")]])
    assert browser.ensure() == str(tmp_path / "chrome")
