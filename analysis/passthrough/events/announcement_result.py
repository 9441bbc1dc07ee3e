"""Abnormal moves on announcement days and what to compare them with; `announcement_test` makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.grid import Grid
from analysis.numerals import fixed
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.export import export
from analysis.passthrough.core.multiple_testing import romano_wolf
from analysis.passthrough.core.present import p_text, plain
from analysis.passthrough.core.randomisation import (
    critical_value,
    detectable,
    pvalues,
)
from analysis.passthrough.core.result import HypothesisTest

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class AnnouncementTest(Finding):
    """An event study of one currency, E announcements by W windows.

    Attributes
    ----------
    currency : str
    windows : tuple of (first, last)
    days : DataFrame
        By announcement: announced, first_fixing, closed (nothing was published on the day), currencies.
    paths : DataFrame, shape (E, offsets)
        Abnormal returns, per cent.
    errors : ndarray, shape (E,)
        Standard deviation of a day's abnormal return in the estimation window, per cent.
    statistics : ndarray, shape (E, W)
        Cumulated abnormal returns over `errors` and the square root of the rows.
    placebo : ndarray, shape (rotations, E, W)
        The same, all announcements moved together.
    placebo_paths : ndarray, shape (days, offsets)
        Abnormal returns at every single placebo date, in standard deviations.
    others : DataFrame
        Statistic of every currency at each announcement.
    specification : dict
    """

    currency: str
    windows: tuple[tuple[int, int], ...]
    days: pd.DataFrame
    paths: pd.DataFrame
    errors: np.ndarray
    statistics: np.ndarray
    placebo: np.ndarray
    placebo_paths: np.ndarray
    others: pd.DataFrame
    specification: dict = field(default_factory=dict)

    title = "Announcements"

    @property
    def warnings(self) -> tuple[str, ...]:
        """None: what must be said is in the verdicts."""
        return ()

    @property
    def nobs(self) -> int:
        """Rotations that the announcements are compared with."""
        return len(self.placebo)

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First fixing of the first and of the last announcement."""
        return (
            pd.Period(self.days["first_fixing"].min(), "D"),
            pd.Period(self.days["first_fixing"].max(), "D"),
        )

    def __post_init__(self) -> None:
        for name in ("errors", "statistics", "placebo", "placebo_paths"):
            array = np.array(getattr(self, name), dtype=float)
            if not np.isfinite(array).all():
                raise EstimationError(f"the announcement test of {self.currency} is not finite ({name}).")
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @property
    def names(self) -> list[str]:
        """Of the windows, as in the tables: "[0, 4]"."""
        return [f"[{a}, {b}]" for a, b in self.windows]

    @property
    def any_pvalue(self) -> float:
        """p-value of no abnormal move in any window of any announcement."""
        return float(self._adjusted().min())

    @property
    def any_test(self) -> HypothesisTest:
        """The test of no abnormal move anywhere, with what it asks."""
        text = f"no abnormal move in any of {len(self.windows)} windows of any announcement"
        largest = float(np.abs(self.statistics).max())
        return HypothesisTest(
            text, largest, self.any_pvalue, self.statistics.size, f"{len(self.placebo)} placebo dates"
        )

    def to_frame(self, coverage: float = 0.95, power: float = 0.8) -> pd.DataFrame:
        """One row an announcement and window.

        Parameters
        ----------
        coverage : float
            1 less the size of the tests whose power is shown.
        power : float
            Probability with which the smallest detectable move is found.

        Returns
        -------
        DataFrame
            abnormal_return (per cent, cumulated), statistic; p_date among placebo dates, p_adjusted for all
            rows (Romano-Wolf); rank of its size among currencies, 1 the largest, and p_currency, which
            cannot be less than 1 over their number; detectable and detectable_family (per cent): the
            smallest move that the test of this row, and that of the whole family, would have found with
            probability `power`.
        """
        _E, W = self.statistics.shape
        flat, draws = self.statistics.reshape(-1), self._flat()
        widths = np.sqrt([b - a + 1 for a, b in self.windows])
        scale = (self.errors[:, None] * widths).reshape(-1)
        rank, number = self._ranks()
        index = pd.MultiIndex.from_product([self.days.index, self.names], names=["announcement", "window"])
        return pd.DataFrame(
            {
                "abnormal_return": flat * scale,
                "statistic": flat,
                "p_date": pvalues(flat, draws),
                "p_adjusted": self._adjusted(),
                "rank": rank.reshape(-1),
                "currencies": np.repeat(number, W),
                "p_currency": rank.reshape(-1) / np.repeat(number, W),
                "detectable": detectable(draws, critical_value(draws, coverage), power=power) * scale,
                "detectable_family": detectable(draws, self._family_value(coverage), power=power) * scale,
            },
            index=index,
        )

    def together(self) -> pd.DataFrame:
        """All announcements at once, by window; p_currency is among those that always take part."""
        mean, draws = self.statistics.mean(axis=0), self.placebo.mean(axis=1)
        whole = self.others.unstack("announcement").dropna()
        by_currency = np.column_stack([whole[name].mean(axis=1) for name in self.names])
        own = np.abs(by_currency[whole.index.get_loc(self.currency)])
        return pd.DataFrame(
            {
                "statistic": mean,
                "p_date": pvalues(mean, draws),
                "p_currency": (np.abs(by_currency) >= own).mean(axis=0),
                "currencies": len(whole),
            },
            index=pd.Index(self.names, name="window"),
        )

    def verdicts(self, coverage: float = 0.95, power: float = 0.8) -> pd.Series:
        """A sentence a row of `to_frame`: moved or not, and the smallest move that would have been found."""
        return (
            self.to_frame(coverage, power)
            .apply(self._verdict, axis=1, coverage=coverage, power=power)
            .rename("verdict")
        )

    def summary(self) -> str:
        """Verdicts, the joint tests and the specification, as text."""
        lines = [f"announcements and {self.currency}: abnormal return against a basket"]
        for (event, window), text in self.verdicts().items():
            day = self.days.loc[event, "first_fixing"]
            lines.append(f"  {event} (fixing of {day}), rows {window}: {text}")
        for window, row in self.together().iterrows():
            lines.append(
                f"  all together, rows {window}: mean statistic {row['statistic']:+.2f}, p "
                f"{p_text(row['p_date'])} among dates, "
                f"{p_text(row['p_currency'])} among {row['currencies']:.0f} currencies"
            )
        lines.append(f"  no abnormal move anywhere: p {p_text(self.any_pvalue)}")
        return "\n".join(lines + [f"  {key}: {plain(value)}" for key, value in self.specification.items()])

    def export(self, path: Path | str) -> Path:
        """Write the table to a .csv, .tex or .html file."""
        caption = f"Announcements and {self.currency}: abnormal return against a basket, per cent"
        return export(
            self.to_frame(),
            path,
            caption=caption,
            notes=[(k, plain(v)) for k, v in self.specification.items()],
        )

    def plot(self, ax: Axes | None = None, coverage: float = 0.95) -> Axes:
        """Draw cumulated abnormal returns and the range of placebo dates, in standard deviations."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        rows = self.paths.columns.to_numpy()
        after = rows >= 0
        band = critical_value(np.cumsum(self.placebo_paths[:, after], axis=1), coverage)
        text = f"{100 * coverage:g} % of placebo dates"
        ax.fill_between(rows[after], -band, band, color="0.5", alpha=0.2, linewidth=0, label=text)
        for name, error in zip(self.paths.index, self.errors, strict=True):
            ax.plot(
                rows[after], np.cumsum(self.paths.loc[name].to_numpy()[after]) / error, marker=".", label=name
            )
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        ax.set_xlabel("Fixings after the announcement")
        ax.set_ylabel(f"{self.currency} against the basket, standard deviations (up = weaker)")
        return ax

    def _repr_html_(self) -> str:
        heads = (
            "", "rows", "abnormal return, %", "p, dates", "p, adjusted", "rank among currencies",
            "80 % power from, %",
        )  # fmt: skip
        rows = [
            (
                str(event),
                str(window),
                ("+" if row["abnormal_return"] > 0 else "") + fixed(row["abnormal_return"], 2),
                p_text(row["p_date"]),
                p_text(row["p_adjusted"]),
                f"{row['rank']:.0f} of {row['currencies']:.0f}",
                fixed(row["detectable_family"], 2),
            )
            for (event, window), row in self.to_frame().iterrows()
        ]
        return Grid.of(heads, rows, right=heads[2:], stubs=1).html(
            f"Announcements and {self.currency}: abnormal return against a basket"
        )

    def __repr__(self) -> str:
        E, W = self.statistics.shape
        return (
            f"<AnnouncementTest {self.currency}: {E} x {W} windows, p of no move {p_text(self.any_pvalue)}>"
        )

    def _flat(self) -> np.ndarray:
        return self.placebo.reshape(len(self.placebo), -1)

    def _adjusted(self) -> np.ndarray:
        return romano_wolf(self.statistics.reshape(-1), self._flat())

    def _family_value(self, coverage: float) -> float:
        """Critical value of the largest statistic: what the weakest row of the family must pass."""
        return float(critical_value(np.abs(self._flat()).max(axis=1)[:, None], coverage)[0])

    def _ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Rank of the currency by size of its statistic, 1 the largest, (E, W); number of currencies (E,)."""
        rank, number = np.empty(self.statistics.shape), np.empty(len(self.days))
        for e, event in enumerate(self.days.index):
            table = self.others.loc[event]
            rank[e] = (np.abs(table.to_numpy()) >= np.abs(table.loc[self.currency].to_numpy())).sum(axis=0)
            number[e] = len(table)
        return rank, number

    @staticmethod
    def _verdict(row: pd.Series, coverage: float, power: float) -> str:
        moved = row["p_adjusted"] <= 1 - coverage + 1e-12
        way = "weaker" if row["abnormal_return"] > 0 else "stronger"
        text = f"{row['abnormal_return']:+.2f} %, "
        text += f"abnormally {way}" if moved else "within what other dates show"
        return (
            f"{text} (p {p_text(row['p_date'])}, {p_text(row['p_adjusted'])} for the family; "
            f"{row['rank']:.0f} of "
            f"{row['currencies']:.0f} currencies by size); {100 * power:g} % power from "
            f"{row['detectable_family']:.2f} %"
        )
