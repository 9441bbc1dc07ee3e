"""What overruns, delay, tax, instruments and failures do to Japan's return and to the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import report, scheme
from analysis.chapters.modalities.returns import earning, needed_return
from analysis.scheme import exposure


def built_otherwise(
    changes: Mapping[str, Mapping[str, Any]],
    project: scheme.Project,
    terms: scheme.Terms,
    funds: scheme.Instruments,
    treasury: float,
) -> pd.DataFrame:
    """Japan's return, the return it needs and what the state loses, by what changes in building or running.

    Parameters
    ----------
    changes : mapping of str to mapping
        Fields of the project, and `tenor` of the loans.
    project : scheme.Project
        As planned; its return is that of the first column.
    terms, funds
    treasury : float
        Yield at which the state's cash is worth something today.

    Returns
    -------
    pandas.DataFrame
        Percent a year; the last column of 100 called.
    """
    rows = {}
    for name, other in changes.items():
        fields = {field: value for field, value in other.items() if field != "tenor"}
        financed = replace(funds, tenor=other.get("tenor", funds.tenor))
        account = scheme.account(earning(project, project.return_, **fields), terms, financed)
        rows[name] = {
            f"Japan, {report.numbers.percent(project.return_)} %": 100 * float(account.japan_return[0]),
            "Japan, 10 %": 100 * scheme.japan_return(earning(project, 0.10, **fields), terms),
            "Needed": 100 * needed_return(terms.deemed_rate, project, terms, **fields),
            "State loses": -100 * float(account.worth("state", treasury)[0] / account.flows.calls.sum()),
        }
    return pd.DataFrame(rows).T.rename_axis("What changes")


def built_labels(planned: str) -> dict[str, str]:
    """Headings of the table of changes in building; `planned` is the planned return in percent."""
    return {
        f"Japan, {planned} %": f"Japan's return, project planned at {planned} %",
        "Japan, 10 %": "Japan's return, project planned at 10 %",
        "Needed": "Planned return that pays Japan the deemed rate",
        "State loses": f"State loses of 100 called, project at {planned} %",
    }


def by_instrument(account: Any, funds: scheme.Instruments, treasury: float) -> dict[str, float]:
    """Return of each instrument, percent a year, and what insurer and state lose of 100, nothing failing."""
    service, paid_in = account.service, account.flows.calls
    lent, guaranteed = service.loan - funds.loan * paid_in, service.lender - funds.guaranteed * paid_in
    return {
        "All of Japan": 100 * float(account.japan_return[0]),
        "State bank's loan": 100 * float(scheme.rate_of_return(lent)[0]),
        "Guaranteed lender": 100 * float(scheme.rate_of_return(guaranteed)[0]),
        "Insurer loses": -float(account.worth("guarantor", treasury)[0]),
        "State loses": -float(account.worth("state", treasury)[0]),
    }


def with_failures(
    case: Any, project: scheme.Project, terms: scheme.Terms, funds: scheme.Instruments, treasury: float
) -> dict[str, float]:
    """Returns of expected flows, percent a year, and expected values of 100 where the project can fail.

    Parameters
    ----------
    case : scheme.Case
        With the chance of failure, the return and what comes back.
    project, terms, funds
    treasury : float
    """
    edges, lived, _ = exposure.ranks(case)
    weights = np.diff(edges)
    failing = replace(project, return_=case.return_, recovery=case.recovery)
    account = scheme.account(failing, terms, funds, failed=lived)
    service, paid_in = account.service, account.flows.calls
    flows = {
        "Return to Japan": account.split.net,
        "State bank's loan": service.loan - funds.loan * paid_in,
        "Guaranteed lender": service.lender - funds.guaranteed * paid_in,
    }
    values = {"Insurer": account.worth("guarantor", treasury), "State": account.worth("state", treasury)}
    return {
        "Fails": 100 * case.failure,
        **{name: 100 * float(scheme.rate_of_return(weights @ flow)) for name, flow in flows.items()},
        **{name: float((weights @ value[:, None])[0]) for name, value in values.items()},
    }


def failure_labels(window: int) -> dict[str, str]:
    """Headings of the table of failures; `window` is in years."""
    returns = ("Return to Japan", "State bank's loan", "Guaranteed lender")
    values = ("Insurer", "State")
    return (
        {"Fails": f"Fails within {window} years, %"}
        | {name: f"{name}, %" for name in returns}
        | {name: f"{name}, present value" for name in values}
    )
