"""What a local projection reports: a ratio path, the two responses behind it, and how strong they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.passthrough.core.ratio import RatioPath
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.projections.bootstrap import Bootstrap, bootstrap
from analysis.passthrough.projections.regressions import Regressions

#: Montiel Olea and Pflueger (2013): with one instrument and an effective F above this, the
#: bias of the ratio exceeds a tenth of its worst case with probability 5 % at most.
STRONG = 23.1


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LocalProjection(RatioPath):
    """Pass-through as the ratio of two local projections; see `RatioPath` and `PassThrough`.

    Attributes
    ----------
    price_response, fx_response : PassThrough
        Responses to one unit of the impulse, cumulated: per cent.
    bias_corrected : DataFrame, columns price, fx, ratio, indexed by horizon
        After Herbst and Johannsen; see `analysis.passthrough.projections.bias`.
    regressions : Regressions
        Rows, long differences and influence terms.
    inference, spacing : str
        As asked for.
    bandwidths : tuple of float, or None
        Of each horizon; None for lag-augmented inference.
    coverage : float
        Level of the sets behind `warnings`.
    """

    price_response: PassThrough
    fx_response: PassThrough
    bias_corrected: pd.DataFrame
    regressions: Regressions
    inference: str
    bandwidths: tuple[float, ...] | None = None
    spacing: str = "contiguous"
    coverage: float = 0.95

    @property
    def first_stage(self) -> pd.DataFrame:
        r"""Strength of the exchange-rate response, the denominator, by horizon.

        Returns
        -------
        DataFrame, columns response, std_error, effective_f, strong
            With one instrument the effective F of Montiel Olea and Pflueger
            (2013) is :math:`(E_h / s_h)^2` with the robust standard error. It
            is infinite where the response is 1 by construction (the exchange
            rate on itself at impact). `strong` is effective_f > 23.1.
        """
        response, error = self.fx_response.estimate, self.fx_response.std_error
        f = np.full(len(response), np.inf)
        f[error > 0] = (response[error > 0] / error[error > 0]) ** 2
        return pd.DataFrame(
            {"response": response, "std_error": error, "effective_f": f, "strong": f > STRONG},
            index=pd.Index(self.horizons, name="horizon"),
        )

    def bootstrap(
        self, draws: int = 1999, block: int | None = None, rng: np.random.Generator | None = None
    ) -> Bootstrap:
        """Moving-block bootstrap of the path; see `analysis.passthrough.projections.bootstrap`."""
        return bootstrap(self.regressions, draws, block, rng)

    def with_warnings(self, warnings: tuple[str, ...]) -> LocalProjection:
        """The same result with `warnings`."""
        return replace(self, warnings=warnings)


def warnings_of(result: LocalProjection) -> tuple[str, ...]:
    """What a reader must know: exact fits, weak denominators, unbounded sets."""
    warnings = []
    if not result.regressions.residuals[:, 0].any():
        warnings.append("the regressions fit every row exactly: standard errors are rounding noise")
    stage = result.first_stage
    weak = stage.index[~stage["strong"]]
    if len(weak):
        warnings.append(
            f"the response of the exchange rate is weak at {runs(weak)} (effective F below {STRONG:g}; "
            f"smallest {stage['effective_f'].min():.1f}): rely on the sets, not on standard errors"
        )
    sets = result.sets(result.coverage)
    unbounded = sets.index[[not s.bounded for s in sets]]
    if len(unbounded):
        warnings.append(
            f"the {100 * result.coverage:g} % set of pass-through is unbounded at {runs(unbounded)}: "
            "the response of the exchange rate cannot be told from zero"
        )
    return tuple(warnings)


def runs(horizons: pd.Index | np.ndarray) -> str:
    """Horizons in words: "horizon 3", "horizons 1, 4 to 9"."""
    numbers = np.asarray(horizons, dtype=int)
    pieces = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    texts = [f"{p[0]}" if len(p) == 1 else f"{p[0]} to {p[-1]}" for p in pieces]
    return f"horizon{'s' if len(numbers) > 1 else ''} {', '.join(texts)}"
