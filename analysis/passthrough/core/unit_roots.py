r"""Does a series have a unit root? Five tests in one table.

==============  ====================================  ============================
name            null                                  statistic
==============  ====================================  ============================
adf             unit root                             t of augmented Dickey-Fuller
pp              unit root                             Phillips and Perron, Z-tau
df-gls          unit root                             t after GLS detrending
kpss            stationary around mean or trend       Kwiatkowski et al. (1992)
zivot-andrews   unit root, no break                   smallest t over break dates
==============  ====================================  ============================

All come from `arch.unitroot`. Two tests with opposite nulls answer better than
one: a unit root is likely where the first rejects nothing and KPSS rejects;
where both reject, or neither, the sample does not tell. A level that has shifted
once looks like a unit root to all but the last.

The Z-tau of arch scales its correction by the sum of squares of the regressor
:math:`y_{t-1}`, that of the R package urca by that of :math:`y_t` (and by
:math:`1 - n^{-2}` more with a trend): the correction term differs by the ratio
of their roots, a few thousandths of the statistic, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import SHORTEST, longest_run
from analysis.passthrough.core.levels import level_series, on_calendar, regular_series
from analysis.passthrough.core.present import p_text
from analysis.passthrough.core.vocabulary import door

TESTS = ("adf", "pp", "df-gls", "kpss", "zivot-andrews")
#: Deterministic terms that each test allows: none, constant, constant and trend.
TRENDS = {
    "adf": ("n", "c", "ct"),
    "pp": ("n", "c", "ct"),
    "df-gls": ("c", "ct"),
    "kpss": ("c", "ct"),
    "zivot-andrews": ("c", "ct"),
}
CRITERIA = ("aic", "bic", "t-stat")
LEVELS = (0.01, 0.05, 0.10)
WORDS = {"n": "none", "c": "constant", "ct": "constant and trend"}


@dataclass(frozen=True, eq=False, repr=False)
class UnitRoots(Finding):
    """Unit-root tests of one series.

    Attributes
    ----------
    name : str
    table : DataFrame, one row a test
        test, terms, null, statistic, pvalue, critical (at `size`), lags, first,
        last, nobs, break (last period of the old regime, Zivot-Andrews only),
        verdict.
    size : float
        Size of the verdicts.
    logs : bool
        Whether the tests are on the log of the series.
    """

    name: str
    table: pd.DataFrame
    size: float
    logs: bool

    title = "Unit roots"

    @property
    def specification(self) -> dict:
        """What was tested."""
        return {"series": self.name, "logs": self.logs, "size": self.size}

    @property
    def warnings(self) -> tuple[str, ...]:
        """None: what must be said is in the verdicts."""
        return ()

    @property
    def nobs(self) -> int:
        """The most observations that any test uses."""
        return int(self.table["nobs"].max())

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """From the first date of any test to the last."""
        return (self.table["first"].min(), self.table["last"].max())

    def to_frame(self) -> pd.DataFrame:
        """The table."""
        return self.table.copy()

    @property
    def verdict(self) -> str:
        """What the tests without a break say together: "unit root", "stationary" or "undecided"."""
        rejected = self.table["pvalue"] < self.size
        plain = self.table["test"] != "zivot-andrews"
        kpss = self.table["test"] == "kpss"
        roots = rejected[plain & ~kpss]
        stationary = rejected[kpss]
        if len(roots) and not roots.any() and (not len(stationary) or stationary.all()):
            return "unit root"
        if len(roots) and roots.all() and not stationary.any():
            return "stationary"
        return "undecided"

    def summary(self) -> str:
        """One line a test, and what they say together."""
        first, last = self.table["first"].iloc[0], self.table["last"].iloc[0]
        lines = [f"unit roots: {'log of ' if self.logs else ''}{self.name}, {first} to {last}"]
        lines += [
            f"  {row['test']:<14} {row['terms']:<19} {row['statistic']:8.3f}  p {p_text(row['pvalue'])}, "
            f"{row['lags']} lags, n = {row['nobs']}: {row['verdict']}"
            for _, row in self.table.iterrows()
        ]
        return "\n".join([*lines, f"  together: {self.verdict} at {100 * self.size:g} %"])

    def __repr__(self) -> str:
        return f"<UnitRoots {self.name}: {self.verdict}, {len(self.table)} tests>"


@door
def unit_roots(
    series: pd.Series,
    *,
    tests: Sequence[str] = TESTS,
    trend: str | Sequence[str] = ("c", "ct"),
    lags: int | str = "bic",
    max_lags: int | None = None,
    logs: bool = True,
    trim: float = 0.15,
    sample: tuple | None = None,
    size: float = 0.05,
) -> UnitRoots:
    """Test a series for a unit root, on its longest unbroken stretch.

    Parameters
    ----------
    series : Series
        Levels, monthly or quarterly.
    tests : sequence of str
        Among `TESTS`.
    trend : {"n", "c", "ct"} or several of them
        Deterministic terms: none, constant, constant and trend. A test that
        does not know a term leaves it out. For "zivot-andrews" the terms break:
        the constant alone, or both.
    lags : int, "aic", "bic" or "t-stat"
        Lagged changes, fixed or chosen by the criterion. For "pp" and "kpss" a
        number is the Bartlett lag; otherwise it is :math:`12 (n/100)^{1/4}`
        rounded up for "pp" and chosen from the data, by the rule of Hobijn et
        al. (1998), for "kpss".
    max_lags : int, optional
        Longest lag of the criterion.
    logs : bool
        Take logs, as for prices and exchange rates. False for interest rates.
    trim : float
        Share of the sample at either end without a break, for "zivot-andrews".
    sample : (first, last), optional
        Bounds, inclusive; either may be None.
    size : {0.01, 0.05, 0.10}
        Size at which the verdicts are given.

    Returns
    -------
    UnitRoots

    Raises
    ------
    EstimationError
        For input that cannot be read, a constant series, fewer than 25
        observations without a gap, or more lags than they support.

    References
    ----------
    Dickey and Fuller (1979), Journal of the American Statistical Association 74,
    427-431. Phillips and Perron (1988), Biometrika 75, 335-346. Elliott,
    Rothenberg and Stock (1996), Econometrica 64, 813-836. Kwiatkowski, Phillips,
    Schmidt and Shin (1992), Journal of Econometrics 54, 159-178. Zivot and
    Andrews (1992), Journal of Business and Economic Statistics 10, 251-270.

    Examples
    --------
    >>> from analysis.passthrough import unit_roots
    >>> from analysis.passthrough.core import examples as example
    >>> unit_roots(example.fx, tests=["adf", "kpss"]).verdict
    'unit root'
    """
    tests = _chosen(tests, TESTS, "test")
    terms = _chosen(trend, ("n", "c", "ct"), "trend")
    if isinstance(lags, str):
        if lags not in CRITERIA:
            raise EstimationError(f"lags is a whole number or one of {', '.join(CRITERIA)}, not {lags!r}.")
        longest = None if max_lags is None else count(max_lags, "max_lags")
    elif max_lags is not None:
        raise EstimationError("max_lags belongs to a criterion; leave it out.")
    else:
        lags, longest = count(lags, "lags"), None
    if size not in LEVELS:
        raise EstimationError(f"size is one of {', '.join(map(str, LEVELS))}, not {size!r}.")
    if not 0 <= trim <= 1 / 3:
        raise EstimationError(f"trim lies between 0 and 1/3, not {trim!r}.")
    name = "series" if series is None or getattr(series, "name", None) is None else str(series.name)
    values, dates = _stretch(series, logs, sample, name)
    rows = [
        _row(test, term, values, dates, lags, longest, trim, size)
        for test in tests
        for term in terms
        if term in TRENDS[test]
    ]
    if not rows:
        raise EstimationError(f"none of {', '.join(tests)} knows the terms {', '.join(terms)}.")
    return UnitRoots(name=name, table=pd.DataFrame(rows), size=size, logs=bool(logs))


def _chosen(value: str | Sequence[str], allowed: tuple[str, ...], what: str) -> tuple[str, ...]:
    chosen = (value,) if isinstance(value, str) else tuple(value)
    if not chosen or any(word not in allowed for word in chosen):
        raise EstimationError(f"{what} is one or more of {', '.join(allowed)}, not {value!r}.")
    return chosen


def _stretch(
    series: pd.Series, logs: bool, sample: tuple | None, name: str
) -> tuple[np.ndarray, pd.PeriodIndex]:
    """The longest run without a gap, and its dates."""
    regular = level_series(series, "series") if logs else regular_series(series, "series")
    calendar = pd.period_range(regular.index[0], regular.index[-1], freq=regular.index.freq)
    values = on_calendar(regular, calendar)
    values = np.log(values) if logs else values
    values[~inside(calendar, sample)] = np.nan
    run = longest_run(np.column_stack([values, calendar.asi8]))
    if run is None:
        raise EstimationError(
            f"{name} has no {SHORTEST} periods in a row without a gap, too few for a unit-root test."
        )
    first = calendar[int(run[0, 1]) - calendar.asi8[0]]
    values = run[:, 0]
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise EstimationError(f"{name} is constant from {first} on: there is nothing to test.")
    return values, pd.period_range(first, periods=len(values), freq=calendar.freq)


def _row(
    test: str,
    term: str,
    values: np.ndarray,
    dates: pd.PeriodIndex,
    lags: int | str,
    longest: int | None,
    trim: float,
    size: float,
) -> dict:
    from arch.unitroot import ADF, DFGLS, KPSS, PhillipsPerron, ZivotAndrews
    from arch.utility.exceptions import InfeasibleTestException

    rule = {"lags": lags} if not isinstance(lags, str) else {"method": lags, "max_lags": longest}
    # The two tests that estimate a long-run variance have rules of their own.
    fixed = None if isinstance(lags, str) else lags
    try:
        if test == "adf":
            result = ADF(values, trend=term, **rule)
        elif test == "df-gls":
            result = DFGLS(values, trend=term, **rule)
        elif test == "zivot-andrews":
            result = ZivotAndrews(values, trend=term, trim=float(trim), **rule)
        elif test == "pp":
            result = PhillipsPerron(values, trend=term, lags=fixed)
        else:
            result = _quiet_kpss(KPSS, values, term, fixed)
        statistic, pvalue = float(result.stat), float(result.pvalue)
    except (InfeasibleTestException, ValueError, np.linalg.LinAlgError) as error:
        raise EstimationError(
            f"the {test} test ({WORDS[term]}) cannot be computed on {len(values)} periods: {error} Use "
            "fewer lags or a longer sample."
        ) from None
    if not (np.isfinite(statistic) and np.isfinite(pvalue)):
        raise EstimationError(f"the {test} test ({WORDS[term]}) is not finite on this series.")
    null, place = ("stationarity" if test == "kpss" else "unit root"), None
    if test == "zivot-andrews":
        null = "unit root without a break"
        # arch counts from 0 the first period of the new regime.
        place = dates[int(np.nanargmin(result._all_stats)) - 1]
    return {
        "test": test,
        "terms": WORDS[term],
        "null": null,
        "statistic": statistic,
        "pvalue": pvalue,
        "critical": float(result.critical_values[f"{100 * size:g}%"]),
        "lags": int(result.lags),
        "first": dates[0],
        "last": dates[-1],
        "nobs": int(result.nobs),
        "break": place,
        "verdict": f"{null} {'rejected' if pvalue < size else 'not rejected'} at {100 * size:g} %",
    }


def _quiet_kpss(kpss: type, values: np.ndarray, term: str, lags: int | None):
    """KPSS without arch's notice that its rule for the lag is no longer that of its first versions."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return kpss(values, trend=term, lags=lags)
