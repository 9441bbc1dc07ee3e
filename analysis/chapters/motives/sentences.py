"""Sentences of the page on motives, each held to the numbers that make it true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.claims.decide import LEVEL
from analysis.claims.measures import motives as rules
from analysis.passthrough.currency.parity import cost_of_hedge
from analysis.report.author import sentences

if TYPE_CHECKING:
    from analysis.claims import Verdict
    from analysis.claims.decide import Step
    from analysis.quantities import Quantity


def scale(of_a_year: float, points: float) -> None:
    """What is said of sizes: the commitment in percent of a year's direct investment in the United States,
    and the points by which a year of the scheme changes the US share."""
    sentences.hold(
        {
            "the comparison with flows of equity overstates it": of_a_year > 100,
            "A year of the scheme on top would raise that by\n{glue:text}`motives_points` points": points > 0,
            "which overstates it: the opposite of spreading risk": points > 0,
        }
    )


def pledges(pledged: Mapping[str, Quantity], gdp: Mapping[str, float]) -> None:
    """What is said of pledges, and of their size in GDP (billion dollars)."""
    taiwan, japan, korea = (pledged[name] for name in ("Taiwan", "Japan", "Korea"))
    sentences.hold(
        {
            "with its\nguarantees, is a lower bound and could change that": (
                taiwan.qualifier == "at least" and taiwan.value < japan.value
            ),
            "Against the economy that makes it, Japan's is smaller than\nKorea's": (
                japan.value / gdp["Japan"] < korea.value / gdp["Korea"]
            ),
        }
    )


def yen(neer: pd.Series, verdicts: Mapping[str, Verdict], tests: Mapping[str, Mapping[str, Any]]) -> None:
    """What is said of the drift of the yen and of breaks in it."""
    low, high = rules.drift(neer, "2005-12").interval(LEVEL)
    five_years = rules.drift(neer, "2020-12").interval(LEVEL)
    dollar, effective = tests["Dollar in yen, sign turned"], tests["Nominal effective rate"]
    sentences.hold(
        {
            "the yen fell over five, ten and twenty years": verdicts["C15"].core[0].value > 0,
            "percent a year, which includes zero; over five years alone the interval lies below it": (
                low < 0 and five_years[1] < 0 < high
            ),
            "No break in the mean change alone is found": min(t["mean"].pvalue for t in tests.values())
            > 0.10,
            "What shifts is the response to yields": max(t["fx"].pvalue for t in tests.values()) < 0.05,
            "a joint test\nof every coefficient rejects for the dollar alone": (
                dollar["all"].pvalue < 0.05 < effective["all"].pvalue
            ),
        }
    )


def rates(shown: Mapping[str, pd.Series], ranks: Mapping[str, float]) -> None:
    """What is said of interest rates (percent a year) and of their percentiles."""
    short = [shown[name] for name in ("policy rate", "three months")]
    sentences.hold(
        {
            "stay below one percent to 2024 and end at": (
                max(rate.loc["1998":"2024"].max() for rate in short) < 1
                and min(rate.dropna().iloc[-1] for rate in short) >= 1
            ),
            "Rates were not at historic lows in November 2025. They stood higher than in most months on"
            " record since 1995": min(ranks.values()) > 50,
        }
    )


def pickup(now: pd.Series, past: pd.Series) -> None:
    """What is said of the yield gap in November 2025 and on average before 2022, points."""
    sentences.hold(
        {
            "Against US yields they were low; that is another statement": now["unhedged"] > 0,
            "points more than a Japanese one in November 2025": now["unhedged"] > 0,
            "What was left was below zero": now["hedged"] < 0 < past["hedged"],
            "a basis below zero would make it\ndearer": cost_of_hedge(1.0, -0.5) > cost_of_hedge(1.0, 0.0),
        }
    )


def purchases(frame: pd.DataFrame, debt: pd.Series, sold: float) -> None:
    """What is said of purchases by specification, of their size, and of what life insurers sold."""
    main = frame.iloc[0]
    above, below = frame[frame["low"] > 0], frame[frame["high"] < 0]
    middle, last = frame.loc["Hedged, 2013-2021"], frame.loc["Hedged, 2022-2026"]
    equity = frame.loc["Equity on hedged"]
    sentences.hold(
        {
            "of yield left after hedging, which cannot be told from zero": main["low"] < 0 < main["high"],
            # The keys stand in the quotation, so that the two words cannot change places.
            "{glue:text}`motives_positive` have an interval above zero and {glue:text}`motives_negative` one"
            " below": (above["estimate"].gt(0).all() and below["estimate"].lt(0).all()),
            "effects above {glue:text}`motives_spread` lie outside the\ninterval": (
                main["high"] > max(0, main["estimate"])
            ),
            "Bonds have the wrong sign for yield seeking from 2013 to 2021 and, more strongly, since 2022": (
                middle["high"] < 0 and last["estimate"] < middle["estimate"]
            ),
            "equity moves with the hedged gap by {glue:text}`motives_equity_text`, which cannot be told from"
            " zero": equity["low"] < 0 < equity["high"],
            "So a weak response is possible, a strong one is not supported": main["high"] < debt.std(),
            "Life insurers, all of them by the Finance Ministry's data, sold"
            " {glue:text}`motives_insurers` billion yen of foreign bonds net": sold > 0,
        }
    )


def steps(outward: Step, rise: pd.DataFrame, names: Mapping[str, str], even: float) -> None:
    """What is said of outflows since the memorandum: `names` of the rows for outward, inward-netted and net
    flows; `even` is an even pace of the commitment; percent of GDP a year."""
    trend = rise.loc[names["outward"]]
    upper = rise.loc[[names["outward"], names["direct, net"], names["all, net"]], "high trended"].max()
    sentences.hold(
        {
            "direct investment abroad, to all countries, is higher than\nin the five years before by": (
                outward.plain.interval(LEVEL)[0] > 0
            ),
            "once a trend stands beside the\nstep, which is no rise that one could see": (
                outward.interval[0] < 0 < outward.interval[1]
            ),
            "direct investment abroad is higher by {glue:text}`motives_outward_plain` percent of GDP": (
                outward.plain.interval(LEVEL)[0] > 0
            ),
            "what rose was\nrising before": (
                trend["as often"] > 50 and abs(outward.trended.estimate) < outward.plain.estimate / 2
            ),
            "each interval includes zero": bool(
                ((rise["low trended"] < 0) & (rise["high trended"] > 0)).all()
            ),
            "lies above the upper end of each interval for direct investment and of that for the net"
            " outflow": upper < even,
            "so a step of that size is excluded. The test is weak all the same": (
                rise.loc[names["all, net"], "detectable"] > even
            ),
        }
    )


def announced(verdicts: Mapping[str, Verdict], fields: pd.Series, sectors: pd.DataFrame) -> None:
    """What is said of verdicts and of fields promised and announced."""
    sentences.hold(
        {
            "The memorandum names semiconductors first; what was": (
                fields.index[0] == "semiconductors" and sectors.index[0] in ("gas_power", "nuclear")
            ),
            "next to nothing of the commitment is signed": (
                verdicts["C02"].verdict == "contradicted" and verdicts["C02"].parts[0].value < 1
            ),
            "which is no proof that nobody seeks yield": verdicts["C18"].verdict
            == verdicts["C104"].verdict
            == "open",
            "the interval of the correlation holds its bound": verdicts["C24"].core[0].verdict == "open",
        }
    )
