"""Which rows of the table of analogues are a partner's whole pledge, or the parts that add up to it."""

from __future__ import annotations

import pandas as pd

#: Parts of the ids of such rows. Announcements, ceilings and later stages of the same pledge are other rows.
WHOLE = ("headline", "taiwan_direct", "taiwan_credit", "uae_pledge", "saudi_pledge")


def whole(analogues: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table `analogues` that are a whole pledge or a part of one."""
    return analogues[[any(part in key for part in WHOLE) for key in analogues["id"]]]


def by_partner(analogues: pd.DataFrame) -> pd.Series:
    """Whole pledge of each partner, largest first, in the unit of the table (billions of dollars)."""
    return whole(analogues).groupby("partner")["value"].sum().sort_values(ascending=False, kind="stable")
