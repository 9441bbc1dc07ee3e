"""The catalogue of this repository, and its methods as plain functions: ``data.load(…)`` and the rest."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from pathlib import Path

from analysis.data.store.catalogue import Catalogue
from analysis.data.store.files import default_root

_CATALOGUES: dict[Path, Catalogue] = {}


def default() -> Catalogue:
    """The catalogue of the repository (or of ``ANALYSIS_DATA``), shared by the functions of this module."""
    root = default_root()
    if root not in _CATALOGUES:
        _CATALOGUES[root] = Catalogue(root)
    return _CATALOGUES[root]


def _module_level(method: str):
    original = getattr(Catalogue, method)

    @wraps(original)
    def function(*args, **kwargs):
        return getattr(default(), method)(*args, **kwargs)

    # What a reader sees is how it is called: the method's signature without self.
    seen = signature(original)
    kept = [parameter for name, parameter in seen.parameters.items() if name != "self"]
    vars(function)["__signature__"] = seen.replace(parameters=kept)
    return function


load = _module_level("load")
panel = _module_level("panel")
table = _module_level("table")
describe = _module_level("describe")
catalogue = _module_level("catalogue")
tables = _module_level("tables")
status = _module_level("status")
read_log = _module_level("read_log")
opened_log = _module_level("opened_log")
mark_reads = _module_level("mark_reads")
read_since_mark = _module_level("read_since_mark")
clear_read_log = _module_level("clear_read_log")
