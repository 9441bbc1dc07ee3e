"""Penalised spline over horizons against R: splineDesign and one stacked ridge, end of 11_oracle_more.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import smooth_local_projection
from analysis.passthrough.core.design import lagged
from analysis.passthrough.projections.regressions import project
from analysis.passthrough.projections.spline import Smoother

HERE = Path(__file__).parent

# R solves all 1976 stacked rows with their 81 coefficients by normal equations, whose condition number at the
# smallest penalty is 1e12; the responses are of the order 0.01. Differences seen are below 1e-9.
STACKED = dict(rtol=1e-6, atol=1e-9)

FITS = json.loads((HERE / "expected/F5_smooth_lp.json").read_text())["fits"]
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")


@pytest.fixture(scope="module")
def unpenalised():
    price = 100 * np.log(US.cpi_apparel_sa).diff().to_numpy()[1:161]
    fx = 100 * np.log(1 / US.usd_jpy).diff().to_numpy()[1:161]
    controls = np.column_stack([np.ones(160), lagged(price, range(1, 3)), lagged(fx, range(1, 3))])
    return project([price], fx, controls, range(13), base=None)


@pytest.mark.parametrize("fit", FITS, ids=lambda fit: f"lambda {fit['lambda']:g}")
def test_smooth_responses_equal_those_of_r(fit, unpenalised):
    assert unpenalised.nobs.sum() == fit["nobs"]
    smoother = Smoother.of(1 / (unpenalised.weights[:, :, 0] ** 2).sum(axis=0))
    raw = unpenalised.estimate[0, :, 0]
    assert_allclose(smoother.matrix(fit["lambda"]) @ raw, fit["ir"], **STACKED)
    assert_allclose(smoother.paths(raw, [fit["lambda"]])[0], fit["ir"], **STACKED)


def test_the_two_limits_of_r_are_the_unpenalised_path_and_a_line(unpenalised):
    raw = unpenalised.estimate[0, :, 0]
    assert_allclose(FITS[0]["ir"], raw, **STACKED)
    assert_allclose(np.diff(FITS[-1]["ir"], 2), 0, atol=1e-6)
    smoother = Smoother.of(1 / (unpenalised.weights[:, :, 0] ** 2).sum(axis=0))
    assert_allclose(np.diff(smoother.matrix(np.inf) @ raw, 2), 0, atol=1e-12)


def test_steps_of_the_public_function_are_the_spline_of_r_where_samples_agree(unpenalised):
    """The same ridge on what each horizon adds, with one sample for all horizons, by normal equations."""
    price, fx = US.cpi_apparel_sa[:161], 1 / US.usd_jpy[:161]
    ours = smooth_local_projection(
        price, fx, 12, 2, penalty={"price": 1000, "fx": 0}, common_sample=True, inference="ewc"
    )
    rows = ours.unsmoothed.regressions
    B = np.zeros((13, 16))
    for h in range(13):
        B[h, h : h + 3] = 1 / 6, 4 / 6, 1 / 6
    X = rows.X
    steps = np.diff(rows.outcomes[:, 0], axis=1, prepend=0)
    design = np.vstack(
        [np.column_stack([np.outer(X[:, -1], B[h]), np.kron(np.eye(13)[h], X[:, :-1])]) for h in range(13)]
    )
    D = np.zeros((14, design.shape[1]))
    D[:, :16] = np.diff(np.eye(16), 2, axis=0)
    right = design.T @ steps.T.ravel()
    # The last spline is zero at every horizon, as in R: the penalty alone places it.
    theta = np.linalg.solve(design.T @ design + 1000 * D.T @ D, right)[:16]
    assert_allclose(ours.numerator, np.cumsum(B @ theta), rtol=1e-7)
