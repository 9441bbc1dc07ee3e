r"""Pass-through under sign and zero restrictions: sets by horizon, never a pooled draw.

Three layers of not knowing are kept apart. Given the reduced form, restrictions
leave a *set* of models; how often a rotation falls where is the choice of a
uniform prior, not evidence, so no percentile of rotations is shown. The reduced
form is estimated, which widens the set to a robust region. And one model may be
wanted as an illustration: the median target.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.structural import identified_set as sets
from analysis.passthrough.structural.narrative import narrative, narrative_rows
from analysis.passthrough.structural.reduced_form import ReducedForm, lag_matrices
from analysis.passthrough.structural.responses import level_moving_average
from analysis.passthrough.structural.restrictions import (
    restrictions as read_restrictions,
)
from analysis.passthrough.structural.restrictions import runs, shock_text
from analysis.passthrough.structural.rotations import accepted_rotations
from analysis.passthrough.structural.sign_result import SignIdentified

#: Rotations that explore the set at the estimated parameters.
ROTATIONS = 5000
# With fewer rotations or posterior draws, minima and maxima say nothing.
FEWEST = 100


def sign_identified(
    reduced: ReducedForm,
    given: object,
    shock: str | None,
    horizon: int,
    draws: int,
    coverage: float,
    rng: np.random.Generator,
    specification: dict,
    warnings: tuple[str, ...],
    criteria: pd.DataFrame | None,
    events: Iterable | None = None,
    wanted: int = ROTATIONS,
) -> SignIdentified:
    """Sets of pass-through under a table of restrictions; see `structural_var`."""
    system = reduced.system
    table = read_restrictions(given, system)
    wanted = count(wanted, "rotations", FEWEST)
    shock = table.shocks[0] if shock is None else shock
    if shock not in table.shocks:
        raise EstimationError(
            f"no restriction is on a shock {shock!r}; they are on {', '.join(table.shocks)}."
        )
    j, draws = table.shocks.index(shock), count(draws, "draws", FEWEST)
    if not 0 < coverage < 1:
        raise EstimationError(f"a posterior probability lies between 0 and 1, not {coverage!r}.")
    places = [system.place(system.price), system.place(system.fx)]
    P = np.linalg.cholesky(reduced.sigma)
    told = narrative(events, reduced, table)
    coefficients, roots = sets.posterior(reduced, draws, rng)
    # The estimate stands first: one pass for the set and for its posterior.
    coefficients, roots = (
        np.concatenate([reduced.coefficients[None], coefficients]),
        np.concatenate([P[None], roots]),
    )
    A = lag_matrices(coefficients[:, reduced.lag_columns], reduced.lags)
    signs, zeros = _normalised(*table.matrices(system, A, roots), roots, places[1])
    signs = [
        np.concatenate([S, narrative_rows(told, reduced, coefficients, roots, name)], axis=1)
        for S, name in zip(signs, table.shocks, strict=True)
    ]
    phi = level_moving_average(A, horizon, system.cumulated)[:, :, places] @ roots[:, None]
    start, end, width = sets.cone_slopes(signs[j], zeros[j], phi[:, :, 0], phi[:, :, 1])
    if np.isnan(width[0]).all():
        raise EstimationError(
            f"no model meets the restrictions on the {shock_text(shock)} at the estimated parameters. "
            "Lift some."
        )
    rotations, met, tried = accepted_rotations([S[0] for S in signs], [F[0] for F in zeros], wanted, rng)
    if len(rotations) < FEWEST:
        raise EstimationError(
            f"{len(rotations)} of {tried} rotations meet the restrictions, so they contradict each other or "
            "nearly do. Lift some, or restrict fewer horizons."
        )
    answer = np.einsum("hvk,dk->vdh", phi[0], rotations[:, :, j])
    most = np.linalg.norm(phi[0, :, 1], axis=1)
    horizons = np.flatnonzero(np.abs(answer[1]).max(axis=0) > sets.ZERO * most)
    if not len(horizons):
        raise EstimationError(f"the restrictions hold the exchange rate still after a {shock_text(shock)}.")
    level_phi = level_moving_average(reduced.A, horizon, system.cumulated)
    s = len(table.shocks)
    target = sets.median_target(np.einsum("hik,dks->dsih", level_phi @ P, rotations[:, :, :s]))
    index = pd.Index(horizons, name="horizon")
    explored = sets.slopes(*(part.T[horizons] for part in answer))
    said = list(warnings)
    if s > 1:
        said.append(
            "several shocks are restricted: the set leaves out their orthogonality (outer), rotations add it "
            "(inner)."
        )
    bounds = pd.Series([sets.ratio_set(start[0, h], end[0, h], width[0, h]) for h in horizons], index)
    possible = float(np.isfinite(width[1:, horizons[0]]).mean())
    robust = [sets.robust_region(start[1:, h], end[1:, h], width[1:, h], coverage) for h in horizons]
    said += _set_warnings(shock, bounds, robust, possible)
    if len(rotations) < wanted:
        said.append(f"only {len(rotations)} rotations were found in {tried} tries: `explored` is coarse.")
    return SignIdentified(
        outcome=system.price,
        driver=system.fx,
        shock=shock,
        horizons=horizons,
        bounds=bounds,
        explored=pd.Series([sets.ratio_set(*ends) for ends in zip(*explored, strict=True)], index),
        robust=pd.Series(robust, index),
        coverage=coverage,
        median_target=pd.Series(answer[0, target, horizons] / answer[1, target, horizons], index),
        restrictions=table,
        rotations=rotations,
        acceptance=met / tried,
        possible=possible,
        reduced=reduced,
        target=target,
        criteria=criteria,
        specification=specification
        | {
            "horizon": horizon,
            "rotations": f"{len(rotations)}; {met} met the restrictions in {tried} tries",
            "posterior draws": draws,
            "narrative": [str(event) for event in told],
            "restrictions possible in": f"{100 * possible:.1f} % of them",
        },
        warnings=tuple(said),
    )


def _normalised(signs: list, zeros: list, P: np.ndarray, fx: int) -> tuple[list, list]:
    """A shock without a sign restriction is taken to raise the exchange rate at once: which way is up."""
    row = P[..., fx : fx + 1, :] / np.linalg.norm(P[..., fx : fx + 1, :], axis=-1, keepdims=True)
    return [S if S.shape[-2] else row for S in signs], zeros


def _set_warnings(shock: str, bounds: pd.Series, robust: list[ConfidenceSet], possible: float) -> list[str]:
    said = []
    unbounded = [int(h) for h, s in bounds.items() if not s.bounded]
    if unbounded:
        said.append(
            f"the identified set is unbounded at horizon {runs(unbounded)}: restrictions allow a "
            f"{shock_text(shock)} that leaves the exchange rate alone."
        )
    if sum(not s.bounded for s in robust) > len(unbounded):
        said.append(
            "the robust region is unbounded at more horizons than the identified set: parameters are "
            "uncertain."
        )
    if possible < 0.99:
        said.append(
            f"the restrictions can be met in {100 * possible:.1f} % of posterior draws only; the rest are "
            "left out, which favours the restrictions."
        )
    return said
