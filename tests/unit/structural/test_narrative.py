"""Narrative restrictions: rows by hand, the set against linear programming, and what they add in a known
world."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from analysis.errors import ArgumentError, EstimationError
from analysis.passthrough import sign_restricted_var, structural_var
from analysis.passthrough.structural.narrative import narrative, narrative_rows
from analysis.passthrough.structural.restrictions import restrictions

SIGNS = [
    ("pressure", "fx", "+", "0-6"), ("pressure", "cpi", "+", 0), ("pressure", "fx - cpi", "+", "0-6"),
    ("demand", "ppi", "+", 0), ("demand", "cpi", "+", 0),
]  # fmt: skip
SHORT = dict(price="cpi", fx="fx", lags=2, horizons=6, draws=200, restrictions=SIGNS)


def table(reduced):
    return restrictions(SIGNS, reduced.system)


def test_a_row_is_the_shock_of_its_period(samples):
    """s'q has the sign and the size of the shock that the model PQ finds, up to the length of the row."""
    reduced = samples.reduced(3)
    events = narrative([("pressure", "-", "2004-05"), ("demand", "+", "2008-01")], reduced, table(reduced))
    assert [str(e) for e in events] == [
        "pressure shock below 0 in 2004-05",
        "demand shock above 0 in 2008-01",
    ]
    P = np.linalg.cholesky(reduced.sigma)
    q = np.linalg.qr(np.random.default_rng(1).standard_normal((3, 3)))[0]
    shocks = np.linalg.solve(P @ q, reduced.resid.T).T
    for event, column in zip(events, (0, 1), strict=True):
        row = narrative_rows(events, reduced, reduced.coefficients[None], P[None], event.shock)[0, 0]
        length = np.linalg.norm(np.linalg.solve(P, reduced.resid[event.row]))
        assert row @ q[:, column] * length == pytest.approx(event.sign * shocks[event.row, column], rel=1e-10)
    assert narrative_rows(events, reduced, reduced.coefficients[None], P[None], "other").shape == (1, 0, 3)


def test_the_set_is_the_range_that_linear_programming_finds(samples):
    """Charnes and Cooper: the extreme of n'q / d'q over the cone is a linear programme with d'q = 1."""
    frame = samples.frame(3)
    events = [("pressure", "+", "2005-03"), ("pressure", "-", "2009-08")]
    found = sign_restricted_var(
        frame, narrative=events, shock="pressure", rng=np.random.default_rng(1), **SHORT
    )
    reduced = found.reduced
    P = np.linalg.cholesky(reduced.sigma)
    S = restrictions(SIGNS, reduced.system).matrices(reduced.system, reduced.A, P)[0][0]
    told = narrative(events, reduced, table(reduced))
    S = np.vstack([S, narrative_rows(told, reduced, reduced.coefficients[None], P[None], "pressure")[0]])
    responses = np.cumsum(_moving_average(reduced.A, 6), axis=0) @ P
    for h in (1, 6):
        n, d = (responses[h, reduced.system.names.index(name)] for name in ("cpi", "fx"))
        free = dict(A_ub=-S, b_ub=np.zeros(len(S)), A_eq=d[None], b_eq=[1.0], bounds=[(None, None)] * 3)
        low, high = (sign * linprog(sign * n, **free).fun for sign in (1, -1))
        assert_allclose(found.bounds[h].intervals[0], (low, high), rtol=1e-8, atol=1e-8)
    assert found.specification["narrative"] == [str(e) for e in told]


def _moving_average(A, horizon):
    """Powers of the companion matrix, written out."""
    p, K, _ = A.shape
    F = np.zeros((p * K, p * K))
    F[:K] = np.hstack(list(A))
    F[K:, :-K] = np.eye((p - 1) * K)
    power, out = np.eye(p * K), []
    for _ in range(horizon + 1):
        out.append(power[:K, :K])
        power = F @ power
    return np.array(out)


def test_a_true_sign_narrows_the_set_and_keeps_the_truth(samples):
    """The eight largest pressure shocks of a known world, with their signs, against the same restrictions
    without."""
    y, shocks = samples.changes(11, 400)
    frame = samples.levels(y)
    days = frame.index[1:]
    largest = np.argsort(-np.abs(shocks[10:, 1]))[:8] + 10
    events = [("pressure", "+" if shocks[t, 1] > 0 else "-", days[t]) for t in largest]
    wide, narrow = (
        sign_restricted_var(frame, narrative=given, shock="pressure", rng=np.random.default_rng(1), **SHORT)
        for given in (None, events)
    )  # fmt: skip
    truth = samples.B[2, 1] / samples.B[1, 1]
    widths = [[np.ptp(s.intervals[0]) for s in result.bounds] for result in (narrow, wide)]
    assert (np.array(widths[0]) <= np.array(widths[1]) + 1e-12).all() and sum(widths[0]) < 0.9 * sum(
        widths[1]
    )
    for result in (wide, narrow):
        low, high = result.robust[0].intervals[0]
        assert low < truth < high
    impacts = narrow.impacts
    found = np.einsum("dkj,tk->dtj", np.linalg.inv(impacts).swapaxes(1, 2), narrow.reduced.resid)
    rows = [int(np.flatnonzero(narrow.reduced.periods == days[t])[0]) for t in largest]
    assert (found[:, rows, 0] * np.sign(shocks[largest, 1]) >= -1e-9).all()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([("weather", "+", "2005-03")], "no sign is restricted"),
        ([("pressure", "0", "2005-03")], "is '[+]' or '-'"),
        ([("pressure", "+", "1990-01")], "is no row of the VAR"),
        ([("pressure", "+", "2005-03"), ("pressure", "-", "2005-03")], "restricted twice"),
        ([("pressure", "+")], "shock, sign and period"),
    ],
)
def test_what_cannot_be_read_is_refused(samples, given, words):
    with pytest.raises(EstimationError, match=words):
        sign_restricted_var(samples.frame(3), narrative=given, **SHORT)


def test_narrative_restrictions_go_with_signs_alone(samples):
    with pytest.raises(ArgumentError, match="no argument 'narrative'"):
        structural_var(
            samples.frame(3),
            ordering=["ppi", "fx", "cpi"],
            price="cpi",
            fx="fx",
            lags=2,
            narrative=[("fx", "+", "2005-03")],
        )
