"""Flows and tariffs: what is bought, when, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.errors import SchemeError
from analysis.transmission import Flows, conversion, tariff_effect


@pytest.mark.parametrize("profile", ["even", "front-loaded", "back-loaded", "at once"])
def test_every_profile_invests_the_amount(profile):
    table = conversion(Flows(profile=profile))
    assert_allclose(table["invested"].sum(), 550)
    assert (table["invested"] >= 0).all()


def test_income_brought_home_is_sold_for_yen_after_the_lag():
    table = conversion(Flows(profile="at once", income=0.06, repatriated=0.5, lag=3))
    assert_allclose(table["returned"].to_numpy()[:5], [0, 0, 0, 550 * 0.06 / 12 / 2, 550 * 0.06 / 12 / 2])


def test_mixtures_are_weighted_means():
    mixed = conversion(
        Flows(funding={"yen": 0.25, "reserves": 0.75}, instrument={"debt": 0.5, "guarantee": 0.5})
    )
    assert_allclose(mixed["bought"].sum(), 550 * 0.25 * 0.5)
    called = conversion(Flows(instrument="guarantee", called=0.2))
    assert_allclose(called["paid"].sum(), 110)


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
        (dict(amount=-5), "0 or more"),
        (dict(funding="printing"), "yen, reserves"),
        (dict(income=4.5), "Write 0.04"),
        (dict(start="2027-01", end="2026-01"), "before they start"),
        (dict(start="soon"), "month such as"),
        (dict(funding={"yen": 0.5}), "add up to 1"),
        (dict(horizon=12), "longer than the horizon"),
        (dict(instrument={"equity": 1.2}), "Write 0.1"),
        (dict(lag=-1), "from 0"),
        (dict(funding={}), "names nothing"),
    ],
)
def test_impossible_flows_are_refused(options, said):
    with pytest.raises(SchemeError, match=said):
        Flows(**options)


@pytest.mark.parametrize("both", [{}, dict(per_rate=0.1, per_cost=0.2)])
def test_one_denominator_at_a_time(both):
    with pytest.raises(SchemeError, match="one denominator"):
        tariff_effect(10.0, cost_share=0.3, **both)
