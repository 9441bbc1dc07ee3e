"""Estimates as texts for a table: standard errors under them, methods side by side, n and sample last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.errors import NotebookError
from analysis.report.author import cells
from analysis.report.author.numbers import bracketed, fixed


def regression(
    results: Mapping[str, Any] | Sequence[Any],
    *,
    decimals: int = 2,
    level: float = 0.95,
    extra: Mapping[str, Sequence[Any]] | None = None,
) -> pd.DataFrame:
    """Estimators side by side: one column a result, standard errors under estimates, n and sample last.

    Parameters
    ----------
    results : mapping of heading to result, or sequence of results
        Each with ``method``, ``short_run``, ``long_run`` (effects), ``nobs`` and ``sample``.
    decimals : int
        Of estimates, errors and interval ends.
    level : float
        Of the interval, as the effects carry it; for the row heading.
    extra : mapping of row heading to one value a result, optional
        Rows such as ``{"Inference": [...]}``, put before n and sample.

    Returns
    -------
    DataFrame of str
        Ready for `show`; ``attrs["rules"]`` tells it where to draw a line.
    """
    columns = dict(results) if isinstance(results, Mapping) else _by_method(results)
    percent = f"{100 * level:g}"
    rows: dict[str, list[str]] = {}
    for title, attribute in (("Short run", "short_run"), ("Long run", "long_run")):
        effects = [getattr(result, attribute, None) for result in columns.values()]
        if any(effect is not None for effect in effects):
            rows[title] = [_estimate(effect, decimals) for effect in effects]
    effects = [getattr(result, "long_run", None) for result in columns.values()]
    rows[f"{percent}\N{NO-BREAK SPACE}% interval, long run"] = [
        _interval(effect, decimals) for effect in effects
    ]
    rows["p, no pass-through"] = [cells.p_value(getattr(effect, "p_zero", None)) for effect in effects]
    rows["p, complete pass-through"] = [
        cells.p_value(getattr(effect, "p_complete", None)) for effect in effects
    ]
    for title, values in (extra or {}).items():
        if len(values) != len(columns):
            raise NotebookError(
                f"regression: row {title!r} has {len(values)} values for {len(columns)} results"
            )
        rows[title] = [cells.one(value) for value in values]
    rule = len(rows)
    rows["Observations"] = [cells.one(getattr(result, "nobs", None)) for result in columns.values()]
    rows["Sample"] = [_sample(getattr(result, "sample", None)) for result in columns.values()]
    frame = pd.DataFrame(rows, index=list(columns)).T
    frame.attrs["rules"] = [rule]
    return frame


def between_states(tested: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """Differences between months in a state and others, with what their tests would have found, as texts.

    Parameters
    ----------
    tested : DataFrame
        Of `shocks.states.table` or `shocks.state_panel.table`: a difference (`estimate`, `low`, `high`), at
        another threshold as well (`other`, `other_low`, `other_high`, missing where there is none), beside
        `found`, `matters` and `p_holm`.
    headings : mapping of column to heading
        Columns to show, in their order; `difference` is the estimate with its interval.

    Returns
    -------
    DataFrame of str
    """
    each = [row for _, row in tested.iterrows()]
    texts = {
        "difference": [bracketed(row) for row in each],
        "other": ["" if pd.isna(row["other"]) else bracketed(_other(row)) for row in each],
    } | {
        name: [fixed(value, places) for value in tested[name]]
        for name, places in {"share": 2, "found": 2, "matters": 2, "size": 2, "p_holm": 3}.items()
        if name in headings
    }
    return pd.DataFrame({heading: texts.get(name, tested.get(name)) for name, heading in headings.items()})


def _other(row: pd.Series) -> dict[str, float]:
    return {"estimate": row["other"], "low": row["other_low"], "high": row["other_high"]}


def _by_method(results: Sequence[Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for i, result in enumerate(results, 1):
        heading = str(getattr(result, "method", "")) or f"({i})"
        named[heading if heading not in named else f"{heading} ({i})"] = result
    return named


def _estimate(effect: Any, decimals: int) -> str:
    if effect is None:
        return cells.MISSING
    estimate, error = (cells.number(float(value), decimals) for value in (effect.estimate, effect.std_error))
    return f"{estimate}\n({error})"


def _interval(effect: Any, decimals: int) -> str:
    low, high = getattr(effect, "low", None), getattr(effect, "high", None)
    if low is None or high is None:
        return cells.MISSING
    return f"{cells.number(float(low), decimals)} to {cells.number(float(high), decimals)}"


def _sample(sample: Any) -> str:
    if sample is None:
        return cells.MISSING
    return sample if isinstance(sample, str) else f"{sample[0]} to\n{sample[1]}"
