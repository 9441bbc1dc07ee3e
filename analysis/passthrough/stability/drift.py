"""Which coefficients drift, and with what variance: given, most likely, or median-unbiased."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.design import Design
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.median_unbiased import Drift, median_unbiased
from analysis.passthrough.stability.random_walk import Variances, estimate_variances

STEPPING = ("mean", "fx", "own", "controls")


def groups_of(rows: Design, varying: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Columns of the design that drift together, by the name under which they are asked for."""
    varying = (varying,) if isinstance(varying, str) else tuple(varying)
    unknown = [name for name in varying if name not in STEPPING]
    if unknown or not varying or len(set(varying)) < len(varying):
        raise EstimationError(
            f"varying names one or more of {', '.join(STEPPING)}, each once, not {varying!r}."
        )
    columns = np.arange(rows.X.shape[1])
    groups = {
        name: regimes.breaking_columns(rows, "mean") if name == "mean" else columns[rows.blocks[name]]
        for name in varying
    }
    empty = [name for name, members in groups.items() if not len(members)]
    if empty:
        raise EstimationError(f"nothing to vary in {', '.join(empty)}: the regression has no such terms.")
    return groups


def _given(given: Mapping[str, float], groups: dict) -> tuple[float, dict[str, float]]:
    if set(given) != {"error", *groups}:
        raise EstimationError(
            f"variances needs the entries error, {', '.join(groups)}, not {', '.join(map(str, given))}."
        )
    numbers = {name: float(value) for name, value in given.items()}
    if not numbers["error"] > 0 or min(numbers.values()) < 0 or not np.isfinite(list(numbers.values())).all():
        raise EstimationError("the error variance must be positive and step variances zero or more.")
    return numbers["error"], {name: numbers[name] for name in groups}


def pile_up(found: Variances | None) -> tuple[str, ...]:
    """A warning where a variance of steps is estimated at zero; nothing otherwise."""
    if found is None or not found.piled_up:
        return ()
    return (
        (
            f"the step variance of {' and '.join(found.piled_up)} is estimated as zero. Maximum likelihood "
            "piles up there even when coefficients drift slowly, so this is no evidence of constancy: "
            "read break_test, or use variances='median-unbiased'."
        ),
    )


def variances_of(
    rows: Design,
    groups: dict[str, np.ndarray],
    wanted: str | Mapping[str, float],
    a0: np.ndarray,
    P0: np.ndarray,
    rng: np.random.Generator,
) -> tuple[float, dict[str, float], Variances | None, Drift | None, str]:
    """Error variance, step variances, what was estimated by which method, and how, in words."""
    if not isinstance(wanted, str):
        return *_given(wanted, groups), None, None, "given"
    fixed, drift, how = {}, None, "maximum likelihood"
    if wanted == "median-unbiased":
        if "fx" not in groups:
            raise EstimationError(
                "'median-unbiased' is for exchange-rate coefficients: name 'fx' in varying."
            )
        drift = median_unbiased(rows.y, rows.X, groups["fx"], rng=rng)
        fixed["fx"] = drift.ratio
        how = f"median-unbiased for fx (over that of the errors: {drift}), maximum likelihood for the others"
    elif wanted != "likelihood":
        raise EstimationError(f"variances is 'likelihood', 'median-unbiased' or a mapping, not {wanted!r}.")
    found = estimate_variances(rows.y, rows.X, groups, a0, P0, fixed)
    return found.sigma2, found.steps, found, drift, how
