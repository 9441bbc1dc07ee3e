"""Sentences of the page on the United States, each held to the numbers that make it true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.chapters.united_states.tables import BOTH, further
from analysis.claims.measures import united_states as us
from analysis.passthrough.specifications.main_equation import detectable
from analysis.report.author import sentences

#: Rows and coefficients of the shortest simulated design of the page on methods.
SIMULATED_ROWS, SIMULATED_COEFFICIENTS = 60, 25
#: Percent of the ends from which a finding does not hang on its end, as stated.
SAME_WORD = 90


def spans_zero(row: pd.Series) -> bool:
    """Whether an interval holds zero."""
    return row["low"] < 0 < row["high"]


def headlines(lead: Mapping[tuple[str, str], pd.Series]) -> None:
    """What is said of both estimands."""
    consumer, producer = lead["us_consumer", "fixed"], lead["us_producer", "fixed"]
    by_origin = [lead[o, e]["high"] for o in ("us_import_japan", "us_import_china") for e in BOTH]
    sentences.hold(
        {
            "A dollar that\nis weaker by one percent against advanced economies goes with"
            " {glue:text}`united_states_consumer` in US consumer prices": spans_zero(consumer),
            "at a given oil price\n(not told from zero; {glue:text}`united_states_consumer_found` would have"
            " been found)": spans_zero(consumer),
            "The responses of the prices of goods from Japan and from China lie far below one for one": (
                max(by_origin) < 0.6
            ),
            "Consumer prices: {glue:text}`united_states_consumer`, not told from zero": spans_zero(consumer),
            "Producer prices: {glue:text}`united_states_producer`, not told from zero": spans_zero(producer),
            "nearly nothing of it comes with oil or Japanese costs": (
                abs(lead["us_import_japan", "through"]["estimate"]) < 0.05
            ),
        }
    )


def recent_months(recent: Mapping[str, pd.Series], equation: Any, covered: float) -> None:
    """What is said of goods from Japan since 2016: both estimands, their equation, simulated coverage."""
    rows_a_coefficient = equation.nobs / len(equation.coefficients)
    sentences.hold(
        {
            "Since 2016 no response of the price of goods from Japan to the yen can be told from zero": all(
                spans_zero(row) for row in recent.values()
            ),
            "{glue:text}`united_states_japan_recent` and {glue:text}`united_states_japan_recent_free`,"
            " neither\ntold from zero": all(spans_zero(row) for row in recent.values()),
            "intervals of its kind cover {glue:text}`united_states_few_corrected` percent, no less than they"
            " promise": (covered >= 0.95 and rows_a_coefficient >= SIMULATED_ROWS / SIMULATED_COEFFICIENTS),
        }
    )
    sentences.hold(
        {
            "In the United States the yen is hardly seen in prices today": all(
                spans_zero(row) for row in recent.values()
            ),
            "US import prices of goods from Japan go with the yen, which cannot be told from zero": (
                spans_zero(recent["fixed"])
            ),
        },
        page="index",
    )
    hardly = all(spans_zero(row) for row in recent.values())
    sentences.hold(
        {
            "日元如今在美国物价中几乎看不出来": hardly,
            "自日本进口商品的价格对日元的反应无法与零区分": spans_zero(recent["fixed"]),
        },
        page="zh",
    )
    sentences.hold(
        {
            "米国の物価には、いま円の影響はほとんど見えない": hardly,
            "日本からの輸入品の価格の円に対する反応は、ゼロと区別できない": spans_zero(recent["fixed"]),
        },
        page="ja",
    )


def changes(changed: pd.DataFrame, headline: pd.Series, recent: pd.Series) -> None:
    """What is said of later less earlier: all changes, Japan's headline, Japan since 2016 (foreign prices
    fixed)."""
    sentences.hold(
        {
            "by the rule stated beforehand no change is shown": (changed["p_holm"] > 0.05).all(),
            "The two halves and the years since 2016 point the same way": (
                changed.loc[("us_import_japan", "fixed"), "change"] < 0
                and recent["estimate"] < headline["estimate"]
            ),
        }
    )


def alternatives(others: Mapping[str, pd.DataFrame]) -> None:
    """What is said of the readings that turn."""
    imports, producer = others["us_import_all"], others["us_producer"]
    turned = producer.dropna(subset="estimate").query("turns == True")
    to_none = turned[turned["class"].eq("none")]
    sentences.hold(
        {
            "All imports lose their distance from zero with all commodities fixed in place of oil": all(
                imports.loc[(name, "fixed"), "class"] == "not told from zero"
                for name in ("all commodities", "from 2009", "from 2016")
            ),
            "most are the step from not told from zero to none at a given oil price, while": (
                2 * len(to_none) > len(turned)
                and to_none.index.get_level_values(1).unique().tolist() == ["fixed"]
            ),
            "where complete pass-through is not rejected": (
                producer.loc[("from 2009", "free"), "class"] == "complete not rejected"
            ),
        }
    )


def ends(same: Mapping[tuple[str, str], float]) -> None:
    """What is said of last months: percent of the ends with the same word, by outcome and estimand."""
    hangs = {("us_import_china", "fixed"), ("us_producer", "fixed")}
    china = same["us_import_china", "fixed"]
    sentences.hold(
        {
            "where it hangs on the last month used": china < SAME_WORD,
            "Imports from China do, at a given oil price": china
            < SAME_WORD
            <= same["us_import_china", "free"],
            "earlier ends read\nnone). The others do not": all(
                share >= SAME_WORD for key, share in same.items() if key not in hangs
            ),
        }
    )


def lags(checks: Mapping[str, Mapping], china: pd.DataFrame) -> None:
    """What is said of lags left out; `china` is the table of headlines of goods from China."""
    left = {o: further(check) for o, check in checks.items()}
    sentences.hold(
        {
            "for goods from Japan, whose interval leaves zero": left["us_import_japan"]["low"] > 0,
            "For the other prices the further sum cannot be told from zero": all(
                spans_zero(row) for o, row in left.items() if o != "us_import_japan"
            ),
            "the response from China cannot be told from zero either": all(
                china.loc[(n, "fixed"), "low"] < 0 for n in (24, 36)
            ),
        }
    )


def items(pooled: Mapping[str, Any], possible: Mapping[str, float]) -> None:
    """What is said of item panels, by rate; `possible` is the most that import content allows, percent."""
    found = {name: detectable(panel.long_run) for name, panel in pooled.items()}
    broad = "Broad dollar, oil fixed"
    sentences.hold(
        {
            "a twentieth or less of what the panel can find": all(
                possible[name] <= found[name] / 20 for name in ("Yen", "Yen, oil fixed")
            ),
            "again more than complete pass-through\nof that content could give": possible[broad]
            < found[broad],
        }
    )


def stability(ended: Mapping[tuple[str, str], Any], found: Mapping[tuple[str, str], float]) -> None:
    """What is said of prices since the duties, in log points."""
    japan, goods = "Import prices, Japan", "Consumer prices, core goods"
    sentences.hold(
        {
            "log points more than goes with yen, oil and season": min(ended[japan, h].excess for h in BOTH)
            > 0,
            "None stands out": all(test.excess_pvalue > 0.05 for test in ended.values()),
            "absorption of a few points, or a rise in the\nshop of a percent or two, can hide in that": (
                found[japan, "fixed"] > 3 and found[goods, "fixed"] > 1
            ),
        }
    )


def dearer(effect: pd.Series) -> None:
    """What is said of a tariff by two denominators, percent of the retail price."""
    sentences.hold(
        {"percent dearer in the shop, as the estimate, the margin and that duty go": effect.min() > 0}
    )


def published(papers: pd.Series, at_24: pd.Series, lead: Mapping[tuple[str, str], pd.Series]) -> None:
    """What is said beside published estimates; `at_24` is all imports with 24 lags and oil fixed."""
    imports, consumer, from_memory = (
        papers[key] for key in ("DG2015_USA_IMP_LR", "DG2015_USA_CPI_LR", "CG2005_USA_LR")
    )
    shop = lead["us_consumer", "fixed"]
    fixed, free = (lead["us_import_all", e]["estimate"] for e in BOTH)
    sentences.hold(
        {
            "whose intervals hold theirs": (
                at_24["low"] < imports < at_24["high"] and shop["low"] < consumer < shop["high"]
            ),
            "their long run lies between our two estimands": fixed < from_memory < free,
        }
    )


def arithmetic(batches: pd.DataFrame, revenue: tuple[float, float]) -> None:
    """What is said of projects and of the benchmark plant's revenue (million dollars, low first)."""
    low, high = revenue
    sentences.hold(
        {
            "the larger figure is {glue:text}`united_states_yearly` million a year, far below the nearly"
            " 300": (low < high and high / 20 < 150),
            "and none of it is announced\nfor property or shares": us.share(batches, ("property", "shares"))
            == 0,
            "No chip or battery plant is among them": not batches["sector"]
            .isin(["semiconductors", "batteries"])
            .any(),
        }
    )
