r"""How many times has pass-through broken, and when? Multiple breaks.

Bai and Perron (1998, "Estimating and testing linear models with multiple
structural changes", Econometrica 66, 47-78; 2003): for each number of breaks
the dates with the least sum of squares, then a number by information criterion
or by sequential tests, then an interval for each date (Bai 1997).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import Design, count
from analysis.passthrough.core.inference import covariance as covariance_of
from analysis.passthrough.core.inference import covariance_of_sum
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.breaks_result import Breaks
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.hansen import LARGEST_K, hansen_pvalue
from analysis.passthrough.stability.partition import BreakDateDistribution, partitions
from analysis.passthrough.stability.sup_wald import Search

SELECTIONS = ("bic", "lwz", "sequential")


@door
def bai_perron(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    own_lags: int | None = None,
    coefficients: str = "fx",
    mean_breaks: Sequence = (),
    max_breaks: int = 5,
    trim: float = 0.15,
    select: str | int = "bic",
    errors: str = "ols",
    errors_bandwidth: int = 6,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    spacing: str = "contiguous",
    coverage: float = 0.95,
) -> Breaks:
    r"""Estimate the number and the dates of breaks.

    Parameters
    ----------
    price, fx, lags, own_lags
        As in `break_test`.
    coefficients : {"fx", "mean", "all"}
        What breaks: the exchange-rate coefficients; the constant and the
        seasonals; everything. The rest is stable.
    mean_breaks : sequence of dates
        First periods of shifts in the constant and the seasonals that are
        taken as given, for instance those found with coefficients="mean".
    max_breaks : int
    trim : float
        Shortest regime as a share of the rows.
    select : {"bic", "lwz", "sequential"} or int
        Which number of breaks the result describes. "sequential": add breaks
        while the test of one more has p below 0.05.
    errors : {"ols", "hc0", "newey-west"}
        Errors behind the date intervals: independent with a variance a regime,
        heteroskedastic, or autocorrelated up to
        `errors_bandwidth`.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool, "blocks", "smooth" or Seasonal
        Month (quarter) effects, as in `distributed_lag`.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.
    inference : str
        Covariance of the long-run effects, a name of `inference.METHODS`.
    coverage : float
        Coverage of the date intervals.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.

    Raises
    ------
    EstimationError
        If regimes are too short or do not vary enough.

    Notes
    -----
    With m breaks in q coefficients, s stable ones and n rows,

    .. math::
        BIC &= n(\log(RSS/n) + 1 + \log 2\pi) \\
            &\quad + (s + (m+1)(q+1)) \log n

    counts the m dates and the variance (as strucchange does), and

    .. math::
        LWZ &= \log\frac{RSS}{n - p} + 0.299\,\frac{p\,(\log n)^{2.1}}{n}, \\
          p &= s + (m+1)q + m.

    Examples
    --------
    >>> from analysis.passthrough import bai_perron
    >>> from analysis.passthrough.core import examples as example
    >>> bai_perron(example.price, example.fx, lags=1, own_lags=1, max_breaks=2).number
    0
    """
    asked = equation(price, fx, CommonTerms(
        lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
        sample=sample, inference=inference, spacing=spacing, coverage=coverage,
    ))  # fmt: skip
    rows, positions = asked.rows, asked.positions
    most = count(max_breaks, "max_breaks", 1)
    if coefficients == "all" and tuple(mean_breaks):
        raise EstimationError("with coefficients='all' the mean breaks too: drop mean_breaks.")
    breaking = regimes.breaking_columns(rows, coefficients)
    X, names = regimes.with_mean_breaks(rows, mean_breaks)
    n, stable = len(rows.y), np.setdiff1d(np.arange(X.shape[1]), breaking)
    regimes.candidate_rows(n, trim, len(breaking), n - X.shape[1] - len(breaking))
    fit(rows.y, X, names)  # names collinear regressors, which the search cannot
    shortest = int(np.floor(trim * n))
    found = partitions(rows.y, X[:, stable], X[:, breaking], shortest, most)
    criteria = _criteria([rss for _, rss in found], n, len(breaking), len(stable))
    criteria["p_next"] = [
        _one_more(rows.y, X, breaking, at, trim, m == len(found) - 1) for m, (at, _) in enumerate(found)
    ]
    number = _select(criteria, select)
    at = found[number][0]

    columns, labels = regimes.regime_fit_columns(X, names, breaking, at)
    split = fit(rows.y, columns, labels)
    fx_names, own_names = rows.names[rows.blocks["fx"]], rows.names[rows.blocks["own"]]
    edges = [0, *at, n]
    if coefficients == "mean":
        edges = [0, n]  # pass-through is stable: one long run
    spans = [f"{rows.periods[a]}..{rows.periods[b - 1]}" for a, b in pairwise(edges)]
    effects = regimes.long_run_by_regime(
        split,
        covariance_of(split, inference, positions=positions),
        [
            (span, *regimes.sum_vectors(labels, fx_names, own_names, r))
            for r, span in enumerate(spans, start=1)
        ],
    )
    return Breaks(
        **asked.identity,
        coefficients=coefficients,
        criteria=criteria,
        dates_by_number=[tuple(rows.periods[i] for i in rowset) for rowset, _ in found],
        dates=_dates(
            rows,
            at,
            date_intervals(
                X[:, breaking],
                split.resid,
                split.beta[len(stable) :].reshape(-1, len(breaking)),
                at,
                errors=errors,
                lag=errors_bandwidth,
                coverage=coverage,
                positions=positions,
            ),
        ),
        effects=effects,
        specification={
            **asked.facts,
            "mean breaks given": [str(date) for date in mean_breaks],
            "trim": trim,
            "selected by": select if isinstance(select, str) else "the caller",
            "errors behind the dates": f"newey-west, lag {errors_bandwidth}"
            if errors == "newey-west"
            else errors,
            "spacing": spacing,
        },
    )


def _criteria(rss: list[float], n: int, q: int, s: int) -> pd.DataFrame:
    m, rss = np.arange(len(rss)), np.array(rss)
    p = s + (m + 1) * q + m
    bic = n * (np.log(rss / n) + 1 + np.log(2 * np.pi)) + (s + (m + 1) * (q + 1)) * np.log(n)
    lwz = np.log(rss / (n - p)) + 0.299 * p * np.log(n) ** 2.1 / n
    return pd.DataFrame({"rss": rss, "bic": bic, "lwz": lwz}, index=pd.Index(m, name="breaks"))


def _one_more(
    y: np.ndarray, X: np.ndarray, breaking: np.ndarray, at: tuple[int, ...], trim: float, last: bool
) -> float:
    r"""p-value of one break more, in whichever regime shows it most.

    The sup-Wald statistic of each of the m + 1 regimes has Hansen's p-value p,
    and that of their maximum is :math:`1 - (1-p)^{m+1}` (Bai and Perron 1998,
    proposition 8).
    """
    q = len(breaking)
    if last or q > LARGEST_K:
        return float("nan")
    columns, _ = regimes.regime_fit_columns(X, tuple(map(str, range(X.shape[1]))), breaking, at)
    edges, largest = [0, *at, len(y)], float("nan")
    for start, stop in pairwise(edges):
        edge = int(np.floor(trim * (stop - start)))
        if edge <= q:
            continue  # too short to hold another break
        tested = np.zeros((len(y), q))
        tested[start:stop] = X[start:stop, breaking]
        inside = np.arange(start + edge, stop - edge + 1)
        # Shifted rows must stop with the regime: the search sums to the end of
        # the sample, and `tested` is zero there.
        path = Search(columns, tested, inside, X[:, :0]).paths(y)[:, 0]
        largest = float(np.fmax(largest, path.max()))
    if np.isnan(largest):
        return largest
    return 1.0 - (1.0 - hansen_pvalue(largest, "sup", q, trim)) ** (len(at) + 1)


def _select(criteria: pd.DataFrame, select: str | int) -> int:
    if isinstance(select, str):
        if select not in SELECTIONS:
            raise EstimationError(f"select is one of {', '.join(SELECTIONS)} or a number, not {select!r}.")
        if select != "sequential":
            return int(criteria[select].idxmin())
        rejected = criteria["p_next"].to_numpy() < 0.05
        return int(np.argmin(np.append(rejected, False)))
    number = count(select, "select")
    if number not in criteria.index:
        raise EstimationError(
            f"{number} breaks were not estimated: the sample has room for {criteria.index[-1]}, or "
            "max_breaks is lower."
        )
    return number


def _dates(rows: Design, at: tuple[int, ...], intervals: list[tuple[int, int]]) -> pd.DataFrame:
    """One row a break: last_before, date, and the interval of last_before."""
    records = []
    for before, interval in zip(at, intervals, strict=True):
        low, high = (rows.periods[min(max(i, 1), len(rows.periods)) - 1] for i in interval)
        records.append((rows.periods[before - 1], rows.periods[before], low, high))
    columns = ["last_before", "date", "low", "high"]
    return pd.DataFrame(records, columns=columns, index=pd.RangeIndex(1, len(at) + 1, name="break"))


def date_intervals(
    X: np.ndarray,
    resid: np.ndarray,
    coefficients: np.ndarray,
    at: tuple[int, ...],
    *,
    errors: str = "ols",
    lag: int = 6,
    coverage: float = 0.95,
    positions: np.ndarray | None = None,
) -> list[tuple[int, int]]:
    """Bai (1997) intervals for break rows.

    Parameters
    ----------
    X : ndarray, shape (n, q)
        Columns whose coefficients break.
    resid : ndarray, shape (n,)
    coefficients : ndarray, shape (m + 1, q)
        One row a regime.
    at : tuple of int
        Rows before each break.
    errors, coverage
        As in `bai_perron`.
    lag : int
        Its `errors_bandwidth`.
    positions : ndarray of int, shape (n,), optional
        Places on the calendar, for autocovariances at their true distance.

    Returns
    -------
    list of (int, int)
        Rows before the break, rounded outward; ends may lie outside the sample.
    """
    if errors not in ("ols", "hc0", "newey-west"):
        raise EstimationError(f"errors is 'ols', 'hc0' or 'newey-west', not {errors!r}.")
    edges, out = [0, *at, len(X)], []
    for j, before in enumerate(at):
        delta = coefficients[j + 1] - coefficients[j]
        q, omega = [], []
        for start, stop in ((edges[j], before), (before, edges[j + 2])):
            x, u, length = X[start:stop], resid[start:stop], stop - start
            q.append(float(np.sum((x @ delta) ** 2)) / length)
            if errors == "ols":
                omega.append(q[-1] * float(u @ u) / length)
            else:
                score = ((x @ delta) * u)[:, None]
                method = "newey-west" if errors == "newey-west" else "hc0"
                bandwidth = lag if errors == "newey-west" else None
                where = None if positions is None else positions[start:stop]
                total = covariance_of_sum(score, method, bandwidth, positions=where).matrix[0, 0]
                omega.append(float(total) / length)
        distribution = BreakDateDistribution(xi=q[1] / q[0], phi=omega[1] / omega[0])
        unit, tail = omega[0] / q[0] ** 2, (1 - coverage) / 2
        high = before - np.floor(unit * distribution.quantile(tail))
        low = before - np.ceil(unit * distribution.quantile(1 - tail))
        out.append((int(low), int(high)))
    return out
