r"""Identification by a proxy: an outside series that moves with one shock and with no other.

With :math:`z_t` correlated with the shock of interest and uncorrelated with the
rest, the covariances :math:`\gamma = \operatorname{cov}(u_t, z_t)` are
proportional to the column of that shock, so that the impact on variable i of a
shock that moves the exchange rate by one is :math:`\gamma_i / \gamma_{fx}`
(Stock and Watson 2012; Mertens and Ravn 2013).

A proxy that is weak makes :math:`\gamma_{fx}` nearly zero, and every ratio to
it worthless. So :math:`\gamma` itself, which is well behaved whatever the
strength, is what is estimated here, jointly with the lag matrices; sets for
ratios invert tests that are linear in it (Montiel Olea, Stock and Watson 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import Covariance
from analysis.passthrough.core.levels import on_calendar, regular_series
from analysis.passthrough.core.leverage import ALONE
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.responses import (
    parameter_covariance,
    scaled_residuals,
)

#: Worst-case bias, as a share of that of least squares, and size of the test of a weak proxy.
TAU, SIZE = 0.10, 0.05


@dataclass(frozen=True)
class FirstStage:
    """Regression of the exchange-rate residual on the proxy.

    Attributes
    ----------
    slope, std_error : float
        With heteroskedasticity-robust standard error (HC1).
    f_classical, f_robust : float
        `f_robust` is the effective F of Montiel Olea and Pflueger (2013), which
        with one proxy is the robust F.
    critical : float
        Value that the effective F exceeds with probability 5 % at most if the
        bias can reach 10 % of the worst case: 23.1.
    correlation : float
        Of proxy and residual.
    nobs : int
        Rows with a proxy.
    """

    slope: float
    std_error: float
    f_classical: float
    f_robust: float
    critical: float
    correlation: float
    nobs: int

    @property
    def weak(self) -> bool:
        """Whether the effective F stays below its critical value."""
        return self.f_robust < self.critical

    def __str__(self) -> str:
        word = "below" if self.weak else "above"
        return (
            f"effective F {self.f_robust:.1f}, {word} the critical {self.critical:.1f} "
            f"(bias of {100 * TAU:g} %), correlation {self.correlation:.2f}, {self.nobs} rows"
        )


def effective_critical(tau: float = TAU, size: float = SIZE) -> float:
    r"""Critical value of the effective F with one proxy.

    The upper quantile of a noncentral :math:`\chi^2_1` with noncentrality
    :math:`1/\tau` (Montiel Olea and Pflueger 2013).
    """
    return float(special.chndtrix(1 - size, 1, 1 / tau))


def on_rows(reduced: ReducedForm, proxy: pd.Series) -> np.ndarray:
    """`proxy` on the rows of the VAR, NaN where it has no value.

    Raises
    ------
    EstimationError
        If it has another frequency, fewer than 10 rows in common, is constant, or moves in one row only.
    """
    series = regular_series(proxy, "proxy")
    if series.index.freqstr != reduced.system.calendar.freqstr:
        raise EstimationError(
            f"the proxy has frequency {series.index.freqstr} and the variables "
            f"{reduced.system.calendar.freqstr}."
        )
    z = on_calendar(series, reduced.system.calendar)[reduced.rows]
    known = np.isfinite(z)
    if known.sum() < 10:
        raise EstimationError(f"the proxy is known in {known.sum()} rows of the VAR; 10 are the least.")
    if np.ptp(z[known]) <= 1e-12 * np.abs(z[known]).max():
        raise EstimationError("the proxy is constant where the VAR has rows, so it identifies nothing.")
    departures = np.square(z[known] - z[known].mean())
    if 1.0 - 1.0 / known.sum() - departures.max() / departures.sum() < ALONE:
        raise EstimationError(
            "the proxy moves in one row only"
            f" ({reduced.system.calendar[reduced.rows][int(np.nanargmax(np.abs(z - z[known][0])))]}): that"
            " row has leverage 1 in the first stage, whose residual there is zero whatever happened, so a"
            " strength cannot be stated. Use a proxy with more events, or announcement_test for the one."
        )
    return z


def covariances(reduced: ReducedForm, z: np.ndarray) -> np.ndarray:
    """Covariances of the residuals with the proxy where it is known, shape (K,)."""
    known = np.isfinite(z)
    return (z[known] - z[known].mean()) @ reduced.resid[known] / known.sum()


def gamma_terms(reduced: ReducedForm, z: np.ndarray, inference: str) -> np.ndarray:
    r"""Influence terms of the covariances with the proxy, shape (n, K).

    With m known rows and :math:`\tilde z` the demeaned proxy there,

    .. math:: \psi_t = \tfrac1m \tilde z_t u_t - \hat\gamma/m
              - \Big(\tfrac1m \sum_s \tilde z_s x_s'\Big) (X'X)^{-1} x_t u_t;

    the last term is what estimating the VAR adds where the proxy is not
    orthogonal to its regressors.
    """
    known = np.isfinite(z)
    m = known.sum()
    demeaned = np.where(known, z - z[known].mean(), 0.0) / m
    scaled = scaled_residuals(reduced, inference)
    direct = demeaned[:, None] * scaled
    direct -= np.where(known, 1 / m, 0.0)[:, None] * direct.sum(axis=0)
    through = reduced.X @ (reduced.bread @ (demeaned @ reduced.X))
    return direct - through[:, None] * scaled


def identify(reduced: ReducedForm, z: np.ndarray, inference: str) -> tuple[np.ndarray, Covariance]:
    """Covariances with the proxy, and the covariance of lag matrices and these.

    Parameters
    ----------
    reduced : ReducedForm
    z : ndarray, shape (n,)
        From `on_rows`.
    inference : str
        One of `responses.ANALYTIC` but "gaussian".
    """
    if inference == "gaussian":
        raise EstimationError(
            "a proxy has no Gaussian formula; use hc3, another robust method or moving-block."
        )
    return covariances(reduced, z), parameter_covariance(
        reduced, gamma_terms(reduced, z, inference), inference
    )


def first_stage(reduced: ReducedForm, z: np.ndarray) -> FirstStage:
    """Strength of the proxy: the exchange-rate residual regressed on a constant and the proxy."""
    known = np.isfinite(z)
    u = reduced.resid[known, reduced.system.place(reduced.system.fx)]
    x = z[known] - z[known].mean()
    n, square = len(x), float(x @ x)
    slope = float(x @ u) / square
    error = u - u.mean() - slope * x
    classical = float(error @ error) / (n - 2) / square
    robust = float(x**2 @ error**2) / square**2 * n / (n - 2)
    if robust <= 0:
        raise EstimationError(
            "the proxy explains the exchange-rate residual exactly; it is not an outside series."
        )
    return FirstStage(
        slope=slope,
        std_error=robust**0.5,
        f_classical=slope**2 / classical,
        f_robust=slope**2 / robust,
        critical=effective_critical(),
        correlation=float(np.corrcoef(x, u)[0, 1]),
        nobs=n,
    )
