"""Size and power of the tests around dates: official operations, and announcements.

    python benchmarks/coverage_events.py

Operations. Daily returns have volatility that clusters (GARCH(1,1) with 0.08 and 0.90, 0.6 % a day on
average) and no drift. The authorities begin an episode of one to five days the sooner the more the rate has
fallen over five days (or risen: then they sell), which is leaning against the wind, with amounts that are
log-normal, so that a few days carry most of them. An operation moves the rate by `effect` per cent per unit
on its day, for good. With `same_day` they also see that share of the day's own return before they act: the
part of the simultaneity that no control for the past can take out.

Announcements. Returns of twelve currencies have two common factors and the same volatility clustering;
three dates are announced at random, at least 15 days apart; `effect` is the move of the currency looked at
on each of these days, in standard deviations of its own idiosyncratic return.

Every function takes the number of replications; rates have a Monte Carlo error of sqrt(r (1 - r) /
replications).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from analysis.passthrough.core.multiple_testing import romano_wolf
from analysis.passthrough.core.randomisation import critical_value, pvalues, rotations
from analysis.passthrough.events.flow_projection import FlowPlan, project
from analysis.passthrough.events.market_model import (
    Window,
    abnormal,
    cumulated,
    members,
)
from analysis.passthrough.events.operations import Operations

HORIZONS = (0, 5, 20)


def volatility(rng: np.random.Generator, days: int) -> tuple[np.ndarray, np.ndarray]:
    """GARCH(1,1) standard deviations with mean square 1, and the innovations that made them."""
    e, s2 = rng.standard_normal(days), np.ones(days)
    for t in range(1, days):
        s2[t] = 0.02 + (0.08 * e[t - 1] ** 2 + 0.90) * s2[t - 1]
    return np.sqrt(s2), e


def market(
    rng: np.random.Generator, days: int, effect: float = 0.0, same_day: float = 0.0, rate: float = 0.012
) -> tuple[np.ndarray, np.ndarray]:
    """Returns (per cent) and net purchases by day."""
    sd, e = volatility(rng, days)
    r, z = 0.6 * sd * e, np.zeros(days)
    start, chance, left, sign = rng.random(days), rng.lognormal(0.0, 1.0, days), 0, 1.0
    # What the authorities see of each day: its past week, and a part of the day itself.
    week = lfilter(np.ones(5), [1.0], np.r_[0.0, r[:-1]]) + 5 * same_day * r
    for t in range(60, days - 30):
        if left == 0 and start[t] < rate * np.exp(min(abs(week[t]) - 1.0, 3.0)):
            left, sign = int(rng.integers(1, 6)), -np.sign(week[t])
        if left:
            z[t], left = sign * chance[t], left - 1
    return r + effect * z, z


def flow(
    rng: np.random.Generator,
    replications: int,
    *,
    days: int = 1500,
    effect: float = 0.0,
    same_day: float = 0.0,
    shock: str = "residual",
    placebo: int = 199,
) -> pd.DataFrame:
    """Rejection of no response and coverage of `effect` at 5 %, by horizon, of HC3 and of the placebo dates.

    The response that is covered is that per unit on the day; at later horizons it holds the days of the
    episode that follow, so coverage of an effect other than zero is for horizon 0 only.
    """
    rows = []
    index = pd.bdate_range("2000-01-03", periods=days)
    for _ in range(replications):
        r, z = market(rng, days, effect, same_day)
        plan = FlowPlan(
            levels=pd.Series(np.exp(np.cumsum(r) / 100), index), returns=np.r_[np.nan, r[1:]],
            inside=np.ones(days, bool), before=np.arange(-3, -1), after=np.array(HORIZONS),
            lags=5, trend=20, gap=5, placebo=placebo, matches=50, direction="both", merge=False,
        )  # fmt: skip
        run = project(plan, Operations(z, "unit", False, 0, (), {}), shock, rng)
        found = run.covariance(plan.post)
        estimate, draws = run.response.estimate[plan.post], run.draws[:, plan.post]
        error = np.sqrt(np.diag(found.matrix))
        half = critical_value(draws, 0.95)
        rows.append(
            [
                estimate,
                np.abs(estimate) > found.critical.value(0.95) * error,
                np.abs(estimate) > half,
                np.abs(estimate - effect) <= found.critical.value(0.95) * error,
                np.abs(estimate - effect) <= half,
            ]
        )
    names = ["mean", "rejected_normal", "rejected_placebo", "covered_normal", "covered_placebo"]
    return pd.DataFrame(np.mean(rows, axis=0).T, index=pd.Index(HORIZONS, name="horizon"), columns=names)


def announcements(
    rng: np.random.Generator,
    replications: int,
    *,
    days: int = 700,
    currencies: int = 12,
    effect: float = 0.0,
    factors: int = 2,
    windows: tuple[tuple[int, int], ...] = ((0, 0), (0, 4)),
) -> dict[str, float]:
    """Rejection rates: at 5 % among dates and of the family by Romano-Wolf, at 1/N among currencies.

    "family" is the share of samples with at least one adjusted rejection: the family-wise error under the
    null.
    """
    window = Window(estimation=120, gap=10, first=0, last=max(b for _, b in windows))
    hits = []
    for _ in range(replications):
        returns, events = panel(rng, days, currencies, effect)
        possible = np.arange(window.before + 1, days - window.last)
        part = members(returns, possible, window, [], 0.0)
        path, error = abnormal(returns, 0, possible, part, window, factors)
        widths = np.sqrt([b - a + 1 for a, b in windows])
        scaled = cumulated(path, windows, 0) / (error[:, None] * widths)
        statistics = scaled[np.searchsorted(possible, events)]
        draws = scaled[rotations(possible, events, 0, window.last)].reshape(-1, statistics.size)
        p = pvalues(statistics.ravel(), draws).reshape(statistics.shape)
        adjusted = romano_wolf(statistics.ravel(), draws)
        first = np.abs(_everyone(returns, events[0], part[0], window, factors))
        hits.append([p[0, 0] <= 0.05, p[0, -1] <= 0.05, adjusted.min() <= 0.05, first.argmax() == 0])
    names = ("date, first window", "date, last window", "family", "largest of the currencies")
    return dict(zip(names, np.mean(hits, axis=0).tolist(), strict=True))


def panel(
    rng: np.random.Generator, days: int, currencies: int, effect: float
) -> tuple[np.ndarray, np.ndarray]:
    """Returns (T, N) with the currency looked at in column 0, and three announcement rows."""
    common = rng.standard_normal((days, 2)) @ rng.standard_normal((2, currencies)) * 0.3
    own = np.column_stack([np.multiply(*volatility(rng, days)) for _ in range(currencies)]) * 0.5
    spaced = np.sort(rng.choice(np.arange(160, days - 20, 15), 3, replace=False))
    own[spaced, 0] += 0.5 * effect * rng.choice([-1.0, 1.0], 3)
    return common + own, spaced


def _everyone(returns: np.ndarray, row: int, part: np.ndarray, window: Window, factors: int) -> np.ndarray:
    out = []
    for column in range(returns.shape[1]):
        path, error = abnormal(returns, column, np.array([row]), part[None], window, factors)
        out.append(path[0, 0] / error[0])
    return np.array(out)


if __name__ == "__main__":
    pd.set_option("display.width", 120)
    for label, options in {
        "operations without effect": dict(),
        "operations without effect, raw": dict(shock="raw"),
        "operations, effect 0.1": dict(effect=0.1),
        "operations, effect 0.2": dict(effect=0.2),
        "operations without effect, a tenth of the day seen": dict(same_day=0.1),
        "operations, effect 0.2, a tenth of the day seen": dict(effect=0.2, same_day=0.1),
    }.items():
        print(label, flow(np.random.default_rng(1), 500, **options).round(3), sep="\n", flush=True)
    for size in (0.0, 2.0, 3.0, 4.0):
        print(
            f"announcements, effect {size:g}",
            announcements(np.random.default_rng(1), 500, effect=size),
            flush=True,
        )
