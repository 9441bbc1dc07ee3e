"""What a publisher's answer changes of a committed table, and whether that may be.

Nothing here decides by feeling: bounds stand in the sidecar (`analysis.data.store.limits`), the calendar and
what was already published in the table itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from analysis.data.refresh import rebasing
from analysis.data.refresh.cells import Cells, label, same
from analysis.data.series.periods import label as written
from analysis.data.series.periods import ordinal
from analysis.data.store.limits import REWRITTEN, Limits
from analysis.data.store.manifest import Manifest
from analysis.errors import DataError

#: Newest values in common by which a change of unit is told, and how far their ratios may lie from one
#: another.
UNIT_SAMPLE, UNIT_SPREAD = 24, 0.005
UNIT_RATIO = 0.02  # a common ratio nearer to 1 than this is left to the bounds on revisions
SHOWN = 3


@dataclass(frozen=True)
class Revision:
    """One value that was published before and is another now. `size` is on the scale of the table's
    bounds."""

    at: str
    before: str
    after: str
    size: float


@dataclass
class Difference:
    """What is new in one column.

    Attributes
    ----------
    added : list of str
        Periods that had no value and have one now.
    revised : list of Revision
        In the order of time.
    flagged : list of Revision
        Those beyond the stated bound.
    rebased : str or None
        What was checked where the base changed. Its older values are the old ones on the new base, and no
        revisions.
    """

    added: list[str] = field(default_factory=list)
    revised: list[Revision] = field(default_factory=list)
    flagged: list[Revision] = field(default_factory=list)
    rebased: str | None = None

    @property
    def largest(self) -> Revision | None:
        """The largest revision."""
        return max(self.revised, key=lambda revision: revision.size, default=None)


def check_calendar(cells: Cells, manifest: Manifest, today: str) -> None:
    """Refuse labels that are malformed, doubled, out of order or not yet over.

    Parameters
    ----------
    today : str
        ISO day of the refresh: a period that begins after it has no value yet.

    Raises
    ------
    DataError
        Naming the period.
    """
    if not cells.keys:
        raise DataError("the answer holds no row")
    before = None
    seen = set()
    for key in cells.keys:
        at = label(key)
        number = ordinal(at, manifest.frequency)
        if key in seen:
            raise DataError(f"{' / '.join(key)} appears twice")
        seen.add(key)
        if before is not None and number < before:
            raise DataError(f"{at} comes after {written(before, manifest.frequency)}")
        if before is not None and manifest.regular and manifest.frequency != "daily" and number > before + 1:
            raise DataError(f"{written(before + 1, manifest.frequency)} is skipped")
        before = number
        if at > _last_begun(today, manifest.frequency) and any(cells.body[cells.keys.index(key)]):
            raise DataError(
                f"{at} has a value, but today is {today}: a month to come is a forecast or a fault"
            )


def check_values(cells: Cells, manifest: Manifest, limits: Limits) -> None:
    """Refuse cells that are no numbers, or lie outside what the sidecar allows.

    Raises
    ------
    DataError
        Naming column, period and value.
    """
    low, high = (
        bound if bound is not None else sign * np.inf for bound, sign in ((limits.low, -1), (limits.high, 1))
    )
    for column in _numeric(cells, manifest):
        texts, numbers = cells.body[:, cells.columns.index(column)], cells.numbers(column)
        bad = (texts != "") & ~((numbers > low) & (numbers < high))
        for at in np.flatnonzero(bad)[:1]:
            if not np.isfinite(numbers[at]):
                raise DataError(f"{column}: {texts[at]!r} in {cells.labels[at]} is not a number")
            where = f"{column}: {texts[at]} in {cells.labels[at]}"
            raise DataError(f"{where} lies outside the stated range {_range(limits)}")


def differences(
    ours: Cells,
    theirs: Cells,
    manifest: Manifest,
    limits: Limits,
    recipes: Mapping[str, rebasing.ChangeOfBase] = MappingProxyType({}),
) -> dict[str, Difference]:
    """New and revised values by column.

    Parameters
    ----------
    ours, theirs : Cells
        The committed table, and the answer with the same columns.
    recipes : mapping
        The change of base of each column whose base changed.

    Raises
    ------
    DataError
        If a published value is gone, a column ends earlier, all values changed by one factor, or the history
        is another.
    """
    found = {}
    start = theirs.labels[0]  # older rows are no longer given by the publisher, and are kept
    place = {key: at for at, key in enumerate(theirs.keys)}
    kept = np.array([at for at, key in enumerate(ours.keys) if label(key) >= start], dtype=int)
    known = {ours.keys[at]: at for at in kept}
    # Row of the answer for each row of ours, and of ours for each of the answer; -1 where there is none.
    there = np.array([place.get(ours.keys[at], -1) for at in kept], dtype=int)
    here = np.array([known.get(key, -1) for key in theirs.keys], dtype=int)
    numeric = set(_numeric(ours, manifest))
    for at, column in enumerate(ours.columns):
        mine, other = ours.body[:, at], theirs.body[:, at]
        after = np.where(there >= 0, other[there], "")
        before = mine[kept]
        if len(lost := np.flatnonzero((before != "") & (after == ""))):
            newest = max(label(ours.keys[kept[i]]) for i in np.flatnonzero(before != ""))
            last = max((label(theirs.keys[i]) for i in np.flatnonzero(other != "")), default=None)
            raise DataError(
                f"{column}: {_lost([label(ours.keys[kept[i]]) for i in lost], newest, last, manifest)}"
            )
        added = [
            label(theirs.keys[i]) for i in np.flatnonzero((other != "") & ((here < 0) | (mine[here] == "")))
        ]
        if column in recipes:
            found[column] = Difference(added, rebased=rebasing.linked(column, ours, theirs, recipes[column]))
            continue
        common = (before != "") & (after != "")
        if column in numeric:
            recent = np.flatnonzero(common)[-UNIT_SAMPLE:]
            _refuse_factor(column, [(float(before[i]), float(after[i])) for i in recent])
        size = _scale(ours, column, limits) if column in numeric else _words
        revised = [
            Revision(label(ours.keys[kept[i]]), before[i], after[i], size(before[i], after[i]))
            for i in np.flatnonzero(common & (before != after))
            if not same(before[i], after[i])
        ]
        flagged = [revision for revision in revised if revision.size > limits.revision]
        _refuse_rewritten(column, flagged, int(common.sum()), limits)
        found[column] = Difference(added, revised, flagged)
    return found


def _lost(lost: list[str], newest: str, last: str | None, manifest: Manifest) -> str:
    """What an answer lacks of what was published: all of it, its end, or something inside."""
    if last is None:
        return "the answer has no value at all"
    if newest > last and manifest.regular:
        return f"ends in {last}, ours in {newest}: the publisher's file is older than the table, or frozen"
    return f"{_listed(lost)} had a value and has none now"


def _refuse_factor(column: str, pairs: list[tuple[float, float]]) -> None:
    ratios = np.array([b / a for a, b in pairs[-UNIT_SAMPLE:] if a])
    if len(ratios) < 3:
        return
    middle = float(np.median(ratios))
    if abs(middle - 1) > UNIT_RATIO and np.mean(np.abs(ratios / middle - 1) < UNIT_SPREAD) > 0.9:
        raise DataError(
            f"{column}: the last {len(ratios)} values in common are all {middle:.4g} times ours: unit or base"
            " has changed; a change of base needs a recipe (analysis/data/refresh/rebasing.py)"
        )


def _refuse_rewritten(column: str, flagged: list[Revision], common: int, limits: Limits) -> None:
    if worst := [revision for revision in flagged if revision.size > limits.refuse]:
        one = max(worst, key=lambda revision: revision.size)
        raise DataError(
            f"{column}: {one.at} was {one.before} and is {one.after}, a revision of {one.size:.3g}"
            f" ({limits.scale}); the sidecar refuses more than {limits.refuse:g}"
        )
    if common and len(flagged) / common > REWRITTEN:
        raise DataError(
            f"{column}: {len(flagged)} of {common} values in common are revised by more than"
            f" {limits.revision:g} ({limits.scale}): another history than ours"
        )


def _scale(ours: Cells, column: str, limits: Limits):
    """How large a revision is, as a function of the two cells."""
    values = ours.numbers(column)
    spread = float(np.nanstd(values)) if np.isfinite(values).any() else 0.0

    def size(before: str, after: str) -> float:
        a, b = float(before), float(after)
        unit = {"relative": abs(a), "absolute": 1.0, "spread": spread}[limits.scale]
        return abs(b - a) / unit if unit else np.inf

    return size


def _words(before: str, after: str) -> float:
    """Words beside a number (what it rests on) have no bound."""
    return 0.0


def _numeric(cells: Cells, manifest: Manifest) -> list[str]:
    if manifest.wide is not None:
        return list(cells.columns)
    return [name for name in cells.columns if name in manifest.columns and manifest.columns[name].numeric]


def _last_begun(today: str, frequency: str) -> str:
    year, month = today[:4], int(today[5:7])
    return {"monthly": today[:7], "quarterly": f"{year}Q{(month + 2) // 3}", "annual": year}.get(
        frequency, today
    )


def _listed(labels: list[str]) -> str:
    more = f" and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
    return ", ".join(labels[:SHOWN]) + more


def _range(limits: Limits) -> str:
    low, high = ("" if bound is None else f"{bound:g}" for bound in (limits.low, limits.high))
    return f"({low or '-inf'}, {high or 'inf'})"
