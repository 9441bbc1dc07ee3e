"""Changes of base: each is written down here before it is accepted, with what must hold of the new figures.

A publisher that moves an index to a new base publishes its older figures anew: *linked*, each series divided
by its mean of the new base year, and from that year on with new weights. Growth before the base year is what
it was, up to rounding; from then on it is another. Linking by hand misses the official figures by up to 0.12
points, so the whole history is taken from the publisher, and what is checked is that it is the old history on
a new base and nothing else. The old figures stay in the archive (`analysis.data.refresh.archive`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.data.refresh.cells import Cells
from analysis.errors import DataError

#: A mean of twelve figures rounded to one decimal, and the rounding of the figure itself.
MEAN_TOLERANCE = 0.06


@dataclass(frozen=True)
class ChangeOfBase:
    """One change of base.

    Attributes
    ----------
    table : str
    before, after : str
        Units as sidecar and answer state them, such as ``index, 2020=100``.
    year : str
        Base year after: its mean is 100, and growth before it must not change.
    rounding : float
        Half a unit of the last printed digit, of both figures.
    adjusted : frozenset of str
        Seasonally adjusted columns: estimated anew with the base, so `new_weights` bounds them throughout.
    new_weights : float
        Largest difference in points from the old history carried on, from the base year on.
    """

    table: str
    before: str
    after: str
    year: str
    rounding: float
    new_weights: float
    adjusted: frozenset[str] = frozenset()


RECIPES = {
    recipe.table: recipe
    for recipe in (
        # Statistics Bureau, linked indices on 2025=100; own link and official figure differ by at most 0.12
        # from 2025 on.
        ChangeOfBase(
            "jp_cpi_monthly", "index, 2020=100", "index, 2025=100", "2025", rounding=0.05, new_weights=0.5
        ),
        # The same of 111 groups: smaller baskets change more with the weights.
        ChangeOfBase(
            "jp_cpi_groups_monthly",
            "index, 2020=100",
            "index, 2025=100",
            "2025",
            rounding=0.05,
            new_weights=3.0,
            adjusted=frozenset({"c0901", "c0902", "c0906", "c0921", "c0924"}),
        ),
    )
}


def needed(table: str, unit: str, base: str | None) -> ChangeOfBase | None:
    """The recipe that an answer on another base needs; None if the base is ours or is not declared.

    Raises
    ------
    DataError
        If the base is another and there is no recipe for it.
    """
    if base is None or base in unit:
        return None
    recipe = RECIPES.get(table)
    if recipe is None or recipe.before != unit or base not in recipe.after:
        raise DataError(
            f"the publisher's base is {base}, ours {unit}: no recipe for that change in"
            " analysis/data/refresh/rebasing.py; write one, with what must hold of the new figures"
        )
    return recipe


def linked(column: str, ours: Cells, theirs: Cells, recipe: ChangeOfBase) -> str:
    """Check that the new column is the old one on the new base, and say so in a sentence.

    Formula: with m the mean of the old index in the base year, |new - 100 old / m| is at most the rounding of
    both before the base year, and at most `new_weights` from then on.

    Raises
    ------
    DataError
        Naming the month that does not fit.
    """
    old = dict(zip(ours.labels, ours.numbers(column), strict=True))
    new = dict(zip(theirs.labels, theirs.numbers(column), strict=True))
    base_year = [new[at] for at in new if at.startswith(recipe.year)]
    old_year = [old[at] for at in old if at.startswith(recipe.year)]
    if len(base_year) != 12 or len(old_year) != 12 or not np.isfinite([*base_year, *old_year]).all():
        raise DataError(
            f"{column}: the base year {recipe.year} is not full on both bases, so the link cannot be checked"
        )
    if abs(np.mean(base_year) - 100) > MEAN_TOLERANCE:
        raise DataError(
            f"{column}: the mean of {recipe.year} is {np.mean(base_year):.3f}, not 100: not the base"
            f" {recipe.after}"
        )
    factor = 100 / np.mean(old_year)
    worst = 0.0
    for at, before in old.items():
        after = new.get(at, np.nan)
        if not np.isfinite(before) or (at < min(new) and not np.isfinite(after)):
            continue
        only_rounded = at < recipe.year and column not in recipe.adjusted
        bound = recipe.rounding * (1 + 2 * factor) if only_rounded else recipe.new_weights
        gap = abs(after - factor * before)
        if not gap <= bound:  # also where the month is gone
            raise DataError(
                f"{column}: {at} is {after:g} on the new base and {factor * before:.2f} by the old figures;"
                f" they may differ by {bound:.2f}"
            )
        worst = max(worst, gap)
    return (
        f"{column}: moved from {recipe.before} to {recipe.after}; old figures times {factor:.5f} within"
        f" {worst:.2f}"
    )
