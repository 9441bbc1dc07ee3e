"""The pages of the package: every public name with its signature and docstring, written as the book is built.

A page says ``% api: analysis.scheme`` where its names shall stand. In its place come an overview by
autosummary and, a heading each, what autodoc reads from the package, so that no list of names is typed and
none can be forgotten. Napoleon sets the sections of the docstrings; types are shown as they are written
there, because "ndarray of float, shape (H,)" says what no annotation can. ``% vocabulary`` becomes the table
of shared words.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any

from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import NumpyDocstring
from sphinx.pycode import ModuleAnalyzer

MARK = re.compile(r"^% api: (?P<package>[\w.]+)$", re.MULTILINE)
VOCABULARY = re.compile(r"^% vocabulary$", re.MULTILINE)
#: Made by an estimator and never by a caller: shown without the arguments of its constructor.
RESULT = "analysis.passthrough.core.base"
#: Headings of names that stand in no room.
FLAT = ("Functions", "Types", "Constants")
EXTENSIONS = ("sphinx.ext.autodoc", "sphinx.ext.autosummary")
SETTINGS = {
    "add_module_names": False,
    "autosummary_generate": False,
    "default_role": "literal",  # a name between single ticks is code
    "autodoc_typehints": "none",
    "autodoc_preserve_defaults": True,
    "autodoc_member_order": "bysource",
}

#: Types as they are written, not as links to classes that are described elsewhere.
SECTIONS = Config(
    napoleon_use_param=False,
    napoleon_use_rtype=False,
    napoleon_custom_sections=[("Attributes", "params_style"), ("Raises", "params_style")],
)


@dataclass(frozen=True)
class Shown:
    """A public name.

    Attributes
    ----------
    name : str
        As a reader writes it after the package: ``load``, or ``figures.show``.
    path : str
        Where autodoc finds it.
    kind : str
        "function", "class" or "data".
    room : str
        Heading under which it stands.
    """

    name: str
    path: str
    kind: str
    room: str


def public(package: str) -> list[Shown]:
    """Every public name of a package, room by room; of a package that gives modules, theirs.

    Parameters
    ----------
    package : str
        ``analysis.scheme``. `analysis.report` gives modules: each is a room of the functions that it defines.
    """
    home = import_module(package)
    if not hasattr(home, "__path__"):  # one module, such as `analysis.errors`
        return [replace(one, name=one.name.rpartition(".")[2]) for one in _defined(home)]
    found: list[Shown] = []
    for name in home.__all__:
        thing = getattr(home, name)
        if inspect.ismodule(thing):
            if ".author." in thing.__name__:
                found += _defined(thing)
        else:
            found.append(_shown(package, name, thing))
    rooms = [*dict.fromkeys(one.room for one in found if one.room not in FLAT), *FLAT]
    return sorted(found, key=lambda one: (rooms.index(one.room), one.kind != "function", one.name.lower()))


def _defined(module: ModuleType) -> list[Shown]:
    """Functions and classes that a module defines and does not keep to itself."""
    room = _title(module)
    short = module.__name__.rsplit(".", 1)[-1]
    return [
        Shown(f"{short}.{name}", f"{module.__name__}.{name}", _kind(thing), room)
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and getattr(thing, "__module__", None) == module.__name__
        and callable(thing)
    ]


def _shown(package: str, name: str, thing: Any) -> Shown:
    kind = _kind(thing)
    if kind == "data":
        return Shown(name, f"{_home_of(package, name)}.{name}", kind, "Constants")
    inside = thing.__module__.removeprefix(f"{package}.").split(".")
    if len(inside) > 1:
        return Shown(name, f"{package}.{name}", kind, _title(sys.modules[f"{package}.{inside[0]}"]))
    return Shown(name, f"{package}.{name}", kind, "Functions" if kind == "function" else "Types")


def _kind(thing: Any) -> str:
    return "class" if inspect.isclass(thing) else "function" if callable(thing) else "data"


def _home_of(package: str, name: str) -> str:
    """The module in which a constant is written, with what is said of it."""
    value = getattr(sys.modules[package], name)
    for module in sorted(sys.modules):
        if module.startswith("analysis.") and vars(sys.modules[module]).get(name) is value:
            written = ModuleAnalyzer.for_module(module)
            if ("", name) in written.find_attr_docs():
                return module
    raise ValueError(f"{package}.{name} is public and nothing says what it is: write a line `#: …` above it.")


def _title(module: ModuleType) -> str:
    """What a docstring says first, up to its first colon or full stop."""
    first = re.split(r"[:.](?:\s|$)", (module.__doc__ or module.__name__).strip(), maxsplit=1)[0]
    return " ".join(first.split())


def text(package: str) -> str:
    """The names of a package as MyST, ready to be read by Sphinx."""
    return "\n\n".join(_rooms(public(package)))


def _rooms(names: list[Shown]) -> Iterator[str]:
    for room in dict.fromkeys(one.room for one in names):
        inside = [one for one in names if one.room == room]
        yield f"## {room}"
        yield _rst([".. autosummary::", "   :nosignatures:", "", *(f"   ~{one.path}" for one in inside)])
        for one in inside:
            yield f"### {one.name}"
            yield _rst(_documented(one))


def _documented(one: Shown) -> list[str]:
    if one.kind != "class":
        return [f".. auto{one.kind}:: {one.path}"]
    module, _, name = one.path.rpartition(".")
    made = any(base.__module__ == RESULT for base in getattr(import_module(module), name).__mro__)
    return [f".. autoclass:: {one.path}{'()' if made else ''}", "   :members:"]


def _rst(lines: list[str]) -> str:
    return "\n".join(["```{eval-rst}", *lines, "```"])


def vocabulary() -> str:
    """The words that most doors share, as a table."""
    from analysis.passthrough.core.vocabulary import SHARED

    rows = [f"| `{word}` | {meaning} |" for word, meaning in SHARED.items()]
    return "\n".join(["| Word | Meaning |", "|---|---|", *rows])


def write(app: Any, docname: str, source: list[str]) -> None:
    """Put names and words where a page asks for them."""
    if "% " in source[0]:
        source[0] = MARK.sub(lambda mark: text(mark["package"]), source[0])
        source[0] = VOCABULARY.sub(lambda mark: vocabulary(), source[0])


def sections(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Set the sections of a docstring.

    A property is set as a method is: napoleon would take what stands before its first colon for a type.
    """
    what = "method" if what in ("attribute", "data", "property") else what
    lines[:] = NumpyDocstring(lines, SECTIONS, app, what, name, thing, options).lines()


def setup(app: Any) -> None:
    """Register with Sphinx."""
    for extension in EXTENSIONS:
        app.setup_extension(extension)
    app.connect("config-inited", settle, priority=100)
    app.connect("source-read", write)
    app.connect("autodoc-process-docstring", sections)


def settle(app: Any, config: Any) -> None:
    """How docstrings are set: one place, because no other page is made of them."""
    for name, value in SETTINGS.items():
        setattr(config, name, value)
