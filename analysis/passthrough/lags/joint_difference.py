r"""The difference between two responses whose errors share months, with the covariance of the two.

Two regressions on overlapping months have correlated estimates. Their influence terms are laid on the union
of the months, nought where a regression has no row, and the cosine (or other) covariance is taken of both at
once:

.. math:: V(\hat\theta_1 - \hat\theta_2) = V_{11} + V_{22} - 2 V_{12} .
"""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import covariance_of_sum, influence
from analysis.passthrough.core.least_squares import Fit
from analysis.passthrough.core.leverage import refuse_alone
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.lags.foreign_prices import MainEquation, regressions


@door
def joint_difference(
    first: MainEquation,
    second: MainEquation,
    *,
    horizon: int | None = None,
    estimand: str = "fixed",
    inference: str = "ewc",
) -> Effect:
    """Cumulated response of `first` less that of `second` at one horizon.

    Parameters
    ----------
    first, second : MainEquation
        From `analysis.passthrough.lags.foreign_prices.equation`; monthly or quarterly both.
    horizon : int, optional
        Default: the smaller number of lags.
    estimand : {"fixed", "free"}
    inference : str
        As in `held_fixed`.

    Returns
    -------
    Effect
        ``p_zero`` tests that both responses are the same.

    Raises
    ------
    EstimationError
        For an unknown estimand, different frequencies, or samples without a common month (then `difference`
        is right).

    Examples
    --------
    >>> from analysis.passthrough import joint_difference
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.lags.foreign_prices import equation
    >>> both = (example.price, example.other)
    >>> first, second = (equation(price, example.fx, foreign=None, lags=2, seasonal=False) for price in both)
    >>> round(joint_difference(first, second, estimand="free").estimate, 2)
    0.13
    """
    if estimand not in ("fixed", "free"):
        raise EstimationError(f"estimand is 'fixed' or 'free', not {estimand!r}.")
    if first.rows.periods.freqstr != second.rows.periods.freqstr:
        raise EstimationError("the two equations have different frequencies.")
    horizon = min(first.lags, second.lags) if horizon is None else horizon
    union = first.rows.periods.union(second.rows.periods)
    if len(union) == len(first.rows.periods) + len(second.rows.periods):
        raise EstimationError("the two samples share no month: use difference, for independent estimates.")
    terms, estimates, dof = np.zeros((len(union), 2)), [], []
    for column, eq in enumerate((first, second)):
        regression: Fit = regressions(eq)[("fixed", "free").index(estimand)]
        block = slice(1, horizon + 2)  # the rate follows the constant
        refuse_alone(regression, inference, block)
        terms[union.get_indexer(eq.rows.periods), column] = influence(regression, inference)[:, block].sum(
            axis=1
        )
        estimates.append(float(regression.beta[block].sum()))
        dof.append(regression.dof)
    joint = covariance_of_sum(terms, inference, at_least=max(first.lags, second.lags), dof=min(dof))
    spread = joint.matrix[0, 0] + joint.matrix[1, 1] - 2 * joint.matrix[0, 1]
    label = f"{first.outcome} less {second.outcome}"
    return Effect.of(estimates[0] - estimates[1], np.sqrt(max(spread, 0.0)), joint.critical, label=label)
