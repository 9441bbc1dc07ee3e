"""Sets of pass-through by horizon; `sign_identified` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Path
from analysis.passthrough.core.dates import bounds
from analysis.passthrough.core.export import export
from analysis.passthrough.core.levels import FREQUENCIES
from analysis.passthrough.core.present import plain
from analysis.passthrough.core.ratio import set_columns
from analysis.passthrough.structural.decomposition import Decomposition, decompose
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.responses import (
    level_moving_average,
    moving_average,
)
from analysis.passthrough.structural.restrictions import Restrictions, shock_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class SignIdentified(Path):
    """Identified sets of pass-through by horizon.

    Attributes
    ----------
    outcome, driver, shock : str
    horizons : ndarray of int, shape (H,)
    bounds : Series of ConfidenceSet
        Identified set at the estimated parameters, from the restrictions on
        this shock. Exact if it is the only one restricted; otherwise it leaves
        out orthogonality to the other shocks and is an outer bound.
    explored : Series of ConfidenceSet
        Range over the rotations drawn, which meet all restrictions: an inner
        bound.
    robust : Series of ConfidenceSet
        Holds the whole of `bounds` with posterior probability `coverage`, under
        any prior about rotations.
    coverage : float
    median_target : Series
        Pass-through in the model nearest to the median responses.
    restrictions : Restrictions
    rotations : ndarray, shape (d, K, K)
    acceptance : float
        Rotations kept as a share of those tried.
    possible : float
        Share of posterior draws in which the restrictions on this shock can be met.
    reduced : ReducedForm
    criteria : DataFrame, optional
    specification : dict
    warnings : tuple of str
    """

    outcome: str
    driver: str
    shock: str
    horizons: np.ndarray
    bounds: pd.Series
    explored: pd.Series
    robust: pd.Series
    coverage: float
    median_target: pd.Series
    restrictions: Restrictions
    rotations: np.ndarray
    acceptance: float
    possible: float
    reduced: ReducedForm
    target: int
    criteria: pd.DataFrame | None
    specification: dict
    warnings: tuple[str, ...]

    method = "structural VAR (sign)"

    @property
    def nobs(self) -> int:
        """Number of rows of the reduced form."""
        return self.reduced.nobs

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period of the reduced form."""
        return self.reduced.periods[0], self.reduced.periods[-1]

    @cached_property
    def impacts(self) -> np.ndarray:
        """Impact matrices of the models explored, shape (d, K, K)."""
        return np.linalg.cholesky(self.reduced.sigma) @ self.rotations

    def responses(self, shock: str | None = None) -> pd.DataFrame:
        """Responses of every level to a shock of one standard deviation: their range over models.

        At the estimated parameters, whose uncertainty is left out: an inner
        bound of what restrictions leave open.

        Returns
        -------
        DataFrame, index (variable, horizon)
            low, high and the median target.
        """
        paths = self._paths(self.shock if shock is None else shock)
        names = self.reduced.system.names
        index = pd.MultiIndex.from_product([names, range(paths.shape[2])], names=["variable", "horizon"])
        columns = {"low": paths.min(axis=0), "high": paths.max(axis=0), "median_target": paths[self.target]}
        return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index)

    def decomposition(self) -> Decomposition:
        """Historical decomposition in the median target: one model of many; see `contributions`."""
        names = [*self.restrictions.shocks, *self._free()]
        return decompose(self.reduced, self.impacts[self.target], names)

    def contributions(self, first: object, last: object, variable: str | None = None) -> pd.DataFrame:
        """Contribution of each restricted shock to the change from `first` to `last`, over all models.

        Parameters
        ----------
        first, last : dates
        variable : str, optional
            Default: the exchange rate.

        Returns
        -------
        DataFrame, one row a shock: low, median_target, high
            Per cent (or the unit of a rate). Bounds add up to more than the total.
        """
        table = self.decomposition().between(first, last, [variable or self.driver]).iloc[:, 0]
        weights = self._quadratic(first, last, variable or self.driver)
        s = len(self.restrictions.shocks)
        columns = self.rotations[:, :, :s]
        values = np.einsum("dks,kl,dls->ds", columns, weights, columns)
        return pd.DataFrame(
            {
                "low": values.min(axis=0),
                "median_target": table[list(self.restrictions.shocks)].to_numpy(),
                "high": values.max(axis=0),
            },
            index=pd.Index(self.restrictions.shocks, name="shock"),
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a horizon: set (bounds), explored, robust_set, median_target, and the ends as numbers."""
        frame = set_columns(self.bounds)
        frame["explored"] = [str(s) for s in self.explored]
        robust = set_columns(self.robust).add_prefix("robust_")
        return frame.join(robust).assign(median_target=self.median_target)

    def export(self, path: FilePath | str) -> FilePath:
        """Write the table to a .csv, .tex or .html file."""
        caption = (
            f"{self.method}: {self.driver} to {self.outcome}, pass-through after a {shock_text(self.shock)}"
        )
        return export(self.to_frame(), path, caption=caption, notes=self.facts())

    def summary(self) -> str:
        """Restrictions, sets at the first and last horizon, and every warning, as text."""
        lines = [f"{self.method}: {self.driver} -> {self.outcome} after a {shock_text(self.shock)}"]
        for h in dict.fromkeys((int(self.horizons[0]), int(self.horizons[-1]))):
            lines.append(
                f"  horizon {h}: identified set {self.bounds[h]}, explored {self.explored[h]},"
                f" {100 * self.coverage:g} % robust {self.robust[h]}, median target"
                f" {self.median_target[h]:.3f}"
            )
        return "\n".join(lines + [f"  {label}: {text}" for label, text in self.facts()])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw identified set, robust region and median target, cut at the frame where unbounded."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        ends = [
            e
            for s in (*self.bounds, *self.robust)
            if s.bounded and not s.empty
            for i in s.intervals
            for e in i
        ]
        low, high = min([0.0, *ends]), max([1.0, *ends])
        far = 4 * (high - low)
        for series, alpha, text in (
            (self.robust, 0.15, f"{100 * self.coverage:g} % robust region"),
            (self.bounds, 0.35, "identified set"),
        ):
            for h, s in series.items():
                for a, b in s.intervals:
                    ax.fill_between(
                        [h - 0.5, h + 0.5],
                        max(a, low - far),
                        min(b, high + far),
                        color="C0",
                        alpha=alpha,
                        linewidth=0,
                        label=text,
                    )
                    text = "_nolegend_"
        ax.plot(self.horizons, self.median_target, color="C1", label="median target (one model)")
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        margin = 0.05 * (high - low)
        ax.set_ylim(low - margin, high + margin)
        unit = FREQUENCIES[self.reduced.system.frequency]
        ax.set_xlabel(f"{unit.capitalize()}s after the {shock_text(self.shock)}")
        ax.set_ylabel("Pass-through ratio")
        return ax

    def __repr__(self) -> str:
        last = int(self.horizons[-1])
        what = f"{self.driver} -> {self.outcome}, {shock_text(self.shock)}"
        return f"<{self.method}: {what}, horizon {last}: {self.bounds[last]}>"

    def facts(self) -> list[tuple[str, str]]:
        """Sample and restrictions, as rows of the summary."""
        first, last = self.sample
        rows = [("sample", f"{first} to {last}, n = {self.nobs}")]
        rows += [
            (shock_text(r.shock), f"{r.variable} {sign} at {r.horizons}")
            for r, sign in zip(self.restrictions.rows, self.restrictions.table["sign"], strict=True)
        ]
        rows += [(key, plain(value)) for key, value in self.specification.items()]
        return rows + [("warning", text) for text in self.warnings]

    def _free(self) -> list[str]:
        return [f"free {i}" for i in range(1, self.reduced.size - len(self.restrictions.shocks) + 1)]

    def _paths(self, shock: str) -> np.ndarray:
        if shock not in self.restrictions.shocks:
            raise EstimationError(
                f"there is no shock {shock!r}; there are {', '.join(self.restrictions.shocks)}."
            )
        j = self.restrictions.shocks.index(shock)
        horizon = int(self.specification["horizon"])
        phi = level_moving_average(self.reduced.A, horizon, self.reduced.system.cumulated)
        return np.einsum("hik,dk->dih", phi, self.impacts[:, :, j])

    def _quadratic(self, first: object, last: object, variable: str) -> np.ndarray:
        """Matrix M such that a column q contributes q'Mq to the change of `variable` between two dates."""
        stretch = max(self.reduced.stretches(), key=lambda part: part.stop - part.start)
        periods = self.reduced.periods[stretch]
        rows = periods.slice_indexer(*bounds((first, last), periods.freqstr, "stretch"))
        P = np.linalg.cholesky(self.reduced.sigma)
        e = np.linalg.solve(P, self.reduced.resid[stretch].T).T
        phi = moving_average(self.reduced.A, rows.stop - 1)[:, self.reduced.system.place(variable)] @ P
        # Shock at t contributes what its response accumulates from max(t, first) to last.
        sums = np.vstack([np.zeros(len(P)), np.cumsum(phi, axis=0)])
        t = np.arange(rows.stop)
        reach = sums[rows.stop - t] - sums[np.maximum(rows.start - t, 0)]
        return reach.T @ e[: rows.stop]
