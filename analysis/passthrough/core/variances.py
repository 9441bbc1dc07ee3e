r"""Variances of many sums over time at once: a bootstrap has one in every draw.

`covariance_of_sum` gives the covariance of all its columns with each other.
Draws have nothing to do with each other, so here each column is alone, and the
cost of a draw does not depend on how many there are. The bandwidth is one that
`covariance_of_sum` has chosen: the rules look at the number of rows, and what
looks at the data would have to look again in every draw.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError
from analysis.passthrough.core import kernels
from analysis.passthrough.core.inference import HETEROSKEDASTIC

#: Bartlett kernels whose lag is a rule of the number of rows.
BARTLETT = ("newey-west", "newey-west-adjusted", "newey-west-t75", "fixed-b")
#: Methods whose variance is a quadratic form in the terms that is known before the data are.
METHODS = (*HETEROSKEDASTIC, *BARTLETT, "ewc")


def variances(terms: np.ndarray, method: str, bandwidth: float | None = None) -> np.ndarray:
    r"""Variance of the sum of each row, the rows being draws and the columns dates.

    Parameters
    ----------
    terms : ndarray, shape (R, T)
        Influence terms in order of time; neighbouring columns are neighbours.
    method : str
        One of `METHODS`. "newey-west-adjusted" is "newey-west" here: the
        factor n/(n - k) is the caller's.
    bandwidth : number
        The lag (Bartlett) or the number of cosines (ewc); none for "hc0" to
        "hc3", which differ by what stands in `terms`.

    Returns
    -------
    ndarray, shape (R,)
        The diagonal of `covariance_of_sum(terms.T, method, bandwidth).matrix`.

    Notes
    -----
    The Bartlett form is a sum of squared moving sums, over all windows of L + 1
    dates that touch the sample,

    .. math:: \sum_{|l| \le L} \Big(1 - \frac{|l|}{L+1}\Big)\hat\Gamma_l
              = \frac{1}{L+1} \sum_{s} \Big(\sum_{t=s}^{s+L} \psi_t\Big)^2.
    """
    if method not in METHODS:
        raise EstimationError(f"variances of draws are known for {', '.join(METHODS)}, not {method!r}.")
    if method in HETEROSKEDASTIC:
        return np.einsum("rt,rt->r", terms, terms)
    draws, length = terms.shape
    if method == "ewc":
        projected = terms @ kernels.cosines(length, int(bandwidth))
        return np.einsum("rb,rb->r", projected, projected) * (2.0 / bandwidth)
    width = int(bandwidth) + 1
    running = np.zeros((draws, length + 2 * width - 1))
    np.cumsum(terms, axis=1, out=running[:, width : width + length])
    running[:, width + length :] = running[:, [width + length - 1]]
    windows = running[:, width:] - running[:, :-width]
    return np.einsum("rs,rs->r", windows, windows) / width


@lru_cache(maxsize=32)
def root(method: str, length: int, bandwidth: float | None = None) -> np.ndarray:
    r"""A matrix F with variance :math:`|F\psi|^2`, shape (r, length).

    Where the terms :math:`\psi` are themselves a linear map of the draws, the
    product of the two maps is formed once, and a draw costs r numbers a date.

    Parameters
    ----------
    method : str
        One of `METHODS`, or "qs" with its bandwidth.
    length : int
        Dates.
    bandwidth : number, optional
        As for `variances`.
    """
    if method in HETEROSKEDASTIC:
        found = np.eye(length)
    elif method == "ewc":
        found = np.sqrt(2.0 / bandwidth) * kernels.cosines(length, int(bandwidth)).T
    elif method in BARTLETT:
        width = int(bandwidth) + 1
        back = np.arange(length + width - 1)[:, None] - np.arange(length)
        found = ((back >= 0) & (back < width)) / np.sqrt(width)
    elif method == "qs":
        values, vectors = np.linalg.eigh(linalg.toeplitz(kernels.quadratic_spectral(length, bandwidth)))
        # The tail that the kernel loses leaves eigenvalues a little below zero.
        found = (vectors * np.sqrt(np.clip(values, 0.0, None))).T
    else:
        known = ", ".join((*METHODS, "qs"))
        raise EstimationError(f"variances of draws are known for {known}, not {method!r}.")
    found.setflags(write=False)
    return found
