"""What a refresh may change of a table without being asked: the key ``refresh`` of its sidecar.

    refresh:
      scale: relative      # how to measure: relative to the old value, absolute, in spreads of the column
      revision: 0.02       # larger ones are flagged in the report
      refuse: 0.3          # one that is larger stops the provider's refresh
      low: 0               # no value lies at or below
      high: 100            # nor at or above

Publishers revise; the bound says what is usual for this table. Something larger is either news or a fault,
and a person should look at it. A table without the key is not refreshed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from analysis.errors import DataError

SCALES = ("relative", "absolute", "spread")
#: More than this share of the values in common revised beyond the bound is another history, not a revision of
#: ours.
REWRITTEN = 0.1
_REFUSE = {"relative": 0.3, "spread": 3.0}


@dataclass(frozen=True)
class Limits:
    """Stated bounds of one table; see the module.

    Attributes
    ----------
    scale : str
        A revision is |new - old| divided by |old| (relative), by 1 (absolute, in the table's unit) or by the
        standard deviation of the column as committed (spread).
    revision, refuse : float
        On that scale: flagged above the first, refused above the second.
    low, high : float or None
        Values must lie strictly between.
    """

    scale: str
    revision: float
    refuse: float
    low: float | None = None
    high: float | None = None


def limits(where: str, raw: Any) -> Limits | None:
    """Read the key ``refresh`` of a sidecar; `where` names the file in errors.

    Raises
    ------
    DataError
        If a key is unknown, missing or of the wrong kind.
    """
    if raw is None:
        return None
    known = {field.name for field in fields(Limits)}
    if not isinstance(raw, dict) or not {"scale", "revision"} <= raw.keys() <= known:
        raise DataError(
            f"{where}: `refresh` states scale and revision, and may state refuse, low and high; found {raw!r}"
        )
    if raw["scale"] not in SCALES:
        raise DataError(f"{where}: refresh.scale must be one of {', '.join(SCALES)}; found {raw['scale']!r}")
    if bad := [key for key, value in raw.items() if key != "scale" and not isinstance(value, (int, float))]:
        raise DataError(f"{where}: refresh.{bad[0]} must be a number, found {raw[bad[0]]!r}")
    refuse = raw.get("refuse", _REFUSE.get(raw["scale"]))
    if refuse is None:
        raise DataError(
            f"{where}: refresh.refuse is missing; on an absolute scale only the table knows what is too much"
        )
    if not 0 <= raw["revision"] <= refuse:
        raise DataError(
            f"{where}: refresh.revision must lie between 0 and refuse ({refuse:g}), found {raw['revision']!r}"
        )
    return Limits(raw["scale"], float(raw["revision"]), float(refuse), raw.get("low"), raw.get("high"))
