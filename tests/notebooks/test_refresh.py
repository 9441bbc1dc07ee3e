"""A refreshed table changes all that depends on it and nothing else: tried on a copy of the book with one
series changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.data.store.manifest import parse
from analysis.data.store.seal import seal
from analysis.report.build import notebook_file, notebooks

ROOT = Path(__file__).resolve().parents[2]
TABLE = "jp_3m_interbank_monthly"
PARTS = (
    "analysis",
    "chapters",
    "data",
    "_static",
    "requirements.lock",
    "references.bib",
    "_toc.yml",
    "_config.yml",
    "pyproject.toml",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("book")
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / part)
    path = root / "data" / "series" / f"{TABLE}.csv"
    lines = path.read_text("utf-8").split("\n")

    # One basis point: small enough to turn no sentence, large enough to move what rests on it.
    def add(line):
        return re.sub(r"(?<=,)[^,]+", lambda m: f"{float(m[0]) + 0.01:.3f}", line)

    path.write_text("\n".join([lines[0], *map(add, lines[1:])]), encoding="utf-8")
    seal(parse(path.with_suffix(".yml")))
    return root


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return notebooks.records(ROOT)


def dependent(records) -> set[str]:
    return {name for name, tables in records["data_tables"].items() if TABLE in tables}


def test_exactly_the_notebooks_that_read_the_table_become_stale(copy, records):
    stale = {state.name: state.reasons for state in notebooks.states(copy) if state.reasons}
    readers = {
        name
        for name in stale
        if notebooks.reads_records(notebook_file.read(copy / "chapters" / f"{name}.ipynb"))
    }
    assert set(stale) - readers == dependent(records) - readers
    assert 0 < len(dependent(records)) < len(records) / 2, (
        "the table should matter to some chapters and not to most"
    )
    for name in dependent(records) - readers:
        assert stale[name] == (f"data table {TABLE} changed",)


def test_running_a_stale_notebook_changes_its_numbers_and_no_other_page(copy, records):
    cheapest = (
        records.loc[sorted(dependent(records) - {"data_catalogue", "reproducibility"}), "seconds"]
        .astype(float)
        .idxmin()
    )
    before = {path.name: path.read_bytes() for path in (copy / "chapters").iterdir()}
    published = numbers(copy, cheapest)
    notebooks.run([cheapest], root=copy, jobs=1)
    after = {path.name: path.read_bytes() for path in (copy / "chapters").iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {f"{cheapest}.ipynb"}
    changed = numbers(copy, cheapest)
    moved = {key for key in published if published[key] != changed[key]}
    assert moved, f"{cheapest} reads the table, but no number of it moved"
    assert moved != set(published), "every number moved, also those that rest on other tables"
    assert not notebooks.stale(cheapest, copy)


def numbers(root: Path, name: str) -> dict[str, str]:
    """What a notebook publishes for sentences, and the texts beside its figures and tables."""
    found = {}
    for cell in notebook_file.read(root / "chapters" / f"{name}.ipynb").cells:
        for output in cell.get("outputs", []):
            metadata = output.get("metadata", {})
            if "scrapbook" in metadata:
                found[metadata["scrapbook"]["name"]] = str(output["data"])
            elif "report" in metadata:
                found[metadata["report"]["name"]] = metadata["report"]["csv"]
    return found
