"""The parts of the claims as objects, for the rules and for those who judge; `claim_parts` checks their
table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.claims import claim_parts


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


def parts_by_claim(frame: pd.DataFrame | None = None) -> dict[str, dict[str, Part]]:
    """Parts by claim and name.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        As from `claim_parts.parts`. Default: the published parts.
    """
    return _published() if frame is None else _objects(frame)


@lru_cache(maxsize=1)
def _published() -> dict[str, dict[str, Part]]:
    return _objects(claim_parts.parts())


def _objects(frame: pd.DataFrame) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = {}
    for (claim, name), row in frame.iterrows():
        found.setdefault(claim, {})[name] = Part(
            claim, name, row["role"], row["text"], row["decided_by"], row["prior_verdict"], row["reason"]
        )
    return found
