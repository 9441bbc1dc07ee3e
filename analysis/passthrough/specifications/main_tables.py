"""The stated equations side by side: headlines, alternatives, checks of the lags, ends of the sample,
changes, the split."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.core.compare import difference
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.lags import chain
from analysis.passthrough.lags.foreign_prices import held_fixed
from analysis.passthrough.lags.lag_checks import by_last_month, criteria, left_out
from analysis.passthrough.specifications.main_equation import Run, classify, detectable, inputs, rate, run
from analysis.passthrough.specifications.stated import alternatives, outcomes, stated, value


def line(effect: Effect, kind: str) -> dict:
    """Estimate, standard error, interval, p-values, class and the effect that would have been found four
    times in five."""
    return {
        "estimate": effect.estimate, "std_error": effect.std_error, "low": effect.low, "high": effect.high,
        "p_zero": effect.p_zero, "p_complete": effect.p_complete, "class": classify(effect, kind),
        "detectable": detectable(effect),
    }  # fmt: skip


def headline(outcome: str) -> pd.DataFrame:
    """All stated numbers of lags and both estimands of one outcome; index (lags, estimand).

    The rows "through" are free less fixed, with the joint covariance.
    """
    found = {}
    for text in value(outcome, "lags").split(" | "):
        result = run(outcome, lags=int(text))
        for name, path in _paths(result).items():
            found[int(text), name] = line(path.long_run, result.stated.kind) | _extent(result)
    table = _framed(found, ("lags", "estimand"))
    # A difference of two estimands is read by its interval alone: "complete" and "none" are said of a price.
    table.loc[table.index.get_level_values("estimand") == "through", ["class", "p_complete"]] = None
    table.attrs = _about(run(outcome))
    return table


def alternatives_of(outcome: str) -> pd.DataFrame:
    """The headline and every alternative at the leading number of lags; index (alternative, estimand).

    `turns` says whether the class differs from that of the headline's same estimand. An alternative that
    cannot be run is a row with the reason in `not_run`.
    """
    found = {}
    for name in (None, *alternatives(outcome)):
        label = name or "headline"
        try:
            result = run(outcome, alternative=name)
        except EstimationError as error:
            found[label, ""] = {"not_run": str(error)}
            continue
        for estimand, path in _paths(result).items():
            if estimand != "through":
                found[label, estimand] = line(path.long_run, result.stated.kind) | _extent(result)
    table = _framed(found, ("alternative", "estimand"))
    base = {estimand: table.loc[("headline", estimand), "class"] for estimand in ("fixed", "free")}
    table["turns"] = [
        bool(estimand) and table.loc[(name, estimand), "class"] != base.get(estimand)
        for name, estimand in table.index
    ]
    table.attrs = _about(run(outcome))
    return table


def lag_checks(outcome: str) -> dict:
    """What the criteria choose and give, and what the further lags hold, for the headline."""
    said = stated(outcome)
    given = inputs(said)
    options = dict(controls=given.steps, seasonal=said.seasonal, sample=given.sample)
    longest = max(int(text) for text in value(outcome, "lags").split(" | "))
    chosen = criteria(given.price, given.fx, given.foreign, longest, **options)
    found = {"lags": said.lags, "nobs of the criteria": chosen.attrs["nobs"]}
    for name in value(outcome, "criterion").split(" | "):
        best = int(chosen[name].idxmin())
        effect = held_fixed(
            given.price, given.fx, foreign=given.foreign, lags=best, inference=said.inference, **options
        ).fixed.long_run
        found |= {f"{name} lags": best, f"{name} estimate": effect.estimate}
        found |= {f"{name} low": effect.low, f"{name} high": effect.high}
    more = int(value(outcome, "lags left out"))
    further = left_out(
        given.price, given.fx, given.foreign, said.lags, more, inference=said.inference, **options
    )
    return found | {
        "further lags p": further.joint.pvalue,
        "further lags sum": further.total.estimate,
        "sum low": further.total.low,
        "sum high": further.total.high,
        "sum p": further.total.p_zero,
    }


def sample_ends(outcome: str, *, lags: int | None = None) -> pd.DataFrame:
    """The headline by last month since the month stated, with the class of each (`fixed_class`,
    `free_class`)."""
    said = stated(outcome, lags=lags)
    given = inputs(said)
    last = min(pd.Period(said.last, "M"), run(outcome, lags=lags).leading.sample[1])
    ends = pd.period_range(value(outcome, "sample ends from"), last, freq="M")
    return by_last_month(
        given.price, given.fx, given.foreign, said.lags, ends, controls=given.steps, seasonal=said.seasonal,
        sample=given.sample, inference=said.inference, read=lambda effect: classify(effect, said.kind),
    )  # fmt: skip


def changes(country: str) -> pd.DataFrame:
    """Later less earlier at the stated date, by outcome of a country, both estimands, with Holm's
    p-values."""
    found = {}
    for outcome in outcomes(country):
        said, split = stated(outcome), pd.Period(value(outcome, "split"), "M")
        given = inputs(said)
        parts = {}
        for when, sample in (("earlier", (said.first, str(split - 1))), ("later", (str(split), said.last))):
            start = max(pd.Period(sample[0], "M"), given.price.index[1])
            steps = None if given.steps is None else _inside(given.steps, str(start), sample[1])
            parts[when] = held_fixed(
                given.price,
                given.fx,
                foreign=given.foreign,
                lags=said.lags,
                controls=steps,
                seasonal=said.seasonal,
                sample=sample,
                inference=said.inference,
            )
        for estimand in ("fixed", "free"):
            early, late = (getattr(parts[when], estimand).long_run for when in ("earlier", "later"))
            gap = difference(late, early)
            found[outcome, estimand] = {
                "earlier": early.estimate,
                "later": late.estimate,
                "later_low": late.low,
                "later_high": late.high,
                "change": gap.estimate,
                "low": gap.low,
                "high": gap.high,
                "p": gap.p_zero,
                "detectable": detectable(gap),
            }
    table = _framed(found, ("outcome", "estimand"))
    for estimand in ("fixed", "free"):
        rows = table.index.get_level_values("estimand") == estimand
        table.loc[rows, "p_holm"] = holm(table.loc[rows, "p"].to_numpy())
    return table


def split_of_the_fall(estimand: str = "free") -> pd.DataFrame:
    """Responses of translation, contract price, import price and domestic stages to the yen, by months
    (index)."""
    said = replace(stated("jp_import_yen"), lags=int(value("jp_import_yen", "identity lags")))
    given = inputs(said)
    stages = {stated(key).label: data.load(stated(key).series) for key in ("jp_producer", "jp_consumer")}
    steps = inputs(stated("jp_consumer")).steps
    imports = data.load("jp_import_price_yen"), data.load("jp_import_price_contract")
    parts = chain.responses(
        stages,
        *imports,
        rate(said.rate),
        given.foreign,
        said.lags,
        controls=_inside(steps, *given.sample),
        seasonal=said.seasonal,
        sample=given.sample,
        inference=said.inference,
    )
    return pd.DataFrame({name: getattr(part, estimand).estimate for name, part in parts.items()}).rename_axis(
        "horizon"
    )


def _paths(result: Run) -> dict:
    if result.estimands is not None:
        return {name: getattr(result.estimands, name) for name in ("fixed", "free", "through")}
    return ({} if result.fixed is None else {"fixed": result.fixed}) | {"free": result.free}


def _extent(result: Run) -> dict:
    path = result.leading
    return {
        "lags": result.stated.lags,
        "nobs": path.nobs,
        "first": str(path.sample[0]),
        "last": str(path.sample[1]),
    }


def _about(result: Run) -> dict:
    """What all rows of an outcome's table share, beside what their own columns say."""
    said, path = result.stated, result.leading
    shared = {name: entry for name, entry in path.specification.items() if name not in ("lags", "controls")}
    equation = {"price": said.series, "exchange rate": said.rate, "foreign prices": said.foreign}
    # Rows are of both estimands; the method of the leading path names one.
    return {"method": f"main equation, {path.method.split(',')[0]}", "specification": equation | shared}


def _inside(steps: pd.DataFrame, first: str, last: str) -> pd.DataFrame | None:
    kept = steps.loc[:, (steps.loc[first:last] != 0).any()]
    return kept if kept.shape[1] else None


def _framed(found: dict, names: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(found, orient="index")
    table.index = pd.MultiIndex.from_tuples(list(found), names=names)
    return table
