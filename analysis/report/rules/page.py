"""A page as the rules see it: cells, and Markdown with everything masked that is not prose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from analysis.errors import NotebookError
from analysis.report.build import notebook_file

FOLDER = "chapters"
#: Where the code stands that belongs to one page and is no cell.
MODULES = "analysis/chapters"

# Directives whose body is not a sentence of ours.
_VERBATIM = re.compile(
    r"(code|code-block|code-cell|sourcecode|math|mermaid|toctree|raw|eval-rst|glue(:\w*)?|image|include|"
    r"literalinclude|parsed-literal|bibliography|contents|iframe|video|tableofcontents)$"
)
_FENCE = re.compile(r"^\s{0,3}(?P<mark>`{3,}|~{3,}|:{3,})\s*(?:\{(?P<name>[^}]*)\})?(?P<rest>.*)$")


@dataclass(frozen=True)
class Breach:
    """One broken rule: where, what, and what to do about it."""

    page: str
    place: str
    rule: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.page}, {self.place}" if self.place else self.page
        return f"{where}: {self.problem} [{self.rule}] {self.remedy}"


@dataclass(frozen=True)
class Cell:
    """One cell, the whole of a Markdown page, or one statement of a module that belongs to a page.

    `number` counts all cells from 1; 0 stands for a Markdown page, whose places are lines, and for a
    statement of a module (kind "module"), which begins at line `start` of `file`.
    """

    number: int
    kind: str
    source: str
    outputs: list = field(default_factory=list)
    execution_count: int | None = None
    tags: tuple[str, ...] = ()
    file: str = ""
    start: int = 1

    def place(self, line: int | None = None) -> str:
        """How a finding names the cell, or a line in it (counted from 1)."""
        if self.file:
            return f"{self.file}, line {self.start + (line or 1) - 1}"
        if not self.number:
            return f"line {line}" if line else ""
        return f"cell {self.number}, line {line}" if line else f"cell {self.number}"

    @cached_property
    def visible(self) -> str:
        """Markdown without verbatim blocks and comments; roles, links and labels are kept."""
        return visible(self.source)

    @cached_property
    def prose(self) -> str:
        """Markdown with only its sentences left; line numbers are those of the source."""
        return mask(self.visible)


@dataclass(frozen=True)
class Page:
    """A notebook or a Markdown page of the book."""

    path: Path
    name: str
    notebook: bool
    cells: tuple[Cell, ...]
    tidy: bool = True
    modules: tuple[Cell, ...] = ()

    def code(self) -> Iterator[Cell]:
        """The code cells."""
        return (cell for cell in self.cells if cell.kind == "code")

    def written(self) -> Iterator[Cell]:
        """All code that was written for this page: its cells, then the statements of its modules."""
        yield from self.code()
        yield from self.modules

    def markdown(self) -> Iterator[Cell]:
        """The Markdown cells, or the one text of a Markdown page."""
        return (cell for cell in self.cells if cell.kind == "markdown")

    def finding(self, place: str, rule: str, problem: str, remedy: str) -> Breach:
        """A finding on this page."""
        return Breach(self.name, place, rule, problem, remedy)


def pages(root: Path) -> list[Page]:
    """All notebooks and Markdown pages in `chapters/`.

    Raises
    ------
    NotebookError
        If a file cannot be read.
    """
    folder = root / FOLDER
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".ipynb", ".md"})
    shown = [
        path
        for path in files
        if not any(part.startswith((".", "_build")) for part in path.relative_to(folder).parts)
    ]
    return [read(path, root) for path in shown]


def statements(path: Path, root: Path) -> Iterator[Cell]:
    """The statements of a module one by one, each with the comments above it.

    What cannot be parsed is one piece, for the rule on code to name.
    """
    file, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
    try:
        ends = [node.end_lineno or 0 for node in ast.parse(text).body]
    except SyntaxError:
        ends = []
    lines = text.splitlines()
    ends = [*ends[:-1], len(lines)]
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        source = "\n".join(lines[start:end])
        if source.strip():
            yield Cell(0, "module", source, file=file, start=start + 1)


def modules_of(page: Path, root: Path) -> Iterator[Path]:
    """The modules of one page: `japan.py`, `japan_figures.py`, `japan/paths.py`, but not `japan_items.py`
    where there is such a page."""
    stems = [path.stem for path in page.parent.glob("*.ipynb")]
    for path in sorted((root / MODULES).rglob("*.py")):
        first = path.relative_to(root / MODULES).with_suffix("").parts[0]
        owners = [name for name in stems if first == name or first.startswith(f"{name}_")]
        if max(owners, key=len, default="") == page.stem:
            yield path


def read(path: Path, root: Path) -> Page:
    """One page, with the modules that belong to it."""
    name = path.relative_to(root).as_posix()
    if path.suffix == ".md":
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise NotebookError(f"{name}: not UTF-8 ({error}); save it again in that encoding.") from None
        return Page(path, name, False, (Cell(0, "markdown", text),))
    notebook = notebook_file.read(path)
    cells = tuple(
        Cell(
            number,
            cell.cell_type,
            cell.source,
            list(cell.get("outputs", [])),
            cell.get("execution_count"),
            tuple(cell.metadata.get("tags", ())),
        )
        for number, cell in enumerate(notebook.cells, start=1)
    )
    tidy = path.read_text(encoding="utf-8") == notebook_file.dumps(notebook)
    modules = tuple(cell for module in modules_of(path, root) for cell in statements(module, root))
    return Page(path, name, True, cells, tidy, modules)


def _blank(text: str) -> str:
    """Something without words that has as many lines."""
    return " " + "\n" * text.count("\n")


def visible(source: str) -> str:
    """Drop front matter, comments, verbatim blocks and directive options, keeping line numbers."""
    source = re.sub(r"\A---\n.*?\n---[ \t]*$", lambda m: _blank(m[0]), source, flags=re.DOTALL | re.MULTILINE)
    kept: list[str] = []
    stack: list[tuple[str, bool]] = []  # the open fences: their mark, and whether verbatim
    options = ""  # inside a directive's options: ":" or "---"
    for line in source.split("\n"):
        fence = _FENCE.match(line)
        text = line.strip()
        if (
            stack
            and fence
            and not fence["name"]
            and not fence["rest"].strip()
            and fence["mark"].startswith(stack[-1][0])
        ):
            stack.pop()
            options = ""
            line = ""
        elif stack and stack[-1][1]:
            line = ""
        elif options and text == "---":
            options = "" if options == "---" else "---"
            line = ""
        elif options == "---" or (options == ":" and re.match(r":[\w-]+:", text)):
            line = ""
        elif fence and (fence["name"] or fence["mark"][0] != ":"):
            name = (fence["name"] or "").strip()
            stack.append((fence["mark"], not name or bool(_VERBATIM.match(name))))
            options = ":"
            # The argument of an admonition is its title; that of a figure is a path.
            line = fence["rest"] if not stack[-1][1] and name != "figure" else ""
        elif text:
            options = ""
        kept.append(line)
    return re.sub(r"<!--.*?-->", lambda m: _blank(m[0]), _without_examples("\n".join(kept)), flags=re.DOTALL)


def _without_examples(text: str) -> str:
    """Drop code spans of two or more backticks: they show what a role looks like."""
    return re.sub(r"(?<!`)(``+)(?!`)(.+?)(?<!`)\1(?!`)", lambda m: _blank(m[0]), text, flags=re.DOTALL)


# What an inline formula cannot start with: "$550 billion … $100" is money, though MyST
# would take what is between the two signs for mathematics.
_MONEY_NOT_MATH = re.compile(r"\$\s?\d[\d,.]*\s*(?:[-–]\s*\d[\d,.]*\s*)?[A-Za-z]{2}")

_MASKS = [
    re.compile(r"\{[\w:+.-]*\}`[^`]*`"),  # roles, glue among them
    re.compile(r"`[^`]+`"),
    re.compile(r"\$\$.*?\$\$", re.DOTALL),
    re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL),
    re.compile(rf"(?<![\\\w])(?!{_MONEY_NOT_MATH.pattern})\$(?!\s)(?:\\.|[^$\\\n]|\n(?!\n))+?(?<!\s)\$"),
    re.compile(r"^\([\w:.+-]+\)=\s*$", re.MULTILINE),  # labels
    re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S.*$", re.MULTILINE),  # link definitions
    re.compile(r"(?<=\])\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)"),  # link targets
    re.compile(r"<[a-zA-Z/!][^<>]*>"),  # tags and autolinks
    re.compile(r"\b(?:https?|doi|arXiv):\S+", re.IGNORECASE),
    re.compile(r"\b10\.\d{4,9}/\S+"),  # a DOI
    re.compile(r"\b\d+(?:\.\w+){2,}"),  # 1.0.4, and statute numbers such as 9903.01.25
    re.compile(r"\b[vV]\d+(?:\.\w+)*"),
    re.compile(
        r"\b(?:python|version|versions|release|nbformat|pandas|numpy|scipy|statsmodels|matplotlib|jupyter["
        r" -]book|"
        r"sphinx|pytest|nbval|gretl|linearmodels|arch|joblib|CC[ -]BY(?:-\w+)*|licen[cs]e|R)"
        r"\s+(?:>=|≥)?\s*\d+(?:\.\d+)*(?![\d%])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:§+|\b(?:articles?|art\.|sections?|sec\.|reg\.|rule|chapter|heading|headings|paragraph|para\.|HTS(?:US)?|"
        r"tables?|figures?|fig\.|equations?|eq\.|appendix|ISIC|BPM|ICD))\s*\d+(?:[.-]\w+)*",
        re.IGNORECASE,
    ),
]


def mask(text: str) -> str:
    """Replace everything inline that is not a sentence by a blank."""
    for pattern in _MASKS:
        text = pattern.sub(lambda m: _blank(m[0]), text)
    return text.replace("\\$", "$")
