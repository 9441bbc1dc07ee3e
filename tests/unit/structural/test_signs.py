"""Sign and zero restrictions: the table, the rotations, the sets, and what must not matter."""

from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from analysis.errors import EstimationError
from analysis.passthrough import sign_restricted_var, structural_var
from analysis.passthrough.core.sets import ConfidenceSet
from analysis.passthrough.structural import identified_set as sets
from analysis.passthrough.structural.reduced_form import lag_matrices
from analysis.passthrough.structural.responses import level_moving_average
from analysis.passthrough.structural.restrictions import restrictions, runs
from analysis.passthrough.structural.rotations import (
    accepted_rotations,
    uniform_rotations,
)
from analysis.passthrough.structural.system import system

FEW = settings(max_examples=6, deadline=None, derandomize=True)
MANY = settings(max_examples=80, deadline=None, derandomize=True)
PRESSURE = [("pressure", "fx", "+", "0-1"), ("pressure", "cpi", "+", 0), ("pressure", "ppi", "-", 0)]
INCOMPLETE = [*PRESSURE, ("pressure", "fx - cpi", "+", "0-1")]
BOTH = [*PRESSURE, ("demand", "ppi", "+", 0), ("demand", "cpi", "+", 0)]
SHORT = dict(price="cpi", fx="fx", lags=2, horizons=6, draws=200)


def signed(frame, given=PRESSURE, **options):
    return sign_restricted_var(frame, restrictions=given, **(SHORT | options))


def ends(s: ConfidenceSet) -> np.ndarray:
    return np.array(s.intervals)


# --------------------------------------------------------------------- the table


def test_table_can_be_rows_or_a_frame_and_reads_back(samples):
    s = system(samples.frame(1), None, price="cpi", fx="fx")
    rows = [
        ("demand", "cpi", "+", "0-3"), ("demand", "fx", "-", 0), ("demand", "ppi", 0, "long run"),
        ("supply", "cpi", -1, (2, 4)), ("supply", "fx", "0", np.int64(1)),
    ]  # fmt: skip
    table = restrictions(rows, s)
    assert table.shocks == ("demand", "supply") and table.horizon == 4
    assert table.table["sign"].tolist() == ["+", "-", "0", "-", "0"]
    assert table.table["horizons"].tolist() == ["0-3", "0", "long run", "2-4", "1"]
    again = restrictions(table.table, s)
    pd.testing.assert_frame_equal(again.table, table.table)
    assert table.wide().loc["cpi", "supply"] == "- (2-4)" and table.wide().loc["ppi", "supply"] == ""


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "needs restrictions"),
        (None, "rows of shock, variable"),
        ([("a", "rent", "+")], "no variable 'rent'"),
        ([("a", "fx", "up")], "'\\+', '-' or '0', not 'up'"),
        ([("a", "fx", "+", "3-1")], "horizons are a number"),
        ([("a", "fx", "+", "soon")], "horizons are a number"),
        ([("a", "fx", "+", True)], "horizons are a number"),
        ([("a", "fx - rent", "+")], "no variable 'rent'"),
        ([("a", "fx - fx", "+")], "difference of two"),
        ([("a", "fx - cpi - ppi", "+")], "difference of two"),
        ([("a", "fx")], "shock, variable, sign and horizons"),
        (
            [("a", "fx", "+", "0-2"), ("a", "fx", "-", 2)],
            "contradict each other: fx after a a shock at horizon 2",
        ),
        ([("a", "fx", "+", "0-2"), ("a", "fx", "+", 1)], "repeat each other"),
        ([(name, "fx", "+") for name in "abcd"], "4 shocks are restricted"),
        (pd.DataFrame({"shock": ["a"]}), "no column variable, sign"),
    ],
)
def test_tables_that_make_no_sense_are_refused(samples, rows, message):
    with pytest.raises(EstimationError, match=message):
        restrictions(rows, system(samples.frame(1), None, price="cpi", fx="fx"))


def test_runs_of_horizons_read_as_text():
    assert runs([0, 3, 4, 5, 9]) == "0, 3-5, 9"


# ----------------------------------------------------------------- the rotations


