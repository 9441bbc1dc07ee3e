"""A source line names tables that its page has read."""

from pathlib import Path

import nbformat

from analysis.report.rules import outputs
from analysis.report.rules.page import Cell, Page


def named(*tables, read):
    shown = {"kind": "table", "name": "tab-x", "caption": "Duties", "tables": list(tables)}
    output = nbformat.v4.new_output("display_data", data={"text/plain": "x"}, metadata={"report": shown})
    cell = Cell(1, "code", "show()", [output], 1)
    page = Page(Path("x.ipynb"), "chapters/x.ipynb", True, (cell,), read=read)
    return [finding.problem for finding in outputs.findings(page)]


def test_a_table_that_was_never_read_is_named():
    (problem,) = named("duties", "weo_annual", read=frozenset({"duties", "rates"}))
    assert "tab-x names weo_annual" in problem


def test_tables_that_were_read_and_a_page_that_never_ran():
    assert named("duties", read=frozenset({"duties", "rates"})) == []
    assert named("duties", read=None) == []  # another rule says that it was not executed
