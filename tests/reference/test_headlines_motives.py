"""Headlines of the page on motives, computed again from the CSV files.

P-values of breaks come from a bootstrap of 999 draws and are not recomputed.
"""

import numpy as np
import pandas as pd
import pytest
from plain import (
    ROOT,
    agrees,
    change,
    column,
    complete,
    daily_cross,
    facts,
    found,
    interval,
    least_squares,
    month_means,
    seasons,
    stored,
    table,
)

ARTICLE, SINCE, BEFORE = "2025-11", "2025-09", 60
LEVEL = 0.90
DEBT, SHARES, SECURITIES = "long_term_debt", "equity_fund_shares", "total"
POWER, NAMED = (
    ("gas_power", "oil_export", "nuclear"),
    ("semiconductors", "electronics", "batteries", "machinery"),
)


def gdp():
    """Million yen a quarter, not at an annual rate."""
    return column("oecd_national_accounts_quarterly", "jpn_gdp", "Q").dropna()


def share_of_gdp(flow):
    """100 million yen a month at a yearly rate, in percent of four times the GDP of the own quarter."""
    flow = flow.loc[flow.first_valid_index() : flow.last_valid_index()]
    yearly = 4 * gdp().reindex(flow.index.asfreq("Q")).to_numpy()
    return (100 * 12 * flow * 1e8 / (yearly * 1e6)).dropna()


def securities(which):
    return share_of_gdp(column("jp_residents_portfolio_abroad_monthly", which))


def direct(which):
    return share_of_gdp(column("jp_balance_of_payments_monthly", which))


def yields():
    return pd.DataFrame({
        "us": column("fred_md", "GS10"), "jp": column("jp_10y_yield_monthly", "jgb10y_oecd"),
        "paper": column("fred_md", "CP3Mx"), "bank": column("jp_3m_interbank_monthly", "jp_3m_interbank"),
    })  # fmt: skip


def pickup():
    """Yield gap, and less the cost of a three-month hedge: financial paper as a simple rate less the
    interbank rate."""
    y = yields()
    paper = 100 * (1 / (1 - y["paper"] / 400) - 1) * 4
    gap = y["us"] - y["jp"]
    return pd.DataFrame({"unhedged": gap, "hedged": gap - (paper - y["bank"])}).dropna()


def month_before(frame):
    """Values of the month before, the last one too: it belongs to a month that the frame itself has not."""
    return frame.set_axis(frame.index + 1)


def regress(y, x, kind="fixed"):
    rows = complete([y, x])
    columns = np.hstack([x.loc[rows].to_numpy(), seasons(rows, kind).to_numpy()])
    return [
        least_squares(y.loc[rows], columns, np.eye(columns.shape[1])[i], scaled=False)
        for i in range(x.shape[1])
    ]


@pytest.fixture(scope="module")
def shown():
    return stored("motives")


RESPONSES = {
    "motives_hedged_text": (DEBT, "hedged", None),
    "motives_unhedged_text": (DEBT, "unhedged", None),
    "motives_equity_text": (SHARES, "hedged", None),
    "motives_recent_text": (DEBT, "hedged", "2022-01"),
}


@pytest.mark.parametrize("key", RESPONSES)
def test_purchases_on_the_yield_gap_of_the_month_before(shown, key):
    which, gap, first = RESPONSES[key]
    flow = securities(which).loc[first:]
    agrees(shown[key], *interval(regress(flow, month_before(pickup()[[gap]]))[0], LEVEL))


def test_effect_that_would_have_been_found_and_spread_of_purchases(shown):
    main = regress(securities(DEBT), month_before(pickup()[["hedged"]]))[0]
    agrees(shown["motives_detectable"], found(main, LEVEL))
    agrees(shown["motives_spread"], interval(main, LEVEL)[2])
    agrees(shown["motives_deviation"], securities(DEBT).loc["2005-02":].std())


