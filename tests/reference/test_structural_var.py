"""Structural VARs against R (sections D and N of 10_oracle.R) and statsmodels, which runs here."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import structural_var
from analysis.passthrough.structural.proxy import effective_critical
from analysis.passthrough.structural.recursive import recursive
from analysis.passthrough.structural.reduced_form import criteria, reduced_form
from analysis.passthrough.structural.responses import moving_average, response_jacobian
from analysis.passthrough.structural.system import system

HERE = Path(__file__).parent

# Both programs solve the same least squares; 15 digits are written. What is left is rounding.
EXACT = dict(rtol=1e-8, atol=1e-10)
# A ratio whose denominator is 0.005 after cancellation magnifies rounding by its size.
RATIO = dict(rtol=1e-8)

D = json.loads((HERE / "expected/D_var.json").read_text())
VAR6 = D["D1_ppi_broad_cpi_p6"]
N = json.loads((HERE / "expected/N_proxy_svar.json").read_text())
MONTHLY = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")
DRAWN = pd.read_csv(HERE / "inputs/synthetic_svar.csv", index_col="t")

# R's usd_depreciation_broad is minus the log change of the broad dollar: that of its inverse.
FRAME = pd.DataFrame({"ppi": MONTHLY.ppiaco, "fx": 1 / MONTHLY.twexbmth, "cpi": MONTHLY.cpiaucsl})
ORDER = ["ppi", "fx", "cpi"]
SHOCKS = {"fx": "erpt_ratio_fx_shock", "ppi": "erpt_ratio_ppi_shock", "cpi": "erpt_ratio_cpi_shock"}


@pytest.fixture(scope="module")
def result():
    return structural_var(
        FRAME, ordering=ORDER, price="cpi", fx="fx", lags=6, horizons=36, inference="gaussian"
    )


@pytest.fixture(scope="module")
def proxied():
    """The drawn changes as levels, which is what the door takes."""
    index = pd.period_range("1960-01", periods=len(DRAWN) + 1, freq="M")
    changes = np.vstack([np.zeros(3), DRAWN[["y1", "y2", "y3"]]])
    frame = pd.DataFrame(np.exp(changes.cumsum(axis=0) / 100), index, ["y1", "y2", "y3"])
    proxy = pd.Series(DRAWN.z.to_numpy(), index[1:], name="z")
    return structural_var(frame, identification="proxy", proxy=proxy, price="y3", fx="y2", lags=2)


# -------------------------------------------------------------------- against R


def test_coefficients_and_covariances_equal_r(result):
    reduced = result.model.reduced
    assert result.nobs == VAR6["n"]
    r = np.array(VAR6["B_rows_are_equations_cols_are_lag1vars_lag2vars_const"])
    assert_allclose(reduced.coefficients[1:], r[:, :-1].T, **EXACT)
    assert_allclose(reduced.coefficients[0], r[:, -1], **EXACT)
    assert_allclose(reduced.sigma, VAR6["sigma_u_df"], **EXACT)
    assert_allclose(reduced.sigma_ml, VAR6["sigma_u_ml"], **EXACT)
    assert_allclose(result.model.impact, VAR6["chol_df"], **EXACT)
    assert_allclose(reduced.max_root, VAR6["max_root"], **EXACT)


def test_responses_equal_r(result):
    model = result.model
    phi = moving_average(model.reduced.A, 36)
    assert_allclose(phi @ model.impact, VAR6["orth_irf"], **EXACT)
    for j, shock in enumerate(ORDER):
        ours, _ = model.level_responses(shock, tuple(ORDER), 36)
        assert_allclose(ours, np.array(VAR6["cum_orth_irf"])[:, :, j].T, **EXACT)


@pytest.mark.parametrize("shock", SHOCKS)
def test_pass_through_ratio_of_every_shock_equals_r(result, shock):
    path = result.of(shock)
    r = pd.Series(VAR6[SHOCKS[shock]], dtype=float)
    # R divides by the zero that the ordering imposes at impact; no ratio is given there.
    assert list(path.horizons) == list(np.flatnonzero(r.notna()))
    assert_allclose(path.estimate, r.dropna(), **RATIO)


def test_an_exploding_ratio_is_shown_with_its_unbounded_set(result):
    """After a cost shock the ratio runs 0.8, 1.7, 10, 43, -44: at those horizons no bound is known."""
    path = result.of("ppi")
    shown = path.to_frame().loc[[0, 6, 12, 18, 24, 30]]
    assert_allclose(shown["estimate"], [0.79, 1.72, 10.4, 43.2, -44.1, -19.0], rtol=0.01)
    assert shown["bounded"].tolist() == [True] + [False] * 5
    assert all("inf" in text for text in shown["set"].iloc[1:])
    assert any("ppi shock: the 95 % set is unbounded" in text for text in path.warnings)
    assert "inf)" in path.summary() and "inf)" in repr(path) and "inf)" in path._repr_html_()


def test_lag_criteria_equal_r(result):
    ours = criteria(result.model.reduced.system, 12)
    r = pd.DataFrame(D["D1_lag_selection_common_sample_maxlag12"]).set_index("p")
    for name, theirs in {
        "nobs": "n",
        "logdet": "logdet",
        "aic": "aic",
        "bic": "sc",
        "hq": "hq",
        "loglik": "loglik",
    }.items():
        assert_allclose(ours[name], r[theirs], **EXACT)
    for name, theirs in {"aic": "aic", "bic": "sc", "hq": "hq"}.items():
        chosen = structural_var(
            FRAME, ordering=ORDER, price="cpi", fx="fx", lags=name, max_lags=12, horizons=1
        )
        assert chosen.specification["lags"] == r[theirs].idxmin()


def test_proxy_equals_r(proxied):
    assert_allclose(proxied.estimate, N["pt_ratio_y3_over_y2"], **EXACT)
    ours, _ = proxied.model.level_responses("proxy", proxied.model.reduced.system.names, 24)
    assert_allclose(ours / ours[1, 0], N["cum_irf_unit"], **EXACT)
    impact = proxied.model.impact[:, 0]
    assert_allclose(impact / impact[1], N["impact_unit_y2"], **EXACT)
    phi = moving_average(proxied.model.reduced.A, 24)
    assert_allclose((phi @ impact / impact[1]).T, N["irf_unit"], **EXACT)


def test_first_stage_equals_r(proxied):
    stage, r = proxied.first_stage, N["first_stage"]
    assert_allclose(stage.slope, r["coef"]["zz"], **EXACT)
    assert_allclose(stage.f_classical, r["F_ols"], **EXACT)
    assert_allclose(stage.f_robust, r["F_HC1"], **EXACT)
    assert not stage.weak


def test_proxy_sets_hold_the_truth_that_made_the_sample(proxied):
    true = np.array(N["true_pt_ratio"])
    assert all(t in s for t, s in zip(true, proxied.sets(0.99), strict=True))


def test_critical_value_of_the_effective_f_is_the_published_one():
    """Montiel Olea and Pflueger (2013): 23.1 for one instrument, a bias of 10 % and size 5 %."""
    assert round(effective_critical(), 1) == 23.1


# ----------------------------------------------------------- against statsmodels


@pytest.fixture(scope="module")
def statsmodels_var(result):
    from statsmodels.tsa.api import VAR

    changes = 100 * np.log(FRAME).diff().dropna()
    return VAR(changes.to_numpy()).fit(6)


def test_standard_errors_of_responses_equal_statsmodels(result, statsmodels_var):
    """Luetkepohl's delta method, with the part of the Cholesky factor."""
    theirs = statsmodels_var.irf(36)
    reduced = result.model.reduced
    P, gradient, covariance = recursive(reduced, "gaussian")
    phi = moving_average(reduced.A, 36)
    for summed, blocks in ((False, theirs.cov(orth=True)), (True, theirs.cum_effect_cov(orth=True))):
        errors = np.sqrt([np.diag(block) for block in blocks]).reshape(37, 3, 3)
        for j in range(3):
            _, J = response_jacobian(phi, P[:, j], gradient[:, j], 6, np.arange(3), np.full(3, summed))
            ours = np.sqrt(np.einsum("hvp,pq,hvq->hv", J, covariance.matrix, J))
            assert_allclose(ours, errors[:, j], **EXACT)


def test_likelihood_equals_statsmodels(result, statsmodels_var):
    reduced = result.model.reduced
    assert_allclose(reduced.loglik, statsmodels_var.llf, **EXACT)


def test_cholesky_equals_the_structural_var_of_statsmodels():
    """Its maximum likelihood with a lower-triangular B, found numerically."""
    from statsmodels.tsa.api import SVAR

    changes = 100 * np.log(FRAME).diff().dropna()
    B = np.array([["E", 0, 0], ["E", "E", 0], ["E", "E", "E"]], dtype=object)
    theirs = SVAR(changes.to_numpy(), svar_type="B", B=B).fit(maxlags=2, solver="bfgs", maxiter=500)
    ours = np.linalg.cholesky(reduced_form(system(FRAME, ORDER, price="cpi", fx="fx"), 2).sigma)
    # It fits the covariance with n - k in the denominator and stops within 1e-5; B is found up to signs.
    assert_allclose(np.abs(np.asarray(theirs.B)), np.abs(ours), rtol=0, atol=2e-5)
