"""The model of flow, yen and prices: by hand, against a plain loop, and its draws against its formulas."""

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
from analysis.transmission import Flows, Law, Model, cases, simple, simulate
from analysis.transmission.outcome import fans

SCALE = 4200.0
NORMAL, TWO = Critical("normal"), Law("point", 2.0)
WHOLE = 100 * 550 / SCALE  # the commitment, percent of the scale


def path(last=12, spread=0.02, name="cpi", critical=NORMAL):
    horizons = np.arange(last + 1)
    estimate = 0.1 * (1 - 0.7 ** (horizons + 1))
    root = np.tril(np.full((last + 1, last + 1), spread))
    return PassThrough(
        method="distributed lag",
        outcome=name,
        driver="yen",
        horizons=horizons,
        estimate=estimate,
        covariance=root @ root.T,
        critical=critical,
        nobs=240,
        sample=(pd.Period("2000-01", "M"), pd.Period("2019-12", "M")),
    )


def model(flows=None, law=TWO, prices=None, left=1.0, scale=SCALE):
    return Model(
        flows or Flows(funding={"yen": 0.1, "reserves": 0.9}),
        law,
        scale,
        {"cpi": path()} if prices is None else prices,
        left,
    )


def looped(m: Model, multiplier: float, theta: np.ndarray, rho: float, yen=None, own=None):
    """Yen and price month by month, written out: no array formula of the module is used."""
    bought, months = m.conversion["priced"].to_numpy(), len(m.months)
    level, levels, price = 0.0, [], []
    for month in range(months):
        gain = 1.0 if rho == 1 else (1 - rho) / -np.log(rho)
        level = rho * level + gain * multiplier * 100 * bought[month] / m.scale
        levels.append(level + (0.0 if yen is None else sum(yen[: month + 1])))
        total = 0.0 if own is None else sum(own[: month + 1])
        for then in range(month + 1):
            change = levels[then] - (levels[then - 1] if then else 0.0)
            total += theta[min(month - then, len(theta) - 1)] * change
        price.append(total)
    return np.array(levels), np.array(price)


def test_the_yen_move_by_hand():
    # 550 of 4200 is 13.1 % of GDP; a tenth of it bought at 2 per 1 %: 2.62.
    assert model().quantile("yen", 0.5) == pytest.approx(2 * 0.1 * WHOLE, rel=1e-12)
    assert (np.diff(model().fan("yen")[0.5]) >= 0).all(), "an outflow weakens the yen, month by month"


def test_the_share_enters_once():
    # Twice the share is twice the effect in logs, and a share of one is the whole.
    half, all_of_it = (
        model(Flows(funding={"yen": s, "reserves": 1 - s})).quantile("yen", 0.5) for s in (0.5, 1.0)
    )
    assert half == pytest.approx(all_of_it / 2, rel=1e-12)
    assert all_of_it == pytest.approx(2 * WHOLE, rel=1e-12)


@pytest.mark.parametrize("left", [1.0, 0.5, 0.19])
def test_paths_are_those_of_a_plain_loop(left):
    rng = np.random.default_rng(3)
    m = model(
        Flows(funding="yen", profile="back-loaded", income=0.05, repatriated=0.5, announced=0.25), left=left
    )
    theta, yen, own = rng.normal(0.1, 0.05, (2, 13)), rng.normal(0, 2, (2, 60)), rng.normal(0, 0.3, (2, 60))
    found = m.paths(np.array([1.7, -0.4]), {"cpi": theta}, {"yen": yen, "cpi": own})
    calm = m.paths(np.array([1.7, -0.4]), {"cpi": theta})
    for i, mu in enumerate((1.7, -0.4)):
        for got, shocks in ((found, (yen[i], own[i])), (calm, (None, None))):
            levels, price = looped(m, mu, theta[i], left ** (1 / 12), *shocks)
            assert_allclose(got["yen"][i], levels, rtol=1e-10, atol=1e-10)
            assert_allclose(got["cpi"][i], price, rtol=1e-10, atol=1e-10)


