"""What stands above the figures of the page on shocks: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.passthrough.shocks import by_shock, second_round
from analysis.passthrough.specifications.stated import stated
from analysis.report.author.headings import fall, level, period
from analysis.report.author.sentences import held


def sets(panels: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Robust regions of every shock and price against zero."""
    every = pd.concat(panels)
    return {
        "title": held(
            "Whatever shock moves the yen, all robust ranges hold zero",
            bool(((every["robust_low"] < 0) & (every["robust_high"] > 0)).all()),
        ),
        "subtitle": (
            f"Price change {fall('the yen')} that the shock brings, two years on, %;"
            f" {period([every['first'].min(), every['last'].max()])}; regions"
            f" {100 * by_shock.LEVEL:.0f} %"
        ),
        # level: of the regions in the table
    }


def states(tested: pd.DataFrame) -> dict[str, str]:
    """How many differences stand after the correction for their number."""
    told = int((tested["p_holm"] < 0.05).sum())
    said = stated("jp_consumer")
    return {
        "title": held(f"Of {len(tested)} differences by state, {told} is told from zero", told == 1),
        "subtitle": (
            f"Price change {fall('the yen')} in the state less outside it, %;"
            f" {period([said.first, said.last], stated('jp_import_yen').last)}; lines hold {level()},"
            " marks: what would be seen"
        ),
    }


def years(
    frames: Mapping[tuple[str, str], pd.DataFrame], paths: Mapping[tuple[str, str], Any]
) -> dict[str, str]:
    """Core prices at the ends of the second and third year, in all months."""
    name, when = next(key for key in frames if key[0] == second_round.CORE)
    path = frames[name, when]["estimate"]
    return {
        "title": held("Core prices go on rising in the third year", path[36] > path[24] > path[12]),
        "subtitle": (
            f"Price change so far {fall('the yen')}, %, by month since;"
            f" {period(paths[name, when].estimands.fixed.sample)} (goods, services"
            f" {period(paths['goods', when].estimands.fixed.sample)}), and from"
            f" {period([second_round.RECENT])} on; bands {level()}"
        ),
    }
