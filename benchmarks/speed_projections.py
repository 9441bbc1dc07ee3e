"""Speed of local projections and of their bootstrap, with the peers that give the same numbers.

    OMP_NUM_THREADS=1 python benchmarks/speed_projections.py

Each comparison first checks that both sides agree, then takes the best of a few
runs of each in one process. A peer too slow to run in full is timed on a part
and scaled, which the table says.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from speed import Speed, best

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.projections.bootstrap import bootstrap
from analysis.passthrough.projections.covariances import joint
from analysis.passthrough.projections.regressions import Regressions, project


def _changes(T: int, columns: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    changes = rng.standard_normal((T, columns))
    changes[:, 1:] += 0.4 * changes[:, :1]
    return changes


def _regressions(changes: np.ndarray, lags: int, last: int, **options) -> Regressions:
    controls = [lagged(column, range(1, lags + 1)) for column in changes.T]
    X = np.column_stack([np.ones(len(changes)), *controls])
    levels = changes.cumsum(axis=0).T if options.get("base", 1) else changes.T
    return project(levels, changes[:, 0], X, np.arange(last + 1), **options)


def projections(
    T: int = 800, responses: int = 3, last: int = 36, lags: int = 12, repeats: int = 5
) -> list[Speed]:
    """All responses at all horizons with HC3 and the joint covariance, against statsmodels and a loop."""
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tsa.api import LocalProjections

    changes = _changes(T, responses)

    def ours() -> np.ndarray:
        result = _regressions(changes, lags, last)
        joint(result)
        return result.estimate

    def statsmodels() -> np.ndarray:
        return LocalProjections(changes, shock_idx=0, lags=lags, horizons=last).fit().irfs[:, :, 0]

    def loop() -> tuple[np.ndarray, np.ndarray]:
        out, error = np.empty((2, responses, last + 1))
        X = np.column_stack([np.ones(T), *(lagged(c, range(1, lags + 1)) for c in changes.T), changes[:, 0]])
        for h in range(last + 1):
            for j, level in enumerate(changes.cumsum(axis=0).T):
                rows = np.arange(lags, T - h)
                result = OLS(level[rows + h] - level[rows - 1], X[rows]).fit(cov_type="HC3")
                out[j, h], error[j, h] = result.params[-1], result.bse[-1]
        return out, error

    same = _regressions(changes, lags, last, base=None, common_sample=True).estimate[:, :, 0].T
    seconds = best(ours, repeats)
    work = f"LP: {responses} responses x {last + 1} horizons x {lags} lags, T = {T}, HC3 and joint covariance"
    points, errors = loop()
    result = _regressions(changes, lags, last)
    variance = np.diag(joint(result).matrix).reshape(responses, -1)
    apart = max(
        np.abs(points - result.estimate[:, :, 0]).max(),
        # Of the impulse on itself at impact both are rounding.
        np.abs(errors - np.sqrt(variance)).max(),
    )
    return [
        Speed(
            work,
            seconds,
            "statsmodels LocalProjections (no joint covariance)",
            best(statsmodels, repeats),
            float(np.abs(statsmodels() - same).max()),
            0.05,
        ),
        Speed(
            work, seconds, "loop of statsmodels OLS (no joint covariance)", best(loop, 1), float(apart), 0.05
        ),
    ]


def block_bootstrap(
    T: int = 320, last: int = 24, lags: int = 12, draws: int = 2000, sampled: int = 10
) -> list[Speed]:
    """Ratio path of every draw with its HC0 error, against resampling rows and regressing in a loop."""
    from statsmodels.regression.linear_model import OLS

    changes = _changes(T, 2)
    controls = [lagged(column, range(1, lags + 1)) for column in changes.T]
    price, fx = changes.cumsum(axis=0).T[::-1]
    result = project(
        [price, fx], changes[:, 0], np.column_stack([np.ones(T), *controls]), np.arange(last + 1)
    )
    N = len(result.rows)
    samples = moving_blocks(N, block_length(N), draws, np.random.default_rng(1))[:sampled]

    def own(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        regression = fit(y, X, result.names)
        return regression.beta, regression.resid, regression.bread

    def statsmodels(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        regression = OLS(y, X).fit()
        return regression.params, regression.resid, regression.normalized_cov_params

    def loop(regress: Callable) -> tuple[np.ndarray, np.ndarray]:
        path, error = np.empty((2, sampled, last + 1))
        for d, chosen in enumerate(samples):
            for h in range(last + 1):
                kept = chosen[result.used[chosen, h]]
                X = result.X[kept]
                (b, u, bread), (e, v, _) = (regress(result.outcomes[kept, j, h], X) for j in range(2))
                path[d, h] = b[-1] / e[-1]
                terms = ((X * (u - path[d, h] * v)[:, None]) @ bread)[:, -1]
                error[d, h] = np.sqrt(terms @ terms) / abs(e[-1])
        return path, error

    def ours():
        return bootstrap(result, draws, rng=np.random.default_rng(1))

    seconds, drawn = best(ours, 3), ours()
    work = f"moving-block bootstrap, {draws} draws of a {last + 1}-horizon ratio path, {N} rows"
    rows = []
    for name, regress in (("statsmodels OLS", statsmodels), ("our own least squares", own)):
        path, error = loop(regress)
        apart = max(
            np.abs(drawn.draws[:sampled] - path).max(), np.abs(drawn.draw_errors[:sampled] - error).max()
        )
        taken = best(lambda regress=regress: loop(regress), 2) * draws / sampled
        rows.append(
            Speed(work, seconds, f"loop of {name} ({sampled} draws, scaled)", taken, float(apart), 3.0)
        )
    return rows


def growth(sizes: tuple[int, ...] = (12, 24, 48, 96)) -> list[tuple[int, float]]:
    """Seconds by number of horizons: the cost grows linearly."""
    changes = _changes(1200, 2)
    return [(last, best(lambda last=last: _regressions(changes, 12, last), 3)) for last in sizes]


def growth_of_draws(sizes: tuple[int, ...] = (500, 1000, 2000, 4000)) -> list[tuple[int, float]]:
    """Seconds by number of bootstrap draws."""
    changes = _changes(320, 2)
    controls = [lagged(column, range(1, 13)) for column in changes.T]
    price, fx = changes.cumsum(axis=0).T[::-1]
    result = project([price, fx], changes[:, 0], np.column_stack([np.ones(320), *controls]), np.arange(25))

    def run(size):
        return best(lambda: bootstrap(result, size, rng=np.random.default_rng(1)), 2)

    return [(size, run(size)) for size in sizes]


def main() -> None:
    for row in (*projections(), *block_bootstrap()):
        print(f"{row.work}\n  ours {row.seconds:.4f} s; {row.peer} {row.peer_seconds:.3f} s: "
              f"{row.times:.0f} times; largest difference {row.difference:.1e}")  # fmt: skip
    print("seconds by horizons:", ", ".join(f"{last}: {seconds:.4f}" for last, seconds in growth()))


if __name__ == "__main__":
    main()
