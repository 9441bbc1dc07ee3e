"""Shocks, instruments, states and the third year: what ran is what was stated, and estimates by other
means."""

import hashlib
import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.shocks import by_shock, instruments, second_round, series, states
from analysis.passthrough.structural.restrictions import restrictions
from analysis.passthrough.structural.system import system

STATED = data.table("specification_shocks").set_index("id")["stated"]
#: Rows before any result, and the hash of the file as it was then.
BEFORE = (21, "47ac45ab366efd5938e1f34a6e17ebf25c3f6ddf412d9b2886874965e2fb296d")


def test_rows_stated_before_results_are_as_they_were():
    lines = data.default().manifest("specification_shocks").csv.read_bytes().splitlines(keepends=True)
    assert hashlib.sha256(b"".join(lines[: BEFORE[0] + 1])).hexdigest() == BEFORE[1]


def test_signs_and_dated_signs_are_those_stated():
    words = {series.OUTPUT: "output", series.PRICES: "consumer prices", series.YIELD: "yield"}
    for shock, signs in by_shock.SIGNS.items():
        start = shock[0].upper() + shock[1:]
        text = re.search(rf"{start}[^:]*: ([^.]*)\.", STATED["shocks_signs"])[1]
        for variable, word in words.items():
            stated = re.search(rf"{word} (up|down|free)", text)
            expected = {"up": "+", "down": "-", "free": None}[stated[1]]
            assert signs.get(variable) == expected, (shock, variable)
        assert signs[series.YEN] == "+"
    quarters = {when for *_, when in by_shock.NARRATIVE}
    assert sorted(quarters) == sorted(set(re.findall(r"\d{4}Q\d", STATED["shocks_narrative"])))
    assert (
        f"{by_shock.DRAWS} posterior draws" in STATED["shocks_sets"]
        and f"seed {by_shock.SEED}" in STATED["shocks_sets"]
    )
    assert "4, 8 and 12 quarters" in STATED["shocks_sets"] and by_shock.HORIZONS == (4, 8, 12)
    assert f"At {by_shock.READ_AT} quarters" in STATED["shocks_reading"]


def test_days_of_the_dated_signs_are_in_the_tables():
    decisions = (
        pd.to_datetime(data.table("jp_boj_policy_rate_decisions")["decision_date"])
        .dt.strftime("%Y-%m-%d")
        .tolist()
    )
    bought = data.load("mof_intervention_daily_usd")
    assert {"2013-04-04", "2016-01-29"} <= set(decisions)
    assert bought.loc["2011-03-18"] > 0 and (bought.loc["2024-07-11":"2024-07-12"] < 0).all()


def test_a_multiple_bounds_the_other_response(quarters):
    """Rows by hand: yen + m s_yen / s_output output at least 0, both sides where the sign is free."""
    spread = pd.Series([1.0, 2.0, 0.5, 0.25, 4.0, 8.0], quarters.columns)
    choice = by_shock.Variant(least=0.5)
    rows = [
        r
        for r in by_shock.restrictions_of(choice, spread)
        if r[0] == by_shock.DEMAND and " " in r[1] and "*" in r[1]
    ]
    assert ("weak demand", "yen + 1.000000000 * output", "+", 0) in rows
    assert {r[1] for r in rows if "import" in r[1]} == {f"yen {s} 0.250000000 * import prices" for s in "+-"}
    table = restrictions(
        rows, system(quarters, None, price=series.PRICES, fx=series.YEN, rates=[series.YIELD])
    )
    assert next(row.weights for row in table.rows) == (1.0, 1.0)


@pytest.fixture(scope="module")
def quarters():
    return series.quarterly()


def test_sets_of_the_table_are_what_the_code_gives(quarters):
    kept = data.table("shock_sets").set_index(["outcome", "variant", "multiple", "shock", "horizon"])
    found = by_shock.outer(by_shock.SUPPLY, quarters, by_shock.Variant(least=1.0), draws=100)
    for h in by_shock.HORIZONS:
        row = kept.loc[(series.PRICES, "main", 1.0, by_shock.SUPPLY, h)]
        assert_allclose(by_shock.ends(found.bounds[h]), (row["set_low"], row["set_high"]), rtol=1e-4)
        assert row["nobs"] == found.nobs and str(found.sample[1]) == row["last"]


def test_what_a_set_counts_as():
    def row(*ends):
        return pd.Series(dict(zip(("set_low", "set_high", "robust_low", "robust_high"), ends, strict=True)))

    assert by_shock.reading(row(0.02, 0.2, 0.01, 0.3)) == "sign told"
    assert by_shock.reading(row(0.02, 0.2, -0.01, 0.3)) == "sign given by the restrictions"
    assert by_shock.reading(row(0.02, 0.2, np.nan, np.nan)) == "sign given by the restrictions"
    assert by_shock.reading(row(-0.02, 0.2, -0.1, 0.3)) == "sign open"
    assert by_shock.reading(row(np.nan, np.nan, np.nan, np.nan)) == "sign open, no bound"
    assert by_shock.told_apart(row(0, 0, 0.1, 0.2), row(0, 0, 0.21, 0.3))
    assert not by_shock.told_apart(row(0, 0, 0.1, 0.2), row(0, 0, 0.2, 0.3))
    assert not by_shock.told_apart(row(0, 0, 0.1, 0.2), row(0, 0, np.nan, np.nan))


