"""Two official prices of the same trade that disagree: Bank of Japan's cars and the BLS index for goods from
Japan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.tariffs.cars import BEFORE, CHANGES, car_change, placebo_prices

#: Shares of cars in US imports from Japan for which the arithmetic is shown; none is chosen.
WEIGHTS = (0.2, 0.25, 0.3, 0.35, 0.4)
#: BLS series beside the total for Japan; they end in 2025-07.
DETAIL = {
    "Japan, NAICS 33 (metals, machinery, vehicles)": "us_import_price_detail_japan_manufacturing_part3",
    "Industrialised countries, motor vehicles": (
        "us_import_price_detail_industrialized_motor_vehicle_manufacturing"
    ),
    "All origins, automotive vehicles": "us_import_price_detail_automotive_vehicles",
}


def mean_change(price: pd.Series, window: tuple[str, str], base: str = BEFORE) -> float:
    """Mean of 100 x log price over the months of a window that were published, less the base month."""
    log = 100 * np.log(price)
    inside = log[window[0] : window[1]].dropna()
    if inside.empty:
        raise EstimationError(f"{price.name} has no figure between {window[0]} and {window[1]}.")
    return float(inside.mean() - log[base])


def needed_elsewhere(total: float, cars: float, weight: float) -> float:
    """Change of all other goods that makes a total out of the change of cars: (total - w cars) / (1 - w)."""
    return (total - weight * cars) / (1 - weight)


def reconciliation(name: str = "both") -> pd.DataFrame:
    """What the other goods from Japan must have done for both indexes to be right, by weight of cars.

    Returns
    -------
    DataFrame, index the weight
        bls_japan: BLS, all goods from Japan; cars: change of the export price of cars to North America (not
        the gap); implied: weight x cars; needed: change of all other goods; seen: mean change of the placebo
        goods of the export table in the currency of the contract. Log points over the months of the window,
        base 2025-03.
    """
    window = CHANGES[name][1]
    bls = mean_change(data.load("us_import_index_japan"), window)
    cars = mean_change(data.load("jp_export_price_car_north_america_contract"), window)
    prices = placebo_prices()
    seen = float((prices[window[0] : window[1]].mean() - prices.loc[BEFORE]).mean())
    rows = [(w, bls, cars, w * cars, needed_elsewhere(bls, cars, w), seen) for w in WEIGHTS]
    return pd.DataFrame(rows, columns=["weight", "bls_japan", "cars", "implied", "needed", "seen"]).set_index(
        "weight"
    )


def weight_of_agreement(name: str = "both") -> float:
    """The weight of cars at which both indexes agree if other goods did what the placebo goods did.

    Negative where no weight does: the BLS index then rises by more than the other goods.
    """
    row = reconciliation(name).iloc[0]
    return float((row["bls_japan"] - row["seen"]) / (row["cars"] - row["seen"]))


def detail(window: tuple[str, str] = ("2025-04", "2025-07")) -> pd.Series:
    """BLS series near the cars, change in log points over the months that the table has; and the car gap
    beside them."""
    found = {title: mean_change(data.load(series), window) for title, series in DETAIL.items()}
    path = car_change("rise").found.path
    found["Bank of Japan, cars to North America less elsewhere"] = float(path[window[0] : window[1]].mean())
    return pd.Series(found)
