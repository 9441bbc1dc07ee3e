"""Headlines of the page on cars and the tariff, computed again from the CSV files."""

import numpy as np
import pandas as pd
import pytest
from plain import agrees, column, stored, table

CARS, NORTH, ELSEWHERE = "jp_car_export_prices_monthly", "car_north_america_contract", "car_other_contract"
#: Base month, first and last month of the window, rates before and after, as laid down in
#: `specification_tariffs`.
CHANGES = {
    "rise": ("2025-03", "2025-04", "2025-08", 0.025, 0.275),
    "cut": ("2025-08", "2025-10", "2026-05", 0.275, 0.15),
    "both": ("2025-03", "2025-10", "2026-05", 0.025, 0.15),
}
LAST_PLACEBO = pd.Period("2025-03", "M")


def gap():
    return 100 * np.log(column(CARS, NORTH) / column(CARS, ELSEWHERE)).dropna()


def contrast(series, name, at=None):
    """Mean of the window less the base, both moved so that the base is `at`."""
    base, first, last, *_ = CHANGES[name]
    base, first, last = (pd.Period(month, "M") for month in (base, first, last))
    move = 0 if at is None else (at - base).n
    return series[first + move : last + move].mean() - series[base + move]


def placebos(series, name):
    """The contrast at every base month from 2020-01 on whose window ends by March 2025."""
    base, _, last, *_ = CHANGES[name]
    reach = (pd.Period(last, "M") - pd.Period(base, "M")).n
    months = pd.period_range(series.index[0], LAST_PLACEBO - reach, freq="M")
    return np.array([contrast(series, name, at) for at in months])


def critical(draws):
    """The value that at most one in twenty of the draws and the date itself together exceed or equal."""
    return np.sort(np.abs(draws))[int(np.ceil(0.95 * (len(draws) + 1))) - 1]


@pytest.fixture(scope="module")
def shown():
    return stored("cars_and_tariffs")


@pytest.mark.parametrize("name", CHANGES)
def test_contrast_band_and_p_over_earlier_dates(shown, name):
    estimate, draws = contrast(gap(), name), placebos(gap(), name)
    half = critical(draws)
    agrees(shown[f"cars_{name}"], estimate, estimate - half, estimate + half)
    agrees(shown[f"cars_{name}_percent"], 100 * np.expm1(estimate / 100))
    agrees(
        shown[f"cars_{name}_p"], (1 + (np.abs(draws) >= abs(estimate)).sum()) / (1 + len(draws)), len(draws)
    )
    agrees(shown[f"cars_{name}_largest"], np.abs(draws).max())


@pytest.mark.parametrize("name", CHANGES)
def test_floor_of_p_counts_windows_without_a_common_month(shown, name):
    base, _, last, *_ = CHANGES[name]
    length = (pd.Period(last, "M") - pd.Period(base, "M")).n + 1
    windows = ((LAST_PLACEBO - pd.Period("2020-01", "M")).n + 1) // length
    agrees(shown[f"cars_{name}_floor"], 1 / (1 + windows))


def test_number_of_placebo_dates(shown):
    agrees(shown["cars_rise_placebos"], len(placebos(gap(), "rise")))


@pytest.mark.parametrize("name", CHANGES)
def test_shares_of_the_duty_by_three_denominators(shown, name):
    *_, before, after = CHANGES[name]
    move, half = contrast(gap(), name), critical(placebos(gap(), name))
    shares = [-x / 100 / np.log((1 + after) / (1 + before)) for x in (move, move + half, move - half)]
    agrees(shown[f"cars_{name}_landed"], shares[0], min(shares[1:]), max(shares[1:]))
    price = np.exp(move / 100)
    agrees(shown[f"cars_{name}_rate_share"], (1 - price) / (after - before))
    agrees(shown[f"cars_{name}_revenue"], (1 - price) / (after * price - before))
    reads = "exporters" if min(shares[1:]) > 0.5 else "buyers" if max(shares[1:]) < 0.5 else "open"
    assert shown[f"cars_{name}_reads"] == reads


def test_rates_are_those_of_the_schedule(shown):
    rates = table("tariff_rates").set_index("id")["rate_pct"].astype(float)
    keys = ("mfn", "2025_04_03", "2025_09_16")
    found = [rates[f"japan_passenger_cars_{key}"] for key in keys]
    assert found == pytest.approx([2.5, 27.5, 15.0])
    for key, rate in zip(("before", "high", "now"), found, strict=True):
        agrees(shown[f"cars_rate_{key}"], rate)


