r"""The model of the transmission chapter, small enough to be sent with a page and computed there.

`sent` gathers what the page needs (funding cases, theories, pass-through by window and price, gross domestic
product) as plain rounded numbers; ``_static/explorer.js`` computes `analysis.transmission.Model` from them,
quantiles included. `fans` computes the same with `Model` itself on the same rounded numbers, and a test opens
the page in a browser and compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis import data, transmission
from analysis.errors import NotebookError
from analysis.passthrough import PassThrough
from analysis.report.author import session
from analysis.report.author.numbers import significant
from analysis.scheme.dates import FLOW_FROM
from analysis.transmission import Law, Model, product
from analysis.transmission.chain import MONTHS, WINDOWS
from analysis.transmission.flows import PROFILES
from analysis.transmission.model import YEN, degrees

START = str(FLOW_FROM)  # as in the transmission chapter
HORIZON = 120  # months drawn
LATER = MONTHS  # months after the last money at which prices are read: pass-through has run its course
PAYING_AFTER = 12  # months until an investment earns
COVARIANCE_DECIMALS = 10
QUANTILES = (0.05, 0.5, 0.95)  # a band of 90 %
EVERY = 3  # months between the points of a published case that the page draws
OWN = "own"  # the reader's own share or multiplier in place of a case or a theory


@dataclass(frozen=True)
class Settings:
    """What a reader can choose. Shares are in percent, as on the page.

    Attributes
    ----------
    amount : float
        Billions of dollars.
    months : int
        Over which it flows; 40 end in January 2029.
    profile : str
        One of `PROFILES`.
    announced : float
        Percent of the whole that the market prices in the first month.
    case : str
        Of `transmission.cases`, or "own".
    converted : float
        Percent that is bought with yen on the spot market; counts if `case` is "own".
    hedged : float
        Percent of that whose currency risk is hedged, and that is therefore not bought.
    theory : str
        Of `transmission.with_numbers`, or "own".
    multiplier : float
        Percent of depreciation per 1 % of GDP; counts if `theory` is "own".
    left : float
        Percent of a move of the yen that is left a year later.
    income : float
        Percent of what stands invested that the projects return each year.
    part : float
        Percent of that return which is Japan's.
    home : float
        Percent of Japan's part that is sold for yen.
    window : str
        Of `transmission.WINDOWS`.
    """

    amount: float = 550.0
    months: int = 40
    profile: str = "even"
    announced: float = 0.0
    case: str = "full"
    converted: float = 100.0
    hedged: float = 0.0
    theory: str = "panel"
    multiplier: float = 1.85
    left: float = 100.0
    income: float = 0.0
    part: float = 50.0
    home: float = 0.0
    window: str = "from 1980"


@dataclass(frozen=True)
class Numbers:
    """What page and package compute with, rounded as the page has it.

    Attributes
    ----------
    scale : float
        GDP, billions of dollars.
    shares : dict of case to float
        Percent bought with yen.
    laws : dict of theory to Law
    left : dict of theory to float
        Percent left after a year.
    prices : dict of window to dict of price to PassThrough
    """

    scale: float
    shares: Mapping[str, float]
    laws: Mapping[str, Law]
    left: Mapping[str, float]
    prices: Mapping[str, Mapping[str, PassThrough]]

    def settings(self, case: str, theory: str, **changes: Any) -> Settings:
        """A case under a theory, with the boxes filled as choosing both on the page fills them."""
        return Settings(
            case=case, converted=self.shares[case], theory=theory,
            multiplier=significant(float(self.laws[theory].ppf(0.5)), 4), left=self.left[theory], **changes,
        )  # fmt: skip


@lru_cache(maxsize=1)
def numbers() -> Numbers:
    """Of the transmission chapter."""
    found = transmission.with_numbers(transmission.theories())
    return Numbers(
        scale=significant(data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR)),
        shares={case.name: significant(100 * case.converted) for case in transmission.cases().values()},
        laws={name: _rounded(theory.law) for name, theory in found.items()},
        left={name: significant(100 * theory.left_after_a_year) for name, theory in found.items()},
        prices={window: _estimates(alternative) for window, alternative in WINDOWS.items()},
    )


def _rounded(law: Law) -> Law:
    return replace(law, first=significant(law.first), second=significant(law.second))


def _estimates(alternative: str | None) -> dict[str, PassThrough]:
    out = {}
    for price, result in transmission.main_chain(alternative=alternative).items():
        estimate = np.array([significant(x) for x in result.estimate])
        out[price] = replace(
            result, estimate=estimate, covariance=result.covariance.round(COVARIANCE_DECIMALS)
        )
        if (dof := degrees(result)) is None or dof != int(dof) or dof <= 2:
            raise NotebookError(
                f"{price}: the page has Student's t with 3 or more whole degrees of freedom, not {dof}."
            )
    return out


def model(chosen: Settings, known: Numbers) -> Model:
    """The choice as a model of the transmission chapter."""
    first = pd.Period(START, freq="M")
    share = known.shares[chosen.case] / 100 if chosen.case != OWN else chosen.converted / 100
    flow = dict(
        amount=chosen.amount,
        start=START,
        end=str(first + chosen.months - 1),
        profile=chosen.profile,
        instrument="debt",
        hedged=chosen.hedged / 100,
        income=chosen.income * chosen.part / 10_000,
        repatriated=chosen.home / 100,
        lag=PAYING_AFTER,
        announced=chosen.announced / 100,
        horizon=HORIZON,
    )
    law = known.laws[chosen.theory] if chosen.theory != OWN else Law("point", chosen.multiplier)
    theory = transmission.Theory(chosen.theory, chosen.theory, law, chosen.left / 100)
    funding = {"yen": share, "reserves": 1 - share}
    return transmission.scenario(funding, theory, known.scale, known.prices[chosen.window], **flow)


def done(chosen: Settings) -> int:
    """Place of the month in which the last money flows."""
    return 0 if chosen.profile == "at once" else chosen.months - 1


def at(chosen: Settings, known: Numbers, name: str, month: int) -> list[float]:
    """Lower end, median and upper end of a path in a month, simple percent."""
    made = model(chosen, known)
    return [float(transmission.simple(made.quantile(name, q, month))) for q in QUANTILES]


def fans(chosen: Settings, known: Numbers) -> dict[str, pd.DataFrame]:
    """Every path by month and quantile, simple percent."""
    made = model(chosen, known)
    return {name: made.fan(name, QUANTILES, "simple") for name in (YEN, *made.prices)}


def published(known: Numbers, starts: Mapping[str, Settings]) -> dict[str, Any]:
    """Median of every path of every starting point in some months, simple percent, to draw a reader's case
    over."""
    months = sorted({*range(0, HORIZON, EVERY), HORIZON - 1})
    cases = {}
    for name, start in starts.items():
        made = model(start, known)
        cases[name] = {
            path: [significant(float(transmission.simple(made.quantile(path, 0.5, m))), 5) for m in months]
            for path in (YEN, *made.prices)
        }
    return {"months": months, "cases": cases}


def sent(known: Numbers, starts: Mapping[str, Settings]) -> dict[str, Any]:
    """Everything the page computes with, as JSON can hold it; covariances by the rows of their upper
    triangle."""
    rate = data.load("usd_jpy")
    upper = np.triu_indices(MONTHS + 1)
    words = {case.name: case.label for case in transmission.cases().values()}
    theories = transmission.theories()
    return {
        "scale": known.scale,
        "start": START,
        "horizon": HORIZON,
        "lag": PAYING_AFTER,
        "later": LATER,
        "profiles": list(PROFILES),
        "quantiles": list(QUANTILES),
        "normal": [float(special.ndtri(q)) for q in QUANTILES],
        "search": {
            "still": product.STILL,
            "reach": product.REACH,
            "steps": product.STEPS,
            "close": product.CLOSE,
        },
        "rate": {"yen": significant(float(rate.iloc[-1]), 4), "month": rate.index[-1].strftime("%B %Y")},
        "funding": {name: {"label": words[name], "converted": share} for name, share in known.shares.items()},
        "theories": {
            name: {
                "label": theories[name].label,
                "kind": law.kind,
                "first": law.first,
                "second": law.second,
                "median": significant(float(law.ppf(0.5)), 4),
                "left": known.left[name],
                "values": product.nodes(law)[0].tolist(),
                "weights": product.nodes(law)[1].tolist(),
            }
            for name, law in known.laws.items()
        },
        "windows": {
            window: {
                price: {
                    "theta": result.estimate.tolist(),
                    "upper": [float(x) for x in result.covariance[upper]],
                    "dof": int(degrees(result)),
                    "peak": float(
                        np.exp(
                            special.gammaln((degrees(result) + 1) / 2) - special.gammaln(degrees(result) / 2)
                        )
                        / np.sqrt(degrees(result) * np.pi)
                    ),
                }
                for price, result in prices.items()
            }
            for window, prices in known.prices.items()
        },
        "starts": {name: asdict(start) for name, start in starts.items()},
        "published": published(known, starts),
    }


def show(given: Mapping[str, Any]) -> None:
    """Put the data and the place of the calculator into the page; ``explorer.js`` draws it there."""
    text = json.dumps(given, separators=(",", ":")).replace("<", "\\u003c")
    session.emit(
        {
            "text/plain": (
                f"Calculator with {len(given['funding'])} funding cases, {len(given['theories'])} theories"
                f" and {len(given['starts'])} starting points; it runs in the built page."
            ),
            "text/html": (
                '<div id="explorer-calculator"><p class="explorer-without">The calculator runs in the built'
                " book and needs JavaScript. Without it, the cases in the table below are computed for"
                f' you.</p></div>\n<script type="application/json" id="explorer-data">{text}</script>'
            ),
        },
        {},
    )
