"""The regression whose stability is in question: one for every test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict, Unpack

import pandas as pd

from analysis.passthrough.core.design import Design, align, design


class EquationOptions(TypedDict, total=False):
    """What every test takes beside the lags, as in `analysis.passthrough.core.design.design`.

    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already.
    control_lags : int or mapping of name to int
    seasonal : bool
        11 month (3 quarter) dummies.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.
    """

    controls: pd.DataFrame | pd.Series | None
    control_lags: int | Mapping[str, int]
    seasonal: bool
    sample: tuple | None


@dataclass(frozen=True, eq=False)
class TestedEquation:
    """Complete rows of the regression, and what they are called.

    Attributes
    ----------
    rows : Design
    outcome, driver : str
    """

    rows: Design
    outcome: str
    driver: str

    @property
    def identity(self) -> dict:
        """What every result says of the data behind it."""
        periods = self.rows.periods
        return {
            "outcome": self.outcome,
            "driver": self.driver,
            "nobs": len(periods),
            "sample": (periods[0], periods[-1]),
        }

    @property
    def facts(self) -> dict:
        """Its part of a specification."""
        width = {name: block.stop - block.start for name, block in self.rows.blocks.items()}
        return {
            "lags": width["fx"] - 1,
            "own lags": width["own"],
            "seasonal dummies": width["seasonal"] > 0,
            "rows lost to gaps": len(self.rows.lost),
        }


def equation(
    price: pd.Series, fx: pd.Series, lags: int, own_lags: int, **terms: Unpack[EquationOptions]
) -> TestedEquation:
    """Rows of price changes on exchange-rate changes, lag 0 to `lags`, and the other terms.

    Raises
    ------
    EstimationError
        For anything that `align` or `design` refuses.
    """
    changes = align(price, fx, terms.pop("controls", None))
    rows = design(changes, lags=lags, own_lags=own_lags, **terms)
    return TestedEquation(rows, changes.outcome, changes.driver)
