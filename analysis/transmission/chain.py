"""Japan's chain of prices as scenarios use it: one specification, the same as in the Japan chapter."""

from __future__ import annotations

from analysis import data
from analysis.passthrough import PassThrough, distributed_lag

#: Series of each link, and whether steps of the consumption tax are in it.
LINKS = {
    "import prices": ("jp_import_price_yen", False),
    "producer prices": ("jp_producer_price", True),
    "consumer prices": ("jp_cpi", True),
}
#: Months of the estimates.
SAMPLE = ("1980-02", "2026-08")
LAGS = 12


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
