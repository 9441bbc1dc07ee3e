"""What stands above the figures of the page on the terms: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import quantities
from analysis.report.author.headings import period
from analysis.report.author.numbers import percent
from analysis.report.author.sentences import held


def calendar(events: pd.DataFrame) -> dict[str, str]:
    """The first event of each topic, in the order of their days."""
    first = events.groupby("topic")["date"].min()
    return {
        "title": held(
            "Tariffs came first, then the deal, then the money",
            first["tariff"] < first["deal"] < first["projects"],
        ),
        "subtitle": f"Events by month and topic, {period(events['date'].tolist())}; open dots: weak sources",
    }


def stages(amounts: pd.Series, commitment: float) -> dict[str, str]:
    """What is reported as signed, with nothing published as paid out."""
    signed = amounts["signed"]
    return {
        "title": held(
            f"Of {commitment:.0f} billion dollars {signed:.1f} billion are reported signed",
            0 < signed < 0.01 * commitment and amounts["disbursed"] == 0,
        ),
        "subtitle": f"Published amounts by stage, billion dollars; as of {quantities.EDITION:%B %Y}",
    }


def waterfall(example: float, japan: Sequence[float], repays: float) -> dict[str, str]:
    """Japan's yearly cash from a project at the return of the example, against what would repay it."""
    return {
        "title": held(
            f"A project earning {percent(example)} percent leaves Japan without its interest",
            bool(np.max(japan) < repays),
        ),
        "subtitle": "Cash by year for 100 dollars that Japan pays in, dollars, not discounted; model"
        " calculation for two returns and two readings",  # typed: the base
    }


def returns(curves: pd.DataFrame, money_back: float) -> dict[str, str]:
    """The return of a project at which Japan's, by the printed formula, leaves zero."""
    printed = curves["as printed"]
    return {
        "title": held(
            f"Japan gets its money back only above {percent(money_back, 1)} percent",
            bool(
                (printed[printed.index < money_back] < 0).all()
                and (printed[printed.index > money_back] > 0).all()
            ),
        ),
        "subtitle": "What Japan earns by what the project earns, % a year, for each reading of the"
        " memorandum; model calculation",
    }
