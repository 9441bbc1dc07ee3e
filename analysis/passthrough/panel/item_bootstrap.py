r"""Long-run t statistics of all items in moving-block samples of months.

A block takes a run of months with the regressors, their lags and the residuals
of **all** items together (Fitzenberger 1998), so that what is correlated across
items stays so. In each sample the regressions are run again:

.. math:: \hat\beta^* - \hat\beta = \Big(\sum_s x_s x_s'\Big)^{-1} \sum_s x_s \hat u_{is},
          \qquad t^*_i = \frac{r'(\hat\beta^*_i - \hat\beta_i)}{s^*_i},

s over the months drawn and :math:`s^*` by the same cosines as in the data.
Centred at the estimates, the statistics have the distribution of the null.

An item of 60 months has 6 cosines and larger t statistics by nature than one of
300 with 17. Each is therefore turned into the standard normal of the same
p-value under t(B), here and in the data, so that no item rules the maximum by
being short.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, counts, moving_blocks
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.kernels import cosines
from analysis.passthrough.panel.item_fits import Group

# A sample whose cross-product matrix, in correlation form, has an eigenvalue
# below this does not identify the coefficients.
SINGULAR = 1e-10
# Largest normal score; its p-value is 1e-300, still a number.
LARGEST = 37.0


def normal_score(p: np.ndarray) -> np.ndarray:
    """Size of a standard normal whose two-sided p-values are `p`."""
    return np.minimum(LARGEST, -special.ndtri(0.5 * np.asarray(p)))


def bootstrap_statistics(
    groups: list[Group],
    *,
    draws: int,
    block: int | None = None,
    bandwidth: int | None = None,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Centred t statistics of the long run under equal-weighted cosines, as normal scores.

    Parameters
    ----------
    groups : list of Group
    draws : int
    block : int, optional
        Months of a block; default `blocks.block_length`.
    bandwidth : int, optional
        Cosines; default floor(0.4 n^(2/3)), as in the data.
    rng : numpy.random.Generator

    Returns
    -------
    statistics : ndarray, shape (draws, m)
        Items in the order of the groups. A sample that does not identify an
        item counts against rejecting anything: its statistic is `LARGEST`.
    failed : ndarray of int, shape (m,)
        How many such samples each item has.
    """
    months = np.unique(np.concatenate([group.rows for group in groups]))
    length = block_length(len(months)) if block is None else block
    samples = moving_blocks(len(months), length, draws, rng)
    weights = counts(samples, len(months))
    statistics, failed = [], []
    for group in groups:
        places = np.searchsorted(months, group.rows)
        # Where a month drawn stands in the group; -1 where the items lack it.
        where = np.full(len(months), -1)
        where[places] = np.arange(len(places))
        t = _statistics(group, where[samples], weights[:, places], bandwidth)
        lost = np.isnan(t[:, 0])
        t[lost] = LARGEST
        statistics.append(t)
        failed.append(np.full(len(group.items), lost.sum()))
    return np.hstack(statistics), np.concatenate(failed)


def _statistics(group: Group, samples: np.ndarray, weights: np.ndarray, bandwidth: int | None) -> np.ndarray:
    """Normal scores (draws, m) of one group; a row of NaN where a sample does not identify it."""
    X, U = group.fit.X, group.fit.resid
    n, k = X.shape
    m = U.shape[1]
    # Columns of length 1, so that singularity is judged free of units.
    scale = np.sqrt(np.einsum("ij,ij->j", X, X))
    X = X / scale
    target = np.zeros(k)
    target[-group.lags - 1 :] = 1 / scale[-group.lags - 1 :]
    gram = (weights @ (X[:, :, None] * X[:, None, :]).reshape(n, -1)).reshape(-1, k, k)
    out = np.full((len(samples), m), np.nan)
    solid = np.linalg.eigvalsh(gram)[:, 0] > SINGULAR
    for b in np.flatnonzero(solid):
        chosen = samples[b][samples[b] >= 0]
        if len(chosen) <= k:
            continue
        x, u = X[chosen], U[chosen]
        count = int(0.4 * len(chosen) ** (2 / 3)) if bandwidth is None else int(bandwidth)
        if not 1 <= count < len(chosen):
            raise EstimationError(f"{count} cosines do not fit {len(chosen)} months.")
        load = np.linalg.solve(gram[b], target)
        along = x @ load
        # The projections of the new influence terms, without the new residuals themselves:
        # cosines' (u - x d) = cosines' u - (cosines' x) d, all items at once.
        basis = cosines(len(chosen), count) * along[:, None]
        shift = np.linalg.solve(gram[b], x.T @ u)
        projected = basis.T @ u - (basis.T @ x) @ shift
        variance = np.einsum("ij,ij->j", projected, projected) * (2.0 / count)
        t = (target @ shift) / np.sqrt(variance)
        out[b] = normal_score(Critical("t", dof=count, matrix=True).pvalue(t))
    return out
