"""What every result can do, whatever the method: one base and three kinds.

A **path** is an effect by horizon, a **finding** one number or table with what was tested, and **paths** are
several paths that belong together. All of them say in words and numbers what was found (`summary`,
`to_frame`), draw it where there is something to draw, write themselves to a file, and carry what a reader
must know: `specification`, `warnings`, `nobs` and `sample`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import export as tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: What every result has beside its own numbers.
FACTS = ("specification", "warnings", "nobs", "sample")


class Result(ABC):
    """Base of all results; each has a table of its own.

    Attributes
    ----------
    specification : dict
        Everything needed to say what was estimated.
    warnings : tuple of str
        What a reader must know before using the numbers; empty if nothing.
    nobs : int
        Rows used.
    sample : (Period, Period)
        First and last date of the left-hand side.

    Notes
    -----
    A class may keep the four as fields or give them as properties; they are not set here, because a field of
    a dataclass would take what stands here for its default.
    """

    if TYPE_CHECKING:
        specification: Any
        warnings: Any
        nobs: Any
        sample: Any

    #: What the result is, in a caption.
    title: ClassVar[str] = "result"

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The numbers as one table."""

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of sample, specification and warnings, as they stand under a table."""
        from analysis.passthrough.core.present import plain

        first, last = self.sample
        rows = [("sample", f"{first} to {last}, n = {self.nobs}")]
        rows += [(str(key), plain(value)) for key, value in self.specification.items()]
        return rows + [("warning", text) for text in self.warnings]

    def summary(self) -> str:
        """What was found and every warning, as text."""
        return tables.to_text(self.to_frame(), self.title, self.facts()).rstrip("\n")

    def export(self, path: FilePath | str) -> FilePath:
        """Write the table to a .csv, .tex or .html file; see `analysis.passthrough.core.export`."""
        return tables.export(self.to_frame(), path, caption=self.title, notes=self.facts())

    def plot(self, ax: Axes | None = None) -> Axes | Figure:
        """Draw it.

        Raises
        ------
        EstimationError
            For a result that has nothing to draw.
        """
        raise EstimationError(
            f"{type(self).__name__} has no drawing of its own: draw what is wanted from to_frame()."
        )

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


class Path(Result):
    """An effect by horizon, with the covariance of the whole path."""


class Finding(Result):
    """One number or table, and what was tested."""


class Paths(Result):
    """Several paths that belong together."""
