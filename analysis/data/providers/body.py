"""The body of an answer, piece by piece: unpacked, bounded, and known to be whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from analysis.data.providers.base import ProviderError

_GZIP = 31  # zlib's window for a gzip header
_PIECE = 1 << 16


class Cut(Exception):
    """The body ended before its end."""


def collected(provider: str, series: str, pieces: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """All of a body, at most `limit` bytes once unpacked; reading stops there.

    Parameters
    ----------
    pieces : iterable of bytes
        As they come from the wire.
    encoding : str
        The header Content-Encoding.

    Raises
    ------
    ProviderError
        If it is longer, or packed in a way that was not asked for.
    Cut
        If a packed body is damaged or ends early: another attempt may bring it whole.
    """
    if encoding in ("", "identity"):
        unpacked: Iterable[bytes] = pieces
    elif encoding in ("gzip", "x-gzip"):
        unpacked = _gunzipped(pieces)
    else:
        raise ProviderError(
            provider, series, f"the answer is packed as {encoding[:20]!r}, which was not asked for"
        )
    body = bytearray()
    for piece in unpacked:
        body += piece
        if len(body) > limit:
            raise too_long(provider, series, limit)
    return bytes(body)


def too_long(provider: str, series: str, limit: int) -> ProviderError:
    """The error for a body beyond its limit."""
    return ProviderError(
        provider, series, f"the answer is longer than {limit / 1e6:g} MB: stopped reading", "refused"
    )


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    # Unpacked in small steps, so that a bomb is noticed by its size and never held whole.
    unpacker = zlib.decompressobj(_GZIP)
    for piece in pieces:
        while piece:
            if unpacker.eof:
                unpacker = zlib.decompressobj(_GZIP)  # a gzip file may have several members
            try:
                yield unpacker.decompress(piece, _PIECE)
            except zlib.error as error:
                raise Cut(f"its gzip is damaged ({error})") from None
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    if not unpacker.eof:
        raise Cut("its gzip ends early")
