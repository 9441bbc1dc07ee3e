"""One member of a zip archive, in memory: nothing is ever written to the names that an archive gives."""

from __future__ import annotations

import io
import zipfile
import zlib

from analysis.data.providers.base import ProviderError

_MEMBERS = 2_000


def member(provider: str, series: str, body: bytes, name: str, limit: int) -> bytes:
    """The bytes of the member called `name`, at most `limit` of them.

    Raises
    ------
    ProviderError
        If the body is no archive or a broken one; holds a name that leads out of a folder; lacks the member,
        or has it twice; or the member is encrypted, damaged or unpacks to more than `limit` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            if len(entries) > _MEMBERS:
                raise ProviderError(
                    provider, series, f"the archive holds {len(entries)} files, more than {_MEMBERS}"
                )
            for entry in entries:
                if _leads_out(entry.filename):
                    raise ProviderError(
                        provider, series, f"the archive holds the name {entry.filename[:60]!r}: refused"
                    )
            found = [entry for entry in entries if entry.filename == name]
            if len(found) != 1:
                held = ", ".join(entry.filename for entry in entries[:5])[:120]
                raise ProviderError(
                    provider, series, f"the archive holds {len(found)} files {name}; it has {held}"
                )
            if found[0].file_size > limit:
                raise ProviderError(
                    provider, series, f"{name} unpacks to {found[0].file_size} bytes, more than {limit}"
                )
            if found[0].flag_bits & 1:
                raise ProviderError(provider, series, f"{name} in the archive is encrypted")
            with archive.open(found[0]) as file:
                # The size in the directory is the sender's word; reading stops at the limit all the same.
                data = file.read(limit + 1)
    except ProviderError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise ProviderError(provider, series, f"the archive cannot be opened: {str(error)[:100]}") from None
    if len(data) > limit:
        raise ProviderError(provider, series, f"{name} unpacks to more than {limit} bytes")
    return data


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
