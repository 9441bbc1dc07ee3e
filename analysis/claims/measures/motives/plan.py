"""What the plan says and what was done with it: sums, terms, vehicles, projects, tariffs."""

from __future__ import annotations

import pandas as pd

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import APPLIED, ARTICLE, in_sectors, ratio, selected, value
from analysis.claims.registry import measure
from analysis.quantities.pledged import by_partner

NAMED = (
    "semiconductors",
    "electronics",
    "batteries",
    "machinery",
)  # chips, EV core components, high-end equipment, at their widest
NAMED_GOODS = ("semiconductors", "auto parts", "machinery")  # the same as categories of the tariff
VEHICLES = ("jbic_facility_start", "nexi_grant_bonds_ceiling")
WORDS = {"none": 0.0, "one third": 100 / 3, "one half": 50.0, "two thirds": 200 / 3, "three quarters": 75.0}


def values(facts: pd.DataFrame) -> pd.Series:
    """Values of a table of facts by id."""
    return facts.set_index("id")["value"].astype(float)


def concentration(context: pd.DataFrame) -> float:
    """Points by which the US share of outward direct investment changes if a yearly part of the scheme comes
    on top."""
    v = values(context)
    flow, us, pace = v["fdi_outflow_2024_usd"], v["fdi_outflow_us_2024_usd"], v["pace_from_signature"]
    return float(100 * ((us + pace) / (flow + pace) - us / flow))


@measure(reads=("size_context.id", "size_context.value"))
def commitment(size_context: pd.DataFrame) -> float | Absent:
    """Billion dollars that the memorandum names."""
    found = value(size_context, "commitment")
    return Absent("an amount of the commitment") if found is None else found


@measure(
    reads=("projects.stage", "projects.amount_usd_bn", "size_context.id", "size_context.value"),
    zero_is_absence=True,
)
def signed_share(projects: pd.DataFrame, size_context: pd.DataFrame) -> float:
    """Signed finance in percent of the commitment."""
    signed = projects.loc[projects["stage"] == "signed", "amount_usd_bn"].sum()
    return float(100 * signed / value(size_context, "commitment"))


@measure(reads=("mou_terms.id", "mou_terms.value_text"))
def equity_share(mou_terms: pd.DataFrame) -> Range | Absent:
    """Percent of the money that officials expected to be equity."""
    found = mou_terms.loc[mou_terms["id"] == "equity_share_july", "value_text"].dropna()
    if found.empty:
        return Absent("an expected share of equity")
    ends = [float(end) for end in str(found.iloc[0]).split("-")]
    return Range(ends[0], ends[-1])


@measure(
    reads=("institutions.id", "projects.list", "projects.japanese_firms", "projects.amount_usd_bn"),
    zero_is_absence=True,
)
def state_and_firms(institutions: pd.DataFrame, projects: pd.DataFrame) -> float:
    """State vehicles set up or funded for the scheme, or selected projects that name Japanese firms: the
    fewer of both."""
    firms = selected(projects)["japanese_firms"].notna().sum()
    return float(min(state_vehicles(institutions), firms))


@measure(reads=("institutions.id",), zero_is_absence=True)
def state_vehicles(institutions: pd.DataFrame) -> float:
    """State vehicles set up or funded for the scheme."""
    return float(institutions["id"].isin(VEHICLES).sum())


@measure(reads=("projects.list", "projects.japanese_firms", "projects.amount_usd_bn"), zero_is_absence=True)
def firms_named(projects: pd.DataFrame) -> float:
    """Percent of the selected projects that name Japanese firms."""
    return float(100 * selected(projects)["japanese_firms"].notna().mean())


@measure(reads=("mou_terms.id", "mou_terms.value_text"))
def japanese_funding(mou_terms: pd.DataFrame) -> float | Absent:
    """Percent of the money that the government expected, as the Mainichi reports it, from Japan's state bank
    and under its insurer's guarantee."""
    found = mou_terms.loc[mou_terms["id"].isin(("jbic_share", "nexi_share")), "value_text"].dropna()
    return (
        Absent("an expected share of the lenders")
        if found.empty
        else float(sum(WORDS[text] for text in found))
    )


@measure(reads=("memorandum.country", "memorandum.subject", "memorandum.status"))
def penalties(memorandum: pd.DataFrame) -> float:
    """Clauses of Japan's memorandum that attach a consequence to declining to fund."""
    rows = memorandum[(memorandum["country"] == "JPN") & (memorandum["status"] == "settled")]
    return float(rows["subject"].isin(("refusal", "refusal_distribution")).sum())


