"""The third year: what prices, services and wages do two to three years after a move of the yen.

Stated in the rows `second_round_*` of the table `specification_shocks`. Prices by the main equation with 36
lags; wages, of which the tables have growth over a year alone, on the yen's changes over a year now, one and
two years before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.core.blocks import block_length
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.error_draws import Piece, drawn
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.simulated_power import Found
from analysis.passthrough.lags.foreign_prices import Estimands, equation, held_fixed
from analysis.passthrough.specifications.main_equation import inputs
from analysis.passthrough.specifications.main_power import BLOCK, piece
from analysis.passthrough.specifications.stated import stated

LAGS = 36
CORE, SERVICES, GOODS = "less fresh food and energy", "services", "goods"
PRICES = {CORE: "jp_cpi_core_core", SERVICES: "jp_cpi_group_c0220", GOODS: "jp_cpi_group_c0202"}
RECENT = "2013-01"
#: Last month of the first and of the third year, and the month before each begins.
YEARS = {"first year": (11, None), "second year": (23, 11), "third year": (35, 23)}
WAGES = {
    "scheduled": "jp_wage_scheduled",
    "contractual": "jp_wage_contractual",
    "total": "jp_wage_total_earnings",
}


@dataclass(frozen=True, eq=False)
class ThirdYear:
    """Increases of a price by year after the yen's move, foreign prices fixed, with the paths of both
    estimands."""

    estimands: Estimands
    years: dict[str, Effect]
    third_less_first: Effect


def increase(path: PassThrough, last: int, before: int | None, label: str) -> Effect:
    """Response from month `before` (exclusive; None: from the start) to month `last`, with the covariance of
    the path."""
    weights = np.zeros(len(path.horizons))
    weights[last] = 1.0
    if before is not None:
        weights[before] = -1.0
    return _combined(path, weights, label)


def third_year(name: str, first: str | None = None) -> ThirdYear:
    """The main equation with 36 lags for one of `PRICES`."""
    series, options, inference = _arguments(name, first)
    both = held_fixed(*series, lags=LAGS, inference=inference, **options)
    path = both.fixed
    years = {label: increase(path, last, before, label) for label, (last, before) in YEARS.items()}
    weights = np.zeros(len(path.horizons))
    weights[[35, 23, 11]] = (1.0, -1.0, -1.0)
    return ThirdYear(both, years, _combined(path, weights, "third less first year"))


def third_year_found(name: str, first: str | None = None, *, less_first: bool = False) -> Found:
    """The increase of the third year (less that of the first) that its test would have found, by errors in
    blocks."""
    series, options, inference = _arguments(name, first)
    rows = equation(*series, lags=LAGS, **options)
    whole = piece(rows)
    start, weights = rows.rows.blocks["fx"].start, np.zeros_like(whole.weights)
    weights[start + 24 : start + 36] = 1.0
    if less_first:
        weights[start : start + 12] = -1.0
    chosen = Piece(whole.errors, whole.X, weights, whole.names)
    return drawn(
        chosen, inference, at_least=LAGS, block=block_length(len(whole.errors), at_least=BLOCK)
    ).found


def _arguments(name: str, first: str | None) -> tuple[tuple, dict, str]:
    """Price, rate and foreign price; the options of the equation; the inference."""
    said = stated("jp_core_core")
    given = inputs(said)
    price = data.load(PRICES[name]).dropna()
    sample = (str(max(pd.Period(first or said.first, "M"), price.index[1])), said.last)
    steps = given.steps
    if steps is not None:
        inside = (steps.loc[sample[0] : str(price.index[-1])] != 0).any()
        steps = steps.loc[:, inside] if inside.any() else None
    return (
        (price, given.fx),
        dict(foreign=given.foreign, controls=steps, seasonal=said.seasonal, sample=sample),
        said.inference,
    )


def _combined(path: PassThrough, weights: np.ndarray, label: str) -> Effect:
    error = float(np.sqrt(weights @ path.covariance @ weights))
    return Effect.of(float(weights @ path.estimate), error, path.critical, label=label)


def wages(kind: str) -> dict[str, Effect]:
    """Growth of earnings over a year on the yen's changes over a year: now, one and two years before, and
    their sum.

    The same three of contract-currency import prices are held fixed.
    """
    y, X, names = _wage_rows(kind)
    found = fit(y, X, names)
    cov = covariance(found, "ewc-hc3")
    places = [names.index(f"yen_{k}") for k in range(3)]
    out = {}
    for label, chosen in zip((*YEARS, "sum"), (places[:1], places[1:2], places[2:], places), strict=True):
        weights = np.zeros(len(names))
        weights[chosen] = 1.0
        error = float(np.sqrt(weights @ cov.matrix @ weights))
        out[label] = Effect.of(float(weights @ found.beta), error, cov.critical, label=label)
    return out


def wages_found(kind: str) -> Found:
    """The response of earnings in the third year that its test would have found, by errors in blocks of two
    years: growth over a year overlaps."""
    y, X, names = _wage_rows(kind)
    regression = fit(y, X, names)
    errors = regression.resid * np.sqrt(regression.nobs / regression.dof)
    weights = np.zeros(len(names))
    weights[names.index("yen_2")] = 1.0
    length = block_length(len(y), at_least=2 * BLOCK)
    return drawn(Piece(errors, X, weights, names), "ewc-hc3", block=length).found


def _wage_rows(kind: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Growth of earnings, the regressors, and their names."""
    growth = data.load(WAGES[kind])
    fx, foreign = data.load("jp_neer_inverse"), data.load("jp_import_price_contract")
    columns = {"constant": pd.Series(1.0, growth.index)}
    for name, level in (("yen", fx), ("foreign", foreign)):
        change = 12 * data.log_change(level).rolling(12).mean()
        columns |= {f"{name}_{k}": change.shift(12 * k) for k in range(3)}
    rows = pd.DataFrame(columns).join(growth.rename("growth"), how="inner").dropna()
    names = tuple(columns)
    return rows["growth"].to_numpy(), rows[list(names)].to_numpy(), names
