r"""Cointegrated vector autoregression by maximum likelihood (Johansen).

.. math::

    \Delta X_t = \alpha (\beta' X_{t-1} + \rho' d) + \sum_{i=1}^{K-1} \Gamma_i \Delta X_{t-i}
                 + \mu + \Phi D_t + \varepsilon_t

with X the log price, the log exchange rate and whatever else belongs to the
long run. statsmodels' `coint_johansen` takes no dummies, and its specifications
with restricted terms are not Johansen's; `VECM` takes both and has no rank test
with them. Hence the reduced-rank regression here, with which `VECM` agrees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import integration_warnings
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.levels import regular_series
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.long_run import rank_test, reduced_rank
from analysis.passthrough.long_run.cointegrated_var import Cointegration
from analysis.passthrough.long_run.reduced_rank import ReducedRank
from analysis.passthrough.long_run.uecm import Levels, log_levels, refuse_still

#: exp(700) is 1e304, about the largest number there is.
LARGEST_RATE = 700.0


@door
def cointegration(
    frame: pd.DataFrame,
    *,
    lags: int = 2,
    deterministic: str = "restricted constant",
    controls: pd.DataFrame | None = None,
    seasonal: bool | int = False,
    rates: Sequence[str] = (),
    sample: tuple | None = None,
) -> Cointegration:
    """Estimate a cointegrated VAR by maximum likelihood and test its rank.

    Parameters
    ----------
    frame : DataFrame, monthly or quarterly
        The price, the exchange rate (domestic price of foreign currency), and
        what else belongs to the relation, as positive levels; logs are taken.
    lags : int
        K, lags of the VAR in **levels**: urca's K, and one more than the
        k_ar_diff of statsmodels.
    deterministic : str
        "none"; "restricted constant" (in the relations only; urca "const");
        "unrestricted constant" (also a drift; urca "none", statsmodels "co");
        "restricted trend" (a trend in the relations and an unrestricted
        constant; urca "trend", statsmodels "co" with "li").
    seasonal : bool or int
        Add centred dummies for the months or quarters; 4 or 12 is accepted if
        it is the frequency of the data.
    dummies : DataFrame, optional
        Other regressors outside the relations, used as given.
    rates : sequence of str
        Columns that enter as they are: interest rates.
    sample : (first, last), optional
        Bounds on the date of the change.

    Notes
    -----
    Critical values allow for the deterministic terms but not for `dummies`. A
    period that was not published costs the rows whose lags touch it: the
    likelihood is that of the other rows given their lags.

    References
    ----------
    Johansen (1995), Likelihood-based inference in cointegrated vector
    autoregressive models. Johansen and Juselius (1992), Journal of
    Econometrics 53, 211-244, whose trace statistics the tests reproduce.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.passthrough import cointegration
    >>> from analysis.passthrough.core import examples as example
    >>> frame = pd.DataFrame({"price": example.price, "fx": example.fx})
    >>> result = cointegration(frame, lags=2)
    >>> result.variables, result.nobs
    (('price', 'fx'), 238)
    """
    if deterministic not in rank_test.CASES:
        raise EstimationError(f"deterministic is one of {', '.join(rank_test.CASES)}, not {deterministic!r}.")
    lags = count(lags, "lags", 1)
    data = _levels(frame, rates, controls, seasonal)
    variables = tuple(data.logs.columns)
    X = data.logs.to_numpy()
    changes = np.diff(X, axis=0, prepend=np.full((1, X.shape[1]), np.nan))
    length = len(data.calendar)
    restricted = {"restricted constant": "constant", "restricted trend": "trend"}.get(deterministic)
    levels = lagged_rows(X, 1)
    if restricted == "constant":
        levels = np.column_stack([levels, np.ones(length)])
    elif restricted == "trend":
        levels = np.column_stack([levels, np.arange(length, dtype=float)])
    short = {
        f"D.{name}.L{i}": lagged_rows(changes, i)[:, j]
        for i in range(1, lags)
        for j, name in enumerate(variables)
    }
    if deterministic in ("unrestricted constant", "restricted trend"):
        short["constant"] = np.ones(length)
    short |= {name: data.fixed[name].to_numpy(dtype=float) for name in data.fixed}
    Z = np.column_stack([*short.values(), np.empty((length, 0))])
    complete = np.isfinite(np.column_stack([changes, levels, Z])).all(axis=1)
    rows = np.flatnonzero(complete & inside(data.calendar, sample))
    _check(data, rows, Z.shape[1] + levels.shape[1])
    terms = variables if restricted is None else (*variables, restricted)
    # Collinear or empty columns are named by the same fit that estimates later.
    everything = np.column_stack([levels, Z])[rows]
    fit(changes[rows, 0], everything, [*(f"{t}.L1" for t in terms), *short])
    left = [reduced_rank.partial_out(part[rows], Z[rows]) for part in (changes, levels)]
    model = reduced_rank.solve(*left)
    return Cointegration(
        variables=variables,
        terms=terms,
        deterministic=deterministic,
        lags=lags,
        nobs=len(rows),
        sample=(data.calendar[rows[0]], data.calendar[rows[-1]]),
        frequency=data.frequency,
        model=model,
        rank_table=_rank_table(model, deterministic, lags),
        changes=changes[rows],
        levels=levels[rows],
        short=pd.DataFrame(Z[rows], columns=list(short), index=data.calendar[rows]),
        positions=rows,
        warnings=tuple(
            integration_warnings(
                data.logs.iloc[rows[0] : rows[-1] + 1], "The rank tests are for I(1) systems."
            )
        ),
    )


def _levels(frame, rates, dummies, seasonal) -> Levels:
    if not isinstance(frame, pd.DataFrame) or frame.shape[1] < 2:
        raise EstimationError("cointegration needs a DataFrame of two or more level series.")
    unknown = [name for name in rates if name not in frame.columns]
    if unknown:
        raise EstimationError(f"rates names {', '.join(unknown)}, not a column of the frame.")
    columns = {}
    for name in frame.columns:
        series = frame[name]
        if name in rates:
            rate = regular_series(series, f"rate {name}")
            if rate.abs().max() > LARGEST_RATE:
                raise EstimationError(
                    f"the rate {name} reaches {rate[rate.abs().idxmax()]:g}; rates are in percent or less,"
                    f" and beyond {LARGEST_RATE:g} their exponential is no number. Is it an index? Then leave"
                    " it out of rates."
                )
            series = np.exp(rate)
        columns[str(name)] = series
    data = log_levels(columns, dummies, bool(seasonal))
    periods = 12 if data.frequency == "M" else 4
    if seasonal not in (False, True, 0, periods):
        raise EstimationError(f"seasonal is False, True or {periods} for this frequency, not {seasonal!r}.")
    return data


def lagged_rows(x: np.ndarray, lag: int) -> np.ndarray:
    """Rows of `x` one `lag` earlier, NaN before the first."""
    return np.vstack([np.full((lag, x.shape[1]), np.nan), x[:-lag]])


def _check(data: Levels, rows: np.ndarray, regressors: int) -> None:
    needed = regressors + data.logs.shape[1]
    if len(rows) <= needed:
        raise EstimationError(
            f"too few observations: {len(rows)} complete rows for a system with {regressors} "
            f"regressors in {data.logs.shape[1]} equations. Use fewer lags or a longer sample."
        )
    refuse_still(data, rows)


def _rank_table(model: ReducedRank, deterministic: str, lags: int) -> pd.DataFrame:
    T, p = model.nobs, len(model.eigenvalues)
    largest = -T * np.log1p(-model.eigenvalues)
    rows, sources = [], set()
    for r in range(p):
        trace = float(largest[r:].sum())
        corrected = trace * (T - lags * p) / T
        entry = {"eigenvalue": model.eigenvalues[r]}
        for kind, value in (("trace", trace), ("max", float(largest[r]))):
            critical, source = rank_test.critical_value(kind, deterministic, p - r)
            sources.add(source)
            entry |= {
                kind: value,
                f"{kind}_5pct": critical,
                f"{kind}_p": rank_test.pvalue(value, kind, deterministic, p - r),
            }
        entry["trace_corrected"] = corrected
        entry["trace_corrected_p"] = rank_test.pvalue(corrected, "trace", deterministic, p - r)
        rows.append(entry)
    table = pd.DataFrame(rows, index=pd.RangeIndex(p, name="rank"))
    table.attrs["source"] = f"5 % points: {', '.join(sorted(sources))}; p-values: Doornik (1998)"
    return table
