"""Measures of the chapter on the United States."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import in_sectors, selected, value
from analysis.claims.registry import measure
from analysis.data import GDP_YEAR, gdp_of_year

if TYPE_CHECKING:
    import pandas as pd

FIELDS = {
    "semiconductors": ("semiconductors",),
    "batteries": ("batteries",),
    "clean-energy equipment": ("clean_energy_equipment",),
}
REACTORS = ("nuclear",)  # clean-energy equipment by the widest reading only
POWER = ("gas_power", "nuclear")
_ON_SHARES_OR_HOUSES = ("property", "shares")
_AMOUNTS = ("projects.list", "projects.sector", "projects.amount_usd_bn")


def batches(projects: pd.DataFrame) -> pd.DataFrame:
    """Announced and candidate projects of the batches, in billion dollars."""
    return selected(projects)


def share(projects: pd.DataFrame, sectors: tuple[str, ...]) -> float:
    """Percent of the amounts of the batches that goes to these sectors."""
    return in_sectors(projects, sectors)


def known(facts: pd.DataFrame, name: str) -> float | None:
    """Value of a row of a fact table, or None if the table has no such row."""
    return value(facts, name)


#: Incentives for the benchmark plant that the projected net revenue of the state does not deduct.
GIVEN_BESIDE_THE_STATE = (
    "alabama_huntsville_incentives",
    "alabama_limestone_abatement",
    "alabama_further_incentives",
)


def net_revenue(facts: pd.DataFrame) -> tuple[float, float]:
    """Projected net state revenue of the benchmark plant in million dollars: less what city, county and later
    acts gave up, and as projected."""
    stated = known(facts, "alabama_net_revenue")
    return stated - sum(known(facts, name) for name in GIVEN_BESIDE_THE_STATE), stated


def capital_formation(flows: pd.DataFrame, gdp: pd.Series) -> tuple[float, float]:
    """US capital formation in billion dollars: of 2019, and at its share of 2019 in the GDP of `GDP_YEAR`."""
    base = float(flows.loc[flows["destination"] == "USA", "capital_formation"].sum()) / 1000
    return base, base * gdp_of_year(gdp, GDP_YEAR) / gdp_of_year(gdp, 2019)


def pace_to_investment(context: pd.DataFrame, flows: pd.DataFrame, gdp: pd.Series) -> tuple[float, float]:
    """The yearly amount as percent of capital formation: slowest pace over largest base, fastest over
    smallest."""
    pace = [known(context, name) for name in ("pace_from_signature", "pace_from_2026_11")]
    base = capital_formation(flows, gdp)
    return 100 * min(pace) / max(base), 100 * max(pace) / min(base)


_PACE = (
    "size_context.id",
    "size_context.value",
    "oecd_icio_2019.destination",
    "oecd_icio_2019.capital_formation",
)


@measure(reads=_PACE, series=("us_gdp_usd",))
def inflow_to_formation(
    size_context: pd.DataFrame, oecd_icio_2019: pd.DataFrame, us_gdp_usd: pd.Series
) -> Range:
    """The plan's yearly amount in percent of US capital formation, if it is carried out in time."""
    return Range(*pace_to_investment(size_context, oecd_icio_2019, us_gdp_usd))


@measure(reads=(*_PACE, "projects.stage", "projects.amount_usd_bn"), series=("us_gdp_usd",))
def raised_formation(
    size_context: pd.DataFrame, oecd_icio_2019: pd.DataFrame, projects: pd.DataFrame, us_gdp_usd: pd.Series
) -> Range:
    """Percent of US capital formation: all finance signed, as if in one year, and the plan's yearly amount in
    time."""
    signed = projects.loc[projects["stage"] == "signed", "amount_usd_bn"].sum()
    low = 100 * signed / max(capital_formation(oecd_icio_2019, us_gdp_usd))
    return Range(float(low), max(pace_to_investment(size_context, oecd_icio_2019, us_gdp_usd)))


@measure(reads=_AMOUNTS, zero_is_absence=True)
def to_chips(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts in semiconductors."""
    return in_sectors(projects, FIELDS["semiconductors"])


@measure(reads=_AMOUNTS, zero_is_absence=True)
def to_batteries(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts in batteries."""
    return in_sectors(projects, FIELDS["batteries"])


@measure(reads=_AMOUNTS)
def to_clean_energy(projects: pd.DataFrame) -> Range:
    """Percent of the selected amounts in clean-energy equipment, without and with reactors."""
    narrow = FIELDS["clean-energy equipment"]
    return Range(in_sectors(projects, narrow), in_sectors(projects, (*narrow, *REACTORS)))


@measure(reads=("facts_other.id", "facts_other.value"))
def revenue_received(facts_other: pd.DataFrame) -> float | Absent:
    """Net revenue that the benchmark plant has brought, million dollars."""
    found = value(facts_other, "alabama_realised_net_revenue")
    return Absent("net revenue received from the plant") if found is None else found


@measure(reads=("facts_other.id", "facts_other.value"))
def revenue_left(facts_other: pd.DataFrame) -> Range | Absent:
    """Projected net revenue of the benchmark plant, less the city's, a county's and later incentives and as
    projected, million dollars."""
    if value(facts_other, "alabama_net_revenue") is None:
        return Absent("projected revenue of the plant")
    return Range(*net_revenue(facts_other))


@measure(reads=("cfius.id", "cfius.value"))
def investigated(cfius: pd.DataFrame) -> float | Absent:
    """Percent of notices that go to investigation."""
    found = value(cfius, "share_notices_go_investigation_2024")
    return Absent("a share of notices investigated") if found is None else 100 * found


@measure(reads=_AMOUNTS, zero_is_absence=True)
def to_shares_or_houses(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts in property or shares."""
    return in_sectors(projects, _ON_SHARES_OR_HOUSES)
