"""The response of an exchange rate to official operations; `flow_response` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.grid import Grid
from analysis.numerals import fixed
from analysis.passthrough.core import present
from analysis.passthrough.core.export import export
from analysis.passthrough.core.randomisation import (
    critical_value,
    detectable,
    pvalues,
    sup_pvalue,
)
from analysis.passthrough.core.result import PassThrough

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FlowResponse(PassThrough):
    """Per cent change of the exchange rate by business day after an operation, per unit of it.

    A path like any other result: `estimate`, joint `covariance`, `band`, `at`, `test`, `draw`. With
    operations that come in few episodes this theory is thin; `placebo_band` and the columns of `to_frame`
    that say placebo come from the same episodes moved to other dates, and `wide_band` is what both leave
    open.

    Attributes
    ----------
    per : str
        What the response is per: "billion of foreign currency" or "1 % of GDP".
    placebo : ndarray, shape (draws, H)
        Responses to the same episodes on placebo dates.
    follow_up : ndarray, shape (H,)
        Net operations summed from day 0 to h, per unit on day 0: one operation is followed by others.
    joint : ndarray, shape (2H, 2H)
        Covariance of `estimate`, then `follow_up`.
    episodes : DataFrame
        first, last, impulses, total, weight (share in the estimate), raw_change (per cent, to the last
        horizon).
    without : DataFrame, shape (E, H)
        The response without each episode in turn.
    reaction : DataFrame
        Coefficients of the reaction function.
    leaning : dict
        What it says about leaning against the wind.
    pre_trend : DataFrame
        By horizon before the operation, for "residual" and "raw": estimate, std_error, pvalue. Horizons
        that the reaction function holds are zero by construction.
    pre_trend_pvalue : float or None
        No response at any horizon before that the reaction function does not hold, among the placebo draws.
    variants : DataFrame
        Every shock and shift, by horizon.
    """

    per: str
    placebo: np.ndarray
    follow_up: np.ndarray
    joint: np.ndarray
    episodes: pd.DataFrame
    without: pd.DataFrame
    reaction: pd.DataFrame
    leaning: dict
    pre_trend: pd.DataFrame
    pre_trend_pvalue: float | None
    variants: pd.DataFrame

    @property
    def unit_text(self) -> str:
        """What the numbers are, such as "per cent per 1 % of GDP"."""
        return f"per cent per {self.per}"

    @property
    def path_pvalue(self) -> float:
        """p-value of no response at any horizon, among the placebo draws."""
        return sup_pvalue(self.estimate, self.placebo)

    def placebo_band(self, coverage: float = 0.95, joint: bool = False) -> pd.DataFrame:
        """Ends of the intervals that invert the placebo test, by horizon.

        With `joint` they hold the whole path: the critical value is that of the largest response in units
        of its spread over the draws.
        """
        if joint:
            spread = np.sqrt((self.placebo**2).mean(axis=0))
            largest = (np.abs(self.placebo) / spread).max(axis=1)
            half = spread * critical_value(largest[:, None], coverage)[0]
        else:
            half = critical_value(self.placebo, coverage)
        index = pd.Index(self.horizons, name="horizon")
        return pd.DataFrame({"low": self.estimate - half, "high": self.estimate + half}, index=index)

    def wide_band(self, coverage: float = 0.95) -> pd.DataFrame:
        """What both intervals leave open, by horizon: the lower of the lower ends, the higher of the higher.

        The two see different things. Placebo dates know the noise of days without operations and that few
        episodes carry the estimate, but take the response to be one and the same. HC3 sees that episodes
        differ, but has only the few to see it from.
        """
        normal, placebo = self.band(coverage), self.placebo_band(coverage)
        return pd.DataFrame(
            {
                "low": np.minimum(normal["low"], placebo["low"]),
                "high": np.maximum(normal["high"], placebo["high"]),
            }
        )

    def detectable(self, coverage: float = 0.95, power: float = 0.8) -> pd.Series:
        """The smallest response that the placebo test would find with probability `power`, by horizon."""
        index = pd.Index(self.horizons, name="horizon")
        return pd.Series(
            detectable(self.placebo, critical_value(self.placebo, coverage), power=power),
            index,
            name="detectable",
        )

    def to_frame(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """By horizon: estimate, std_error, low, high, p_zero; placebo_low, placebo_high, p_placebo; wide_low,
        wide_high; detectable; follow_up. With `joint` the ends of both joint bands as well.
        """
        frame = super().to_frame(coverage, joint).drop(columns="p_complete")
        wide = self.placebo_band(coverage)
        frame["placebo_low"], frame["placebo_high"] = wide["low"], wide["high"]
        frame["p_placebo"] = pvalues(self.estimate, self.placebo)
        open_ = self.wide_band(coverage)
        frame["wide_low"], frame["wide_high"] = open_["low"], open_["high"]
        frame["detectable"] = self.detectable(coverage)
        frame["follow_up"] = self.follow_up
        if joint is not False:
            wide = self.placebo_band(coverage, joint=True)
            frame["joint_placebo_low"], frame["joint_placebo_high"] = wide["low"], wide["high"]
        return frame

    def export(self, path: Path | str, coverage: float = 0.95, joint: bool | str = "sup-t") -> Path:
        """Write the path to a .csv, .tex or .html file."""
        caption = f"{self.method}: {self.driver} to {self.outcome}, {self.unit_text}"
        return export(self.to_frame(coverage, joint), path, caption=caption, notes=present.facts(self))

    def summary(self) -> str:
        """What was estimated, first and last horizon with both intervals, checks and warnings, as text."""
        frame = self.to_frame()
        lines = [f"{self.method}: {self.driver} -> {self.outcome}, {self.unit_text}"]
        for h in dict.fromkeys((self.horizons[0], self.horizons[-1])):
            row = frame.loc[h]
            lines.append(
                f"  {present.after(int(h), self.unit)}: {row['estimate']:.4f} ({row['std_error']:.4f}), 95 % "
                f"[{row['low']:.4f}, {row['high']:.4f}], p {present.p_text(row['p_zero'])}; placebo dates "
                f"[{row['placebo_low']:.4f}, {row['placebo_high']:.4f}], p "
                f"{present.p_text(row['p_placebo'])}, "
                f"80 % power from {row['detectable']:.4f}"
            )
        lines.append(f"  no response at any horizon: placebo p {present.p_text(self.path_pvalue)}")
        if self.pre_trend_pvalue is not None:
            lines.append(f"  no response before: placebo p {present.p_text(self.pre_trend_pvalue)}")
        lines += [f"  {name}: {present.plain(value)}" for name, value in self.leaning.items()]
        return "\n".join(lines + [f"  {label}: {text}" for label, text in present.facts(self)])

    def plot(self, ax: Axes | None = None, coverage: float = 0.95, *, color: str | None = None) -> Axes:
        """Draw the path with the wide band, the placebo band of the whole path, and the pre-trend."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        (line,) = ax.plot(self.horizons, self.estimate, color=color, label="response", zorder=3)
        inner, outer = self.wide_band(coverage), self.placebo_band(coverage, joint=True)
        percent = f"{100 * coverage:g} %"
        ax.fill_between(
            self.horizons, inner["low"], inner["high"], color=line.get_color(), alpha=0.2, linewidth=0,
            label=f"{percent}, each horizon (HC3 and placebo dates)",
        )  # fmt: skip
        for end, text in (("low", f"{percent}, whole path (placebo dates)"), ("high", "_nolegend_")):
            ax.plot(
                self.horizons, outer[end], color=line.get_color(), linestyle="--", linewidth=0.8, label=text
            )
        before = self.pre_trend["residual"]["estimate"]
        ax.plot(
            before.index,
            before,
            color=line.get_color(),
            linewidth=0.8,
            marker=".",
            markersize=3,
            label="before",
        )
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        ax.axvline(-1, color="0.3", linewidth=0.8, linestyle=":", zorder=1)
        ax.set_xlabel("Business days after the operation")
        ax.set_ylabel(f"{self.outcome}, {self.unit_text}")
        return ax

    def _repr_html_(self) -> str:
        heads = ("", "response", "95 % interval, wide", "p, placebo dates")
        rows = [
            (
                present.after(int(h), self.unit),
                fixed(row["estimate"], 4),
                present.interval(row["wide_low"], row["wide_high"], 4),
                present.p_text(row["p_placebo"]),
            )
            for h, row in self.to_frame().loc[[self.horizons[0], self.horizons[-1]]].iterrows()
        ]
        notes = [f"{label}: {text}" for label, text in present.facts(self, ("unit", "shock", "impulses"))]
        return Grid.of(heads, rows, right=heads[1:], stubs=1).html(
            f"{self.method}: {self.driver} to {self.outcome}, {self.unit_text}", notes
        )

    def __repr__(self) -> str:
        last = self.to_frame().iloc[-1]
        return (
            f"<FlowResponse {self.driver} -> {self.outcome}, n = {self.nobs}, horizon {self.horizons[-1]}: "
            f"{last['estimate']:.4f} {self.unit_text}, placebo p {present.p_text(last['p_placebo'])}>"
        )
