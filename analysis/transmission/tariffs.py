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
        raise SchemeError("give pass-through by one denominator: per_rate or per_cost, not both and not neither.")
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
        {"points": points, "cost_share": content, "per_rate": by_rate, "per_cost": by_cost, "effect": by_rate * points}
    )
