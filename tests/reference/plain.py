"""Plain arithmetic for the second computation of headline numbers: numpy, pandas and scipy, and no line of
the package.

Reading a column, log changes, month dummies by block, least squares with sums of influence terms, and what a
notebook has stored as published. Formulas are written out, so that an error in the package cannot be repeated
here by import.
"""

from __future__ import annotations

import ast
import json
import re
from collections import namedtuple
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from scipy.stats import t as student

ROOT = Path(__file__).resolve().parents[2]
RECORD = "application/papermill.record/text/plain"
BLOCK_YEARS, FIRST_BLOCK, LEAST = 15, 1980, 60
POLICY = ("1980-01", "1999-01", "2013-01")

#: A sum of coefficients, its standard error, degrees of freedom, influence terms and number of rows.
Estimate = namedtuple("Estimate", "value error dof terms rows")


def table(name):
    """A table of facts."""
    return pd.read_csv(ROOT / f"data/facts/{name}.csv")


def facts(name):
    """Values of a table of facts by id."""
    return table(name).set_index("id")["value"]


def column(name, series, freq="M"):
    """A column of a table of series, on every period from its first to its last row."""
    frame = pd.read_csv(ROOT / f"data/series/{name}.csv", index_col=0)
    frame.index = pd.PeriodIndex(frame.index.astype(str), freq=freq)
    return frame[series].reindex(pd.period_range(frame.index[0], frame.index[-1], freq=freq))


def daily_cross(quote, base):
    """Units of `quote` for one of `base` by day, from two rates against the euro."""
    frame = pd.read_csv(ROOT / "data/series/ecb_reference_rates_daily.csv", index_col=0, parse_dates=True)
    euro = frame.assign(EUR=1.0)
    return (euro[quote] / euro[base]).dropna()


def month_means(daily):
    """Means of the days of each month; the last month counts only if its last weekday is in."""
    months = daily.groupby(daily.index.to_period("M")).mean()
    last = months.index[-1]
    weekdays = pd.bdate_range(last.start_time, last.end_time)
    return months if daily.index[-1] >= weekdays[-1] else months.iloc[:-1]


def change(series):
    """100 times the log change from the month before, absent where either month is."""
    return 100 * (np.log(series) - np.log(series.shift(1)))


def lagged(series, lags):
    """A series and its lags, one column each."""
    return pd.concat([series.shift(k) for k in range(lags + 1)], axis=1)


def complete(parts, first=None, last=None):
    """Months in order, within bounds, in which every series and column has a value."""
    return pd.concat(parts, axis=1).sort_index().loc[first:last].dropna().index


