r"""What the state can lose: one calculation for every page, on the clause, the lenders and the insurer of
`parties.account`.

One latent variable a project decides whether and when it fails and, if it does not, what it earns. With U its
rank, uniform between 0 and 1, p the chance of a failure within the window and h the yearly hazard that gives
it,

.. math::
    U < p:&\quad \text{fails after } k \text{ years},\ 1-(1-h)^k \le U < 1-(1-h)^{k+1},\\
    U \ge p:&\quad \text{earns } \bar r + \sigma\, \Phi^{-1}\big((U-p)/(1-p)\big) .

The loss of an outcome is minus the present value, at the first call, of everything that a party pays and
receives. The
**ordinary** loss is that of a project which does what was planned: it comes from the clause and from no
accident.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import SchemeError
from analysis.scheme.book import Book
from analysis.scheme.calibration import Case
from analysis.scheme.check import one_of
from analysis.scheme.parties import account
from analysis.scheme.premium import covered_balance
from analysis.scheme.returns import annuity, present_value

#: Who can lose: the state's own money (equity and the state bank's loans), the insurer net of premiums, both,
#: the lenders.
PARTIES = ("own", "insurer", "state", "lenders")
#: Edges of the cells that returns are drawn in, in standard deviations.
Z_EDGES = np.round(np.arange(-4.0, 4.0001, 0.1), 1)
#: Steps from the ordinary loss to the expected one: what each switches on, in this order.
STEPS = {
    "ordinary": (), "overruns": ("overruns",), "failures": ("failure",), "spread of returns": ("dispersion",),
    "premiums": ("premium",),
}  # fmt: skip
#: What a case without all of them is.
OFF = {"overruns": {}, "failure": 0.0, "dispersion": 0.0, "premium": 0.0}


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What 1 called for a project can lose, worst rank first.

    Attributes
    ----------
    edges : ndarray, shape (K + 1,)
        Ranks between which an outcome holds: failures, the earliest first, then returns, the lowest first.
    loss : dict of str to ndarray (K,)
        By party of `PARTIES`; negative for a gain.
    money : DataFrame, K rows
        Present values of what the state pays (paid in, claims) and gets (received on its own money, paid back
        of claims, premiums).
    insured : ndarray, shape (K,)
        Present value of the covered balance: what a premium rate is multiplied by.
    lived : ndarray of int, shape (K,)
        Years of operation; those of the project where it does not fail.
    returned : ndarray, shape (K,)
        Return as planned.
    """

    edges: np.ndarray
    loss: dict[str, np.ndarray]
    money: pd.DataFrame
    insured: np.ndarray
    lived: np.ndarray
    returned: np.ndarray

    @property
    def probability(self) -> np.ndarray:
        """Probability of each class of losses."""
        return np.diff(self.edges)

    def expected(self, party: str = "state") -> float:
        """Expected loss of a party."""
        one_of(party, "party", PARTIES)
        return float(self.probability @ self.loss[party])


