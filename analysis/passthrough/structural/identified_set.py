r"""What sign and zero restrictions say about a ratio of responses: a set, exactly.

The columns q that restrictions on one shock allow form a cone,
:math:`\{q : Sq \ge 0, Fq = 0\}`. The cumulated responses of exchange rate and
price are linear in q, so :math:`(D, N) = (d'q, n'q)` fills a sector of the plane
whose edges are images of extreme rays of the cone. Pass-through N/D is the
slope, so its identified set is the range of slopes of the sector: an interval
if the sector does not meet the vertical axis, two half-lines if it crosses it,
and every number if the sector is half the plane or more. For one restricted
shock that is the set itself. For several it leaves out that their columns are
orthogonal, which can only make the set smaller.

Parameters are estimated, so the set moves. `robust_region` is an interval that
holds the *whole* set with a stated posterior probability, whatever prior one
has about rotations (Giacomini and Kitagawa 2021).
"""

from __future__ import annotations

from itertools import combinations
from math import comb, inf, pi

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.rotations import SPANNED, orthogonal

#: More candidate rays than this are not enumerated: fewer horizons say the same.
MOST_RAYS = 10_000
# How far a ray may be on the wrong side of a restriction that it meets with equality, as an angle.
TOLERANCE = 1e-9
# Rays are enumerated in batches of about this many numbers.
BATCH = 4_000_000
# A response smaller than this share of the largest is zero by restriction.
ZERO = 1e-10


