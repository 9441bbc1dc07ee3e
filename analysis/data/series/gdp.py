r"""Ratios to GDP, each with the nominal GDP of its own period.

The quarterly accounts (`oecd_national_accounts_quarterly`) give the level of a quarter, seasonally adjusted,
in millions,
**not** at an annual rate: a year's GDP at the pace of the quarter is four times the number. A denominator
that is not published is not replaced by an older one: over a few years nominal GDP moves by a tenth, and so
would the ratio.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.series.daily import monthly_average
from analysis.data.series.regular import name_of, require_order, require_positive
from analysis.errors import DataError

#: Sizes of units, as the beginnings of ``attrs["unit"]`` name them.
UNITS = {
    "100 million": 1e8,
    "million": 1e6,
    "billion": 1e9,
    "U.S. dollars, billions": 1e9,
    "National currency, billions": 1e9,
}
#: Year of the GDP that the commitment and other stocks are compared with: the last of the yearly table
#: (`weo_annual`).
GDP_YEAR = 2024
_A_YEAR = {"M": 12, "Q": 4, "Y": 1}


def share_of_gdp(
    flow: pd.Series, gdp: pd.Series, *, flow_unit: float = 1e8, gdp_unit: float = 1e6, yearly: bool = False
) -> pd.Series:
    r"""A flow in percent of the nominal GDP of its own quarter, the GDP taken at an annual rate.

    .. math::
        s_t &= 100\,\frac{F_t u_F}{4\, Y_{q(t)} u_Y}, \\
            &\quad s_t \times m \text{ if } \texttt{yearly}

    with :math:`m` periods of the flow a year (12, 4). A yearly flow is divided by the sum of the four
    quarters of its year.

    Parameters
    ----------
    flow : Series
        Monthly, quarterly or yearly, on a `PeriodIndex`, of either sign, in units of `flow_unit`.
    gdp : Series
        Nominal GDP of each quarter, on a quarterly `PeriodIndex`, in units of `gdp_unit`; not at an annual
        rate.
    flow_unit, gdp_unit : float
        Size of one unit in currency: 1e8 for the ministry's 100 million yen, 1e6 for the accounts' million.
        Checked against ``attrs["unit"]`` where a series carries it.
    yearly : bool
        State the flow at a yearly rate.

    Returns
    -------
    Series
        Without the periods whose GDP is not published; ``attrs["without_gdp"]`` lists those that had a flow.

    Raises
    ------
    DataError
        If the GDP is not quarterly, repeats a value (a filled denominator), or an unit is not the one given.
    """
    denominator = published(gdp)
    frequency = _frequency(flow)
    _same_unit(flow, flow_unit)
    _same_unit(gdp, gdp_unit)
    if frequency == "Y":
        count = denominator.groupby(denominator.index.year).count()
        base = denominator.groupby(denominator.index.year).sum()[count == 4].reindex(flow.index.year)
    else:
        base = 4 * denominator.reindex(flow.index.asfreq("Q"))
    factor = 100 * flow_unit / gdp_unit * (_A_YEAR[frequency] if yearly else 1)
    share = (factor * flow / base.to_numpy()).rename(flow.name)
    there = base.notna().to_numpy()
    result = share[there]
    result.attrs = {
        **flow.attrs,
        "unit": "percent of GDP" + (", yearly rate" if yearly else ""),
        "without_gdp": [str(period) for period in flow.index[~there & flow.notna().to_numpy()]],
    }
    return result


def gdp_in_foreign(gdp: pd.Series, daily: pd.Series, *, gdp_unit: float = 1e6) -> pd.Series:
    """Nominal GDP of each quarter at an annual rate, in billions of foreign currency at the mean rate of the
    quarter.

    Parameters
    ----------
    gdp : Series
        As in `share_of_gdp`.
    daily : Series
        Domestic price of foreign currency by day (yen per dollar). A quarter without three full months of it
        has no value.
    """
    _same_unit(gdp, gdp_unit)
    months = monthly_average(daily).dropna()
    quarters = months.groupby(months.index.asfreq("Q"))
    rate = quarters.mean()[quarters.count() == 3]
    found = (4 * published(gdp) * gdp_unit / 1e9 / rate).dropna().rename(f"{name_of(gdp)} at an annual rate")
    found.attrs = {}  # those of yen do not describe it
    return found


def gdp_of_year(gdp: pd.Series, year: int) -> float:
    """GDP of one year, named by the caller, for a stock or a commitment that belongs to no period of its own.

    Parameters
    ----------
    gdp : Series
        Yearly levels, or quarterly ones not at annual rates, which are summed.

    Raises
    ------
    DataError
        If the year, or a quarter of it, is not published.
    """
    require_order(gdp)
    of_year = gdp[gdp.index.year == year].dropna()
    if len(of_year) != _A_YEAR[_frequency(gdp)]:
        raise DataError(
            f"{name_of(gdp)}: {year} is not published in full; the last period is {gdp.dropna().index[-1]}"
        )
    return float(of_year.sum())


def published(gdp: pd.Series) -> pd.Series:
    """The published quarters of a nominal GDP; refuses another frequency and a value that was carried on.

    Two quarters in a row with one and the same nominal GDP do not occur in published accounts: such a pair
    was filled.
    """
    require_order(gdp)
    if _frequency(gdp) != "Q":
        raise DataError(
            f"{name_of(gdp)}: the nominal GDP of each quarter is needed (oecd_jpn_gdp, oecd_usa_gdp), found"
            f" frequency {gdp.index.freqstr}; a year's GDP is not that of a quarter of it"
        )
    require_positive(gdp, "divide by")
    known = gdp.dropna()
    carried = np.flatnonzero(known.diff().to_numpy() == 0)
    if len(carried):
        raise DataError(
            f"{name_of(gdp)}: {known.index[carried[0]]} has the GDP of the quarter before, so it was filled; "
            "give the published quarters alone"
        )
    return known


def _frequency(x: pd.Series) -> str:
    if not isinstance(x.index, pd.PeriodIndex) or x.index.freqstr[0] not in _A_YEAR:
        raise DataError(f"{name_of(x)}: needs a monthly, quarterly or yearly PeriodIndex")
    return x.index.freqstr[0]


def _same_unit(x: pd.Series, given: float) -> None:
    says = x.attrs.get("unit")
    if says is None or says.startswith("percent"):
        size = None
    else:
        size = next((size for word, size in UNITS.items() if says.startswith(word)), None)
    if says is not None and size != given:
        raise DataError(f"{name_of(x)}: its unit is {says!r}, and {given:g} a unit was given")
