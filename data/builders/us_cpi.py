"""US Bureau of Labor Statistics: CPI-U of the US city average, every monthly item index since 1990."""

import sqlite3
from collections import defaultdict

from builders import checks
from builders.package import Package
from builders.periods import months
from builders.table import Table, coverage

PACKAGE = Package("cpi", "2.1.0")
FILE = "cpi/cpi.db"
FIRST, LAST, READ = "1990-01", "2026-08", "2026-09-24"
SOURCE = "https://download.bls.gov/pub/time.series/cu/"
PUBLISHER = (
    "US Bureau of Labor Statistics, Consumer Price Index for All Urban Consumers (CPI-U), US city average"
)
LICENCE = (
    "US federal government work, public domain; BLS asks to be cited (terms stated from general knowledge)"
)
SHUTDOWN = "2025-10"  # no price survey: the federal government was closed

# What the database must hold. Counts pin the file; names pin the exceptions that an analysis must know about.
EXPECTED = {
    "nsa": {
        "columns": 400, "figures": 153_216, "last_row": 377, "with_gaps": 43,
        "in_shutdown": "SEEC01 SEED03 SETA01 SETA02 SETA03 SETB01 SS45011 SS45021 SS47014 SS47015 SS47016",
    },
    "sa": {
        "columns": 326, "figures": 120_181, "last_row": 320, "with_gaps": 22,
        "in_shutdown": "SEEC01 SETA01 SETA02 SETA03 SETB01 SS45011 SS45021 SS47014 SS47015 SS47016",
    },
}  # fmt: skip
WORDS = {"nsa": "not seasonally adjusted", "sa": "seasonally adjusted"}
PREFIX = {"nsa": "CUUR0000", "sa": "CUSR0000"}

QUERY = """
    select s.seasonally_adjusted, s.items, s.id, s.title, i.year, i.period, i.value
    from indexes i join series s on s.id = i.series
    where s.area = '0000' and s.survey = 'All urban consumers' and s.periodicity = 'R'
        and i.period between 'M01' and 'M12'
    order by s.items, i.year, i.period
"""


def build() -> list[Table]:
    """Unadjusted indexes, seasonally adjusted indexes, and one row an item."""
    history: dict[str, dict[str, dict[str, float]]] = {"nsa": defaultdict(dict), "sa": defaultdict(dict)}
    titles: dict[str, str] = {}
    # Read-only and immutable: opening a database must not leave a journal in the installed package.
    with sqlite3.connect(f"{PACKAGE.path(FILE).as_uri()}?mode=ro&immutable=1", uri=True) as database:
        for adjusted, item, series, title, year, period, value in database.execute(QUERY):
            kind = "sa" if adjusted else "nsa"
            month = f"{year}-{period[1:]}"
            if series != PREFIX[kind] + item or month in history[kind][item]:
                raise checks.Refused(
                    f"{FILE}: {series} {month} stands twice or is not item {item}, {WORDS[kind]}"
                )
            history[kind][item][month] = value
            titles[item] = " ".join(title.removesuffix(f", {WORDS[kind]}").split()).removesuffix(
                " in U.S. city average, all urban consumers"
            )
    tables = {kind: _indexes(kind, history[kind]) for kind in ("nsa", "sa")}
    return [tables["nsa"], tables["sa"], _items(tables, history["nsa"], titles)]


def _indexes(kind: str, history: dict[str, dict[str, float]]) -> Table:
    wanted = EXPECTED[kind]
    calendar = months(FIRST, LAST)
    items = sorted(item for item, figures in history.items() if max(figures) >= FIRST)
    beyond = sorted({month for figures in history.values() for month in figures if month > LAST})
    rows = [[month, *(history[item].get(month) for item in items)] for month in (*calendar, *beyond)]
    table = Table(
        f"us_cpi_items_{kind}",
        ("month",),
        tuple(items),
        rows,
        {
            "title": f"US consumer prices by item, CPI-U, US city average, {WORDS[kind]}",
            "kind": "series",
            # Unadjusted indexes are final; seasonal factors of five years are estimated anew each February.
            "refresh": {"scale": "relative", "revision": 0.001, "refuse": 0.02, "low": 0}
            if kind == "nsa"
            else {"scale": "relative", "revision": 0.03, "low": 0},
            "publisher": PUBLISHER,
            "frequency": "monthly",
            "wide": {
                "pattern": f"us_cpi_{kind}_{{column}}",
                "title": f"US consumer price index, {WORDS[kind]}",
                "publisher_id": PREFIX[kind] + "{column}",
                "unit": "index; base period by item in us_cpi_items",
                "seasonal_adjustment": WORDS[kind],
                "sign": "up = higher price",
                "index_table": "us_cpi_items",
            },
            "vintage": f"BLS flat files read by the package on or before {READ}; last month {LAST}",
            "provisional": None
            if kind == "nsa"
            else "seasonal factors of the last five years are revised each February",
            "licence": LICENCE,
            "obtained": [PACKAGE.obtained(FILE)],
            "unverified": ["columns that FRED-MD does not carry: one copy only"],
            "status": "spot-checked",
            "builder": "data/builders/us_cpi.py",
            "notes": [
                (
                    f"{SHUTDOWN} was not surveyed (government closed); a few items appear all the same (see "
                    "checks)"
                ),
                f"history before {FIRST} is in the package and was left out",
                (
                    "an item with gaps was not published in those months: see missing_sa and missing_nsa in "
                    "us_cpi_items"
                ),
                (
                    "unadjusted indexes are final when published; values have one decimal before 2007 and "
                    "three since"
                ),
            ],
        },
    )
    with_gaps = [c for c in items if any(gap != SHUTDOWN for gap in coverage(table, c)["missing"])]
    if len(with_gaps) != wanted["with_gaps"]:
        raise checks.Refused(
            f"{table.name}: expected {wanted['with_gaps']} items with gaps, found {len(with_gaps)}:"
            f" {with_gaps}"
        )
    table.meta["checks"] = [
        checks.calendar(table, calendar, "months"),
        _count(table, wanted["columns"]),
        checks.filled(table, wanted["figures"]),
        checks.last_row(table, wanted["last_row"]),
        checks.published_in(table, SHUTDOWN, wanted["in_shutdown"].split()),
        f"{len(with_gaps)} items have empty months other than {SHUTDOWN}; each is listed in us_cpi_items",
        checks.within(table, 1, 20_000),
    ]
    if kind == "sa":
        table.meta["checks"].append(
            "ten columns equal the FRED-MD copy (fred_md) in every month 1990-01..2026-07, difference 0: "
            "tests/data/test_builders.py"
        )
    return table


