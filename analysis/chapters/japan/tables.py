"""Rows of the tables on Japan's prices, and the notes under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis import data, report
from analysis.passthrough.specifications import stated

if TYPE_CHECKING:
    from analysis.passthrough.core.simulated_power import Found

fixed, bracketed = report.numbers.fixed, report.numbers.bracketed


def series(names: Sequence[str]) -> pd.DataFrame:
    """Series with a link to their table in the catalogue, unit, first and last month."""
    about = [data.describe(name) for name in names]
    loaded = [data.load(name) for name in names]
    return pd.DataFrame(
        {
            "Series": [report.tables.link(row["title"], f"#data-{row['table']}") for row in about],
            "Unit": [row["unit"] for row in about],
            "First": [str(one.index[0]) for one in loaded],
            "Last": [str(one.index[-1]) for one in loaded],
        }
    )


def headlines(head: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each price at each number of lags: both estimands with their classes, and their difference."""
    return pd.DataFrame([_headline(key, lags, table) for key, table in head.items() for lags in (12, 24, 36)])


def _headline(key: str, lags: int, table: pd.DataFrame) -> dict[str, str]:
    said, digits = stated.stated(key), 2 if key in ("jp_import_yen", "jp_producer") else 3
    held, free, through = (table.loc[(lags, name)] for name in ("fixed", "free", "through"))
    return {
        "Price": said.label,
        "Months": f"{lags}{'*' if lags == said.lags else ''}",
        "Foreign prices fixed": f"{bracketed(held, digits)}\n{held['class']}",
        "Foreign prices free": f"{bracketed(free, digits)}\n{free['class']}",
        "Through foreign prices": bracketed(through, digits),
    }


def headlines_notes(lead: Mapping[str, pd.Series]) -> list[str]:
    """How to read the table of headlines, and the months and counts of its rows."""
    producer, core, dock = lead["jp_producer"], lead["jp_core"], lead["jp_import_yen"]
    return [
        (
            "95 % intervals, and what each reads as. * The number of lags that leads. Through foreign prices:"
            " free less fixed."
        ),
        (
            f"Rows from {producer['first']}, without fresh food from {core['first']}; import prices to"
            f" {dock['last']}, where the commodity index ends, the others to {producer['last']}; n between"
            f" {core['nobs']} and {producer['nobs']}."
        ),
    ]


def lag_choices(
    checks: Mapping[str, Mapping],
    season: Mapping,
    tried: Mapping[str, Found],
    jointly: Mapping[str, Found],
    moves: Mapping[str, Found],
) -> pd.DataFrame:
    """What the criteria choose, what further lags hold and would have to, and the test of constant months, by
    price.

    Parameters
    ----------
    checks : mapping
        From `main_tables.lag_checks`.
    season : mapping
        Tests of constant months.
    tried, jointly : mapping
        From `main_power.found_further` and `found_further_jointly`.
    moves : mapping
        From `seasonal_found`.
    """
    return pd.DataFrame(
        [
            _lag_choice(key, check, season[key].pvalue, tried[key], jointly[key], moves[key])
            for key, check in checks.items()
        ]
    )


def _lag_choice(
    key: str, check: Mapping, p_months: float, tried: Found, jointly: Found, moves: Found
) -> dict:
    said = stated.stated(key)
    digits = 3 if said.kind == "shop" else 2
    return {
        "Price": said.label,
        "Lags": check["lags"],
        "Akaike": f"{check['aic lags']}: {fixed(check['aic estimate'], digits)}",
        "Schwarz": f"{check['bic lags']}: {fixed(check['bic estimate'], digits)}",
        "Twelve more lags: sum": further_lags(check, digits),
        "p, sum zero": _short_p(check["sum p"]),
        "Found 4 in 5": _found(tried, digits),
        "p, all zero": _short_p(check["further lags p"]),
        "Found 4 in 5 ": _found(jointly, digits),
        "p, months constant": _short_p(p_months),
        "Found 4 in 5  ": _found(moves, 2),
    }


