"""Japan's chain of prices as scenarios use it: the first edition's specification, and the main equation as stated."""

from __future__ import annotations

from analysis import data
from analysis.passthrough import PassThrough, distributed_lag
from analysis.passthrough.specifications.main_equation import run

#: Series of each link, and whether steps of the consumption tax are in it.
LINKS = {
    "import prices": ("jp_import_price_yen", False),
    "producer prices": ("jp_producer_price", True),
    "consumer prices": ("jp_cpi", True),
}
#: Months of the estimates.
SAMPLE = ("1980-02", "2026-08")
LAGS = 12
#: Outcomes of the table `specification` that stand for the links, months of their path, and the stated recent window.
OUTCOMES = {"import prices": "jp_import_yen", "producer prices": "jp_producer", "consumer prices": "jp_consumer"}
MONTHS = 24
RECENT = "from 2013"


def japan_chain(links: tuple[str, ...] = tuple(LINKS), sample: tuple = SAMPLE) -> dict[str, PassThrough]:
    """Pass-through from the effective yen to each price, by distributed lag.

    Parameters
    ----------
    links : tuple of str
        Some of `LINKS`.
    sample : (first, last)

    Returns
    -------
    dict of str to PassThrough
        Twelve lags, month dummies, dummies for steps of the consumption tax,
        equal-weighted cosine standard errors: fixed in the Japan chapter
        before its result. A scenario takes a move of the yen against the
        dollar for a move of the effective rate; the chapter says what changes
        when it is not.
    """
    fx = data.load("jp_neer_inverse")
    taxes = data.impulses(fx.index, data.table("consumption_tax_steps")["month"].tolist(), *sample)
    out = {}
    for link in links:
        name, taxed = LINKS[link]
        out[link] = distributed_lag(
            data.load(name), fx, lags=LAGS, seasonal=True, controls=taxes if taxed else None, sample=sample
        )
    return out


def main_chain(links: tuple[str, ...] = tuple(LINKS), recent: bool = False) -> dict[str, PassThrough]:
    """Pass-through from the effective yen to each price by the main equation, foreign prices held fixed, to 24 months.

    Parameters
    ----------
    links : tuple of str
        Some of `LINKS`.
    recent : bool
        From 2013-01 instead of from 1980: the stated alternative of that name, with wider intervals.

    Returns
    -------
    dict of str to PassThrough
        Paths for `simulate`, of one length for all links, with joint covariance and residuals. Foreign prices are fixed
        because a scenario moves the yen for a reason of its own and leaves world prices where they are.
    """
    return {link: run(OUTCOMES[link], RECENT if recent else None, lags=MONTHS).leading for link in links}
