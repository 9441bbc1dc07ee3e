"""The same contrast at other dates and of other goods: draws, p-values, bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.randomisation import critical_value, detectable, pvalues

#: With fewer draws no two-sided test at 5 % can reject.
FEWEST = 19


@dataclass(frozen=True)
class Contrast:
    """Mean over a window less mean over a base, by row numbers, inclusive."""

    base_first: int
    base_last: int
    window_first: int
    window_last: int

    def value(self, values: np.ndarray, shift: int) -> float:
        """The contrast moved by `shift` rows."""
        return float(self.values(values, shift))

    def values(self, values: np.ndarray, shift: int) -> np.ndarray:
        """The same by column of `values`."""
        base = values[self.base_first + shift : self.base_last + shift + 1]
        window = values[self.window_first + shift : self.window_last + shift + 1]
        return window.mean(axis=0) - base.mean(axis=0)

    def shifts(self, start: int, end: int) -> np.ndarray:
        """Shifts that keep every row used between `start` and `end`, inclusive, rising."""
        return np.arange(start - self.base_first, end - self.window_last + 1)

    def apart(self, start: int, end: int) -> int:
        """How many moved contrasts fit between `start` and `end` without a common row."""
        return (end - start + 1) // (self.window_last - self.base_first + 1)


@dataclass(frozen=True, eq=False)
class PlaceboGoods:
    """The contrast of the treated good among those of goods without the change.

    Attributes
    ----------
    estimate : float
    draws : Series
        By good.
    """

    estimate: float
    draws: pd.Series

    @property
    def pvalue(self) -> float:
        """Two-sided, as for dates."""
        return float(pvalues(self.estimate, self.draws.to_numpy()))

    @property
    def hypothesis(self) -> str:
        """What `pvalue` is the probability under, in words."""
        return f"no change beyond those of {len(self.draws)} other goods"

    def detectable(self, power: float = 0.8, coverage: float = 0.95) -> float:
        """The effect on the treated good that would have stood out among the others with probability `power`,
        if it moved as one of them."""
        draws = self.draws.to_numpy()
        return float(detectable(draws, critical_value(draws, coverage), power=power))

    @property
    def rank(self) -> int:
        """1 where the treated good has the largest contrast in absolute value."""
        return int(1 + np.sum(np.abs(self.draws) >= abs(self.estimate)))


def placebo_goods(
    treated: pd.Series, others: pd.DataFrame, base: tuple[str, str], window: tuple[str, str]
) -> PlaceboGoods:
    """Compare a good with others over the same months.

    Parameters
    ----------
    treated : Series
        100 x log price, or gap, on months.
    others : DataFrame
        The same of goods without the change, months x goods.
    base, window : (first, last)
    """

    def contrast(frame):
        return frame[window[0] : window[1]].mean() - frame[base[0] : base[1]].mean()

    found = contrast(others)
    if found.isna().any():
        raise EstimationError(
            f"placebo good {found.index[found.isna()][0]} has no price in the base or the window."
        )
    return PlaceboGoods(float(contrast(treated)), found)
