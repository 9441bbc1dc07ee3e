"""How rows of published estimates are printed: with their definition, and with the digits of their source."""

from __future__ import annotations

import pandas as pd

from analysis.report.author.numbers import fixed


def names(frame: pd.DataFrame, study: pd.Series | None = None) -> list[str]:
    """Study of each row with its definition in brackets, and a mark where the figure is from memory.

    Parameters
    ----------
    frame : DataFrame
        Rows of the table `literature`.
    study : Series, optional
        Names to print; "Authors (year)" by default.
    """
    if study is None:
        study = frame["authors"] + " (" + frame["year"].astype(str) + ")"
    lines = []
    for name, label, memory in zip(study, frame["label"], frame["from_memory"], strict=True):
        lines.append(
            name + (" – from memory" if memory == "yes" else "") + ("" if pd.isna(label) else f"\n({label})")
        )
    return lines


def figures(frame: pd.DataFrame) -> list[str]:
    """Figure of each row with the digits that its source gives.

    A range is printed as the range and not as its middle, which the source does not have; a bound says that
    it is one.
    """
    return [_figure(row) for _, row in frame.iterrows()]


def _figure(row: pd.Series) -> str:
    if pd.isna(row["estimate"]):
        return "no number"
    digits = int(row["decimals"])
    if row["kind"] == "midpoint":
        return f"{fixed(row['low'], digits)} to {fixed(row['high'], digits)}"
    return fixed(row["estimate"], digits) + (f"\n({row['kind']})" if "bound" in row["kind"] else "")