def test_uniform_rotations_are_orthogonal_and_uniform():
    """Fourth moment of an entry of a uniform rotation: 3 / (K (K + 2))."""
    Q = uniform_rotations(np.random.default_rng(0), 40_000, 4)
    assert_allclose(Q.swapaxes(1, 2) @ Q, np.broadcast_to(np.eye(4), Q.shape), atol=1e-12)
    assert_allclose(Q.mean(axis=0), 0, atol=0.015)
    assert_allclose((Q**4).mean(axis=0), 3 / 24, atol=0.01)


@pytest.mark.parametrize("zeros", [0, 1, 2])
def test_accepted_rotations_meet_every_restriction(zeros):
    rng = np.random.default_rng(zeros)
    K = 4
    signs = [rng.standard_normal((2, K)), rng.standard_normal((2, K)), rng.standard_normal((1, K))]
    lines = [rng.standard_normal((zeros, K)), np.empty((0, K)), rng.standard_normal((min(zeros, 1), K))]
    Q, met, tried = accepted_rotations(signs, lines, 300, rng)
    assert Q.shape == (300, K, K) and met >= 300 and tried >= 1
    assert_allclose(Q.swapaxes(1, 2) @ Q, np.broadcast_to(np.eye(K), Q.shape), atol=1e-9)
    for j, (S, F) in enumerate(zip(signs, lines, strict=True)):
        assert (np.einsum("mk,dk->dm", S, Q[:, :, j]) >= -1e-12).all()
        assert_allclose(np.einsum("fk,dk->df", F, Q[:, :, j]), 0, atol=1e-9)


def test_looking_at_all_assignments_leaves_the_distribution_uniform():
    """Against plain rejection of rotations whose first two columns do not fit as they stand."""
    rng = np.random.default_rng(5)
    signs = [np.array([[1.0, 0, 0], [0.6, 0.8, 0]]), np.array([[0, 1.0, 0], [0, 0.6, 0.8]])]
    ours, met, tried = accepted_rotations(signs, [np.empty((0, 3))] * 2, 20_000, rng)
    plain = uniform_rotations(rng, 400_000, 3)
    fits = np.all([(signs[j] @ plain[:, :, j].T >= 0).all(axis=0) for j in (0, 1)], axis=0)
    theirs = plain[fits]
    assert len(theirs) > 10_000
    assert_allclose(ours[:, :, :2].mean(axis=0), theirs[:, :, :2].mean(axis=0), atol=0.02)
    assert_allclose((ours[:, :, :2] ** 2).mean(axis=0), (theirs[:, :, :2] ** 2).mean(axis=0), atol=0.02)
    assert met / tried > 5 * len(theirs) / 400_000


def test_more_zeros_than_a_rotation_can_meet_are_refused():
    rng = np.random.default_rng(0)
    F = rng.standard_normal((2, 3))
    with pytest.raises(EstimationError, match="too many zeros"):
        accepted_rotations([np.empty((0, 3))] * 2, [F, F], 10, rng)


# --------------------------------------------------------------------- the sets


def by_linear_programs(S, F, n, d):
    """Ends of n'q / d'q over the cone, on either side of d'q = 0, from an outside solver."""
    found = []
    for side in (1.0, -1.0):
        rest = dict(
            A_ub=-S, b_ub=np.zeros(len(S)), A_eq=np.vstack([d[None], F]), b_eq=np.r_[side, np.zeros(len(F))],
            bounds=(None, None),
        )  # fmt: skip
        low, high = linprog(n * side, **rest), linprog(-n * side, **rest)
        if low.status == 2:
            continue
        found.append((-inf if low.status == 3 else low.fun, inf if high.status == 3 else -high.fun))
    return found


@MANY
@given(seed=st.integers(0, 10_000), K=st.integers(2, 5), m=st.integers(1, 7), f=st.integers(0, 3))
def test_identified_set_is_what_linear_programs_find(seed, K, m, f):
    rng = np.random.default_rng(seed)
    S = rng.standard_normal((m, K))
    F = rng.standard_normal((min(f, K - 2), K))
    S, F = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (S, F))
    n, d = rng.standard_normal((2, K))
    # What is restricted is often what the ratio is made of.
    d = S[0] if seed % 2 else d
    n = S[1] if seed % 4 == 1 and m > 1 else n
    slopes = sets.cone_slopes(S[None], F[None], n[None, None], d[None, None])
    ours = sets.ratio_set(*(part[0, 0] for part in slopes))
    theirs = by_linear_programs(S, F, n, d)
    for value in np.tan(np.linspace(-1.57, 1.57, 201)):
        near = any(abs(value - e) < 1e-7 * (1 + abs(e)) for pair in theirs for e in pair)
        assert near or (value in ours) == any(low <= value <= high for low, high in theirs)


