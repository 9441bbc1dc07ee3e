r"""How much foreign exchange is bought, month by month.

Of what is invested in month m, :math:`F_m`, only the part that is paid out,
funded with yen and not hedged has to be bought with yen; income that comes home
is sold for yen later:

.. math:: C_m = o\, y\, (1-h)\, F_m \;-\; \rho\, \tfrac{r}{12} \sum_{j \le m - L} o F_j ,

with o the paid-out share of the instrument, y the yen-funded share, h the
hedged share, r the income a year, :math:`\rho` the share of it that is brought
home, after L months. y is the one place where the converted share enters: the
named cases of `funding` give it, and no other factor multiplies :math:`C_m`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import SchemeError
from analysis.scheme.check import amount, one_of, rate, share, whole
from analysis.scheme.dates import FLOW_FROM

#: Share of the amount that crosses the border when the instrument is used.
PAID_OUT = {"equity": 1.0, "debt": 1.0, "guarantee": 0.0}
#: Share of a source of funds that is bought with yen on the spot market. A swap buys dollars at its start and
#: sells them back at its end, at one price: no open position, so nothing here.
IN_YEN = {"yen": 1.0, "reserves": 0.0, "guaranteed bonds": 0.0, "swaps": 0.0, "dollar borrowing": 0.0}
PROFILES = ("even", "front-loaded", "back-loaded", "at once")


@dataclass(frozen=True)
class Flows:
    """What is invested, when, in what form and from which source.

    Attributes
    ----------
    amount : float
        Billions of dollars over the whole period.
    start, end : str
        First and last month, such as "2025-10"; by default from the first whole month after the signature.
    profile : {"even", "front-loaded", "back-loaded", "at once"}
        Amount by month: constant, falling or rising in a straight line to
        zero beyond the end, or all in the first month.
    instrument : str or mapping of str to float
        "equity", "debt" or "guarantee", or shares of them that add up to 1. A guarantee pays out nothing
        unless called.
    funding : str or mapping of str to float
        "yen" (bought on the spot market), "reserves", "guaranteed bonds", "swaps" or "dollar borrowing", or
        shares of them.
    called : float
        Share of guarantees that is called, and then paid in the months of the schedule.
    hedged : float
        Share of the yen-funded part that is sold forward, which takes its effect on the spot rate away.
    income : float
        Yearly income on what was paid out, as a fraction.
    repatriated : float
        Share of the income that is brought home and sold for yen.
    lag : int
        Months from payment to the first income.
    announced : float
        Share of the whole that the market prices in the first month, whenever it is paid.
    horizon : int
        Months of the scenario, from `start` on.
    """

    amount: float = 550.0
    start: str = str(FLOW_FROM)
    end: str = "2029-01"
    profile: str = "even"
    instrument: str | Mapping[str, float] = "debt"
    funding: str | Mapping[str, float] = "yen"
    called: float = 0.0
    hedged: float = 0.0
    income: float = 0.0
    repatriated: float = 0.0
    lag: int = 12
    announced: float = 0.0
    horizon: int = 60

    def __post_init__(self) -> None:
        amount(self.amount, "amount")
        one_of(self.profile, "profile", PROFILES)
        for name in ("called", "hedged", "repatriated", "announced"):
            share(getattr(self, name), name)
        rate(self.income, "income", 0.0)
        whole(self.lag, "lag", 0)
        whole(self.horizon, "horizon", 1, 1200)
        mixture(self.instrument, "instrument", PAID_OUT)
        mixture(self.funding, "funding", IN_YEN)
        first, last = self.period
        if last < first:
            raise SchemeError(f"the flows end ({last}) before they start ({first}).")
        if (last - first).n >= self.horizon and self.profile != "at once":
            raise SchemeError(
                f"the flows run for {(last - first).n + 1} months, longer than the horizon of {self.horizon}:"
                " lengthen the horizon or end earlier."
            )

    @property
    def period(self) -> tuple[pd.Period, pd.Period]:
        """First and last month of the flows."""
        bounds = []
        for name in ("start", "end"):
            try:
                bounds.append(pd.Period(getattr(self, name), freq="M"))
            except (ValueError, TypeError):
                raise SchemeError(
                    f"{name} is a month such as 2025-10, not {getattr(self, name)!r}."
                ) from None
        return tuple(bounds)

    @property
    def months(self) -> pd.PeriodIndex:
        """Months of the scenario."""
        return pd.period_range(self.period[0], periods=self.horizon, freq="M", name="month")


def mixture(value: str | Mapping[str, float], name: str, known: Mapping[str, float]) -> float:
    """Weighted mean of `known` under a choice or a mixture of choices that adds up to 1."""
    if isinstance(value, str):
        return known[one_of(value, name, known)]
    if not value:
        raise SchemeError(f"{name} names nothing; choose among {', '.join(known)}.")
    for key, part in value.items():
        share(part, f"{name}[{one_of(key, name, known)!r}]")
    total = sum(value.values())
    if abs(total - 1) > 1e-9:
        raise SchemeError(f"the shares of {name} must add up to 1, not {total:g}.")
    return float(sum(part * known[key] for key, part in value.items()))


def invested(flows: Flows) -> pd.Series:
    """Amount invested by month, adding up to `amount`."""
    first, last = flows.period
    length = 1 if flows.profile == "at once" else (last - first).n + 1
    weight = {
        "even": np.ones(length), "at once": np.ones(length),
        "front-loaded": np.arange(length, 0, -1.0), "back-loaded": np.arange(1.0, length + 1),
    }[flows.profile]  # fmt: skip
    out = np.zeros(flows.horizon)
    out[:length] = flows.amount * weight / weight.sum()
    return pd.Series(out, flows.months, name="invested")


def conversion(flows: Flows) -> pd.DataFrame:
    """Billions of dollars bought with yen by month.

    Returns
    -------
    DataFrame, index month
        invested, paid (out), bought (spot, for the investment), returned (income sold for yen), net (bought
        less returned) and priced: when the market moves, which differs from net by what is announced.
    """
    put = invested(flows)
    paid_out = mixture(flows.instrument, "instrument", PAID_OUT | {"guarantee": flows.called})
    paid = paid_out * put
    bought = mixture(flows.funding, "funding", IN_YEN) * (1 - flows.hedged) * paid
    standing = paid.cumsum().shift(flows.lag, fill_value=0.0)
    returned = flows.repatriated * flows.income / 12 * standing
    net = bought - returned
    priced = (1 - flows.announced) * net
    priced.iloc[0] += flows.announced * net.sum()
    return pd.DataFrame(
        {"invested": put, "paid": paid, "bought": bought, "returned": returned, "net": net, "priced": priced}
    )
