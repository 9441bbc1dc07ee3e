"""Numbers in sentences: published by code, rounded once, pasted by name.

A published value is an output of its cell, so nbval compares it at every run, and Markdown pastes it with
``{glue:text}`japan_chain:.2f``` (from another page: ``{glue:text}`japan.ipynb::japan_chain:.2f```). What
stands behind it (unrounded value, interval, sample, specification, tables) travels in the metadata of that
output, which nbval leaves alone, and becomes the card that the number opens on the page.
"""

from __future__ import annotations

import math
import numbers as abstract
import re
import sys
from typing import Any, NamedTuple

from analysis import numerals
from analysis.errors import NotebookError
from analysis.report.author import session

# One namespace for numbers in sentences: what draws say is called from here.
from analysis.report.author.draws import batch_error, quantile_error  # noqa: F401
from analysis.report.author.said import Said, facts_in, facts_of

PREFIX = (  # what myst-nb looks for; importing myst-nb would tie a kernel to Sphinx
    "application/papermill.record/"
)
DIGITS = 6  # significant digits kept: more than any sentence shows, fewer than machines disagree on
KEY = re.compile(r"[a-z][a-z0-9_]*")
SPACE = "\N{NO-BREAK SPACE}"


class Behind(NamedTuple):
    """The unrounded value of a published number, and its interval; None where it has none."""

    value: float
    low: float | None
    high: float | None


_published: dict[str, list[dict[str, Any]]] = {}


def significant(value: float, digits: int = DIGITS) -> float:
    """Round to significant digits in decimal: ``significant(0.0123456789, 3) == 0.0123``.

    Unlike scaling by a power of ten this returns the float whose shortest repr has at most `digits` digits,
    so that the text of a stored value is the same on every machine. NaN and infinities pass through.
    """
    value = float(value)
    if not math.isfinite(value):
        return value
    return float(f"{value:.{digits - 1}e}") + 0.0  # + 0.0 turns -0.0 into 0.0


def publish(**values: Any) -> None:
    """Publish values for pasting into the text of this page or of another.

    Parameters
    ----------
    **values : int, float, str or Quantity
        Key and value. Keys are lower case with underscores and start with the name of the chapter
        (``japan_chain_long_run``). Floats are rounded to 6 significant digits, integers kept exact.
        A `Quantity` is published as its text, qualifier included, so that a page cannot paste the number
        without it.

    Raises
    ------
    NotebookError
        If a key is malformed or already used, or a value is missing, infinite, a truth value or not a scalar.
    """
    records = {key: _record(key, value) for key, value in values.items()}
    for key, record in records.items():
        session.claim(key, "number")
        known = evidence(values[key])
        _published[key] = known.get("parts", [])
        session.emit(
            {f"{PREFIX}text/plain": record},
            {
                "scrapbook": {"name": key, "mime_prefix": PREFIX} | _identity(values[key]),
                "strip_text_quotes": True,
                "evidence": known,
            },
        )


def behind(key: str, part: int = 0) -> Behind:
    """What stands behind a number that this page has published, for a sentence that is held by it.

    Parameters
    ----------
    key : str
        Under which it was published.
    part : int
        Which number of its text, the first being 0: a range has two.

    Raises
    ------
    NotebookError
        If the page has not published the key so far, or its text has no such number.
    """
    try:
        facts = _published[key][part]
        return Behind(facts["value"], facts.get("low"), facts.get("high"))
    except (KeyError, IndexError):
        raise NotebookError(
            f"number {key!r}: this page has published no part {part} with a value of it so far; hold the"
            " sentence in a later cell, or by another number"
        ) from None


def evidence(value: Any) -> dict[str, Any]:
    """What stands behind a published value: ``parts``, the facts of each number in it (`said.facts_of`), and
    ``tables``, read by the cell so far, or else by the page (then with ``of_page``)."""
    record: dict[str, Any] = {}
    parts = facts_in(value) if isinstance(value, str) else (facts_of(value),)
    if parts := [part for part in parts if part]:
        record["parts"] = parts
    tables, whole_page = session.tables_read()
    if tables:
        record["tables"] = tables
    return record | ({"of_page": True} if tables and whole_page else {})


def _identity(value: Any) -> dict[str, str]:
    """Name and unrounded value of a quantity, by which the rules compare pages."""
    return {"quantity": value.name, "value": repr(significant(value.value))} if _is_quantity(value) else {}


def _is_quantity(value: Any) -> bool:
    # Only who has imported the class can hold one; importing it here would tie every use of this module to
    # pandas.
    module = sys.modules.get("analysis.quantities.number")
    return module is not None and isinstance(value, module.Quantity)


def _record(key: str, value: Any) -> str:
    if not KEY.fullmatch(key):
        raise NotebookError(
            f"number {key!r}: a key has lower-case letters, digits and underscores, letter first"
        )
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()  # numpy and zero-dimensional scalars print their type in repr
    if _is_quantity(value):
        return repr(value.text)
    if isinstance(value, str):
        if not value.strip():
            raise NotebookError(f"number {key!r} is an empty text; publish what the sentence should say")
        return repr(value)
    if isinstance(value, bool) or not isinstance(value, abstract.Real):
        raise NotebookError(
            f"number {key!r} is {type(value).__name__} ({value!r:.60}); publish an int, a float or a text"
        )
    if isinstance(value, abstract.Integral):
        return repr(int(value))
    if not math.isfinite(value):
        raise NotebookError(
            f"number {key!r} is {value}; a sentence cannot say that, look for missing data upstream"
        )
    return repr(significant(value))


