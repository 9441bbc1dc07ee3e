r"""Every reasonable specification, side by side: the multiverse of one pass-through.

One regression among many that could have been run says as much about its author
as about the data. Here all of them are run. The main one is named beforehand;
the curve shows where it stands, which choice moves the answer most, and what
all of them together say about the null of no pass-through.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis import parallel
from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.levels import level_series, regular_series
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.specifications.evaluation import Design, evaluate
from analysis.passthrough.specifications.grid import Plan, multiverse_plan
from analysis.passthrough.specifications.importance import importance
from analysis.passthrough.specifications.joint_tests import (
    family,
    joint_tests,
    statistics,
)
from analysis.passthrough.specifications.multiverse_result import Multiverse
from analysis.passthrough.specifications.null_prices import Draws

#: With fewer regressions than this (designs times draws) a second process costs more than it saves.
SMALL = 4_000
#: Designs of one task.
PART = 12


@door
def multiverse(
    grid: Mapping[str, Any] | Plan,
    main: Mapping[str, Any] | None = None,
    *,
    draws: int = 500,
    coverage: float = 0.95,
    stated: str | None = None,
    rng: np.random.Generator | None = None,
    workers: int | None = None,
    progress: bool | None = None,
) -> Multiverse:
    r"""Estimate a grid of specifications and test them jointly.

    Parameters
    ----------
    grid : mapping of dimension to choices, or Plan
        See `analysis.passthrough.multiverse_plan`, which lays it out without
        estimating anything.
    main : mapping of dimension to label or value
        The main specification, named before the results are seen: one choice in
        every dimension with several.
    draws : int
        Joint draws under the null; the smallest p-value is 1/(draws + 1).
    coverage : float
        Coverage of the interval of each specification.
    stated : str, optional
        Digest of the plan (its first 8 characters or more) as published before.
        A plan with another digest is refused.
    rng : numpy.random.Generator, optional
        Default: a fixed seed.
    workers : int, optional
        Processes; see `analysis.parallel.run`. The numbers do not depend on it.
    progress : bool, optional
        Show a bar; default only on a terminal.

    Returns
    -------
    Multiverse
        One row a specification. One that refuses (too few rows, a singular
        design, no level relation) is a row with its reason, and takes part in
        no statistic.

    Raises
    ------
    EstimationError
        If the plan is unusable, is not the one stated, or its main
        specification refuses.

    Notes
    -----
    The same pass-through is meant by all estimators: the long run of a
    distributed lag and of an error correction, the ratio after `horizon`
    periods of a local projection.

    The null is joint (Simonsohn, Simmons and Nelson 2020): each draw makes all
    price series anew without any effect of the exchange rate, by their own and
    each other's dynamics, with shocks of their own dates whose signs are common
    to all specifications; see
    `analysis.passthrough.specifications.null_prices`. Every specification is
    estimated on it. An error correction counts in a draw only if that draw
    passes the bounds tests, as in the data.

    Measured with 24 specifications, T = 240, errors AR(.3) and AR(.8), with and
    without volatility that all series share (nominal .05, 400 samples each,
    ``benchmarks/coverage_multiverse.py``): without any effect the joint tests
    reject in .03 to .06 of samples and Romano-Wolf errs in .05. By itself some
    specification is significant in .37 to .62, and after Holm in .05 to .20,
    because the p-values that Holm corrects are too small in short samples.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214.
    Romano and Wolf (2005), Econometrica 73, 1237-1282.
    """
    plan = _plan(grid, main, stated)
    draws = count(draws, "draws", 1)
    signs = Draws.of(_calendar(plan), draws, generator(rng))
    parts = _parts(plan)
    if workers is None and sum(map(len, parts)) * draws < SMALL:
        workers = 1
    results = parallel.run(
        partial(evaluate, prices=plan.choices["price"], draws=signs, coverage=coverage),
        [[_design(plan, rows) for rows in part] for part in parts],
        workers=workers,
        progress=progress,
        # Two numbers a draw and specification travel back.
        bytes_each=16 * draws * max(sum(map(len, part)) for part in parts),
        label="specifications",
    )
    estimates = np.empty((draws, len(plan)))
    z = np.empty((draws, len(plan)))
    numbers: list[dict[str, Any]] = [{}] * len(plan)
    for part, evaluated in zip(parts, results, strict=True):
        for rows, found in zip(part, evaluated, strict=True):
            for row, one in zip(rows, found, strict=True):
                numbers[row], estimates[:, row], z[:, row] = one.row, one.estimates, one.z
    return _assembled(plan, pd.DataFrame(numbers), estimates, z, coverage)


def _parts(plan: Plan) -> list[list[list[int]]]:
    """Designs with one null, so that it is drawn once, in parts of `PART`."""
    groups: dict[tuple[str, ...], list[list[int]]] = {}
    for rows in plan.designs():
        key = tuple(
            plan.table[name].iat[rows[0]] for name in ("controls", "control_lags", "seasonal", "sample")
        )
        groups.setdefault(key, []).append(rows)
    return [group[i : i + PART] for group in groups.values() for i in range(0, len(group), PART)]


def _design(plan: Plan, rows: list[int]) -> Design:
    return Design(
        plan.table["price"].iat[rows[0]],
        {name: plan.value(rows[0], name) for name in plan.table if name != "inference"},
        tuple(plan.value(row, "inference") for row in rows),
    )


def _plan(grid: Mapping[str, Any] | Plan, main: Mapping[str, Any] | None, stated: str | None) -> Plan:
    if isinstance(grid, Plan):
        if main is not None:
            raise EstimationError("the plan names its main specification; leave main out.")
        plan = grid
    elif main is None:
        raise EstimationError("main is to be named beforehand: one choice in every dimension with several.")
    else:
        plan = multiverse_plan(grid, main)
    if stated is not None and (len(stated) < 8 or not plan.digest.startswith(stated)):
        raise EstimationError(
            f"this is not the plan that was stated: its digest is {plan.digest[:12]}, not {stated}."
        )
    return plan


def _calendar(plan: Plan) -> pd.PeriodIndex:
    """The periods of all series of the grid, which share one frequency."""
    series = {
        f"{role} {label}": level_series(s, role)
        for role in ("price", "fx")
        for label, s in plan.choices[role].items()
    }
    for label, frame in plan.choices["controls"].items():
        if frame is not None:
            series |= {
                f"control {name} of {label}": regular_series(frame[name], f"control {name}") for name in frame
            }
    frequencies = {name: s.index.freqstr for name, s in series.items()}
    if len(set(frequencies.values())) > 1:
        found = ", ".join(f"{name} {freq}" for name, freq in frequencies.items())
        raise EstimationError(f"the series have different frequencies: {found}. Aggregate to one first.")
    first, last = min(s.index[0] for s in series.values()), max(s.index[-1] for s in series.values())
    return pd.period_range(first, last, freq=first.freq)


def _assembled(
    plan: Plan, numbers: pd.DataFrame, estimates: np.ndarray, z: np.ndarray, coverage: float
) -> Multiverse:
    """Table, family-wise p-values, joint tests and importance."""
    columns = [name for name in COLUMNS if name in numbers]
    table = pd.concat([plan.table, numbers[columns]], axis=1)
    table["main"] = np.arange(len(plan)) == plan.place
    there = (table["reason"] == "").to_numpy()
    if not there[plan.place]:
        raise EstimationError(f"the main specification cannot be estimated: {table['reason'][plan.place]}")
    kept = table.loc[there]
    corrected = family(kept["z"].to_numpy(), kept["pvalue"].to_numpy(), z[:, there])
    table[list(corrected)] = corrected.set_axis(kept.index).reindex(table.index)
    observed = statistics(
        kept["estimate"].to_numpy()[None], kept["z"].to_numpy()[None], int(there[: plan.place].sum())
    )
    drawn = statistics(estimates, z, plan.place)
    return Multiverse(
        plan=plan,
        table=table,
        joint=joint_tests(observed[0], drawn),
        importance=importance(
            kept[list(plan.table)],
            {"estimate": kept["estimate"].to_numpy(float), "z": kept["z"].to_numpy(float)},
        ),
        draws=len(z),
        coverage=coverage,
    )


#: Columns of the table after the choices, in this order.
COLUMNS = (
    "estimate", "std_error", "low", "high", "bounded", "set", "z", "pvalue", "nobs", "first", "last",
    "reference", "reason",
)  # fmt: skip
