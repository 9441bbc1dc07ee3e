"""Items of Japan's consumer prices as a panel with exposures, as laid down in `specification_tariffs`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import data
from analysis.data.input_output import import_content
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.error_draws import Piece, drawn
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import seasons
from analysis.passthrough.core.simulated_power import Found
from analysis.passthrough.panel.item_panel import item_panel
from analysis.passthrough.panel.item_panel_result import ItemPanel

#: Consumption tax and free child care: each item has its own dummy.
STEP = "2019-10"
LAGS = 12
EXPOSURES = ("goods", "import content", "energy or food")
#: Households buy next to no construction from home in the table, since it is capital formation there.
INVESTED = "F"
#: What moves consumer prices by a fifth of a percent when the yen falls by ten (row `matters_rule`).
SHOP = 0.02


@dataclass(frozen=True, eq=False)
class ConsumerItems:
    """Prices, weights and exposures of the items that are there in every month.

    Attributes
    ----------
    prices : DataFrame, months x items
    weights : Series
    exposures : DataFrame, items x `EXPOSURES`
        goods: 1 or 0; import content: fraction; energy or food: 1 or 0.
    administered, energy : Series of bool
    """

    prices: pd.DataFrame
    weights: pd.Series
    exposures: pd.DataFrame
    administered: pd.Series
    energy: pd.Series


def consumer_items() -> ConsumerItems:
    """Join 2018-2019 to 2020 on; both tables are on the base of 2020."""
    old, new = data.table("jp_cpi_items_2018_2019_monthly"), data.table("jp_cpi_items_monthly")
    coding = data.table("jp_cpi_item_exposure").set_index("column")
    prices = pd.concat([old, new[old.columns]])
    prices = prices.loc[:, prices.notna().all()]
    coding = coding.loc[prices.columns]
    content = import_content()
    content = content["bought"].where(content.index != INVESTED, content["made_at_home"])
    exposures = pd.DataFrame({
        "goods": 1.0 - coding["service"],
        "import content": coding["section"].map(content).astype(float),
        "energy or food": (coding["energy"] + coding["food_at_home"]).astype(float),
    })  # fmt: skip
    weights = data.table("jp_cpi_series").set_index("column")["weight"].reindex(prices.columns)
    return ConsumerItems(prices, weights, exposures, coding["administered"] == 1, coding["energy"] == 1)


def differential(
    items: ConsumerItems,
    exposure: str,
    *,
    lags: int = LAGS,
    keep: pd.Series | None = None,
    fx: pd.Series | None = None,
) -> ItemPanel:
    """Cumulative differential pass-through of the yen by exposure, with month effects and expenditure
    weights.

    Parameters
    ----------
    items : ConsumerItems
    exposure : str
        One of `EXPOSURES`.
    keep : Series of bool, optional
        Items to use.
    fx : Series, optional
        Default: the effective rate, up = depreciation.
    """
    names = items.prices.columns if keep is None else items.prices.columns[keep.to_numpy()]
    months = items.prices.index
    step = pd.DataFrame({"step": (months == pd.Period(STEP, "M")).astype(float)}, months)
    return item_panel(
        items.prices[names],
        data.load("jp_neer_inverse") if fx is None else fx,
        lags=lags,
        exposure=items.exposures.loc[names, exposure],
        weights=items.weights[names],
        controls=step,
        seasonal=True,
    )


def monthly_slopes(items: ConsumerItems, exposure: str) -> pd.Series:
    r"""Weighted slope of the items' monthly changes on exposure, month by month, per cent for one unit of
    exposure.

    With no gaps, month effects and regressors that are common to all items, the panel estimate is the
    distributed lag of this one series, and its Driscoll-Kraay covariance the kernel covariance of that
    regression:

    .. math:: s_t = \frac{\sum_i w_i (m_i - \bar m) \pi_{it}}{\sum_i w_i (m_i - \bar m)^2}.
    """
    changes = 100 * np.log(items.prices).diff().iloc[1:]
    weight, m = items.weights, items.exposures[exposure]
    deviation = weight * (m - (weight * m).sum() / weight.sum())
    return (changes @ deviation / (deviation @ m)).rename("slope")


def matters(items: ConsumerItems, exposure: str) -> float:
    """The differential that moves all consumer prices by `SHOP`: that over the mean exposure."""
    return SHOP / float(np.average(items.exposures[exposure], weights=items.weights))


def _design(items: ConsumerItems, lags: int, foreign: bool) -> tuple[np.ndarray, int]:
    """Regressors of the slopes, lags of the yen first: shape (T, k), and how many columns are the yen's."""
    months = items.prices.index[1:]

    def lags_of(name):
        series = data.load(name)
        table = lagged(100 * np.log(series).diff().to_numpy(), range(lags + 1))
        return table[series.index.get_indexer(months)]

    step = (months == pd.Period(STEP, "M")).astype(float)
    columns = [lags_of("jp_neer_inverse")] + ([lags_of("jp_import_price_contract")] if foreign else [])
    columns += [np.ones(len(months)), step, seasons(months)[0]]
    return np.column_stack(columns), lags + 1


def slope_pass_through(
    items: ConsumerItems, exposure: str, *, lags: int = LAGS, foreign: bool = False
) -> Effect:
    """Long run of the monthly slopes on the yen, by fixed-b; with `foreign`, contract import prices held
    fixed.

    Month effects take out what moves all items alike. A rise of world prices of oil and food does not: it
    moves exposed items more, and in these years it came with the fall of the yen.
    """
    X, yen = _design(items, lags, foreign)
    found = fit(monthly_slopes(items, exposure).to_numpy(), X, tuple(f"x{i}" for i in range(X.shape[1])))
    variance = covariance(found, "fixed-b", of=slice(yen))
    label = f"differential by {exposure}" + (", foreign prices held fixed" if foreign else "")
    spread = np.sqrt(variance.matrix[:yen, :yen].sum())
    return Effect.of(found.beta[:yen].sum(), spread, variance.critical, label=label)


def differential_power(
    items: ConsumerItems,
    exposure: str,
    *,
    lags: int = LAGS,
    foreign: bool = False,
    draws: int = 400,
    block: int = 6,
) -> Found:
    """The long-run differential found four times in five, on the actual path of the yen.

    Months of the slopes, less all regressors but the yen, are drawn in blocks: under no differential, so that
    no estimate has to be looked at before.
    """
    X, yen = _design(items, lags, foreign)
    slopes = monthly_slopes(items, exposure).to_numpy()
    others = X[:, yen:]
    errors = slopes - others @ np.linalg.lstsq(others, slopes, rcond=None)[0]
    weights = (np.arange(X.shape[1]) < yen).astype(float)
    return drawn(Piece(errors, X, weights), "fixed-b", block=block, draws=draws).found
