"""Tables in plain columns."""

from __future__ import annotations


def columns(heads: tuple[str, ...], rows: list[tuple], right: set[str] = frozenset()) -> str:
    """Plain columns: they survive a pipe, a log and a narrow terminal alike."""
    import pandas as pd

    cells = [heads, *(tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    lines = [
        "  ".join(
            cell.rjust(width) if head in right else cell.ljust(width)
            for head, cell, width in zip(heads, row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)
