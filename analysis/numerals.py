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


def short(value: float, digits: int = 4) -> str:
    """Format with at most so many significant digits, as few as say the same.

    >>> short(-0.123456), short(2.0), short(1234567.0)
    ('−0.1235', '2', '1.235e+06')
    """
    text = f"{value:.{digits}g}"
    return MINUS + text[1:] if text.startswith("-") else text
