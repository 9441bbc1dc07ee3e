"""Measures of the chapter on tax and public money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.decide import Absent
from analysis.claims.measures.common import value
from analysis.claims.measures.risks import backing
from analysis.claims.measures.transmission.at_decisions import linked, yields_after_decisions
from analysis.claims.registry import measure
from analysis.scheme.dates import since

if TYPE_CHECKING:
    from analysis.passthrough import Effect

WEO = (
    "arg aus bra can chn deu fra gbr idn ind ita jpn kor mex rus sau tur twn usa zaf".split()
)  # G20 countries and Taiwan
COVERS = (
    "nexi_ichthys_political",
    "nexi_ichthys_credit",
    "nexi_untied_ceiling",
    "nexi_untied_lowest",
    "nexi_2009_political",
    "nexi_2009_credit",
    "nexi_portsmouth_cover",
)
_HOLDINGS = {"controlled": "dividends_2019_least_50_6", "minority": "dividends_2019_below_10"}
_TAXES = ("tax_rules.id", "tax_rules.value", "treaty_provisions.id", "treaty_provisions.us_withholding_pct")
_DEBTS = tuple(f"weo_{code}_GGXWDG_NGDP" for code in WEO)


def doubled(tax_rules: pd.DataFrame, treaties: pd.DataFrame, holding: str) -> tuple[float, float]:
    """Tax on a dividend as a share of the way from once (0) to twice in full (1), and the part of it that is
    residual.

    The same arithmetic as `analysis.scheme.dividend`, on tables that are given. The residual is Japan's tax
    on an excluded dividend, the most that any clause of a treaty could remove for a controlling parent.
    """
    rate = 0.01 * tax_rules.set_index("id")["value"].astype(float)
    withheld = 0.01 * treaties.set_index("id")["us_withholding_pct"].astype(float)
    home, japan = rate["us_combined_rate"], rate["jp_rate_tokyo_from_fy2026"]
    charged = withheld[_HOLDINGS[holding]]
    taxed = (
        japan * (1 - rate["jp_dividend_exclusion"]) if holding == "controlled" else max(0.0, japan - charged)
    )
    once, left = max(home, japan), 1 - home
    full = 1 - left * (1 - withheld["dividends_none_any_holding"]) * (1 - japan) - once
    return float((home + left * (charged + taxed) - once) / full), float(left * taxed / full)


def cover_ratios(institutions: pd.DataFrame) -> pd.DataFrame:
    """Cover ratios of the insurer that are on record, percent, and their dates, in the order of `COVERS`."""
    found = institutions.set_index("id").reindex(COVERS)[["value", "as_of"]]
    return found.dropna(subset=["value"]).rename_axis("id")


@measure(reads=_TAXES)
def subsidiary_taxed_twice(tax_rules: pd.DataFrame, treaty_provisions: pd.DataFrame) -> float:
    """Tax on the dividend of a controlled subsidiary, as a share of the way from once (0) to twice in full
    (1)."""
    return doubled(tax_rules, treaty_provisions, "controlled")[0]


@measure(reads=_TAXES)
def minority_taxed_twice(tax_rules: pd.DataFrame, treaty_provisions: pd.DataFrame) -> float:
    """The same for a holder below a tenth, who is no parent of a subsidiary."""
    return doubled(tax_rules, treaty_provisions, "minority")[0]


@measure(reads=("treaty_provisions.from_date",), zero_is_absence=True)
def provisions_of_2024(treaty_provisions: pd.DataFrame) -> float:
    """Treaty provisions whose first day lies in 2024."""
    return float(treaty_provisions["from_date"].dropna().astype(str).str.startswith("2024").sum())


@measure(reads=("treaty_provisions.from_date", "treaty_provisions.income"), zero_is_absence=True)
def high_technology_provisions(treaty_provisions: pd.DataFrame) -> float:
    """Treaty provisions with a first day in 2024 for income of high-technology firms."""
    first = treaty_provisions["from_date"].fillna("").astype(str).str.startswith("2024")
    return float((first & (treaty_provisions["income"] == "high_technology")).sum())


@measure(series=_DEBTS)
def rank_by_debt(**debts: pd.Series) -> float:
    """Japan's rank by gross public debt to GDP, each economy in its last year known; one is highest."""
    last = {code: float(debt.dropna().iloc[-1]) for code, debt in debts.items()}
    return float(sum(ratio >= last["weo_jpn_GGXWDG_NGDP"] for ratio in last.values()))


@measure(reads=("institutions.id", "institutions.value"), series=("oecd_jpn_gdp",))
def state_at_stake(institutions: pd.DataFrame, oecd_jpn_gdp: pd.Series) -> float | Absent:
    """What the state stands to lose at most on what it has decided, percent of the GDP of the year of
    decision."""
    if None in (value(institutions, "nexi_grant_bonds_ceiling"), value(institutions, "jbic_filp_fy2026")):
        return Absent("amounts that the state stands behind")
    return backing(institutions, oecd_jpn_gdp)


@measure(
    reads=(
        "projects.list",
        "projects.date",
        "institutions.id",
        "institutions.as_of",
        "timeline.date",
        "timeline.topic",
    ),
    series=("jp_10y_yield", "jp_10y_yield_mof_month_end"),
)
def yields_on_backing(
    projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame, jp_10y_yield: pd.Series,
    jp_10y_yield_mof_month_end: pd.Series,
) -> Effect | Absent:  # fmt: skip
    """Change of the ten-year yield in months of decisions on state backing against other months, percentage
    points."""
    return yields_after_decisions(
        projects, institutions, timeline, linked(jp_10y_yield, jp_10y_yield_mof_month_end)
    )


@measure(reads=("institutions.id", "institutions.value", "institutions.as_of"))
def highest_cover(institutions: pd.DataFrame) -> float | Absent:
    """Highest cover ratio of a single project on record since the memorandum, percent."""
    ratios = cover_ratios(institutions)
    recent = ratios.loc[since(ratios["as_of"].astype(str)), "value"]
    return Absent("a cover ratio for a loan of the plan") if recent.empty else float(recent.max())