def test_moves_over_a_decision_and_their_months():
    days = pd.to_datetime(["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"])
    dollar = pd.Series(100 * np.exp(np.array([0.0, 0.01, 0.03, 0.06])), days)
    # A Saturday's decision is first seen on Monday either way.
    before = instruments.moves(dollar, ["2020-01-03", "2020-01-04"], announced_before_fixing=True)
    after = instruments.moves(
        dollar, ["2020-01-03", "2020-01-04", "2020-01-07"], announced_before_fixing=False
    )
    assert_allclose(before, [1.0, 2.0], atol=1e-12)
    assert_allclose(after, [2.0, 2.0], atol=1e-12)
    monthly = instruments.by_month(before, pd.Period("2020-03", "M"))
    assert monthly["2020-01"] == pytest.approx(3.0) and monthly["2020-02"] == 0
    assert monthly.index[-1] == pd.Period("2020-03", "M")


@pytest.mark.parametrize(
    ("values", "events"), [([1.0], 1), ([1, -1, 1, 1], 4), ([2, 1, 1], 36 / 18), ([0, 0], 0)]
)
def test_effective_number_of_events(values, events):
    assert instruments.effective_events(pd.Series(values, dtype=float)) == pytest.approx(events)


def test_an_instrument_of_few_events_is_refused():
    at_bound = pd.Series([1.0] * 5 + [0.0] * 9, name="five")
    assert instruments.checked(at_bound) is at_bound
    with pytest.raises(EstimationError, match=r"as concentrated as 4.0 equal events"):
        instruments.checked(at_bound.where(np.arange(14) != 0, 0.0))


def test_states_of_the_month_before_and_of_the_move():
    fx = data.load("jp_neer_inverse")
    level = data.load("jp_cpi")
    regime = states.holds(states.REGIME, fx)
    for month in ("1981-05", "1995-01", "2023-02", "2020-01"):
        before = pd.Period(month, "M") - 1
        assert regime[month] == float(100 * np.log(level[before] / level[before - 12]) >= 2.0)
    move = 100 * np.log(fx / fx.shift(1)).dropna()
    assert (states.holds(states.SIZE, fx).reindex(move.index) == (move.abs() >= 2)).all()
    assert (states.holds(states.DIRECTION, fx).reindex(move.index) == (move > 0)).all()


def test_the_difference_between_states_is_that_of_an_explicit_regression():
    """The estimate by lstsq, its error by the package's covariance of all coefficients."""
    eq = states.equation("jp_import_yen", states.DIRECTION)
    effect = states.difference(eq)
    beta = np.linalg.lstsq(eq.rows.X, eq.rows.y, rcond=None)[0]
    assert effect.estimate == pytest.approx(beta[eq.extra].sum(), rel=1e-8)
    whole = covariance(fit(eq.rows.y, eq.rows.X, eq.rows.names), eq.said.inference, at_least=eq.said.lags)
    weights = np.isin(np.arange(eq.rows.X.shape[1]), eq.extra).astype(float)
    assert effect.std_error == pytest.approx(float(np.sqrt(weights @ whole.matrix @ weights)), rel=1e-8)


def test_a_planted_difference_is_found_and_none_is_not():
    eq = states.equation("jp_import_yen", states.DIRECTION)
    estimate = states.estimator(eq)
    noise = np.random.default_rng(3).standard_normal(len(eq.rows.y))
    planted = eq.rows.X[:, eq.extra].sum(axis=1)
    with_gap, without = estimate(noise + planted), estimate(noise)
    assert with_gap.estimate - without.estimate == pytest.approx(len(eq.extra), rel=1e-8)
    assert (
        with_gap.std_error == pytest.approx(without.std_error, rel=1e-6)
        and with_gap.p_zero < 1e-6 < without.p_zero
    )


def test_years_add_up_to_the_path():
    found = second_round.third_year(second_round.SERVICES, second_round.RECENT)
    path = found.estimands.fixed
    assert sum(e.estimate for e in found.years.values()) == pytest.approx(path.at(35).estimate, rel=1e-10)
    steps = np.diff(path.estimate, prepend=0.0)
    assert found.years["third year"].estimate == pytest.approx(steps[24:36].sum(), rel=1e-10)
    assert found.third_less_first.estimate == pytest.approx(steps[24:36].sum() - steps[:12].sum(), rel=1e-10)


def test_wages_on_the_changes_of_three_years_by_hand():
    found = second_round.wages("scheduled")
    growth, fx, foreign = (
        data.load(n) for n in ("jp_wage_scheduled", "jp_neer_inverse", "jp_import_price_contract")
    )
    months = growth.dropna().index
    columns = [np.ones(len(months))]
    for level in (fx, foreign):
        columns += [
            [100 * np.log(level[m - 12 * k] / level[m - 12 * k - 12]) for m in months] for k in range(3)
        ]
    beta = np.linalg.lstsq(np.column_stack(columns), growth.dropna().to_numpy(), rcond=None)[0]
    assert_allclose(
        [found[k].estimate for k in ("first year", "second year", "third year")], beta[1:4], rtol=1e-8
    )
    assert found["sum"].estimate == pytest.approx(beta[1:4].sum(), rel=1e-8)
