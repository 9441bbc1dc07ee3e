"""What the page on invoices, items and forecasts arranges, on numbers made by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.chapters.japan_items import accuracy, invoices, items


def test_the_heaviest_group_stands_first_and_all_of_them_last():
    names = ["all", "light", "heavy"]
    shares = pd.DataFrame({"dollar": 0.5, "euro": 0.1, "yen": [0.4, 0.3, 0.2]}, names)
    ends = pd.concat({c: pd.DataFrame({"low": 0.0, "high": 1.0}, names) for c in shares}, axis=1)
    found = SimpleNamespace(estimate=shares, interval=lambda: ends)
    rows = invoices.share_rows(pd.DataFrame({"weight": [1000.0, 300.0, 700.0]}, names), found, found)
    assert rows["Commodities"].to_list() == ["heavy", "light", "All"]
    assert rows["Yen"].to_list()[0] == "0.20 (0.00 to 1.00)"


def test_prices_are_log_points_from_the_origin():
    months = pd.period_range("2026-06", periods=3, freq="M")
    past = accuracy.since_origin(
        pd.Series([100.0, 110.0, 121.0], months), pd.DataFrame({"origin": ["2026-07"]})
    )
    assert past.to_list() == pytest.approx([-100 * np.log(1.1), 0, 100 * np.log(1.1)])


def test_the_ratio_since_2020_is_that_of_the_same_comparison():
    overall = pd.DataFrame({
        "target": ["a", "b"], "horizon": [3, 12], "model": ["yen", "yen"], "ratio": [0.98, 1.02],
        "clark_west": [0.1, 0.2], "holm": [0.3, 0.4], "diebold_mariano": [0.5, 0.6],
    })  # fmt: skip
    late = pd.DataFrame(
        {"ratio": [1.5, 0.5]}, index=pd.MultiIndex.from_tuples([("b", 12, "yen"), ("a", 3, "yen")])
    )
    made = pd.DataFrame(
        [
            ("forecasts on data", "Clark-West, b, yen", "12 months ahead, yen adds 0", "size", 0.04),
            ("forecasts on data", "Clark-West, b, yen", "12 months ahead, yen adds 0.2", "power", 0.61),
            ("forecasts on data", "Clark-West, a, yen", "3 months ahead, yen adds 0", "size", 0.07),
            ("forecasts on data", "Clark-West, a, yen", "3 months ahead, yen adds 0.2", "power", 0.33),
            ("forecasts on data", "Diebold-Mariano, a, yen", "3 months ahead, yen adds 0", "size", 0.5),
            ("parity on data", "ols, slope of 1", "parity is true", "size", 0.9),
        ],
        columns=["topic", "method", "design", "measure", "measured"],
    )
    rows = accuracy.accuracy_rows(overall, late, made)
    assert rows["Ratio since 2020"].to_list() == ["0.50", "1.50"]
    assert rows["Rejects without, with"].to_list() == ["0.07, 0.33", "0.04, 0.61"]


@pytest.mark.parametrize(("p", "missed"), [(0.05, 1), (0.0499, 0)])
def test_only_what_holm_leaves_is_a_null_of_the_states(p, missed):
    columns = ["estimate", "low", "high", "found", "matters", "p_holm"]
    index = pd.MultiIndex.from_tuples([("high inflation", "goods")])
    nulls = items.state_nulls(pd.DataFrame([[0.1, -0.1, 0.3, 0.4, 0.2, p]], index=index, columns=columns))
    assert len(nulls) == missed
    if missed:
        null = nulls["high inflation", "goods"]
        assert (null.name, null.low, null.found, null.matters) == (
            "goods: high inflation less other months", -0.1, 0.4, 0.2,
        )  # fmt: skip


def test_no_other_threshold_is_an_empty_cell():
    row = {"state": "s", "exposure": "e", "share": 0.5, "found": 1, "matters": 1, "size": 0.1, "estimate": 1,
           "low": 0, "high": 2, "p_holm": 0.2, "other_low": 0.1, "other_high": 0.3}  # fmt: skip
    rows = items.state_rows(pd.DataFrame([row | {"other": np.nan}, row | {"other": 0.2}]))
    assert rows["Other threshold"].to_list() == ["", "0.20 (0.10 to 0.30)"]
