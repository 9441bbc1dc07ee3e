"""Which strings of a piece of code a reader is shown: captions, subtitles, alternative texts, notes.

They are arguments (`caption=…`) of any call, values under such a key of a dictionary
(`{"caption": …, "alt": …}`, which is given to `show` with two stars), and what a function returns whose name
ends like one (`def path_caption(…)`). Titles are none of them: each is held as a whole (`titles`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

SHOWN = ("subtitle", "caption", "alt", "notes")


def shown(tree: ast.AST, arguments: Collection[str] = SHOWN) -> Iterator[tuple[str, ast.expr]]:
    """Argument and expression of everything in a piece of code that is shown under one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in arguments:
                    yield keyword.arg, keyword.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in arguments:
                    yield key.value, value
        elif isinstance(node, ast.FunctionDef) and (ending := node.name.rsplit("_", 1)[-1]) in arguments:
            for part in ast.walk(node):
                if isinstance(part, ast.Return) and part.value is not None:
                    yield ending, part.value


def strings(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Line and text of the parts of an expression that were typed.

    A phrase does not cross a computed value: the parts of an f-string or of a sum come one by one.
    """
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.lineno, part.value


def phrases(node: ast.expr) -> Iterator[ast.expr]:
    """The texts of an expression, each in one piece: entries of a list, both arms of a choice, arguments of a
    call."""
    if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
        yield node
        return
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr) and not (isinstance(node, ast.IfExp) and part is node.test):
            yield from phrases(part)


def text(node: ast.AST) -> str:
    """What an expression says; "…" stands for a computed value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) for part in node.values)
    return text(node.left) + text(node.right) if isinstance(node, ast.BinOp) else "…"
