"""The rules as data: one row of `data/facts/verdict_rules.csv` a part, and the text that is published of it.

The text is generated from the row, so that what a reader sees and what decides cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

import pandas as pd

from analysis.claims.decide import LEVEL, PLACEBO, number
from analysis.claims.horizons import horizon
from analysis.claims.part import Part, parts_by_claim
from analysis.errors import ClaimError

TABLE = "verdict_rules"
SHAPES = ("bounds", "range", "interval", "step")


@dataclass(frozen=True)
class Rule:
    """How one part is decided.

    Attributes
    ----------
    claim, part : str
    measure : str
        Name of the function that measures.
    shape : str
        "bounds" (a number), "range" (two ends), "interval" (an estimate) or "step" (before and after, with
        placebos).
    supported_from, contradicted_to : float or None
        For bounds (inclusive) and range; where less is what the part says, the first is the smaller. A range
        with one threshold has it in both, and says its side by `claimed`.
    claimed : int
        The sign that the part gives to the effect, 1 or -1 (interval, step, range with one threshold); 0
        otherwise.
    matters : float
        For interval and step: the smallest size that the words would call an effect; 0 if any.
    unit, horizon : str
        Horizon is a phrase of `horizons.HORIZONS`, or empty.
    words : str
        What is measured.
    complete_record : str
        Why the record is complete by law or by nature, so that no entry contradicts; empty where it is not.
    shown : str
        Label of the figure or table in the chapter that shows it.
    note : str
        What was known of the number when the bounds were set.
    """

    claim: str
    part: str
    measure: str
    shape: str
    supported_from: float | None
    contradicted_to: float | None
    claimed: int
    matters: float
    unit: str
    horizon: str
    words: str
    complete_record: str
    shown: str
    note: str

    def __post_init__(self) -> None:
        where = f"{TABLE}.csv, {self.claim}, {self.part!r}"
        if self.shape not in SHAPES:
            raise ClaimError(f"{where}: shape is one of {', '.join(SHAPES)}; found {self.shape!r}")
        bounds = (self.supported_from, self.contradicted_to)
        if self.shape in ("bounds", "range"):
            if (
                None in bounds
                or not all(isfinite(bound) for bound in bounds)
                or (self.shape == "bounds" and bounds[0] == bounds[1])
            ):
                raise ClaimError(
                    f"{where}: {self.shape} needs two bounds, and bounds two that differ; found {bounds}"
                )
            if (
                self.claimed not in (0, 1, -1)
                or (self.claimed == 0) != (bounds[0] != bounds[1])
                or self.matters
            ):
                raise ClaimError(
                    f"{where}: a sign stands where both bounds are one threshold, and there alone"
                )
        elif bounds != (None, None) or self.claimed not in (1, -1) or self.matters < 0:
            raise ClaimError(
                f"{where}: {self.shape} needs the claimed sign, 1 or -1, a size of at least 0 and no bounds"
            )
        if not (self.words.strip() and self.measure and self.shown):
            raise ClaimError(f"{where}: words, measure and shown must not be empty")
        if self.horizon:
            horizon(self.horizon)

    @property
    def sign(self) -> int:
        """1 where more is what the part says, -1 where less is."""
        if self.claimed:
            return self.claimed
        return 1 if self.supported_from > self.contradicted_to else -1

    @property
    def text(self) -> str:
        """The rule as published: a sentence without a full stop."""
        says = (
            f"{self.words}{', ' + horizon(self.horizon).words if self.horizon else ''}:"
            f" {getattr(self, f'_{self.shape}')()}"
        )
        if self.complete_record:
            return f"{says}; no entry contradicts, because {self.complete_record}"
        return f"{says}; no entry leaves it open" if self.shape in ("bounds", "range") else says

    def _at(self, bound: float) -> str:
        return f"{number(bound)}{f' {self.unit}' if self.unit else ''}"

    def _bounds(self) -> str:
        from_, to = ("from", "up to") if self.sign == 1 else ("up to", "from")
        return (
            f"supported {from_} {self._at(self.supported_from)}, contradicted {to}"
            f" {self._at(self.contradicted_to)}, partly between"
        )

    def _range(self) -> str:
        side, other = ("above", "below") if self.sign == 1 else ("below", "above")
        return (
            f"supported if the whole range lies {side} {self._at(self.supported_from)}, contradicted if it"
            f" lies at or {other} {self._at(self.contradicted_to)}, open otherwise"
        )

    def _interval(self) -> str:
        side, other = ("above", "below") if self.sign == 1 else ("below", "above")
        base = f"supported if the {100 * LEVEL:.0f} % interval lies {side} zero"
        if not self.matters:
            return f"{base}, contradicted if it lies {other}, open otherwise"
        size = self._at(self.matters)
        return (
            f"{base} and the estimate reaches {size} in that direction (partly if it falls short),"
            f" contradicted if the interval lies {other} zero or excludes an effect of {size}, open otherwise"
        )

    def _step(self) -> str:
        return (
            "the step is estimated together with a linear trend, and its interval is widened until it holds"
            f" zero at {100 * PLACEBO:.0f} % of the earlier dates at which nothing was signed;"
            f" {self._interval().replace('the 90 % interval', 'it')}"
        )


def rules(
    frame: pd.DataFrame | None = None, table: dict[str, dict[str, Part]] | None = None
) -> dict[tuple[str, str], Rule]:
    """Rules by claim and part, checked against the parts.

    Raises
    ------
    ClaimError
        If a row fits no part that a rule decides, stands twice, or its numbers do not fit its shape.
    """
    return _published() if frame is None else _checked(frame, parts_by_claim() if table is None else table)


@lru_cache(maxsize=1)
def _published() -> dict[tuple[str, str], Rule]:
    from analysis import data

    return _checked(data.table(TABLE), parts_by_claim())


def _checked(frame: pd.DataFrame, table: dict[str, dict[str, Part]]) -> dict[tuple[str, str], Rule]:
    found: dict[tuple[str, str], Rule] = {}
    for row in frame.to_dict("records"):
        key = (row["claim"], row["part"])
        part = table.get(key[0], {}).get(key[1])
        if part is None or part.decided_by != "rule" or key in found:
            raise ClaimError(
                f"{TABLE}.csv, {key[0]}, {key[1]!r}: a rule belongs to one part of claim_parts.csv with"
                " decided_by rule"
            )
        numbers = {
            name: None if pd.isna(row[name]) else float(row[name])
            for name in ("supported_from", "contradicted_to")
        }
        found[key] = Rule(
            **{name: "" if pd.isna(row[name]) else str(row[name]) for name in _TEXTS},
            **numbers,
            claimed=0 if pd.isna(row["claimed"]) else int(row["claimed"]),
            matters=0.0 if pd.isna(row["matters"]) else float(row["matters"]),
        )
    return found


_TEXTS = ("claim", "part", "measure", "shape", "unit", "horizon", "words", "complete_record", "shown", "note")
