"""Worlds for the rules of the chapter on Japan."""

import numpy as np
import pandas as pd

MONTHS = pd.period_range("2024-01", "2026-06", freq="M")
LONG = pd.period_range("2000-01", "2024-12", freq="M")
# Million yen a quarter: 500 trillion a year. No two quarters alike, since a repeated one would be a filled one.
GDP = pd.Series(125e6 * (1 + 1e-9 * np.arange(100)), pd.period_range("2000Q1", periods=100, freq="Q"))
ONE_PERCENT = 50_000.0  # 100 million yen


def acts(bought, rises, note=""):
    """Operations and policy rate with a purchase and a rise in these months, and the timeline's entry on each."""
    operations = pd.Series([100.0 if str(month) in bought else 0.0 for month in MONTHS], MONTHS)
    steps = pd.Series([0.25 if str(month) in rises else 0.0 for month in MONTHS], MONTHS)
    dates = [(f"{month}-01", topic) for topic, months in (("intervention", bought), ("policy_rate", rises)) for month in months]
    timeline = pd.DataFrame(
        [(f"{date}_{topic}", date, topic, "an act", note) for date, topic in dates],
        columns=["id", "date", "topic", "event", "note"],
    )
    return {"operations": operations, "policy_rate": 0.1 + steps.cumsum(), "timeline": timeline}


def monthly(effect, rng):
    """A rate that moves by `effect` percent with a flow of one percent of GDP, and that flow in 100 million yen."""
    share = 0.4 + 0.4 * rng.standard_normal(len(LONG))
    change = effect * share + 0.5 * rng.standard_normal(len(LONG))
    return pd.Series(100 * np.exp(np.cumsum(change - change.mean()) / 100), LONG), pd.Series(share * ONE_PERCENT, LONG)


def outflows(official, private, yen_share=None):
    """Daily operations and monthly outflows with these effects; without `yen_share` the funding is unknown."""
    rng = np.random.default_rng(50)
    days = pd.bdate_range("2010-01-01", "2019-12-31")
    bought = np.zeros(len(days))
    first = np.arange(200, len(days) - 100, 90)
    bought[first] = rng.choice([-1.0, 1.0], len(first)) * rng.uniform(10_000, 30_000, len(first))
    change = 0.3 * rng.standard_normal(len(days)) + official * bought / ONE_PERCENT * 0.8
    daily = pd.Series(100 * np.exp(np.cumsum(change) / 100), days)
    operations = pd.Series(bought, days)
    operations.attrs["covered_to"] = "2019-12-31"
    rate, flow = monthly(private, rng)
    unknowns = pd.DataFrame({"id": ["currency_which_scheme_funded_reserves"] if yen_share is None else ["another"]})
    terms = pd.DataFrame({"id": ["amount", "share_bought_with_yen"], "value": [550.0, yen_share]})
    return {
        "daily": daily,
        "operations": operations,
        "rate": rate,
        "direct": 0.25 * flow,
        "portfolio": 0.75 * flow,
        "gdp": GDP,
        "unknowns": unknowns,
        "terms": terms.iloc[: 1 if yen_share is None else 2],
    }


def returns(effect, returned):
    """Income that moves the rate by `effect`, of which this share comes home."""
    rate, income = monthly(effect, np.random.default_rng(51))
    context = pd.DataFrame({"id": ["primary_income_returned"], "value": [returned]})
    return {"rate": rate, "income": income, "gdp": GDP, "context": context}


WORLDS = {
    "C50": {
        "supported": lambda: outflows(6.0, 3.0, yen_share=0.5),
        "partly": lambda: outflows(6.0, 0.0),
        "contradicted": lambda: outflows(-6.0, -3.0, yen_share=0.0),
        "open": lambda: outflows(-6.0, -3.0),  # both effects against it, but the funding is unknown
    },
    "C51": {
        "supported": lambda: returns(-3.0, 0.8),
        "partly": lambda: returns(3.0, 0.333),
        "contradicted": lambda: returns(3.0, 0.05),
        "open": lambda: returns(0.0, 0.05),
    },
    "C53": {
        "supported": lambda: acts({"2026-04"}, {"2025-12"}, note="The ministry gave the scheme as its reason."),
        "partly": lambda: acts({"2026-04"}, {"2025-12"}),  # nobody names the scheme
        "contradicted": lambda: acts(set(), {"2024-07"}),  # a rise, but before the memorandum
    },
}
