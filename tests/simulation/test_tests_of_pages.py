"""The simulations of the pages' own tests do what the pages do, and agree with limits known without them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import data, passthrough
from analysis.passthrough.forecasts import yen
from analysis.passthrough.forecasts.direct import direct_forecasts

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def beside(monkeypatch):
    """The scripts beside each other, as when one of them is run."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield
    for name in ("coverage_tariffs", "coverage_forecasts", "coverage_parity_on_data"):
        sys.modules.pop(name, None)


def stored(topic: str) -> pd.Series:
    rows = data.table("coverage_simulations").query("topic == @topic")
    return rows.set_index(["method", "design"])["measured"]


@pytest.mark.parametrize(
    "design",
    ["months 2 to 9 after the base", "5 months after a base of twelve", "parts, 4 months after the base"],
)
def test_placebo_dates_of_all_random_walks_at_once_are_those_of_the_public_test(design):
    from coverage_tariffs import MONTHS, WINDOWS, placebo_dates

    base, window, last = WINDOWS[design]
    rng, hits, held = np.random.default_rng(6), [], []
    after = MONTHS.isin(pd.period_range(*window, freq="M"))
    for _ in range(150):
        gap = pd.Series(np.cumsum(rng.standard_normal(len(MONTHS))), MONTHS)
        asked = dict(base=base, window=window, last_placebo=last)
        hits.append(passthrough.difference_in_differences(gap, **asked).pvalue <= 0.05 + 1e-12)
        low, high = passthrough.difference_in_differences(gap - 10.0 * after, **asked).band()
        held.append(low <= -10.0 <= high)
    found = placebo_dates(design, np.random.default_rng(6), 150)
    assert found["size"] == pytest.approx(np.mean(hits))
    assert found["coverage"] == pytest.approx(np.mean(held))


def test_forecasts_from_sums_are_those_of_the_page():
    from coverage_forecasts import forecast_errors

    price = yen.targets()["consumer prices"]
    for horizon in (3, 12):
        for X in yen.models(price, horizon).values():
            public = direct_forecasts(
                price, X, name="m", horizon=horizon, first_origin=yen.FIRST_ORIGIN, sample=(yen.START, None)
            )
            assert forecast_errors(price, X, horizon) == pytest.approx(public.error.to_numpy(), abs=1e-7)


def test_gap_and_dollar_of_the_simulation_are_those_of_the_page():
    """With the observed dollar the slope is that of the page's regression; the correlation of shocks that is
    left out is what the text says."""
    from coverage_parity_on_data import HORIZON, QUOTED, observed

    spot, rates, gap = observed()
    found = passthrough.uncovered_parity(
        spot, **rates, horizon=HORIZON, quotation=QUOTED, sample=(None, spot.index[-1] - HORIZON)
    )
    change = 100 * np.log(spot.to_numpy()[HORIZON:] / spot.to_numpy()[:-HORIZON])
    slope = np.polyfit(gap[: len(change)], change, 1)[0]
    assert found.slope.estimate == pytest.approx(slope, rel=1e-9)
    assert found.predictor.shock_correlation == pytest.approx(-0.2, abs=0.05)


@pytest.mark.parametrize(("tested", "true"), [(1, "a random walk is true"), (0, "parity is true")])
def test_power_of_parity_is_near_that_of_a_normal_with_the_page_s_standard_error(tested, true):
    from coverage_parity_on_data import HORIZON, QUOTED, observed

    spot, rates, _ = observed()
    table = passthrough.uncovered_parity(
        spot, **rates, horizon=HORIZON, quotation=QUOTED, sample=(None, spot.index[-1] - HORIZON)
    ).table
    shift = 1 / table.loc["hodrick", "slope_error"]
    exact = stats.norm.sf(1.96 - shift) + stats.norm.cdf(-1.96 - shift)
    assert stored("parity on data")[f"hodrick, slope of {tested}", true] == pytest.approx(exact, abs=0.06)


def test_windows_find_a_larger_rise_more_often():
    rows = data.table("coverage_simulations").query("topic == 'windows on data'")
    assert set(rows["method"].str.split(", ").str[1]) == {"foreign prices fixed", "foreign prices free"}
    for _, of in rows.groupby("method"):
        powers = of.query("measure == 'power'")["measured"].to_numpy()
        size = of.query("measure == 'size'")["measured"].item()
        assert (np.diff(powers) > -0.05).all() and powers[-1] > size
        assert size == pytest.approx(0.05, abs=0.06)
