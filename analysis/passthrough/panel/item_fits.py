r"""One regression an item, all items of one gap pattern at once.

With common regressors, items that miss the same months have the same design
matrix: one QR decomposition serves them all, and coefficients and residuals
are two matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.design import STILL
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.panel.items import Items


@dataclass(frozen=True, eq=False)
class Group:
    """Items with one design matrix.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
        Months used, as places on the calendar.
    items : ndarray of int, shape (m,)
        Columns of the panel.
    fit : Fit
        With one column an item in `y`, `beta` and `resid`. What is common comes
        first, the driver and its lags last.
    lags : int
        Lags of the driver.
    """

    rows: np.ndarray
    items: np.ndarray
    fit: Fit
    lags: int

    def one(self, column: int) -> Fit:
        """The regression of one item, by its place in the group."""
        whole = self.fit
        return replace(whole, y=whole.y[:, column], beta=whole.beta[:, column], resid=whole.resid[:, column])

    @property
    def path(self) -> np.ndarray:
        """Cumulative pass-through by horizon and item, shape (q + 1, m)."""
        return np.cumsum(self.fit.beta[-self.lags - 1 :], axis=0)

    def loadings(self) -> np.ndarray:
        r"""What a residual adds to each horizon of the path, shape (n, q + 1).

        The influence term of item i at horizon h and time t is
        :math:`\ell_{th} u_{it}`: items differ in the residual alone.
        """
        return self.fit.X @ np.cumsum(self.fit.bread[:, -self.lags - 1 :], axis=1)


def patterns(used: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of each pattern of a table of booleans (T, N); empty columns are left out."""
    packed = np.packbits(used, axis=0)
    _, first, group = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    group = group.ravel()
    # In the order in which patterns first appear, so that results do not depend on their bits.
    for label in np.argsort(first, kind="stable"):
        rows = np.flatnonzero(used[:, first[label]])
        if len(rows):
            yield rows, np.flatnonzero(group == label)


def fit_items(items: Items) -> tuple[list[Group], dict[str, str]]:
    """Least squares of every item on the driver, its lags and what is common.

    Returns
    -------
    groups : list of Group
    left_out : dict of item to reason
        Items without a regression: too few rows for the coefficients, a price
        that never changes its pace, a dummy without a month.

    Raises
    ------
    EstimationError
        If no item is left.
    """
    names = (*items.common_names, *items.driver_names)
    design = np.hstack([items.common, items.driver])
    complete = items.complete
    groups: list[Group] = []
    left_out = dict.fromkeys(items.empty, "no figure at all")
    for column in np.flatnonzero(~complete.any(axis=0)):
        left_out[str(items.names[column])] = "no complete row"
    for rows, columns in patterns(complete):
        y = items.price[np.ix_(rows, columns)]
        still = np.ptp(y, axis=0) < STILL
        for column in columns[still]:
            left_out[str(items.names[column])] = "the price changes at one constant rate"
        y, columns = y[:, ~still], columns[~still]
        if not len(columns):
            continue
        try:
            regression = fit(y, design[rows], names)
        except EstimationError as error:
            left_out |= {str(name): str(error) for name in items.names[columns]}
            continue
        groups.append(Group(rows, columns, regression, items.driver.shape[1] - 1))
    if not groups:
        name, reason = next(iter(left_out.items()))
        raise EstimationError(f"no item can be estimated; {name}, for one: {reason}")
    return groups, left_out
