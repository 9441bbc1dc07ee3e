r"""Approximate p-values of sup, average and exponential Wald tests: Hansen (1997).

With the break date unknown, the Wald statistic is searched over the dates
:math:`[\pi_0, 1-\pi_0]`, and neither its supremum nor its mean nor its
exponential mean has a standard distribution. Hansen fitted, for k parameters
that may break and a grid of :math:`\pi_0`,

.. math:: p(x) = P\big(\chi^2_{\eta} > b_0 + b_1 x + b_2 x^2 + b_3 x^3\big),

and interpolates linearly between the grid points. The fitted coefficients are
in `hansen_1997.csv` beside this module: the table of his program, as carried
by the R package strucchange 1.5-3, k = 1..40, 25 values of :math:`\pi_0`.

The bootstrap of `break_test` does not make the table superfluous: the sequential
test of `bai_perron` needs a distribution in every regime of every partition, and
these are the p-values that strucchange and gretl print and the tests compare.

Source: B. E. Hansen (1997), "Approximate asymptotic p values for
structural-change tests", Journal of Business & Economic Statistics 15, 60-67.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np
from scipy import special

from analysis.errors import EstimationError

KINDS = ("sup", "ave", "exp")
LARGEST_K = 40


@lru_cache(maxsize=1)
def _table() -> dict[str, np.ndarray]:
    """Coefficients by kind, shape (40, 25, terms + 1), degrees of freedom last."""
    source = resources.files("analysis.passthrough.stability") / "hansen_1997.csv"
    with source.open(encoding="utf-8") as lines:
        names = next(lines).strip().split(",")
        rows = np.loadtxt(lines, delimiter=",")
    return {
        kind: rows[:, [i for i, name in enumerate(names) if name.startswith(f"{kind}_")]].reshape(
            LARGEST_K, 25, -1
        )
        for kind in KINDS
    }


def hansen_pvalue(statistic: float, kind: str, k: int, trim: float = 0.15) -> float:
    """p-value of a test for one break at an unknown date.

    Parameters
    ----------
    statistic : float
        Wald form: not divided by k. For "exp", :math:`log(mean(exp(W/2)))`.
    kind : {"sup", "ave", "exp"}
    k : int
        Number of coefficients that may break, 1 to 40.
    trim : float
        Share of the sample before the first and after the last candidate date.

    Raises
    ------
    EstimationError
        For k above 40, where no approximation was fitted: use the bootstrap.
    """
    if kind not in KINDS:
        raise EstimationError(f"unknown statistic {kind!r}; choose one of {', '.join(KINDS)}.")
    if not 1 <= k <= LARGEST_K:
        raise EstimationError(
            f"Hansen's approximation covers 1 to {LARGEST_K} breaking coefficients, not {k}. "
            "Use the bootstrap p-value."
        )
    if not 0 < trim <= 0.5:
        raise EstimationError(f"trim is a share between 0 and 0.5, not {trim:g}.")
    table = _table()[kind][k - 1]
    argument = _highest(table[:, :-1], float(statistic))
    p = special.chdtrc(table[:, -1], np.maximum(argument, 0.0))
    known = float(special.chdtrc(k, statistic))
    if trim <= 0.01:
        return float(p[-1])
    if trim >= 0.49:
        # Half the sample on either side leaves one date: an ordinary chi-squared.
        return min(1.0, float(((0.5 - trim) * p[0] + (trim - 0.49) * known) * 100))
    place = (0.49 - trim) * 50
    left = min(int(place), 23)
    return float(p[left] + (place - left) * (p[left + 1] - p[left]))


def _highest(coefficients: np.ndarray, x: float) -> np.ndarray:
    """Largest value on [0, x] of each polynomial, shape (25,).

    Far out some of the fitted cubics turn down: for one coefficient the p-value of
    an average Wald statistic of 120 would be 0.5. A larger statistic cannot have
    the larger p-value, so the highest point counts; where a cubic still rises
    this changes nothing.
    """
    out = np.empty(len(coefficients))
    for row, terms in enumerate(coefficients):
        turns = np.roots(np.polynomial.polynomial.polyder(terms)[::-1])
        turns = turns[np.abs(turns.imag) < 1e-12].real
        at = np.r_[x, turns[(turns > 0) & (turns < x)]]
        out[row] = np.polynomial.polynomial.polyval(at, terms).max()
    return out
