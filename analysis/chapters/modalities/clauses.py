"""What each clause of Korea's text would be worth to Japan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis import scheme
from analysis.chapters.modalities.returns import earning


def worth(
    switches: Mapping[str, scheme.Clauses],
    rates: Iterable[float],
    project: scheme.Project,
    terms: scheme.Terms,
    plan: scheme.Programme,
    treasury: float,
) -> pd.DataFrame:
    """Present value to Japan without any clause, then what each adds, billions of dollars, by return.

    Parameters
    ----------
    switches : mapping of str to scheme.Clauses
    rates : iterable of float
        Returns of the projects, a column each.
    project, terms, plan
    treasury : float
        Yield at which values are taken.
    """
    columns = {}
    for rate in rates:
        earns = earning(project, rate)
        without = scheme.programme_worth(earns, terms, treasury, plan, scheme.Clauses())
        columns[f"{100 * rate:.0f} %"] = {
            "Present value to Japan without any": without,
            **{
                name: scheme.programme_worth(earns, terms, treasury, plan, these) - without
                for name, these in switches.items()
            },
        }
    return pd.DataFrame(columns).rename_axis("Projects earn")
