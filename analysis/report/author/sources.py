"""Where the numbers of a figure or table come from: publisher and vintage, looked up in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.errors import DataError, NotebookError
from analysis.report.author import session

LONGEST_VINTAGE = 90  # characters; the catalogue page has the whole text
#: Tables that a page rests on without reading them: what code has typed and tests hold to the table.
TYPED = {
    "funding_plan": "shares of bank and insurer are defaults of scheme.Instruments",
    "memorandum": "what a refusal costs follows its clause, as typed in scheme.refusal",
    "specification_shocks": "signs, dates and tests of states run as they were stated there",
    "specification_tariffs": "the comparisons run as they were stated there",
}


def describe(source: str | Iterable[str], where: str) -> dict[str, object]:
    """Resolve names to a source line.

    Parameters
    ----------
    source : str or iterable of str
        Names of tables or series; an entry with a space in it is text and taken as it is.
    where : str
        Name of the figure or table, for messages.

    Returns
    -------
    dict
        ``text``, such as "Bank of Japan, Time-Series Data Search (vintage: 2026-10-07)", and ``tables``, the
        names of the tables it rests on, in order.

    Raises
    ------
    NotebookError
        If the source is empty, a name is not in the catalogue, or, in a notebook, nothing has read the table.
    """
    from analysis import data

    entries = [source] if isinstance(source, str) else list(source)
    if not entries or not all(isinstance(entry, str) and entry.strip() for entry in entries):
        raise NotebookError(
            f"{where}: has no source; name the tables or series it is drawn from, or say it in words"
        )
    parts: list[str] = []
    tables: list[str] = []
    # Looking a name up describes its table, which the log of what was used counts too; so it is no proof.
    opened = data.opened_log()
    for entry in entries:
        if " " in entry.strip():
            parts.append(entry.strip().rstrip("."))
            continue
        table, own = _lookup(entry.strip(), where)
        if session.shell() is not None and table not in opened and table not in TYPED:
            raise NotebookError(
                f"{where}: names {table} as its source, and nothing has read that table; name the tables that"
                " it is drawn from"
            )
        if table not in tables:
            tables.append(table)
            parts.append(_one(table, own))
    return {"text": "; ".join(dict.fromkeys(parts)), "tables": tables}


def _lookup(name: str, where: str) -> tuple[str, bool]:
    """Table of a name and whether the series is computed here."""
    from analysis import data

    try:
        about = data.describe(name)
    except DataError as error:
        raise NotebookError(f"{where}: source: {error}") from None
    return str(about.get("table") or name), bool(about.get("derived"))


def _one(table: str, own: bool) -> str:
    from analysis import data

    about = data.describe(table)
    publisher = ("own computation from " if own else "") + str(about["publisher"])
    return f"{publisher} (vintage: {short(str(about['vintage']))})"


def short(vintage: str) -> str:
    """First statement of a vintage, without its asides; an ellipsis tells that the catalogue says more."""
    plain = re.sub(r"\s*\([^()]*\)", "", vintage).strip()
    text = re.split(r";\s|\.\s", plain, maxsplit=1)[0].rstrip(". ")
    if len(text) > LONGEST_VINTAGE:
        text = text[:LONGEST_VINTAGE].rsplit(" ", 1)[0].rstrip(",:")
    return text if text == vintage.strip().rstrip(". ") else f"{text} …"
