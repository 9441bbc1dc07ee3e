"""The result of a break test; `break_test` makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.present import p_text, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class BreakTest:
    """A test for one break, its date, and pass-through on either side.

    Attributes
    ----------
    outcome, driver : str
    coefficients : {"fx", "all"}
        What may break and is tested.
    path : Series
        Wald statistic of a break after each candidate date; the index is the
        last period of the old regime.
    tests : DataFrame
        Rows sup, ave and exp: statistic, p_bootstrap, p_hansen.
    last_before, date : Period
        Last period of the old and first period of the new regime, where the
        Wald statistic is largest.
    effects : dict of str to Effect
        Long-run pass-through "before", "after" and its "change", at `date`.
    known : DataFrame
        One row a known date: statistic, p-values, and p_holm for the family.
    critical_values : Series
        Of the sup statistic by level, from the bootstrap.
    restrictions : int
        Number of coefficients tested.
    nobs : int
    sample : (Period, Period)
    specification : dict
    warnings : tuple of str

    Notes
    -----
    The standard errors take `date` as known. If there is no break, `date` is
    where the data happen to differ most, and the change is exaggerated: read
    `effects` together with the p-value.
    """

    outcome: str
    driver: str
    coefficients: str
    path: pd.Series
    tests: pd.DataFrame
    last_before: pd.Period
    date: pd.Period
    effects: dict[str, Effect]
    known: pd.DataFrame
    critical_values: pd.Series
    restrictions: int
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    specification: dict = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def statistic(self) -> float:
        """The sup-Wald statistic, not divided by the number of restrictions."""
        return float(self.tests.loc["sup", "statistic"])

    @property
    def pvalue(self) -> float:
        """Of the sup-Wald statistic: bootstrap if there is one, else Hansen (1997)."""
        bootstrap = float(self.tests.loc["sup", "p_bootstrap"])
        return float(self.tests.loc["sup", "p_hansen"]) if np.isnan(bootstrap) else bootstrap

    def to_frame(self) -> pd.DataFrame:
        """The three tests; `known` and `effects_frame` hold the rest."""
        return self.tests.copy()

    def effects_frame(self) -> pd.DataFrame:
        """Rows before, after, change: estimate, std_error, low, high, p_zero."""
        names = ["estimate", "std_error", "low", "high", "p_zero"]
        rows = {label: [getattr(e, name) for name in names] for label, e in self.effects.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=names)

    def summary(self) -> str:
        """Statistics, date, effects, known dates and every warning, as text."""
        first, last = self.sample
        lines = [
            f"break test: {self.driver} -> {self.outcome}, {self.restrictions} coefficients "
            f"({self.coefficients}), {first} to {last}, n = {self.nobs}",
            f"  sup-Wald {self.statistic:.2f}, p {p_text(self.pvalue)}, new regime from {self.date}",
        ]
        lines += [f"  long run, {label}: {effect}" for label, effect in self.effects.items()]
        for name, row in self.known.iterrows():
            lines.append(
                f"  {name} ({row['date']}): Wald {row['statistic']:.2f}, Holm p {p_text(row['p_holm'])}"
            )
        lines += [f"  {key}: {plain(value)}" for key, value in self.specification.items()]
        return "\n".join(lines + [f"  warning: {text}" for text in self.warnings])

    def plot(self, ax: Axes | None = None, level: float = 0.95) -> Axes:
        """Draw the Wald path, the bootstrap critical value of its maximum, and the date."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        when = self.path.index.to_timestamp()
        ax.plot(when, self.path.to_numpy())
        if level in self.critical_values.index:
            value = self.critical_values[level]
            ax.axhline(value, color="0.3", linestyle="--", linewidth=0.8)
            ax.annotate(
                f"{100 * level:g} % critical value of the maximum",
                (when[0], value),
                xytext=(0, 3),
                textcoords="offset points",
                fontsize="small",
            )
        ax.axvline(self.last_before.to_timestamp(), color="0.3", linestyle=":", linewidth=0.8)
        ax.set_ylim(bottom=0)
        ax.set_ylabel("Wald statistic of a break")
        return ax

    def __repr__(self) -> str:
        return (
            f"<BreakTest {self.driver} -> {self.outcome}: sup-Wald {self.statistic:.2f}, "
            f"p {p_text(self.pvalue)}, {self.date}>"
        )
