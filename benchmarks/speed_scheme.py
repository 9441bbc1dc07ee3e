"""Scenarios and the waterfall."""

from __future__ import annotations

import numpy as np
from scipy import signal
from speed import Speed, best

from analysis import data, scheme, transmission


def scenario(draws: int = 100_000) -> list[Speed]:
    """Yen and consumer prices over 60 months with shocks from history; the same convolution by scipy alone as the peer."""
    chain = transmission.main_chain(("consumer prices",))
    shocks = transmission.history(data.load("jp_neer_inverse"), chain)
    model = transmission.Model(transmission.Flows(), transmission.Law("normal", 1.5, 1.3), 4000.0, chain)

    def ours() -> None:
        transmission.simulate(model, shocks, draws=draws, rng=np.random.default_rng(1))

    def peer() -> None:
        # One draw of everything at once, and the convolution along the months by Fourier transform.
        rng, months = np.random.default_rng(1), len(model.months)
        result = chain["consumer prices"]
        theta = rng.multivariate_normal(result.estimate, result.covariance, draws)
        past = shocks.to_numpy()[rng.integers(0, len(shocks), (draws, months))]
        yen = past[:, :, 0] + rng.normal(1.5, 1.3, draws)[:, None] * np.diff(model.unit, prepend=0.0)
        steps = np.diff(theta, axis=1, prepend=0.0)
        np.cumsum(signal.fftconvolve(yen, steps, axes=1)[:, :months] + past[:, :, 1], axis=1)

    work, other = f"scenario, {draws} draws x 60 months, with shocks", "scipy.signal.fftconvolve, all draws at once"
    return [Speed(work, best(ours, 3), other, best(peer, 3), target=1.0)]


def fan(months: int = 60) -> list[Speed]:
    """The fan of consumer prices by quadrature; the peer simulates as many draws as give two digits."""
    chain = transmission.main_chain(("consumer prices",))
    model = transmission.Model(transmission.Flows(horizon=months), transmission.Law("normal", 1.5, 1.3), 4000.0, chain)

    def simulated() -> None:
        transmission.simulate(model, draws=60_000, rng=np.random.default_rng(1)).fan("consumer prices")

    work = f"fan of consumer prices, {months} months x 7 quantiles, by quadrature"
    return [Speed(work, best(lambda: model.fan("consumer prices"), 3), "60,000 draws", best(simulated, 3), target=2.0)]


def waterfall(draws: int = 10_000) -> list[Speed]:
    """40 years of cash that can fail, divided, served and valued."""
    project = scheme.Project(years=37, construction=3, hazard=0.02, recovery=0.3)

    def ours() -> None:
        calls, cash = scheme.cash_flows(project, draws, np.random.default_rng(1))
        split = scheme.distribute(calls, cash, scheme.terms())
        scheme.serve(calls, split.japan, scheme.Instruments())
        scheme.rate_of_return(split.net)

    return [Speed(f"waterfall, 40 years x {draws} draws, with instruments and rates of return", best(ours, 3), target=1.0)]
