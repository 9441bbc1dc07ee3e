"""What the page with controls arranges, on numbers made by hand."""

import pandas as pd

from analysis.chapters import explorer as chapter


def test_the_median_stands_before_its_nine_tenths():
    assert chapter.shown([0.94, 3.06, 6.44], 1) == "3.1 (0.9 to 6.4)"


def test_each_path_has_its_own_decimals():
    found = chapter.half_way({"yen": [1.0, 2.0, 3.0], "consumer prices": [0.1, 0.2, 0.3]})
    assert found["explorer_yen_half_low"] == (1.0, 1) and found["explorer_cpi_half_high"] == (0.3, 2)
    assert found["explorer_cpi_half"] == (0.2, 2)


def test_a_bar_runs_from_the_least_to_the_largest_median():
    ranges = chapter.bounds({"yen": {"theory": [3.0, 1.0, 2.0]}, "consumer prices": {"theory": [0.2]}})
    assert ranges.to_numpy().tolist() == [
        ["yen", "theory", 1.0, 3.0], ["consumer prices", "theory", 0.2, 0.2],
    ]  # fmt: skip


def test_japan_has_the_cash_that_the_united_states_do_not():
    sums = pd.DataFrame({
        "deemed": [50.0], "received": [48.0], "japan_return": [3.0], "worth_state": [-4.0],
        "break_even": [7.0],
    }, index=["plan"])  # fmt: skip
    cash = pd.DataFrame({"cash": [120.0], "united_states": [70.0]}, index=["plan"])
    row = chapter.project_rows(sums, cash).loc["plan"]
    assert row["Japan"] == 50 and row["Of it received"] == 48 and row["Worth to the state"] == -4
