"""Item panel against R's plm (section G of 11_oracle_more.R), linearmodels and statsmodels; p.adjust (H)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from linearmodels.panel import PanelOLS
from numpy.testing import assert_allclose

from analysis.passthrough import (
    distributed_lag,
    item_panel,
    item_regressions,
)
from analysis.passthrough.core.multiple_testing import benjamini_yekutieli, holm

HERE = Path(__file__).parent
EXACT = 1e-8

R = json.loads((HERE / "expected/G_panel.json").read_text())
P_ADJUST = json.loads((HERE / "expected/H_utilities.json").read_text())["p_adjust"]
TITLES = json.loads((HERE / "inputs/us_item_panel_titles.json").read_text())
LONG = pd.read_csv(HERE / "inputs/us_item_panel_1999_2025.csv")
PANEL = LONG.pivot(index="month", columns="item", values="cpi")
FX = (1 / LONG.drop_duplicates("month").set_index("month").usd_jpy).rename("usd per yen")
FLAG = LONG.drop_duplicates("item").set_index("item").import_flag

CASES = {"G1_item_fe": None, "G2_import_x_fx_twfe": FLAG}
# R's name: (ours, lag)
METHODS = {
    "ols": ("ols", None),
    "HC0_white1": ("hc0", None),
    "arellano_HC0_cluster_item": ("cluster-item", None),
    "arellano_sss_cluster_item": ("cluster-item-adjusted", None),
    "cluster_time_HC0": ("cluster-time", None),
    "double_HC0": ("two-way", None),
    "driscoll_kraay_L0_HC0": ("driscoll-kraay", 0),
    "driscoll_kraay_L6_HC0": ("driscoll-kraay", 6),
    "driscoll_kraay_L12_HC0": ("driscoll-kraay", 12),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", METHODS)
def test_pooled_panel_equals_r_plm(case, name):
    method, lag = METHODS[name]
    ours, oracle = (
        item_panel(PANEL, FX, lags=6, exposure=CASES[case], inference=method, bandwidth=lag),
        R[case],
    )
    assert ours.observations == oracle["nobs"]
    assert_allclose(ours.coefficients.to_numpy(), list(oracle["coef"].values()), rtol=EXACT)
    assert_allclose(ours.short_run.estimate, oracle["sr"], rtol=EXACT)
    assert_allclose(ours.long_run.estimate, oracle["lr"], rtol=EXACT)
    assert_allclose(ours.short_run.std_error, oracle["se"][name]["sr"], rtol=EXACT)
    assert_allclose(ours.long_run.std_error, oracle["se"][name]["lr"], rtol=EXACT)


def test_size_of_the_panel_equals_r():
    ours = item_panel(PANEL, FX, lags=6)
    assert (ours.items, ours.nobs) == (R["G1_item_fe"]["N"], R["G1_item_fe"]["T"])
    assert [str(month) for month in ours.sample] == ["1999-08", "2025-09"]


def test_every_item_of_the_reference_has_a_title():
    assert set(PANEL.columns) <= set(TITLES)


# ------------------------------------------------------------------ linearmodels, with gaps and weights


@pytest.fixture(scope="module")
def holed():
    """Twelve items, imported and not, from 2010 on, each with holes of its own; one begins late."""
    part = PANEL.loc["2010-01":].iloc[:, ::3]
    part = part.mask(np.random.default_rng(8).uniform(size=part.shape) < 0.03)
    part.iloc[:90, 5] = np.nan
    return part


@pytest.fixture(scope="module")
def frame(holed, lags=3):
    """`holed` as linearmodels wants it: one row an item-month, regressors ready-made."""
    y = 100 * np.log(holed).diff()
    x = pd.concat({f"fx_{k}": (100 * np.log(FX).diff()).shift(k) for k in range(lags + 1)}, axis=1)
    frame = y.stack().rename("y").to_frame().join(x, on="month").dropna()
    frame["flag"] = FLAG.reindex(frame.index.get_level_values("item")).to_numpy()
    index = pd.MultiIndex.from_arrays(
        [frame.index.get_level_values("item"), pd.to_datetime(frame.index.get_level_values("month"))]
    )
    return frame.set_axis(index)


LINEARMODELS = {
    "driscoll-kraay": dict(cov_type="driscoll-kraay", kernel="bartlett", bandwidth=9),
    "cluster-item": dict(cov_type="clustered", cluster_entity=True),
    "cluster-time": dict(cov_type="clustered", cluster_time=True),
    "two-way": dict(cov_type="clustered", cluster_entity=True, cluster_time=True),
    "hc0": dict(cov_type="robust"),
}


@pytest.mark.parametrize("method", LINEARMODELS)
@pytest.mark.parametrize("differential", [False, True])
def test_unbalanced_weighted_panel_equals_linearmodels(method, differential, holed, frame):
    weights = pd.Series(np.random.default_rng(1).uniform(0.2, 3, 35), PANEL.columns)
    names = [f"fx_{k}" for k in range(4)]
    exog = frame[names].mul(frame["flag"], axis=0) if differential else frame[names]
    per_row = pd.Series(weights.reindex(frame.index.get_level_values(0)).to_numpy(), frame.index)
    theirs = PanelOLS(frame["y"], exog, entity_effects=True, time_effects=differential, weights=per_row).fit(
        debiased=False, auto_df=False, count_effects=False, **LINEARMODELS[method]
    )
    ours = item_panel(
        holed, FX, lags=3, exposure=FLAG if differential else None, inference=method, weights=weights,
        bandwidth=9 if method == "driscoll-kraay" else None,
    )  # fmt: skip
    assert ours.observations == theirs.nobs
    assert_allclose(ours.coefficients, theirs.params, rtol=1e-8, atol=1e-12)
    assert_allclose(ours.coefficient_covariance, theirs.cov, rtol=1e-7, atol=1e-13)


# ------------------------------------------------------------------ item by item


def test_item_regressions_equal_a_statsmodels_loop_with_the_same_cosines():
    table = item_regressions(PANEL, FX, lags=12).table
    de = 100 * np.log(FX).diff()
    X = pd.concat([de.shift(k) for k in range(13)], axis=1)
    for item in PANEL.columns[::5]:
        rows = X.notna().all(axis=1)
        one = sm.OLS(
            (100 * np.log(PANEL[item]).diff())[rows].to_numpy(), sm.add_constant(X[rows].to_numpy())
        ).fit()
        n = int(one.nobs)
        B = int(0.4 * n ** (2 / 3))
        basis = np.sqrt(2 / n) * np.cos(np.pi / n * np.outer(np.arange(n) + 0.5, np.arange(1, B + 1)))
        projected = basis.T @ (one.model.exog * one.resid[:, None])
        V = one.normalized_cov_params @ (n / B * projected.T @ projected) @ one.normalized_cov_params
        assert table.loc[item, "nobs"] == n
        assert_allclose(table.loc[item, "long_run"], one.params[1:].sum(), rtol=1e-10, atol=1e-12)
        assert_allclose(table.loc[item, "short_run"], one.params[1], rtol=1e-10, atol=1e-12)
        assert_allclose(table.loc[item, "std_error"], np.sqrt(V[1:, 1:].sum()), rtol=1e-10)
        assert_allclose(table.loc[item, "short_run_error"], np.sqrt(V[1, 1]), rtol=1e-10)


@pytest.mark.parametrize(
    "method",
    ["ewc", "fixed-b", "newey-west", "newey-west-auto", "newey-west-prewhitened", "qs", "hc1", "hc3", "ols"],
)
def test_item_regressions_equal_distributed_lags_one_by_one(method, holed):
    table = item_regressions(holed, FX, lags=5, inference=method, seasonal=True).table
    for item in holed.columns[[0, 3, 5]]:
        one = distributed_lag(holed[item], FX, lags=5, seasonal=True, inference=method)
        row, long = table.loc[item], one.long_run
        assert (row["nobs"], row["first"], row["last"]) == (one.nobs, *one.sample)
        assert_allclose(
            [row["short_run"], row["short_run_error"], row["long_run"], row["std_error"]],
            [one.short_run.estimate, one.short_run.std_error, long.estimate, long.std_error],
            rtol=1e-10,
        )
        expected = [long.low, long.high, long.p_zero]
        assert_allclose([row["low"], row["high"], row["p_zero"]], expected, rtol=1e-9)


# ------------------------------------------------------------------ p.adjust


@pytest.mark.parametrize(("name", "adjusted"), [("holm", holm), ("BY", benjamini_yekutieli)])
def test_adjusted_p_values_equal_r_p_adjust(name, adjusted):
    assert_allclose(adjusted(P_ADJUST["p"]), P_ADJUST[name], rtol=EXACT)
