"""Rules for the claims of the chapter on tax and public money."""

from __future__ import annotations

import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_parts, by_range
from analysis.claims.judge import rule, series, table

WEO = "arg aus bra can chn deu fra gbr idn ind ita jpn kor mex rus sau tur twn usa zaf".split()  # G20 countries and Taiwan
COVERS = (
    "nexi_ichthys_political",
    "nexi_ichthys_credit",
    "nexi_untied_ceiling",
    "nexi_untied_lowest",
    "nexi_2009_political",
    "nexi_2009_credit",
)
_HOLDINGS = {"controlled": "dividends_2019_least_50_6", "minority": "dividends_2019_below_10"}


def doubled(tax_rules: pd.DataFrame, treaties: pd.DataFrame, holding: str) -> tuple[float, float]:
    """Tax on a dividend as a share of the way from once (0) to twice in full (1), and the part of it that is residual.

    The same arithmetic as `analysis.scheme.dividend`, on tables that are given. The residual is Japan's tax on an
    excluded dividend, the most that any clause of a treaty could remove for a controlling parent.
    """
    rate = 0.01 * tax_rules.set_index("id")["value"].astype(float)
    withheld = 0.01 * treaties.set_index("id")["us_withholding_pct"].astype(float)
    home, japan = rate["us_combined_rate"], rate["jp_rate_tokyo_from_fy2026"]
    charged = withheld[_HOLDINGS[holding]]
    taxed = japan * (1 - rate["jp_dividend_exclusion"]) if holding == "controlled" else max(0.0, japan - charged)
    once, left = max(home, japan), 1 - home
    full = 1 - left * (1 - withheld["dividends_none_any_holding"]) * (1 - japan) - once
    return float((home + left * (charged + taxed) - once) / full), float(left * taxed / full)


@rule(
    "C76",
    says=(
        "Two parts, a parent that controls its subsidiary and a holder below a tenth, each by the tax on a dividend under "
        "the treaty in force, as a share of the way from being taxed once (0) to twice in full (1); supported from 0.5, "
        "contradicted up to 0, partly between. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"tax_rules": table("tax_rules"), "treaties": table("treaty_provisions")},
    shown="fig-tax-regimes",
)
def taxed_twice(tax_rules: pd.DataFrame, treaties: pd.DataFrame) -> Decision:
    """How far a dividend is from being taxed twice, by holding."""
    return by_parts({
        holding: by_bounds(
            doubled(tax_rules, treaties, holding)[0], "share of the way to twice", supported_from=0.5, contradicted_to=0.0
        )
        for holding in _HOLDINGS
    })


@rule(
    "C77",
    says=(
        "Provisions of a treaty between the two countries that are in force: supported if there is one or more, "
        "contradicted if there is none."
    ),
    needs={"treaties": table("treaty_provisions")},
    shown="tab-tax-decided",
)
def treaty_in_force(treaties: pd.DataFrame) -> Decision:
    """Provisions without a last day."""
    found = treaties[(treaties["regime"] != "no treaty") & treaties["to_date"].isna() & treaties["from_date"].notna()]
    return by_bounds(len(found), "treaty provisions in force", supported_from=1, contradicted_to=0)


@rule(
    "C78",
    says=(
        "The most that a tax-sparing clause could remove for a controlling parent, Japan's tax on the dividend after its "
        "exclusion, as a share of full double taxation: supported from one half, contradicted up to one tenth, partly "
        "between."
    ),
    needs={"tax_rules": table("tax_rules"), "treaties": table("treaty_provisions")},
    shown="tab-tax-decided",
)
def sparing(tax_rules: pd.DataFrame, treaties: pd.DataFrame) -> Decision:
    """What is left for a clause to remove."""
    removed = doubled(tax_rules, treaties, "controlled")[1]
    return by_bounds(removed, "most that it could remove of a double tax", supported_from=0.5, contradicted_to=0.1)


@rule(
    "C80",
    says=(
        "Treaty provisions with a first day in 2024, and an instrument of that year on record: supported if both are "
        "found, contradicted if neither is, partly if one is."
    ),
    needs={"tax_rules": table("tax_rules"), "treaties": table("treaty_provisions")},
    shown="tab-tax-decided",
)
def updated(tax_rules: pd.DataFrame, treaties: pd.DataFrame) -> Decision:
    """What the two tables date to 2024."""
    provisions = int(treaties["from_date"].astype(str).str.startswith("2024").any())
    instrument = str(tax_rules.set_index("id").loc["instrument_2024", "value_text"]) != "none found"
    what = "of provisions and instruments of 2024, found"
    return by_bounds(provisions + int(instrument), what, supported_from=2, contradicted_to=0)


@rule(
    "C81",
    says=(
        "Rank of Japan's gross public debt in percent of GDP among twenty large economies of the IMF's outlook, each in its last "
        "year known: supported if among the first three, contradicted if in the lower half, partly between."
    ),
    needs={code: series(f"weo_{code}_GGXWDG_NGDP") for code in WEO},
    shown="tab-tax-decided",
)
def debt_is_high(**debts: pd.Series) -> Decision:
    """The rank, one is highest."""
    last = {code: float(debt.dropna().iloc[-1]) for code, debt in debts.items()}
    rank = sum(value >= last["jpn"] for value in last.values())
    return by_bounds(rank, f"rank by debt among {len(last)} economies", supported_from=3, contradicted_to=11)


@rule(
    "C83",
    says=(
        "Cover ratios that the insurer has published: the claim is supported if all are at most 50 %, contradicted if all "
        "are above it, partly if some are."
    ),
    needs={"institutions": table("institutions")},
    shown="tab-tax-decided",
)
def capped(institutions: pd.DataFrame) -> Decision:
    """The lowest and the highest published ratio against the cap."""
    values = institutions.set_index("id")["value"].astype(float).reindex(COVERS).dropna()
    what = "published cover ratios"
    return by_range(
        values.min(), values.max(), what, threshold=50.0, claimed=-1, straddling="partly", unit="%"
    )
