"""Months of history to draw shocks from: the yen's own changes and what prices did besides."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.errors import SchemeError
from analysis.passthrough.core.levels import level_series, log_changes
from analysis.passthrough.core.result import PassThrough
from analysis.transmission.model import YEN


def history(fx: pd.Series, passthrough: Mapping[str, PassThrough]) -> pd.DataFrame:
    """Monthly changes of the exchange rate and residuals of each price regression, on common months.

    Parameters
    ----------
    fx : Series
        Levels; up is a weaker yen.
    passthrough : mapping of name to PassThrough
        With `residuals`, as a distributed lag has. Residuals of one month go
        together, so that blocks keep how prices move with each other.

    Returns
    -------
    DataFrame
        Columns "yen" and one a price; months without one of them are left out.

    Raises
    ------
    SchemeError
        If an estimate has no residuals or nothing is common.
    """
    level = level_series(fx, "exchange rate")
    calendar = pd.period_range(level.index[0], level.index[-1], freq=level.index.freq)
    columns = {YEN: pd.Series(log_changes(level.reindex(calendar).to_numpy()), calendar)}
    for name, result in passthrough.items():
        if result.residuals is None:
            raise SchemeError(
                f"{name}: {result.method} keeps no residuals to draw shocks from; use a distributed lag."
            )
        columns[name] = result.residuals
    frame = pd.DataFrame(columns).dropna()
    if frame.empty:
        raise SchemeError("the exchange rate and the price regressions have no month in common.")
    return frame