def _count(table: Table, expected: int) -> str:
    if len(table.columns) != expected:
        raise checks.Refused(
            f"{table.name}: expected {expected} items with figures since {FIRST}, found {len(table.columns)}"
        )
    return f"{expected} items with figures since {FIRST}"


def _items(
    tables: dict[str, Table], unadjusted: dict[str, dict[str, float]], titles: dict[str, str]
) -> Table:
    rows = []
    for item in tables["nsa"].columns:
        base = _base(unadjusted[item])
        row = [item, titles[item], _level(item), f"index, {base}" if base else None]
        for kind in ("nsa", "sa"):
            if item in tables[kind].columns:
                span = coverage(tables[kind], item)
                row += [span["first"], span["last"], span["nobs"], ", ".join(span["missing"]) or None]
            else:
                row += [None, None, None, None]
        rows.append([*row, "monthly", min(unadjusted[item]), SOURCE, READ, "A"])
    columns = {
        "title": {"title": "Item, as BLS names it"},
        "level": {"title": "Level, read from the form of the item code"},
        "unit": {"title": "Base period, inferred from the unadjusted figures"},
        "first_nsa": {"title": "First month, unadjusted, in the table"},
        "last_nsa": {"title": "Last month, unadjusted"},
        "nobs_nsa": {"title": "Figures, unadjusted", "unit": "months"},
        "missing_nsa": {"title": "Months without a figure between first and last, unadjusted"},
        "first_sa": {"title": "First month, seasonally adjusted, in the table"},
        "last_sa": {"title": "Last month, seasonally adjusted"},
        "nobs_sa": {"title": "Figures, seasonally adjusted", "unit": "months"},
        "missing_sa": {"title": "Months without a figure between first and last, seasonally adjusted"},
        "periodicity": {"title": "Periodicity of the series"},
        "published_since": {"title": "First month of the unadjusted series, also before 1990"},
        "source": {"title": "Source"},
        "source_date": {"title": "Day by which the package had read the source"},
        "grade": {"title": "Grade of the source"},
    }
    table = Table(
        "us_cpi_items",
        ("column",),
        tuple(columns),
        rows,
        {
            "title": "Items of the US CPI-U tables: name, level, base period, coverage",
            "kind": "facts",
            "publisher": PUBLISHER,
            "frequency": "none",
            "columns": columns,
            "vintage": tables["nsa"].meta["vintage"],
            "provisional": None,
            "licence": LICENCE,
            "obtained": tables["nsa"].meta["obtained"],
            "unverified": [
                "unit: the package drops BLS's base periods; inferred here, and empty where no rule fits",
                (
                    "level: the package drops BLS's display level; read here from the code (general "
                    "knowledge of its form)"
                ),
            ],
            "status": "spot-checked",
            "builder": "data/builders/us_cpi.py",
            "notes": [
                (
                    "unit: 1982-84=100 if the 36 unadjusted figures of these years average 100 within "
                    "0.06; 1967=100 likewise for the old base; otherwise the December in which the index "
                    "is exactly 100 (first figure, then 1997, 2007, 2024)"
                ),
                (
                    "level: SA.. aggregate, SE + 2 letters expenditure class, SE + 2 letters + 2 digits "
                    "item stratum, SS.. index below a stratum, AA.. old base; strata do not overlap, "
                    "aggregates and classes contain them"
                ),
            ],
        },
    )
    unknown = [row[0] for row in rows if row[3] is None]
    table.meta["checks"] = [
        checks.row_count(table, EXPECTED["nsa"]["columns"]),
        f"every adjusted item is also an unadjusted one: {len(tables['sa'].columns)} of {len(rows)}",
        (
            f"base period inferred for {len(rows) - len(unknown)} items, left empty for {len(unknown)}: "
            f"{', '.join(unknown) or 'none'}"
        ),
        "coverage columns computed from the two tables of figures",
    ]
    if lone := sorted(set(tables["sa"].columns) - set(tables["nsa"].columns)):
        raise checks.Refused(f"us_cpi_items: {lone[0]} is adjusted but not published unadjusted")
    return table


def _level(item: str) -> str:
    if item.startswith("AA"):
        return "old base"
    if item.startswith("SA"):
        return "aggregate"
    if item.startswith("SS"):
        return "below stratum"
    return "expenditure class" if len(item) == 4 else "item stratum"


def _base(figures: dict[str, float]) -> str | None:
    """Infer the base period of an unadjusted index from its whole history."""
    for label, first, last in (("1982-84=100", "1982-01", "1984-12"), ("1967=100", "1967-01", "1967-12")):
        span = [figures.get(month) for month in months(first, last)]
        if None not in span and abs(sum(span) / len(span) - 100) <= 0.06:
            return label
    for month in (min(figures), "1997-12", "2007-12", "2024-12"):
        if month.endswith("-12") and figures.get(month) == 100:
            return f"{month}=100"
    return None
