"""A small data folder of our own, to be broken in every way a file can break."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import settings

# No deadline: a busy machine is no defect. Derandomised: a test that passed here must pass for whoever checks
# it.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


class DataFolder:
    """Writes tables with sidecars that fit them, unless a test asks for a misfit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "series").mkdir(parents=True)
        (root / "facts").mkdir()

    def catalogue(self):
        from analysis.data import Catalogue

        return Catalogue(self.root)

    def series(self, name: str, text: str, frequency: str = "monthly", **changes) -> Path:
        """Add a series table; a column `x` becomes the series `{name}_x`. `changes` replace keys of the
        sidecar."""
        rows = list(csv.reader(io.StringIO(text)))
        index, *names = rows[0]
        columns = {}
        for at, column in enumerate(names, 1):
            filled = [row[0] for row in rows[1:] if row[at:] and row[at]]
            inside = [row for row in rows[1:] if filled and filled[0] <= row[0] <= filled[-1]]
            columns[column] = {
                "series": f"{name}_{column}",
                "title": f"Title of {column}",
                "publisher_id": f"ID-{column}",
                "unit": "index, 2020=100",
                "seasonal_adjustment": "not adjusted",
                "sign": "up = more",
                "first": filled[0] if filled else None,
                "last": filled[-1] if filled else None,
                "nobs": len(filled),
                "missing": [row[0] for row in inside if not row[at:] or not row[at]],
            }
        body = {"kind": "series", "frequency": frequency, "index": index, "columns": columns}
        return self._write("series", name, text, {**body, **changes})

    def facts(self, name: str, text: str, numeric: tuple[str, ...] = (), **changes) -> Path:
        """Add a facts table whose first column is the key."""
        index, *names = next(csv.reader(io.StringIO(text)))
        columns = {c: {"title": f"Title of {c}"} | ({"unit": "USD"} if c in numeric else {}) for c in names}
        body = {"kind": "facts", "frequency": "none", "index": index, "columns": columns}
        return self._write("facts", name, text, {**body, **changes})

    def _write(self, folder: str, name: str, text: str, body: dict) -> Path:
        data = text.encode()
        sidecar = {
            "schema": 1,
            "title": f"Table {name}",
            "file": f"{name}.csv",
            "publisher": "Bureau of Tests",
            "vintage": "2026-08",
            "provisional": None,
            "licence": "free",
            "obtained": ["typed"],
            "checks": [],
            "unverified": [],
            "status": "spot-checked",
            "builder": None,
            "notes": [],
            "rows": len(text.splitlines()) - 1,
            "sha256": hashlib.sha256(data).hexdigest(),
            **({"covered_to": "2099-12-31"} if body.get("frequency") == "decisions" else {}),
            **body,
        }
        path = self.root / folder / f"{name}.yml"
        path.with_suffix(".csv").write_bytes(data)
        path.write_text(
            yaml.safe_dump({k: v for k, v in sidecar.items() if v != "drop"}, sort_keys=False), "utf-8"
        )
        return path


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def command(monkeypatch, capsys):
    """Run ``python -m analysis …`` in this process; return exit code, stdout, stderr."""
    from analysis.cli import main

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["analysis", *words])

        def run() -> None:
            main()
            raise SystemExit(0)

        with pytest.raises(SystemExit) as leaving:
            run()
        printed = capsys.readouterr()
        return leaving.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture
def levels() -> tuple[pd.Series, pd.Series]:
    """A price and the rate that it follows by three tenths at once, twenty years of months."""
    rng, months = np.random.default_rng(3), pd.period_range("1990-01", periods=241, freq="M")
    fx = np.r_[0, np.cumsum(rng.normal(0, 2.5, 240))]
    price = 0.3 * fx + np.r_[0, np.cumsum(rng.normal(0.1, 0.5, 240))]
    return pd.Series(np.exp(price / 100), months), pd.Series(np.exp(fx / 100), months)


@pytest.fixture
def house_style():
    """Figures in the style of the book, on a page that has shown nothing yet."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    from analysis.report.author import session, style

    session.forget()
    with matplotlib.rc_context():
        style.apply()
        yield
    plt.close("all")
    session.forget()
