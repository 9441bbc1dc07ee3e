r"""Import content of what households buy, from the inter-country input-output table.

With the imported inputs :math:`m_j` of a unit of domestic output and the
domestic coefficients A, the content of a unit made at home is the element j of

.. math:: c = m (I - A)^{-1},

all imports along the chain of domestic suppliers. Of what households buy from
section j the share :math:`s_j` is imported as such, so that the content is
:math:`s_j + (1 - s_j) c_j`. Basic prices: the margin of trade is a purchase of
its own (section G), not part of the good.
"""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
import pandas as pd

from analysis.data.store.shared import table
from analysis.errors import DataError

SECTIONS = tuple(ascii_uppercase[:20])


def import_content(economy: str = "JPN", origin: str | None = None) -> pd.DataFrame:
    """Imported share and import content by section.

    Parameters
    ----------
    economy : str
        Where households buy.
    origin : str, optional
        Count only what comes straight from this economy; what it sells to third economies is theirs. Default:
        all.

    Returns
    -------
    DataFrame, index sections A to T
        made_at_home: import content of domestic output; imported: share of imports in household purchases;
        bought: import content of household purchases; weight: share of the section in household purchases.
        Fractions; NaN where nothing is bought.
    """
    flows = table("oecd_icio_2019")
    used = flows[flows["destination"] == economy]
    sections = list(SECTIONS)
    products = used[used["row"].isin(sections)]
    if products.empty:
        raise DataError(f"oecd_icio_2019 has no deliveries to {economy}")
    home = products[products["origin"] == economy].set_index("row").reindex(sections)
    abroad = products[products["origin"] != economy]
    counted = abroad if origin is None else abroad[abroad["origin"] == origin]
    if counted.empty:
        raise DataError(f"oecd_icio_2019 has no deliveries from {origin} to {economy}")
    abroad, counted = (
        part.groupby("row")[[*sections, "final_consumption"]].sum().reindex(sections)
        for part in (abroad, counted)
    )
    output = used[sections].sum()
    live = output.to_numpy() > 0
    scale = np.where(live, output, 1.0)
    A, m = home[sections].to_numpy() / scale, counted[sections].sum().to_numpy() / scale
    content = np.linalg.solve((np.eye(len(sections)) - A).T, m)
    final = home["final_consumption"] + abroad["final_consumption"]
    from_home, counted_share = (
        part["final_consumption"] / final.where(final > 0) for part in (home, counted)
    )
    frame = pd.DataFrame(
        {"made_at_home": np.where(live, content, np.nan), "imported": counted_share}, index=sections
    )
    bought = frame["imported"] + from_home * frame["made_at_home"]
    return frame.assign(bought=bought, weight=final / final.sum())
