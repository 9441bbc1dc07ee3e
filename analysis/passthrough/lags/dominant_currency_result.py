"""What a regression on two exchange rates gives: paths, long runs, tests and their collinearity."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.present import p_text, plain, span
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.lags.collinearity import Collinearity


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DominantCurrency(Paths):
    """Pass-through of a bilateral and a dominant exchange rate, together and alone.

    All regressions are on the same rows.

    Attributes
    ----------
    bilateral, dominant : PassThrough
        Each given the other: the response to a 1 % depreciation against that
        currency alone, the other rate unchanged.
    joint : PassThrough
        The sum of both: the response to a 1 % depreciation against both. It is
        well determined even where the split is not.
    bilateral_alone, dominant_alone : PassThrough
        The regression that leaves the other rate out.
    bilateral_slope, dominant_slope : PassThrough or None
        With an invoicing share: how much more passes through when the share is
        1 than when it is 0.
    difference : Effect
        Long run of `bilateral` less that of `dominant`.
    tests : dict of str to HypothesisTest
        "bilateral", "dominant": that long run is zero given the other rate;
        "both": both are zero; "equal": they are equal; with a share also
        "bilateral x share", "dominant x share": it makes no difference.
    collinearity : Collinearity
    warnings : tuple of str
    """

    bilateral: PassThrough
    dominant: PassThrough
    joint: PassThrough
    bilateral_alone: PassThrough
    dominant_alone: PassThrough
    bilateral_slope: PassThrough | None
    dominant_slope: PassThrough | None
    difference: Effect
    tests: dict[str, HypothesisTest]
    collinearity: Collinearity
    warnings: tuple[str, ...] = ()

    title = "Two exchange rates: long runs"

    def to_frame(self) -> pd.DataFrame:
        """The long runs side by side, as `long_runs`."""
        return self.long_runs()

    @property
    def specification(self) -> dict:
        """What was estimated."""
        return self.joint.specification

    @property
    def nobs(self) -> int:
        """Number of rows of the joint regression."""
        return self.joint.nobs

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period of the joint regression."""
        return self.joint.sample

    def long_runs(self) -> pd.DataFrame:
        """The long runs side by side: each rate alone, each given the other, their sum and difference.

        Columns estimate, std_error, low, high, p_zero, p_complete. Completeness
        has no meaning for a difference or a slope: there it is NA.
        """
        bilateral, dominant = self.bilateral.driver, self.dominant.driver
        effects = {
            f"{bilateral} alone": self.bilateral_alone.long_run,
            f"{dominant} alone": self.dominant_alone.long_run,
            f"{bilateral} given {dominant}": self.bilateral.long_run,
            f"{dominant} given {bilateral}": self.dominant.long_run,
            "both together": self.joint.long_run,
        }
        differences = {f"{bilateral} less {dominant}": self.difference}
        for slope in (self.bilateral_slope, self.dominant_slope):
            if slope is not None:
                differences[slope.driver] = slope.long_run
        columns = ["estimate", "std_error", "low", "high", "p_zero", "p_complete"]
        frame = pd.DataFrame(
            {name: [getattr(e, c) for c in columns] for name, e in (effects | differences).items()},
            index=columns,
        ).T
        frame.loc[list(differences), "p_complete"] = pd.NA
        return frame.astype("Float64")

    def summary(self) -> str:
        """Long runs, tests, collinearity, specification and warnings, as text."""
        first, last = self.sample
        lines = [
            f"dominant currency: {self.bilateral.driver} and {self.dominant.driver} -> {self.joint.outcome}",
            f"  {first} to {last}, {span(self.nobs, self.joint.unit)}",
        ]
        for name, row in self.long_runs().iterrows():
            lines.append(
                f"  {name:<34} {row['estimate']:7.3f} ({row['std_error']:.3f})  "
                f"[{row['low']:.3f}, {row['high']:.3f}]  p(0) {p_text(row['p_zero'])}"
            )
        lines += [
            f"  {test.hypothesis}: {test.statistic:.2f}, p {p_text(test.pvalue)} ({test.distribution})"
            for test in self.tests.values()
        ]
        lines.append(f"  collinearity: {self.collinearity}")
        lines += [f"  {key}: {plain(value)}" for key, value in self.specification.items()]
        return "\n".join(lines + [f"  warning: {text}" for text in self.warnings])

    def __repr__(self) -> str:
        a, b, c = (path.long_run for path in (self.bilateral, self.dominant, self.joint))
        return (
            f"<DominantCurrency {self.joint.outcome}, n = {self.nobs}: {self.bilateral.driver} "
            f"{a.estimate:.3f} ({a.std_error:.3f}), {self.dominant.driver} {b.estimate:.3f} "
            f"({b.std_error:.3f}), together {c.estimate:.3f} ({c.std_error:.3f})>"
        )
