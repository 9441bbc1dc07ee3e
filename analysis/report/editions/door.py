"""The door of the first page that leads to the PDF, once there is one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from analysis.errors import NotebookError

FOLDER = "editions"  # below the built pages
#: Until then it leads to the page that says how the file is made.
_DOOR = re.compile(
    r'<a class="[^"]*" href="(?P<way>[^"]*)rerun\.html#rerun-editions"(?=[^>]*>(?:<[^>]*>)*PDF\b)'
)


def open_pdf(html: Path, pdf: Path) -> Path:
    """Put a copy of the PDF beside the built pages and lead the door of the first page to it.

    Parameters
    ----------
    html : Path
        Folder of the built pages.
    pdf : Path
        The edition.

    Raises
    ------
    NotebookError
        If the first page has no such door.
    """
    page = html / "chapters" / "index.html"
    copy = html / FOLDER / pdf.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(pdf, copy)
    text = page.read_text("utf-8")
    way = f"../{FOLDER}/{pdf.name}"
    opened, doors = _DOOR.subn(f'<a href="{way}" type="application/pdf"', text)
    if not doors and way not in text:
        raise NotebookError(f"{page} has no door to the PDF; build the book again")
    page.write_text(opened, encoding="utf-8")
    return copy
