"""Worlds for the rules of the chapter on motives."""

import numpy as np
import pandas as pd

MONTHS = pd.period_range("2005-01", "2026-06", freq="M")
# Million yen a quarter: 500 trillion a year. No two quarters alike, since a repeated one would be a filled one.
GDP = pd.Series(125e6 * (1 + 1e-9 * np.arange(92)), pd.period_range("2004Q1", periods=92, freq="Q"))
UNIT = 50_000.0 / 12  # 100 million yen a month that are 1 % of GDP a year
BASE = {
    "commitment": 550.0,
    "commitment_yen_low": 80.0,
    "commitment_yen_high": 87.0,
    "loans_to_commitment": 0.004,
    "fdi_outflow_2024_usd": 200.0,
    "fdi_outflow_us_2024_usd": 75.0,
    "pace_from_signature": 160.0,
    "us_share_outflow_2024": 0.37,
    "fdi_stock_us": 800.0,
    "fdi_stock_us_all_countries": 5.7,
}


def facts(**changed):
    """A table of facts with some of them changed."""
    known = BASE | changed
    return pd.DataFrame({"id": list(known), "value": [float(v) for v in known.values()]})


def worth(amount, rate):
    press = amount * rate / 1000
    context = facts(commitment=amount, commitment_yen_low=press, commitment_yen_high=press)
    return {"context": context, "rate": pd.Series(rate, MONTHS)}


def noise(seed, size=1.0, months=MONTHS):
    return pd.Series(size * np.random.default_rng(seed).standard_normal(len(months)), months)


def flows(direct, portfolio, paid):
    step = pd.Series((MONTHS >= pd.Period("2025-09", "M")).astype(float), MONTHS)
    return {
        "outward": UNIT * (4 + direct * step + noise(8, 0.3)),
        "direct": UNIT * (3 + direct * step + noise(1, 0.3)),
        "portfolio": UNIT * (1 + portfolio * step + noise(2, 0.3)),
        "gdp": GDP,
        "context": facts(loans_to_commitment=paid),
    }


def design(equity, vehicles):
    terms = pd.DataFrame({"id": ["equity_share_july"], "value_text": [equity]})
    return {"terms": terms, "institutions": pd.DataFrame({"id": vehicles})}


def pledged(japan, pace, paid):
    names = ["japan_headline", "korea_headline", "eu_headline_2029", "taiwan_direct", "uae_pledge", "saudi_pledge"]
    partners = ["Japan", "Korea", "EU", "Taiwan", "UAE", "Saudi Arabia"]
    analogues = pd.DataFrame({"id": names, "partner": partners, "value": [japan, 350.0, 600.0, 500.0, 1400.0, 600.0]})
    return {"analogues": analogues, "context": facts(pace_from_signature=pace, loans_to_commitment=paid)}


def named(text):
    return {"terms": pd.DataFrame({"id": ["amount", "sectors"], "term": ["550", text]})}


def projects(share):
    return pd.DataFrame({
        "list": ["batch_1", "batch_2", "joint_fact_sheet"],
        "sector": ["semiconductors", "gas_power", "batteries"],
        "amount_usd_bn": [share, 100.0 - share, 900.0],
    })


def barriers(rate, share):
    return {"tariffs": pd.DataFrame({"origin": ["Japan", "EU"], "rate_pct": [rate, 99.0]}), "projects": projects(share)}


def path(yearly, size):
    """An effective rate with this drift in percent a year; the noise is the same whatever the drift."""
    months = pd.period_range("2000-01", "2025-11", freq="M")
    shocks = noise(15, size, months)
    return {"rate": pd.Series(100 * np.exp(np.cumsum(yearly / 1200 + shocks - shocks.mean())), months)}


def rates(start, end):
    months = pd.period_range("1995-01", "2026-01", freq="M")
    steps = pd.Series(np.linspace(start, end, len(months)), months)
    policy = steps.iloc[::6].copy()
    policy.index = policy.index.to_timestamp()
    return {"policy": policy, "short": steps, "long": 1 + steps}