def test_yield_gap_before_and_after_the_hedge(shown):
    gap, y = pickup(), yields()
    past = gap[:"2021-12"].mean()
    agrees(shown["motives_gap"], gap.loc[ARTICLE, "unhedged"])
    agrees(shown["motives_left"], gap.loc[ARTICLE, "hedged"])
    agrees(shown["motives_left_past"], past["hedged"])
    # The gap itself needs no price of the hedge: April 2020, without a rate of financial paper, counts.
    every = y["us"] - y["jp"]
    agrees(shown["motives_gap_past"], every[y["bank"].first_valid_index() : "2021-12"].mean())
    agrees(shown["motives_gap_long"], every["1989-01":"2021-12"].mean())
    of_month = column("jp_10y_yield_monthly", "jgb10y_mof_month_mean")
    agrees(shown["motives_gap_means"], y["us"][ARTICLE] - of_month[ARTICLE])


def step(series, date=SINCE):
    """Step alone, with trend, and the trended step at every earlier date that ends before the real one."""
    values = series.dropna()
    place, length = values.index.get_loc(pd.Period(date, "M")), len(values)
    after = length - place

    def at(s, trend):
        window = values.iloc[s - BEFORE : s + after]
        x = pd.DataFrame({"step": (np.arange(len(window)) >= BEFORE).astype(float)}, index=window.index)
        if trend:
            x["trend"] = np.arange(len(window)) / 12
        return regress(window, x)[0]

    return at(place, False), at(place, True), [at(s, True) for s in range(BEFORE, place - after + 1)]


def widened(trended, placebos):
    """Trended step, and its interval widened until nine in ten of the placebo dates hold zero, or more."""
    sizes = np.sort([abs(p.value / p.error) for p in placebos])
    bound = sizes[int(np.ceil(PLACEBO * len(sizes))) - 1]
    half = max((interval(trended, LEVEL)[2] - trended.value) / trended.error, bound) * trended.error
    return trended.value, trended.value - half, trended.value + half


PLACEBO = 0.95


def test_direct_investment_since_the_memorandum_without_and_with_trend(shown):
    plain, trended, placebos = step(direct("fdi_outward"))
    agrees(shown["motives_outward_plain"], *interval(plain, LEVEL))
    agrees(shown["motives_outward_trend"], *widened(trended, placebos))
    agrees(shown["motives_outward_placebos"], len(placebos))
    size = abs(trended.value / trended.error)
    agrees(shown["motives_outward_often"], 100 * np.mean([abs(p.value / p.error) >= size for p in placebos]))


@pytest.mark.parametrize("key", ["fdi", "securities", "net"])
def test_other_flows_with_trend(shown, key):
    portfolio, balance = "jp_residents_portfolio_abroad_monthly", "jp_balance_of_payments_monthly"
    flow = {
        "fdi": lambda: direct("fdi_net"),
        "securities": lambda: securities(SECURITIES),
        "net": lambda: share_of_gdp((column(balance, "fdi_net") + column(portfolio, "total")).dropna()),
    }[key]()
    _, trended, placebos = step(flow)
    agrees(shown[f"motives_{key}_trend"], *widened(trended, placebos))


def test_drift_of_the_effective_rate(shown):
    moves = 12 * change(column("boj_cgpi_neer_monthly", "neer_boj")).loc["2005-12":ARTICLE]
    drift = least_squares(moves, np.ones((len(moves), 1)), np.ones(1), scaled=False)
    agrees(shown["motives_drift_text"], *interval(drift, LEVEL))


def percentile(rate):
    known = rate.dropna()["1995-01":ARTICLE]
    return 100 * ((known < known.iloc[-1]).mean() + (known == known.iloc[-1]).mean() / 2)


