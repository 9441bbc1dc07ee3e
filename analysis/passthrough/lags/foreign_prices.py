r"""Pass-through with foreign prices held fixed, and with foreign prices moving as they do with the currency.

.. math:: \pi_t = s_t + \sum_{k=0}^{q} b_k \Delta e_{t-k} + \sum_{k=0}^{q} c_k' \Delta f_{t-k} + \gamma' w_t +
u_t

with foreign prices f and a seasonal s. **Fixed** is :math:`\sum_{k \le h} b_k`: the currency moves and f does
not.
**Free** is the same sum from the equation without f on the same rows: what a move of the currency has gone
with, f moving along. With :math:`\Pi` the coefficients of the lags of :math:`\Delta f` on the other
regressors, least squares gives exactly

.. math:: b^{free} = b^{fixed} + \Pi c ,

so that **through** = free - fixed is the part that comes with foreign prices. All three are linear in
influence terms of the two regressions, whose joint covariance is estimated at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.design import Design, align, count, design
from analysis.passthrough.core.few_rows import few_rows
from analysis.passthrough.core.inference import Covariance, covariance_of_sum, influence
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.leverage import refuse_alone
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.seasonals import Seasonal, seasonal_of
from analysis.passthrough.core.terms import HORIZONS, CommonTerms
from analysis.passthrough.core.vocabulary import door


@dataclass(frozen=True, eq=False)
class Estimands(Paths):
    """Three paths from two regressions on the same rows.

    Attributes
    ----------
    fixed, free, through : PassThrough
        Foreign prices held fixed; free to move with the currency; free less fixed.
    covariance : ndarray, shape (2H, 2H)
        Of `fixed.estimate` followed by `free.estimate`.
    foreign_response : DataFrame, index lag of the foreign price, columns of the foreign prices
        The coefficients c.
    """

    fixed: PassThrough
    free: PassThrough
    through: PassThrough
    covariance: np.ndarray
    foreign_response: pd.DataFrame

    title = "Foreign prices held fixed, free, and the part through them"

    @property
    def specification(self) -> dict:
        """What was estimated."""
        return self.fixed.specification

    @property
    def warnings(self) -> tuple[str, ...]:
        """Of both equations, each once."""
        return tuple(dict.fromkeys(self.fixed.warnings + self.free.warnings))

    @property
    def nobs(self) -> int:
        """Rows, the same in both."""
        return self.fixed.nobs

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period."""
        return self.fixed.sample

    def to_frame(self, coverage: float = 0.95) -> pd.DataFrame:
        """One row an estimand and horizon, as `PassThrough.to_frame`."""
        paths = {"fixed": self.fixed, "free": self.free, "through": self.through}
        return pd.concat({name: path.to_frame(coverage) for name, path in paths.items()}, names=["estimand"])


@dataclass(frozen=True, eq=False)
class MainEquation:
    """The rows of the main equation and which columns are what.

    Attributes
    ----------
    rows : Design
        Controls with the foreign prices among them.
    foreign : ndarray of int
        Columns of the lags of foreign prices, one price after the other.
    names : tuple of str
        Of the foreign prices.
    lags : int
    outcome, driver : str
    """

    rows: Design
    foreign: np.ndarray
    names: tuple[str, ...]
    lags: int
    outcome: str
    driver: str

    def without_foreign(self, X: np.ndarray) -> np.ndarray:
        """The columns of the free equation."""
        return np.delete(X, self.foreign, axis=1)

    @property
    def free_names(self) -> tuple[str, ...]:
        """Names of the columns whose coefficients are not fixed."""
        return tuple(np.delete(np.array(self.rows.names, dtype=object), self.foreign))


def equation(
    price: pd.Series,
    fx: pd.Series,
    *,
    foreign: pd.DataFrame | pd.Series | None,
    lags: int,
    controls: pd.DataFrame | None = None,
    seasonal: bool | str | Seasonal = "blocks",
    sample: tuple | None = None,
) -> MainEquation:
    """Rows with lags 0 to `lags` of the rate and of each foreign price; see `held_fixed` for the
    arguments."""
    lags = count(lags, "lags")
    foreign = _frame(foreign)
    known = [name for name in (controls.columns if controls is not None else ()) if name in foreign]
    if known:
        raise EstimationError(f"{', '.join(map(str, known))} is a foreign price and a control. Give it once.")
    body = foreign if controls is None else foreign.join(controls, how="outer")
    body.attrs = foreign.attrs
    changes = align(price, fx, body if body.shape[1] else None)
    depths = {str(name): lags for name in foreign.columns}
    rows = design(changes, lags=lags, control_lags=depths, seasonal=seasonal, sample=sample)
    start = rows.blocks["controls"].start
    columns = np.arange(start, start + foreign.shape[1] * (lags + 1))
    return MainEquation(
        rows, columns, tuple(map(str, foreign.columns)), lags, changes.outcome, changes.driver
    )


