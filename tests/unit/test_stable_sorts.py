"""Rows with one key keep their order: numpy's own choice of sort, and with it the order of ties, depends on
the instructions of the processor.

The code of the package and the cells of the pages are read. Several keys are sorted stably by pandas itself;
values that are sorted alone (`np.sort`) have no order among ties.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.report.build import notebook_file

ROOT = Path(__file__).resolve().parents[2]
SORTS = ("sort_values", "argsort")


def unstable(source: str) -> Iterator[int]:
    """Lines that sort by one key and do not ask for a stable sort."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        kind = given.get("kind")
        keys = given.get("by", node.args[0] if node.args else None)
        several = node.func.attr == "sort_values" and isinstance(keys, ast.List) and len(keys.elts) > 1
        asked = isinstance(kind, ast.Constant) and kind.value == "stable"
        if node.func.attr in SORTS and not several and not asked:
            yield node.lineno


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a.sort_values('x')", [1]),
        ("a.sort_values('x', kind='stable')", []),
        ("a.sort_values(['x'])", [1]),
        ("a.sort_values(['x', 'y'])", []),
        ("a.sort_values(by=['x', 'y'], ascending=[True, False])", []),
        ("a.sort_values(ascending=False)", [1]),
        ("np.argsort(a)\n-a.argsort(kind='stable')\na.argsort()", [1, 3]),
        ("np.argsort(a, kind='quicksort')", [1]),
        ("np.sort(a)", []),
    ],
)
def test_what_is_found(source, lines):
    assert list(unstable(source)) == lines


@pytest.mark.parametrize(
    "path", sorted((ROOT / "analysis").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_module_leaves_the_order_of_ties_to_the_processor(path):
    assert not list(unstable(path.read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_cell_does(path):
    code = [cell.source for cell in notebook_file.read(path).cells if cell.cell_type == "code"]
    assert not [line for source in code for line in unstable(source)]


def test_several_keys_are_sorted_stably_by_pandas():
    """Against the sort of Python, which is stable, on a thousand rows of which most tie on both keys."""
    keys = np.random.default_rng(1).integers(0, 3, (1000, 2))
    frame = pd.DataFrame(keys, columns=["a", "b"])
    by_hand = sorted(range(1000), key=lambda row: tuple(keys[row]))
    assert frame.sort_values(["a", "b"]).index.to_list() == by_hand
