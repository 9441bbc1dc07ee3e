r"""Pass-through as a ratio of two estimated responses, never without its set.

With :math:`N_h` the cumulated response of the price and :math:`D_h` that of the
exchange rate to one shock, pass-through is :math:`\theta_h = N_h / D_h`. To
first order

.. math:: \hat\theta_h - \theta_h \approx (\hat N_h - \theta_h \hat D_h) / D_h,

which gives the joint covariance of the path. It fails where :math:`D_h` may be
zero. There the set that inverts the t test of :math:`N_h - \theta D_h = 0`
keeps its coverage (Fieller 1954; with one instrument it is the set of Anderson
and Rubin 1949); it may be unbounded, and is then printed so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from math import inf, isinf, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import present
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import wald
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.core.sets import ConfidenceSet, fieller

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RatioPath(PassThrough):
    """A `PassThrough` whose estimate is a ratio of two responses.

    Attributes
    ----------
    numerator, denominator : ndarray, shape (H,)
        Cumulated responses of the price and of the exchange rate.
    joint : ndarray, shape (2H, 2H)
        Covariance of numerators, then denominators.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    joint: np.ndarray

    def fieller(self, horizon: int, coverage: float = 0.95, critical: float | None = None) -> ConfidenceSet:
        """Fieller's set at one horizon; `critical` overrides the value that `coverage` implies."""
        i, H = self._place(horizon), len(self.horizons)
        return fieller(
            self.numerator[i],
            self.denominator[i],
            self.joint[i, i],
            self.joint[H + i, H + i],
            self.joint[i, H + i],
            self.critical.value(coverage) if critical is None else critical,
            coverage,
        )

    def sets(self, coverage: float = 0.95, joint: bool = False) -> pd.Series:
        """Fieller's set at every horizon.

        With `joint` the sets hold the whole path with probability `coverage`: the
        critical value is that of the largest t statistic, whose correlations
        over horizons are those of the path.
        """
        value = self.critical.value(coverage)
        if joint and len(self.correlation):
            value = self.critical.sup_value(self.correlation, coverage)
        index = pd.Index(self.horizons, name="horizon")
        return pd.Series([self.fieller(int(h), coverage, value) for h in self.horizons], index, name="set")

    def at(self, horizon: int, coverage: float = 0.95, label: str | None = None) -> Effect:
        """Effect at one horizon with Fieller's set; its p-values test N = 0 and N = D."""
        effect = super().at(horizon, coverage, label)
        return replace(
            effect,
            p_zero=float(self.critical.pvalue(self._statistic(horizon, 0.0))),
            p_complete=float(self.critical.pvalue(self._statistic(horizon, 1.0))),
            confidence_set=self.fieller(horizon, coverage),
        )

    def denominator_statistic(self, horizon: int) -> float:
        """T statistic of a zero response of the exchange rate: the set is bounded where it is large."""
        i, H = self._place(horizon), len(self.horizons)
        variance = self.joint[H + i, H + i]
        return float(self.denominator[i] / sqrt(variance)) if variance > 0 else inf

    def to_frame(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """As for every path, with set, set_low, set_high and bounded; `joint` adds joint_set.

        set_low and set_high are infinite where the set is unbounded; a set of
        two half-lines spans the whole line and only `set` says what it leaves out.
        """
        frame = super().to_frame(coverage, joint)
        return frame.join(
            set_columns(self.sets(coverage), self.sets(coverage, True) if joint is not False else None)
        )

    def test(self, value: float = 0.0, horizon: int | str | None = None) -> HypothesisTest:
        """Test that pass-through equals `value`, as N - value D = 0: valid whatever the denominator."""
        if horizon == "all":
            H = len(self.horizons)
            weights = np.hstack([np.eye(H), -value * np.eye(H)])
            distance = self.numerator - value * self.denominator
            statistic, pvalue = wald(distance, weights @ self.joint @ weights.T, self.critical)
            text = f"pass-through is {value:g} at every horizon"
            return HypothesisTest(text, statistic, pvalue, H, str(self.critical))
        effect = self.long_run if horizon is None else self.at(int(horizon))
        statistic = self._statistic(int(self.horizons[-1]) if horizon is None else int(horizon), value)
        text = f"{effect.label} pass-through is {value:g}"
        return HypothesisTest(text, statistic, float(self.critical.pvalue(statistic)), 1, str(self.critical))

    def summary(self) -> str:
        """As for every method, with the set at every horizon where it is unbounded."""
        return "\n".join([present.summary(self), *self._unbounded_lines()])

    def plot(self, ax: Axes | None = None, *, coverage: float = 0.95, joint: bool = True, **options) -> Axes:
        """Draw the path and its sets; where a set is unbounded the shading runs off the axes."""
        return draw_sets(
            self, self.sets(coverage), self.sets(coverage, True) if joint else None, ax, coverage, **options
        )

    def _repr_html_(self) -> str:
        short = self.short_run
        note = f"Fieller set of the short run: {escape(str(short.confidence_set))}"
        unbounded = "<br>".join(escape(line.strip()) for line in self._unbounded_lines())
        return present.html(self) + f"<p><small>{note}{'<br>' if unbounded else ''}{unbounded}</small></p>"

    def __repr__(self) -> str:
        long = self.long_run
        return (
            f"<{self.method}: {self.driver} -> {self.outcome}, n = {self.nobs}, {long.label} "
            f"{long.estimate:.3f}, {100 * long.coverage:g} % set {long.confidence_set}>"
        )

    def _unbounded_lines(self) -> list[str]:
        return [
            f"  horizon {h}: the set is unbounded, {text}"
            for h, text in self.sets().items()
            if not text.bounded
        ]

    def _place(self, horizon: int) -> int:
        place = np.flatnonzero(self.horizons == horizon)
        if not len(place):
            raise EstimationError(
                f"horizon {horizon} was not estimated; there are {self.horizons[0]} to {self.horizons[-1]}."
            )
        return int(place[0])

    def _statistic(self, horizon: int, value: float) -> float:
        i, H = self._place(horizon), len(self.horizons)
        distance = self.numerator[i] - value * self.denominator[i]
        weights = np.array([1.0, -value])
        block = self.joint[np.ix_([i, H + i], [i, H + i])]
        variance = float(weights @ block @ weights)
        if variance > 0:
            return float(distance / sqrt(variance))
        return 0.0 if distance == 0 else inf


def moments(
    numerator: np.ndarray, denominator: np.ndarray, joint: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Ratio path and its delta-method covariance :math:`G V G'`, :math:`G = [I/D, -N/D^2]`."""
    ratio = numerator / denominator
    gradient = np.hstack([np.diag(1 / denominator), np.diag(-ratio / denominator)])
    return ratio, gradient @ joint @ gradient.T


def set_columns(sets: pd.Series, joint: pd.Series | None = None) -> pd.DataFrame:
    """Sets as table columns: set (text), set_low, set_high, bounded; joint_set (text)."""
    frame = pd.DataFrame(
        {
            "set": [str(s) for s in sets],
            "set_low": [s.intervals[0][0] if s.intervals else np.nan for s in sets],
            "set_high": [s.intervals[-1][1] if s.intervals else np.nan for s in sets],
            "bounded": [s.bounded for s in sets],
        },
        index=sets.index,
    )
    if joint is not None:
        frame["joint_set"] = [str(s) for s in joint]
    return frame


def draw_sets(
    result: RatioPath,
    sets: pd.Series,
    outer: pd.Series | None,
    ax: Axes | None,
    coverage: float,
    *,
    label: str | None = None,
    color: str | None = None,
) -> Axes:
    """Draw a ratio path with its sets, the axis limited to what is bounded.

    An explosion of the ratio is cut at the frame, not drawn to scale: where the
    set is unbounded the estimate carries no more than its set.
    """
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots()
    horizons = result.horizons
    (line,) = ax.plot(horizons, result.estimate, color=color, label=label or result.method, zorder=3)
    low, high = _window(result.estimate, [s for s in sets if s.bounded])
    beyond = 4 * (high - low) + 1
    percent, first = f"{100 * coverage:g} %", True
    for h, s in sets.items():
        for a, b in s.intervals:
            bottom, top = (low - beyond if isinf(a) else a), (high + beyond if isinf(b) else b)
            ax.fill_between(
                [h - 0.5, h + 0.5], bottom, top, color=line.get_color(), alpha=0.2, linewidth=0,
                label=f"{percent} set, each horizon" if first else "_nolegend_",
            )  # fmt: skip
            first = False
    if outer is not None and all(s.bounded for s in outer):
        ends = set_columns(outer)
        for name, text in (("set_low", f"{percent} set, whole path (sup-t)"), ("set_high", "_nolegend_")):
            ax.plot(horizons, ends[name], color=line.get_color(), linestyle="--", linewidth=0.8, label=text)
        low, high = min(low, ends["set_low"].min()), max(high, ends["set_high"].max())
    ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
    if high > 0.8:
        ax.axhline(1.0, color="0.3", linewidth=0.8, linestyle=":", zorder=1)
    margin = 0.05 * (high - low) + 1e-9
    ax.set_ylim(low - margin, high + margin)
    ax.set_xlabel(f"{result.unit.capitalize()}s after the shock")
    ax.set_ylabel("Pass-through ratio")
    return ax


def _window(estimate: np.ndarray, bounded: list[ConfidenceSet]) -> tuple[float, float]:
    """Vertical range of a drawing: the bounded sets, or complete and reverse pass-through."""
    if not bounded:
        return -1.0, 2.0
    low = np.array([s.intervals[0][0] for s in bounded])
    high = np.array([s.intervals[-1][1] for s in bounded])
    # A set that is bounded by a hair is as wide as a ratio can get: it does not set the scale.
    most = 4 + 3 * float(np.quantile(np.maximum(np.abs(low), np.abs(high)), 0.25, method="lower"))
    return min(max(low.min(), -most), 0.0), max(min(high.max(), most), 0.0)
