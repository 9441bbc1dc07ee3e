"""The result of a break test; `break_test` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.passthrough.core.present import axes, p_text
from analysis.passthrough.stability.finding import RegimeFinding

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BreakTest(RegimeFinding):
    """A test for one break, its date, and pass-through on either side; see `RegimeFinding`.

    Attributes
    ----------
    path : Series
        Wald statistic of a break after each candidate date; the index is the
        last period of the old regime.
    tests : DataFrame
        Rows sup, ave and exp: statistic, p_bootstrap, p_hansen.
    last_before, date : Period
        Last period of the old and first period of the new regime, where the
        Wald statistic is largest.
    known : DataFrame
        One row a known date: statistic, p-values, and p_holm for the family.
    critical_values : Series
        Of the sup statistic by level, from the bootstrap.
    restrictions : int
        Number of coefficients tested.
    hypothesis : str
        What the p-value is of, from the coefficients that the test restricts: "no break in the constant".

    Notes
    -----
    `effects` are "before", "after" and "change", at `date`. The standard errors
    take `date` as known. If there is no break, `date` is where the data happen to
    differ most, and the change is exaggerated: read `effects` together with the
    p-value.
    """

    path: pd.Series
    tests: pd.DataFrame
    last_before: pd.Period
    date: pd.Period
    known: pd.DataFrame
    critical_values: pd.Series
    restrictions: int
    hypothesis: str

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
        """The three tests; `known` and `effects` hold the rest."""
        return self.tests.copy()

    def summary(self) -> str:
        """Statistics, date, effects, known dates and every warning, as text."""
        known = [
            f"  {name} ({row['date']}): Wald {row['statistic']:.2f}, Holm p {p_text(row['p_holm'])}"
            for name, row in self.known.iterrows()
        ]
        return self.text(
            f"break test of {self.restrictions} coefficients, {self.hypothesis}: {self.header}",
            f"  sup-Wald {self.statistic:.2f}, p {p_text(self.pvalue)}, new regime from {self.date}",
            *self.effect_lines,
            *known,
        )

    def plot(self, ax: Axes | None = None, coverage: float = 0.95) -> Axes:
        """Draw the Wald path, the bootstrap critical value of its maximum, and the date."""
        ax = axes(ax)
        when = self.path.index.to_timestamp()
        ax.plot(when, self.path.to_numpy())
        if coverage in self.critical_values.index:
            value = self.critical_values[coverage]
            ax.axhline(value, color="0.3", linestyle="--", linewidth=0.8)
            ax.annotate(
                f"{100 * coverage:g} % critical value of the maximum",
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
