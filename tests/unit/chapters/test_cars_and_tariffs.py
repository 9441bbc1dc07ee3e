"""Frames, phrases and held sentences of the page on cars and tariffs, on numbers made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.chapters.cars_and_tariffs import sentences, tables, words
from analysis.errors import NotebookError
from analysis.passthrough.tariffs.cars import CarChange
from analysis.passthrough.tariffs.placebos import PlaceboGoods


def test_a_contrast_and_a_share_are_said_with_their_bands():
    assert words.log_points(-11.26, -20.0, -2.51) == "−11.3 log points (95 % placebo band −20.0 to −2.5)"
    assert words.share(0.605, 0.2, 1.004) == "0.60 (band 0.20 to 1.00)"


def test_a_change_of_the_duty_is_said_in_percent_and_in_shares_of_it():
    found = SimpleNamespace(
        estimate=-10.0, floor=0.1, draws=pd.Series([1.0, -4.0]), pvalue=0.2, hypothesis="no change",
        band=lambda coverage=0.95: (-12.0, -8.0), detectable=lambda: 3.04,
    )  # fmt: skip
    said = words.of_change(
        CarChange(found, 0.025, 0.275), PlaceboGoods(-10.0, pd.Series([-11.0, 2.0])), -9.26
    )
    assert said[""] == "−10.0 log points (95 % placebo band −12.0 to −8.0)"
    # exp(-0.1) is 0.9048; all of it would be 100 log(1.025 / 1.275) = -21.83.
    assert (said["_percent"], said["_landed"]) == ("−9.5", "0.46 (band 0.37 to 0.55)")
    assert (said["_floor"], said["_largest"], said["_found"]) == ("0.10", "4.0", "3.0")
    assert (said["_detrended"], said["_goods_rank"], said["_reads"]) == ("−9.3", 2, "open")
    assert said["_p"].endswith("of no change") and said["_goods_p"].endswith("those of 2 other goods")


def test_the_floor_of_p_is_one_over_the_windows_apart_and_one():
    table = pd.DataFrame(
        {
            "change": ["rise"],
            "case": ["x"],
            "bearer": ["open"],
            "estimate": [-1.0],
            "low": [-2.0],
            "high": [0.04],
            "p": [0.2],
            "found": [3.5],
            "apart": [9],
            "landed": [0.5],
            "landed_low": [0.1],
            "landed_high": [0.9],
        }
    )
    shown = tables.comparisons(table).iloc[0]
    assert (shown["change"], shown["band"], shown["landed_band"]) == ("Rise", "−2.0 to 0.0", "0.10 to 0.90")
    assert shown["floor"] == pytest.approx(0.1) and shown["found"] == 3.5


def test_contrasts_are_long_and_their_rows_have_no_line_end():
    rows = {"Rise:\nearlier dates": (pd.Series([1.0, 2.0], ["2020-01", "2020-02"]), -9.0)}
    assert tables.contrasts(rows).to_numpy().tolist() == [
        ["Rise: earlier dates", "2020-01", 1.0],
        ["Rise: earlier dates", "2020-02", 2.0],
    ]


def test_duties_peak_after_the_rise_and_not_before():
    quarters = pd.period_range("2024Q4", "2025Q3", freq="Q")
    sentences.duties(pd.Series([20.0, 21.0, 60.0, 90.0], quarters), quarters)
    with pytest.raises(NotebookError, match="Duties on all goods rose from"):
        sentences.duties(pd.Series([20.0, 91.0, 60.0, 90.0], quarters), quarters)


@pytest.mark.parametrize(("least", "holds"), [(0.51, True), (0.5, False)])
def test_most_of_a_tariff_is_more_than_half(least, holds):
    importers = pd.Series([least, 0.9])
    if holds:
        sentences.literature(importers, "exporters", 3.1)
    else:
        with pytest.raises(NotebookError, match="on US importers"):
            sentences.literature(importers, "exporters", 3.1)