def test_slopes_of_a_sector_that_meets_the_vertical():
    N, D = np.array([1.0, 2.0, np.nan]), np.array([1.0, 0.0, np.nan])
    assert_allclose(ends(sets.ratio_set(*sets.slopes(N, D))), [[1, inf]])
    crossing = sets.ratio_set(*sets.slopes(np.array([1.0, 1.0]), np.array([0.5, -0.5])))
    assert_allclose(ends(crossing), [[-inf, -2], [2, inf]])
    half = sets.ratio_set(*sets.slopes(np.array([1.0, 0.5, -1.0]), np.array([0.0, 1.0, 0.0])))
    assert half.whole_line
    assert sets.ratio_set(*sets.slopes(np.full(2, np.nan), np.full(2, np.nan))).empty
    point = sets.ratio_set(*sets.slopes(np.array([0.3]), np.array([0.6])))
    assert_allclose(ends(point), [[0.5, 0.5]])


def test_fewer_restrictions_than_variables_bound_nothing(samples):
    ours = signed(samples.frame(2), [("a", "fx", "+", 0), ("a", "cpi", "+", 0)])
    assert all(s.whole_line for s in (*ours.bounds.iloc[1:], *ours.robust.iloc[1:]))
    # At impact the signs of the two responses are all that is known of their ratio.
    assert ours.bounds[0].intervals == ours.robust[0].intervals == ((0.0, inf),)


def test_a_difference_can_be_restricted(samples):
    """At impact the price moves by less than the exchange rate: the ratio lies between 0 and 1."""
    ours = signed(samples.frame(2), INCOMPLETE)
    ((low, high),) = ours.bounds[0].intervals
    assert low == 0 and high <= 1 + 1e-9
    ((low, high),) = ours.robust[0].intervals
    assert low == 0 and high <= 1 + 1e-9
    assert "fx - cpi + at 0-1" in ours.summary()


def test_rates_are_not_compared_with_log_levels(samples):
    frame = samples.frame(2).assign(rate=np.arange(161.0) % 7)
    with pytest.raises(EstimationError, match="one unit"):
        signed(frame, [("a", "fx - rate", "+")], rates=["rate"])


def test_zeros_that_leave_one_model_give_the_recursive_answer(samples):
    """FX last: prices do not answer its shock at once."""
    frame = samples.frame(3)
    ours = signed(frame, [("fx", "ppi", "0"), ("fx", "cpi", "0")], draws=2000)
    theirs = structural_var(
        frame, ordering=["ppi", "cpi", "fx"], price="cpi", fx="fx", lags=2, horizons=6, inference="gaussian"
    )
    for h in range(1, 7):
        assert_allclose(ends(ours.bounds[h]), theirs.estimate[[h, h]][None], rtol=1e-8, atol=1e-10)
        assert_allclose(ends(ours.explored[h]), theirs.estimate[[h, h]][None], rtol=1e-8, atol=1e-10)
        # With a point identified the robust region is an ordinary credible interval.
        half = 1.96 * theirs.std_error[h]
        assert_allclose(np.ptp(ends(ours.robust[h])), 2 * half, rtol=0.2)


def test_rotations_fill_the_set_of_one_shock_from_inside(samples):
    ours = signed(samples.frame(4), INCOMPLETE)
    assert sum(s.bounded for s in ours.bounds) >= 2
    for h in ours.horizons:
        inner, outer = ends(ours.explored[h]), ends(ours.bounds[h])
        if ours.bounds[h].bounded:
            assert outer[0, 0] <= inner[0, 0] + 1e-9 and inner[0, 1] <= outer[0, 1] + 1e-9
            assert np.ptp(inner) > 0.8 * np.ptp(outer)


