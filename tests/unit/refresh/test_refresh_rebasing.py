"""A change of base: accepted by recipe if the new figures are the old ones on the new base, and never in
silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.data.refresh import cells, rebasing
from analysis.errors import DataError

RECIPE = rebasing.RECIPES["jp_cpi_monthly"]
MONTHS = [str(month) for month in pd.period_range("2020-01", "2026-03", freq="M")]
# An index that averages 100 in 2020 and grows by two tenths of a percent a month, to one decimal, as
# published.
OLD = np.round(100 * 1.002 ** (np.arange(len(MONTHS)) - 5.5), 1)
MEAN = np.mean([value for month, value in zip(MONTHS, OLD, strict=True) if month.startswith("2025")])


def table(values, months=MONTHS) -> cells.Cells:
    body = np.array([[f"{value:.1f}"] for value in values], dtype=object)
    return cells.Cells(("month", "x"), ("month",), ("x",), [(month,) for month in months], body)


def linked() -> np.ndarray:
    return np.round(100 * OLD / MEAN, 1)


def test_the_old_history_on_the_new_base_is_accepted_and_said():
    said = rebasing.linked("x", table(OLD), table(linked()), RECIPE)
    assert said.startswith("x: moved from index, 2020=100 to index, 2025=100; old figures times 0.8")


@pytest.mark.parametrize(("month", "moved", "holds"), [
    ("2021-06", 0.08, True), ("2021-06", 0.25, False),  # rounding of both before the base year
    ("2026-02", 0.44, True), ("2026-02", 0.56, False),  # new weights from then on
])  # fmt: skip
def test_a_month_may_differ_by_rounding_before_the_base_year_and_by_new_weights_after(month, moved, holds):
    exact = 100 * OLD / MEAN
    new = linked().copy()
    at = MONTHS.index(month)
    new[at] = exact[at] + moved
    if holds:
        rebasing.linked("x", table(OLD), table(new), RECIPE)
    else:
        with pytest.raises(DataError, match=f"x: {month} is"):
            rebasing.linked("x", table(OLD), table(new), RECIPE)


def test_a_base_year_whose_mean_is_not_100_is_refused():
    with pytest.raises(DataError, match="the mean of 2025 is 101"):
        rebasing.linked("x", table(OLD), table(linked() * 1.01), RECIPE)


def test_a_month_that_is_gone_is_refused():
    without = [i for i, month in enumerate(MONTHS) if month != "2023-04"]
    with pytest.raises(DataError, match="x: 2023-04 is nan"):
        rebasing.linked("x", table(OLD), table(linked()[without], [MONTHS[i] for i in without]), RECIPE)


def test_a_base_year_that_is_not_full_cannot_be_checked():
    with pytest.raises(DataError, match="base year 2025 is not full"):
        rebasing.linked("x", table(OLD[:-10], MONTHS[:-10]), table(linked()), RECIPE)


def test_the_same_base_needs_no_recipe_and_another_needs_one():
    assert rebasing.needed("jp_cpi_monthly", "index, 2020=100", "2020=100") is None
    assert rebasing.needed("jp_cpi_monthly", "index, 2020=100", None) is None
    assert rebasing.needed("jp_cpi_monthly", "index, 2020=100", "2025=100") is RECIPE
    for table_, unit, base in (
        ("other", "index, 2020=100", "2025=100"),
        ("jp_cpi_monthly", "index, 2020=100", "2030=100"),
    ):
        with pytest.raises(DataError, match="no recipe for that change"):
            rebasing.needed(table_, unit, base)


def test_what_was_measured_of_the_real_change_fits_the_recipe():
    """Own link and official figure of June and July 2026 and January 2025 differ by up to 0.12: inside the
    bound, not far."""
    gaps = [
        abs(a - b) for a, b in ((101.497, 101.560), (102.660, 102.780), (99.352, 99.287), (101.678, 101.721))
    ]
    assert max(gaps) < RECIPE.new_weights < 5 * max(gaps)