def policy():
    """Target in force at the end of each month, from the first month that had one."""
    rows = pd.read_csv(ROOT / "data/series/jp_boj_policy_rate_decisions.csv")
    rows["day"] = pd.to_datetime(rows["effective_date"].fillna(rows["decision_date"]))
    rows = rows.sort_values("day", kind="stable")
    months = pd.period_range(
        rows["day"].iloc[0].to_period("M"), rows["day"].iloc[-1].to_period("M"), freq="M"
    )
    last = [rows.loc[rows["day"] <= month.end_time, "target_mid"].iloc[-1] for month in months]
    return pd.Series(last, months)


def test_percentiles_of_three_rates_in_november_2025(shown):
    agrees(shown["motives_rank_policy"], percentile(policy()))
    agrees(shown["motives_rank_three"], percentile(yields()["bank"]))
    agrees(shown["motives_rank_ten"], percentile(yields()["jp"]))


def test_the_commitment_against_stocks_and_flows(shown):
    size, gdp_usd = facts("size_context").astype(float), column("weo_annual", "jpn_NGDPD", "Y")["2024"]
    agrees(shown["motives_of_gdp"], 100 * size["commitment"] / gdp_usd)
    agrees(
        shown["motives_of_reserves"],
        100 * size["commitment"] / float(facts("institutions")["reserves_2026_08"]),
    )
    agrees(shown["motives_of_stock"], 100 * size["commitment"] / size["fdi_stock_us"])
    agrees(shown["motives_of_year"], size["commitment"] / size["fdi_outflow_us_2024_usd"])
    flow, us = size["fdi_outflow_2024_usd"], size["fdi_outflow_us_2024_usd"]
    agrees(shown["motives_us_share"], 100 * us / flow)
    yearly = 550 / ((pd.Timestamp("2029-01-19") - pd.Timestamp("2025-09-04")).days / 365.25)
    agrees(shown["motives_points"], 100 * ((us + yearly) / (flow + yearly) - us / flow))
    agrees(shown["motives_japan_gdp"], 100 * 550 / gdp_usd)
    agrees(shown["motives_korea_gdp"], 100 * 350 / column("weo_annual", "kor_NGDPD", "Y")["2024"])


def test_an_even_pace_in_percent_of_gdp_since_the_signature(shown):
    months = month_means(daily_cross("JPY", "USD"))
    quarters = months.groupby(months.index.asfreq("Q"))
    rate = quarters.mean()[quarters.count() == 3]
    dollars = (4 * gdp() * 1e6 / 1e9 / rate).dropna().loc["2025Q3":]
    yearly = 550 / ((pd.Timestamp("2029-01-19") - pd.Timestamp("2025-09-04")).days / 365.25)
    agrees(shown["motives_pace"], 100 * yearly / dollars.mean())


def test_signed_loans_pledges_and_sectors(shown):
    projects = table("projects")
    agrees(
        shown["motives_paid"], 100 * projects.loc[projects["stage"] == "signed", "amount_usd_bn"].sum() / 550
    )
    pledges = table("analogues")
    whole = pledges[pledges["item"].isin(["headline", "headline by 2029", "pledge", "pledge over ten years"])]
    value = whole[whole["unit"] == "billion US dollars"].set_index("partner")["value"].astype(float).to_dict()
    parts = pledges[pledges["item"].isin(["direct investment by firms", "credit guarantees"])][
        "value"
    ].astype(float)
    value["Taiwan"] = parts.sum()
    agrees(shown["motives_taiwan"], value["Taiwan"])
    agrees(shown["motives_rank"], 1 + sum(v > value["Japan"] for v in value.values()))
    agrees(shown["motives_pledges"], len(value))
    rows = projects.query("list in ['batch_1', 'batch_2']").dropna(subset="amount_usd_bn")
    for key, names in (("power", POWER), ("named", NAMED)):
        part = rows.loc[rows["sector"].isin(names), "amount_usd_bn"].sum()
        agrees(shown[f"motives_{key}"], 100 * part / rows["amount_usd_bn"].sum())
