"""What a chapter needs to show something: figures, tables, published numbers, and the page that carries them.

``report.setup()`` is the first call of every notebook. Nothing heavy is imported until it is used, so that
``import analysis.report`` stays cheap for the command line. Rooms:

`author`
    what a chapter calls: figures, tables, numbers in sentences
`build`
    running the notebooks and building the HTML
`rules`
    what a page must keep
`changes`
    what moved since the last edition
`pages`
    the Sphinx part
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_ROOMS = {
    "author": (
        *("figures", "tables", "chain", "scorecard", "numbers", "nulls", "sentences", "studies", "verdicts"),
        *("headings", "marks", "style"),
    ),
    "build": ("notebooks", "book"),
}
_ROOM_OF = {module: room for room, modules in _ROOMS.items() for module in modules}

__all__ = ["setup", *_ROOM_OF]


def __getattr__(name: str) -> Any:
    if name == "setup":
        return import_module(".author.session", __name__).setup
    if name in _ROOM_OF:
        return import_module(f".{_ROOM_OF[name]}.{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
