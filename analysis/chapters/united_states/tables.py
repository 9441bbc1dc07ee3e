"""Frames of the page on the United States, as its tables print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import data, quantities, transmission
from analysis.claims.measures import united_states as us
from analysis.passthrough.core.simulated_power import PLACEBO, Null
from analysis.passthrough.specifications.main_equation import detectable
from analysis.report.author import studies, tables
from analysis.report.author.cells import qualified
from analysis.report.author.numbers import bracketed, fixed

if TYPE_CHECKING:
    from analysis.passthrough.core.simulated_power import Found
    from analysis.passthrough.specifications.stated import Stated

#: Short names of the outcomes, in the order in which they are stated.
SHORT = {
    "us_import_all": "All imports",
    "us_import_japan": "Imports from Japan",
    "us_import_china": "Imports from China",
    "us_producer": "Producer prices",
    "us_consumer": "Consumer prices",
}
BOTH = ("fixed", "free")

#: Why an effect of one percent matters.
WHY_ONE = "one percent of the price of the goods: what matters at the dock for a move of the currency by ten"


def series(stated: Mapping[str, Stated]) -> pd.DataFrame:
    """Every series that the stated equations read: title, unit, first and last month, table."""
    equations = stated.values()
    names = dict.fromkeys(
        [s.series for s in equations]
        + [s.rate.split(" (")[0] for s in equations]
        + [name for s in equations for name in s.foreign]
    )
    about = [data.describe(name) for name in names]
    spans = [data.load(name).dropna().index for name in names]
    return pd.DataFrame(
        {
            "Series": [row["title"] for row in about],
            "Unit": [row["unit"] for row in about],
            "First": [str(span[0]) for span in spans],
            "Last": [str(span[-1]) for span in spans],
            "Table": [tables.link(row["table"], f"#data-{row['table']}") for row in about],
        }
    )


def headlines(lead: Mapping[tuple[str, str], pd.Series], stated: Mapping[str, Stated]) -> pd.DataFrame:
    """Both estimands and what comes through with the foreign price, one row an outcome."""
    return pd.DataFrame(
        [
            {
                "Price": f"{SHORT[o]}\n({s.lags} lags)",
                **{e.capitalize(): bracketed(lead[o, e], 2, "\n") for e in (*BOTH, "through")},
                "Reads: fixed / free": " / ".join(lead[o, e]["class"] for e in BOTH),
                "Would be found": " / ".join(fixed(lead[o, e]["detectable"], 2) for e in BOTH),
                "Months": int(lead[o, "fixed"]["nobs"]),
            }
            for o, s in stated.items()
        ]
    )


def estimands(lead: Mapping[tuple[str, str], pd.Series]) -> pd.DataFrame:
    """Estimate and interval of both estimands of every outcome, one row each."""
    rows = {(o, e): lead[o, e][["estimate", "low", "high"]] for o in SHORT for e in BOTH}
    return pd.DataFrame(rows).T.rename_axis(["outcome", "estimand"]).reset_index()


def alternatives(others: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Fixed / free of every stated alternative, one column an outcome; † marks a reading that turns."""
    names = dict.fromkeys(name for frame in others.values() for name in frame.index.get_level_values(0))
    return pd.DataFrame(
        {SHORT[o]: [_pair(frame, name) for name in names] for o, frame in others.items()},
        index=pd.Index(names, name="Alternative"),
    )


def _pair(frame: pd.DataFrame, name: str) -> str:
    return " / ".join(_marked(frame.loc[(name, e)]) if (name, e) in frame.index else "–" for e in BOTH)


def _marked(row: pd.Series) -> str:
    return fixed(row["estimate"], 2) + ("†" if row["turns"] else "")


def effect(row: Mapping[str, float], estimate: str, low: str, high: str) -> pd.Series:
    """The three columns of a row that are an estimate and its interval, under those names."""
    return pd.Series({"estimate": row[estimate], "low": row[low], "high": row[high]})


