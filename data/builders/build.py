"""Build the tables that come out of packages, or compare them with what is committed.

python data/builders/build.py                 write every table into data/series and data/facts
python data/builders/build.py --check         build in a temporary folder, compare bytes, exit 1 if any differ
python data/builders/build.py fred_md ecb     only these builders or tables
"""

import argparse
import importlib
import itertools
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # makes `builders` importable however this file is started

from builders.checks import Refused
from builders.table import Table, write

COMMITTED = HERE.parent
# Builder -> its tables, so that a table can be asked for by name without running every builder.
BUILDERS = {
    "ecb": ("ecb_reference_rates_daily", "ecb_currencies"),
    "us_cpi": ("us_cpi_items_nsa", "us_cpi_items_sa", "us_cpi_items"),
    "fred_md": ("fred_md", "fred_md_columns"),
    "oecd_accounts": ("oecd_national_accounts_quarterly",),
    "oecd_icio": ("oecd_icio_2019",),
    "japan_cpi": ("jp_cpi_old_monthly",),
    "weo": ("weo_annual", "weo_columns"),
}


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit code: 0 done or the same, 1 different, 2 refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="builders or tables; all if none is given")
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed tables instead of writing"
    )
    parser.add_argument(
        "--out", type=Path, default=COMMITTED, help="folder that holds series/ and facts/ (default: data)"
    )
    options = parser.parse_args(arguments)
    try:
        tables = build(options.names)
    except Refused as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 2
    kept = [table.name for table in tables if refreshed(folder(table, options.out) / f"{table.name}.yml")]
    for name in kept:
        print(f"left       {name}: renewed from its publisher since, see its sidecar")
    tables = [table for table in tables if table.name not in kept]
    if options.check:
        return check(tables, options.out)
    for table in tables:
        size = sum(path.stat().st_size for path in write(table, folder(table, options.out)))
        print(
            f"wrote {table.name}: {len(table.rows)} rows x {len(table.columns)} columns, {size / 1e6:.2f} MB"
        )
    return 0


def build(names: list[str]) -> list[Table]:
    """Build the named tables in memory; nothing is written before all of them passed their checks."""
    known = {*BUILDERS, *itertools.chain(*BUILDERS.values())}
    if strange := [name for name in names if name not in known]:
        raise Refused(f"no builder or table is called {strange[0]}; known: {', '.join(sorted(known))}")
    tables = []
    for builder, makes in BUILDERS.items():
        wanted = [t for t in makes if not names or builder in names or t in names]
        if wanted:
            made = importlib.import_module(f"builders.{builder}").build()
            if [t.name for t in made] != list(makes):
                raise Refused(f"{builder}: expected the tables {makes}, made {[t.name for t in made]}")
            tables += [table for table in made if table.name in wanted]
    return tables


def refreshed(sidecar: Path) -> bool:
    """Whether a committed table is kept by its publisher now: one table has one owner."""
    return sidecar.is_file() and yaml.safe_load(sidecar.read_bytes()).get("builder") is None


def folder(table: Table, data: Path) -> Path:
    """Where a table lies under the data folder: time series and facts are kept apart."""
    return data / ("series" if table.meta["kind"] == "series" else "facts")


def check(tables: list[Table], committed: Path) -> int:
    """Compare freshly built files with those in `committed`, one line a file; 1 if any differs."""
    differing = 0
    with tempfile.TemporaryDirectory() as scratch:
        for table in tables:
            for built in write(table, folder(table, Path(scratch))):
                verdict = difference(folder(table, committed) / built.name, built)
                differing += verdict is not None
                print(
                    f"same       {built.name}" if verdict is None else f"different  {built.name}: {verdict}"
                )
    print(
        f"{differing} of {2 * len(tables)} files differ"
        if differing
        else f"all {2 * len(tables)} files are the same"
    )
    return int(differing > 0)


def difference(committed: Path, built: Path) -> str | None:
    """Say where two files part, or None if their bytes are equal."""
    if not committed.is_file():
        return "not committed"
    old, new = committed.read_bytes(), built.read_bytes()
    if old == new:
        return None
    for at, (a, b) in enumerate(itertools.zip_longest(old.split(b"\n"), new.split(b"\n")), start=1):
        if a != b:
            return f"line {at}: committed {_excerpt(a, b)}, built {_excerpt(b, a)}"
    raise AssertionError("bytes differ but no line does")


def _excerpt(line: bytes | None, other: bytes | None) -> str:
    # A daily row is 300 characters wide: show where it parts from the other one.
    if line is None:
        return "nothing (the file ends before)"
    same = len(
        list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(line, other or b"", strict=False)))
    )
    start = max(0, same - 20)
    text = line[start : start + 60].decode(errors="replace")
    return repr(("…" if start else "") + text + ("…" if start + 60 < len(line) else ""))


if __name__ == "__main__":
    sys.exit(main())
