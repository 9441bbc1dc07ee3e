"""How far does the rank depend on the lags and on the deterministic terms?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.passthrough.core.design import count
from analysis.passthrough.long_run.cointegration import cointegration


def rank_robustness(
    frame: pd.DataFrame,
    *,
    lags: Sequence[int] = (1, 2, 3, 4),
    deterministic: Sequence[str] = ("restricted constant", "unrestricted constant", "restricted trend"),
    sample: tuple | None = None,
    **options,
) -> pd.DataFrame:
    """Trace tests and pass-through of a cointegrated VAR for every choice of lags and deterministic terms.

    Parameters
    ----------
    frame, sample, options
        As for `cointegration`.
    lags : sequence of int
        Of the VAR in levels. All are estimated on the rows that the largest leaves.
    deterministic : sequence of str

    Returns
    -------
    DataFrame, indexed by deterministic and lags
        nobs; trace, trace_p and trace_corrected_p of rank 0; rank, rank_corrected
        and rank_max, found at 5 % by the three tests; estimate and std_error of
        pass-through from one relation, whether or not one is supported.

    Raises
    ------
    EstimationError
        As `cointegration`.
    """
    numbers = [count(number, "each number of lags", 1) for number in lags]
    longest = cointegration(
        frame, lags=max(numbers), deterministic=deterministic[0], sample=sample, **options
    )
    rows = {}
    for terms in deterministic:
        for number in numbers:
            result = cointegration(frame, lags=number, deterministic=terms, sample=longest.sample, **options)
            first, effect = result.rank_table.loc[0], result.pass_through(unconditional=True)
            rows[terms, number] = {
                "nobs": result.nobs,
                **first[["trace", "trace_p", "trace_corrected_p"]],
                "rank": result.rank(statistic="trace"),
                "rank_corrected": result.rank(),
                "rank_max": result.rank(statistic="max"),
                "estimate": effect.estimate,
                "std_error": effect.std_error,
            }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(rows, names=["deterministic", "lags"])
    return table
