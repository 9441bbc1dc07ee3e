"""OECD: inter-country input-output table of 2019, twenty economies by twenty sections of industry."""

import io
import json
from math import fsum

import numpy as np

from builders import checks
from builders.package import Package
from builders.table import Table

PACKAGE = Package("puremacro", "5.7.1")
FILE = "puremacro/trade/_datafiles/icio_oecd2023_2019_isic_g20.npz"
SOURCE = "http://oe.cd/icio"
COUNTRIES = "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF ROW".split()
SECTIONS = {
    "A": "agriculture, forestry and fishing",
    "B": "mining and quarrying",
    "C": "manufacturing",
    "D": "electricity, gas, steam",
    "E": "water supply, sewerage, waste",
    "F": "construction",
    "G": "wholesale and retail trade, repair of vehicles",
    "H": "transportation and storage",
    "I": "accommodation and food service",
    "J": "information and communication",
    "K": "finance and insurance",
    "L": "real estate",
    "M": "professional, scientific and technical activities",
    "N": "administrative and support service",
    "O": "public administration and defence",
    "P": "education",
    "Q": "health and social work",
    "R": "arts, entertainment and recreation",
    "S": "other service",
    "T": "households as employers",
}
FINAL_USES = {
    "final_consumption": "final consumption of households, non-profit institutions and government",
    "capital_formation": "gross fixed capital formation and change in inventories",
    "direct_purchases_abroad": "direct purchases abroad by residents",
}
TAXES, VALUE_ADDED = "TLS", "VA"


def build() -> list[Table]:
    """One table: who delivers (economy and section), to which economy, to which section or final use."""
    archive = np.load(io.BytesIO(PACKAGE.read(FILE)), allow_pickle=False)
    record = json.loads(str(archive["metadata_json"]))
    _expect(list(archive["country_codes"]) == COUNTRIES, "the economies are not the expected twenty")
    _expect(list(archive["sector_codes"]) == list(SECTIONS), "the sections are not A to T")
    _expect(list(archive["fd_codes"]) == ["C", "I", "Cx"], "the final uses are not C, I, Cx")
    _expect(
        (record["year"], record["unit"]) == (2019, "current million USD"),
        f"{record['year']}, {record['unit']}",
    )
    rows = _rows([[float(cell) for cell in row] for row in archive["data"]])
    names = (*SECTIONS, *FINAL_USES, "source", "source_date", "grade")
    table = Table(
        "oecd_icio_2019",
        ("origin", "row", "destination"),
        names,
        rows,
        {
            "title": (
                "Inter-country input-output table 2019: deliveries between economies and sections, "
                "million US dollars"
            ),
            "kind": "facts",
            "publisher": "OECD, Inter-Country Input-Output Tables, edition 2023",
            "frequency": "none",
            "columns": {
                "origin": {"title": "Economy that delivers; for TLS and VA the economy that pays"},
                "row": {
                    "title": (
                        "Delivering section A-T, or TLS (taxes less subsidies on products), or VA (value "
                        "added)"
                    )
                },
                "destination": {"title": "Economy that uses the delivery"},
                **{
                    s: {"title": f"Used by section {s}: {title}", "unit": "million US dollars"}
                    for s, title in SECTIONS.items()
                },
                **{
                    use: {"title": f"Final use: {title}", "unit": "million US dollars"}
                    for use, title in FINAL_USES.items()
                },
                "source": {"title": "Source"},
                "source_date": {"title": "Edition"},
                "grade": {"title": "Grade of the source: an adaptation of the OECD's table by the package"},
            },
            "vintage": "OECD ICIO edition 2023, reference year 2019, current prices, basic prices",
            "provisional": None,
            "licence": "OECD: any use, also commercial, with credit to the OECD; whoever passes the table on "
            "passes this on (as the package quotes the OECD's terms). Cite: OECD (2023), OECD "
            "Inter-Country Input-Output Tables, " + SOURCE,
            "obtained": [
                PACKAGE.obtained(FILE),
                (
                    f"adapted by the package from {record['source_metadata']['archive_member']}, "
                    f"sha256 {record['source_metadata']['sha256']}"
                ),
            ],
            "unverified": [
                (
                    "no second copy: the figures were not compared with the OECD's own table, which could "
                    "not be reached"
                )
            ],
            "status": "unverifiable",
            "builder": "data/builders/oecd_icio.py",
            "notes": [
                (
                    "an adaptation of an original work by the OECD; the opinions expressed and arguments "
                    "employed are not official views of the OECD or of its members"
                ),
                (
                    "economies: the 19 national members of the G20; ROW is the sum of all others, Taiwan and "
                    "the rest of the EU included"
                ),
                (
                    "sections of ISIC Rev. 4: manufacturing is one section, so nothing can be said of "
                    "electronics or chemicals alone"
                ),
                (
                    "the package grouped 77 economies and 45 activities by sums, set negative final uses "
                    f"to zero and rescaled their row ({record['negative_final_uses_netted']['cells']} "
                    "cells, 0.41 million dollars), and closed taxes as the residual of each column"
                ),
                (
                    "value added is the sum of the package's labour and capital rows; their split (2/3, 1/3) "
                    "is its convention, not data"
                ),
                (
                    "rows TLS and VA are entered with origin = destination, the economy that pays; output "
                    "of a section = sum of its column over all rows with that destination = sum of its "
                    "rows over all columns"
                ),
                (
                    "figures are written as the package stores them, without rounding; a last digit such as "
                    "0.9166999999999998 is the package's own summing"
                ),
                "sections T of Australia, China and Japan are empty at source",
            ],
        },
    )
    table.meta["checks"] = _checks(table, record["totals"])
    return [table]


