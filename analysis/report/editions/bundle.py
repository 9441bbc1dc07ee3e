"""Archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: The first moment that the format can say; a clock would make every archive another one.
MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """One file of an archive: its path there, its bytes, whether it is packed."""

    name: str
    content: bytes
    packed: bool = True


def write_zip(target: Path, members: Iterable[Member]) -> None:
    """Write an archive, its files in the order given, with one date, owner and way of packing for all."""
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            info.create_system = 3  # what ZipInfo takes from the system that packs
            archive.writestr(info, member.content, compresslevel=6)


def files_of(folder: Path, below: str = "") -> list[Member]:
    """All files of a folder in alphabetical order, under a name of their own in the archive."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Member(f"{below}{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in found]
