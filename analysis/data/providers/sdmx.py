"""SDMX-CSV: one observation a row, dimensions in named columns. Bank for International Settlements, OECD,
IMF."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.data.providers.base import Payload
from analysis.data.providers.text import decoded, records


def observations(
    provider: str, series: str, payload: Payload, dimensions: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    """Rows as mappings that hold at least `dimensions`, ``TIME_PERIOD`` and ``OBS_VALUE``.

    Columns go by name: their order differs between publishers and versions. Nothing is read as missing here,
    for ``NA`` is also Namibia.

    Raises
    ------
    ProviderError
        If a column is absent or the answer is no such table.
    """
    text = decoded(provider, series, payload.body)
    at, lines = records(provider, series, text, (*dimensions, "TIME_PERIOD", "OBS_VALUE"))
    for line in lines:
        yield {name: line[position].strip() for name, position in at.items()}
