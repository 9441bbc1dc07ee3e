"""Japanese cars and the US duty of 2025, as laid down in `data/facts/specification_tariffs.csv`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import data
from analysis.passthrough.tariffs.absorption import DENOMINATORS, absorbed_share, monthly_rate
from analysis.passthrough.tariffs.difference import (
    DifferenceInDifferences,
    difference_in_differences,
    log_gap,
)
from analysis.passthrough.tariffs.placebos import PlaceboGoods, placebo_goods

BEFORE = "2025-03"
#: Name: base month, window, key rows of `tariff_rates` before and after.
CHANGES = {
    "rise": (
        "2025-03",
        ("2025-04", "2025-08"),
        "japan_passenger_cars_mfn",
        "japan_passenger_cars_2025_04_03",
    ),
    "cut": (
        "2025-08",
        ("2025-10", "2026-05"),
        "japan_passenger_cars_2025_04_03",
        "japan_passenger_cars_2025_09_16",
    ),
    "both": (
        "2025-03",
        ("2025-10", "2026-05"),
        "japan_passenger_cars_mfn",
        "japan_passenger_cars_2025_09_16",
    ),
}
#: Groups of the export table whose items serve as placebo goods (in order: machinery, electronics, transport,
#: other).
PLACEBO_GROUPS = ("s00420001", "s00520001", "s00620001", "s00720001")
#: Classes under Section 232, never placebos: passenger cars; buses and trucks; engines and parts of motor
#: vehicles.
SECTION_232 = ("s00640001", "s00640002", "s00640004", "s00640005")
#: Tyres of motor vehicles are parts under Section 232 but stand in a class with others.
TYRES = ("s00750017",)
#: Gasoline, jet fuel, gas oil, heavy oil and lubricating oil stand in the group of other products.
FUELS = ("s00740003",)
#: The group of metals is out of the wider set as a whole: steel, aluminium and copper are under Section 232.
METALS = ("s00320001",)


@dataclass(frozen=True, eq=False)
class CarChange:
    """One change of the duty: the contrast, its rates, and the shares absorbed.

    Attributes
    ----------
    found : DifferenceInDifferences
    before, after : float
        Rates, fractions.
    """

    found: DifferenceInDifferences
    before: float
    after: float

    def share(self, denominator: str = "landed", coverage: float = 0.95) -> tuple[float, float, float]:
        """Share absorbed and the ends of its band, lower first."""
        ends = [
            absorbed_share(d, before=self.before, after=self.after, denominator=denominator)
            for d in self.found.band(coverage)
        ]
        return (
            absorbed_share(
                self.found.estimate, before=self.before, after=self.after, denominator=denominator
            ),
            min(ends),
            max(ends),
        )

    @property
    def bearer(self) -> str:
        """Who carried it: "exporters", "buyers" or "open", by the share against one half (band)."""
        _, low, high = self.share("landed")
        return "exporters" if low > 0.5 else "buyers" if high < 0.5 else "open"


def car_gap(basis: str = "contract", comparison: pd.Series | None = None) -> pd.Series:
    """Gap of passenger cars to North America from cars elsewhere (or another price), 100 x log."""
    other = data.load(f"jp_export_price_car_other_{basis}") if comparison is None else comparison
    return log_gap(data.load(f"jp_export_price_car_north_america_{basis}"), other)


def car_rates() -> pd.DataFrame:
    """Schedule of the duty on Japanese passenger cars, from `tariff_rates`, rates as fractions."""
    rows = data.table("tariff_rates").set_index("id")
    keys = list(dict.fromkeys(key for change in CHANGES.values() for key in change[2:]))
    dates = rows.loc[keys, ["from_date", "to_date"]].apply(pd.to_datetime)
    return dates.assign(rate=rows.loc[keys, "rate_pct"].astype(float) / 100)


def car_change(name: str, gap: pd.Series | None = None, *, base=None, detrended: bool = False) -> CarChange:
    """One of `CHANGES`.

    Parameters
    ----------
    name : {"rise", "cut", "both"}
    gap : Series, optional
        Default: contract basis against cars elsewhere.
    base : month or (first, last), optional
        Instead of the one laid down.
    """
    month, window, before, after = CHANGES[name]
    gap = car_gap() if gap is None else gap
    rates = car_rates()["rate"]
    found = difference_in_differences(
        gap, base=base or month, window=window, last_placebo=BEFORE, detrended=detrended
    )
    return CarChange(found, rates[before], rates[after])


def absorbed_by_month(gap: pd.Series | None = None) -> pd.DataFrame:
    """Month by month since the base: log_points (the gap), duty (day-weighted, fraction) and a share by each
    denominator."""
    gap = car_gap() if gap is None else gap
    path = (gap - gap[BEFORE])[BEFORE:].iloc[1:]
    duty = monthly_rate(car_rates(), path.index)
    before = float(car_rates()["rate"].iloc[0])
    table = pd.DataFrame({"log_points": path, "duty": duty})
    for name in DENOMINATORS:  # one of them is called "rate", so the duty is not
        table[name] = [
            absorbed_share(d, before=before, after=r, denominator=name)
            for d, r in zip(path, duty, strict=True)
        ]
    return table


def export_items() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contract prices of all export items, 100 x log, and the catalogue by stem."""
    catalogue = data.table("jp_export_price_series").set_index("stem")
    prices = data.table("jp_export_price_items_contract_monthly")
    stems = [s for s in catalogue.index[catalogue["level"] == "item"] if s in prices]
    return 100 * np.log(prices[stems]), catalogue.loc[stems]


