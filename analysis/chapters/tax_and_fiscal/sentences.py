"""The sentences of the page that name a direction, each beside the condition that makes it true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import data, quantities, report
from analysis.claims.measures import tax_and_fiscal as rules
from analysis.scheme import taxation


def hold_ladder(main: Any, small: Any, untreated: Any, held: float) -> None:
    """The ladder of a dividend to a parent, to a small shareholder (with `held` of the stock), and without a
    treaty."""
    tax_rules, treaties = data.table("tax_rules"), data.table("treaty_provisions")
    threshold = float(tax_rules.set_index("id").loc["jp_exclusion_threshold_us", "value"])
    withheld = untreated.rungs.loc["US withholding on the dividend", "tax"]
    controlled, minority = (rules.doubled(tax_rules, treaties, who)[0] for who in ("controlled", "minority"))
    report.sentences.hold(
        {
            "is not taxed twice: of a hundred dollars": main.total < main.once,
            "today's treaty, less than the {glue:text}`tax_once` that the higher of the two rates alone": (
                main.total < main.once
            ),
            "A small shareholder pays": small.total > main.once and small.share_of_full < 1,
            "less than the higher rate alone, so that none of the way to tax by both countries is gone": (
                main.share_of_both < 0
            ),
            "A holding below a tenth pays": bool(100 * held < threshold and small.total > main.total),
            "all of it by withholding": bool(withheld > untreated.wedge > 0),
            "exactly what the article's words say": abs(small.share_of_both - 1) < 1e-9,
            # The rules repeat the ladder on tables that are given to them.
            "The treaty matters most to controlled firms": (
                abs(controlled - main.share_of_full) < 1e-9 and abs(minority - small.share_of_full) < 1e-9
            ),
        }
    )
    report.sentences.hold(
        {"A controlled firm's profit is not taxed twice": main.total < main.once}, page="index"
    )


def hold_interest(bank: Any) -> None:
    """Interest to a bank that pays tax."""
    report.sentences.hold({"interest to a bank that pays tax": abs(bank.wedge) < 1e-9})


def hold_wedge(effective: pd.DataFrame, waiting: pd.DataFrame) -> None:
    """What could widen the wedge."""
    slow, _, fast = (waiting[column] for column in waiting)
    report.sentences.hold(
        {
            "relief that lasts can bring it below the minimum of": (
                effective["without top-up"].iloc[0] < 100 * taxation.MINIMUM
            ),
            "the residual tax grows with what is reinvested, so its present value falls only if money earns"
            " less"
            " than": bool(slow.is_monotonic_decreasing and fast.is_monotonic_increasing),
        }
    )


def hold_status(status: pd.DataFrame, taxed: float, ordinary: float) -> None:
    """Whom the United States taxes: the ordinary loss with a tax on the vehicle, and without."""
    japan, needed = status["japan"], status["break_even"]
    report.sentences.hold(
        {
            "every tax before the split makes them larger": bool(
                (japan.iloc[1:] < japan.iloc[0]).all() and taxed > ordinary
            ),
            "a vehicle that pays tax has to earn": bool(needed.iloc[1:].min() > needed.iloc[0]),
        }
    )


def hold_cover(shares: Any, half: Any, lowest: float) -> None:
    """What the state answers for, with the cover assumed, with half, and with the lowest on record."""
    report.sentences.hold(
        {
            "a project's cost": shares.state > shares.cover * shares.guaranteed > 0.5,
            "cover stayed below": bool(lowest > 100 * 0.5 / shares.guaranteed),
            "the state's part rises, at half cover it falls to": half.state < shares.state,
        }
    )


def hold_losses(
    steps: pd.Series, apart: float, insurer: float, bonds: float, tail: float, gdp: float
) -> None:
    """What the state could lose: `apart` with failures as at the US loan office, `tail` in the worst case."""
    report.sentences.hold(
        {
            "of it by the memorandum's split alone with no failure and no overrun": bool(
                0 < steps["ordinary"] < steps["expected"] < tail
            ),
            "and failures as often as in project finance": bool(steps["overruns"] > steps["failures"] > 0),
            "with failures as often as at the US loan office it would be": bool(apart > steps["expected"]),
            "ceiling of the grant bonds that back it": bool(insurer > bonds),
            "even the tail is small": bool(100 * tail / gdp < 0.05 * quantities.quantity("gross_debt").value),
        }
    )


def hold_burden(parts: Mapping[str, Any], found: float) -> None:
    """The parts of C82: burden and confidence, and the rise of the yield that would be found."""
    stake, shaken = parts["burden grows"], parts["confidence shaken"]
    report.sentences.hold(
        {
            "The burden may grow: what the state decided in 2025": bool(stake.value > 0),
            "Whether confidence would be shaken is open": shaken.verdict == "open",
            "A rise of {glue:text}`tax_yield_found` would be found": found > 0,
        }
    )