def test_persistence_by_hand():
    # All at once, half left after a year: at the end of months 1 and 13, half a year apart by a factor 0.5.
    m = model(Flows(funding="yen", profile="at once"), left=0.5)
    rho = 0.5 ** (1 / 12)
    assert m.unit[0] == pytest.approx(WHOLE * (1 - rho) / -np.log(rho))
    assert m.unit[12] == pytest.approx(m.unit[0] / 2)
    # An even flow for ever settles where a month's decay is a month's push.
    long = model(Flows(funding="yen", end="2095-09", horizon=840), left=0.5)
    push = 100 * 550 / 840 / SCALE
    assert long.unit[-1] == pytest.approx(push * (1 - rho) / -np.log(rho) / (1 - rho), rel=1e-9)
    # A decay that is hardly one is the lasting effect.
    assert_allclose(model(left=1 - 1e-9).unit, model().unit, rtol=1e-7)


@pytest.mark.parametrize("case", ["stated", "swaps", "hedged"])
def test_a_case_that_buys_nothing_moves_nothing_at_any_quantile(case):
    found = model(Flows(funding=dict(cases()[case].funding)), Law("normal", 1.5, 1.3))
    assert not found.unit.any()
    assert not found.fan("cpi").to_numpy().any() and not found.fan("yen").to_numpy().any()
    assert (found.variance_shares("cpi") == 0).all()


@pytest.mark.parametrize(
    "nothing",
    [dict(amount=0), dict(funding="dollar borrowing"), dict(instrument="guarantee"), dict(hedged=1)],
)
def test_what_buys_no_dollars_moves_nothing(nothing):
    found = simulate(model(Flows(**nothing)), draws=50)
    assert all((values == 0).all() for values in found.paths.values())


@settings(max_examples=30, deadline=None)
@given(st.floats(-5, 5), st.floats(0, 2000), st.floats(0.1, 2))
def test_log_effects_are_proportional_to_every_factor(multiplier, amount, factor):
    one = model(Flows(amount=amount), Law("point", multiplier))
    for other in (
        model(Flows(amount=factor * amount), Law("point", multiplier)),
        model(Flows(amount=amount), Law("point", factor * multiplier)),
        model(Flows(amount=amount), Law("point", multiplier), scale=SCALE / factor),
    ):
        for name in ("yen", "cpi"):
            assert other.quantile(name, 0.5) == pytest.approx(
                factor * one.quantile(name, 0.5), rel=1e-9, abs=1e-12
            )


def test_announcement_and_phasing_end_at_one_place_if_the_effect_lasts():
    phased, announced, half = (model(Flows(announced=x)).unit for x in (0.0, 1.0, 0.5))
    assert_allclose(announced[[0, -1]], phased[-1])
    assert_allclose(half, 0.5 * (phased + announced), rtol=1e-12)
    # If it fades, what is priced early has faded by the end.
    assert model(Flows(announced=1.0), left=0.5).unit[-1] < model(left=0.5, flows=Flows()).unit[-1]


def test_income_brought_home_makes_the_dollar_less_dear():
    assert model(Flows(income=0.05, repatriated=1.0)).quantile("yen", 0.5) < model(Flows()).quantile(
        "yen", 0.5
    )


@pytest.mark.parametrize("critical", [Critical("normal"), Critical("t", dof=11)])
@pytest.mark.parametrize("law", [Law("normal", 1.5, 1.3), Law("even", 0.0, 1.3), Law("point", -2.0)])
def test_draws_have_the_quantiles_that_are_computed(law, critical):
    m = model(Flows(), law, {"cpi": path(critical=critical)})
    found = simulate(m, draws=60_000, rng=np.random.default_rng(7))
    for name in ("yen", "cpi"):
        for q in (0.05, 0.5, 0.95):
            below = (found.paths[name][:, -1] <= m.quantile(name, q) + 1e-12).mean()
            if name == "yen" and law.kind == "point":
                continue  # one number
            assert below == pytest.approx(q, abs=5 * np.sqrt(q * (1 - q) / 60_000))


def test_a_certain_multiplier_leaves_the_interval_of_pass_through():
    critical = Critical("t", dof=27)
    m = model(Flows(), Law("point", 2.0), {"cpi": path(critical=critical)})
    result = path(critical=critical)
    weights = m.weights("cpi")[-1] * 2.0
    wide = critical.value(0.90) * np.sqrt(weights @ result.covariance @ weights)
    assert m.quantile("cpi", 0.95) == pytest.approx(weights @ result.estimate + wide, rel=1e-9)
    assert m.quantile("cpi", 0.05) == pytest.approx(weights @ result.estimate - wide, rel=1e-9)


