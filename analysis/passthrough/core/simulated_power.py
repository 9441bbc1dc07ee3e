r"""The effect that a test would have found four times in five, by simulation on the path that was.

The regressor stays as it was observed; the errors are drawn in blocks from
those that were estimated; estimator and test are the ones of the page. An
effect :math:`\delta` inside the model moves the estimate by :math:`\delta` and
leaves residuals and standard error alone, so one set of draws without effect
gives the power at every :math:`\delta`:

.. math:: \Pr\big(|\hat\theta_r + \delta| > c\, \hat s_r\big).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.fixed_b import SEED, bisect

WANTED, DRAWS = 0.8, 400


@dataclass(frozen=True)
class Found:
    """What a test finds.

    Attributes
    ----------
    effect : float
        Size that is found with probability `wanted`, in the direction that is harder to find.
    size : float
        Share of draws without effect that reject.
    wanted, coverage : float
    draws : int
    """

    effect: float
    size: float
    wanted: float
    coverage: float
    draws: int


def power_at(effect: float, estimates: np.ndarray, halves: np.ndarray) -> float:
    """Share of draws that reject zero when the true effect is `effect`.

    Parameters
    ----------
    estimates, halves : ndarray, shape (draws,)
        Estimates without effect, and the half-widths of their intervals.
    """
    return float(np.mean(np.abs(estimates + effect) > halves))


def found_from_draws(
    estimates: np.ndarray, halves: np.ndarray, wanted: float = WANTED, coverage: float = 0.95
) -> Found:
    """Size and detectable effect from draws without effect.

    Parameters
    ----------
    estimates, halves : ndarray, shape (draws,)
        As for `power_at`; halves at `coverage`.
    wanted : float
    coverage : float

    Raises
    ------
    EstimationError
        For no draws, draws that are not finite or all zero, or a `wanted` outside (0, 1).
    """
    estimates, halves = np.asarray(estimates, float), np.asarray(halves, float)
    if not len(estimates) or not (np.isfinite(estimates).all() and np.isfinite(halves).all()):
        raise EstimationError("the draws of a power must be finite numbers, and at least one.")
    if not (estimates.any() or halves.any()):
        raise EstimationError("draws that are all zero find any effect: there are no errors to draw from.")
    if not 0 < wanted < 1:
        raise EstimationError(f"a power to ask for lies between 0 and 1, not {wanted:g}.")

    def short(effect):
        return min(power_at(effect, estimates, halves), power_at(-effect, estimates, halves)) - wanted

    high = float(np.max(halves) + np.max(np.abs(estimates))) + 1e-12
    effect = bisect(short, 0.0, high, 1e-6 * high) if short(0.0) < 0 else 0.0
    return Found(effect, power_at(0.0, estimates, halves), wanted, coverage, len(estimates))


def found_four_times_in_five(
    estimator: Callable[[np.ndarray], tuple[float, float]],
    errors: np.ndarray,
    *,
    block: int | None = None,
    draws: int = DRAWS,
    coverage: float = 0.95,
    wanted: float = WANTED,
    rng: np.random.Generator | None = None,
) -> Found:
    """Draw errors in blocks of dates, estimate again, and say what the test would have found.

    Parameters
    ----------
    estimator : callable
        Errors of the shape of `errors` to (estimate, half-width of its interval at `coverage`), on the actual
        path of the regressors. Must be linear in its argument.
    errors : ndarray, shape (T,) or (T, items)
        Estimated errors on the dates of the regression; dates are drawn, items stay together.
    block : int, optional
        Dates of a block. Default: `blocks.block_length`.
    """
    rows = len(errors)
    length = block_length(rows) if block is None else block
    generator = np.random.default_rng(SEED) if rng is None else rng
    pairs = np.array([estimator(errors[sample]) for sample in moving_blocks(rows, length, draws, generator)])
    return found_from_draws(pairs[:, 0], pairs[:, 1], wanted, coverage)


#: How the effect that would have been found was computed.
SIMULATED = "errors drawn in blocks on the actual path"
PLACEBO = "placebo dates: critical value and quantile of their draws"
FORMULA = "critical value plus 0.84 standard errors"
HOW = (SIMULATED, PLACEBO, FORMULA)


@dataclass(frozen=True)
class Null:
    """A finding of nothing, with what it would have found.

    Attributes
    ----------
    name : str
        What was tested, as the subject of a sentence.
    estimate, low, high : float
    found : float
        Effect found four times in five, same unit.
    unit : str
    matters : float, optional
        An effect of a size that would matter, stated beforehand; without it the null is not graded.
    why : str
        Why that size matters.
    how : str
        One of `HOW`: how `found` was computed.
    """

    name: str
    estimate: float
    low: float
    high: float
    found: float
    unit: str
    matters: float | None = None
    why: str = ""
    how: str = SIMULATED

    def __post_init__(self) -> None:
        if self.how not in HOW:
            raise EstimationError(
                f"{self.name}: what would have been found comes from one of {HOW}, not {self.how!r}."
            )
        if not self.found > 0:
            raise EstimationError(
                f"{self.name}: the effect that would have been found is {self.found:g}; it is positive."
            )

    @property
    def informative(self) -> bool | None:
        """Whether an effect that matters would have been found four times in five."""
        return None if self.matters is None else self.found <= self.matters


def null_sentence(null: Null, digits: int = 2) -> str:
    """The one wording of a null: estimate, interval, and the effect that would have been found."""
    text = (
        f"{null.name}: {null.estimate:.{digits}f} {null.unit} (95 % {null.low:.{digits}f} to"
        f" {null.high:.{digits}f}); an effect of {null.found:.{digits}f} would have been found four times in"
        " five"
    )
    if null.informative is None:
        return text + "."
    ending = (
        "so one that matters would have shown"
        if null.informative
        else "so one that matters could have been missed"
    )
    return f"{text}, {ending} ({null.matters:.{digits}f})."


def null_table(nulls: list[Null]) -> pd.DataFrame:
    """All nulls by power, the least informative last: the data of one figure.

    Returns
    -------
    DataFrame
        Columns of `Null`, `row` (place in `nulls`), and in_found: estimate, low and high over the effect
        found, so that all share one axis.
    """
    frame = pd.DataFrame(
        [{**vars(null), "informative": null.informative, "row": row} for row, null in enumerate(nulls)]
    )
    for column in ("estimate", "low", "high"):
        frame[f"{column}_in_found"] = frame[column] / frame["found"]
    frame["found_over_matters"] = frame["found"] / frame["matters"].astype(float)
    return frame.sort_values("found_over_matters", kind="stable", na_position="last", ignore_index=True)
