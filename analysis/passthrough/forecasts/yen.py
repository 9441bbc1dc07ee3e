"""Do the yen and foreign prices help to forecast Japan's prices? As laid down in `specification_tariffs`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.forecasts.accuracy import clark_west, diebold_mariano
from analysis.passthrough.forecasts.direct import (
    Forecasts,
    changes_over,
    direct_forecasts,
    month_dummies,
)
from analysis.passthrough.lags.steps import without_steps

HORIZONS = (3, 12, 24)
TARGETS = {
    "import prices": "jp_import_price_yen",
    "producer prices": "jp_producer_price",
    "consumer prices": "jp_cpi_core",
}
STANDING = {"consumer prices less fresh food": "consumer prices"}  # name in the kept table, target
OWN, OUTSIDE = ((0, 1), (0, 3), (0, 12)), ((0, 3), (3, 12), (12, 24))
START, FIRST_ORIGIN = "1982-01", "1995-01"
PERIODS = {
    "all": (None, None),
    "1995-2012": (None, "2012-12"),
    "2013-2019": ("2013-01", "2019-12"),
    "2020 on": ("2020-01", None),
}


def targets(store=data) -> dict[str, pd.Series]:
    """Price levels to forecast; consumer and producer prices without the steps of the consumption tax.

    Parameters
    ----------
    store : Catalogue, optional
        Where the series are; the project's own data by default.
    """
    steps, fx = store.table("consumption_tax_steps")["month"].tolist(), store.load("jp_neer_inverse")
    found = {name: store.load(series) for name, series in TARGETS.items()}
    for name in ("producer prices", "consumer prices"):
        found[name] = without_steps(found[name], fx, steps=steps, seasonal=True)
    return found


def models(target: pd.Series, horizon: int, seasonal_from: int = 12) -> dict[str, pd.DataFrame]:
    """Predictors of the benchmark, with the yen, and with the yen and foreign prices.

    Month dummies join where the horizon is no multiple of `seasonal_from` months.
    """
    own = changes_over(target, OWN, "own")
    if horizon % seasonal_from:
        own = own.join(month_dummies(own.index))
    yen = own.join(changes_over(data.load("jp_neer_inverse"), OUTSIDE, "yen"))
    foreign = yen.join(changes_over(data.load("jp_import_price_contract"), OUTSIDE, "foreign"))
    # One set of origins for all, so that their errors can be compared.
    rows = foreign.dropna().index
    return {"own": own.loc[rows], "yen": yen.loc[rows], "yen and foreign": foreign.loc[rows]}


def all_forecasts() -> dict[tuple[str, int], dict[str, Forecasts]]:
    """Forecasts of every target, horizon and model."""
    return {
        (name, h): {
            model: direct_forecasts(
                name=model,
                target=target,
                predictors=X,
                horizon=h,
                first_origin=FIRST_ORIGIN,
                sample=(START, None),
            )
            for model, X in models(target, h).items()
        }
        for name, target in targets().items()
        for h in HORIZONS
    }


def accuracy_table(found: dict[tuple[str, int], dict[str, Forecasts]]) -> pd.DataFrame:
    """Error ratios and tests by target, horizon, model and period.

    Returns
    -------
    DataFrame
        rmse_own: log points; ratio: root mean squared error over that of the benchmark; clark_west and
        diebold_mariano: p-values; holm: Clark-West over the 18 comparisons of the whole period, NaN in
        sub-periods.
    """
    rows = []
    for (target, h), by_model in found.items():
        small = by_model["own"].error
        for model in ("yen", "yen and foreign"):
            large = by_model[model].error
            for period, (first, last) in PERIODS.items():
                e1, e2 = small.loc[first:last].to_numpy(), large.loc[first:last].to_numpy()
                dm = diebold_mariano(e1, e2, horizon=h)
                rows.append(
                    {
                        "target": target,
                        "horizon": h,
                        "model": model,
                        "period": period,
                        "n": len(e1),
                        "rmse_own": np.sqrt(np.mean(e1**2)),
                        "ratio": np.sqrt(np.mean(e2**2) / np.mean(e1**2)),
                        "clark_west_t": (cw := clark_west(e1, e2)).statistic,
                        "clark_west": cw.pvalue,
                        "diebold_mariano": dm.pvalue,
                        "fixed_b": diebold_mariano(e1, e2, horizon=h, kernel="fixed-b").pvalue,
                    }
                )
    table = pd.DataFrame(rows)
    whole = table["period"] == "all"
    table.loc[whole, "holm"] = holm(table.loc[whole, "clark_west"].to_numpy())
    return table


def standing_forecast(target: str = "consumer prices", months: int = 24) -> pd.DataFrame:
    """The path of a price implied by the yen of the last two years, to be scored later.

    Returns
    -------
    DataFrame
        One row a month ahead: origin, month, point (100 x log change from the origin), the part of it that is
        the yen's changes, the benchmark's point, low and high ends of 80 and 95 percent bands from the
        model's own past errors at that horizon, and their number. Errors overlap, so the bands rest on fewer
        separate ones.
    """
    level, rows = targets()[target], []
    for h in range(1, months + 1):
        found = {
            name: direct_forecasts(
                name=name,
                target=level,
                predictors=X,
                horizon=h,
                first_origin=FIRST_ORIGIN,
                sample=(START, None),
            )
            for name, X in models(level, h).items()
        }
        best = found["yen and foreign"]
        yen = [name for name in best.coefficients.index if name.startswith("yen ")]
        error = best.error.to_numpy()
        rows.append(
            {
                "horizon": h,
                "origin": str(best.origin),
                "month": str(best.origin + h),
                "point": best.forecast,
                "yen_part": float(best.coefficients[yen] @ best.at_origin[yen]),
                "benchmark": found["own"].forecast,
                **{
                    f"{end}{level}": best.forecast + np.quantile(error, q)
                    for level, (a, b) in {80: (0.1, 0.9), 95: (0.025, 0.975)}.items()
                    for end, q in (("low", a), ("high", b))
                },
                "errors": len(error),
            }
        )
    return pd.DataFrame(rows)


def scored(forecast: pd.DataFrame, outcome: pd.Series) -> pd.DataFrame:
    """The rows of a standing forecast whose month is known, with outcome, errors and whether the bands held
    it.

    Parameters
    ----------
    forecast : DataFrame
        From `standing_forecast`, one origin.
    outcome : Series
        Price level on months, holding the origin.
    """
    level = level_series(outcome, "outcome")
    months = pd.PeriodIndex(forecast["month"], freq="M")
    known = months.isin(level.dropna().index)
    rows = forecast[known].copy()
    base = level[pd.Period(forecast["origin"].iloc[0], "M")]
    rows["outcome"] = 100 * np.log(level.reindex(months[known]).to_numpy() / base)
    rows["error"], rows["benchmark_error"] = (
        rows["outcome"] - rows["point"],
        rows["outcome"] - rows["benchmark"],
    )
    for share in (80, 95):
        rows[f"in{share}"] = rows["outcome"].between(rows[f"low{share}"], rows[f"high{share}"])
    return rows