def changes(changed: pd.DataFrame, tried: Mapping[tuple[str, str], Found]) -> pd.DataFrame:
    """Earlier, later, their difference, its p-values and what its test does, one row an outcome and estimand.

    Parameters
    ----------
    changed : DataFrame
        From `main_tables.changes`.
    tried : mapping
        From `main_power.changes_found`.
    """
    return pd.DataFrame(
        [
            {
                "Price": SHORT[o],
                "Estimand": e,
                "Earlier": fixed(row["earlier"], 2),
                "Later": bracketed(effect(row, "later", "later_low", "later_high"), 2, "\n"),
                "Change": bracketed(effect(row, "change", "low", "high"), 2, "\n"),
                "p": fixed(row["p"], 3),
                "p, Holm": fixed(row["p_holm"], 3),
                "Rejects without": fixed(tried[o, e].size, 2),
                "Would be found": fixed(tried[o, e].effect, 2),
            }
            for (o, e), row in changed.iterrows()
        ]
    )


def in_dollars(shares: pd.DataFrame) -> pd.Series:
    """Percent of Japan's exports to the United States invoiced in dollars, by half-year ("2025H1")."""
    chosen = shares.query("flow == 'export' and partner == 'united_states'")
    return chosen.set_index("half_year")["usd"]


def half_year(label: str) -> str:
    """A half-year in words: "2025H1" is "the first half of 2025"."""
    return f"the {'first' if label.endswith('H1') else 'second'} half of {label[:4]}"


def further(check: Mapping[str, Any]) -> pd.Series:
    """Sum of the lags beyond the headline's, with its interval."""
    return effect(check, "further lags sum", "sum low", "sum high")


def lags(
    headlines: Mapping[str, pd.DataFrame],
    checks: Mapping[str, Mapping],
    same: Mapping[tuple[str, str], float],
) -> pd.DataFrame:
    """Each outcome with 12, 24 and 36 lags and by the criteria, what is left out, the share of ends alike."""
    return pd.DataFrame(
        [
            {
                "Price": SHORT[o],
                **{f"{n} lags": bracketed(headlines[o].loc[(n, "fixed")], 2, "\n") for n in (12, 24, 36)},
                "AIC / BIC": " / ".join(
                    f"{fixed(check[f'{name} estimate'], 2)} ({check[f'{name} lags']})"
                    for name in ("aic", "bic")
                ),
                "Further 12 lags": bracketed(further(check), 2, "\n"),
                "Same word, % of ends": fixed(same[o, "fixed"], 0),
            }
            for o, check in checks.items()
        ]
    )


def items(pooled: Mapping[str, Any], possible: Mapping[str, float]) -> pd.DataFrame:
    """Item panels by rate, beside the most that their import content allows."""
    return pd.DataFrame(
        [
            (
                name,
                *(getattr(panel.long_run, part) for part in ("estimate", "low", "high")),
                detectable(panel.long_run),
                possible[name],
            )
            for name, panel in pooled.items()
        ],
        columns=["Rate", "Long run", "Low", "High", "Would be found", "Most that is possible"],
    )


def general_rates(tariffs: pd.DataFrame) -> pd.DataFrame:
    """Rows of the tariff table with a general rate on Japan or China."""
    return tariffs[tariffs["category"].str.startswith("general") & tariffs["origin"].isin(["Japan", "China"])]


def tariffs(general: pd.DataFrame) -> pd.DataFrame:
    """General rates as printed: origin, rate, kind, dates, status, source."""
    until = general["to_date"].map(lambda day: "" if pd.isna(day) else f" to {day}")
    return pd.DataFrame(
        {
            "Origin": general["origin"] + ", " + general["category"],
            "Rate, %": general["rate_pct"],
            "Kind": general["rate_base"],
            "From and to": general["from_date"].fillna("never") + until,
            "Status": general["status"],
            "Source [grade]": tables.cited(general),
        }
    )


def points_added(rates: pd.DataFrame, regimes: Mapping[str, str], ordinary: Sequence[float]) -> pd.DataFrame:
    """Points that each regime's rate adds to each ordinary duty (percent); `rates` is indexed by id."""
    return pd.DataFrame(
        {
            key: [
                transmission.all_in_rate(float(rates.loc[row, "rate_pct"]), rates.loc[row, "rate_base"], duty)
                - duty
                for duty in ordinary
            ]
            for key, row in regimes.items()
        },
        index=pd.Index(ordinary, name="Ordinary duty, %"),
    )


STABILITY = {
    "Months": 0,
    "Unexplained, log points": 2,
    "p": 2,
    "Five years before": 2,
    "Would stand out": 2,
    "Rejects without": 2,
    "Would be found": 2,
    "Stretches apart": 0,
}


