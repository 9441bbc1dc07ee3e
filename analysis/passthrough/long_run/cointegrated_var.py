r"""An estimated cointegrated VAR: relations, tests and pass-through.

`cointegration` estimates it and documents the equation. Pass-through along a
relation is :math:`-\beta_e/\beta_p`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg, special

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import residual_tests
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.long_run import reduced_rank
from analysis.passthrough.long_run.bootstrap_rank import System

STEP = 1e-30  # of the complex-step derivative; exact, so as small as it can be


@dataclass(frozen=True, eq=False, repr=False)
class Cointegration:
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
        (T - Kp)/T (Reinsel and Ahn 1992), because the trace test over-rejects
        in small samples. `attrs["source"]` names the critical values.
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

    def __repr__(self) -> str:
        return (
            f"<cointegrated VAR({self.lags}) of {', '.join(self.variables)}, {self.deterministic}, "
            f"n = {self.nobs}, rank {self.rank()} by the trace test>"
        )

    def rank(self, size: float = 0.05, *, statistic: str = "trace") -> int:
        """The first rank that is not rejected; `statistic` trace, trace_corrected or max."""
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
        p_values, found = {}, len(self.variables)
        for rank, trace in self.rank_table["trace"].items():
            null = system.traces(int(rank), draws, rng, wild)
            p_values[rank] = (1 + np.sum(null >= trace)) / (1 + draws)
            if p_values[rank] >= size:
                found = int(rank)
                break
        table = self.rank_table.loc[list(p_values), ["trace", "trace_p", "trace_corrected_p"]].copy()
        table.insert(1, "p_bootstrap", pd.Series(p_values))
        table.attrs = {"rank": found, "draws": draws, "errors": "wild" if wild else "resampled"}
        return table

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
        rank = self._rank(rank)
        rows = [restrictions] if isinstance(restrictions, Mapping) else list(restrictions)
        R = np.zeros((len(rows), len(self.terms)))
        for row, weights in enumerate(rows):
            for term, weight in weights.items():
                R[row, self._place(term, self.terms)] = weight
        H = linalg.null_space(R)
        removed = len(self.terms) - H.shape[1]
        if removed < len(rows) or H.shape[1] < rank:
            raise EstimationError(
                f"{len(rows)} restrictions leave {H.shape[1]} directions for {rank} relations: "
                "they repeat each other, or are too many."
            )
        statistic, _ = reduced_rank.restrict_beta(self.model, H, rank)
        text = "; ".join(
            " + ".join(f"{w:g} beta({t})" for t, w in weights.items()) + " = 0" for weights in rows
        )
        return _chi_squared(text, statistic, rank * removed)

    def test_weak_exogeneity(self, *names: str, rank: int = 1) -> HypothesisTest:
        """Likelihood-ratio test that these variables do not adjust: their alpha is zero."""
        zero = [self._place(name, self.variables) for name in names]
        if not zero:
            raise EstimationError(f"name one or more of {', '.join(self.variables)}.")
        statistic = reduced_rank.restrict_alpha(self.model, zero, self._rank(rank))
        return _chi_squared(f"alpha({', '.join(names)}) = 0", statistic, rank * len(zero))

    def pass_through(self, rank: int = 1, *, unconditional: bool = False) -> Effect:
        r"""Long-run pass-through :math:`-\beta_e/\beta_p` of the one relation.

        Given the other variables of the relation. Its variance, with
        :math:`\beta_p = 1` and i over the other terms, is an element of
        :math:`(\alpha'\Omega^{-1}\alpha)^{-1} (R_{1i}'R_{1i})^{-1}`; t is normal
        in the limit (Johansen 1995, section 13.2).

        Raises
        ------
        EstimationError
            If the trace test does not reject rank 0 at 5 %, unless
            `unconditional`; or with more than one relation, none of which is
            *the* relation without restrictions from theory.
        """
        if self._rank(rank) != 1:
            raise EstimationError(
                f"with {rank} relations the ratio depends on how they are mixed, so no "
                "pass-through is identified from beta. Use rank=1, or path(rank=...)."
            )
        first = self.rank_table.loc[0]
        if first["trace_p"] >= 0.05 and not unconditional:
            raise EstimationError(
                f"no cointegration supported: trace {first['trace']:.2f}, 5 % critical value "
                f"{first['trace_5pct']:.2f}, p = {first['trace_p']:.3f}; pass-through withheld. "
                "unconditional=True gives the number that a relation would imply."
            )
        beta = self.beta(1)["relation 1"].to_numpy()
        alpha = self.alpha(1)["relation 1"].to_numpy()
        others = self.model.R1[:, 1:]
        precision = alpha @ np.linalg.solve(self.omega(1), alpha)
        variance = np.linalg.inv(others.T @ others)[0, 0] / precision
        return Effect.of(-beta[1], np.sqrt(variance), Critical("normal"), label="long run")

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
        equations = self.equations(rank)
        kept = rank + p * (self.lags - 1)
        omega, bread = self.omega(rank), equations[0].bread[:kept, :kept]
        impact = omega[:, 1]
        V = linalg.block_diag(
            np.kron(omega, bread), (omega * omega[1, 1] + np.outer(impact, impact)) / self.nobs
        )
        vectors = self.beta(rank).to_numpy()[:p]

        def respond(values: np.ndarray) -> np.ndarray:
            """Price over exchange rate, then the exchange rate; shape (2, H + 1)."""
            block = values[:-p].reshape(p, kept)
            A = reduced_rank.levels_matrices(block[:, :rank] @ vectors.T, block[:, rank:])
            path = reduced_rank.responses(A, values[-p:] / values[1 - p], horizons)
            return np.stack([path[:, 0] / path[:, 1], path[:, 1]])

        values = np.concatenate([*(e.beta[:kept] for e in equations), impact])
        gradient = np.empty((2, horizons + 1, len(values)))
        for i in range(len(values)):
            stepped = values.astype(complex)
            stepped[i] += 1j * STEP
            gradient[:, :, i] = respond(stepped).imag / STEP
        ratio, own = respond(values)
        spread = np.sqrt(np.einsum("hi,ij,hj->h", gradient[1], V, gradient[1]))
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
            covariance=gradient[0] @ V @ gradient[0].T,
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

    def _place(self, name: str, among: tuple[str, ...]) -> int:
        if name not in among:
            raise EstimationError(f"no {name!r} among {', '.join(among)}.")
        return among.index(name)


def _chi_squared(text: str, statistic: float, restrictions: int) -> HypothesisTest:
    pvalue = float(special.chdtrc(restrictions, statistic))
    return HypothesisTest(text, statistic, pvalue, restrictions, f"chi2({restrictions})")
