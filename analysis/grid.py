"""A table of texts, and the one writer of each of its forms: plain columns, HTML, LaTeX; and values as CSV.

Who makes a table says what stands in its cells, and how a cell is shown where it may hold more than words (a
link, a line break); how a table is set is said here alone, for pages, results, files and commands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis.numerals import MINUS

_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def one_line(text: str) -> str:
    """A cell in plain columns."""
    return text.replace("\n", " ")


def quoted(text: str) -> str:
    """A cell in HTML."""
    return escape(text, quote=False).replace("\n", "<br>")


def tex(text: str) -> str:
    """A cell, a caption or a note in LaTeX."""
    text = one_line(text).replace(MINUS, "\0")
    return re.sub(r"[\\&%$#_{}~^<>]", lambda match: _TEX[match[0]], text).replace("\0", "$-$")


@dataclass(frozen=True)
class Grid:
    """Headings and cells as texts.

    Attributes
    ----------
    head : sequence of rows of (text, columns)
        A heading may stand over several columns.
    body : sequence of rows of str
    align : sequence of str
        "right" for a column of numbers; anything else is set left.
    stubs : int
        Columns at the left that are headings of their rows.
    rules : sequence of int
        Rows of the body above which a line is drawn.
    """

    head: Sequence[Sequence[tuple[str, int]]]
    body: Sequence[Sequence[str]]
    align: Sequence[str]
    stubs: int = 0
    rules: Sequence[int] = ()

    @classmethod
    def of(
        cls, heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[str] = (), stubs: int = 0
    ) -> Grid:
        """One row of headings; the columns named in `right` hold numbers."""
        numbers = set(right)
        sides = ["right" if head in numbers else "left" for head in heads]
        return cls([[(head, 1) for head in heads]], [list(row) for row in rows], sides, stubs)

    def text(
        self, caption: str = "", notes: Iterable[str] = (), *, shown: Callable[[str], str] = one_line
    ) -> str:
        """Aligned columns: they survive a pipe, a log and a narrow terminal alike.

        Parameters
        ----------
        caption : str
            A line above; none if it is empty.
        notes : iterable of str
            A line each below.
        shown : callable
            What is printed of a cell.
        """
        head = [[text for text, span in row for _ in range(span)] for row in self.head]
        rows = [[shown(text) for text in row] for row in (*head, *self.body)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        lines = []
        for number, row in enumerate(rows):
            padded = [
                text.rjust(width) if side == "right" else text.ljust(width)
                for text, width, side in zip(row, widths, self.align, strict=True)
            ]
            if number - len(head) in self.rules:
                lines.append("-" * (sum(widths) + 2 * len(widths) - 2))
            lines.append("  ".join(padded).rstrip())
        return "\n".join([*([caption] if caption else []), *lines, *notes])

    def html(self, caption: str, notes: Iterable[str] = (), *, shown: Callable[[str], str] = quoted) -> str:
        """A `table` element with its caption, and the notes below, a paragraph each.

        Parameters
        ----------
        caption : str
        notes : iterable of str
        shown : callable
            The HTML of a cell.
        """
        lines = [f"<table><caption>{escape(caption, quote=False)}</caption>", "<thead>"]
        sides = [f' style="text-align: {"right" if side == "right" else "left"}"' for side in self.align]
        for row in self.head:
            at, heads = 0, []
            for text, span in row:
                wide = f' colspan="{span}"' if span > 1 else ""
                heads.append(f"<th{wide}{sides[at]}>{shown(text)}</th>")
                at += span
            lines.append("<tr>" + "".join(heads) + "</tr>")
        lines += ["</thead>", "<tbody>"]
        tags = ["th" if at < self.stubs else "td" for at in range(len(self.align))]
        for row in self.body:
            cells = (
                f"<{tag}{side}>{shown(text)}</{tag}>"
                for tag, side, text in zip(tags, sides, row, strict=True)
            )
            lines.append("<tr>" + "".join(cells) + "</tr>")
        return "\n".join(
            [*lines, "</tbody>", "</table>", *(f"<p>{escape(note, quote=False)}</p>" for note in notes)]
        )

    def latex(self, caption: str, notes: Iterable[str] = ()) -> str:
        """A `table` environment in the style of booktabs, which is the only package it needs."""
        heads = [
            " & ".join(
                rf"\multicolumn{{{span}}}{{c}}{{{tex(text)}}}" if span > 1 else tex(text)
                for text, span in row
            )
            for row in self.head
        ]
        rows = []
        for number, row in enumerate(self.body):
            if number and number in self.rules:
                rows.append(r"\midrule")
            rows.append(" & ".join(map(tex, row)) + r" \\")
        return "\n".join([
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{tex(caption)}}}",
            rf"\begin{{tabular}}{{{''.join('r' if side == 'right' else 'l' for side in self.align)}}}",
            r"\toprule",
            *(head + r" \\" for head in heads),
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            *(rf"\par\footnotesize {tex(note)}" for note in notes),
            r"\end{table}",
        ])  # fmt: skip


def csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Values as CSV: UTF-8, LF, the shortest float that is the same number, missing values empty."""
    lines = [heads, *rows]
    return "\n".join(",".join(_field(plain(value)) for value in line) for line in lines) + "\n"


def plain(value: Any) -> str:
    """A value as a program reads it: no rounding, no group of digits, empty where it is missing."""
    if value is None or (not isinstance(value, (list, tuple, dict, set)) and pd.isna(value)):
        return ""
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _field(text: str) -> str:
    text = text.replace("\r", " ").replace("\n", " ")
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"') else text
