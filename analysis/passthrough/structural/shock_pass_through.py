r"""Pass-through of one shock: cumulated price response over cumulated exchange-rate response.

.. math:: \theta^j_h = \frac{\sum_{i \le h} \Theta_i[p, j]}{\sum_{i \le h} \Theta_i[e, j]}

is the size of the price change that comes with a 1 % change of the exchange
rate *when shock j is behind both* (Forbes, Hjortsoe and Nenova 2018). A shock
that moves the exchange rate little has a ratio that can be anything, so no
number here comes without its set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.ratio import RatioPath, moments
from analysis.passthrough.structural.model import StructuralModel
from analysis.passthrough.structural.restrictions import runs, shock_text

if TYPE_CHECKING:
    from analysis.passthrough.structural.proxy import FirstStage


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ShockPassThrough(RatioPath):
    """Pass-through path of one shock of a structural VAR; see `RatioPath` and `PassThrough`.

    Attributes
    ----------
    shock : str
    model : StructuralModel
        Responses of all levels to each shock.
    criteria : DataFrame, optional
        By lag order, where one was chosen.
    first_stage : FirstStage, optional
        Strength of the proxy.
    reversed : ShockPassThrough, optional
        The same shock with the variables in reversed order.
    """

    shock: str
    model: StructuralModel
    criteria: pd.DataFrame | None = None
    first_stage: FirstStage | None = None
    reversed: ShockPassThrough | None = None

    def of(self, shock: str) -> ShockPassThrough:
        """Pass-through of another shock of the same model, with its reversed order beside it."""
        other = None if self.reversed is None else self.reversed.of(shock)
        return shock_pass_through(
            self.model, shock, int(self.horizons[-1]), self.specification, self.warnings_of_model,
            criteria=self.criteria, first_stage=self.first_stage, reversed=other,
        )  # fmt: skip

    @property
    def warnings_of_model(self) -> tuple[str, ...]:
        """Warnings that do not depend on the shock."""
        return tuple(text for text in self.warnings if not text.startswith(f"{shock_text(self.shock)}:"))

    def to_frame(self, coverage: float = 0.95, joint: bool | str = False) -> pd.DataFrame:
        """As every ratio path; with a recursive identification also the reversed order."""
        frame = super().to_frame(coverage, joint)
        if self.reversed is not None:
            beside = self.reversed.to_frame(coverage)[["estimate", "set"]]
            frame = frame.join(beside.add_prefix("reversed_"))
        return frame

    def summary(self) -> str:
        """As every ratio path, with the reversed order."""
        lines = [super().summary()]
        if self.reversed is not None:
            order = ", ".join(self.reversed.model.reduced.system.names)
            lines.append(f"  reversed order ({order}):")
            lines += [f"    {e.label}: {e}" for e in (self.reversed.short_run, self.reversed.long_run)]
        return "\n".join(lines)


def shock_pass_through(
    model: StructuralModel,
    shock: str,
    horizon: int,
    specification: dict,
    warnings: tuple[str, ...],
    **beside,
) -> ShockPassThrough:
    """Ratio path of one shock, with what its sets say about it as warnings.

    Horizons at which the identification holds the exchange rate still are left
    out: no ratio is defined there.

    Raises
    ------
    EstimationError
        If it is held still at every horizon.
    """
    reduced = model.reduced
    system = reduced.system
    responses, V = model.level_responses(shock, (system.price, system.fx), horizon)
    steps = horizon + 1
    moving = (responses[1] != 0) | (np.diag(V)[steps:] > 0)
    horizons = np.flatnonzero(moving)
    if not len(horizons):
        raise EstimationError(
            f"the {shock_text(shock)} does not move the exchange rate by assumption, up to horizon {horizon}."
        )
    places = np.concatenate([horizons, steps + horizons])
    numerator, denominator = responses[:, horizons]
    joint = V[np.ix_(places, places)]
    if (denominator == 0).any():
        raise EstimationError(
            f"the estimated response of the exchange rate to the {shock_text(shock)} is exactly zero."
        )
    estimate, covariance = moments(numerator, denominator, joint)
    said = list(warnings)
    if len(horizons) < steps:
        still = runs(np.flatnonzero(~moving).tolist())
        said.append(
            f"{shock_text(shock)}: the exchange rate does not move by assumption at horizon {still}; "
            "no ratio there."
        )
    path = ShockPassThrough(
        method=f"structural VAR ({model.identification})",
        outcome=system.price,
        driver=system.fx,
        horizons=horizons,
        estimate=estimate,
        covariance=covariance,
        critical=model.critical,
        nobs=reduced.nobs,
        sample=(reduced.periods[0], reduced.periods[-1]),
        specification={**specification, "shock": shock},
        frequency=system.frequency,
        numerator=numerator,
        denominator=denominator,
        joint=joint,
        shock=shock,
        model=model,
        warnings=tuple(said),
        **beside,
    )
    unbounded = [h for h, s in path.sets().items() if not s.bounded]
    if unbounded:
        text = (
            f"{shock_text(shock)}: the 95 % set is unbounded at horizon {runs(unbounded)}: the exchange rate "
            "may not answer this shock there, and the ratio is not known."
        )
        object.__setattr__(path, "warnings", (*path.warnings, text))
    return path
