"""Headlines of the page on risks, computed again from the CSV files: the mean cost of a hedge by three
standard errors; and of every page, that a standard error printed beside an interval is its own."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from plain import ROOT, agrees, column, complete, cosine
from scipy.stats import norm
from scipy.stats import t as student

#: Half an interval over its standard error: the normal value at 90 % less rounding, and what fifteen degrees
#: of freedom, fixed-b limits or few placebos make of 95 %.
LEAST, MOST = 1.5, 3.0


def rows(page, wanted):
    """Rows of the stored tables of a page that have all columns of `wanted`, as text by column."""
    notebook = json.loads((ROOT / f"chapters/{page}.ipynb").read_text(encoding="utf-8"))
    for output in (out for cell in notebook["cells"] for out in cell.get("outputs", [])):
        html = "".join(output.get("data", {}).get("text/html", ""))
        head, *body = [
            [
                re.sub(r"<[^>]+>", "", cell).strip()
                for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", html, re.DOTALL)
        ] or [[]]
        if set(wanted) <= set(head):
            yield from (dict(zip(head, cells, strict=True)) for cells in body)


def number(text):
    """A printed number and half a unit of its last digit."""
    text = text.replace("\N{MINUS SIGN}", "-")
    return float(text), 0.5 * 10.0 ** -len(text.partition(".")[2])


def cost():
    """Three months of commercial paper, quoted at a discount, as a simple yield, less the rate between banks
    in Tokyo: percentage points a year."""
    home, paper = column("jp_3m_interbank_monthly", "jp_3m_interbank"), column("fred_md", "CP3Mx")
    months = complete([home, paper])
    return 400 * (1 / (1 - paper.loc[months] / 400) - 1) - home.loc[months]


def bartlett(terms, lags):
    total = (terms**2).sum()
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (terms[lag:] * terms[:-lag]).sum()
    return np.sqrt(total)


def test_mean_cost_of_a_hedge_by_three_standard_errors():
    """Cosines with Student's t, Newey-West with the normal, fixed-b by its standard error alone."""
    shown = {row["Method"]: row for row in rows("risks", ["Method", "Mean", "Standard error", "Low", "High"])}
    series = cost()
    n, mean = len(series), float(series.mean())
    terms = (series.to_numpy() - mean) / n
    main = cosine(mean, terms, n)
    half = student.ppf(0.95, main.dof) * main.error
    agrees(" ".join(list(shown["cosines (main)"].values())[1:]), mean, main.error, mean - half, mean + half)
    newey = shown["Newey-West"]
    error = bartlett(terms, int(np.ceil(0.75 * n ** (1 / 3))) - 1)
    half = norm.ppf(0.95) * error
    agrees(" ".join(list(newey.values())[1:]), mean, error, mean - half, mean + half)
    fixed_b = bartlett(terms, int(np.ceil(1.3 * np.sqrt(n))) - 1)
    agrees(" ".join(list(shown["fixed-b"].values())[1:]), mean, fixed_b)


def test_the_tables_that_the_next_test_is_about_are_found():
    assert len(list(rows("risks", ["Standard error", "Low", "High"]))) == 8


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_standard_error_beside_an_interval_is_its_own(path):
    """Low and high lie a critical value from the middle: a variance in the place of the error, or an error of
    another row, does not."""
    for row in rows(path.stem, ["Standard error", "Low", "High"]):
        (low, by), (high, _), (error, within) = (
            number(row[key]) for key in ("Low", "High", "Standard error")
        )
        half = (high - low) / 2
        assert LEAST * (error - within) - by <= half <= MOST * (error + within) + by, row
