"""Where a loss turns: how far one assumption has to move, and what each clause of the text is worth to the
state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from analysis.errors import SchemeError
from analysis.scheme.book import Book
from analysis.scheme.calibration import Case
from analysis.scheme.exposure import expected_loss
from analysis.scheme.memorandum import Terms

#: Where a threshold of each assumption is looked for. Those of the terms are moved in `Case.terms`.
RANGES = {
    "return_": (-0.05, 0.60),
    "failure": (0.0, 0.999),
    "recovery": (0.0, 1.0),
    "premium": (0.0, 0.5),
    "dispersion": (0.0, 0.05),
    "discount": (0.0, 0.2),
    "deemed_rate": (0.0, 0.3),
    "split_before": (0.01, 0.99),
    "split_after": (0.0, 1.0),
}
#: The root is this exact.
EXACT = 1e-9
#: Points at which a sign is looked for before a root is sought: the loss has kinks and need not be monotone.
SCAN = 9


def moved(case: Case, name: str, value: float) -> Case:
    """`case` with one assumption replaced, be it the case's own or a term of the memorandum."""
    if name in Terms.__dataclass_fields__:
        return replace(case, terms=replace(case.terms, **{name: value}))
    return replace(case, **{name: value})


def threshold(case: Case, book: Book, name: str, target: float = 0.0, party: str = "state") -> float:
    """Value of one assumption at which the expected loss is `target`, all else as it is.

    Parameters
    ----------
    name : str
        One of `RANGES`.
    target : float
        Billions of dollars.

    Returns
    -------
    float
        The crossing nearest to the lower end of the range, exact to `EXACT`; nan if no value in the range
        gives the target.
    """
    if name not in RANGES:
        raise SchemeError(f"no threshold is looked for in {name!r}; there are {', '.join(RANGES)}.")

    def missing(value):
        return expected_loss(moved(case, name, float(value)), book, party) - target

    points = np.linspace(*RANGES[name], SCAN)
    values = np.array([missing(point) for point in points])
    crossing = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) <= 0)
    if not len(crossing):
        return float("nan")
    return float(brentq(missing, points[crossing[0]], points[crossing[0] + 1], xtol=EXACT))


def slopes(case: Case, book: Book, steps: Mapping[str, float], party: str = "state") -> pd.Series:
    """What a step of each assumption adds to the expected loss, billions of dollars."""
    start = expected_loss(case, book, party)
    return pd.Series(
        {
            name: expected_loss(moved(case, name, _value(case, name) + step), book, party) - start
            for name, step in steps.items()
        }
    )


def worth(case: Case, book: Book, changes: Mapping[str, Case], party: str = "state") -> pd.Series:
    """What each change of the text would save the state: expected loss now, less that under it. Billions of
    dollars."""
    start = expected_loss(case, book, party)
    return pd.Series({name: start - expected_loss(changed, book, party) for name, changed in changes.items()})


def _value(case: Case, name: str) -> float:
    return float(getattr(case.terms if name in Terms.__dataclass_fields__ else case, name))
