"""The test that month effects do not change, against arithmetic of its own."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.lags.seasonal_stability import seasonal_stability

MONTHS = pd.period_range("1980-01", periods=481, freq="M")


def price(moving, seed=0):
    rng = np.random.default_rng(seed)
    block = (MONTHS.year - 1980) // 15
    effects = rng.standard_normal((3, 12)) if moving else np.tile(rng.standard_normal(12), (3, 1))
    changes = np.array([0.5, 0.0, 0.2])[block] + effects[block, MONTHS.month - 1] + rng.standard_normal(481)
    return pd.Series(np.exp(np.cumsum(changes) / 100), MONTHS, name="price")


def test_without_own_lags_it_is_the_f_test_of_an_analysis_of_variance():
    """Cells of month and block against month plus block, both fitted by means here: no regression of ours."""
    values = price(True)
    y = 100 * np.log(values).diff().dropna()
    block = ((y.index.year - 1980) // 15).to_numpy()
    cells = pd.DataFrame({"y": y.to_numpy(), "m": y.index.month, "b": block})
    full = float(((cells["y"] - cells.groupby(["m", "b"])["y"].transform("mean")) ** 2).sum())
    additive = np.linalg.lstsq(
        pd.get_dummies(cells[["m", "b"]].astype(str)).to_numpy(float), cells["y"].to_numpy(), rcond=None
    )[0]
    rest = float(
        ((cells["y"] - pd.get_dummies(cells[["m", "b"]].astype(str)).to_numpy(float) @ additive) ** 2).sum()
    )
    F = (rest - full) / 22 / (full / (len(y) - 36))
    found = seasonal_stability(values, own_lags=0)
    assert found.restrictions == 22 and found.distribution == "F(22, 444)"
    assert_allclose(found.statistic / 22, F, rtol=1e-8)
    assert_allclose(found.pvalue, stats.f.sf(F, 22, len(y) - 36), rtol=1e-6)


def test_it_finds_a_seasonal_that_moves_and_lets_one_be_that_does_not():
    assert seasonal_stability(price(True)).pvalue < 1e-6
    assert seasonal_stability(price(False)).pvalue > 0.05


def test_a_mean_that_shifts_is_not_a_seasonal_that_moves():
    shifted = price(False) * np.exp(np.maximum(np.arange(481) - 180, 0) * 2 / 100)
    assert seasonal_stability(shifted, own_lags=0).pvalue == pytest.approx(
        seasonal_stability(price(False), own_lags=0).pvalue, rel=0.2
    )


def test_one_block_is_refused():
    with pytest.raises(EstimationError, match="price has one block of at least 60 periods"):
        seasonal_stability(price(True), sample=("1980-02", "1994-12"))
    assert (
        seasonal_stability(
            price(True), seasonal=Seasonal(years=5), sample=("1980-02", "1994-12")
        ).restrictions
        == 11
    )
