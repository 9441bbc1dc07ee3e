"""Size of the placebo-date test, coverage of its band, size of forecast tests, coverage of currency shares.

    python benchmarks/write_coverage.py "placebo dates" "forecast tests" "currency shares"

Placebo dates: the gap is a random walk of 77 months whose changes have variance 1; the contrasts are those of
the cars and of their parts, by base and window. Overlapping windows leave few that are apart, which is
what could spoil the size. Forecast tests: squared errors of two unrelated forecasts 12 months ahead (moving
averages of order 11), and expanding-window regressions of the h-month change of a random walk on one useless
predictor, nested in a constant. Power of Clark-West: consumer prices less fresh food made from their own
twelve lags and month means, with errors drawn from the estimated ones and the actual path of the yen adding
its effect evenly over 24 months; models, origins and horizons of the book. Currency shares: two rates with
correlation 0.6 and monthly changes of 2 percent, indexes rounded to 0.1 as published; the yen's share in the
base year, and its mean at current exchange rates.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.signal import lfilter

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.randomisation import critical_value, pvalues
from analysis.passthrough.forecasts import yen
from analysis.passthrough.forecasts.accuracy import clark_west, diebold_mariano
from analysis.passthrough.forecasts.direct import direct_forecasts
from analysis.passthrough.invoicing.currency_shares import currency_shares
from analysis.passthrough.tariffs.placebos import Contrast

MONTHS = pd.period_range("2020-01", periods=77, freq="M")
RISE, LATER = ("2025-04", "2025-08"), ("2025-10", "2026-05")
#: Base, window and last placebo month of each contrast of the page on cars, by design.
WINDOWS = {
    "5 months after the base": ("2025-03", RISE, "2025-03"),
    "months 7 to 14 after the base": ("2025-03", LATER, "2025-03"),
    "months 2 to 9 after the base": ("2025-08", LATER, "2025-03"),
    "months 2 to 6 after an earlier base": ("2025-02", RISE, "2025-03"),
    "months 8 to 15 after an earlier base": ("2025-02", LATER, "2025-03"),
    "5 months after a base of twelve": (("2024-04", "2025-03"), RISE, "2025-03"),
    "months 7 to 14 after a base of twelve": (("2024-04", "2025-03"), LATER, "2025-03"),
    "parts, 4 months after the base": ("2025-04", ("2025-05", "2025-08"), "2025-04"),
    "parts, months 2 to 9 after the base": ("2025-08", LATER, "2025-04"),
    "parts, months 6 to 13 after the base": ("2025-04", LATER, "2025-04"),
}


def placebo_dates(design: str, rng: np.random.Generator, replications: int) -> dict[str, float]:
    """Size at 5 percent, and coverage of the 95 percent band of an effect: all random walks at once.

    The band holds the effect where the contrast without it is within the critical value, which lies before
    the change, so that coverage is one less the size.
    """
    base, window, last = WINDOWS[design]
    base = (base, base) if isinstance(base, str) else base
    place = {month: i for i, month in enumerate(MONTHS.astype(str))}
    contrast = Contrast(*(place[month] for month in (*base, *window)))
    gaps = np.cumsum(rng.standard_normal((replications, len(MONTHS))), axis=1).T
    shifts = contrast.shifts(0, place[last])
    draws = np.array([contrast.values(gaps, shift) for shift in shifts])
    found = contrast.values(gaps, 0)
    return {
        "size": float(np.mean(pvalues(found, draws) <= 0.05 + 1e-12)),
        "coverage": float(np.mean(np.abs(found) <= critical_value(draws, 0.95))),
    }


def equal_accuracy(forecasts: int, rng: np.random.Generator, replications: int) -> dict[str, float]:
    """Size of three Diebold-Mariano tests of two unrelated 12-month forecasts."""
    hits = dict.fromkeys(("rectangular", "bartlett", "fixed-b"), 0)
    for _ in range(replications):
        e = [np.convolve(z, np.ones(12), "valid") for z in rng.standard_normal((2, forecasts + 11))]
        for name in hits:
            hits[name] += diebold_mariano(e[0], e[1], horizon=12, kernel=name).pvalue < 0.05
    return {name: count / replications for name, count in hits.items()}


def useless_predictor(horizon: int, rng: np.random.Generator, replications: int) -> float:
    """Size of Clark-West with 240 months, forecasts from month 120 on; the predictor has autocorrelation
    0.9."""
    months, hits = pd.period_range("2000-01", periods=240, freq="M"), 0
    for _ in range(replications):
        price = pd.Series(np.exp(np.cumsum(rng.standard_normal(240)) / 100), months)
        x, noise = np.zeros(240), rng.standard_normal(240)
        for t in range(1, 240):
            x[t] = 0.9 * x[t - 1] + noise[t]
        X = pd.DataFrame({"x": x}, months)
        errors = [
            direct_forecasts(
                name="m", target=price, predictors=Z, horizon=horizon, first_origin="2010-01"
            ).error.to_numpy()
            for Z in (X.iloc[:, :0], X)
        ]
        hits += clark_west(*errors).pvalue < 0.05
    return hits / replications


def yen_adds(effect: float, rng: np.random.Generator, replications: int) -> dict[int, float]:
    """Share of made consumer prices in which Clark-West finds the yen, by horizon; `effect` is its sum over
    24 months."""
    level, lags = yen.targets()["consumer prices"], 12
    changes = 100 * np.log(level).diff().dropna()
    season = changes.groupby(changes.index.month).transform("mean").to_numpy()
    left = changes.to_numpy() - season
    X = np.column_stack([left[lags - k : len(left) - k] for k in range(1, lags + 1)])
    rho = np.linalg.lstsq(X, left[lags:], rcond=None)[0]
    errors = left[lags:] - X @ rho
    moved = 100 * np.log(yen.data.load("jp_neer_inverse")).diff().reindex(changes.index).fillna(0.0)
    added = np.convolve(moved, np.r_[0.0, np.full(24, effect / 24)])[: len(moved)]
    hits = dict.fromkeys(yen.HORIZONS, 0)
    for _ in range(replications):
        own = lfilter([1.0], np.r_[1.0, -rho], rng.choice(errors, len(left)))
        price = pd.Series(np.exp(np.cumsum(own + season + added) / 100), changes.index)
        for h in hits:
            made = yen.models(price, h)
            small, large = (
                direct_forecasts(
                    name=name,
                    target=price,
                    predictors=made[name],
                    horizon=h,
                    first_origin=yen.FIRST_ORIGIN,
                    sample=(yen.START, None),
                ).error.to_numpy()
                for name in ("own", "yen")
            )
            hits[h] += clark_west(small, large).pvalue < 0.05
    return {h: count / replications for h, count in hits.items()}


def known_shares(
    shares: tuple[float, float], rng: np.random.Generator, replications: int, draws: int = 199
) -> dict[str, float]:
    """Coverage of the interval of the yen's share by the block bootstrap, by form."""
    covered = dict.fromkeys(("current", "base"), 0)
    for _ in range(replications):
        steps = rng.multivariate_normal([0, 0], 0.02**2 * np.array([[1, 0.6], [0.6, 1]]), len(MONTHS) - 1)
        paths = np.exp(np.vstack([[0, 0], np.cumsum(steps, axis=0)]))
        rates = pd.DataFrame(paths / paths[:12].mean(axis=0), MONTHS, columns=["dollar", "euro"])
        contract = pd.DataFrame(
            100 * np.exp(np.cumsum(rng.normal(0, 0.01, (len(MONTHS), 1)), axis=0)), MONTHS
        )
        ratio = 1 - sum(shares) + rates @ shares
        yen, own, seed = contract.mul(ratio, axis=0), 1 - sum(shares), int(rng.integers(2**31))
        truth = {"current": (own / ratio).mean(), "base": own}
        for form, value in truth.items():
            found = currency_shares(
                yen.round(1),
                contract.round(1),
                rates=rates,
                form=form,
                draws=draws,
                rng=np.random.default_rng(seed),
            ).interval()
            covered[form] += found[("yen", "low")].iloc[0] <= value <= found[("yen", "high")].iloc[0]
    return {form: count / replications for form, count in covered.items()}
