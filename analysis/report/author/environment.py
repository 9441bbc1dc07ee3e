"""What the lock pins, for the page on reproducibility: read from the lock, so the same on every machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import NotebookError

if TYPE_CHECKING:
    import pandas as pd

LOCK = Path(__file__).resolve().parents[3] / "requirements.lock"
ROLES = {
    "numpy": "arrays and linear algebra",
    "scipy": "distributions and decompositions",
    "pandas": "tables and calendars",
    "statsmodels": "cross-checks of the estimators",
    "matplotlib": "figures",
    "nbclient": "runs notebooks",
    "nbval": "compares stored outputs with a new run",
    "jupyter-book": "turns notebooks into pages",
    "sphinx": "builds the pages",
    "myst-nb": "reads notebooks for the pages",
    "pytest": "runs the tests",
    "playwright": "drives the browser in the tests",
}


def versions(lock: Path = LOCK) -> pd.DataFrame:
    """Package, pinned version and role of the packages that matter for what is printed.

    Raises
    ------
    NotebookError
        If the lock does not pin one of them.
    """
    import pandas as pd

    pinned = dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", lock.read_text("utf-8"), re.MULTILINE))
    if absent := [name for name in ROLES if name not in pinned]:
        raise NotebookError(f"{lock.name} does not pin {absent[0]}; run `make lock`, or take it out of ROLES")
    return pd.DataFrame(
        [{"package": name, "version": pinned[name], "role": role} for name, role in ROLES.items()]
    )
