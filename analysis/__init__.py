"""Japan's US$550 billion commitment, measured.

The package that every chapter of the book shares. It is a house of floors, and a room imports only from the
floors below it: `report` (figures, tables, numbers), `claims` (the ledger of verdicts), `transmission`,
`scheme`, `passthrough` (the estimators) and `data` (what is known). ``import analysis`` itself loads none of
them.

>>> from analysis import data, passthrough
>>> price, fx = data.load("jp_import_price_yen"), data.load("jp_neer_inverse")  # doctest: +SKIP
>>> passthrough.distributed_lag(price, fx, lags=12).long_run  # doctest: +SKIP
"""

from importlib import import_module
from types import ModuleType

_ROOMS = ("claims", "data", "errors", "parallel", "passthrough", "report", "scheme", "transmission")


def __getattr__(name: str) -> ModuleType | str:
    if name == "__version__":  # of the package as installed; pyproject.toml is the one place that says it
        from importlib.metadata import version

        return version("japan-550bn-passthrough")
    # Imported on first use: a chapter that only reads data must not pay for statsmodels and matplotlib.
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), "__version__", *_ROOMS])
