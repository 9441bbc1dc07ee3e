"""The plan of a multiverse: what is multiplied, what is not, and what its digest stands for."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.passthrough import multiverse_plan
from analysis.passthrough.specifications.grid import NONE

INDEX = pd.period_range("2000-01", periods=60, freq="M")


def series(name, seed=0):
    rng = np.random.default_rng(seed)
    return pd.Series(100 * np.exp(rng.standard_normal(60).cumsum() / 100), INDEX, name=name)


def grid(**more):
    return {"price": [series("cpi"), series("ppi", 1)], "fx": series("usd", 2), "lags": [3, 6], **more}


MAIN = {"price": "cpi", "lags": 6}


def test_a_grid_is_the_product_of_its_choices():
    plan = multiverse_plan(
        grid(seasonal=[False, True], own_lags=[0, 3]), MAIN | {"seasonal": True, "own_lags": 0}
    )
    assert len(plan) == 16 and not plan.table.duplicated().any()
    assert plan.varied == ("price", "lags", "own_lags", "seasonal")
    assert dict(plan.table.loc[plan.place]) == plan.main | {"horizon": NONE, "control_lags": NONE}
    assert plan.main["seasonal"] == "yes" and plan.main["sample"] == "all"
    assert plan.value(plan.place, "lags") == 6 and plan.value(plan.place, "horizon") is None


def test_a_choice_that_an_estimator_does_not_have_does_not_multiply_it():
    many = grid(
        estimator=["distributed lag", "local projection", "error correction"],
        own_lags=[0, 3, 6],
        horizon=[6, 12],
    )
    plan = multiverse_plan(many, MAIN | {"estimator": "local projection", "horizon": 12})
    assert plan.table["estimator"].value_counts().to_dict() == {
        "distributed lag": 2 * 2 * 3,
        "local projection": 2 * 2 * 2,
        "error correction": 2 * 2,
    }
    assert plan.main["horizon"] == "12" and "own_lags" not in plan.main


def test_lags_of_controls_do_not_multiply_an_equation_without_controls():
    oil = series("oil", 3)
    plan = multiverse_plan(grid(controls=[None, oil], control_lags=[0, 3]), MAIN | {"controls": "none"})
    assert plan.table["controls"].value_counts().to_dict() == {"none": 4, "oil": 8}


def test_designs_gather_the_rows_that_differ_in_inference_alone():
    plan = multiverse_plan(grid(inference=["ewc", "hc3", "ols"]), MAIN | {"inference": "ewc"})
    designs = plan.designs()
    assert sorted(row for rows in designs for row in rows) == list(range(12)) and all(
        len(rows) == 3 for rows in designs
    )
    for rows in designs:
        assert plan.table.loc[rows].drop(columns="inference").drop_duplicates().shape[0] == 1


def test_the_digest_is_of_the_plan_and_of_nothing_else():
    plan = multiverse_plan(grid(), MAIN)
    assert len(plan.digest) == 64
    newer = grid() | {"fx": series("usd", 9)}
    assert multiverse_plan(newer, dict(reversed(MAIN.items()))).digest == plan.digest
    assert multiverse_plan(dict(reversed(grid().items())), MAIN).digest == plan.digest
    others = [
        multiverse_plan(grid(), MAIN | {"lags": 3}),
        multiverse_plan(grid() | {"lags": [3, 6, 9]}, MAIN),
        multiverse_plan(grid() | {"fx": series("eur", 2)}, MAIN),
        multiverse_plan(grid(horizon=12), MAIN),
        multiverse_plan(grid(sample=("2001-01", None)), MAIN),
    ]
    assert len({plan.digest, *(other.digest for other in others)}) == 6


def test_a_mapping_gives_choices_labels_of_their_own():
    plan = multiverse_plan(
        grid(sample={"early": (None, "2002-12"), "late": ("2003-01", None)}), MAIN | {"sample": "late"}
    )
    assert list(plan.choices["sample"]) == ["early", "late"]
    assert plan.value(plan.place, "sample") == ("2003-01", None)


@pytest.mark.parametrize(
    ("more", "main", "message"),
    [
        ({"lag": 3}, MAIN, "unknown dimension lag"),
        ({"lags": []}, MAIN, "lags has no choice"),
        ({"lags": [3, 3]}, MAIN, "label 3 twice"),
        ({"lags": -1}, {"price": "cpi"}, "a choice of lags must be 0 or more"),
        ({"lags": 2.5}, {"price": "cpi"}, "a choice of lags must be a whole number"),
        ({"seasonal": "yes"}, MAIN, "True or False"),
        ({"sample": "2000"}, MAIN, "pair"),
        ({"estimator": "vecm"}, MAIN, "unknown estimator 'vecm'"),
        ({"inference": "qs"}, MAIN, "unknown inference 'qs'"),
        ({"controls": 3}, MAIN, "DataFrame of changes or None"),
        ({"fx": [1.0]}, MAIN, "a choice of fx is a Series in levels, not float"),
        ({"fx": series(None)}, MAIN, "has no name"),
        ({}, {"price": "cpi"}, "main does not say which lags"),
        ({}, MAIN | {"lags": 9}, "lags 9, which is not in the grid: 3, 6"),
        ({}, MAIN | {"colour": 1}, "main names colour"),
        ({}, MAIN | {"horizon": 24}, "main names horizon, a choice that its estimator"),
        ({}, 3, "main is a mapping"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(more, main, message):
    with pytest.raises(EstimationError, match=message):
        multiverse_plan(grid() | more, main)


def test_price_and_exchange_rate_are_needed():
    with pytest.raises(EstimationError, match="the grid has no price and no fx"):
        multiverse_plan({"lags": 3}, {})
    with pytest.raises(EstimationError, match="the grid is a mapping"):
        multiverse_plan([1], {})