def test_variance_of_a_product_by_hand():
    # M normal (2, 1), pass-through with mean m and variance w: total (4 + 1)(m^2 + w) - 4 m^2.
    m = model(Flows(), Law("normal", 2.0, 1.0))
    mean, wide, _ = m.moments("cpi")
    total = 5 * (mean**2 + wide**2) - 4 * mean**2
    shares = m.variance_shares("cpi")
    assert_allclose(shares[["multiplier", "passthrough"]], [mean**2 / total, 4 * wide**2 / total], rtol=1e-12)
    assert shares.sum() == pytest.approx(1)
    found = simulate(m, draws=60_000, rng=np.random.default_rng(2)).paths["cpi"][:, -1]
    assert found.var() == pytest.approx(total, rel=0.03)
    assert model().variance_shares("yen").eq(0).all(), "a certain path has no variance to divide"


def test_the_published_variance_has_its_sign():
    # With twice the error of pass-through its own part is four times that of before, relative to the
    # multiplier's.
    small, large = (
        model(Flows(), Law("normal", 2.0, 1.0), {"cpi": path(spread=s)}).variance_shares("cpi")
        for s in (0.01, 0.02)
    )
    assert large["passthrough"] / large["multiplier"] == pytest.approx(
        4 * small["passthrough"] / small["multiplier"]
    )
    assert min(small.min(), large.min()) >= 0


def test_years_add_up_to_the_mean():
    for left in (1.0, 0.4):
        m = model(Flows(), Law("even", 1.0, 3.0), left=left)
        total = m.by_year().sum()
        assert total["yen"] == pytest.approx(2 * m.unit[-1])
        assert total["cpi"] == pytest.approx(2 * float(m.weights("cpi")[-1] @ path().estimate))


def test_workers_and_repetition_do_not_show():
    m = model(Flows(), Law("normal", 1.5, 1.3))
    one, again, two = (simulate(m, draws=23_000, rng=np.random.default_rng(5), workers=w) for w in (1, 1, 2))
    for name in one.paths:
        np.testing.assert_array_equal(one.paths[name], again.paths[name])
        np.testing.assert_array_equal(one.paths[name], two.paths[name])


def test_scenarios_with_one_seed_share_their_draws():
    law = Law("normal", 1.5, 1.3)

    def draw(m):
        return simulate(m, draws=1000, rng=np.random.default_rng(5)).paths["cpi"]

    one = draw(model(Flows(), law))
    assert_allclose(draw(model(Flows(amount=275), law)), 0.5 * one, rtol=1e-10)
    # Another price does not disturb the draws of the first.
    assert_allclose(
        draw(model(Flows(), law, {"import": path(6, name="import"), "cpi": path()})), one, rtol=1e-12
    )


def test_shocks_add_the_spread_of_history_and_no_drift():
    rng = np.random.default_rng(0)
    months = pd.period_range("2000-01", periods=300, freq="M")
    past = pd.DataFrame({"yen": rng.normal(0.3, 2, 300), "cpi": rng.normal(0, 0.3, 300)}, months)
    stormy = simulate(model(), past, draws=4000, rng=np.random.default_rng(1))
    spread = stormy.paths["yen"][:, -1].std()
    assert_allclose(spread, past["yen"].std() * np.sqrt(60), rtol=0.15)
    assert_allclose(
        stormy.paths["yen"][:, -1].mean(), model().quantile("yen", 0.5), atol=4 * spread / np.sqrt(4000)
    )


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
    assert_allclose(model().fan(percent="simple"), simple(model().fan()))
    assert simple(100 * np.log(1.05)) == pytest.approx(5)
    assert model().summary().loc["yen", "q50"] == pytest.approx(float(simple(model().quantile("yen", 0.5))))
    frame = fans(model(), ["yen", "cpi"])
    assert_allclose(frame["simple_percent"], 100 * np.expm1(frame["log_percent"] / 100))
    with pytest.raises(SchemeError, match="log"):
        model().fan(percent="percent")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: model(scale=0), "above 0"),
        (lambda: Model(Flows(), 2.0, SCALE), "is a Law"),
        (lambda: model(prices={"yen": path()}), "another name"),
        (lambda: model(left=0.0), "above 0"),
        (lambda: model(left=1.5), "share between 0 and 1"),
        (lambda: model().quantile("wages", 0.5), "no path 'wages'"),
        (lambda: Law("bell", 1.0), "point, even, normal"),
        (lambda: Law("even", 2.0, 1.0), "rises"),
        (lambda: Law("normal", 1.0, -1.0), "0 or more"),
        (lambda: Law("point", np.nan), "finite"),
        (lambda: simulate(model(), draws=0), "from 1"),
        (lambda: model().quantile("cpi", 1.0), "between 0 and 1"),
        (lambda: simulate(model(), pd.DataFrame({"yen": [0.0] * 50})), "no column 'cpi'"),
        (lambda: simulate(model(), pd.DataFrame({"yen": [0.0] * 5, "cpi": [0.0] * 5})), "too short"),
        (lambda: simulate(model(), pd.DataFrame({"yen": [np.nan] * 50, "cpi": [0.0] * 50})), "gaps"),
        (lambda: model(prices={"cpi": path(critical=Critical("fixed-b", b=0.1))}).moments("cpi"), "fixed-b"),
    ],
)
def test_impossible_scenarios_are_refused(make, said):
    with pytest.raises(SchemeError, match=said):
        _ = make().unit


