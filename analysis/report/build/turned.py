"""Sentences that the numbers no longer bear out, with their place: why a run is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.errors import Flagged, NotebookError

FOLDER = "chapters"
#: Where the last run left those that it found, for the change report.
LEFT = Path("_build") / "turned_sentences.json"


@dataclass(frozen=True)
class Turned:
    """One sentence: the page's file, the place in it ("cell 7, line 3"; "line 12" in a Markdown page) and the
    quotation."""

    page: str
    place: str
    text: str

    def __str__(self) -> str:
        where = f"{self.page}, {self.place}" if self.place else self.page
        return f"{where}: “{self.text}”"


class TurnedSentences(NotebookError, Flagged):
    """A run was refused because sentences no longer hold; `found` has them, `others` what went wrong
    besides."""

    def __init__(self, found: Sequence[Turned], others: Sequence[str] = ()) -> None:
        self.found, self.others = tuple(found), tuple(others)
        listed = "\n".join(f"  {sentence}" for sentence in self.found)
        count = f"{len(self.found)} sentence{'s' if len(self.found) > 1 else ''}"
        message = (
            f"the numbers no longer bear out {count}:\n{listed}\nThe pages concerned are as they were."
            " Rewrite what turned and run again, or look for what changed (`python -m analysis data diff`)."
        )
        super().__init__("\n".join([message, *self.others]))
        if self.others:  # a page that could not be run outweighs a sentence that was found
            self.exit_code = NotebookError.exit_code


def placed(root: Path, own: Path, found: Iterable[tuple[str | None, str]]) -> list[Turned]:
    """Find where the quotations stand.

    Parameters
    ----------
    own : Path
        The notebook whose code holds them.
    found : iterable of (page or None, text)
        From `analysis.report.author.sentences.turned`.
    """
    return [_place(root, next(iter(_files(root, page)), own) if page else own, text) for page, text in found]


def leave(root: Path, found: Sequence[Turned]) -> None:
    """Store what a run found for the change report; nothing found removes what an earlier run left."""
    path = root / LEFT
    if not found:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps([asdict(sentence) for sentence in found], ensure_ascii=False, indent=1), encoding="utf-8"
    )


def left(root: Path) -> list[Turned]:
    """What the last run left; empty if every sentence held."""
    path = root / LEFT
    return [Turned(**entry) for entry in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _files(root: Path, page: str) -> list[Path]:
    return sorted((root / FOLDER).glob(f"{page}.*"))


def _place(root: Path, path: Path, text: str) -> Turned:
    # Here: a page that reads records imports the runner, and none of the rules.
    from analysis.report.rules.directions import plain
    from analysis.report.rules.page import read

    page = read(path, root)
    wanted = plain(text)
    for cell in page.markdown():
        words = [
            (word, number)
            for number, line in enumerate(cell.source.split("\n"), 1)
            for word in plain(line).split()
        ]
        at = " ".join(word for word, _ in words).find(wanted)
        if at >= 0:
            line = words[" ".join(word for word, _ in words)[:at].count(" ")][1]
            return Turned(page.name, cell.place(line), text)
    return Turned(page.name, "", text)
