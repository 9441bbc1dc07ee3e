"""Headline numbers of the pass-through pages against a second computation that shares no code with the package.

It reads the CSV files with pandas, builds the equations of `specification` and `specification_tariffs` with numpy alone,
and compares with what the notebooks have stored as published. An error in how a chapter loads, aligns or names its
series shows here, where the oracles of the estimators cannot see it.
"""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

ROOT = Path(__file__).resolve().parents[2]
RECORD = "application/papermill.record/text/plain"
BLOCK_YEARS, FIRST_BLOCK, LEAST = 15, 1980, 60


def column(table, name):
    frame = pd.read_csv(ROOT / f"data/series/{table}.csv", index_col=0)
    frame.index = pd.PeriodIndex(frame.index, freq="M")
    series = frame[name]
    return series.reindex(pd.period_range(series.index[0], series.index[-1], freq="M"))


def change(series):
    """100 times the log change from the month before, absent where either month is."""
    return 100 * (np.log(series) - np.log(series.shift(1)))


def lagged(series, lags):
    return pd.concat([series.shift(k) for k in range(lags + 1)], axis=1)


def dummies(index):
    """One column a month of the year and block of fifteen years; a block of fewer than 60 rows joins its neighbour."""
    block = (index.year - FIRST_BLOCK) // BLOCK_YEARS
    block = np.array(block)
    while len(set(block)) > 1:
        names, counts = np.unique(block, return_counts=True)
        at = int(np.argmin(counts))
        if counts[at] >= LEAST:
            break
        block[block == names[at]] = names[1] if at == 0 else names[at - 1]
    cell = [f"{b}-{m}" for b, m in zip(block, index.month, strict=True)]
    return pd.get_dummies(pd.Series(cell, index=index), dtype=float)


def long_run(price, rate, foreign, lags, first, last, steps=()):
    """Sum of the lags of the rate with its 95 % cosine interval, residuals divided by one less their leverage.

    Both estimands use the rows that are complete with the foreign prices in.
    """
    rates, others = lagged(rate, lags), [lagged(one, lags) for one in foreign]
    rows = pd.concat([price, rates, *others], axis=1).loc[first:last].dropna().index
    jumps = pd.DataFrame({s: (rows == pd.Period(s, "M")).astype(float) for s in steps}, index=rows)
    fixed_part = [dummies(rows).to_numpy(), jumps.to_numpy()]
    found = {}
    for name, used in (("fixed", others), ("free", [])):
        x = np.hstack([rates.loc[rows].to_numpy(), *[one.loc[rows].to_numpy() for one in used], *fixed_part])
        y, n = price.loc[rows].to_numpy(), len(rows)
        inverse = np.linalg.inv(x.T @ x)
        slopes = inverse @ x.T @ y
        leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
        alone = leverage > 1 - 1e-8  # the row of a tax step is fitted exactly and says nothing
        scaled = np.where(alone, 0.0, (y - x @ slopes) / np.where(alone, 1.0, 1 - leverage))
        score = (x @ inverse[:, : lags + 1].sum(axis=1)) * scaled
        waves = int(0.4 * n ** (2 / 3))
        time = (np.arange(1, n + 1) - 0.5) / n
        sums = [np.sqrt(2) * np.cos(np.pi * j * time) @ score for j in range(1, waves + 1)]
        half = student.ppf(0.975, waves) * np.sqrt(np.mean(np.square(sums)))
        sum_of_lags = slopes[: lags + 1].sum()
        found[name] = (sum_of_lags, sum_of_lags - half, sum_of_lags + half)
    return found


