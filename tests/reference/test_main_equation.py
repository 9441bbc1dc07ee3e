"""The main equation against R: lm, and the cosine covariance by hand (scripts/16_main_equation.R)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import held_fixed
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.lags.foreign_prices import equation, regressions
from analysis.passthrough.lags.lag_checks import by_last_month, criteria, left_out

HERE = Path(__file__).parent
# Both programs solve by QR and print 15 digits; 1e-8 leaves room for rounding and for no error of a formula.
EXACT = 1e-8
R = json.loads((HERE / "expected/P_main_equation.json").read_text())
FRAME = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")
FRAME.index = pd.PeriodIndex([text.replace("M", "-") for text in FRAME.index], freq="M")
PRICE, RATE = FRAME["cpiaucsl"], (1 / FRAME["twexbmth"]).rename("dollar")
FOREIGN = (100 * np.log(FRAME["ppiaco"]).diff()).rename("ppi")


@pytest.fixture(scope="module")
def both():
    return held_fixed(PRICE, RATE, foreign=FOREIGN, lags=24)


@pytest.mark.parametrize("name", ["fixed", "free", "through"])
def test_estimates_and_standard_errors(both, name):
    path = getattr(both, name)
    assert path.nobs == R["nobs"] and path.critical.dof == R["B"]
    assert_allclose(path.estimate[R["horizons"]], R[name], rtol=EXACT)
    assert_allclose(path.std_error[R["horizons"]], R[f"se_{name}"], rtol=EXACT)


def test_covariance_between_the_estimands(both):
    assert_allclose(both.covariance[24, 49], R["cov_last"], rtol=EXACT)


def test_residuals_divided_by_one_less_the_leverage():
    wide = held_fixed(PRICE, RATE, foreign=FOREIGN, lags=24, inference="ewc-hc3")
    for name in ("fixed", "free"):
        assert_allclose(getattr(wide, name).std_error[R["horizons"]], R[f"se3_{name}"], rtol=EXACT)
    assert_allclose(wide.covariance[24, 49], R["cov3_last"], rtol=EXACT)
    assert (wide.fixed.std_error > 1.05 * held_fixed(PRICE, RATE, foreign=FOREIGN, lags=24).fixed.std_error)[
        1:
    ].all()


def test_free_less_fixed_is_the_product_of_the_auxiliary_regressions(both):
    eq = equation(PRICE, RATE, foreign=FOREIGN, lags=24)
    auxiliary = fit(eq.rows.X[:, eq.foreign], eq.without_foreign(eq.rows.X), eq.free_names).beta
    product = np.cumsum((auxiliary @ regressions(eq)[0].beta[eq.foreign])[eq.rows.blocks["fx"]])
    assert_allclose(product, both.through.estimate, atol=1e-12)
    assert_allclose(product[R["horizons"]], R["through"], rtol=EXACT)


def test_criteria():
    table = criteria(PRICE, RATE, FOREIGN, 36)
    assert_allclose(table["aic"], R["aic"], rtol=EXACT)
    assert_allclose(table["bic"], R["bic"], rtol=EXACT)


def test_lags_left_out():
    found = left_out(PRICE, RATE, FOREIGN, 12, 12)
    assert_allclose(found.joint.statistic, R["left_out"]["wald"], rtol=EXACT)
    assert_allclose(found.joint.pvalue, R["left_out"]["p"], rtol=1e-7)
    assert_allclose(
        [found.total.estimate, found.total.std_error], [R["left_out"]["sum"], R["left_out"]["se"]], rtol=1e-7
    )


@pytest.mark.parametrize("month", ["2012-12", "2016-12"])
def test_estimate_by_last_month(month):
    row = by_last_month(PRICE, RATE, FOREIGN, 12, [month]).iloc[0]
    oracle = R[f"at_{month.replace('-', '_')}"]
    assert row["nobs"] == oracle["nobs"]
    assert_allclose([row["fixed"], row["fixed_std_error"]], [oracle["est"], oracle["se"]], rtol=EXACT)


def test_month_effects_by_block_span_what_one_column_a_month_and_block_spans():
    """R has one column for each month of a block, we a mean a block and eleven effects: one space, one
    fit."""
    columns, names = Seasonal().columns(FRAME.index)
    ours = np.column_stack([np.ones(len(columns)), columns])
    block = (FRAME.index.year - 1980) // 15
    theirs = pd.get_dummies(
        pd.Series([f"{b}-{m}" for b, m in zip(block, FRAME.index.month, strict=True)])
    ).to_numpy(float)
    assert ours.shape == theirs.shape == (len(FRAME), 48) and len(set(names)) == 47
    assert np.linalg.matrix_rank(np.hstack([ours, theirs])) == 48
