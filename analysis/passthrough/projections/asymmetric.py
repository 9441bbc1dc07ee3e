r"""Do rises and falls, or large and small moves, pass through alike? Local projections of both parts.

The impulse is split, :math:`z_t = z^{(1)}_t + z^{(2)}_t`, and both parts stand
where one stood:

.. math:: p_{t+h} - p_{t-1} = a_h + B_{1h} z^{(1)}_t + B_{2h} z^{(2)}_t
          + \gamma_h' w_t + u_{t+h},

and so for the exchange rate. By sign the parts are :math:`\max(z_t, 0)` and
:math:`\min(z_t, 0)`; by size :math:`z_t` where :math:`|z_t| > c` and where not;
and by a cubic, :math:`B_h(s) = \beta_h + \gamma_h s^2` per unit of a move of
size s, at two sizes. Equality is tested on cumulated responses.

A price that passes on costs one for one **in levels** passes on less than one
per cent of a per cent, less of it when the currency is strong, and so looks
asymmetric and size-dependent in logs (Sangani, "Complete pass-through in
levels"). Run the same test with ``variables="levels"`` before believing it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import STILL, lagged
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.projections import covariances
from analysis.passthrough.projections.inputs import Inputs, prepare
from analysis.passthrough.projections.regimes import RegimeProjection, compare
from analysis.passthrough.projections.regressions import project

#: Moves that the cubic is read at, in standard deviations of the impulse.
SIZES = (2.0, 1.0)


@door
def asymmetric_projection(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    horizons: int | None = None,
    shock: pd.Series | None = None,
    by: str = "sign",
    threshold: float | None = None,
    split_lags: bool = False,
    variables: str = "logs",
    common_sample: bool = False,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: str = "lag-augmented-hc3",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
    alternative: float | np.ndarray = 0.2,
    size: float = 0.05,
) -> RegimeProjection:
    r"""Cumulative pass-through of rises and of falls, their difference, and the power to see one.

    Parameters
    ----------
    price, fx, lags, horizons, shock, controls, inference
        As in `local_projection`.
    by : {"sign", "size", "cubic"}
        "sign": regimes "rise" and "fall". "size": "large" and "small", apart at
        `threshold`. "cubic": "large" and "small", read off a cubic at 2 and 1
        standard deviations of the impulse.
    threshold : float, optional
        For "size", in the unit of the impulse (per cent, or index points).
        Default: its standard deviation. It has to be chosen before looking at
        the outcome; one that is searched for needs other critical values
        (Hansen 1996).
    variables : {"logs", "levels"}
        "levels" runs everything in index points (both indexes 100 at the
        start), so that the unit is index points per index point.
    alternative : float or ndarray, shape (H,)
        Difference in pass-through whose detection probability is reported. A
        number is reached at the last horizon in equal steps.
    size : float
        Size of the tests; the sets behind warnings have coverage 1 - `size`.
    split_lags : bool
        Let the lags of the impulse have a coefficient for each part as well.
    control_lags, seasonal, sample, bandwidth, common_sample, spacing
        As in `local_projection`.

    Returns
    -------
    RegimeProjection
        Pass-through of a fall is positive when prices fall with the currency's
        price of foreign money. `equality` holds the Wald test at each horizon,
        the sup-t test over the path, and the power of both.

    Raises
    ------
    EstimationError
        As `local_projection`, and when a part has no observation.

    Notes
    -----
    Quoting the exchange rate the other way round turns rises into falls: with
    logs the two paths change places and sign, exactly.

    Examples
    --------
    >>> from analysis.passthrough import asymmetric_projection
    >>> from analysis.passthrough.core import examples as example
    >>> result = asymmetric_projection(example.price, example.fx, lags=2, horizons=3, by="sign")
    >>> list(result.paths), bool(result.equality.path.pvalue > 0.05)
    (['rise', 'fall'], True)
    """
    asked = CommonTerms(
        lags=lags, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample,
        inference=inference, bandwidth=bandwidth, spacing=spacing,
    )  # fmt: skip
    inputs = prepare(price, fx, asked, horizons=horizons, shock=shock, variables=variables)
    names, parts, reading, detail = _split(inputs, by, threshold)
    body, labels = inputs.controls, list(inputs.names)
    word = inputs.driver.removesuffix("_0")
    if split_lags:
        # With the lags of the whole impulse there already, one part spans both.
        past = range(1, inputs.specification["lags"] + 1)
        body = np.column_stack([body, lagged(parts[:, 0], past)])
        labels += [f"{word}_{names[0]}_{k}" for k in past]
    regressions = project(
        inputs.levels,
        parts,
        body,
        inputs.horizons,
        rows=inputs.rows,
        names=(*labels, *(f"{word}_{name}_0" for name in _columns(by, names))),
        common_sample=bool(common_sample),
    )
    variance = covariances.joint(regressions, inference, bandwidth, spacing=spacing)
    estimate = regressions.estimate @ reading.T
    if shock is None and by != "cubic":
        # At impact the exchange rate is the sum of its own two parts.
        estimate[1, 0] = 1.0
    spread = np.kron(np.eye(2 * len(inputs.horizons)), reading)
    facts = inputs.facts(regressions, variance)
    facts["specification"] |= {
        "split": detail,
        "lags split": bool(split_lags),
        "common sample": bool(common_sample),
        "spacing": spacing,
    }
    return compare(
        estimate,
        spread @ variance.matrix @ spread.T,
        variance.critical,
        names,
        _counts(regressions.used, parts[regressions.rows], by),
        method=f"local projection by {by}" + ("" if variables == "logs" else ", levels"),
        alternative=alternative,
        size=size,
        facts={
            "outcome": inputs.changes.outcome,
            "driver": inputs.changes.driver,
            "origin": inputs.origin,
            **facts,
        },
    )


def _split(
    inputs: Inputs, by: str, threshold: float | None
) -> tuple[tuple[str, str], np.ndarray, np.ndarray, str]:
    """Names, columns (T, 2), the matrix from their coefficients to the regimes, and the split in words."""
    z, rows = inputs.impulse, inputs.complete
    if threshold is not None and by != "size":
        raise EstimationError(f"threshold belongs to by='size', not to {by!r}; leave it out.")
    deviation = float(z[rows].std())
    if by == "sign":
        names, reading = ("rise", "fall"), np.eye(2)
        parts = np.column_stack([np.maximum(z, 0.0), np.minimum(z, 0.0)])
        detail = "rises and falls of the impulse"
    elif by == "size":
        cut = deviation if threshold is None else float(threshold)
        if not (np.isfinite(cut) and cut > 0):
            raise EstimationError(f"threshold is a size above zero in the unit of the impulse, not {cut:g}.")
        large = np.where(np.isnan(z), np.nan, np.abs(z) > cut)
        names, reading = ("large", "small"), np.eye(2)
        parts = np.column_stack([z * large, z * (1.0 - large)])
        detail = f"moves above and below {cut:.4g}"
        detail += ", one standard deviation" if threshold is None else ""
    elif by == "cubic":
        names = ("large", "small")
        # Standardised, so that the two columns are of one length.
        parts = np.column_stack([z, z**3 / deviation**2])
        reading = np.column_stack([np.ones(2), np.square(SIZES)])
        moves = " and ".join(f"{s * deviation:.4g}" for s in SIZES)
        detail = f"a cubic at moves of {moves}, 2 and 1 standard deviations"
    else:
        raise EstimationError(f"by is 'sign', 'size' or 'cubic', not {by!r}.")
    for name, part in zip(_columns(by, names), parts.T, strict=True):
        if np.abs(part[rows]).max() < STILL:
            raise EstimationError(
                f"the impulse has no {name} move in any complete row, so its pass-through is not defined. "
                "Use a longer sample or another threshold."
            )
    return names, parts, reading, detail


def _columns(by: str, names: tuple[str, str]) -> tuple[str, str]:
    return ("linear", "cubed") if by == "cubic" else names


def _counts(used: np.ndarray, parts: np.ndarray, by: str) -> np.ndarray:
    """Base dates of each regime by horizon, shape (H, 2); a cubic reads both off all dates."""
    if by == "cubic":
        return np.repeat(used.sum(axis=0)[:, None], 2, axis=1)
    return used.T.astype(int) @ (parts != 0)
