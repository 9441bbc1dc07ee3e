"""Captions, alternative texts and notes of the page on the United States."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.chapters.united_states.draw import ENDS
from analysis.chapters.united_states.tables import SHORT
from analysis.report.author import sentences
from analysis.report.author.headings import fall, level, period
from analysis.report.author.sentences import held


def headlines() -> dict:
    """Of the table of headlines."""
    # direction “a dollar weaker by one percent”: the unit
    # direction “up is a weaker dollar”: how the rates are turned
    return {
        "caption": "US prices after a dollar weaker by one percent, long run",
        "notes": [
            (
                "Percent, with intervals in brackets. The rate is the yen for Japan, the renminbi for China,"
                " else the dollar against advanced economies. Reads: by the words of the specification, for"
                " the dock incomplete, complete not rejected and so on; for the shop positive or not."
            ),
            (
                "Would be found: an effect found four times in five by the formula (methods), fixed / free;"
                " the text has it by simulation. The download has 12, 24 and 36 lags, and the samples."
            ),
        ],
    }


def estimands(lead: Mapping[tuple[str, str], pd.Series]) -> dict:
    """Of the figure of both estimands."""
    imports, shop = (
        [lead[o, e]["estimate"] for e in ("fixed", "free")] for o in ("us_import_all", "us_consumer")
    )
    bilateral = [lead[o, e] for o in ("us_import_japan", "us_import_china") for e in ("fixed", "free")]
    return {
        "title": held(
            "Prices of Japanese and Chinese goods follow currencies in part",
            all(row["low"] > 0 and row["high"] < 1 for row in bilateral),
        ),
        "subtitle": (
            f"Price change {fall('the dollar')}, one year (imports) or two on, %, oil price fixed"
            f" or free; samples to {period([lead['us_consumer', 'fixed']['last']])}; lines hold"
            f" {level()}"
        ),
        "caption": "Both estimands of the main equation, intervals of 95 %",  # typed: level of the intervals
        "alt": (
            "Ten estimates with intervals, oil fixed and oil free for five US prices; all imports"
            f" {imports[0]:.2f} and {imports[1]:.2f}, consumer prices {shop[0]:.2f} and {shop[1]:.2f}."
        ),
    }


def alternatives() -> dict:
    """Of the table of alternatives."""
    return {
        "caption": "Every stated alternative: fixed / free, long run in percent",
        "notes": (
            "† the reading differs from that of the headline's same estimand. – not stated for this outcome,"
            " without a foreign price, or not to be run: the two-sided filter needs every month, and October"
            " 2025 is missing. The download has intervals."
        ),
    }


def changes() -> dict:
    """Of the table of later less earlier."""
    return {
        "caption": "Later less earlier, split where it was stated",
        "notes": (
            "Split in January 2009, for China in January 2015. Holm's correction is over the five outcomes"
            " of an estimand. For a test by itself, before it, by simulation on the months that were, with"
            " the estimated errors in blocks: rejects without is the share of samples without a change in"
            " which it rejects at five percent, would be found the change that is found four times in five."
        ),
    }


def ends(paths: Mapping[str, pd.DataFrame]) -> dict:
    """Of the figure of last months."""
    ranges = [
        f"{SHORT[o][0].lower()}{SHORT[o][1:]} {paths[o]['fixed'].min():.2f} to {paths[o]['fixed'].max():.2f}"
        " fixed"
        for o in ENDS
    ]
    two = [paths[o] for o in ("us_import_all", "us_consumer")]
    sentences.hold(
        {"The line with oil free lies above the fixed": all((p["free"] > p["fixed"]).all() for p in two)}
    )
    wander = pd.Series({o: paths[o]["fixed"].max() - paths[o]["fixed"].min() for o in ENDS})
    return {
        "title": held(
            "China's estimate wanders most with the last month used",
            wander.drop("us_import_china").max() < wander["us_import_china"],
        ),
        "subtitle": (
            f"Price change {fall('the dollar')}, one year (imports) or two on, %, from samples"
            f" that end in {period(paths['us_consumer'].index)}; bands {level()}"
        ),
        "caption": "The headline for every last month since 2012",
        "alt": (
            "Four panels of the headline against the last month used, oil fixed with a band and oil free: "
            + "; ".join(ranges)
            + ". The line with oil free lies above the fixed one for all imports and for consumer prices."
        ),
    }


def lags() -> dict:
    """Of the table of lags and ends."""
    return {
        "caption": "Lags and ends, foreign prices held fixed",
        "notes": (
            "Percent. AIC / BIC: the estimate at the number of lags, in brackets, that the criterion"
            " chooses. Further lags: the sum of those beyond the headline's. Same word: ends of the sample"
            " since December 2016."
        ),
    }


def items() -> dict:
    """Of the table of item panels."""
    return {
        "caption": "US consumer-price items together, long run in percent",
        "notes": (
            "Broad dollar: against the advanced economies. Items count equally, each with its own months;"
            " Driscoll-Kraay, fixed-b intervals. Most that is possible: import content of final consumption,"
            " from Japan or from all, times a pass-through of one; the table of 2019, what Japan sells"
            " through third countries not counted."
        ),
    }


def tariffs(general: pd.DataFrame, covered_to: str) -> dict:
    """Of the table of general rates; says where the table of China's ends."""
    china = general.loc[general["origin"] == "China", "to_date"]
    unknown = f" For China the table has no general rate after {china.max()}." if china.notna().all() else ""
    return {
        "caption": "General US tariff rates on goods of Japan and China",
        "notes": f"The schedule is known to {covered_to}.{unknown} Rates of other origins: the catalogue.",
    }


