"""Two vintages of one publication do not meet in one regression.

A price index that was revised between two releases differs from itself in the last months, so that a
regression of one on the other measures the revision as well. A column says which edition of which family it
belongs to (``vintage_group: FAMILY: EDITION`` in its sidecar); a loaded series carries it in
``attrs["vintage_group"]``.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.errors import DataError


def family_and_edition(group: str) -> tuple[str, str]:
    """The two parts of a vintage group; raises `DataError` unless it is written ``FAMILY: EDITION``."""
    family, colon, edition = group.partition(": ")
    if not (family.strip() and colon and edition.strip()):
        raise DataError(f"vintage_group {group!r} is not written FAMILY: EDITION")
    return family, edition


def refuse_mixed(series: Iterable[pd.Series | pd.DataFrame | None]) -> None:
    """Refuse series of one family and different editions; series without a group pass.

    Parameters
    ----------
    series : iterable of Series or DataFrame
        As `analysis.data.load` and `analysis.data.panel` return them, or computed from those with ``attrs``
        kept. A frame that pandas put together has lost what its columns carried, and passes.

    Raises
    ------
    DataError
        Naming the two series and their editions.
    """
    seen: dict[str, tuple[str, object]] = {}
    for label, group in _groups(series):
        family, edition = family_and_edition(group)
        before, name = seen.setdefault(family, (edition, label))
        if before != edition:
            raise DataError(
                f"{name} and {label} are two vintages of {family} ({before}; {edition}): one was revised"
                " since. Take both from one table, or estimate apart."
            )


def _groups(series: Iterable[pd.Series | pd.DataFrame | None]) -> Iterable[tuple[str, str]]:
    for values in series:
        if values is None:
            continue
        if isinstance(values, pd.DataFrame):
            about = {name: found for name, found in values.attrs.items() if isinstance(found, dict)}
            about |= {name: values[name].attrs for name in values if "vintage_group" in values[name].attrs}
        else:
            about = {values.name: values.attrs}
        yield from (
            (str(name), found["vintage_group"]) for name, found in about.items() if found.get("vintage_group")
        )
