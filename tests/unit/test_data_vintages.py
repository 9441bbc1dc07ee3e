"""Two vintages of one publication are refused, in a panel and in a regression."""

import numpy as np
import pandas as pd
import pytest

from analysis import data
from analysis.data.store.vintages import refuse_mixed
from analysis.errors import DataError
from analysis.passthrough import distributed_lag


def series(name, group=None):
    months = pd.period_range("2000-01", periods=80, freq="M")
    values = pd.Series(
        np.exp(0.01 * np.random.default_rng(len(name)).standard_normal(80).cumsum()), months, name=name
    )
    values.attrs = {"vintage_group": group}
    return values


def test_two_editions_of_one_family_are_refused_and_named():
    with pytest.raises(DataError, match="a and bb are two vintages of prices \\(June; October\\)"):
        refuse_mixed([series("a", "prices: June"), series("ccc"), series("bb", "prices: October")])


def test_one_edition_or_two_families_pass():
    refuse_mixed(
        [series("a", "prices: June"), series("bb", "prices: June"), series("ccc", "rates: October"), None]
    )


def test_a_group_is_a_family_and_an_edition():
    with pytest.raises(DataError, match="'prices June' is not written FAMILY: EDITION"):
        refuse_mixed([series("a", "prices June")])


@pytest.mark.parametrize(
    "names",
    [
        ("jp_import_price_yen", "jp_import_price_group_contract_all"),
        ("us_import_price_japan", "us_import_index_all"),
        ("jp_producer_price", "jp_export_price_car_north_america_contract"),
        ("jp_invoice_rate", "jp_domestic_price_group_all"),
    ],
)
def test_a_panel_of_both_vintages_is_refused(names):
    with pytest.raises(DataError, match="two vintages of"):
        data.panel(list(names))


def test_the_effective_rate_belongs_to_no_vintage_of_prices():
    assert set(data.panel(["jp_neer_inverse", "jp_import_price_group_yen_all"])) == {
        "jp_neer_inverse",
        "jp_import_price_group_yen_all",
    }


def test_the_same_vintage_may_be_on_both_sides():
    frame = data.panel(["jp_producer_price", "jp_import_price_contract", "jp_invoice_rate"])
    assert (
        frame.attrs["jp_invoice_rate"]["vintage_group"] == frame.attrs["jp_producer_price"]["vintage_group"]
    )


@pytest.mark.parametrize("framed", [False, True])
def test_an_estimator_refuses_both_vintages(framed):
    price, fx = series("price", "prices: June"), series("fx")
    control = data.log_change(series("other", "prices: October"))
    if framed:
        attrs, control = {"other": control.attrs}, control.to_frame()
        control.attrs = attrs
    with pytest.raises(DataError, match="price and other are two vintages"):
        distributed_lag(price, fx, lags=2, controls=control)


def test_an_estimator_takes_one_vintage():
    fitted = distributed_lag(
        series("price", "prices: June"),
        series("fx"),
        lags=2,
        controls=data.log_change(series("other", "prices: June")),
    )
    assert fitted.nobs == 77


def test_the_invoice_rate_is_the_ratio_of_the_two_bases():
    rate, yen, contract = (
        data.load(n) for n in ("jp_invoice_rate", "jp_import_price_yen", "jp_import_price_contract")
    )
    assert rate["2024-06"] == pytest.approx(100 * yen["2024-06"] / contract["2024-06"], rel=1e-15)
    assert str(rate.index[0]) == "1975-01"
