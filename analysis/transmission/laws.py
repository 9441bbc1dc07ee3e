"""What is known of a multiplier: one number, a range, or an estimate with its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.errors import SchemeError
from analysis.scheme.check import one_of

KINDS = ("point", "even", "normal")


@dataclass(frozen=True)
class Law:
    """Distribution of a multiplier, in per cent of depreciation for a purchase of 1 % of GDP; any sign.

    Attributes
    ----------
    kind : {"point", "even", "normal"}
        One number; a range without a word on which part is likelier, taken as even; an estimate with its
        standard error.
    first, second : float
        The number; lowest and highest; estimate and standard error.

    Raises
    ------
    SchemeError
        For a number that is not finite, a range that falls or a negative error.
    """

    kind: str
    first: float
    second: float = 0.0

    def __post_init__(self) -> None:
        one_of(self.kind, "kind of law", KINDS)
        if not (np.isfinite(self.first) and np.isfinite(self.second)):
            raise SchemeError(f"a multiplier has finite numbers, not {self.first} and {self.second}.")
        if self.kind == "even" and self.second < self.first:
            raise SchemeError(f"a range of the multiplier rises; found {self.first:g} to {self.second:g}.")
        if self.kind == "normal" and self.second < 0:
            raise SchemeError(f"a standard error is 0 or more, not {self.second:g}.")

    def ppf(self, q: float | np.ndarray) -> float | np.ndarray:
        """Quantile."""
        if self.kind == "even":
            return self.first + (self.second - self.first) * q
        if self.kind == "normal":
            return self.first + self.second * special.ndtri(q)
        return self.first + 0.0 * q

    @property
    def mean(self) -> float:
        """Expected value."""
        return (self.first + self.second) / 2 if self.kind == "even" else self.first

    @property
    def variance(self) -> float:
        """Variance; 0 for a point."""
        if self.kind == "even":
            return (self.second - self.first) ** 2 / 12
        return self.second**2 if self.kind == "normal" else 0.0

    @property
    def not_above_zero(self) -> float:
        """Probability of a multiplier of zero or less: no effect, or one that makes the yen dearer."""
        if self.kind == "even" and self.second > self.first:
            return float(np.clip(-self.first / (self.second - self.first), 0, 1)) + 0.0  # no -0.0
        if self.kind == "normal" and self.second > 0:
            return float(special.ndtr(-self.first / self.second))
        return float(self.first <= 0)

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Draws, by inversion of uniforms, so that two laws drawn with one seed move together."""
        return np.asarray(self.ppf(rng.random(size)), dtype=float)

    def __str__(self) -> str:
        if self.kind == "point":
            return f"{self.first:g}"
        joined = " to {:.3g}" if self.kind == "even" else " (s.e. {:.3g})"
        return f"{self.first:.3g}" + joined.format(self.second)
