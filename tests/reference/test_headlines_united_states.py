"""Headlines of the page on the United States, computed again from the CSV files."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from plain import (
    ROOT,
    agrees,
    apart,
    change,
    column,
    daily_cross,
    design,
    end_of_sample,
    facts,
    holm,
    interval,
    lagged,
    long_run,
    month_means,
    p_zero,
    stored,
    table,
)  # fmt: skip
from simulated import drawn, effect, less_drawn, near

IMPORTS = "us_import_price_aggregates_monthly"


def dollar():
    """Up is a weaker dollar against advanced economies."""
    return -change(column("fred_md", "TWEXAFEGSMTHx"))


def yen():
    return -change(column("fred_md", "EXJPUSx"))


def renminbi():
    return change(month_means(daily_cross("USD", "CNY")))


def oil():
    return change(column("fred_md", "OILPRICEx"))


def costs():
    return change(column("boj_cgpi_neer_monthly", "cgpi_domestic"))


#: Price, rate, foreign prices, lags, first month, as stated.
PRICES = {
    "all": ((IMPORTS, "all_commodities"), dollar, (oil,), 12, "1990-02"),
    "japan": ((IMPORTS, "japan"), yen, (oil, costs), 12, "1992-10"),
    "china": ((IMPORTS, "china"), renminbi, (oil,), 12, "2006-05"),
    "producer": (("fred_md", "WPSFD49207"), dollar, (oil,), 24, "1980-02"),
    "consumer": (("us_cpi_items_nsa", "SA0"), dollar, (oil,), 24, "1990-02"),
}
SPLIT = {"china": "2015-01"}


def given(outcome, lags=None, first=None, last="2026-07"):
    price, rate, foreign, stated, start = PRICES[outcome]
    return change(column(*price)), rate(), [one() for one in foreign], lags or stated, first or start, last


def equation(outcome, lags=None, first=None, last="2026-07", **options):
    return long_run(*given(outcome, lags, first, last), **options)


@pytest.fixture(scope="module")
def shown():
    return stored("united_states")


@pytest.fixture(scope="module")
def main():
    return {outcome: equation(outcome) for outcome in PRICES}


@pytest.mark.parametrize("outcome", PRICES)
def test_main_estimates_and_intervals_fixed_and_free(shown, main, outcome):
    agrees(shown[f"united_states_{outcome}"], *interval(main[outcome]["fixed"]))
    agrees(shown[f"united_states_{outcome}_free"], *interval(main[outcome]["free"]))


@pytest.mark.parametrize("outcome", ["all", "consumer", "japan"])
def test_what_comes_with_oil_is_free_less_fixed(shown, main, outcome):
    agrees(shown[f"united_states_{outcome}_through"], *interval(main[outcome]["through"]))


@pytest.mark.parametrize("outcome", ["consumer", "producer"])
def test_effects_that_would_have_been_found(shown, outcome):
    """Simulated, so compared within ten percent of a plain simulation with other random numbers, beside
    rounding."""
    near(shown[f"united_states_{outcome}_found"], effect(*drawn(design(*given(outcome))["fixed"])))


def test_goods_from_japan_since_2016_and_since_2009(shown):
    """Effects that would have been found are simulated: within ten percent of a plain simulation, beside
    rounding."""
    recent = equation("japan", first="2016-01")
    agrees(shown["united_states_japan_recent"], *interval(recent["fixed"]))
    agrees(shown["united_states_japan_recent_free"], *interval(recent["free"]))
    made = design(*given("japan", first="2016-01"))
    near(shown["united_states_japan_recent_found"], effect(*drawn(made["fixed"])))
    near(shown["united_states_japan_recent_free_found"], effect(*drawn(made["free"])))
    agrees(shown["united_states_japan_recent_n"], recent["fixed"].rows)
    agrees(shown["united_states_japan_recent_k"], 3 * 13 + 12)
    since = equation("japan", first="2009-01")
    agrees(shown["united_states_japan_2009"], *interval(since["fixed"]))
    agrees(shown["united_states_japan_2009_free"], *interval(since["free"]))
    # "no response can be told from zero" since 2016, and over all months one can
    assert (
        interval(recent["fixed"])[1] < 0 < interval(recent["fixed"])[2]
        and interval(equation("japan")["fixed"])[1] > 0
    )


def test_producer_prices_since_2009_with_oil_free(shown):
    agrees(shown["united_states_producer_2009"], *interval(equation("producer", first="2009-01")["free"]))


@pytest.mark.parametrize(
    ("outcome", "lags"), [("japan", 24), ("japan", 36), ("china", 24), ("china", 36), ("all", 24)]
)
def test_more_lags(shown, outcome, lags):
    agrees(shown[f"united_states_{outcome}_{lags}"], *interval(equation(outcome, lags)["fixed"]))


def test_twelve_further_lags_of_the_yen(shown):
    late = np.r_[np.zeros(13), np.ones(12)]
    agrees(shown["united_states_further_japan"], *interval(equation("japan", 24, weights=late)["fixed"]))


def test_later_less_earlier_with_holm_over_five_prices(shown):
    """What would have been found is simulated: within ten percent of a plain simulation, beside rounding."""
    gaps = {}
    for outcome in PRICES:
        split = pd.Period(SPLIT.get(outcome, "2009-01"), "M")
        gaps[outcome] = apart(
            equation(outcome, first=str(split))["fixed"], equation(outcome, last=str(split - 1))["fixed"]
        )
    p = [p_zero(gap) for gap in gaps.values()]
    agrees(shown["united_states_japan_change"], *interval(gaps["japan"]))
    agrees(shown["united_states_japan_change_p"], p[list(PRICES).index("japan")])
    agrees(shown["united_states_japan_change_holm"], holm(p)[list(PRICES).index("japan")])
    early, late = (
        design(*given("japan", last="2008-12"))["fixed"],
        design(*given("japan", first="2009-01"))["fixed"],
    )
    near(shown["united_states_change_found"], effect(*less_drawn(drawn(late, seed=2), drawn(early))))


def test_share_of_sample_ends_that_read_as_the_last(shown):
    """Counted for goods from China: its interval leaves zero at the last month."""
    ends = [
        interval(equation("china", last=str(m))["fixed"])
        for m in pd.period_range("2016-12", "2026-07", freq="M")
    ]
    reads = [low > 0 and high < 1 for _, low, high in ends if not np.isnan(low)]
    assert reads[-1]
    agrees(shown["united_states_china_same"], 100 * np.mean(reads))


def content(origin):
    """Import content of final consumption, percent: bought abroad, and inputs of domestic producers along
    their chain."""
    flows = pd.read_csv(ROOT / "data/facts/oecd_icio_2019.csv")
    letters = list("ABCDEFGHIJKLMNOPQRST")
    used = flows[(flows["destination"] == "USA")]
    goods = used[used["row"].isin(letters)]
    home = goods[goods["origin"] == "USA"].set_index("row").loc[letters]
    abroad = goods[(goods["origin"] != "USA") & ((goods["origin"] == origin) if origin else True)]
    output = used[letters].sum().to_numpy()
    scale = np.where(output > 0, output, 1)
    supply = np.linalg.inv(np.eye(20) - home[letters].to_numpy() / scale)
    made_at_home = (abroad[letters].sum().to_numpy() / scale) @ supply
    everything = goods["final_consumption"].sum()
    return (
        100
        * (abroad["final_consumption"].sum() + home["final_consumption"].to_numpy() @ made_at_home)
        / everything
    )


def test_japanese_and_all_content_of_consumption(shown):
    agrees(shown["united_states_content"], content("JPN"))
    agrees(shown["united_states_content_all"], content(None))
    agrees(shown["united_states_most"], content("JPN") / 100)


def test_points_that_general_rates_add_to_four_ordinary_duties(shown):
    rates = table("tariff_rates").set_index("id")
    for key, row in {"2025": "2025_08_07", "122": "2026_02_24", "now": "2026_07_24"}.items():
        rate, base = rates.loc[f"japan_general_{row}", ["rate_pct", "rate_base"]]
        added = [max(rate - duty, 0) if base == "all-in" else rate for duty in (0, 2.5, 5, 15)]
        agrees(shown[f"united_states_points_{key}"], *added)


def test_invoices_of_exports_in_dollars(shown):
    invoiced = table("jp_trade_invoicing_shares_halfyearly").query(
        "flow == 'export' and partner == 'united_states'"
    )
    agrees(shown["united_states_invoice_halves"], len(invoiced))
    agrees(shown["united_states_invoice_low"], invoiced["usd"].min())
    agrees(shown["united_states_invoice_high"], invoiced["usd"].max())


def test_pace_in_percent_of_capital_formation(shown):
    """The commitment over the years to the deadline, by 2019's capital formation and by its share of GDP in
    2024."""
    amount = 550.0
    deadline = date(2029, 1, 19)
    yearly = [amount / ((deadline - date(2025, 9, 4)).days / 365.25)]
    loans = table("projects").query("stage == 'signed'")["amount_usd_bn"].sum()
    yearly.append((amount - loans) / ((deadline - date(2026, 11, 28)).days / 365.25))
    flows = pd.read_csv(ROOT / "data/facts/oecd_icio_2019.csv")
    formation = flows.loc[flows["destination"] == "USA", "capital_formation"].sum() / 1000
    gdp = column("weo_annual", "usa_NGDPD", "Y")
    agrees(shown["united_states_pace_low"], 100 * min(yearly) / (formation * gdp["2024"] / gdp["2019"]))
    agrees(shown["united_states_pace_high"], 100 * max(yearly) / formation)


def test_power_reactors_jobs_and_revenue_of_the_batches(shown):
    rows = table("projects").query("list in ['batch_1', 'batch_2']").dropna(subset="amount_usd_bn")
    total, by_sector = rows["amount_usd_bn"].sum(), rows.groupby("sector")["amount_usd_bn"].sum()
    agrees(shown["united_states_power"], 100 * (by_sector["gas_power"] + by_sector["nuclear"]) / total)
    agrees(shown["united_states_reactors"], 100 * by_sector["nuclear"] / total)
    agrees(
        shown["united_states_candidates"],
        100 * rows.loc[rows["stage"] == "candidate", "amount_usd_bn"].sum() / total,
    )
    plant = facts("facts_other")
    incentives = ("huntsville_incentives", "limestone_abatement", "further_incentives")
    keys = ("jobs", "total", "plan", "net_revenue", *incentives)
    value = {key: float(plant[f"alabama_{key}"]) for key in keys}
    payrolls = column("fred_md", "PAYEMS").dropna().iloc[-1]
    for end, cost in (("low", value["total"]), ("high", value["plan"])):
        thousands = total * value["jobs"] / cost
        agrees(shown[f"united_states_jobs_thousand_{end}"], thousands)
        agrees(shown[f"united_states_jobs_share_{end}"], 100 * thousands / payrolls)
    agrees(shown["united_states_net_low"], value["net_revenue"] - sum(value[key] for key in incentives))
    agrees(shown["united_states_net_high"], value["net_revenue"])
    agrees(shown["united_states_yearly"], value["net_revenue"] / 20)


def test_screening_facts(shown):
    cfius = facts("cfius").astype(float)
    agrees(shown["united_states_declarations"], cfius["declarations_japan_most_any_country_2024"])
    agrees(shown["united_states_investigated"], 100 * cfius["share_notices_go_investigation_2024"])


@pytest.mark.parametrize(
    ("key", "price", "rate", "first", "date"),
    [
        ("japan", (IMPORTS, "japan"), yen, "1992-10", "2025-04"),
        ("china", (IMPORTS, "china"), renminbi, "2006-05", "2025-02"),
        ("goods", ("us_cpi_items_nsa", "SACL1E"), dollar, "1992-10", "2025-04"),
    ],
)
def test_unexplained_since_the_tariffs_and_its_p_over_earlier_stretches(shown, key, price, rate, first, date):
    regressors = [lagged(rate(), 12), lagged(oil(), 12)]
    excess, p, _ = end_of_sample(change(column(*price)), regressors, "blocks", first, "2026-07", date)
    agrees(shown[f"united_states_end_{key}"], excess)
    agrees(shown[f"united_states_end_{key}_p"], p)
