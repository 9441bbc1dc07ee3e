"""The result of a pooled panel, and how its coefficients become a path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.multipliers import long_run, multipliers
from analysis.passthrough.core.result import PassThrough

#: Beginning of the names of the coefficients that each part of the path is made of.
PREFIX = {"fx": "fx_", "exposure": "exposure_fx_", "own": "price_"}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ItemPanel(PassThrough):
    """Pass-through of a panel; see `PassThrough`. `nobs` counts months.

    Attributes
    ----------
    items, observations : int
        Items and item-months used.
    exposure, weights : Series or None
        Of the items used, one number each; weights have mean 1.
    equal_weights : ItemPanel or None
        The same with every item counting the same, if weights were given.
    left_out : tuple of str
        Items of the table that contribute nothing.
    """

    items: int
    observations: int
    exposure: pd.Series | None
    weights: pd.Series | None
    equal_weights: ItemPanel | None
    left_out: tuple[str, ...]


def path(
    coefficients: pd.Series,
    V: pd.DataFrame,
    shares: Mapping[str, float],
    critical: Critical,
    last: int,
) -> tuple[np.ndarray, np.ndarray, Effect | None, list[str]]:
    """Cumulative path of a weighted sum of blocks of coefficients, after own lags.

    Parameters
    ----------
    coefficients, V : Series, DataFrame
        Of the pooled regression.
    shares : mapping of "fx" and "exposure" to float
        What each block counts; a block that was not estimated counts nothing.
    critical : Critical
    last : int
        Last horizon.

    Returns
    -------
    path : ndarray, shape (last + 1,)
    covariance : ndarray, shape (last + 1, last + 1)
    long_run : Effect or None
        None where it is the last point of the path.
    warnings : list of str
    """
    names = coefficients.index
    places = {
        block: np.flatnonzero([name.startswith(prefix) for name in names]) for block, prefix in PREFIX.items()
    }
    own = places["own"]
    lags = max(len(places["fx"]), len(places["exposure"])) - 1
    select = np.zeros((lags + 1 + len(own), len(names)))
    for block, share in shares.items():
        for k, place in enumerate(places[block]):
            select[k, place] = share
    select[np.arange(lags + 1, len(select)), own] = 1.0
    chosen, covariance = select @ coefficients.to_numpy(), select @ V.to_numpy() @ select.T
    b, rho = chosen[: lags + 1], chosen[lags + 1 :]
    estimate, jacobian = multipliers(b, rho, last)
    limit, warnings = None, []
    if len(rho) or last != lags:
        limit, warnings = long_run(b, rho, covariance, critical)
    return estimate, jacobian @ covariance @ jacobian.T, limit, warnings
