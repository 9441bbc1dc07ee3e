"""The quantities that several pages name, each computed in one place.

A pace, a share or a sum of parts is arithmetic on dates and amounts: it is
computed here from the facts and never stored beside another copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from analysis import data, scheme, transmission
from analysis.errors import DataError
from analysis.quantities import hedging
from analysis.quantities.number import Quantity, from_fact
from analysis.quantities.pledged import whole
from analysis.scheme import exposure, portfolio

#: Day of this edition: what is left of the commitment is counted from it.
EDITION = date(2026, 11, 28)
DOLLARS, YEARLY = "billion US dollars", "billion US dollars a year"

_MADE: dict[str, Callable[[], Quantity]] = {}


def facts_to() -> str:
    """Last day to which events of the scheme were searched on all their topics, as "9 October 2026"."""
    day = date.fromisoformat(str(data.table("timeline").attrs["covered_to"])[:10])
    return f"{day.day} {day:%B %Y}"


def quantity(name: str) -> Quantity:
    """The quantity of that name.

    Raises
    ------
    DataError
        If there is none.
    """
    if name not in _MADE:
        raise DataError(f"no quantity {name!r}; there are {', '.join(names())}.")
    found = _MADE[name]()
    if found.name != name:
        raise DataError(f"quantity {name!r} calls itself {found.name!r}; one quantity has one name.")
    return found


def names() -> list[str]:
    """Names of all quantities, in alphabetical order."""
    return sorted(_MADE)


def _named(make: Callable[[], Quantity]) -> Callable[[], Quantity]:
    _MADE[make.__name__] = make
    return make


@_named
def commitment() -> Quantity:
    """Amount that the memorandum says will be invested; "up to" is the Japanese government's wording, not
    its."""
    return Quantity("commitment", scheme.terms().amount, DOLLARS, 0, sources=("mou_terms:amount",))


@_named
def loans_signed() -> Quantity:
    """Loans reported as signed, the sum of the project table."""
    amount = float(scheme.stages().loc["signed", "amount"])
    return Quantity("loans_signed", amount, DOLLARS, 1, "reported", as_of=EDITION, sources=("projects",))


@_named
def announced_share() -> Quantity:
    """What is announced, as percent of the commitment."""
    return _share("announced", "announced_share")


@_named
def signed_share() -> Quantity:
    """What is reported as signed, as percent of the commitment."""
    return replace(_share("signed", "signed_share"), qualifier="reported")


def _share(stage: str, name: str) -> Quantity:
    part = 100 * float(scheme.stages().loc[stage, "amount"]) / scheme.terms().amount
    return Quantity(name, part, "percent", 1, as_of=EDITION, sources=("projects", "mou_terms:amount"))


@_named
def pace_from_signature() -> Quantity:
    """Yearly amount that an even spread from the signature would have taken."""
    terms = scheme.terms()
    return Quantity(
        "pace_from_signature", float(scheme.pace(terms, terms.signed)["a year"]), YEARLY, 0,
        as_of=terms.signed, sources=("mou_terms:amount", "mou_terms:deadline"),
    )  # fmt: skip


@_named
def pace_from_edition() -> Quantity:
    """Yearly amount that what is left takes from the day of this edition on, signed loans counting as
    done."""
    yearly = scheme.pace(scheme.terms(), EDITION, done=loans_signed().value)["a year"]
    return Quantity(
        "pace_from_edition",
        float(yearly),
        YEARLY,
        0,
        as_of=EDITION,
        sources=("mou_terms:amount", "mou_terms:deadline", "projects"),
    )


@_named
def taiwan_pledge() -> Quantity:
    """Taiwan's pledge: direct investment of its firms and credit guarantees together, each a least."""
    parts = [
        from_fact("analogues", f"taiwan_{part}")
        for part in ("direct_investment_firms", "credit_guarantees_least")
    ]
    return Quantity(
        "taiwan_pledge", sum(part.value for part in parts), DOLLARS, 0, "at least",
        as_of=parts[0].as_of, sources=tuple(part.sources[0] for part in parts),
    )  # fmt: skip


@_named
def taiwan_direct_investment() -> Quantity:
    """The part of Taiwan's pledge that is direct investment of its firms."""
    return from_fact("analogues", "taiwan_direct_investment_firms", name="taiwan_direct_investment", digits=0)


def pledges() -> dict[str, Quantity]:
    """Whole pledge of each partner, largest first; Taiwan's is the sum of its parts."""
    rows = whole(data.table("analogues"))
    found = {row.partner: from_fact("analogues", row.id, digits=0) for row in rows.itertuples()}
    found["Taiwan"] = quantity("taiwan_pledge")
    return dict(sorted(found.items(), key=lambda item: -item[1].value))


