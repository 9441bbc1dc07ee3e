"""The strict build: what a failed one says."""

import pytest

from analysis.errors import NotebookError
from analysis.report.build import book


def test_complaints_lists_warnings_without_colour_codes():
    log = (
        "reading sources\n\x1b[91m/a/b.md:3: WARNING: undefined label: 'fig-x'\x1b[39;49;00m\nbuild finished"
    )
    assert book.complaints(log) == "/a/b.md:3: WARNING: undefined label: 'fig-x'"


def test_complaints_falls_back_to_the_end_of_the_log():
    assert book.complaints("one\ntwo") == "one\ntwo"


def test_a_book_with_a_broken_reference_does_not_build(tmp_path):
    (tmp_path / "_config.yml").write_text(
        "title: t\nonly_build_toc_files: true\nexecute: {execute_notebooks: 'off'}\n"
    )
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "index.md").write_text("# Title\n\nSee {ref}`no-such-label`.\n")
    with pytest.raises(NotebookError, match="no-such-label"):
        book.build(tmp_path)
