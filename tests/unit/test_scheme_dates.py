"""What "since the memorandum" means: the day in the timeline, the month of signature on, one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd

import analysis
from analysis import data
from analysis.scheme import dates
from analysis.scheme.memorandum import terms


def test_the_day_is_that_of_the_timeline_and_of_the_terms():
    row = data.table("timeline").set_index("id").loc["2025-09-04_memorandum", "date"]
    assert dates.SIGNED.isoformat() == row and terms().signed == dates.SIGNED
    assert str(dates.SINCE) == row[:7]


def test_since_begins_with_the_month_and_the_day_of_signature():
    months = pd.period_range("2025-08", "2025-10", freq="M")
    assert dates.since(months).tolist() == [False, True, True]
    days = pd.DatetimeIndex(["2025-09-03", "2025-09-04", "2025-09-05"])
    assert dates.since(days).tolist() == [False, True, True]
    text = pd.Series(["2025-09-03", "2025-09-04", "2025-08", "2025-09", "2025", "2026", "2026-01-02"])
    assert dates.since(text).tolist() == [False, True, False, True, False, True, True]


def test_no_other_module_types_the_month():
    root = Path(analysis.__file__).parent
    typed = {
        f"{path.relative_to(root)}, line {node.lineno}"
        for path in root.rglob("*.py")
        # windows of rate changes, as specification_tariffs states
        if path.name != "dates.py" and path.parent.name not in ("tariffs", "cars_and_tariffs")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("2025-09", "2025-10")
    }  # fmt: skip
    assert typed == set()
