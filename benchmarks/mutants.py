"""Small faults in code, one at a time: what may be changed in a module, and the module with one change.

Six kinds: a comparison takes its neighbour, an operation its opposite, a number one more (a default as well),
a truth its contrary, and a result is not returned. Words, messages of errors and annotations are left alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("comparison", "arithmetic", "constant", "boolean", "default", "return")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMBINED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    function : str
        Where it stands: functions and classes, outermost first; outside functions also the name that is
        given a value there.
    change : str
        "old -> new", in code.
    nth : int
        Which of the same changes of a function, from 1.
    line : int
    place : int
        Of the node in the order of `ast.walk`.
    """

    kind: str
    function: str
    change: str
    nth: int
    line: int
    place: int


def mutants(source: str) -> list[Mutant]:
    """Every change that can be made in a module, in the order of its lines."""
    tree = ast.parse(source)
    places = {node: place for place, node in enumerate(ast.walk(tree))}
    found = []
    for node, kind, function in _nodes(tree, ""):
        changed = _changed(node)
        if changed is not None:
            change = f"{_code(node)} -> {_code(changed)}"
            found.append((node.lineno, places[node], (kind or _kind(node), function, change)))
    same: Counter[tuple[str, str, str]] = Counter()
    made = []
    for line, place, names in sorted(found):
        same[names] += 1
        made.append(Mutant(*names, same[names], line, place))
    return made


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """The module with one change, ready to be compiled; lines stay where they are."""
    tree = ast.parse(source)
    old = next(node for place, node in enumerate(ast.walk(tree)) if place == mutant.place)
    new = ast.copy_location(_changed(old), old)

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    return ast.fix_missing_locations(Replace().visit(tree))


def _changed(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        return ast.Compare(node.left, [COMPARED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BinOp) and type(node.op) in COMBINED:
        return ast.BinOp(node.left, COMBINED[type(node.op)](), node.right)
    if isinstance(node, ast.AugAssign) and type(node.op) in COMBINED:
        return ast.AugAssign(node.target, COMBINED[type(node.op)](), node.value)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        return node.operand
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return ast.Constant(not node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return ast.Constant(node.value + 1)
    if isinstance(node, ast.Return) and node.value is not None:
        return ast.Return(ast.Constant(None))
    return None


def _kind(node: ast.AST) -> str:
    if isinstance(node, ast.Compare):
        return "comparison"
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        return "arithmetic"
    if isinstance(node, ast.Return):
        return "return"
    if isinstance(node, ast.BoolOp):
        return "boolean"
    if isinstance(node, ast.UnaryOp):
        return "boolean" if isinstance(node.op, ast.Not) else "arithmetic"
    return "boolean" if isinstance(node.value, bool) else "constant"


def _nodes(node: ast.AST, function: str, kind: str = "") -> Iterator[tuple[ast.AST, str, str]]:
    """Nodes that may be changed, with their kind if their place decides it, and where they stand."""
    if isinstance(node, ast.expr | ast.stmt):
        yield node, kind, function
    for child, its_kind in _children(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield from _nodes(child, f"{function}.{child.name}".lstrip("."), "")
        elif isinstance(node, ast.Module | ast.ClassDef) and (name := _named(child)):
            yield from _nodes(child, f"{function}.{name}".lstrip("."), its_kind)
        elif isinstance(child, ast.expr | ast.stmt | ast.comprehension | ast.keyword | ast.withitem):
            yield from _nodes(child, function, its_kind or kind)


def _named(node: ast.AST) -> str:
    """The name that is given a value, or none."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What of a node may be changed: no words, no annotations, no decorators, nothing that only raises."""
    if isinstance(node, (ast.Raise, ast.JoinedStr, ast.Assert)):
        return
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.FunctionDef):
        yield from (
            (default, "default") for default in (*node.args.defaults, *node.args.kw_defaults) if default
        )
        yield from ((part, "") for part in node.body)
    elif isinstance(node, ast.ClassDef):
        for part in node.body:
            yield part, "default" if isinstance(part, ast.AnnAssign) else ""
    elif isinstance(node, ast.AnnAssign):
        if node.value is not None:
            yield node.value, ""
    elif isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return  # the number and its sign are one
    else:
        yield from ((child, "") for child in ast.iter_child_nodes(node))


def _code(node: ast.AST, most: int = 90) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
