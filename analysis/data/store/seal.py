"""Write what can be measured of a table into its sidecar: rows, hash, and each column's coverage.

Only for a change that is meant. What a person must vouch for (vintage, checks, what is unverified) stays as
it was and has to be brought up to date by hand.
"""

from __future__ import annotations

import os
from typing import Any

import yaml

from analysis.data.store.files import hold
from analysis.data.store.manifest import Manifest
from analysis.data.store.reader import measure, read, sha256
from analysis.errors import DataError


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(mapping: dict) -> bytes:
    """The bytes of a sidecar, with its keys in the order given."""
    return yaml.dump(mapping, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120).encode()


def seal(manifest: Manifest) -> list[str]:
    """Bring the sidecar in line with the CSV beside it and return what changed.

    Raises
    ------
    DataError
        If the CSV cannot be read by the rules of its manifest, breaks its schema (tables of facts), or has
        rows after `covered_to`: such a table is never sealed.
    """
    try:
        data = manifest.csv.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{manifest.file}: there is no such file to seal") from None
    sidecar, changes = sealed(manifest, data)
    if changes:
        draft = manifest.path.with_name(f".{manifest.path.name}.part")
        draft.write_bytes(sidecar)
        os.replace(draft, manifest.path)
    return changes


def sealed(manifest: Manifest, data: bytes) -> tuple[bytes, list[str]]:
    """The sidecar that fits `data`, and what it changes; nothing is written. Raises as `seal` does."""
    frame = read(data, manifest, counts=False)
    hold(frame, manifest)
    raw = yaml.safe_load(manifest.path.read_bytes())
    changes: list[str] = []

    def put(where: dict, key: str, value: Any, place: str) -> None:
        if where.get(key) != value:
            changes.append(f"{place}{key}: {where.get(key)} -> {value}")
            where[key] = value

    for name, column in manifest.columns.items():
        for key, value in measure(frame, manifest, name).items():
            # Text columns and facts carry no coverage, and must not gain one here.
            if getattr(column, key) is not None and key in raw["columns"][name]:
                put(raw["columns"][name], key, value, f"columns.{name}.")
    put(raw, "rows", len(frame), "")
    put(raw, "sha256", sha256(data), "")
    return dump(raw), changes


def replace_table(manifest: Manifest, data: bytes) -> list[str]:
    """Write a table and its sidecar, both or neither, and return what changed in the sidecar. Raises as
    `seal` does."""
    from analysis.data.store import transaction

    sidecar, changes = sealed(manifest, data)
    root, folder = manifest.path.parents[1], manifest.path.parent.name
    with transaction.settled(root):
        transaction.replace(
            root, {f"{folder}/{manifest.file}": data, f"{folder}/{manifest.path.name}": sidecar}
        )
    return changes
