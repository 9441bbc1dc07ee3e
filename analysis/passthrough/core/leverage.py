"""Observations that a regression fits exactly whatever they were, and what may not be said of them."""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.least_squares import Fit

#: Less room than this below a leverage of 1 is rounding, and so is a smaller part of a row in a coefficient.
ALONE = 1e-8


def refuse_alone(fit: Fit, method: str, of: slice | np.ndarray | None = None) -> None:
    r"""Refuse a sandwich for a coefficient that one observation alone decides.

    A row t with leverage 1 is fitted exactly: its residual is zero whatever its error was, and some
    combination of the columns, :math:`c = (X'X)^{-1} x_t`, is its indicator. A sandwich counts its error as
    nought, so that the variance of every coefficient in c is too small: a driver that moves once looks
    significant whatever the truth (MacKinnon and White 1985 show the root of it, residuals that shrink as the
    leverage grows).

    Parameters
    ----------
    fit : Fit
    method : str
        Every method but "ols", which takes the error's variance from the other rows.
    of : slice or ndarray of int, optional
        Columns that are read; all by default. A month's own dummy may be left out: nobody reads its error.

    Raises
    ------
    EstimationError
        Naming the row, the coefficients, and what is exact instead.
    """
    rows = np.flatnonzero(1.0 - fit.leverage < ALONE)
    if method == "ols" or not rows.size:
        return
    read = of if of is not None else slice(None)
    # c_j times the length of column j: how much of the row's indicator is column j, free of units.
    part = np.abs(fit.X[rows] @ fit.bread) * np.sqrt(np.einsum("ij,ij->j", fit.X, fit.X))
    decided = part[:, read] > ALONE**0.5
    if not decided.any():
        return
    row = int(rows[decided.any(axis=1).argmax()])
    names = np.array(fit.names)[read][decided.any(axis=0)]
    raise EstimationError(
        f"observation {row} (counted from 0) has leverage 1 and alone decides {', '.join(names)}: its"
        f" residual is zero whatever its error was, so {method} gives no standard error. inference='ols'"
        " takes the error from the other observations (exact if errors are normal and alike), and"
        " announcement_test compares an event with other days (exact whatever their distribution); or widen"
        " the sample."
    )
