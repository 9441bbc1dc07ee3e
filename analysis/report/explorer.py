r"""The model of the transmission chapter, small enough to be sent with a page and computed there.

`model` gathers what the page needs (pass-through by method and price, the published multipliers, gross domestic product)
as plain rounded numbers; ``_static/explorer.js`` computes the formula of `analysis.transmission.simulate` from them.
`paths` computes the same with `simulate` itself, and a test opens the page in a browser and compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import data, passthrough, transmission
from analysis.passthrough import PassThrough
from analysis.report import session
from analysis.report.numbers import significant
from analysis.scheme.dates import FLOW_FROM
from analysis.transmission import chain
from analysis.transmission.simulation import spread

START = str(FLOW_FROM)  # as in the transmission chapter
HORIZON = 120  # months drawn
PATH = 24  # months of pass-through; constant afterwards
PAYING_AFTER = 12  # months until an investment earns
COVARIANCE_DECIMALS = 8
PROFILES = ("even", "front-loaded", "back-loaded", "at once")


@dataclass(frozen=True)
class Settings:
    """What a reader can choose. Shares are in percent, as on the page.

    Attributes
    ----------
    amount : float
        Billions of dollars.
    years : int
        Over which it flows.
    profile : str
        One of `PROFILES`.
    converted : float
        Percent of what is bought that goes through the spot market.
    hedged : float
        Percent of the money whose currency risk is hedged, and that is therefore not bought.
    multiplier : float
        Percent of depreciation per 1 % of GDP.
    income : float
        Percent of what stands invested that the projects return each year.
    part : float
        Percent of that return which is Japan's.
    home : float
        Percent of Japan's part that is sold for yen.
    method : str
        Of `passthrough.compare_methods`.
    """

    amount: float = 550.0
    years: int = 3
    profile: str = "even"
    converted: float = 14.0
    hedged: float = 0.0
    multiplier: float = 2.8
    income: float = 0.0
    part: float = 50.0
    home: float = 0.0
    method: str = "distributed-lag"


def estimates(sample: tuple[str, str] = chain.SAMPLE) -> dict[str, dict[str, PassThrough]]:
    """Pass-through of each price by each method, with steps of the consumption tax taken out; as in the Japan chapter.

    Returns
    -------
    dict of method to dict of price to PassThrough
        Estimates rounded as the page has them.
    """
    fx = data.load("jp_neer_inverse")
    steps = data.table("consumption_tax_steps")["month"].tolist()
    out: dict[str, dict[str, PassThrough]] = {}
    for price, (name, taxed) in chain.LINKS.items():
        series = data.load(name)
        if taxed:
            series = passthrough.without_steps(series, fx, steps, seasonal=True, sample=sample)
        compared = passthrough.compare_methods(series, fx, horizons=PATH, seasonal=True, sample=sample)
        for method, result in compared.results.items():
            rounded = np.array([significant(x) for x in result.estimate])
            out.setdefault(method, {})[price] = replace(result, estimate=rounded)
    return out


def model(found: Mapping[str, Mapping[str, PassThrough]], cases: Mapping[str, Settings]) -> dict[str, Any]:
    """Everything the page computes with, as JSON can hold it.

    Covariances are given by the rows of their upper triangle.
    """
    gdp = data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR)
    published = transmission.multipliers(gdp)
    rate = data.load("usd_jpy")
    upper = np.triu_indices(PATH + 1)
    return {
        "scale": significant(gdp),
        "start": START,
        "horizon": HORIZON,
        "lag": PAYING_AFTER,
        "profiles": list(PROFILES),
        "multiplier": {"low": significant(published["low"].min()), "high": significant(published["high"].max())},
        "rate": {"yen": significant(float(rate.iloc[-1]), 4), "month": rate.index[-1].strftime("%B %Y")},
        "methods": {
            method: {
                price: {
                    "theta": result.estimate.tolist(),
                    "upper": [round(float(x), COVARIANCE_DECIMALS) for x in result.covariance[upper]],
                    "critical": significant(result.critical.value(0.95)),
                }
                for price, result in prices.items()
            }
            for method, prices in found.items()
        },
        "cases": {name: asdict(case) for name, case in cases.items()},
    }


def flows(chosen: Settings) -> transmission.Flows:
    """The choice as flows of the scheme model."""
    first = pd.Period(START, freq="M")
    return transmission.Flows(
        amount=chosen.amount, start=START, end=str(first + 12 * chosen.years - 1), profile=chosen.profile,
        instrument="debt", funding="yen", hedged=chosen.hedged / 100, income=chosen.income * chosen.part / 10_000,
        repatriated=chosen.home / 100, lag=PAYING_AFTER, horizon=HORIZON,
    )  # fmt: skip


def paths(chosen: Settings, found: Mapping[str, Mapping[str, PassThrough]], scale: float) -> pd.DataFrame:
    """Paths of the yen and of prices at the point estimates, simple percent, by `transmission.simulate`."""
    # A covariance of zero makes every draw the estimate.
    fixed = {price: replace(r, covariance=0 * r.covariance) for price, r in found[chosen.method].items()}
    run = transmission.simulate(
        flows(chosen), multiplier=chosen.multiplier, converted_share=chosen.converted / 100,
        passthrough=fixed, scale=scale, draws=1,
    )  # fmt: skip
    return pd.DataFrame({name: transmission.simple(path[0]) for name, path in run.paths.items()}, run.months)


def interval(
    chosen: Settings, found: Mapping[str, Mapping[str, PassThrough]], scale: float, price: str, month: int = -1, level: float = 0.95
) -> tuple[float, float, float]:
    """Estimate and interval of one price at one month, simple percent: uncertain is pass-through alone."""
    result = found[chosen.method][price]
    push = 100 * transmission.conversion(flows(chosen))["priced"].to_numpy() / scale
    weights = chosen.multiplier * chosen.converted / 100 * spread(push, result)[month]
    wide = result.critical.value(level) * float(np.sqrt(weights @ result.covariance @ weights))
    middle = float(weights @ result.estimate)
    low, at, high = (float(transmission.simple(x)) for x in (middle - wide, middle, middle + wide))
    return at, low, high


def show(sent: Mapping[str, Any]) -> None:
    """Put the data and the place of the calculator into the page; ``explorer.js`` draws it there."""
    text = json.dumps(sent, separators=(",", ":")).replace("<", "\\u003c")
    session.emit(
        {
            "text/plain": f"Calculator with {len(sent['methods'])} methods and {len(sent['cases'])} cases; it runs in the built page.",
            "text/html": '<div id="explorer-calculator"><p class="explorer-without">The calculator runs in the built book and needs '
            "JavaScript. Without it, the cases in the table below are computed for you.</p></div>\n"
            f'<script type="application/json" id="explorer-data">{text}</script>',
        },
        {},
    )