@measure(reads=("analogues.id", "analogues.partner", "analogues.value"))
def rank_share(analogues: pd.DataFrame) -> float:
    """Japan's rank among the headline pledges on record, in percent of their number."""
    found = by_partner(analogues)
    return float(100 * (1 + (found > found["Japan"]).sum()) / len(found))


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.status",
           "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def barrier(tariff_rates: pd.DataFrame) -> float | Absent:
    """General rate on goods of Japan in force on the first of the article's month, percent."""
    found = in_force(tariff_rates).query("category == 'general'")["rate_pct"].dropna()
    return Absent("a general rate in force") if found.empty else float(found.max())


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.rate_base",
           "tariff_rates.status", "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def barrier_excess(tariff_rates: pd.DataFrame) -> float | Absent:
    """Largest rate on the fields that the article names less the general one, on the same base, points."""
    found = in_force(tariff_rates).dropna(subset="rate_pct")
    general = found[found["category"] == "general"]
    named = found[found["category"].isin(NAMED_GOODS)]
    pairs = general.merge(named, on="rate_base", suffixes=("_general", "_named"))
    if pairs.empty:
        return Absent("a rate on a named field on the base of the general one")
    return float((pairs["rate_pct_named"] - pairs["rate_pct_general"]).max())


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.status",
           "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def input_rate(tariff_rates: pd.DataFrame) -> float | Absent:
    """Rate on steel and aluminium, inputs of every plant, in force on the first of the article's month,
    percent."""
    found = in_force(tariff_rates).query("category == 'steel and aluminium'")["rate_pct"].dropna()
    return Absent("a rate on inputs in force") if found.empty else float(found.max())


def in_force(tariffs: pd.DataFrame, day: str = f"{ARTICLE}-01") -> pd.DataFrame:
    """Rates on goods of Japan in force on a day."""
    known = tariffs[(tariffs["origin"] == "Japan") & tariffs["status"].isin(APPLIED)]
    began = known["from_date"].fillna("0000") <= day
    return known[began & (known["to_date"].fillna("9999") >= day)]


@measure(reads=("projects.list", "projects.sector", "projects.amount_usd_bn"), zero_is_absence=True)
def money_in_named(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts in the fields that the article names."""
    return in_sectors(projects, NAMED)


@measure(reads=("size_context.id", "size_context.value"))
def pace_to_host_stock(size_context: pd.DataFrame) -> float | Absent:
    """Yearly pace of the plan in percent of all inward direct investment stock of the United States."""
    return ratio(
        size_context,
        "pace_from_signature",
        "fdi_stock_us_all_countries",
        "the stock of all countries",
        scale=0.1,
    )


@measure(reads=("size_context.id", "size_context.value"))
def us_share(size_context: pd.DataFrame) -> float | Absent:
    """Share of the United States in Japan's outward direct investment of 2024, percent."""
    return ratio(size_context, "fdi_outflow_us_2024_usd", "fdi_outflow_2024_usd", "outflows of 2024")


@measure(reads=("size_context.id", "size_context.value"))
def japanese_share_of_stock(size_context: pd.DataFrame) -> float | Absent:
    """Japan's share of the stock of direct investment in the United States, percent."""
    return ratio(
        size_context, "fdi_stock_us", "fdi_stock_us_all_countries", "the stock of all countries", scale=0.1
    )


@measure(reads=("memorandum.country", "memorandum.subject", "memorandum.status"), zero_is_absence=True)
def uncommercial_terms(memorandum: pd.DataFrame) -> float:
    """How many of three clauses Japan's memorandum has: selection by the President, the split, a consequence
    of refusal."""
    rows = memorandum[(memorandum["country"] == "JPN") & (memorandum["status"] == "settled")]
    return float(sum((rows["subject"] == subject).any() for subject in ("selection", "split", "refusal")))


@measure(reads=("facts_other.id", "facts_other.value_text"), zero_is_absence=True)
def negative_studies(facts_other: pd.DataFrame) -> float | Absent:
    """Percent of the findings on record on direct investment abroad and employment at home that are
    negative."""
    keys = ("fdi_employment_io", "fdi_creation_asia", "fdi_creation_west", "fdi_employment_araki")
    found = facts_other.loc[facts_other["id"].isin(keys), "value_text"].dropna()
    return (
        Absent("a finding on employment at home")
        if found.empty
        else float(100 * (found == "negative").mean())
    )


@measure(reads=("plan_fields.key_technology",), zero_is_absence=True)
def technologies_named(plan_fields: pd.DataFrame) -> float:
    """Fields of key technology that the memorandum names for investment in the United States."""
    return float((plan_fields["key_technology"] == "yes").sum())


@measure(reads=("memorandum.country",), zero_is_absence=True)
def allies_with_memorandum(memorandum: pd.DataFrame) -> float:
    """Allies with a memorandum of this kind on investment in US supply chains."""
    return float(memorandum["country"].nunique())


@measure(reads=("plan_fields.aim",), zero_is_absence=True)
def aims_covered(plan_fields: pd.DataFrame) -> float:
    """How many of three aims (geopolitics, technology security, supply chains) have a field in the
    memorandum."""
    return float(
        plan_fields["aim"]
        .isin(("geopolitics", "technology security", "supply chains"))
        .groupby(plan_fields["aim"])
        .any()
        .sum()
    )
