"""Many tests at once: p-values that stay honest for the family."""

from __future__ import annotations

import numpy as np


def holm(p: np.ndarray) -> np.ndarray:
    r"""Holm (1979) step-down p-values: :math:`\max_{j \le i} \min(1, (m-j+1) p_{(j)})`."""
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    out = np.empty(len(p))
    out[order] = stepped
    return out