@_named
def tariff_step_threatened() -> Quantity:
    """Points from the agreed general rate on Japan, all-in, to the threatened one, which came on top of the
    ordinary duty.

    The step for goods without an ordinary duty; every other good's is larger (`transmission.tariff_step`).
    """
    return _to_threatened("tariff_step_threatened", "japan_general_2025_08_07")


@_named
def tariff_step_from_now() -> Quantity:
    """The same from the general rate that is in force since 24 July 2026, all-in as well."""
    return _to_threatened("tariff_step_from_now", "japan_general_2026_07_24")


def _to_threatened(name: str, earlier: str) -> Quantity:
    later = "japan_general_threatened"
    points = transmission.tariff_step(data.table("tariff_rates"), later, earlier, ordinary_duty=0.0)
    digits = 0 if points == round(points) else 1
    sources = (f"tariff_rates:{later}", f"tariff_rates:{earlier}")
    return Quantity(name, points, "percentage points", digits, "at least", sources=sources)


@_named
def gross_debt() -> Quantity:
    """Japan's gross government debt in the last year that is no forecast, percent of GDP."""
    series = data.load("weo_jpn_GGXWDG_NGDP").dropna()
    year = series.last_valid_index()
    return Quantity(
        "gross_debt", float(series[year]), "percent of GDP", 1, as_of=str(year.year), sources=("weo_annual",)
    )


@_named
def gross_debt_forecast_2025() -> Quantity:
    """The same for 2025, a forecast of the International Monetary Fund of February 2025."""
    return from_fact("institutions", "debt_ratio_2025", name="gross_debt_forecast_2025")


@_named
def income_brought_home() -> Quantity:
    """Share of primary income that may have come home."""
    fact = from_fact("size_context", "primary_income_returned")
    return Quantity(
        "income_brought_home", 100 * fact.value, "percent", 0, "about", as_of=fact.as_of, sources=fact.sources
    )


@_named
def notices_investigated() -> Quantity:
    """Share of notices of foreign purchases that went to investigation in 2024."""
    fact = from_fact("cfius", "share_notices_go_investigation_2024")
    return Quantity(
        "notices_investigated",
        100 * fact.value,
        "percent",
        0,
        fact.qualifier,
        as_of=fact.as_of,
        sources=fact.sources,
    )


@cache
def _bridge():
    return exposure.bridge(scheme.case(), scheme.commitment())


@cache
def _worst() -> portfolio.Distribution:
    return portfolio.distribution(scheme.case(), scheme.commitment())


def _loss(name: str, value: float, digits: int = 0) -> Quantity:
    return Quantity(name, float(value), DOLLARS, digits, as_of=EDITION, sources=scheme.LOSS_SOURCES)


@_named
def ordinary_loss() -> Quantity:
    """Present value that the state loses on the whole commitment if every project costs and earns what was
    planned."""
    return _loss("ordinary_loss", _bridge()["ordinary"])


@_named
def ordinary_insurer_share() -> Quantity:
    """The insurer's part of it, percent of the cost."""
    book = scheme.commitment()
    part = exposure.ordinary_loss(scheme.case(), book, "insurer") / book.total
    return Quantity(
        "ordinary_insurer_share", 100 * part, "percent", 1, as_of=EDITION, sources=scheme.LOSS_SOURCES
    )


@_named
def overrun_loss() -> Quantity:
    """What overruns like those on record add to the ordinary loss."""
    return _loss("overrun_loss", _bridge()["overruns"])


@_named
def failure_loss() -> Quantity:
    """What failures as often as those of project finance add."""
    return _loss("failure_loss", _bridge()["failures"])


@_named
def expected_loss() -> Quantity:
    """Expected loss of the state on the whole commitment, all steps of the bridge together."""
    return _loss("expected_loss", _bridge()["expected"])


@_named
def tail_loss() -> Quantity:
    """Loss not exceeded in 99 cases of 100."""
    return _loss("tail_loss", _worst().quantile(0.99))


@_named
def shortfall_loss() -> Quantity:
    """Mean loss of the worst hundredth of cases."""
    return _loss("shortfall_loss", _worst().shortfall(0.99))


@_named
def hedge_cost_now() -> Quantity:
    """Cost of a three-month hedge of dollars into yen in the newest month, with a basis of zero."""
    return _hedged("hedge_cost_now", transmission.BASIS_RANGE[0])


@_named
def hedge_cost_now_dear() -> Quantity:
    """The same with the widest basis of the quotes."""
    return _hedged("hedge_cost_now_dear", transmission.BASIS_RANGE[1])


def _hedged(name: str, basis: float) -> Quantity:
    month, cost = hedging.cost_now(basis)
    return Quantity(
        name,
        cost,
        "percentage points a year",
        2,
        "about",
        as_of=str(month),
        sources=(hedging.HOME, hedging.ABROAD),
    )
