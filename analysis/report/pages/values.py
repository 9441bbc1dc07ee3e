"""The values that a figure tells who points at it, taps it or walks through it (`author.values`), as files.

One file a figure, ``_static/values/NAME.js``, asked for when a reader comes to the picture: a script and not
JSON, because a page that is opened from the disk may load the one and not the other. A figure that has one
carries a class, by which `_static/values.js` finds it and `lean` knows which pages need that script.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes

from analysis.report.author import vector

FOLDER = "values"  # below _static
CLASS = "has-values"


def keep(env: Any, figure: nodes.figure, report: dict[str, Any]) -> None:
    """Mark a figure that has values and keep them for the end of the build."""
    if packed := report.get("values"):
        figure["classes"].append(CLASS)
        of_page = env.metadata[env.docname].setdefault("values", {})
        of_page[nodes.make_id(report["name"])] = packed


def script(name: str, packed: str) -> str:
    """A script that hands the values of a figure to the page."""
    content = vector.unpack(packed)
    return f"(window.reportValues = window.reportValues || {{}})[{name!r}] = {content};\n"


def after_build(app: Any, exception: Exception | None) -> None:
    """Write the file of every figure."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for of_page in app.env.metadata.values():
        for name, packed in of_page.get("values", {}).items():
            (folder / f"{name}.js").write_text(script(name, packed), encoding="utf-8")


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.connect("build-finished", after_build, priority=850)
