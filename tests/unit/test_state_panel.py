"""States through the panel: equal to the whole panel by dummies, the statement, and a planted difference that
is found."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.passthrough.core.fixed_b import KIEFER_VOGELSANG_95
from analysis.passthrough.panel.consumer_items import EXPOSURES, SHOP, matters
from analysis.passthrough.shocks import state_panel as sp
from analysis.passthrough.shocks.states import DIRECTION, REGIME, SIZE, holds
from analysis.passthrough.specifications.main_equation import NONE

STATED = data.table("specification_shocks").set_index("id")["stated"]


@pytest.fixture(scope="module")
def panel():
    return sp.groups()


def test_groups_and_what_was_stated(panel):
    assert panel.prices.shape == (318, 47) and "47 such groups" in STATED["state_panel_groups"]
    assert_allclose(
        panel.weights.sum(), data.table("jp_cpi_series").set_index("column").loc["c0001", "weight"]
    )
    text = STATED["state_panel_equation"]
    assert f"lags 0 to {sp.LAGS} " in text and all(step in text for step in sp.STEPS)
    assert str(panel.prices.index[0]) in text and str(panel.prices.index[-1]) in text


def test_exposures_by_hand(panel):
    """Tobacco is goods and neither energy nor food; rents are a service; petrol makes private transport part
    energy."""
    assert panel.exposures.loc["c0155", "goods"] == 1 and panel.exposures.loc["c0155", "energy or food"] == 0
    assert panel.exposures.loc["c0046", "goods"] == 0
    assert 0 < panel.exposures.loc["c0113", "energy or food"] < 1
    assert (
        (panel.exposures.loc[sp.ELECTRICITY] == panel.exposures.loc["c0057"])
        .loc[["goods", "energy or food"]]
        .all()
    )
    mean = np.average(panel.exposures["goods"], weights=panel.weights)
    assert matters(panel, "goods") == pytest.approx(0.02 / mean)
    assert NONE["shop"] == SHOP


@pytest.mark.parametrize("state", [REGIME, DIRECTION])
def test_the_slopes_give_the_panel_with_all_its_dummies(panel, state):
    """Least squares of 47 groups and 317 months with every dummy, and Driscoll-Kraay, written out without the
    package."""
    exposure = "goods"
    months = panel.prices.index[1:]
    changes = 100 * np.log(panel.prices).diff().iloc[1:]
    fx, foreign = data.load("jp_neer_inverse"), data.load("jp_import_price_contract")
    de, df = (100 * np.log(series).diff() for series in (fx, foreign))
    where = holds(state, fx)
    lags = (
        [(de * where).shift(k) for k in range(13)]
        + [de.shift(k) for k in range(13)]
        + [df.shift(k) for k in range(13)]
    )
    common = pd.concat(lags, axis=1).reindex(months).to_numpy()
    if state == REGIME:
        common = np.c_[common, where.reindex(months).to_numpy()]
    block = np.minimum(np.maximum((months.year - 1995) // 15, 0), 1) + (months.year >= 2025) * 0
    assert set(block) == {0, 1}
    own = [
        np.ones(len(months)),
        *((months == pd.Period(step, "M")).astype(float) for step in sp.STEPS),
        (block == 1).astype(float),
    ]
    own += [((months.month == m) & (block == b)).astype(float) for b in (0, 1) for m in range(2, 13)]
    W, m = panel.weights.to_numpy() / panel.weights.sum(), panel.exposures[exposure].to_numpy()
    # Own dummies of each group: every column is freed from them group by group; what is left has month
    # effects alone.
    Z = np.column_stack(own)
    free = np.eye(len(Z)) - Z @ np.linalg.pinv(Z)
    y, G = free @ changes.to_numpy(), free @ common
    centred = m - W @ m
    # Regressors m_i g_t less their weighted mean over groups in each month; stacked, weighted least squares.
    stacked = (np.sqrt(W)[:, None, None] * centred[:, None, None] * G[None]).reshape(-1, G.shape[1])
    left = (np.sqrt(W)[:, None] * (y - (y @ W)[:, None]).T).reshape(-1)
    beta, *_ = np.linalg.lstsq(stacked, left, rcond=None)
    residual = (left - stacked @ beta).reshape(len(W), -1)
    scores = np.einsum("it,itk->tk", residual, stacked.reshape(len(W), len(months), -1))
    L = int(np.ceil(1.3 * np.sqrt(len(months)))) - 1
    S = scores.T @ scores
    for lag in range(1, L + 1):
        gamma = scores[lag:].T @ scores[:-lag]
        S += (1 - lag / (L + 1)) * (gamma + gamma.T)
    bread = np.linalg.inv(stacked.T @ stacked)
    variance = bread @ S @ bread
    effect = (rows := sp.equation(panel, exposure, state)).long_run(rows.slopes)
    assert_allclose(effect.estimate, beta[:13].sum(), rtol=1e-8)
    assert_allclose(effect.std_error, np.sqrt(variance[:13, :13].sum()), rtol=1e-8)
    cv = np.polynomial.polynomial.polyval((L + 1) / len(months), KIEFER_VOGELSANG_95)
    assert_allclose((effect.high - effect.low) / 2, cv * effect.std_error, rtol=1e-6)


def test_a_planted_difference_comes_back_whole(panel):
    rows = sp.equation(panel, "goods", SIZE)
    errors = rows.without_state()
    planted = errors + 0.5 / 13 * rows.X[:, :13].sum(axis=1)
    assert_allclose(rows.long_run(planted).estimate - rows.long_run(errors).estimate, 0.5, rtol=1e-8)


def test_the_table_has_nine_tests_and_power_beside_each():
    table = sp.table(draws=40)
    assert (
        len(table) == 9
        and set(table["exposure"]) == set(EXPOSURES)
        and set(table["state"]) == {REGIME, SIZE, DIRECTION}
    )
    assert (table["p_holm"] >= table["p"]).all() and (table["found"] > 0).all()
    assert table.loc[table["state"] == DIRECTION, "other"].isna().all()
