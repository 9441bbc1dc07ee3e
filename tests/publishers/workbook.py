"""A workbook of the spreadsheet format, as small as it can be."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(sheets: dict[str, list[list]]) -> bytes:
    """The file that holds these sheets; text goes to the shared strings, None leaves a cell out."""
    strings: dict[str, int] = {}
    bodies = {}
    for number, rows in enumerate(sheets.values(), start=1):
        lines = []
        for at, row in enumerate(rows, start=1):
            cells = []
            for position, value in enumerate(row):
                if value is None:
                    continue
                place = f"{_letters(position)}{at}"
                if isinstance(value, str):
                    cells.append(f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
                else:
                    cells.append(f'<c r="{place}"><v>{value!r}</v></c>')
            lines.append(f'<row r="{at}">{"".join(cells)}</row>')
        bodies[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
        )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="t" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    bodies["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'
    )
    bodies["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
    bodies["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in bodies.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + body)
    return file.getvalue()


def _letters(position: int) -> str:
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text
