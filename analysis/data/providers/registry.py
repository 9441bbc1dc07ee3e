"""Who owns which table: providers by name, with the specifications that the data folder gives them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from analysis.data.providers.publisher import Publisher, Rules
from analysis.data.providers.spec import Series, Spec
from analysis.data.series.periods import FREQUENCIES
from analysis.data.store.catalogue import Catalogue
from analysis.data.store.files import read_checked
from analysis.data.store.manifest import Manifest
from analysis.data.store.reader import header
from analysis.errors import DataError

#: Provider to its module and class.
_CLASSES = {
    "bis": ("bis", "Bis"),
    "bls": ("bls", "Bls"),
    "boj": ("boj", "BankOfJapan"),
    "ecb": ("ecb", "Ecb"),
    "fiscal_data": ("fiscal_data", "FiscalData"),
    "fred": ("fred", "Fred"),
    "fred_md": ("fred_md", "FredMd"),
    "imf": ("imf", "Imf"),
    "mof": ("mof", "Mof"),
    "oecd": ("oecd", "Oecd"),
    "statistics_bureau": ("statistics_bureau", "StatisticsBureau"),
    "tic": ("tic", "Tic"),
    "world_bank": ("world_bank", "WorldBank"),
}
#: Owners that are no provider: tables out of packages, and those that a person compiles.
OTHERS = ("builder", "hand")


@dataclass(frozen=True)
class Owner:
    """Who keeps a table: a provider, ``builder`` or ``hand``; `max_age_days` is None where age says
    nothing."""

    table: str
    name: str
    max_age_days: int | None
    note: str

    @property
    def is_provider(self) -> bool:
        return self.name not in OTHERS


class Registry:
    """Providers and owners as a data folder states them (``facts/providers``, ``provider_tables``,
    ``provider_series``).

    Raises
    ------
    DataError
        If a table of series has no owner, an owner is unknown, or a column is filled twice or names no
        column.
    """

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        if catalogue is None:
            from analysis.data.store.shared import default

            catalogue = default()
        self._catalogue = catalogue
        tables, rules = self._rows("provider_tables"), self._rows("providers")
        self.owners: dict[str, Owner] = {
            row["table"]: Owner(
                row["table"], row["owner"], int(row["max_age_days"] or 0) or None, row["note"]
            )
            for row in tables
        }
        for owner in self.owners.values():
            if owner.is_provider and owner.name not in _CLASSES:
                raise DataError(
                    f"facts/provider_tables.csv: {owner.table}: no provider is called {owner.name!r}"
                )
        series: dict[str, list[dict[str, str]]] = {}
        for row in self._rows("provider_series"):
            series.setdefault(row["table"], []).append(row)
        specs: dict[str, dict[str, Spec]] = {name: {} for name in _CLASSES}
        for row in tables:
            if row["owner"] in specs:
                specs[row["owner"]][row["table"]] = _spec(
                    row, series.get(row["table"], []), catalogue.manifest(row["table"])
                )
        self.providers: Mapping[str, Publisher] = {
            row["provider"]: _class(row["provider"])(_rules(row), specs[row["provider"]]) for row in rules
        }

    def owner(self, table: str) -> Owner:
        """Who keeps `table`; raises `DataError` for a table without an owner."""
        if table not in self.owners:
            raise DataError(f"{table!r} has no owner; give it a row in facts/provider_tables.csv")
        return self.owners[table]

    def provider(self, table: str) -> Publisher:
        """The provider of `table`; raises `DataError` if none refreshes it, with the reason."""
        owner = self.owner(table)
        if not owner.is_provider:
            how = "by hand" if owner.name == "hand" else "by data/builders"
            raise DataError(f"{table} is kept {how}, no provider refreshes it. {owner.note}".rstrip())
        return self.providers[owner.name]

    def tables_of(self, provider: str) -> list[str]:
        """Tables of one provider, by name; raises `DataError` if there is no such provider."""
        if provider not in self.providers:
            raise DataError(f"no provider is called {provider!r}; known: {', '.join(sorted(self.providers))}")
        return sorted(self.providers[provider].specs)

    def _rows(self, table: str) -> list[dict[str, str]]:
        manifest = self._catalogue.manifest(table)
        read_checked(manifest)  # what is read below must be what was sealed
        with manifest.csv.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def _class(name: str) -> type[Publisher]:
    if name not in _CLASSES:
        raise DataError(f"facts/providers.csv: no provider is written for {name!r}")
    module, kind = _CLASSES[name]
    return getattr(import_module(f"analysis.data.providers.{module}"), kind)


def _rules(row: dict[str, str]) -> Rules:
    hosts = frozenset(row["hosts"].split(" | "))
    return Rules(hosts, float(row["pause_seconds"]), float(row["wait_429_seconds"]), row["contact"] == "yes")


def _spec(row: dict[str, str], series: list[dict[str, str]], manifest: Manifest) -> Spec:
    with manifest.csv.open("rb") as file:
        names = header(file.readline())
    index = FREQUENCIES[manifest.frequency].index
    columns = tuple(name for name in names if name != index)
    by_column = {entry["column"]: entry for entry in series}
    if strange := by_column.keys() - {*columns, "*"}:
        raise DataError(f"facts/provider_series.csv: {manifest.name} has no column {min(strange)!r}")
    found = []
    for column in columns:
        if entry := by_column.get(column) or by_column.get("*"):
            code = entry["series"].replace("{column}", column).replace("{digits}", column[1:])
            decimals = int(entry["decimals"] or row["decimals"] or 0)
            found.append(Series(column, code, entry["part"], int(entry["divide"] or 1), decimals))
    return Spec(
        row["table"],
        manifest.frequency,
        index,
        columns,
        tuple(found),
        row["dataset"],
        row["first"],
        _basis(row["basis"]),
    )


def _basis(text: str) -> tuple[str, str, str] | None:
    if not text:
        return None
    number, _, rest = text.partition(":")
    column, _, word = rest.partition("=")
    return number, column, word
