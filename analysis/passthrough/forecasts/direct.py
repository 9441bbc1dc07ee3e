r"""Direct forecasts over an expanding window.

For each origin t the regression of :math:`y_{s,h} = 100 \log(P_{s+h}/P_s)` on
:math:`x_s` uses the pairs with :math:`s + h \le t` only, since nothing later
was known, and forecasts :math:`y_{t,h}` from :math:`x_t`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.seasonals import seasons
from analysis.passthrough.core.vocabulary import door


@dataclass(frozen=True, eq=False)
class Forecasts(Finding):
    """Forecasts of one target at one horizon by one model.

    Attributes
    ----------
    name : str
    horizon : int
    error : Series
        Outcome less forecast, 100 x log, by origin; only origins with a known outcome.
    coefficients : Series
        Of the regression at the last origin, with all pairs known there.
    forecast : float
        From the last month of the predictors.
    origin : Period
        That month.
    at_origin : Series
        Predictors there; `forecast` is their product with `coefficients`.
    """

    name: str
    horizon: int
    error: pd.Series
    coefficients: pd.Series
    forecast: float
    origin: pd.Period
    at_origin: pd.Series

    title = "Direct forecasts: errors by origin"

    @property
    def specification(self) -> dict:
        """Model, horizon and regressors."""
        return {"model": self.name, "horizon": self.horizon, "predictors": list(self.coefficients.index)}

    @property
    def warnings(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def nobs(self) -> int:
        """Forecasts whose outcome is known."""
        return len(self.error)

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last origin of them."""
        return (self.error.index[0], self.error.index[-1])

    def to_frame(self) -> pd.DataFrame:
        """The errors by origin."""
        return self.error.rename("error").rename_axis("origin").to_frame()


def changes_over(level: pd.Series, spans: tuple[tuple[int, int], ...], label: str) -> pd.DataFrame:
    """100 x log change over past spans of months.

    Parameters
    ----------
    level : Series
        Levels on months.
    spans : tuple of (from, to)
        (0, 3): over the last three months; (3, 12): over the nine before.
    label : str
        Name of the columns.
    """
    log = 100 * np.log(level_series(level, label))
    columns = {f"{label} {a}-{b}": log.shift(a) - log.shift(b) for a, b in spans}
    return pd.DataFrame(columns)


def month_dummies(months: pd.PeriodIndex) -> pd.DataFrame:
    """Dummies of the calendar month, the first left out."""
    values, names = seasons(months)
    return pd.DataFrame(values, months, columns=names)


@door
def direct_forecasts(
    target: pd.Series,
    predictors: pd.DataFrame,
    *,
    name: str,
    horizon: int,
    first_origin: str,
    sample: tuple[str | None, str | None] | None = None,
) -> Forecasts:
    """Forecast the h-month change of a price at every origin.

    Parameters
    ----------
    target : Series
        Price level on months.
    predictors : DataFrame
        Known at the end of the month that they are dated; a constant is added.
    name : str
        Of the model.
    horizon : int
    first_origin : month
    sample : (first, last), optional
        Months of the predictors that the regressions use, inclusive; either may be None.

    Raises
    ------
    EstimationError
        If the first origin leaves fewer pairs than twice the coefficients.

    Examples
    --------
    >>> from analysis.passthrough import direct_forecasts
    >>> from analysis.passthrough.core import examples as example
    >>> known = example.abroad.to_frame()
    >>> result = direct_forecasts(
    ...     example.price, known, name="abroad", horizon=3, first_origin="2010-01"
    ... )
    >>> result.nobs, str(result.origin)
    (117, '2019-12')
    """
    log = 100 * np.log(level_series(target, "target"))
    X = predictors.dropna()
    X.insert(0, "constant", 1.0)
    if sample is not None:
        X = X[sample[0] : sample[1]]
    ahead = (log.shift(-horizon) - log).reindex(X.index)
    known = ahead.notna().to_numpy()
    values, y = X.to_numpy(float), ahead.to_numpy(float)
    begin = X.index.get_indexer([pd.Period(first_origin, "M")])[0]
    if begin - horizon + 1 < 2 * values.shape[1]:
        raise EstimationError(
            f"{name}: at {first_origin} only {max(begin - horizon + 1, 0)} pairs are known {horizon} months"
            f" ahead, fewer than twice its {values.shape[1]} coefficients. Begin later."
        )
    errors = {}
    for t in range(begin, len(X)):
        if not known[t]:
            continue
        past = slice(0, t - horizon + 1)
        beta = np.linalg.lstsq(values[past], y[past], rcond=None)[0]
        errors[X.index[t]] = y[t] - values[t] @ beta
    last = len(X) - 1
    past = slice(0, last - horizon + 1)
    beta = np.linalg.lstsq(values[past][known[past]], y[past][known[past]], rcond=None)[0]
    return Forecasts(
        name=name,
        horizon=horizon,
        error=pd.Series(errors, name=name),
        coefficients=pd.Series(beta, X.columns),
        forecast=float(values[last] @ beta),
        origin=X.index[last],
        at_origin=X.iloc[last],
    )
