"""Write the table `shock_sets`: every stated set of pass-through by shock. About a quarter of an hour.

The robust regions rest on a thousand posterior draws with hundreds of rays each, which is too long for a
page. The identified sets take seconds, and a test computes some of them again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.shocks import by_shock, series

TARGET = Path(__file__).resolve().parents[1] / "data" / "facts" / "shock_sets.csv"


#: Posterior draws of the alternatives, which are read by their sets.
ALTERNATIVE_DRAWS = 200


def plan() -> list[tuple[str, str, float | None, int]]:
    """Outcome, variant, multiple and posterior draws of every row."""
    rows = [
        (price, "main", least, by_shock.DRAWS)
        for price in (series.PRICES, series.IMPORTS)
        for least in (None, *(0.5, 1.0))
    ]
    others = [name for name in by_shock.ALTERNATIVES if name != "main"]
    return rows + [
        (series.PRICES, name, least, ALTERNATIVE_DRAWS) for least in (None, 1.0) for name in others
    ]


def main() -> None:
    frame = series.quarterly()
    rows = []
    for price, name, least, draws in plan():
        choice = replace(by_shock.ALTERNATIVES[name], least=least)
        for shock in by_shock.SIGNS:
            keys = {
                "outcome": price,
                "variant": name,
                "multiple": least or 0.0,
                "draws": draws,
                "not_run": "",
            }
            try:
                rows += by_shock.rows_of(by_shock.outer(shock, frame, choice, price, draws), **keys)
            except EstimationError as error:
                rows += [
                    keys | {"shock": shock, "horizon": h, "not_run": str(error)} for h in by_shock.HORIZONS
                ]
        # Written at each step: the whole takes a quarter of an hour.
        table = pd.DataFrame(rows).assign(source="own estimate: python benchmarks/shock_sets.py", grade="own")
        table.to_csv(TARGET, index=False, float_format="%.6g")
        print(price, name, least, flush=True)


if __name__ == "__main__":
    main()
