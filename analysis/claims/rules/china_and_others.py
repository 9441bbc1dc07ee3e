"""Rules for the claims of the chapter on China and third countries: each is decided by the facts, grade and all."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_parts
from analysis.claims.judge import rule, table

NO_ACT = "without an official act"
EUROPE = {"France", "Germany", "Italy", "Spain", "Ireland", "Netherlands", "Poland"}
WORDS = {"none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_FACTS = {"facts": table("third_countries")}


def fact(facts: pd.DataFrame, key: str) -> float:
    """The value of one fact."""
    return float(facts.set_index("id").loc[key, "value"])


def measured(facts: pd.DataFrame, key: str, what: str, *, supported_from: float, contradicted_to: float, unit: str) -> Decision:
    """By the fact of this name where somebody has published it, open where nobody has."""
    if key in set(facts["id"]):
        return by_bounds(fact(facts, key), what, supported_from=supported_from, contradicted_to=contradicted_to, unit=unit)
    return Decision("open", f"{what}: no figure was found", power="without a figure no effect of any size would have been found")


def growth(value: float, world: float, what: str) -> Decision:
    """Change of inflows: at or below zero supports that a region falls back, at or above the world's contradicts it."""
    return by_bounds(value, what, supported_from=0.0, contradicted_to=max(world, 1.0), unit="percent")


@rule(
    "C59",
    says=(
        "Three parts, for photoresist, the one node with figures. Suppliers: the smallest share that sources give to Japan "
        "or the top three makers; supported from 50 percent, contradicted up to 25. Substitutes: the largest share of "
        "the high end that any source gives to Chinese makers; supported up to 50 percent, contradicted from 75. Act: "
        "an official limit on supply; supported if one is on record, contradicted if what is on record is a rumour without "
        "an act. Supported or contradicted if all are; partly if some have support."
    ),
    needs=_FACTS,
    shown="tab-china-and-others-photoresist",
)
def limits_at_nodes(facts: pd.DataFrame) -> Decision:
    """Who supplies, who could, and whether anybody has stopped."""
    suppliers = min(
        fact(facts, "photoresist_japan_share_high_end_segment_over"),
        fact(facts, "photoresist_top_three_makers_share_all_photoresist"),
    )
    chinese = max(
        fact(facts, "photoresist_chinese_makers_share_high_end_semiconductor"),
        fact(facts, "photoresist_localisation_krf_resist_claimed_above"),
    )
    halts = facts[facts["id"].str.contains("export_halt")]
    acts = float((~halts["item"].str.contains(NO_ACT)).sum())
    return by_parts({
        "suppliers": by_bounds(suppliers, "smallest share", supported_from=50, contradicted_to=25, unit="percent"),
        "substitutes": by_bounds(chinese, "largest Chinese share", supported_from=50, contradicted_to=75, unit="percent"),
        "act": by_bounds(acts, "official halts on record", supported_from=1, contradicted_to=0),
    })


@rule(
    "C63",
    says=(
        "Three parts. Europe and developing economies: inflows of direct investment, all sectors; each supported if "
        "they did not grow, contradicted if they grew as much as the world's, partly between. High technology: its inflows "
        "outside the United States and Japan, by the same bounds; open while nobody publishes them. That a "
        "difference is owed to the ties is not decided. Supported or contradicted if all are; partly if some have support."
    ),
    needs=_FACTS,
    shown="fig-china-and-others-fdi",
)
def marginalised(facts: pd.DataFrame) -> Decision:
    """Inflows by region against the world's."""
    world = fact(facts, "fdi_global_direct_investment_change")
    return by_parts({
        "Europe": growth(fact(facts, "fdi_european_union_change"), world, "change of EU inflows"),
        "developing": growth(fact(facts, "fdi_developing_economies_change"), world, "change of inflows"),
        "high technology": measured(
            facts, "fdi_high_technology_elsewhere_change", "change of high-technology inflows elsewhere",
            supported_from=0.0, contradicted_to=max(world, 1.0), unit="percent",
        ),
    })  # fmt: skip


