"""By how many of the stated alternatives complete pass-through at the dock is rejected, every one computed
again."""

import numpy as np
import pandas as pd
import pytest
from plain import (
    agrees,
    blocks,
    change,
    column,
    complete,
    cosine,
    interval,
    lagged,
    least_squares,
    long_run,
    seasons,
    stored,
)
from statsmodels.tsa.seasonal import STL
from test_headlines_japan import BOJ, FIRST, LAST, WORLD, equation, price, yen


def world(name="index_total"):
    return change(column(WORLD, name))


def smooth(index):
    """A constant, and months less the base month times one and two cosines of time."""
    month = pd.get_dummies(pd.Series(index.month, index=index), dtype=float)
    time = (index.asi8 - index.asi8[0] + 0.5) / (index.asi8[-1] - index.asi8[0] + 1)
    effects = month.iloc[:, 1:].sub(month.iloc[:, 0], axis=0)
    parts = [effects.mul(np.cos(np.pi * wave * time), axis=0) for wave in range(3)]
    return pd.concat([pd.Series(1.0, index, name="constant"), *parts], axis=1)


def block_means(index):
    return pd.get_dummies(pd.Series(blocks(index), index), dtype=float)


def filtered():
    """The price less its seasonal by STL on its log, period 12 and span 13, over the months that are used."""
    log = np.log(column(BOJ, "cgpi_import_yen").dropna()[:LAST])
    seasonal = STL(log.to_numpy(), period=12, seasonal=13).fit().seasonal
    moved = change(np.exp(log - seasonal))
    return long_run(moved, yen(), [world()], 12, FIRST, LAST, kind=block_means)["fixed"]


def own_lags():
    """Multiplier to twelve months with twelve lags of the price itself; delta method on the influence of
    every slope."""
    rates, others, past = lagged(yen(), 12), lagged(world(), 12), lagged(price("import_yen"), 12).iloc[:, 1:]
    rows = complete([price("import_yen"), past, rates, others], FIRST, LAST)
    x = np.hstack([rates.loc[rows], past.loc[rows], others.loc[rows], seasons(rows)])
    y = price("import_yen").loc[rows].to_numpy()
    slopes = np.linalg.solve(x.T @ x, x.T @ y)

    def multiplier(b):
        path = []
        for h in range(13):
            path.append(b[h] + sum(b[13 + k] * path[h - 1 - k] for k in range(min(h, 12))))
        return sum(path)

    gradient = np.zeros(len(slopes))
    for place in range(25):
        step = np.zeros(len(slopes))
        step[place] = 1e-6
        gradient[place] = (multiplier(slopes + step) - multiplier(slopes - step)) / 2e-6
    return cosine(multiplier(slopes), least_squares(y, x, gradient).terms, len(y))


def bartlett(estimate, lag, critical):
    """Interval from the influence terms with Bartlett weights up to `lag`."""
    u, total = estimate.terms, estimate.terms @ estimate.terms
    total += 2 * sum((1 - k / (lag + 1)) * (u[k:] @ u[:-k]) for k in range(1, lag + 1))
    half = critical * np.sqrt(total)
    return estimate.value, estimate.value - half, estimate.value + half


def every_interval():
    """Estimate, low and high, foreign prices fixed; the old equation has none and is only read free."""
    cosines = {
        "fixed months": equation("import_yen", kind="fixed"),
        "fixed months, block means": equation("import_yen", kind="block means"),
        "one mean": equation("import_yen", kind="one mean"),
        "ten-year blocks": equation("import_yen", kind="ten years"),
        "policy periods": equation("import_yen", kind="policy"),
        "smooth months": equation("import_yen", kind=smooth),
        "oil": equation("import_yen", foreign=[world("crude_oil")]),
        "energy and other": equation(
            "import_yen", foreign=[world("index_energy"), world("index_non_energy")]
        ),
        "contract price": equation("import_yen", foreign=[change(column(BOJ, "cgpi_import_contract"))]),
        "dollar": equation("import_yen", rate=change(column("fred_md", "EXJPUSx"))),
        "from 1999": equation("import_yen", first="1999-01"),
        "from 2013": equation("import_yen", first="2013-01"),
        "to 2012": equation("import_yen", last="2012-12"),
        "to 2019": equation("import_yen", last="2019-12"),
        "last ten years": equation("import_yen", first="2016-09"),
        "plain cosines": equation("import_yen", scaled=False),
    }
    found = {name: interval(made["fixed"]) for name, made in cosines.items()}
    plain = cosines["plain cosines"]["fixed"]
    found |= {"filtered price": interval(filtered()), "own lags": interval(own_lags())}
    b = int(1.3 * plain.rows**0.5) / plain.rows
    fixed_b = (
        1.9600 + 2.9694 * b + 0.4160 * b**2 - 0.5324 * b**3
    )  # Kiefer and Vogelsang (2005), Bartlett, 97.5 %
    found |= {
        "newey-west": bartlett(plain, 12, 1.959964),
        "fixed-b": bartlett(plain, int(1.3 * plain.rows**0.5), fixed_b),
    }
    old = equation("import_yen", foreign=[], kind="fixed", scaled=False)["free"]
    return found | {"old equation": interval(old)}


@pytest.fixture(scope="module")
def shown():
    return stored("japan")


def test_alternatives_that_reject_complete_pass_through_at_the_dock(shown):
    found = every_interval()
    below = [name for name, (_, low, high) in found.items() if low > 0 and high < 1]
    agrees(shown["japan_import_alternatives"], len(found))
    agrees(shown["japan_import_turned"], len(below))
    assert {
        name.strip("“” ") for name in shown["japan_import_turn"].replace(" and ", ", ").split(",")
    } == set(below)
