"""Prices without pass-through: what of the data is kept, and what is gone."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.specifications.null_prices import Draws, null_levels

INDEX = pd.period_range("1990-01", periods=360, freq="M")
CHOICE = {"controls": None, "control_lags": None, "seasonal": False, "sample": None}


def prices(seed=0, effect=0.5, later=0.0):
    """Two prices and an exchange rate; `later` is what the first passes on to the second two months on."""
    rng = np.random.default_rng(seed)
    fx, first, second = rng.standard_normal((3, 360))
    first = effect * fx + first
    second = 0.3 * second + later * np.r_[0, 0, first[:-2]]
    for x in (first, second):
        for t in range(1, 360):
            x[t] += 0.5 * x[t - 1]
    levels = {
        name: pd.Series(100 * np.exp(x.cumsum() / 100), INDEX, name=name)
        for name, x in (("first", first + 0.2), ("second", second))
    }
    return levels, fx


def draws(number=200, seed=1):
    return Draws.of(INDEX, number, np.random.default_rng(seed))


def changes(levels):
    return np.diff(levels, axis=1)


def test_row_zero_is_the_price_and_draws_begin_where_it_does():
    data, _ = prices()
    data["second"] = data["second"].iloc[30:]
    null = null_levels(data, CHOICE, draws(5))
    for name, paths in null.items():
        assert paths.shape == (6, 360)
        assert_allclose(paths[0][-len(data[name]) :], 100 * np.log(data[name]))
        start = 360 - len(data[name])
        assert np.isnan(paths[:, :start]).all() and np.isfinite(paths[1:, start:]).all()
        assert_allclose(paths[1:, start], paths[0, start])


def test_the_exchange_rate_is_gone_and_the_dynamics_stay():
    data, fx = prices()
    null = changes(null_levels(data, CHOICE, draws())["first"])
    observed, drawn = null[0], null[1:]
    # The drift of 0.2 enters before the own lags, so the mean change is 0.2 here.
    assert abs(drawn.mean() - observed.mean()) < 0.02
    assert drawn.std() == pytest.approx(observed.std(), rel=0.05)
    centred = drawn - drawn.mean(axis=1, keepdims=True)
    first_order = (centred[:, 1:] * centred[:, :-1]).sum(axis=1) / (centred**2).sum(axis=1)
    assert first_order.mean() == pytest.approx(0.5, abs=0.08)
    rate = fx[1:] - fx.mean()
    assert observed @ rate / (rate @ rate) > 0.4
    assert abs((drawn @ rate / (rate @ rate)).mean()) < 0.02


def test_one_sign_for_all_prices_keeps_them_together():
    data, _ = prices()
    twin = {"first": data["first"], "same": (data["first"] * 3).rename("same")}
    null = null_levels(twin, CHOICE, draws(10))
    assert_allclose(changes(null["same"]), changes(null["first"]), atol=1e-6)


def test_what_one_price_passes_to_another_later_is_kept():
    data, _ = prices(effect=0.0, later=0.5)
    null = {name: changes(paths) for name, paths in null_levels(data, CHOICE, draws()).items()}

    def later(row):
        return np.corrcoef(null["first"][row, :-2], null["second"][row, 2:])[0, 1]

    assert later(0) > 0.6
    assert np.mean([later(row) for row in range(1, 201)]) == pytest.approx(later(0), abs=0.08)


def test_volatility_stays_at_its_dates():
    data, _ = prices(effect=0.0)
    wild = np.log(data["first"]).diff().fillna(0) * np.where(INDEX.year < 2000, 5.0, 1.0)
    null = changes(null_levels({"first": np.exp(wild.cumsum()) * 100}, CHOICE, draws())["first"])
    early = np.asarray(INDEX.year)[1:] < 2000
    assert null[1:, early].std() / null[1:, ~early].std() == pytest.approx(5.0, rel=0.15)


def test_with_every_sign_positive_the_data_come_back():
    """Residuals with their own signs rebuild the series, but for the degrees of freedom that scale them."""
    data, _ = prices()
    positive = Draws(INDEX, np.ones((1, 360), dtype=np.int8))
    null = changes(null_levels({"first": data["first"]}, CHOICE, positive)["first"])
    n, k = 360 - 13, 13
    centred = null - null[0].mean()
    # What is scaled is the shock, so the deviations are scaled too once the start is forgotten.
    assert_allclose(centred[1, 24:] / np.sqrt(n / (n - k)), centred[0, 24:], atol=0.05)


def test_a_gap_is_passed_over_and_costs_no_draw():
    data, _ = prices()
    holed = {"first": data["first"].drop(INDEX[[100, 200, 201]])}
    null = null_levels(holed, CHOICE, draws(20))["first"]
    assert np.isnan(null[0]).sum() == 3 and np.isfinite(null[1:]).all()
    assert changes(null[1:]).std() == pytest.approx(np.diff(100 * np.log(data["first"])).std(), rel=0.15)


def test_controls_seasons_and_sample_take_part():
    data, _ = prices(effect=0.0)
    oil = pd.Series(np.random.default_rng(5).standard_normal(360), INDEX, name="oil")
    season = np.where(INDEX.month == 3, 4.0, 0.0)
    moved = data["first"] * np.exp((2 * oil + season).cumsum() / 100)
    choice = CHOICE | {
        "controls": oil.to_frame(),
        "control_lags": 1,
        "seasonal": True,
        "sample": ("1995-01", None),
    }
    null = changes(null_levels({"first": moved}, choice, draws())["first"])[1:]
    control = oil.to_numpy()[1:]
    assert ((null * control).mean() / (control**2).mean()) == pytest.approx(2.0, abs=0.2)
    march = np.asarray(INDEX.month)[1:] == 3
    assert null[:, march].mean() - null[:, ~march].mean() == pytest.approx(4.0, abs=0.6)


def test_an_explosive_price_is_held_back():
    growth = 0.01 * 1.04 ** np.arange(360) + 0.01 * np.random.default_rng(2).standard_normal(360)
    data = {"first": pd.Series(np.exp(growth.cumsum() / 1e5), INDEX)}
    null = null_levels(data, CHOICE, draws(20))["first"]
    assert np.isfinite(null).all()


@pytest.mark.parametrize(
    ("sample", "message"),
    [(("2050-01", None), "no change of a price"), (("1990-03", "1990-03"), "too few observations")],
)
def test_samples_without_a_null_are_refused(sample, message):
    with pytest.raises(EstimationError, match=message):
        null_levels(prices()[0], CHOICE | {"sample": sample}, draws(2))


def test_signs_are_fair_and_of_the_seed():
    signs = draws(400).signs
    assert set(np.unique(signs)) == {-1, 1} and abs(signs.mean()) < 0.01
    np.testing.assert_array_equal(signs, draws(400).signs)
