"""Japan's import and export prices by commodity on both bases, as laid down in `specification_tariffs`."""

from __future__ import annotations

import pandas as pd

from analysis import data
from analysis.errors import DataError
from analysis.passthrough.invoicing.currency_shares import CurrencyShares, currency_shares
from analysis.passthrough.lags.distributed_lag import distributed_lag

RATES = {"dollar": "usd_jpy", "euro": "eur_jpy"}
#: Tried beside them: the renminbi moves with the dollar, so its share is hard to tell from the dollar's.
MORE_RATES = {"renminbi": "cny_jpy"}


def invoice_rates(more: bool = False) -> pd.DataFrame:
    """Yen per dollar and per euro, monthly means; with `more` also per renminbi."""
    wanted = RATES | MORE_RATES if more else RATES
    return data.panel(list(wanted.values())).set_axis(list(wanted), axis=1)


def price_pairs(
    side: str, levels: tuple[str, ...] = ("item",)
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Yen prices, contract prices and the catalogue of the commodities of some levels.

    Parameters
    ----------
    side : {"import", "export"}
    levels : tuple of {"all", "group", "subgroup", "class", "item"}
    """
    catalogue = data.table(f"jp_{side}_price_series").set_index("stem")
    tables = [data.table(f"jp_{side}_price_items_{basis}_monthly") for basis in ("yen", "contract")]
    stems = [s for s in catalogue.index[catalogue["level"].isin(levels)] if s in tables[0]]
    return tables[0][stems], tables[1][stems], catalogue.loc[stems]


def group_pairs(side: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Yen and contract prices of the groups and the total, and their weights per 1000.

    The mean of the item indexes with the weights of the base, which is how the publisher makes them; the
    names of the columns are those of the groups, and "all".

    Raises
    ------
    DataError
        If the weights of the items do not add up to the weight of their group.
    """
    yen, contract, items = price_pairs(side)
    catalogue = data.table(f"jp_{side}_price_series").set_index("stem")
    names, weight = catalogue["title"].reindex(items["group"]).to_numpy(), items["weight_per_1000"]
    total = weight.groupby(names).sum()
    stated = catalogue.loc[catalogue["level"] == "group"].set_index("title")["weight_per_1000"]
    if (total - stated.reindex(total.index)).abs().max() > 0.05:
        raise DataError(
            f"jp_{side}_price_series: the weights of the items of a group do not add up to that of the group"
        )

    def aggregated(frame):
        groups = frame.mul(weight, axis=1).T.groupby(names).sum().T / total
        return groups.assign(all=(frame * weight).sum(axis=1) / weight.sum())

    return aggregated(yen), aggregated(contract), pd.concat([total, pd.Series({"all": total.sum()})])


def invoicing(side: str, *, by_group: bool = False, more: bool = False, **options) -> CurrencyShares:
    """Shares of currencies by item, or by group with the total; see `currency_shares` for the options."""
    yen, contract, _ = group_pairs(side) if by_group else price_pairs(side)
    return currency_shares(yen, contract, rates=invoice_rates(more), **options)


def pass_through_by_group(
    side: str = "import", *, lags: int = 6, fx: str = "jp_neer_inverse"
) -> pd.DataFrame:
    """Share of foreign currencies and pass-through by group: the data of the figure.

    Returns
    -------
    DataFrame, index the groups and "all"
        foreign, foreign_low, foreign_high: one less the share of the yen, with its 95 percent interval;
        impact and long_run of the price in yen with standard errors (equal-weighted cosine), and contract:
        the long run of the price in the currency of the contract; weight per 1000.

    Notes
    -----
    With contract prices that do not move, the response in yen is the share by arithmetic, not a finding; what
    is found is how far `contract` is from zero. In this sample the yen fell with rising dollar prices of
    energy and metals.
    """
    shares_, (yen, contract, weight) = invoicing(side, by_group=True), group_pairs(side)
    interval, rate = shares_.interval(), data.load(fx)
    rows = {}
    for group in yen:
        ours, theirs = (
            distributed_lag(frame[group], rate, lags=lags, inference="ewc") for frame in (yen, contract)
        )
        rows[group] = {
            "foreign": 1 - shares_.estimate.loc[group, "yen"],
            "foreign_low": 1 - interval.loc[group, ("yen", "high")],
            "foreign_high": 1 - interval.loc[group, ("yen", "low")],
            "impact": ours.short_run.estimate,
            "impact_se": ours.short_run.std_error,
            "long_run": ours.long_run.estimate,
            "long_run_se": ours.long_run.std_error,
            "contract": theirs.long_run.estimate,
            "contract_se": theirs.long_run.std_error,
            "weight": weight[group],
        }
    return pd.DataFrame(rows).T
