"""How a number is written: a real minus sign, no negative zero, groups from five digits on.

One place for pages, verdicts, quantities and exported tables, so that none of them can round or group apart.
"""

from __future__ import annotations

MINUS = "\N{MINUS SIGN}"


def fixed(value: float, decimals: int) -> str:
    """Format with a fixed number of decimals.

    >>> fixed(-1234.5, 1), fixed(12345.0, 0), fixed(-0.001, 2)
    ('−1234.5', '12,345', '0.00')
    """
    text = f"{float(value):.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    whole, _, rest = text.lstrip("-").partition(".")
    if len(whole) > 4:  # four digits may be a year; from five on the eye wants groups
        whole = f"{int(whole):,}"
    return (MINUS if text.startswith("-") else "") + whole + (f".{rest}" if rest else "")
