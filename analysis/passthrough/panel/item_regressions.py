r"""A distributed lag for every item of a panel, and a table that is honest about looking at all.

Each line equals `distributed_lag` of that item to rounding. Items that miss the
same months share one QR decomposition and one set of cosine projections, so 300
items take about as long as three. With 300 lines, 15 are "significant" at 5 %
without any pass-through at all: the table therefore carries p-values adjusted
for the family beside the plain ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Paths
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.export import to_html
from analysis.passthrough.core.inference import (
    Covariance,
    check_method,
    covariance,
    covariance_of_sum,
    distances,
    scaled_residuals,
)
from analysis.passthrough.core.kernels import on_calendar
from analysis.passthrough.core.multiple_testing import (
    benjamini_yekutieli,
    holm,
    romano_wolf,
)
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.variances import variances
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.panel.item_bootstrap import bootstrap_statistics, normal_score
from analysis.passthrough.panel.item_fits import Group, fit_items
from analysis.passthrough.panel.items import Items, read_items

#: Methods whose covariance is more than a sum over influence terms with a bandwidth known beforehand:
#: these run item by item.
ONE_BY_ONE = ("ols", "newey-west-adjusted", "newey-west-auto", "newey-west-prewhitened", "qs")


@dataclass(frozen=True, eq=False)
class ItemRegressions(Paths):
    """Short and long run of every item, with p-values of its own and of the family.

    Attributes
    ----------
    table : DataFrame, one row an item
        short_run, short_run_error, long_run, std_error, low, high (of the long
        run), p_zero, p_holm, p_by, with a bootstrap p_romano_wolf, nobs, first,
        last.
    paths : DataFrame, horizons x items
        Cumulative pass-through.
    driver : str
    coverage : float
        Coverage of low and high, one item at a time.
    left_out : dict of item to reason
    specification : dict
    warnings : tuple of str
    """

    table: pd.DataFrame
    paths: pd.DataFrame
    driver: str
    coverage: float
    left_out: dict[str, str]
    specification: dict
    warnings: tuple[str, ...] = ()

    title = "Long-run pass-through by item"

    @property
    def nobs(self) -> int:
        """Rows of the item with the most."""
        return int(self.table["nobs"].max())

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """From the first date of any item to the last."""
        return (self.table["first"].min(), self.table["last"].max())

    def found(self, size: float = 0.05, by: str = "p_by") -> pd.DataFrame:
        """Rows of the table whose p-value in column `by` is at most `size`."""
        if not by.startswith("p_") or by not in self.table.columns:
            columns = [name for name in self.table.columns if name.startswith("p_")]
            raise EstimationError(f"no column {by!r}; choose one of {', '.join(columns)}.")
        return self.table[self.table[by] <= size]

    def to_frame(self) -> pd.DataFrame:
        """The table."""
        return self.table

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        found = ", ".join(
            f"{name} {len(self.found(by=name))}" for name in self.table.columns if name.startswith("p_")
        )
        return f"<{len(self)} items on {self.driver}; long run at 5 %: {found}>"

    def _repr_html_(self) -> str:
        return to_html(self.table, self.title, [("warning", text) for text in self.warnings])


@door
def item_regressions(
    price: pd.DataFrame,
    fx: pd.Series,
    *,
    lags: int | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
    coverage: float = 0.95,
    draws: int = 0,
    block: int | None = None,
    rng: np.random.Generator | None = None,
) -> ItemRegressions:
    """Long-run pass-through to every item of a panel, by least squares item by item.

    Parameters
    ----------
    price : DataFrame, dates x items
        Price indexes in levels, with gaps of their own.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation.
    lags, controls, control_lags, seasonal, sample, bandwidth, spacing
        As in `distributed_lag`.
    inference : str
        One of `analysis.passthrough.core.inference.METHODS`. Those that choose
        a bandwidth from the data, and "ols", take one item at a time.
    coverage : float
        Coverage of each interval.
    draws : int
        Moving-block samples for the Romano-Wolf p-values; 0 leaves them out.
        999 take seconds with 300 items. Needs "ewc".
    block : int, optional
        Months of a block. Default: `blocks.block_length`.
    rng : numpy.random.Generator, optional

    Returns
    -------
    ItemRegressions
        The family of p_holm, p_by and p_romano_wolf is the long runs of all the
        items in the table: Holm and Romano-Wolf hold the chance of one false
        finding, Benjamini-Yekutieli the share of false ones among the findings.
        `left_out` says which items could not be estimated and why.

    Raises
    ------
    EstimationError
        For unusable input or options, a constant exchange rate, or when no item
        can be estimated.

    Notes
    -----
    Romano-Wolf is the one to quote. Far out in the tail, where a correction for
    many items looks, t(B) is too thin for a long run in samples of this size,
    and p-values are too small: in samples of 240 months and 50 items without any pass-through Holm
    at 5 % finds some in 8 to 10 of 100, with 12 lags and 100 items in 15 to 19;
    Romano-Wolf, whose bootstrap has the same fault in it, in 2 to 6
    (benchmarks/coverage_panel.py).

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.passthrough import item_regressions
    >>> from analysis.passthrough.core import examples as example
    >>> panel = pd.DataFrame({"a": example.price, "b": example.other})
    >>> item_regressions(panel, example.fx, lags=2).table["long_run"].round(1).to_dict()
    {'a': 0.3, 'b': 0.2}
    """
    check_method(inference)
    draws = count(draws, "draws")
    if draws and inference != "ewc":
        raise EstimationError(
            f"the bootstrap studentises with cosines: it goes with inference='ewc', not {inference!r}."
        )
    if block is not None and not draws:
        raise EstimationError("block belongs to the bootstrap; give draws=999 or leave it out.")
    asked, items = read_items(
        price,
        fx,
        CommonTerms(
            lags=lags, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample,
            inference=inference, bandwidth=bandwidth, spacing=spacing, coverage=coverage,
        ),
    )  # fmt: skip
    lags = asked.longest
    groups, left_out = fit_items(items)
    table = _table(items, groups, asked)
    # In the order of the panel, whatever the order of the groups.
    order = np.argsort(np.concatenate([group.items for group in groups]), kind="stable")
    table = table.iloc[order]
    adjusted = {"p_holm": holm(table["p_zero"]), "p_by": benjamini_yekutieli(table["p_zero"])}
    warnings = []
    if draws:
        drawn, failed = bootstrap_statistics(
            groups, draws=draws, block=block, bandwidth=bandwidth, rng=generator(rng)
        )
        adjusted["p_romano_wolf"] = romano_wolf(normal_score(table["p_zero"]), drawn[:, order])
        if failed.any():
            names = table.index[failed[order] > 0]
            warnings.append(
                f"{len(names)} items are too short for some bootstrap samples, which count against "
                f"every rejection: {', '.join(map(str, names[:5]))}. Drop them for sharper p-values"
            )
    for name, p in adjusted.items():
        table.insert(table.columns.get_loc("nobs"), name, p)
    if left_out:
        first = next(iter(left_out))
        warnings.append(f"{len(left_out)} items are left out; {first}, for one: {left_out[first]}")
    paths = np.hstack([group.path for group in groups])[:, order]
    return ItemRegressions(
        table=table,
        paths=pd.DataFrame(paths, pd.Index(range(lags + 1), name="horizon"), table.index),
        driver=items.fx,
        coverage=coverage,
        left_out=left_out,
        specification={
            "lags": lags,
            "each item's own": list(items.common_names),
            "inference": inference,
            "bandwidth": bandwidth,
            "spacing": spacing,
            "sample asked for": asked.sample_text,
            "items": len(table),
            "gap patterns": len(groups),
            "bootstrap": draws,
        },
        warnings=tuple(warnings),
    )


def _table(items: Items, groups: list[Group], asked: CommonTerms) -> pd.DataFrame:
    """Short and long run of each item, one group after the other."""
    blocks, months = [], []
    for group in groups:
        variances, critical = variances_of(group, asked.inference, asked.bandwidth, asked.spacing)
        long, (short_error, error) = group.path[-1], np.sqrt(variances)
        exact = error == 0
        p = critical.pvalue(np.where(exact, 0.0, long / np.where(exact, 1.0, error)))
        half = critical.value(asked.coverage) * error
        # A price that the regression fits exactly has no error: p is 0 or 1, as in `Effect`.
        p = np.where(exact & (long != 0), 0.0, p)
        blocks.append([group.path[0], short_error, long, error, long - half, long + half, p])
        months += [(len(group.rows), group.rows[0], group.rows[-1])] * len(group.items)
    names = ["short_run", "short_run_error", "long_run", "std_error", "low", "high", "p_zero"]
    table = pd.DataFrame(
        np.hstack(blocks).T,
        index=items.names[np.concatenate([group.items for group in groups])],
        columns=names,
    )
    nobs, first, last = np.array(months).T
    return table.assign(nobs=nobs, first=items.calendar[first], last=items.calendar[last])


def variances_of(
    group: Group, method: str, bandwidth: float | None = None, spacing: str = "contiguous"
) -> tuple[np.ndarray, Critical]:
    """Variances of the short and the long run, shape (2, m), and their reference distribution."""
    positions = distances(spacing, group.rows)
    if method in ONE_BY_ONE:
        results = [
            covariance(group.one(j), method, bandwidth, positions=positions, at_least=group.lags)
            for j in range(len(group.items))
        ]
        return np.array([_ends(result, group.lags) for result in results]).T, results[0].critical
    u = scaled_residuals(group.fit, method)
    found = []
    for loading in group.loadings()[:, [0, group.lags]].T:
        terms = loading[:, None] * u
        # One item settles lag and reference distribution; the rest need variances, not covariances with each
        # other.
        first = covariance_of_sum(
            terms[:, :1], method, bandwidth, positions=positions, at_least=group.lags, dof=group.fit.dof
        )
        if positions is not None:
            terms = on_calendar(terms, positions)
        found.append(variances(terms.T, method, first.bandwidth))
    return np.array(found), first.critical


def _ends(result: Covariance, lags: int) -> tuple[float, float]:
    """Variances of the first coefficient of the driver and of the sum of all."""
    V = result.matrix[-lags - 1 :, -lags - 1 :]
    return V[0, 0], V.sum()
