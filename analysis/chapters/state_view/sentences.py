"""The sentences of the page that name a direction, each beside the condition that makes it true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import report, scheme
from analysis.scheme import exposure

ON_SHARE = "the same test on Japan's share"


def hold_bridge(case: Any, whole: Any, main: pd.Series, steps: pd.DataFrame) -> None:
    """From the ordinary loss to the expected one, in the case (`main`) and by planned return (`steps`)."""
    reactors = exposure.bridge(replace(case, overruns={"nuclear": case.overruns["nuclear"]}), whole)
    failures = steps.loc["failures"]
    report.sentences.hold(
        {
            "most of it by the reactors": bool(reactors["overruns"] > 0.5 * main["overruns"]),
            "Failures are the small part of the loss and the clause the large one": bool(
                main["ordinary"] > main["overruns"] > main["failures"] > 0
            ),
            "owes the whole of the loans": bool(main["ordinary"] > 0),
            "a project that already pays too little loses little by failing": bool(
                failures.iloc[0] < failures.iloc[-1] and failures.is_monotonic_increasing
            ),
            "At {glue:text}`state_good` percent it is the other way round": bool(
                steps.iloc[0, -1] < 0 < steps.iloc[-1, -1]
            ),
        }
    )


def hold_premiums(
    needed: float, dearest: float, back: float, paid: float, passed: float, borne: float
) -> None:
    """Premiums: the rate that would cover cost and the dearest tariff, what comes back of what is paid, and
    what a premium saves passed on and borne."""
    report.sentences.hold(
        {
            "percent a year on the covered balance, more than the": bool(100 * needed > dearest),
            "whatever the rates by which they are divided": bool(back < paid),
            "because the projects cannot pay it and it comes back as a claim": bool(
                abs(passed) < 0.05 * -borne
            ),
        }
    )


def hold_failures(fewest: pd.Series, most: pd.Series, planned: pd.Series) -> None:
    """Expected loss by planned return with no failure and with most, and who bears it as planned."""
    report.sentences.hold(
        {
            "the expected loss falls by": bool(fewest.is_monotonic_decreasing),
            "as at the US loan office, it rises by": bool((most > fewest).all()),
            "What decides is which projects are chosen": bool(
                fewest.iloc[0] - fewest.iloc[-1] > 3 * (most - fewest).max()
            ),
            "the state loses {glue:text}`state_plain`, and the banks are": bool(
                planned["banks"] > 0 > planned["insurer"]
            ),
        }
    )


def hold_tail(books: Mapping[str, Any], tails: pd.DataFrame, selected: Any, closest: str) -> None:
    """The tail of the selected projects and of the whole commitment; `closest` names the book whose projects
    fail together most often."""
    above = tails["99 % above expected"]
    filled = books["the commitment, filled like them"]
    fat, apart = (books[f"the commitment, {name}"] for name in ("t copula", "independent"))
    report.sentences.hold(
        {
            "The largest two of the six selected projects are": bool(len(selected.items) == 6),
            "Their loss in the worst hundredth of cases lies {glue:text}`state_actual` billion above the"
            " expected"
            " one": bool(above.iloc[0] > 0),
            "it would lie {glue:text}`state_equal` above, so that equal sizes understate the tail by": bool(
                above.iloc[0] > above.iloc[1] > 0
            ),
            "projects fail together more often, it begins at": bool(
                fat.shortfall(0.99) > filled.shortfall(0.99)
                and apart.quantile(0.99) < filled.quantile(0.99) < books[closest].quantile(0.99)
            ),
            "the same money in projects of one size has the same expected loss": bool(
                abs(tails["Expected"].diff().iloc[1]) < 1e-3 and above.iloc[0] > above.iloc[1]
            ),
        }
    )


def hold_against(expected: float, worst: float, ratios: pd.DataFrame, claims: float, peak: float) -> None:
    """The loss against what stands behind it; the insurer's claims in a year against its worst."""
    report.sentences.hold(
        {
            "in the worst hundredth it is": bool(worst > expected),
            "times the ceiling of its grant bonds. The claims": bool(ratios.iloc[0, 0] > 1 and claims > peak),
        }
    )


def hold_clauses(saves: pd.DataFrame, column: str, expected: float, steps: pd.DataFrame) -> None:
    """What a change of the text saves, by planned return; `column` is that of the case."""
    cap = saves.filter(like="a yearly cap", axis=0)[column].iloc[0]
    cash = saves.loc["Korea: commercially reasonable, all cash", column]
    own = saves.loc[ON_SHARE, column]
    report.sentences.hold(
        {
            "What would help most is a test of commercial reasonableness on Japan's": bool(
                saves[column].idxmax() == ON_SHARE
            ),
            "percent the terms that are discussed most move least": bool(
                saves.loc["Half to each country for ever", column] < cap < own
            ),
            "of projects planned to earn {glue:text}`state_good` percent it stops none": bool(
                saves.loc[ON_SHARE].iloc[-1] == 0
            ),
            "A test of commercial reasonableness saves nothing if all of a project's cash counts": bool(
                cash == 0 and abs(own - expected) < 1e-6
            ),
            "when the amount falls behind, as in Korea's text, is worth more than a spread": bool(
                (saves.loc["Korea: split revised after 20 years"] > saves.iloc[:5].max()).all()
            ),
            "between them lies more than between any two readings of the text": bool(
                (steps.loc["overruns"] > saves.iloc[:3].abs().max()).all()
            ),
        }
    )


def hold_turns(case: Any, values: Sequence[float], others: pd.Series, expected: float) -> None:
    """Where the expected loss is zero (`values`, in the order of the table), and what else moves it."""
    project = case.project("")
    report.sentences.hold(
        {
            "costs the state nothing from": bool(values[0] < values[2]),
            "No discount rate, no life of a project and no reading of the text does as much": bool(
                np.isnan(values[8]) and others.drop("No overrun of any project").min() > 0.5 * expected
            ),
            "These are higher than what {ref}`modalities` has for all of Japan": bool(
                values[0] > scheme.break_even_return(case.discount, project, case.terms)
                and values[3] > scheme.break_even_split(case.terms.deemed_rate, project, case.terms)
            ),
            "banks are paid more than a Treasury": case.instruments.guaranteed_rate > case.discount,
            "expected loss to zero at": bool(np.isnan([values[4], values[6], values[7], values[8]]).all()),
        }
    )
