r"""Difference in differences of two log prices around a dated change, with placebo dates.

With the gap :math:`g_t = 100 (\log P^{treated}_t - \log P^{comparison}_t)`, base
months B and window W after the change, the estimate is

.. math:: D = \frac{1}{|W|}\sum_{t \in W} g_t - \frac{1}{|B|}\sum_{t \in B} g_t,

the coefficient of treated x window in a regression of both log prices on a
constant of each and a dummy of each month. One treated series after one date
leaves no within-sample variance to speak of (a dummy for one row has no
sandwich variance at all), so D is compared with the same contrast at every
earlier date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.dates import at
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.randomisation import critical_value, detectable, pvalues
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.tariffs.placebos import FEWEST, Contrast


@dataclass(frozen=True, eq=False)
class DifferenceInDifferences(Finding):
    """One contrast of one gap, with its placebo dates.

    Attributes
    ----------
    gap : Series
        100 x (log treated - log comparison), on months.
    base, window : (Period, Period)
        First and last month of each, inclusive.
    path : Series
        The gap less its mean over the base months, from the first base month on.
    estimate : float
        D, log points (100 x log); negative = the treated price fell relatively.
    draws : Series
        The same contrast at placebo dates, by the month that stands for the last base month.
    drift : float
        Mean monthly change of the gap up to the last placebo month, taken out of
        `estimate`, `path` and `draws` if `detrended`, else only reported.
    detrended : bool
    apart : int
        Number of placebo windows of which no two share a month.
    """

    gap: pd.Series
    base: tuple[pd.Period, pd.Period]
    window: tuple[pd.Period, pd.Period]
    path: pd.Series
    estimate: float
    draws: pd.Series
    drift: float
    detrended: bool
    apart: int

    title = "Difference in differences"

    @property
    def specification(self) -> dict:
        """Base, window and whether the trend was taken out."""
        ends = {"base": self.base, "window": self.window}
        spans = {name: " to ".join(map(str, span)) for name, span in ends.items()}
        return {**spans, "detrended": self.detrended, "placebo dates": len(self.draws)}

    @property
    def warnings(self) -> tuple[str, ...]:
        """That few placebo windows share no month, where they are too few for 5 %."""
        few = self.floor > 0.05
        return (f"only {self.apart} placebo windows share no month",) if few else ()

    @property
    def nobs(self) -> int:
        """Months of the gap."""
        return len(self.gap)

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last month of the gap."""
        return self.gap.index[0], self.gap.index[-1]

    def to_frame(self, coverage: float = 0.95) -> pd.DataFrame:
        """One row: estimate, low, high, pvalue, drift."""
        low, high = self.band(coverage)
        row = {
            "estimate": self.estimate,
            "low": low,
            "high": high,
            "pvalue": self.pvalue,
            "drift": self.drift,
        }
        return pd.DataFrame(row, index=pd.Index([str(self.window[0])], name="window"))

    @property
    def pvalue(self) -> float:
        """Two-sided: share of dates whose contrast is at least as large, the date itself counted."""
        return float(pvalues(self.estimate, self.draws.to_numpy()))

    @property
    def hypothesis(self) -> str:
        """What `pvalue` is the probability under, in words."""
        return f"no change beyond those at {len(self.draws)} earlier dates"

    @property
    def floor(self) -> float:
        """The least p that windows without a common month could give; what overlaps adds no information."""
        return 1 / (1 + self.apart)

    def critical(self, coverage: float = 0.95) -> float:
        """Size beyond which the placebo test rejects, log points."""
        return float(critical_value(self.draws.to_numpy(), coverage))

    def band(self, coverage: float = 0.95) -> tuple[float, float]:
        """Estimate less and plus `critical`."""
        half = self.critical(coverage)
        return self.estimate - half, self.estimate + half

    def detectable(self, power: float = 0.8, coverage: float = 0.95) -> float:
        """The effect that this contrast would have found with probability `power`, log points."""
        return float(detectable(self.draws.to_numpy(), self.critical(coverage), power=power))


@door
def log_gap(treated: pd.Series, comparison: pd.Series) -> pd.Series:
    """100 x (log treated - log comparison), on the months that both have.

    Parameters
    ----------
    treated, comparison : Series
        Price levels on months.

    Examples
    --------
    >>> from analysis.passthrough import log_gap
    >>> from analysis.passthrough.core import examples as example
    >>> gap = log_gap(example.price, 2 * example.price)
    >>> round(float(gap.iloc[0]), 2)
    -69.31
    """
    left, right = level_series(treated, "treated price"), level_series(comparison, "comparison price")
    both = pd.concat([left, right], axis=1, join="inner").dropna()
    if both.empty:
        raise EstimationError("the treated and the comparison price have no month in common.")
    return pd.Series(100 * np.log(both.iloc[:, 0] / both.iloc[:, 1]), both.index, name="gap")


