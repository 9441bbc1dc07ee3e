"""Local projections and sign-restricted VARs beside packages that give other numbers for the same work.

They cannot be compared number by number: the PyPI package localprojections has its own lags and Newey-West
errors, tsecon one pair of variables at a time and other errors. What can be compared is how long a user
waits.
"""

from __future__ import annotations

import contextlib
import io
import warnings

import numpy as np
import pandas as pd
from speed import Speed, best
from speed_projections import _changes, _regressions

from analysis.passthrough.projections.covariances import joint


def projections(T: int = 800, responses: int = 3, last: int = 36, lags: int = 12) -> list[Speed]:
    """Responses of all variables to the first, by horizon."""
    import localprojections
    import tsecon

    changes = _changes(T, responses)
    names = [f"x{i}" for i in range(responses)]
    frame = pd.DataFrame(changes, columns=names)

    def ours() -> None:
        joint(_regressions(changes, lags, last))

    def pypi() -> None:
        # It prints and warns as it goes.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            localprojections.TimeSeriesLP(
                frame, Y=names, response=names, horizon=last, lags=lags, newey_lags=last, ci_width=0.95
            )

    def rust() -> None:
        for column in range(1, responses):
            tsecon.lp(changes[:, column].copy(), changes[:, 0].copy(), horizons=last, n_lag_controls=lags)

    work = f"LP: {responses} responses x {last + 1} horizons x {lags} lags, T = {T}, HC3 and joint covariance"
    seconds = best(ours)
    return [
        Speed(work, seconds, f"localprojections (PyPI), {responses**2} pairs", best(pypi, 1), target=0.05),
        Speed(
            work,
            seconds,
            f"tsecon.lp (Rust), {responses - 1} responses (not the shock itself), no joint covariance",
            best(rust, 3),
            target=0.05,
        ),
    ]


def sign_restrictions(T: int = 400, draws: int = 5000) -> list[Speed]:
    """A sign-restricted VAR of three variables with 5,000 accepted rotations and its robust region."""
    import tsecon

    from analysis import passthrough

    rng = np.random.default_rng(0)
    mix = np.array([[1.0, 0.3, 0.2], [0.2, 1.5, 0.4], [0.1, -0.4, 0.6]])
    y = np.zeros((T + 1, 3))
    for t in range(1, T + 1):
        y[t] = 0.3 * y[t - 1] + mix @ rng.standard_normal(3)
    months = pd.period_range("1980-01", periods=T + 1, freq="M")
    frame = pd.DataFrame(np.exp(y.cumsum(axis=0) / 100), months, ["demand", "fx", "price"])
    rows = [
        ("fx", "fx", "+", 0),
        ("fx", "price", "+", 0),
        ("demand", "demand", "+", 0),
        ("demand", "fx", "-", 0),
    ]
    table = pd.DataFrame(rows, columns=["shock", "variable", "sign", "horizons"])

    def ours() -> None:
        result = passthrough.sign_restricted_var(
            frame,
            price="price",
            fx="fx",
            restrictions=table,
            lags=6,
            horizons=24,
            rng=np.random.default_rng(1),
        )
        assert len(result.rotations) >= draws

    place = {"demand": 0, "fx": 1, "price": 2}
    theirs = [(place[variable], place[shock], horizon, sign) for shock, variable, sign, horizon in rows]

    def rust() -> None:
        tsecon.sign_restricted_svar(y[1:], theirs, lags=6, horizon=24, n_draws=draws)

    work = f"sign-restricted VAR, 3 variables, 6 lags, {draws} accepted rotations, 24 horizons, robust region"
    return [
        Speed(
            work,
            best(ours, 2),
            "tsecon.sign_restricted_svar (Rust), posterior draws",
            best(rust, 1),
            target=10.0,
        )
    ]
