r"""A VAR whose shocks are identified to a point, and what can be asked of it.

Impacts and lag matrices come with either the joint covariance of their
parameters (delta method) or bootstrap replicates; every answer that has a
standard error takes it from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import Covariance
from analysis.passthrough.structural.bootstrap import Replicates
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
