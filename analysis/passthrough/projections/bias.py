r"""Small-sample bias of local projections, after Herbst and Johannsen.

Least squares demeans the impulse and takes the controls out of it over the same
sample in which later impulses move the outcome, so the response at h inherits
a little of every response before it, with the sign turned. To first order

.. math:: E\hat\theta_h - \theta_h \approx -\frac{1}{T-h} \sum_{j=1}^{h}
          \bigl(1 + \mathrm{tr}\,\Sigma_0^{-1}\Sigma_j\bigr)\,\theta_{h-j},

where :math:`\Sigma_j` is the autocovariance of the controls at distance j. A
price level whose response lasts is the bad case: the sum grows with h.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import linalg

from analysis.passthrough.core import kernels
from analysis.passthrough.projections.regressions import Regressions


def herbst_johannsen(regressions: Regressions, responses: np.ndarray) -> pd.DataFrame:
    r"""Bias-corrected responses of price and exchange rate, and their ratio.

    Parameters
    ----------
    regressions : Regressions
        With a constant in column 0, the impulse in the last, and horizons 0, 1, ...
    responses : ndarray, shape (2, H)
        Price, then exchange rate.

    Returns
    -------
    DataFrame, columns price, fx, ratio, indexed by horizon
        From h = 0 upwards, with :math:`n_h` the rows of horizon h,

        .. math:: \tilde\theta_h = \hat\theta_h + \frac{1}{n_h} \sum_{j=1}^{h}
                  \bigl(1 + \mathrm{tr}\,\hat\Sigma_0^{-1}\hat\Sigma_j\bigr)\,\tilde\theta_{h-j}.

        Autocovariances are means over the pairs of base dates that are j
        periods apart. They are shown beside the estimates and have no standard
        errors of their own.

    References
    ----------
    Herbst and Johannsen (2021), Bias in local projections, FEDS 2020-010r1.
    """
    H = len(regressions.horizons)
    factor = 1.0 + overlap(regressions.X[:, 1:-1], regressions.rows, H)
    corrected = np.array(responses, dtype=float)
    for h in range(1, H):
        corrected[:, h] += corrected[:, h - 1 :: -1] @ factor[1 : h + 1] / regressions.nobs[h]
    index = pd.Index(regressions.horizons, name="horizon")
    price, fx = corrected
    with np.errstate(divide="ignore"):
        return pd.DataFrame({"price": price, "fx": fx, "ratio": price / fx}, index=index)


def overlap(controls: np.ndarray, positions: np.ndarray, count: int) -> np.ndarray:
    r""":math:`\mathrm{tr}\,\hat\Sigma_0^{-1}\hat\Sigma_j` for j = 0 .. count - 1."""
    out = np.zeros(count)
    if controls.shape[1] == 0:
        return out
    centred = controls - controls.mean(axis=0)
    # White in the sample: Sigma_0 is the identity, and the trace a sum of products.
    white = linalg.qr(centred, mode="economic")[0] * np.sqrt(len(centred))
    white = kernels.on_calendar(white, positions)
    there = kernels.on_calendar(np.ones((len(centred), 1)), positions)[:, 0]
    for j in range(min(count, len(white))):
        pairs = there[j:] @ there[: len(there) - j]
        if pairs:
            out[j] = np.einsum("ti,ti->", white[j:], white[: len(white) - j]) / pairs
    return out
