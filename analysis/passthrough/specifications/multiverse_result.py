"""What a multiverse reports: every specification, where the main one stands, and the joint evidence."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.export import export
from analysis.passthrough.core.present import p_text
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.specifications.grid import Plan
from analysis.passthrough.specifications.importance import REST
from analysis.passthrough.specifications.joint_tests import SIZE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Multiverse(Paths):
    """A grid of estimates of one pass-through.

    Attributes
    ----------
    plan : Plan
        The grid and the main specification; `plan.digest` is what was stated.
    table : DataFrame, one row a specification
        Its choices, then estimate, std_error, low, high (ends of the interval;
        infinite where `bounded` is false, and `set` says more), z (the p-value
        as a standard normal value with the sign of the estimate), pvalue of no
        pass-through, nobs, first, last, reference distribution, reason (why it
        was not estimated; empty if it was), main, p_romano_wolf, p_holm.
    joint : DataFrame
        See `analysis.passthrough.specifications.joint_tests`.
    importance : DataFrame
        Share of the variance of estimates and of z by dimension.
    draws : int
    coverage : float
    """

    plan: Plan
    table: pd.DataFrame
    joint: pd.DataFrame
    importance: pd.DataFrame
    draws: int
    coverage: float

    title = "Multiverse"

    @property
    def specification(self) -> dict:
        """The main specification."""
        return dict(self.plan.main)

    @property
    def warnings(self) -> tuple[str, ...]:
        """How many specifications gave no estimate."""
        return (f"{len(self.failures)} specifications gave no estimate",) if len(self.failures) else ()

    @property
    def nobs(self) -> int:
        """Rows of the main specification."""
        return int(self.main["nobs"])

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """Of the main specification."""
        return (self.main["first"], self.main["last"])

    def __len__(self) -> int:
        return len(self.table)

    @property
    def estimated(self) -> pd.DataFrame:
        """Rows that have an estimate, from the smallest to the largest."""
        there = self.table[self.table["reason"] == ""]
        return there.sort_values("estimate", kind="stable")

    @property
    def failures(self) -> pd.DataFrame:
        """Rows that were not estimated: their choices and the reason."""
        return self.table.loc[self.table["reason"] != "", [*self.plan.table, "reason"]]

    @property
    def main(self) -> pd.Series:
        """Row of the main specification."""
        return self.table.loc[self.plan.place]

    @property
    def rank(self) -> int:
        """Place of the main estimate among all, 1 the smallest; ties share the middle place, rounded down."""
        estimates, own = self.estimated["estimate"].to_numpy(float), self.main["estimate"]
        same = np.isclose(estimates, own, rtol=1e-12, atol=0)
        return int(np.sum((estimates < own) & ~same)) + (int(same.sum()) + 1) // 2

    @property
    def median(self) -> float:
        """Median estimate."""
        return float(self.estimated["estimate"].median())

    @property
    def share_same_sign(self) -> float:
        """Share of estimates with the sign of the main one."""
        return float((np.sign(self.estimated["estimate"]) == np.sign(self.main["estimate"])).mean())

    @property
    def share_significant(self) -> float:
        """Share with that sign and a p-value below 5 %, one at a time."""
        rows = self.estimated
        return float(
            ((rows["pvalue"] < SIZE) & (np.sign(rows["z"]) == np.sign(self.main["estimate"]))).mean()
        )

    def test(self, name: str = "median") -> HypothesisTest:
        """One of the joint tests, a row of `joint`, with what it asks."""
        row = self.joint.loc[name]
        text = f"no response in any specification, judged by the {row['statistic']}"
        return HypothesisTest(text, float(row["value"]), float(row["pvalue"]), 1, f"{self.draws} draws")

    @property
    def share_significant_jointly(self) -> float:
        """The same with Romano-Wolf p-values: not one false rejection in the family, at 5 %."""
        rows = self.estimated
        return float(
            ((rows["p_romano_wolf"] < SIZE) & (np.sign(rows["z"]) == np.sign(self.main["estimate"]))).mean()
        )

    def by(self, dimension: str) -> pd.DataFrame:
        """Number, median, range of estimates and share significant (5 %) by label of one dimension."""
        groups = self.estimated.groupby(dimension, sort=False)
        frame = groups["estimate"].agg(["size", "median", "min", "max"])
        frame["significant"] = groups["pvalue"].agg(lambda p: float((p < SIZE).mean()))
        labels = [label for label in self.plan.table[dimension].unique() if label in frame.index]
        return frame.loc[labels].rename(columns={"size": "specifications"})

    def to_frame(self) -> pd.DataFrame:
        """The table."""
        return self.table.copy()

    def export(self, path: Path | str) -> Path:
        """Write the table to a .csv, .tex or .html file; see `analysis.passthrough.core.export`."""
        return export(
            self.table,
            path,
            caption=f"Multiverse of {len(self)} specifications, plan {self.plan.digest[:12]}",
            notes=self._lines(),
        )

    def plot(self, figure: Figure | None = None, **options) -> Figure:
        """Draw the specification curve; see `analysis.passthrough.specifications.curve`."""
        from analysis.passthrough.specifications.curve import draw

        return draw(self.estimated, self.plan, figure, **options)

    def summary(self) -> str:
        """The main estimate, its place, the joint tests and what was not estimated, as text."""
        return "\n".join(f"{label}: {text}" for label, text in self._lines())

    def _lines(self) -> list[tuple[str, str]]:
        main, rows = self.main, self.estimated
        chosen = ", ".join(
            f"{name} {label}" for name, label in self.plan.main.items() if name in self.plan.varied
        )
        lines = [
            ("plan", f"{len(self)} specifications, digest {self.plan.digest[:12]}"),
            ("main", f"{chosen or 'the only one'}"),
            (
                "main estimate",
                f"{main['estimate']:.3f} ({main['std_error']:.3f}), "
                f"{100 * self.coverage:g} % set {main['set']}, p {p_text(main['pvalue'])}, "
                f"Romano-Wolf {p_text(main['p_romano_wolf'])}, n = {int(main['nobs'])}",
            ),
            (
                "curve",
                f"main has rank {self.rank} of {len(rows)}; median {self.median:.3f}, from "
                f"{rows['estimate'].iloc[0]:.3f} to {rows['estimate'].iloc[-1]:.3f}",
            ),
            (
                "same sign",
                f"{100 * self.share_same_sign:.0f} % of estimates; significant at 5 % with it: "
                f"{100 * self.share_significant:.0f} % alone, {100 * self.share_significant_jointly:.0f} % "
                "corrected for the family (Romano-Wolf)",
            ),
        ]
        for _, test in self.joint.iterrows():
            lines.append(
                (
                    test["statistic"],
                    f"{test['value']:.3f}, under the joint null {test['null_low']:.3f} to "
                    f"{test['null_high']:.3f}, p {p_text(test['pvalue'])}",
                )
            )
        choices = self.importance.drop(index=REST)
        if len(choices) and np.isfinite(choices.iloc[0, 1]):
            lines.append(
                (
                    "matters most",
                    f"{choices.index[0]}, {100 * choices.iloc[0, 1]:.0f} % of the variance of estimates",
                )
            )
        lines.append(
            ("null", f"{self.draws} joint draws of all price series without an effect of the exchange rate")
        )
        for reason, count in self.failures["reason"].map(_kind).value_counts().items():
            lines.append(("not estimated", f"{count}: {reason}"))
        return lines

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in self._lines()
        )
        return f"<table><caption>Multiverse</caption><tbody>{rows}</tbody></table>"

    def __repr__(self) -> str:
        return (
            f"<Multiverse: {len(self)} specifications, {len(self.failures)} not estimated; main "
            f"{self.main['estimate']:.3f}, rank {self.rank}, median {self.median:.3f}>"
        )


def _kind(reason: str) -> str:
    """A reason without the numbers of its specification, to be counted."""
    return reason.split(":")[0]
