r"""A VAR whose shocks are identified to a point, and what can be asked of it.

Impacts and lag matrices come with either the joint covariance of their
parameters (delta method) or bootstrap replicates; every answer that has a
standard error takes it from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.inference import Covariance
from analysis.passthrough.core.sets import fieller
from analysis.passthrough.structural import decomposition
from analysis.passthrough.structural.bootstrap import Replicates, moving_block
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.responses import (
    level_moving_average,
    moving_average,
    response_jacobian,
)


@dataclass(frozen=True, eq=False)
class StructuralModel:
    """Identified shocks of a VAR.

    K variables, m shocks.

    Attributes
    ----------
    reduced : ReducedForm
    identification : {"recursive", "proxy"}
    shocks : tuple of str, length m
    impact : ndarray, shape (K, m)
        As estimated: one standard deviation (recursive), or the covariances
        with the proxy, whose scale means nothing (proxy).
    unit_impact : ndarray, shape (K, m)
        Scaled to one standard deviation.
    inference : str
    gradient : ndarray, shape (K, m, q), optional
        Of `impact` with respect to the second moments behind it.
    covariance : Covariance, optional
        Of lag matrices and second moments.
    replicates : (Replicates, ndarray of shape (d, K, m)), optional
        Bootstrap estimates and their impacts, in place of the two above.
    proxy : ndarray, shape (n,), optional
        On the rows of the VAR.
    """

    reduced: ReducedForm
    identification: str
    shocks: tuple[str, ...]
    impact: np.ndarray
    unit_impact: np.ndarray
    inference: str
    gradient: np.ndarray | None = None
    covariance: Covariance | None = None
    replicates: tuple[Replicates, np.ndarray] | None = None
    proxy: np.ndarray | None = None

    @property
    def critical(self) -> Critical:
        """What t statistics of responses are compared with."""
        return Critical("normal") if self.covariance is None else self.covariance.critical

    @cached_property
    def _summed(self) -> np.ndarray:
        return self.reduced.system.cumulated

    def place(self, shock: str) -> int:
        """Position of a shock, or a refusal that lists those there are."""
        if shock not in self.shocks:
            raise EstimationError(f"there is no shock {shock!r}; there are {', '.join(self.shocks)}.")
        return self.shocks.index(shock)

    def level_responses(
        self, shock: str, variables: tuple[str, ...], horizon: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Responses of levels to one shock at the scale of `impact`, with their joint covariance.

        Returns
        -------
        responses : ndarray, shape (v, H + 1)
        covariance : ndarray, shape (v (H + 1), v (H + 1))
            First variable first.
        """
        j = self.place(shock)
        rows = np.array([self.reduced.system.place(name) for name in variables])
        if self.covariance is not None:
            phi = moving_average(self.reduced.A, horizon)
            responses, jacobian = response_jacobian(
                phi, self.impact[:, j], self.gradient[:, j], self.reduced.lags, rows, self._summed
            )
            flat = jacobian.swapaxes(0, 1).reshape(responses.size, -1)
            return responses.T, flat @ self.covariance.matrix @ flat.T
        phi = level_moving_average(self.reduced.A, horizon, self._summed)
        drawn = self.drawn_responses(shock, variables, horizon)
        flat = drawn.reshape(len(drawn), -1)
        return (phi[:, rows] @ self.impact[:, j]).T, np.cov(flat, rowvar=False).reshape(flat.shape[1], -1)

    def drawn_responses(self, shock: str, variables: tuple[str, ...], horizon: int) -> np.ndarray:
        """Responses of levels in every bootstrap replicate, shape (d, v, H + 1)."""
        if self.replicates is None:
            raise EstimationError("there are no bootstrap replicates; use inference='moving-block'.")
        estimates, impacts = self.replicates
        rows = np.array([self.reduced.system.place(name) for name in variables])
        phi = level_moving_average(estimates.A, horizon, self._summed)[:, :, rows]
        return np.einsum("dhvk,dk->dvh", phi, impacts[:, :, self.place(shock)])

    def responses(
        self, shock: str, horizon: int = 24, coverage: float = 0.95, per: str | None = None
    ) -> pd.DataFrame:
        """Responses of every level to one shock.

        Parameters
        ----------
        shock : str
        horizon : int
        coverage : float
            Coverage of intervals and sets, each horizon by itself.
        per : {"standard deviation", "exchange rate"}, optional
            Size of the shock: one standard deviation, or what moves the
            exchange rate by one per cent at once. Default, and the only choice
            with a proxy: the second for a proxy, the first otherwise.

        Returns
        -------
        DataFrame, index (variable, horizon)
            estimate, std_error, low, high; per exchange rate also `set`,
            Fieller's, which stays honest when the impact on it may be zero.
        """
        horizon = count(horizon, "horizon")
        default = "exchange rate" if self.identification == "proxy" else "standard deviation"
        per = default if per is None else per
        if per not in ("standard deviation", "exchange rate"):
            raise EstimationError(f"per is 'standard deviation' or 'exchange rate', not {per!r}.")
        if per != default and self.identification == "proxy":
            raise EstimationError("a proxy identifies a shock up to its size; use per='exchange rate'.")
        names, fx = self.reduced.system.names, self.reduced.system.place(self.reduced.system.fx)
        estimate, V = self.level_responses(shock, names, horizon)
        steps, c = horizon + 1, self.critical.value(coverage)
        index = pd.MultiIndex.from_product([names, range(steps)], names=["variable", "horizon"])
        if per == "standard deviation":
            error, sets = np.sqrt(np.diag(V)), None
            flat = estimate.ravel()
        else:
            flat, error, sets = self._relative(estimate.ravel(), V, fx * steps, coverage)
        frame = pd.DataFrame({"estimate": flat, "std_error": error}, index=index)
        frame["low"], frame["high"] = flat - c * error, flat + c * error
        return frame if sets is None else frame.assign(set=sets)

    def _relative(self, x: np.ndarray, V: np.ndarray, unit: int, coverage: float):
        base = x[unit]
        if base == 0:
            raise EstimationError(
                "the exchange rate does not answer this shock at once, so it has no size in it."
            )
        ratio = x / base
        # (x - ratio * base) / base, to first order.
        variance = np.diag(V) - 2 * ratio * V[unit] + ratio**2 * V[unit, unit]
        c = self.critical.value(coverage)
        sets = [
            "1 by normalisation"
            if i == unit
            else str(fieller(x[i], base, V[i, i], V[unit, unit], V[i, unit], c, coverage))
            for i in range(len(x))
        ]
        return ratio, np.sqrt(np.clip(variance, 0, None)) / abs(base), sets

    def decomposition(self) -> decomposition.Decomposition:
        """What happened, split into shocks, over the longest stretch without a gap."""
        return decomposition.decompose(self.reduced, self.unit_impact, self.shocks)

    def implied(
        self,
        horizon: int = 12,
        window: int = 24,
        coverage: float = 0.95,
        draws: int = 500,
        rng: np.random.Generator | None = None,
    ) -> pd.DataFrame:
        """Pass-through that the mix of shocks implies, by date; see `decomposition`.

        Parameters
        ----------
        horizon : int
            Periods over which shocks have passed through.
        window : int
            Periods over which the mix is taken; the date is the last.
        coverage : float
        draws : int
            Moving-block replicates behind the band.
        rng : numpy.random.Generator, optional

        Returns
        -------
        DataFrame, by date: estimate, low, high
            Percentiles over replicates of the parameters, each date by itself,
            with the data as they were.
        """
        if len(self.shocks) < self.reduced.size:
            raise EstimationError(
                "the mix of shocks needs all of them; a proxy identifies one. Use a recursive VAR."
            )
        reduced = self.reduced
        split = self.decomposition()
        window = decomposition.check_window(window, len(split.periods))
        rows = tuple(reduced.system.place(name) for name in (reduced.system.price, reduced.system.fx))
        replicates = self.replicates[0] if self.replicates else moving_block(reduced, generator(rng), draws)
        impacts = np.linalg.cholesky(replicates.sigma)
        stretch = np.isin(reduced.periods, split.periods)
        past = reduced.X[:, reduced.lag_columns]
        fixed = np.linalg.qr(reduced.X[:, : reduced.lag_columns.start])[0]
        paths = []
        for A, P in zip(replicates.A, impacts, strict=True):
            resid = reduced.Y - past @ A.transpose(0, 2, 1).reshape(past.shape[1], -1)
            resid = resid - fixed @ (fixed.T @ resid)
            shocks = np.linalg.solve(P, resid[stretch].T).T
            paths.append(decomposition.shock_mix(A, P, shocks, rows, self._summed, horizon, window))
        estimate = decomposition.shock_mix(
            reduced.A, self.unit_impact, split.shocks.to_numpy(), rows, self._summed, horizon, window
        )
        low, high = np.quantile(paths, [(1 - coverage) / 2, (1 + coverage) / 2], axis=0)
        return pd.DataFrame({"estimate": estimate, "low": low, "high": high}, split.periods[window - 1 :])
