"""Size and power of the tests of constancy as the chapter on change over time runs them.

Regressors are those of the page, months of the year included; errors are its own, drawn in blocks of at
least a year, so that what the lags leave in them stays there. Without a break in the errors the share that
rejects is the size; with the long run doubled from the date on, spread over the lags as they are, it is the
power.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data, passthrough
from analysis.passthrough.core.blocks import YEAR, block_length, moving_blocks
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.stability import break_power, regimes
from analysis.passthrough.stability.equation import equation

#: Name in the table: price, foreign price, last month.
PRICES = {
    "import prices": ("jp_import_price_yen", "commodity_index_total", "2026-05"),
    "producer prices": ("jp_producer_price", "jp_import_price_contract", "2026-08"),
    "consumer prices": ("jp_cpi", "jp_import_price_contract", "2026-08"),
}
END = "2021-01"


def given(name: str, lags: int) -> dict:
    """Price, rate, foreign price and sample of one of the page's tests."""
    series, foreign, last = PRICES[name]
    fx, sample = data.load("jp_neer_inverse"), ("1980-02", last)
    price = data.load(series)
    if "import" not in name:
        steps = data.table("consumption_tax_steps")["month"].tolist()
        price = passthrough.without_steps(price, fx, steps=steps, sample=sample)
    held = data.log_change(data.load(foreign)).rename("foreign").to_frame()
    return dict(price=price, fx=fx, controls=held, control_lags=lags, sample=sample)


def break_size(name: str, replications: int, seed: int = 1, *, held: bool = True) -> tuple[float, int]:
    """Share of samples without a break in which the search for one rejects at five percent, and its rows;
    with foreign prices `held` fixed or free."""
    asked = given(name, 24) | dict(lags=24, own_lags=12, seasonal="blocks")
    asked |= {} if held else dict(controls=None, control_lags=0)
    size = break_power.break_size(**asked, draws=replications, rng=np.random.default_rng(seed))
    price, fx = asked.pop("price"), asked.pop("fx")
    return size, len(equation(price, fx, CommonTerms(**asked)).rows.y)


def ending(name: str, replications: int, *, doubled: bool, seed: int = 1) -> tuple[float, int]:
    """Share of samples in which the test of the same coefficients since 2021 rejects, and its rows."""
    asked = given(name, 12)
    price, fx = asked.pop("price"), asked.pop("fx")
    asked |= dict(lags=12, seasonal=Seasonal(means="one"))
    rows = equation(price, fx, CommonTerms(own_lags=0, **asked)).rows
    found, n = fit(rows.y, rows.X, rows.names), len(rows.y)
    block = rows.blocks["fx"]
    later = np.arange(n) >= regimes.first_row(rows, END)
    fitted = rows.y - found.resid + doubled * later * (rows.X[:, block] @ found.beta[block])
    errors = found.resid * np.sqrt(n / found.dof)
    rng, hits = np.random.default_rng(seed), []
    for months in moving_blocks(n, block_length(n, at_least=YEAR), replications, rng):
        level = np.exp(np.r_[0.0, np.cumsum(fitted + errors[months])] / 100)
        made = pd.Series(level, pd.period_range(rows.periods[0] - 1, periods=n + 1, freq="M"))
        test = passthrough.end_of_sample(made, fx, date=END, coefficients="fx", **asked)
        hits.append(test.pvalue <= 0.05)
    return float(np.mean(hits)), n
