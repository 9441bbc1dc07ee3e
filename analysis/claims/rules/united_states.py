"""Rules for the claims of the chapter on the United States, and the arithmetic they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.claims.decide import Decision, by_bounds, by_parts, by_range
from analysis.claims.judge import rule, series, table
from analysis.data import GDP_YEAR, gdp_of_year

if TYPE_CHECKING:
    import pandas as pd

BATCHES = ("batch_1", "batch_2")
FIELDS = {"semiconductors": ("semiconductors",), "batteries": ("batteries",), "clean-energy equipment": ("clean_energy_equipment",)}
REACTORS = ("nuclear",)  # clean-energy equipment by the widest reading only
POWER = ("gas_power", "nuclear")
_ON_SHARES_OR_HOUSES = ("property", "shares")


def batches(projects: pd.DataFrame) -> pd.DataFrame:
    """Announced and candidate projects of the batches, in billion dollars."""
    return projects[projects["list"].isin(BATCHES)]


def share(projects: pd.DataFrame, sectors: tuple[str, ...]) -> float:
    """Percent of the amounts of the batches that goes to these sectors."""
    chosen = batches(projects)
    return float(100 * chosen.loc[chosen["sector"].isin(sectors), "amount_usd_bn"].sum() / chosen["amount_usd_bn"].sum())


def known(facts: pd.DataFrame, name: str) -> float | None:
    """Value of a row of a fact table, or None if the table has no such row."""
    found = facts.loc[facts["id"] == name, "value"]
    return None if found.empty else float(found.iloc[0])


def net_revenue(facts: pd.DataFrame) -> tuple[float, float]:
    """Projected net state revenue of the benchmark plant in million dollars: less all further incentives, and as projected."""
    stated = known(facts, "alabama_net_revenue")
    return stated - known(facts, "alabama_huntsville_incentives") - known(facts, "alabama_further_incentives"), stated


def capital_formation(flows: pd.DataFrame, gdp: pd.Series) -> tuple[float, float]:
    """US capital formation in billion dollars: of 2019, and at its share of 2019 in the GDP of `GDP_YEAR`."""
    base = float(flows.loc[flows["destination"] == "USA", "capital_formation"].sum()) / 1000
    return base, base * gdp_of_year(gdp, GDP_YEAR) / gdp_of_year(gdp, 2019)


def pace_to_investment(context: pd.DataFrame, flows: pd.DataFrame, gdp: pd.Series) -> tuple[float, float]:
    """The yearly amount as percent of capital formation: slowest pace over largest base, fastest over smallest."""
    pace = [known(context, name) for name in ("pace_from_signature", "pace_from_2026_11")]
    base = capital_formation(flows, gdp)
    return 100 * min(pace) / max(base), 100 * max(pace) / min(base)


def _unless_known(value: float | None, what: str, unknown: str, **bounds: float) -> Decision:
    if value is None:
        return Decision("open", what, power=unknown)
    return by_bounds(value, what, **bounds)


@rule(
    "C38",
    says=(
        "Three parts, one a field: semiconductors, batteries, clean-energy equipment. Each supported if at least 5 % of the "
        "amounts of the two batches go to it and contradicted if nothing does; in between partly. For the third a range, "
        "without and with reactors, must lie above or below 5 %; if only the wide reading reaches it, partly. Supported or "
        "contradicted if all parts are; partly if some have support."
    ),
    needs={"projects": table("projects")},
    shown="tab-united-states-projects",
)
def fields_filled(projects: pd.DataFrame) -> Decision:
    """Share of the batches by the fields that the claim names."""
    parts = {
        field: by_bounds(share(projects, FIELDS[field]), "of the batches", supported_from=5, contradicted_to=0, unit="%")
        for field in ("semiconductors", "batteries")
    }
    narrow = FIELDS["clean-energy equipment"]
    return by_parts({
        **parts,
        "clean-energy equipment": by_range(
            share(projects, narrow),
            share(projects, (*narrow, *REACTORS)),
            "of the batches, without and with reactors",
            threshold=5,
            straddling="partly",
            unit="%",
        ),
    })


@rule(
    "C39",
    says=(
        "Two parts. Shortage: the share of the two batches' amounts that goes to power generation, the shortage the sources "
        "name; supported from one half, contradicted up to one tenth. Filled: the share of those amounts in projects that "
        "operate; supported from one half, contradicted at zero. Supported or contradicted if both are; partly otherwise."
    ),
    needs={"projects": table("projects")},
    shown="tab-united-states-projects",
)
def gaps_filled(projects: pd.DataFrame) -> Decision:
    """Aimed at the shortage of power, and in operation."""
    chosen = batches(projects)
    running = 100 * chosen.loc[chosen["stage"] == "operating", "amount_usd_bn"].sum() / chosen["amount_usd_bn"].sum()
    return by_parts({
        "aimed at power": by_bounds(share(projects, POWER), "of the batches", supported_from=50, contradicted_to=10, unit="%"),
        "in operation": by_bounds(float(running), "of the batches", supported_from=50, contradicted_to=0, unit="%"),
    })


@rule(
    "C40",
    says=(
        "Two parts, for the one plant with figures. Projected: net state revenue as projected, and less the city's and later "
        "incentives; supported if the whole range lies above zero, contradicted if below, open if it straddles. Realised: "
        "net revenue received; supported if above zero, contradicted if not, open while no table has it. Supported or "
        "contradicted if both are; partly if one has support."
    ),
    needs={"facts": table("facts_other")},
    shown="tab-united-states-arithmetic",
)
def receipts_ease(facts: pd.DataFrame) -> Decision:
    """Receipts against incentives of the benchmark plant, projected and realised."""
    low, high = net_revenue(facts)
    realised = known(facts, "alabama_realised_net_revenue")
    return by_parts({
        "projected": by_range(low, high, "net of incentives", threshold=0, unit="million dollars"),
        "realised": _unless_known(
            None if realised is None else float(realised > 0), "receipts of the plant", "no budget figure is in the data",
            supported_from=1, contradicted_to=0,
        ),
    })  # fmt: skip


@rule(
    "C46",
    says=(
        "Three parts. Allies: declarations filed from Japan in 2024; supported from one, contradicted at none. Scrutiny: share "
        "of notices that go to investigation; supported from one third, contradicted up to one tenth. High tech: the share of "
        "allies' filings that are in high tech; supported from one half, contradicted at zero, open while no table splits "
        "them. Supported or contradicted if all are; partly if some have support."
    ),
    needs={"cfius": table("cfius")},
    shown="tab-united-states-cfius",
)
def allies_reviewed(cfius: pd.DataFrame) -> Decision:
    """Filings from Japan and how many notices are investigated."""
    return by_parts({
        "allies": by_bounds(
            known(cfius, "declarations_japan_most_any_country_2024"), "declarations from Japan", supported_from=1, contradicted_to=0
        ),
        "scrutiny": by_bounds(
            100 * known(cfius, "share_notices_go_investigation_2024"),
            "of notices of all countries investigated",
            supported_from=100 / 3,
            contradicted_to=10,
            unit="%",
        ),
        "high tech": _unless_known(
            known(cfius, "share_allied_filings_high_tech"), "share of allies' filings in high tech",
            "filings are not split by country and field", supported_from=0.5, contradicted_to=0,
        ),
    })  # fmt: skip


@rule(
    "C48",
    says=(
        "Three parts. Size: the yearly amount as percent of US capital formation, over two paces and two bases; supported if "
        "the whole range lies above 10, contradicted if below, open if it straddles. Destination: the share of the "
        "batches that goes to property or shares; supported from one half, contradicted at zero. Effect: on prices of "
        "shares or houses; supported from 1 percent for a year's amount, contradicted at zero, open while no table has it. "
        "Supported or contradicted if all are; partly if some have support; open otherwise."
    ),
    needs={
        "context": table("size_context"),
        "flows": table("oecd_icio_2019"),
        "gdp": series("us_gdp_usd"),
        "projects": table("projects"),
    },
    shown="tab-united-states-arithmetic",
)
def bubble(context: pd.DataFrame, flows: pd.DataFrame, gdp: pd.Series, projects: pd.DataFrame) -> Decision:
    """Whether the money is large, and whether it goes there."""
    low, high = pace_to_investment(context, flows, gdp)
    return by_parts({
        "size": by_range(low, high, "of yearly capital formation", threshold=10, unit="%"),
        "destination": by_bounds(
            share(projects, _ON_SHARES_OR_HOUSES), "of the batches", supported_from=50, contradicted_to=0, unit="%"
        ),
        "effect": _unless_known(
            known(context, "asset_price_effect"), "prices of shares or houses, percent",
            "no price of shares or houses is in the data", supported_from=1, contradicted_to=0,
        ),
    })  # fmt: skip
