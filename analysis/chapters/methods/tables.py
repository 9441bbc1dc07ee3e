"""What was stated, the ways to compute standard errors, the oracles, and the speed, as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.report.author.numbers import fixed

#: Fields of the specification that hold for all outcomes and are shown.
FIELDS = (
    "lags", "control lags", "seasonal", "block years", "block anchor", "block least months", "means",
    "inference", "criterion", "lags left out", "sample ends from", "leads", "power", "turns",
    "wording", "vintages",
)  # fmt: skip


def stated_rows(whole: pd.DataFrame, before_results: int) -> pd.DataFrame:
    """What was stated for all outcomes, and every later row, in one table."""
    first = whole.iloc[:before_results]  # as stated, whatever a later row replaces
    common = first[(first["scope"] == "all") & first["field"].isin(FIELDS)]
    changed = whole.iloc[before_results:]
    return pd.concat([_said(common, ""), _said(changed, "later: ")])


def _said(rows: pd.DataFrame, before: str) -> pd.DataFrame:
    return pd.DataFrame({
        "What": before + rows["field"],
        "Stated": rows["value"],
        "Reason": rows["reason"],
        "On": rows["stated_on"],
    })  # fmt: skip


def equation_rows(equations: Sequence[Any]) -> pd.DataFrame:
    """One row an outcome: price, rate, foreign prices, lags, sample, taxes, kind."""
    return pd.DataFrame({
        "Outcome": [s.label for s in equations],
        "Price": [s.series for s in equations],
        "Rate": [s.rate for s in equations],
        "Foreign prices": [" and ".join(s.foreign) for s in equations],
        "Lags": [s.lags for s in equations],
        "Sample": [f"{s.first} to {s.last}" for s in equations],
        "Tax steps": ["yes" if s.steps else "no" for s in equations],
        "Read as": [s.kind for s in equations],
    })  # fmt: skip


def season_rows(seasons: Mapping[tuple[str, int], Any], found: Mapping[tuple[str, int], Any]) -> pd.DataFrame:
    """F test of stable month effects by price and own lags, and what it does where months stay and where they
    move."""
    return pd.DataFrame([
        {
            "Price": label,
            "Own lags": own,
            "F": test.statistic / test.restrictions,
            "Restrictions": test.restrictions,
            "p": test.pvalue,
            "Rejects without": found[label, own].size,
            "Found 4 in 5": found[label, own].effect,
        }
        for (label, own), test in seasons.items()
    ])  # fmt: skip


#: Decimals of the table of month effects.
SEASONS = {"F": 1, "Rejects without": 2, "Found 4 in 5": 2}


def seasons_notes() -> str:
    """Notes of the table of month effects."""
    return (
        "p of stable month effects. By simulation of each price at its own lags, with the estimated errors in"
        " blocks: rejects without is the share of samples with months that stay in which the test rejects at"
        " five percent; found 4 in 5 the root mean square of moves of month effects between blocks, log"
        " points, that is found with that chance."
    )


def least_p(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows with p-values as texts."""
    return rows.assign(p=["below 0.001" if p < 0.001 else fixed(p, 3) for p in rows["p"]])


def ways_of_inference() -> pd.DataFrame:
    """Ways to compute standard errors: what each allows for, and the distribution it is compared with."""
    return pd.DataFrame(
        [
            ("ols", "one variance, no correlation", "t, n less k"),
            ("hc0 to hc3", "unequal variances, no correlation (MacKinnon and White 1985)", "t, n less k"),
            ("newey-west", "Bartlett weights to a fixed lag (Newey and West 1987)", "normal"),
            ("newey-west-adjusted", "the same, times n over n less k", "normal"),
            ("newey-west-t75", "lag by the size of the sample alone", "normal"),
            ("newey-west-auto", "lag chosen from the data (Newey and West 1994)", "normal"),
            ("newey-west-prewhitened", "Bartlett after a first-order autoregression of the scores", "normal"),
            ("qs", "quadratic spectral, bandwidth from the data (Andrews 1991)", "normal"),
            ("fixed-b", "Bartlett, wide bandwidth (Kiefer and Vogelsang 2005)", "their own, by bandwidth"),
            ("ewc, the default of sums", "equal weights on the first cosines (Lazarus and others 2018)",
             "t, number of cosines"),
            ("ewc-hc3, of the main equation", "the same of residuals over one less leverage",
             "t, number of cosines"),
            ("lag-augmented hc3, of local projections",
             "lags of the shock as controls make the scores uncorrelated", "t, n less k"),
            ("driscoll-kraay fixed-b, of panels",
             "fixed-b on the sums over items, any correlation between them", "their own, by bandwidth"),
        ],
        columns=["Method", "What it allows for", "Compared with"],
    )  # fmt: skip


def oracles() -> pd.DataFrame:
    """Numbers made outside this package: method, program, and what is compared."""
    return pd.DataFrame(
        [
            ("Distributed lag, own lags, Fieller set", "R: lm, sandwich; gretl",
             "twelve covariances, seven regressions, one with a missing month"),
            ("Error correction, bounds", "R: lm; gretl", "F and t, long run and its error"),
            ("Local projections, instruments, asymmetry, smooth", "R: lm, sandwich, AER; statsmodels",
             "seven errors, joint covariance, ratio, one-step estimate"),
            ("Vector autoregression, proxy", "R; gretl; statsmodels",
             "coefficients, responses, ratios, criteria"),
            ("Breaks, rolling windows", "R: strucchange, lm, sandwich",
             "statistics, dates, intervals, long runs"),
            ("Item panel", "R: plm; linearmodels", "nine covariances, two designs"),
            ("Dominant currency, parity, corrections", "R: lm, p.adjust",
             "long runs, Fama regression, adjusted p-values"),
            ("Scenario of prices", "R", "path, errors from the full covariance"),
        ],
        columns=["Method", "Made with", "What is compared"],
    )  # fmt: skip


def speed_rows(speed: pd.DataFrame) -> pd.DataFrame:
    """Seconds of a piece of work, and how many times as long another program takes."""
    return pd.DataFrame({
        "Work": speed["work"],
        "Ours, s": speed["seconds"],
        "Beside": speed["peer"],
        "Times": speed["ratio"],
    })  # fmt: skip


def speed_notes() -> str:
    """Notes of the table of speed."""
    # direction “has their largest difference”: the largest is taken here
    return (
        "Best of several runs, one thread each; times: the other's seconds over ours. Where both give the"
        " same numbers the CSV has their largest difference, which is rounding."
    )