def test_the_robust_region_holds_the_set(samples):
    ours = signed(samples.frame(4), INCOMPLETE)
    assert ours.robust[0].bounded
    for h in ours.horizons:
        if ours.robust[h].bounded:
            (low, high), (a, b) = ours.robust[h].intervals[0], ours.bounds[h].intervals[0]
            assert low <= a + 1e-9 and b <= high + 1e-9


def test_robust_region_holds_the_stated_share_of_sets():
    rng = np.random.default_rng(1)
    start = rng.standard_normal(1000)
    end = start + rng.exponential(size=1000)
    ((low, high),) = sets.robust_region(start, end, np.ones(1000), 0.9).intervals
    assert 0.9 <= np.mean((start >= low) & (end <= high)) < 0.92
    # One draw in eight is unbounded: no bounded interval holds nine sets in ten.
    width = np.where(np.arange(1000) % 8 == 0, 4.0, 1.0)
    assert sets.robust_region(start, end, width, 0.9).whole_line
    assert sets.robust_region(start, end, width, 0.7).bounded
    assert sets.robust_region(start, end, np.full(1000, np.nan), 0.9).empty


def test_posterior_has_the_moments_of_the_estimate(samples):
    reduced = samples.reduced(5)
    B, P = sets.posterior(reduced, 4000, np.random.default_rng(2))
    A = lag_matrices(B[:, reduced.lag_columns], reduced.lags)
    S = (P @ P.swapaxes(1, 2)).mean(axis=0)
    # The mean of an inverse Wishart is U'U / (n - k - K - 1).
    assert_allclose(S, reduced.sigma * reduced.dof / (reduced.dof - 4), rtol=0.05, atol=0.02)
    assert_allclose(A.mean(axis=0), reduced.A, atol=0.01)
    spread = np.sqrt(np.diag(reduced.bread)[1:].reshape(2, 1, 3) * np.diag(reduced.sigma)[:, None])
    assert_allclose(A.std(axis=0), spread, rtol=0.07)


def test_median_target_is_the_model_nearest_to_the_medians():
    rng = np.random.default_rng(3)
    models = rng.standard_normal((101, 2, 3))
    models[40] = np.median(models, axis=0)
    assert sets.median_target(models) == 40
    models[:, 0, 0] = 5.0
    assert sets.median_target(models * [[1], [1000]]) == 40


# --------------------------------------------------------------------- the door


@FEW
@given(seed=st.integers(0, 10_000), scale=st.tuples(*[st.floats(1e-2, 1e2)] * 3))
def test_units_order_of_variables_and_quotation_do_not_matter_to_the_set(samples, seed, scale):
    frame = samples.frame(seed)
    theirs = signed(frame, draws=100)
    scaled = signed(frame * np.array(scale), draws=100)
    moved = signed(frame, ordering=["cpi", "ppi", "fx"], draws=100)
    turned = [(s, v, {"+": "-", "-": "+"}[sign] if v == "fx" else sign, h) for s, v, sign, h in PRESSURE]
    flipped = signed(frame.assign(fx=1 / frame["fx"]), turned, draws=100)
    for h in theirs.horizons:
        for other, sign in ((scaled, 1), (moved, 1), (flipped, -1)):
            a, b = theirs.bounds[h], other.bounds[h]
            assert_allclose(np.sort(sign * ends(b).ravel()), ends(a).ravel(), rtol=1e-5, atol=1e-7)


def test_several_shocks_narrow_what_is_explored_and_not_the_outer_bound(samples):
    frame = samples.frame(6)
    one, two = signed(frame), signed(frame, BOTH, shock="pressure")
    for h in one.horizons:
        assert_allclose(ends(one.bounds[h]), ends(two.bounds[h]))
    inner = [np.ptp(ends(r.explored[0])) for r in (one, two)]
    assert inner[1] <= inner[0] * 1.01
    assert any("outer" in text for text in two.warnings) and not any("outer" in text for text in one.warnings)
    assert signed(frame, BOTH, shock="demand").shock == "demand"


