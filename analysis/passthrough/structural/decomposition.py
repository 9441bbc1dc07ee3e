r"""Which shocks moved the currency.

Between two gaps a VAR splits what happened into a baseline (what the first
lags, constant and seasonals imply without any shock) and one part a shock,

.. math:: y_t = \text{baseline}_t + \sum_j \sum_{i \ge 0} \Phi_i b_j \varepsilon_{j,t-i},

which add up to the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import bounds
from analysis.passthrough.structural.reduced_form import ReducedForm

BASELINE, OTHER = "baseline", "other shocks"


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Contributions of shocks to what happened.

    Attributes
    ----------
    periods : PeriodIndex, length T
        An unbroken stretch of the sample.
    parts : tuple of str
        "baseline", the shocks, and "other shocks" if not all are identified.
    contributions : ndarray, shape (T, K, len(parts))
        To the columns of the VAR: changes in per cent, or rates.
    shocks : DataFrame, T rows
        The shocks themselves, in standard deviations.
    variables : tuple of str
    price, fx : str
    """

    periods: pd.PeriodIndex
    parts: tuple[str, ...]
    contributions: np.ndarray
    shocks: pd.DataFrame
    variables: tuple[str, ...]
    price: str
    fx: str

    def of(self, variable: str | None = None, cumulated: bool = False) -> pd.DataFrame:
        """Contributions to one variable (default: the exchange rate) by date, and their total.

        With `cumulated`, summed from the first date: the path of the log level
        in per cent of where it stood before.
        """
        frame = pd.DataFrame(self.contributions[:, self._place(variable)], self.periods, list(self.parts))
        frame["total"] = frame.sum(axis=1)
        return frame.cumsum() if cumulated else frame

    def between(self, first: object, last: object, variables: Sequence[str] | None = None) -> pd.DataFrame:
        """Contributions summed from `first` to `last`: parts and their total down, variables across."""
        rows = self.periods.slice_indexer(*bounds((first, last), self.periods.freqstr, "stretch"))
        if rows.start >= rows.stop:
            raise EstimationError(
                f"no date from {first} to {last}: the decomposition runs from {self.periods[0]} "
                f"to {self.periods[-1]}."
            )
        names = [self.fx, self.price] if variables is None else list(variables)
        sums = [self.contributions[rows, self._place(name)].sum(axis=0) for name in names]
        frame = pd.DataFrame(np.array(sums).T, list(self.parts), names)
        frame.loc["total"] = frame.sum()
        return frame

    def _place(self, variable: str | None) -> int:
        name = self.fx if variable is None else variable
        if name not in self.variables:
            raise EstimationError(f"there is no variable {name!r}; there are {', '.join(self.variables)}.")
        return self.variables.index(name)


def structural_shocks(resid: np.ndarray, impact: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    r"""Shocks :math:`b_j'\Sigma^{-1}u_t`, shape (n, m), for impacts b of one standard deviation."""
    return resid @ np.linalg.solve(sigma, impact)


def decompose(
    reduced: ReducedForm, impact: np.ndarray, names: Sequence[str], stretch: slice | None = None
) -> Decomposition:
    """Split an unbroken stretch of the sample into shocks.

    Parameters
    ----------
    reduced : ReducedForm
    impact : ndarray, shape (K, m)
        Impacts of shocks of one standard deviation, orthogonal to each other:
        all (m = K) or some.
    names : sequence of str, length m
    stretch : slice of rows, optional
        Default: the longest run without a gap.
    """
    if stretch is None:
        stretch = max(reduced.stretches(), key=lambda part: part.stop - part.start)
    K, p, m = reduced.size, reduced.lags, impact.shape[1]
    resid = reduced.resid[stretch]
    shocks = structural_shocks(resid, impact, reduced.sigma)
    parts = (BASELINE, *names) if m == K else (BASELINE, *names, OTHER)
    T = len(resid)
    driven = np.zeros((T + p, K, len(parts)))
    lags = reduced.lag_columns
    driven[:p, :, 0] = reduced.X[stretch][0, lags].reshape(p, K)[::-1]
    driven[p:, :, 0] = reduced.X[stretch][:, : lags.start] @ reduced.coefficients[: lags.start]
    driven[p:, :, 1 : m + 1] = impact * shocks[:, None, :]
    if m < K:
        driven[p:, :, m + 1] = resid - shocks @ impact.T
    # Lag p first, as the path stands in memory.
    weights = np.concatenate(list(reduced.A[::-1]), axis=1)
    for t in range(T):
        driven[p + t] += weights @ driven[t : t + p].reshape(p * K, -1)
    return Decomposition(
        periods=reduced.periods[stretch],
        parts=parts,
        contributions=driven[p:],
        shocks=pd.DataFrame(shocks, reduced.periods[stretch], list(names)),
        variables=reduced.system.names,
        price=reduced.system.price,
        fx=reduced.system.fx,
    )
