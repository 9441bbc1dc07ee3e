"""The page on the United States in the shop, item by item: computed again from the CSV files.

The panel of all items together: common slopes, each item with its own months and its own slopes on oil; the
variance of Driscoll and Kraay (1998), Bartlett weights on what all items say in a month; critical values of
the fixed-b limit of such a statistic, simulated here with other random numbers than the package's. Items one
at a time: sums of lags with cosine errors.
"""

from __future__ import annotations

import json
import re
from math import ceil

import numpy as np
import pandas as pd
import pytest
from plain import (  # fmt: skip
    ROOT,
    agrees,
    change,
    column,
    complete,
    holm,
    lagged,
    long_run,
    numbers,
    p_zero,
    seasons,
    stored,
    table,
)
from scipy.stats import norm

LAGS = 12


def yen():
    """Up is a weaker dollar."""
    return -change(column("fred_md", "EXJPUSx"))


def dollar():
    """Up is a weaker dollar against advanced economies."""
    return -change(column("fred_md", "TWEXAFEGSMTHx"))


def oil():
    return change(column("fred_md", "OILPRICEx"))


def prices():
    """Changes of the price of each item that was published for twenty years."""
    strata = table("us_cpi_items").query("level == 'item stratum' and nobs_nsa >= 240")["column"]
    frame = pd.read_csv(ROOT / "data/series/us_cpi_items_nsa.csv", index_col=0)
    frame.index = pd.PeriodIndex(frame.index, freq="M")
    frame = frame.reindex(pd.period_range(frame.index[0], frame.index[-1], freq="M"))
    return {item: change(frame[item]) for item in strata}


def pooled(rate, held):
    """Long run of all items together, its standard error, and the months that any item has."""
    rates, foreign = lagged(rate, LAGS), lagged(oil(), LAGS)
    gram, score, parted = np.zeros((LAGS + 1, LAGS + 1)), np.zeros(LAGS + 1), []
    for price in prices().values():
        parts = [price, rates, *([foreign] if held else [])]
        rows = complete(parts)
        both = np.column_stack([parts[0].loc[rows], rates.loc[rows]])
        out = np.hstack(
            [seasons(rows, "fixed").to_numpy(), *([foreign.loc[rows].to_numpy()] if held else [])]
        )
        left = both - out @ np.linalg.solve(out.T @ out, out.T @ both)
        gram, score = gram + left[:, 1:].T @ left[:, 1:], score + left[:, 1:].T @ left[:, 0]
        parted.append((rows, left))
    slopes = np.linalg.solve(gram, score)
    weights = np.linalg.solve(gram, np.ones(LAGS + 1))
    said = [
        pd.Series((left[:, 1:] @ weights) * (left[:, 0] - left[:, 1:] @ slopes), rows)
        for rows, left in parted
    ]
    terms = pd.concat(said).groupby(level=0).sum().sort_index().to_numpy()
    return slopes.sum(), np.sqrt(bartlett(terms)), len(terms)


def span(months):
    """The lag at which Bartlett weights are nought: ceil(1.3 sqrt(T))."""
    return ceil(1.3 * np.sqrt(months))


def bartlett(terms):
    """Sum of autocovariances with weights 1 - l/M; columns apart."""
    M, total = span(len(terms)), (terms**2).sum(axis=0)
    for lag in range(1, M):
        total = total + 2 * (1 - lag / M) * (terms[lag:] * terms[:-lag]).sum(axis=0)
    return total


def critical(months, level=0.95, draws=40_000):
    """Quantile of |sum of white noise| over the root of the Bartlett sum of its deviations from the mean."""
    noise = np.random.default_rng(12).standard_normal((months, draws))
    spread = np.sqrt(bartlett(noise - noise.mean(axis=0)))
    return float(np.quantile(np.abs(noise.sum(axis=0)) / spread, level))


@pytest.fixture(scope="module")
def shown():
    return stored("united_states")


@pytest.fixture(scope="module")
def rows():
    """Rows of the stored table of items by rate: long run, low, high, would be found, most possible."""
    notebook = json.loads((ROOT / "chapters/united_states.ipynb").read_text(encoding="utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    page = next(
        text
        for out in outputs
        if "Most that is possible" in (text := "".join(out.get("data", {}).get("text/html", "")))
    )
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        found[cells[0]] = " ".join(cells[1:])
    return found


@pytest.mark.parametrize(
    ("row", "key", "rate", "held"),
    [
        ("Yen", "yen", yen, False),
        ("Yen, oil fixed", None, yen, True),
        ("Broad dollar", "broad", dollar, False),
        ("Broad dollar, oil fixed", "oil", dollar, True),
    ],
)
def test_items_together_by_rate_with_oil_free_and_fixed(shown, rows, row, key, rate, held):
    """Estimates to the digits printed; ends and what would be found, which lean on a simulated critical
    value, to three percent of the half-width beside rounding."""
    estimate, error, months = pooled(rate(), held)
    agrees(rows[row], estimate)
    c = critical(months)
    ends = (estimate - c * error, estimate + c * error, (c + norm.ppf(0.8)) * error)
    for (number, digits), value in zip(numbers(rows[row])[1:4], ends, strict=True):
        assert number == pytest.approx(value, abs=0.03 * c * error + 0.5 * 10.0**-digits), (row, ends)
    if key:
        agrees(shown[f"united_states_items_{key}"], estimate)


def test_items_one_at_a_time(shown):
    """The middle item with Bonferroni's critical value and 0.84 standard errors, and how many pass Holm's."""
    single = [
        long_run(price, yen(), [], LAGS, None, None, kind="fixed", scaled=False)["fixed"]
        for price in prices().values()
    ]
    agrees(shown["united_states_items"], len(single))
    middle = np.median([one.error for one in single])
    needed = (norm.ppf(1 - 0.025 / len(single)) + norm.ppf(0.8)) * middle
    agrees(shown["united_states_item_found"], needed)
    passed = int((holm([p_zero(one) for one in single]) < 0.05).sum())
    assert shown["united_states_item_passed"] == (str(passed) if passed else "none")
