"""From a committed table to the answers of its publisher: ``ANSWERS[provider](spec, table, request) ->
bytes``."""

from __future__ import annotations

import io
import json
import random
import zipfile
from decimal import Decimal

from publishers import japanese, workbook

_PAGE = 100  # codes that the Bank sends at once


def boj(spec, table, request) -> bytes:
    asked = dict(request.params)
    codes = asked["code"].split(",")
    start = int(asked.get("startPosition", 1)) - 1
    columns = {series.code: table.column(series.column) for series in spec.series}
    entries = []
    for code in codes[start : start + _PAGE]:
        cells = columns[code]
        dates = ", ".join(period.replace("-", "") for period in cells)
        values = ", ".join(cell.removesuffix(".0") or "null" for cell in cells.values())
        unit = "100 million Yen" if asked["db"] == "BP01" else "CY2020=100"
        entries.append(
            f'{{"SERIES_CODE": "{code}", "NAME_OF_TIME_SERIES": "name", "UNIT": "{unit}", "FREQUENCY":'
            ' "MONTHLY", "CATEGORY": "category", "LAST_UPDATE": 20261113, "VALUES": {"SURVEY_DATES":'
            f' [{dates}], "VALUES": [{values}]}}}}'
        )
    following = start + _PAGE + 1
    position = following if following <= len(codes) else "null"
    return (
        '{"STATUS": 200, "MESSAGEID": "M181000I", "MESSAGE": "Successfully completed", "DATE":'
        f' "2026-11-13T8:50:11+09:00", "PARAMETER": {{"FORMAT": "JSON", "DB": "{asked["db"]}"}},'
        f' "NEXTPOSITION": {position}, "RESULTSET": [{", ".join(entries)}]}}'
    ).encode()


def fred(spec, table, request) -> bytes:
    asked = dict(request.params)
    code = asked.get("id") or asked["series_id"]
    series = next(series for series in spec.series if series.code == code)
    if "series_id" in asked:
        told = [
            {"date": f"{month}-01", "value": cell or "."}
            for month, cell in table.column(series.column).items()
        ]
        return json.dumps({"count": len(told), "observations": told}).encode()
    lines = [f"observation_date,{code}"]
    for month, cell in table.column(series.column).items():
        if cell:
            value = str((Decimal(cell) * series.divide).normalize().__format__("f"))
            lines.append(f"{month}-01,{value}{'0' if '.' in value else ''}")
    return ("\n".join(lines) + "\n").encode()


def fred_md(spec, table, request) -> bytes:
    names = ["VIXCLSx", *(series.code for series in spec.series)]
    columns = [table.column(series.column) for series in spec.series]
    lines = [",".join(["sasdate", *names, ""]), ",".join(["Transform:", *["1"] * len(names), ""])]
    for month in table.periods:
        year, number = month.split("-")
        lines.append(
            ",".join([f"{int(number)}/1/{year}", "17.1", *(column[month] for column in columns), ""])
        )
    return "\r\n".join([*lines, "," * (len(names) + 1), ""]).encode()


def ecb(spec, table, request) -> bytes:
    text = io.StringIO()
    text.write(",".join([*["Date" if name == "date" else name for name in table.head], ""]) + "\n")
    for row in reversed(table.rows):
        text.write(",".join([*(cell or "N/A" for cell in row), ""]) + "\n")
    return zipped({"eurofxref-hist.csv": text.getvalue().encode()})


def bls(spec, table, request) -> bytes:
    file = request.kind.split("/")[-1]
    lines = ["series_id\tyear\tperiod\tvalue\tfootnote_codes", "CUUR0100SA0      \t2025\tM01\t       300.1\t"]
    for series in spec.series:
        if file != _file_of(series.code):
            continue
        cells = table.column(series.column)
        for month, cell in cells.items():
            year, number = month.split("-")
            if cell:
                lines.append(f"{series.code:<30}\t{year}\tM{number}\t{cell:>16}\t")
            elif month == "2025-10":
                lines.append(f"{series.code:<30}\t{year}\tM{number}\t               -\tX")
            if number == "12" and cell:
                lines.append(f"{series.code:<30}\t{year}\tM13\t{cell:>16}\t")
    return ("\r\n".join(lines) + "\r\n").encode()


