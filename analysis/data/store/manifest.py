"""The sidecar of a table: what the table is, where it was read, and what its bytes must be.

`NAME.yml` lies beside `NAME.csv`. The schema is strict both ways: an unknown key is as wrong as a missing
one, since a misspelt key would otherwise be a fact that nobody ever sees.
"""

from __future__ import annotations

import datetime
import difflib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from analysis.data.series.coverage import must_say
from analysis.data.series.periods import FREQUENCIES, expand, ordinal
from analysis.data.store.limits import Limits, limits
from analysis.errors import DataError

SCHEMA = 1
KINDS = ("series", "facts")
STATUSES = ("verified", "spot-checked", "unverifiable")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is present


@dataclass(frozen=True)
class Column:
    """One column of a table. A column with a `unit` is numeric; one with a `series` name can be loaded.

    `vintage_group` is written ``FAMILY: EDITION``: two columns of one family and different editions must not
    meet in one regression (`analysis.data.store.vintages`).
    """

    name: str
    title: str
    series: str | None = None
    publisher_id: str | None = None
    unit: str | None = None
    seasonal_adjustment: str | None = None
    sign: str | None = None
    first: str | None = None
    last: str | None = None
    nobs: int | None = None
    missing: tuple[str, ...] = ()
    note: str | None = None
    vintage_group: str | None = None

    @property
    def numeric(self) -> bool:
        """Whether the column holds figures, as only one with a unit does."""
        return self.unit is not None


@dataclass(frozen=True)
class Wide:
    """What the columns of a very wide table share, and the pattern of their public names; `vintage_group` as
    in `Column`."""

    pattern: str
    unit: str
    seasonal_adjustment: str
    sign: str
    index_table: str | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    publisher_id: str | None = None
    title: str | None = None
    vintage_group: str | None = None


@dataclass(frozen=True)
class Manifest:
    """A parsed sidecar. `name` is the file name without ``.yml``; `path` is the sidecar itself.

    `covered_to` is the day (ISO) to which events are known; None where the table is no table of events.
    `refresh` says what a refresh may change; None where the table is not refreshed.
    """

    name: str
    path: Path
    title: str
    kind: str
    file: str
    publisher: str
    frequency: str
    index: tuple[str, ...]
    columns: dict[str, Column]
    wide: Wide | None
    vintage: str
    provisional: str | None
    licence: str
    obtained: tuple[str, ...]
    checks: tuple[str, ...]
    unverified: tuple[str, ...]
    status: str
    builder: str | None
    notes: tuple[str, ...]
    rows: int
    sha256: str
    covered_to: str | None = None
    refresh: Limits | None = None

    @property
    def csv(self) -> Path:
        """Place of the table that the sidecar describes."""
        return self.path.with_name(self.file)

    @property
    def regular(self) -> bool:
        """Whether the rows are observations of a calendar (not facts, not irregular decisions)."""
        return self.kind == "series" and self.frequency != "decisions"


def parse(path: Path) -> Manifest:
    """Read one sidecar.

    Raises
    ------
    DataError
        Naming the file and the key that is unknown, missing or of the wrong kind.
    """
    try:
        raw = yaml.load(path.read_bytes(), Loader=_Loader)
    except FileNotFoundError:
        raise DataError(f"{_short(path)}: no such manifest") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise DataError(
            f"{_short(path)}{where}: not valid YAML ({getattr(error, 'problem', error)})"
        ) from None
    return from_mapping(raw, path)


def from_mapping(raw: Any, path: Path) -> Manifest:
    """Check a mapping against the schema and make it a `Manifest`; `path` names the file in error
    messages."""
    where = _short(path)
    if not isinstance(raw, dict):
        raise DataError(f"{where}: a manifest is a mapping of keys, found {type(raw).__name__}")
    known = {"schema"} | {f.name for f in fields(Manifest)} - {"name", "path"}
    either = {"columns", "wide"}
    may = {"covered_to", "refresh"}
    _keys(where, raw, required=known - either - may, optional=either | may)
    if len(either & raw.keys()) != 1:
        raise DataError(
            f"{where}: give either `columns` or `wide`, found {sorted(either & raw.keys()) or 'neither'}"
        )
    if raw["schema"] != SCHEMA:
        raise DataError(f"{where}: schema {raw['schema']!r} is not known; this package reads schema {SCHEMA}")
    kind, frequency = raw["kind"], raw["frequency"]
    _one_of(where, "kind", kind, KINDS)
    _one_of(where, "frequency", frequency, (*FREQUENCIES, "none") if kind == "facts" else tuple(FREQUENCIES))
    _one_of(where, "status", raw["status"], STATUSES)
    for key in ("title", "file", "publisher", "vintage", "licence", "sha256"):
        _text(where, key, raw[key])
    for key in ("provisional", "builder"):
        if raw[key] is not None:
            _text(where, key, raw[key])
    index = _index(where, raw["index"], kind, frequency)
    if type(raw["rows"]) is not int or raw["rows"] < 0:
        raise DataError(f"{where}: `rows` must be a whole number, found {raw['rows']!r}")
    if len(raw["sha256"]) != 64:
        raise DataError(
            f"{where}: `sha256` must be 64 hexadecimal digits, found {len(raw['sha256'])} characters"
        )
    if raw["file"] != f"{path.stem}.csv":
        raise DataError(f"{where}: `file` must be {path.stem}.csv, the CSV beside it, found {raw['file']!r}")
    return Manifest(
        name=path.stem,
        path=path,
        index=index,
        columns=_columns(where, raw.get("columns"), kind, frequency),
        wide=_wide(where, raw.get("wide"), kind),
        **{key: _strings(where, key, raw[key]) for key in ("obtained", "checks", "unverified", "notes")},
        **{
            key: raw[key]
            for key in ("title", "kind", "file", "publisher", "frequency", "licence", "provisional")
        },
        **{key: raw[key] for key in ("status", "builder", "rows", "sha256")},
        vintage=_label(raw["vintage"]),
        covered_to=_covered_to(where, raw.get("covered_to"), path.stem, frequency),
        refresh=limits(where, raw.get("refresh")),
    )


