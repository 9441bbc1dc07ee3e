"""Measures of the chapter on China and third countries, by hand arithmetic on a few rows."""

import pandas as pd
import pytest

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.china_and_others import content, foreign_content
from analysis.claims.registry import measures


def on(name, **values):
    table = pd.DataFrame({"id": list(values), "value": list(values.values())})
    return measures("china_and_others")[name].on({"third_countries": table})


def test_photoresist_reads_japan_and_not_the_three_largest_makers():
    found = on(
        "japan_in_photoresist",
        photoresist_japan_share_high_end_segment_over=40.0,
        photoresist_top_three_makers_share_all_photoresist=85.0,
        photoresist_chinese_makers_share_high_end_semiconductor=5.0,
    )
    assert found == 40.0
    assert isinstance(on("japan_in_photoresist", other=1.0), Absent)


def test_chinese_makers_above_the_low_end():
    found = on(
        "chinese_in_photoresist",
        photoresist_chinese_makers_share_high_end_semiconductor=5.0,
        photoresist_localisation_krf_resist_claimed_above=30.0,
        photoresist_chinese_makers_share_low_end_circuit=50.0,
    )
    assert found == Range(5.0, 30.0)
    assert isinstance(
        on("chinese_in_photoresist", photoresist_chinese_makers_share_low_end_circuit=50.0), Absent
    )


@pytest.mark.parametrize(
    ("leaders", "american", "low", "high"),
    [(0.0, 4.0, 0.0, 0.0), (0.0, 3.0, 0.0, 1.0), (1.0, 3.0, 1.0, 2.0), (1.0, 4.0, 1.0, 1.0)],
)
def test_fields_with_europe(leaders, american, low, high):
    found = on(
        "fields_with_europe",
        fdi_european_leaders_in_data_centres=leaders, fdi_chip_projects_among_ten_largest_greenfield=4.0,
        fdi_chip_projects_in_us=american,
    )  # fmt: skip
    assert found == Range(low, high)


def test_chip_projects_by_place():
    chips = {"fdi_chip_projects_among_ten_largest_greenfield": 4.0, "fdi_chip_projects_in_us": 1.0}
    assert on("us_share_of_chip_projects", **chips) == 25.0
    assert isinstance(
        on("us_share_of_chip_projects", fdi_chip_projects_among_ten_largest_greenfield=4.0), Absent
    )
    assert isinstance(on("fields_with_europe", fdi_chip_projects_in_us=3.0), Absent)


def test_developing_economies_against_the_world_by_final_figures():
    found = on(
        "developing_less_world",
        fdi_developing_change_final=2.0, fdi_global_change_final=6.0, fdi_developing_economies_change=-2.0,
    )  # fmt: skip
    assert found == -4.0
    preliminary = {"fdi_developing_economies_change": -2.0, "fdi_global_direct_investment_change": 14.0}
    assert isinstance(on("developing_less_world", **preliminary), Absent)


def two_economies():
    """X makes 100 of 10 of its own and 20 of Y's goods; Y makes 100 alone. X sells 50 at home and 40 in Y, Y
    80 at home."""
    return pd.DataFrame({
        "origin": ["X", "X", "Y", "Y", "X", "Y", "X", "Y"],
        "row": ["C", "C", "C", "C", "VA", "VA", "TLS", "TLS"],
        "destination": ["X", "Y", "X", "Y", "X", "Y", "X", "Y"],
        "C": [10.0, 0.0, 20.0, 0.0, 70.0, 100.0, 0.0, 0.0],
        "final_consumption": [30.0, 40.0, 0.0, 80.0, 0.0, 0.0, 0.0, 0.0],
        "capital_formation": [20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    })  # fmt: skip


def test_foreign_content_by_hand():
    # A dollar of X holds 0.7 / 0.9 of X and 0.2 / 0.9 of Y. Y's 120 hold 40 * 0.7 / 0.9 of X.
    found = foreign_content(two_economies())
    assert found["X"] == pytest.approx(100 * 0.2 / 0.9)
    assert found["Y"] == pytest.approx(100 * 40 * 0.7 / 0.9 / 120)


def test_content_agrees_with_foreign_content():
    table = two_economies()
    assert content(table, "Y").loc["X", "final demand"] == pytest.approx(foreign_content(table)["X"])
    assert content(table, "X").loc["Y", "final demand"] == pytest.approx(foreign_content(table)["Y"])
    assert content(table, "Y").loc["X", "direct"] == pytest.approx(20.0)
