"""Scenarios and the waterfall."""

from __future__ import annotations

import numpy as np
from scipy import stats
from speed import Speed, best

from analysis import data, scheme, transmission


def scenario(draws: int = 100_000) -> list[Speed]:
    """Yen and consumer prices over 60 months with shocks from history."""
    chain = transmission.japan_chain(("consumer prices",))
    shocks = transmission.history(data.load("jp_neer_inverse"), chain)

    def ours() -> None:
        transmission.simulate(
            transmission.Flows(), multiplier=stats.lognorm(0.4, scale=2.8), converted_share=stats.loguniform(0.02, 1),
            passthrough=chain, scale=4000.0, shocks=shocks, draws=draws, rng=np.random.default_rng(1),
        )  # fmt: skip

    return [Speed(f"scenario, {draws} draws x 60 months, with shocks", best(ours, 3), target=1.0)]


def waterfall(draws: int = 10_000) -> list[Speed]:
    """40 years of cash that can fail, divided, served and valued."""
    project = scheme.Project(years=37, construction=3, hazard=0.02, recovery=0.3)

    def ours() -> None:
        lived = scheme.years_lived(project, draws, np.random.default_rng(1))
        scheme.account(project, scheme.terms(), failed=lived).japan_return

    return [Speed(f"waterfall, 40 years x {draws} draws, with instruments and rates of return", best(ours, 3), target=1.0)]
