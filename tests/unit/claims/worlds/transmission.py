"""Worlds for the rules of the chapter on transmission."""

import numpy as np
import pandas as pd

# Million yen a quarter: 500 trillion a year. No two quarters alike, since a repeated one would be a filled one.
GDP = pd.Series(125e6 * (1 + 1e-9 * np.arange(100)), pd.period_range("2000Q1", periods=100, freq="Q"))
GDP_USD = pd.Series(4_000.0, pd.period_range("2000", "2024", freq="Y"))  # billion dollars
ONE_PERCENT = 50_000.0  # 100 million yen
MONTHS = pd.period_range("2005-01", "2026-06", freq="M")


def table(**values):
    """A table of facts."""
    return pd.DataFrame({"id": list(values), "value": list(values.values())})


def release(effect, signed):
    """Official purchases with this effect, and a sum signed in one day."""
    rng = np.random.default_rng(68)
    days = pd.bdate_range("2010-01-01", "2019-12-31")
    bought = np.zeros(len(days))
    first = np.arange(200, len(days) - 100, 90)
    bought[first] = rng.choice([-1.0, 1.0], len(first)) * rng.uniform(10_000, 30_000, len(first))
    change = 0.3 * rng.standard_normal(len(days)) + effect * bought / ONE_PERCENT * 0.8
    operations = pd.Series(bought, days)
    operations.attrs["covered_to"] = "2019-12-31"
    return {
        "daily": pd.Series(100 * np.exp(np.cumsum(change) / 100), days),
        "operations": operations,
        "gdp": GDP,
        "projects": pd.DataFrame({"stage": ["signed"], "date": ["2026-05-01"], "amount_usd_bn": [signed]}),
        "terms": table(amount=550.0),
    }


def profits(announced, amount, home):
    """Returns on these amounts."""
    return {
        "terms": table(amount=amount, deemed_interest=4.0),
        "context": table(primary_income_returned=home),
        "gdp_usd": GDP_USD,
        "projects": pd.DataFrame({"stage": ["announced"], "amount_usd_bn": [announced]}),
        "papers": pd.DataFrame({"unit": ["percent depreciation per 1% of GDP"], "low": [1.5], "mid": [3.0], "high": [5.0]}),
    }


def mix(share, known):
    """A share under guarantee, with the funding known to be dollars or not."""
    unknown = "another" if known else "currency_which_scheme_funded_reserves"
    terms = pd.DataFrame({"id": ["nexi_share"], "value_text": [share]})
    return {"terms": terms, "unknowns": pd.DataFrame({"id": [unknown]})}


def split(before, after, deemed, hedged, tenor=None):
    """A split, a part of debt that is hedged (None: not known) and a tenor."""
    more = {} if tenor is None else {"loan_tenor": tenor}
    known = {"insurers_hedge_ratio": 44.4 if hedged is None else hedged}
    if hedged is not None:
        known["scheme_debt_hedged"] = hedged
    return {
        "terms": table(split_before=before, split_after=after, deemed_interest=deemed, **more),
        "institutions": table(**known),
    }


def flows(noise, mean, portfolio):
    """Monthly direct investment with this noise and mean beside portfolio flows."""
    rng = np.random.default_rng(73)
    return {
        "direct": pd.Series(mean + noise * rng.standard_normal(len(MONTHS)), MONTHS),
        "portfolio": pd.Series(8_000 + portfolio * rng.standard_normal(len(MONTHS)), MONTHS),
    }


def worries(louder, rise, noise=0.02):
    """Daily moves multiplied at four decisions, and yields with this noise that rise in their months."""
    rng = np.random.default_rng(74)
    days = pd.bdate_range("2020-01-01", "2026-10-30")
    decided = pd.DatetimeIndex(["2025-10-28", "2025-12-23", "2026-02-17", "2026-05-01"])
    moves = 0.4 * rng.choice([-1.0, 1.0], len(days)) * (rng.uniform(0.9, 1.1, len(days)) if noise < 0.1 else np.abs(rng.standard_t(4, len(days))))
    at = np.searchsorted(days, decided)
    for k in range(3):
        moves[at + k] *= louder
    months = pd.period_range("2010-01", "2026-08", freq="M")
    step = noise * rng.standard_normal(len(months)) + rise * months.isin(decided.to_period("M"))
    timeline = pd.DataFrame({"date": decided.strftime("%Y-%m-%d"), "topic": "institution", "amount": 1.0})
    timeline.attrs["covered_to"] = "2026-10-30"
    return {
        "daily": pd.Series(150 * np.exp(np.cumsum(moves) / 100), days),
        "yields": pd.Series(1 + np.cumsum(step), months),
        "timeline": timeline,
    }


WORLDS = {
    "C68": {
        "supported": lambda: release(6.0, 500.0),
        "partly": lambda: release(6.0, 2.0),
        "contradicted": lambda: release(-6.0, 2.0),
    },
    "C69": {
        "supported": lambda: profits(500.0, 550.0, 0.9),
        "partly": lambda: profits(36.0, 550.0, 0.333),
        "contradicted": lambda: profits(1.0, 10.0, 0.333),
    },
    "C70": {
        "supported": lambda: mix("two thirds", known=True),
        "partly": lambda: mix("two thirds", known=False),
        "contradicted": lambda: mix("one third", known=True),
    },
    "C71": {
        "supported": lambda: split(50.0, 10.0, 4.0, 40.0, tenor=5.0),
        "partly": lambda: split(50.0, 10.0, 4.0, None, tenor=5.0),
        "contradicted": lambda: split(50.0, 10.0, 4.0, 0.0, tenor=60.0),
        "open": lambda: split(50.0, 10.0, 4.0, None, tenor=60.0),
    },
    "C72": {
        "supported": lambda: split(90.0, 10.0, 0.0, 40.0),
        "partly": lambda: split(90.0, 10.0, 0.0, None),
        "contradicted": lambda: split(50.0, 50.0, 4.0, 0.0),
        "open": lambda: split(50.0, 50.0, 4.0, None),
    },
    "C73": {
        "supported": lambda: flows(1_000.0, 9_000.0, 20_000.0),
        "partly": lambda: flows(12_000.0, 9_000.0, 40_000.0),
        "contradicted": lambda: flows(30_000.0, 9_000.0, 10_000.0),
    },
    "C74": {
        "supported": lambda: worries(3.0, 0.4),
        "partly": lambda: worries(3.0, 0.0),
        "contradicted": lambda: worries(0.6, -0.3),
        "open": lambda: worries(1.0, 0.0, noise=0.2),
    },
}