def _found(tried: Found, digits: int) -> str:
    """What a test finds four times in five, and in brackets how often it rejects without any."""
    return f"{fixed(tried.effect, digits)} ({fixed(tried.size, 2)})"


def further_lags(check: Mapping, digits: int) -> str:
    """The sum of the lags left out, with its interval."""
    low, high = check["sum low"], check["sum high"]
    return bracketed({"estimate": check["further lags sum"], "low": low, "high": high}, digits)


def _short_p(p: float) -> str:
    return "<0.001" if p < 0.001 else fixed(p, 3)


def lag_choices_notes() -> list[str]:
    """What the criteria choose among, what the further lags are, and what is tested of the months."""
    return [
        (
            "Akaike, Schwarz: number of lags chosen among none to thirty-six, with its long run, foreign"
            " prices fixed. Twelve more lags of the rate and the foreign price: the sum of the former with"
            " its 95 % interval is what the long run misses. Months constant: F test of the price alone, with"
            " three own lags, against month effects by block of fifteen years, means by block in both."
        ),
        (
            "Found 4 in 5: what the test before it finds with that chance, in brackets the share of samples"
            " without any in which it rejects at five percent, by simulation with the estimated errors in"
            " blocks, for the lags on the actual path of the yen. For the sum it is a sum, for all zero a sum"
            " that is spread evenly, for the months a root mean square of moves of their effects between"
            " blocks, log points."
        ),
    ]


def two_rates(both: Mapping[tuple[str, str], Mapping]) -> pd.DataFrame:
    """The effective rate and the dollar in one equation, by import price, commodity prices free and fixed."""
    return pd.DataFrame(
        [
            {
                "Price": stated.stated(key).label,
                "Commodity prices": name,
                "Effective rate": bracketed(two["effective"]),
                "Dollar": bracketed(two["dollar"]),
            }
            for (key, name), two in both.items()
        ]
    )


def methods(compared: Mapping[int, object]) -> pd.DataFrame:
    """Consumer prices by method and number of lags: one and two years, and what each is divided by."""
    return pd.DataFrame(
        [
            {
                "Method": name.replace("-", " "),
                "Lags": lags,
                "After 12 months": fixed(result.at(12).estimate, 3),
                "After 24": fixed(result.at(24).estimate, 3),
                "95 % set": set_text(result.at(24)),
                "The yen's own response": (
                    fixed(result.denominator[24], 2) if name == "local-projection" else "held at one"
                ),
            }
            for lags, comparison in compared.items()
            for name, result in comparison.results.items()
        ]
    )


def methods_notes(compared: Mapping[int, object]) -> str:
    """What the methods are measured by, and whether error correction finds a level relation."""
    supported = any(c["error-correction"].relation.supported for c in compared.values())
    return (
        "The distributed lag of the main equation is the yardstick. Error correction finds"
        f" {'a' if supported else 'no'} level relation."
    )


def set_text(effect: object) -> str:
    """The confidence set of a ratio, which may be of several pieces, or else the interval of an estimate."""
    if effect.confidence_set is None:
        return report.numbers.span(effect.low, effect.high, 3)
    return " and ".join(report.numbers.span(low, high, 3) for low, high in effect.confidence_set.intervals)


def published(papers: pd.DataFrame) -> pd.DataFrame:
    """Published estimates, as the table of literature shows them."""
    return pd.DataFrame(
        {
            "Study": report.studies.names(papers),
            "Price": papers["price"],
            "Horizon": papers["horizon"],
            "Estimate": report.studies.figures(papers),
            "Sample": papers["sample"],
            "Source [grade]": report.tables.cited(papers),
        }
    )


def published_notes() -> str:
    """Unit of the published estimates, and what is special about some rows."""
    return (
        "Percent of the price per percent of the yen. Ours: {numref}`tab-japan-main`. The negative row is for"
        " a depreciation that weak demand at home brings about. Rows from memory were not found in a source"
        " that could be read."
    )
