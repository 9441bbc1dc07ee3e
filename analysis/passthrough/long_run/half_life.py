r"""How long half of a disequilibrium lasts.

When a share :math:`-\phi` of it goes in every period, half is left after
:math:`\ln 0.5 / \ln(1 + \phi)` periods. The lagged changes are left out of this
count; a response path is not.
"""

from __future__ import annotations

from math import inf, log, nan

from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.sets import ConfidenceSet


def half_life(adjustment: Effect) -> tuple[float, ConfidenceSet]:
    """Half-life and the set that the interval of `adjustment` (phi, negative) maps to.

    NaN where phi is not in (-1, 0). The set has no upper end where the interval
    of phi reaches zero, and is empty where all of that is above zero: prices
    that drift away have no half-life.
    """
    phi, ends = adjustment.estimate, (_periods(adjustment.low), _periods(adjustment.high))
    found = ConfidenceSet((ends,) if ends[0] < inf else (), adjustment.coverage, kind="interval")
    return _periods(phi) if -1 < phi < 0 else nan, found


def _periods(phi: float) -> float:
    """0 where all of the gap goes at once, infinite where none does."""
    return 0.0 if phi <= -1 else inf if phi >= 0 else log(0.5) / log(1 + phi)
