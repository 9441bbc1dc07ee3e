"""What `pin.py` and `bounds.py` share: a file under tests/data with rows by table, and a command line.

Nothing but a deliberate run of these scripts writes such a file. Standard library only.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def asked(words: str, known: Mapping[str, Path], *, unknown: str, write: str) -> tuple[list[str], bool]:
    """Tables named on the command line, or all that are known, and whether the file is to be written.

    Parameters
    ----------
    words : str
        What the script does.
    known : mapping of table to path
    unknown : str
        What to say of a table that is none of them, before and after its name: "there is no {}; …".
    write : str
        What ``--write`` does.
    """
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("names", nargs="*", metavar="TABLE")
    parser.add_argument("--write", action="store_true", help=write)
    chosen = parser.parse_args()
    for name in chosen.names:
        if name not in known:
            parser.error(unknown.format(name))
    return chosen.names or list(known), chosen.write


def read(path: Path) -> dict[str, list[dict[str, str]]]:
    """Rows on record by table; none if there is no file yet."""
    kept: dict[str, list[dict[str, str]]] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kept.setdefault(row["table"], []).append(row)
    return kept


def write(
    path: Path,
    head: Sequence[str],
    kept: Mapping[str, Iterable[Mapping[str, str]]],
    known: Mapping[str, Path],
) -> None:
    """Put the rows of the tables that are known on record, by name of the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for name in sorted(kept) if name in known for row in kept[name])
