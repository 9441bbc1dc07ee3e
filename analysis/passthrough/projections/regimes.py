r"""Two pass-through paths from one set of regressions, and whether they are equal.

Each regime r has its own responses :math:`B_{rh}` of the price and
:math:`E_{rh}` of the exchange rate, and its own ratio
:math:`\theta_{rh} = B_{rh}/E_{rh}` with its own Fieller sets. All of them come
from one joint covariance over outcomes, horizons and regimes, so that the
difference of two paths has the variance of a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.ratio import RatioPath
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.projections.common_ratio import gap_covariances, jacobian
from analysis.passthrough.projections.equality import Equality
from analysis.passthrough.projections.local_projection_result import STRONG, runs

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class RegimeProjection(Paths):
    """Pass-through in two regimes; ``result["rise"]`` is the path of one.

    Attributes
    ----------
    method : str
    paths : dict of str to RatioPath
        Cumulative pass-through by regime, each with its sets.
    responses : dict of str to PassThrough
        Cumulated response of the price to one unit of the impulse.
    gap, response_gap : PassThrough
        First regime less second: of the paths, and of the price responses.
    equality, response_equality : Equality
        Tests that the gaps are zero, with their power. The first has its
        standard errors under the hypothesis of one ratio
        (`analysis.passthrough.projections.common_ratio`), so it keeps its size
        where the exchange rate hardly responds and it need not agree with the
        intervals of `gap`, which are those of the delta method. The second
        also finds a difference that lies in how long a depreciation lasts.
    covariance : DataFrame, shape (2H, 2H)
        Of both paths, labelled (regime, horizon).
    counts : DataFrame, one row a horizon, one column a regime
        Base dates of each regime.
    warnings : tuple of str
    """

    method: str
    paths: dict[str, RatioPath]
    responses: dict[str, PassThrough]
    gap: PassThrough
    response_gap: PassThrough
    equality: Equality
    response_equality: Equality
    covariance: pd.DataFrame
    counts: pd.DataFrame
    warnings: tuple[str, ...] = ()

    title = "Local projection by regime"

    @property
    def specification(self) -> dict:
        """What was estimated."""
        return self.gap.specification

    @property
    def nobs(self) -> int:
        """Base dates (the most that any horizon uses)."""
        return self.gap.nobs

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period."""
        return self.gap.sample

    def __getitem__(self, regime: str) -> RatioPath:
        if regime not in self.paths:
            raise EstimationError(f"no regime {regime!r}; there are {', '.join(self.paths)}.")
        return self.paths[regime]

    @property
    def verdict(self) -> str:
        """Both verdicts, each with the power of its test."""
        return f"pass-through: {self.equality.verdict}; price response: {self.response_equality.verdict}"

    def to_frame(self, coverage: float = 0.95) -> pd.DataFrame:
        """One row a horizon; columns (regime, ...) for each path and ("difference", ...) for the test."""
        pieces = {
            name: path.to_frame(coverage).assign(rows=self.counts[name]) for name, path in self.paths.items()
        }
        return pd.concat({**pieces, "difference": self.equality.table}, axis=1)

    def summary(self) -> str:
        """Every regime at its last horizon with its set, the verdicts with their power, and the warnings."""
        lines = [f"{self.method}: {self.gap.driver} -> {self.gap.outcome}"]
        for name, path in self.paths.items():
            effect = path.at(int(path.horizons[-1]))
            lines.append(f"  {name:<10} {effect.label}: {effect}; {self.counts[name].iloc[0]} rows at impact")
        lines.append(f"  pass-through: {self.equality.verdict}")
        lines.append(f"  price response: {self.response_equality.verdict}")
        lines += [f"  warning: {text}" for text in self.warnings]
        return "\n".join(lines)

    def plot(self, ax: Axes | None = None, *, coverage: float = 0.95, joint: bool = False) -> Axes:
        """Draw both paths with their sets on one pair of axes that holds both."""
        limits = []
        for name, path in self.paths.items():
            ax = path.plot(ax, coverage=coverage, joint=joint, label=name)
            limits.append(ax.get_ylim())
        ax.set_ylim(min(low for low, _ in limits), max(high for _, high in limits))
        return ax

    def __repr__(self) -> str:
        return f"<{self.method}: {self.gap.driver} -> {self.gap.outcome}; {self.verdict}>"