def _expect(holds: bool, finding: str) -> None:
    if not holds:
        raise checks.Refused(f"{FILE}: {finding}; nothing was written")


def _rows(data: list[list[float]]) -> list[list]:
    """Rearrange the package's matrix (400 nodes + 3 rows of primary inputs, 400 nodes + 60 final uses) into
    rows."""
    uses, ends = len(SECTIONS), len(FINAL_USES)
    nodes = len(COUNTRIES) * uses
    taxes, labour, capital = data[nodes:]
    primary = {TAXES: taxes, VALUE_ADDED: [a + b for a, b in zip(labour, capital, strict=True)]}

    def cells(row: list[float], to: int) -> list[float]:
        return [*row[to * uses : (to + 1) * uses], *row[nodes + to * ends : nodes + (to + 1) * ends]]

    rows: list[list] = []
    for at, country in enumerate(COUNTRIES):
        for section, name in enumerate(SECTIONS):
            for to, destination in enumerate(COUNTRIES):
                rows.append([country, name, destination, *cells(data[at * uses + section], to)])
    for name, row in primary.items():
        for to, destination in enumerate(COUNTRIES):
            rows.append([destination, name, destination, *cells(row, to)])
    return [[*row, SOURCE, "2023", "C"] for row in rows]


def _checks(table: Table, totals: dict[str, float]) -> list[str]:
    width = len(SECTIONS) + len(FINAL_USES)
    delivered: dict[tuple[str, str], list[float]] = {}
    used: dict[tuple[str, str], list[float]] = {}
    paid: dict[str, list[float]] = {TAXES: [], VALUE_ADDED: []}
    for origin, name, destination, *cells in table.rows:
        figures = cells[:width]
        for section, figure in zip(SECTIONS, figures, strict=False):
            used.setdefault((destination, section), []).append(figure)
        if name in paid:
            paid[name] += figures[: len(SECTIONS)]
        else:
            delivered.setdefault((origin, name), []).extend(figures)
    output = {node: fsum(figures) for node, figures in delivered.items()}
    negative = [row[:3] for row in table.rows if row[1] not in paid and min(row[3 : 3 + width]) < 0]
    _expect(not negative, f"a delivery is negative: {negative[:1]}")
    return [
        checks.row_count(table, 20 * 20 * 20 + 2 * 20),
        "no delivery is negative",
        checks.agrees(
            table,
            "output: sum of what a section delivers = sum of what it uses, in units of the larger of output"
            " and 1",
            ((f"{c} {s}", abs(fsum(used[c, s]) - out) / max(out, 1)) for (c, s), out in output.items()),
            1e-9,
        ),
        checks.agrees(
            table,
            "world totals as the package records them, relative",
            [
                ("gross output", abs(fsum(output.values()) / totals["world_gross_output"] - 1)),
                ("value added", abs(fsum(paid[VALUE_ADDED]) / totals["world_value_added"] - 1)),
                ("taxes on inputs", abs(fsum(paid[TAXES]) / totals["world_net_taxes_intermediate"] - 1)),
            ],
            1e-9,
        ),
        (
            "value added plus taxes of Japan, the United States, China and Germany is 97 to 100.5 % of the"
            " IMF's GDP in dollars of 2019 (weo_annual): tests/data/test_builders.py"
        ),
    ]
