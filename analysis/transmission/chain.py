"""Japan's chain of prices as scenarios use it: the main equation as stated, foreign prices held fixed."""

from __future__ import annotations

from analysis.passthrough import PassThrough
from analysis.passthrough.specifications.main_equation import run

#: Outcomes of the table `specification` that stand for the links, and months of their path.
OUTCOMES = {
    "import prices": "jp_import_yen",
    "producer prices": "jp_producer",
    "consumer prices": "jp_consumer",
}
MONTHS = 24
#: Windows of the estimate: words for a reader, and the stated alternative of that name (None leads).
WINDOWS: dict[str, str | None] = {"from 1980": None, "from 2013": "from 2013"}


def main_chain(
    links: tuple[str, ...] = tuple(OUTCOMES), alternative: str | None = None
) -> dict[str, PassThrough]:
    """Pass-through from the effective yen to each price by the main equation, foreign prices held fixed, to
    24 months.

    Parameters
    ----------
    links : tuple of str
        Some of `OUTCOMES`.
    alternative : str, optional
        Name of a stated alternative: "from 2013" is the recent window, with wider intervals.

    Returns
    -------
    dict of str to PassThrough
        Paths of one length for all links, with joint covariance and residuals. Foreign prices are fixed
        because a scenario moves the yen for a reason of its own and leaves world prices where they are.
    """
    return {link: run(OUTCOMES[link], alternative=alternative, lags=MONTHS).leading for link in links}
