r"""Theories of what a purchase of dollars does to the yen, each on the same flow: per cent per 1 % of GDP
that is bought.

They are set side by side and neither averaged nor weighted: their evidence has different bases, currencies
and horizons, which the table `yen_theories` names beside what each cannot say. Two of its rows give no number
for the yen and get none: estimates per dollar of equity are of the dollar, and the basis is a price of swaps
(`basis`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import data
from analysis.errors import SchemeError
from analysis.passthrough import Effect, flow_response
from analysis.scheme.check import share
from analysis.transmission.laws import Law
from analysis.transmission.private_flows import flow_of_gdp, private_response

#: Standard normal quantile of a 95 % interval.
NORMAL = 1.959963984540054
#: Days after an operation that stand for what lasts, and months after a private flow.
LATE_DAYS, LATE_MONTHS = 20, 12
#: Part of the gross positions that is rebalanced when prices move: assumed, from half of them (direct
#: investment and reserves are not) to all.
REBALANCED = (0.5, 1.0)
#: What the theories rest on, together.
THEORY_SOURCES = (
    "yen_theories",
    "yen_flow_elasticities",
    "fx_market",
    "size_context",
    "mof_fx_intervention_daily",
    "usd_jpy_daily",
    "oecd_jpn_exports",
    "jp_gdp_usd",
    "jp_fdi_net",
    "jp_residents_total_abroad",
)


@dataclass(frozen=True)
class Theory:
    """One theory.

    Attributes
    ----------
    name, label : str
        Key of the table `yen_theories`, and its words.
    law : Law or None
        Of the multiplier; None where no number for the yen follows.
    left_after_a_year : float
        Share of a move that is left a year later.
    """

    name: str
    label: str
    law: Law | None
    left_after_a_year: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """What the theories are computed from.

    Attributes
    ----------
    gdp : float
        Billions of dollars, of the year that scales the scheme.
    first_day, late : Effect
        Response to official purchases of 1 % of GDP, with the wider of the two intervals of the estimator.
    private : Effect
        The same after private purchases abroad.
    """

    gdp: float
    first_day: Effect
    late: Effect
    private: Effect


@lru_cache(maxsize=1)
def evidence() -> Evidence:
    """Estimates of this book, and GDP of `data.GDP_YEAR`."""
    daily = data.load("usd_jpy_daily")
    quarterly = data.gdp_in_foreign(data.load("oecd_jpn_gdp"), daily)
    own = flow_response(daily, operations=data.load("mof_intervention_daily_usd"), gdp=quarterly)
    frame = own.to_frame()
    return Evidence(
        gdp=data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR),
        first_day=_widened(frame.loc[0]),
        late=_widened(frame.loc[LATE_DAYS]),
        private=private_response(flow_of_gdp(), data.load("usd_jpy"), LATE_MONTHS),
    )


def _widened(row: pd.Series) -> Effect:
    """An estimate with the normal standard error that gives the wider of its two intervals."""
    from analysis.passthrough import Critical

    error = float(row["wide_high"] - row["wide_low"]) / 2 / NORMAL
    return Effect.of(float(row["estimate"]), error, Critical("normal"), label="official operations")


def estimated(effect: Effect) -> Law:
    """An estimate as a law: normal with its 95 % interval, and so with the mass at or below zero that it
    gives."""
    low, high = effect.interval(0.95)
    return Law("normal", float(effect.estimate), float(high - low) / 2 / NORMAL)


def by_stocks(foreign: float, owed: float, offset: float = 0.0, rebalanced: float = 1.0) -> float:
    r"""Depreciation in per cent for a purchase of one billion dollars, by valuation of stocks under constant
    shares.

    The public buys F dollars of assets from private holders for yen assets. Residents hold foreign assets
    worth D dollars, foreigners yen assets worth X. With shares held constant a weaker yen makes residents'
    dollars, and foreigners' dollars beside their yen, worth more in yen, and both move part of the gain into
    yen assets until these are F more:

    .. math:: \frac{\Delta e}{e} = \frac{(1 - o)\, F}{r\,(D + X)} ,

    with o the share of F that stands in for purchases which private residents would have made anyway, and r
    the part of the stocks that is rebalanced. (Exactly :math:`(1-a)D + (1-b)X` with a, b the foreign shares
    of both portfolios; they are within r.) Setting of Blanchard, Giavazzi and Sa (2005); the derivation is
    ours.

    Parameters
    ----------
    foreign, owed : float
        D and X, billions of dollars, above 0.
    offset, rebalanced : float
        Shares of 0 to 1; rebalanced above 0.
    """
    share(offset, "offset")
    share(rebalanced, "rebalanced")
    if not (foreign > 0 and owed >= 0 and rebalanced > 0):
        raise SchemeError("stocks are amounts above 0, and some part of them has to be rebalanced.")
    return 100 * (1 - offset) / (rebalanced * (foreign + owed))


def by_financiers(gamma: float, exports: float) -> float:
    r"""Depreciation in per cent for a purchase of one billion dollars in the model of Gabaix and Maggiori
    (2015).

    Two periods, rates of interest zero, exports worth as much as imports, both :math:`\iota`. Importers and
    the scheme buy dollars from exporters and from financiers, who ask :math:`\Gamma` of return for each
    dollar of position; in the second period the money comes home and they unwind:

    .. math:: e_0 \iota = \iota + f + q , \quad q = \iota\,(e_1 - e_0)/\Gamma , \quad e_1 \iota = \iota - f -
    q
              \;\Rightarrow\; e_0 - 1 = \frac{\Gamma}{2 + \Gamma}\,\frac{f}{\iota} = -(e_1 - 1) .

    Parameters
    ----------
    gamma : float
        0 (financiers of unlimited capacity: no effect) to infinity (none: the flow has to be met by trade).
    exports : float
        Billions of dollars in a period, which lasts as long as the money flows.
    """
    if not (gamma >= 0 and exports > 0):
        raise SchemeError("gamma is 0 or more and exports above 0.")
    weight = 1.0 if np.isinf(gamma) else gamma / (2 + gamma)
    return 100 * weight / exports


def theories(known: Evidence | None = None, years: float = 3.35) -> dict[str, Theory]:
    """All rows of the table `yen_theories` with their laws.

    Parameters
    ----------
    known : Evidence, optional
        Default: `evidence`.
    years : float
        Over which the money flows: the period of the financiers' model and of the offsetting flows.
    """
    known = evidence() if known is None else known
    point = known.gdp / 100  # 1 % of GDP, billions of dollars
    published = data.table("yen_flow_elasticities").set_index("key")
    market = data.table("fx_market").set_index("id")["value"].astype(float)
    size = data.table("size_context").set_index("id")["value"].astype(float)
    rate = float(data.load("usd_jpy_daily")[:"2024-12-31"].dropna().iloc[-1])
    stocks = 1000 * size["niip_assets"] / rate, 1000 * size["niip_liabilities"] / rate
    # At most all direct investment in the United States of a usual year is done under the scheme's name.
    offset = min(1.0, years * size["fdi_outflow_us_2024_usd"] / size["commitment"])
    exports = data.load("oecd_jpn_exports").dropna()
    quarters = data.gdp_in_foreign(exports, data.load("usd_jpy_daily"))
    yearly = float(quarters[quarters.index.year == data.GDP_YEAR].mean())
    decay = known.late.estimate / known.first_day.estimate
    low, high = (float(published.loc["ALM2015_NOM", end]) for end in ("low", "high"))
    grown = market["turnover_2025"] / market["turnover_2004"]
    laws = {
        "panel": (Law("even", low, high), 1.0),
        "stocks": (
            Law(
                "even",
                *(
                    point * by_stocks(*stocks, *pair)
                    for pair in ((offset, REBALANCED[1]), (0.0, REBALANCED[0]))
                ),
            ),
            1.0,
        ),
        "financiers": (Law("even", 0.0, point * by_financiers(np.inf, years * yearly)), 1.0),
        "granular": (None, 1.0),
        # Twenty days of publications are about a month.
        "order_flow": (
            Law("even", 0.0, point * float(published.loc["EL2002_FLOW", "mid"]) / grown),
            float(np.clip(decay, 0.01, 1.0)) ** 12,
        ),
        "own_operations": (estimated(known.late), 1.0),
        "private_flows": (estimated(known.private), 1.0),
        "swap_basis": (None, 1.0),
    }
    words = data.table("yen_theories").set_index("id")["theory"]
    if list(words.index) != list(laws):
        raise SchemeError(
            f"the table yen_theories has {', '.join(words.index)}; the module computes {', '.join(laws)}."
        )
    return {name: Theory(name, words[name], law, left) for name, (law, left) in laws.items()}


def with_numbers(found: dict[str, Theory]) -> dict[str, Theory]:
    """Those that give a number for the yen."""
    return {name: theory for name, theory in found.items() if theory.law is not None}
