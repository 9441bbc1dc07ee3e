"""Currencies of contracts: made prices with known shares, an optimiser from outside, and bounds."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from analysis.errors import EstimationError
from analysis.passthrough.invoicing.commodities import group_pairs, invoicing, price_pairs
from analysis.passthrough.invoicing.currency_shares import currency_shares
from analysis.passthrough.invoicing.simplex import shares


@pytest.mark.parametrize("seed", range(8))
def test_the_faces_hold_the_optimum_that_a_solver_finds(seed):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(40, 3)), rng.normal(size=(40, 5)) + rng.normal(size=(40, 1))
    X[:, 1] += 0.9 * X[:, 0]
    Y += X @ rng.uniform(-0.5, 1.2, (3, 5))
    found = shares(X, Y)
    assert (found >= 0).all() and (found.sum(axis=0) <= 1 + 1e-10).all()
    for j in range(5):

        def loss(s, y=Y[:, j]):
            return np.sum((y - X @ s) ** 2)

        other = minimize(
            loss,
            np.full(3, 0.3),
            bounds=[(0, 1)] * 3,
            constraints={"type": "ineq", "fun": lambda s: 1 - s.sum()},
            options={"ftol": 1e-14, "maxiter": 500},
        )
        # The solver keeps the sum to about 1e-8 only; the conditions of Kuhn and Tucker hold to rounding.
        assert_allclose(found[:, j], other.x, atol=1e-4)
        slope, used = X.T @ (Y[:, j] - X @ found[:, j]), found[:, j] > 0
        price = slope[used].max(initial=0.0)
        assert_allclose(slope[used], price, atol=1e-8)
        assert (slope <= price + 1e-8).all() and price > -1e-8
        assert price < 1e-8 or found[:, j].sum() == pytest.approx(1, abs=1e-12)


def test_inside_the_bounds_it_is_least_squares():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2))
    y = X @ [0.5, 0.2] + 0.01 * rng.normal(size=60)
    assert_allclose(shares(X, y[:, None])[:, 0], np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-10)


def test_just_above_and_just_below_one():
    X = np.eye(2)
    assert_allclose(shares(X, np.array([[0.6], [0.399]]))[:, 0], [0.6, 0.399])
    assert_allclose(shares(X, np.array([[0.6], [0.401]]))[:, 0], [0.5995, 0.4005])
    assert_allclose(shares(X, np.array([[-0.001], [0.5]]))[:, 0], [0, 0.5])


def test_dependent_currencies_are_refused():
    with pytest.raises(EstimationError, match="dependent"):
        shares(np.ones((9, 2)), np.ones((9, 1)))


def made(weights, months=76, seed=1):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2020-01", periods=months + 1, freq="M")
    steps = rng.multivariate_normal([0, 0], 0.02**2 * np.array([[1, 0.6], [0.6, 1]]), months)
    paths = np.exp(np.vstack([[0, 0], np.cumsum(steps, axis=0)]))
    rates = pd.DataFrame(paths * [110, 120], index, columns=["dollar", "euro"])
    drift = np.cumsum(rng.normal(0, 0.01, (months + 1, len(weights))), axis=0)
    contract = pd.DataFrame(100 * np.exp(drift), index)
    relative = rates / rates.iloc[:12].mean()
    yen = contract * np.column_stack([1 - sum(w) + relative.to_numpy() @ w for w in weights])
    return yen.round(1), contract.round(1), rates


def test_known_shares_come_back_and_are_covered():
    truth = np.array([[0.7, 0.1], [1.0, 0.0], [0.0, 0.0], [0.3, 0.5]])
    yen, contract, rates = made(truth)
    found = currency_shares(yen, contract, rates=rates, draws=199, form="base")
    assert_allclose(found.estimate[["dollar", "euro"]], truth, atol=0.03)
    assert_allclose(found.estimate.sum(axis=1), 1)
    interval, whole = found.interval(), np.column_stack([truth, 1 - truth.sum(axis=1)])
    inside = [
        interval[(name, "low")].to_numpy() - 0.01 <= whole[:, j] for j, name in enumerate(found.estimate)
    ] + [whole[:, j] <= interval[(name, "high")].to_numpy() + 0.01 for j, name in enumerate(found.estimate)]
    assert np.mean(inside) > 0.95


def test_the_form_current_is_the_mean_share_at_current_rates():
    """A dollar that doubles: half in the base, two thirds at the end, so about 0.59 on the way."""
    index = pd.period_range("2020-01", periods=101, freq="M")
    dollar = pd.Series(np.where(np.arange(101) < 12, 1.0, np.linspace(0.86, 2, 101)), index)
    rates = pd.DataFrame({"dollar": dollar})
    contract = pd.DataFrame({"a": 100.0}, index)
    yen = contract.mul(0.5 + 0.5 * dollar, axis=0)
    change = np.log(dollar).diff().dropna()
    current = (0.5 * dollar / (0.5 + 0.5 * dollar)).shift().dropna()
    found = {
        form: currency_shares(yen, contract, rates=rates, form=form, draws=3).estimate.loc["a", "dollar"]
        for form in ("current", "base")
    }
    assert found["base"] == pytest.approx(0.5, abs=1e-9)
    assert (
        found["current"] == pytest.approx((change**2 @ current) / (change**2).sum(), abs=0.01)
        and found["current"] > 0.53
    )
    with pytest.raises(EstimationError, match="unknown form"):
        currency_shares(yen, contract, rates=rates, form="log")


def test_the_unit_of_a_rate_and_the_base_of_an_index_do_not_matter():
    yen, contract, rates = made(np.array([[0.6, 0.2]]))
    one = currency_shares(yen, contract, rates=rates, draws=9).estimate
    two = currency_shares(3 * yen, 7 * contract, rates=rates * [100, 0.5], draws=9).estimate
    assert_allclose(one, two)


def test_tables_with_other_columns_are_refused():
    yen, contract, rates = made(np.array([[0.6, 0.2]]))
    with pytest.raises(EstimationError, match="same commodities"):
        currency_shares(yen.rename(columns={0: "a"}), contract, rates=rates)


def test_groups_add_up_to_the_published_total():
    """boj_cgpi_neer_monthly equals the release of the items to 2024-12; rounding of 210 items leaves 0.1."""
    from analysis import data

    yen, contract, weights = group_pairs("import")
    assert weights["all"] == pytest.approx(1000, abs=0.2)
    for made_here, name in ((yen, "jp_import_price_yen"), (contract, "jp_import_price_contract")):
        published = data.load(name)["2020-01":"2024-12"]
        assert (made_here["all"][published.index] - published).abs().max() < 0.1


def test_energy_is_in_dollars_and_shares_lie_between_none_and_all():
    found = invoicing("import", by_group=True, draws=9).estimate
    assert found.loc["Petroleum, coal and natural gas", "dollar"] > 0.85
    assert found.to_numpy().min() >= 0 and found.to_numpy().max() <= 1
    assert len(price_pairs("import")[2]) == 210 and len(price_pairs("export")[2]) == 184
