"""Sentences of the page on cars and tariffs, each held to the numbers that make it true.

`went_up` and `then_down` say whether the duty rose in April 2025 and was cut in September.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.tariffs import reconciliation as weights
from analysis.passthrough.tariffs.cars import BEFORE, CarChange
from analysis.passthrough.tariffs.difference import DifferenceInDifferences
from analysis.passthrough.tariffs.placebos import PlaceboGoods
from analysis.report.author import sentences

Changes = Mapping[str, CarChange]


def reconciled() -> float:
    """The larger of the two weights of cars at which both sources would agree."""
    return max(weights.weight_of_agreement(name) for name in ("rise", "both"))


def duty(changes: Changes, first_day: str) -> None:
    """What is said of the rise of the duty and of the contrast of prices; `first_day` of the higher rate."""
    rise, both = changes["rise"], changes["both"]
    went_up = rise.before < rise.after
    sentences.hold(
        {
            "When the US duty on Japanese cars rose in April 2025": went_up
            and first_day.startswith("2025-04"),
            "in the currency of the contract, moved by\n{glue:text}`cars_rise` against that of cars to other"
            " destinations": (rise.found.band()[1] < 0),
            "counted without common months no p below {glue:text}`cars_rise_floor` could arise": (
                abs(rise.found.floor * (1 + rise.found.apart) - 1) < 1e-9
            ),
            "The price at the border fell when the duty rose": went_up and rise.found.band()[1] < 0,
            "more than at any of": rise.found.draws.abs().max() < abs(rise.found.estimate),
            "That exporters bear most of this duty": rise.bearer == both.bearer == "exporters",
        }
    )
    sentences.hold(
        {
            "Exporters seem to bear most of the tariff on Japanese cars, with low confidence": (
                rise.bearer == both.bearer == "exporters"
            ),
            "when the duty went up, more than at any"
            " of\n{glue:text}`cars_and_tariffs.ipynb::cars_rise_placebos:s` earlier dates": (
                went_up and rise.found.draws.abs().max() < abs(rise.found.estimate)
            ),
        },
        page="index",
    )
    by_exporters = rise.bearer == both.bearer == "exporters"
    largest = went_up and bool(rise.found.draws.abs().max() < abs(rise.found.estimate))
    sentences.hold(
        {
            "对日本汽车加征的关税看来主要由出口商承担，但把握不大": by_exporters,
            "2025年4月美国提高税率后": went_up and first_day.startswith("2025-04"),
            "%，幅度超过此前 {glue:text}`cars_and_tariffs.ipynb::cars_rise_placebos:s`"
            " 个日期中的任何一个": largest,
        },
        page="zh",
    )
    sentences.hold(
        {
            "日本車への関税は主に輸出企業が負担したと見られるが、確信度は低い": by_exporters,
            "2025年4月に米国が税率を引き上げると": went_up and first_day.startswith("2025-04"),
            "それ以前の {glue:text}`cars_and_tariffs.ipynb::cars_rise_placebos:s`"
            " の時点のどれよりも大きい": largest,
        },
        page="ja",
    )


def contrasts(changes: Changes, sizes: pd.Series, august: DifferenceInDifferences, gap: pd.Series) -> None:
    """What is said of the three contrasts, the simulated size of their tests, August and the cut."""
    rise, cut, both = (changes[name] for name in ("rise", "cut", "both"))
    went_up, then_down = rise.before < rise.after, cut.after < cut.before
    beyond = {name: c.found.draws.abs().max() < abs(c.found.estimate) for name, c in changes.items()}
    sentences.hold(
        {
            "Each move exceeds the largest contrast of any earlier date": all(beyond.values()),
            "there is too little history for five percent": all(
                c.found.floor > 0.05 for c in changes.values()
            ),
            "Simulated, the test of the rise rejects in": went_up and sizes["rise"] < 0.05,
            "of samples without any effect, that of the cut in": then_down,
            "where five in a hundred are promised: the last is too eager": (
                sizes["both"] > 0.08 and abs(sizes[["rise", "cut"]] - 0.05).max() < 0.03
            ),
            "Rise (April to August 2025, less March)": went_up and rise.found.estimate < 0,
            "Cut (October 2025 to May 2026, less August)": then_down and cut.found.estimate > 0,
            "Both (October 2025 to May 2026, less March 2025)": (
                both.before < both.after and both.found.estimate < 0
            ),
            "windows of the rise without a common month, and": rise.found.apart > both.found.apart,
            "The largest of the earlier dates is": beyond["rise"] and beyond["cut"],
            "The largest is {glue:text}`cars_both_largest`": beyond["both"],
            "when only the general rate changed, the gap fell by another": (
                august.estimate < 0 and abs(august.estimate) < august.critical()
            ),
            "At the\ncut itself, August to October 2025, it rose by": then_down
            and gap["2025-10"] > gap["2025-08"],
            "the landed share is\n{glue:text}`cars_rise_landed` for the rise, {glue:text}`cars_cut_landed`"
            " for the cut": (went_up and then_down),
            "log points over the months of\nthe rise and by": went_up,
        }
    )


def comparisons(table: pd.DataFrame) -> None:
    """What is said of every comparison of `cars.change_table`."""
    reads = {change: rows.set_index("case")["bearer"] for change, rows in table.groupby("change")}
    later, without = reads["both"], reads["cut"].drop("motorcycles")
    bike = 100 * np.log(data.load("jp_export_price_motorcycle_contract"))
    sentences.hold(
        {
            "hangs in the later months on the comparison": (
                (later[["cars elsewhere, yen basis", "motorcycles", "mean of placebo goods"]] == "open").sum()
                == 1
            ),
            "The rise reads the same in every row of": (reads["rise"] == "exporters").all(),
            "on those to the United States, had itself fallen": bike["2025-10":].mean() < bike[BEFORE] - 5,
            "whose landed share of {glue:text}`cars_motorcycles_share` leaves the reading open": (
                later["motorcycles"] == "open" and (later.drop("motorcycles") == "exporters").all()
            ),
            "The cut alone is open in every row but that one": (without == "open").all(),
            "against motorcycles the level at the end is open, against all else the cut is": (
                later["motorcycles"] == "open" and (without == "open").all()
            ),
        }
    )


def among_goods(
    changes: Changes,
    goods: Mapping[str, PlaceboGoods],
    wide: Mapping[str, PlaceboGoods],
    fuelless: PlaceboGoods,
) -> None:
    """What is said of ranks among placebo goods: the narrow set, the wide one, the narrow one without fuels
    (of the level at the end)."""
    went_up = changes["rise"].before < changes["rise"].after
    sentences.hold(
        {
            "cars moved most in the months of the rise": went_up and goods["rise"].rank == 1,
            "the ranks for\nthe rise and for both are {glue:text}`cars_wide_rank` and"
            " {glue:text}`cars_wide_rank_both`": (went_up and wide["rise"].rank < wide["both"].rank),
            "among these goods, neither stands out at five percent, the later level by little": (
                min(goods["cut"].pvalue, goods["both"].pvalue) > 0.05 and goods["both"].pvalue < 0.1
            ),
            "neither is unusual among other goods, the level at the end only with fuels among them": (
                fuelless.pvalue < 0.05 < min(goods["cut"].pvalue, goods["both"].pvalue)
            ),
        }
    )


def shares(changes: Changes, landed: pd.Series, path: pd.Series, full: tuple[float, float]) -> None:
    """What is said of the share absorbed by month, and of the fall that would have absorbed all."""
    cut = changes["cut"]
    sentences.hold(
        {
            "of the fall that would have kept the price with duty unchanged": full[0] < 0,
            "From\nthe cut on the share is above one: the price stayed lower than the smaller duty alone"
            " would need": (
                cut.after < cut.before and landed["2025-10":].min() > 1 and path["2025-10":].max() < full[1]
            ),
            "A share above one after the cut is more than absorption of the duty": (
                changes["both"].share("landed")[0] > 1
            ),
        }
    )


def retail(after_the_rise: list[float]) -> None:
    """What is said of the showroom, percent by margin."""
    sentences.hold(
        {
            "the price in the showroom would be {glue:text}`cars_retail_rise` percent higher after the"
            " rise": min(after_the_rise) > 0
        }
    )


def sources(rise: CarChange, others: pd.DataFrame, detail: pd.Series) -> None:
    """What is said of the two sources: `others` by weight of cars at the rise, `detail` of nearer indexes."""
    weight, us_index = reconciled(), others["bls_japan"].iloc[0]
    went_up, tenth = rise.before < rise.after, rise.found.band()[1] / 10
    sentences.hold(
        {
            "The US index of import prices from Japan shows no such fall, and no weight of cars\nbetween": (
                us_index > tenth and weight < others.index.min()
            ),
            "goods from Japan would have had to become dearer by": others["needed"].min() > 2,
            "log points within the months of the rise, for weights of cars between": went_up,
            "They would agree only at a weight of cars of\n{glue:text}`cars_agree_rise` (rise) or"
            " {glue:text}`cars_agree_both` (both)": (went_up and weight < 0.1),
            "Such weights cannot reconcile them": weight < 0.1,
            "Nearer US indexes, which the tables have to {glue:text}`cars_detail_last`, do not show it"
            " either": (detail.min() > -2),
            "A second official source does not show the fall, and weights cannot explain it": (
                us_index > -1 and weight < 0.1
            ),
        }
    )
    sentences.hold(
        {"the US index of import prices from Japan shows no such fall": us_index > tenth}, page="index"
    )
    sentences.hold({"美国自日本进口的价格指数没有这样的下降": us_index > tenth}, page="zh")
    sentences.hold({"米国の対日輸入物価指数にはこのような下落が見られない": us_index > tenth}, page="ja")


def duties(dollars: pd.Series, quarters: pd.PeriodIndex) -> None:
    """What is said of duties on all goods, million dollars by quarter."""
    before, peak = dollars["2025Q1"], dollars[quarters].max()
    sentences.hold(
        {
            "Duties on all goods rose from": before < peak,
            "in the first quarter of 2025 to {glue:text}`cars_duties_peak` at the highest": (
                dollars["2025Q1":].max() == peak
            ),
        }
    )


def literature(importers: pd.Series, bearer: str, found: float) -> None:
    """What is said beside other studies (share borne by importers), and of parts (what would be found, log
    points)."""
    sentences.hold(
        {
            "find most of the tariffs of 2025 on US importers": importers.min() > 0.5,
            "Our reading for cars from Japan goes the other way": importers.min() > 0.5
            and bearer == "exporters",
            "which a duty on a part of the sales could hardly give": found > 3,
        }
    )
