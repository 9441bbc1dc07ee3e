r"""What the yen does after residents' private flows abroad, by local projection on monthly data.

.. math:: 100\,(\log e_{t+h} - \log e_{t-1}) = \mu_h f_t + \sum_{k=1}^{p} \big(a_k f_{t-k} + b_k \Delta \log
e_{t-k}\big)
          + c + \text{months} + u_{t+h} ,

f being direct investment (net of inward) and residents' net purchases of securities, per cent of the year's
GDP. A private flow answers the yen and the yields that move the yen, so :math:`\mu_h` is an association: it
can have either sign whatever a purchase by itself does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough import Effect
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit

#: Own lags, chosen beforehand: a year, as in the equation for prices before it was lengthened.
LAGS = 12


def flow_of_gdp() -> pd.Series:
    """Direct investment and securities together, outward, per cent of a year's GDP, by month."""
    gdp = data.load("oecd_jpn_gdp")
    both = data.load("jp_fdi_net") + data.load("jp_residents_total_abroad")
    both.attrs = dict(data.load("jp_fdi_net").attrs)
    return data.share_of_gdp(both.dropna(), gdp)


def private_response(
    flow: pd.Series, fx: pd.Series, horizon: int = 12, lags: int = LAGS, method: str = "ewc"
) -> Effect:
    """Response of the dollar in yen h months after private purchases abroad of 1 % of a year's GDP.

    Parameters
    ----------
    flow : Series
        Per cent of a year's GDP, outward positive, by month.
    fx : Series
        Yen per dollar, monthly.
    horizon, lags : int
    method : str
        Of standard errors; overlapping changes need one that allows for serial correlation.

    Returns
    -------
    Effect
        100 x log per 1 % of GDP; above zero the yen is weaker.
    """
    log = 100 * np.log(fx.dropna())
    columns = {"outcome": log.shift(-horizon) - log.shift(1), "flow": flow}
    columns |= {f"flow {k}": flow.shift(k) for k in range(1, lags + 1)}
    columns |= {f"yen {k}": log.diff().shift(k) for k in range(1, lags + 1)}
    rows = pd.DataFrame(columns).dropna()
    months = {f"month {m}": (rows.index.month == m).astype(float) for m in range(2, 13)}
    X = np.column_stack([rows.drop(columns="outcome").to_numpy(float), np.ones(len(rows)), *months.values()])
    names = [*rows.columns[1:], "constant", *months]
    found = fit(rows["outcome"].to_numpy(float), X, names)
    spread = covariance(found, method)
    error = float(np.sqrt(spread.matrix[0, 0]))
    return Effect.of(found.beta[0], error, spread.critical, label=f"private flows, {horizon} months")