def test_without_the_drift_before_the_duty(shown):
    """Mean monthly change of the gap to March 2025, times the months from the base to the middle of the
    window."""
    series = gap()
    drift = (series[LAST_PLACEBO] - series.iloc[0]) / (len(series[:LAST_PLACEBO]) - 1)
    agrees(shown["cars_drift"], drift)
    line = pd.Series(drift * np.arange(len(series)), series.index)
    for name in CHANGES:
        agrees(shown[f"cars_{name}_detrended"], contrast(series - line, name))


def test_months_inside_the_period(shown):
    series = gap()
    single = series.diff()
    agrees(shown["cars_check_august"], series["2025-07"] - series["2025-08"])
    agrees(shown["cars_check_march"], series["2026-03"] - series["2026-02"])
    agrees(shown["cars_check_half"], critical(single[: str(LAST_PLACEBO)].dropna()))
    agrees(shown["cars_at_cut"], series["2025-10"] - series["2025-08"])


def test_landed_share_by_month(shown):
    """April had two days of the ordinary rate, September 2025 is mixed; June and the last month have one
    rate."""
    series = gap() - gap()["2025-03"]
    april = (2 * 0.025 + 28 * 0.275) / 30
    for key, month, rate in (
        ("first", "2025-04", april),
        ("june", "2025-06", 0.275),
        ("last", "2026-05", 0.15),
    ):
        agrees(shown[f"cars_{key}_share"], -series[month] / 100 / np.log((1 + rate) / 1.025))


@pytest.mark.parametrize("name", CHANGES)
def test_rank_and_p_among_other_goods(shown, name):
    """Items of four groups of the export table but for those under Section 232, each less cars elsewhere."""
    catalogue = table("jp_export_price_series").set_index("stem")
    groups = ("s00420001", "s00520001", "s00620001", "s00720001")
    out = ("s00640001", "s00640002", "s00640004", "s00640005")
    items = catalogue[
        catalogue["level"].eq("item") & catalogue["group"].isin(groups) & ~catalogue["parent"].isin(out)
    ]
    moves = {}
    for stem in items.index.drop("s00750017"):  # tyres
        price = column("jp_export_price_items_contract_monthly", stem)
        moves[stem] = abs(contrast(100 * np.log(price / column(CARS, ELSEWHERE)), name))
    moves, own = pd.Series(moves).dropna(), abs(contrast(gap(), name))
    if name == "both":
        less = moves[catalogue.loc[moves.index, "parent"] != "s00740003"]  # five fuels
        assert len(less) == len(moves) - 5
        agrees(shown["cars_both_fuelless_rank"], 1 + (less > own).sum())
        agrees(shown["cars_both_fuelless_p"], (1 + (less >= own).sum()) / (1 + len(less)), len(less))
    agrees(shown["cars_goods"], len(moves))
    agrees(shown[f"cars_{name}_goods_p"], (1 + (moves >= own).sum()) / (1 + len(moves)), len(moves))
    agrees(shown[f"cars_{name}_goods_rank"], 1 + (moves > own).sum())


def test_showroom_prices_with_the_margin_kept_in_dollars(shown):
    for key, name, move in (
        ("rise", "rise", contrast(gap(), "rise")),
        ("now", "both", contrast(gap(), "both")),
        ("none", "both", 0.0),
    ):
        *_, before, after = CHANGES[name]
        landed = 100 * (np.exp(move / 100) * (1 + after) / (1 + before) - 1)
        agrees(shown[f"cars_retail_{key}"], *sorted((landed, 0.6 * landed)))


def test_index_of_the_bureau_of_labor_statistics_for_japan(shown):
    index = 100 * np.log(column("us_import_price_aggregates_monthly", "japan"))
    for name in ("rise", "both"):
        agrees(shown[f"cars_bls_{name}"], contrast(index, name))
    low, high = (float(shown[f"cars_weight_{end}"]) for end in ("low", "high"))
    assert (low, high) == (0.2, 0.4)
    moved = contrast(100 * np.log(column(CARS, NORTH)), "rise")
    # what other goods would have had to do for both to be right, which no comparable goods did
    for key, weight in (("low", low), ("high", high)):
        agrees(shown[f"cars_needed_{key}"], (contrast(index, "rise") - weight * moved) / (1 - weight))
