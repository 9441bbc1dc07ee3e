r"""The return at which a project pays Japan what it asks, and the split that would.

Japan's return is a function of the project's with kinks: at each, the deemed
allocation is reached a year earlier. A threshold is therefore solved as a root,

.. math:: f(r) = \text{IRR}_{\text{Japan}}(r) - \text{target} = 0 ,

and never read off a grid: between two points of a grid a kink puts a straight
line beside the function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scipy.optimize import brentq

from analysis.errors import SchemeError
from analysis.scheme.check import rate
from analysis.scheme.clauses import NONE, Clauses
from analysis.scheme.memorandum import Terms
from analysis.scheme.project import Project, cash_flows
from analysis.scheme.returns import rate_of_return
from analysis.scheme.waterfall import distribute

#: Returns of a project between which a threshold is sought, a year.
LOWEST, HIGHEST = -0.15, 1.0
#: The root is this exact. `rate_of_return` is exact to 1e-12.
EXACT = 1e-10


def japan_return(project: Project, terms: Terms, clauses: Clauses = NONE) -> float:
    """Japan's rate of return a year on one project that does not fail.

    Parameters
    ----------
    project : Project
        One, with a hazard of 0: with failures there are many paths and no one return.
    terms : Terms
    clauses : Clauses

    Returns
    -------
    float
        A fraction (0.04 for 4 %); -1 where nothing comes back.

    Raises
    ------
    SchemeError
        If the project can fail, or is several.
    """
    if len(project) != 1:
        raise SchemeError(
            f"a return of one project, not of {len(project)}: for many, take account(...).japan_return."
        )
    if project.hazard:
        raise SchemeError(
            f"a project that fails with chance {project.hazard:g} has no single return; set hazard=0."
        )
    return float(rate_of_return(distribute(cash_flows(project), terms, clauses).net)[0])


def break_even_return(target: float, project: Project, terms: Terms, clauses: Clauses = NONE) -> float:
    """Return that a project has to earn for Japan to earn `target`.

    Parameters
    ----------
    target : float
        Japan's return a year, a fraction.
    project : Project
        Its `return_` is what is solved for; the value given is not used.
    terms : Terms
    clauses : Clauses

    Returns
    -------
    float
        A fraction, exact to `EXACT`.

    Raises
    ------
    SchemeError
        If no return between `LOWEST` and `HIGHEST` gives Japan the target.
    """
    rate(target, "target", -0.99)

    def earned(r):
        return japan_return(replace(project, return_=r), terms, clauses)

    return solved(earned, target, LOWEST, HIGHEST, "projects that earn {:g} to {:g} a year")


def full_amount_return(project: Project, terms: Terms, clauses: Clauses = NONE) -> float:
    """Return from which a project pays each country its whole deemed allocation amount, so that nothing of it
    is lost.

    Parameters
    ----------
    project : Project
        Its `return_` is what is solved for.
    terms : Terms
    clauses : Clauses

    Returns
    -------
    float
        The lowest return at which less than `EXACT` of the amount is lost.
    """

    def lost(r: float) -> float:
        split = distribute(cash_flows(replace(project, return_=r)), terms, clauses)
        return -float(split.lost[0] / split.calls.sum())

    return solved(lost, -EXACT, LOWEST, HIGHEST, "projects that earn {:g} to {:g} a year lose shares that")


def break_even_split(target: float, project: Project, terms: Terms) -> float:
    """Japan's share before the deemed allocation that would let it earn `target` on a project.

    Parameters
    ----------
    target : float
        Japan's return a year, a fraction.
    project : Project
    terms : Terms
        Its `split_before` is what is solved for.

    Raises
    ------
    SchemeError
        If not even all of the cash gives Japan the target.
    """
    rate(target, "target", -0.99)

    def earned(part):
        return japan_return(project, replace(terms, split_before=part), NONE)

    return solved(earned, target, 0.01, 1.0, "shares of {:g} to {:g} of the cash")


def solved(
    f: Callable[[float], float], target: float, low: float, high: float, what: str = "{:g} to {:g}"
) -> float:
    """The x between `low` and `high` with f(x) = target, for an f that rises.

    Raises
    ------
    SchemeError
        If f does not pass the target between them; `what` names the range in the message.
    """
    ends = f(low), f(high)
    if not ends[0] <= target <= ends[1]:
        raise SchemeError(
            f"a target of {target:g} is out of reach: {what.format(low, high)} give {ends[0]:.4f} to"
            f" {ends[1]:.4f}."
        )
    return float(brentq(lambda x: f(x) - target, low, high, xtol=EXACT))
