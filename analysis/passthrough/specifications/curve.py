"""The specification curve: estimates in order above, the choices behind each of them below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.passthrough.specifications.grid import NONE, Plan
from analysis.passthrough.specifications.joint_tests import SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Columns of the dashboard. More specifications than this share columns, shaded by how many have the
#: choice: single marks would be narrower than a pixel of a phone.
COLUMNS = 120
#: Inches of the upper panel and of one row of the dashboard.
UPPER, ROW = 2.5, 0.165
#: How dimensions are called above their rows.
NAMES = {"fx": "exchange rate", "own_lags": "own lags", "control_lags": "lags of controls"}
_SIGNIFICANT, _OTHER, _MAIN = "C0", "C5", "C1"


def draw(
    rows: pd.DataFrame, plan: Plan, figure: Figure | None = None, *, label: str = "Pass-through, %"
) -> Figure:
    """Draw the curve and its dashboard.

    Parameters
    ----------
    rows : DataFrame
        `Multiverse.estimated`.
    plan : Plan
    figure : matplotlib Figure, optional
        An empty one; a new one is made without it, as wide as the style says
        and as high as the choices need.
    label : str
        Of the vertical axis.

    Returns
    -------
    matplotlib Figure
        Two axes. Above, every estimate with its interval, coloured if it is
        significant at 5 % by itself, and the main specification; an interval
        that leaves the axes is cut at the frame. Below, one row a choice.
        There is no title: a caption belongs in the text.
    """
    shown = [name for name in plan.varied if rows[name].nunique() > 1]
    blocks = {
        name: [x for x in plan.table[name].unique() if (rows[name] == x).any() and x != NONE]
        for name in shown
    }
    height = sum(1 + len(labels) for labels in blocks.values())
    if figure is None:
        import matplotlib.pyplot as plt

        width = plt.rcParams["figure.figsize"][0]
        figure = plt.figure(figsize=(width, UPPER + ROW * height + 0.5), layout="constrained")
    if not shown:
        upper = figure.subplots()
        _curve(upper, rows, label)
        upper.set_xlabel("Specifications, rank by estimate")
        return figure
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[UPPER, ROW * height])
    _curve(upper, rows, label)
    _dashboard(lower, rows, blocks)
    place = int(np.flatnonzero(rows["main"])[0]) + 1
    for ax in (upper, lower):
        ax.axvline(place, color=_MAIN, linewidth=0.8, zorder=1.2)
    upper.tick_params(axis="x", labelbottom=False, length=0)
    lower.set_xlabel("Specifications, rank by estimate")
    return figure


def _curve(ax: Axes, rows: pd.DataFrame, label: str) -> None:
    x = np.arange(1, len(rows) + 1)
    estimate, low, high = (rows[name].to_numpy(float) for name in ("estimate", "low", "high"))
    significant = (rows["pvalue"] < SIZE).to_numpy()
    bottom, top = _window(estimate, low, high)
    few = len(rows) <= COLUMNS
    for chosen, colour in ((~significant, _OTHER), (significant, _SIGNIFICANT)):
        ax.vlines(
            x[chosen],
            np.maximum(low[chosen], bottom),
            np.minimum(high[chosen], top),
            color=colour,
            alpha=0.45 if few else 0.3,
            linewidth=1.2 if few else max(0.3, 250 / len(rows)),
            zorder=2,
        )
        name = "significant at 5 %" if colour == _SIGNIFICANT else "not significant"
        if chosen.any():
            ax.plot(
                x[chosen],
                estimate[chosen],
                ".",
                color=colour,
                markersize=4 if few else 2,
                label=name,
                zorder=3,
            )
    main = rows["main"].to_numpy()
    ax.plot(x[main], estimate[main], "D", color=_MAIN, markersize=6, label="main specification", zorder=4)
    ax.axhline(0.0, color=_ink(), linewidth=0.9, zorder=1.5)
    ax.set_ylim(bottom, top)
    margin = 0.01 * len(rows) + 0.5
    ax.set_xlim(1 - margin, len(rows) + margin)
    ax.set_ylabel(label)
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderpad=0, columnspacing=1.2, handletextpad=0.3
    )


def _window(estimate: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """Vertical range: all estimates, zero, and all but the longest intervals."""
    ends = np.r_[low[np.isfinite(low)], high[np.isfinite(high)]]
    bottom, top = np.quantile(ends, [0.02, 0.98]) if len(ends) else (0.0, 0.0)
    # A ratio with a denominator near zero may be anywhere; the bulk of the estimates decides.
    middle, spread = np.median(estimate), np.subtract(*np.quantile(estimate, [0.9, 0.1]))
    reach = max(4 * spread, 1e-9)
    bottom = max(min(bottom, estimate.min(), 0.0), min(middle - reach, 0.0))
    top = min(max(top, estimate.max(), 0.0), max(middle + reach, 0.0))
    margin = 0.04 * (top - bottom) + 1e-9
    return bottom - margin, top + margin


def _dashboard(ax: Axes, rows: pd.DataFrame, blocks: dict[str, list[str]]) -> None:
    import matplotlib.pyplot as plt

    number = len(rows)
    edges = np.unique(np.linspace(0, number, min(number, COLUMNS) + 1).round().astype(int))
    centre, width = (edges[:-1] + edges[1:] + 1) / 2, np.diff(edges)
    place = int(np.flatnonzero(rows["main"])[0])
    ticks, names, y = [], [], 0.0
    for dimension, labels in blocks.items():
        # Its name stands on a row of its own: beside the labels it would cost the width of a phone.
        ticks.append(y)
        names.append(NAMES.get(dimension, dimension))
        for label in labels:
            y -= 1
            has = (rows[dimension] == label).to_numpy()
            share = np.add.reduceat(has.astype(float), edges[:-1]) / width
            _marks(ax, centre[share > 0], y, width[share > 0], share[share > 0])
            if has[place]:
                ax.plot(place + 1, y, "D", color=_MAIN, markersize=3.5, zorder=4)
            ticks.append(y)
            names.append(label)
        y -= 1
    ax.set_yticks(ticks, names)
    ax.tick_params(axis="y", length=0)
    heads = np.cumsum([0, *(1 + len(labels) for labels in blocks.values())])[:-1]
    for head in heads:
        ax.get_yticklabels()[head].set(color=plt.rcParams["text.color"], fontweight="bold")
    ax.set_ylim(y + 0.4, 0.6)
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)


def _marks(ax: Axes, centre: np.ndarray, y: float, width: np.ndarray, share: np.ndarray) -> None:
    """Upright strokes at one height, as wide as their column and as dark as the share that has the choice."""
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import to_rgba

    half = 0.38 * width
    boxes = [
        [(c - h, y - 0.36), (c + h, y - 0.36), (c + h, y + 0.36), (c - h, y + 0.36)]
        for c, h in zip(centre, half, strict=True)
    ]
    faces = [to_rgba(_ink(), alpha=float(a)) for a in 0.15 + 0.85 * share]
    ax.add_collection(PolyCollection(boxes, facecolors=faces, edgecolors="none", zorder=2))


def _ink() -> str:
    """The muted ink of the style in use."""
    import matplotlib.pyplot as plt

    colour = plt.rcParams["xtick.labelcolor"]
    return plt.rcParams["xtick.color"] if colour == "inherit" else colour
