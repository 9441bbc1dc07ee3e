r"""Do rises and falls of the exchange rate pass through alike (NARDL)?

The log exchange rate is split into the partial sums of its rises and falls,
:math:`e_t = e_0 + e^+_t + e^-_t`, and both enter the error-correction
regression (Shin, Yu and Greenwood-Nimmo 2014). A test that does not reject
symmetry says little by itself, so each comes with its power: how often it would
have found an asymmetry of a stated size, and the size that it would have found
four times in five.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.inference import Covariance, wald
from analysis.passthrough.core.levels import on_calendar
from analysis.passthrough.core.power import detectable, power
from analysis.passthrough.core.present import p_text
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.long_run import symmetry_power, uecm
from analysis.passthrough.long_run.error_correction_result import ErrorCorrection

#: Size of the symmetry tests whose power is given, and the power at which an asymmetry counts as detectable.
SIZE, DETECTABLE = 0.05, 0.80


@dataclass(frozen=True, eq=False)
class Asymmetric(Paths):
    """Pass-through of rises and of falls, and the tests that compare them.

    Attributes
    ----------
    rise, fall : ErrorCorrection
        Per cent response to a lasting 1 % rise, and per cent fall of the price
        after a lasting 1 % fall: positive both, if prices follow.
    gap : PassThrough
        Rise less fall by horizon, with its joint covariance.
    tests : DataFrame
        Wald tests of symmetry: "long run" by the delta method on the ratios,
        "long run, linear" of equal level coefficients, which needs no division
        by phi, and "short run" of equal sums of the change coefficients.
        Columns difference, std_error, wald, pvalue; power, of the 5 % test
        against a difference of `alternative` in what is passed on; detectable,
        the difference against which it is 0.8. Both from the standard error,
        hence for large samples; `power` simulates.
    alternative : float
    covariance : Covariance
        Of the regression coefficients.
    """

    rise: ErrorCorrection
    fall: ErrorCorrection
    gap: PassThrough
    tests: pd.DataFrame
    alternative: float
    covariance: Covariance

    title = "Rises and falls in error correction: tests of symmetry"

    @property
    def specification(self) -> dict:
        """What was estimated; that of falls is the same."""
        return self.rise.specification

    @property
    def warnings(self) -> tuple[str, ...]:
        """Of both paths, each once."""
        return tuple(dict.fromkeys(self.rise.warnings + self.fall.warnings))

    @property
    def nobs(self) -> int:
        """Rows of the one regression."""
        return self.rise.nobs

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period."""
        return self.rise.sample

    def to_frame(self) -> pd.DataFrame:
        """The tests of symmetry, as `tests`."""
        return self.tests.copy()

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Each test in a sentence, with what it could have found."""
        return tuple(
            f"{name}: symmetry {'rejected' if row['pvalue'] < SIZE else 'not rejected'} at "
            f"{100 * SIZE:g} % (p {p_text(row['pvalue'])}); power {row['power']:.2f} against a "
            f"difference of {self.alternative:g}, {DETECTABLE:g} against {row['detectable']:.2f}"
            for name, row in self.tests.iterrows()
        )

    def power(
        self,
        difference: float | None = None,
        rng: np.random.Generator | None = None,
        *,
        where: str = "long run",
        draws: int = 500,
        size: float = SIZE,
    ) -> pd.DataFrame:
        """Size and power in samples like this one, by simulation; see `symmetry_power.simulate`.

        `difference` defaults to `alternative`.
        """
        return symmetry_power.simulate(
            self.rise.regression,
            (self.rise.driver, self.fall.driver),
            self.alternative if difference is None else difference,
            generator(rng),
            where=where,
            draws=draws,
            size=size,
        )

    def summary(self) -> str:
        """Both paths and every verdict, as text."""
        lines = [self.rise.summary(), self.fall.summary(), "rise against fall"]
        return "\n".join(lines + [f"  {text}" for text in self.verdicts])

    def __repr__(self) -> str:
        p = ", ".join(f"{name} {p:.3f}" for name, p in self.tests["pvalue"].items())
        return f"<asymmetric {self.rise!r}, {self.fall!r}; p of symmetry: {p}>"


def partial_sums(fx: pd.Series) -> dict[str, pd.Series]:
    """Rises and falls of `fx` cumulated from its first period, as levels.

    The level of each is exp of its partial sum, so that it starts at 1 and its
    log is the partial sum. An exchange rate with a gap is refused: what it did
    inside the gap belongs to one of the sums, and which is not known.
    """
    fx = fx.loc[fx.first_valid_index() : fx.last_valid_index()]
    calendar = pd.period_range(fx.index[0], fx.index[-1], freq=fx.index.freq)
    logs = np.log(on_calendar(fx, calendar))
    if np.isnan(logs).any():
        raise EstimationError(
            f"{fx.name} has no value for {calendar[np.isnan(logs)][0]}, so its rises and falls "
            "cannot be summed over it. Use a series without gaps or a shorter one."
        )
    change = np.diff(logs, prepend=logs[0])
    return {
        f"{fx.name}_{word}": pd.Series(np.exp(np.cumsum(part)), index=calendar, name=f"{fx.name}_{word}")
        for word, part in (("rise", np.maximum(change, 0)), ("fall", np.minimum(change, 0)))
    }


def compare(rise: ErrorCorrection, fall: ErrorCorrection, cov: Covariance, alternative: float) -> Asymmetric:
    """Difference of two paths from one regression, and the symmetry tests."""
    if not (np.isfinite(alternative) and alternative > 0):
        raise EstimationError(f"alternative is a difference above zero, not {alternative!r}.")
    regression, last = rise.regression, int(rise.horizons[-1])
    up, down = rise.driver, fall.driver
    estimate, gradient = uecm.multipliers(regression, {up: 1.0, down: -1.0}, last)
    gap = PassThrough(
        **rise.identity | {"driver": up.removesuffix("_rise")},
        method="asymmetry, rise less fall",
        estimate=estimate,
        covariance=gradient @ cov.matrix @ gradient.T,
        warnings=rise.warnings,
    )
    linear, short = symmetry_power.contrasts(regression, up, down)
    beta = regression.fit.beta
    # Level coefficients differ by |phi| times what the long runs differ by.
    adjustment = abs(beta[regression.level[regression.outcome]])
    restrictions = {
        "long run": (*uecm.long_run(regression, {up: 1.0, down: -1.0}), 1.0),
        "long run, linear": (float(linear @ beta), linear, adjustment),
        "short run": (float(short @ beta), short, 1.0),
    }
    rows = {}
    for name, (value, slope, scale) in restrictions.items():
        if slope.any():
            variance = float(slope @ cov.matrix @ slope)
            error = np.sqrt(variance) / scale
            rows[name] = (
                value,
                np.sqrt(variance),
                *wald([value], [[variance]], cov.critical),
                power(alternative / error, cov.critical, SIZE),
                detectable(cov.critical, DETECTABLE, SIZE) * error,
            )
    columns = ["difference", "std_error", "wald", "pvalue", "power", "detectable"]
    tests = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return Asymmetric(rise, fall, gap, tests, float(alternative), cov)
