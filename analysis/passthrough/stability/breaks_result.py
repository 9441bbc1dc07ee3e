"""The result of a search for several breaks; `bai_perron` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.passthrough.core.present import axes
from analysis.passthrough.stability.finding import RegimeFinding

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Breaks(RegimeFinding):
    """Breaks, their dates and pass-through in each regime; see `RegimeFinding`.

    Attributes
    ----------
    criteria : DataFrame
        One row a number of breaks: rss, bic, lwz, and p_next, the p-value of
        one break more (NaN for the last).
    dates_by_number : list of tuple of Period
        First period of each new regime, for 0, 1, .. breaks.
    dates : DataFrame
        One row a break of the selected number: last_before, date (the first
        period of the new regime), and low, high: the interval of last_before.

    Notes
    -----
    Intervals of neighbouring dates may overlap and may reach past the shortest
    regime; ends outside the sample are moved to its ends.
    """

    criteria: pd.DataFrame
    dates_by_number: list[tuple[pd.Period, ...]]
    dates: pd.DataFrame

    @property
    def number(self) -> int:
        """Selected number of breaks."""
        return len(self.dates)

    def to_frame(self) -> pd.DataFrame:
        """One row a number of breaks: the criteria and the dates."""
        frame = self.criteria.copy()
        frame["dates"] = [", ".join(map(str, dates)) for dates in self.dates_by_number]
        return frame

    def summary(self) -> str:
        """Number, dates with intervals, and effects, as text."""
        dates = [
            f"  new regime from {row['date']}; last of the old {row['low']} to {row['high']}"
            for _, row in self.dates.iterrows()
        ]
        return self.text(
            f"{self.number} breaks ({self.coefficients}): {self.header}", *dates, *self.effect_lines
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw long-run pass-through by regime with its interval, and the date intervals."""
        ax = axes(ax)
        for label, effect in self.effects.items():
            if label.startswith("change"):
                continue
            start, stop = (pd.Period(end, freq=self.sample[0].freq) for end in label.split(".."))
            span = [start.start_time, stop.end_time]
            (line,) = ax.plot(span, [effect.estimate] * 2, color="C0", linewidth=2)
            ax.fill_between(span, effect.low, effect.high, color=line.get_color(), alpha=0.2, linewidth=0)
        for _, row in self.dates.iterrows():
            ax.axvspan(row["low"].start_time, row["high"].end_time, color="0.85", zorder=0)
        ax.axhline(0.0, color="0.3", linewidth=0.8)
        ax.set_ylabel("Long-run pass-through, %")
        return ax

    def __repr__(self) -> str:
        dates = ", ".join(str(date) for date in self.dates["date"]) if self.number else "none"
        return f"<Breaks {self.driver} -> {self.outcome}: {dates}>"
