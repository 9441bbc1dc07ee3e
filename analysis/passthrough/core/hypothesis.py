"""What a test asks, in words made from the coefficients that it restricts.

A page that prints a p-value prints these words beside it, so that a joint test
of three coefficients cannot be read as a test of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.errors import EstimationError

#: Name of a block of columns, for one column and for several.
WORDS = {
    "constant": ("the constant", "the constant"),
    "fx": ("the slope on {driver}", "the slopes on {driver}"),
    "own": ("the own lag", "the own lags"),
    "seasonal": ("the month dummy", "the months of the year"),
    "trend": ("the trend", "the trends"),
    "controls": ("the control", "the controls"),
}


def restricted(
    blocks: Mapping[str, slice], columns: int, tested: Sequence[int] | np.ndarray, driver: str
) -> str:
    """Name the coefficients of a test: "the constant, the slope on the yield gap and the own lag together".

    Parameters
    ----------
    blocks : mapping of name to slice
        Columns of each block of the regressors, as in `Design.blocks`; a column of none of them is the
        constant if it is the first, otherwise a control.
    columns : int
        Number of regressors.
    tested : sequence of int
        Numbers of the columns that the test restricts.
    driver : str
        What the slopes are on.

    Returns
    -------
    str

    Raises
    ------
    EstimationError
        If nothing is tested.
    """
    home = {0: "constant"}
    for name, block in blocks.items():
        home |= {int(column): name for column in np.arange(columns)[block]}
    count: dict[str, int] = {}
    for column in tested:
        name = home.get(int(column), "controls")
        name = name if name in WORDS else "controls"
        count[name] = count.get(name, 0) + 1
    if not count:
        raise EstimationError("a test that restricts no coefficient tests nothing; which columns were meant?")
    said = [WORDS[name][number > 1].format(driver=driver) for name, number in count.items()]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]} together"