@rule(
    "C64",
    says=(
        "Three parts. To the US: its share of the chip projects among the ten largest greenfield projects; supported from "
        "one half, contradicted up to one quarter. Not to Europe: European countries named among the leaders in data "
        "centres; supported if none, contradicted if one or more. Diverted: the share of such projects that were planned in "
        "Europe first; supported from 10 percent, contradicted up to 1; open while nobody publishes it. Supported or "
        "contradicted if all are; partly if some have support."
    ),
    needs=_FACTS,
    shown="tab-china-and-others-fdi",
)
def diverted(facts: pd.DataFrame) -> Decision:
    """Where chips and data centres went; whether they came from Europe is not published."""
    notes = facts.set_index("id")["note"].fillna("")
    chips = fact(facts, "fdi_chip_projects_among_ten_largest_greenfield")
    american = WORDS[re.search(r"(\w+) of the \w+ in the US", notes["fdi_chip_projects_among_ten_largest_greenfield"])[1].lower()]
    leaders = notes["fdi_data_centres_announced_value_over"]
    european = float(sum(country in leaders for country in EUROPE))
    return by_parts({
        "to the US": by_bounds(american / chips, "share of chip projects", supported_from=0.5, contradicted_to=0.25),
        "not to Europe": by_bounds(european, "European leaders in data centres", supported_from=0, contradicted_to=1),
        "diverted": measured(
            facts, "fdi_planned_in_europe_built_in_us", "share planned in Europe, built in the US",
            supported_from=10, contradicted_to=1, unit="percent",
        ),
    })  # fmt: skip


@rule(
    "C65",
    says=(
        "Three parts. Inflows of direct investment to developing economies: supported if they did not grow, contradicted "
        "if they grew as much as the world's without conduit economies, partly between. Least developed: the share of them "
        "with stagnant or falling inflows; supported from one half, contradicted up to one quarter. High-end manufacturing: "
        "its inflows to developing economies, by the bounds of the first part; open while nobody publishes them. Supported or "
        "contradicted if all are; partly if some have support."
    ),
    needs=_FACTS,
    shown="fig-china-and-others-fdi",
)
def harder_to_attract(facts: pd.DataFrame) -> Decision:
    """Inflows to developing economies: all, the poorest, and the unmeasured one that the claim is about."""
    world = fact(facts, "fdi_global_direct_investment_without_conduit_economies")
    stagnant = fact(facts, "fdi_least_developed_countries_stagnant_falling_inflows")
    return by_parts({
        "inflows": growth(fact(facts, "fdi_developing_economies_change"), world, "change of inflows"),
        "least developed": by_bounds(stagnant, "share stagnant or falling", supported_from=0.5, contradicted_to=0.25),
        "high-end manufacturing": measured(
            facts, "fdi_high_end_manufacturing_developing_change", "change of inflows",
            supported_from=0.0, contradicted_to=max(world, 1.0), unit="percent",
        ),
    })  # fmt: skip


def content(icio: pd.DataFrame, origin: str = "JPN") -> pd.DataFrame:
    r"""Value added of one economy in the manufactured goods and in the final demand of the others, percent, 2019.

    With A the inputs per unit of output and v the value added per unit of output,

    .. math:: v_o' (I - A)^{-1} e_c \quad\text{and}\quad v_o' (I - A)^{-1} f_c / 1'f_c

    for one dollar of manufactures of economy c, and for its final demand. `direct` counts only what manufacturers buy
    from the economy themselves.
    """
    sections = [row for row in icio["row"].unique() if len(row) == 1]
    flows = icio[icio["row"].isin(sections)]
    pairs = list(flows[["origin", "row"]].drop_duplicates().itertuples(index=False, name=None))
    wide = flows.pivot(index=["origin", "row"], columns="destination", values=sections).loc[pairs]
    used = wide.swaplevel(axis=1).reindex(columns=pd.MultiIndex.from_tuples(pairs)).fillna(0.0).to_numpy(dtype=float)
    paid = icio[icio["row"] == "VA"].groupby("destination")[sections].sum()
    added = np.array([paid.loc[country, row] for country, row in pairs], dtype=float)
    bought = icio[icio["row"] == "TLS"].groupby("destination")[sections].sum()
    output = used.sum(axis=0) + added + np.array([bought.loc[country, row] for country, row in pairs], dtype=float)
    safe = np.where(output > 0, output, 1.0)
    mine = np.array([country == origin for country, _ in pairs])
    multiplier = np.linalg.solve((np.eye(len(pairs)) - used / safe).T, np.where(mine, added / safe, 0.0))
    final = flows.assign(final=flows["final_consumption"] + flows["capital_formation"])
    demand = final.pivot(index=["origin", "row"], columns="destination", values="final").loc[pairs]
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
