"""One switch a page that shows all of its folded code, or folds it again (`_static/frame.js`)."""

from __future__ import annotations

from typing import Any

#: What the theme writes into an attribute of the button; `lean` puts a name in its place.
HANDLER = "showAllCode()"
#: Mark of a cell's code that is folded.
FOLDED = "above-input"


def add_switch(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the switch first among the buttons of a page that has folded code."""
    if FOLDED in context.get("body", ""):
        context["header_buttons"].insert(
            0,
            {
                "type": "javascript",
                "javascript": HANDLER,
                "text": "Show all code",
                "icon": "fa-solid fa-code",
                "label": "code-switch",
                "classes": "pst-js-only",
            },
        )


def setup(app: Any) -> None:
    """Register with Sphinx, after the theme has listed its own buttons."""
    app.connect("html-page-context", add_switch, priority=800)
