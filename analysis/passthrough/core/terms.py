"""What the doors have in common, checked once: lags, controls, seasonals, sample, inference, coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import probability
from analysis.passthrough.core.design import Changes, Design, align, count, design
from analysis.passthrough.core.inference import SPACINGS, Covariance, check_method, covariance, distances
from analysis.passthrough.core.least_squares import Fit
from analysis.passthrough.core.seasonals import Seasonal

#: One year: the last lag of the exchange rate, and the own lags of a test that needs them, unless given.
LAGS = {"M": 12, "Q": 4}
#: Two years: the last period of a path, unless given.
HORIZONS = {"M": 24, "Q": 8}


@dataclass(frozen=True, eq=False, kw_only=True)
class CommonTerms:
    """Arguments that mean the same in every door; see `analysis.passthrough.core.vocabulary`.

    Attributes
    ----------
    lags, own_lags : int or None
        None is one year of the frequency: 12 months or 4 quarters.
    controls : DataFrame or Series, optional
        Used as given.
    control_lags : int or mapping of name to int
    seasonal : bool, "blocks", "smooth" or Seasonal
    sample : (first, last), optional
    inference : str
    bandwidth : number, optional
    spacing : {"contiguous", "calendar"}
    coverage : float
        Between 0 and 1.

    Raises
    ------
    EstimationError
        On construction, for a number of lags that is none, an unknown spacing, or a coverage outside (0, 1).
    """

    lags: int | None = None
    own_lags: int | None = 0
    controls: pd.DataFrame | pd.Series | None = None
    control_lags: int | Mapping[str, int] = 0
    seasonal: bool | str | Seasonal = False
    sample: tuple | None = None
    inference: str = "ewc"
    bandwidth: float | None = None
    spacing: str = "contiguous"
    coverage: float = 0.95

    def __post_init__(self) -> None:
        for word in ("lags", "own_lags"):
            if getattr(self, word) is not None:
                object.__setattr__(self, word, count(getattr(self, word), word))
        if self.spacing not in SPACINGS:
            raise EstimationError(f"spacing is 'contiguous' or 'calendar', not {self.spacing!r}.")
        probability(self.coverage)

    def checked(self) -> CommonTerms:
        """The same, if `inference` is a method of least squares; see `core.inference.METHODS`."""
        check_method(self.inference)
        return self

    def of(self, frequency: str) -> CommonTerms:
        """With the lags of a frequency, "M" or "Q", where none were given."""
        year = LAGS[frequency]
        return replace(
            self,
            lags=year if self.lags is None else self.lags,
            own_lags=year if self.own_lags is None else self.own_lags,
        )

    @property
    def longest(self) -> int:
        """Last lag of the exchange rate, known once the frequency is."""
        if self.lags is None:
            raise EstimationError("the lags of terms without a frequency are not known; call `of` first.")
        return self.lags

    def align(self, price: pd.Series, fx: pd.Series) -> tuple[CommonTerms, Changes]:
        """Price, exchange rate and controls on one calendar, and the terms with its default lags."""
        changes = align(price, fx, self.controls)
        return self.of(changes.frequency), changes

    def rows(self, changes: Changes, lags: int | None = None) -> Design:
        """Complete rows of the regression; `lags` in place of its own."""
        return design(
            changes,
            lags=self.longest if lags is None else lags,
            own_lags=self.own_lags or 0,
            control_lags=self.control_lags,
            seasonal=self.seasonal,
            sample=self.sample,
        )

    def positions(self, rows: Design) -> np.ndarray | None:
        """Places on the calendar that the covariance needs under this spacing, or None."""
        return distances(self.spacing, rows.positions)

    def covariance(
        self, regression: Fit, rows: Design, *, at_least: int = 0, of: slice | np.ndarray | None = None
    ) -> Covariance:
        """Covariance of the coefficients by `inference`, `bandwidth` and `spacing`."""
        return covariance(
            regression,
            self.inference,
            self.bandwidth,
            positions=self.positions(rows),
            at_least=at_least,
            of=of,
        )

    @property
    def sample_text(self) -> list[str | None] | None:
        """The sample as the specification keeps it."""
        return None if self.sample is None else [None if end is None else str(end) for end in self.sample]
