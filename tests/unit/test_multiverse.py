"""The multiverse: every row is the estimator it names, every draw is the estimator on the drawn prices."""

import os

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import parallel
from analysis.errors import EstimationError
from analysis.passthrough import (
    distributed_lag,
    error_correction,
    local_projection,
    multiverse,
    multiverse_plan,
)
from analysis.passthrough.specifications.evaluation import Design, evaluate
from analysis.passthrough.specifications.null_prices import Draws, null_levels

# Own lags are eliminated by normal equations here and by QR in the estimators.
ROUNDING = 1e-7


def sample(seed=0, months=200, effect=0.4, pull=0.0):
    """A price, an exchange rate and a control; with `pull` the price follows the rate in levels."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    fx, oil, noise = rng.standard_normal((3, months))
    # A drift that the rate does not share would be a trend in the level relation.
    pi, gap, drift = np.zeros(months), 0.0, 0.0 if pull else 0.1
    for t in range(months):
        news = drift + effect * fx[t] + 0.2 * oil[t] + 0.3 * (pi[t - 1] if t else 0.0) + 0.5 * noise[t]
        pi[t] = news - pull * gap
        gap += pi[t] - 0.6 * fx[t]
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
        pd.Series(oil, index, name="oil"),
    )


def with_gaps(price, fx, oil):
    return price.drop(price.index[[60, 150]]), fx.drop(fx.index[90]), oil


def signs(price, draws=3, seed=0):
    calendar = pd.period_range(price.index[0], price.index[-1], freq="M")
    return Draws.of(calendar, draws, np.random.default_rng(seed))


def evaluated(chosen, *methods, draws=None, coverage=0.95):
    """One specification by each method."""
    draws = signs(chosen["price"]) if draws is None else draws
    (found,) = evaluate(
        [Design("cpi", chosen, methods)], prices={"cpi": chosen["price"]}, draws=draws, coverage=coverage
    )
    return found


def choice(price, fx, **more):
    base = dict(
        price=price, fx=fx, estimator="distributed lag", lags=4, own_lags=0, horizon=8, controls=None,
        control_lags=None, seasonal=False, sample=None,
    )  # fmt: skip
    return base | more


def by_the_estimator(chosen, inference):
    """The public function behind a specification: its effect, set and number of rows."""
    price, fx = chosen["price"], chosen["fx"]
    same = {name: chosen[name] for name in ("seasonal", "sample")}
    controls, depth = chosen["controls"], chosen["control_lags"] or 0
    if chosen["estimator"] == "local projection":
        name = f"lag-augmented-{inference}" if inference.startswith("hc") else inference
        path = local_projection(
            price,
            fx,
            horizons=chosen["horizon"],
            lags=chosen["lags"],
            shock=None,
            controls=controls,
            inference=name,
            control_lags=depth,
            **same,
        )
        return path.at(chosen["horizon"]), path, int(path.regressions.nobs[-1])
    if chosen["estimator"] == "error correction":
        path = error_correction(
            price, fx, lags=chosen["lags"], controls=controls, inference=inference, **same
        )
        return path.unconditional_long_run, path, path.nobs
    path = distributed_lag(
        price,
        fx,
        lags=chosen["lags"],
        controls=controls,
        inference=inference,
        own_lags=chosen["own_lags"],
        control_lags=depth,
        **same,
    )
    return path.long_run, path, path.nobs


SPECIFICATIONS = {
    "distributed lag": {},
    "with own lags": {"own_lags": 3},
    "with everything": {
        "own_lags": 2, "controls": "oil", "control_lags": 2, "seasonal": True, "sample": ("2003-01", "2016-12"),
    },
    "local projection": {"estimator": "local projection"},
    "local projection on impact": {"estimator": "local projection", "horizon": 0},
    "local projection with everything": {
        "estimator": "local projection", "controls": "oil", "control_lags": 1, "seasonal": True,
        "sample": (None, "2015-06"),
    },
    "error correction": {"estimator": "error correction", "lags": 3},
    "error correction of one lag": {
        "estimator": "error correction", "lags": 1, "seasonal": True, "controls": "oil", "control_lags": 0,
    },
}  # fmt: skip
METHODS = (
    "ewc",
    "newey-west",
    "newey-west-adjusted",
    "newey-west-t75",
    "fixed-b",
    "hc0",
    "hc1",
    "hc2",
    "hc3",
    "ols",
)


def specification(name, gaps, seed=0):
    options = SPECIFICATIONS[name]
    price, fx, oil = sample(seed, pull=0.3 if options.get("estimator") == "error correction" else 0.0)
    if gaps:
        price, fx, oil = with_gaps(price, fx, oil)
    return choice(price, fx, **options) | ({"controls": oil.to_frame()} if "controls" in options else {})


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_row_is_what_its_estimator_says(name, gaps):
    chosen = specification(name, gaps)
    methods = [m for m in METHODS if not (m == "ols" and "local" in name)]
    for method, found in zip(methods, evaluated(chosen, *methods, coverage=0.9), strict=True):
        effect, path, nobs = by_the_estimator(chosen, method)
        row = found.row
        assert row["reason"] == "" and row["nobs"] == nobs
        assert_allclose(
            [row["estimate"], row["std_error"]], [effect.estimate, effect.std_error], rtol=ROUNDING
        )
        assert row["reference"] == str(effect.critical)
        if chosen["estimator"] == "distributed lag" and not chosen["own_lags"]:
            assert_allclose([row["low"], row["high"]], effect.interval(0.9), rtol=ROUNDING)
            assert_allclose(row["pvalue"], effect.p_zero, rtol=1e-6)
        if chosen["estimator"] == "local projection":
            (ends,) = path.fieller(chosen["horizon"], 0.9).intervals
            assert_allclose([row["low"], row["high"]], ends, rtol=ROUNDING)
            assert_allclose(row["pvalue"], path.at(chosen["horizon"]).p_zero, rtol=1e-5)


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_draw_is_what_the_estimator_says_of_the_drawn_prices(name, gaps):
    """Nothing is held fixed that the prices move: the public function on each drawn series agrees."""
    chosen = specification(name, gaps)
    price = chosen["price"]
    draws = signs(price, draws=6, seed=3)
    method = "hc3" if "local" in name else "ewc"
    (found,) = evaluated(chosen, method, draws=draws)
    levels = null_levels({"cpi": price}, chosen, draws)["cpi"]
    assert np.isfinite(found.z).any() or chosen["estimator"] == "error correction"
    for r, level in enumerate(levels[1:]):
        drawn = pd.Series(np.exp(level / 100), draws.calendar, name=price.name)[price.index]
        effect, path, _ = by_the_estimator(chosen | {"price": drawn}, method)
        if chosen["estimator"] == "error correction":
            assert np.isfinite(found.z[r]) == path.relation.supported
            if not path.relation.supported:
                continue
        assert_allclose(found.estimates[r], effect.estimate, rtol=1e-6)
        if not chosen["own_lags"] and chosen["estimator"] == "distributed lag":
            assert_allclose(
                found.z[r], -np.sign(effect.estimate) * normal_quantile(effect.p_zero / 2), rtol=1e-5
            )
        if chosen["estimator"] == "local projection":
            p = path.at(chosen["horizon"]).p_zero
            assert_allclose(np.abs(found.z[r]), -normal_quantile(p / 2), rtol=1e-5)


def normal_quantile(p):
    from scipy.special import ndtri

    return ndtri(p)


def test_the_gate_of_an_error_correction_is_the_one_of_the_estimator():
    for seed, pull in ((0, 0.3), (1, 0.0), (2, 0.1), (3, 0.05)):
        price, fx, _ = sample(seed, pull=pull)
        chosen = choice(price, fx, estimator="error correction", lags=2)
        (found,) = evaluated(chosen, "ols")
        relation = error_correction(price, fx, lags=2).relation
        assert (found.row["reason"] == "") == relation.supported
        if not relation.supported:
            assert (
                f"F = {relation.f:.2f}" in found.row["reason"]
                and f"t = {relation.t:.2f}" in found.row["reason"]
            )


def test_a_degenerate_relation_passes_no_gate():
    """The level of a stationary rate moves the price, whose own level adjusts to nothing: F rejects, t does
    not."""
    rng = np.random.default_rng(0)
    rate, price = np.zeros(200), np.zeros(200)
    for t in range(1, 200):
        rate[t] = 0.9 * rate[t - 1] + rng.standard_normal()
        price[t] = price[t - 1] + 0.3 * rate[t - 1] + 0.5 * rng.standard_normal()
    index = pd.period_range("2001-01", periods=200, freq="M")
    levels = (pd.Series(100 * np.exp(x / 100), index, name=n) for x, n in ((price, "cpi"), (rate, "usd")))
    chosen = choice(*levels, estimator="error correction", lags=2)
    assert error_correction(chosen["price"], chosen["fx"], lags=2).relation.verdict == "degenerate"
    (found,) = evaluated(chosen, "ols")
    assert found.row["reason"].startswith("no level relation supported at 5 %")


# ------------------------------------------------------------------ the whole


def small(seed=0, **more):
    price, fx, oil = sample(seed)
    noise = np.random.default_rng(seed + 100).standard_normal(200)
    other = (price * np.exp(0.2 * noise.cumsum() / 100)).rename("ppi")
    grid = {
        "price": [price, other],
        "fx": fx,
        "estimator": ["distributed lag", "local projection"],
        "lags": [2, 4],
        "own_lags": [0, 2],
        "controls": [None, oil],
        "horizon": 6,
        "inference": ["ewc", "hc3"],
        **more,
    }
    main = {
        "price": "cpi",
        "estimator": "distributed lag",
        "lags": 4,
        "own_lags": 0,
        "controls": "oil",
        "inference": "ewc",
    }
    return grid, main


def run(seed=0, draws=39, **options):
    return multiverse(*small(seed), draws=draws, workers=1, **options)


def test_the_table_has_a_row_for_every_specification():
    result = run()
    assert len(result) == 2 * 2 * 2 * 2 * (2 + 1) == len(result.table)
    assert result.failures.empty and result.table["main"].sum() == 1
    assert result.main["main"] and result.main["estimate"] == pytest.approx(
        distributed_lag(*sample()[:2], lags=4, controls=sample()[2]).long_run.estimate
    )
    ordered = result.estimated["estimate"].to_numpy(float)
    assert (np.diff(ordered) >= 0).all()
    assert ordered[result.rank - 1] == pytest.approx(result.main["estimate"])
    assert result.median == pytest.approx(np.median(ordered))
    table = result.table
    assert result.share_same_sign == pytest.approx((table["estimate"] > 0).mean())
    assert result.share_significant == pytest.approx(((table["pvalue"] < 0.05) & (table["z"] > 0)).mean())
    assert result.joint.loc["median", "value"] == pytest.approx(result.median)
    assert result.joint.loc["significant", "value"] == pytest.approx(result.share_significant)
    assert result.joint.loc["average", "value"] == pytest.approx(table["z"].mean())
    assert (table["p_romano_wolf"] >= 1 / 40).all() and (table["p_holm"] >= table["pvalue"]).all()
    assert result.by("price")["specifications"].tolist() == [24, 24]


def test_an_effect_is_found_jointly_and_its_absence_is_not_denied():
    assert (run(draws=99).joint["pvalue"] <= 0.05).all()
    grid, main = small()
    grid["fx"] = sample(55)[1]
    assert (multiverse(grid, main, draws=99, workers=1).joint["pvalue"] > 0.05).all()


@pytest.mark.parametrize("workers", [2, 3])
def test_numbers_do_not_depend_on_the_number_of_workers(workers):
    ours, theirs = run(), multiverse(*small(), draws=39, workers=workers)
    pd.testing.assert_frame_equal(ours.table, theirs.table, rtol=1e-10)
    pd.testing.assert_frame_equal(ours.joint, theirs.joint, rtol=1e-10)


def test_a_dask_cluster_gives_the_same_numbers(monkeypatch):
    distributed = pytest.importorskip("distributed")
    ours = run()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        monkeypatch.setenv(parallel.SCHEDULER, cluster.scheduler_address)
        theirs = multiverse(*small(), draws=39)
        assert os.environ[parallel.SCHEDULER].startswith("tcp://")
    pd.testing.assert_frame_equal(ours.table, theirs.table, rtol=1e-10)
    pd.testing.assert_frame_equal(ours.joint, theirs.joint, rtol=1e-10)


def test_the_seed_decides_and_the_default_is_fixed():
    ours = run()
    pd.testing.assert_frame_equal(ours.joint, run().joint)
    other = run(rng=np.random.default_rng(5))
    pd.testing.assert_frame_equal(
        other.table.drop(columns="p_romano_wolf"), ours.table.drop(columns="p_romano_wolf")
    )
    assert not other.joint["null_high"].equals(ours.joint["null_high"])


# ------------------------------------------------------------------ invariance


def changed(series, how):
    if how == "start of month":
        return series.set_axis(series.index.to_timestamp())
    if how == "end of month":
        return series.set_axis(series.index.to_timestamp(how="end"))
    if how == "text":
        return series.set_axis(series.index.astype(str))
    if how == "object":
        return series.astype(object)
    if how == "shuffled":
        return series.sample(frac=1, random_state=3)
    assert how == "base"
    return series * 7.3


@pytest.mark.parametrize("how", ["start of month", "end of month", "text", "object", "shuffled", "base"])
def test_form_and_base_of_a_series_do_not_matter(how):
    grid, main = small()
    theirs = multiverse(grid, main, draws=19, workers=1)
    other = grid | {"price": [changed(s, how) for s in grid["price"]], "fx": changed(grid["fx"], how)}
    ours = multiverse(other, main, draws=19, workers=1)
    numbers = ["estimate", "std_error", "low", "high", "z", "pvalue", "nobs", "p_romano_wolf", "p_holm"]
    assert_allclose(
        ours.table[numbers].to_numpy(float), theirs.table[numbers].to_numpy(float), rtol=1e-6, atol=1e-9
    )
    assert_allclose(
        ours.joint.drop(columns="statistic").to_numpy(float),
        theirs.joint.drop(columns="statistic").to_numpy(float),
        rtol=1e-6,
        atol=1e-9,
    )
    assert ours.plan.digest == theirs.plan.digest


def test_quoting_the_rate_the_other_way_round_flips_every_sign():
    grid, main = small()
    theirs = multiverse(grid, main, draws=19, workers=1)
    ours = multiverse(grid | {"fx": (1 / grid["fx"]).rename("usd_jpy")}, main, draws=19, workers=1)
    assert_allclose(
        ours.table["estimate"].to_numpy(float), -theirs.table["estimate"].to_numpy(float), rtol=1e-6
    )
    assert_allclose(ours.table["p_romano_wolf"], theirs.table["p_romano_wolf"])
    assert_allclose(ours.joint["pvalue"], theirs.joint["pvalue"])
    assert_allclose(
        ours.joint["value"][["median", "average"]], -theirs.joint["value"][["median", "average"]], rtol=1e-6
    )


# ------------------------------------------------------------------ refusals


def test_a_specification_that_refuses_is_a_row_with_its_reason():
    grid, main = small()
    twice = pd.DataFrame({"oil": sample()[2], "same": 2 * sample()[2]})
    grid |= {
        "controls": {"none": None, "oil": sample()[2], "twice": twice},
        "sample": {"all": None, "short": ("2001-06", "2002-03"), "never": ("2050-01", None)},
        "inference": ["ewc", "ols"],
    }
    result = multiverse(grid, main | {"sample": "all"}, draws=19, workers=1)
    failures = result.failures
    assert len(result.estimated) + len(failures) == len(result.table) == len(result.plan)
    reasons = failures.groupby("sample")["reason"].agg(" ".join)
    assert "too few observations" in reasons["short"] and "no row is complete" in reasons["never"]
    assert (
        failures.loc[failures["controls"] == "twice", "reason"].str.contains("collinear|too few|no row").all()
    )
    assert set(result.table.loc[result.table["controls"] == "twice", "reason"]) <= set(failures["reason"])
    projected = failures[(failures["estimator"] == "local projection") & (failures["inference"] == "ols")]
    assert projected["reason"].str.contains("ols errors are no choice").any()
    shown = result.summary()
    assert f"{len(result.table)} specifications" in shown and "not estimated" in shown
    assert result.table.loc[failures.index, ["estimate", "pvalue", "p_romano_wolf"]].isna().all(axis=None)


def test_a_peg_and_a_constant_rate():
    grid, main = small()
    peg = grid["fx"].copy()
    peg.iloc[40:120] = peg.iloc[40]
    constant = (0 * peg + 5).rename("constant")
    grid |= {
        "fx": {"peg": peg, "constant": constant},
        "sample": {"all": None, "pegged": ("2006-01", "2010-01")},
    }
    result = multiverse(grid, main | {"fx": "peg", "sample": "all"}, draws=19, workers=1)
    reasons = result.failures.groupby(["fx", "sample"])["reason"].agg(set)
    assert all("constant" in reason for cell in reasons for reason in cell)
    assert set(reasons.index) == {("constant", "all"), ("constant", "pegged"), ("peg", "pegged")}


def test_a_main_specification_that_refuses_is_an_error():
    grid, main = small()
    grid |= {"sample": {"all": None, "never": ("2050-01", None)}}
    with pytest.raises(
        EstimationError, match="the main specification cannot be estimated: no row is complete"
    ):
        multiverse(grid, main | {"sample": "never"}, draws=9, workers=1)


def test_a_plan_that_was_not_the_one_stated_is_refused():
    plan = multiverse_plan(*small())
    assert multiverse(plan, draws=9, workers=1, stated=plan.digest[:12]).plan.digest == plan.digest
    with pytest.raises(EstimationError, match="not the plan that was stated"):
        multiverse(*small(own_lags=[0, 1, 2]), draws=9, stated=plan.digest)
    with pytest.raises(EstimationError, match="not the plan that was stated"):
        multiverse(plan, draws=9, stated="")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(draws=0), "draws must be 1 or more"),
        (dict(rng=1), "rng must be a numpy.random.Generator"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options, message):
    with pytest.raises(EstimationError, match=message):
        multiverse(*small(), workers=1, **options)


def test_main_is_named_beforehand_and_frequencies_agree():
    grid, main = small()
    with pytest.raises(EstimationError, match="main is to be named beforehand"):
        multiverse(grid)
    with pytest.raises(EstimationError, match="leave main out"):
        multiverse(multiverse_plan(grid, main), main)
    quarterly = pd.Series(np.arange(1.0, 41), pd.period_range("2001Q1", periods=40, freq="Q"), name="gdp")
    with pytest.raises(EstimationError, match=r"different frequencies: .*control gdp of gdp Q-DEC"):
        multiverse(grid | {"controls": [None, sample()[2], quarterly]}, main)


def test_quarterly_series_work():
    price, fx, _ = sample(3)
    quarters = [s.set_axis(pd.period_range("1970Q1", periods=200, freq="Q")) for s in (price, fx)]
    result = multiverse(
        {"price": quarters[0], "fx": quarters[1], "lags": [2, 4]}, {"lags": 4}, draws=19, workers=1
    )
    assert result.failures.empty and str(result.main["last"]) == "2019Q4"


def test_a_result_is_written_and_shown(tmp_path):
    result = run()
    assert "rank" in result.summary() and result.plan.digest[:12] in result.summary()
    assert "<table>" in result._repr_html_() and "Multiverse: 48 specifications" in repr(result)
    back = pd.read_csv(result.export(tmp_path / "multiverse.csv"), index_col=0)
    assert_allclose(back["estimate"], result.table["estimate"].to_numpy(float))
