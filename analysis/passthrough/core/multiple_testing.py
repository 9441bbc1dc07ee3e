r"""Many tests at once: p-values that stay honest for the family.

Two promises. The family-wise ones (`bonferroni`, `holm`, `hochberg`,
`romano_wolf`) hold the probability of even one false rejection to the level;
the false-discovery ones (`benjamini_hochberg`, `benjamini_yekutieli`) hold the
expected share of false ones among the rejections. Holm, Bonferroni and
Benjamini-Yekutieli hold under any dependence, Hochberg and Benjamini-Hochberg
under positive dependence. Romano-Wolf learns the dependence from a bootstrap
and so gives away the least.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError


def bonferroni(p: np.ndarray) -> np.ndarray:
    r""":math:`\min(1, m p_i)`."""
    p = _checked(p)
    return np.minimum(1.0, len(p) * p)


def holm(p: np.ndarray) -> np.ndarray:
    r"""Holm (1979) step-down p-values: :math:`\max_{j \le i} \min(1, (m-j+1) p_{(j)})`."""
    p = _checked(p)
    order = np.argsort(p, kind="stable")
    return _restored(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), order)


def hochberg(p: np.ndarray) -> np.ndarray:
    r"""Hochberg (1988) step-up p-values: :math:`\min_{j \ge i} (m-j+1) p_{(j)}`."""
    p = _checked(p)
    return _step_up(p, np.arange(len(p), 0, -1))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    r"""Benjamini and Hochberg (1995): :math:`\min_{j \ge i} \tfrac{m}{j} p_{(j)}`."""
    p = _checked(p)
    return _step_up(p, len(p) / np.arange(1, len(p) + 1))


def benjamini_yekutieli(p: np.ndarray) -> np.ndarray:
    r"""Benjamini and Yekutieli (2001): as `benjamini_hochberg`, times :math:`\sum_{j \le m} 1/j`."""
    p = _checked(p)
    rank = np.arange(1, len(p) + 1)
    return _step_up(p, len(p) / rank * np.sum(1 / rank))


#: Corrections that need nothing but the p-values, by the names of R's p.adjust in lower case.
METHODS = {
    "bonferroni": bonferroni,
    "holm": holm,
    "hochberg": hochberg,
    "bh": benjamini_hochberg,
    "by": benjamini_yekutieli,
}


def adjust(p: np.ndarray, method: str = "holm") -> np.ndarray:
    """Adjusted p-values of a family, in the order of `p`.

    Parameters
    ----------
    p : array of shape (m,)
    method : {"bonferroni", "holm", "hochberg", "bh", "by"}

    Raises
    ------
    EstimationError
        For an unknown method, or a p-value that is missing or outside [0, 1].
    """
    if method not in METHODS:
        raise EstimationError(f"unknown correction {method!r}; choose one of {', '.join(METHODS)}.")
    return METHODS[method](p)


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
    return _restored(np.maximum.accumulate(share), order)


def _step_up(p: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """The smallest of p times its factor among the p-values at least as large."""
    order = np.argsort(p, kind="stable")
    return _restored(np.minimum.accumulate((p[order] * factor)[::-1])[::-1], order)


def _restored(sorted_values: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Values back in the order that they came in, none above 1."""
    out = np.empty(len(order))
    out[order] = np.minimum(1.0, sorted_values)
    return out


def _checked(p: np.ndarray) -> np.ndarray:
    p = np.asarray(p, dtype=float)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise EstimationError("p-values are a list of numbers from 0 to 1, none of them missing.")
    return p
