r"""The money of one project, small enough to be computed in the page: the engine of the scheme, as its
controls describe it.

`account` is `scheme.account` for what a reader chose, for 100 dollars called; `by_year` and `totals` are what
the page shows of it. ``_static/scheme_model.js`` computes the same from the choice alone, and a test opens
the page and compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import scheme
from analysis.errors import SchemeError
from analysis.report.author import session
from analysis.scheme import returns, thresholds
from analysis.scheme.clauses import NONE, Clauses

CALLED = 100.0  # dollars called in all, overrun included
NEVER, FAILS = "does not fail", "fails"
AS_SIGNED, AS_KOREA = "as signed: none", "as Korea's: after 20 years"
REVISED_AFTER = 20  # years of operation, row kor_horizon of the table memorandum
#: Parties in the order of the table, and those who share a year's cash, from the bottom of the picture up.
PARTIES = ("united_states", "japan", "lender", "guarantor", "loan", "equity", "state")
SHARERS = ("lender", "guarantor", "loan", "equity", "united_states")


@dataclass(frozen=True)
class Choice:
    """What a reader can choose; rates and shares in percent, as on the page.

    Attributes
    ----------
    returned : float
        Return a year of the project as planned, before any overrun or failure.
    years, construction : int
        Of operation, which is also the life that the deemed allocation amount is divided by, and of calls
        before it.
    overrun : float
        Percent of the planned cost called on top of it. What is called in all stays `CALLED`.
    failure : str
        `NEVER` or `FAILS`.
    lived : int
        Years of operation before the failure; counts if `failure` is `FAILS`.
    recovery : float
        Percent of the planned cost that comes back the year after the failure.
    deemed : float
        Deemed interest a year.
    before, after : float
        Japan's share until each country has the deemed allocation amount, and afterwards.
    carry_forward, test, interest_balance : str
        Of `scheme.READINGS`.
    revision : str
        `AS_SIGNED` or `AS_KOREA`: all cash to Japan from then on, until it has its amount, if it is behind.
    discount : float
        Rate a year of present values.
    """

    returned: float = 6.0
    years: int = 30
    construction: int = 3
    overrun: float = 0.0
    failure: str = NEVER
    lived: int = 10
    recovery: float = 80.0
    deemed: float = 4.0
    before: float = 50.0
    after: float = 10.0
    carry_forward: str = "without_interest"
    test: str = "yearly"
    interest_balance: str = "original"
    revision: str = AS_SIGNED
    discount: float = 4.0


def base(**changes: Any) -> Choice:
    """The assumptions that every page shares (`scheme.case`), without overrun and failure; any of them
    replaced."""
    case = scheme.case()

    def percent(x):
        return round(100 * float(x), 6)

    found = Choice(
        returned=percent(case.return_),
        years=case.years,
        construction=case.construction,
        recovery=percent(case.recovery),
        deemed=percent(case.terms.deemed_rate),
        before=percent(case.terms.split_before),
        after=percent(case.terms.split_after),
        carry_forward=case.terms.carry_forward,
        test=case.terms.test,
        interest_balance=case.terms.interest_balance,
        discount=percent(case.discount),
    )
    return replace(found, **changes)


def _project(chosen: Choice) -> scheme.Project:
    above = chosen.overrun / 100
    planned = CALLED / (1 + above)
    return scheme.Project(
        cost=planned,
        return_=chosen.returned / 100,
        years=chosen.years,
        construction=chosen.construction,
        overrun=above,
        recovery=chosen.recovery / 100 * planned / CALLED,
    )


def _terms(chosen: Choice) -> scheme.Terms:
    return scheme.terms(
        deemed_rate=chosen.deemed / 100, split_before=chosen.before / 100, split_after=chosen.after / 100,
        carry_forward=chosen.carry_forward, test=chosen.test, interest_balance=chosen.interest_balance,
    )  # fmt: skip


def _clauses(chosen: Choice) -> Clauses:
    return Clauses(revision=REVISED_AFTER) if chosen.revision == AS_KOREA else NONE


def account(chosen: Choice) -> scheme.Account:
    """`scheme.account` of one path. Loans run as documented, or over the life of a project that is
    shorter."""
    funds = scheme.Instruments()
    funds = replace(funds, tenor=min(funds.tenor, chosen.years))
    lived = np.array([chosen.lived if chosen.failure == FAILS else chosen.years])
    return scheme.account(_project(chosen), _terms(chosen), funds, _clauses(chosen), lived)


def by_year(chosen: Choice) -> pd.DataFrame:
    """One row a year from the first call: calls, cash, who gets it, claims on the insurer, and what is due to
    each country.

    Returns
    -------
    DataFrame
        called, cash; `SHARERS`, which add up to the cash (guarantor: claims paid back); claims (insurer to
        banks); due (deemed allocation that falls due in the year to each country), carried (what is carried
        on after it).
    """
    made = account(chosen)
    split, service = made.split, made.service
    columns = {
        "called": split.calls, "cash": split.cash,
        "lender": service.guaranteed - service.repaid, "guarantor": service.repaid, "loan": service.loan,
        "equity": service.equity, "united_states": split.united_states, "claims": service.claims,
        "due": split.interest + split.instalment, "carried": split.carried,
    }  # fmt: skip
    return pd.DataFrame({name: values[0] for name, values in columns.items()})


def totals(chosen: Choice) -> dict[str, float]:
    """What is shown beside the years.

    Returns
    -------
    dict
        deemed (amount that falls due to each country in all), received (of it), lost; second_split (place of
        the first year with cash by the second split, -1 for none); japan_return (percent a year); worth_PARTY
        for each of `PARTIES` (present value at the first call); break_even (return in percent that the
        project has to be planned to earn for Japan to earn the deemed rate, if it does not fail; NaN if none
        does).
    """
    made = account(chosen)
    split = made.split
    deemed, lost = float((split.interest + split.instalment).sum()), float(split.lost[0])
    try:
        turn = 100 * thresholds.break_even_return(
            chosen.deemed / 100, _project(chosen), _terms(chosen), _clauses(chosen)
        )
    except SchemeError:
        turn = float("nan")
    return {
        "deemed": deemed, "received": deemed - lost, "lost": lost, "second_split": int(split.second_split[0]),
        "japan_return": 100 * float(made.japan_return[0]),
        **{f"worth_{party}": float(made.worth(party, chosen.discount / 100)[0]) for party in PARTIES},
        "break_even": turn,
    }  # fmt: skip


def sent(starts: Mapping[str, Choice]) -> dict[str, Any]:
    """What the page computes with and offers, as JSON can hold it."""
    funds = scheme.Instruments()
    parts = ("equity", "loan", "guaranteed", "loan_rate", "guaranteed_rate", "tenor", "cover")
    if funds.sweep:
        raise SchemeError(
            "the page has no cash sweep: port it from analysis.scheme.instruments before switching it on."
        )
    return {
        "called": CALLED, "failures": [NEVER, FAILS], "fails": FAILS,
        "revisions": [AS_SIGNED, AS_KOREA], "korea": AS_KOREA, "revised": REVISED_AFTER,
        "funds": {name: getattr(funds, name) for name in parts},
        "search": {
            "low": returns.LOWEST, "high": returns.HIGHEST, "steps": returns.STEPS,
            "least": thresholds.LOWEST, "most": thresholds.HIGHEST,
        },
        "starts": {name: asdict(start) for name, start in starts.items()},
    }  # fmt: skip


def show(given: Mapping[str, Any]) -> None:
    """Put the data and the place of the calculator into the page; ``scheme.js`` draws it there."""
    text = json.dumps(given, separators=(",", ":")).replace("<", "\\u003c")
    session.emit(
        {
            "text/plain": (
                f"Calculator of one project with {len(given['starts'])} starting points; "
                "it runs in the built page."
            ),
            "text/html": (
                '<div id="explorer-scheme"><p class="explorer-without">The calculator runs in the built book'
                " and needs JavaScript. Without it, the cases in the table below are computed for"
                f' you.</p></div>\n<script type="application/json" id="explorer-scheme-data">{text}</script>'
            ),
        },
        {},
    )