def test_a_law_has_the_moments_and_mass_of_its_distribution():
    for law, known in (
        (Law("even", -1.0, 3.0), stats.uniform(-1, 4)),
        (Law("normal", 1.47, 1.34), stats.norm(1.47, 1.34)),
    ):
        assert law.mean == pytest.approx(known.mean()) and law.variance == pytest.approx(known.var())
        assert law.not_above_zero == pytest.approx(known.cdf(0))
        assert_allclose(law.ppf(np.array([0.05, 0.5, 0.95])), known.ppf([0.05, 0.5, 0.95]))
    assert Law("point", 0.0).not_above_zero == 1 and Law("point", 0.1).not_above_zero == 0


@pytest.mark.parametrize("law", [Law("normal", 1.5, 0.0), Law("even", 1.5, 1.5)])
def test_a_law_without_width_is_its_point(law):
    point = Law("point", 1.5)
    assert (law.mean, law.variance, law.not_above_zero) == (1.5, 0.0, 0.0)
    assert law.ppf(0.05) == law.ppf(0.95) == point.ppf(0.05) == 1.5


@pytest.mark.parametrize("month", [0, 17, 35])
def test_every_month_of_history_is_drawn(month):
    # 36 months have 25 blocks of twelve. The first and the last month stand in one of them, month 17 in
    # twelve; each path has five blocks.
    shock = np.zeros(36)
    shock[month] = 36.0
    past = pd.DataFrame({"yen": shock, "cpi": 0.0}, pd.period_range("2000-01", periods=36, freq="M"))
    paths = simulate(model(), past, draws=2000, rng=np.random.default_rng(4)).paths["yen"]
    jumps = np.diff(paths - model().fan("yen", [0.5])[0.5].to_numpy(), axis=1, prepend=0.0)
    assert_allclose(sorted(set(jumps.round(6).ravel())), [-1, 35])  # 36 and nothing, less their mean
    expected = 5 * (12 if month == 17 else 1) / 25
    assert (jumps > 0).sum(axis=1).mean() == pytest.approx(expected, abs=5 * np.sqrt(expected / 2000))


def test_the_chain_of_the_main_equation_is_what_was_stated_and_can_be_drawn_from():
    """Paths of 24 months, foreign prices fixed; the recent window is the stated one and its uncertainty is
    larger."""
    full, recent = (
        transmission.main_chain(("import prices", "consumer prices"), alternative=w)
        for w in transmission.WINDOWS.values()
    )
    for link, outcome in (("import prices", "jp_import_yen"), ("consumer prices", "jp_consumer")):
        stated = main_equation.run(outcome, lags=24)
        assert_allclose(full[link].estimate, stated.fixed.estimate, rtol=1e-12)
        assert list(full[link].horizons) == list(range(25)) and full[link].frequency == "M"
        assert (
            str(recent[link].sample[0]) == "2013-01"
            and recent[link].long_run.std_error > full[link].long_run.std_error
        )
    m = Model(Flows(funding={"yen": 0.1, "reserves": 0.9}), Law("point", 2.0), 4000.0, full)
    _, price = looped(m, 2.0, full["consumer prices"].estimate, 1.0)
    assert m.quantile("consumer prices", 0.5) == pytest.approx(price[-1], rel=1e-9)
