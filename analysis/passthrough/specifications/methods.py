"""One question, several methods: the same price, exchange rate and sample through each of them.

Methods that agree under one set of assumptions and differ under another tell
more together than any of them alone. Each is run with its own default
inference; what a method refuses is part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.design import align, control_depths, count, lagged
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.export import export, to_html, to_text
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.terms import HORIZONS, LAGS
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.lags.distributed_lag import distributed_lag
from analysis.passthrough.long_run.error_correction import error_correction
from analysis.passthrough.projections.local_projection import local_projection
from analysis.passthrough.structural.structural_var import structural_var

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Method names, in the order in which they are shown.
METHODS = (
    "distributed-lag",
    "autoregressive-distributed-lag",
    "local-projection",
    "vector-autoregression",
    "error-correction",
)


@dataclass(frozen=True, eq=False)
class Comparison(Paths):
    """Results of several methods on one question.

    Attributes
    ----------
    results : dict of str to PassThrough
        By method, in the order asked for.
    refused : dict of str to str
        Methods that gave no estimate, and why.
    horizons : tuple of int
        Horizons at which `table` compares them.
    notes : dict of str to str
        What a method left out of the question that the others kept.
    """

    results: dict[str, PassThrough]
    refused: dict[str, str] = field(default_factory=dict)
    horizons: tuple[int, ...] = (0, 12, 24)
    notes: dict[str, str] = field(default_factory=dict)

    title = "Comparison of methods"

    @property
    def specification(self) -> dict:
        """Methods by name."""
        return {name: result.method for name, result in self.results.items()}

    @property
    def warnings(self) -> tuple[str, ...]:
        """Of every method, with its name."""
        return tuple(f"{name}: {text}" for name, result in self.results.items() for text in result.warnings)

    @property
    def nobs(self) -> int:
        """The most rows that any method uses."""
        return max(result.nobs for result in self.results.values())

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """From the first date of any method to the last."""
        return (
            min(result.sample[0] for result in self.results.values()),
            max(result.sample[1] for result in self.results.values()),
        )

    def __getitem__(self, method: str) -> PassThrough:
        if method in self.refused:
            raise EstimationError(f"{method} gave no estimate: {self.refused[method]}")
        if method not in self.results:
            raise EstimationError(f"{method} was not asked for; there are {', '.join(self.results)}.")
        return self.results[method]

    def table(self, coverage: float = 0.95) -> pd.DataFrame:
        """One row a method and horizon: estimate, std_error, low, high, set, p_zero, p_complete, nobs, first,
        last."""
        rows = []
        for method, result in self.results.items():
            for horizon in self.horizons:
                effect: Effect = result.at(horizon, coverage)
                rows.append(
                    {
                        "method": method,
                        "horizon": horizon,
                        "estimate": effect.estimate,
                        "std_error": effect.std_error,
                        "low": effect.low,
                        "high": effect.high,
                        "set": "" if effect.confidence_set is None else str(effect.confidence_set),
                        "p_zero": effect.p_zero,
                        "p_complete": effect.p_complete,
                        "nobs": result.nobs,
                        "first": str(result.sample[0]),
                        "last": str(result.sample[1]),
                    }
                )
        return pd.DataFrame(rows).set_index(["method", "horizon"])

    def to_frame(self, coverage: float = 0.95) -> pd.DataFrame:
        """Every horizon of every method, long."""
        frames = {method: result.to_frame(coverage) for method, result in self.results.items()}
        return pd.concat(frames, names=["method"])

    def spread(self, horizon: int) -> tuple[float, float]:
        """Lowest and highest estimate at a horizon."""
        values = [result.at(horizon).estimate for result in self.results.values()]
        return min(values), max(values)

    def export(self, path: Path | str, coverage: float = 0.95) -> Path:
        """Write `table` to a .csv, .tex or .html file."""
        return export(self.table(coverage), path, caption=self._title(), notes=self._remarks())

    def summary(self) -> str:
        """The table as text, with what was refused or left out."""
        table = self.table().reset_index()
        interval = [f"{low:.3f} to {high:.3f}" for low, high in zip(table["low"], table["high"], strict=True)]
        shown = pd.DataFrame(
            {
                "method": table["method"].where(~table["method"].duplicated(), ""),
                "horizon": table["horizon"],
                "estimate": table["estimate"].map("{:.3f}".format),
                "s.e.": table["std_error"].map("({:.3f})".format),
                "95 % interval": interval,
                "set": table["set"],
                "n": table["nobs"],
            }
        )
        return to_text(shown, self._title(), self._remarks()).rstrip("\n")

    def plot(self, ax: Axes | None = None, *, coverage: float = 0.95) -> Axes:
        """Draw all paths, each with the interval at its last horizon at the right."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        last = max(int(result.horizons[-1]) for result in self.results.values())
        for place, (method, result) in enumerate(self.results.items(), start=1):
            (line,) = ax.plot(result.horizons, result.estimate, label=method.replace("-", " "), zorder=3)
            band = result.band(coverage).iloc[-1]
            x = last + 0.6 * place
            ax.plot(
                [x, x],
                [band["low"], band["high"]],
                color=line.get_color(),
                linewidth=2,
                solid_capstyle="butt",
            )
            ax.plot([x], [result.estimate[-1]], marker="o", markersize=4, color=line.get_color())
        ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
        first = next(iter(self.results.values()))
        year = 12 if first.frequency == "M" else 4
        ax.set_xticks(range(0, last + 1, year // 2 if last <= 4 * year else year))
        ax.set_xlabel(f"{first.unit.capitalize()}s after a 1 % depreciation")
        ax.set_ylabel("Cumulative pass-through, %")
        return ax

    def _title(self) -> str:
        first = next(iter(self.results.values()))
        return (
            f"{first.driver} to {first.outcome}: cumulative pass-through in per cent, {len(self.results)}"
            " methods"
        )

    def _remarks(self) -> list[tuple[str, str]]:
        said = [(f"{method} gave no estimate", why) for method, why in self.refused.items()]
        said += [(method, text) for method, text in self.notes.items()]
        for method, result in self.results.items():
            said += [(f"{method}, warning", text) for text in result.warnings]
        return said

    def _repr_html_(self) -> str:
        return to_html(self.table(), self._title(), self._remarks())


@door
def compare_methods(
    price: pd.Series,
    fx: pd.Series,
    *,
    methods: Sequence[str] = METHODS,
    lags: int | None = None,
    horizons: int | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: Mapping[str, str] | None = None,
) -> Comparison:
    r"""Estimate pass-through by several methods on the same data.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    methods : sequence of str
        Some of `METHODS`.
    horizons : int
        Last horizon of every path.
    lags : int
        Lags of the exchange rate in the two lag regressions, of both variables
        everywhere else.
    controls, control_lags, seasonal, sample
        As in `distributed_lag`. The vector autoregression has no place for
        controls and says so in `notes`.
    inference : mapping of method to str, optional
        Instead of the default of a method.

    Returns
    -------
    Comparison

    Raises
    ------
    EstimationError
        For input that no method could use, an unknown method, or if all refuse.

    Notes
    -----
    All paths answer one question: the price after a depreciation of 1 % that
    lasts, by horizon. The lag regressions and error correction hold the
    exchange rate at its new level; local projection and vector autoregression
    divide the response of the price by that of the exchange rate, so that a
    depreciation which goes on or fades is counted as it is.

    Examples
    --------
    >>> from analysis.passthrough import compare_methods
    >>> from analysis.passthrough.core import examples as example
    >>> result = compare_methods(
    ...     example.price, example.fx, methods=["distributed-lag", "local-projection"], lags=2, horizons=6
    ... )
    >>> [round(end, 1) for end in result.spread(6)]
    [0.3, 0.3]
    """
    unknown = [name for name in methods if name not in METHODS]
    if unknown or not methods:
        raise EstimationError(
            f"methods are some of {', '.join(METHODS)}, not {', '.join(map(str, unknown)) or 'none'}."
        )
    changes = align(price, fx, controls)
    horizons = count(HORIZONS[changes.frequency] if horizons is None else horizons, "horizons", 1)
    lags = count(LAGS[changes.frequency] if lags is None else lags, "lags", 1)
    shared = {"seasonal": seasonal, "sample": sample}
    asked = {method: {"inference": name} for method, name in (inference or {}).items()}
    own = {"controls": controls, "control_lags": control_lags}
    price = price.rename(changes.outcome)
    fx = fx.rename(changes.driver)
    run: dict[str, Callable[[], PassThrough]] = {
        "distributed-lag": partial(distributed_lag, price, fx, lags=lags, horizons=horizons, **own, **shared),
        "autoregressive-distributed-lag": partial(
            distributed_lag, price, fx, lags=lags, own_lags=lags, horizons=horizons, **own, **shared
        ),
        "local-projection": partial(
            local_projection, price, fx, horizons=horizons, lags=lags, **own, **shared
        ),
        "vector-autoregression": partial(_autoregression, price, fx, lags, horizons, **shared),
        "error-correction": partial(
            error_correction,
            price,
            fx,
            lags=lags,
            horizons=horizons,
            controls=_fixed(changes, control_lags),
            **shared,
        ),
    }
    results, refused, notes = {}, {}, {}
    for method in methods:
        try:
            results[method] = run[method](**asked.get(method, {}))
        except EstimationError as error:
            refused[method] = str(error)
    if not results:
        raise EstimationError(
            "no method gave an estimate: " + "; ".join(f"{m}: {why}" for m, why in refused.items())
        )
    if "vector-autoregression" in results and len(changes.controls.columns):
        notes["vector-autoregression"] = "without the controls"
    middle = 12 if changes.frequency == "M" else 4
    shown = tuple(h for h in (0, middle, horizons) if h <= horizons)
    return Comparison(results, refused, tuple(dict.fromkeys(shown)), notes)


def _autoregression(price: pd.Series, fx: pd.Series, lags: int, horizons: int, **shared) -> PassThrough:
    # On one index whatever calendar each came with: the frame's own.
    changes = align(price, fx)
    frame = pd.DataFrame({series.name: level_series(series, series.name) for series in (fx, price)}).reindex(
        changes.calendar
    )
    return structural_var(
        frame,
        ordering=[fx.name, price.name],
        price=price.name,
        fx=fx.name,
        lags=lags,
        horizons=horizons,
        **shared,
    )


def _fixed(changes, control_lags: int | Mapping[str, int]) -> pd.DataFrame | None:
    """Controls with their lags as columns of their own, for a method that takes them as given."""
    if not len(changes.controls.columns):
        return None
    columns = {}
    for name, depth in control_depths(changes.controls, control_lags).items():
        block = lagged(changes.controls[name].to_numpy(), range(depth + 1))
        columns |= {f"{name}_{k}": block[:, k] for k in range(depth + 1)}
    return pd.DataFrame(columns, index=changes.calendar).dropna(how="all").astype(float)
