"""One calculation for every page: project, clause, lender, insurer and budget in one call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.scheme.clauses import NONE, Clauses
from analysis.scheme.instruments import Instruments, Service, serve
from analysis.scheme.memorandum import Terms
from analysis.scheme.project import CashFlows, Project, cash_flows
from analysis.scheme.returns import present_value, rate_of_return
from analysis.scheme.waterfall import Waterfall, distribute


@dataclass(frozen=True, eq=False)
class Account:
    """Where every dollar of a project goes.

    Attributes
    ----------
    flows : CashFlows
        Calls, cash and the vehicle's tax.
    split : Waterfall
        Japan and the United States.
    service : Service
        Equity, loans and guarantor within Japan's part.
    """

    flows: CashFlows
    split: Waterfall
    service: Service

    def net(self, party: str) -> np.ndarray:
        """Yearly flow of a party, what it paid in taken off, shape (N, T).

        treasury: the vehicle's US tax; united_states: its part of the split; japan: receipts less calls;
        equity, loan, lender (of guaranteed loans), guarantor; state: equity, loan and guarantor together.
        """
        if party in self.service.net:
            return self.service.net[party]
        return {
            "treasury": self.flows.tax,
            "united_states": self.split.united_states,
            "japan": self.split.net,
        }[party]

    def worth(self, party: str, rate: float | np.ndarray) -> np.ndarray:
        """Present value at the first call of `net(party)`, shape (N,), in the unit of the cost."""
        return present_value(self.net(party), rate)

    @property
    def japan_return(self) -> np.ndarray:
        """Japan's rate of return a year, shape (N,); -1 where nothing comes back."""
        return rate_of_return(self.split.net)


def account(
    project: Project,
    terms: Terms,
    instruments: Instruments | None = None,
    clauses: Clauses = NONE,
    failed: np.ndarray | None = None,
) -> Account:
    """Cash flows, split and service of one project, many projects, or one with many failures.

    Parameters
    ----------
    project : Project
        Scalars, or arrays of shape (N,).
    terms : Terms
    instruments : Instruments, optional
        The documented ones if left out.
    clauses : Clauses
        Switches of Korea's text.
    failed : ndarray of int, shape (N,), optional
        Years that each path lives; see `cash_flows`.
    """
    flows = cash_flows(project, failed)
    split = distribute(flows, terms, clauses)
    return Account(flows, split, serve(split.calls, split.japan, instruments or Instruments()))
