"""The build-time tools: what they refuse, that their bytes are fixed, and that the committed tables are
theirs.

The packages with the data are not installed where these tests run. So the checks are tried on small made-up
tables, and the committed tables are compared with each other where two publishers give the same figure.
"""

import ast
import csv
import hashlib
import math
import re
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml
from dateutil.easter import easter as dateutil_easter
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
sys.path.insert(0, str(DATA))

from builders import build, checks, package, periods, table

LOCK = (DATA / "builders" / "requirements.lock").read_text()
MONTHS = periods.months("2024-11", "2025-04")
MADE = [name for names in build.BUILDERS.values() for name in names]
# Those that no refresh has taken over: one table has one owner.
TABLES = [name for name in MADE if not any(build.refreshed(path) for path in DATA.glob(f"*/{name}.yml"))]


def made_up(**change) -> table.Table:
    """Six months of two columns; `b` starts a month late and lacks 2025-02."""
    rows = [[month, 100.5 + i, None if i in (0, 3) else 0.1 * i] for i, month in enumerate(MONTHS)]
    given_ = {
        "name": "made_up",
        "index": ("month",),
        "columns": ("a", "b"),
        "rows": rows,
        "meta": {"kind": "series"},
    }
    return table.Table(**{**given_, **change})


def sidecar(name: str) -> dict:
    found = [path for path in (DATA / kind / f"{name}.yml" for kind in ("series", "facts")) if path.is_file()]
    assert len(found) == 1, f"{name} has {len(found)} sidecars"
    return yaml.safe_load(found[0].read_bytes()) | {"path": found[0]}


def frame(name: str, index: str | None = None) -> pd.DataFrame:
    return pd.read_csv(sidecar(name)["path"].with_suffix(".csv"), index_col=index)


# --- refusing -----------------------------------------------------------------------------------------------


def test_the_made_up_table_passes_every_check_that_the_next_tests_break():
    whole = made_up()
    assert checks.columns(whole, ["a", "b"])
    assert checks.row_count(whole, 6)
    assert checks.calendar(whole, MONTHS, "months") == "all 6 months 2024-11..2025-04, in order, none twice"
    assert checks.filled(whole, 10)
    assert checks.last_row(whole, 2)
    assert checks.gaps(whole, {"b": ["2025-02"]}) == "no empty period inside a column except: b 2025-02"
    assert checks.within(whole, 0, 200)
    assert checks.ended(whole, {})


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (lambda rows: rows[:-1], "the last period is 2025-03, expected 2025-04"),
        (lambda rows: rows[:3] + rows[2:], "2025-01 stands 2 times"),
        (lambda rows: rows[:2] + rows[3:], "1 of the expected months are absent, the first is 2025-01"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "row 1 is 2024-12, expected 2024-11"),
        (lambda rows: [*rows, ["2025-05", 1.0, 1.0]], "2025-05 is not one of the expected months"),
    ],
    ids=["truncated", "duplicated", "hole", "unsorted", "too long"],
)
def test_a_broken_calendar_is_refused_with_the_value_found(rows, finding):
    broken = made_up(rows=rows(made_up().rows))
    with pytest.raises(checks.Refused, match=re.escape(finding)):
        checks.calendar(broken, MONTHS, "months")


@pytest.mark.parametrize(
    ("check", "finding"),
    [
        (lambda t: checks.columns(t, ["a", "b", "c"]), "expected 3 columns, found 2: missing ['c']"),
        (lambda t: checks.columns(t, ["a"]), "expected 1 columns, found 2: unexpected ['b']"),
        (lambda t: checks.columns(t, ["b", "a"]), "another order"),
        (lambda t: checks.row_count(t, 7), "expected 7 rows, found 6"),
        (lambda t: checks.filled(t, 11), "expected 11 figures, found 10"),
        (lambda t: checks.last_row(t, 1), "expected 1 figures in 2025-04, the last row, found 2"),
        (lambda t: checks.gaps(t, {}), "b: expected empty periods [], found ['2025-02']"),
        (
            lambda t: checks.gaps(t, {"b": ["2025-02"], "a": ["2025-01"]}),
            "a: expected empty periods ['2025-01'], found []",
        ),
        (lambda t: checks.published_in(t, "2025-02", ["a", "b"]), "they differ in ['b']"),
        (lambda t: checks.published_in(t, "2026-01", ["a"]), "there is no row 2026-01"),
        (lambda t: checks.within(t, 0, 103), "a in 2025-02 is 103.5, outside 0..103"),
        (lambda t: checks.ended(t, {"a": "2025-03"}), "a: expected last period 2025-03, found 2025-04"),
        (
            lambda t: checks.agrees(t, "x", [("here", 0.1), ("there", 0.3)], 0.2),
            "the difference at there is 0.3",
        ),
        (
            lambda t: checks.agrees(t, "x", [("here", math.nan), ("there", 0.1)], 0.2),
            "the difference at here is nan",
        ),
        (lambda t: checks.agrees(t, "x", [], 0.2), "no place at all"),
    ],
)
def test_each_check_refuses_and_names_what_it_found(check, finding):
    with pytest.raises(checks.Refused, match=re.escape(finding)):
        check(made_up())


