r"""Is one forecast better than another? Tests on out-of-sample errors that overlap.

Diebold and Mariano (1995) compare mean losses; errors h periods ahead are
correlated over h - 1 periods. Harvey, Leybourne and Newbold (1997) correct the
statistic for small samples and compare it with Student's t. Where the smaller
model is nested in the larger and the null is that the extra terms are zero, the
larger one carries noise that the null says is useless, and Clark and West
(2007) take that noise out before they compare.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.inference import covariance_of_sum
from analysis.passthrough.core.vocabulary import door


@dataclass(frozen=True)
class AccuracyTest(Finding):
    """A comparison of two forecasts.

    Attributes
    ----------
    name : str
    mean : float
        Mean of the loss difference; positive = the first model loses more.
    statistic : float
        NaN where the estimated variance is not positive.
    pvalue : float
    distribution : str
    nobs : int
    """

    name: str
    mean: float
    statistic: float
    pvalue: float
    distribution: str
    nobs: int

    title = "Two forecasts compared"

    @property
    def specification(self) -> dict:
        """The test and its reference distribution."""
        return {"test": self.name, "distribution": self.distribution}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a NaN means, where there is one."""
        return () if np.isfinite(self.statistic) else ("the estimated variance is not positive",)

    @property
    def sample(self) -> tuple[int, int]:
        """First and last forecast, counted from 0: errors come without dates."""
        return 0, self.nobs - 1

    def to_frame(self) -> pd.DataFrame:
        """One row: mean, statistic and pvalue."""
        columns = {"mean": self.mean, "statistic": self.statistic, "pvalue": self.pvalue}
        return pd.DataFrame(columns, index=pd.Index([self.name], name="test"))


@door
def diebold_mariano(
    first: np.ndarray, second: np.ndarray, *, horizon: int, kernel: str = "rectangular", power: int = 2
) -> AccuracyTest:
    r"""Two-sided test of equal expected loss :math:`|e|^{power}`.

    Parameters
    ----------
    first, second : ndarray, shape (n,)
        Forecast errors in order of time.
    horizon : int
        h, periods ahead.
    kernel : {"rectangular", "bartlett", "fixed-b"}
        Autocovariances to h - 1 with weight one (the original; may be negative), with Bartlett weights, or
        Bartlett with a lag of :math:`\max(h, \lceil 1.3 \sqrt n \rceil - 1)` against its fixed-b limit. The
        first two carry the factor of Harvey, Leybourne and Newbold and Student's t with n - 1 degrees of
        freedom.
    power : int
        2: squared errors; 1: absolute errors.

    Notes
    -----
    .. math::
        S &= \bar d \Big/ \sqrt{\hat V / n}, \\
        S^* &= S \sqrt{\frac{n + 1 - 2h + h(h-1)/n}{n}}

    Examples
    --------
    >>> from analysis.passthrough import diebold_mariano
    >>> from analysis.passthrough.core import examples as example
    >>> test = diebold_mariano(example.worse_errors, example.errors, horizon=1)
    >>> test.mean > 0, test.pvalue < 0.05
    (True, True)
    """
    e1, e2 = _errors(first, second)
    d = np.abs(e1) ** power - np.abs(e2) ** power
    n, h = len(d), int(horizon)
    if not 1 <= h < n:
        raise EstimationError(f"a horizon of {h} needs more than {h} forecasts; there are {n}.")
    mean = d.mean()
    if kernel == "fixed-b":
        lag = min(n - 1, max(h, int(np.ceil(1.3 * np.sqrt(n))) - 1))
        found = covariance_of_sum((d - mean)[:, None] / n, "fixed-b", lag)
        t = mean / np.sqrt(found.matrix[0, 0]) if found.matrix[0, 0] > 0 else np.nan
        return AccuracyTest(
            "Diebold-Mariano, fixed-b", mean, t, found.critical.pvalue(t), str(found.critical), n
        )
    gamma = np.array([(d[j:] - mean) @ (d[: n - j] - mean) / n for j in range(h)])
    weight = {"rectangular": np.ones(h), "bartlett": 1 - np.arange(h) / h}.get(kernel)
    if weight is None:
        raise EstimationError(f"unknown kernel {kernel!r}; use rectangular, bartlett or fixed-b.")
    spread = gamma[0] + 2 * weight[1:] @ gamma[1:]
    factor = (n + 1 - 2 * h + h * (h - 1) / n) / n
    t = mean / np.sqrt(spread / n) * np.sqrt(factor) if spread > 0 and factor > 0 else np.nan
    p = 2 * special.stdtr(n - 1, -abs(t))
    return AccuracyTest(f"Diebold-Mariano, {kernel}", float(mean), float(t), float(p), f"t({n - 1})", n)


@door
def clark_west(small: np.ndarray, large: np.ndarray) -> AccuracyTest:
    r"""One-sided test that the extra terms of the larger of two nested models are zero.

    Parameters
    ----------
    small, large : ndarray, shape (n,)
        Errors of the smaller and the larger model in order of time. The difference of the two forecasts is
        the difference of the errors.

    Notes
    -----
    .. math:: f_t = e_{1t}^2 - \big( e_{2t}^2 - (\hat y_{1t} - \hat y_{2t})^2 \big)

    The mean of f over its standard error by equal-weighted cosines, B = floor(0.4 n^(2/3)), against Student's
    t with B degrees of freedom (Lazarus, Lewis, Stock and Watson 2018), since f overlaps as the errors do.

    Examples
    --------
    >>> from analysis.passthrough import clark_west
    >>> from analysis.passthrough.core import examples as example
    >>> clark_west(example.worse_errors, example.errors).pvalue < 0.05
    True
    """
    e1, e2 = _errors(small, large)
    f = e1**2 - (e2**2 - (e1 - e2) ** 2)
    n = len(f)
    if n < 12:
        raise EstimationError(f"{n} forecasts are too few for a test; use at least 12.")
    found = covariance_of_sum(f[:, None] / n, "ewc")
    t = f.mean() / np.sqrt(found.matrix[0, 0])
    p = special.stdtr(found.critical.dof, -t)
    return AccuracyTest("Clark-West", float(f.mean()), float(t), float(p), str(found.critical), n)


def _errors(*pair: np.ndarray) -> list[np.ndarray]:
    found = [np.asarray(values, dtype=float) for values in pair]
    if any(values.ndim != 1 or not np.isfinite(values).all() for values in found):
        raise EstimationError("forecast errors must be one finite number a forecast.")
    if len(found[0]) != len(found[1]):
        raise EstimationError(
            f"the two series of errors differ in length: {len(found[0])} and {len(found[1])}."
        )
    return found
