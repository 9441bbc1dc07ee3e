r"""Simulate: converted flow x multiplier -> yen -> prices.

.. math:: \Delta e_m = \mu\, s\, \frac{C_m}{S} \times 100 , \qquad
          p_h = \sum_{m \le h} \theta_{h-m}\, \Delta e_m ,

with the multiplier :math:`\mu` (per cent of depreciation per 1 % of the scale
S), the converted share s, the conversion :math:`C_m` of `flows`, and cumulative
pass-through :math:`\theta_k`, constant after its last horizon. :math:`\mu` and s
are distributions, :math:`\theta` is drawn from the full covariance of its
estimate, and shocks, if asked for, are blocks of history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from analysis import parallel
from analysis.errors import SchemeError
from analysis.passthrough.core.result import PassThrough
from analysis.scheme.check import share, whole
from analysis.transmission.flows import Flows, conversion
from analysis.transmission.outcome import YEN, Scenario

#: Draws are made in pieces of this size, each with seeds of its own, so that neither memory nor the number of workers
#: can be seen in the result.
PIECE = 10_000
#: Pairs of draws for the decomposition of variance.
PAIRS = 40_000
#: Order of the sources of randomness; a seed belongs to a place in it.
SOURCES = ("multiplier", "converted_share", "shock", "passthrough")
#: Mean length of the blocks of history, months.
BLOCK = 12


def simulate(
    flows: Flows,
    *,
    multiplier: Any,
    converted_share: Any,
    passthrough: PassThrough | Mapping[str, PassThrough] | None = None,
    scale: float,
    shocks: pd.DataFrame | None = None,
    draws: int = 20_000,
    rng: np.random.Generator | None = None,
    workers: int = 1,
) -> Scenario:
    """Simulate what a flow does to the yen and to prices.

    Parameters
    ----------
    flows : Flows
    multiplier : float or frozen scipy.stats distribution
        Per cent of depreciation per 1 % of `scale` that is converted, 0 or more.
    converted_share : float or frozen scipy.stats distribution
        Share of the conversion that goes through the spot market, 0 to 1.
    passthrough : PassThrough or mapping of name to PassThrough, optional
        Monthly, per 1 % of depreciation; each is drawn from its full covariance.
    scale : float
        Billions of dollars: GDP for a multiplier per cent of GDP.
    shocks : DataFrame, optional
        Monthly history: a column "yen" (100 x log change) and one residual column for each price; see `history`.
        Blocks of common rows are resampled. Without it the paths hold the effect of the flow alone.
    draws : int
    rng : numpy.random.Generator, optional
        Two scenarios that are given generators with one seed use the same draws of everything they share.
    workers : int
        Processes; the numbers do not depend on it.

    Returns
    -------
    Scenario

    Raises
    ------
    SchemeError
        For a negative multiplier or scale, a share outside 0 to 1, estimates that are not monthly or do not start at
        the month of the change, or a history without the columns needed.
    """
    if not (np.isfinite(scale) and scale > 0):
        raise SchemeError(f"scale is an amount above 0 (GDP in billions of dollars), not {scale}.")
    draws = whole(draws, "draws", 1, 10_000_000)
    prices = _prices(passthrough)
    table = conversion(flows)
    model = _Model(
        push=100 * table["priced"].to_numpy() / scale,
        multiplier=multiplier,
        share=converted_share,
        prices=prices,
        shocks=_history(shocks, prices),
        seed=np.random.default_rng(0).bit_generator.seed_seq if rng is None else rng.bit_generator.seed_seq,
    )
    sizes = [min(PIECE, draws - start) for start in range(0, draws, PIECE)]
    pieces = parallel.run(partial(_piece, model), list(enumerate(sizes)), workers=workers)
    paths = {name: np.concatenate([piece[1][name] for piece in pieces]) for name in (YEN, *prices)}
    inputs = pd.DataFrame(
        {
            "multiplier": np.concatenate([piece[0]["multiplier"] for piece in pieces]),
            "converted_share": np.concatenate([piece[0]["converted_share"] for piece in pieces]),
        }
    )
    return Scenario(
        months=flows.months,
        paths=paths,
        conversion=table,
        inputs=inputs,
        scale=float(scale),
        by_year=_by_year(model, flows.months, float((inputs["multiplier"] * inputs["converted_share"]).mean())),
        first_order=partial(_first_order, model),
        specification={
            "flows": flows,
            "multiplier": _named(multiplier),
            "converted share": _named(converted_share),
            "pass-through": {name: result.method for name, result in prices.items()},
            "scale": float(scale),
            "shocks": None if shocks is None else f"blocks of {BLOCK} months of {len(model.shocks)}",
            "draws": draws,
            "seed": model.seed.entropy,
        },
    )


@dataclass(frozen=True, eq=False)
class _Model:
    """What one draw is computed from; `push` is the yen move by month for multiplier 1 and share 1."""

    push: np.ndarray
    multiplier: Any
    share: Any
    prices: dict[str, PassThrough]
    shocks: np.ndarray | None
    seed: np.random.SeedSequence

    def generator(self, source: str, piece: int, name: str = "") -> np.random.Generator:
        """Generator of a source in a piece: the same in every scenario with this seed."""
        key = (SOURCES.index(source), piece, *name.encode())
        return np.random.default_rng(np.random.SeedSequence(self.seed.entropy, spawn_key=(*self.seed.spawn_key, *key)))


def _inputs(model: _Model, piece: int, size: int) -> dict[str, Any]:
    """Draws of everything uncertain."""
    months = len(model.push)
    out = {
        "multiplier": _drawn(model.multiplier, "multiplier", size, model.generator("multiplier", piece)),
        "converted_share": _drawn(model.share, "converted_share", size, model.generator("converted_share", piece)),
        "shock": None,
        "passthrough": {
            name: result.draw(model.generator("passthrough", piece, name), size) for name, result in model.prices.items()
        },
    }
    if model.shocks is not None:
        first = model.generator("shock", piece).integers(0, len(model.shocks) - BLOCK + 1, (size, ceil(months / BLOCK)))
        rows = (first[:, :, None] + np.arange(BLOCK)).reshape(size, -1)[:, :months]
        # One array a series, months last: every later step reads along the months.
        out["shock"] = np.stack([np.take(column, rows) for column in model.shocks.T])
    return out


def _piece(model: _Model, task: tuple[int, int]) -> tuple[dict, dict]:
    piece, size = task
    inputs = _inputs(model, piece, size)
    months = len(model.push)
    strength = inputs["multiplier"] * inputs["converted_share"]
    paths = {YEN: strength[:, None] * np.cumsum(model.push)}
    shock = inputs["shock"]
    if shock is not None:
        paths[YEN] = paths[YEN] + np.cumsum(shock[0], axis=1)
    for place, (name, result) in enumerate(model.prices.items(), start=1):
        theta = inputs["passthrough"][name]
        paths[name] = strength[:, None] * (theta @ spread(model.push, result).T)
        if shock is not None:
            steps = np.diff(theta, axis=1, prepend=0.0)
            change = shock[place].copy()
            for k in range(min(theta.shape[1], months)):
                change[:, k:] += steps[:, k, None] * shock[0, :, : months - k]
            paths[name] = paths[name] + np.cumsum(change, axis=1)
    return {key: inputs[key] for key in ("multiplier", "converted_share")}, paths


def spread(push: np.ndarray, result: PassThrough) -> np.ndarray:
    r"""Matrix S with :math:`p = S\theta`: increments that are k months old, the oldest ones together; shape (T, K+1)."""
    months, last = len(push), len(result.horizons) - 1
    out = np.zeros((months, last + 1))
    for k in range(min(last, months)):
        out[k:, k] = push[: months - k]
    if months > last:
        out[last:, last] = np.cumsum(push)[: months - last]
    return out


def _at(model: _Model, inputs: dict, name: str, month: int) -> np.ndarray:
    """Value of one path at one month, shape (size,)."""
    strength = inputs["multiplier"] * inputs["converted_share"]
    shock = inputs["shock"]
    if name == YEN:
        total = strength * model.push[: month + 1].sum()
        return total if shock is None else total + shock[0, :, : month + 1].sum(axis=1)
    theta = inputs["passthrough"][name]
    total = strength * (theta @ spread(model.push, model.prices[name])[month])
    if shock is None:
        return total
    place = 1 + list(model.prices).index(name)
    age = np.minimum(month - np.arange(month + 1), theta.shape[1] - 1)
    moved = np.einsum("ij,ij->i", theta[:, age], shock[0, :, : month + 1])
    return total + moved + shock[place, :, : month + 1].sum(axis=1)


def _first_order(model: _Model, name: str, month: int) -> pd.Series:
    """Pick-freeze estimate of first-order Sobol indices (Janon and others 2014)."""
    pieces = range(PAIRS // PIECE)
    # Pieces beyond those of any scenario: the pairs are new draws.
    one, two = ([_inputs(model, start + piece, PIECE) for piece in pieces] for start in (1_000_000, 2_000_000))
    base = np.concatenate([_at(model, inputs, name, month) for inputs in one])
    variance = base.var()
    sources = ["multiplier", "converted_share"] + (["passthrough"] if name != YEN else [])
    sources += ["shock"] if model.shocks is not None else []
    # A path without variance is explained by nothing, and not by rounding.
    still = variance <= 1e-20 * max(1.0, float(base.mean() ** 2))
    shares = {}
    for source in sources:
        if still:
            shares[source] = 0.0
            continue
        kept = np.concatenate(
            [_at(model, {**other, source: inputs[source]}, name, month) for inputs, other in zip(one, two, strict=True)]
        )
        centre = 0.5 * (base.mean() + kept.mean())
        pooled = 0.5 * ((base**2).mean() + (kept**2).mean()) - centre**2
        shares[source] = float(((base * kept).mean() - centre**2) / pooled)
    shares["interaction"] = 0.0 if still else 1.0 - sum(shares.values())
    return pd.Series(shares, name="share of variance")


def _by_year(model: _Model, months: pd.PeriodIndex, strength: float) -> pd.DataFrame:
    """Mean contribution of the flows of each year to the last month."""
    rows = {}
    for year in sorted(set(months.year)):
        push = np.where(months.year == year, model.push, 0.0)
        rows[year] = {YEN: strength * push.sum()} | {
            name: strength * float(spread(push, result)[-1] @ result.estimate) for name, result in model.prices.items()
        }
    return pd.DataFrame(rows).T.rename_axis("year")


def _drawn(source: Any, name: str, size: int, generator: np.random.Generator) -> np.ndarray:
    uniform = generator.random(size)
    values = source.ppf(uniform) if hasattr(source, "ppf") else np.full(size, _number(source, name))
    if name == "converted_share":
        share(values, "converted_share")
    elif not np.isfinite(values).all() or (values < 0).any():
        raise SchemeError(f"{name} must be 0 or more (per cent of depreciation per 1 % of scale); found {values.min():g}.")
    return values


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise SchemeError(f"{name} is a number or a frozen scipy.stats distribution, not {value!r}.") from None


def _named(source: Any) -> str:
    if not hasattr(source, "ppf"):
        return f"{float(source):g}"
    low, middle, high = source.ppf([0.05, 0.5, 0.95])
    name = getattr(getattr(source, "dist", None), "name", type(source).__name__)
    return f"{name}: median {middle:.3g}, 90 % between {low:.3g} and {high:.3g}"


def _prices(passthrough: PassThrough | Mapping[str, PassThrough] | None) -> dict[str, PassThrough]:
    if passthrough is None:
        return {}
    prices = {passthrough.outcome: passthrough} if isinstance(passthrough, PassThrough) else dict(passthrough)
    for name, result in prices.items():
        if name == YEN:
            raise SchemeError("'yen' is the name of the exchange-rate path; give the price another name.")
        if result.frequency != "M" or not np.array_equal(result.horizons, np.arange(len(result.horizons))):
            raise SchemeError(f"{name}: a scenario needs monthly pass-through at every horizon from 0 on.")
    return prices


def _history(shocks: pd.DataFrame | None, prices: dict[str, PassThrough]) -> np.ndarray | None:
    if shocks is None:
        return None
    missing = [name for name in (YEN, *prices) if name not in shocks]
    if missing:
        raise SchemeError(f"the history of shocks has no column {missing[0]!r}; there are {', '.join(shocks)}.")
    values = shocks[[YEN, *prices]].to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise SchemeError("the history of shocks has gaps: give months in which every column is there.")
    if len(values) < 2 * BLOCK:
        raise SchemeError(f"a history of {len(values)} months is too short for blocks of {BLOCK}.")
    return values - values.mean(axis=0)
