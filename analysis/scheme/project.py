r"""What a project earns: construction, a level stretch of cash, and the chance that it fails.

A project that costs C and returns r over n years of operation pays
:math:`C' r / (1-(1+r)^{-n})` a year, C' being its cost with interest at r to
the first day of operation, so that r is its rate of return in every case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import amount, rate, share, whole
from analysis.scheme.returns import annuity


@dataclass(frozen=True)
class Project:
    """Assumptions about one project, or about the whole programme taken as one.

    Attributes
    ----------
    cost : float
        Sum of the calls.
    return_ : float
        Yearly rate of return of the project if it does not fail.
    years : int
        Of operation.
    construction : int
        Years over which the cost is called in equal parts, the first at date 0.
    hazard : float
        Chance a year of operation that the project fails, given that it has not.
    recovery : float
        Share of the cost that is recovered in the year after a failure.
    """

    cost: float = 1.0
    return_: float = 0.06
    years: int = 30
    construction: int = 1
    hazard: float = 0.0
    recovery: float = 0.0

    def __post_init__(self) -> None:
        amount(self.cost, "cost")
        rate(self.return_, "return_", -0.2)
        whole(self.years, "years", 1, 100)
        whole(self.construction, "construction", 1, 20)
        share(self.hazard, "hazard")
        share(self.recovery, "recovery")
        if self.cost == 0:
            raise SchemeError("a project that costs nothing has no return; cost must be above 0.")

    @property
    def dates(self) -> int:
        """Dates from the first call to the last cash, recovery included."""
        return self.construction + self.years + 1


def cash_flows(
    project: Project, draws: int = 1, rng: np.random.Generator | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Calls and cash of a project, path by path.

    Parameters
    ----------
    project : Project
    draws : int
        Paths; they differ only in whether and when the project fails.
    rng : numpy.random.Generator, optional
        Needed if `hazard` is above 0. One uniform number a path is drawn, so
        that paths of scenarios with one seed fail in the same order.

    Returns
    -------
    calls, cash : ndarray, shape (draws, `project.dates`)
        Dates are a year apart; calls at dates 0 to construction - 1, cash from
        date `construction` on.

    Raises
    ------
    SchemeError
        If the project can fail and no generator is given.
    """
    draws = whole(draws, "draws", 1)
    calls = np.zeros((draws, project.dates))
    calls[:, : project.construction] = project.cost / project.construction
    ages = np.arange(project.construction, 0, -1) - 1
    grown = project.cost / project.construction * ((1 + project.return_) ** ages).sum()
    level = annuity(float(grown), project.return_, project.years)
    cash = np.zeros((draws, project.dates))
    operation = slice(project.construction, project.construction + project.years)
    if project.hazard == 0:
        cash[:, operation] = level
        return calls, cash
    if rng is None:
        raise SchemeError("a project that can fail needs rng=numpy.random.default_rng(seed).")
    with np.errstate(divide="ignore"):
        # Inverse of the geometric distribution of the year of failure.
        lived = np.floor(np.log(1 - rng.random(draws)) / np.log1p(-project.hazard))
    failed = np.minimum(lived, project.years).astype(int)
    place = np.arange(project.years)
    cash[:, operation] = np.where(place < failed[:, None], level, 0.0)
    lost = np.flatnonzero(failed < project.years)
    cash[lost, project.construction + failed[lost] + 1] += project.recovery * project.cost
    return calls, cash
