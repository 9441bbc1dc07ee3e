"""Headlines of the page on invoices, items and forecasts, computed again from the CSV files.

Fixed-b intervals and forecasts by an expanding window are not recomputed: of the items the estimates are, of
the forecasts what the tables of the project store.
"""

import numpy as np
import pandas as pd
import pytest
from plain import ROOT, agrees, change, column, complete, daily_cross, lagged, month_means, stored, table
from test_headlines_japan import BOJ, yen

YEN, CONTRACT = "jp_import_price_items_yen_monthly", "jp_import_price_items_contract_monthly"


@pytest.fixture(scope="module")
def shown():
    return stored("japan_items")


def frame(name):
    read = pd.read_csv(ROOT / f"data/series/{name}.csv", index_col=0)
    read.index = pd.PeriodIndex(read.index, freq="M")
    return read


@pytest.fixture(scope="module")
def groups():
    """Price in yen and in the currency of the contract of each group and of all: items by the weights of the
    base."""
    catalogue = table("jp_import_price_series").set_index("stem")
    items = catalogue[catalogue["level"] == "item"]
    pair = frame(YEN), frame(CONTRACT)
    items = items.loc[[stem for stem in items.index if stem in pair[0]]]
    made = {}
    for name, part in [*items.groupby(items["group"]), ("all", items)]:
        weight = part["weight_per_1000"]
        title = "all" if name == "all" else catalogue.loc[name, "title"]
        made[title] = [(one[part.index] * weight).sum(axis=1, skipna=False) / weight.sum() for one in pair]
    return made


def shares(y, x):
    """Least squares of one series on two with shares of at least nothing that add to at most one, by every
    active set."""
    best, lowest = None, np.inf
    for candidate in candidates(y, x):
        if (candidate > -1e-12).all() and candidate.sum() < 1 + 1e-12:
            loss = ((y - x @ candidate) ** 2).sum()
            best, lowest = (candidate, loss) if loss < lowest else (best, lowest)
    return best


def candidates(y, x):
    yield np.linalg.solve(x.T @ x, x.T @ y)
    for k in range(2):
        one = np.zeros(2)
        one[k] = x[:, k] @ y / (x[:, k] @ x[:, k])
        yield one
        yield np.eye(2)[k]
    difference = x[:, 0] - x[:, 1]  # the two add to one
    first = difference @ (y - x[:, 1]) / (difference @ difference)
    yield np.array([first, 1 - first])
    yield np.zeros(2)


def rates():
    return pd.DataFrame(
        {"dollar": month_means(daily_cross("JPY", "USD")), "euro": month_means(daily_cross("JPY", "EUR"))}
    )


def currency_shares(pair, base=False):
    ratio, rate = pair[0] / pair[1], rates()
    months = ratio.index.intersection(rate.index)
    ratio, rate = ratio[months], rate.loc[months]
    if base:
        y, x = (100 * (one / one["2020-01":"2020-12"].mean()).diff() for one in (ratio, rate))
    else:
        y, x = (100 * np.log(one).diff() for one in (ratio, rate))
    kept = x.notna().all(axis=1)
    dollar, euro = shares(y[kept].to_numpy(), x[kept].to_numpy())
    return {"dollar": dollar, "euro": euro, "yen": 1 - dollar - euro}


def test_shares_of_currencies_in_import_contracts(shown, groups):
    whole = currency_shares(groups["all"])
    agrees(shown["japan_items_yen_share"], 100 * whole["yen"])
    agrees(shown["japan_items_dollar_share"], 100 * whole["dollar"])
    agrees(shown["japan_items_yen_share_base"], 100 * currency_shares(groups["all"], base=True)["yen"])
    agrees(
        shown["japan_items_energy_yen"],
        100 * currency_shares(groups["Petroleum, coal and natural gas"])["yen"],
    )
    agrees(shown["japan_items_textiles_yen"], 100 * currency_shares(groups["Textiles"])["yen"])


def response(price, lags=6):
    """Coefficient of the month itself, and the sum over six lags, of a price on the effective rate and a
    constant."""
    x = lagged(yen(), lags)
    rows = complete([change(price), x])
    full = np.column_stack([x.loc[rows], np.ones(len(rows))])
    slopes = np.linalg.lstsq(full, change(price).loc[rows].to_numpy(), rcond=None)[0][:-1]
    return slopes[0], slopes.sum()


def test_rank_of_share_and_response_over_groups(shown, groups):
    names = [name for name in groups if name != "all"]
    foreign = pd.Series({name: 1 - currency_shares(groups[name])["yen"] for name in names})
    impact = pd.Series({name: response(groups[name][0])[0] for name in names})
    contract = pd.Series({name: response(groups[name][1])[1] for name in names})
    agrees(shown["japan_items_groups"], len(names))
    agrees(shown["japan_items_rank"], foreign.rank().corr(impact.rank()))
    agrees(shown["japan_items_rank_contract"], foreign.rank().corr(contract.rank()))


def differential(exposure, lags=12, held=False):
    """Weighted slope of items' changes on exposure by month, on lags of the yen, months and a dummy of
    October 2019."""
    old, new = frame("jp_cpi_items_2018_2019_monthly"), frame("jp_cpi_items_monthly")
    prices = pd.concat([old, new[old.columns]])
    prices = prices.loc[:, prices.notna().all()]
    coding = table("jp_cpi_item_exposure").set_index("column").loc[prices.columns]
    m = {"goods": 1.0 - coding["service"], "exposed": coding["energy"] + coding["food_at_home"]}[
        exposure
    ].astype(float)
    weight = table("jp_cpi_series").set_index("column")["weight"].reindex(prices.columns).astype(float)
    deviation = weight * (m - (weight * m).sum() / weight.sum())
    moves = 100 * np.log(prices).diff().iloc[1:]
    slope = moves @ deviation / (deviation @ m)
    months = pd.get_dummies(pd.Series(slope.index.month, slope.index), dtype=float)
    step = pd.Series((slope.index == pd.Period("2019-10", "M")).astype(float), slope.index)
    rates = [lagged(yen(), lags), *([lagged(contract(), lags)] if held else [])]
    parts = [*(one.loc[slope.index] for one in rates), months, step]
    x = np.column_stack(parts)
    return np.linalg.lstsq(x, slope.to_numpy(), rcond=None)[0][: lags + 1].sum()


def contract():
    return change(column(BOJ, "cgpi_import_contract"))


def test_exposed_less_other_consumer_items(shown):
    agrees(shown["japan_items_goods"], differential("goods"))
    agrees(shown["japan_items_exposed"], differential("exposed"))
    agrees(shown["japan_items_goods_24"], differential("goods", 24))
    agrees(shown["japan_items_null_goods"], differential("goods", held=True))


def test_standing_forecast_is_its_last_stored_row(shown):
    row = table("standing_forecasts").iloc[-1]
    for key, name in (
        ("point", "point"),
        ("low", "low80"),
        ("high", "high80"),
        ("yen_part", "yen_part"),
        ("benchmark", "benchmark"),
    ):
        agrees(shown[f"japan_items_{key}"], row[name])


def test_power_of_the_forecast_test_is_that_of_its_simulations(shown):
    rows = table("coverage_simulations").query("method == 'Clark-West, cosines' and measure == 'power'")
    rows = rows.set_index("design")["measured"]
    for key, adds in (("small", "0.05"), ("large", "0.1")):
        agrees(shown[f"japan_items_cw_{key}"], float(adds))
        power = [rows[f"consumer prices, {h} months ahead, yen adds {adds}"] for h in (3, 12, 24)]
        agrees(shown[f"japan_items_cw_power_{key}"], *power)
