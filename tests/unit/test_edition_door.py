"""The door of the first page leads to the PDF as soon as there is one."""

from __future__ import annotations

import pytest

from analysis.errors import NotebookError
from analysis.report.editions import door

DOOR = (
    '<a class="reference internal" href="rerun.html#rerun-editions"><span class="std std-ref">PDF</span></a>'
)
OTHER = '<a class="reference internal" href="rerun.html#rerun-editions"><span>Rerun</span></a>'


@pytest.fixture
def built(tmp_path):
    """A built first page and a PDF."""
    (tmp_path / "html" / "chapters").mkdir(parents=True)
    (tmp_path / "html" / "chapters" / "index.html").write_text(DOOR + OTHER, encoding="utf-8")
    (tmp_path / "book.pdf").write_bytes(b"%PDF")
    return tmp_path


def test_the_door_is_opened_once_and_no_other_link(built):
    for _ in range(2):  # a second edition replaces the first
        copy = door.open_pdf(built / "html", built / "book.pdf")
        assert copy.read_bytes() == b"%PDF"
    text = (built / "html" / "chapters" / "index.html").read_text("utf-8")
    assert text.count('href="../editions/book.pdf"') == 1 and OTHER in text


def test_a_page_without_the_door_is_named(built):
    (built / "html" / "chapters" / "index.html").write_text(OTHER, encoding="utf-8")
    with pytest.raises(NotebookError, match="has no door to the PDF"):
        door.open_pdf(built / "html", built / "book.pdf")
