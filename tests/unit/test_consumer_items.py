"""Consumer items as a panel: equal to the regression of monthly slopes, import content by hand, the
coding."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.data.input_output import SECTIONS, import_content
from analysis.errors import DataError
from analysis.passthrough import distributed_lag
from analysis.passthrough.panel.consumer_items import (
    EXPOSURES,
    STEP,
    consumer_items,
    differential,
    differential_power,
    monthly_slopes,
    slope_pass_through,
)

ITEMS = consumer_items()


def test_the_panel_is_the_distributed_lag_of_monthly_slopes():
    """Balanced, with month effects and common regressors: estimate, and Driscoll-Kraay = the kernel
    covariance."""
    panel = differential(ITEMS, "energy or food")
    slopes = monthly_slopes(ITEMS, "energy or food")
    level = pd.Series(100 * np.exp(np.r_[0, np.cumsum(slopes)] / 100), ITEMS.prices.index)
    step = pd.DataFrame({"step": (level.index == pd.Period(STEP, "M")).astype(float)}, level.index)
    one = distributed_lag(
        level, data.load("jp_neer_inverse"), lags=12, controls=step, seasonal=True, inference="fixed-b"
    )
    assert one.nobs == panel.nobs == 100
    assert_allclose(panel.estimate, one.estimate, rtol=1e-8)
    assert_allclose(panel.covariance, one.covariance, rtol=1e-8)


def test_the_long_run_of_the_slopes_is_that_of_the_panel():
    panel, slopes = differential(ITEMS, "goods").long_run, slope_pass_through(ITEMS, "goods")
    assert_allclose([slopes.estimate, slopes.std_error], [panel.estimate, panel.std_error], rtol=1e-8)


def test_power_before_the_estimate_sees_no_lag_of_the_yen():
    found = differential_power(ITEMS, "goods", draws=60)
    assert 0.1 < found.effect < 1.0 and found.size < 0.25


def test_the_join_is_one_series_an_item():
    assert ITEMS.prices.shape == (101, 518) and ITEMS.prices.index[0] == pd.Period("2018-01", "M")
    new = data.table("jp_cpi_items_monthly")
    # December to January across the join moves no more than months elsewhere do: the base is the same.
    change = 100 * np.log(ITEMS.prices).diff()
    typical = change.abs().median(axis=1)
    assert typical[pd.Period("2020-01", "M")] < 1.5 * typical.max()
    assert_allclose(ITEMS.prices.loc["2021-05", "c7301"], new.loc["2021-05", "c7301"])


def test_every_item_is_coded_once_and_the_exposures_say_what_they_should():
    assert ITEMS.exposures.notna().all().all() and list(ITEMS.exposures) == list(EXPOSURES)
    names = data.table("jp_cpi_item_exposure").set_index("column")
    petrol, haircut, rice = "c7301", "c9521", "c1001"
    assert ITEMS.exposures.loc[[petrol, haircut, rice], "goods"].tolist() == [1, 0, 1]
    assert ITEMS.exposures.loc[[petrol, haircut, rice], "energy or food"].tolist() == [1, 0, 1]
    assert ITEMS.exposures.loc[petrol, "import content"] > ITEMS.exposures.loc[haircut, "import content"] > 0
    assert set(names["section"]) <= set(SECTIONS)


def test_import_content_of_a_section_by_summing_the_chain():
    """The inverse written as imports of the goods, of their inputs, of those inputs, and so on."""
    flows = data.table("oecd_icio_2019")
    flows = flows[flows["destination"] == "JPN"]
    output, s = flows[list(SECTIONS)].sum(), list(SECTIONS)
    goods = flows[flows["row"].isin(s)]
    home = goods[goods["origin"] == "JPN"].set_index("row").loc[s, s] / output.where(output > 0, 1)
    imported = goods[goods["origin"] != "JPN"][s].sum() / output.where(output > 0, 1)
    content, share = np.zeros(20), imported.to_numpy()
    for _ in range(200):
        content, share = content + share, share @ home.to_numpy()
    found = import_content()
    assert_allclose(found["made_at_home"].dropna(), content[output.to_numpy() > 0], rtol=1e-8)
    assert found.loc["C", "bought"] == pytest.approx(
        found.loc["C", "imported"] + (1 - found.loc["C", "imported"]) * found.loc["C", "made_at_home"]
    )


def test_import_content_from_one_economy_by_summing_the_chain():
    """Japanese goods and inputs in what the United States buys; and the content by origin adds up to that of
    all."""
    flows = data.table("oecd_icio_2019")
    flows, s = flows[flows["destination"] == "USA"], list(SECTIONS)
    output = flows[s].sum()
    goods = flows[flows["row"].isin(s)]
    home = goods[goods["origin"] == "USA"].set_index("row").loc[s, s] / output.where(output > 0, 1)
    inputs = goods[goods["origin"] == "JPN"][s].sum() / output.where(output > 0, 1)
    content, share = np.zeros(20), inputs.to_numpy()
    for _ in range(200):
        content, share = content + share, share @ home.to_numpy()
    of_c = (
        goods[goods["row"] == "C"].groupby("origin")["final_consumption"].sum()
        / goods.loc[goods["row"] == "C", "final_consumption"].sum()
    )
    found = import_content("USA", "JPN")
    assert found.loc["C", "bought"] == pytest.approx(
        of_c["JPN"] + of_c["USA"] * content[s.index("C")], rel=1e-8
    )
    assert found["weight"].sum() == pytest.approx(1)
    origins = [o for o in flows["origin"].unique() if o != "USA"]
    by_origin = sum(import_content("USA", o)["bought"] for o in origins)
    assert_allclose(by_origin, import_content("USA")["bought"], rtol=1e-8)


def test_import_content_of_an_unknown_origin_is_refused():
    with pytest.raises(DataError, match="XXX"):
        import_content("USA", "XXX")
