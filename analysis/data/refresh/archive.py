"""Earlier versions of the tables: files named by their own hash, and one list of which was valid until when.

``data/vintages/objects/SHA256.xz`` holds a table or a sidecar, ``data/vintages/index.csv`` says ``table,
until, csv, sidecar``: until the end of the day before `until` the table had these bytes. A version enters
when it is replaced, so the tables as they are stand nowhere twice, and a folder without a refresh has no
archive. Git keeps the same history, but a copy of the book without git (an archive file, a package) has to be
rerun as of an earlier day as well; files by hash need nothing but themselves and prove their own content.

The rule of pruning: what an edition of the book was made from stays for ever; of the rest each table keeps
its newest `KEEP` versions. Nothing is pruned but on demand (``python -m analysis data prune``).
"""

from __future__ import annotations

import csv
import io
import lzma
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.data.series.periods import ordinal
from analysis.data.store.manifest import Manifest
from analysis.data.store.reader import sha256
from analysis.errors import DataError

FOLDER = "vintages"
INDEX = f"{FOLDER}/index.csv"
KEEP = 6
_HEAD = ("table", "until", "csv", "sidecar")


@dataclass(frozen=True)
class Version:
    """A table as it was until the day before `until` (ISO); `csv` and `sidecar` are hashes."""

    table: str
    until: str
    csv: str
    sidecar: str


def versions(root: Path) -> list[Version]:
    """All earlier versions, by table and day.

    Raises
    ------
    DataError
        If the list cannot be read.
    """
    path = root / INDEX
    if not path.exists():
        return []
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    if not rows or tuple(rows[0]) != _HEAD or any(len(row) != len(_HEAD) for row in rows):
        raise DataError(
            f"{INDEX}: is not a list of {', '.join(_HEAD)}; restore it with `git checkout -- data/{INDEX}`"
        )
    return sorted((Version(*row) for row in rows[1:]), key=lambda version: (version.table, version.until))


def additions(root: Path, manifests: Iterable[Manifest], today: str) -> dict[str, bytes]:
    """The files that put the present versions of these tables into the archive, by path below the data
    folder.

    One version a table and day: if the table was replaced earlier on the same day, that earlier version
    stands for the day.
    """
    known = versions(root)
    listed = {(version.table, version.until) for version in known}
    files: dict[str, bytes] = {}
    for manifest in manifests:
        if (manifest.name, today) in listed:
            continue
        hashes = []
        for path in (manifest.csv, manifest.path):
            content = path.read_bytes()
            hashes.append(sha256(content))
            if not (root / _object(hashes[-1])).exists():
                files[_object(hashes[-1])] = lzma.compress(content)
        known.append(Version(manifest.name, today, *hashes))
    return files | {INDEX: _list(known)} if len(known) > len(listed) else files


def as_of(root: Path, day: str) -> dict[str, Version]:
    """The versions that were valid at the end of a day, by table; a table that is not named has not changed
    since."""
    ordinal(day, "daily")
    found: dict[str, Version] = {}
    for version in versions(root):  # by day, so the first that ended later was the one in force
        if version.until > day:
            found.setdefault(version.table, version)
    return found


def last_change(root: Path) -> str | None:
    """Day of the last refresh that replaced a table; None if there was none."""
    return max((version.until for version in versions(root)), default=None)


def content(root: Path, digest: str) -> bytes:
    """The bytes with this hash.

    Raises
    ------
    DataError
        If they are not in the archive, or are not what their name says.
    """
    path = root / _object(digest)
    try:
        found = lzma.decompress(path.read_bytes())
    except (FileNotFoundError, lzma.LZMAError, EOFError) as error:
        raise DataError(
            f"{_object(digest)}: {'missing' if isinstance(error, FileNotFoundError) else 'damaged'}; "
            f"restore it with `git checkout -- data/{_object(digest)}`"
        ) from None
    if sha256(found) != digest:
        raise DataError(f"{_object(digest)}: holds other bytes than its name says; restore it with git")
    return found


def checkout(root: Path, day: str, into: Path) -> list[str]:
    """Write a data folder as it was at the end of a day, and return the names of the tables that differ from
    now.

    Tables that are edited by hand (facts) have no earlier versions here: their rows are dated themselves.
    Those that describe the columns of a wide table have, for a refresh renews them with it.

    Raises
    ------
    DataError
        If `into` holds something, or a version is missing.
    """
    if into.exists() and any(into.iterdir()):
        raise DataError(f"{into}: is not empty; name a new folder")
    chosen = as_of(root, day)
    for folder in ("series", "facts"):
        shutil.copytree(root / folder, into / folder)
    for name, version in chosen.items():
        folder = into / ("facts" if (root / "facts" / f"{name}.yml").exists() else "series")
        (folder / f"{name}.csv").write_bytes(content(root, version.csv))
        (folder / f"{name}.yml").write_bytes(content(root, version.sidecar))
    return sorted(chosen)


def prune(
    root: Path, editions: Iterable[str], keep: int = KEEP
) -> tuple[list[Version], dict[str, bytes], list[str]]:
    """What the rule of pruning gives up: versions, the new list, and the files that nothing names any more.

    Parameters
    ----------
    editions : iterable of str
        Days (ISO) of the editions, whose versions stay.
    keep : int
        Newest versions of each table that stay as well.
    """
    known = versions(root)
    wanted = {version for day in editions for version in as_of(root, day).values()}
    for table in {version.table for version in known}:
        wanted.update([version for version in known if version.table == table][-keep:] if keep else [])
    gone = [version for version in known if version not in wanted]
    left = [version for version in known if version in wanted]
    named = {digest for version in left for digest in (version.csv, version.sidecar)}
    loose = {digest for version in gone for digest in (version.csv, version.sidecar)} - named
    return gone, {INDEX: _list(left)}, sorted(_object(digest) for digest in loose)


def _object(digest: str) -> str:
    return f"{FOLDER}/objects/{digest}.xz"


def _list(rows: Iterable[Version]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(
        (v.table, v.until, v.csv, v.sidecar) for v in sorted(rows, key=lambda v: (v.table, v.until))
    )
    return text.getvalue().encode()