def test_a_gap_in_a_month_set_aside_is_not_reported_twice():
    assert checks.gaps(made_up(), {}, everywhere=["2025-02"]) == "no empty period inside a column"


def test_a_package_of_another_version_is_refused(tmp_path, monkeypatch):
    info = tmp_path / "madeupdata-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: madeupdata\nVersion: 1.2\n")
    (tmp_path / "figures.csv").write_bytes(b"1\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(checks.Refused, match=r"for version 1\.3, found 1\.2"):
        package.Package("madeupdata", "1.3").read("figures.csv")
    with pytest.raises(checks.Refused, match="holds no file other"):
        package.Package("madeupdata", "1.2").read("other.csv")
    with pytest.raises(checks.Refused, match="is not installed"):
        package.Package("madeupdata-absent", "1.2").read("figures.csv")
    assert (
        package.Package("madeupdata", "1.2")
        .obtained("figures.csv")
        .endswith(hashlib.sha256(b"1\n").hexdigest())
    )


# --- writing ------------------------------------------------------------------------------------------------


def test_csv_bytes_are_exactly_these():
    texts = [["x", 1.0, 'say "a, b"'], ["é", None, None]]
    small = table.Table("t", ("key",), ("n", "s"), texts, {})
    assert table.csv_bytes(small) == 'key,n,s\nx,1,"say ""a, b"""\né,,\n'.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (136.0, "136"),
        (0.1, "0.1"),
        (1e-05, "1e-05"),
        (7.85563e6, "7855630"),
        (1e16, "1e+16"),
        (-0.0, "-0"),
        (3, "3"),
    ],
)
def test_a_number_is_written_in_its_shortest_form(value, text):
    assert table.number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_as_the_same_double(value):
    assert math.copysign(1, float(table.number(value))) == math.copysign(1, value)
    assert float(table.number(value)) == value


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(ValueError, match="an absent figure is None"):
        table.number(value)


def test_two_writings_give_the_same_bytes_and_the_hash_is_that_of_the_file(tmp_path):
    first = [path.read_bytes() for path in table.write(made_up(), tmp_path / "one")]
    second = [path.read_bytes() for path in table.write(made_up(), tmp_path / "two")]
    assert first == second
    assert yaml.safe_load(first[1])["sha256"] == hashlib.sha256(first[0]).hexdigest()
    assert sorted(p.name for p in (tmp_path / "one").iterdir()) == [
        "made_up.csv",
        "made_up.yml",
    ], "no draft is left"


def test_coverage_counts_what_is_there():
    assert table.coverage(made_up(), "b") == {
        "first": "2024-12",
        "last": "2025-04",
        "nobs": 4,
        "missing": ["2025-02"],
    }


def test_a_sidecar_key_outside_the_schema_is_refused():
    with pytest.raises(ValueError, match="no key 'licens'"):
        table.sidecar_bytes(made_up(meta={"licens": "x"}))


@given(st.integers(1900, 2199))
def test_easter_agrees_with_dateutil(year):
    assert periods.easter(year) == dateutil_easter(year)


def test_target_was_open_on_good_friday_only_in_1999():
    days = periods.ecb_days("1999-01-01", "2001-12-31")
    assert {"1999-04-02", "1999-04-05"} <= set(days)
    assert not {"1999-01-01", "1999-12-31", "2000-04-21", "2000-04-24", "2000-05-01", "2001-12-31"} & set(
        days
    )
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)


