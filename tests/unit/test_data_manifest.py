"""The sidecar schema is strict both ways, and its errors name the file and the key."""

from __future__ import annotations

import pytest
import yaml

from analysis.data.store.manifest import parse
from analysis.errors import DataError

CSV = "month,a\n2020-01,1\n2020-02,2\n"


def edit(path, change):
    raw = yaml.safe_load(path.read_text("utf-8"))
    change(raw)
    path.write_text(yaml.safe_dump(raw, sort_keys=False), "utf-8")
    return path


def test_a_good_manifest_keeps_what_it_was_told(folder):
    manifest = parse(folder.series("t", CSV, notes=["level break 2014-01"]))
    assert (manifest.name, manifest.rows, manifest.index) == ("t", 2, ("month",))
    assert manifest.notes == ("level break 2014-01",)
    column = manifest.columns["a"]
    assert (column.series, column.first, column.last, column.nobs) == ("t_a", "2020-01", "2020-02", 2)
    assert manifest.csv.read_text("utf-8") == CSV


def test_an_unquoted_day_is_read_as_the_day_it_says(folder):
    path = folder.series("t", "date,a\n2020-01-02,1\n2020-01-03,2\n", frequency="daily")
    path.write_text(path.read_text("utf-8").replace("'2020-01-02'", "2020-01-02"), "utf-8")
    assert parse(path).columns["a"].first == "2020-01-02"


@pytest.mark.parametrize(
    "key",
    "schema title kind file publisher frequency index vintage provisional licence obtained checks unverified"
    " status builder notes rows sha256".split(),
)
def test_a_missing_key_is_named_with_its_file(folder, key):
    path = edit(folder.series("t", CSV), lambda raw: raw.pop(key))
    with pytest.raises(DataError, match=rf"data/series/t\.yml: missing key `{key}`"):
        parse(path)


@pytest.mark.parametrize(
    "key", "title publisher_id unit seasonal_adjustment sign first last nobs missing".split()
)
def test_a_series_column_must_have_every_key(folder, key):
    path = edit(folder.series("t", CSV), lambda raw: raw["columns"]["a"].pop(key))
    with pytest.raises(DataError, match=rf"columns\.a: missing key `{key}`"):
        parse(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw.update(licnce="x"), r"t\.yml: unknown key `licnce`; did you mean `licence`"),
        (
            lambda raw: raw["columns"]["a"].update(units="x"),
            r"columns\.a: unknown key `units`; did you mean `unit`",
        ),
        (lambda raw: raw.update(schema=2), "schema 2 is not known"),
        (lambda raw: raw.update(status="checked"), "`status` must be one of verified"),
        (lambda raw: raw.update(frequency="weekly"), "`frequency` must be one of"),
        (lambda raw: raw.update(kind="prices"), "`kind` must be one of"),
        (lambda raw: raw.update(title=""), "`title` must be text"),
        (lambda raw: raw.update(checks="none"), "`checks` must be a list"),
        (lambda raw: raw.update(rows="two"), "`rows` must be a whole number"),
        (lambda raw: raw.update(sha256="abc"), "`sha256` must be 64"),
        (lambda raw: raw.update(file="u.csv"), r"`file` must be t\.csv"),
        (lambda raw: raw.update(index="date"), "has `index: month`"),
        (lambda raw: raw.update(index=[]), "`index` must name"),
        (lambda raw: raw.update(columns={}), "`columns` must map"),
        (lambda raw: raw.pop("columns"), "either `columns` or `wide`"),
        (lambda raw: raw.update(wide={"pattern": "x_{column}"}), "either `columns` or `wide`"),
        (lambda raw: raw["columns"]["a"].update(first="2020-13"), "columns.a: '2020-13' is not a month"),
        (lambda raw: raw["columns"]["a"].update(nobs="2"), "`nobs` must be a whole number"),
        (lambda raw: raw["columns"]["a"].update(sign=""), "columns.a: `sign` must be text"),
        (lambda raw: raw["columns"]["a"].update(missing=["2020-02..2020-01"]), "ends before it starts"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused(folder, change, message):
    with pytest.raises(DataError, match=message):
        parse(edit(folder.series("t", CSV), change))


def test_a_wide_manifest_needs_a_pattern_with_the_column_in_it(folder):
    wide = {"pattern": "x", "unit": "u", "seasonal_adjustment": "no", "sign": "up"}
    path = folder.series("t", CSV, columns="drop", wide=wide)
    with pytest.raises(DataError, match=r"`pattern` must hold \{column\}"):
        parse(path)


def test_facts_have_no_series(folder):
    path = folder.facts("f", "id,x\na,1\n")
    edit(
        path, lambda raw: raw["columns"]["x"].update(series="s", unit="u", seasonal_adjustment="n", sign="s")
    )
    with pytest.raises(DataError, match=r"columns\.x"):
        parse(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: 1\nb: [1\nc: 2", r"t\.yml, line 3: not valid YAML"), ("just words", "a manifest is a mapping")],
)
def test_what_is_not_a_mapping_is_refused(folder, text, message):
    path = folder.series("t", CSV)
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        parse(path)
