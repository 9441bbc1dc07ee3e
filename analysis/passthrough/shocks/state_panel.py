r"""Does the state change how much more the exposed consumer prices move? The panel of groups from 2000.

Month effects take out what moves all groups alike, so the regression is that of the monthly weighted slope of
the groups' changes on their exposure (`panel.consumer_items`), here with the yen's lags, its lags in the
months in which a state holds, and those of contract-currency import prices:

.. math:: s_t = \sum_k b_k \Delta e_{t-k} + \sum_k d_k S_{t-k} \Delta e_{t-k} + \sum_k c_k \Delta f_{t-k}
          + \text{months}_t + \text{steps}_t + u_t .

The test is of :math:`\sum_k d_k`. Stated in the rows `state_panel_*` of the table `specification_shocks`;
what the test finds is simulated before it is run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.error_draws import Piece, drawn
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.simulated_power import Found
from analysis.passthrough.panel.consumer_items import (
    EXPOSURES,
    ConsumerItems,
    consumer_items,
    matters,
    monthly_slopes,
)
from analysis.passthrough.shocks.states import DIRECTION, OTHER_THRESHOLDS, REGIME, SIZE, holds

LAGS = 12
DEPTH = "2"
#: Electricity has no item that is there in every month; it gets the exposure of piped gas.
ELECTRICITY, PIPED_GAS = "c0056", "c3600"
#: Prices set by law or by one decision: school fees, consumption tax (twice), mobile charges.
STEPS = ("2010-04", "2014-04", "2019-10", "2021-04")


@dataclass(frozen=True, eq=False)
class StatePanel:
    """Slopes and regressors of one exposure and state.

    Attributes
    ----------
    slopes : ndarray, shape (T,)
    X : ndarray, shape (T, k)
        Lags of the yen in the state first, `LAGS` + 1 columns.
    periods : PeriodIndex
    share : float
        Months of the regression in which the state holds.
    label : str
    """

    slopes: np.ndarray
    X: np.ndarray
    periods: pd.PeriodIndex
    share: float
    label: str

    def long_run(self, y: np.ndarray) -> Effect:
        """Summed difference for a left-hand side, by fixed-b: Driscoll and Kraay's of the panel."""
        found = self._fit(y)
        variance = covariance(found, "fixed-b", of=slice(LAGS + 1))
        spread = np.sqrt(variance.matrix[: LAGS + 1, : LAGS + 1].sum())
        return Effect.of(found.beta[: LAGS + 1].sum(), spread, variance.critical, label=self.label)

    def without_state(self) -> np.ndarray:
        """Errors of the equation in which the state makes no difference."""
        rest = self.X[:, LAGS + 1 :]
        return self.slopes - rest @ np.linalg.lstsq(rest, self.slopes, rcond=None)[0]

    def _fit(self, y: np.ndarray) -> Fit:
        return fit(y, self.X, tuple(f"x{i}" for i in range(self.X.shape[1])))


def groups() -> ConsumerItems:
    """Groups of consumer prices from 2000 with 2020 weights; exposures are weighted means over their
    items."""
    items, catalogue = consumer_items(), data.table("jp_cpi_series").set_index("column")
    prices = data.table("jp_cpi_groups_monthly")
    chosen = [column for column in prices if catalogue["depth"].get(column) == DEPTH]
    above = pd.Series({item: _group(item, catalogue["parent"], chosen) for item in items.prices})
    weight = items.weights.groupby(above).sum()

    def by_group(values: pd.Series) -> pd.Series:
        means = (values.astype(float) * items.weights).groupby(above).sum() / weight
        means[ELECTRICITY] = float(values[PIPED_GAS])
        return means.loc[chosen]

    exposures = pd.DataFrame({name: by_group(items.exposures[name]) for name in EXPOSURES})
    flags = (by_group(flag) > 0.5 for flag in (items.administered, items.energy))
    return ConsumerItems(prices[chosen], catalogue["weight"].loc[chosen], exposures, *flags)


def _group(item: str, parent: pd.Series, chosen: list[str]) -> str:
    while item not in chosen:
        item = parent[item]
    return item


def equation(
    panel: ConsumerItems, exposure: str, state: str, *, threshold: float | None = None, foreign: bool = True
) -> StatePanel:
    """Rows of one exposure and state.

    Parameters
    ----------
    panel : ConsumerItems
        From `groups`.
    exposure : str
        One of `EXPOSURES`.
    state : str
        As in `states.holds`, with its `threshold`.
    foreign : bool
        Contract-currency import prices held fixed.
    """
    months, fx = panel.prices.index[1:], data.load("jp_neer_inverse")
    move, where = data.log_change(fx), holds(state, fx, threshold)

    def lags_of(changes: pd.Series) -> np.ndarray:
        return lagged(changes.to_numpy(float), range(LAGS + 1))[changes.index.get_indexer(months)]

    columns = [lags_of(move * where), lags_of(move)]
    if foreign:
        columns.append(lags_of(data.log_change(data.load("jp_import_price_contract"))))
    if state == REGIME:
        columns.append(where.reindex(months).to_numpy()[:, None])
    steps = (np.asarray(months)[:, None] == [pd.Period(step, "M") for step in STEPS]).astype(float)
    columns += [np.ones((len(months), 1)), steps, Seasonal().columns(months)[0]]
    label = f"difference by {exposure} between states: {state}"
    return StatePanel(
        monthly_slopes(panel, exposure).to_numpy(),
        np.column_stack(columns),
        months,
        float(where.reindex(months).mean()),
        label,
    )


def found(rows: StatePanel, draws: int = 400) -> Found:
    """The difference that the test finds four times in five on the actual path of the yen, under none."""
    weights = (np.arange(rows.X.shape[1]) <= LAGS).astype(float)
    return drawn(Piece(rows.without_state(), rows.X, weights), "fixed-b", draws=draws).found


def table(draws: int = 400) -> pd.DataFrame:
    """The nine tests: what each would find, then what it found, with Holm over all nine.

    Returns
    -------
    DataFrame
        state, exposure, share, found, size, matters, estimate, low, high, p, p_holm, nobs; `free` with
        contract prices not held fixed and `other` at the other threshold, each with its interval.
    """
    panel = groups()
    keys = [(state, exposure) for state in (REGIME, SIZE, DIRECTION) for exposure in EXPOSURES]
    equations = {(state, exposure): equation(panel, exposure, state) for state, exposure in keys}
    power = {key: found(rows, draws) for key, rows in equations.items()}
    lines = []
    for (state, exposure), rows in equations.items():
        seen, effect = power[state, exposure], rows.long_run(rows.slopes)
        line = {
            "state": state,
            "exposure": exposure,
            "share": rows.share,
            "found": seen.effect,
            "size": seen.size,
            "matters": matters(panel, exposure),
            "estimate": effect.estimate,
            "low": effect.low,
            "high": effect.high,
            "p": effect.p_zero,
            "nobs": len(rows.slopes),
        }
        beside = {"free": equation(panel, exposure, state, foreign=False)}
        if state in OTHER_THRESHOLDS:
            beside["other"] = equation(panel, exposure, state, threshold=OTHER_THRESHOLDS[state])
        for name, variant in beside.items():
            effect = variant.long_run(variant.slopes)
            line |= {name: effect.estimate, f"{name}_low": effect.low, f"{name}_high": effect.high}
        lines.append(line)
    frame = pd.DataFrame(lines)
    return frame.assign(p_holm=holm(frame["p"].to_numpy()))
