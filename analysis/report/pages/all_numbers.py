"""The page of all numbers: one row each, with value, interval, sample and tables, and the same as CSV.

A table a page, so that a browser lays out those that are in sight and no others (`_static/evidence.css`): one
table of more than a thousand rows kept a phone waiting for a second before anything was seen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.numerals import MINUS
from analysis.report.pages import stored
from analysis.report.pages.evidence_cards import (
    ALL,
    FOLDER,
    address_of_table,
    notebooks,
    numbers_of,
    page_named,
    tables_of,
)

FILE = "numbers.csv"
HEAD = ("Key", "Value", "Interval", "Sample", "Tables")
#: Tables named in a row, and characters of its value; the card and the CSV have the rest.
TABLES, LONGEST = 2, 90


_START = """<p><a class="reference download internal" download="" href="{file}">All numbers (CSV)</a></p>
<div class="evidence-rows on-screen-only">"""
_PAGE = """<section class="evidence-page" style="--rows: {count}">
<h2 id="numbers-{page}"><a href="{address}">{title}</a></h2>
<table class="table" aria-labelledby="numbers-{page}"><thead><tr>{heads}</tr></thead><tbody>"""


class AllNumbers(SphinxDirective):
    """``{all-numbers}``: the tables, with a link to them as CSV."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """The tables as they stand in the page."""
        self.env.note_reread()
        return [AllNumbersNode()]


class AllNumbersNode(nodes.General, nodes.Element):
    """Stands for the tables until every page is known."""


def rows(env: Any) -> Iterator[dict[str, Any]]:
    """One row a number, in the order of the book: what the page and the CSV say."""
    for name, doc in notebooks(env).items():
        for key, number in numbers_of(env, doc).items():
            yield {
                "key": key,
                "page": name,
                "doc": doc,
                "cell": number["cell"],
                "value": number["text"],
                "interval": _interval(number),
                "sample": _sample(number),
                "tables": tables_of(number),
                "parts": number.get("parts", []),
            }


def _interval(number: dict[str, Any]) -> str:
    return "; ".join(
        f"{_short(part['low'])} to {_short(part['high'])}"
        + (f" ({100 * part['coverage']:g} %)" if "coverage" in part else "")
        for part in number.get("parts", ())
        if "low" in part and "high" in part
    )


def _short(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)


def _sample(number: dict[str, Any]) -> str:
    for part in number.get("parts", ()):
        span = f"{part['first']} to {part['last']}" if "first" in part and "last" in part else ""
        count = f"n = {part['n']}" if "n" in part else ""
        if span or count:
            return ", ".join(filter(None, (span, count)))
    return ""


def as_html(env: Any, uri: Any) -> str:
    """The tables as HTML; `uri` gives the address of a page as seen from this one."""
    heads = "".join(f'<th scope="col">{text}</th>' for text in HEAD)
    lines = [_START.format(file=f"../_static/{FOLDER}/{FILE}")]
    for doc, group in groupby(rows(env), key=itemgetter("doc")):
        found = list(group)
        lines.append(
            _PAGE.format(
                page=found[0]["page"],
                address=escape(uri(doc)),
                title=escape(env.titles[doc].astext()),
                count=len(found),
                heads=heads,
            )
        )
        lines += [_row(env, uri, row) for row in found]
        lines.append("</tbody></table></section>")
    return "\n".join([*lines, "</div>"])


def _row(env: Any, uri: Any, row: dict[str, Any]) -> str:
    tables = [
        f'<a href="{escape(address_of_table(env, uri, table))}">{escape(table)}</a>'
        for table in row["tables"][:TABLES]
    ]
    more = len(row["tables"]) - TABLES
    value = row["value"] if len(row["value"]) <= LONGEST else row["value"][: LONGEST - 1] + "…"
    code = f"{escape(uri(row['doc']))}#{stored.anchor(row['cell'])}"
    return (
        f'<tr id="evidence-{row["key"]}"><th scope="row"><a href="{code}">{escape(row["key"])}</a></th>'
        f"<td>{escape(value)}</td><td>{escape(row['interval'])}</td><td>{escape(row['sample'])}</td>"
        f"<td>{', '.join(tables)}{f' and {more} more' if more > 0 else ''}</td></tr>"
    )


def as_csv(env: Any) -> str:
    """One line a number, everything its record has, LF."""
    fields = ("unit", "error", "coverage", "interval", "n", "first", "last", "method", "qualifier", "as_of")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", "page", "cell", "text", "value", "low", "high", *fields, "tables"])
    for row in rows(env):
        part = row["parts"][0] if len(row["parts"]) == 1 else {}
        kept = [part.get(name, "") for name in ("value", "low", "high", *fields)]
        writer.writerow(
            [row["key"], row["page"], row["cell"], row["value"], *kept, " | ".join(row["tables"])]
        )
    return out.getvalue()


def fill(app: Any, doctree: nodes.document, docname: str) -> None:
    """Put the tables in their place."""
    for place in list(doctree.findall(AllNumbersNode)):
        html = as_html(app.env, lambda doc: app.builder.get_relative_uri(docname, doc))
        place.replace_self(nodes.raw("", html, format="html"))


def after_build(app: Any, exception: Exception | None) -> None:
    """Write the CSV."""
    if exception is not None or app.builder.format != "html" or page_named(app.env, ALL) is None:
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(as_csv(app.env), encoding="utf-8")


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_node(AllNumbersNode)
    app.add_directive("all-numbers", AllNumbers)
    app.connect("doctree-resolved", fill)
    app.connect("build-finished", after_build, priority=850)
