r"""Many tests at once: p-values that stay honest for the family.

Two promises. The family-wise ones (`holm`, `romano_wolf`) hold the probability
of even one false rejection to the level; the false-discovery one
(`benjamini_yekutieli`) holds the expected share of false ones among the
rejections. Holm and Benjamini-Yekutieli hold under any dependence. Romano-Wolf
learns the dependence from a bootstrap and so gives away the least.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError


def holm(p: np.ndarray) -> np.ndarray:
    r"""Holm (1979) step-down p-values: :math:`\max_{j \le i} \min(1, (m-j+1) p_{(j)})`, in the order of `p`.

    Raises
    ------
    EstimationError
        For a p-value that is missing or outside [0, 1].
    """
    return _adjusted(p, "holm")


def benjamini_yekutieli(p: np.ndarray) -> np.ndarray:
    r"""Benjamini and Yekutieli (2001): :math:`\min_{j \ge i} \tfrac{m}{j} p_{(j)} \sum_{j \le m} 1/j`, in the
    order of `p`."""
    return _adjusted(p, "fdr_by")


def _adjusted(p: np.ndarray, method: str) -> np.ndarray:
    from statsmodels.stats.multitest import multipletests  # here: a page without tests does not wait for it

    p = np.asarray(p, dtype=float)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise EstimationError("p-values are a list of numbers from 0 to 1, none of them missing.")
    return multipletests(p, method=method)[1] if p.size else p


def romano_wolf(statistics: np.ndarray, draws: np.ndarray) -> np.ndarray:
    r"""Step-down p-values from the joint distribution of all statistics under the null.

    Parameters
    ----------
    statistics : ndarray, shape (m,)
        Large is evidence against the hypothesis; for t statistics the sign is
        dropped.
    draws : ndarray, shape (B, m)
        The same statistics in B bootstrap samples, each **centred at its own
        estimate**, so that every null holds in them. Rows keep the dependence
        between hypotheses: one draw, one sample, all statistics.

    Returns
    -------
    ndarray, shape (m,)
        With the hypotheses in falling order of :math:`|t|`, and
        :math:`M_b^{(j)} = \max_{k \ge j} |t^*_{b(k)}|`,

        .. math:: p_{(j)} = \max_{i \le j}
                  \frac{1 + \#\{b: M_b^{(i)} \ge |t_{(i)}|\}}{1 + B}.

    Raises
    ------
    EstimationError
        If shapes do not match or a number is not finite.

    References
    ----------
    Romano and Wolf (2005), Econometrica 73, 1237-1282; (2016), Statistics and
    Probability Letters 113, 38-40, for the p-values.
    """
    t, star = np.abs(np.asarray(statistics, dtype=float)), np.abs(np.asarray(draws, dtype=float))
    if t.ndim != 1 or star.ndim != 2 or star.shape[1] != len(t) or not star.size:
        raise EstimationError(
            f"{t.size} statistics need draws of shape (B, {t.size}) with B of 1 or more, not {star.shape}."
        )
    if not (np.isfinite(t).all() and np.isfinite(star).all()):
        raise EstimationError("a statistic or one of its draws is not finite.")
    order = np.argsort(-t, kind="stable")
    # The largest of those not yet rejected: running maximum from the weakest up.
    largest = np.maximum.accumulate(star[:, order[::-1]], axis=1)[:, ::-1]
    share = (1 + np.sum(largest >= t[order], axis=0)) / (1 + len(star))
    out = np.empty(len(order))
    out[order] = np.maximum.accumulate(share)
    return out
