"""Worlds for the rules of the chapter on the United States."""

import numpy as np
import pandas as pd


def projects(amounts, stage="announced"):
    """Batches with these amounts by sector, and a loan that no share may count."""
    rng = np.random.default_rng(38)
    rows = [
        (f"B{i}", rng.choice(["batch_1", "batch_2"]), sector, amount, stage) for i, (sector, amount) in enumerate(amounts.items())
    ]
    rows.append(("L01", "loans", "finance", 500.0, "signed"))
    return pd.DataFrame(rows, columns=["id", "list", "sector", "amount_usd_bn", "stage"])


def facts(**values):
    """A fact table with these rows."""
    return pd.DataFrame({"id": list(values), "value": list(values.values())})


def alabama(net, **more):
    """The benchmark plant with this projected net revenue."""
    rows = {"alabama_net_revenue": net, "alabama_huntsville_incentives": 320.0, "alabama_further_incentives": 97.0}
    return {"facts": facts(**rows, **more)}


def cfius(japan, investigated, **more):
    """Filings from Japan, and the share of notices investigated."""
    rows = {"declarations_japan_most_any_country_2024": japan, "share_notices_go_investigation_2024": investigated}
    return {"cfius": facts(**rows, **more)}


def inflow(pace, amounts, **more):
    """A yearly amount against capital formation of 5,000 in 2019, a fourth of GDP."""
    rng = np.random.default_rng(48)
    parts = rng.dirichlet(np.ones(4)) * 5_000_000.0
    flows = pd.DataFrame({"destination": ["USA"] * 4 + ["JPN"], "capital_formation": [*parts, 9e9]})
    gdp = pd.Series([20_000.0, 28_000.0, np.nan], pd.PeriodIndex(["2019", "2024", "2025"], freq="Y"))
    context = facts(pace_from_signature=pace, pace_from_2026_11=1.5 * pace, **more)
    return {"context": context, "flows": flows, "gdp": gdp, "projects": projects(amounts)}


GAS = {"gas_power": 60.0, "oil_export": 3.0}
WORLDS = {
    "C38": {
        "supported": lambda: {
            "projects": projects({"semiconductors": 20.0, "batteries": 10.0, "clean_energy_equipment": 10.0, **GAS})
        },
        "partly": lambda: {"projects": projects({"nuclear": 40.0, **GAS})},  # only if reactors count
        "contradicted": lambda: {"projects": projects({"nuclear": 1.0, **GAS})},
    },
    "C39": {
        "supported": lambda: {"projects": projects({"nuclear": 40.0, **GAS}, stage="operating")},
        "partly": lambda: {"projects": projects({"nuclear": 40.0, **GAS})},
        "contradicted": lambda: {"projects": projects({"gas_power": 1.0, "minerals": 60.0})},
    },
    "C40": {
        "supported": lambda: alabama(951.0, alabama_realised_net_revenue=30.0),
        "partly": lambda: alabama(951.0),
        "contradicted": lambda: alabama(-20.0, alabama_realised_net_revenue=-5.0),
        "open": lambda: alabama(300.0),  # the city's share turns the sign
    },
    "C46": {
        "supported": lambda: cfius(16.0, 0.55, share_allied_filings_high_tech=0.7),
        "partly": lambda: cfius(16.0, 0.55),
        "contradicted": lambda: cfius(0.0, 0.05, share_allied_filings_high_tech=0.0),
        "open": lambda: cfius(0.0, 0.05),
    },
    "C48": {
        "supported": lambda: inflow(900.0, {"property": 60.0, "gas_power": 40.0}, asset_price_effect=4.0),
        "partly": lambda: inflow(900.0, GAS),
        "contradicted": lambda: inflow(160.0, GAS, asset_price_effect=0.0),
        "open": lambda: inflow(160.0, GAS),
    },
}