def compare(
    estimate: np.ndarray,
    joint: np.ndarray,
    critical: Critical,
    names: Sequence[str],
    counts: np.ndarray,
    *,
    method: str,
    alternative: float | np.ndarray,
    size: float,
    facts: dict,
    warnings: Sequence[str] = (),
) -> RegimeProjection:
    """Paths, difference and tests from the responses of two regimes.

    Parameters
    ----------
    estimate : ndarray, shape (2, H, 2)
        Responses: price and exchange rate, horizon, regime.
    joint : ndarray, shape (4H, 4H)
        Covariance of ``estimate.ravel()``.
    critical : Critical
    names : two str
        Regimes, in the order of `estimate`.
    counts : ndarray of int, shape (H, 2)
    method : str
    alternative, size
        As in `Equality.of`.
    facts : dict
        What a `PassThrough` has beside its estimate: outcome, driver, origin
        (what the responses are responses to), horizons, nobs, sample,
        specification, frequency.

    Raises
    ------
    EstimationError
        If the exchange rate does not respond at all at some horizon.
    """
    facts = dict(facts)
    origin = facts.pop("origin")
    horizons = facts["horizons"]
    H = len(horizons)
    place = np.arange(4 * H).reshape(2, H, 2)
    if not estimate[1].all():
        still = horizons[(estimate[1] == 0).any(axis=1)][0]
        raise EstimationError(
            f"the exchange rate does not respond at all at horizon {still}: pass-through is not defined."
        )
    ratio = estimate[0] / estimate[1]
    gradient = jacobian(estimate, ratio).reshape(2 * H, -1)
    covariance = gradient @ joint @ gradient.T
    paths, responses = {}, {}
    for r, name in enumerate(names):
        own = np.concatenate([place[0, :, r], place[1, :, r]])
        paths[name] = RatioPath(
            method=f"{method}, {name}",
            estimate=ratio[:, r],
            covariance=covariance[r * H : (r + 1) * H, r * H : (r + 1) * H],
            critical=critical,
            numerator=estimate[0, :, r],
            denominator=estimate[1, :, r],
            joint=joint[np.ix_(own, own)],
            **{**facts, "nobs": int(counts[:, r].max())},
        )
        responses[name] = _path(
            f"price response, {name}", estimate[0, :, r], joint[np.ix_(own[:H], own[:H])], critical,
            {**facts, "driver": origin, "nobs": int(counts[:, r].max())},
        )  # fmt: skip
    less = np.hstack([np.eye(H), -np.eye(H)])
    prices = np.concatenate([place[0, :, 0], place[0, :, 1]])
    label = f"{names[0]} less {names[1]}"
    difference = ratio[:, 0] - ratio[:, 1]
    wide, under_equality = gap_covariances(estimate, joint)
    gap = _path(f"difference of pass-through, {label}", difference, wide, critical, facts)
    tested = _path(f"difference of pass-through, {label}", difference, under_equality, critical, facts)
    response_gap = _path(
        f"difference of price responses, {label}",
        estimate[0, :, 0] - estimate[0, :, 1],
        less @ joint[np.ix_(prices, prices)] @ less.T,
        critical,
        {**facts, "driver": origin},
    )
    labels = pd.MultiIndex.from_product([names, horizons], names=("regime", "horizon"))
    return RegimeProjection(
        method=method,
        paths=paths,
        responses=responses,
        gap=gap,
        response_gap=response_gap,
        equality=Equality.of(tested, alternative, size),
        response_equality=Equality.of(response_gap, alternative, size, np.abs(estimate[1]).mean(axis=1)),
        covariance=pd.DataFrame(covariance, index=labels, columns=labels),
        counts=pd.DataFrame(counts, index=pd.Index(horizons, name="horizon"), columns=list(names)),
        warnings=(*warnings, *_weak(paths, 1 - size)),
    )


def _path(
    method: str, estimate: np.ndarray, covariance: np.ndarray, critical: Critical, facts: dict
) -> PassThrough:
    return PassThrough(method=method, estimate=estimate, covariance=covariance, critical=critical, **facts)


def _weak(paths: dict[str, RatioPath], coverage: float) -> list[str]:
    """What a reader must know of denominators that may be zero."""
    said = []
    for name, path in paths.items():
        weak = [h for h in path.horizons if path.denominator_statistic(int(h)) ** 2 <= STRONG]
        if weak:
            said.append(
                f"{name}: the response of the exchange rate is weak at {runs(np.array(weak))} (effective F "
                f"below {STRONG:g}): rely on the sets and on the tests of equality, not on standard errors"
            )
        sets = path.sets(coverage)
        unbounded = sets.index[[not s.bounded for s in sets]]
        if len(unbounded):
            said.append(
                f"{name}: the {100 * coverage:g} % set of pass-through is unbounded at {runs(unbounded)}"
            )
    return said
