"""How many claims and parts came out which way, and what that says of the article."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.claims.claim_list import VERDICTS
from analysis.claims.claim_parts import ROLES
from analysis.claims.verdict import Verdict


def claim_counts(verdicts: Mapping[str, Verdict]) -> pd.Series:
    """Claims by verdict, zeros shown."""
    words = [verdict.verdict for verdict in verdicts.values()]
    return pd.Series({word: words.count(word) for word in VERDICTS}, name="claims")


def part_counts(verdicts: Mapping[str, Verdict]) -> pd.DataFrame:
    """Parts by role (rows, with a last row ``all``) and verdict (columns, with a last column ``parts``),
    zeros shown."""
    found = [(part.part.role, part.verdict) for verdict in verdicts.values() for part in verdict.parts]
    counts = pd.DataFrame(
        {word: [found.count((role, word)) for role in ROLES] for word in VERDICTS},
        index=pd.Index(ROLES, name="role"),
    )
    counts.loc["all"] = counts.sum()
    return counts.assign(parts=counts.sum(axis=1))


def core_sentence(verdicts: Mapping[str, Verdict]) -> str:
    """How often the article is right, from the core parts: a sentence with a full stop."""
    core = part_counts(verdicts).loc["core"]
    decided = int(core["supported"] + core["partly"] + core["contradicted"])
    return (
        f"Of {core['parts']} core parts {core['supported']} are supported, {core['partly']} partly,"
        f" {core['contradicted']} contradicted, {core['open']} open and {core['unverifiable']} cannot be"
        f" decided by anything on record; of the {decided} that are decided {core['supported']} are"
        " supported."
    )
