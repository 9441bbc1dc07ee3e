"""How far two separate codings of the article agree.

Both are automated readings by a language model, started independently with the same instructions. Their
agreement is that of one method with itself: it says how stable the reading is, not how people would agree,
and it is no substitute for human coders. Whoever shows these numbers says so beside them (`WHAT_IT_IS`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analysis.claims.claim_list import KINDS, numbered
from analysis.errors import ClaimError

WHAT_IT_IS = (
    "Both codings are automated readings by a language model, started independently with the same"
    " instructions. Their agreement is that of one method with itself; it is no substitute for human coders."
)
CODERS = ("a", "b")
SHARED = 96  # claims C01 to C96 stood before the codings; what a reading added has a later number


@dataclass(frozen=True)
class Agreement:
    """Agreement of the two codings on the claims that both were given.

    Attributes
    ----------
    claims : int
        Claims compared.
    kappa, low, high : float
        Cohen's kappa of the kind of claim, and its 95 % interval (normal, large-sample variance).
    same_kind, same_paragraph : float
        Shares of claims with the same kind and the same paragraph.
    faithful_a, faithful_b, same_faithful : float
        Share of first paraphrases that each reading calls faithful, and share on which they say the same.
    same_core_count : float
        Share of claims with as many core parts in both readings.
    same_core_text : float
        Share of claims with the same core parts, word for word after case, punctuation and articles are
        dropped.
    added_a, added_b, added_both : int
        Claims that only the first, only the second, and both readings found missing.
    """

    claims: int
    kappa: float
    low: float
    high: float
    same_kind: float
    same_paragraph: float
    faithful_a: float
    faithful_b: float
    same_faithful: float
    same_core_count: float
    same_core_text: float
    added_a: int
    added_b: int
    added_both: int


def codings() -> pd.DataFrame:
    """Both readings: one row a coder and claim, on an index of ``coder`` and ``claim``; empty cells are empty
    texts."""
    from analysis import data

    return data.table("codings").fillna("").set_index(["coder", "claim"])


def agreement(frame: pd.DataFrame | None = None) -> Agreement:
    """Compare the two readings on the claims that both were given, and count what each added.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        As from `codings`. Default: the published readings.

    Raises
    ------
    ClaimError
        If a reading lacks one of the claims that both were given.
    """
    frame = codings() if frame is None else frame
    given = numbered(SHARED)
    first, second = (frame.loc[coder] for coder in CODERS)
    for coder, reading in zip(CODERS, (first, second), strict=True):
        if missing := [claim for claim in given if claim not in reading.index]:
            raise ClaimError(
                f"{missing[0]}: coder {coder} has no row; both readings code every claim that they were given"
            )
    added_a, added_b = (set(reading.index) - set(given) for reading in (first, second))
    first, second = first.loc[list(given)], second.loc[list(given)]
    kappa, low, high = cohens_kappa(first["kind"], second["kind"])
    cores_a, cores_b = first["parts"].map(core_parts), second["parts"].map(core_parts)

    def same(left: pd.Series, right: pd.Series) -> float:
        return float((left == right).mean())

    return Agreement(
        claims=len(given),
        kappa=kappa,
        low=low,
        high=high,
        same_kind=same(first["kind"], second["kind"]),
        same_paragraph=same(first["paragraph"], second["paragraph"]),
        faithful_a=float((first["faithful"] == "yes").mean()),
        faithful_b=float((second["faithful"] == "yes").mean()),
        same_faithful=same(first["faithful"], second["faithful"]),
        same_core_count=same(cores_a.map(len), cores_b.map(len)),
        same_core_text=same(cores_a.map(_bag), cores_b.map(_bag)),
        added_a=len(added_a - added_b),
        added_b=len(added_b - added_a),
        added_both=len(added_a & added_b),
    )


def cohens_kappa(
    first: pd.Series, second: pd.Series, words: tuple[str, ...] = KINDS
) -> tuple[float, float, float]:
    r"""Cohen's kappa of two codings of the same items, with its 95 % interval.

    .. math:: \kappa = (p_o - p_e) / (1 - p_e)

    with the observed agreement and that expected from the margins. The interval rests on the large-sample
    variance of Fleiss, Cohen and Everitt (1969), *Psychological Bulletin* 72, as
    `statsmodels.stats.inter_rater.cohens_kappa` has it.

    Parameters
    ----------
    first, second : pandas.Series of str
        Codes of the same items, on the same index.
    words : tuple of str
        Codes that may occur; those that neither uses are left out of the table.

    Raises
    ------
    ClaimError
        If the items differ, or a code is not one of `words`.
    """
    from statsmodels.stats.inter_rater import cohens_kappa as kappa

    if not first.index.equals(second.index):
        raise ClaimError("cohens_kappa: the two codings are of different items; align them first")
    if odd := sorted((set(first) | set(second)) - set(words)):
        raise ClaimError(f"cohens_kappa: {odd[0]!r} is no code; it must be one of {', '.join(words)}")
    used = [word for word in words if word in set(first) | set(second)]
    table = pd.crosstab(first, second).reindex(index=used, columns=used, fill_value=0)
    found = kappa(table.to_numpy())
    return float(found.kappa), float(found.kappa_low), float(found.kappa_upp)


def core_parts(text: str) -> tuple[str, ...]:
    """Core parts in a cell ``core: ...; side: ...``, in their order, without the role."""
    found = (part.strip().split(": ", 1) for part in text.split(";"))
    return tuple(part[1] for part in found if part[0] == "core")


def settled() -> pd.DataFrame:
    """What was settled where the readings differ: ``coder_a``, ``coder_b``, ``settled``, ``reason``, by claim
    and field."""
    from analysis import data

    return data.table("coding_settled").fillna("").set_index(["claim", "field"])


def _bag(parts: tuple[str, ...]) -> tuple[str, ...]:
    def normal(part: str) -> str:
        words = re.sub(r"[^\w]+", " ", part.lower().replace("us$", "$")).split()
        return " ".join(word for word in words if word not in ("a", "an", "the"))

    return tuple(sorted(normal(part) for part in parts))
