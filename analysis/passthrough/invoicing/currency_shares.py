r"""The currency of the contract, read from one price on two bases.

The yen index of a commodity is its contract index converted month by month, so

.. math:: \Delta \log (P^{yen}_t / P^{contract}_t) = \sum_c s_c \, \Delta \log E_{c,t},

where :math:`E_c` is the yen price of currency c and :math:`s_c` its share; what
is left to one is the share of the yen. A currency that moves with the dollar
counts as dollar; rounding of the indexes to 0.1 is the error.

An index is a sum of converted prices with the weights of its base, so the share
of a currency that rises grows. In logs (the form "current") :math:`s_c` is the
mean share over the sample at current exchange rates. With rates relative to
their mean in the base year the ratio itself is linear in the shares of the base,

.. math:: \Delta (P^{yen}_t / P^{contract}_t) = \sum_c s_c \, \Delta (E_{c,t} / \bar E_c),

which is the form "base". While the dollar rose by two fifths the two differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.blocks import moving_blocks
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.invoicing.simplex import shares

BLOCK, DRAWS, SEED = 6, 999, 20_261_128
FORMS = ("current", "base")


@dataclass(frozen=True, eq=False)
class CurrencyShares(Finding):
    """Shares of the currencies of contracts, by commodity.

    Attributes
    ----------
    estimate : DataFrame, commodities x (currencies and "yen")
        Each row adds up to one.
    draws : ndarray, shape (draws, currencies and yen, commodities)
        The same from months drawn in blocks.
    fit : Series
        Share of the variation of the ratio that the shares explain, by commodity; NaN where it does not vary.
    months : PeriodIndex
    """

    estimate: pd.DataFrame
    draws: np.ndarray
    fit: pd.Series
    months: pd.PeriodIndex

    title = "Shares of currencies"

    @property
    def specification(self) -> dict:
        """Currencies and number of draws."""
        return {"currencies": list(self.estimate.columns), "draws": len(self.draws)}

    @property
    def warnings(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def nobs(self) -> int:
        """Months."""
        return len(self.months)

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period."""
        return (self.months[0], self.months[-1])

    def to_frame(self) -> pd.DataFrame:
        """The shares by commodity, with `fit`."""
        return self.estimate.assign(fit=self.fit)

    def interval(self, coverage: float = 0.95) -> pd.DataFrame:
        """Percentile intervals, commodities x (currency, low/high). An end at 0 or 1 is a bound, not an
        estimate."""
        low, high = np.quantile(self.draws, [0.5 - coverage / 2, 0.5 + coverage / 2], axis=0)
        ends = {
            (name, end): values[place]
            for place, name in enumerate(self.estimate)
            for end, values in (("low", low), ("high", high))
        }
        return pd.DataFrame(ends, index=self.estimate.index)


@door
def currency_shares(
    yen: pd.DataFrame,
    contract: pd.DataFrame,
    *,
    rates: pd.DataFrame,
    form: str = "current",
    base: tuple[str, str] = ("2020-01", "2020-12"),
    sample: tuple[str, str] | None = None,
    block: int = BLOCK,
    draws: int = DRAWS,
    rng: np.random.Generator | None = None,
) -> CurrencyShares:
    """Estimate the shares of currencies from prices on yen and contract basis.

    Parameters
    ----------
    yen, contract : DataFrame, months x commodities
        Levels; the same columns.
    rates : DataFrame, months x currencies
        Yen per unit of each currency, monthly means, levels: up = the yen falls.
    form : {"current", "base"}
        Mean shares at current exchange rates, or shares in the base of the index.
    base : (first, last)
        Months of the base year of the index, for the form "base".
    sample : (first, last), optional
        Months of the changes.
    block, draws : int
        Moving blocks of months, drawn together for the prices and the rates.
    rng : numpy.random.Generator, optional
        For the blocks; a fixed seed without it.

    Raises
    ------
    EstimationError
        If the columns differ, a month is missing, or the form is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.passthrough import currency_shares
    >>> from analysis.passthrough.core import examples as example
    >>> rates = pd.DataFrame({"usd": example.fx, "eur": example.dollar})
    >>> contract = pd.DataFrame({"oil": example.price})
    >>> yen = contract.mul(example.fx / 100, axis=0)
    >>> currency_shares(yen, contract, rates=rates, draws=9).estimate.loc["oil"].round(1).to_dict()
    {'usd': 1.0, 'eur': 0.0, 'yen': 0.0}
    """
    if list(yen.columns) != list(contract.columns):
        raise EstimationError(
            "the yen and the contract table must have the same commodities in the same order."
        )
    months = yen.index.intersection(contract.index).intersection(rates.index)
    first, last = sample or (months[0], months[-1])
    ratio = yen.loc[months] / contract.loc[months]
    rate = pd.DataFrame({name: level_series(rates[name], name) for name in rates}).loc[months]
    if form == "current":
        Y, X = (100 * np.log(frame).diff() for frame in (ratio, rate))
    elif form == "base":
        Y, X = (100 * (frame / frame[base[0] : base[1]].mean()).diff() for frame in (ratio, rate))
    else:
        raise EstimationError(f"unknown form {form!r}; use {' or '.join(FORMS)}.")
    Y, X = Y.loc[first:last], X.loc[first:last]
    kept = X.notna().all(axis=1).to_numpy()
    if Y[kept].isna().any().any():
        raise EstimationError(
            "a price is missing in a month of the sample; drop the commodity or shorten the sample."
        )
    Y, X, used = Y[kept].to_numpy(), X[kept].to_numpy(), Y.index[kept]

    def solved(rows):
        found = shares(X[rows], Y[rows])
        return np.vstack([found, 1 - found.sum(axis=0)])

    n, rng = len(used), np.random.default_rng(SEED) if rng is None else generator(rng)
    point = solved(np.arange(n))
    names = [*rates.columns, "yen"]
    left, total = Y - X @ point[:-1], (Y**2).sum(axis=0)
    fit = 1 - (left**2).sum(axis=0) / np.where(total > 0, total, np.nan)
    return CurrencyShares(
        estimate=pd.DataFrame(point.T, index=yen.columns, columns=names),
        draws=np.stack([solved(rows) for rows in moving_blocks(n, block, draws, rng)]),
        fit=pd.Series(fit, yen.columns, name="fit"),
        months=pd.PeriodIndex(used),
    )
