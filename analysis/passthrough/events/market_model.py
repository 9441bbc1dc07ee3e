r"""Abnormal returns of a currency against a basket of others.

Rates come per unit of some base. With :math:`r_{jt}` the per cent change of the rate of currency j, and
currency i the one looked at,

.. math:: d_t = r_{it} - \bar r_{-i,t}, \qquad f_{jt} = r_{jt} - \bar r_{-i,t} \quad (j \ne i),

where the mean is over the other currencies: the base drops out. The first K principal components of the
standardised :math:`f` over an estimation window that ends before the announcement are the factors (the
dollar, risk, commodities, whatever moves the others together), and the abnormal return is what a regression
of :math:`d` on a constant and the factors, over that window, does not predict:

.. math:: a_t = d_t - \hat\alpha - \hat\beta' f_t .

The weights of the components and the betas are those of the window; the factors of an event day are the
others' returns of that day. Nothing of currency i itself enters its factors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError

#: Announcements handled at a time: what they occupy stays below 100 MB with 30 currencies.
CHUNK = 512


@dataclass(frozen=True)
class Window:
    """Rows that a market model uses, counted from the announcement.

    Attributes
    ----------
    estimation : int
        Rows of the estimation window.
    gap : int
        It ends `gap` rows before the announcement: its last row is t - gap - 1.
    first, last : int
        Rows for which abnormal returns are wanted.
    """

    estimation: int
    gap: int
    first: int
    last: int

    @property
    def before(self) -> int:
        """Rows needed before the announcement."""
        return self.estimation + self.gap

    @property
    def offsets(self) -> np.ndarray:
        """Days of the window counted from the event."""
        return np.arange(self.first, self.last + 1)


def members(
    returns: np.ndarray, rows: np.ndarray, window: Window, anchors: list[int], peg: float
) -> np.ndarray:
    """Which currencies take part at each announcement row, shape (B, N).

    A currency takes part if every return of the estimation window and of the event rows is there, and it is
    no peg: the standard deviation, over the estimation window, of its change against every one of the
    `anchors` (column numbers; an anchor is none to itself) is `peg` per cent a day or more.
    """
    missing = np.vstack([np.zeros(returns.shape[1], dtype=int), np.cumsum(np.isnan(returns), axis=0)])
    start, stop = rows - window.before, rows - window.gap
    out = missing[stop] == missing[start]
    out &= missing[rows + window.last + 1] == missing[rows + window.first]
    filled = np.nan_to_num(returns)
    for anchor in anchors:
        apart = filled - filled[:, [anchor]]
        first, second = _running(apart), _running(apart**2)
        mean = (first[stop] - first[start]) / window.estimation
        variance = (second[stop] - second[start]) / window.estimation - mean**2
        floats = variance >= peg**2
        floats[:, anchor] = True
        # Against an anchor that was not published nothing is known.
        out &= floats | ~out[:, [anchor]]
    return out


def abnormal(
    returns: np.ndarray,
    currency: int,
    rows: np.ndarray,
    taking_part: np.ndarray,
    window: Window,
    factors: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Abnormal returns of one currency around every announcement row.

    Parameters
    ----------
    returns : ndarray, shape (T, N)
        Per cent, from row to row.
    currency : int
        Column.
    rows : ndarray of int, shape (B,)
    taking_part : ndarray of bool, shape (B, N)
        From `members`; the currency itself takes part in all.
    window : Window
    factors : int
        K; with 0 the return over the basket less its mean.

    Returns
    -------
    path : ndarray, shape (B, W)
        At the offsets of `window`.
    error : ndarray, shape (B,)
        Standard deviation of the residuals in the estimation window, with degrees of freedom L - 1 - K.

    Raises
    ------
    EstimationError
        If the basket has no more than `factors` currencies, or the currency does not move in a window.
    """
    path, error = np.empty((len(rows), len(window.offsets))), np.empty(len(rows))
    patterns, group = np.unique(taking_part, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        others = np.flatnonzero(pattern & (np.arange(len(pattern)) != currency))
        if len(others) <= factors:
            raise EstimationError(
                f"{len(others)} other currencies cannot carry {factors} factors. Use fewer factors."
            )
        places = np.flatnonzero(group.ravel() == number)
        for part in np.split(places, np.arange(CHUNK, len(places), CHUNK)):
            path[part], error[part] = _one_basket(returns, currency, others, rows[part], window, factors)
    if (error < 1e-9).any():
        raise EstimationError(
            "the currency does not move against the basket in an estimation window: it is constant."
        )
    return path, error


def _one_basket(
    returns: np.ndarray, currency: int, others: np.ndarray, rows: np.ndarray, window: Window, factors: int
) -> tuple[np.ndarray, np.ndarray]:
    low, high = rows.min() - window.before, rows.max() + window.last + 1
    block, rows = np.nan_to_num(returns[low:high, np.r_[currency, others]]), rows - low
    block -= block[:, 1:].mean(axis=1, keepdims=True)
    L, start, stop = window.estimation, rows - window.before, rows - window.gap
    first, second = _running(block), _running(block[:, :, None] * block[:, None, :])
    mean = (first[stop] - first[start]) / L
    C = (second[stop] - second[start]) / L - mean[:, :, None] * mean[:, None, :]
    explained, beta = np.zeros(len(rows)), np.zeros((len(rows), len(others)))
    if factors:
        scale = np.sqrt(np.maximum(np.einsum("bjj->bj", C[:, 1:, 1:]), np.finfo(float).tiny))
        values, vectors = np.linalg.eigh(C[:, 1:, 1:] / (scale[:, :, None] * scale[:, None, :]))
        values, weights = values[:, -factors:], vectors[:, :, -factors:] / scale[:, :, None]
        slope = np.einsum("bjk,bj->bk", weights, C[:, 1:, 0]) / values
        beta = np.einsum("bjk,bk->bj", weights, slope)
        explained = (slope**2 * values).sum(axis=1)
    event = block[rows[:, None] + window.offsets] - mean[:, None, :]
    variance = np.maximum(C[:, 0, 0] - explained, 0.0) * (L / (L - 1 - factors))
    return event[:, :, 0] - np.einsum("bwj,bj->bw", event[:, :, 1:], beta), np.sqrt(variance)


def cumulated(path: np.ndarray, windows: list[tuple[int, int]], first: int) -> np.ndarray:
    """Sums of a path (.., W), which begins at offset `first`, over each window; windows on the last axis."""
    return np.stack([path[..., a - first : b - first + 1].sum(axis=-1) for a, b in windows], axis=-1)


def _running(x: np.ndarray) -> np.ndarray:
    """Sums of the first t rows, t = 0 .. T."""
    out = np.zeros((len(x) + 1, *x.shape[1:]))
    np.cumsum(x, axis=0, out=out[1:])
    return out