def test_calendars_join_years():
    assert periods.months("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert periods.quarters("2024Q4", "2025Q2") == ["2024Q4", "2025Q1", "2025Q2"]
    assert periods.ranges(MONTHS, [True, True, False, True, False, True]) == [
        "2024-11..2024-12",
        "2025-02",
        "2025-04",
    ]


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def one_builder(monkeypatch):
    """Replace all builders by one that makes `made_up`; set `.made` to change what it makes."""
    builder = SimpleNamespace(made=made_up())
    builder.made.meta["builder"] = "data/builders/invented.py"
    builder.build = lambda: [builder.made]
    monkeypatch.setitem(sys.modules, "builders.invented", builder)
    monkeypatch.setattr(build, "BUILDERS", {"invented": ("made_up",)})
    return builder


def test_check_is_silent_on_equal_bytes_and_names_the_first_differing_line(one_builder, tmp_path, capsys):
    assert build.main(["--out", str(tmp_path)]) == 0
    assert build.main(["--check", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    one_builder.made.rows[2][1] += 1
    assert build.main(["--check", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "different  made_up.csv: line 4: committed '2025-01,102.5,0.2', built '2025-01,103.5,0.2'" in said
    assert "2 of 2 files differ" in said
    assert ",102.5," in (tmp_path / "series" / "made_up.csv").read_text(), "--check must not write"


def test_check_reports_a_table_that_is_not_committed_or_stops_early(one_builder, tmp_path, capsys):
    assert build.main(["--check", "--out", str(tmp_path)]) == 1
    assert "different  made_up.csv: not committed" in capsys.readouterr().out
    build.main(["--out", str(tmp_path)])
    path = tmp_path / "series" / "made_up.csv"
    path.write_bytes(path.read_bytes().rsplit(b"\n", 2)[0])
    build.main(["--check", "made_up", "--out", str(tmp_path)])
    assert "line 7: committed nothing (the file ends before)" in capsys.readouterr().out


def test_a_refusal_writes_nothing_and_exits_2(one_builder, tmp_path, capsys):
    def refuse():
        checks.row_count(made_up(), 5)

    one_builder.build = refuse
    assert build.main(["--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "refused: made_up: expected 5 rows, found 6; nothing was written\n"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name_is_refused(capsys):
    assert build.main(["ecbb"]) == 2
    assert "no builder or table is called ecbb" in capsys.readouterr().err


# --- the committed tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_a_built_table_names_its_builder_and_a_version_that_the_lock_pins(name):
    manifest = sidecar(name)
    builder = next(b for b, makes in build.BUILDERS.items() if name in makes)
    assert manifest["builder"] == f"data/builders/{builder}.py"
    assert (ROOT / manifest["builder"]).is_file()
    source = import_module(f"builders.{builder}").PACKAGE
    assert any(f"package {source.name} {source.version}, file " in line for line in manifest["obtained"])
    assert re.search(rf"^{source.name}=={re.escape(source.version)} \\$", LOCK, re.MULTILINE)
    data = manifest["path"].with_suffix(".csv").read_bytes()
    assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifest["path"].parent.name == ("series" if manifest["kind"] == "series" else "facts")


def test_no_committed_table_claims_a_builder_that_does_not_make_it():
    claimed = {path.stem: yaml.safe_load(path.read_bytes())["builder"] for path in DATA.glob("*/*.yml")}
    assert {name for name, builder in claimed.items() if builder} == set(TABLES) <= set(MADE)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "oecd_icio_2019"])
def test_a_committed_table_is_written_in_the_writers_own_form(name):
    path = sidecar(name)["path"].with_suffix(".csv")
    with path.open(newline="") as file:
        for line in list(csv.reader(file))[1:]:
            for cell in line:
                if re.fullmatch(r"-?\d+\.\d+|-?[1-9]\d*", cell):
                    assert table.number(float(cell)) == cell, f"{name} {line[0]}: {cell}"


@pytest.mark.parametrize(("described", "describing"), [
    ("ecb_reference_rates_daily", "ecb_currencies"),
    ("us_cpi_items_nsa", "us_cpi_items"),
    ("fred_md", "fred_md_columns"),
    ("weo_annual", "weo_columns"),
])  # fmt: skip
def test_an_index_table_describes_each_column_once(described, describing):
    assert list(frame(describing)["column"]) == list(frame(described).columns[1:])
    aliases = sidecar(described)["wide"].get("aliases", {})
    assert set(aliases.values()) <= set(frame(describing)["column"])


def test_every_adjusted_cpi_item_is_described():
    about = frame("us_cpi_items", "column")
    adjusted = frame("us_cpi_items_sa", "month")
    assert list(about.index[about["nobs_sa"].notna()]) == list(adjusted.columns)
    assert (about["nobs_sa"].dropna() == adjusted.notna().sum()).all()


# --- figures that two publishers share: the oracles named in the sidecars -----------------------------------


def test_ten_consumer_prices_of_fred_md_equal_those_of_bls():
    fred, bls = frame("fred_md", "month"), frame("us_cpi_items_sa", "month")
    pairs = {
        "CPIAUCSL": "SA0",
        "CPIAPPSL": "SAA",
        "CPITRNSL": "SAT",
        "CPIMEDSL": "SAM",
        "CUSR0000SAC": "SAC",
        "CUSR0000SAD": "SAD",
        "CUSR0000SAS": "SAS",
        "CPIULFSL": "SA0L1",
        "CUSR0000SA0L2": "SA0L2",
        "CUSR0000SA0L5": "SA0L5",
    }
    for theirs, ours in pairs.items():
        both = pd.concat([fred[theirs], bls[ours]], axis=1, join="inner").dropna()
        assert len(both) == 438, theirs  # 1990-01..2026-07 without 2025-10
        assert (both[theirs] == both[ours]).all(), theirs


def test_new_york_noon_rates_lie_near_the_ecb_crosses():
    daily = frame("ecb_reference_rates_daily", "date")
    fred = frame("fred_md", "month")
    crosses = {"EXJPUSx": daily["JPY"] / daily["USD"], "EXUSUKx": daily["USD"] / daily["GBP"]}
    for column, cross in crosses.items():
        monthly = cross.groupby(cross.index.str[:7]).mean()
        gap = (monthly / fred[column] - 1).abs().dropna()
        assert len(gap) == 331
        assert gap.max() < 0.006, (column, gap.idxmax(), gap.max())


def test_four_quarters_of_us_gdp_are_the_imfs_year():
    quarters = frame("oecd_national_accounts_quarterly", "quarter")["usa_gdp"]
    annual = quarters.groupby(quarters.index.str[:4].astype(int)).sum() / 1000
    gap = (annual / frame("weo_annual", "year")["usa_NGDP"] - 1).abs().loc[1995:2024]
    assert len(gap) == 30
    assert gap.max() < 0.005, (gap.idxmax(), gap.max())


def test_value_added_and_taxes_of_2019_are_near_gdp():
    flows, weo = frame("oecd_icio_2019"), frame("weo_annual", "year")
    sections = list("ABCDEFGHIJKLMNOPQRST")
    uses = ["final_consumption", "capital_formation", "direct_purchases_abroad"]
    added = flows[flows["row"] == "VA"].set_index("destination")[sections].sum(axis=1)
    taxes = flows[flows["row"] == "TLS"].set_index("destination")[sections + uses].sum(axis=1)
    for code in ("JPN", "USA", "CHN", "DEU"):
        ratio = (added[code] + taxes[code]) / 1000 / weo.loc[2019, f"{code.lower()}_NGDPD"]
        assert 0.97 < ratio < 1.005, (code, ratio)


def test_in_the_input_output_table_what_is_delivered_is_what_is_used():
    flows = frame("oecd_icio_2019")
    sections = list("ABCDEFGHIJKLMNOPQRST")
    figures = [c for c in flows.columns if flows[c].dtype == float]
    rows = flows[flows["row"].isin(sections)].set_index(["origin", "row"])
    delivered = rows[figures].sum(axis=1).groupby(level=[0, 1]).sum()
    used = flows.groupby("destination")[sections].sum().stack()
    assert len(delivered) == 400
    assert (delivered.sort_index() - used.sort_index().to_numpy()).abs().max() < 1e-6


def test_the_frozen_japanese_cpi_moves_like_the_statistics_bureaus():
    old = frame("jp_cpi_old_monthly", "month")["cpi_all_sa"]
    new = frame("jp_cpi_monthly", "month")["cpi_all"]
    both = pd.concat([old, new], axis=1, join="inner").dropna()
    annual = both.groupby(both.index.str[:4]).mean()
    ratio = (annual["cpi_all_sa"] / annual["cpi_all"]).map(math.log)
    assert len(ratio) == 51
    assert ratio.max() - ratio.min() < 1e-4


# --- the environment of the builders ------------------------------------------------------------------------


def test_the_lock_names_no_address_and_hashes_every_package():
    lines = [line for line in LOCK.splitlines() if line.strip()]
    assert not [line for line in lines if "://" in line or line.startswith("-") or "/" in line]
    pinned = [i for i, line in enumerate(lines) if "==" in line]
    assert all(lines[i + 1].strip().startswith("--hash=sha256:") for i in pinned)


def test_builders_import_nothing_but_the_standard_library_numpy_and_yaml():
    allowed = set(sys.stdlib_module_names) | {"builders", "numpy", "yaml"}
    for path in (DATA / "builders").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            roots = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            roots += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {root.split(".")[0] for root in roots} <= allowed, path.name


def test_a_table_that_its_publisher_keeps_now_is_neither_compared_nor_overwritten(
    one_builder, tmp_path, capsys
):
    build.main(["--out", str(tmp_path)])
    path = tmp_path / "series" / "made_up.yml"
    raw = yaml.safe_load(path.read_bytes())
    path.write_text(yaml.safe_dump({**raw, "builder": None}), "utf-8")
    before = path.with_suffix(".csv").read_bytes()
    one_builder.made.rows[2][1] += 1
    capsys.readouterr()
    assert build.main(["--out", str(tmp_path)]) == 0 and build.main(["--check", "--out", str(tmp_path)]) == 0
    assert "left       made_up: renewed from its publisher since" in capsys.readouterr().out
    assert path.with_suffix(".csv").read_bytes() == before
