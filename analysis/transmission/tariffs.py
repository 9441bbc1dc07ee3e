r"""A tariff's effect on prices, with both denominators.

Pass-through of a tariff is quoted per point of the tariff **rate**, or per point
of what the tariff adds to **cost**, which is the rate times the share of
imported content in the price. The same price rise is a small share of the first
and a large share of the second:

.. math:: \Delta p = \phi_\tau\, \Delta\tau = \phi_c\, \kappa\, \Delta\tau ,
          \qquad \phi_\tau = \kappa\, \phi_c .
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import SchemeError
from analysis.scheme.check import share

#: What a rate of the table `tariff_rates` includes, its column `rate_base`.
ALL_IN, ADDITIONAL, ORDINARY = "all-in", "additional to MFN", "MFN"


def all_in_rate(rate: float, base: str, ordinary_duty: float) -> float:
    """Duty that is paid in all, percent of value.

    Parameters
    ----------
    rate : float
        Percent.
    base : {"all-in", "additional to MFN", "MFN"}
        An all-in rate is a floor: goods whose ordinary duty is higher pay that and nothing on top.
    ordinary_duty : float
        Most-favoured-nation rate of the goods, percent.

    Raises
    ------
    SchemeError
        For an unknown base, or a duty that is negative or missing.
    """
    if not (np.isfinite(rate) and np.isfinite(ordinary_duty) and min(rate, ordinary_duty) >= 0):
        raise SchemeError(
            f"a tariff is a percentage of 0 or more, not {rate} on an ordinary duty of {ordinary_duty}."
        )
    if base == ALL_IN:
        return max(rate, ordinary_duty)
    if base == ADDITIONAL:
        return rate + ordinary_duty
    if base == ORDINARY:
        return rate
    raise SchemeError(
        f"a rate is {ALL_IN!r}, {ADDITIONAL!r} or {ORDINARY!r}, not {base!r}; see column rate_base."
    )


def tariff_step(
    rates: pd.DataFrame, later: str, earlier: str, *, ordinary_duty: float | None = None
) -> float:
    """Percentage points between two rows of `tariff_rates`, on one base.

    Parameters
    ----------
    rates : DataFrame
        The table `tariff_rates`, with id (as column or index), rate_pct and rate_base.
    later, earlier : str
        Ids of two rows.
    ordinary_duty : float, optional
        MFN rate of the goods, percent; needed if the two rows have different bases, because the step then
        depends on it: from 15 all-in to 25 additional are 10 points for goods without ordinary duty and 12.5
        for cars (2.5).

    Raises
    ------
    SchemeError
        If a row is missing, or the bases differ and no ordinary duty is given.
    """
    table = rates if rates.index.name == "id" else rates.set_index("id")
    if absent := [row for row in (later, earlier) if row not in table.index]:
        raise SchemeError(f"the table of tariff rates has no row {absent[0]!r}; was it renamed?")
    (new, new_base), (old, old_base) = (table.loc[row, ["rate_pct", "rate_base"]] for row in (later, earlier))
    if ordinary_duty is None:
        if new_base != old_base:
            raise SchemeError(
                f"{later} is {new_base!r} and {earlier} is {old_base!r}: their difference means nothing. "
                "Give ordinary_duty, the MFN rate of the goods, or compare rows of one base."
            )
        return float(new) - float(old)
    return all_in_rate(float(new), new_base, ordinary_duty) - all_in_rate(float(old), old_base, ordinary_duty)


def tariff_effect(
    points: float | np.ndarray,
    *,
    cost_share: float | np.ndarray,
    per_rate: float | np.ndarray | None = None,
    per_cost: float | np.ndarray | None = None,
) -> pd.DataFrame:
    """Price effect of a tariff and its pass-through by both denominators.

    Parameters
    ----------
    points : float or ndarray (n,)
        Change of the tariff rate, percentage points.
    cost_share : float or ndarray (n,)
        Import cost as a share of the price, 0 to 1.
    per_rate, per_cost : float or ndarray (n,)
        Exactly one: per cent of the price per point of the rate, or per point of cost.

    Returns
    -------
    DataFrame, n rows
        points, cost_share, per_rate, per_cost (missing where cost_share is 0), effect (per cent).

    Raises
    ------
    SchemeError
        If both or neither pass-through is given, or a share is outside 0 to 1.
    """
    share(cost_share, "cost_share")
    if (per_rate is None) == (per_cost is None):
        raise SchemeError(
            "give pass-through by one denominator: per_rate or per_cost, not both and not neither."
        )
    points, content = np.atleast_1d(np.asarray(points, float)), np.asarray(cost_share, float)
    given = np.asarray(per_rate if per_cost is None else per_cost, float)
    points, content, given = np.broadcast_arrays(points, content, given)
    if not (np.isfinite(points).all() and np.isfinite(given).all()):
        raise SchemeError("points and pass-through must be finite numbers.")
    if per_cost is None:
        by_rate = given
        by_cost = np.divide(given, content, out=np.full(given.shape, np.nan), where=content > 0)
    else:
        by_rate, by_cost = given * content, given
    return pd.DataFrame(
        {
            "points": points,
            "cost_share": content,
            "per_rate": by_rate,
            "per_cost": by_cost,
            "effect": by_rate * points,
        }
    )
