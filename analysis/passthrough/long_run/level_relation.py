"""Is there a level relation? The F and t bounds tests and their verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.long_run import bounds as bounds_table
from analysis.passthrough.long_run import uecm


@dataclass(frozen=True, eq=False)
class LevelRelation:
    """The bounds tests of a level relation (Pesaran, Shin and Smith 2001).

    Attributes
    ----------
    f, t : float
        Statistics, with the classical covariance whatever `inference` is: the
        bounds were derived for it.
    case, regressors : int
        Deterministic case, 1 to 5, and number k of level regressors.
    bounds : Bounds
    size : float
        Size at which the verdict is given: 0.10, 0.05 or 0.01.
    """

    f: float
    t: float
    case: int
    regressors: int
    bounds: bounds_table.Bounds
    size: float = 0.05

    @property
    def supported(self) -> bool:
        """F above its I(1) bound and t below its own."""
        upper = self.bounds.f["upper"], self.bounds.t["upper"]
        return bool(self.f > upper[0][self.size] and self.t < upper[1][self.size])

    @property
    def verdict(self) -> str:
        """In words: "supported", "degenerate", "inconclusive" or "not supported".

        Degenerate: F rejects and t does not, so that the rejection may come
        from the regressors alone. Inconclusive: between the bounds, so that
        the answer depends on the order of integration of the regressors.
        """
        f, t = self.bounds.f.loc[self.size], self.bounds.t.loc[self.size]
        if self.supported:
            return "supported"
        if self.f > f["upper"] and self.t > t["lower"]:
            return "degenerate"
        if self.f > f["lower"] and self.t < t["lower"]:
            return "inconclusive"
        return "not supported"

    def to_frame(self) -> pd.DataFrame:
        """Rows F and t: statistic, both bounds at `level`, both p-values where known."""
        rows = {}
        for name, value, table, pvalue in (
            ("F", self.f, self.bounds.f, self.bounds.f_pvalue),
            ("t", self.t, self.bounds.t, self.bounds.t_pvalue),
        ):
            low, high = table.loc[self.size, ["lower", "upper"]]
            p = (nan, nan) if pvalue is None else pvalue(value)
            rows[name] = (value, low, high, *p)
        columns = ["statistic", "bound_i0", "bound_i1", "p_i0", "p_i1"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

    def __str__(self) -> str:
        f, t = self.bounds.f.loc[self.size], self.bounds.t.loc[self.size]
        return (
            f"level relation {self.verdict} at {100 * self.size:g} % (case {self.case}): "
            f"F = {self.f:.2f}, I(1) bound {f['upper']:.2f}; "
            f"t = {self.t:.2f}, I(1) bound {t['upper']:.2f}; {self.bounds.source}"
        )


def level_relation(regression: uecm.Regression, kind: str, size: float) -> LevelRelation:
    """F and t tests of no level relation.

    Parameters
    ----------
    regression : Regression
    kind : {"asymptotic", "finite-sample"}
        Which bounds; see `analysis.passthrough.long_run.bounds`.
    size : {0.10, 0.05, 0.01}
    """
    if size not in bounds_table.LEVELS:
        raise EstimationError(f"size is one of {bounds_table.LEVELS}, not {size!r}.")
    fitted, case = regression.fit, regression.case
    tested = list(regression.level.values())
    if case in (2, 4):
        tested.append(fitted.names.index("constant" if case == 2 else "trend"))
    classical = covariance(fitted, "ols").matrix
    b = fitted.beta[tested]
    f = float(b @ np.linalg.solve(classical[np.ix_(tested, tested)], b)) / len(tested)
    own = regression.level[regression.outcome]
    t = float(fitted.beta[own] / np.sqrt(classical[own, own]))
    k = len(regression.level) - 1
    if kind == "asymptotic":
        table = bounds_table.asymptotic(case, k)
    elif kind == "finite-sample":
        fixed = regression.levels.fixed.to_numpy(dtype=float)[regression.rows]
        table = bounds_table.finite_sample(case, regression.orders, regression.rows, fixed)
    else:
        raise EstimationError(f"bounds are 'asymptotic' or 'finite-sample', not {kind!r}.")
    return LevelRelation(f, t, case, k, table, size)
