"""Are two paths equal, at each horizon and as a whole, and would the test have noticed if not?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import present
from analysis.passthrough.core.power import detectable, path_power, power
from analysis.passthrough.core.result import HypothesisTest, PassThrough

#: Power that `Equality.table` gives the detectable difference for.
WANTED = 0.8
# A test that misses the stated alternative more often than not is called weak.
WEAK = 0.5
# Paths drawn: a p-value of 0.05 is known to 0.002, a power of one half to 0.005.
DRAWS = 10_000


@dataclass(frozen=True, eq=False)
class Equality:
    r"""Tests that a difference of two paths is zero, with their power.

    Attributes
    ----------
    table : DataFrame, one row a horizon
        difference, std_error (as tested), wald, pvalue; alternative: a difference in
        pass-through; power: probability of a rejection if it were true;
        detectable: difference in pass-through that is found with probability
        0.8. No correction for looking at several horizons: that is `path`.
    path : HypothesisTest
        The largest \|t\| over horizons (sup-t).
    path_power : float
        Of `path`, if the alternatives of all horizons were true.
    size : float
        Nominal size of all tests.
    """

    table: pd.DataFrame
    path: HypothesisTest
    path_power: float
    size: float

    @classmethod
    def of(
        cls,
        gap: PassThrough,
        alternative: float | np.ndarray,
        size: float = 0.05,
        unit: np.ndarray | float = 1.0,
    ) -> Equality:
        """Test the path `gap` against zero.

        Parameters
        ----------
        gap : PassThrough
            Its covariance is that under the hypothesis, where the two differ.
        alternative : float or ndarray, shape (H,)
            Difference in pass-through whose detection probability is wanted. A
            number is reached at the last horizon in equal steps: a difference
            that is there at once would be found at impact, where estimates are
            precise, and that says nothing of the long run.
        size : float
        unit : float or ndarray, shape (H,)
            What a difference of 1 in pass-through makes of `gap`, by horizon: 1
            for a difference of ratios, the response of the exchange rate for a
            difference of price responses.

        Raises
        ------
        EstimationError
            If the alternative is zero or not finite, the size not between 0 and
            1, or if a horizon has a difference without a variance.
        """
        H, size = len(gap.horizons), float(size)
        stated = np.asarray(alternative, dtype=float)
        if stated.ndim == 0:
            stated = stated * np.arange(1, H + 1) / H
        if stated.shape != (H,) or not np.isfinite(stated).all() or not stated.any():
            raise EstimationError(
                f"the alternative is a difference that the tests should find: one number but zero, or {H} "
                f"numbers by horizon, not {alternative!r}."
            )
        if not 0 < size < 1:
            raise EstimationError(f"the size of a test lies between 0 and 1, not {size:g}.")
        error, critical = gap.std_error, gap.critical
        moving = error > 0
        exact = ~moving & (gap.estimate != 0)
        if exact.any() or not moving.any():
            raise EstimationError(
                f"{gap.method}: no variance to test with at horizon {gap.horizons[~moving][0]}, where the "
                "regression fits every row exactly."
            )
        unit = np.broadcast_to(np.abs(np.asarray(unit, dtype=float)), (H,))
        if not (np.isfinite(unit).all() and (unit > 0).all()):
            raise EstimationError(f"{gap.method}: a difference in pass-through has no unit at some horizon.")
        effects = [gap.at(int(h)) for h in gap.horizons]
        shift = np.divide(stated * unit, error, out=np.zeros(H), where=moving)
        rates = np.where(stated != 0, 1.0, 0.0)
        rates[moving] = power(shift[moving], critical, size)
        table = pd.DataFrame(
            {
                "difference": gap.estimate,
                "std_error": error,
                "wald": [effect.statistic() ** 2 for effect in effects],
                "pvalue": [effect.p_zero for effect in effects],
                "alternative": stated,
                "power": rates,
                "detectable": error / unit * detectable(critical, WANTED, size),
            },
            index=pd.Index(gap.horizons, name="horizon"),
        )
        largest = float(np.abs(gap.estimate[moving] / error[moving]).max())
        distribution = critical.largest(gap.correlation, draws=DRAWS)
        path = HypothesisTest(
            "a response that is equal at every horizon",
            largest,
            distribution.pvalue(largest),
            int(moving.sum()),
            f"largest |t| of {int(moving.sum())} correlated, {critical}",
        )
        found = path_power(
            shift[moving], gap.correlation, critical, size, draws=DRAWS, value=distribution.value(1 - size)
        )
        return cls(table, path, found, size)

    @property
    def rejected(self) -> bool:
        """Whether the path as a whole differs from zero."""
        return self.path.pvalue < self.size

    @property
    def verdict(self) -> str:
        """The verdict and, in the same sentence, the power of the test it rests on."""
        found = "a difference" if self.rejected else "no difference"
        last = self.table.iloc[-1]
        text = (
            f"{found} over the path (sup-t {self.path.statistic:.2f}, p {present.p_text(self.path.pvalue)}), "
            f"where one that reaches {last['alternative']:.3g} at horizon {self.table.index[-1]} is found "
            f"with probability {self.path_power:.2f}; at that horizon alone {last['difference']:.3g} "
            f"(p {present.p_text(last['pvalue'])}), power {last['power']:.2f}, and {last['detectable']:.2g} "
            f"would be found with probability {WANTED:g}"
        )
        if not self.rejected and self.path_power < WEAK:
            text += ": too weak a test to be evidence of equality"
        return text

    def __repr__(self) -> str:
        return f"<equality: {self.verdict}>"
