"""Series that the examples in the docstrings run on: made, so that the answer is known.

Of a depreciation of 1 %, 0.2 % is passed on in the same month and 0.1 % in the next: the long run is 0.3.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

_rng = np.random.default_rng(20_000_101)
_months = pd.period_range("2000-01", periods=240, freq="M")


def _level(changes: np.ndarray, name: str) -> pd.Series:
    """100 in the first month, then what the changes (per cent) make of it."""
    return pd.Series(100 * np.exp(np.cumsum(np.r_[0.0, changes[1:]]) / 100), _months, name=name)


_fx, _dollar, _abroad = _rng.normal(0, 2.0, 240), _rng.normal(0, 2.0, 240), _rng.normal(0, 1.0, 240)
_passed_on = 0.2 * _fx + 0.1 * np.r_[0.0, _fx[:-1]]

#: Domestic price of foreign currency; up is a depreciation.
fx = _level(_fx, "fx")
#: Price index, to which nothing but the exchange rate and noise matters.
price = _level(_passed_on + _rng.normal(0, 0.3, 240), "price")
#: A second price that takes up half as much.
other = _level(0.5 * _passed_on + _rng.normal(0, 0.3, 240), "other")
#: Another exchange rate, which has nothing to do with the price.
dollar = _level(_dollar, "dollar")
#: Changes of a foreign price (per cent), which has nothing to do with either.
abroad = pd.Series(_abroad, _months, name="abroad")
#: Interest rates at home and abroad, per cent a year: two points apart on average.
home_rate = pd.Series(1.0 + _rng.normal(0, 0.1, 240), _months, name="home")
abroad_rate = pd.Series(3.0 + _rng.normal(0, 0.1, 240), _months, name="abroad")
#: Forecast errors of a good model, and of one with noise added.
errors = _rng.normal(0, 1.0, 120)
worse_errors = errors + _rng.normal(0, 1.0, 120)
