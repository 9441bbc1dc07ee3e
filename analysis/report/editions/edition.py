"""What every edition says of itself: title, authors, number and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from analysis import data

LICENCE = "Text and figures: CC BY 4.0. Code: MIT License. Data: under the terms of their publishers."


def newest_words() -> str:
    """Name and day of the newest edition, as "First edition, 25 November 2026"."""
    _, day, name = _newest()
    return _words(name, day)


def _newest() -> tuple[str, date, str]:
    row = data.table("editions").iloc[-1]
    return str(row["edition"]), date.fromisoformat(str(row["date"])[:10]), str(row["title"])


def _words(name: str, day: date) -> str:
    return f"{name}, {day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Edition:
    """Title, author, number, name ("First edition") and day of an edition."""

    title: str
    author: str
    number: str
    name: str
    day: date
    licence: str = LICENCE

    @property
    def words(self) -> str:
        """Name and day, as "First edition, 25 November 2026"."""
        return _words(self.name, self.day)

    @classmethod
    def newest(cls, root: Path) -> Edition:
        """The newest edition: title and author from ``root/_config.yml``, the rest from ``editions``."""
        config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
        number, day, name = _newest()
        return cls(config["title"], config["author"], number, name, day)
