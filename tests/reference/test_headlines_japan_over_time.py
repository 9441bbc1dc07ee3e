"""Headlines of the page on change over time, computed again from the CSV files.

P-values of windows and of breaks rest on bootstraps and are not recomputed. The effect that the test of 2013
would have found is simulated here again, with blocks drawn by another seed, and compared within a tenth.
"""

import numpy as np
import pandas as pd
import pytest
from plain import (
    ROOT,
    agrees,
    apart,
    change,
    column,
    complete,
    cosine,
    daily_cross,
    end_of_sample,
    holm,
    interval,
    lagged,
    least_squares,
    month_means,
    numbers,
    p_zero,
    seasons,
    stored,
    table,
    without_steps,
)
from scipy.stats import t as student
from test_headlines_japan import BOJ, FIRST, LAST, PRICES, WORLD, equation, price, steps, yen

SPLIT = "2013-01"
LEVEL = 0.90


@pytest.fixture(scope="module")
def shown():
    return stored("japan_over_time")


def halves(outcome):
    return equation(outcome, last="2012-12")["fixed"], equation(outcome, first=SPLIT)["fixed"]


def test_consumer_prices_since_2013_less_before(shown):
    early, late = halves("consumer")
    agrees(shown["japan_over_time_cpi_earlier"], early.value)
    agrees(shown["japan_over_time_cpi_later"], late.value)
    agrees(shown["japan_over_time_cpi_change"], *interval(apart(late, early)))


def test_smallest_p_after_holm_over_six_prices(shown):
    p = [p_zero(apart(*halves(outcome)[::-1])) for outcome in PRICES]
    agrees(shown["japan_over_time_smallest_p"], min(holm(p)))
    assert min(holm(p)) > 0.05  # "no price shows a change that survives correction"


