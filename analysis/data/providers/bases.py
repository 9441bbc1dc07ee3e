"""The base of an index where the publisher does not declare it: an index of base Y averages 100 in Y."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.data.providers.base import ProviderError
from analysis.data.providers.cells import read


def shown(
    provider: str, series: str, cells: Mapping[str, str], years: Sequence[int], tolerance: str
) -> str | None:
    """The base as ``2020=100``; None where no year of `years` is whole.

    Parameters
    ----------
    cells : mapping of str to str
        Raw cells by month.
    years : sequence of int
        Years that can be a base, the likelier first.
    tolerance : str
        How far the mean of twelve rounded figures may lie from 100, index points.

    Raises
    ------
    ProviderError
        If years are whole and none of them averages 100: the base is another, or every figure is wrong by a
        factor.
    """
    means = []
    for year in years:
        try:
            numbers = [read(cells.get(f"{year}-{month:02d}", "")) for month in range(1, 13)]
        except ValueError as error:
            raise ProviderError(provider, series, f"{year}: {error}") from None
        if None in numbers:
            continue
        mean = sum(map(Decimal, numbers)) / 12
        if abs(mean - 100) <= Decimal(tolerance):
            return f"{year}=100"
        means.append(f"{year}: {mean:.2f}")
    if means:
        raise ProviderError(
            provider, series, f"no base is known of which the mean would be 100 (means: {', '.join(means)})"
        )
    return None
