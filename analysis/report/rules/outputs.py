"""Rules for what is stored under the cells: executed in order, clean, figures described."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.rules.page import Breach, Cell, Page
from analysis.report.rules.prose import MACHINE_PATH

SHORTEST_ALT = 40
LONGEST_CAPTION = 12

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b|\b[0-9a-f]*ipykernel_\d+")
_PREFIX = {"figure": "fig-", "table": "tab-"}


def findings(page: Page) -> Iterator[Breach]:
    """Everything stored in a notebook that breaks a rule."""
    if not page.notebook:
        return
    yield from _order(page)
    for cell in page.code():
        for output in cell.outputs:
            yield from _clean(page, cell, output)
            yield from _described(page, cell, output)


def _order(page: Page) -> Iterator[Breach]:
    remedy = f"Run `python -m analysis notebooks run {page.path.stem}`."
    for expected, cell in enumerate(page.code(), start=1):
        if not cell.source.strip():
            yield page.finding(cell.place(), "executed", "an empty code cell.", "Delete it.")
            return
        if cell.execution_count != expected:
            found = (
                "was never executed"
                if cell.execution_count is None
                else f"was executed as number {cell.execution_count}"
            )
            yield page.finding(cell.place(), "executed", f"{found}, expected number {expected}.", remedy)
            # The rest follows from it.
            return


def _clean(page: Page, cell: Cell, output: dict) -> Iterator[Breach]:
    if output["output_type"] == "error":
        yield page.finding(
            cell.place(),
            "stored-error",
            f"an error is stored: {output.get('ename', '')}: {output.get('evalue', '')}.",
            "Mend the cell and run the notebook again.",
        )
        return
    if output["output_type"] == "stream" and output["name"] == "stderr":
        lines = output["text"].strip().splitlines() or [""]
        yield page.finding(
            cell.place(), "stored-error", f"text on standard error is stored: “{lines[0][:80]}”.",
            "Remove the cause of the warning; do not silence it.",
        )  # fmt: skip
        return
    for text in _texts(output):
        path = MACHINE_PATH.search(text)
        if path:
            yield page.finding(
                cell.place(),
                "machine-path",
                f"the output shows “{path[0]}”, a path of one machine.",
                "Do not print paths.",
            )
        address = _ADDRESS.search(text)
        if address:
            yield page.finding(
                cell.place(), "address", f"the output shows “{address[0]}”, which differs at every run.",
                "Show a value instead of an object; end a plotting cell with report.figures.show.",
            )  # fmt: skip


def _texts(output: dict) -> Iterator[str]:
    if output["output_type"] == "stream":
        yield output["text"]
    for mime, content in output.get("data", {}).items():
        if (
            isinstance(content, str)
            and not mime.startswith(("image/png", "image/jpeg"))
            and "/image/" not in mime
        ):
            yield content


def _described(page: Page, cell: Cell, output: dict) -> Iterator[Breach]:
    data = output.get("data", {})
    shown = output.get("metadata", {}).get("report")
    if any("papermill.record/image/" in mime for mime in data):
        yield page.finding(
            cell.place(),
            "glued-image",
            "an image is glued; nbval would compare it byte for byte.",
            "Show it with report.figures.show.",
        )
        return
    picture = any(mime.startswith("image/") for mime in data)
    if picture and not shown:
        yield page.finding(
            cell.place(),
            "alt-text",
            "an image without alt text.",
            "Show it with report.figures.show(fig, name=…, caption=…, alt=…).",
        )
        return
    # Other helpers may mark outputs of their own; only these two are numbered and captioned.
    if not shown or shown.get("kind") not in _PREFIX:
        return
    name, kind = shown.get("name") or "", shown["kind"]
    if kind == "figure" and len((shown.get("alt") or "").strip()) < SHORTEST_ALT:
        yield page.finding(
            cell.place(),
            "alt-text",
            f"the alt text of {name or 'a figure'} has fewer than {SHORTEST_ALT} characters.",
            "Say what is drawn, its range and its message.",
        )
    words = [
        word for word in (shown.get("caption") or "").split() if any(letter.isalnum() for letter in word)
    ]
    if not 0 < len(words) <= LONGEST_CAPTION:
        yield page.finding(
            cell.place(), "caption", f"the caption of {name or kind} has {len(words)} words.",
            f"Say it in 1 to {LONGEST_CAPTION} words; the rest belongs in the text or the notes.",
        )  # fmt: skip
    if not re.fullmatch(rf"{_PREFIX[kind]}[a-z0-9]+(-[a-z0-9]+)*", name):
        yield page.finding(
            cell.place(),
            "name",
            f"a {kind} is named “{name}”.",
            f"Name it {_PREFIX[kind]}… in small letters, digits and hyphens.",
        )