def test_responses_meet_their_restrictions(samples):
    ours = signed(samples.frame(7), [*PRESSURE, ("pressure", "ppi", "0", "long run")])
    low, high = (ours.responses()[name] for name in ("low", "high"))
    assert low["fx"].iloc[:2].min() >= -1e-9 and low["cpi"].iloc[0] >= -1e-9 and high["ppi"].iloc[0] <= 1e-9
    far = level_moving_average(ours.reduced.A, 400, np.ones(3, bool))[400] @ ours.impacts[:, :, 0].T
    assert_allclose(far[0], 0, atol=1e-8)
    assert (low <= ours.responses()["median_target"] + 1e-12).all()


def test_contributions_bound_what_one_shock_did(samples):
    ours = signed(samples.frame(8), BOTH)
    table = ours.contributions("2005-03", "2006-02")
    split = ours.decomposition()
    assert_allclose(
        table["median_target"], split.between("2005-03", "2006-02").loc[["pressure", "demand"], "fx"]
    )
    low, target, high = (table[name] for name in ("low", "median_target", "high"))
    assert ((low <= target + 1e-9) & (target <= high + 1e-9)).all()
    assert_allclose(split.contributions.sum(axis=2), ours.reduced.Y, rtol=1e-9, atol=1e-9)
    # In one model alone the bounds, which take another way, are its contribution.
    one = replace(ours, rotations=ours.rotations[[ours.target]], target=0).contributions("2005-03", "2006-02")
    for name in ("low", "high"):
        assert_allclose(one[name], table["median_target"], rtol=1e-8, atol=1e-9)
    assert split.parts == ("baseline", "pressure", "demand", "free 1")


def test_every_face_shows_sets_and_no_pooled_percentile(samples, tmp_path):
    import matplotlib.pyplot as plt

    ours = signed(samples.frame(9))
    last = int(ours.horizons[-1])
    for shown in (ours.summary(), repr(ours), ours._repr_html_()):
        assert str(ours.bounds[last]) in shown
    assert "fx + at 0-1" in ours.summary() and "robust" in ours.summary()
    frame = ours.to_frame()
    assert {"set", "explored", "robust_set", "median_target"} <= set(frame)
    ours.export(tmp_path / "set.csv")
    ax = ours.plot()
    assert ax.get_xlabel() == "Months after the pressure shock"
    plt.close(ax.figure)


def test_same_seed_same_sets(samples):
    a, b = (signed(samples.frame(10), rng=np.random.default_rng(4)).to_frame() for _ in range(2))
    assert a.equals(b)


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ([("a", "fx", "0"), ("a", "cpi", "+")], dict(horizons=0), "hold the exchange rate still"),
        (PRESSURE, dict(shock="demand"), "no restriction is on a shock 'demand'"),
        (PRESSURE, dict(coverage=1.5), "between 0 and 1"),
        (PRESSURE, dict(draws=5), "draws must be 100 or more"),
        ([("a", v, "0") for v in ("ppi", "fx", "cpi")], {}, "too many zeros|zero restrictions"),
        ([("a", "fx", "+", "0-200"), ("a", "ppi", "+", "0-200")], {}, "candidate rays"),
    ],
)
def test_what_cannot_be_identified_is_refused(samples, given, options, message):
    with pytest.raises(EstimationError, match=message):
        signed(samples.frame(11), given, **options)


def test_restrictions_that_hardly_any_rotation_meets_are_refused(samples, monkeypatch):
    from analysis.passthrough.structural import sign_identified

    search = sign_identified.accepted_rotations
    monkeypatch.setattr(sign_identified, "accepted_rotations", lambda *a: (search(*a)[0][:10], 10, 20_000))
    with pytest.raises(EstimationError, match="10 of 20000 rotations meet the restrictions"):
        signed(samples.frame(12))


def test_restrictions_on_one_shock_that_no_model_meets_are_found_without_a_search(samples):
    """Both answers are positive at impact, and their sum of weights cannot be below the smaller one."""
    rows = [
        ("a", "fx - cpi", "+", 0),
        ("a", "ppi - fx", "+", 0),
        ("a", "cpi - ppi", "+", 0),
        ("a", "fx", "+", 0),
    ]
    rows += [("a", "ppi", "-", 0), ("a", "cpi", "-", 0)]
    with pytest.raises(EstimationError, match="no model meets the restrictions on the a shock"):
        signed(samples.frame(12), rows)
