"""How a pass-through result is shown: text, HTML and a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from analysis.grid import Grid
from analysis.numerals import fixed
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.levels import FREQUENCIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Word for one period of each frequency. Pass-through runs on months and quarters; what moves the currency,
#: on days of publication.
UNITS = {**FREQUENCIES, "B": "business day"}


class ShownPath(Protocol):
    """What is shown of a result; `analysis.passthrough.core.result.PassThrough` has it."""

    method: str
    outcome: str
    driver: str
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    specification: dict
    warnings: tuple[str, ...]
    horizons: np.ndarray
    estimate: np.ndarray
    unit: str
    short_run: Effect
    long_run: Effect

    def band(self, coverage: float, joint: bool | str = False) -> pd.DataFrame:
        """Bounds by horizon."""
        ...


def axes(ax: Axes | None) -> Axes:
    """`ax`, or new axes."""
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots()
    return ax


def span(periods: int, unit: str) -> str:
    """A number of periods in words: "1 month", "12 months"."""
    return f"{periods} {unit}" if periods == 1 else f"{periods} {unit}s"


def after(periods: int, unit: str) -> str:
    """A horizon in words: "same month", "after 6 months"."""
    return f"same {unit}" if periods == 0 else f"after {span(periods, unit)}"


def p_text(p: float) -> str:
    """Three decimals, and no pretence below them."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


#: Entries of a specification that the short HTML form shows.
HEADLINE = ("lags", "own lags", "controls", "seasonal", "inference", "dates lost to gaps")


def facts(result: ShownPath, only: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    """Label and text of each line under the headline numbers."""
    first, last = result.sample
    rows = [("sample", f"{first} to {last}, {span(result.nobs, result.unit)}")]
    rows += [
        (str(key), plain(value)) for key, value in result.specification.items() if only is None or key in only
    ]
    rows += [("warning", text) for text in result.warnings]
    return rows


def plain(value: object) -> str:
    """A specification entry as a reader would write it."""
    if value is None or (isinstance(value, (dict, list, tuple)) and not value):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"  # stored behind numbers of pages too, with the minus of a program
    if isinstance(value, dict):
        return ", ".join(f"{key}: {plain(entry)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(entry) for entry in value)
    return str(value)


def summary(result: ShownPath) -> str:
    """The result in lines of plain text."""
    lines = [f"{result.method}: {result.driver} -> {result.outcome}"]
    for name, effect in (("short run", result.short_run), ("long run", result.long_run)):
        lines.append(f"  {name:<10} {effect}; p(0) {p_text(effect.p_zero)}, p(1) {p_text(effect.p_complete)}")
    lines += [f"  {label}: {text}" for label, text in facts(result)]
    return "\n".join(lines)


def html(result: ShownPath) -> str:
    """The result as a table of a notebook."""
    level = f"{100 * result.long_run.coverage:g} %"
    heads = ("", "pass-through", "s.e.", f"{level} interval", "p, none", "p, complete")
    rows = [
        (
            name,
            fixed(effect.estimate, 3),
            f"({fixed(effect.std_error, 3)})",
            interval(effect.low, effect.high, 3),
            p_text(effect.p_zero),
            p_text(effect.p_complete),
        )
        for name, effect in (("short run", result.short_run), (result.long_run.label, result.long_run))
    ]
    notes = [f"{label}: {text}" for label, text in facts(result, HEADLINE)]
    found = result.long_run.confidence_set
    if found is not None:
        notes.insert(0, f"{found.kind} set of the long run, {level}: {found}")
    return Grid.of(heads, rows, right=heads[1:], stubs=1).html(
        f"{result.method}: {result.driver} to {result.outcome}", notes
    )


def interval(low: float, high: float, decimals: int) -> str:
    """Both ends in square brackets."""
    return f"[{fixed(low, decimals)}, {fixed(high, decimals)}]"


def draw_path(
    result: ShownPath,
    ax: Axes | None = None,
    *,
    coverage: float = 0.95,
    joint: bool | str = "sup-t",
    label: str | None = None,
    color: str | None = None,
) -> Axes:
    """Draw cumulative pass-through with a pointwise band and a band for the whole path.

    Parameters
    ----------
    result : PassThrough
    ax : matplotlib Axes, optional
        A new one is made without it.
    coverage : float
        Coverage of both bands.
    joint : {"sup-t", "bonferroni", False}
        The outer band, dashed; False leaves it out.
    label : str, optional
        Name of the line in a legend; with several results on one `ax`.
    color : str, optional
        Default: the next colour of the axes.

    Returns
    -------
    matplotlib Axes
        The zero line is drawn, and complete pass-through (1) where it is in
        reach of the bands. There is no title: a caption belongs in the text.
    """
    ax = axes(ax)
    percent = f"{100 * coverage:g} %"
    (line,) = ax.plot(result.horizons, result.estimate, color=color, label=label or result.method, zorder=3)
    inner = result.band(coverage)
    ax.fill_between(
        result.horizons,
        inner["low"],
        inner["high"],
        color=line.get_color(),
        alpha=0.2,
        linewidth=0,
        label=f"{percent}, each horizon",
    )
    highest = inner["high"].max()
    if joint is not False:
        outer = result.band(coverage, joint)
        highest = outer["high"].max()
        name = outer.attrs["kind"]
        for end, text in (("low", f"{percent}, whole path ({name})"), ("high", "_nolegend_")):
            ax.plot(
                result.horizons,
                outer[end],
                color=line.get_color(),
                linestyle="--",
                linewidth=0.8,
                label=text,
            )
    ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
    if highest > 0.8:
        ax.axhline(1.0, color="0.3", linewidth=0.8, linestyle=":", zorder=1)
    ax.set_xlabel(f"{result.unit.capitalize()}s after a 1 % depreciation")
    ax.set_ylabel("Cumulative pass-through, %")
    return ax