def path_by_month(
    gap: pd.Series, *, base: str, last_placebo: str, last: str | None = None, coverage: float = 0.95
) -> pd.DataFrame:
    """The gap less that of a base month, month by month, with what the same distance gave at every earlier
    date.

    Months are described by it and not tested one by one: the band of each is for that month alone.

    Parameters
    ----------
    gap : Series
        From `log_gap`; months in a row without a hole.
    base, last_placebo, last : month
        Before the change; last month that a placebo may hold; last month of the path (default: of the gap).
    coverage : float

    Returns
    -------
    DataFrame, index months after the base
        path (log points), half (critical value of the placebo dates at that distance), placebos (their
        number).

    Raises
    ------
    EstimationError
        As `difference_in_differences`, so if fewer than 19 placebo dates are left at the last month.
    """
    start = at(base, "M", "the base")
    rows = {}
    for month in pd.period_range(start + 1, last or gap.index[-1], freq="M"):
        found = difference_in_differences(
            gap, base=base, window=(str(month), str(month)), last_placebo=last_placebo
        )
        rows[month] = {"path": found.estimate, "half": found.critical(coverage), "placebos": len(found.draws)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("month")


@door
def difference_in_differences(
    gap: pd.Series,
    *,
    base: str | tuple[str, str],
    window: tuple[str, str],
    last_placebo: str,
    first_placebo: str | None = None,
    detrended: bool = False,
) -> DifferenceInDifferences:
    """Contrast a window after a change with base months before it, and with every earlier date.

    Parameters
    ----------
    gap : Series
        From `log_gap`; months in a row without a hole.
    base : month or (first, last)
        Months before the change.
    window : (first, last)
        Months after it.
    last_placebo : month
        Last month that a placebo window may hold: before anything happened.
    first_placebo : month, optional
        First month that a placebo base may hold. Default: the first of the gap.
    detrended : bool
        Take the mean monthly change of the gap up to `last_placebo` out of every contrast.

    Raises
    ------
    EstimationError
        For months outside the gap, a window that does not follow the base, or
        fewer than 19 placebo dates, with which no test at 5 % is possible.

    Examples
    --------
    >>> from analysis.passthrough import difference_in_differences, log_gap
    >>> from analysis.passthrough.core import examples as example
    >>> gap = log_gap(example.price, example.other)
    >>> result = difference_in_differences(
    ...     gap, base="2015-01", window=("2015-02", "2015-04"), last_placebo="2014-12"
    ... )
    >>> result.pvalue > 0.05, len(result.draws)
    (True, 177)
    """
    months = gap.index
    if len(months) != months[-1].ordinal - months[0].ordinal + 1 or gap.isna().any():
        raise EstimationError(
            f"the gap has holes between {months[0]} and {months[-1]}; a contrast needs every month."
        )
    base = (base, base) if isinstance(base, str) else base
    base, window = (tuple(at(m, "M", "a month of the contrast") for m in span) for span in (base, window))
    place = {m: i for i, m in enumerate(months)}
    ends = [at(m, "M", "the end of the placebo dates") for m in (first_placebo or months[0], last_placebo)]
    lacking = [str(m) for m in (*base, *window, *ends) if m not in place]
    if lacking:
        raise EstimationError(
            f"{lacking[0]} is outside the gap, which runs from {months[0]} to {months[-1]}."
        )
    if not base[0] <= base[1] < window[0] <= window[1]:
        raise EstimationError(
            f"the window {window[0]} to {window[1]} must follow the base {base[0]} to {base[1]}."
        )
    contrast = Contrast(*(place[m] for m in (*base, *window)))
    values = gap.to_numpy(float)
    start, end = (place[m] for m in ends)
    drift = float((values[end] - values[start]) / (end - start))
    used = values - drift * np.arange(len(values)) if detrended else values
    shifts = contrast.shifts(start, end)
    if len(shifts) < FEWEST:
        raise EstimationError(
            f"{len(shifts)} placebo dates between {months[start]} and {months[end]}; {FEWEST} are needed for"
            " a test at 5 %. Use a shorter window or a longer record before the change."
        )
    draws = np.array([contrast.value(used, s) for s in shifts])
    level = used[contrast.base_first : contrast.base_last + 1].mean()
    return DifferenceInDifferences(
        gap=gap,
        base=base,
        window=window,
        path=pd.Series(used - level, months, name="path")[base[0] :],
        estimate=contrast.value(used, 0),
        draws=pd.Series(draws, months[contrast.base_last + shifts], name="placebo"),
        drift=drift,
        detrended=detrended,
        apart=contrast.apart(start, end),
    )
