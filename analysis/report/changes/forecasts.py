"""Standing forecasts against what came.

`data/facts/forecasts.csv` has one row a forecast and period, written when the forecast was made and not touched again:
``id, series, period, value, low, high, level, unit, made_on, page``. As long as it does not exist there is nothing to
score; a period that is not published yet is not scored either.
"""

from __future__ import annotations

from analysis.report.changes.moved import Change

TABLE = "forecasts"


def scored(store) -> list[Change]:
    """Every forecast whose period has been published since: what was said, what came, and whether the band held it.

    Parameters
    ----------
    store : Catalogue

    Returns
    -------
    list of Change
        Of kind "forecast". The error is after minus before, in the unit of the forecast.
    """
    if TABLE not in store.paths():
        return []
    found = []
    for row in store.table(TABLE).itertuples():
        values = store.load(row.series)
        if row.period not in values.index.astype(str) or values.loc[row.period] != values.loc[row.period]:
            continue
        actual = float(values.loc[row.period])
        inside = "inside" if row.low <= actual <= row.high else "outside"
        found.append(
            Change(
                "forecast", str(row.page), f"{row.series}, {row.period}",
                f"{row.value:g} ({row.low:g} to {row.high:g})", f"{actual:g}",
                note=f"{inside} the {100 * row.level:g} percent band; "
                f"error {actual - row.value:+.3g} {row.unit}; made {row.made_on}",
            )
        )  # fmt: skip
    return found
