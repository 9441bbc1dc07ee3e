"""A name that does not exist is answered with those most like it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from analysis.errors import DataError


def unknown(what: str, name: str, among: Iterable[str], command: str) -> DataError:
    """The error for a name that does not exist, with those most like it."""
    near = difflib.get_close_matches(name, list(among), n=3, cutoff=0.5)
    offer = f"; did you mean {', '.join(near)}?" if near else ""
    return DataError(f"no {what} {name!r}{offer} (`python -m analysis data {command}` shows all)")
