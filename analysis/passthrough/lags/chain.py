r"""The fall of a currency from the invoice to the shop, split without a remainder.

For the price P of a stage, the import price in domestic currency M and in the currency of the contract C,

.. math:: \Delta\log P = \underbrace{\Delta\log (M/C)}_{\text{translation}}
          + \underbrace{\Delta\log C}_{\text{contract price}} + \underbrace{\Delta\log (P/M)}_{\text{domestic
          stage}} .

M/C is the invoice-weighted exchange rate: the rate at which the invoices are turned into domestic currency.
The identity holds for every change (`accounting`), and for the responses of the four logs to an exchange
rate, if all are estimated by least squares on the same rows and regressors (`responses`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.lags.foreign_prices import Estimands, held_fixed

PARTS = ("translation", "contract price", "domestic stage")


def accounting(
    price: pd.Series, domestic: pd.Series, contract: pd.Series, *, first: str, last: str
) -> pd.Series:
    """The parts of a price's change between two periods, 100 times log points.

    Parameters
    ----------
    price : Series
        Levels of the price of the stage.
    domestic, contract : Series
        Levels of the import price in domestic currency and in the currency of the contract.
    first, last : str
        Periods between which the change is taken.

    Returns
    -------
    Series
        translation, contract price, domestic stage, and total, their sum and the change of the price.

    Raises
    ------
    EstimationError
        If a price is not published in one of the two periods.
    """
    changes = {}
    for role, values in (("price", price), ("domestic", domestic), ("contract", contract)):
        levels = level_series(values, role)
        try:
            start, end = levels[first], levels[last]
        except KeyError:
            start = end = np.nan
        if not (np.isfinite(start) and np.isfinite(end)):
            raise EstimationError(f"{values.name or role} is not published in both {first} and {last}.")
        changes[role] = 100.0 * (np.log(end) - np.log(start))
    parts = [
        changes["domestic"] - changes["contract"],
        changes["contract"],
        changes["price"] - changes["domestic"],
    ]
    return pd.Series([*parts, changes["price"]], index=[*PARTS, "total"], name=str(price.name or "price"))


def responses(
    prices: Mapping[str, pd.Series],
    domestic: pd.Series,
    contract: pd.Series,
    fx: pd.Series,
    foreign: pd.DataFrame | pd.Series,
    lags: int = 24,
    **options,
) -> dict[str, Estimands]:
    """Responses to `fx` of the parts and of the prices themselves, on one set of rows and regressors.

    Parameters
    ----------
    prices : mapping of stage to Series
        Levels of the domestic stages, such as producer and consumer prices.
    domestic, contract, fx, foreign, lags, **options
        As in `accounting` and `held_fixed`. Give the sample so that all have the same rows.

    Returns
    -------
    dict
        "translation", "contract price", "import price", and for each stage its name and "STAGE: domestic
        stage". Estimate for estimate, translation + contract price = import price, and import price +
        domestic stage = stage.

    Raises
    ------
    EstimationError
        If the rows of two parts differ, so that they would not add up.
    """
    rate = _named(domestic / contract, "invoice-weighted rate", domestic)
    levels = {"translation": rate, "contract price": contract, "import price": domestic}
    for stage, price in prices.items():
        levels[stage] = price
        levels[f"{stage}: domestic stage"] = _named(price / domestic, f"{stage} over import price", price)
    found = {
        name: held_fixed(level, fx, foreign=foreign, lags=lags, **options) for name, level in levels.items()
    }
    rows = {name: (result.fixed.nobs, *result.fixed.sample) for name, result in found.items()}
    if len(set(rows.values())) > 1:
        raise EstimationError(
            f"the parts have different rows and do not add up: {rows}. Give a sample that all have."
        )
    return found


def _named(values: pd.Series, name: str, like: pd.Series) -> pd.Series:
    values = values.dropna().rename(name)
    values.attrs = {"vintage_group": like.attrs.get("vintage_group")}
    return values