def published(page):
    """Keys and texts that the stored outputs of a notebook publish."""
    notebook = json.loads((ROOT / f"chapters/{page}.ipynb").read_text(encoding="utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    return {o["metadata"]["scrapbook"]["name"]: o["data"][RECORD] for o in outputs if RECORD in o.get("data", {})}


def numbers(text):
    """Estimate, low and high of '0.93 percent (95 % interval 0.75 to 1.11)', with the decimals that are printed."""
    text = text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    found = re.findall(r"-?\d+\.\d+", text.replace("95 %", ""))
    return [float(n) for n in found[:3]], len(found[0].split(".")[1])


def agrees(text, values):
    shown, digits = numbers(text)
    assert shown == [pytest.approx(round(v, digits), abs=10.0**-digits / 1e3) for v in values], (text, values)


@pytest.fixture(scope="module")
def japan():
    boj, steps = "boj_cgpi_neer_monthly", pd.read_csv(ROOT / "data/facts/consumption_tax_steps.csv")["month"].tolist()
    yen = -change(column(boj, "neer_boj"))
    world = change(column("world_commodity_prices_monthly", "index_total"))
    contract = change(column(boj, "cgpi_import_contract"))
    sample = ("1980-02", "2026-08")
    return {
        "import_yen": long_run(change(column(boj, "cgpi_import_yen")), yen, [world], 12, *sample),
        "producer": long_run(change(column(boj, "cgpi_domestic")), yen, [contract], 24, *sample, steps),
        "consumer": long_run(change(column("jp_cpi_monthly", "cpi_all")), yen, [contract], 24, *sample, steps),
        "core_core": long_run(
            change(column("jp_cpi_monthly", "cpi_less_fresh_food_energy")), yen, [contract], 24, *sample, steps
        ),
    }


@pytest.mark.parametrize(
    "key, outcome, estimand",
    [
        ("japan_import_yen", "import_yen", "fixed"),
        ("japan_import_yen_free", "import_yen", "free"),
        ("japan_producer", "producer", "fixed"),
        ("japan_producer_free", "producer", "free"),
        ("japan_consumer", "consumer", "fixed"),
        ("japan_consumer_free", "consumer", "free"),
        ("japan_core_core", "core_core", "fixed"),
    ],
)
def test_japan(japan, key, outcome, estimand):
    agrees(published("japan")[key], japan[outcome][estimand])


def us_from_japan(first):
    oil, costs = column("fred_md", "OILPRICEx"), column("boj_cgpi_neer_monthly", "cgpi_domestic")
    dollar = -change(column("fred_md", "EXJPUSx"))
    goods = change(column("us_import_price_aggregates_monthly", "japan"))
    return long_run(goods, dollar, [change(oil), change(costs)], 12, first, "2026-07")


def test_goods_from_japan_since_2016():
    found, shown = us_from_japan("2016-01"), published("united_states")
    agrees(shown["united_states_japan_recent"], found["fixed"])
    agrees(shown["united_states_japan_recent_free"], found["free"])
    # over all months the interval leaves zero, since 2016 it does not
    everything = us_from_japan("1992-10")
    agrees(shown["united_states_japan"], everything["fixed"])
    assert found["fixed"][1] < 0 < everything["fixed"][1]


def test_cars_when_the_duty_rose():
    """Mean gap of April to August 2025 less March, against the same contrast at every base month that ends before."""
    cars = "jp_car_export_prices_monthly"
    gap = 100 * np.log(column(cars, "car_north_america_contract") / column(cars, "car_other_contract"))
    contrast = gap.rolling(5).mean().shift(-5) - gap
    rise = contrast["2025-03"]
    # the whole window of a placebo ends by March 2025, so its base is October 2024 at the latest
    placebo = contrast.loc["2020-01":"2024-10"].abs()
    assert placebo.notna().all()
    p = (1 + (placebo >= abs(rise)).sum()) / (1 + len(placebo))
    # one in twenty of placebos and the date itself together may be as large as the critical value
    critical = np.sort(placebo)[int(np.ceil(0.95 * (len(placebo) + 1))) - 1]
    shown = published("cars_and_tariffs")
    agrees(shown["cars_rise"], (rise, rise - critical, rise + critical))
    assert shown["cars_rise_placebos"] == str(len(placebo))
    assert f"{p:.3f}" in shown["cars_rise_p"] and f"{len(placebo)} earlier dates" in shown["cars_rise_p"]
    agrees(shown["cars_rise_largest"] + " -0.0 0.0", (placebo.max(), 0, 0))
    kept = np.log(1.275 / 1.025)
    landed = [-x / 100 / kept for x in (rise, rise + critical, rise - critical)]
    agrees(shown["cars_rise_landed"], landed)
