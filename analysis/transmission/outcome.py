"""What a scenario gives: paths of the yen and of prices, their fans, and what their spread is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import SchemeError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Quantiles of a fan: the median, and 50, 80 and 90 % of the draws around it.
FAN = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
YEN = "yen"


def simple(log_percent: np.ndarray) -> np.ndarray:
    r"""Simple per cent of 100 times a log change: :math:`100 (e^{x/100} - 1)`."""
    return 100 * np.expm1(np.asarray(log_percent) / 100)


@dataclass(frozen=True, eq=False)
class Scenario:
    """Draws of the paths that a flow sets off.

    Attributes
    ----------
    months : PeriodIndex, length T
    paths : dict of str to ndarray, shape (draws, T)
        "yen" and each price: 100 times the log deviation from a world without the flow (with shocks: from today).
    conversion : DataFrame
        Of `flows.conversion`.
    inputs : DataFrame, one row a draw
        multiplier (per cent per 1 % of scale) and converted_share.
    scale : float
        What a flow is related to, billions of dollars.
    by_year : DataFrame
        Mean contribution of each year's flow to the last month, one column a path; without shocks.
    first_order : callable
        Shares of variance, behind `decomposition`.
    specification : dict
        Seed, draws and every assumption.
    """

    months: pd.PeriodIndex
    paths: dict[str, np.ndarray]
    conversion: pd.DataFrame
    inputs: pd.DataFrame
    scale: float
    by_year: pd.DataFrame
    first_order: Callable[[str, int], pd.Series]
    specification: dict = field(default_factory=dict)

    @property
    def draws(self) -> int:
        return len(self.inputs)

    def fan(self, name: str = YEN, quantiles: Sequence[float] = FAN, percent: str = "log") -> pd.DataFrame:
        """Quantiles by month, one column a quantile; `percent` is "log" or "simple"."""
        path = self._path(name)
        if percent not in ("log", "simple"):
            raise SchemeError(f"percent is 'log' or 'simple', not {percent!r}.")
        table = np.quantile(path, quantiles, axis=0).T
        table = simple(table) if percent == "simple" else table
        return pd.DataFrame(table, self.months, pd.Index(list(quantiles), name="quantile"))

    def summary(self) -> pd.DataFrame:
        """At the last month: mean, s.d., Monte Carlo error of the mean, and quantiles, one row a path."""
        rows = {}
        for name, path in self.paths.items():
            last = path[:, -1]
            spread = float(last.std(ddof=1)) if self.draws > 1 else 0.0
            rows[name] = {"mean": last.mean(), "sd": spread, "mc_error": spread / np.sqrt(self.draws)}
            rows[name] |= {f"q{100 * q:g}": value for q, value in zip(FAN, np.quantile(last, FAN), strict=True)}
        return pd.DataFrame(rows).T.rename_axis("path")

    def decomposition(self, name: str = YEN, month: int = -1) -> pd.Series:
        """First-order shares of the variance at a month: multiplier, converted_share, passthrough, shock, interaction.

        What one input explains by itself (Sobol 1993), by pick-freeze; `interaction` is the rest. Their Monte Carlo
        error is about 0.01 with the 40,000 pairs that are drawn.
        """
        self._path(name)
        return self.first_order(name, range(len(self.months))[month])

    def break_even_share(self, move: float = 5.0) -> pd.Series:
        """Converted share at which the yen moves by `move` simple per cent by the last month.

        Returns
        -------
        Series
            q5 .. q95 over the draws of the multiplier, and `reachable`: the share of draws for which it is 1 or less.

        Raises
        ------
        SchemeError
            If the flow buys no foreign currency on balance, so that no share moves the yen up.
        """
        total = self.conversion["priced"].sum()
        if not total > 0:
            raise SchemeError("this flow buys no foreign currency on balance, so no converted share weakens the yen.")
        needed = 100 * np.log1p(move / 100) / (self.inputs["multiplier"].to_numpy() * 100 * total / self.scale)
        out = {f"q{100 * q:g}": value for q, value in zip(FAN, np.quantile(needed, FAN), strict=True)}
        return pd.Series(out | {"reachable": float((needed <= 1).mean())}, name="converted share")

    def plot(self, name: str = YEN, ax: Axes | None = None, color: str | None = None) -> Axes:
        """Draw the fan of one path: the median and bands of 50, 80 and 90 % of the draws."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        fan = self.fan(name)
        months = self.months.to_timestamp()
        (line,) = ax.plot(months, fan[0.50], color=color, label="median", zorder=3)
        for low, high, share in ((0.05, 0.95, 90), (0.10, 0.90, 80), (0.25, 0.75, 50)):
            ax.fill_between(
                months, fan[low], fan[high], color=line.get_color(), alpha=0.18, linewidth=0, label=f"{share} % of draws"
            )
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        ax.set_ylabel("weaker yen, 100 x log" if name == YEN else "100 x log")
        return ax

    def to_frame(self) -> pd.DataFrame:
        """Fans of all paths, long: path, month, quantile, log and simple per cent."""
        parts = []
        for name in self.paths:
            fan = self.fan(name).stack().rename("log_percent").reset_index()
            fan.insert(0, "path", name)
            parts.append(fan)
        frame = pd.concat(parts, ignore_index=True)
        frame["simple_percent"] = simple(frame["log_percent"].to_numpy())
        return frame

    def _path(self, name: str) -> np.ndarray:
        if name not in self.paths:
            raise SchemeError(f"no path {name!r} in this scenario; there are {', '.join(self.paths)}.")
        return self.paths[name]
