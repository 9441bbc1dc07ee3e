"""The scheme as a treasury sees it: what it pays, gets and risks, who bears a loss, and what each clause
would save it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.scheme import korea
from analysis.scheme.book import Book
from analysis.scheme.calibration import RETURNS, Case, failures
from analysis.scheme.exposure import OFF, expected_loss, money, ordinary_loss
from analysis.scheme.parties import account
from analysis.scheme.portfolio import distribution

#: Who has what of a project, in the order of a picture.
BEARERS = {
    "United States": "united_states",
    "banks": "lender",
    "insurer": "guarantor",
    "state bank and equity": "own",
}


def grid(
    case: Case, book: Book, returns: Iterable[float] = RETURNS, chances: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """What the state pays, gets and risks, by project return and chance of failure; billions of dollars.

    Parameters
    ----------
    case : Case
        Everything else.
    returns : iterable of float
    chances : mapping of str to float, optional
        Default: `calibration.failures`.

    Returns
    -------
    DataFrame, index (return, failure)
        pays (own money and claims), gets (on own money, claims paid back, premiums), ordinary (loss if all
        goes as planned), expected (loss: pays less gets), 99 % (loss not exceeded with that probability),
        beyond (mean of the worst hundredth).
    """
    rows = {}
    for returned in returns:
        for name, chance in (chances or failures()).items():
            now = replace(case, return_=returned, failure=chance)
            flows, spread = money(now, book), distribution(now, book)
            pays, gets = (
                flows[["paid in", "claims"]].sum(),
                flows[["received", "paid back", "premiums"]].sum(),
            )
            rows[returned, name] = {
                "pays": pays, "gets": gets, "ordinary": ordinary_loss(now, book), "expected": pays - gets,
                "99 %": spread.quantile(0.99), "beyond": spread.shortfall(0.99),
            }  # fmt: skip
    return pd.DataFrame(rows).T.rename_axis(["return", "failure"])


def bearers(case: Case, situations: Mapping[str, tuple[float, float, int | None]]) -> pd.DataFrame:
    """Present value to each party of 100 called for one project, by situation.

    Parameters
    ----------
    case : Case
    situations : mapping of str to (return as planned, overrun, years lived or None)

    Returns
    -------
    DataFrame, index the situations
        One column for each of `BEARERS`; a loss is negative. Premiums pass from the banks to the insurer.
    """
    rows = {}
    for name, (returned, above, lived) in situations.items():
        now = replace(case, overruns={"": above})
        years = np.array([case.years if lived is None else lived])
        made = account(now.project("", returned), now.terms, now.instruments, now.clauses, years)
        parties = ("united_states", "lender", "guarantor", "equity", "loan")
        worth = {party: float(made.worth(party, case.discount)[0]) for party in parties}
        worth["own"] = worth["equity"] + worth["loan"]
        rows[name] = {label: 100 * worth[party] for label, party in BEARERS.items()}
    return pd.DataFrame(rows).T


def running_receipts(case: Case, book: Book) -> np.ndarray:
    """What a book of projects that are finished pays Japan, year by year, none failing; billions of dollars.

    Parameters
    ----------
    case : Case
        With its overruns: a project that cost more has less cash for what was called. ``overruns={}`` for as
        planned.
    book : Book

    Returns
    -------
    ndarray, shape (T,)
        Date 0 is the last date before cash, so that the first receipt comes a year later and nothing is
        waited for.
    """

    def paid(sector):
        return account(case.project(sector), case.terms).split.japan[0, case.construction - 1 :]

    parts = [
        size * of * paid(sector)
        for size, made_of in zip(book.amounts, book.sectors, strict=True) for sector, of in made_of.items()
    ]  # fmt: skip
    return book.copies * sum(parts)


def funded(case: Case, book: Book, test: str) -> Book | None:
    """What is left of a book if only projects that are commercially reasonable as planned are funded; None if
    nothing is.

    Parameters
    ----------
    test : {"project", "share"}
        Whose cash has to repay principal and deemed interest: see `korea.passes`.
    """
    plain = replace(case, **OFF)
    kept = [
        all(
            bool(korea.passes(account(plain.project(sector), plain.terms), plain.terms, test)[0])
            for sector in made_of
        )
        for made_of in book.sectors
    ]
    if not any(kept):
        return None
    at = np.flatnonzero(kept)
    return Book(
        tuple(book.items[i] for i in at), tuple(book.sectors[i] for i in at), book.amounts[at], book.copies
    )


def commercial_saves(case: Case, book: Book, test: str) -> float:
    """Expected loss on the projects that a test of commercial reasonableness would have left unfunded."""
    left = funded(case, book, test)
    return expected_loss(case, book) - (0.0 if left is None else expected_loss(case, left))


def cap_saves(case: Case, book: Book, years: float, cap: float) -> float:
    """What a yearly cap on calls saves of the expected loss: the same projects, called later."""
    programme = korea.Programme(book.total, years)
    later = programme.factor(case.discount, cap) / programme.factor(case.discount)
    return (1 - later) * expected_loss(case, book)
