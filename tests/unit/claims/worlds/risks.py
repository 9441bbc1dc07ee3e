"""Worlds for the rules of the chapter on risks."""

import numpy as np
import pandas as pd

MONTHS = pd.period_range("2002-04", "2026-05", freq="M")
FOUR = [
    "nexi_cover_ratio_loans_2026",
    "nexi_balance_sheet_guarantees_outstanding",
    "losses_who_bears_them_if",
    "terms_return_loss_sharing_project",
]


def reviews(notices, filings, stopped=0.0, known=True):
    """Cases of 2024 after 200 notices and 300 filings in 2023, and projects stopped."""
    rows = {"notices_2023": 200, "notices_2024": notices, "filings_2023": 300, "filings_2024": filings}
    rows["scheme_projects_stopped"] = stopped
    listed = ["another"] if known else ["anything_scheme_after_june_2026"]
    return {
        "cfius": pd.DataFrame({"id": list(rows), "value": list(rows.values())}),
        "unknowns": pd.DataFrame({"id": listed}),
    }


def rates(gap, wide=0.3, last=None):
    """Short rates this far apart, with a persistent deviation; `last` is the gap of the last year."""
    rng = np.random.default_rng(89)
    deviation = np.zeros(len(MONTHS))
    for t in range(1, len(MONTHS)):
        deviation[t] = 0.9 * deviation[t - 1] + wide * rng.standard_normal()
    abroad = 3.0 + gap + deviation - deviation.mean()
    if last is not None:
        abroad[-12:] = 3.0 + last
    return {"home": pd.Series(3.0, MONTHS), "abroad": pd.Series(abroad, MONTHS)}


def debts(currency, vehicle):
    """A scheme that pays in this currency through such a vehicle, and a yen that moves both ways."""
    rng = np.random.default_rng(90)
    rate = pd.Series(100 * np.exp(np.cumsum(0.03 * rng.standard_normal(len(MONTHS)))), MONTHS)
    terms = pd.DataFrame({
        "id": ["funding_currency", "vehicle"],
        "term": ["currency", vehicle],
        "value_text": [currency, None],
    })
    return {"rate": rate, "terms": terms}


def backed(bonds, bank, missing):
    """Trillions of yen behind the scheme, and how many of four things are unknown."""
    return {
        "institutions": pd.DataFrame({"id": ["nexi_grant_bonds_ceiling", "jbic_filp_fy2026"], "value": [bonds, bank]}),
        "gdp_yen": pd.Series([600_000.0], pd.period_range("2024", periods=1, freq="Y")),
        "unknowns": pd.DataFrame({"id": ["another", *FOUR[:missing]]}),
    }


WORLDS = {
    "C88": {
        "supported": lambda: reviews(260, 380, stopped=1.0),
        "partly": lambda: reviews(260, 290, known=False),
        "contradicted": lambda: reviews(180, 290),
        "open": lambda: reviews(180, 290, known=False),
    },
    "C89": {
        "supported": lambda: rates(2.0),
        "partly": lambda: rates(2.0, last=-1.0),
        "contradicted": lambda: rates(-2.0),
        "open": lambda: rates(0.2, wide=1.5, last=-1.0),
    },
    "C90": {
        "supported": lambda: debts("USD", "a vehicle set up in Japan"),
        "partly": lambda: debts("USD", "a vehicle set up by the US"),
        "contradicted": lambda: debts("JPY", "a vehicle set up by the US"),
    },
    "C91": {
        "supported": lambda: backed(3.0, 8.0, 4),
        "partly": lambda: backed(3.0, 8.0, 0),
        "contradicted": lambda: backed(0.2, 0.1, 0),
    },
}
