r"""Did the currency move abnormally when something was announced?

The abnormal return of the currency against a basket of the others (see `market_model`) is summed over
windows around each announcement and divided by what its estimation window says of its spread,

.. math:: S_{e,[a,b]} = \frac{\sum_{s=a}^{b} a_{\tau_e+s}}{\hat\sigma_e \sqrt{b-a+1}} .

Its size is ranked twice. Across **dates**: among the values at all other dates, the pattern of
announcements being rotated along the calendar (see `randomisation.rotations`), each with its own estimation
window. Across **currencies**: on the same dates, among all currencies that float, each against its own
basket. A move that news about this country made is rare in both. Over windows and announcements the
p-values are adjusted by Romano and Wolf, on the rotations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import day, inside
from analysis.passthrough.core.design import count
from analysis.passthrough.core.randomisation import rotations
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.events.announcement_result import AnnouncementTest
from analysis.passthrough.events.announcements import (
    check_movement,
    check_room,
    placed,
    windows_of,
)
from analysis.passthrough.events.daily import (
    LONGEST,
    changes,
    closings,
    daily_frame,
    steps,
)
from analysis.passthrough.events.market_model import (
    Window,
    abnormal,
    cumulated,
    members,
)

#: A basket of fewer other currencies than this is no basket.
PEERS = 5
#: An estimation window has at least this many rows more than there are factors.
ROOM = 30


@door
def announcement_test(
    rates: pd.DataFrame,
    dates: Mapping[str, object] | Iterable[object],
    *,
    currency: str = "JPY",
    base: str | None = "EUR",
    windows: Sequence[tuple[int, int]] = ((0, 0), (0, 1), (0, 4)),
    shift: int | Mapping[str, int] = 0,
    factors: int = 2,
    estimation: int = 250,
    gap: int = 10,
    anchors: Sequence[str] = ("EUR", "USD"),
    peg: float = 0.1,
    leave_out: Sequence[str] = (),
    sample: tuple | None = None,
    covered_to: str | pd.Timestamp | None = None,
    longest: int = LONGEST,
) -> AnnouncementTest:
    """Test for abnormal moves of one currency on announcement days, by placebo dates and by other currencies.

    Parameters
    ----------
    rates : DataFrame
        Daily, one column a currency, in units of it per unit of `base`: up = the currency weakens, and so
        does a positive abnormal return. A day on which nothing was published is a closing: the next return
        is longer, and counts as one row. A currency that was not published takes no part where its returns
        are wanted.
    dates : mapping of name to day, or days
        Announcements. Each falls on the first publication on or after its day, plus `shift`.
    currency : str
        Column of `rates`, or `base`.
    base : str or None
        What rates are per unit of joins the basket (its own rate is 1). Which base it is does not matter.
    windows : sequence of (first, last)
        Rows from the announcement, inclusive; 0 is the first publication that can know of it, negative ones
        look for leaks.
    shift : int or mapping of name to int
        Publications to add: 1 for news of the American afternoon where `dates` has the American day, since
        the ECB fixes at 14:15 in Frankfurt. Names that a mapping leaves out are not shifted.
    factors : int
        Principal components of the other currencies in the market model.
    estimation, gap : int
        The model is estimated on `estimation` rows that end `gap` rows before the announcement.
    anchors, peg : sequence of str, float
        A currency whose daily change against an anchor has a standard deviation below `peg` per cent in the
        estimation window is a peg: it would be the anchor a second time, and takes no part. ``peg=0`` keeps
        all.
    leave_out : sequence of str
        Currencies to leave out besides.
    sample : (first, last), optional
        Bounds on placebo dates.
    covered_to : day, optional
        Last day to which announcements are known. Rates after it are cut off: a day there may hold one, so it
        is no placebo date. None: the list of announcements is complete for all rates.
    longest : int
        Calendar days that a closing may take; no return is taken across a longer one.

    Returns
    -------
    AnnouncementTest

    Raises
    ------
    EstimationError
        For an announcement outside the rates or without a full estimation window, announcements whose windows
        overlap, a currency that is constant or pegged, too few other currencies or placebo dates.

    References
    ----------
    MacKinlay (1997), Journal of Economic Literature 35, 13-39 (event studies).
    Romano and Wolf (2005), Econometrica 73, 1237-1282.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from analysis.passthrough import announcement_test
    >>> rng = np.random.default_rng(1)
    >>> days = pd.bdate_range("2015-01-01", periods=900)
    >>> moves = rng.normal(0, 0.5, (900, 1)) + rng.normal(0, 0.3, (900, 8))
    >>> names = ["JPY", "USD", "GBP", "CHF", "AUD", "CAD", "NZD", "SEK"]
    >>> rates = pd.DataFrame(100 * np.exp(np.cumsum(moves, axis=0) / 100), days, names)
    >>> result = announcement_test(rates, ["2017-09-01"], windows=[(0, 0)], factors=1)
    >>> result.any_pvalue > 0.05, result.names
    (True, ['[0, 0]'])
    """
    frame = _frame(rates, base, leave_out)
    if covered_to is not None:
        frame = frame[frame.index <= day(covered_to, "covered_to")]
    names = list(frame.columns)
    if currency not in names:
        raise EstimationError(f"there is no rate of {currency}; there are {', '.join(names)}.")
    windows = windows_of(windows)
    factors = count(factors, "factors")
    window = Window(
        estimation=count(estimation, "estimation", factors + ROOM),
        gap=count(gap, "gap"),
        first=min(0, *(a for a, _ in windows)),
        last=max(0, *(b for _, b in windows)),
    )
    if -window.first > window.gap:
        raise EstimationError(
            f"the windows begin {-window.first} rows before, in the estimation window: raise gap."
        )
    returns = changes(frame.to_numpy(), steps(frame.index), count(longest, "longest", 1))
    own = names.index(currency)
    events, days = placed(frame.index, dates, shift)
    check_room(frame.index, events, window)
    rows, least = np.array(list(events.values())), max(PEERS, factors + 1)

    possible = np.arange(window.before + 1, len(frame) - window.last)
    pegged = [names.index(name) for name in anchors if name in names]
    part = members(returns, possible, window, pegged, float(peg))
    for name, row in events.items():
        taking = part[row - possible[0]]
        around = np.r_[
            returns[row - window.before : row - window.gap, own], returns[row + window.offsets, own]
        ]
        check_movement(name, days[name], around, currency, bool(taking[own]), int(taking.sum()) - 1, least)
    allowed = inside(frame.index.to_period("D"), sample)[possible] | np.isin(possible, rows)
    chosen = part[:, own] & (part.sum(axis=1) > least) & allowed
    eligible, part = possible[chosen], part[chosen]

    path, error = abnormal(returns, own, eligible, part, window, factors)
    widths = np.sqrt([b - a + 1 for a, b in windows])
    scaled = cumulated(path, windows, window.first) / (error[:, None] * widths)
    place = np.searchsorted(eligible, rows)
    moved = rotations(eligible, rows, window.first, window.last)
    clear = np.abs(eligible[:, None] - rows).min(axis=1) > window.last - window.first
    others = _others(returns, rows, part[place], window, factors, windows, names, list(events))
    return AnnouncementTest(
        currency=currency,
        windows=tuple(windows),
        days=pd.DataFrame(
            {
                "announced": [f"{days[name]:%F}" for name in events],
                "first_fixing": [f"{frame.index[row]:%F}" for row in rows],
                "closed": [bool(days[name] not in frame.index) for name in events],
                "currencies": part[place].sum(axis=1),
            },
            index=pd.Index(list(events), name="announcement"),
        ),
        paths=pd.DataFrame(path[place], index=list(events), columns=pd.Index(window.offsets, name="row")),
        errors=error[place],
        statistics=scaled[place],
        placebo=scaled[moved],
        placebo_paths=path[clear] / error[clear, None],
        others=others,
        specification={
            "sign": "units of the currency per unit of the base: positive = it weakened against the basket",
            "model": f"constant and {factors} principal components of the other currencies, "
            f"{window.estimation} rows that "
            f"end {window.gap} before",
            "basket": "equal weights, the base among them" if base else "equal weights",
            "left out as pegs": _pegs(part, names, place, returns, rows, window),
            "placebo": f"{len(moved)} rotations of all announcements over {len(eligible)} days, "
            f"{frame.index[eligible[0]]:%F} to {frame.index[eligible[-1]]:%F}",
            "shift": dict(shift) if isinstance(shift, Mapping) else shift,
            "returns by calendar days": closings(frame.index),
        },
    )


def _frame(rates: pd.DataFrame, base: str | None, leave_out: Sequence[str]) -> pd.DataFrame:
    frame = daily_frame(rates, "rates")
    if base is not None:
        if base in frame.columns:
            raise EstimationError(f"the rates have a column {base}, the currency that they are per unit of.")
        frame[base] = 1.0
    unknown = [name for name in leave_out if name not in frame.columns]
    if unknown:
        raise EstimationError(f"there is no rate of {', '.join(unknown)} to leave out.")
    return frame.drop(columns=list(leave_out))


def _others(
    returns: np.ndarray, rows: np.ndarray, part: np.ndarray, window: Window, factors: int,
    windows: list[tuple[int, int]], names: list[str], events: list[str],
) -> pd.DataFrame:  # fmt: skip
    """The statistic of every currency that takes part at each announcement, the one looked at among them."""
    widths, out = np.sqrt([b - a + 1 for a, b in windows]), {}
    for event, row, taking in zip(events, rows, part, strict=True):
        for column in np.flatnonzero(taking):
            path, error = abnormal(returns, column, np.array([row]), taking[None], window, factors)
            out[event, names[column]] = cumulated(path[0], windows, window.first) / (error[0] * widths)
    frame = pd.DataFrame.from_dict(out, orient="index", columns=[f"[{a}, {b}]" for a, b in windows])
    frame.index = pd.MultiIndex.from_tuples(frame.index, names=["announcement", "currency"])
    return frame


def _pegs(
    part: np.ndarray,
    names: list[str],
    place: np.ndarray,
    returns: np.ndarray,
    rows: np.ndarray,
    window: Window,
) -> list[str]:
    """Currencies that were published around an announcement and take no part there."""
    out = set()
    for row, taking in zip(rows, part[place], strict=True):
        block = np.vstack([returns[row - window.before : row - window.gap], returns[row + window.offsets]])
        published = ~np.isnan(block).any(axis=0)
        out |= {
            name for name, there, takes in zip(names, published, taking, strict=True) if there and not takes
        }
    return sorted(out)
