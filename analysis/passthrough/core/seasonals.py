r"""Month effects: fixed, moving by blocks of years, or moving smoothly.

Fixed dummies say that a month differs from January by the same amount in every year. Where that is not so,
what moves is left in the error, correlated at lag 12. `Seasonal` lets month effects and the mean change
between blocks of years, or lets the effects drift as cosines of time. All are regressors, so that by the
theorem of Frisch, Waugh and Lovell every variable of the equation is freed from the same seasonal; a filter
of the price alone would bend the lags.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import at
from analysis.passthrough.core.levels import FREQUENCIES

MONTHS = ("one", "blocks", "smooth", "none")
MEANS = ("one", "blocks")


@dataclass(frozen=True)
class Seasonal:
    """Which month effects and means an equation has.

    Attributes
    ----------
    effects : {"one", "blocks", "smooth", "none"}
        One set of dummies; one set a block; dummies times 1 and the first `waves` cosines of time; no
        dummies.
    means : {"one", "blocks"}
        One constant, or one a block.
    years : int
        Length of a block; blocks begin in `anchor`, `anchor` + years, ... and backwards.
    anchor : int
        A year in which a block begins.
    starts : tuple of str
        First periods of the blocks, in place of `years` and `anchor`; what lies before the first is a block
        too.
    least : int
        A block with fewer rows than this joins the block before it, the first one the block after it.
    waves : int
        For "smooth".
    """

    effects: str = "blocks"
    means: str = "blocks"
    years: int = 15
    anchor: int = 1980
    starts: tuple[str, ...] = ()
    least: int = 60
    waves: int = 2

    def __post_init__(self) -> None:
        if self.effects not in MONTHS or self.means not in MEANS:
            raise EstimationError(
                f"month effects are one of {', '.join(MONTHS)} and means one of {', '.join(MEANS)}, not "
                f"{self.effects!r} and {self.means!r}."
            )
        if min(self.years, self.least, self.waves) < 1:
            raise EstimationError(
                "the length of a block, its least rows and the number of waves must be 1 or more."
            )

    def __str__(self) -> str:
        length = f"blocks of {self.years} years from {self.anchor}"
        if self.starts:
            length = f"blocks from {', '.join(self.starts)}"
        effects = {
            "one": "fixed",
            "blocks": f"by {length}",
            "smooth": f"times {self.waves} cosines of time",
            "none": "none",
        }
        return f"effects {effects[self.effects]}; means: {'one' if self.means == 'one' else length}"

    def blocks(self, periods: pd.PeriodIndex) -> np.ndarray:
        """Number of the block of each row, rising from 0, small blocks joined; shape (n,)."""
        if self.starts:
            bounds = [at(start, periods.freqstr, "the start of a block").ordinal for start in self.starts]
            raw = np.searchsorted(np.sort(bounds), periods.asi8, side="right")
        else:
            raw = (np.asarray(periods.year) - self.anchor) // self.years
        labels = [int(label) for label in np.unique(raw)]
        counts = [int((raw == label).sum()) for label in labels]
        groups = [[label] for label in labels]
        while len(groups) > 1 and min(counts) < self.least:
            small = int(np.argmin(counts))
            into = small - 1 if small else 1
            groups[into] += groups.pop(small) if small else groups[0]
            counts[into] += counts.pop(small) if small else counts[0]
            if small == 0:
                del groups[0], counts[0]
        place = {label: number for number, group in enumerate(groups) for label in group}
        return np.array([place[int(label)] for label in raw])

    def columns(self, periods: pd.PeriodIndex) -> tuple[np.ndarray, list[str]]:
        """Regressors beside a constant, shape (n, m), and their names."""
        dummies, words = seasons(periods)
        if self.means == "one" and self.effects in ("blocks", "smooth"):
            # Less the base month, effects sum to nought over a year: January as a common base would let the
            # mean of a block move in its eleven other months.
            dummies = dummies - (1 - dummies.sum(axis=1))[:, None]
        block = self.blocks(periods)
        parts: list[np.ndarray] = []
        names: list[str] = []
        if self.means == "blocks":
            for number in range(1, block.max() + 1):
                parts.append((block == number).astype(float)[:, None])
                names.append(f"mean_{_first(periods, block, number)}")
        if self.effects == "one":
            parts, names = [*parts, dummies], [*names, *words]
        elif self.effects == "blocks":
            for number in range(block.max() + 1):
                parts.append(dummies * (block == number)[:, None])
                names += [f"{word}_{_first(periods, block, number)}" for word in words]
        elif self.effects == "smooth":
            time = (periods.asi8 - periods.asi8[0] + 0.5) / (periods.asi8[-1] - periods.asi8[0] + 1)
            for wave in range(self.waves + 1):
                parts.append(dummies * np.cos(np.pi * wave * time)[:, None])
                names += [f"{word}_wave{wave}" for word in words]
        if not parts:
            return np.empty((len(periods), 0)), []
        return np.column_stack(parts), names


#: What `seasonal` may be in words.
NAMED = {"blocks": Seasonal(), "smooth": Seasonal("smooth", "one")}


def seasonal_of(value: bool | str | Seasonal) -> Seasonal | None:
    """The seasonal that an argument names: False none, True one set of dummies, "blocks", "smooth", or
    itself."""
    if isinstance(value, Seasonal):
        return value
    if isinstance(value, str):
        if value not in NAMED:
            raise EstimationError(
                f"seasonal is True, False, {', '.join(map(repr, NAMED))} or a Seasonal, not {value!r}."
            )
        return NAMED[value]
    return Seasonal("one", "one") if value else None


def seasons(calendar: pd.PeriodIndex) -> tuple[np.ndarray, list[str]]:
    """Dummies for months 2 to 12 (quarters 2 to 4) and their names."""
    word = FREQUENCIES[calendar.freqstr[0]]
    place = np.asarray(getattr(calendar, word))
    number = 12 if word == "month" else 4
    names = [f"{word}_{s:02d}" if number == 12 else f"{word}_{s}" for s in range(2, number + 1)]
    return (place[:, None] == np.arange(2, number + 1)).astype(float), names


def _first(periods: pd.PeriodIndex, block: np.ndarray, number: int) -> int:
    return int(periods[np.argmax(block == number)].year)
