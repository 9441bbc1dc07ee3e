"""OECD: quarterly national accounts, price deflators and nominal flows of trade and demand, since 1995."""

import csv
import io

from builders import checks
from builders.package import Package
from builders.periods import quarters
from builders.table import Table, coverage

PACKAGE = Package("puremacro", "5.7.1")
FILE = "puremacro/replication/data/qna40_panel.csv"
ABOUT = "puremacro/replication/data/qna40_meta.csv"
FIRST, LAST = "1995Q1", "2026Q2"
READ = "2026-10-24"

# Package column -> (our name, what it is). The package holds six economies only; China and Korea are not
# among them.
DEFLATORS = {
    "imports_defl": ("import_deflator", "price deflator of imports of goods and services"),
    "exports_defl": ("export_deflator", "price deflator of exports of goods and services"),
    "gdp_defl": ("gdp_deflator", "price deflator of gross domestic product"),
    "cons_hh_defl": ("consumption_deflator", "price deflator of household consumption"),
}
FLOWS = {
    "imports": ("imports", "imports of goods and services"),
    "exports": ("exports", "exports of goods and services"),
    "gdp": ("gdp", "gross domestic product"),
    "cons_hh": ("consumption", "household consumption"),
}
COUNTRIES = {
    "JPN": ("Japan", "yen"),
    "USA": ("United States", "US dollars"),
    "DEU": ("Germany", "euro"),
    "MEX": ("Mexico", "Mexican pesos"),
    "ITA": ("Italy", "euro"),
    "ESP": ("Spain", "euro"),
}
# One quarter behind the others: the expenditure side was not out yet.
ENDED = {
    **{
        f"deu_{name}": "2026Q1"
        for name, _ in (*DEFLATORS.values(), *FLOWS.values())
        if name not in ("gdp", "gdp_deflator")
    },
    **{f"{c}_{name}": "2026Q1" for c in ("mex", "ita") for name, _ in (*DEFLATORS.values(), *FLOWS.values())},
}


def build() -> list[Table]:
    """One table, eight columns a country."""
    panel = list(csv.DictReader(io.StringIO(PACKAGE.read(FILE).decode())))
    about = {row["code"]: row for row in csv.DictReader(io.StringIO(PACKAGE.read(ABOUT).decode()))}
    if sorted(about) != sorted(COUNTRIES):
        raise checks.Refused(f"{ABOUT}: expected the economies {sorted(COUNTRIES)}, found {sorted(about)}")
    figures: dict[str, dict[str, float]] = {}
    for row in panel:
        year, month, _ = row["date"].split("-")
        quarter = figures.setdefault(f"{year}Q{(int(month) + 2) // 3}", {})
        for source, (name, _) in {**DEFLATORS, **FLOWS}.items():
            column = f"{row['code'].lower()}_{name}"
            if column in quarter:
                raise checks.Refused(f"{FILE}: {row['code']} {row['date']} stands twice")
            if row[source]:
                quarter[column] = float(row[source])
    names = tuple(
        f"{code.lower()}_{name}" for code in COUNTRIES for name, _ in (*DEFLATORS.values(), *FLOWS.values())
    )
    rows = [[quarter, *(figures[quarter].get(name) for name in names)] for quarter in sorted(figures)]
    table = Table(
        "oecd_national_accounts_quarterly",
        ("quarter",),
        names,
        rows,
        {
            "title": (
                "Quarterly national accounts: deflators of trade, output and consumption, and nominal flows"
            ),
            "kind": "series",
            "refresh": {"scale": "relative", "revision": 0.05, "low": 0},
            "publisher": "OECD, Quarterly National Accounts",
            "frequency": "quarterly",
            "vintage": f"OECD database as read by the package before {READ}; quarters to {LAST}",
            "provisional": "the last quarters are revised with each release",
            "licence": "OECD: any use with credit to the OECD "
            "(terms as the package quotes them for its other OECD table; not read here)",
            "obtained": [PACKAGE.obtained(FILE), PACKAGE.obtained(ABOUT)],
            "unverified": [
                "no second copy: figures were not compared with the OECD's own, which could not be reached",
                "whether the OECD or the package divided nominal by volume figures to get the deflators",
                "publisher_id: the package names a country and an item, not the OECD's series key",
            ],
            "status": "unverifiable",
            "builder": "data/builders/oecd_accounts.py",
            "notes": [
                "the package rounds every figure to six significant digits",
                (
                    "economies in the package: Germany, Spain, Italy, Japan, Mexico, United States; not "
                    "China, Korea or Taiwan"
                ),
                "flows are quarterly, at current prices, adjusted, not at annual rates",
                (
                    "Japan's nominal GDP of 2023 is 4.2 % above the IMF's of 2025 (weo_annual): a later "
                    "benchmark revision"
                ),
                "Mexico: adjusted by more than one method (the package's column sa_detail says mixed)",
            ],
        },
    )
    table.meta["columns"] = _describe(table, about)
    table.meta["checks"] = [
        checks.calendar(table, quarters(FIRST, LAST), "quarters"),
        checks.filled(table, 6_010),
        checks.ended(table, ENDED),
        checks.gaps(table, {}),
        checks.within(table, 10, 200, [name for name in names if name.endswith("deflator")]),
        checks.agrees(table, "deflator x volume / 100 = nominal figure, relative", _identity(panel), 5e-5),
        checks.agrees(table, "deflators average 100 in their reference year", _reference(table, about), 0.3),
        (
            "the sum of four quarters of US nominal GDP equals the IMF's annual figure (weo_annual) within"
            " 0.5 % from 1995 to 2024: tests/data/test_builders.py"
        ),
    ]
    return [table]


def _describe(table: Table, about: dict[str, dict[str, str]]) -> dict:
    columns = {}
    for code, (country, currency) in COUNTRIES.items():
        year = about[code]["price_ref_year"].removesuffix(".0")
        for group, unit, sign in (
            (DEFLATORS, f"index, {year}=100", "up = higher price in national currency"),
            (FLOWS, f"million {currency}, current prices", "positive"),
        ):
            for source, (name, meaning) in group.items():
                column = f"{code.lower()}_{name}"
                columns[column] = {
                    "series": f"oecd_{column}",
                    "title": f"{country}: {meaning}",
                    "publisher_id": f"{code}, {source}",
                    "unit": unit,
                    "seasonal_adjustment": "seasonally adjusted",
                    "sign": sign,
                    **coverage(table, column),
                }
    return columns


def _identity(panel: list[dict[str, str]]) -> list[tuple[str, float]]:
    found = []
    for row in panel:
        for flow in FLOWS:
            nominal, volume, price = row[flow], row[f"{flow}_real"], row[f"{flow}_defl"]
            if nominal and volume and price:
                gap = abs(float(volume) * float(price) / 100 / float(nominal) - 1)
                found.append((f"{row['code']} {row['date'][:7]} {flow}", gap))
    return found


def _reference(table: Table, about: dict[str, dict[str, str]]) -> list[tuple[str, float]]:
    # 0.3 is wide: a chain-linked annual deflator weighs the quarters, a plain mean of four does not.
    found = []
    for code in COUNTRIES:
        year = about[code]["price_ref_year"].removesuffix(".0")
        for name, _ in DEFLATORS.values():
            cells = dict(zip(table.keys(), table.column(f"{code.lower()}_{name}"), strict=True))
            mean = sum(cells[f"{year}Q{n}"] for n in range(1, 5)) / 4
            found.append((f"{code.lower()}_{name} {year}", abs(mean - 100)))
    return found
