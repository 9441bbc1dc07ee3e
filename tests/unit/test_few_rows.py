"""The warning of short samples: just below and just above its bound, in results, in exports and on the
command line."""

import numpy as np
import pandas as pd
import pytest

from analysis import data
from analysis.passthrough import distributed_lag, held_fixed
from analysis.passthrough.core.few_rows import CORRECTED_ROWS, ROWS, few_rows


@pytest.mark.parametrize(
    ("method", "least"),
    [
        ("ewc", ROWS),
        ("fixed-b", ROWS),
        ("newey-west", ROWS),
        ("ewc-hc3", CORRECTED_ROWS),
        ("hc1", CORRECTED_ROWS),
        ("ols", CORRECTED_ROWS),
    ],
)
def test_just_below_and_at_the_bound(method, least):
    assert few_rows(least * 25, 25, method=method) is None
    said = few_rows(least * 25 - 1, 25, method=method)
    assert f"{least * 25 - 1} rows for 25 coefficients" in said and "cover less" in said
    assert ("ewc-hc3" in said) == (least == ROWS)


def world(months):
    rng = np.random.default_rng(1)
    index = pd.period_range("1990-01", periods=months, freq="M")
    price, fx = (pd.Series(100 * np.exp(np.cumsum(rng.normal(size=months)) / 100), index) for _ in range(2))
    return price, fx, pd.Series(rng.normal(size=months), index, name="foreign")


def test_a_result_carries_it_to_its_text_and_its_table():
    """25 coefficients: 124 rows warn and 125 do not; 12 lags and the first change cost 13 months."""
    price, fx, _ = world(138)
    short = distributed_lag(price.iloc[:-1], fx, lags=12, seasonal=True)
    assert short.nobs == 124 and any("124 rows for 25 coefficients" in text for text in short.warnings)
    assert "124 rows for 25 coefficients" in short.summary()
    assert not any(
        "coefficients" in text for text in distributed_lag(price, fx, lags=12, seasonal=True).warnings
    )


def test_both_estimands_are_told_apart(tmp_path):
    """With a foreign price 38 coefficients, without 25; corrected residuals warn below two rows each."""
    price, fx, foreign = world(85)
    found = held_fixed(price, fx, foreign=foreign, lags=12, seasonal=True, inference="ewc-hc3")
    assert found.fixed.nobs == 72
    assert (
        any("72 rows for 38 coefficients" in text for text in found.fixed.warnings)
        and not found.free.warnings
    )
    written = tmp_path / "path.tex"
    found.fixed.export(written)
    assert "72 rows for 38 coefficients" in written.read_text("utf-8")


def test_the_table_of_simulations_bears_the_rule_out():
    """Plain cosines cover fewer than nine in ten below five rows a coefficient and more above; corrected ones
    keep 0.95 to two."""
    table = data.table("coverage_simulations").query("topic == 'short sample'")
    table = table.assign(rows=table["design"].str.extract(r"(\d+) rows")[0].astype(int))
    covered = table.pivot(index="rows", columns="method", values="measured")
    per = covered.index / 25
    assert (covered.loc[per < ROWS, "ewc"] < 0.9).all() and (covered.loc[per > ROWS, "ewc"] > 0.9).all()
    assert covered["ewc"].loc[48] < 0.85 < covered["ewc"].loc[60]
    assert (covered["ewc-hc3"] > 0.945).all()
    assert (covered["ols"] > 0.94).all(), "Student's t is exact with independent normal errors"


def test_the_command_line_prints_it():
    """The summary is what the command prints, warnings included."""
    price, fx, _ = world(100)
    assert "warning" in distributed_lag(price, fx, lags=12, seasonal=True).summary()