def _file_of(code: str) -> str:
    if code.startswith("CU"):
        return "cu.data.0.Current"
    if code.startswith("EIUCO"):
        return "ei.data.07.LocalityofOrigin"
    return "ei.data.02.BEAExport" if code.startswith("EIUIQ") else "ei.data.01.BEAImport"


def bis(spec, table, request) -> bytes:
    lines = ["DATAFLOW,FREQ,EER_TYPE,EER_BASKET,REF_AREA,TIME_PERIOD,OBS_VALUE,TIME_FORMAT"]
    for month, cell in table.column(spec.series[0].column).items():
        lines.append(f"BIS:WS_EER(1.0),M,R,B,CN,{month},{cell or 'NaN'},")
    return "\n".join([*lines, "BIS:WS_EER(1.0),M,R,B,CN,2026-08,NaN,", ""]).encode()


def oecd(spec, table, request) -> bytes:
    items = {"gdp": "B1GQ", "consumption": "P3", "exports": "P6", "imports": "P7"}
    sector = request.kind
    head = (
        "DATAFLOW FREQ ADJUSTMENT REF_AREA SECTOR TRANSACTION UNIT_MEASURE PRICE_BASE TRANSFORMATION"
        " TIME_PERIOD "
    )
    head += "OBS_VALUE REF_YEAR_PRICE UNIT_MULT CURRENCY"
    lines = []
    columns = {series.code: table.column(series.column) for series in spec.series}
    for code, cells in columns.items():
        country, item, *deflator = code.split(".")
        if deflator or (item == "consumption") != (sector == "S1M"):
            continue
        volume = "Q" if country == "MEX" else "L"
        year = _reference_year(columns[f"{country}.{item}.deflator"])
        for quarter, cell in cells.items():
            if not cell:
                continue
            index = columns[f"{country}.{item}.deflator"][quarter]
            time = quarter.replace("Q", "-Q")
            # A flow without a deflator is one whose volume is not out yet.
            values = {"V": Decimal(cell), **({volume: 100 * Decimal(cell) / Decimal(index)} if index else {})}
            for base, value in values.items():
                lines.append(
                    f"OECD:QNA(1.1),Q,Y,{country},{sector},{items[item]},XDC,{base},N,{time},{value},{year},6,XXX"
                )
            lines.append(f"OECD:QNA(1.1),Q,N,{country},{sector},{items[item]},XDC,V,N,{time},1,{year},6,XXX")
    random.Random(1).shuffle(lines)
    return "\n".join([head.replace(" ", ","), *lines, ""]).encode()


def _reference_year(deflator: dict[str, str]) -> str:
    """The year in which a deflator is 100 on average."""
    years: dict[str, list[float]] = {}
    for quarter, cell in deflator.items():
        if cell:
            years.setdefault(quarter[:4], []).append(float(cell))
    return min(
        (year for year, cells in years.items() if len(cells) == 4),
        key=lambda year: abs(sum(years[year]) / 4 - 100),
    )


def imf(spec, table, request) -> bytes:
    countries, subjects, _ = request.url.rsplit("/", 1)[1].split(".")
    lines = ["DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,LATEST_ACTUAL_ANNUAL_DATA"]
    for series in spec.series:
        country, subject = series.code.split(".")
        if country in countries.split("+") and subject in subjects.split("+"):
            for year, cell in table.column(series.column).items():
                if cell:
                    value = Decimal(cell) * series.divide
                    lines.append(f"IMF.RES:WEO(9.0.0),{country},{subject},A,{year},{value:f},2024")
            lines.append(f"IMF.RES:WEO(9.0.0),{country},{subject},A,2026,1.5,2024")
    return "\n".join([*lines, ""]).encode()


