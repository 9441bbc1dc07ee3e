"""One horizon for one phrase: what the article's words of time mean, in every rule that uses them."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import ClaimError


@dataclass(frozen=True)
class Horizon:
    """A length of time.

    Attributes
    ----------
    phrase : str
        The article's words, translated.
    months : int
        After the month of the event; for a past, before it.
    days : int
        Publications of a daily rate after the event; 0 where no daily measure uses the phrase.
    words : str
        As it stands in the text of a rule.
    """

    phrase: str
    months: int
    days: int
    words: str


HORIZONS = {
    horizon.phrase: horizon
    for horizon in (
        Horizon("at once", 0, 4, "from the day of the event to the fourth publication after it"),
        Horizon("short run", 1, 20, "in the month of the event and the one after it (twenty publications)"),
        Horizon("long run", 120, 0, "over ten years"),
        Horizon("recent years", 60, 0, "against the five years before"),
        Horizon("long period", 240, 0, "over twenty years"),
    )
}


def horizon(phrase: str) -> Horizon:
    """The horizon of a phrase; refuse one that the table does not have."""
    if phrase not in HORIZONS:
        raise ClaimError(
            f"no horizon for {phrase!r}; there are {', '.join(HORIZONS)} (analysis/claims/horizons.py)"
        )
    return HORIZONS[phrase]
