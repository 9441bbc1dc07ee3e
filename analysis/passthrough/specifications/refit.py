r"""The data and all draws through one equation.

With Z = QR fixed and W the own lags of a draw (Frisch, Waugh and Lovell),
:math:`\tilde W = W - QQ'W`, :math:`G = \tilde W'\tilde W` and :math:`w = Z(Z'Z)^{-1}a`,

.. math:: \hat\rho = G^{-1}\tilde W'y, \quad
          N = \omega' y, \quad \omega = w - \tilde W G^{-1} W'w,

and :math:`\psi_t = \omega_t \hat u_t` are the influence terms of N. Without own
lags :math:`\omega = w` for every draw. Row 0 is always the data: its numbers
come from the code that gives the draws theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from analysis.passthrough.core.least_squares import factor
from analysis.passthrough.specifications.equation import Equation

#: Elements of W in one batch of draws; more than the cache holds makes every pass slower.
BATCH = 100_000


@dataclass(frozen=True, eq=False)
class Refit:
    """Estimates of m series of prices by one equation; n rows.

    Attributes
    ----------
    numerator, denominator : ndarray, shape (m,)
    weights, resid : ndarray, shape (m, n)
        Influence weights of N and residuals.
    dof : int
    leverage : ndarray, shape (m, n), or None
        Diagonal of the hat matrix, where it was asked for.
    rate_resid : ndarray, shape (m, n), or None
        Residuals of the exchange-rate equation.
    bottom : ndarray, shape (m, n), or None
        Influence weights of D on the residuals of the price.
    speed, speed_weights : ndarray, shape (m,) and (m, n), or None
        First own coefficient and its influence weights, of a gated equation.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    weights: np.ndarray
    resid: np.ndarray
    dof: int
    leverage: np.ndarray | None = None
    rate_resid: np.ndarray | None = None
    bottom: np.ndarray | None = None
    speed: np.ndarray | None = None
    speed_weights: np.ndarray | None = None


class FixedPart:
    """The fixed part of an equation, decomposed once.

    Parameters
    ----------
    equation : Equation
    levels : ndarray, shape (1, T)
        The data, whose complete design must have full rank.
    first : int
        Ordinal of the first period of `levels`.

    Raises
    ------
    EstimationError
        For collinear regressors or too few rows.
    """

    def __init__(self, equation: Equation, levels: np.ndarray, first: int) -> None:
        self.equation, self.first = equation, first
        Z = equation.fixed
        if equation.own:
            W = equation.own_lags(levels[:1], first)[0].T
            names = tuple(f"own lag {j}" for j in range(1, W.shape[1] + 1))
            factor(np.hstack([Z, W]), (*equation.names, *names))
        self.Q, R = factor(Z, equation.names)
        self.w = self.Q @ linalg.solve_triangular(R, equation.numerator, trans="T", check_finite=False)
        self.leverage = np.einsum("nk,nk->n", self.Q, self.Q)
        rate = equation.rate
        self.rate = None if rate is None else rate - self.Q @ (self.Q.T @ rate)

    def batch(self, draws: int) -> list[slice]:
        """Slices of the draws that fit the cache."""
        size = max(1, BATCH // (len(self.w) * max(1, len(self.equation.own))))
        return [slice(i, i + size) for i in range(0, draws, size)]

    def refit(self, levels: np.ndarray, leverage: bool = False) -> Refit:
        """Estimate every row of `levels`, shape (m, T); with the leverages if asked for."""
        eq, Q, w = self.equation, self.Q, self.w
        y = eq.outcome(levels, self.first)
        m, n = y.shape
        resid = y - (y @ Q) @ Q.T
        dof = n - Q.shape[1] - len(eq.own)
        if not eq.own:
            same = (m, n)
            return Refit(
                numerator=y @ w,
                denominator=np.full(m, eq.constant if self.rate is None else w @ eq.rate),
                weights=np.broadcast_to(w, same),
                resid=resid,
                leverage=np.broadcast_to(self.leverage, same) if leverage else None,
                rate_resid=None if self.rate is None else np.broadcast_to(self.rate, same),
                dof=dof,
            )
        W = eq.own_lags(levels, self.first)
        crossed = W @ w
        W -= (W @ Q) @ Q.T
        # Rows of one length: a level beside its changes would cost the Gram matrix its digits.
        units = np.sqrt(np.einsum("rpn,rpn->rp", W, W))
        W /= units[:, :, None]
        inverse = np.linalg.inv(W @ W.transpose(0, 2, 1))

        def along(coefficients: np.ndarray) -> np.ndarray:
            return (coefficients[:, None, :] @ W)[:, 0]

        def solved(right: np.ndarray) -> np.ndarray:
            return (inverse @ right[:, :, None])[:, :, 0]

        rho = solved((W @ resid[:, :, None])[:, :, 0])
        resid -= along(rho)
        weights = w - along(solved(crossed / units))
        out = {
            "numerator": np.einsum("rn,rn->r", weights, y),
            "denominator": np.full(m, eq.constant),
            "weights": weights,
            "resid": resid,
            "leverage": self.leverage + np.einsum("rpn,rpn->rn", inverse @ W, W) if leverage else None,
            "dof": dof,
        }
        if self.rate is not None:
            out["denominator"] = weights @ eq.rate
            out["rate_resid"] = self.rate - along(solved(W @ self.rate))
        elif eq.own_weights is not None:
            scaled = eq.own_weights / units
            out["denominator"] = eq.constant + np.einsum("rp,rp->r", rho, scaled)
            out["bottom"] = along(solved(scaled))
        if eq.gated:
            first = np.zeros_like(units)
            first[:, 0] = 1 / units[:, 0]
            out |= {"speed": rho[:, 0] * first[:, 0], "speed_weights": along(solved(first))}
        return Refit(**out)
