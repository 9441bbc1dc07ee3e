"""What every edition says of itself: title, authors, number and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from analysis import data

LICENCE = "Text and figures: CC BY 4.0. Code: MIT License. Data: under the terms of their publishers."


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
        """ "First edition, 25 November 2026"."""
        return f"{self.name}, {self.day.day} {self.day:%B %Y}"

    @classmethod
    def newest(cls, root: Path) -> Edition:
        """The newest edition: title and author from ``root/_config.yml``, the rest from ``editions``."""
        config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
        row = data.table("editions").iloc[-1]
        return cls(
            config["title"],
            config["author"],
            str(row["edition"]),
            str(row["title"]),
            date.fromisoformat(str(row["date"])[:10]),
        )
