r"""The return at which a project pays Japan what it asks.

Japan's return is a function of the project's with kinks: at each, the deemed
allocation is reached a year earlier. A threshold is therefore solved as a root,

.. math:: f(r) = \text{IRR}_{\text{Japan}}(r) - \text{target} = 0 ,

and never read off a grid: between two points of a grid a kink puts a straight
line beside the function.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import brentq

from analysis.errors import SchemeError
from analysis.scheme.check import rate
from analysis.scheme.memorandum import Terms
from analysis.scheme.project import Project, cash_flows
from analysis.scheme.returns import rate_of_return
from analysis.scheme.waterfall import distribute

#: Returns of a project between which a threshold is sought, a year.
LOWEST, HIGHEST = -0.15, 1.0
#: The root is this exact. `rate_of_return` is exact to 1e-12.
EXACT = 1e-10


def japan_return(project: Project, terms: Terms) -> float:
    """Japan's rate of return a year on a project that does not fail.

    Parameters
    ----------
    project : Project
        With a hazard of 0: with failures there are many paths and no one return.
    terms : Terms

    Returns
    -------
    float
        A fraction (0.04 for 4 %); -1 where nothing comes back.

    Raises
    ------
    SchemeError
        If the project can fail.
    """
    if project.hazard:
        raise SchemeError(f"a project that fails with chance {project.hazard:g} has no single return; set hazard=0.")
    return float(rate_of_return(distribute(*cash_flows(project), terms).net)[0])


def break_even_return(target: float, project: Project, terms: Terms) -> float:
    """Return that a project has to earn for Japan to earn `target`.

    Parameters
    ----------
    target : float
        Japan's return a year, a fraction; `terms.deemed_rate` asks for principal and deemed interest in full.
    project : Project
        Its `return_` is what is solved for; the value given is not used.
    terms : Terms

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

    def missing(earned: float) -> float:
        return japan_return(replace(project, return_=earned), terms) - target

    ends = np.array([missing(LOWEST), missing(HIGHEST)])
    if not ends[0] <= 0 <= ends[1]:
        raise SchemeError(
            f"a target of {target:g} is out of reach: projects that earn {LOWEST:g} to {HIGHEST:g} a year pay Japan "
            f"{ends[0] + target:.4f} to {ends[1] + target:.4f}."
        )
    return float(brentq(missing, LOWEST, HIGHEST, xtol=EXACT))
