"""Scenarios: exact limits, moments that can be computed by hand, and the same numbers whoever computes them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from analysis import transmission
from analysis.errors import SchemeError
from analysis.passthrough import Critical, PassThrough
from analysis.passthrough.specifications import main_equation
from analysis.transmission import Flows, conversion, simple, simulate, tariff_effect

SCALE = 4200.0


def path(last=12, spread=0.02, name="cpi"):
    horizons = np.arange(last + 1)
    estimate = 0.1 * (1 - 0.7 ** (horizons + 1))
    root = np.tril(np.full((last + 1, last + 1), spread))
    return PassThrough(
        method="distributed lag", outcome=name, driver="yen", horizons=horizons, estimate=estimate,
        covariance=root @ root.T, critical=Critical("normal"), nobs=240,
        sample=(pd.Period("2000-01", "M"), pd.Period("2019-12", "M")),
    )  # fmt: skip


def run(flows=None, **options):
    base = dict(multiplier=2.0, converted_share=0.1, passthrough=path(), scale=SCALE, draws=400)
    return simulate(flows or Flows(), rng=np.random.default_rng(5), **base | options)


def test_the_yen_move_by_hand():
    # 550 of 4200 is 13.1 % of GDP; a tenth of it converted at 2 per 1 %: 2.62.
    result = run()
    assert_allclose(result.paths["yen"][:, -1], 2 * 0.1 * 100 * 550 / 4200, rtol=1e-12)
    assert (np.diff(result.paths["yen"], axis=1) >= 0).all(), "an outflow weakens the yen, month by month"


def test_prices_are_the_convolution():
    result = run(passthrough=path(spread=0.0))
    yen = result.paths["yen"][0]
    theta = path().estimate
    steps = np.diff(theta, prepend=0.0)
    by_hand = np.cumsum(np.convolve(np.diff(yen, prepend=0.0), np.r_[steps, np.zeros(60)])[:60])
    assert_allclose(result.paths["cpi"][0], by_hand, rtol=1e-10)
    assert result.paths["cpi"][0, -1] > 0, "a weaker yen raises prices"


@pytest.mark.parametrize(
    "nothing",
    [
        dict(flows=Flows(amount=0)), dict(converted_share=0), dict(multiplier=0), dict(flows=Flows(funding="reserves")),
        dict(flows=Flows(funding="dollar borrowing")), dict(flows=Flows(instrument="guarantee")), dict(flows=Flows(hedged=1)),
    ],
)  # fmt: skip
def test_what_buys_no_dollars_moves_nothing(nothing):
    result = run(**nothing)
    assert all((values == 0).all() for values in result.paths.values())


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 5), st.floats(0.001, 0.5), st.floats(0, 2000), st.floats(0.1, 2))
def test_log_effects_are_proportional_to_every_factor(multiplier, share, amount, factor):
    one = run(Flows(amount=amount), multiplier=multiplier, converted_share=share, draws=20)
    for other in (
        run(Flows(amount=factor * amount), multiplier=multiplier, converted_share=share, draws=20),
        run(Flows(amount=amount), multiplier=factor * multiplier, converted_share=share, draws=20),
        run(Flows(amount=amount), multiplier=multiplier, converted_share=share, scale=SCALE / factor, draws=20),
    ):
        for name in one.paths:
            assert_allclose(other.paths[name], factor * one.paths[name], rtol=1e-9, atol=1e-12)


def test_announcement_and_phasing_end_at_one_place():
    phased, announced = run(), run(Flows(announced=1.0))
    assert_allclose(announced.paths["yen"][:, 0], phased.paths["yen"][:, -1])
    assert_allclose(announced.paths["yen"][:, -1], phased.paths["yen"][:, -1])
    half = run(Flows(announced=0.5)).paths["yen"]
    assert_allclose(half, 0.5 * (phased.paths["yen"] + announced.paths["yen"]), rtol=1e-12)


@pytest.mark.parametrize("profile", ["even", "front-loaded", "back-loaded", "at once"])
def test_every_profile_invests_the_amount(profile):
    table = conversion(Flows(profile=profile))
    assert_allclose(table["invested"].sum(), 550)
    assert (table["invested"] >= 0).all()


def test_income_brought_home_is_sold_for_yen_after_the_lag():
    table = conversion(Flows(profile="at once", income=0.06, repatriated=0.5, lag=3))
    assert_allclose(table["returned"].to_numpy()[:5], [0, 0, 0, 550 * 0.06 / 12 / 2, 550 * 0.06 / 12 / 2])
    assert run(Flows(income=0.05, repatriated=1.0)).paths["yen"][0, -1] < run().paths["yen"][0, -1]


def test_mixtures_are_weighted_means():
    mixed = conversion(Flows(funding={"yen": 0.25, "reserves": 0.75}, instrument={"debt": 0.5, "guarantee": 0.5}))
    assert_allclose(mixed["bought"].sum(), 550 * 0.25 * 0.5)
    called = conversion(Flows(instrument="guarantee", called=0.2))
    assert_allclose(called["paid"].sum(), 110)


def test_moments_of_the_normal_case():
    # With fixed multiplier and share a price is normal with the variance of the estimate.
    result = run(draws=60_000)
    last, factor = path(), 2 * 0.1 * 100 * 550 / 4200
    prices = result.paths["cpi"][:, -1]
    assert_allclose(prices.mean(), factor * last.estimate[-1], atol=5 * prices.std() / np.sqrt(60_000))
    assert_allclose(prices.std(), factor * last.std_error[-1], rtol=0.02)


def test_monte_carlo_error_is_below_one_percent_of_the_spread():
    result = run(multiplier=stats.lognorm(0.5, scale=2), converted_share=stats.beta(1, 9), draws=20_000)
    table = result.summary()
    assert (table["mc_error"] < 0.01 * table["sd"]).all()


def test_workers_and_repetition_do_not_show():
    options = dict(multiplier=stats.lognorm(0.5), converted_share=stats.beta(1, 9), draws=23_000)
    one, again, two, eight = run(**options), run(**options), run(**options, workers=2), run(**options, workers=8)
    for name in one.paths:
        np.testing.assert_array_equal(one.paths[name], again.paths[name])
        np.testing.assert_array_equal(one.paths[name], two.paths[name])
        np.testing.assert_array_equal(one.paths[name], eight.paths[name])


def test_scenarios_with_one_seed_share_their_draws():
    uncertain = dict(multiplier=stats.lognorm(0.5), converted_share=stats.beta(1, 9), draws=1000)
    one, other = run(**uncertain), run(Flows(amount=275), **uncertain)
    assert_allclose(other.paths["cpi"], 0.5 * one.paths["cpi"], rtol=1e-10)
    # Another price does not disturb the draws of the first.
    both = run(**uncertain | {"passthrough": {"import": path(6, name="import"), "cpi": path()}})
    assert_allclose(both.paths["cpi"], one.paths["cpi"], rtol=1e-12)


def test_variance_of_a_product_by_hand():
    # yen = c M s with independent M and s: first-order shares from means and variances.
    multiplier, share = stats.gamma(4), stats.beta(2, 8)
    parts = run(multiplier=multiplier, converted_share=share, passthrough=None).decomposition("yen")
    m, v, p, w = multiplier.mean(), multiplier.var(), share.mean(), share.var()
    total = (v + m**2) * (w + p**2) - (m * p) ** 2
    assert_allclose(parts[["multiplier", "converted_share"]], [v * p**2 / total, w * m**2 / total], atol=0.03)
    assert_allclose(parts.sum(), 1)


def test_certain_inputs_explain_nothing():
    assert (run(passthrough=path(spread=0.0)).decomposition("cpi") == 0).all()
    assert_allclose(run().decomposition("cpi")["passthrough"], 1, atol=0.03)


def test_break_even_share_undoes_the_scenario():
    needed = run().break_even_share(5.0)
    again = run(converted_share=float(needed["q50"]))
    assert_allclose(simple(again.paths["yen"][:, -1]), 5.0, rtol=1e-9)
    assert needed["reachable"] == 1.0
    with pytest.raises(SchemeError, match="on balance"):
        run(Flows(funding="reserves")).break_even_share()


def test_years_add_up():
    result = run(draws=5)
    assert_allclose(result.by_year["yen"].sum(), result.paths["yen"][0, -1], rtol=1e-12)
    assert_allclose(result.by_year["cpi"].sum(), run(passthrough=path(spread=0.0)).paths["cpi"][0, -1], rtol=1e-10)


def test_shocks_add_the_spread_of_history():
    rng = np.random.default_rng(0)
    months = pd.period_range("2000-01", periods=300, freq="M")
    past = pd.DataFrame({"yen": rng.normal(0.3, 2, 300), "cpi": rng.normal(0, 0.3, 300)}, months)
    calm, stormy = run(draws=4000), run(draws=4000, shocks=past)
    spread = stormy.paths["yen"][:, -1].std()
    assert_allclose(spread, past["yen"].std() * np.sqrt(60), rtol=0.15)
    # Shocks have no mean of their own: history's drift is taken out.
    assert_allclose(stormy.paths["yen"][:, -1].mean(), calm.paths["yen"][0, -1], atol=4 * spread / np.sqrt(4000))
    assert stormy.decomposition("yen")["shock"] == pytest.approx(1, abs=0.03)


def test_shocks_to_the_yen_reach_prices_month_by_month():
    rng = np.random.default_rng(0)
    months = pd.period_range("2000-01", periods=300, freq="M")
    past = pd.DataFrame({"yen": rng.normal(0, 2, 300), "cpi": np.zeros(300)}, months)
    result = run(converted_share=0.0, passthrough=path(spread=0.0), shocks=past, draws=3)
    steps = np.diff(path().estimate, prepend=0.0)
    for yen, price in zip(result.paths["yen"], result.paths["cpi"], strict=True):
        moved = np.convolve(np.diff(yen, prepend=0.0), np.r_[steps, np.zeros(60)])[:60]
        assert_allclose(price, np.cumsum(moved), rtol=1e-10, atol=1e-10)


def test_history_keeps_months_together():
    from analysis.passthrough import distributed_lag

    rng = np.random.default_rng(2)
    months = pd.period_range("2000-01", periods=120, freq="M")
    fx = pd.Series(np.exp(np.cumsum(rng.normal(0, 0.02, 120))), months)
    price = pd.Series(np.exp(np.cumsum(rng.normal(0, 0.003, 120))), months, name="cpi")
    fitted = distributed_lag(price, fx, lags=3)
    frame = transmission.history(fx, {"cpi": fitted})
    assert list(frame) == ["yen", "cpi"] and frame.index.equals(fitted.residuals.index)
    assert_allclose(frame["yen"], 100 * np.log(fx).diff().reindex(frame.index), rtol=1e-10)


def test_log_and_simple_percent_are_told_apart():
    result = run()
    assert_allclose(result.fan(percent="simple"), simple(result.fan()))
    assert simple(100 * np.log(1.05)) == pytest.approx(5)
    with pytest.raises(SchemeError, match="log"):
        result.fan(percent="percent")


def test_published_multipliers_are_on_one_scale():
    table = transmission.multipliers(SCALE)
    assert_allclose(table.loc["ALM2015_NOM", ["low", "high"]].astype(float), [1.7, 2.0])
    # 7.1bn for 1 %: 42bn, which is 1 % of 4,200bn, for 5.9 %.
    assert table.loc["CHR2022_FLOW", "mid"] == pytest.approx(42 / 7.1)
    low, high = transmission.multiplier_range(SCALE).ppf([0.05, 0.95])
    assert (low, high) == (pytest.approx(table["low"].min()), pytest.approx(table["high"].max()))
    assert (table["low"] <= table["high"]).all()


def test_a_range_in_dollars_turns_over(monkeypatch):
    table = pd.DataFrame({
        "key": ["A"], "study": ["s"], "measure": ["m"], "low": [5.0], "mid": [7.0], "high": [10.0], "unit": ["billion US dollars per 1 percent"],
        "usable_for_yen": ["no"], "source_title": ["t"], "source": ["x"], "grade": ["A"],
    })  # fmt: skip
    monkeypatch.setattr("analysis.transmission.published.data.table", lambda name: table)
    assert_allclose(transmission.multipliers(1000.0).loc["A", ["low", "mid", "high"]].astype(float), [1, 10 / 7, 2])


def test_both_denominators_of_a_tariff():
    table = tariff_effect(10.0, cost_share=0.25, per_cost=np.array([0.8, 1.0]))
    assert_allclose(table["effect"], [2.0, 2.5])
    assert_allclose(table["per_rate"], [0.2, 0.25])
    back = tariff_effect(10.0, cost_share=0.25, per_rate=table["per_rate"].to_numpy())
    assert_allclose(back["per_cost"], [0.8, 1.0])
    assert tariff_effect(10.0, cost_share=0.0, per_rate=0.1)["per_cost"].isna().all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (dict(converted_share=10), "Write 0.1"), (dict(converted_share=stats.norm(0.5, 1)), "share between 0 and 1"),
        (dict(multiplier=-1), "0 or more"), (dict(multiplier="big"), "frozen scipy"), (dict(scale=0), "above 0"),
        (dict(draws=0), "from 1"), (dict(passthrough={"yen": path()}), "another name"),
        (dict(shocks=pd.DataFrame({"yen": [0.0] * 50})), "no column 'cpi'"),
        (dict(shocks=pd.DataFrame({"yen": [0.0] * 5, "cpi": [0.0] * 5})), "too short"),
    ],
)  # fmt: skip
def test_impossible_scenarios_are_refused(options, said):
    with pytest.raises(SchemeError, match=said):
        run(**options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (dict(amount=-5), "0 or more"), (dict(funding="printing"), "yen, reserves"), (dict(income=4.5), "Write 0.04"),
        (dict(start="2027-01", end="2026-01"), "before they start"), (dict(start="soon"), "month such as"),
        (dict(funding={"yen": 0.5}), "add up to 1"), (dict(horizon=12), "longer than the horizon"),
        (dict(instrument={"equity": 1.2}), "Write 0.1"), (dict(lag=-1), "from 0"), (dict(funding={}), "names nothing"),
    ],
)  # fmt: skip
def test_impossible_flows_are_refused(options, said):
    with pytest.raises(SchemeError, match=said):
        Flows(**options)


@pytest.mark.parametrize("both", [{}, dict(per_rate=0.1, per_cost=0.2)])
def test_one_denominator_at_a_time(both):
    with pytest.raises(SchemeError, match="one denominator"):
        tariff_effect(10.0, cost_share=0.3, **both)


def test_the_chain_of_the_main_equation_is_what_was_stated_and_can_be_drawn_from():
    """Paths of 24 months, foreign prices fixed; the recent window is the stated one and its uncertainty is larger."""
    full, recent = (transmission.main_chain(("import prices", "consumer prices"), recent=r) for r in (False, True))
    for link, outcome in (("import prices", "jp_import_yen"), ("consumer prices", "jp_consumer")):
        stated = main_equation.run(outcome, lags=24)
        assert_allclose(full[link].estimate, stated.fixed.estimate, rtol=1e-12)
        assert list(full[link].horizons) == list(range(25)) and full[link].frequency == "M"
        assert str(recent[link].sample[0]) == "2013-01" and recent[link].long_run.std_error > full[link].long_run.std_error
    flows = Flows()
    found = simulate(
        flows, multiplier=2.0, converted_share=0.1, passthrough=full, scale=4000.0, draws=2000, rng=np.random.default_rng(1)
    )
    # By hand: the push of every month times the path at its age, at the mean of the draws.
    push = 100 * found.conversion["priced"].to_numpy() / 4000.0 * 2.0 * 0.1
    path = full["consumer prices"].estimate
    last = sum(move * path[min(len(push) - 1 - m, 24)] for m, move in enumerate(push))
    error = found.paths["consumer prices"][:, -1].std() / 2000**0.5
    assert abs(found.paths["consumer prices"][:, -1].mean() - last) < 4 * error
