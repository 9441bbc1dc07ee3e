"""Lean SVG files: what matplotlib draws, without what no reader sees, and its twin for dark pages.

Letters are paths of the font that matplotlib carries (DejaVu Sans). As text they would need a font that every
reader has, and there is none: a picture in a page may not load one from the book, another font is wider or
narrower than the room that was measured for it, and a subset written into every file weighs as much as the
outlines. What the letters say is in the alternative text and in the data, which can be searched and copied.

Places are rounded to a hundredth of a point and written as steps from the last one, a third of the bytes.
"""

from __future__ import annotations

import io
import re
import zlib
from base64 import b64decode, b64encode
from typing import Any
from xml.etree import ElementTree

from analysis.errors import NotebookError
from analysis.report.author import style

LARGEST_SVG = 160_000  # bytes; about 40 kB when packed, what a picture of points weighs
DECIMALS = 2  # of a point: a hundredth cannot be seen on any screen
SALT = "report"  # the names of clips and markers are hashes, salted with the time unless this is set
_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_LINK}}}href"
_NUMBER = r"-?\d*\.?\d+(?:e-?\d+)?"
_STEP = re.compile(rf"([MLHVQCSTZz])|({_NUMBER})")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "T": 1, "S": 2}
_COLOUR = re.compile(r"(fill|stroke):(#[0-9a-f]{6})")
_MOVED = re.compile(rf"translate\(({_NUMBER}) ({_NUMBER})\)")
_NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: What a style says that is so anyway.
_USUAL = ("stroke-dashoffset:0", "opacity:1")


def draw(fig: Any, name: str, width: int) -> str:
    """The figure as lean SVG text, shown `width` pixels wide unless the page says otherwise.

    Raises
    ------
    NotebookError
        If it is too heavy for a page.
    """
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": SALT}):
        fig.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None})
    text = lean(buffer.getvalue(), width)
    if len(text) > LARGEST_SVG:
        raise NotebookError(
            f"{name}: its drawing has {len(text) // 1000} kB, more than {LARGEST_SVG // 1000}; draw fewer"
            " points or pass rasterized=True to the mark that has most of them"
        )
    return text


def lean(svg: str, width: int) -> str:
    """What matplotlib wrote without notes, names that nothing uses, and digits that nobody sees."""
    for prefix, space in (("", _SVG), ("xlink", _LINK)):
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.fromstring(svg)
    used = dict.fromkeys(re.findall(r'(?:url\(#|xlink:href="#)([^)"]+)', svg))
    names = {old: f"{_NAMES[at % 52]}{at // 52 or ''}" for at, old in enumerate(used)}
    _strip(root, names)
    _, _, across, down = map(float, root.get("viewBox", "").split())
    root.set("width", str(width))
    root.set("height", str(round(width * down / across)))
    root.attrib.pop("version", None)
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return re.sub(r">\s+<", "><", text).replace(" />", "/>") + "\n"


def _strip(parent: ElementTree.Element, names: dict[str, str]) -> None:
    for child in list(parent):
        _strip(child, names)
        tag = child.tag.rpartition("}")[2]
        _shorten(child, tag, names)
        empty = not child.attrib and not len(child) and not (child.text or "").strip()
        if tag == "metadata" or (empty and tag in ("g", "defs")):
            parent.remove(child)
        elif tag == "g" and not child.attrib:  # a group that says nothing gives place to what it holds
            at = list(parent).index(child)
            parent.remove(child)
            for offset, grandchild in enumerate(child):
                parent.insert(at + offset, grandchild)


def _shorten(child: ElementTree.Element, tag: str, names: dict[str, str]) -> None:
    """Write every attribute as short as it can be without a difference to the eye."""
    said = child.attrib
    if (own := said.pop("id", None)) in names:
        said["id"] = names[own]
    if _HREF in said:
        said[_HREF] = f"#{names[said[_HREF][1:]]}" if said[_HREF].startswith("#") else said[_HREF]
    if "clip-path" in said:
        said["clip-path"] = re.sub(r"#([^)]+)", lambda one: f"#{names[one[1]]}", said["clip-path"])
    if "style" in said:
        rules = [rule.strip().replace(": ", ":") for rule in said.pop("style").split(";")]
        if rules := [rule for rule in rules if rule and rule not in _USUAL]:
            said["style"] = ";".join(rules)
    if "d" in said:
        said["d"] = path(said["d"])
    moved = _MOVED.fullmatch(said.get("transform", ""))
    if tag == "use" and moved:  # a letter in its line, in hundredths of its height
        said.pop("transform")
        said |= {
            place: f"{float(at):.0f}" for place, at in zip("xy", moved.groups(), strict=True) if float(at)
        }
    for place in ("x", "y", "width", "height"):
        if re.fullmatch(_NUMBER, said.get(place, "")):
            said[place] = _short(float(said[place]))
    if "transform" in said:
        said["transform"] = re.sub(_NUMBER, lambda one: f"{float(one[0]):.6g}", said["transform"])


def path(way: str) -> str:
    """The same way as steps from point to point; no step carries the rounding of those before it.

    >>> path("M 10 20.123 L 11.5 20.127 L 12 19 z")
    'M10 20.12l1.5 .01 .5-1.13z'
    """
    found = _STEP.findall(way)
    numbers: list[float] = []
    parts: list[str] = []
    command, x, y = "", 0.0, 0.0
    start = (0.0, 0.0)
    for letter, number in found:
        if letter:
            command = letter
            if letter in "Zz":
                parts.append("z")
                x, y = start
            continue
        numbers.append(round(float(number), DECIMALS))
        if len(numbers) < 2 * _POINTS[command]:
            continue
        first = command == "M"
        steps = [
            value if first else round(value - (x, y)[at % 2], DECIMALS) for at, value in enumerate(numbers)
        ]
        x, y = numbers[-2:]
        if first:
            start = (x, y)
        parts.append(("M" if first else command.lower()) + _joined(steps))
        numbers = []
    return _run_together(parts)


def _joined(numbers: list[float]) -> str:
    text = ""
    for value in numbers:
        shown = _short(value)
        text += shown if not text or shown.startswith("-") else f" {shown}"
    return text


def _run_together(parts: list[str]) -> str:
    """A command that repeats the one before it goes without its letter."""
    text, last = "", ""
    for part in parts:
        letter, rest = part[0], part[1:]
        if letter == last and letter in "lqcst":
            text += rest if rest.startswith("-") else f" {rest}"
        else:
            text += part
        last = letter
    return text


def _short(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def dark(svg: str) -> str:
    """The drawing in the inks of a dark page.

    Colours outside the palette are left as they are. A see-through tint becomes a little denser, because on
    black the same share of colour shows less.
    """
    inks = style.dark_inks()

    def recoloured(match: re.Match) -> str:
        rules = _COLOUR.sub(lambda one: f"{one[1]}:{inks.get(one[2], one[2])}", match[1])
        if rules != match[1]:
            rules = re.sub(r"((?:fill-|stroke-)?opacity):([\d.]+)", _denser, rules)
        return f'style="{rules}"'

    return re.sub(r'style="([^"]*)"', recoloured, svg)


def _denser(match: re.Match) -> str:
    return f"{match[1]}:{style.denser(float(match[2])):g}"


def pack(svg: str) -> str:
    """The text as a notebook keeps it: a tenth of its size."""
    return b64encode(zlib.compress(svg.encode("utf-8"), 9)).decode("ascii")


def unpack(packed: str) -> str:
    """The text that `pack` packed."""
    return zlib.decompress(b64decode(packed)).decode("utf-8")
