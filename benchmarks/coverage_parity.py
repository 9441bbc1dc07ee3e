r"""Size and power of tests of uncovered parity, when windows overlap and the differential hardly moves.

    python benchmarks/coverage_parity.py --replications 2000

Over one month

.. math:: \Delta s_{t+1} = \beta d_t + \epsilon_{t+1}, \qquad d_t = \rho d_{t-1} + v_t,

with d the differential of one month, whose standard deviation of 0.15 per cent and
autocorrelation of 0.98 are about those of US less Japanese three-month rates, and
:math:`\epsilon` of standard deviation 2.5 per cent. The rate of k months is the sum
of the expected rates of one, :math:`x_t = d_t (1 - \rho^k)/(1 - \rho)`, so that the
slope of :math:`s_{t+k} - s_t` on it is :math:`\beta` at every horizon. Shocks to d
may go with shocks to s: a rise of the differential that moves the currency at once
is what biases the slope (Stambaugh 1999).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.currency.overlap import hodrick, overlap_covariance
from analysis.passthrough.currency.predictor import predictor

METHODS = ("ewc", "fixed-b", "newey-west", "hodrick", "hc1")
#: Test of a slope of 1 from the regression of one month, whatever the horizon.
SINGLE = ("IVX, one month", "least squares, one month")
DIFFERENTIAL, SHOCK = 0.15, 2.5
BURN = 400


def draw(
    rng: np.random.Generator, months: int, *, rho: float, correlation: float, slope: float, days: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Log spot rate in per cent and differential of one month, each of length `months`.

    With `days` above 1 the spot rate is the mean of that many days, as in most published monthly series: its
    changes are then autocorrelated although those of the days are not (Working 1960).
    """
    length = months + BURN
    v, own = rng.standard_normal((2, length))
    differential = DIFFERENTIAL * np.sqrt(1 - rho**2) * lfilter([1.0], [1.0, -rho], v)
    shock = SHOCK * (correlation * v + np.sqrt(1 - correlation**2) * own)
    drift = np.r_[0.0, slope * differential[:-1]]
    if days == 1:
        return (drift + shock)[BURN:].cumsum(), differential[BURN:]
    # Days that add up to the month's shock: noise of their own, tied down at the end of the month.
    noise = SHOCK / np.sqrt(days) * rng.standard_normal((length, days))
    daily = noise + (drift + shock - noise.sum(axis=1))[:, None] / days
    return daily.cumsum().reshape(length, days).mean(axis=1)[BURN:], differential[BURN:]


def rejections(
    rng: np.random.Generator,
    replications: int,
    *,
    months: int = 300,
    horizon: int = 12,
    rho: float = 0.98,
    correlation: float = 0.0,
    slope: float = 1.0,
    days: int = 1,
    methods: tuple[str, ...] = METHODS,
    level: float = 0.05,
) -> dict[str, float]:
    """Share of samples in which a slope of 1 is rejected at `level`, by method.

    The size of each test where `slope` is 1, its power elsewhere. "bias" is the
    mean estimate less `slope`, "spread" its standard deviation.
    """
    share = (1 - rho**horizon) / (1 - rho) if rho < 1 else float(horizon)
    rows = np.arange(months - horizon)
    hits = np.zeros((replications, len(methods) + len(SINGLE)))
    estimate = np.empty(replications)
    for r in range(replications):
        spot, single = draw(rng, months, rho=rho, correlation=correlation, slope=slope, days=days)
        x = share * single
        X = np.column_stack([np.ones(len(rows)), x[rows]])
        regression = fit(spot[rows + horizon] - spot[rows], X, ("constant", "differential"))
        estimate[r] = regression.beta[1]
        for m, method in enumerate(methods):
            if method == "hodrick":
                steps = np.r_[np.nan, np.diff(spot) - x[:-1] / horizon]
                result = hodrick(regression, steps - np.nanmean(steps), rows, horizon)
            elif method == "hc1":
                result = covariance(regression, method)
            else:
                result = overlap_covariance(regression, method, horizon)
            statistic = (estimate[r] - 1) / np.sqrt(result.matrix[1, 1])
            hits[r, m] = abs(statistic) > result.critical.value(1 - level)
        month = predictor(np.diff(spot), single)
        hits[r, -2] = month.wald(1.0)[1] < level
        hits[r, -1] = abs(month.slope - 1) > 1.959964 * month.std_error
    rates = dict(zip((*methods, *SINGLE), hits.mean(axis=0).tolist(), strict=True))
    return rates | {"bias": float(estimate.mean() - slope), "spread": float(estimate.std())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--months", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for label, options in {
        "size, k = 12": dict(),
        "size, k = 12, shocks correlated -.3": dict(correlation=-0.3),
        "size, k = 12, shocks correlated -.9": dict(correlation=-0.9),
        "size, k = 3": dict(horizon=3),
        "size, k = 3, shocks correlated -.3": dict(horizon=3, correlation=-0.3),
        "size, k = 1": dict(horizon=1),
        "size, k = 36": dict(horizon=36),
        "size, k = 3, monthly means": dict(horizon=3, days=21),
        "size, k = 12, monthly means": dict(days=21),
        "power against slope -1, k = 12": dict(slope=-1.0),
        "power against slope -1, k = 3": dict(slope=-1.0, horizon=3),
    }.items():
        rates = rejections(
            np.random.default_rng(arguments.seed), arguments.replications, months=arguments.months, **options
        )
        print(label + ": " + ", ".join(f"{name} {rate:.3f}" for name, rate in rates.items()), flush=True)
    print(f"{arguments.replications} replications, {arguments.months} months")


if __name__ == "__main__":
    main()
