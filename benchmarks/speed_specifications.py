"""A specification curve of 2,000 estimates with 200 joint draws."""

from __future__ import annotations

import resource
import time

import numpy as np
from speed import Speed

from analysis import data, passthrough


def grid() -> tuple[dict, dict]:
    """Choices that multiply to about 2,000, and the main specification."""
    prices = {
        "consumer": data.load("jp_cpi"),
        "producer": data.load("jp_producer_price"),
        "import": data.load("jp_import_price_yen"),
    }
    rates = {"basket": data.load("jp_neer_inverse"), "dollar": data.load("fredmd_EXJPUSx")}
    choices = {
        "price": prices,
        "fx": rates,
        "estimator": ["distributed lag", "local projection"],
        "lags": [6, 9, 12, 18, 24],
        "own_lags": [0, 12],
        "seasonal": [True, False],
        "sample": {
            "from 1985": ("1985-01", None),
            "from 1990": ("1990-01", None),
            "from 2000": ("2000-01", None),
            "to 2019": ("1985-01", "2019-12"),
        },
        "inference": ["ewc", "newey-west", "hc1"],
    }
    main = {
        "price": "consumer",
        "fx": "basket",
        "estimator": "distributed lag",
        "lags": 12,
        "own_lags": 0,
        "seasonal": True,
        "sample": "from 1985",
        "inference": "ewc",
    }
    return choices, main


def curve(draws: int = 200) -> list[Speed]:
    """The whole curve, on both cores."""
    choices, main = grid()
    started = time.perf_counter()
    result = passthrough.multiverse(choices, main, draws=draws, rng=np.random.default_rng(1))
    seconds = time.perf_counter() - started
    peak = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1e6
    )
    work = (
        f"specification curve, {len(result.table)} specifications, {draws} joint draws, two processes (peak"
        f" {peak:.2f} GB each)"
    )
    return [Speed(work, seconds, target=60.0)]
