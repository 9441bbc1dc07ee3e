r"""An estimated cointegrated VAR: relations, tests and pass-through.

`cointegration` estimates it and documents the equation. Pass-through along a
relation is :math:`-\beta_e/\beta_p`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import residual_tests
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.long_run import reduced_rank
from analysis.passthrough.long_run.bootstrap_rank import System, sequential
from analysis.passthrough.long_run.half_life import half_life
from analysis.passthrough.long_run.relative_response import relative_response
from analysis.passthrough.long_run.restrictions import place, restrictions_on


@dataclass(frozen=True, eq=False, repr=False)
class Cointegration(Finding):
    """An estimated cointegrated VAR, for every rank at once.

    Attributes
    ----------
    variables : tuple of str
        The price first, the exchange rate second.
    terms : tuple of str
        `variables` and the restricted deterministic term, if any: rows of beta.
    model : ReducedRank
    rank_table : DataFrame, indexed by the rank under the null
        eigenvalue; trace and max statistics, each with its 5 % critical value
        and p-value; and trace_corrected with its p-value, the trace times
        (T - Kp)/T (Reinsel and Ahn 1992), because the trace test over-rejects:
        at nominal 5 %, of 1000 samples without a relation, in .066 (3 variables,
        240 months), .093 (100) and .382 (5 variables, 60), the corrected one in
        .052, .060 and .045, and `bootstrap_rank` in .048, .049 and .037.
        `attrs["source"]` names the critical values.
    changes, short : ndarray, DataFrame
        Delta X, and the regressors other than the levels.
    lags : int
        K, of the VAR in levels.
    warnings : tuple of str
    """

    variables: tuple[str, ...]
    terms: tuple[str, ...]
    deterministic: str
    lags: int
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    frequency: str
    model: reduced_rank.ReducedRank
    rank_table: pd.DataFrame
    changes: np.ndarray
    levels: np.ndarray
    short: pd.DataFrame
    positions: np.ndarray
    warnings: tuple[str, ...] = ()

    title = "Cointegrated VAR: tests of rank"

    @property
    def specification(self) -> dict:
        """Variables, lags and deterministic terms."""
        return {"variables": list(self.variables), "lags": self.lags, "deterministic": self.deterministic}

    def to_frame(self) -> pd.DataFrame:
        """The tests of rank, as `rank_table`."""
        return self.rank_table.copy()

    def __repr__(self) -> str:
        return (
            f"<cointegrated VAR({self.lags}) of {', '.join(self.variables)}, {self.deterministic}, "
            f"n = {self.nobs}, rank {self.rank()} by the corrected trace test>"
        )

    def rank(self, size: float = 0.05, *, statistic: str = "trace_corrected") -> int:
        """The first rank that is not rejected; `statistic` trace_corrected, trace or max."""
        if f"{statistic}_p" not in self.rank_table:
            raise EstimationError(f"statistic is 'trace_corrected', 'trace' or 'max', not {statistic!r}.")
        for r, p in self.rank_table[f"{statistic}_p"].items():
            if p >= size:
                return int(r)
        return len(self.variables)

    def bootstrap_rank(
        self,
        draws: int = 399,
        rng: np.random.Generator | None = None,
        *,
        wild: bool = False,
        size: float = 0.05,
    ) -> pd.DataFrame:
        """Trace tests of rank 0, 1, .. with bootstrap p-values, up to the first that does not reject.

        Parameters
        ----------
        draws : int
            Artificial samples a rank.
        rng : numpy.random.Generator, optional
            Default: a fixed seed.
        wild : bool
            Residuals keep their dates and change sign at random, which allows
            for variances that move; otherwise they are drawn with replacement.
        size : float

        Returns
        -------
        DataFrame, indexed by the rank under the null
            trace, p_bootstrap, and trace_p and trace_corrected_p beside it;
            `attrs["rank"]` is the rank found.

        Raises
        ------
        EstimationError
            If the sample has gaps, over which nothing can be generated, or the
            estimated system is explosive.
        """
        draws, rng = count(draws, "draws", 99), generator(rng)
        lost = int(self.positions[-1] - self.positions[0]) + 1 - self.nobs
        if lost:
            raise EstimationError(
                f"the sample has gaps ({lost} rows), over which no artificial sample can be "
                "generated. Estimate on an unbroken sample first."
            )
        system = System(self.changes, self.levels, self.short.to_numpy(), self.lags, self.model.vectors)
        return sequential(system, self.rank_table, draws, rng, wild, size)

    def beta(self, rank: int = 1) -> pd.DataFrame:
        """Relations, each with coefficient 1 on the price; shape (terms, rank)."""
        vectors = self.model.vectors[:, : self._rank(rank)]
        names = [f"relation {i + 1}" for i in range(rank)]
        return pd.DataFrame(vectors / vectors[0], index=list(self.terms), columns=names)

    def alpha(self, rank: int = 1) -> pd.DataFrame:
        """Response of each variable's change to each relation; shape (variables, rank)."""
        equations = self.equations(rank)
        return pd.DataFrame(
            [e.beta[:rank] for e in equations],
            index=list(self.variables),
            columns=self.beta(rank).columns,
        )

    def alpha_std_error(self, rank: int = 1) -> pd.DataFrame:
        """Standard errors of `alpha`, given beta."""
        frame = self.alpha(rank)
        for name, e in zip(self.variables, self.equations(rank), strict=True):
            frame.loc[name] = np.sqrt(np.diag(e.bread)[:rank] * e.rss / self.nobs)
        return frame

    def test_beta(
        self, restrictions: Mapping[str, float] | Sequence[Mapping[str, float]], rank: int = 1
    ) -> HypothesisTest:
        """Likelihood-ratio test of linear restrictions on every relation.

        Parameters
        ----------
        restrictions : mapping of term to weight, or a sequence of them
            Each says that the weighted sum of coefficients is zero. With
            relations p - b e - c p*: {"e": 1, "p*": -1} is b = c, currency and
            foreign price alike; {"p": 1, "p*": 1} is c = 1; {"p": 1, "e": 1}
            is b = 1, complete pass-through; {"e": 1} is none.
        rank : int
        """
        rows = [restrictions] if isinstance(restrictions, Mapping) else list(restrictions)
        H, text = restrictions_on(rows, self.terms, self._rank(rank))
        statistic, _ = reduced_rank.restrict_beta(self.model, H, rank)
        return _chi_squared(text, statistic, rank * (len(self.terms) - H.shape[1]))

    def test_weak_exogeneity(self, *names: str, rank: int = 1) -> HypothesisTest:
        """Likelihood-ratio test that these variables do not adjust: their alpha is zero."""
        zero = [place(name, self.variables) for name in names]
        if not zero:
            raise EstimationError(f"name one or more of {', '.join(self.variables)}.")
        statistic = reduced_rank.restrict_alpha(self.model, zero, self._rank(rank))
        return _chi_squared(f"alpha({', '.join(names)}) = 0", statistic, rank * len(zero))

    def pass_through(self, rank: int = 1, *, unconditional: bool = False) -> Effect:
        r"""Long-run pass-through :math:`-\beta_e/\beta_p` of the one relation.

        Given the other variables of the relation. Its variance, with
        :math:`\beta_p = 1` and i over the other terms, is an element of
        :math:`(\alpha'\Omega^{-1}\alpha)^{-1} (R_{1i}'R_{1i})^{-1}`; t is normal
        in the limit (Johansen 1995, section 13.2). It comes with the set of a
        likelihood-ratio test, which stays honest when :math:`\beta_p` is near zero
        and covers better throughout: of 1000 samples of 200 months the 95 %
        interval held the truth in .91 with an adjustment of 0.2 a month, .85 with
        0.1 and .72 with 0.05, the set in .93, .92 and .87.

        Raises
        ------
        EstimationError
            If the corrected trace test does not reject rank 0 at 5 %, unless
            `unconditional`; or with more than one relation, none of which is
            *the* relation without restrictions from theory.
        """
        if self._rank(rank) != 1:
            raise EstimationError(
                f"with {rank} relations the ratio depends on how they are mixed, so no "
                "pass-through is identified from beta. Use rank=1, or path(rank=...)."
            )
        first = self.rank_table.loc[0]
        if self.rank() == 0 and not unconditional:
            raise EstimationError(
                f"no cointegration supported: trace {first['trace_corrected']:.2f} (corrected), 5 % "
                f"critical value {first['trace_5pct']:.2f}, p = {first['trace_corrected_p']:.3f}; "
                "pass-through withheld. unconditional=True gives the number that a relation would imply."
            )
        beta = self.beta(1)["relation 1"].to_numpy()
        alpha = self.alpha(1)["relation 1"].to_numpy()
        others = self.model.R1[:, 1:]
        precision = alpha @ np.linalg.solve(self.omega(1), alpha)
        variance = np.linalg.inv(others.T @ others)[0, 0] / precision
        return Effect.of(
            -beta[1],
            np.sqrt(variance),
            Critical("normal"),
            label="long run",
            confidence_set=reduced_rank.ratio_set(self.model, 1, 0),
        )

    def adjustment(self) -> tuple[Effect, float, ConfidenceSet]:
        r"""What a period adds to a gap from the one relation, :math:`\beta'\alpha`; half-life and its set.

        Given beta. All variables that adjust count, not the price alone; lagged
        changes are left out, as in `half_life`.
        """
        beta = self.beta(1)["relation 1"].to_numpy()[: len(self.variables)]
        equations = self.equations(1)
        speed = float(beta @ [e.beta[0] for e in equations])
        variance = float(beta @ self.omega(1) @ beta) * equations[0].bread[0, 0]
        effect = Effect.of(speed, np.sqrt(variance), Critical("normal"), label="adjustment")
        return effect, *half_life(effect)

    def path(self, horizons: int = 24, rank: int = 1) -> PassThrough:
        r"""Price response over exchange-rate response to an exchange-rate shock.

        The shock moves the exchange rate first; the others respond in the same
        period as its residual predicts them. The ratio of the two cumulative
        responses is pass-through per 1 % of what the exchange rate does, not of
        a lasting step, and everything else responds too. It is defined for any
        rank >= 1.

        Notes
        -----
        Delta method over :math:`\alpha, \Gamma` and :math:`\Omega`, given
        :math:`\beta`, which converges faster; the derivative is by complex step.
        Where the exchange rate's own response is not clearly different from
        zero, `warnings` says so: the ratio is then not to be read.
        """
        horizons, rank, p = count(horizons, "horizons"), self._rank(rank), len(self.variables)
        ratio, covariance, own, spread = relative_response(
            self.equations(rank), self.omega(rank), self.beta(rank).to_numpy()[:p], self.lags, horizons
        )
        warnings = list(self.warnings)
        # The first response is 1 by construction and has no variance.
        weak = np.flatnonzero(np.abs(own[1:]) < 2 * spread[1:]) + 1
        if len(weak):
            warnings.append(
                f"from horizon {weak[0]} the exchange rate's own response is within two standard "
                "errors of zero: the ratio and its interval mean little there."
            )
        return PassThrough(
            method="cointegrated VAR",
            outcome=self.variables[0],
            driver=self.variables[1],
            horizons=np.arange(horizons + 1),
            estimate=ratio,
            covariance=covariance,
            critical=Critical("normal"),
            nobs=self.nobs,
            sample=self.sample,
            specification={
                "variables": list(self.variables),
                "lags in levels": self.lags,
                "deterministic": self.deterministic,
                "rank": rank,
                "shock": f"{self.variables[1]} first",
            },
            frequency=self.frequency,
            warnings=tuple(warnings),
        )

    def diagnostics(self, rank: int = 1) -> pd.DataFrame:
        """`diagnostics.residual_tests` of every equation, indexed by variable and check."""
        order = 4 if self.frequency == "Q" else 12
        frames = {
            name: residual_tests(equation, self.positions, order)
            for name, equation in zip(self.variables, self.equations(rank), strict=True)
        }
        return pd.concat(frames, names=["equation"])

    def equations(self, rank: int = 1) -> list[Fit]:
        """Least squares of each variable's change, given beta."""
        relations = self.levels @ self.beta(rank).to_numpy()
        X = np.column_stack([relations, self.short.to_numpy()])
        names = [*self.beta(rank).columns, *self.short.columns]
        return [fit(self.changes[:, i], X, names) for i in range(len(self.variables))]

    def omega(self, rank: int = 1) -> np.ndarray:
        """Maximum-likelihood covariance of the residuals, shape (p, p)."""
        resid = np.column_stack([e.resid for e in self.equations(rank)])
        return resid.T @ resid / self.nobs

    def _rank(self, rank: int) -> int:
        if count(rank, "rank", 1) > len(self.variables) - 1:
            raise EstimationError(
                f"rank lies between 1 and {len(self.variables) - 1}, not {rank}; with full rank "
                "the levels are stationary and no relation is special."
            )
        return rank


def _chi_squared(text: str, statistic: float, restrictions: int) -> HypothesisTest:
    pvalue = float(special.chdtrc(restrictions, statistic))
    return HypothesisTest(text, statistic, pvalue, restrictions, f"chi2({restrictions})")
