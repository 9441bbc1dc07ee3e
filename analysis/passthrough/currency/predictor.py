r"""A predictor that hardly moves: the bias it causes, and a test that it cannot fool.

In :math:`y_t = \mu + \beta x_{t-1} + \epsilon_t` with
:math:`x_t = \theta + \rho x_{t-1} + u_t`, shocks that are correlated carry the
downward bias of :math:`\hat\rho` over to :math:`\hat\beta` (Stambaugh 1999), and
with :math:`\rho` near 1 the t statistic is not normal. Interest differentials
have :math:`\rho` near 1.

IVX (Kostakis, Magdalinos and Stamatogiannis 2015) replaces x as an instrument by
:math:`z_t = \varrho z_{t-1} + \Delta x_t`, :math:`\varrho = 1 - n^{-0.95}`, made from
x alone and less persistent than x by construction, whatever :math:`\rho` is. The
Wald statistic is then :math:`\chi^2` for every :math:`\rho` up to 1:

.. math:: \hat\beta_z = \frac{\sum (y_t - \bar y) z_{t-1}}{\sum (x_{t-1} - \bar x) z_{t-1}}, \quad
          W = \frac{(\hat\beta_z - \beta)^2 \big[\sum (x_{t-1} - \bar x) z_{t-1}\big]^2}
                   {\hat\sigma_\epsilon^2 \sum z_{t-1}^2 - n \bar z^2 \hat\omega_{FM}}, \quad
          \hat\omega_{FM} = \hat\sigma_\epsilon^2 - \hat\omega_{\epsilon u}^2 / \hat\omega_u^2,

the last term for the estimated mean; :math:`\hat\omega` are long-run moments with
Bartlett weights up to lag :math:`n^{1/3}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, log

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.kernels import bartlett
from analysis.passthrough.core.least_squares import fit

#: Exponent of the instrument's root, as recommended by its authors.
EXPONENT = 0.95
#: A smaller share of the sum of squares is rounding.
EXACT_FIT = 1e-24


@dataclass(frozen=True)
class Predictor:
    r"""A predictive regression of one period, and how far its predictor can mislead it.

    Attributes
    ----------
    slope, std_error : float
        Least squares, classical standard error.
    rho : float
        First autocorrelation of the predictor, least squares.
    half_life : float
        Periods in which a shock to it fades by half; infinite from rho = 1 on.
    shock_correlation : float
        Of the predictor's shocks with the errors of the regression.
    bias : float
        Of `slope` to first order: :math:`-(1 + 3\rho)/n \cdot
        \mathrm{cov}(\epsilon, u)/\mathrm{var}(u)`.
    ivx : float
        The IVX slope.
    ivx_std_error : float
        Square root of the denominator of W over its bracket.
    nobs : int
    """

    slope: float
    std_error: float
    rho: float
    half_life: float
    shock_correlation: float
    bias: float
    ivx: float
    ivx_std_error: float
    nobs: int

    @property
    def corrected(self) -> float:
        """Slope less its bias."""
        return self.slope - self.bias

    def wald(self, slope: float = 0.0) -> tuple[float, float]:
        """IVX statistic of `slope` and its p-value, chi-squared with 1 degree of freedom."""
        statistic = ((self.ivx - slope) / self.ivx_std_error) ** 2
        return statistic, float(special.chdtrc(1, statistic))


def predictor(y: np.ndarray, x: np.ndarray) -> Predictor:
    """Regress y on the predictor of the period before, by least squares and by IVX.

    Parameters
    ----------
    y : ndarray, shape (n,)
    x : ndarray, shape (n + 1,)
        x[t] is known when y[t] begins; the last value ends the sample.

    Raises
    ------
    EstimationError
        For fewer than 4 observations, or a predictor that does not move.
    """
    n = len(y)
    if len(x) != n + 1:
        raise EstimationError(f"{n} outcomes need {n + 1} values of the predictor, not {len(x)}.")
    before, now = x[:-1], x[1:]
    X = np.column_stack([np.ones(n), before])
    names = ("constant", "predictor")
    outcome, motion = fit(y, X, names), fit(now, X, names)
    rho = float(motion.beta[1])
    if any(f.rss <= EXACT_FIT * float(f.y @ f.y) for f in (motion, outcome)):
        raise EstimationError("the predictor or the outcome has no shocks: nothing can be tested.")
    e, u = outcome.resid, motion.resid
    cross = float(e @ u)

    root = 1.0 - n**-EXPONENT
    z = np.zeros(n)
    for t in range(1, n):
        z[t] = root * z[t - 1] + x[t] - x[t - 1]
    relevance = float((before - before.mean()) @ z)
    weights = bartlett(n, floor(n ** (1 / 3)))[1:]
    reach = int(np.sum(weights > 0))
    late = [(float(u[h:] @ u[:-h]), float(u[h:] @ e[:-h])) for h in range(1, reach + 1)]
    own, mixed = weights[:reach] @ np.array(late).reshape(reach, 2)
    long_run = (e @ e - (cross + mixed) ** 2 / (u @ u + 2 * own)) / n
    spread = e @ e / n * (z @ z) - n * z.mean() ** 2 * long_run
    if not spread > 0:
        raise EstimationError("the IVX variance is not positive in this sample.")
    return Predictor(
        slope=float(outcome.beta[1]),
        std_error=float(np.sqrt(outcome.bread[1, 1] * outcome.rss / outcome.dof)),
        rho=rho,
        half_life=log(0.5) / log(rho) if 0 < rho < 1 else inf if rho >= 1 else 0.0,
        shock_correlation=cross / float(np.sqrt((e @ e) * (u @ u))),
        bias=-(1 + 3 * rho) / n * cross / float(u @ u),
        ivx=float((y - y.mean()) @ z / relevance),
        ivx_std_error=float(np.sqrt(spread) / abs(relevance)),
        nobs=n,
    )
