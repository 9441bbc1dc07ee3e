r"""Local projections of the price and the exchange rate, and their cumulative ratio.

For each horizon h two reduced forms on one sample,

.. math::
    p_{t+h} - p_{t-1} &= a_h + B_h z_t + \gamma_h' w_t + u_{t+h}, \\
    e_{t+h} - e_{t-1} &= a_h' + E_h z_t + \delta_h' w_t + v_{t+h},

and pass-through :math:`\theta_h = B_h / E_h`: by how much the price has moved h
periods after the shock, per cent of depreciation that it caused by then. The
ratio is the headline because its numerator and denominator share most of the
bias that either has in a small sample.

The impulse :math:`z_t` is the change of the exchange rate itself, or an
external shock. In the first case the estimate is causal only if, given the
controls, the exchange rate does not respond to the price within the period; in
the second it is the pass-through of depreciations that come from that shock,
and needs that the shock moves the price through nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import ratio
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.projections import covariances
from analysis.passthrough.projections.bias import herbst_johannsen
from analysis.passthrough.projections.inputs import prepare
from analysis.passthrough.projections.local_projection_result import (
    LocalProjection,
    warnings_of,
)
from analysis.passthrough.projections.regressions import project


@door
def local_projection(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    horizons: int | None = None,
    shock: pd.Series | None = None,
    variables: str = "logs",
    common_sample: bool = False,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: str = "lag-augmented-hc3",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
    coverage: float = 0.95,
) -> LocalProjection:
    r"""Cumulative pass-through by local projections, as a ratio with its joint covariance.

    Parameters
    ----------
    price : Series
        Price index in **levels**, monthly or quarterly.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation.
    horizons : int, optional
        The path runs from 0 to this; default two years.
    lags : int, optional
        Default one year. Lags of the changes of price and exchange rate among the controls, and
        of the shock if it is external.
    shock : Series, optional
        External shock, used as given (not differenced); NaN where it is not
        known, 0 where there was none. Its unit does not matter to the ratio.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already. A control without lags
        is ordered before the impulse: pass ``x.shift(1)`` for one that is not.
    inference : str
        One of `analysis.passthrough.projections.covariances.METHODS`.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool
        Add 11 month (3 quarter) dummies.
    sample : (first, last), optional
        Bounds, inclusive: the impulse is not before the first, the outcome not
        after the last; lags may reach to before the first.
    bandwidth : number, optional
        One value for all horizons in place of the rule of `inference`. The rule
        of "newey-west" is lag h at horizon h.
    common_sample : bool
        Use at every horizon only the dates that all horizons have. Without it
        each horizon uses every date that it can.
    coverage : float
        Of the sets that decide whether to warn.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap in the sample; no matter to
        "lag-augmented-...".
    variables : {"logs", "levels"}
        "levels" takes price and exchange rate as indexes, 100 in the first
        period of the sample in which both are known, and gives index points
        per index point. A cost passed on one for one in levels is passed on in
        part, and unevenly, in per cent.

    Returns
    -------
    LocalProjection
        `estimate` is the path of :math:`B_h/E_h` and `covariance` its joint
        covariance over horizons: the delta method on the covariance of both
        responses at all horizons, which `joint` holds.

    Raises
    ------
    EstimationError
        For input that cannot be read as positive levels on dates, a constant
        exchange rate or shock, too few rows, collinear regressors, or
        lag-augmented inference without lags.

    Notes
    -----
    Long differences are differences of **levels**: a month that was not
    published costs the base dates t that have it at t+h or at t-1, and those
    with a lagged change that touches it; that it lies between t and t+h costs
    nothing. Both equations use the same dates.

    References
    ----------
    Jorda (2005), American Economic Review 95, 161-182.
    Montiel Olea and Plagborg-Moller (2021), Econometrica 89, 1789-1823
    (lag-augmented inference).
    Ramey and Zubairy (2018), Journal of Political Economy 126, 850-901 (the
    ratio in one step, `LocalProjection.one_step`).

    Examples
    --------
    >>> from analysis.passthrough import local_projection
    >>> from analysis.passthrough.core import examples as example
    >>> result = local_projection(example.price, example.fx, lags=2, horizons=6)
    >>> round(result.at(1).estimate, 1), result.at(1).low < 0.3 < result.at(1).high
    (0.3, True)
    """
    asked = CommonTerms(
        lags=lags, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample,
        inference=inference, bandwidth=bandwidth, spacing=spacing, coverage=coverage,
    )  # fmt: skip
    inputs = prepare(price, fx, asked, horizons=horizons, shock=shock, variables=variables)
    regressions = project(
        inputs.levels,
        inputs.impulse,
        inputs.controls,
        inputs.horizons,
        rows=inputs.rows,
        names=(*inputs.names, inputs.driver),
        common_sample=bool(common_sample),
    )
    variance = covariances.joint(regressions, inference, bandwidth, spacing=spacing)
    common = inputs.facts(regressions, variance) | {"critical": variance.critical}
    common["specification"] |= {"common sample": bool(common_sample), "spacing": spacing}
    responses = regressions.estimate[:, :, 0].copy()
    if shock is None:
        # The change of the exchange rate regressed on itself: 1 but for rounding.
        responses[1, 0] = 1.0
    H = len(regressions.horizons)
    if not responses[1].all():
        raise EstimationError(
            f"the exchange rate does not respond at all at horizon "
            f"{regressions.horizons[responses[1] == 0][0]}: pass-through is not defined."
        )
    path, covariance = ratio.moments(responses[0], responses[1], variance.matrix)
    changes = inputs.changes
    blocks = (slice(0, H), slice(H, 2 * H))
    price_response, fx_response = (
        PassThrough(
            method=f"local projection of the {role}",
            outcome=outcome,
            driver=inputs.origin,
            estimate=responses[j],
            covariance=variance.matrix[blocks[j], blocks[j]],
            **common,
        )
        for j, (role, outcome) in enumerate((("price", changes.outcome), ("exchange rate", changes.driver)))
    )
    bare = LocalProjection(
        method="local projection" if shock is None else "local projection with an external shock",
        outcome=changes.outcome,
        driver=changes.driver,
        estimate=path,
        covariance=covariance,
        numerator=responses[0],
        denominator=responses[1],
        joint=variance.matrix,
        price_response=price_response,
        fx_response=fx_response,
        bias_corrected=herbst_johannsen(regressions, responses),
        regressions=regressions,
        inference=inference,
        bandwidths=variance.bandwidths,
        spacing=spacing,
        coverage=coverage,
        **common,
    )
    return bare.with_warnings(warnings_of(bare))