def blocks(index, years=BLOCK_YEARS, starts=(), least=LEAST):
    """Number of the block of each row, by years or from first months; one of fewer than `least` rows joins
    its neighbour."""
    block = np.array((index.year - FIRST_BLOCK) // years)
    if starts:
        block = np.searchsorted([pd.Period(start, "M").ordinal for start in starts], index.asi8, side="right")
    while len(set(block)) > 1:
        names, counts = np.unique(block, return_counts=True)
        at = int(np.argmin(counts))
        if counts[at] >= least:
            break
        block[block == names[at]] = names[1] if at == 0 else names[at - 1]
    return block


def seasons(index, kind="blocks"):
    """Columns that span the mean and the months of the year.

    `blocks`, `ten years`, `policy`: one column a month and block, of which lengths differ; `fixed`: one a
    month; `block means`: months fixed, one mean a block; `one mean`: months by block as deviations that sum
    to nought over the year, one constant; `none`: a constant.
    """
    if callable(kind):
        return kind(index)
    month = pd.get_dummies(pd.Series(index.month, index=index), dtype=float)
    if kind == "none":
        return pd.DataFrame({"constant": 1.0}, index=index)
    if kind == "fixed":
        return month
    block = blocks(index, *((10,) if kind == "ten years" else ()), starts=POLICY if kind == "policy" else ())
    if kind == "one mean":
        deviations = month.iloc[:, 1:].sub(month.iloc[:, 0], axis=0)
        parts = [deviations.mul((block == name).astype(float), axis=0) for name in np.unique(block)]
        return pd.concat([pd.Series(1.0, index, name="constant"), *parts], axis=1)
    if kind == "block means":
        return pd.concat(
            [month, pd.get_dummies(pd.Series(block, index=index), dtype=float).iloc[:, 1:]], axis=1
        )
    return pd.get_dummies(
        pd.Series([f"{b}-{m}" for b, m in zip(block, index.month, strict=True)], index=index), dtype=float
    )


def least_squares(y, x, weights, scaled=True):
    """Weighted sum of the slopes and its influence terms w'(X'X)^-1 x_t u_t, residuals over one less their
    leverage.

    Cosine covariance: the mean square of the influence terms times sqrt(2) cos(pi j (t - 1/2) / n), j = 1 to
    floor(0.4 n^(2/3)); Student's t with as many degrees of freedom.
    """
    y, x = np.asarray(y, float), np.asarray(x, float)
    inverse = np.linalg.inv(x.T @ x)
    slopes = inverse @ x.T @ y
    residual = (y - x @ slopes) * (unleveraged(x, inverse) if scaled else ~alone(x, inverse))
    return cosine(float(weights @ slopes), (x @ inverse @ weights) * residual, len(y))


def alone(x, inverse):
    """Rows that are fitted exactly, such as that of a tax step: they say nothing."""
    return np.einsum("ij,jk,ik->i", x, inverse, x) > 1 - 1e-8


def unleveraged(x, inverse):
    """One over one less the leverage of each row; nought where the row is alone."""
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    without = alone(x, inverse)
    return np.where(without, 0.0, 1 / np.where(without, 1.0, 1 - leverage))


def cosines(rows):
    """The cosines of the equal-weighted variance, one row each: floor(0.4 n^(2/3)) of them."""
    waves = int(0.4 * rows ** (2 / 3))
    time = (np.arange(1, rows + 1) - 0.5) / rows
    return np.sqrt(2) * np.cos(np.pi * np.outer(np.arange(1, waves + 1), time))


def welch(later, earlier):
    """Error and degrees of freedom of a difference of estimates on other rows, each (error, dof): variances
    add, degrees of freedom after Welch and Satterthwaite."""
    (one, its), (other, others) = later, earlier
    error = np.hypot(one, other)
    return error, error**4 / (one**4 / its + other**4 / others)


def cosine(value, terms, rows):
    """An estimate from its influence terms, with the equal-weighted cosine variance."""
    sums = cosines(rows) @ terms
    return Estimate(value, float(np.sqrt(np.mean(np.square(sums)))), len(sums), terms, rows)


def less(one, other):
    """One estimate less another on the same rows, with their joint covariance."""
    return cosine(one.value - other.value, one.terms - other.terms, one.rows)


def apart(later, earlier):
    """One estimate less another on other rows."""
    error, dof = welch((later.error, later.dof), (earlier.error, earlier.dof))
    return Estimate(later.value - earlier.value, error, dof, None, None)


def interval(estimate, level=0.95):
    """Estimate, low and high."""
    half = student.ppf(0.5 + level / 2, estimate.dof) * estimate.error
    return estimate.value, estimate.value - half, estimate.value + half


def found(estimate, level=0.95):
    """The effect that the two-sided test would find four times in five."""
    return (student.ppf(0.5 + level / 2, estimate.dof) + norm.ppf(0.8)) * estimate.error


def p_zero(estimate):
    """Two-sided p-value of no effect."""
    return 2 * student.sf(abs(estimate.value) / estimate.error, estimate.dof)


def holm(p):
    """Holm's adjusted p-values, in the order given."""
    order = np.argsort(p)
    steps = np.maximum.accumulate((len(p) - np.arange(len(p))) * np.asarray(p)[order])
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, steps)
    return adjusted


