r"""One result for every estimator of pass-through.

Whatever the method, a result is a path: cumulative pass-through
:math:`\theta_h`, the response of the log price h periods after a permanent 1 %
depreciation, in per cent, with the **joint** covariance of the path over h.
From these two follow intervals, bands for the whole path, tests and draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import present
from analysis.passthrough.core.bands import band
from analysis.passthrough.core.base import Path
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.draws import symmetric_root
from analysis.passthrough.core.effect import Effect, Origin
from analysis.passthrough.core.export import export
from analysis.passthrough.core.inference import wald

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Eigenvalues of a correlation matrix below minus this are not rounding.
NEGATIVE = 1e-8


@dataclass(frozen=True)
class HypothesisTest:
    """A test: what was asked, the statistic and its two-sided p-value.

    `restrictions` is 1 for a t statistic; for more, `statistic` is the Wald
    statistic (not divided by the number of restrictions).
    """

    hypothesis: str
    statistic: float
    pvalue: float
    restrictions: int
    distribution: str


@dataclass(frozen=True, eq=False)
class PassThrough(Path):
    """Cumulative pass-through by horizon, with its joint covariance.

    Attributes
    ----------
    method : str
        Such as "distributed lag".
    outcome, driver : str
        Names of the price and of the exchange rate (or tariff).
    horizons : ndarray of int, shape (H,)
        Periods after the change, rising.
    estimate : ndarray, shape (H,)
        Per cent price response to a 1 % depreciation, cumulated to h.
    covariance : ndarray, shape (H, H)
        Of `estimate`, over horizons.
    critical : Critical
        Reference distribution of the t statistics.
    nobs : int
        Rows used (the most that any horizon uses).
    sample : (Period, Period)
        First and last date of the price change.
    specification : dict
        Everything needed to say what was estimated: lags, controls, seasonals,
        inference, bandwidth, rows lost, sign convention.
    frequency : str
        "M" or "Q".
    coefficients, coefficient_covariance, residuals : Series, DataFrame, Series, optional
        Of the regression behind the path, where there is one.
    long_run_effect : Effect, optional
        The analytic limit, where it is not the last horizon.
    warnings : tuple of str
        What a reader must know before using the numbers. They are kept here
        and shown by `summary`, not sent to stderr.

    Raises
    ------
    EstimationError
        On construction, if anything is not finite or does not fit together.
    """

    method: str
    outcome: str
    driver: str
    horizons: np.ndarray
    estimate: np.ndarray
    covariance: np.ndarray
    critical: Critical
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    specification: dict = field(default_factory=dict)
    frequency: str = "M"
    coefficients: pd.Series | None = None
    coefficient_covariance: pd.DataFrame | None = None
    residuals: pd.Series | None = None
    long_run_effect: Effect | None = None
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        horizons = np.array(self.horizons, dtype=int)
        estimate = np.array(self.estimate, dtype=float)
        covariance = np.array(self.covariance, dtype=float)
        size = len(horizons)
        if size == 0 or estimate.shape != (size,) or covariance.shape != (size, size):
            raise EstimationError(
                f"a path of {size} horizons needs {size} estimates and a {size} x {size} covariance, "
                f"not shapes {estimate.shape} and {covariance.shape}."
            )
        if (np.diff(horizons) <= 0).any() or horizons[0] < 0:
            raise EstimationError(f"horizons must rise from 0 or more, not {horizons.tolist()}.")
        broken = ~(np.isfinite(estimate) & np.isfinite(covariance).all(axis=1))
        if broken.any():
            raise EstimationError(
                f"{self.method}: the estimate or its covariance is not finite at horizon "
                f"{horizons[broken][0]}. The data do not identify it."
            )
        spread = np.diag(covariance)
        if (spread < 0).any():
            raise EstimationError(f"{self.method}: negative variance at horizon {horizons[spread < 0][0]}.")
        if not np.allclose(covariance, covariance.T, rtol=1e-6, atol=1e-8 * spread.max()):
            raise EstimationError(f"{self.method}: the covariance is not symmetric.")
        for name, array in (
            ("horizons", horizons),
            ("estimate", estimate),
            ("covariance", 0.5 * (covariance + covariance.T)),
        ):
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "specification", dict(self.specification))
        object.__setattr__(self, "warnings", tuple(self.warnings))

    @property
    def identity(self) -> dict:
        """What another path from the same data has in common with this one."""
        shared = "outcome driver horizons critical nobs sample specification frequency".split()
        return {name: getattr(self, name) for name in shared}

    @property
    def std_error(self) -> np.ndarray:
        """Pointwise standard errors, shape (H,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> np.ndarray:
        """Correlation over horizons, without horizons that have no variance."""
        scale = self.std_error
        keep = scale > 0
        return self.covariance[np.ix_(keep, keep)] / np.outer(scale[keep], scale[keep])

    @property
    def unit(self) -> str:
        """Word for one period: "month" or "quarter"."""
        return present.UNITS[self.frequency]

    @property
    def short_run(self) -> Effect:
        """Effect at the first horizon."""
        return self.at(int(self.horizons[0]))

    @property
    def long_run(self) -> Effect:
        """The analytic long run if the method has one, else the last horizon."""
        if self.long_run_effect is not None:
            return replace(self.long_run_effect, origin=self._origin)
        last = int(self.horizons[-1])
        return self.at(last, label=f"long run ({present.span(last, self.unit)})")

    def at(self, horizon: int, coverage: float = 0.95, label: str | None = None) -> Effect:
        """Effect at one horizon, with an interval of coverage `coverage`."""
        place = np.flatnonzero(self.horizons == horizon)
        if not len(place):
            raise EstimationError(
                f"horizon {horizon} was not estimated; there are {self.horizons[0]} to {self.horizons[-1]}."
            )
        i = int(place[0])
        if label is None:
            label = present.after(horizon, self.unit)
        effect = Effect.of(self.estimate[i], self.std_error[i], self.critical, label=label, coverage=coverage)
        return replace(effect, origin=self._origin)

    @property
    def _origin(self) -> Origin:
        return Origin(self.method, self.outcome, self.driver, self.sample, self.nobs, self.specification)

    def band(
        self,
        coverage: float = 0.95,
        joint: bool | str = False,
        rng: np.random.Generator | None = None,
    ) -> pd.DataFrame:
        """Lower and upper ends by horizon.

        Parameters
        ----------
        coverage : float
            Coverage of each interval, or of all of them together if `joint`.
        joint : {False, "sup-t", "bonferroni"}
            True means "sup-t".
        rng : numpy.random.Generator, optional
            For sup-t. Without it a fixed seed is used, so that a band is the
            same in every run.

        Returns
        -------
        DataFrame, columns low and high, indexed by horizon
            `attrs["critical_value"]` is the multiple of the standard error.
        """
        index = pd.Index(self.horizons, name="horizon")
        return band(
            self.estimate, self.std_error, index, self.critical, self.correlation, coverage, joint, rng
        )

    def test(self, value: float = 0.0, horizon: int | str | None = None) -> HypothesisTest:
        """Test that pass-through equals `value` (0: none, 1: complete).

        Parameters
        ----------
        value : float
        horizon : int, "all" or None
            None tests the long run, "all" the whole path at once (Wald).
        """
        if horizon == "all":
            statistic, pvalue = wald(self.estimate - value, self.covariance, self.critical)
            text = f"pass-through is {value:g} at every horizon"
            return HypothesisTest(text, statistic, pvalue, len(self.horizons), str(self.critical))
        effect = self.long_run if horizon is None else self.at(int(horizon))
        return HypothesisTest(
            f"{effect.label} pass-through is {value:g}",
            effect.statistic(value),
            effect.pvalue(value),
            1,
            str(self.critical),
        )

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Draws of the path from its estimated normal distribution, shape (size, H).

        The full covariance is used: horizons move together.
        """
        values = np.linalg.eigvalsh(self.covariance)
        if values[0] < -NEGATIVE * values[-1]:
            raise EstimationError(f"{self.method}: the covariance has a negative eigenvalue.")
        return (
            self.estimate + rng.standard_normal((size, len(values))) @ symmetric_root(self.covariance).matrix
        )

    def to_frame(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """One row a horizon: estimate, std_error, low, high, p_zero, p_complete.

        With `joint`, also joint_low and joint_high. `attrs["coverage"]` is the coverage of all intervals.
        """
        effects = [self.at(int(h), coverage) for h in self.horizons]
        columns = ("estimate", "std_error", "low", "high", "p_zero", "p_complete")
        frame = pd.DataFrame(
            {name: [getattr(effect, name) for effect in effects] for name in columns},
            index=pd.Index(self.horizons, name="horizon"),
        )
        frame.attrs["coverage"] = coverage
        if joint is not False:
            band = self.band(coverage, joint)
            frame["joint_low"], frame["joint_high"] = band["low"], band["high"]
        return frame

    def export(self, path: FilePath | str, coverage: float = 0.95, joint: bool | str = "sup-t") -> FilePath:
        """Write the path to a .csv, .tex or .html file; see `analysis.passthrough.core.export`.

        The last two carry sample, specification and warnings below the table.
        """
        return export(
            self.to_frame(coverage, joint),
            path,
            caption=f"{self.method}: {self.driver} to {self.outcome}, cumulative pass-through in per cent",
            notes=self.facts(),
        )

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of sample, specification and warnings."""
        return present.facts(self)

    def plot(self, ax: Axes | None = None, **options) -> Axes:
        """Draw the path with its bands; see `analysis.passthrough.core.present.draw_path`."""
        return present.draw_path(self, ax, **options)

    def summary(self) -> str:
        """What was estimated, the two headline effects, and every warning, as text."""
        return present.summary(self)

    def _repr_html_(self) -> str:
        return present.html(self)

    def __repr__(self) -> str:
        return (
            f"<PassThrough {self.method}: {self.driver} -> {self.outcome}, n = {self.nobs}, "
            f"long run {self.long_run.estimate:.3f} ({self.long_run.std_error:.3f})>"
        )
