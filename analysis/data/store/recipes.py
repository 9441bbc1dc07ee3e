"""Series that we compute from published ones, each with its recipe in words.

A recipe is part of the catalogue: a reader sees how the number was made. All exchange rates rest on the ECB's
daily reference rates (units of a currency per euro). A cross rate is taken day by day and only then averaged,
because the ratio of two monthly means is not the mean of the ratio.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.data.series.daily import cross, monthly_average
from analysis.data.series.transforms import invert
from analysis.data.store.manifest import Manifest


@dataclass(frozen=True)
class Recipe:
    """How one series is computed: `compute` takes what `needs` names, in that order, and gives the values;
    `recipe` says the same in words.

    `needs` are series and tables; a folder that lacks one of them does not have the series.
    """

    title: str
    unit: str
    sign: str
    recipe: str
    needs: tuple[str, ...]
    compute: Callable[..., pd.Series]
    seasonal_adjustment: str = "not adjusted"


# (quote, base): the price of one unit of `base` in `quote`.
_PAIRS = {
    "usd_jpy": ("JPY", "USD", "Yen per US dollar", "up = yen depreciation"),
    "usd_cny": ("CNY", "USD", "Renminbi per US dollar", "up = renminbi depreciation"),
    "usd_krw": ("KRW", "USD", "Won per US dollar", "up = won depreciation"),
    "gbp_usd": ("USD", "GBP", "US dollars per pound", "up = dollar depreciation"),
    "jpy_usd": ("USD", "JPY", "US dollars per yen", "up = dollar depreciation against the yen"),
    "cny_usd": ("USD", "CNY", "US dollars per renminbi", "up = dollar depreciation against the renminbi"),
    "cny_jpy": ("JPY", "CNY", "Yen per renminbi", "up = yen depreciation against the renminbi"),
}
_PER_EURO = {
    "eur_jpy": ("JPY", "Yen per euro", "up = yen depreciation against the euro"),
    "eur_usd": ("USD", "US dollars per euro", "up = dollar depreciation against the euro"),
    "eur_cny": ("CNY", "Renminbi per euro", "up = renminbi depreciation against the euro"),
}
_MEAN = "mean over the days of the month; months whose days are not all in are left out"


def _exchange_rates() -> dict[str, Recipe]:
    recipes: dict[str, Recipe] = {}
    monthly = partial(monthly_average, how="mean")

    def add(
        name: str, title: str, unit: str, sign: str, words: str, needs: tuple[str, ...], compute: Callable
    ) -> None:
        daily = f"{name}_daily"
        recipes[daily] = Recipe(f"{title}, daily", unit, sign, words, needs, compute)
        words = f"{words}; {_MEAN}"
        recipes[name] = Recipe(f"{title}, monthly mean", unit, sign, words, (daily,), monthly)

    for name, (quote, base, title, sign) in _PAIRS.items():
        words = f"ecb_{quote} / ecb_{base} on each day with both"
        needs = (f"ecb_{quote}", f"ecb_{base}")
        add(name, title, f"{quote} per {base}", sign, words, needs, cross)
    for name, (quote, title, sign) in _PER_EURO.items():
        add(name, title, f"{quote} per EUR", sign, f"ecb_{quote}", (f"ecb_{quote}",), pd.Series.dropna)
    return recipes


def _by_day(operations: pd.DataFrame, column: str) -> pd.Series:
    # Several currency pairs can be traded on one day: one row a pair in the table, one value a day here.
    return operations.groupby("date")[column].sum()


def _policy_steps(decisions: pd.DataFrame) -> pd.Series:
    when = decisions["effective_date"].fillna(decisions["decision_date"])
    steps = pd.Series(decisions["target_mid"].to_numpy(), index=pd.DatetimeIndex(when, name="date"))
    return steps.sort_index()


_STEP = (
    "target_mid of each decision, from its effective date where it was read, else from the day of the"
    " decision"
)

RECIPES: dict[str, Recipe] = {
    **_exchange_rates(),
    "jp_neer_inverse": Recipe(
        "Yen, nominal effective rate, inverted",
        "index, 2020=100 (inverse of the published index)",
        "up = yen depreciation",
        "100^2 / jp_neer",
        ("jp_neer",),
        partial(invert, scale=100.0),
    ),
    "jp_invoice_rate": Recipe(
        "Yen, invoice-weighted rate of imports",
        "index, 2020=100",
        "up = yen depreciation",
        "100 * jp_import_price_yen / jp_import_price_contract: what the invoices of Japan's imports cost in"
        " yen, per unit of the currencies they are written in",
        ("jp_import_price_yen", "jp_import_price_contract"),
        lambda yen, contract: (100.0 * yen / contract).dropna(),
    ),
    "mof_intervention_daily_usd": Recipe(
        "Japan, official net purchases of US dollars against yen, by day of operation",
        "100 million yen",
        "+ = dollars bought, yen sold; days without an operation are absent",
        "sum of net_usd_purchase_vs_jpy over the operations of the day",
        ("mof_fx_intervention_daily",),
        partial(_by_day, column="net_usd_purchase_vs_jpy"),
        "not applicable",
    ),
    "mof_intervention_daily_jpy": Recipe(
        "Japan, official net purchases of yen against any currency, by day of operation",
        "100 million yen",
        "+ = yen bought; days without an operation are absent",
        "sum of net_jpy_purchase over the operations of the day",
        ("mof_fx_intervention_daily",),
        partial(_by_day, column="net_jpy_purchase"),
        "not applicable",
    ),
    "jp_policy_rate": Recipe(
        "Bank of Japan, call-rate target, midpoint, at each decision",
        "per cent a year",
        "level; empty where there was no numeric target",
        _STEP,
        ("jp_boj_policy_rate_decisions",),
        _policy_steps,
        "not applicable",
    ),
    "us_policy_rate": Recipe(
        "Federal Reserve, federal funds target range, midpoint, at each change since 2015-12",
        "per cent a year",
        "level",
        _STEP,
        ("us_fed_funds_target_changes",),
        _policy_steps,
        "not applicable",
    ),
}


def available(known: set[str]) -> list[str]:
    """Names of the derived series whose inputs are among the series and tables that are `known`."""
    known = set(known)
    for name, recipe in RECIPES.items():  # in the order written: what is derived from another comes after it
        if known.issuperset(recipe.needs):
            known.add(name)
    return [name for name in RECIPES if name in known]


def made(name: str, inputs: list[pd.Series | pd.DataFrame], made_from: Manifest) -> pd.Series:
    """One derived series from its inputs; source, vintage and table are those of what it was made from."""
    recipe = RECIPES[name]
    values = recipe.compute(*inputs)
    own = {key: value for key, value in values.attrs.items() if key in _OWN}
    groups = {given.attrs.get("vintage_group") for given in inputs}
    values = values.rename(name).astype("float64")
    values.attrs = {
        "name": name,
        "title": recipe.title,
        "unit": recipe.unit,
        "source": f"own computation from {made_from.publisher}",
        "vintage": made_from.vintage,
        "sign": recipe.sign,
        "seasonal_adjustment": recipe.seasonal_adjustment,
        "table": made_from.name,
        "provisional": made_from.provisional,
        "vintage_group": groups.pop() if len(groups) == 1 else None,
        "derived": recipe.recipe,
        "covered_to": made_from.covered_to,
        **own,
    }
    return values


_OWN = ("average", "partial_months_excluded", "days_without_both")
