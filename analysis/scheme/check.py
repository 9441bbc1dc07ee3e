"""Refusals that every part of the scheme shares: what a share, a rate or an amount can be."""

from __future__ import annotations

import numpy as np

from analysis.errors import SchemeError


def share(value, name: str) -> np.ndarray | float:
    """`value`, if it is a share between 0 and 1 (or an array of shares)."""
    array = _finite(value, name)
    if (array < 0).any() or (array > 1).any():
        raise SchemeError(
            f"{name} is a share between 0 and 1, not {_worst(array, 0, 1):g}. Write 0.1 for 10 %."
        )
    return value


def rate(value, name: str, lowest: float = -0.5) -> np.ndarray | float:
    """`value`, if it is a yearly rate as a fraction, from `lowest` to 1."""
    array = _finite(value, name)
    if (array < lowest).any() or (array > 1).any():
        raise SchemeError(
            f"{name} is a rate a year as a fraction between {lowest:g} and 1, not"
            f" {_worst(array, lowest, 1):g}. Write 0.04 for 4 %."
        )
    return value


def amount(value, name: str) -> np.ndarray | float:
    """`value`, if it is not negative."""
    array = _finite(value, name)
    if (array < 0).any():
        raise SchemeError(f"{name} is an amount of 0 or more, not {array.min():g}.")
    return value


def whole(value, name: str, least: int, most: int | None = None) -> int:
    """`value`, if it is a whole number from `least` to `most`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise SchemeError(f"{name} is a whole number, not {value!r}.")
    if value < least or (most is not None and value > most):
        upper = "" if most is None else f" to {most}"
        raise SchemeError(f"{name} is a whole number from {least}{upper}, not {value}.")
    return int(value)


def one_of(value: str, name: str, known) -> str:
    """`value`, if it is one of `known`."""
    if value not in known:
        raise SchemeError(f"{name} is one of {', '.join(known)}, not {value!r}.")
    return value


def _finite(value, name: str) -> np.ndarray:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise SchemeError(f"{name} must be a number, not {value!r}.") from None
    if not np.isfinite(array).all():
        raise SchemeError(f"{name} is not a finite number.")
    return array


def _worst(array: np.ndarray, low: float, high: float) -> float:
    flat = array.ravel()
    return float(flat[np.argmax(np.maximum(low - flat, flat - high))])
