r"""Size and power of the tests of parity as the page on risks runs them.

The interest gap stays as it was. The dollar in yen is made anew from the errors of its one-month changes,

.. math:: s_{t+1} = s_t + \beta\, x_t / 3 + e_{t+1} ,

with x the gap over three months and e drawn in blocks of months; :math:`\beta` is 1 under parity and 0 for
a random walk. Each sample goes through `uncovered_parity` with the page's arguments. Shocks to the gap and
to the dollar are unrelated here; in the data they have a correlation of -0.2, and the bias of the slope that
comes with it (Stambaugh 1999) is not in these shares.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data
from analysis.chapters.risks import frames
from analysis.passthrough import uncovered_parity
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.currency.rates import log_return
from analysis.quantities.hedging import QUOTED

HORIZON = 3
METHODS = ("hodrick", "ewc", "newey-west", "fixed-b")


def observed() -> tuple[pd.Series, dict[str, pd.Series], np.ndarray]:
    """The dollar in yen at the end of each month with both rates and of the one after them, the rates, and
    the gap over three months in percent."""
    names = ("usd_jpy_daily", "jp_3m_interbank", "fredmd_TB3MS")
    daily, home, bill = (data.load(name).dropna() for name in names)
    months = home.index.intersection(bill.index)
    spot = frames.last_of_month(daily)[months[0] : months[-1] + 1]
    legs = (
        log_return(rate[months].to_numpy(), HORIZON / 12, how)
        for rate, how in zip((home, bill), QUOTED, strict=True)
    )
    gap = next(legs) - next(legs)
    return spot, {"home_rate": home[months], "abroad_rate": bill[months]}, gap


def rejections(slope: float, replications: int, seed: int = 1) -> tuple[dict[tuple[str, int], float], int]:
    """Share of samples with a true `slope` that reject one of 0 and of 1, by method, and their windows."""
    spot, rates, gap = observed()
    steps = np.diff(100 * np.log(spot.to_numpy()))
    X = np.column_stack([np.ones(len(gap)), gap / HORIZON])
    errors = steps - X @ np.linalg.lstsq(X, steps, rcond=None)[0]
    asked = dict(**rates, quotation=QUOTED)
    rng, hits = np.random.default_rng(seed), {}
    for rows in moving_blocks(len(errors), block_length(len(errors)), replications, rng):
        path = np.r_[0.0, np.cumsum(slope * X[:, 1] + errors[rows])]
        made = pd.Series(np.exp(path / 100), spot.index)
        ahead = uncovered_parity(
            made, horizon=HORIZON, inference="fixed-b", sample=(None, spot.index[-1] - HORIZON), **asked
        )
        single = uncovered_parity(made, horizon=1, inference="ols", **asked)
        for method in METHODS:
            _count(hits, method, ahead.table.loc[method])
        _count(hits, "ols, one month", single.table.loc["ols"])
    return {key: float(np.mean(found)) for key, found in hits.items()}, ahead.nobs


def _count(hits: dict, method: str, line: pd.Series) -> None:
    for tested, column in ((0, "p_zero"), (1, "p_one")):
        hits.setdefault((method, tested), []).append(line[column] < 0.05)
