"""Bands: an interval at each point of a path, or one statement about all points together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical


def band(
    estimate: np.ndarray,
    std_error: np.ndarray,
    index: pd.Index,
    critical: Critical,
    correlation: np.ndarray,
    coverage: float,
    joint: bool | str,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Lower and upper ends of a path: what `PassThrough.band` documents.

    Parameters
    ----------
    estimate, std_error : ndarray, shape (H,)
    index : Index, length H
    critical : Critical
        Of one t statistic.
    correlation : ndarray
        Of the estimates that have a variance; needed for "sup-t" only.
    coverage, joint, rng
        As in `PassThrough.band`.
    """
    if joint is False:
        value, kind = critical.value(coverage), "pointwise"
    elif joint is True or joint == "sup-t":
        moving = len(correlation) > 0
        value = critical.sup_value(correlation, coverage, rng) if moving else critical.value(coverage)
        kind = "sup-t"
    elif joint == "bonferroni":
        value, kind = critical.value(1 - (1 - coverage) / len(estimate)), "bonferroni"
    else:
        raise EstimationError(f"joint is False, 'sup-t' or 'bonferroni', not {joint!r}.")
    return ends(estimate, std_error, index, value, coverage, kind)


def ends(
    estimate: np.ndarray, std_error: np.ndarray, index: pd.Index, multiple: float, coverage: float, kind: str
) -> pd.DataFrame:
    """Estimates -/+ a multiple of their standard errors, as `band` returns them."""
    half = multiple * std_error
    frame = pd.DataFrame({"low": estimate - half, "high": estimate + half}, index=index)
    frame.attrs = {"critical_value": float(multiple), "coverage": coverage, "kind": kind}
    return frame
