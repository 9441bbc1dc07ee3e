"""The regression whose stability is in question: one for every test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passthrough.core.design import Design
from analysis.passthrough.core.terms import CommonTerms


@dataclass(frozen=True, eq=False)
class TestedEquation:
    """Complete rows of the regression, and what they are called.

    Attributes
    ----------
    rows : Design
    outcome, driver : str
    terms : CommonTerms
        As asked for, with the default lags of the frequency.
    """

    rows: Design
    outcome: str
    driver: str
    terms: CommonTerms

    @property
    def positions(self) -> np.ndarray | None:
        """Places on the calendar that a covariance needs under the spacing asked for."""
        return self.terms.positions(self.rows)

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


def equation(price: pd.Series, fx: pd.Series, terms: CommonTerms) -> TestedEquation:
    """Rows of price changes on exchange-rate changes and the other terms.

    Raises
    ------
    EstimationError
        For anything that `align` or `design` refuses.
    """
    asked, changes = terms.align(price, fx)
    return TestedEquation(asked.rows(changes), changes.outcome, changes.driver, asked)
