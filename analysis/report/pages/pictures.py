"""The drawings of a figure in a page: one for a desk and one for a phone, for light and for dark pages.

A browser chooses between desk and phone by itself (``<picture>``), so that it loads what it shows. Light or
dark is the reader's choice on the page, which no media query knows: the theme hides the other of the two
pictures, and a hidden lazy picture is never asked for.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from docutils import nodes

#: Below this width of the window the page has no room for the wide drawing (`_static/report.css`). Paper has.
NARROW = "screen and (max-width: 600px)"
_SIZE = re.compile(r'<svg[^>]*\swidth="(\d+)" height="(\d+)"')


class Picture(nodes.General, nodes.Element):
    """A ``<picture>``: the drawing for a phone, then the one for all else."""


class OnPhone(nodes.image):
    """The drawing for a phone: an image for Sphinx, which copies its file, and a ``<source>`` in the page."""


class TakeAway(nodes.General, nodes.Inline, nodes.TextElement):
    """A link that saves the file of a drawing of the page under the name of its figure, not a copy of it."""


def picture(store: Callable[[str, bytes], str], drawings: dict[str, str], alt: str, mode: str) -> Picture:
    """One figure in one mode.

    Parameters
    ----------
    store : callable
        Puts a file of a name and a content beside the page and returns its path.
    drawings : dict
        SVG text of the layouts "narrow" and "wide".
    alt : str
    mode : str
        "light" or "dark".
    """
    both = Picture(classes=[f"only-{mode}"])
    for layout, node in (("narrow", OnPhone()), ("wide", nodes.image(alt=alt))):
        content = drawings[layout].encode("utf-8")
        node["uri"] = store(file_name(drawings[layout]), content)
        node["across"], node["down"] = size(drawings[layout])
        both += node
    # Written into style="width: …": the ratio keeps the page from jumping when a lazy image arrives.
    node["width"] = f"{node['across']}px; aspect-ratio: {node['across']} / {node['down']}"
    node["loading"] = "lazy"
    # A link would stand between the picture and its image; the theme dims images that name no mode.
    node["classes"] += ["no-scaled-link", "dark-light"]
    return both


def file_name(svg: str) -> str:
    """Name of the file of a drawing, made of its content."""
    return f"{sha256(svg.encode('utf-8')).hexdigest()[:16]}.svg"


def size(svg: str) -> tuple[int, int]:
    """Width and height in pixels that a drawing asks for."""
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError(f"no drawing of ours: {svg[:80]!r} has no size")
    return int(found[1]), int(found[2])


def visit_picture(translator: Any, node: Picture) -> None:
    """Open the picture."""
    translator.body.append(translator.starttag(node, "picture", ""))


def depart_picture(translator: Any, node: Picture) -> None:
    """Close the picture."""
    translator.body.append("</picture>")


def visit_on_phone(translator: Any, node: OnPhone) -> None:
    """Write the source that only a narrow window takes."""
    size = f'width="{node["across"]}" height="{node["down"]}"'
    translator.body.append(f'<source media="{NARROW}" srcset="{_address(translator, node)}" {size}/>')
    raise nodes.SkipNode


def visit_take_away(translator: Any, node: TakeAway) -> None:
    """Open the link."""
    address = _address(translator, node)
    translator.body.append(
        translator.starttag(
            node, "a", "", CLASS="reference download internal", href=address, download=node["saved_as"]
        )
    )


def depart_take_away(translator: Any, node: TakeAway) -> None:
    """Close the link."""
    translator.body.append("</a>")


def _address(translator: Any, node: nodes.Element) -> str:
    builder = translator.builder
    # Sphinx knows images by their way from the root of the book, with no slash before it.
    return posixpath.join(builder.imgpath, quote(builder.images[node["uri"].lstrip("/")]))


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_node(Picture, html=(visit_picture, depart_picture))
    app.add_node(OnPhone, html=(visit_on_phone, None))
    app.add_node(TakeAway, html=(visit_take_away, depart_take_away))
