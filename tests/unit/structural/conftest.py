"""Samples for structural VARs: levels that a small VAR made from shocks we know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis.passthrough.structural.reduced_form import ReducedForm, reduced_form
from analysis.passthrough.structural.system import system


@dataclass(frozen=True)
class Samples:
    """Three variables, ppi, fx and cpi, ordered as they are made."""

    A = np.array([[0.4, 0.0, 0.1], [0.1, 0.3, 0.0], [0.05, 0.15, 0.3]])
    B = np.array([[1.0, 0.0, 0.0], [0.2, 1.5, 0.0], [0.2, 0.45, 0.6]])
    names = ("ppi", "fx", "cpi")

    def changes(self, seed: int, T: int = 160) -> tuple[np.ndarray, np.ndarray]:
        """Changes in per cent and the shocks behind them."""
        shocks = np.random.default_rng(seed).standard_normal((T, 3))
        y = np.zeros((T, 3))
        for t in range(1, T):
            y[t] = 0.1 + self.A @ y[t - 1] + self.B @ shocks[t]
        return y, shocks

    def levels(self, y: np.ndarray) -> pd.DataFrame:
        index = pd.period_range("2001-01", periods=len(y) + 1, freq="M")
        path = np.vstack([np.zeros(y.shape[1]), np.cumsum(y, axis=0)])
        return pd.DataFrame(100 * np.exp(path / 100), index, self.names[: y.shape[1]])

    def frame(self, seed: int, T: int = 160) -> pd.DataFrame:
        return self.levels(self.changes(seed, T)[0])

    def reduced(self, seed: int, T: int = 160, lags: int = 2, **options) -> ReducedForm:
        return reduced_form(system(self.frame(seed, T), None, price="cpi", fx="fx", **options), lags)


@pytest.fixture(scope="session")
def samples() -> Samples:
    return Samples()
