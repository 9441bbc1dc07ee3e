r"""When a sample is too short for its coefficients: one rule, said in the result's warnings.

Residuals of n rows and k coefficients are too small by :math:`\sqrt{1 - k/n}` on average, and a covariance
that takes them as they are gives standard errors too small by as much; HC1 to HC3 exist for this reason
(MacKinnon and White 1985, Journal of Econometrics 29, 305-325). At five rows a coefficient that is a tenth,
and plain cosines cover about nine samples in ten where 0.95 is promised, fewer below: the rows "short sample"
of the table `coverage_simulations`. Residuals divided by one less their leverage ("ewc-hc3") cover 0.95 or
more there down to two rows a coefficient, the shortest that was simulated.
"""

from __future__ import annotations

#: Rows a coefficient below which intervals are said to be too short: residuals as they are, and after a
#: correction.
ROWS, CORRECTED_ROWS = 5, 2
#: Methods that correct residuals for the coefficients that were taken from them.
CORRECTED = ("ols", "hc1", "hc2", "hc3", "ewc-hc3", "newey-west-adjusted", "lag-augmented-hc3")


def few_rows(nobs: int, coefficients: int, *, method: str) -> str | None:
    """The warning of a regression with too few rows a coefficient, or None.

    Parameters
    ----------
    nobs, coefficients : int
    method : str
        Name of the covariance.
    """
    corrected = method in CORRECTED
    least = CORRECTED_ROWS if corrected else ROWS
    if nobs >= least * coefficients:
        return None
    advice = (
        "use fewer lags or a longer sample"
        if corrected
        else "use inference='ewc-hc3', fewer lags or a longer sample"
    )
    return (
        f"{nobs} rows for {coefficients} coefficients, fewer than {least} each: intervals cover less than"
        f" they say (residuals are too small); {advice}"
    )
