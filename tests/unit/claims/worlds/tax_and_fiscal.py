"""Worlds for the rules of the chapter on tax and public money."""

import pandas as pd

from analysis.claims.rules.tax_and_fiscal import COVERS, WEO


def taxes(us=25.0, japan=30.0, excluded=95.0, controlled=0.0, small=10.0, instrument="none found", since="2019-11-01"):
    """Rates in percent under a treaty that has been in force since this day."""
    rules = {"us_combined_rate": us, "jp_rate_tokyo_from_fy2026": japan, "jp_dividend_exclusion": excluded}
    tax_rules = pd.DataFrame({
        "id": [*rules, "instrument_2024"],
        "value": [*rules.values(), None],
        "value_text": [None] * len(rules) + [instrument],
    })
    treaties = pd.DataFrame({
        "id": ["dividends_none_any_holding", "dividends_2019_least_50_6", "dividends_2019_below_10"],
        "regime": ["no treaty", "2013 protocol", "2013 protocol"],
        "us_withholding_pct": [30.0, controlled, small],
        "from_date": [None, since, since],
        "to_date": [None, None, None],
    })
    return {"tax_rules": tax_rules, "treaties": treaties}


def treaty(ended):
    """The same treaty, in force or ended."""
    treaties = taxes()["treaties"]
    treaties["to_date"] = "2020-12-31" if ended else None
    return {"treaties": treaties}


def debts(japan):
    """Japan's debt beside others that owe from 20 to 115 percent of GDP."""
    years = pd.period_range("2023", periods=2, freq="Y")
    return {code: pd.Series(japan if code == "jpn" else 20.0 + 5 * i, years) for i, code in enumerate(WEO)}


def covers(first, *others):
    """Published cover ratios."""
    values = [first, *others]
    return {"institutions": pd.DataFrame({"id": COVERS[: len(values)], "value": values})}


WORLDS = {
    "C76": {
        "supported": lambda: taxes(excluded=0.0),
        "partly": lambda: taxes(),
        "contradicted": lambda: taxes(us=10.0, japan=40.0, small=0.0, excluded=95.0) | {"tax_rules": taxes(us=0.0, japan=40.0)["tax_rules"]},
    },
    "C77": {"supported": lambda: treaty(ended=False), "contradicted": lambda: treaty(ended=True)},
    "C78": {
        "supported": lambda: taxes(excluded=0.0),
        "partly": lambda: taxes(excluded=70.0),
        "contradicted": lambda: taxes(),
    },
    "C80": {
        "supported": lambda: taxes(instrument="a protocol", since="2024-01-01"),
        "partly": lambda: taxes(instrument="a protocol"),
        "contradicted": lambda: taxes(),
    },
    "C81": {
        "supported": lambda: debts(240.0),
        "partly": lambda: debts(90.0),
        "contradicted": lambda: debts(25.0),
    },
    "C83": {
        "supported": lambda: covers(40.0, 50.0),
        "partly": lambda: covers(40.0, 95.0),
        "contradicted": lambda: covers(80.0, 97.5),
    },
}
