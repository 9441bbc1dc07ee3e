"""The book as files to keep: one PDF, one EPUB, and a release that can be checked by its sums."""

from __future__ import annotations

from pathlib import Path

#: Name of the files, before their endings.
NAME = "japan-550bn-passthrough"


def path(root: Path, ending: str) -> Path:
    """Where an edition of the project is written: ``pdf`` or ``epub``."""
    return root / "_build" / "editions" / f"{NAME}.{ending}"
