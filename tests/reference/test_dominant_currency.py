"""Two exchange rates in one regression against R: lm and sandwich, section A8 of 14_oracle_scenario.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.lags.dominant_currency import dominant_currency

HERE = Path(__file__).parent

# Least squares and a Bartlett sum in both programs: rounding only.
EXACT = 1e-8

R = json.loads((HERE / "expected/A8_horse_race.json").read_text())["A8_horse_race"]
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")["2005-01":"2025-09"]


@pytest.fixture(scope="module")
def race():
    return dominant_currency(
        US.cpi_apparel_sa,
        (1 / US.usd_jpy).rename("jpy"),
        dominant=(1 / US.usd_cny).rename("cny"),
        lags=6,
        inference="newey-west",
        bandwidth=12,
    )


def test_horse_race_of_yen_and_renminbi_equals_r(race):
    assert race.nobs == R["nobs"]
    assert str(race.sample[0]) == "2005-11"
    for effect, key in ((race.bilateral.long_run, "jpy"), (race.dominant.long_run, "cny")):
        assert_allclose(effect.estimate, R[f"lr_{key}"], rtol=EXACT)
        assert_allclose(effect.std_error, R[f"se_{key}"], rtol=EXACT)
    assert_allclose(race.difference.estimate, R["diff"], rtol=EXACT)
    assert_allclose(race.difference.std_error, R["diff_se"], rtol=EXACT)


def test_joint_long_run_follows_from_the_three_numbers_of_r(race):
    """Var(a + b) = 2 Var(a) + 2 Var(b) - Var(a - b)."""
    variance = 2 * R["se_jpy"] ** 2 + 2 * R["se_cny"] ** 2 - R["diff_se"] ** 2
    assert_allclose(race.joint.long_run.estimate, R["lr_jpy"] + R["lr_cny"], rtol=EXACT)
    assert_allclose(race.joint.long_run.std_error, np.sqrt(variance), rtol=EXACT)