def ranks(case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges of the ranks, years lived and returns of the outcomes of a case; see `Outcomes`."""
    hazard = -np.expm1(np.log1p(-case.failure) / case.window) if case.failure < 1 else 1.0
    fails = 1 - (1 - hazard) ** np.arange(case.window + 1) if case.failure else np.zeros(1)
    fails[-1] = case.failure
    if case.dispersion:
        # The outermost cells reach to infinity, so that nothing is cut off; each has the mean of its cell.
        inner = Z_EDGES[1:-1]
        cumulative = np.concatenate([[0.0], special.ndtr(inner), [1.0]])
        density = np.concatenate([[0.0], np.exp(-0.5 * inner**2) / np.sqrt(2 * np.pi), [0.0]])
        drawn = case.return_ - case.dispersion * np.diff(density) / np.diff(cumulative)
    else:
        cumulative, drawn = np.array([0.0, 1.0]), np.array([case.return_])
    edges = np.concatenate([fails, case.failure + (1 - case.failure) * cumulative[1:]])
    lived = np.concatenate([np.arange(len(fails) - 1), np.full(len(drawn), case.years)])
    return edges, lived, np.concatenate([np.full(len(fails) - 1, case.return_), drawn])


def outcomes(case: Case, sector: str) -> Outcomes:
    """Every outcome of a project of one sector, in one call of the account."""
    edges, lived, returned = ranks(case)
    found = account(case.project(sector, returned), case.terms, case.funds, case.clauses, lived)
    insured = present_value(covered_balance(found.flows, case.funds, lived), case.discount)
    premium = case.premium * insured

    def worth(flows):
        return present_value(flows, case.discount)

    service, funds = found.service, case.funds
    money = pd.DataFrame(
        {
            "paid in": worth((funds.equity + funds.loan) * found.flows.calls),
            "claims": worth(service.claims),
            "received": worth(service.equity + service.loan),
            "paid back": worth(service.repaid),
            "premiums": premium,
        }
    )
    own = (money["paid in"] - money["received"]).to_numpy()
    insurer = (money["claims"] - money["paid back"] - money["premiums"]).to_numpy()
    lenders = premium - found.worth("lender", case.discount)
    loss = {"own": own, "insurer": insurer, "state": own + insurer, "lenders": lenders}
    return Outcomes(edges, loss, money, insured, lived, returned)


def of_book(case: Case, book: Book) -> list[Outcomes]:
    """`outcomes` of each item of a book; an average project has the average loss of its sectors at each
    rank."""
    by_sector = {sector: outcomes(case, sector) for made_of in book.sectors for sector in made_of}
    found = []
    for made_of in book.sectors:
        parts = [(of, by_sector[sector]) for sector, of in made_of.items()]
        first = parts[0][1]
        found.append(
            replace(
                first,
                loss={party: sum(of * one.loss[party] for of, one in parts) for party in PARTIES},
                money=sum(of * one.money for of, one in parts),
                insured=sum(of * one.insured for of, one in parts),
            )
        )
    return found


def expected_loss(case: Case, book: Book, party: str = "state") -> float:
    """Expected loss of a book: exact, and the same under every correlation. Billions of dollars, negative for
    a gain."""
    found = zip(book.amounts, of_book(case, book), strict=True)
    return float(sum(book.copies * size * one.expected(party) for size, one in found))


def bridge(case: Case, book: Book, party: str = "state") -> pd.Series:
    """From the ordinary loss to the expected one, step by step.

    Returns
    -------
    Series, index the names of `STEPS` and "expected"
        "ordinary" is the loss if every project costs and earns what was planned and none fails; the others
        are what each step adds, switched on in this order; "expected" is their sum.
    """
    now = replace(case, **OFF)
    steps, last = {}, 0.0
    for name, fields in STEPS.items():
        now = replace(now, **{one: getattr(case, one) for one in fields})
        loss = expected_loss(now, book, party)
        steps[name], last = loss - last, loss
    return pd.Series(steps | {"expected": last}, name="loss")


def ordinary_loss(case: Case, book: Book, party: str = "state") -> float:
    """Loss if every project costs and earns what was planned and none fails; no premium."""
    return expected_loss(replace(case, **OFF), book, party)


def money(case: Case, book: Book) -> pd.Series:
    """Expected present values of what the state pays and gets, billions of dollars; the first two less the
    rest is its loss."""
    parts = zip(book.amounts, of_book(case, book), strict=True)
    return sum(book.copies * size * (one.money.T @ one.probability) for size, one in parts).rename(
        "present value"
    )


def required_premium(case: Case, book: Book) -> float:
    """Yearly premium at which the insurer's expected revenue covers its expected cost, as a fraction of the
    covered balance.

    It is what lenders would have to bear: passed on to the projects, a premium raises what they cannot pay,
    and comes back as a claim.

    Raises
    ------
    SchemeError
        If nothing is insured.
    """
    free = replace(case, premium=0.0)
    parts = [(book.copies * size, one) for size, one in zip(book.amounts, of_book(free, book), strict=True)]
    cost = sum(size * one.expected("insurer") for size, one in parts)
    base = sum(size * float(one.probability @ one.insured) for size, one in parts)
    if not base > 0:
        raise SchemeError(
            "nothing is insured, so no premium covers its cost; set guaranteed and cover above 0."
        )
    return cost / base


def yearly(amount: float, case: Case) -> float:
    """Level yearly amount over construction and operation whose present value is `amount`."""
    return float(annuity(amount, case.discount, case.construction + case.years))