def extreme_rays(S: np.ndarray, F: np.ndarray) -> np.ndarray:
    """Vectors that span the cones Sq >= 0, Fq = 0, for many reduced forms at once.

    Parameters
    ----------
    S : ndarray, shape (d, m, K)
        Rows of unit length.
    F : ndarray, shape (d, f, K)

    Returns
    -------
    ndarray, shape (d, r, K)
        Unit vectors, NaN where a candidate does not belong to the cone. Fewer
        than K independent restrictions leave whole lines free: they come with
        both signs, beside the extreme rays of what is orthogonal to them.

    Raises
    ------
    EstimationError
        If there are more than `MOST_RAYS` candidates.
    """
    draws, m, K = S.shape
    f = np.linalg.matrix_rank(F[0], 1e-9) if F.shape[1] else 0
    rows = np.concatenate([S, F], axis=1)
    rank = np.linalg.matrix_rank(rows[0], 1e-9)
    lines = np.linalg.svd(rows)[2][:, rank:]
    F = np.concatenate([F, lines], axis=1)
    active = rank - 1 - f
    if active < 0 and rank == K:
        raise EstimationError(
            f"a shock has {f} independent zero restrictions; of {K} variables, {K - 1} are the most."
        )
    if comb(m, active) > MOST_RAYS:
        raise EstimationError(
            f"{m} sign restrictions on one shock of {K} variables have {comb(m, active)} candidate rays, "
            f"more than {MOST_RAYS}. Restrict fewer horizons: neighbouring ones say nearly the same."
        )
    if active < 0:
        return np.concatenate([lines, -lines], axis=1)
    chosen = list(combinations(range(m), active))
    each = max(1, BATCH // (len(chosen) * K * (K + 2)))
    rays = [_rays(S[a : a + each], F[a : a + each], chosen) for a in range(0, draws, each)]
    return np.concatenate([np.concatenate(rays), lines, -lines], axis=1)


def _rays(S: np.ndarray, F: np.ndarray, chosen: list[tuple[int, ...]]) -> np.ndarray:
    draws, _m, K = S.shape
    basis: list[np.ndarray] = []
    sound = np.ones((draws, len(chosen)), dtype=bool)
    for i in range(F.shape[1]):
        direction, length = orthogonal(F[:, None, i], basis)
        # A zero that repeats others removes nothing more.
        basis.append(np.where(length[..., None] > SPANNED, direction, 0.0))
    if chosen[0]:
        places = np.array(chosen)
        for i in range(places.shape[1]):
            direction, length = orthogonal(S[:, places[:, i]], basis)
            sound &= length > SPANNED
            basis.append(direction)
    # Any vector off the hyperplanes will do; of the K unit vectors, one is far enough off.
    best, best_length = np.zeros((draws, len(chosen), K)), np.zeros((draws, len(chosen)))
    for unit in np.eye(K):
        ray, length = orthogonal(np.broadcast_to(unit, best.shape), basis)
        better = length > best_length
        best[better], best_length[better] = ray[better], length[better]
    values = np.einsum("dmk,drk->drm", S, best)
    out = np.full((draws, 2 * len(chosen), K), np.nan)
    for side, sign in enumerate((1.0, -1.0)):
        inside = sound & (sign * values >= -TOLERANCE).all(axis=2)
        part = out[:, side * len(chosen) : (side + 1) * len(chosen)]
        part[inside] = sign * best[inside]
    return out


def slopes(numerator: np.ndarray, denominator: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Range of N/D over a sector of points, for many sectors at once.

    Parameters
    ----------
    numerator, denominator : ndarray, shape (..., r)
        Points or edges of a sector; NaN is left out.

    Returns
    -------
    start, end, width : ndarray, shape (...)
        Slopes at the two edges, turning anticlockwise from `start`, and the
        angle between them. An angle of pi or more means every slope; a sector
        that crosses the vertical has start > end and is the outside of
        (end, start). NaN where there is no point.
    """
    # Edges lie on restrictions met with equality: what is zero there up to rounding is made zero.
    # A model in which neither moves is the origin, which has no slope.
    length = np.hypot(numerator, denominator)
    longest = np.fmax.reduce(length, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        length = np.where(length > TOLERANCE * longest, length, 0.0)
        numerator = np.where(np.abs(numerator) <= TOLERANCE * length, 0.0, numerator)
        denominator = np.where(np.abs(denominator) <= TOLERANCE * length, 0.0, denominator)
    angle = np.sort(np.where(length > 0, np.arctan2(numerator, denominator), np.nan), axis=-1)
    last = np.isfinite(angle).sum(axis=-1)
    empty = last == 0
    final = np.take_along_axis(angle, np.maximum(last - 1, 0)[..., None], axis=-1)
    # The gap behind the last point goes round to the first.
    gaps = np.diff(angle, axis=-1, append=np.nan)
    wrap = angle[..., :1] + 2 * pi - final
    np.put_along_axis(gaps, np.maximum(last - 1, 0)[..., None], wrap, axis=-1)
    gaps = np.where(np.isfinite(gaps), gaps, -inf)
    widest = gaps.argmax(axis=-1)[..., None]
    gap = np.take_along_axis(gaps, widest, axis=-1)[..., 0]
    end = np.take_along_axis(angle, widest, axis=-1)[..., 0]
    after = np.where(widest[..., 0] + 1 >= last, 0, widest[..., 0] + 1)
    start = np.take_along_axis(angle, after[..., None], axis=-1)[..., 0]
    width = np.where(empty, np.nan, 2 * pi - gap)
    # From the vertical on, slopes rise from minus infinity; up to it, to plus infinity.
    first = np.where(np.abs(start) == pi / 2, -inf, np.tan(start))
    final = np.where(np.abs(end) == pi / 2, inf, np.tan(end))
    return np.where(empty, np.nan, first), np.where(empty, np.nan, final), width


def ratio_set(start: float, end: float, width: float, coverage: float = 1.0) -> ConfidenceSet:
    """One sector from `slopes` as a set of ratios; empty where there is none."""
    if np.isnan(width):
        return ConfidenceSet((), coverage)
    if width >= pi - 1e-12:
        return ConfidenceSet(((-inf, inf),), coverage)
    # A sector of no width is one slope, whose two ends may differ by rounding.
    if start <= end or width < 1e-12:
        return ConfidenceSet(((min(float(start), float(end)), max(float(start), float(end))),), coverage)
    return ConfidenceSet(((-inf, float(end)), (float(start), inf)), coverage)


def cone_slopes(
    S: np.ndarray, F: np.ndarray, numerator: np.ndarray, denominator: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Range of (n'q)/(d'q) over the cone, as `slopes` gives it, by reduced form and horizon.

    Parameters
    ----------
    S, F : ndarray, shape (d, m, K) and (d, f, K)
    numerator, denominator : ndarray, shape (d, H, K)
        Rows n' and d' of every horizon.
    """
    rays = extreme_rays(S, F)
    N, D = (np.einsum("dhk,drk->dhr", x, rays) for x in (numerator, denominator))
    return slopes(N, D)


def robust_region(start: np.ndarray, end: np.ndarray, width: np.ndarray, coverage: float) -> ConfidenceSet:
    """The interval that holds the whole identified set in a share `coverage` of the posterior draws.

    Parameters
    ----------
    start, end, width : ndarray, shape (d,)
        From `slopes`, one entry a draw; draws without a point are left out.
    coverage : float

    Notes
    -----
    Draws whose set is unbounded count as the whole line. The two ends are the
    same quantile of the lower and of the upper ends, as far out as it takes
    for both to hold together: infinite if too many draws are unbounded.
    """
    there = np.isfinite(width)
    if not there.any():
        return ConfidenceSet((), coverage)
    start, end, width = start[there], end[there], width[there]
    unbounded = (width >= pi - 1e-12) | ((start > end) & (width >= 1e-12))
    low = np.where(unbounded, -inf, np.minimum(start, end))
    high = np.where(unbounded, inf, np.maximum(start, end))
    lows, highs = np.sort(low), np.sort(high)[::-1]
    # Draw k from either end: the further out, the more sets lie within.
    inner, outer = (1 - coverage) * len(low), 0
    for k in range(int(np.floor(inner)) + 1):
        if np.mean((low >= lows[k]) & (high <= highs[k])) < coverage - 1e-12:
            break
        outer = k
    return ConfidenceSet(((float(lows[outer]), float(highs[outer])),), coverage)


def posterior(reduced: ReducedForm, draws: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    r"""Draws of coefficients and Cholesky factors from the posterior under a flat prior.

    :math:`\Sigma \sim IW(\hat U'\hat U, n-k)` and, given it, coefficients
    :math:`\sim N(\hat B, \Sigma \otimes (X'X)^{-1})`.

    Returns
    -------
    coefficients : ndarray, shape (draws, k, K)
        One column an equation, as in `ReducedForm`.
    P : ndarray, shape (draws, K, K)
        Lower Cholesky factors of Sigma.
    """
    K, dof = reduced.size, reduced.dof
    if dof <= K:
        raise EstimationError(
            f"{dof} degrees of freedom are too few for a posterior of {K} variables. Use fewer lags."
        )
    # Bartlett: Sigma^-1 = L^-T W W' L^-1 with L L' = U'U, W lower triangular with chi diagonals.
    W = np.tril(rng.standard_normal((draws, K, K)), -1)
    W[:, np.arange(K), np.arange(K)] = np.sqrt(rng.chisquare(dof - np.arange(K), size=(draws, K)))
    root = np.linalg.cholesky(reduced.resid.T @ reduced.resid) @ np.linalg.inv(W).swapaxes(1, 2)
    P = np.linalg.cholesky(root @ root.swapaxes(1, 2))
    factor = np.linalg.cholesky(reduced.bread)
    noise = factor @ rng.standard_normal((draws, len(factor), K)) @ P.swapaxes(1, 2)
    return reduced.coefficients + noise, P


def median_target(responses: np.ndarray) -> int:
    """The model nearest to the median responses (Fry and Pagan 2011): its place among the draws.

    Parameters
    ----------
    responses : ndarray, shape (d, ...)
        Responses of each model. Each is measured in its standard deviation
        over models, and those that do not vary are left out.
    """
    flat = responses.reshape(len(responses), -1)
    spread = flat.std(axis=0)
    varies = spread > 1e-12 * np.abs(flat).max()
    distance = (flat[:, varies] - np.median(flat[:, varies], axis=0)) / spread[varies]
    return int((distance**2).sum(axis=1).argmin())