def placebo_prices(wide: bool = False, *, fuels: bool = True) -> pd.DataFrame:
    """Contract prices of export items outside the classes that were taken out as under Section 232 when the
    rule was laid down, 100 x log, months x items.

    Some of them have such a duty all the same, and some have got one since: electrical parts of engines (May
    2025), the metal in machines (August 2025), chips (January 2026), listed machinery (April 2026).

    Parameters
    ----------
    wide : bool
        All groups but metals, not only machinery, electronics, transport equipment and other goods.
    fuels : bool
        False leaves the fuels of the last group out, which was not laid down.
    """
    prices, catalogue = export_items()
    keep = (
        ~catalogue["parent"].isin(SECTION_232)
        & ~catalogue["group"].isin(METALS)
        & ~catalogue.index.isin(TYRES)
    )
    if not wide:
        keep &= catalogue["group"].isin(PLACEBO_GROUPS)
    if not fuels:
        keep &= ~catalogue["parent"].isin(FUELS)
    return prices.loc[:, keep]


def car_placebo_goods(name: str, wide: bool = False, *, fuels: bool = True) -> PlaceboGoods:
    """The contrast of cars (against cars elsewhere) among those of `placebo_prices` (against the same).

    Parameters
    ----------
    name : {"rise", "cut", "both"}
    wide, fuels : bool
        As in `placebo_prices`.
    """
    elsewhere = 100 * np.log(data.load("jp_export_price_car_other_contract"))
    gaps = placebo_prices(wide, fuels=fuels).sub(elsewhere, axis=0)
    month, window, *_ = CHANGES[name]
    return placebo_goods(car_gap(), gaps, (month, month), window)


def comparisons() -> dict[str, pd.Series]:
    """Gaps of cars to North America from each comparison laid down, the main one first."""
    north_america = data.load("jp_export_price_car_north_america_contract")
    mean = (100 * np.log(north_america) - placebo_prices().mean(axis=1)).rename("gap")
    return {
        "cars elsewhere": car_gap(),
        "cars elsewhere, yen basis": car_gap("yen"),
        "motorcycles": car_gap(comparison=data.load("jp_export_price_motorcycle_contract")),
        "mean of placebo goods": mean,
    }


def change_table() -> pd.DataFrame:
    """Every change of the duty by comparison, base and trend: one row each, log points and shares.

    Returns
    -------
    DataFrame
        estimate, low, high (placebo band, 95 percent), p, placebos, apart (windows without a common month),
        largest (placebo, absolute), drift (a month), found (effect found four times in five), landed with its
        band, rate, revenue, bearer.
    """
    cases = [(label, gap, {}) for label, gap in comparisons().items()]
    main = cases[0][1]
    cases += [("trend taken out", main, {"detrended": True}), ("base 2025-02", main, {"base": "2025-02"})]
    cases += [("base mean of 2024-04 to 2025-03", main, {"base": ("2024-04", BEFORE)})]
    rows = []
    for label, gap, options in cases:
        for name in CHANGES:
            if name == "cut" and "base" in options:
                continue
            change = car_change(name, gap, **options)
            found, landed = change.found, change.share("landed")
            rows.append(
                {
                    "change": name,
                    "case": label,
                    "estimate": found.estimate,
                    "low": found.band()[0],
                    "high": found.band()[1],
                    "p": found.pvalue,
                    "placebos": len(found.draws),
                    "apart": found.apart,
                    "largest": found.draws.abs().max(),
                    "drift": found.drift,
                    "found": found.detectable(),
                    "landed": landed[0],
                    "landed_low": landed[1],
                    "landed_high": landed[2],
                    "rate": change.share("rate")[0],
                    "revenue": change.share("revenue")[0],
                    "bearer": change.bearer,
                }
            )
    return pd.DataFrame(rows)


#: Base month and window of each change of the duty on parts; 2025-09 is mixed, as for cars.
PARTS = (
    ("2025-04", ("2025-05", "2025-08")),
    ("2025-08", ("2025-10", "2026-05")),
    ("2025-04", ("2025-10", "2026-05")),
)


def parts_table() -> pd.DataFrame:
    """Motor vehicle parts to all destinations less the mean of the placebo goods, by change of their duty.

    Without a split by destination most of the price is of parts that pay no US duty: a null here says little
    of who bears it, which is why the effect that would have been found stands beside it.
    """
    parts = 100 * np.log(data.load("jp_export_price_parts_class_contract"))
    gap, rows = (parts - placebo_prices().mean(axis=1)).rename("gap"), []
    for base, window in PARTS:
        found = difference_in_differences(gap, base=base, window=window, last_placebo=PARTS[0][0])
        rows.append({
            "base": base, "window": " to ".join(window), "estimate": found.estimate, "low": found.band()[0],
            "high": found.band()[1], "p": found.pvalue, "placebos": len(found.draws), "apart": found.apart,
            "drift": found.drift, "found": found.detectable(),
        })  # fmt: skip
    return pd.DataFrame(rows)
