"""Pass-through by date; `time_varying` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.bands import band, ends
from analysis.passthrough.core.critical import Critical, probability
from analysis.passthrough.core.dates import at
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.present import axes, p_text
from analysis.passthrough.stability.constant_path import ConstantPath
from analysis.passthrough.stability.finding import StabilityFinding

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TimeVarying(StabilityFinding):
    """Long-run pass-through by date; see `StabilityFinding`.

    Attributes
    ----------
    dates : PeriodIndex
        Last period of each window.
    starts : PeriodIndex
        First period of each window.
    long_run, std_error : ndarray, shape (D,)
    critical : Critical
    coefficients : DataFrame
        By date.
    constant : Effect
        Long run of the whole sample under constant coefficients.
    constant_path : ConstantPath, optional
        Where the path lies under constant coefficients.
    """

    dates: pd.PeriodIndex
    starts: pd.PeriodIndex
    long_run: np.ndarray
    std_error: np.ndarray
    critical: Critical
    coefficients: pd.DataFrame
    constant: Effect
    constant_path: ConstantPath | None = None

    @property
    def pvalue(self) -> float:
        """Of constant pass-through: the bootstrap test on the largest distance of the path."""
        if self.constant_path is None:
            raise EstimationError(
                "this result has no test of constant pass-through; use draws > 0, or break_test, "
                "which also has power against drift."
            )
        return self.constant_path.pvalue

    @property
    def hypothesis(self) -> str:
        """What the p-value is of."""
        return "pass-through that is the same in every window"

    def at(self, date: object, coverage: float = 0.95) -> Effect:
        """Effect at a date (the end of a window)."""
        period = at(date, self.dates.freqstr, "the date")
        place = int(np.searchsorted(self.dates.asi8, period.ordinal))
        if place == len(self.dates) or self.dates[place] != period:
            raise EstimationError(
                f"no estimate at {period}: they run from {self.dates[0]} to {self.dates[-1]}, one a "
                "row of complete data."
            )
        return Effect.of(
            self.long_run[place],
            self.std_error[place],
            self.critical,
            label=f"long run, {self.starts[place]} to {period}",
            coverage=coverage,
        )

    def band(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """Lower and upper ends by date; `joint` (sup-t, bonferroni) covers the whole path.

        The multiple of "sup-t" is that of the largest t statistic of all windows in
        the samples with constant coefficients.
        """
        if joint is not True and joint != "sup-t":
            none = np.empty((0, 0))
            return band(self.long_run, self.std_error, self.dates, self.critical, none, coverage, joint)
        if self.constant_path is None:
            raise EstimationError(
                "a sup-t band comes from samples with constant coefficients; use draws > 0, or "
                "joint='bonferroni'."
            )
        multiple = float(np.quantile(self.constant_path.largest_t, probability(coverage)))
        # Never below that of one window: with few samples the quantile is noisy.
        multiple = max(multiple, self.critical.value(coverage))
        return ends(self.long_run, self.std_error, self.dates, multiple, coverage, "sup-t")

    def constant_band(self, coverage: float = 0.95, joint: bool = True) -> pd.DataFrame:
        """Ends between which the path lies when pass-through is constant."""
        path = self.constant_path
        if path is None:
            raise EstimationError("the band under constant pass-through needs draws > 0.")
        multiples = path.joint if joint else path.pointwise
        if coverage not in multiples:
            raise EstimationError(f"coverage is one of {', '.join(map(str, multiples))}, not {coverage!r}.")
        half = multiples[coverage] * path.spread
        return pd.DataFrame({"low": path.long_run - half, "high": path.long_run + half}, index=self.dates)

    def to_frame(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """One row a date: start, estimate, std_error, low, high, and the other bands there are."""
        frame = self.band(coverage)
        frame.insert(0, "start", self.starts)
        frame.insert(1, "estimate", self.long_run)
        frame.insert(2, "std_error", self.std_error)
        if joint is not False:
            outer = self.band(coverage, joint)
            frame["joint_low"], frame["joint_high"] = outer["low"], outer["high"]
        if self.constant_path is not None and coverage in self.constant_path.joint:
            null = self.constant_band(coverage)
            frame["constant_low"], frame["constant_high"] = null["low"], null["high"]
        frame.attrs = {}
        return frame

    def summary(self) -> str:
        """Range of the path, the constant estimate and the test, as text."""
        low, high = int(self.long_run.argmin()), int(self.long_run.argmax())
        lines = [
            f"time-varying pass-through (rolling): {self.header}",
            (
                f"  lowest {self.long_run[low]:.3f} ({self.std_error[low]:.3f}) at {self.dates[low]}, "
                f"highest {self.long_run[high]:.3f} ({self.std_error[high]:.3f}) at {self.dates[high]}"
            ),
            f"  whole sample {self.constant}",
        ]
        if self.constant_path is not None:
            lines.append(f"  constant pass-through: p {p_text(self.constant_path.pvalue)}")
        return self.text(*lines)

    def plot(self, ax: Axes | None = None, coverage: float = 0.95, joint: bool | str | None = None) -> Axes:
        """Draw the path, its pointwise band, the band for the whole path and the constant band.

        `joint` defaults to sup-t where there is a bootstrap, and to none.
        """
        ax = axes(ax)
        joint = (self.constant_path is not None) if joint is None else joint
        when, percent = self.dates.to_timestamp(), f"{100 * coverage:g} %"
        ax.plot(when, self.long_run, color="C0", label="long run")
        inner = self.band(coverage)
        ax.fill_between(
            when,
            inner["low"],
            inner["high"],
            color="C0",
            alpha=0.2,
            linewidth=0,
            label=f"{percent}, each date",
        )
        if joint is not False:
            outer = self.band(coverage, joint)
            name = f"{percent}, whole path ({outer.attrs['kind']})"
            for end, label in (("low", name), ("high", "_nolegend_")):
                ax.plot(when, outer[end], color="C0", linestyle="--", linewidth=0.8, label=label)
        if self.constant_path is not None and coverage in self.constant_path.joint:
            null = self.constant_band(coverage)
            name = f"{percent} of paths under constant pass-through"
            for end, label in (("low", name), ("high", "_nolegend_")):
                ax.plot(when, null[end], color="0.4", linestyle=":", label=label)
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        ax.set_ylabel("Long-run pass-through, %")
        return ax

    def __repr__(self) -> str:
        return f"<TimeVarying: {self.driver} -> {self.outcome}, {self.dates[0]} to {self.dates[-1]}>"
