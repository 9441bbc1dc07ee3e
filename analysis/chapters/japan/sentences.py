"""The sentences of the page that name a direction, each beside the condition that makes it true.

Tables of alternatives and headlines have the index (alternative or lags, estimand).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import data, report

Rows = Mapping[str, pd.Series]
Tables = Mapping[str, pd.DataFrame]


def hold_chain(lead: Rows, free: Rows, through: Rows, ten: pd.Series, turned: Mapping) -> None:
    """At the dock, at the factory gate and in the shop."""
    dock, contract = lead["jp_import_yen"], (lead["jp_import_contract"], free["jp_import_contract"])
    report.sentences.hold(
        {
            "higher after twelve months, and with producer prices": dock["low"] > 0,
            "higher after twenty-four.": min(lead[key]["low"] for key in ("jp_producer", "jp_consumer")) > 0,
            "pass-through at the dock is not rejected here": dock["class"] == "complete not rejected",
            "higher with world prices fixed and": dock["low"] > 0,
            "higher with commodities fixed": min(row["estimate"] for row in contract) > 0,
            "exporters who lower their own prices when the yen falls are not seen in either case": (
                min(row["high"] for row in contract) > 0
            ),
            "and most of its width is that of commodity prices": (
                free["jp_import_yen"]["std_error"] > 2 * dock["std_error"]
            ),
            "cannot be told from zero by this inference and can by several others": (
                contract[0]["low"] < 0 < contract[0]["estimate"]
                and len(turned["jp_import_contract", "fixed"]) >= 3
            ),
            "Holding foreign prices fixed makes no difference": (
                through["jp_consumer"]["low"] < 0 < through["jp_consumer"]["high"]
            ),
            "a yen lower by a tenth goes with consumer prices": ten["low"] > 0,
            "percent higher after two years; the data are compatible with anything from": ten["low"] > 0,
        }
    )


def hold_split(split: Tables, since: Mapping[str, float]) -> None:
    """Where the fall of the yen goes."""
    report.sentences.hold(
        {
            "Translation stays below one, as it must": max(
                part["translation"].max() for part in split.values()
            )
            < 1,
            "import prices in yen rose by": min(since["translation"], since["contract price"]) > 0,
            "of contract prices; consumer prices rose by": since["total"] > 0,
            "Of the rise at the dock": since["contract price"] + since["translation"] > 0,
            "percent is a rise of contract prices": since["contract price"] > 0,
        }
    )


def hold_alternatives(others: Tables, turned: Mapping, below: Sequence[str], lead: Rows) -> None:
    """What turns a finding at the dock, at the factory gate and in the shop."""
    dock, shop = others["jp_import_yen"], others["jp_consumer"]
    decade = dock.loc[("last ten years", "free")]
    rates = data.load("commodity_index_total"), data.load("jp_neer_inverse")
    report.sentences.hold(
        {
            "which must be below one as long as some invoices are in yen": (
                dock.loc[("contract price", "fixed"), "estimate"] < 1
            ),
            "Complete pass-through is rejected, with an estimate below one, by": (
                set(turned["jp_import_yen", "fixed"]) - set(below) == {"plain cosines"}
            ),
            "more than complete pass-through could be, with an interval that holds one": (
                decade["low"] < 1 < decade["estimate"]
            ),
            "Dollar commodity prices rose as the yen fell, and with them fixed it is": all(
                rate["2026-05"] > rate["2016-09"] for rate in rates
            ),
            "far higher than the headline, on a sample so short": (
                others["jp_producer"].loc[("last ten years", "fixed"), "estimate"]
                > 2 * lead["jp_producer"]["estimate"]
            ),
            "Consumer prices cannot be told from zero with": _not_told(shop, turned["jp_consumer", "fixed"]),
            "the core less energy cannot with": (
                _not_told(others["jp_core_core"], turned["jp_core_core", "fixed"])
            ),
        }
    )
    _hold_old_equation(shop["estimate"], others["jp_core_core"], lead)


def _not_told(table: pd.DataFrame, names: Sequence[str]) -> bool:
    return all(table.loc[(name, "fixed"), "class"] == "not told from zero" for name in names)


def _hold_old_equation(shop: pd.Series, core: pd.DataFrame, lead: Rows) -> None:
    """From the number of the first edition to the present one."""
    old, months = shop["old equation", "free"], shop["fixed months", "fixed"]
    means = shop["fixed months, block means", "fixed"]
    report.sentences.hold(
        {
            "which it could not tell from zero. It was": core.loc[("old equation", "free"), "low"] < 0,
            "So the rise comes above all with means by block, a little with lags and foreign prices, and not"
            " with moving seasons": (
                means > 0.95 * lead["jp_consumer"]["estimate"] and means - months > 2 * (months - old) > 0
            ),
        }
    )


def hold_ends(ends: Tables, same: Mapping, checks: Mapping, lead: Rows) -> None:
    """The last month and the number of lags."""
    shop, gate = ends["jp_consumer"], ends["jp_producer"]
    report.sentences.hold(
        {
            "consumer prices are above zero at every sample end since 2012": (shop["fixed_low"] > 0).all(),
            "Consumer prices are above zero at every end, between": (shop["fixed_low"] > 0).all(),
            "The free estimate of producer prices hangs on it": same["jp_producer", "free"] < 0.9,
            "The fixed one always reads": same["jp_producer", "fixed"] == 1,
            "its size hangs on the last years": (
                gate.loc["2019-12", "fixed"] < 0.85 * lead["jp_producer"]["estimate"]
            ),
            "for producer prices, each sum above zero": (
                min(checks[key]["sum low"] for key in ("jp_consumer", "jp_producer")) > 0
            ),
        }
    )


def hold_two_rates(both: Mapping[tuple[str, str], Mapping]) -> None:
    """The effective rate and the dollar together."""
    free, held = both["jp_import_contract", "free"], both["jp_import_contract", "fixed"]
    in_yen = both["jp_import_yen", "fixed"]
    report.sentences.hold(
        {
            "so that a dollar that rises against everyone goes with lower contract prices": (
                free["dollar"].high < 0 < free["effective"].low
            ),
            "With dollar commodity prices held fixed this is gone": all(
                effect.low < 0 < effect.high for effect in held.values()
            ),
            "as invoices in dollars would have it": in_yen["dollar"].low > 0 and in_yen["effective"].low < 0,
        }
    )


def hold_methods(projected: Mapping, lead: Rows) -> None:
    """The local projection with twelve and with twenty-four lags."""
    last = {lags: path.at(24) for lags, path in projected.items()}
    yen = {lags: path.denominator[24] for lags, path in projected.items()}
    report.sentences.hold(
        {
            "The price's own response is the same,": (
                abs(last[12].estimate * yen[12] - last[24].estimate * yen[24]) < 0.01
            ),
            "what changes is the yen's, by which it is divided": yen[12] - yen[24] > 0.1,
            "That is the headline with more noise, and no second witness": all(
                effect.confidence_set.intervals[0][0] < lead["jp_consumer"]["estimate"]
                for effect in last.values()
            ),
        }
    )


def hold_third_year(head: Tables, paths: Tables, others: Tables, papers: pd.DataFrame) -> None:
    """The third year of consumer prices, beside what the Bank of Japan's outlook says as read."""
    path = paths["jp_consumer"]["estimate"]  # of one equation with 36 lags
    outlook = papers.set_index("key").loc["BOJ2026_OUTLOOK", "note"]
    decade, lead = (others["jp_consumer"].loc[(name, "fixed")] for name in ("last ten years", "headline"))
    report.sentences.hold(
        {
            "higher, after the first twelve of the same path": head["jp_consumer"].loc[(36, "fixed"), "low"]
            > 0,
            "second-round effects such as labour costs, larger and more lasting than before": (
                "labour costs; larger and more lasting than" in outlook
            ),
            "This path grows by at least as much in the second and third year together as in the first": (
                path.loc[36] - path.loc[12] >= path.loc[12] > 0
            ),
            "the last years alone are too few to say that it is larger than before": (
                decade["low"] < lead["estimate"]
            ),
        }
    )
