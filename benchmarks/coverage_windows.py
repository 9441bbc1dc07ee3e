"""Size and power of the test that pass-through is the same in every window, as the chapter on change over
time runs it.

Months, regressors and errors are those of each price, with foreign prices held fixed and free; the long run
rises in 2013, spread evenly over the lags. The test's own bootstrap of 99 samples is run in every one.
"""

from __future__ import annotations

import numpy as np
from coverage_constancy import given

from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.windows_power import windows_rejected

WINDOW, LAGS, DATE = 120, 12, "2013-01"
#: Rises of the long run that are tried, by name of the price in `coverage_constancy`.
RISES = {
    "import prices": (0.3, 0.6, 1.2, 2.4),
    "producer prices": (0.1, 0.2, 0.4, 0.8),
    "consumer prices": (0.05, 0.1, 0.2, 0.4),
}
HELD = ("fixed", "free")


def asked(name: str, held: str) -> dict:
    """Arguments of the page's test."""
    said = given(name, LAGS) | dict(lags=LAGS, seasonal=True)
    return said if held == "fixed" else said | dict(controls=None, control_lags=0)


def rejected(name: str, held: str, samples: int, seed: int = 1) -> tuple[dict[float, float], int]:
    """Share of samples in which the test rejects at five percent, by rise (none: 0), and its rows."""
    said, rises = asked(name, held), (0.0, *RISES[name])
    shares = windows_rejected(
        **said, window=WINDOW, rises=rises, date=DATE, samples=samples, rng=np.random.default_rng(seed)
    )
    price, fx = said.pop("price"), said.pop("fx")
    rows = len(equation(price, fx, CommonTerms(own_lags=0, **said)).rows.y)
    return dict(zip(rises, shares.tolist(), strict=True)), rows
