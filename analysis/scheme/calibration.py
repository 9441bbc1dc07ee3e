"""The assumptions about losses, in one place for every page: what each is, and the fact that it rests on.

Failure, recovery, overrun and premium are rows of the table `calibration`; what has no source is a named
constant here. A page that wants another assumption says so by `case(recovery=0.3)`, and no page keeps one of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme.check import amount, rate, share, whole
from analysis.scheme.clauses import NONE, Clauses
from analysis.scheme.instruments import Instruments
from analysis.scheme.memorandum import Terms, terms
from analysis.scheme.project import Project

#: Years within which a failure falls: the horizon of the study of project-finance loans, whose marginal rate
#: is later that of a single-A credit.
WINDOW = 10
#: Rows of the table behind the cases of failure, share of projects within `WINDOW` years.
FAILURES = {
    "no failure": None,
    "as project finance": "pf_default_10y",
    "as the US loan office": "gao_default_share",
}
#: Project returns at which the state's account is shown. No source: a grid around the 5.6 percent that
#: foreign direct investment in the United States earned in 2024 (row return_inward_fdi_us of size_context).
RETURNS = (0.04, 0.06, 0.08, 0.12)
#: Returns of surviving projects differ by this much, one standard deviation. No source.
DISPERSION = 0.02
#: Standard deviations to which returns are drawn, with room for the mean of the outermost cell.
REACH = 4.5
#: Correlation of what moves the projects. No source: one country, three sectors, one policy.
CORRELATION = 0.3
#: Series of the yield at which present values are taken: what the money would earn without risk.
YIELD = "fredmd_GS10"
#: What every loss rests on: what was selected, the terms and their day, who lends, the calibration, that
#: yield.
LOSS_SOURCES = ("projects", "mou_terms", "timeline", "funding_plan", "calibration", YIELD)


@dataclass(frozen=True)
class Case:
    """One set of assumptions about all projects.

    Attributes
    ----------
    return_ : float
        Yearly return of a project as planned, before overruns, if it does not fail; the mean over projects.
    dispersion : float
        Standard deviation of the returns of surviving projects.
    failure : float
        Probability that a project fails within `window` years of operation.
    recovery : float
        Share of the planned cost that comes back after a failure, and is divided by the clause like other
        cash. Of the planned cost, since what was spent beyond it is worth no more in a failure than in
        operation.
    premium : float
        Yearly premium on the covered part of guaranteed loans.
    passed_on : bool
        Whether lenders add the premium to the rate that they ask, or bear it out of their margin.
    discount : float
        Yearly rate of all present values.
    overruns : dict of str to float
        Share of the planned cost that is called on top of it, by sector; a sector that is not there has none.
    us_tax : float
        Rate of US tax on the profit of a project's vehicle, taken before the split; 0 if it is no taxpayer.
    correlation : float
        Of the latent variables of two projects.
    years, construction, window : int
    instruments : Instruments
    terms : Terms
    clauses : Clauses
    """

    return_: float
    dispersion: float
    failure: float
    recovery: float
    premium: float
    discount: float
    passed_on: bool = True
    overruns: dict[str, float] = field(default_factory=dict)
    us_tax: float = 0.0
    correlation: float = CORRELATION
    years: int = 30
    construction: int = 3
    window: int = WINDOW
    instruments: Instruments = field(default_factory=Instruments)
    terms: Terms = field(default_factory=terms)
    clauses: Clauses = NONE

    def __post_init__(self) -> None:
        rate(self.return_, "return_", -0.15)
        rate(self.discount, "discount", 0.0)
        rate(self.premium, "premium", 0.0)
        for name in ("failure", "recovery", "us_tax", "correlation"):
            share(getattr(self, name), name)
        amount(self.dispersion, "dispersion")
        if self.return_ - REACH * self.dispersion < -0.2:
            raise SchemeError(
                f"a dispersion of {self.dispersion:g} around {self.return_:g} reaches returns below -0.2,"
                " which no project has: write 0.02 for two points."
            )
        for sector, above in self.overruns.items():
            amount(above, f"the overrun of {sector}")
        if whole(self.window, "window", 1) > self.years:
            raise SchemeError(
                f"failures fall within {self.window} years, but a project runs {self.years}: shorten the"
                " window."
            )

    @property
    def funds(self) -> Instruments:
        """The instruments, with the premium in the lenders' rate if it is passed on."""
        if not self.passed_on:
            return self.instruments
        asked = self.instruments.guaranteed_rate + self.instruments.cover * self.premium
        return replace(self.instruments, guaranteed_rate=asked)

    def project(self, sector: str, returned: float | np.ndarray | None = None) -> Project:
        """A project of which 1 is called in all, overrun included; the commitment bounds calls, not plans."""
        above = self.overruns.get(sector, 0.0)
        return Project(
            cost=1 / (1 + above), return_=self.return_ if returned is None else returned, years=self.years,
            construction=self.construction, overrun=above, recovery=self.recovery / (1 + above),
            us_tax=self.us_tax,
        )  # fmt: skip


def case(**changes) -> Case:
    """The base case, calibrated, with any of its fields replaced.

    Examples
    --------
    >>> case(failure=failures()["as the US loan office"])  # doctest: +SKIP
    """
    found = Case(
        return_=0.06,
        dispersion=DISPERSION,
        failure=failures()["as project finance"],
        recovery=_percent("pf_recovery"),
        premium=_percent("premium_d"),
        discount=float(data.load(YIELD).dropna().iloc[-1]) / 100,
        overruns=overruns(),
    )
    unknown = sorted(set(changes) - set(Case.__dataclass_fields__))
    if unknown:
        raise SchemeError(f"a case has no {unknown[0]!r}; it has {', '.join(Case.__dataclass_fields__)}.")
    return replace(found, **changes)


def failures() -> dict[str, float]:
    """Cases of failure: name, and share of projects that fail within `WINDOW` years."""
    return {name: 0.0 if row is None else _percent(row) for name, row in FAILURES.items()}


def overruns() -> dict[str, float]:
    """Mean overrun by sector of the table of projects, a share of the planned cost; sectors without a sample
    are left out."""
    rows = data.table("calibration").query("subject == 'overrun'").dropna(subset=["sector"])
    return {sector: row.value / 100 for row in rows.itertuples() for sector in row.sector.split(" | ")}


def _percent(row: str) -> float:
    table = data.table("calibration").set_index("id")
    if row not in table.index:
        raise SchemeError(f"the table calibration has no row {row!r}: was it renamed?")
    return float(table.loc[row, "value"]) / 100