def on_errors_alone(first, last, rng, draws=400, block=12):
    """Long runs and errors of the consumer equation on blocks of its own residuals, enlarged for the
    coefficients."""
    rates, others = lagged(yen(), 24), lagged(change(column(BOJ, "cgpi_import_contract")), 24)
    rows = complete([price("consumer"), rates, others], first, last)
    jumps = [np.asarray(rows == m, float) for m in steps() if pd.Period(m, "M") in rows]
    x = np.column_stack([np.hstack([rates.loc[rows], others.loc[rows], seasons(rows)]), *jumps])
    y, (n, k) = price("consumer").loc[rows].to_numpy(), x.shape
    inverse = np.linalg.inv(x.T @ x)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    kept = np.where(leverage > 1 - 1e-8, np.inf, 1 - leverage)
    residual = (y - x @ (inverse @ (x.T @ y))) * np.sqrt(n / (n - k))
    starts = rng.integers(0, n - block + 1, size=(draws, -(-n // block)))
    errors = residual[(starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n]].T
    weights = x @ inverse[:, :25].sum(axis=1)
    slopes = inverse @ (x.T @ errors)
    made = [cosine(0.0, term, n) for term in (weights[:, None] * (errors - x @ slopes) / kept[:, None]).T]
    return slopes[:25].sum(axis=0), np.array([one.error for one in made]), made[0].dof


def test_change_that_would_have_been_found_by_a_second_simulation(shown):
    rng = np.random.default_rng(7)
    (early, early_error, early_dof), (late, late_error, late_dof) = (
        on_errors_alone(*span, rng) for span in ((FIRST, "2012-12"), (SPLIT, LAST))
    )
    error = np.hypot(early_error, late_error)
    half = student.ppf(0.975, error**4 / (early_error**4 / early_dof + late_error**4 / late_dof)) * error
    grid = np.linspace(0, 1, 2001)
    power = np.array([np.mean(np.abs(late - early + effect) > half) for effect in grid])
    [(published, _)] = numbers(shown["japan_over_time_cpi_found"])
    assert published == pytest.approx(grid[np.argmax(power >= 0.8)], rel=0.1)


def stepless(outcome, last):
    table_, name = PRICES[outcome]
    return without_steps(column(table_, name), yen(), steps(), FIRST, last)


@pytest.mark.parametrize(("key", "outcome"), [("cpi", "consumer"), ("ppi", "producer")])
def test_what_prices_since_2021_leave_unexplained(shown, key, outcome):
    moves, contract = change(stepless(outcome, LAST)), lagged(change(column(BOJ, "cgpi_import_contract")), 12)
    excess, p, blocks = end_of_sample(
        moves, [lagged(yen(), 12), contract], "one mean", FIRST, LAST, "2021-01"
    )
    free, free_p, _ = end_of_sample(moves, [lagged(yen(), 12)], "one mean", FIRST, LAST, "2021-01")
    agrees(shown[f"japan_over_time_{key}_excess"], excess)
    if key == "cpi":
        agrees(shown["japan_over_time_cpi_excess_p"], p)
        agrees(shown["japan_over_time_cpi_excess_free"], free)
        agrees(shown["japan_over_time_cpi_excess_free_p"], free_p)
        agrees(shown["japan_over_time_cpi_excess_shrinks"], free - excess)
    else:
        agrees(shown["japan_over_time_ppi_excess_free"], free)
        agrees(shown["japan_over_time_blocks"], blocks)


@pytest.mark.parametrize(
    ("key", "outcome", "held", "last"),
    [
        ("ppi_break", "producer", True, LAST),
        ("ppi_break_free", "producer", False, LAST),
        ("import_break", "import_yen", True, "2026-05"),
    ],
)
def test_date_from_which_a_break_of_the_yens_lags_fits_best(shown, key, outcome, held, last):
    """Least squares over all dates but the outer fifteen in a hundred; twelve own lags, 24 of the yen and of
    foreign prices."""
    moved = change(stepless(outcome, last)) if outcome == "producer" else price(outcome)
    foreign = column(BOJ, "cgpi_import_contract") if outcome == "producer" else column(WORLD, "index_total")
    rates, others = (
        lagged(yen(), 24),
        [lagged(moved, 12).iloc[:, 1:], *([lagged(change(foreign), 24)] if held else [])],
    )
    rows = complete([moved, rates, *others], FIRST, last)
    b, y = rates.loc[rows].to_numpy(), moved.loc[rows].to_numpy()
    fixed = np.hstack([b, *[part.loc[rows].to_numpy() for part in others], seasons(rows).to_numpy()])
    q, _ = np.linalg.qr(fixed)
    u = y - q @ (q.T @ y)
    gain = {}
    for place in range(int(np.ceil(0.15 * len(y))), int(0.85 * len(y)) + 1):
        late = np.where(np.arange(len(y))[:, None] >= place, b, 0.0)
        left = late - q @ (q.T @ late)
        gain[rows[place]] = (left.T @ u) @ np.linalg.solve(left.T @ left, left.T @ u)
    assert str(max(gain, key=gain.get)) == shown[f"japan_over_time_{key}"]


def test_last_window_of_120_months_of_import_prices(shown):
    world = lagged(change(column(WORLD, "index_total")), 12)
    for key, regressors in (("", [lagged(yen(), 12), world]), ("_free", [lagged(yen(), 12)])):
        rows = complete([price("import_yen"), *regressors], FIRST, "2026-05")[-120:]
        x = np.hstack(
            [*[part.loc[rows].to_numpy() for part in regressors], seasons(rows, "fixed").to_numpy()]
        )
        weights = np.zeros(x.shape[1])
        weights[:13] = 1
        estimate = least_squares(price("import_yen").loc[rows], x, weights, scaled=False)
        agrees(shown[f"japan_over_time_import_last{key}"], *interval(estimate))


def dollar():
    return change(month_means(daily_cross("JPY", "USD")))


def share(flow):
    """100 million yen of a month in percent of the yearly GDP of its quarter."""
    flow = flow.loc[flow.first_valid_index() : flow.last_valid_index()]
    gdp = column("oecd_national_accounts_quarterly", "jpn_gdp", "Q")
    return (100 * flow * 1e8 / (4 * gdp.reindex(flow.index.asfreq("Q")).to_numpy() * 1e6)).dropna()


def response(flow, lags):
    moved, x = dollar(), lagged(share(flow), lags)
    rows = complete([moved, x])
    full = np.hstack([x.loc[rows].to_numpy(), seasons(rows, "fixed").to_numpy()])
    return least_squares(
        moved.loc[rows], full, np.r_[np.ones(lags + 1), np.zeros(full.shape[1] - lags - 1)], scaled=False
    )


@pytest.mark.parametrize(
    ("key", "lags"), [("private", 1), ("private_same", 0), ("direct", 1), ("income", 1), ("income_same", 0)]
)
def test_the_dollar_in_the_months_of_flows(shown, key, lags):
    balance = "jp_balance_of_payments_monthly"
    direct = column(balance, "fdi_net")
    flow = {
        "private": direct + column("jp_residents_portfolio_abroad_monthly", "total"), "direct": direct,
        "income": column(balance, "primary_income_nsa"),
    }[key.split("_")[0]]  # fmt: skip
    agrees(shown[f"japan_over_time_{key}"], *interval(response(flow, lags), LEVEL))


def operations(rate):
    """Official purchases of dollars in percent of yearly GDP, on the first fixing on or after their day."""
    bought = pd.read_csv(ROOT / "data/series/mof_fx_intervention_daily.csv", parse_dates=["date"])
    bought = bought.groupby("date")["net_usd_purchase_vs_jpy"].sum()
    monthly = month_means(daily_cross("JPY", "USD"))
    quarters = monthly.groupby(monthly.index.asfreq("Q"))
    yen_gdp = column("oecd_national_accounts_quarterly", "jpn_gdp", "Q")
    gdp = (4 * yen_gdp * 1e6 / 1e9 / quarters.mean()[quarters.count() == 3]).dropna()
    z = pd.Series(0.0, rate.index)
    for day, amount in bought.items():
        at = rate.index.searchsorted(day)
        quarter = pd.Period(rate.index[at], "Q") if at < len(rate) else None
        if quarter in gdp.index:
            z.iloc[at] += 100 * amount * 1e8 / rate.iloc[at] / 1e9 / gdp[quarter]
    return z


def test_the_dollar_a_week_and_a_month_after_official_purchases(shown):
    """Local projection from the fixing before on ten returns, the return to sixty days, volatility, ten lags
    of operations.

    The estimate; its interval has HC3 errors and degrees of freedom by how alike the days weigh.
    """
    rate = daily_cross("JPY", "USD")
    rate = rate[rate.index <= pd.Timestamp("2026-06-30")]
    log, z = 100 * np.log(rate), operations(rate)
    r = log.diff()
    variance = (r**2).ewm(alpha=0.06, adjust=False).mean()
    controls = [r.shift(k) for k in range(1, 11)] + [
        log.shift(11) - log.shift(61),
        np.sqrt(variance).shift(1),
    ]
    controls += [z.shift(k) for k in range(1, 11)]
    for key, days in (("", 5), ("_month", 20)):
        y = log.shift(-days) - log.shift(1)
        rows = complete([y, *controls])
        x = np.column_stack([z.loc[rows], np.ones(len(rows)), *[c.loc[rows] for c in controls]])
        agrees(
            shown[f"japan_over_time_official{key}"],
            np.linalg.lstsq(x, y.loc[rows].to_numpy(), rcond=None)[0][0],
        )


def test_operations_after_the_end_of_the_daily_record(shown):
    sums = table("mof_fx_intervention_periods")
    later = sums[sums["period_end"] > "2026-06-30"]["net_jpy_purchase_100m_yen"].sum()
    agrees(shown["japan_over_time_later"], later / 1e4)