def _covered_to(where: str, value: Any, name: str, frequency: str) -> str | None:
    if value is None:
        if must_say(name, frequency):
            raise DataError(
                f"{where}: missing key `covered_to`: a table of events says to which day it is known"
            )
        return None
    try:
        ordinal(_label(value), "daily")
    except DataError as error:
        raise DataError(f"{where}: `covered_to`: {error}") from None
    return _label(value)


def _columns(where: str, raw: Any, kind: str, frequency: str) -> dict[str, Column]:
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not raw:
        raise DataError(f"{where}: `columns` must map each column to its description")
    allowed = {f.name for f in fields(Column)} - {"name"}
    measured = {"unit", "seasonal_adjustment", "sign", "first", "last", "nobs", "missing", "publisher_id"}
    columns = {}
    for name, body in raw.items():
        place = f"{where}: columns.{name}"
        if not isinstance(body, dict):
            raise DataError(f"{place}: a column is a mapping with at least a `title`")
        required = {"title"} | (measured if body.get("series") else set())
        _keys(place, body, required=required, optional=allowed - required)
        if kind == "facts" and body.get("series"):
            raise DataError(f"{place}: a facts table has no loadable series; remove `series`")
        for key in ("title", "series", "unit", "seasonal_adjustment", "sign", "note", "vintage_group"):
            if key in body:
                _text(place, key, body[key])
        if body.get("nobs") is not None and type(body["nobs"]) is not int:
            raise DataError(f"{place}: `nobs` must be a whole number, found {body['nobs']!r}")
        coverage = {key: _label(body[key]) for key in ("first", "last") if body.get(key) is not None}
        missing = tuple(_label(entry) for entry in body.get("missing") or ())
        if frequency in FREQUENCIES:
            try:
                for text in coverage.values():
                    ordinal(text, frequency)
                expand(missing, frequency)
            except DataError as error:
                raise DataError(f"{place}: {error}") from None
        columns[str(name)] = Column(name=str(name), **{**body, **coverage, "missing": missing})
    return columns


def _wide(where: str, raw: Any, kind: str) -> Wide | None:
    if raw is None:
        return None
    place = f"{where}: wide"
    if not isinstance(raw, dict):
        raise DataError(f"{place} must be a mapping with at least `pattern`")
    if kind == "facts":
        raise DataError(f"{place}: a facts table describes each of its `columns`")
    required = {f.name for f in fields(Wide) if f.default is MISSING and f.default_factory is MISSING}
    _keys(place, raw, required=required, optional={f.name for f in fields(Wide)} - required)
    if "{column}" not in str(raw["pattern"]):
        raise DataError(f"{place}: `pattern` must hold {{column}}, found {raw['pattern']!r}")
    return Wide(**{key: value for key, value in raw.items() if value is not None})


def _index(where: str, raw: Any, kind: str, frequency: str) -> tuple[str, ...]:
    names = () if raw is None else (raw,) if isinstance(raw, str) else tuple(raw)
    if not names or not all(isinstance(name, str) for name in names):
        raise DataError(
            f"{where}: `index` must name the index column (or a list of key columns), found {raw!r}"
        )
    if kind == "series" and frequency != "decisions" and names != (FREQUENCIES[frequency].index,):
        raise DataError(
            f"{where}: a {frequency} table has `index: {FREQUENCIES[frequency].index}`, found {raw!r}"
        )
    return names


def _keys(place: str, raw: dict, required: set[str], optional: set[str]) -> None:
    for key in raw:
        if key not in required | optional:
            near = difflib.get_close_matches(str(key), sorted(required | optional), n=1)
            raise DataError(
                f"{place}: unknown key `{key}`" + (f"; did you mean `{near[0]}`?" if near else "")
            )
    if lacking := sorted(required - raw.keys()):
        raise DataError(
            f"{place}: missing key `{lacking[0]}`" + (f" (and {lacking[1:]})" if lacking[1:] else "")
        )


def _one_of(where: str, key: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DataError(f"{where}: `{key}` must be one of {', '.join(allowed)}; found {value!r}")


def _text(where: str, key: str, value: Any) -> None:
    # A date counts as text: YAML turns an unquoted 2026-08-01 into one.
    if not isinstance(value, (str, datetime.date)) or not str(value).strip():
        raise DataError(f"{where}: `{key}` must be text, found {value!r}")


def _strings(where: str, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, (str, datetime.date)) for entry in value):
        raise DataError(f"{where}: `{key}` must be a list of texts ([] if there are none), found {value!r}")
    return tuple(map(str, value))


def _label(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _short(path: Path) -> str:
    """The last three parts, such as ``data/series/jp_cpi.yml``: enough to find it, the same on every
    machine."""
    return "/".join(path.parts[-3:])
