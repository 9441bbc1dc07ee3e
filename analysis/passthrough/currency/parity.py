r"""Covered interest parity: its deviation, and what a hedge against the dollar costs.

An investor who holds dollars and sells them forward earns the dollar rate
:math:`i^*` and the forward premium. With s and f the logs of spot and forward
price of a dollar in yen and :math:`\tau` the maturity in years,

.. math:: x = \frac{f - s}{\tau} - (i - i^*)

is the yen rate made through dollars less the yen rate itself: the basis. Zero
is covered parity; below zero, dollars obtained through the forward market cost
more than dollars borrowed (Du, Tepper and Verdelhan 2018). The hedge costs what
it takes away from the dollar rate,

.. math:: c = -\frac{f - s}{\tau} = (i^* - i) - x,

and a yen investor is left with the hedged pick-up :math:`(y^* - y) - c` of a
long dollar bond over a long yen bond.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.currency import rates
from analysis.passthrough.currency.parity_result import HedgingCost

Numbers = float | np.ndarray | pd.Series

#: A forward this far from spot, in per cent a year, is quoted in other units.
FAR = 100.0


def cost_of_hedge(differential: Numbers, basis: Numbers) -> Numbers:
    """Cost of a hedge in points a year: foreign less home rate, **less** the basis.

    The one place that has the sign. A basis below zero means that dollars through the forward market cost
    more than dollars borrowed, so it makes the hedge of a yen investor dearer.
    """
    return differential - basis


@door
def hedging_cost(
    *,
    home_rate: pd.Series,
    abroad_rate: pd.Series,
    basis: float | pd.Series | None = None,
    spot: pd.Series | None = None,
    forward: pd.Series | None = None,
    home_yield: pd.Series | None = None,
    abroad_yield: pd.Series | None = None,
    months: int = 3,
    quotation: str | tuple[str, str] = "log",
    day_count: str | tuple[str, str] = "30/360",
) -> HedgingCost:
    r"""What hedging a foreign investment costs, and what is left of its yield.

    Parameters
    ----------
    home_rate, abroad_rate : Series
        Short rates of the maturity of the hedge, in per cent a year.
    basis : number or Series, optional
        Deviation x from covered parity in percentage points a year, in the
        quotation of the home rate: negative makes the hedge dearer. Without
        it and without forward rates parity is **assumed** to hold, and the
        result says so.
    spot, forward : Series, optional
        Home price of foreign currency, outright and in one quotation. Both, in
        place of `basis`: the cost is then observed, not inferred, and `frame`
        holds the basis.
    home_yield, abroad_yield : Series, optional
        Yields of the bonds compared, in per cent a year; with both,
        `pickup` is their gap after hedging.
    months : int
        Maturity of the hedge, rolled until the bond is sold.
    quotation : {"log", "simple", "discount"} or pair (home, abroad)
        How the rates are quoted; see `analysis.passthrough.currency.rates`.
        The cost is in the quotation of the home rate, and the two yields have
        to share one.
    day_count : {"30/360", "act/360", "act/365"} or pair (home, abroad)
        How the rates accrue. "30/360" counts months.

    Returns
    -------
    HedgingCost

    Raises
    ------
    EstimationError
        For input that cannot be read, one of a pair without the other, a
        basis besides forward rates, or a forward that is not an outright price
        (forward points, or the inverse quotation).

    References
    ----------
    Du, Tepper and Verdelhan (2018), Journal of Finance 73, 915-957.

    Notes
    -----
    With quotations and day counts alike, and without forward rates,
    :math:`c = (i^* - i) - x` exactly, so that the hedged pick-up is
    :math:`(y^* - y) - (i^* - i) + x`. It is the rate at which the bond earns
    over the coming `months`: later rolls are done at rates unknown today, and
    only the money invested is hedged, not its coupon or capital gain.

    Examples
    --------
    >>> from analysis.passthrough import hedging_cost
    >>> from analysis.passthrough.core import examples as example
    >>> result = hedging_cost(home_rate=example.home_rate, abroad_rate=example.abroad_rate, basis=-0.2)
    >>> round(result.mean().estimate, 1)
    2.2
    """
    if (spot is None) != (forward is None):
        raise EstimationError("spot and forward go together; give both or neither.")
    if (home_yield is None) != (abroad_yield is None):
        raise EstimationError("home_yield and abroad_yield go together; give both or neither.")
    if forward is not None and basis is not None:
        raise EstimationError("forward rates already hold the basis; leave basis out.")
    columns = {"home rate": home_rate, "foreign rate": abroad_rate}
    if forward is not None:
        level_series(spot, "spot rate")
        level_series(forward, "forward rate")
        columns |= {"spot rate": spot, "forward rate": forward}
    if isinstance(basis, pd.Series):
        columns["basis"] = basis
    elif basis is not None and (isinstance(basis, bool) or not np.isfinite(float(basis))):
        raise EstimationError(f"the basis is a number of percentage points or a Series, not {basis!r}.")
    if home_yield is not None:
        columns |= {"home yield": home_yield, "foreign yield": abroad_yield}
    table = _complete(columns)
    months, words, home, abroad = _legs(table, months, quotation, day_count)
    foreign = rates.annual_rate(
        rates.log_return(table["foreign rate"].to_numpy(), abroad[1], abroad[0]), home[1], home[0]
    )
    warnings = []
    if forward is not None:
        _premium(table, home[1])
        deviation = _through_forward(table, home, abroad) - table["home rate"].to_numpy()
        source = "measured from forward rates"
    elif basis is None:
        deviation, source = np.zeros(len(table)), "assumed to be zero"
        warnings.append(
            "no forward rates were given: covered parity is assumed to hold, and the cost leaves out the "
            "basis. A basis of -0.1 would add 0.1 percentage points"
        )
    elif isinstance(basis, pd.Series):
        deviation, source = table["basis"].to_numpy(), "given as a series"
    else:
        deviation, source = np.full(len(table), float(basis)), f"given as {float(basis):g} throughout"
    gap = foreign - table["home rate"].to_numpy()
    frame = pd.DataFrame(
        {"rate differential": gap, "basis": deviation, "cost": cost_of_hedge(gap, deviation)},
        index=table.index,
    )
    if home_yield is not None:
        frame["yield gap"] = table["foreign yield"] - table["home yield"]
        frame["pick-up"] = frame["yield gap"] - frame["cost"]
    return HedgingCost(
        frame=frame, months=months, convention=words, basis_source=source, warnings=tuple(warnings)
    )


def _complete(columns: dict[str, pd.Series]) -> pd.DataFrame:
    """The periods in which every series is known; None of them is a refusal."""
    table = rates.together(columns).dropna()
    if table.empty:
        raise EstimationError(f"there is no period in which all of {', '.join(columns)} are known.")
    return table


def _legs(
    table: pd.DataFrame, months: int, quotation: str | tuple[str, str], day_count: str | tuple[str, str]
) -> tuple[int, str, tuple[str, np.ndarray], tuple[str, np.ndarray]]:
    """Maturity, the convention in words, and quotation and years of each leg."""
    months = count(months, "months", 1)
    quotations = rates.pair(quotation, rates.QUOTATIONS, "quotation")
    counts = rates.pair(day_count, rates.DAY_COUNTS, "day_count")
    words = (
        f"{months}-month maturity; home rate {quotations[0]}, {counts[0]}; foreign rate {quotations[1]}, "
        f"{counts[1]}; per cent a year"
    )
    home, abroad = (
        (quoted, rates.year_fraction(table.index, months, counted))
        for quoted, counted in zip(quotations, counts, strict=True)
    )
    return months, words, home, abroad


def _premium(table: pd.DataFrame, years: np.ndarray) -> np.ndarray:
    """Log forward premium of the foreign currency, per cent a year."""
    premium = 100 * np.log(table["forward rate"].to_numpy() / table["spot rate"].to_numpy()) / years
    if np.median(np.abs(premium)) > FAR:
        raise EstimationError(
            f"the forward rate is typically {np.median(np.abs(premium)):.0f} % a year away from spot: it has "
            "to be an outright price in the quotation of the spot rate, not points or the inverse."
        )
    return premium


def _through_forward(
    table: pd.DataFrame, home: tuple[str, np.ndarray], abroad: tuple[str, np.ndarray]
) -> np.ndarray:
    """The home rate earned on foreign money that is sold forward, in the quotation of the home rate."""
    gain = rates.log_return(table["foreign rate"].to_numpy(), abroad[1], abroad[0])
    gain = gain + 100 * np.log(table["forward rate"].to_numpy() / table["spot rate"].to_numpy())
    return rates.annual_rate(gain, home[1], home[0])
