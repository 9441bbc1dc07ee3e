"""Standing forecasts against what came.

`data/facts/standing_forecasts.csv` keeps every forecast as it was made
(`passthrough.forecasts.yen.standing_forecast`); a month that is not published yet is not scored.
"""

from __future__ import annotations

from analysis.errors import NotebookError
from analysis.report.changes.moved import Change

TABLE = "standing_forecasts"
PAGE = "japan_items"  # where the newest one is shown


def scored(store) -> list[Change]:
    """Every month of a standing forecast that has been published since: what was said, what came, and whether
    the band held it.

    Parameters
    ----------
    store : Catalogue
        What holds the forecasts and the prices.

    Returns
    -------
    list of Change
        Of kind "forecast", in log points from the forecast's origin, without the steps of the consumption
        tax. The error is outcome minus forecast; that of the benchmark, the price's own past, stands beside
        it.
    """
    if TABLE not in store.paths():
        return []
    from analysis.passthrough.forecasts import yen

    outcomes = yen.targets(store)
    return [
        Change(
            "forecast",
            PAGE,
            f"{target}, {row.month}, made {made_on}",
            f"{row.point:.2f} ({row.low80:.2f} to {row.high80:.2f})",
            f"{row.outcome:.2f}",
            note=(
                f"{'inside' if row.in80 else 'outside'} the 80 percent band and"
                f" {'inside' if row.in95 else 'outside'} that of 95; error {row.error:+.2f} log points, by"
                f" the price's own past alone {row.benchmark_error:+.2f}"
            ),
        )
        for (made_on, target), forecast in store.table(TABLE).groupby(["made_on", "target"])
        for row in yen.scored(forecast, outcomes[yen.STANDING[target]]).itertuples()
    ]


def make(store, made_on: str) -> int:
    """Add a forecast from the last month of the data below those made before; return how many rows were
    added.

    Parameters
    ----------
    store : Catalogue
        What holds the table of forecasts. The series are the project's own.
    made_on : str
        The day, YYYY-MM-DD.

    Raises
    ------
    NotebookError
        If one was made from the same last month before: a forecast is not made twice.
    """
    from analysis.data.store.seal import replace_table
    from analysis.passthrough.forecasts import yen

    ((name, target),) = yen.STANDING.items()
    new, manifest = yen.standing_forecast(target), store.manifest(TABLE)
    before = store.table(TABLE)
    if (origin := new["origin"].iloc[0]) in set(before.loc[before["target"] == name, "origin"]):
        raise NotebookError(
            f"the forecast of {name} from {origin} is made already; the next needs a newer month of the data"
        )
    rows = new.assign(made_on=made_on, target=name).round(4)[list(before.columns)]
    added = rows.to_csv(index=False, header=False, lineterminator="\n")
    replace_table(manifest, manifest.csv.read_bytes() + added.encode())  # older rows stay to the byte
    return len(new)