def design(price, rate, foreign, lags, first, last, steps=(), kind="blocks", weights=None):
    """Prices, regressors and weights of the sum, for `fixed` and `free`, on the rows that are complete with
    foreign prices in."""
    rates, others = lagged(rate, lags), [lagged(one, lags) for one in foreign]
    rows = complete([price, rates, *others], first, last)
    jumps = [np.asarray(rows == pd.Period(s, "M"), float) for s in steps if pd.Period(s, "M") in rows]
    made = {}
    for name, used in (("fixed", others), ("free", [])):
        parts = [rates.loc[rows], *[one.loc[rows] for one in used], seasons(rows, kind)]
        x = np.column_stack([np.hstack([part.to_numpy() for part in parts]), *jumps])
        chosen = np.zeros(x.shape[1])
        chosen[: lags + 1] = 1.0 if weights is None else weights
        made[name] = price.loc[rows].to_numpy(), x, chosen
    return made


def long_run(price, rate, foreign, lags, first, last, steps=(), kind="blocks", scaled=True, weights=None):
    """Estimands `fixed`, `free` and `through` (free less fixed): sums of the lags of the rate on one set of
    rows.

    Prices, rate and foreign prices are changes. `weights` (of the lags) in place of ones gives another
    horizon or a part of the path.
    """
    pieces = design(price, rate, foreign, lags, first, last, steps, kind, weights)
    made = {name: least_squares(*piece, scaled) for name, piece in pieces.items()}
    return made | {"through": less(made["free"], made["fixed"])}


def without_steps(level, rate, months, first, last):
    """A price level less its steps in some months: dummies of a distributed lag of twelve months, without
    seasons."""
    x = pd.concat([pd.Series(1.0, level.index), lagged(rate, 12).reindex(level.index)], axis=1)
    dummies = pd.DataFrame({m: (level.index == pd.Period(m, "M")).astype(float) for m in months}, level.index)
    rows = complete([change(level), x], first, last)
    full = np.hstack([x.loc[rows].to_numpy(), dummies.loc[rows].to_numpy()])
    steps = np.linalg.lstsq(full, change(level).loc[rows].to_numpy(), rcond=None)[0][-len(months) :]
    return level * np.exp(-(dummies.to_numpy() @ steps).cumsum() / 100)


def end_of_sample(price, regressors, kind, first, last, date):
    """What rows from a date on leave unexplained by the rows before, and the share of earlier stretches as
    large.

    An earlier stretch of m rows is judged by the rows before the date without the first half of it (Andrews
    2003).
    """
    rows = complete([price, *regressors], first, last)
    x = np.hstack([*[part.loc[rows].to_numpy() for part in regressors], seasons(rows, kind).to_numpy()])
    y, n = price.loc[rows].to_numpy(), int((rows < pd.Period(date, "M")).sum())
    m = len(y) - n
    excess = (y[n:] - x[n:] @ np.linalg.lstsq(x[:n], y[:n], rcond=None)[0]).sum()
    gram, score, earlier = x[:n].T @ x[:n], x[:n].T @ y[:n], []
    for start in range(n - m + 1):
        out, block = slice(start, start + (m + 1) // 2), slice(start, start + m)
        slopes = np.linalg.solve(gram - x[out].T @ x[out], score - x[out].T @ y[out])
        earlier.append((y[block] - x[block] @ slopes).sum())
    return excess, float(np.mean(np.abs(earlier) >= abs(excess))), len(earlier)


def stored(page):
    """Keys and values that the stored outputs of a notebook publish."""
    notebook = json.loads((ROOT / f"chapters/{page}.ipynb").read_text(encoding="utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    records = {
        o["metadata"]["scrapbook"]["name"]: o["data"][RECORD] for o in outputs if RECORD in o.get("data", {})
    }
    return {key: str(ast.literal_eval(text)) for key, text in records.items()}


def numbers(text):
    """Numbers of '0.93 percent (95 % interval 0.75 to 1.11)' without the level, each with its printed
    decimals."""
    text = re.sub(r"9[05] %", "", text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " "))
    return [(float(n), len(n.partition(".")[2])) for n in re.findall(r"-?\d+(?:\.\d+)?", text)]


def agrees(text, *values):
    """Assert that the first numbers of a published text are these, to the digits that it prints."""
    shown = numbers(text)[: len(values)]
    assert len(shown) == len(values), (text, values)
    for (number, digits), value in zip(shown, values, strict=True):
        assert number == pytest.approx(value, rel=0, abs=0.5 * 10.0**-digits + 1e-9), (text, values)
