"""Simulated paths and their fans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import SchemeError
from analysis.transmission.model import FAN, YEN, Model, simple


@dataclass(frozen=True, eq=False)
class Scenario:
    """Draws of the paths that a flow and everything else set off.

    Attributes
    ----------
    months : PeriodIndex, length T
    paths : dict of str to ndarray, shape (draws, T)
        "yen" and each price: 100 times the log deviation from a world without the flow (with shocks: from
        today).
    """

    months: pd.PeriodIndex
    paths: dict[str, np.ndarray]

    @property
    def draws(self) -> int:
        """Number of simulated paths."""
        return len(self.paths[YEN])

    def fan(self, name: str = YEN, quantiles: Sequence[float] = FAN) -> pd.DataFrame:
        """Simulated quantiles by month, 100 x log, one column a quantile."""
        if name not in self.paths:
            raise SchemeError(f"no path {name!r} in this scenario; there are {', '.join(self.paths)}.")
        table = np.quantile(self.paths[name], quantiles, axis=0).T
        return pd.DataFrame(table, self.months, pd.Index(list(quantiles), name="quantile"))


def fans(result: Scenario | Model, names: Sequence[str]) -> pd.DataFrame:
    """Fans of paths, computed or simulated, long: path, month, quantile, log and simple per cent."""
    parts = []
    for name in names:
        fan = result.fan(name).stack().rename("log_percent").rename_axis(["month", "quantile"]).reset_index()
        fan.insert(0, "path", name)
        parts.append(fan)
    frame = pd.concat(parts, ignore_index=True)
    frame["simple_percent"] = simple(frame["log_percent"].to_numpy())
    return frame
