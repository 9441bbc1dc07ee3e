"""The result of an error-correction model, whose long run is shown only when supported."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import present
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.long_run import uecm
from analysis.passthrough.long_run.level_relation import LevelRelation


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ErrorCorrection(PassThrough):
    """Pass-through path of an error-correction model; see `PassThrough`.

    Attributes
    ----------
    relation : LevelRelation
    unconditional_long_run : Effect
        -theta/phi, whether or not a level relation is supported.
    long_runs : DataFrame, one row a level regressor
        estimate, std_error and the Fieller set as text.
    adjustment : Effect
        phi: the share of a disequilibrium that a period removes, negative.
    half_life : float
        ln 0.5 / ln(1 + phi) periods; NaN unless -1 < phi < 0. It ignores the
        lagged changes; `estimate` does not.
    half_life_set : ConfidenceSet
        The same function of the 95 % interval of phi; without upper end where
        that interval reaches zero.
    diagnostics : DataFrame
        From `diagnostics.residual_tests`.
    regression : Regression
    """

    relation: LevelRelation
    unconditional_long_run: Effect
    long_runs: pd.DataFrame
    adjustment: Effect
    half_life: float
    half_life_set: ConfidenceSet
    diagnostics: pd.DataFrame
    regression: uecm.Regression

    @property
    def long_run(self) -> Effect:
        """-theta/phi, if the bounds tests support a level relation.

        Raises
        ------
        EstimationError
            If they do not. `relation.supported` says so without raising, and
            `unconditional_long_run` holds the number.
        """
        if not self.relation.supported:
            raise EstimationError(self.withheld)
        return self.unconditional_long_run

    @property
    def withheld(self) -> str:
        """Why there is no long run, as a sentence; empty if there is one."""
        if self.relation.supported:
            return ""
        r = self.relation
        f, t = r.bounds.f.loc[r.size, "upper"], r.bounds.t.loc[r.size, "upper"]
        return (
            f"no level relation supported at {100 * r.size:g} % ({r.verdict}): F = {r.f:.2f}, "
            f"bound {f:.2f}; t = {r.t:.2f}, bound {t:.2f}; long run withheld. "
            "unconditional_long_run has the number that a relation would imply."
        )

    def summary(self) -> str:
        """As for every method, with the reason in place of a withheld long run."""
        if self.relation.supported:
            return present.summary(self)
        lines = [
            f"{self.method}: {self.driver} -> {self.outcome}",
            f"  short run  {self.short_run}",
            f"  long run   {self.withheld}",
        ]
        return "\n".join(lines + [f"  {label}: {text}" for label, text in present.facts(self)])

    def _repr_html_(self) -> str:
        if self.relation.supported:
            return present.html(self)
        return f"<pre>{escape(self.summary())}</pre>"

    def __repr__(self) -> str:
        long = (
            f"long run {self.long_run.estimate:.3f} ({self.long_run.std_error:.3f})"
            if self.relation.supported
            else "long run withheld"
        )
        return f"<{self.method}: {self.driver} -> {self.outcome}, n = {self.nobs}, {long}>"
