"""Pass-through by shock as identified sets: signs, zeros and dated signs, every alternative that was stated.

The zero on commodities, the signs of responses and the signs of shocks are those of the rows `shocks_signs`
and `shocks_narrative` of the table `specification_shocks`. A set follows from restrictions on its own shock
(outer); what all four together leave is explored by rotations (inner).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.shocks import series as s
from analysis.passthrough.structural.reduced_form import reduced_form
from analysis.passthrough.structural.sign_identified import FEWEST
from analysis.passthrough.structural.sign_result import SignIdentified
from analysis.passthrough.structural.structural_var import sign_restricted_var
from analysis.passthrough.structural.system import system

DEMAND, SUPPLY, MONETARY, EXOGENOUS = "weak demand", "adverse supply", "monetary loosening", "exogenous yen"
#: Signs of responses; every shock weakens the yen.
SIGNS = {
    DEMAND: {s.OUTPUT: "-", s.PRICES: "-", s.YIELD: "-", s.YEN: "+"},
    SUPPLY: {s.OUTPUT: "-", s.PRICES: "+", s.YEN: "+"},
    MONETARY: {s.OUTPUT: "+", s.YIELD: "-", s.YEN: "+"},
    EXOGENOUS: {s.OUTPUT: "+", s.YIELD: "+", s.YEN: "+"},
}
NARRATIVE = [
    (MONETARY, "+", "2013Q2"),
    (MONETARY, "+", "2016Q1"),
    (EXOGENOUS, "+", "2011Q2"),
    (EXOGENOUS, "-", "2024Q3"),
]
LAGS, HORIZON, HORIZONS, LEVEL, DRAWS, SEED = 2, 12, (4, 8, 12), 0.90, 1000, 20261128
SIGN_HORIZONS = "0-1"
SAMPLE = ("1995Q2", None)
READ_AT = 8


@dataclass(frozen=True)
class Variant:
    """One stated variant of the restrictions, the lags or the sample."""

    lags: int = LAGS
    last: str | None = SAMPLE[1]
    narrative: tuple = tuple(NARRATIVE)
    zero: bool = True
    horizons: str = SIGN_HORIZONS
    output_free: bool = False
    prices_up: bool = False
    least: float | None = None


ALTERNATIVES = {
    "main": Variant(),
    "no narrative": Variant(narrative=()),
    "without 2016Q1": Variant(narrative=tuple(row for row in NARRATIVE if row[2] != "2016Q1")),
    "without 2024Q3": Variant(narrative=tuple(row for row in NARRATIVE if row[2] != "2024Q3")),
    "four lags": Variant(lags=4),
    "to 2019Q4": Variant(last="2019Q4", narrative=tuple(row for row in NARRATIVE if row[2] < "2020")),
    "output free for the exogenous yen": Variant(output_free=True),
    "prices up, as in the published study": Variant(prices_up=True),
    "commodities free": Variant(zero=False),
    "signs in the same quarter alone": Variant(horizons="0"),
}


def restrictions_of(choice: Variant, spread: pd.Series) -> list[tuple]:
    """Rows of shock, variable, sign, horizons.

    `spread` holds the standard deviations of the residuals, by which moves are compared where `choice.least`
    is given.
    """
    rows = []
    for shock, signs in SIGNS.items():
        signs = dict(signs)
        if choice.output_free and shock == EXOGENOUS:
            del signs[s.OUTPUT]
        if choice.prices_up and s.PRICES not in signs:
            signs[s.PRICES] = "+"
        for variable, sign in signs.items():
            # The yen is weaker in the same quarter: a direction, not a duration.
            rows.append((shock, variable, sign, "0" if variable == s.YEN else choice.horizons))
        if choice.least is not None:
            scale = choice.least * spread[s.YEN] / spread.drop(s.YEN)
            for other in scale.index.drop(s.COMMODITIES if choice.zero else []):
                # The sign that a response has is bounded on its own side, a free one on both.
                sides = {"-": "+", "+": "-"}.get(signs.get(other), "+-")
                rows += [(shock, f"{s.YEN} {side} {scale[other]:.9f} * {other}", "+", 0) for side in sides]
        if choice.zero:
            rows.append((shock, s.COMMODITIES, "0", 0))
    return rows


def outer(
    shock: str,
    frame: pd.DataFrame,
    choice: Variant = ALTERNATIVES["main"],
    price: str = s.PRICES,
    draws: int = DRAWS,
    rotations: int = FEWEST,
) -> SignIdentified:
    """Identified set and robust region of one shock from the restrictions on it alone."""
    columns = system(
        frame, None, price=price, fx=s.YEN, rates=[s.YIELD], seasonal=True, sample=(SAMPLE[0], choice.last)
    )
    spread = pd.Series(reduced_form(columns, choice.lags).sigma.diagonal() ** 0.5, columns.names)
    rows = [row for row in restrictions_of(choice, spread) if row[0] == shock]
    told = [row for row in choice.narrative if row[0] == shock]
    return sign_restricted_var(
        frame, price=price, fx=s.YEN, lags=choice.lags, rates=[s.YIELD], seasonal=True,
        horizons=HORIZON, restrictions=rows, narrative=told, draws=draws, rotations=rotations, coverage=LEVEL,
        sample=(SAMPLE[0], choice.last), rng=np.random.default_rng(SEED),
    )  # fmt: skip


def rows_of(found: SignIdentified, **keys: object) -> list[dict]:
    """One row for each of `HORIZONS`: the set and the robust region as text and, where they are bounded, by
    their ends."""
    rows = []
    for h in HORIZONS:
        row = {**keys, "shock": found.shock, "horizon": h}
        for name, one in (("set", found.bounds[h]), ("robust", found.robust[h])):
            row |= {name: str(one), **dict(zip((f"{name}_low", f"{name}_high"), ends(one), strict=True))}
        rows.append(
            row
            | {
                "possible": found.possible,
                "nobs": found.nobs,
                "first": str(found.sample[0]),
                "last": str(found.sample[1]),
            }
        )
    return rows


def ends(one: ConfidenceSet) -> tuple[float, float]:
    """Least and greatest number of a bounded set; NaN twice for one that is empty or without bound."""
    if one.empty or not one.bounded:
        return np.nan, np.nan
    return one.intervals[0][0], one.intervals[-1][1]


def reading(row: pd.Series) -> str:
    """What a set counts as, by the row `shocks_reading` of `specification_shocks`."""
    excludes = {name: row[f"{name}_low"] > 0 or row[f"{name}_high"] < 0 for name in ("set", "robust")}
    if excludes["robust"]:
        return "sign told"
    if excludes["set"]:
        return "sign given by the restrictions"
    return "sign open" if np.isfinite(row["set_low"]) else "sign open, no bound"


def told_apart(one: pd.Series, other: pd.Series) -> bool:
    """Whether two bounded robust regions do not meet; a comparison with a missing end is False."""
    return bool(one["robust_high"] < other["robust_low"] or other["robust_high"] < one["robust_low"])
