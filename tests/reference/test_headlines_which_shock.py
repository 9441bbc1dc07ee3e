"""Headlines of the page on shocks, computed again from the CSV files; sets are read from the table that
stores them.

Sets and robust regions rest on posterior draws (`shock_sets`): their printed ends are compared with the
table. The recursive part of the system, its residuals, and the strength of official operations are computed
here.
"""

import numpy as np
import pandas as pd
import pytest
from plain import (
    ROOT,
    agrees,
    change,
    column,
    complete,
    design,
    holm,
    interval,
    lagged,
    least_squares,
    long_run,
    p_zero,
    seasons,
    stored,
    table,
)  # fmt: skip
from scipy.stats import ncx2
from simulated import drawn, effect, near
from test_headlines_japan import BOJ, CPI, LAST, WORLD, steps, yen

GROUPS = "jp_cpi_groups_monthly"
FIRST_YEAR, THIRD_YEAR = np.arange(37) < 12, (np.arange(37) >= 24) & (np.arange(37) < 36)


@pytest.fixture(scope="module")
def shown():
    return stored("which_shock")


def given(name, first="1980-02"):
    """The main equation with 36 lags, contract prices fixed."""
    price = {"core": (CPI, "cpi_less_fresh_food_energy"), "services": (GROUPS, "c0220")}[name]
    contract = change(column(BOJ, "cgpi_import_contract"))
    return change(column(*price)), yen(), [contract], 36, first, LAST, steps()


def by_year(name, lags, first="1980-02"):
    """Sum of some lags of the yen."""
    return long_run(*given(name, first), weights=lags.astype(float))["fixed"]


def wages(kind):
    """Growth over a year on the yen's and contract prices' changes over a year, now, one and two years
    before: the last."""
    growth = column("jp_wages_labour_monthly", kind)

    def year(level):
        return 100 * (np.log(level) - np.log(level.shift(12)))

    parts = [pd.Series(1.0, growth.index, name="constant")]
    for level in (1 / column(BOJ, "neer_boj"), column(BOJ, "cgpi_import_contract")):
        parts += [year(level).shift(12 * k) for k in range(3)]
    rows = pd.concat([growth, *parts], axis=1).dropna()
    return least_squares(rows.iloc[:, 0], rows.iloc[:, 1:].to_numpy(), np.eye(7)[3])


def test_core_prices_in_the_first_and_the_third_year(shown):
    agrees(shown["which_shock_core_third"], *interval(by_year("core", THIRD_YEAR)))
    agrees(shown["which_shock_core_first"], *interval(by_year("core", FIRST_YEAR)))
    gap = THIRD_YEAR.astype(float) - FIRST_YEAR
    agrees(shown["which_shock_core_gap"], *interval(by_year("core", gap)))
    agrees(shown["which_shock_core_late"], *interval(by_year("core", THIRD_YEAR, "2013-01")))


def test_services_in_the_third_year_and_what_would_have_been_found(shown):
    """What would have been found is simulated: within ten percent of a plain simulation, beside rounding."""
    third, gap = by_year("services", THIRD_YEAR), THIRD_YEAR.astype(float) - FIRST_YEAR
    agrees(shown["which_shock_services_third"], *interval(third))
    made = design(*given("services"), weights=THIRD_YEAR.astype(float))["fixed"]
    near(shown["which_shock_services_found"], effect(*drawn(made)))
    near(shown["which_shock_core_gap_found"], effect(*drawn(design(*given("core"), weights=gap)["fixed"])))
    assert interval(third)[1] < 0 < interval(third)[2]  # "for services this is not shown"


def test_wages_in_the_third_year_and_holm_over_core_services_and_wages(shown):
    pay = wages(WAGE["scheduled"])
    agrees(shown["which_shock_wages_third"], *interval(pay))
    agrees(shown["which_shock_contractual_third"], *interval(wages(WAGE["contractual"])))
    p = holm([p_zero(by_year("core", THIRD_YEAR)), p_zero(by_year("services", THIRD_YEAR)), p_zero(pay)])
    agrees(shown["which_shock_core_third_p"], p[0])
    agrees(shown["which_shock_wages_p"], p[2])


WAGE = {"scheduled": "scheduled_yoy", "contractual": "contractual_yoy"}


def monthly():
    """Commodities, yield, import prices, core prices without the tax, and the yen, as changes (of the yield:
    points)."""
    old, new = (column("jp_10y_yield_monthly", name) for name in ("jgb10y_oecd", "jgb10y_mof_month_mean"))
    joined = pd.concat([old[:"2024-12"], new["2025-01":]])
    core = column(CPI, "cpi_less_fresh_food")
    levels = {
        "commodities": column(WORLD, "index_total"),
        "yield": joined,
        "imports": column(BOJ, "cgpi_import_yen"),
        "prices": core_without_steps(core),
        "yen": 1 / column(BOJ, "neer_boj"),
    }
    frame = pd.DataFrame(levels).dropna()
    moved = 100 * np.log(frame.drop(columns="yield")).diff()
    return moved.assign(**{"yield": frame["yield"].diff()})[list(levels)]