def stability(
    ended: Mapping[tuple[str, str], Any], limit: Mapping, found: Mapping, sizes: Mapping
) -> pd.DataFrame:
    """The end-of-sample tests, one row a price and estimand; log points, and a share of samples (`sizes`)."""
    return pd.DataFrame(
        [
            {
                "Price": name,
                "Oil": held,
                "From": str(test.date),
                "Months": test.months,
                "Unexplained, log points": test.excess,
                "p": test.excess_pvalue,
                "Five years before": test.blocks["excess"].iloc[-60:].mean(),
                "Would stand out": limit[name, held],
                "Rejects without": sizes[name, held],
                "Would be found": found[name, held],
                "Stretches apart": len(test.blocks) // test.months,
            }
            for (name, held), test in ended.items()
        ]
    )


def since_the_tariffs(row: tuple[str, str], excess: float, out: float, found: float) -> Null:
    """What is left unexplained of a price since the tariffs, with what placebo dates would have found.

    Parameters
    ----------
    row : (str, str)
        Price and estimand, as in `stability`.
    excess, out, found : float
        Percent: what the earlier equation does not explain, half the band, and what would have been found.
    """
    name = f"{row[0]} since the tariffs"
    return Null(name, excess, excess - out, excess + out, found, "percent", 1.0, WHY_ONE, PLACEBO)


def published(papers: pd.DataFrame) -> pd.DataFrame:
    """Published exchange-rate pass-through into prices of the United States, with a number."""
    chosen = papers.reset_index().query(
        "country == 'United States' and driver == 'exchange_rate' and estimate == estimate"
    )
    chosen = chosen.sort_values(["price", "key"])
    return pd.DataFrame(
        {
            "Study": studies.names(chosen),
            "Price": chosen["price"],
            "Estimate": studies.figures(chosen),
            "Horizon": chosen["horizon"],
            "Source [grade]": tables.cited(chosen),
        }
    )


def projects(batches: pd.DataFrame) -> pd.DataFrame:
    """Projects of the batches as printed."""
    return pd.DataFrame(
        {
            "Project": batches["project"],
            "Sector": batches["sector"].str.replace("_", " "),
            "Billion dollars": batches["amount_usd_bn"],
            "Amount": batches["amount_kind"],
            "GW": batches["capacity_gw"],
            "Stage": batches["stage"],
            "Source [grade]": tables.cited(batches),
        }
    )


def arithmetic(
    base: Sequence, pace: Sequence, facts: pd.Series, revenue: Sequence, jobs: Sequence, share: Sequence
):
    """Jobs, receipts and assets: low, high and where each comes from (pairs of numbers, low first)."""
    paid = [quantities.quantity(f"pace_from_{when}").value for when in ("signature", "edition")]
    given = ("alabama_state_incentives", *us.GIVEN_BESIDE_THE_STATE)
    rows = [
        ("Yearly pace of the scheme, billion dollars", *paid, "mou_terms, projects"),
        (
            "US capital formation, billion dollars: 2019, and at that share of the GDP of 2024",
            *base,
            "oecd_icio_2019, us_gdp_usd",
        ),
        ("Pace as percent of capital formation", *pace, "own arithmetic"),
        (
            "Benchmark plant: incentives, million dollars",
            facts[given[0]],
            facts[list(given)].sum(),
            "facts_other",
        ),
        ("Benchmark plant: net revenue as projected, million dollars", *revenue, "facts_other"),
        ("Benchmark plant: jobs for a billion dollars", *jobs, "facts_other"),
        ("Jobs if both batches were such plants, percent of payrolls", *share, "own arithmetic, fred_md"),
    ]
    return pd.DataFrame(rows, columns=["What", "Low", "High", "From"])


def screening(cfius: pd.DataFrame) -> pd.DataFrame:
    """Counts of the screening of foreign investment in 2024."""
    chosen = cfius[cfius["id"].str.contains("2024")]
    return pd.DataFrame(
        {
            "What": chosen["item"],
            "Value": [
                qualified(f"{value:g}", qualifier)
                for value, qualifier in zip(chosen["value"], chosen["qualifier"], strict=True)
            ],
            "Unit": chosen["unit"],
            "Source [grade]": tables.cited(chosen),
        }
    )
