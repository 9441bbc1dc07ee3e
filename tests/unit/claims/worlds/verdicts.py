"""Worlds for the rules of the article's conclusion."""

import numpy as np
import pandas as pd

# Million yen a quarter: 500 trillion a year. No two quarters alike, since a repeated one would be a filled one.
GDP = pd.Series(125e6 * (1 + 1e-9 * np.arange(46)), pd.period_range("2015Q1", periods=46, freq="Q"))
DAYS = ["2025-07-22", "2025-09-04", "2025-10-28", "2025-12-18", "2026-02-17", "2026-03-19"]


def world(flows, projects):
    """World changes of flows and of projects, percent."""
    ids = ["fdi_global_direct_investment_without_conduit_economies", "fdi_greenfield_projects_count_world_change"]
    return {"facts": pd.DataFrame({"id": ids, "value": [flows, projects]})}


def changed(signed, rise, jump, noise=0.4):
    """Loans signed, a rise of net investment in percent of GDP a year, and a jump of the yen on every day of the scheme."""
    rng = np.random.default_rng(94)
    months = pd.period_range("2015-01", "2026-06", freq="M")
    share = 3.0 + noise * rng.standard_normal(len(months)) + rise * (months >= pd.Period("2025-09", "M"))
    days = pd.bdate_range("2019-06-03", "2026-06-30")
    common = 0.3 * rng.standard_normal((len(days), 2))
    names = ["USD", "JPY", "GBP", "CHF", "CAD", "AUD", "SEK", "NOK", "KRW", "CNY", "INR", "MXN", "ZAR"]
    change = common @ rng.standard_normal((2, len(names))) + 0.4 * rng.standard_normal((len(days), len(names)))
    for day in DAYS:
        row = days.searchsorted(pd.Timestamp(day)) + (day != "2025-10-28")
        change[row, names.index("JPY")] += jump
    rates = pd.DataFrame(100 * np.exp(np.cumsum(change, axis=0) / 100), days, names)
    context = pd.DataFrame({"id": ["loans_signed_usd", "fdi_outflow_2024_usd"], "value": [signed, 200.0]})
    timeline = pd.DataFrame({"date": DAYS})
    timeline.attrs["covered_to"] = "2026-06-30"
    return {
        "context": context,
        "flow": pd.Series(share * 500_000.0 / 120, months),
        "gdp": GDP,
        "rates": rates,
        "timeline": timeline,
    }


WORLDS = {
    "C93": {
        "supported": lambda: world(-8.0, -16.0),
        "partly": lambda: world(5.0, -16.0),
        "contradicted": lambda: world(5.0, 12.0),
    },
    "C94": {
        "supported": lambda: changed(60.0, 3.0, 6.0),
        "partly": lambda: changed(60.0, 0.0, 0.0),
        "contradicted": lambda: changed(2.0, 0.0, 0.0),
        "open": lambda: changed(2.0, 0.0, 0.0, noise=8.0),  # flows too noisy to tell
    },
}