def core_without_steps(core):
    """Steps of the consumption tax taken out by dummies of a distributed lag of twelve months with months of
    the year."""
    rate = yen()
    x = lagged(rate, 12).reindex(core.index)
    dummies = pd.DataFrame(
        {m: np.asarray(core.index == pd.Period(m, "M"), float) for m in steps()}, core.index
    )
    rows = complete([change(core), x], "1988-02", "2026-08")
    full = np.hstack([x.loc[rows], seasons(rows, "fixed"), dummies.loc[rows]])
    kept = np.abs(full).sum(axis=0) > 0
    found_ = np.zeros(full.shape[1])
    found_[kept] = np.linalg.lstsq(full[:, kept], change(core).loc[rows].to_numpy(), rcond=None)[0]
    return core * np.exp(-(dummies.to_numpy() @ found_[-len(steps()) :]).cumsum() / 100)


def yen_residuals(frame, lags=6):
    """Residuals of the yen's equation of a vector autoregression with a constant and months of the year, from
    1999-02."""
    past = pd.concat([frame.shift(k) for k in range(1, lags + 1)], axis=1)
    rows = complete([frame, past], "1999-02")
    x = np.hstack([past.loc[rows].to_numpy(), seasons(rows, "fixed").to_numpy()])
    y = frame.loc[rows, "yen"].to_numpy()
    return pd.Series(y - x @ np.linalg.lstsq(x, y, rcond=None)[0], rows)


def test_strength_of_official_operations_and_the_critical_value(shown):
    """Effective F with one instrument is the robust F of its first stage; critical for a bias of a tenth
    (chi2 with 10)."""
    bought = pd.read_csv(ROOT / "data/series/mof_fx_intervention_daily.csv", parse_dates=["date"])
    amounts = bought.groupby(bought["date"].dt.to_period("M"))["net_usd_purchase_vs_jpy"].sum() / 1e4
    months = pd.period_range("1999-02", "2026-06", freq="M")
    z = amounts.reindex(months, fill_value=0.0)
    u = yen_residuals(monthly())
    rows = u.index.intersection(z.index)
    x, u, n = (z[rows] - z[rows].mean()).to_numpy(), u[rows].to_numpy(), len(rows)
    slope = x @ u / (x @ x)
    error = u - u.mean() - slope * x
    robust = (x**2 @ error**2) / (x @ x) ** 2 * n / (n - 2)
    agrees(shown["which_shock_f_operations"], slope**2 / robust)
    agrees(shown["which_shock_f_most"], slope**2 / robust)
    agrees(shown["which_shock_operations_slope"], slope)
    agrees(shown["which_shock_f_critical"], ncx2.ppf(0.95, 1, 10))


SHOCKS = {
    "demand": "weak demand",
    "supply": "adverse supply",
    "monetary": "monetary loosening",
    "exogenous": "exogenous yen",
}


def rows_of_sets(**given):
    rows = table("shock_sets")
    for name, wanted in {
        "outcome": "consumer prices",
        "horizon": 8,
        "multiple": 1.0,
        "variant": "main",
        **given,
    }.items():
        rows = rows[rows[name] == wanted] if wanted is not None else rows
    return rows.set_index("shock")


@pytest.mark.parametrize("key", SHOCKS)
def test_printed_sets_are_those_of_the_table(shown, key):
    row = rows_of_sets().loc[SHOCKS[key]]
    agrees(shown[f"which_shock_{key}"], row["set_low"], row["set_high"])
    if key in ("demand", "monetary"):
        agrees(shown[f"which_shock_{key}_robust"], row["robust_low"], row["robust_high"])


def test_signs_alone_have_no_bound_and_no_two_robust_regions_are_apart():
    assert rows_of_sets(multiple=0.0)[["set_low", "set_high"]].isna().all(axis=None)
    regions = rows_of_sets()
    assert regions["robust_low"].max() < regions["robust_high"].min()


def test_variants_whose_set_after_loosening_lies_above_zero(shown):
    money = rows_of_sets(variant=None).loc[[SHOCKS["monetary"]]]
    agrees(shown["which_shock_variants"], len(money))
    agrees(shown["which_shock_money_above"], (money["set_low"] > 0).sum())
    agrees(shown["which_shock_quarters"], rows_of_sets()["nobs"].iloc[0])
