"""What a chapter needs to show something: figures, tables, published numbers, and the page that carries them.

``report.setup()`` is the first call of every notebook. Nothing heavy is imported until it is used, so that
``import analysis.report`` stays cheap for the command line.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES = ("figures", "tables", "numbers", "nulls", "sentences", "studies", "verdicts", "marks", "style", "notebooks", "book")

__all__ = ["setup", *_MODULES]


def __getattr__(name: str) -> Any:
    if name == "setup":
        return import_module(".session", __name__).setup
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
