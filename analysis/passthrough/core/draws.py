"""Where random numbers come from."""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError

#: Seed of the default generator, so that a bootstrap p-value is the same in every run.
SEED = 2000


def generator(rng: np.random.Generator | None) -> np.random.Generator:
    """`rng`, or a new generator with a fixed seed; a seed or a legacy state is refused."""
    if rng is None:
        return np.random.default_rng(SEED)
    if not isinstance(rng, np.random.Generator):
        raise EstimationError(
            f"rng must be a numpy.random.Generator, not {type(rng).__name__}; "
            "for a seed write rng=numpy.random.default_rng(seed)."
        )
    return rng
