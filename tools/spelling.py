"""What codespell reads: the prose of the pages beside the code, whose docstrings and messages are prose too.

A notebook is JSON with pictures in it, in which letters fall together by chance; so its Markdown cells are
laid out as text first, one file a page, line for line.
"""

from __future__ import annotations

import json
from pathlib import Path

#: Folders and files whose words are our own.
READ = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "analysis", "benchmarks", "tools", "data")
SUFFIXES = (".md", ".py", ".yml")


def prose(notebook: Path) -> str:
    """The Markdown cells of a notebook, one after the other, an empty line between them."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown") + "\n"


def files(root: Path, scratch: Path) -> list[str]:
    """Every file to read; those of the notebooks are written to `scratch`."""
    found = [
        path
        for name in READ
        for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))
    ]
    named = [str(path.relative_to(root)) for path in sorted(found) if path.suffix in SUFFIXES]
    for notebook in sorted((root / "chapters").glob("*.ipynb")):
        page = scratch / f"{notebook.stem}.md"
        page.write_text(prose(notebook), "utf-8")
        named.append(str(page))
    return named
