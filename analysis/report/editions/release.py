"""A release: the pages as an archive, the PDF, the EPUB, what they were made from, and the sums of all.

Nothing in it depends on the clock or the machine beyond the files that it packs: two runs give the same
bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import NotebookError
from analysis.report import editions
from analysis.report.editions import NAME
from analysis.report.editions.bundle import files_of, write_zip
from analysis.report.editions.edition import Edition

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
_LOCKED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)


def build(root: Path) -> str:
    """Write ``root/_build/release`` from the built pages, the PDF and the EPUB, and say what is in it.

    Parameters
    ----------
    root : Path
        The project, with ``_build/html`` and ``_build/editions``.

    Raises
    ------
    NotebookError
        If one of the three is not built.
    """
    html, target = root / "_build" / "html", root / "_build" / "release"
    files = [editions.path(root, "pdf"), editions.path(root, "epub")]
    for path, command in ((html / "index.html", "book"), (files[0], "pdf"), (files[1], "epub")):
        if not path.is_file():
            raise NotebookError(f"{path} is not there; run `make {command}` first, or `make release` for all")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    archive = target / f"{NAME}-html.zip"
    write_zip(archive, files_of(html, f"{NAME}/"))
    for path in files:
        shutil.copyfile(path, target / path.name)
    packed = [archive, *(target / path.name for path in files)]
    text = json.dumps(manifest(root, packed), ensure_ascii=False, indent=1)
    (target / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    (target / SUMS).write_text(sums([*packed, target / MANIFEST]), encoding="utf-8")
    size = sum(path.stat().st_size for path in target.iterdir()) / 2**20
    return (
        f"Wrote {len(packed) + 2} files, {size:.1f} MiB, to {target.name}/;"
        f" check them with `sha256sum -c {SUMS}`."
    )


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sums(files: Iterable[Path]) -> str:
    """One line a file, as ``sha256sum -c`` reads them."""
    return "".join(f"{digest(path)}  {path.name}\n" for path in sorted(files))


def manifest(root: Path, files: Iterable[Path]) -> dict[str, Any]:
    """What the edition is and what it was made from.

    Returns
    -------
    dict
        ``title``, ``author``, ``edition``, ``date``; ``files`` (sha256 and bytes by name); ``tables``
        (sha256 as counted now, and vintage, by path below ``data``); ``packages`` (version by name, from
        the lock).
    """
    edition = Edition.newest(root)
    return {
        "title": edition.title,
        "author": edition.author,
        "edition": edition.number,
        "date": edition.day.isoformat(),
        "files": {
            path.name: {"sha256": digest(path), "bytes": path.stat().st_size} for path in sorted(files)
        },
        "tables": tables(root / "data"),
        "packages": dict(_LOCKED.findall((root / "requirements.lock").read_text("utf-8"))),
    }


def tables(folder: Path) -> dict[str, dict[str, str]]:
    """Hash and vintage of every table, by its path below the folder.

    Raises
    ------
    NotebookError
        If a table is not the one that its sidecar was sealed for.
    """
    found = {}
    for path in sorted(folder.glob("*/*.csv")):
        sidecar = path.with_suffix(".yml")
        if not sidecar.is_file():
            continue
        said = yaml.safe_load(sidecar.read_text("utf-8"))
        if digest(path) != said["sha256"]:
            raise NotebookError(
                f"{path.name} is not the table of its sidecar; run `python -m analysis data status`"
            )
        found[path.relative_to(folder).as_posix()] = {
            "sha256": said["sha256"],
            "vintage": str(said["vintage"]),
        }
    return found
