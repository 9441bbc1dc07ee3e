"""Findings of nothing: each published once, with the effect that its test would have found.

A page that says "no change is shown" publishes the null behind the sentence under a key, and pastes the
effect that would have been found four times in five beside it; `rules.nulls` refuses the sentence without.
The page on methods draws the nulls of all pages from what they have published (`collect`), so there is one
figure of them and one list.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import NotebookError
from analysis.report.author import session
from analysis.report.author.numbers import KEY, PREFIX, evidence, fixed, significant
from analysis.report.author.said import Said, facts_of
from analysis.report.build.readers import NULL, nulls_digest, nulls_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.passthrough.core.simulated_power import Null

DIGITS = 4  # of what is kept: simulated sizes have no more
FIELDS = ("name", "estimate", "low", "high", "found", "unit", "matters", "why", "how")

_pages_read: dict[str, str] = {}


def publish(*, digits: int = 2, **nulls: Null) -> None:
    """Publish nulls; the text under each key is the effect that would have been found.

    Parameters
    ----------
    digits : int
        Decimals of that text.
    **nulls : Null
        By key, as in `numbers.publish`. A null needs a size that would matter and the reason for it.

    Raises
    ------
    NotebookError
        If a key is malformed or already used, or the null has no size that matters, no reason, or a number
        that is not finite.
    """
    for key, null in nulls.items():
        if not KEY.fullmatch(key):
            raise NotebookError(
                f"null {key!r}: a key has lower-case letters, digits and underscores, letter first"
            )
        if null.matters is None or not null.why:
            raise NotebookError(
                f"null {key!r}: say which effect would matter and why (the row matters_rule has the bounds)"
            )
        fields = {field: _plain(key, field, getattr(null, field)) for field in FIELDS}
        session.claim(key, "null")
        text = fixed(null.found, digits)
        facts = facts_of(
            null.found, unit=null.unit, label=f"effect that would be found: {null.name}", method=null.how
        )
        session.emit(
            {f"{PREFIX}text/plain": repr(text)},
            {
                "scrapbook": {"name": key, "mime_prefix": PREFIX},
                "strip_text_quotes": True,
                "report": {"kind": NULL, "key": key, **fields},
                "evidence": evidence(Said(text, (facts,))),
            },
        )


def _plain(key: str, field: str, value: Any) -> str | float:
    if isinstance(value, str):
        return value
    value = significant(float(value), DIGITS)
    if value != value or abs(value) == float("inf"):
        raise NotebookError(f"null {key!r}: {field} is {value}; a null says numbers")
    return value


def collect(root: Path | None = None) -> pd.DataFrame:
    """The nulls of all pages, best power on top; the page that calls this runs after those.

    Returns
    -------
    DataFrame
        Columns page, key and those of `simulated_power.null_table`.

    Raises
    ------
    NotebookError
        If no page has published any.
    """
    import pandas as pd

    from analysis.passthrough.core.simulated_power import Null, null_table
    from analysis.report.build import notebook_file, notebooks

    found, about = [], []
    for name, path in notebooks.paths(notebooks.ROOT if root is None else root).items():
        notebook = notebook_file.read(path)
        _pages_read[name] = nulls_digest(notebook)
        for fields in nulls_of(notebook):
            about.append((name, fields.pop("key")))
            found.append(Null(**fields))
    if not found:
        raise NotebookError("no page has published a null; run the other pages first")
    places = pd.DataFrame(about, columns=["page", "key"])
    # Two pages may say the same null; the frame is sorted, so places travel with it.
    table = null_table(found)
    return places.loc[table.pop("row")].reset_index(drop=True).join(table)


def read_log() -> dict[str, str]:
    """Pages whose nulls were read in this process."""
    return dict(_pages_read)
