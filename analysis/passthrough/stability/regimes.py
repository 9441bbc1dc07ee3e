r"""What tests for breaks share: which columns shift, where a date falls, effects by regime."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import at
from analysis.passthrough.core.design import Design
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import Covariance
from analysis.passthrough.core.least_squares import Fit


def breaking_columns(rows: Design, coefficients: str) -> np.ndarray:
    """Numbers of the columns that may break: "fx", "all", or "mean" (constant, seasonals)."""
    everything = np.arange(rows.X.shape[1])
    if coefficients == "all":
        return everything
    if coefficients == "fx":
        return everything[rows.blocks["fx"]]
    if coefficients == "mean":
        return np.r_[0, everything[rows.blocks["seasonal"]]]
    raise EstimationError(f"coefficients is 'fx', 'all' or 'mean', not {coefficients!r}.")


def first_row(rows: Design, date: object) -> int:
    """Number of rows before `date`, the first period of a new regime."""
    period = at(date, rows.periods.freqstr, "the break date")
    before = int(np.searchsorted(rows.periods.asi8, period.ordinal))
    if not 0 < before < len(rows.periods):
        raise EstimationError(
            f"the break date {period} leaves one regime empty: the rows run from "
            f"{rows.periods[0]} to {rows.periods[-1]}."
        )
    return before


def with_mean_breaks(rows: Design, dates: Iterable) -> tuple[np.ndarray, tuple[str, ...]]:
    """Regressors and names, with a step in the constant and the seasonals from each date on."""
    mean = breaking_columns(rows, "mean")
    columns, names = [rows.X], list(rows.names)
    for before in sorted({first_row(rows, date) for date in dates}):
        step = rows.X[:, mean].copy()
        step[:before] = 0.0
        columns.append(step)
        names += [f"{rows.names[j]} from {rows.periods[before]}" for j in mean]
    return np.column_stack(columns), tuple(names)


def candidate_rows(n: int, trim: float, breaking: int, spare: int) -> np.ndarray:
    """Rows in the first regime at each candidate date, floor(trim n) .. n - floor(trim n).

    Raises
    ------
    EstimationError
        If a regime at the edge has no more rows than coefficients that break, or
        the whole sample no more rows than coefficients (`spare` < 1).
    """
    if not 0 < trim < 0.5:
        raise EstimationError(f"trim is a share between 0 and 0.5, not {trim!r}.")
    edge = int(np.floor(trim * n))
    if edge <= breaking or spare < 1:
        raise EstimationError(
            f"too few observations for a break test: {n} rows, of which trim = {trim:g} leaves "
            f"{edge} to the shortest regime, with {breaking} coefficients that break. "
            "Use fewer lags, a larger trim or a longer sample."
        )
    return np.arange(edge, n - edge + 1)


def long_run_of(beta: np.ndarray, a: np.ndarray, d: np.ndarray, where: str) -> tuple[float, np.ndarray]:
    r"""Long run :math:`a'\theta / (1 - d'\theta)` and its gradient.

    .. math:: a/(1-d'\theta) + d\,(a'\theta)/(1-d'\theta)^2

    `a` adds up the exchange-rate coefficients, `d` those on lagged prices; `where`
    begins the message of a refusal.
    """
    below = 1.0 - float(d @ beta)
    if below <= 0:
        raise EstimationError(
            f"{where}: the coefficients on lagged prices add up to {1 - below:.2f}, so inflation never "
            "settles and there is no long run. Use fewer own lags or a longer sample."
        )
    value = float(a @ beta) / below
    return value, a / below + d * (value / below)


def long_run_by_regime(
    fit: Fit, covariance: Covariance, regimes: list[tuple[str, np.ndarray, np.ndarray]]
) -> dict[str, Effect]:
    r"""Long run of each regime, and its change from each regime to the next.

    Parameters
    ----------
    fit : Fit
    covariance : Covariance
    regimes : list of (label, a, d)
        Vectors over the coefficients, as for `long_run_of`.

    Returns
    -------
    dict of label to Effect
        Standard errors by the delta method.
    """
    effects, gradients = {}, []
    for label, a, d in regimes:
        gradients.append(long_run_of(fit.beta, a, d, label))
        effects[label] = _effect(*gradients[-1], covariance, label)
    for (old, *_), (new, *_), before, after in zip(
        regimes, regimes[1:], gradients, gradients[1:], strict=False
    ):
        label = "change" if len(regimes) == 2 else f"change, {old} to {new}"
        effects[label] = _effect(after[0] - before[0], after[1] - before[1], covariance, label)
    return effects


def _effect(estimate: float, gradient: np.ndarray, covariance: Covariance, label: str) -> Effect:
    variance = float(gradient @ covariance.matrix @ gradient)
    return Effect.of(estimate, np.sqrt(max(variance, 0.0)), covariance.critical, label=label)


def regime_fit_columns(
    X: np.ndarray, names: tuple[str, ...], breaking: np.ndarray, befores: Iterable[int]
) -> tuple[np.ndarray, tuple[str, ...]]:
    """X with the columns `breaking` once a regime (zero outside it), stable columns first.

    Regimes are not written as shifts: the coefficients of a regime are then read
    off directly, and those of all regimes have their joint covariance.
    """
    edges = [0, *befores, len(X)]
    stable = np.setdiff1d(np.arange(X.shape[1]), breaking)
    columns, labels = [X[:, stable]], [names[j] for j in stable]
    for number, (start, stop) in enumerate(pairwise(edges), start=1):
        block = np.zeros((len(X), len(breaking)))
        block[start:stop] = X[start:stop, breaking]
        columns.append(block)
        labels += [f"{names[j]} [{number}]" for j in breaking]
    return np.column_stack(columns), tuple(labels)


def sum_vectors(
    labels: tuple[str, ...], fx: Iterable[str], own: Iterable[str], regime: int
) -> tuple[np.ndarray, np.ndarray]:
    """A and d of `long_run_by_regime` for regime number `regime` (from 1)."""

    def picks(wanted: Iterable[str]) -> np.ndarray:
        both = {name for stem in wanted for name in (stem, f"{stem} [{regime}]")}
        return np.array([float(label in both) for label in labels])

    return picks(fx), picks(own)
