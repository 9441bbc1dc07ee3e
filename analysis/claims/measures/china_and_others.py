"""Measures of the chapter on China and third countries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import value
from analysis.claims.registry import measure

_FACTS = ("third_countries.id", "third_countries.value")
_CHIPS = ("fdi_chip_projects_among_ten_largest_greenfield", "fdi_chip_projects_in_us")


@measure(reads=_FACTS)
def japan_in_photoresist(third_countries: pd.DataFrame) -> float | Absent:
    """Japan's share of the high end of photoresist, percent."""
    found = value(third_countries, "photoresist_japan_share_high_end_segment_over")
    return Absent("a share of Japan in photoresist") if found is None else found


@measure(reads=_FACTS)
def chinese_in_photoresist(third_countries: pd.DataFrame) -> Range | Absent:
    """Chinese makers' share of photoresist above the low end, percent: the lowest and the highest on
    record."""
    keys = (
        "photoresist_chinese_makers_share_high_end_semiconductor",
        "photoresist_localisation_krf_resist_claimed_above",
    )
    found = [number for key in keys if (number := value(third_countries, key)) is not None]
    return Range(min(found), max(found)) if found else Absent("a share of Chinese makers in photoresist")


@measure(reads=_FACTS)
def fields_with_europe(third_countries: pd.DataFrame) -> Range | Absent:
    """High-technology fields of two (data centres, chips) with Europe among the leading places.

    Where a chip project of the largest stands outside the United States, its place may be in Europe or not.
    """
    leaders = value(third_countries, "fdi_european_leaders_in_data_centres")
    chips, american = (value(third_countries, key) for key in _CHIPS)
    if None in (leaders, chips, american):
        return Absent("places of high-technology investment")
    least = float(leaders > 0)
    return Range(least, least + float(chips > american))


@measure(reads=_FACTS)
def us_share_of_chip_projects(third_countries: pd.DataFrame) -> float | Absent:
    """Percent of the chip projects among the ten largest greenfield projects that stand in the United
    States."""
    chips, american = (value(third_countries, key) for key in _CHIPS)
    return Absent("chip projects by place") if None in (chips, american) else 100 * american / chips


@measure(reads=_FACTS)
def developing_less_world(third_countries: pd.DataFrame) -> float | Absent:
    """Change of inflows to developing economies less that of the world's, percentage points; all sectors,
    figures of July 2026."""
    developing, world = (
        value(third_countries, f"fdi_{key}_change_final") for key in ("developing", "global")
    )
    return Absent("final changes of inflows") if None in (developing, world) else developing - world


def content(icio: pd.DataFrame, origin: str = "JPN") -> pd.DataFrame:
    r"""Value added of one economy in the manufactured goods and in the final demand of the others, percent,
    2019.

    With A the inputs per unit of output and v the value added per unit of output,

    .. math:: v_o' (I - A)^{-1} e_c \quad\text{and}\quad v_o' (I - A)^{-1} f_c / 1'f_c

    for one dollar of manufactures of economy c, and for its final demand. `direct` counts only what
    manufacturers buy from the economy themselves.
    """
    pairs, used, safe, added = accounts(icio)
    mine = np.array([country == origin for country, _ in pairs])
    multiplier = np.linalg.solve((np.eye(len(pairs)) - used / safe).T, np.where(mine, added / safe, 0.0))
    demand = final_demand(icio, pairs)
    rows = {}
    for place, (country, row) in enumerate(pairs):
        if row == "C":
            bundle = demand[country].to_numpy(dtype=float)
            rows[country] = {
                "direct": 100 * used[mine, place].sum() / safe[place],
                "manufactures": 100 * multiplier[place],
                "final demand": 100 * multiplier @ bundle / bundle.sum(),
            }
    return pd.DataFrame(rows).T.rename_axis("economy")


def foreign_content(icio: pd.DataFrame) -> pd.Series:
    """Value added of all others in the final demand of each economy, percent, 2019; as `content`."""
    pairs, used, safe, added = accounts(icio)
    countries = list(dict.fromkeys(country for country, _ in pairs))
    own = np.array([[country == origin for origin in countries] for country, _ in pairs], dtype=float)
    multiplier = np.linalg.solve((np.eye(len(pairs)) - used / safe).T, own * (added / safe)[:, None])
    demand = final_demand(icio, pairs)
    shares = {}
    for place, country in enumerate(countries):
        bundle = demand[country].to_numpy(dtype=float)
        by_origin = bundle @ multiplier
        shares[country] = 100 * (1 - by_origin[place] / by_origin.sum())
    return pd.Series(shares, name="foreign value added in final demand").rename_axis("economy")


def accounts(icio: pd.DataFrame) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of economy and industry; inputs (from, to), output and value added of each. Output of an empty
    industry is 1."""
    sections = [row for row in icio["row"].unique() if len(row) == 1]
    flows = icio[icio["row"].isin(sections)]
    pairs = list(flows[["origin", "row"]].drop_duplicates().itertuples(index=False, name=None))
    wide = flows.pivot(index=["origin", "row"], columns="destination", values=sections).loc[pairs]
    used = (
        wide.swaplevel(axis=1)
        .reindex(columns=pd.MultiIndex.from_tuples(pairs))
        .fillna(0.0)
        .to_numpy(dtype=float)
    )
    paid = icio[icio["row"] == "VA"].groupby("destination")[sections].sum()
    added = np.array([paid.loc[country, row] for country, row in pairs], dtype=float)
    bought = icio[icio["row"] == "TLS"].groupby("destination")[sections].sum()
    output = (
        used.sum(axis=0) + added + np.array([bought.loc[country, row] for country, row in pairs], dtype=float)
    )
    return pairs, used, np.where(output > 0, output, 1.0), added


def final_demand(icio: pd.DataFrame, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """Final demand of each economy (columns) for the output of each pair (rows)."""
    sections = [row for row in icio["row"].unique() if len(row) == 1]
    flows = icio[icio["row"].isin(sections)]
    final = flows.assign(final=flows["final_consumption"] + flows["capital_formation"])
    return final.pivot(index=["origin", "row"], columns="destination", values="final").loc[pairs]
