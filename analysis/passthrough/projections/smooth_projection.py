r"""Smooth local projections: the path of pass-through for the eye (Barnichon and Brownlees 2019).

Responses of a local projection are estimated one horizon at a time and zigzag.
Here what each horizon adds to the response of the price, and to that of the
exchange rate, is drawn towards a polynomial in h by
`analysis.passthrough.projections.spline`; the steps are added up again, and
pass-through is the ratio of the two smooth responses. The steps are smoothed,
not their sums: errors of a sum wander, and a spline takes wandering for shape.

With the penalty given, a smooth response is a linear map :math:`\hat f = M b` of
the unpenalised one, and its covariance :math:`M V M'`. Bands from it condition
on the penalty and are centred on the penalised response, whose distance from
the response itself they leave out. **They are for display**; tests and sets come
from `local_projection`, which the result keeps as `unsmoothed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import ratio
from analysis.passthrough.core.design import count
from analysis.passthrough.core.ratio import RatioPath
from analysis.passthrough.projections.cross_validation import Panel, choose_penalty
from analysis.passthrough.projections.local_projection import local_projection
from analysis.passthrough.projections.local_projection_result import LocalProjection
from analysis.passthrough.projections.spline import Smoother

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DISPLAY = (
    "for display: the bands condition on the penalty and cover the penalised path, not pass-through itself; "
    "take tests and sets from the unsmoothed projection"
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SmoothProjection(RatioPath):
    """A smooth path of pass-through, and the local projection that it smooths.

    Attributes
    ----------
    unsmoothed : LocalProjection
    smoothing : DataFrame, rows "price" and "fx"
        penalty; parameters: effective number of parameters of the steps, from
        the order of the penalty (a polynomial) to the number of steps (no
        smoothing); chosen: "cross-validation" or "given".
    """

    unsmoothed: LocalProjection
    smoothing: pd.DataFrame

    def plot(self, ax: Axes | None = None, **options) -> Axes:
        """Draw the smooth path with its bands, and the unsmoothed estimates as points."""
        ax = super().plot(ax, **options)
        low, high = ax.get_ylim()
        points = dict(marker="o", markersize=3, linestyle="none", color="0.4", zorder=4)
        ax.plot(self.horizons, self.unsmoothed.estimate, label="unsmoothed", **points)
        ax.set_ylim(low, high)
        return ax


def smooth_local_projection(
    price: pd.Series,
    fx: pd.Series,
    horizons: int = 24,
    lags: int = 12,
    shock: pd.Series | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    inference: str = "lag-augmented-hc3",
    *,
    penalty: float | str | Mapping[str, float | str] = "cv",
    difference: int = 2,
    folds: int = 5,
    gap: int | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    bandwidth: float | None = None,
    common_sample: bool = False,
    level: float = 0.95,
    spacing: str = "contiguous",
    variables: str = "logs",
) -> SmoothProjection:
    r"""Cumulative pass-through as the ratio of two smooth local projections, for display.

    Parameters
    ----------
    price, fx, horizons, lags, shock, controls, inference
        As in `local_projection`.
    penalty : number, "cv", or a mapping of "price" and "fx" to either
        :math:`\lambda`, 0 or more (infinite: a polynomial), on the scale of the
        sum of squares; "cv" chooses it by cross-validation over blocks of time,
        for each response by itself.
    difference : int, 1 to 4
        Order r of the differences that are penalised. The cumulated response is
        drawn towards a polynomial of degree r in h, its steps to one of r - 1.
    folds : int
        Blocks of time, 2 or more.
    gap : int, optional
        Periods next to a block that are left out when it is predicted. Default:
        the last horizon, so that no outcome of the block overlaps with one that
        was estimated from.
    control_lags, seasonal, sample, bandwidth, common_sample, level, spacing, variables
        As in `local_projection`.

    Returns
    -------
    SmoothProjection
        Its first warning says what the bands are not.

    Raises
    ------
    EstimationError
        As `local_projection`; for a penalty that is negative or not a number,
        too few horizons for `difference`, or too few dates for the folds.

    Notes
    -----
    The response of the exchange rate to its own change is 1 at impact, and the
    smooth path starts there. Without a penalty the path is that of
    `local_projection`.

    References
    ----------
    Barnichon and Brownlees (2019), Review of Economics and Statistics 101,
    522-530.
    """
    chosen = dict(penalty) if isinstance(penalty, Mapping) else {"price": penalty, "fx": penalty}
    if set(chosen) != {"price", "fx"}:
        given = ", ".join(map(str, chosen)) or "nothing"
        raise EstimationError(f"penalty names {given}; it needs price and fx.")
    folds = count(folds, "folds", 2)
    rough = local_projection(
        price,
        fx,
        horizons,
        lags,
        shock,
        controls,
        inference,
        control_lags=control_lags,
        seasonal=seasonal,
        sample=sample,
        bandwidth=bandwidth,
        common_sample=common_sample,
        level=level,
        spacing=spacing,
        variables=variables,
    )
    H = len(rough.horizons)
    gap = int(rough.horizons[-1]) if gap is None else count(gap, "gap")
    if len(rough.regressions.rows) < folds:
        raise EstimationError(f"{len(rough.regressions.rows)} base dates cannot be cut into {folds} blocks.")
    maps, rows, warnings = [], {}, [DISPLAY]
    weights = 1.0 / np.einsum("nh,nh->h", *[rough.regressions.weights[:, :, 0]] * 2)
    for outcome, name in enumerate(("price", "fx")):
        # The exchange rate moves itself by 1 at impact: nothing to smooth there.
        start = 1 if outcome == 1 and shock is None else 0
        smoother = Smoother.of(weights[start:], difference)
        value, how = _penalty(chosen[name], name), "given"
        if value is None:
            panel = Panel.of_steps(rough.regressions, outcome, start)
            found = choose_penalty(panel, smoother, difference=difference, folds=folds, gap=gap)
            value, how = found.penalty, "cross-validation"
            if found.edge:
                warnings.append(f"{name}: cross-validation chose the {found.edge} smoothing that was tried")
        maps.append(_cumulated(smoother.matrix(value), start))
        rows[name] = (value, smoother.freedom(value), how)
    numerator, denominator = maps[0] @ rough.numerator, maps[1] @ rough.denominator
    if not denominator.all():
        raise EstimationError(
            "the smooth response of the exchange rate is zero: pass-through is not defined."
        )
    both = np.zeros((2 * H, 2 * H))
    both[:H, :H], both[H:, H:] = maps
    joint = both @ rough.joint @ both.T
    path, covariance = ratio.moments(numerator, denominator, joint)
    smoothing = pd.DataFrame.from_dict(rows, orient="index", columns=["penalty", "parameters", "chosen"])
    return SmoothProjection(
        method="smooth local projection",
        outcome=rough.outcome,
        driver=rough.driver,
        horizons=rough.horizons,
        estimate=path,
        covariance=covariance,
        critical=rough.critical,
        nobs=rough.nobs,
        sample=rough.sample,
        specification=rough.specification
        | {
            "penalty on differences of order": difference,
            "penalty": {name: row[0] for name, row in rows.items()},
            "effective parameters": {name: round(row[1], 2) for name, row in rows.items()},
            "penalty chosen": f"{folds} blocks of time, {gap} periods apart"
            if "cross-validation" in smoothing["chosen"].to_list()
            else "given",
        },
        frequency=rough.frequency,
        warnings=(*warnings, *(f"unsmoothed: {text}" for text in rough.warnings)),
        numerator=numerator,
        denominator=denominator,
        joint=joint,
        unsmoothed=rough,
        smoothing=smoothing,
    )


def _cumulated(matrix: np.ndarray, start: int) -> np.ndarray:
    """The map of cumulated responses that smooths their steps from `start` on."""
    H = len(matrix) + start
    steps = np.eye(H)
    steps[start:, start:] = matrix
    add = np.tril(np.ones((H, H)))
    return add @ steps @ (np.eye(H) - np.eye(H, k=-1))


def _penalty(given: float | str, name: str) -> float | None:
    """The penalty as a number, None for cross-validation."""
    if isinstance(given, str):
        if given != "cv":
            raise EstimationError(f"the penalty of {name} is a number or 'cv', not {given!r}.")
        return None
    if isinstance(given, (bool, np.bool_)) or not isinstance(given, (int, float, np.integer, np.floating)):
        raise EstimationError(f"the penalty of {name} is a number or 'cv', not {given!r}.")
    return float(given)
