"""The running notebook: its one set-up call, the names it has used, and how it hands over an output."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import warnings
from typing import Any

from analysis.errors import NotebookError

# Warnings that concern the developer of a library, not the reader of a result. They would reach stderr, which
# nbval compares, and differ between versions; the unit tests are where they are looked at.
_DEVELOPER_WARNINGS = (
    DeprecationWarning,
    PendingDeprecationWarning,
    FutureWarning,
    ImportWarning,
    ResourceWarning,
)
# The kernel's own machinery runs in the same interpreter; a warning there says nothing about the analysis.
_KERNEL_MODULES = (
    r"(IPython|ipykernel|jupyter_client|jupyter_core|zmq|tornado|asyncio|traitlets|debugpy)(\.|$)"
)

_used: dict[str, tuple[str, str]] = {}


def setup() -> None:
    """Prepare the kernel of a notebook: house style, one time zone, plain frames, no silent warning.

    Any warning about the analysis itself (a failed convergence, a division by zero) stops the notebook with
    an error instead of being printed beside the result. Names of figures, tables and numbers start afresh.
    """
    from analysis.report.author import style

    forget()
    _watch_cells()
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):
        time.tzset()
    style.apply()
    _plain_frames()
    _strict_warnings()


def _watch_cells() -> None:
    """Let every cell begin with an empty list of tables read and of numbers written into texts."""
    ipython = shell()
    if ipython is not None and _begin_cell not in ipython.events.callbacks["pre_run_cell"]:
        ipython.events.register("pre_run_cell", _begin_cell)


def _begin_cell(_: Any = None) -> None:
    from analysis.data import mark_reads
    from analysis.report.author import said

    said.forget()
    mark_reads()


def tables_read() -> tuple[list[str], bool]:
    """Tables that this cell has read so far; if none, those that the page has, and whether it is those."""
    store = sys.modules.get("analysis.data.store.shared")
    if store is None:
        return [], False
    own = sorted(store.read_since_mark())
    return (own, False) if own else (sorted(store.read_log()), True)


def _plain_frames() -> None:
    """Fix what pandas prints, so that a stored frame does not depend on the terminal that ran it."""
    import pandas as pd

    for option, value in {
        "display.width": 110,
        "display.max_columns": 20,
        "display.max_rows": 40,
        "display.precision": 4,
        "display.max_colwidth": 60,
    }.items():
        pd.set_option(option, value)


def _strict_warnings() -> None:
    warnings.resetwarnings()
    warnings.simplefilter("error")
    for category in _DEVELOPER_WARNINGS:
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("ignore", module=_KERNEL_MODULES)


def shell() -> Any | None:
    """The running IPython shell, or None in a plain script (IPython is not imported for the question)."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def current_cell() -> tuple[str, str]:
    """Identity of the running cell and of this run of it.

    A front end names its cells; nbclient and nbval do not, and run without history, so there the source of
    the cell stands for it. In a plain script every call is the same run of the same cell.
    """
    get_parent = getattr(shell(), "get_parent", None)
    parent = get_parent() if get_parent else None
    if not parent or "content" not in parent:
        return "script", "script"
    source = str(parent["content"].get("code", ""))
    cell = str((parent.get("metadata") or {}).get("cellId") or hashlib.sha256(source.encode()).hexdigest())
    return cell, str(parent.get("header", {}).get("msg_id", ""))


def claim(name: str, what: str) -> None:
    """Reserve a name for the running cell; running the same cell again may replace it.

    Parameters
    ----------
    name : str
        Figure, table or number.
    what : str
        Its kind, for the message.

    Raises
    ------
    NotebookError
        If another cell of this notebook, or an earlier line of this cell, has used the name.
    """
    cell, run = current_cell()
    before = _used.get(name)
    if before is not None and (before[0] != cell or before[1] == run):
        where = "earlier in this cell" if before[0] == cell else "in another cell of this notebook"
        raise NotebookError(f"{what} {name!r} was already used {where}; give each {what} its own name")
    _used[name] = (cell, run)


def forget() -> None:
    """Forget every name used so far, as `setup` does."""
    _used.clear()


def emit(data: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Hand one output bundle to the notebook; without a kernel there is nobody to show it to."""
    if shell() is None:
        return
    from IPython.display import display

    display(data, raw=True, metadata=metadata)
