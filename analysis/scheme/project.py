r"""What a project earns: construction, a level stretch of cash, an overrun, a tax of its own, and a failure.

A project that costs C as planned and returns r over n years of operation earns :math:`C' r / (1-(1+r)^{-n})`
a year, C' being the planned cost with interest at r to the last call, so that r is its rate of return if it
keeps to its budget. An overrun adds to the calls, a delay to the years of calls, and neither to the cash: the
return falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import amount, rate, share
from analysis.scheme.returns import annuity
from analysis.scheme.vehicle import own_tax


@dataclass(frozen=True)
class Project:
    """Assumptions about one project or, with arrays of shape (n,), about n of them at once.

    Attributes
    ----------
    cost : float or ndarray
        Planned sum of the calls.
    return_ : float or ndarray
        Yearly rate of return, before US tax, of the project if it costs what was planned and does not fail.
    years : int or ndarray
        Of operation; also the expected life that the deemed allocation amount is divided over.
    construction : int or ndarray
        Planned years over which the cost is called in equal parts, the first at date 0.
    delay : int or ndarray
        Years by which construction takes longer than planned: calls are spread over them too, cash begins
        later and is no more.
    overrun : float or ndarray
        Share of the planned cost that is called on top of it (1.025 for 102.5 %).
    us_tax : float or ndarray
        Rate of US tax on the vehicle's own profit, taken before anything is divided; 0 for a vehicle that is
        no taxpayer.
    hazard : float or ndarray
        Chance a year of operation that the project fails, given that it has not.
    recovery : float or ndarray
        Share of what was called that is recovered in the year after a failure.
    """

    cost: float | np.ndarray = 1.0
    return_: float | np.ndarray = 0.06
    years: int | np.ndarray = 30
    construction: int | np.ndarray = 1
    delay: int | np.ndarray = 0
    overrun: float | np.ndarray = 0.0
    us_tax: float | np.ndarray = 0.0
    hazard: float | np.ndarray = 0.0
    recovery: float | np.ndarray = 0.0

    def __post_init__(self) -> None:
        amount(self.cost, "cost")
        rate(self.return_, "return_", -0.2)
        amount(self.overrun, "overrun")
        for name in ("us_tax", "hazard", "recovery"):
            share(getattr(self, name), name)
        for name, least, most in (("years", 1, 100), ("construction", 1, 20), ("delay", 0, 20)):
            numbers = np.asarray(getattr(self, name))
            if numbers.dtype.kind not in "iu" or (numbers < least).any() or (numbers > most).any():
                raise SchemeError(
                    f"{name} is a whole number from {least} to {most}, not {getattr(self, name)!r}."
                )
        if not np.all(np.asarray(self.cost) > 0):
            raise SchemeError("a project that costs nothing has no return; cost must be above 0.")
        try:
            len(self)
        except ValueError:
            raise SchemeError("fields of a project that are arrays must have one length.") from None

    def __len__(self) -> int:
        fields = (getattr(self, name) for name in self.__dataclass_fields__)
        return int(np.prod(np.broadcast_shapes((1,), *(np.shape(field) for field in fields))))

    @property
    def dates(self) -> int:
        """Dates from the first call to the last possible cash, a recovery in the year after the last
        included."""
        return (
            int(np.max(np.asarray(self.construction) + np.asarray(self.delay) + np.asarray(self.years))) + 1
        )


@dataclass(frozen=True, eq=False)
class CashFlows:
    """What a project draws and earns, path by path; dates are a year apart.

    Attributes
    ----------
    calls : ndarray, shape (N, T)
        Paid in by Japan, 0 or more.
    cash : ndarray, shape (N, T)
        To be divided, after the vehicle's own US tax, 0 or more; none before `start`.
    start : ndarray of int, shape (N,)
        Date of the first year of operation, later than the last call.
    life : ndarray of int, shape (N,)
        Expected years of operation, which the amount is divided by.
    tax : ndarray, shape (N, T)
        US tax of the vehicle, paid before `cash`.
    """

    calls: np.ndarray
    cash: np.ndarray
    start: np.ndarray
    life: np.ndarray
    tax: np.ndarray | None = None

    def __post_init__(self) -> None:
        calls, cash = (np.atleast_2d(np.asarray(flow, float)) for flow in (self.calls, self.cash))
        if calls.shape != cash.shape:
            raise SchemeError(f"calls and cash must have one shape, not {calls.shape} and {cash.shape}.")
        amount(calls, "a call")
        amount(cash, "cash of a project")
        start, life = (np.broadcast_to(np.asarray(x, int), calls.shape[:1]) for x in (self.start, self.life))
        if (life < 1).any():
            raise SchemeError(f"life is a number of years of 1 or more, not {life.min()}.")
        working = np.arange(calls.shape[1]) >= start[:, None]
        if (calls * working).any() or (cash * ~working).any():
            raise SchemeError("calls come before date `start` and cash from it on: move start, or the flows.")
        tax = (
            np.zeros_like(cash)
            if self.tax is None
            else np.broadcast_to(np.asarray(self.tax, float), cash.shape)
        )
        for name, value in (("calls", calls), ("cash", cash), ("start", start), ("life", life), ("tax", tax)):
            object.__setattr__(self, name, value)

    @property
    def age(self) -> np.ndarray:
        """Year of operation at each date, 1 in the first, 0 or less before it, shape (N, T)."""
        return np.arange(self.cash.shape[1]) - self.start[:, None] + 1


def cash_flows(project: Project, failed: np.ndarray | None = None) -> CashFlows:
    """Calls and cash of a project, path by path.

    Parameters
    ----------
    project : Project
        n projects make n paths; one project makes as many as `failed` has.
    failed : ndarray of int, shape (N,), optional
        Years of operation that each path lives; `project.years` or more for one that does not fail. Needed if
        `hazard` is above 0; see `years_lived`.

    Returns
    -------
    CashFlows
        Shape (N, `project.dates`): calls before date construction + delay, cash from it on.
    """
    if failed is None and np.any(project.hazard):
        raise SchemeError(
            "a project that can fail needs failed=scheme.years_lived(project, draws, rng), or hazard=0."
        )
    paths = len(project) if failed is None else len(np.atleast_1d(failed))
    if len(project) not in (1, paths):
        raise SchemeError(f"failed has {paths} paths, the project {len(project)}: give one for each.")

    def field(name):
        return np.broadcast_to(np.asarray(getattr(project, name)), (paths,))[:, None]

    years, planned, returned = field("years"), field("construction"), field("return_")
    construction = planned + field("delay")
    place = np.arange(project.dates)
    called = field("cost") * (1 + field("overrun"))
    calls = np.where(place < construction, called / construction, 0.0)
    level = annuity(field("cost") * _grown(returned, planned), returned, years)
    age = place - construction
    lived = years if failed is None else np.minimum(np.atleast_1d(failed)[:, None], years)
    earned = np.where((age >= 0) & (age < lived), level, 0.0)
    tax = own_tax(earned, called[:, 0], construction[:, 0], years[:, 0], field("us_tax")[:, 0])
    recovered = np.where((age == lived + 1) & (lived < years), field("recovery") * called, 0.0)
    return CashFlows(calls, earned - tax + recovered, construction[:, 0], years[:, 0], tax)


def years_lived(project: Project, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Years of operation before a failure at a constant yearly hazard, shape (draws,); `project.years` if
    there is none.

    One uniform number a path is drawn, so that paths of scenarios with one seed fail in the same order.
    """
    hazard = np.broadcast_to(np.asarray(project.hazard, float), (draws,))
    with np.errstate(divide="ignore"):
        # Inverse of the geometric distribution of the year of failure; no hazard, no failure.
        lived = np.floor(np.log(1 - rng.random(draws)) / np.log1p(-hazard))
    return np.minimum(np.nan_to_num(lived, nan=np.inf), project.years).astype(int)


def _grown(returned: np.ndarray, construction: np.ndarray) -> np.ndarray:
    """What 1 called in equal parts has grown to, at the return, at the last call."""
    flat = returned == 0
    safe = np.where(flat, 1.0, returned)
    return np.where(flat, 1.0, np.expm1(construction * np.log1p(safe)) / (safe * construction))