def tic(spec, table, request) -> bytes:
    names = [series.code for series in spec.series if not series.code.startswith("old ")]
    columns = {series.code: table.column(series.column) for series in spec.series}
    quoted = {name: f'"{name}"' if "," in name else name for name in names}
    if request.kind == "slt_table5.txt":
        months = table.periods[-13:][::-1]
        lines = ["Table 5: Major Foreign Holders of Treasury Securities", "Holdings at end of time period"]
        lines += ["Billions of dollars", "Link: https://ticdata.treasury.gov/.../slt_table5.txt", ""]
        lines.append("\t".join(["Country", *months]))
        lines += ["\t".join([name, *(columns[name][month] or "n.a." for month in months)]) for name in names]
        lines.insert(7, "\t".join(["Belgium  5/", *["1.0"] * len(months)]))
        return ("\r\n".join(lines) + "\r\n").encode("latin-1")
    lines = ["\t\t\tMAJOR FOREIGN HOLDERS OF TREASURY SECURITIES\t", "\t\t\t\t    (in billions of dollars)\t"]
    lines.append("\t\t\t\tHOLDINGS 1/ AT END OF PERIOD\t")
    for year in range(2025, 1999, -1):
        months = [month for month in table.periods[::-1] if month.startswith(str(year))]
        # A month with an old value as well is printed twice, the new value first.
        printed = [
            (m, old) for m in months for old in (("", "old ") if columns["old " + names[0]][m] else ("",))
        ]
        short = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
        lines += ["\t\t", "\t".join(["", *(short[int(m[5:]) - 1] for m, _ in printed), ""])]
        lines += [
            "\t".join(["Country", *(m[:4] for m, _ in printed), ""]),
            "\t" + "\t".join(["------"] * len(printed)),
        ]
        for name in names[::-1] if year % 2 else names:
            lines.append(
                "\t".join(
                    [quoted[name], *(columns[old + name][m].removesuffix(".0") for m, old in printed), ""]
                )
            )
        lines += ["Of which:", "\t"]
    return "\n".join([*lines, "3/18/26", "(2025 revised March 18, 2026)", ""]).encode("latin-1")


def world_bank(spec, table, request) -> bytes:
    about = {
        "Monthly Prices": "monthly prices",
        "Monthly Indices": "monthly indices based on nominal US dollars, 2010=100",
    }
    sheets = {}
    for part in spec.parts:
        chosen = spec.of_part(part)
        rows: list[list[str | float | None]] = [
            ["World Bank Commodity Price Data (The Pink Sheet)"],
            [about[part]],
            [None],
        ]
        rows.append([None, *(series.code for series in chosen)])
        rows.append([None, *("($/mt)" for _ in chosen)])
        columns = [table.column(series.column) for series in chosen]
        for month in table.periods:
            # The workbook holds doubles: a little noise far behind the second decimal.
            values = [float(column[month]) * (1 + 1e-15) if column[month] else "…" for column in columns]
            rows.append([month.replace("-", "M"), *values])
        sheets[part] = rows
    return workbook.packed({"AFOSHEET": [["other"]], **sheets})


def estat(spec, table, request) -> bytes:
    code = dict(request.params)["cdCat01"]
    series = next(series for series in spec.series if series.code == code)
    fixed = {"@tab": "1", "@cat01": code, "@area": "00000"}
    values = [
        {**fixed, "@time": f"{m[:4]}00{m[5:]}{m[5:]}", "$": cell.removesuffix(".0") or "***"}
        for m, cell in table.column(series.column).items()
    ][::-1]
    values.append({**fixed, "@time": "2025100000", "$": "100"})
    inner = {"RESULT_INF": {"TOTAL_NUMBER": len(values)}, "DATA_INF": {"VALUE": values}}
    told = {"GET_STATS_DATA": {"RESULT": {"STATUS": 0, "ERROR_MSG": ""}, "STATISTICAL_DATA": inner}}
    return json.dumps(told).encode()


def fiscal_data(spec, table, request) -> bytes:
    """Dollars and cents in text; the fractions of a dollar are ours."""
    line = spec.dataset.split(": ")[1]
    columns = {series.code: table.column(series.column) for series in spec.series}
    records = []
    for month in table.periods:
        amounts = {
            code: f"{Decimal(cells[month]) * 10**9 + Decimal('1234.56'):.2f}"
            for code, cells in columns.items()
        }
        records.append({"record_date": f"{month}-28", "classification_desc": line, **amounts})
    return json.dumps(
        {"data": records, "meta": {"count": len(records), "total-count": len(records)}, "links": {}}
    ).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


ANSWERS = {
    "bis": bis,
    "bls": bls,
    "boj": boj,
    "ecb": ecb,
    "fiscal_data": fiscal_data,
    "fred": fred,
    "fred_md": fred_md,
    "imf": imf,
    "mof": japanese.mof,
    "oecd": oecd,
    "statistics_bureau": japanese.statistics_bureau,
    "tic": tic,
    "world_bank": world_bank,
}