def yields(hedged, unhedged, bought):
    """Purchases that respond to the hedged gap and to what the hedge costs, by which the two gaps differ."""
    gap, cost = 1 + noise(3), 2 + noise(4)
    flow = hedged * gap + unhedged * (gap + cost) + noise(5, 0.3)
    return {
        "flow": (UNIT * flow).shift(1).dropna(),
        "gdp": GDP,
        "abroad": 1 + gap + cost,
        "home": pd.Series(1.0, MONTHS),
        "abroad_short": cost,
        "home_short": pd.Series(0.0, MONTHS),
        "institutions": pd.DataFrame({"id": ["insurers_net_sales"], "value": [-1000.0 * bought]}),
    }


def together(correlation, pace, us=75.0):
    common = noise(6)
    home = correlation * common + np.sqrt(1 - correlation**2) * noise(7)
    context = facts(pace_from_signature=pace, fdi_outflow_us_2024_usd=us)
    return {"abroad": common.cumsum(), "home": home.cumsum(), "context": context}


FULL = "Semiconductors, critical minerals, AI and quantum computing"
WORLDS = {
    "C01": {
        "supported": lambda: worth(550.0, 150.0),
        "partly": lambda: worth(550.0, 30.0),
        "contradicted": lambda: worth(400.0, 20.0),
    },
    "C02": {
        "supported": lambda: flows(3.0, 3.0, 0.2),
        "partly": lambda: flows(3.0, -3.0, 0.004),
        "contradicted": lambda: flows(-3.0, -3.0, 0.004),
        "open": lambda: flows(0.0, 0.0, 0.004),
    },
    "C03": {
        "supported": lambda: design("1-2", ["jbic_facility_start"]),
        "partly": lambda: design("60-80", ["jbic_facility_start"]),
        "contradicted": lambda: design("60-80", ["another"]),
    },
    "C06": {
        "supported": lambda: pledged(1000.0, 160.0, 0.2),
        "partly": lambda: pledged(550.0, 160.0, 0.004),
        "contradicted": lambda: pledged(100.0, 10.0, 0.004),
    },
    "C07": {
        "supported": lambda: named(FULL),
        "partly": lambda: named("Semiconductors and gas"),
        "contradicted": lambda: named("Gas and oil"),
    },
    "C08": {
        "supported": lambda: barriers(50.0, 80.0),
        "partly": lambda: barriers(50.0, 1.0),
        "contradicted": lambda: barriers(2.5, 1.0),
    },
    "C09": {
        "supported": lambda: {"projects": projects(60.0)},
        "partly": lambda: {"projects": projects(30.0)},
        "contradicted": lambda: {"projects": projects(1.0)},
    },
    "C15": {
        "supported": lambda: path(-5.0, 0.002),
        "partly": lambda: path(-3.0, 0.05),
        "contradicted": lambda: path(5.0, 0.002),
    },
    "C16": {
        "supported": lambda: rates(5.0, 0.0),
        "contradicted": lambda: rates(0.0, 5.0),
    },
    "C18": {
        "supported": lambda: yields(1.0, 1.0, 1.0),
        "partly": lambda: yields(1.0, 1.0, -1.0),
        "contradicted": lambda: yields(-1.0, -1.0, -1.0),
        "open": lambda: yields(0.0, 0.0, -1.0),
    },
    "C19": {
        "supported": lambda: {"context": facts(reason_technology_share=70.0)},
        "partly": lambda: {"context": facts()},
        "contradicted": lambda: {
            "context": facts(us_share_outflow_2024=0.1, fdi_stock_us=100.0, reason_technology_share=5.0)
        },
        "open": lambda: {"context": facts(us_share_outflow_2024=0.1, fdi_stock_us=100.0)},
    },
    "C24": {
        "supported": lambda: together(0.0, 0.0),
        "partly": lambda: together(0.0, 160.0),
        "contradicted": lambda: together(0.9, 160.0),
    },
    "C25": {
        "supported": lambda: {"context": facts(fdi_outflow_us_2024_usd=200.0, diversification_motive_share=70.0)},
        "partly": lambda: {"context": facts(fdi_outflow_us_2024_usd=200.0)},
        "contradicted": lambda: {"context": facts(diversification_motive_share=5.0)},
        "open": lambda: {"context": facts()},
    },
}
