"""Moving seasonals, foreign prices fixed and free, checks of lags, the split of the fall: on samples of known
truth."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag, held_fixed
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.lags import chain
from analysis.passthrough.lags.foreign_prices import equation
from analysis.passthrough.lags.joint_difference import joint_difference
from analysis.passthrough.lags.lag_checks import by_last_month, criteria, left_out

MONTHS = pd.period_range("1980-01", periods=480, freq="M")


def level(changes, name):
    return pd.Series(100 * np.exp(np.cumsum(changes) / 100), MONTHS, name=name)


def world(seed=0, lags=(0.3, 0.2), pull=0.5, noise=0.0):
    """A rate, a foreign price that follows it by `pull`, and a price of both: fixed is sum(lags)."""
    rng = np.random.default_rng(seed)
    e, own, u = rng.standard_normal((3, len(MONTHS)))
    f = pull * e + own
    p = np.convolve(e, lags)[: len(e)] + 0.4 * f + noise * u
    return level(p, "price"), level(e, "rate"), pd.Series(f, MONTHS, name="oil")


# ---- seasonals
# -----------------------------------------------------------------------------------------------------


def months(first, last):
    return pd.period_range(first, last, freq="M")


def test_blocks_begin_in_the_anchor_year_and_every_fifteenth():
    found = Seasonal().blocks(months("1980-01", "2026-08"))
    assert [int((found == b).sum()) for b in range(3)] == [180, 180, 200]


@pytest.mark.parametrize(("last", "blocks"), [("2014-11", 2), ("2014-12", 3)])
def test_a_block_of_fifty_nine_months_joins_its_neighbour_and_one_of_sixty_does_not(last, blocks):
    assert Seasonal().blocks(months("1980-01", last)).max() + 1 == blocks


def test_a_short_first_block_joins_the_next():
    found = Seasonal().blocks(months("1992-10", "2026-08"))
    assert found[0] == 0 and [int((found == b).sum()) for b in range(2)] == [27 + 180, 200]


def test_starts_in_place_of_years():
    found = Seasonal(starts=("1980-01", "1999-01", "2013-01")).blocks(months("1980-02", "2026-08"))
    assert list(np.flatnonzero(np.diff(found)) + 1) == [
        months("1980-02", "1998-12").size,
        months("1980-02", "2012-12").size,
    ]


def test_one_block_is_the_fixed_seasonal():
    price, rate, _ = world(noise=1.0)
    fixed = distributed_lag(price, rate, lags=2, seasonal=True, sample=("2000-01", "2009-12"))
    blocks = distributed_lag(price, rate, lags=2, seasonal="blocks", sample=("2000-01", "2009-12"))
    assert_allclose(blocks.estimate, fixed.estimate, rtol=1e-12)
    assert "blocks of 15 years from 1980" in blocks.specification["seasonal"]


def test_a_seasonal_that_changes_with_the_block_is_taken_out_whole_by_blocks_alone():
    price, rate, oil = world()
    block = (MONTHS.year - 1980) // 15
    shape = np.random.default_rng(3).standard_normal((3, 12))[block, MONTHS.month - 1]
    moved = price * np.exp(np.cumsum(shape) / 100)
    assert held_fixed(moved, rate, foreign=oil, lags=1).fixed.long_run.estimate == pytest.approx(
        0.5, abs=1e-9
    )
    assert (
        abs(held_fixed(moved, rate, foreign=oil, lags=1, seasonal=True).fixed.long_run.estimate - 0.5) > 1e-3
    )


def test_with_one_mean_the_effects_of_a_block_sum_to_nought_over_a_year():
    """Else the base month alone would have one mean, and the mean of a block could move in the eleven
    others."""
    for effects in ("blocks", "smooth"):
        columns, _ = Seasonal(effects, "one").columns(months("1980-01", "2009-12"))
        start = columns[:12]
        scale = np.abs(start).max(axis=0) > 0
        sums = start[:, scale].sum(axis=0)
        assert_allclose(sums, 0, atol=1e-12 if effects == "blocks" else 0.2)


def test_one_mean_leaves_a_shift_of_the_mean_in_the_error():
    price, rate, oil = world()
    shifted = price * np.exp(0.5 * np.maximum(np.arange(480) - 179, 0) / 100)
    assert held_fixed(shifted, rate, foreign=oil, lags=1).fixed.std_error[-1] < 1e-8
    assert (
        held_fixed(shifted, rate, foreign=oil, lags=1, seasonal=Seasonal("blocks", "one")).fixed.std_error[-1]
        > 1e-4
    )


@pytest.mark.parametrize("wrong", ["block", "x11"])
def test_an_unknown_seasonal_is_refused(wrong):
    price, rate, _ = world(noise=1.0)
    with pytest.raises(
        EstimationError, match=f"seasonal is True, False, 'blocks', 'smooth' or a Seasonal, not '{wrong}'"
    ):
        distributed_lag(price, rate, lags=2, seasonal=wrong)


def test_a_seasonal_of_unknown_parts_is_refused():
    with pytest.raises(EstimationError, match="month effects are one of"):
        Seasonal("monthly")
    with pytest.raises(EstimationError, match="must be 1 or more"):
        Seasonal(years=0)


# ---- fixed and free
# ------------------------------------------------------------------------------------------------


def test_both_estimands_find_what_they_are_about():
    """Fixed 0.3 + 0.2; free adds what the foreign price does of itself, 0.4 x 0.5."""
    price, rate, oil = world()
    both = held_fixed(price, rate, foreign=oil, lags=1, seasonal=False)
    assert_allclose(both.fixed.estimate, [0.3, 0.5], atol=1e-10)
    assert both.free.long_run.estimate == pytest.approx(0.7, abs=0.06)
    assert_allclose(both.foreign_response["oil"], [0.4, 0.0], atol=1e-10)
    assert_allclose(both.through.estimate, both.free.estimate - both.fixed.estimate, atol=1e-15)


def test_free_is_the_distributed_lag_and_fixed_the_one_with_controls():
    price, rate, oil = world(noise=1.0)
    both = held_fixed(price, rate, foreign=oil, lags=6)
    rows = (str(both.free.sample[0]), str(both.free.sample[1]))
    free = distributed_lag(price, rate, lags=6, seasonal="blocks", sample=rows)
    fixed = distributed_lag(price, rate, lags=6, controls=oil, control_lags=6, seasonal="blocks", sample=rows)
    for ours, other in ((both.free, free), (both.fixed, fixed)):
        assert ours.nobs == other.nobs
        assert_allclose(ours.estimate, other.estimate, rtol=1e-9)
        assert_allclose(ours.covariance, other.covariance, rtol=1e-7, atol=1e-12)


def test_units_and_quotation():
    """A foreign price in other units changes nothing; a rate turned over changes the sign."""
    price, rate, oil = world(noise=1.0)
    base = held_fixed(price, rate, foreign=oil, lags=6)
    assert_allclose(
        held_fixed(7 * price, 3 * rate, foreign=10 * oil, lags=6).covariance, base.covariance, rtol=1e-7
    )
    turned = held_fixed(price, 1 / rate, foreign=oil, lags=6)
    assert_allclose(turned.fixed.estimate, -base.fixed.estimate, rtol=1e-7)
    assert_allclose(turned.covariance, base.covariance, rtol=1e-6, atol=1e-12)


def test_two_foreign_prices_in_either_order():
    price, rate, oil = world(noise=1.0)
    two = pd.DataFrame({"oil": oil, "grain": np.random.default_rng(5).standard_normal(480)}, MONTHS)
    one, other = (
        held_fixed(price, rate, foreign=two, lags=4),
        held_fixed(price, rate, foreign=two[["grain", "oil"]], lags=4),
    )
    assert_allclose(one.covariance, other.covariance, rtol=1e-8, atol=1e-13)
    assert_allclose(one.foreign_response["oil"], other.foreign_response["oil"], rtol=1e-8)


def test_a_foreign_price_is_not_a_control_too_and_has_to_be_there():
    price, rate, oil = world(noise=1.0)
    with pytest.raises(EstimationError, match="oil is a foreign price and a control"):
        held_fixed(price, rate, foreign=oil, lags=2, controls=oil.to_frame())
    with pytest.raises(EstimationError, match="needs a foreign price"):
        held_fixed(price, rate, foreign=None, lags=2)


# ---- lags
# ----------------------------------------------------------------------------------------------------------


def test_criteria_find_the_number_of_lags_and_are_those_of_single_fits():
    price, rate, oil = world(lags=(0.3, 0.2, 0.0, 0.3), noise=0.5)
    table = criteria(price, rate, oil, 8, seasonal=False)
    assert table["bic"].idxmin() == 3
    rows = equation(price, rate, foreign=oil, lags=8, seasonal=False).rows
    single = distributed_lag(
        price, rate, lags=3, controls=oil, control_lags=3, sample=(rows.periods[0], None)
    )
    n = single.nobs
    rss = float(single.residuals @ single.residuals)
    assert table.loc[3, "bic"] == pytest.approx(
        n * np.log(rss / n) + np.log(n) * len(single.coefficients), rel=1e-10
    )
    assert table.loc[3, "coefficients"] == 9 and table.attrs["nobs"] == n


def test_lags_left_out_beyond_the_last_three_are_found():
    """A response at lag 10 of an equation with 4 lags: the last three lags say nothing of it."""
    lags = np.r_[0.3, np.zeros(9), 0.3]
    price, rate, oil = world(lags=lags, noise=0.5)
    found = left_out(price, rate, oil, 4, 8, seasonal=False)
    assert found.joint.pvalue < 0.01 and found.total.low < 0.3 < found.total.high
    assert not any(
        "jointly significant" in text
        for text in distributed_lag(price, rate, lags=4, controls=oil, control_lags=4).warnings
    )
    calm = left_out(*world(noise=0.5), 4, 8, seasonal=False)
    assert calm.joint.pvalue > 0.05 and calm.total.low < 0 < calm.total.high


def test_by_last_month_is_the_estimate_on_the_shorter_sample():
    price, rate, oil = world(noise=1.0)
    step = pd.DataFrame({"step": (pd.Period("2016-05", "M") == MONTHS).astype(float)}, MONTHS)
    table = by_last_month(price, rate, oil, 6, ["2014-11", "2014-12", "2019-12"], controls=step)
    for end, row in table.iterrows():
        used = step if end >= pd.Period("2016-05", "M") else None
        alone = held_fixed(price, rate, foreign=oil, lags=6, controls=used, sample=(None, str(end)))
        for name in ("fixed", "free"):
            effect = getattr(alone, name).long_run
            expected = [effect.estimate, effect.std_error, effect.low, effect.high]
            assert_allclose(
                [row[f"{name}{x}"] for x in ("", "_std_error", "_low", "_high")], expected, rtol=1e-8
            )
        assert row["nobs"] == alone.fixed.nobs


def test_a_last_month_before_the_first_row_is_refused():
    with pytest.raises(EstimationError, match="no row up to 1979-12"):
        by_last_month(*world(noise=1.0), 6, ["1979-12"])


# ---- the split
# -----------------------------------------------------------------------------------------------------


def stages():
    rng = np.random.default_rng(9)
    contract, rate = level(rng.standard_normal(480), "contract"), level(rng.standard_normal(480), "invoice")
    imports = (contract * rate).rename("imports")
    return imports, contract, (imports**0.1 * level(rng.standard_normal(480), "home")).rename("shop")


def test_the_accounting_of_a_change_has_no_remainder():
    imports, contract, shop = stages()
    parts = chain.accounting(shop, imports, contract, first="1999-12", last="2019-12")
    assert parts[list(chain.PARTS)].sum() == pytest.approx(parts["total"], abs=1e-12)
    assert parts["total"] == pytest.approx(100 * np.log(shop["2019-12"] / shop["1999-12"]), abs=1e-12)
    assert parts["contract price"] == pytest.approx(
        100 * np.log(contract["2019-12"] / contract["1999-12"]), abs=1e-12
    )


def test_the_accounting_refuses_a_month_that_is_not_published():
    imports, contract, shop = stages()
    with pytest.raises(EstimationError, match="shop is not published in both 1999-12 and 2021-01"):
        chain.accounting(shop, imports, contract, first="1999-12", last="2021-01")


@pytest.mark.parametrize("estimand", ["fixed", "free"])
def test_the_responses_add_up_exactly(estimand):
    imports, contract, shop = stages()
    _, rate, oil = world()
    parts = chain.responses({"shop": shop}, imports, contract, rate, oil, 12)
    path = {name: getattr(part, estimand).estimate for name, part in parts.items()}
    assert_allclose(path["translation"] + path["contract price"], path["import price"], atol=1e-12)
    assert_allclose(path["import price"] + path["shop: domestic stage"], path["shop"], atol=1e-12)


def test_parts_on_different_rows_are_refused():
    imports, contract, shop = stages()
    _, rate, oil = world()
    with pytest.raises(EstimationError, match="different rows and do not add up"):
        chain.responses({"shop": shop["1990-01":]}, imports, contract, rate, oil, 12)


# ---- two responses
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("estimand", ["fixed", "free"])
def test_on_the_same_rows_the_difference_is_the_response_of_the_ratio(estimand):
    """The same regressors on both sides: log(P1/P2) on them has the difference as coefficient, and its
    standard error."""
    price, rate, oil = world(noise=1.0)
    other = world(seed=8, noise=1.0)[0]
    first, second = (equation(one, rate, foreign=oil, lags=6) for one in (price, other))
    found = joint_difference(first, second, estimand=estimand)
    ratio = getattr(held_fixed((price / other).rename("ratio"), rate, foreign=oil, lags=6), estimand).long_run
    assert_allclose(
        [found.estimate, found.std_error, found.low], [ratio.estimate, ratio.std_error, ratio.low], rtol=1e-8
    )


def test_errors_in_common_narrow_the_difference_and_are_seen_over_the_common_months():
    price, rate, oil = world(noise=1.0)
    twin = (price * world(seed=8, noise=0.1)[0] ** 0.1).rename("twin")
    whole = equation(price, rate, foreign=oil, lags=6)
    part = equation(twin, rate, foreign=oil, lags=6, sample=("1990-01", None))
    found = joint_difference(whole, part)
    samples = ((price, None), (twin, ("1990-01", None)))
    alone = [held_fixed(p, rate, foreign=oil, lags=6, sample=s).fixed.long_run.std_error for p, s in samples]
    assert found.std_error < 0.9 * np.hypot(*alone)


def test_samples_without_a_common_month_are_for_difference():
    price, rate, oil = world(noise=1.0)
    halves = ((None, "1995-12"), ("1996-01", None))
    early, late = (equation(price, rate, foreign=oil, lags=2, sample=half) for half in halves)
    with pytest.raises(EstimationError, match="share no month: use difference"):
        joint_difference(early, late)
    with pytest.raises(EstimationError, match="estimand is 'fixed' or 'free'"):
        joint_difference(early, early, estimand="through")
