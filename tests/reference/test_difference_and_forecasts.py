"""Difference in differences and forecast tests against R (16_difference_and_forecasts.R) and statsmodels."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from numpy.testing import assert_allclose

from analysis.passthrough.forecasts.accuracy import clark_west, diebold_mariano
from analysis.passthrough.tariffs.difference import difference_in_differences, log_gap

HERE = Path(__file__).parent
EXACT = 1e-8
R = json.loads((HERE / "expected/P_difference_and_forecasts.json").read_text())
PRICES = pd.read_csv(HERE / "inputs/synthetic_gap.csv", index_col="month")
PRICES.index = pd.PeriodIndex(PRICES.index, freq="M")
GAP = log_gap(PRICES["treated"], PRICES["comparison"])
ERRORS = pd.read_csv(HERE / "inputs/synthetic_errors.csv")

WINDOWS = {
    "rise": ("2025-03", ("2025-04", "2025-08")),
    "both": ("2025-03", ("2025-10", "2026-05")),
    "year": (("2024-04", "2025-03"), ("2025-04", "2025-08")),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_the_contrast_is_the_interaction_of_lm(name):
    base, window = WINDOWS[name]
    assert_allclose(
        difference_in_differences(GAP, base=base, window=window, last_placebo="2025-03").estimate,
        R["gap"][name],
        rtol=EXACT,
    )


def test_path_and_placebo_dates_are_those_of_lm():
    found = difference_in_differences(
        GAP, base="2025-03", window=("2025-04", "2025-08"), last_placebo="2025-03"
    )
    assert_allclose(found.path.iloc[1:], R["gap"]["path"], rtol=EXACT, atol=1e-10)
    assert_allclose(found.draws, R["gap"]["placebos"], rtol=EXACT, atol=1e-10)


@pytest.mark.parametrize("name", WINDOWS)
def test_the_contrast_is_the_interaction_of_statsmodels(name):
    base, window = WINDOWS[name]
    base = (base, base) if isinstance(base, str) else base
    months = GAP.index
    in_base, in_window = ((months >= a) & (months <= b) for a, b in (base, window))
    log, used = 100 * np.log(PRICES), in_base | in_window
    long = pd.concat(
        pd.DataFrame({"y": log[c], "m": months.astype(str), "d": d, "after": d * in_window})[used]
        for c, d in (("treated", 1), ("comparison", 0))
    )
    b = smf.ols("y ~ C(m) + d + after", long.astype({"after": float})).fit().params["after"]
    assert_allclose(
        difference_in_differences(GAP, base=base, window=window, last_placebo="2025-03").estimate,
        b,
        rtol=EXACT,
    )


@pytest.mark.parametrize("h", [1, 3, 12])
@pytest.mark.parametrize(("ours", "theirs"), [("rectangular", "acf"), ("bartlett", "bartlett")])
@pytest.mark.parametrize("power", [1, 2])
def test_diebold_mariano_is_dm_test_of_forecast(h, ours, theirs, power):
    found = diebold_mariano(
        ERRORS["small"].to_numpy(), ERRORS["large"].to_numpy(), horizon=h, kernel=ours, power=power
    )
    expected = R["dm"][f"h{h}"][theirs][power - 1]
    assert_allclose([found.statistic, found.pvalue], [expected["t"], expected["p"]], rtol=EXACT)


def test_clark_west_with_cosines_is_the_loop_in_r():
    found = clark_west(ERRORS["small"].to_numpy(), ERRORS["large"].to_numpy())
    assert found.distribution == f"t({R['cw']['B']})"
    assert_allclose([found.statistic, found.pvalue], [R["cw"]["t"], R["cw"]["p"]], rtol=EXACT)
