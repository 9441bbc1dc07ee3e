r"""The one model of flow, yen and prices: paths, fans, shares of variance and draws all come from here.

Of the conversion :math:`C_m` of `flows` a purchase of 1 % of the scale S moves the yen by :math:`\mu` per
cent, and of a move a share :math:`\rho` is left after a month:

.. math:: e_m = \mu\, E_m , \qquad E_m = \rho E_{m-1} + g\, \frac{100\, C_m}{S} , \qquad
          g = \frac{1 - \rho}{-\log \rho} , \qquad
          p_h = \mu \sum_{m \le h} \theta_{h-m}\, (E_m - E_{m-1}) ,

with cumulative pass-through :math:`\theta_k`, constant after its last horizon; g is what is left at the end
of the month of a purchase that is even within it. A lasting effect has :math:`\rho = g = 1`. :math:`\mu` and
:math:`\theta` are uncertain and independent; the funding decides C and has no distribution (`funding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import SchemeError
from analysis.passthrough.core.result import PassThrough
from analysis.scheme.check import share
from analysis.transmission import product
from analysis.transmission.flows import Flows, conversion
from analysis.transmission.laws import Law

YEN = "yen"
#: Quantiles of a fan: the median, and 50, 80 and 90 % around it.
FAN = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


def simple(log_percent: np.ndarray) -> np.ndarray:
    r"""Simple per cent of 100 times a log change: :math:`100 (e^{x/100} - 1)`."""
    return 100 * np.expm1(np.asarray(log_percent) / 100)


def level(push: np.ndarray, left_after_a_year: float = 1.0) -> np.ndarray:
    """Path of the yen for a multiplier of 1, of which `left_after_a_year` of each move is left a year later;
    shape (T,)."""
    if left_after_a_year == 1:
        return np.cumsum(push)
    share(left_after_a_year, "left_after_a_year")
    if left_after_a_year == 0:
        raise SchemeError(
            "an effect of which nothing is left after a year has no monthly decay; give a share above 0."
        )
    rho = left_after_a_year ** (1 / 12)
    gain = (1 - rho) / -np.log(rho)
    out, last = np.empty(len(push)), 0.0
    for month, moved in enumerate(push):
        last = rho * last + gain * moved
        out[month] = last
    return out


def spread(push: np.ndarray, result: PassThrough) -> np.ndarray:
    r"""Matrix S with :math:`p = S\theta`: increments that are k months old, the oldest ones together; shape
    (T, K+1)."""
    months, last = len(push), len(result.horizons) - 1
    out = np.zeros((months, last + 1))
    for k in range(min(last, months)):
        out[k:, k] = push[: months - k]
    if months > last:
        out[last:, last] = np.cumsum(push)[: months - last]
    return out


@dataclass(frozen=True, eq=False)
class Model:
    """What a flow does under one theory.

    Attributes
    ----------
    flows : Flows
    law : Law
        Of the multiplier, per cent per 1 % of `scale`.
    scale : float
        Billions of dollars: GDP.
    prices : dict of str to PassThrough
        Monthly, at every horizon from 0 on.
    left_after_a_year : float
        Share of a move that is left a year later, above 0 and up to 1 (lasting).

    Raises
    ------
    SchemeError
        For a scale that is not above 0, or pass-through that is not monthly or does not start at the month of
        the change.
    """

    flows: Flows
    law: Law
    scale: float
    prices: Mapping[str, PassThrough] = field(default_factory=dict)
    left_after_a_year: float = 1.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.scale) and self.scale > 0):
            raise SchemeError(f"scale is an amount above 0 (GDP in billions of dollars), not {self.scale}.")
        if not isinstance(self.law, Law):
            raise SchemeError(f"the multiplier is a Law, such as Law('even', 1.7, 2.0), not {self.law!r}.")
        for name, result in self.prices.items():
            if name == YEN:
                raise SchemeError("'yen' is the name of the exchange-rate path; give the price another name.")
            if result.frequency != "M" or not np.array_equal(
                result.horizons, np.arange(len(result.horizons))
            ):
                raise SchemeError(
                    f"{name}: a scenario needs monthly pass-through at every horizon from 0 on."
                )

    @property
    def months(self) -> pd.PeriodIndex:
        """Months of the scenario."""
        return self.flows.months

    @cached_property
    def conversion(self) -> pd.DataFrame:
        """Of `flows.conversion`."""
        return conversion(self.flows)

    @cached_property
    def unit(self) -> np.ndarray:
        """Path of the yen for a multiplier of 1, 100 x log; shape (T,)."""
        return level(100 * self.conversion["priced"].to_numpy() / self.scale, self.left_after_a_year)

    def weights(self, name: str) -> np.ndarray:
        """Weights of pass-through in each month's price, for a multiplier of 1; shape (T, K+1)."""
        return spread(np.diff(self.unit, prepend=0.0), self._known(name))

    def paths(
        self,
        multiplier: np.ndarray,
        theta: Mapping[str, np.ndarray],
        shock: Mapping[str, np.ndarray] | None = None,
    ) -> dict[str, np.ndarray]:
        """Paths for given values of what is uncertain.

        Parameters
        ----------
        multiplier : ndarray, shape (n,)
        theta : mapping of price to ndarray, shape (n, K+1)
        shock : mapping of path to ndarray, shape (n, T), optional
            Monthly changes of the yen, and of each price besides what the yen does to it.

        Returns
        -------
        dict of path to ndarray, shape (n, T)
            100 x log; "yen" first.
        """
        out = {YEN: multiplier[:, None] * self.unit}
        if shock is not None:
            out[YEN] += np.cumsum(shock[YEN], axis=1)
        for name, drawn in theta.items():
            out[name] = multiplier[:, None] * (drawn @ self.weights(name).T)
            if shock is None:
                continue
            # A change of the yen meets the increment of pass-through at its age: a row of changes, the newest
            # last.
            steps = np.diff(drawn, axis=1, prepend=0.0)[:, ::-1]
            before = np.zeros((len(drawn), drawn.shape[1] - 1))
            recent = np.lib.stride_tricks.sliding_window_view(
                np.hstack([before, shock[YEN]]), drawn.shape[1], axis=1
            )
            out[name] += np.cumsum(np.einsum("nk,ntk->nt", steps, recent) + shock[name], axis=1)
        return out

    def moments(self, name: str, month: int = -1) -> tuple[float, float, float | None]:
        """Mean and spread of the pass-through that meets a multiplier of 1 in a month, and its degrees of
        freedom."""
        if name == YEN:
            return float(self.unit[month]), 0.0, None
        result, w = self._known(name), self.weights(name)[month]
        return (
            float(w @ result.estimate),
            float(np.sqrt(max(0.0, w @ result.covariance @ w))),
            degrees(result),
        )

    def quantile(self, name: str, q: float, month: int = -1) -> float:
        """Quantile of a path in a month, 100 x log, without simulation."""
        return product.quantile(q, self.law, *self.moments(name, month))

    def fan(self, name: str = YEN, quantiles: Sequence[float] = FAN, percent: str = "log") -> pd.DataFrame:
        """Quantiles by month, one column a quantile; `percent` is "log" or "simple"."""
        if percent not in ("log", "simple"):
            raise SchemeError(f"percent is 'log' or 'simple', not {percent!r}.")
        table = np.array(
            [[self.quantile(name, q, month) for q in quantiles] for month in range(len(self.months))]
        )
        table = simple(table) if percent == "simple" else table
        return pd.DataFrame(table, self.months, pd.Index(list(quantiles), name="quantile"))

    def summary(self, quantiles: Sequence[float] = (0.05, 0.5, 0.95)) -> pd.DataFrame:
        """Simple per cent at the last month, one row a path."""
        rows = {
            name: [float(simple(self.quantile(name, q))) for q in quantiles] for name in (YEN, *self.prices)
        }
        return pd.DataFrame(rows, index=[f"q{100 * q:g}" for q in quantiles]).T.rename_axis("path")

    def variance_shares(self, name: str = YEN, month: int = -1) -> pd.Series:
        r"""First-order shares of the variance of :math:`M\Theta` (Sobol 1993), in closed form.

        .. math::

            \mathrm{Var}(M\Theta) &= \sigma_M^2 m^2 + \mu^2 \sigma_\Theta^2 \\
                &\quad + \sigma_M^2 \sigma_\Theta^2,

        the multiplier's own, the pass-through's own, and what only the two together explain. A path without
        variance is explained by nothing.
        """
        mean, wide, dof = self.moments(name, month)
        # Student's t with two degrees of freedom or fewer has no variance.
        if dof is not None and dof <= 2:
            raise SchemeError(
                f"{name}: pass-through with {dof:g} degrees of freedom has no variance to divide."
            )
        of_theta = wide**2 * (1.0 if dof is None else dof / (dof - 2))
        parts = {
            "multiplier": self.law.variance * mean**2,
            "passthrough": self.law.mean**2 * of_theta,
            "together": self.law.variance * of_theta,
        }
        total = sum(parts.values())
        shares = {key: value / total if total > 0 else 0.0 for key, value in parts.items()}
        return pd.Series(shares, name="share of variance")

    def by_year(self) -> pd.DataFrame:
        """Mean effect at the last month of the flow of each year, one column a path; rows add up to the mean
        effect."""
        push = 100 * self.conversion["priced"].to_numpy() / self.scale
        rows = {}
        for year in sorted(set(self.months.year)):
            unit = level(np.where(self.months.year == year, push, 0.0), self.left_after_a_year)
            rows[year] = {YEN: self.law.mean * unit[-1]} | {
                name: self.law.mean * float(spread(np.diff(unit, prepend=0.0), result)[-1] @ result.estimate)
                for name, result in self.prices.items()
            }
        return pd.DataFrame(rows).T.rename_axis("year")

    def _known(self, name: str) -> PassThrough:
        if name not in self.prices:
            raise SchemeError(
                f"no path {name!r} in this scenario; there are {', '.join((YEN, *self.prices))}."
            )
        return self.prices[name]


def degrees(result: PassThrough) -> float | None:
    """Degrees of freedom of the t distribution of an estimate; None for the normal.

    Raises
    ------
    SchemeError
        For a fixed-b estimate, whose distribution is no t.
    """
    if result.critical.kind == "fixed-b":
        raise SchemeError(
            f"{result.outcome}: fixed-b has no t distribution to draw from; estimate with 'ewc' or 'hc3'."
        )
    return result.critical.dof if result.critical.kind == "t" else None