def effect_text(effect: Any, digits: int = 2, coverage: float | None = None, unit: str = "") -> Said:
    """Say an estimate and its interval in words: "0.62 (95 % interval 0.41 to 0.83)"."""
    estimate, interval = _said(effect, digits, coverage)
    estimate += f"{SPACE}{unit.strip()}" if unit else ""
    return Said(f"{estimate} ({interval})", (facts_of(effect, unit=unit.strip(), coverage=coverage),))


def percent_text(effect: Any, digits: int = 2, coverage: float | None = None) -> Said:
    """Say an estimate in percent, where the line may break before the unit: "0.62 percent (95 % interval
    …)"."""
    estimate, interval = _said(effect, digits, coverage)
    text = f"{estimate} percent ({interval})"
    return Said(text, (facts_of(effect, unit="percent", coverage=coverage),))


def _said(effect: Any, digits: int, coverage: float | None) -> tuple[str, str]:
    """An estimate, and its interval in words."""
    if coverage is None:
        coverage = getattr(effect, "coverage", None) or 0.95
    estimate, low, high = (
        fixed(significant(getattr(effect, name)), digits) for name in ("estimate", "low", "high")
    )
    return estimate, f"{100 * coverage:g}{SPACE}% interval {low} to {high}"


def percent(share: float, decimals: int = 0) -> Said:
    """Say a share, a rate or a return as percent, without the sign: ``percent(0.0683, 1) == "6.8"``."""
    value = 100 * float(share)
    return Said(fixed(value, decimals), (facts_of(value, unit="percent"),))


def span(low: float, high: float, decimals: int = 2) -> Said:
    """Say a range: "0.41 to 0.83".

    >>> span(-0.5, 2, 1)
    '−0.5 to 2.0'
    """
    return fixed(low, decimals) + " to " + fixed(high, decimals)


def bracketed(effect: Any, decimals: int = 2, space: str = " ") -> Said:
    """Say an estimate and its interval as a table does: "0.62 (0.41 to 0.83)".

    Parameters
    ----------
    effect : object or mapping
        With `estimate`, `low` and `high`, as attributes or as keys.
    decimals : int
        Of all three.
    space : str
        Stands before the bracket; a line end puts the interval below the estimate.
    """
    parts = ("estimate", "low", "high")
    keyed = not hasattr(effect, parts[0])
    estimate, low, high = (effect[part] if keyed else getattr(effect, part) for part in parts)
    text = f"{fixed(estimate, decimals)}{space}({span(low, high, decimals)})"
    return Said(text, (facts_of(effect),))


def p_text(test: Any, *, adjusted: float | None = None, family: int = 1) -> Said:
    """Say a probability, and of what: "p = 0.034 of no break in the constant".

    Parameters
    ----------
    test : object with `pvalue` and `hypothesis`, or float
        The words are those of the test, which makes them from what it restricts. A bare number is for an
        estimate that stands beside it, whose null is that it is zero.
    adjusted : float, optional
        The p-value after adjustment for several tests, in place of the test's own.
    family : int
        How many tests it was adjusted for; more than 1 is said.

    Raises
    ------
    NotebookError
        If one of `adjusted` and `family` comes without the other.
    """
    if (adjusted is None) != (family == 1):
        raise NotebookError(
            "p_text: an adjusted p-value comes with the number of tests: adjusted=0.02, family=3."
        )
    value = float(getattr(test, "pvalue", test) if adjusted is None else adjusted)
    equals, shown = ("<", "0.001") if value < 0.001 else ("=", fixed(value, 3 if value < 0.1 else 2))
    text = f"p{SPACE}{equals}{SPACE}{shown}"
    if hasattr(test, "hypothesis"):
        text += f" of {test.hypothesis}"
    text += "" if family == 1 else f", after adjustment for {family} tests"
    return Said(text, (facts_of(test) | {"value": facts_of(value)["value"]},))


def fixed(value: float, decimals: int) -> Said:
    """Format with a fixed number of decimals, a real minus sign and no negative zero.

    >>> fixed(-1234.5, 1)
    '−1234.5'
    """
    return Said(numerals.fixed(value, decimals), (facts_of(float(value)),))


def simulated(value: float, error: float, most: int = 2) -> Said:
    """Print a simulated number with no digit below twice its simulation error.

    Parameters
    ----------
    value : float
    error : float
        Its simulation error, from `quantile_error` or `batch_error`; 0 for a number that does not vary.
    most : int
        Decimals printed at most.

    Examples
    --------
    >>> simulated(3.14159, 0.004)
    '3.14'
    >>> simulated(3.14159, 0.02)
    '3.1'
    >>> simulated(1234.0, 7.0)
    '1200'
    """
    if not (math.isfinite(value) and math.isfinite(error) and error >= 0):
        raise NotebookError(f"a simulated number needs a finite value and error, not {value} and {error}.")
    place = most if error == 0 else min(most, math.floor(-math.log10(2 * error)))
    text = fixed(round(value, place), max(place, 0))
    return Said(text, (facts_of(value, error=error, method="simulation; the error is that of the draws"),))
