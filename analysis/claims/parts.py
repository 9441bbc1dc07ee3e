"""What each claim says, part by part, as marked before any number was looked at.

`data/facts/claim_parts.csv` has one row a part. The core decides; a condition picks the cases in which a conditional is
judged; a side part is shown. Neither of the last two ever decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.claims.ledger import VERDICTS
from analysis.errors import ClaimError

TABLE = "claim_parts"
ROLES = ("core", "condition", "side")
DECIDED_BY = ("rule", "sources", "nothing")


@dataclass(frozen=True)
class Part:
    """One thing that a claim says.

    Attributes
    ----------
    claim, name : str
        Name is a few words, such as "paid out".
    role : str
        "core", "condition" or "side".
    text : str
        What the part says, a sentence without a full stop.
    decided_by : str
        "rule", "sources", or "nothing" where no field can decide it.
    prior : str
        What the sources say, where they decide; empty otherwise.
    reason : str
        Why it is decided so, or why nothing can decide it.
    """

    claim: str
    name: str
    role: str
    text: str
    decided_by: str
    prior: str
    reason: str


def parts(frame: pd.DataFrame | None = None) -> dict[str, dict[str, Part]]:
    """Parts by claim and name, checked.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        Default: the published table.

    Raises
    ------
    ClaimError
        Naming the claim and the part, if a word is outside its vocabulary, a name is doubled, a verdict stands where
        sources do not decide (or none where they do), or a claim has no core part.
    """
    return _published() if frame is None else _checked(frame)


@lru_cache(maxsize=1)
def _published() -> dict[str, dict[str, Part]]:
    from analysis import data

    return _checked(data.table(TABLE))


def _checked(frame: pd.DataFrame) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = {}
    for row in frame.fillna("").to_dict("records"):
        part = Part(row["claim"], row["part"], row["role"], row["text"], row["decided_by"], row["prior_verdict"], row["reason"])
        where = f"{TABLE}.csv, {part.claim}, {part.name!r}"
        if part.role not in ROLES or part.decided_by not in DECIDED_BY:
            raise ClaimError(
                f"{where}: role is one of {', '.join(ROLES)} and decided_by one of {', '.join(DECIDED_BY)}; "
                f"found {part.role!r} and {part.decided_by!r}"
            )
        if (part.prior in VERDICTS) != (part.decided_by == "sources") or (part.prior and part.prior not in VERDICTS):
            raise ClaimError(f"{where}: a prior verdict stands exactly where sources decide; found {part.prior!r}")
        if not part.text.strip() or part.name in found.get(part.claim, {}):
            raise ClaimError(f"{where}: a part has a text and a name of its own")
        found.setdefault(part.claim, {})[part.name] = part
    for claim, mine in found.items():
        if all(part.role != "core" for part in mine.values()):
            raise ClaimError(f"{TABLE}.csv, {claim}: no core part; the core decides, so mark one")
    return found