def points() -> dict:
    """Of the table of points added."""
    return {
        "caption": "Points that the general rate on Japan adds",
        "notes": (
            "All-in rate or addition, less the ordinary duty, which is assumed. Goods under Section 232 have"
            " rates of their own."
        ),
    }


def stability() -> dict:
    """Of the table of end-of-sample tests."""
    # direction “exceeded by one in twenty”: the level of the test
    return {
        "caption": "Did prices leave their earlier relation?",
        "notes": (
            "Unexplained: cumulated price change that exchange rate, oil (where fixed) and season do not"
            " explain. Five years before: mean of the stretches that began in the sixty months before, the"
            " trend on which the months in question stand. Would stand out: exceeded by one in twenty"
            " earlier stretches. Rejects without: share of samples in which the test rejects at five percent"
            " though nothing changed, by simulation with the estimated errors in blocks. Stretches apart: how"
            " many earlier ones share no month. October 2025 is a gap."
        ),
    }


def unexplained(paths: Mapping[str, pd.Series], ended: Mapping, found: Mapping) -> dict:
    """Of the figure of cumulated residuals, with the tests of all prices and what each would have found."""
    hidden = min(found[name, "fixed"] for name in paths)
    return {
        "title": held(
            f"No price stands out; moves below {hidden:.1f} points could hide",
            all(test.excess_pvalue > 0.05 for test in ended.values()),
        ),
        "subtitle": (
            "Price changes not explained by currency, oil and season, summed up since the duties began, log"
            f" points (about %); {period(pd.DataFrame(paths).index)}"
        ),
        "caption": "Price changes that earlier months do not explain",
        "alt": (
            "Four lines of cumulated residuals since the duties of 2025 began, without the months on either"
            " side of the gap in October 2025: "
            + ", ".join(f"{name} ends at {path.iloc[-1]:.1f} log points" for name, path in paths.items())
            + "."
        ),
    }


def denominators() -> dict:
    """Of the table of one tariff by two denominators."""
    return {
        "caption": "Retail prices after the present general rate, by both denominators",
        "labels": {
            "points": "Points added",
            "margin": "Distribution, %",
            "per_rate": "Per point of rate",
            "per_cost": "Per point of cost",
            "effect": "Price, %",
        },
        "notes": (
            "Distribution: its share in the retail price, assumed. Grades in brackets. Published"
            " pass-through of tariffs: {numref}`tab-cars-and-tariffs-literature`."
        ),
    }


def projects(unknown: str) -> dict:
    """Of the table of projects; `unknown` says what is not known after the first half of the year."""
    return {
        "caption": "Projects of the first two batches",
        "notes": [unknown, "Whether the Ohio project has one site or several is reported differently."],
    }


def arithmetic() -> dict:
    """Of the table of arithmetic."""
    return {
        "caption": "Jobs, receipts and assets: what arithmetic gives",
        "notes": (
            "Pace: from the signature, and of what is left from 28 November 2026; low end, the slow pace over"
            " the large base. The plant is the Mazda-Toyota works (grade B). Low net revenue deducts the"
            " city's, a county's and later incentives. Horizon of the projection not stated."
        ),
    }


def listed(values: Sequence[float]) -> str:
    """Several numbers in words: "0, 2.5 and 5"."""
    return ", ".join(f"{value:g}" for value in values[:-1]) + f" and {values[-1]:g}"