@door
def held_fixed(
    price: pd.Series,
    fx: pd.Series,
    *,
    foreign: pd.DataFrame | pd.Series,
    lags: int | None = None,
    controls: pd.DataFrame | None = None,
    seasonal: bool | str | Seasonal = "blocks",
    sample: tuple | None = None,
    inference: str = "ewc",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> Estimands:
    r"""Both estimands with their joint covariance.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency, up is a depreciation.
    foreign : Series or DataFrame
        Foreign prices in **changes** (100 times the log change), in a currency other than the domestic one.
    lags : int, optional
        Lags of the rate and of every foreign price; default two years.
    controls : DataFrame, optional
        Used as given, without lags, in both equations: dummies of steps.
    seasonal : bool, "blocks", "smooth" or Seasonal
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive.
    inference, bandwidth, spacing
        As in `distributed_lag`; methods for sums of influence terms, so neither "ols" nor
        "newey-west-adjusted".

    Returns
    -------
    Estimands

    Raises
    ------
    EstimationError
        As `distributed_lag`; and for a name that is a foreign price and a control.

    Examples
    --------
    >>> from analysis.passthrough import held_fixed
    >>> from analysis.passthrough.core import examples as example
    >>> result = held_fixed(example.price, example.fx, foreign=example.abroad, lags=2, seasonal=False)
    >>> round(result.fixed.long_run.estimate, 1), round(result.through.long_run.estimate, 1)
    (0.3, 0.0)
    """
    asked = CommonTerms(
        lags=HORIZONS[level_series(price, "price").index.freqstr[0]] if lags is None else lags,
        seasonal=seasonal, sample=sample, inference=inference, bandwidth=bandwidth, spacing=spacing,
    )  # fmt: skip
    eq = equation(
        price, fx, foreign=foreign, lags=asked.longest, controls=controls, seasonal=seasonal, sample=sample
    )
    if not len(eq.foreign):
        raise EstimationError("held_fixed needs a foreign price; without one use distributed_lag.")
    long, short = regressions(eq)
    joint = _joint(eq, long, short, asked)
    size = eq.lags + 1
    sums = np.kron(np.eye(2), np.tril(np.ones((size, size))))
    V = sums @ joint.matrix @ sums.T
    driver = eq.rows.blocks["fx"]
    paths = np.cumsum(np.c_[long.beta[driver], short.beta[driver]], axis=0)
    differ = np.hstack([-np.eye(size), np.eye(size)])
    common = dict(
        outcome=eq.outcome,
        driver=eq.driver,
        horizons=np.arange(size),
        critical=joint.critical,
        nobs=long.nobs,
        sample=(eq.rows.periods[0], eq.rows.periods[-1]),
        frequency=eq.rows.periods.freqstr[0],
    )
    said = {
        "variables": "100 x change of log price, log exchange rate and log foreign prices",
        "sign": "exchange rate up = depreciation; positive = the price rises",
        "lags": eq.lags,
        "foreign prices": list(eq.names),
        "controls": [] if controls is None else list(controls),
        "seasonal": str(seasonal_of(seasonal)),
        "inference": str(joint),
        "covariance": joint.method,
        "bandwidth": joint.bandwidth,
        "spacing": spacing,
        "dates lost to gaps": [str(period) for period in eq.rows.lost],
    }
    made = {}
    for name, estimate, matrix, regression in (
        ("fixed", paths[:, 0], V[:size, :size], long),
        ("free", paths[:, 1], V[size:, size:], short),
        ("through", paths[:, 1] - paths[:, 0], differ @ V @ differ.T, None),
    ):
        extra = {}
        if regression is not None:
            extra = dict(
                coefficients=pd.Series(regression.beta, index=list(regression.names)),
                residuals=pd.Series(regression.resid, index=eq.rows.periods),
            )
        made[name] = PassThrough(
            method=f"distributed lag, foreign prices {name}",
            estimate=estimate,
            covariance=matrix,
            specification=said | {"coefficients": len(long.names if name == "fixed" else short.names)},
            warnings=tuple(
                filter(
                    None,
                    [
                        few_rows(
                            long.nobs, len((short if name == "free" else long).names), method=joint.method
                        )
                    ],
                )
            ),
            **common,
            **extra,
        )
    response = pd.DataFrame(
        long.beta[eq.foreign].reshape(len(eq.names), size).T, columns=list(eq.names)
    ).rename_axis("lag")
    return Estimands(**made, covariance=V, foreign_response=response)


def regressions(eq: MainEquation) -> tuple[Fit, Fit]:
    """The equation with foreign prices, and without them on the same rows."""
    rows = eq.rows
    return fit(rows.y, rows.X, rows.names), fit(rows.y, eq.without_foreign(rows.X), eq.free_names)


def through_foreign_prices(eq: MainEquation) -> np.ndarray:
    r"""The product :math:`\Pi c` by lag of the rate, from the regressions of each foreign lag on the other
    columns.

    It equals free less fixed to rounding; the tests hold it.
    """
    long, _ = regressions(eq)
    others = eq.without_foreign(eq.rows.X)
    auxiliary = fit(eq.rows.X[:, eq.foreign], others, eq.free_names).beta
    return (auxiliary @ long.beta[eq.foreign])[eq.rows.blocks["fx"]]


def _joint(eq: MainEquation, long: Fit, short: Fit, asked: CommonTerms) -> Covariance:
    driver = eq.rows.blocks["fx"]
    for regression in (long, short):
        refuse_alone(regression, asked.inference, driver)
    terms = np.hstack([influence(equation, asked.inference)[:, driver] for equation in (long, short)])
    return covariance_of_sum(
        terms,
        asked.inference,
        asked.bandwidth,
        positions=asked.positions(eq.rows),
        at_least=eq.lags,
        dof=long.dof,
    )


def _frame(foreign: pd.DataFrame | pd.Series | None) -> pd.DataFrame:
    if foreign is None:
        return pd.DataFrame(index=pd.PeriodIndex([], freq="M"))
    if isinstance(foreign, pd.Series):
        name = "foreign" if foreign.name is None else str(foreign.name)
        framed = foreign.to_frame(name)
        framed.attrs = {name: dict(foreign.attrs)}
        return framed
    return foreign
