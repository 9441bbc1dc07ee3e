"""Rules for code cells and for the modules of a page: reproducible, without clock, network or files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from analysis.report.rules import words
from analysis.report.rules.page import Breach, Cell, Page, mask
from analysis.report.rules.prose import MACHINE_PATH, typed_numbers

_NETWORK = {
    "aiohttp",
    "ftplib",
    "fredapi",
    "http.client",
    "httpx",
    "pandas_datareader",
    "requests",
    "smtplib",
    "socket",
    "urllib.request",
    "urllib3",
    "wbdata",
    "websocket",
    "websockets",
    "yfinance",
    # Our own door to the network; refreshing data is not the business of a chapter.
    "analysis.data.providers",
    "analysis.data.refresh",
}
_CLOCK_MODULES = {"time", "timeit"}
_CLOCK_CALLS = {
    "now",
    "today",
    "utcnow",
    "perf_counter",
    "monotonic",
    "process_time",
    "time_ns",
    "localtime",
    "gmtime",
    "ctime",
}
_FILE_CALLS = {
    "read_csv",
    "read_table",
    "read_excel",
    "read_parquet",
    "read_json",
    "read_html",
    "read_xml",
    "read_pickle",
    "read_stata",
    "read_feather",
    "read_hdf",
    "read_sql",
    "read_fwf",
    "read_text",
    "read_bytes",
    "to_csv",
    "to_excel",
    "to_parquet",
    "to_pickle",
    "to_feather",
    "to_hdf",
    "to_stata",
    "to_sql",
    "write_text",
    "write_bytes",
    "savefig",
    "savetxt",
    "loadtxt",
    "genfromtxt",
    "unlink",
    "rmtree",
    "mkdir",
}
# `data.load` is ours, so `load` alone says nothing.
_FILE_CALLS_OF = {"np", "numpy", "json", "pickle", "joblib", "yaml", "Image", "plt"}
_FILE_CALLS_SHORT = {"load", "save", "savez", "savez_compressed", "dump", "imread", "imsave"}
# Never the same twice, and no seed helps.
_NEVER_SAME = {"uuid", "secrets", "tempfile"}
_NEVER_SAME_CALLS = {"os.urandom", "os.getpid", "os.getppid", "id", "object", "threading.get_ident"}
_FREE_RANDOM = {"default_rng", "Generator", "SeedSequence", "PCG64", "BitGenerator"}
#: Calls that read a value between the points of a grid.
BETWEEN_POINTS = {
    "interp",
    "interp1d",
    "interpolate",
    "interpn",
    "griddata",
    "make_interp_spline",
    "CubicSpline",
    "PchipInterpolator",
    "UnivariateSpline",
    "InterpolatedUnivariateSpline",
    "RegularGridInterpolator",
}
_NBVAL_COMMENT = re.compile(r"^\s*#+\s*(NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT)\s*$", re.MULTILINE)
_NBVAL_TAGS = {"nbval-skip", "nbval-raises-exception", "raises-exception", "skip-execution"}


def findings(page: Page) -> Iterator[Breach]:
    """Everything in the code of a notebook or of its modules that breaks a rule."""
    if not page.notebook:
        return
    if not page.tidy:
        yield page.finding(
            "", "normal-form", "not stored in normal form (saved by an editor).",
            "Run `python -m analysis notebooks run`; it tidies without executing what is fresh.",
        )  # fmt: skip
    first = True
    for cell in page.written():
        yield from _text(page, cell)
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            yield page.finding(
                cell.place(error.lineno),
                "plain-python",
                "not plain Python (a magic, a shell line or an error).",
                "Remove it; what has to be set up belongs in report.setup().",
            )
            first = False
            continue
        if first:
            yield from _first_cell(page, cell, tree)
            first = False
        for node in ast.walk(tree):
            yield from _node(page, cell, node)
        yield from _typed_words(page, cell, tree)


def _text(page: Page, cell: Cell) -> Iterator[Breach]:
    comment = _NBVAL_COMMENT.search(cell.source)
    hidden = sorted(_NBVAL_TAGS & set(cell.tags)) or ([comment[1]] if comment else [])
    glued = any("scrapbook" in output.get("metadata", {}) for output in cell.outputs)
    if glued and "nbval-ignore-output" in cell.tags:
        hidden.append("nbval-ignore-output")
    if hidden:
        yield page.finding(
            cell.place(), "verified", f"{hidden[0]} keeps the cell from being verified.",
            "Make the output reproducible instead (round, sort, seed). Only the tag nbval-ignore-output is "
            "allowed, on cells that publish no number.",
        )  # fmt: skip
    if cell.source.rstrip().endswith(";"):
        yield page.finding(
            cell.place(cell.source.rstrip().count("\n") + 1), "semicolon",
            "a semicolon at the end hides what the cell gives, here and from the comparison of outputs.",
            "Drop it; end a cell that draws with report.figures.show, and give any other last value a name.",
        )  # fmt: skip
    for match in MACHINE_PATH.finditer(cell.source):
        line = cell.source.count("\n", 0, match.start()) + 1
        yield page.finding(
            cell.place(line),
            "machine-path",
            f"“{match[0]}” is a path of one machine.",
            "Read data by name: data.load(…), data.table(…).",
        )


def _first_cell(page: Page, cell: Cell, tree: ast.Module) -> Iterator[Breach]:
    imported = {name for node in ast.walk(tree) for name in _imported(node)}
    if not any(name == "analysis" or name.startswith("analysis.") for name in imported):
        yield page.finding(
            cell.place(), "first-cell", "the first code cell imports nothing from analysis.",
            "Start with `from analysis import data, report`.",
        )  # fmt: skip
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    if not calls & {"report.setup", "setup", "analysis.report.setup"}:
        yield page.finding(
            cell.place(), "first-cell", "the first code cell does not call report.setup().",
            "Call it right after the imports: style and determinism come from it.",
        )  # fmt: skip


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return set()


def _node(page: Page, cell: Cell, node: ast.AST) -> Iterator[Breach]:
    for name in sorted(_imported(node)):
        base = name.split(".")[0]
        # `from time import time` gives both "time" and "time.time": one finding is enough.
        if name in _NETWORK or (base in _NETWORK and "." not in name):
            yield page.finding(
                cell.place(node.lineno), "network", f"imports {name}, which reaches the network.",
                "Read stored data through analysis.data; refresh it with `python -m analysis data refresh`.",
            )  # fmt: skip
        elif name in _CLOCK_MODULES:
            yield _clock(page, cell, node, f"imports {name}")
        elif name == "random":
            yield _random(page, cell, node, "imports random")
        elif base in _NEVER_SAME and "." not in name:
            yield _random(page, cell, node, f"imports {name}, whose values are never the same twice")
    if isinstance(node, ast.Call):
        yield from _call(page, cell, node)


def _call(page: Page, cell: Cell, node: ast.Call) -> Iterator[Breach]:
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    full = f"{owner}.{name}" if owner else name
    text = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if (
        name in _CLOCK_CALLS
        or full == "time.time"
        or (name in {"Timestamp", "to_datetime", "Period", "datetime64"} and text in {"now", "today"})
    ):
        yield _clock(page, cell, node, f"{full}() reads the clock")
    in_files = name in _FILE_CALLS or name == "open"
    if in_files or (name in _FILE_CALLS_SHORT and owner in _FILE_CALLS_OF):
        yield page.finding(
            cell.place(node.lineno),
            "files",
            f"{full}() reads or writes a file.",
            "Read tables with data.load or data.table; downloads are made by report.figures and "
            "report.tables.",
        )
    # An adjusted value or a table's column has no test to speak for it; an attribute of a result has.
    if name == "p_text" and node.args and ast.unparse(node.args[0]).endswith("pvalue"):
        yield page.finding(
            cell.place(node.lineno),
            "tested",
            f"{full}({ast.unparse(node.args[0])}) does not say what was tested.",
            "Pass the test itself, report.numbers.p_text(test): its words come from what it restricts.",
        )
    if name == "publish":
        for keyword in node.keywords:
            calls = {
                getattr(c.func, "attr", getattr(c.func, "id", ""))
                for c in ast.walk(keyword.value)
                if isinstance(c, ast.Call)
            }
            if calls & {"quantile", "percentile"} and "simulated" not in calls:
                yield page.finding(
                    cell.place(keyword.value.lineno),
                    "simulated",
                    f"{keyword.arg} prints a quantile without regard to its error.",
                    "Print it with report.numbers.simulated(value, report.numbers.quantile_error(sample, "
                    "q), decimals).",
                )
    if name in BETWEEN_POINTS:
        yield page.finding(
            cell.place(node.lineno),
            "interpolation",
            f"{full}() reads a number off a grid, which is wrong beside a kink.",
            "Solve for it: scheme.break_even_return, or scipy.optimize.brentq in a module, with a test.",
        )
    if full in _NEVER_SAME_CALLS:
        yield _random(page, cell, node, f"{full}() is never the same twice")
    if name == "default_rng" and not node.args and not node.keywords:
        yield _random(page, cell, node, "default_rng() has no seed")
    elif owner in {"np.random", "numpy.random"} and name not in _FREE_RANDOM:
        yield _random(page, cell, node, f"{full}() uses the global state")
    for keyword in node.keywords:
        if keyword.arg == "stated" and not isinstance(keyword.value, ast.Constant):
            yield page.finding(
                cell.place(node.lineno),
                "stated-plan",
                "the stated plan is compared with something computed from itself.",
                "Write the digest that was printed when the plan was stated, or drop stated=.",
            )  # fmt: skip


def _typed_words(page: Page, cell: Cell, tree: ast.Module) -> Iterator[Breach]:
    """Captions, alt texts and notes are sentences: their numbers are computed as well."""
    if "# typed:" in cell.source:
        return
    for argument, value in words.shown(tree):
        for line, text in words.strings(value):
            for _, number in typed_numbers(mask(text)):
                yield page.finding(
                    cell.place(line),
                    "typed-number",
                    f"the number “{number}” is typed in {argument}=.",
                    "Put the computed value there with an f-string, or give the reason: # typed: reason.",
                )


def _clock(page: Page, cell: Cell, node: ast.AST, problem: str) -> Breach:
    return page.finding(
        cell.place(node.lineno),
        "clock",
        f"{problem}.",
        "Take dates from the data: the last month of a series, a vintage.",
    )


def _random(page: Page, cell: Cell, node: ast.AST, problem: str) -> Breach:
    return page.finding(
        cell.place(node.lineno),
        "random",
        f"{problem}.",
        "Make one rng = np.random.default_rng(seed) and pass it on.",
    )
