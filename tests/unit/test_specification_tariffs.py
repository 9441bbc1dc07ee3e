"""What ran is what was stated: constants of the studies against the words of `specification_tariffs`."""

import re

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.passthrough.core.simulated_power import DRAWS, WANTED
from analysis.passthrough.forecasts import yen
from analysis.passthrough.forecasts.direct import direct_forecasts
from analysis.passthrough.invoicing import commodities, currency_shares
from analysis.passthrough.panel import consumer_items
from analysis.passthrough.tariffs import cars, reconciliation

STATED = data.table("specification_tariffs").set_index("id")["stated"]


def months(text):
    return re.findall(r"\d{4}-\d{2}", text)


def test_windows_and_base_months_of_the_cars():
    stated = months(STATED["cars_windows"])
    ran = [m for base, window, *_ in cars.CHANGES.values() for m in (*window, base)]
    assert stated[: len(ran)] == ran
    assert cars.BEFORE == "2025-03" and f"ends by {cars.BEFORE}" in STATED["cars_placebo_dates"]
    assert cars.car_change("rise").found.draws.index[0] == pd.Period(
        months(STATED["cars_placebo_dates"])[0], "M"
    )


def test_rates_and_dates_of_the_duty():
    days = re.findall(r"(\d{4}-\d{2}-\d{2}): ([\d.]+) to ([\d.]+) percent", STATED["cars_dates"])
    rates = cars.car_rates()
    for (day, before, after), (old, new) in zip(
        days, (("mfn", "2025_04_03"), ("2025_04_03", "2025_09_16")), strict=True
    ):
        old, new = (rates.loc[f"japan_passenger_cars_{key}"] for key in (old, new))
        assert str(new.from_date.date()) == day
        assert (100 * old.rate, 100 * new.rate) == pytest.approx((float(before), float(after)))


def test_groups_of_placebo_goods_and_weights_of_cars():
    names = data.table("jp_export_price_series").set_index("stem")["title"]
    first = [names[g].split()[0].rstrip(",").lower() for g in cars.PLACEBO_GROUPS]
    assert first == ["general", "electric", "transportation", "other"]
    assert all(word in STATED["cars_placebo_goods"].lower() for word in first)
    fuels = data.table("jp_export_price_series").set_index("stem").query("parent in @cars.FUELS")["title"]
    words = ["gasoline", "jet fuel", "gas oil", "heavy", "lubricating"]
    assert [any(word in title.lower() for title in fuels) for word in words] == 5 * [True]
    assert len(fuels) == 5 and "hold five fuels" in STATED["cars_placebo_goods_2"]
    assert "from 0.2 to 0.4" in STATED["cars_bls"]
    assert (min(reconciliation.WEIGHTS), max(reconciliation.WEIGHTS)) == (0.2, 0.4)


def test_invoicing_blocks_draws_and_currencies():
    text = STATED["invoicing_inference"]
    assert f"blocks of {currency_shares.BLOCK} months" in text and f"{currency_shares.DRAWS} draws" in text
    assert f"seed {currency_shares.SEED}" in text
    assert all(f"yen per {name}" in STATED["invoicing_equation"] for name in commodities.RATES)
    assert commodities.invoicing("import", by_group=True, draws=2).months.size == 76


def test_lags_and_exposures_of_the_consumer_items():
    assert (
        f"lags 0 to {consumer_items.LAGS} " in STATED["items_panel"]
        and consumer_items.STEP in STATED["items_panel"]
    )
    for word in ("goods (1) or service (0)", "import content", "energy or food"):
        assert word in STATED["items_exposure"]


def test_horizons_predictors_and_periods_of_the_forecasts():
    text = STATED["forecast_models"]
    assert f"h = {', '.join(map(str, yen.HORIZONS))}" in text
    assert yen.OWN == ((0, 1), (0, 3), (0, 12)) and "own changes of the last 1, 3 and 12 months" in text
    assert yen.OUTSIDE == ((0, 3), (3, 12), (12, 24)) and "last 3, months 4 to 12 and 13 to 24" in text
    assert f"first origin {yen.FIRST_ORIGIN}" in text and f"from {yen.START[:4]}" in text
    assert all(name in STATED["forecast_tests"] for name in list(yen.PERIODS)[1:])
    assert f"{DRAWS} draws" in STATED["power_rule"] and f"rate of {WANTED}" in STATED["power_rule"]


def test_the_standing_forecast_is_kept_as_it_was_made():
    """Rows of the newest origin are what the code gives while the data end there; whole bands in order."""
    kept = data.table("standing_forecasts")
    assert kept.groupby("made_on")["horizon"].apply(list).map(lambda h: h == list(range(1, 25))).all()
    assert (kept["low95"] <= kept["low80"]).all() and (kept["high80"] <= kept["high95"]).all()
    newest = kept[kept["made_on"] == kept["made_on"].max()].set_index("horizon")
    level = yen.targets()["consumer prices"]
    for h in (1, 12, 24):
        X = yen.models(level, h)["yen and foreign"]
        found = direct_forecasts(
            name="m",
            target=level,
            predictors=X,
            horizon=h,
            first_origin=yen.FIRST_ORIGIN,
            sample=(yen.START, None),
        )
        if str(found.origin) == newest.loc[h, "origin"]:
            assert_allclose(newest.loc[h, "point"], found.forecast, atol=1e-4)
            assert newest.loc[h, "errors"] == len(found.error)
