"""Scenarios and the waterfall."""

from __future__ import annotations

import numpy as np
from scipy import optimize, signal
from speed import Speed, best

from analysis import data, scheme, transmission


def scenario(draws: int = 100_000) -> list[Speed]:
    """Yen and consumer prices over 60 months with shocks from history; the same convolution by scipy alone as
    the peer."""
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

    work, other = (
        f"scenario, {draws} draws x 60 months, with shocks",
        "scipy.signal.fftconvolve, all draws at once",
    )
    return [Speed(work, best(ours, 3), other, best(peer, 3), target=1.0)]


def fan(months: int = 60) -> list[Speed]:
    """The fan of consumer prices by quadrature; the peer simulates as many draws as give two digits."""
    chain = transmission.main_chain(("consumer prices",))
    model = transmission.Model(
        transmission.Flows(horizon=months), transmission.Law("normal", 1.5, 1.3), 4000.0, chain
    )

    def simulated() -> None:
        transmission.simulate(model, draws=60_000, rng=np.random.default_rng(1)).fan("consumer prices")

    work = f"fan of consumer prices, {months} months x 7 quantiles, by quadrature"
    return [
        Speed(
            work,
            best(lambda: model.fan("consumer prices"), 3),
            "60,000 draws",
            best(simulated, 3),
            target=2.0,
        )
    ]


def waterfall(draws: int = 10_000) -> list[Speed]:
    """40 years of cash of as many different projects, divided, served and valued; the peer does it path by
    path."""
    rng = np.random.default_rng(1)
    project = scheme.Project(
        cost=rng.uniform(0.5, 40, draws),
        return_=rng.uniform(0, 0.2, draws),
        years=rng.integers(25, 38, draws),
        construction=rng.integers(1, 4, draws),
        overrun=rng.uniform(0, 1, draws),
        us_tax=0.21,
    )
    terms, made = scheme.terms(), {}

    def ours() -> None:
        made["account"] = scheme.account(project, terms)
        made["returns"] = made["account"].japan_return

    seconds = best(ours, 3)
    flows, few = made["account"].flows, 500
    peer = best(lambda: made.update(loop=[_by_loop(flows, i, terms) for i in range(few)]), 1) * draws / few
    difference = float(np.abs(np.array(made["loop"]) - made["returns"][:few]).max())
    work = f"waterfall, 40 years x {draws} projects, with instruments and rates of return"
    name = f"plain loop, clause alone, and scipy brentq (from {few})"
    return [Speed(work, seconds, name, peer, difference, target=1.0)]


def _by_loop(flows: scheme.CashFlows, i: int, terms: scheme.Terms) -> float:
    """Japan's return on one path, date by date: the clause as printed."""
    calls, cash = flows.calls[i].tolist(), flows.cash[i].tolist()
    start, life, amount = int(flows.start[i]), int(flows.life[i]), float(flows.calls[i].sum())
    paid_in, carried, net = 0.0, 0.0, []
    for t, (call, earned) in enumerate(zip(calls, cash, strict=True)):
        within = t < start + life
        due = (
            carried
            + (paid_in * terms.deemed_rate if within else 0.0)
            + (amount / life if start <= t and within else 0.0)
        )
        each = min(due, earned / 2) if within else 0.0
        carried = due - each
        net.append(each + 0.1 * (earned - 2 * each) - call)
        paid_in += call
    return optimize.brentq(lambda r: sum(x / (1 + r) ** t for t, x in enumerate(net)), -0.9, 5.0, xtol=1e-13)
