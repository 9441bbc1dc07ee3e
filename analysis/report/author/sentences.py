"""Sentences that name a direction, tied to the number that gives it.

"Import prices rise" is true of this edition's data. A refresh could turn it round while the sentence stands.
Each such sentence is therefore quoted in code beside the condition that makes it true; when the condition
fails the notebook stops and names the sentence. A rule for pages holds that every quotation stands in the
text, and that every paragraph which pastes a number and names a direction has one.

The runner that re-executes the book wants to know all sentences that have turned, not the first: in its
kernels a failed condition is noted (`turned`), the notebook goes on, and its result is refused at the end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from analysis.errors import NotebookError

#: Set to "collect" in the kernels of the runner.
MODE = "ANALYSIS_SENTENCES"

_SCRIPT = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff]"
)  # kana and Chinese characters, which are written without spaces

_turned: list[tuple[str | None, str]] = []


def hold(sentences: Mapping[str, bool], page: str | None = None) -> None:
    """Stop unless every quoted piece of text is true of the numbers beside it.

    Parameters
    ----------
    sentences : mapping of str to bool
        A quotation from the page's Markdown, at least three words (two characters of Chinese or Japanese
        count as one), and whether the data bear it out.
    page : str, optional
        The page that says so, if it is another one without code of its own: "index".

    Raises
    ------
    NotebookError
        Naming every sentence that is no longer true. In a kernel of the runner those are noted instead.
    """
    for text, holds in sentences.items():
        if _words(text) < 3:
            raise NotebookError(
                f"sentences.hold: {text!r} is too short to be found; quote at least three words"
            )
        if not isinstance(holds, bool) and type(holds).__name__ not in ("bool", "bool_"):
            raise NotebookError(
                f"sentences.hold: the condition of {text!r} is {type(holds).__name__}, not true or false"
            )
    untrue = [text for text, holds in sentences.items() if not holds]
    if untrue and os.environ.get(MODE) == "collect":
        _turned.extend((page, text) for text in untrue)
    elif untrue:
        listed = "; ".join(f"“{text}”" for text in untrue)
        where = f" on the page {page}" if page else ""
        raise NotebookError(
            f"the numbers no longer bear out{where}: {listed}. Rewrite it or look for what changed"
        )


class Held(str):
    """A text whose condition was checked when it was made (`held`)."""

    __slots__ = ()


def held(text: str, holds: bool) -> Held:
    """A sentence that stands nowhere but here, such as the title of a figure, with what makes it true.

    Parameters
    ----------
    text : str
        The whole of it; its numbers are computed.
    holds : bool
        Whether the data bear it out.

    Returns
    -------
    Held
        The text.

    Raises
    ------
    NotebookError
        As `hold` does.
    """
    text = text.strip()
    hold({text: holds})
    return Held(text)


def _words(text: str) -> float:
    return len(_SCRIPT.sub(" ", text).split()) + len(_SCRIPT.findall(text)) / 2


def turned() -> list[tuple[str | None, str]]:
    """The sentences that were noted in this kernel: page (None: this one) and text."""
    return list(_turned)
