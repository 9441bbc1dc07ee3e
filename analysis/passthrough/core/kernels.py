"""Kernels, bandwidth rules and the sums over time that they weigh.

Rows of `terms` and `scores` are dates, columns are coefficients.
"""

from __future__ import annotations

from functools import lru_cache
from math import floor

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError

# sandwich::weightsAndrews drops the tail of a kernel below this weight; the
# quadratic spectral kernel never reaches zero, so agreement needs the same cut.
KERNEL_TAIL = 1e-7


def bartlett(length: int, lag: int) -> np.ndarray:
    r"""Weights :math:`\max(0, 1 - l/(L+1))` for l = 0 .. length - 1."""
    return np.maximum(0.0, 1.0 - np.arange(length) / (lag + 1.0))


def quadratic_spectral(length: int, bandwidth: float) -> np.ndarray:
    r"""Quadratic spectral weights at :math:`x = l/\text{bandwidth}`, l = 0 .. length - 1.

    .. math:: k(x) = \frac{3}{z^2}\Big(\frac{\sin z}{z} - \cos z\Big),\quad z = 6\pi x/5.
    """
    z = 6 * np.pi / 5 * np.arange(length) / bandwidth
    weights = np.ones(length)
    # Near zero the formula loses its digits to cancellation; its limit is 1.
    away = z > 1e-3
    z = z[away]
    weights[away] = 3 * (np.sin(z) / z - np.cos(z)) / z**2
    weights[np.flatnonzero(np.abs(weights) > KERNEL_TAIL)[-1] + 1 :] = 0.0
    return weights


def newey_west_bandwidth(scores: np.ndarray, weights: np.ndarray | None = None) -> float:
    r"""Bartlett bandwidth of Newey and West (1994), without prewhitening.

    With :math:`h_t = \sum_i w_i s_{ti}`, autocovariances :math:`\sigma_j` of h
    and :math:`m = \lfloor 4 (T/100)^{2/9} \rfloor`,

    .. math:: 1.1447 \Big[\Big(\frac{2\sum_{j \le m} j\sigma_j}
              {\sigma_0 + 2\sum_{j \le m}\sigma_j}\Big)^2 T\Big]^{1/3}.

    The lag is its floor. Equal to sandwich::bwNeweyWest(prewhite = FALSE).
    """
    T = len(scores)
    h = scores.sum(axis=1) if weights is None else scores @ weights
    m = floor(4 * (T / 100) ** (2 / 9))
    sigma = np.array([h[: T - j] @ h[j:] for j in range(m + 1)])
    zero = sigma[0] + 2 * sigma[1:].sum()
    first = 2 * (np.arange(1, m + 1) @ sigma[1:])
    if zero == 0:
        raise EstimationError("no bandwidth can be chosen: the regression fits every row exactly.")
    return float(1.1447 * ((first / zero) ** 2 * T) ** (1 / 3))


def andrews_bandwidth(scores: np.ndarray, weights: np.ndarray | None = None) -> float:
    r"""Quadratic spectral bandwidth of Andrews (1991), AR(1) for each column.

    .. math:: 1.3221\,(T\hat\alpha_2)^{1/5},\quad \hat\alpha_2 =
              \frac{\sum_i w_i\, 4\rho_i^2\sigma_i^4/(1-\rho_i)^8}
                   {\sum_i w_i\, \sigma_i^4/(1-\rho_i)^4}.

    Equal to sandwich::bwAndrews(kernel = "Quadratic Spectral", prewhite = FALSE).
    """
    weights = np.ones(scores.shape[1]) if weights is None else weights
    past = scores[:-1] - scores[:-1].mean(axis=0)
    now = scores[1:] - scores[1:].mean(axis=0)
    spread = np.einsum("ij,ij->j", past, past)
    if not spread.all():
        raise EstimationError("no bandwidth can be chosen: a column of scores never varies.")
    rho = np.einsum("ij,ij->j", past, now) / spread
    # Scores are scaled so that fourth powers stay within range in any units.
    variance = ((now - past * rho) ** 2).mean(axis=0)
    variance = variance / variance.max()
    numerator = weights @ (4 * rho**2 * variance**2 / (1 - rho) ** 8)
    denominator = weights @ (variance**2 / (1 - rho) ** 4)
    return float(1.3221 * (len(scores) * numerator / denominator) ** 0.2)


def weighted(terms: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Sum over s, t of weights[|s - t|] psi_s psi_t', all lags at once by FFT."""
    return _symmetric(terms.T @ linalg.matmul_toeplitz(weights, terms, check_finite=False))


def prewhitened(terms: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Kernel covariance of VAR(1) residuals, recoloured (Andrews and Monahan 1992)."""
    if terms.shape[1] * 3 > len(terms):
        raise EstimationError(
            f"prewhitening fits a VAR(1) to {terms.shape[1]} columns of scores, which "
            f"{len(terms)} rows cannot support. Use newey-west or ewc."
        )
    # Columns of one length keep the least-squares problem well conditioned;
    # the VAR(1) and what follows do not depend on the units of a column.
    units = np.sqrt(np.einsum("ij,ij->j", terms, terms))
    scaled = terms / units
    transition, *_ = np.linalg.lstsq(scaled[:-1], scaled[1:], rcond=None)
    white = scaled[1:] - scaled[:-1] @ transition
    recolour = np.linalg.inv(np.eye(len(units)) - transition.T)
    inner = weighted(white, weights[: len(white)])
    return _symmetric(recolour @ inner @ recolour.T) * np.outer(units, units)


def _symmetric(matrix: np.ndarray) -> np.ndarray:
    return 0.5 * (matrix + matrix.T)


@lru_cache(maxsize=32)
def cosines(length: int, count: int) -> np.ndarray:
    """Type II cosine basis, shape (length, count), without its factor sqrt(2/T)."""
    t = np.arange(length) + 0.5
    basis = np.cos(np.pi / length * np.outer(t, np.arange(1, count + 1)))
    basis.setflags(write=False)
    return basis


def on_calendar(terms: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Rows at their dates, zeros between (amplitude modulation; Parzen 1963)."""
    places = np.asarray(positions) - np.min(positions)
    out = np.zeros((int(places.max()) + 1, terms.shape[1]))
    out[places] = terms
    return out
