"""From last year's tables and what each publisher's server sends, a refresh makes today's tables byte for
byte."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # makes `publishers` importable

from publishers.committed import Table
from publishers.render import ANSWERS
from publishers.server import Reply, Server

from analysis.data import Catalogue
from analysis.data.providers.registry import Registry
from analysis.data.providers.transport import Transport, key_of
from analysis.data.refresh import archive, run, sidecar
from analysis.data.store.manifest import parse
from analysis.data.store.seal import replace_table

DATA = Path(__file__).resolve().parents[3] / "data"
TODAY = "2026-11-28"
REGISTRY = Registry()
OWNED = sorted(table for table, owner in REGISTRY.owners.items() if owner.is_provider)
BASIS = {
    table: spec.basis[1] for p in REGISTRY.providers.values() for table, spec in p.specs.items() if spec.basis
}


@pytest.fixture
def last_year(tmp_path):
    """A data folder in which one table ends a year earlier."""

    def cut(table: str) -> Path:
        root = tmp_path / "data"
        (root / "series").mkdir(parents=True)
        (root / "facts").mkdir()
        for path in (DATA / "series").glob(f"{table}.*"):
            shutil.copy(path, root / "series")
        manifest = parse(root / "series" / f"{table}.yml")
        if manifest.wide and manifest.wide.index_table:
            for path in (DATA / "facts").glob(f"{manifest.wide.index_table}.*"):
                shutil.copy(path, root / "facts")
        head, *rows = manifest.csv.read_text("utf-8").splitlines()
        last = rows[-1].split(",")[0]
        end = f"{int(last[:4]) - 1}{last[4:]}"
        kept = [row for row in rows if row.split(",")[0] <= end]
        assert len(kept) < len(rows)
        replace_table(manifest, "\n".join([head, *kept, ""]).encode())
        return root

    return cut


@pytest.fixture
def serve(request):
    """The publisher of one table on this machine: a transport that asks it, in time that costs nothing."""

    def start(table: str, committed: Table | None = None, since: str | None = None) -> Transport:
        provider, committed = REGISTRY.provider(table), committed or Table(table)
        by_key = {key_of(one): one for one in provider.requests(table, since)}

        def answer(asked):
            wanted = {name: value for name, value in asked.query.items() if name != "startPosition"}
            one = by_key[
                "&".join(
                    [
                        f"https://{asked.host}{asked.path}",
                        *(f"{name}={value}" for name, value in wanted.items()),
                    ]
                )
            ]
            if "startPosition" in asked.query:
                one = type(one)(
                    one.url, (*one.params, ("startPosition", asked.query["startPosition"])), kind=one.kind
                )
            return Reply(ANSWERS[provider.name](provider.spec(table), committed, one))

        server = Server(answer)
        addresses = {host: server.address(host) for host in provider.hosts}
        transport = Transport(
            addresses=addresses,
            sleep=lambda seconds: None,
            environment={"REFRESH_CONTACT": "reader@example.org"},
            reach=lambda *_: None,
        )
        request.addfinalizer(server.close)
        request.addfinalizer(transport.close)
        return transport

    return start


def without(data: bytes, column: str | None) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
    at = rows[0].index(column) if column else len(rows[0])
    return [[*row[:at], *row[at + 1 :]] for row in rows]


@pytest.mark.parametrize("table", OWNED)
def test_todays_table_is_made_from_last_years_and_the_answers_of_its_publisher(table, last_year, serve):
    root = last_year(table)
    before = (root / "series" / f"{table}.csv").read_bytes()
    owners = {REGISTRY.owner(table).name: (REGISTRY.provider(table), [table])}
    (result,) = run.refresh(owners, serve(table).fetch, root, TODAY)
    assert result.state == "updated", result.error
    found, expected = (
        (root / "series" / f"{table}.csv").read_bytes(),
        (DATA / "series" / f"{table}.csv").read_bytes(),
    )
    # A text that says what a number rests on says "published" of whatever a publisher sends.
    assert without(found, BASIS.get(table)) == without(expected, BASIS.get(table))
    Catalogue(root).check(table)
    (version,) = archive.as_of(root, "2026-11-27").values()
    assert archive.content(root, version.csv) == before
    assert result.changes[0].added > 0


@pytest.mark.parametrize(
    "table", sorted({REGISTRY.owner(table).name: table for table in reversed(OWNED)}.values())
)
def test_since_takes_what_is_new_and_leaves_earlier_periods_as_they_are(table, last_year, serve):
    """The publisher has changed its first value; asked from last year's end on, only what came later is
    taken."""
    root = last_year(table)
    before = (root / "series" / f"{table}.csv").read_text("utf-8").splitlines()
    since = before[-1].split(",")[0]
    committed = Table(table)
    at = next(i for i, text in enumerate(committed.rows[0]) if i and text)
    committed.rows[0][at] = f"{float(committed.rows[0][at]) * 1.001:.6g}"
    owners = {REGISTRY.owner(table).name: (REGISTRY.provider(table), [table])}
    (result,) = run.refresh(owners, serve(table, committed, since).fetch, root, TODAY, since=since)
    assert result.state == "updated", result.error
    after = (root / "series" / f"{table}.csv").read_text("utf-8").splitlines()
    assert after[: len(before)] == before and len(after) > len(before)


@pytest.mark.parametrize(
    "table",
    [table for table in OWNED if (m := parse(DATA / "series" / f"{table}.yml")).wide and m.wide.index_table],
)
def test_the_committed_description_of_columns_is_what_a_refresh_would_write(table):
    store = Catalogue(DATA)
    manifest = store.manifest(table)
    index = store.manifest(manifest.wide.index_table)
    content = index.csv.read_bytes()
    assert sidecar.renewed_index(index, content, manifest, store.table(table), {}) == content


def test_consumer_prices_on_the_base_2025_are_accepted_by_recipe_and_said(last_year, serve):
    table = "jp_cpi_monthly"
    root = last_year(table)
    committed = Table(table)
    for at in range(1, len(committed.head)):
        mean = sum(float(row[at]) for row in committed.rows if row[0].startswith("2025")) / 12
        for row in committed.rows:
            row[at] = f"{100 * float(row[at]) / mean:.1f}" if row[at] else ""
    provider = REGISTRY.provider(table)
    manifest = parse(root / "series" / f"{table}.yml")
    replace_table(
        manifest, (DATA / "series" / f"{table}.csv").read_bytes()
    )  # the base year has to be full to be checked
    (result,) = run.refresh({provider.name: (provider, [table])}, serve(table, committed).fetch, root, TODAY)
    assert result.state == "updated", result.error
    told = [one.rebased for one in result.changes[0].found.values()]
    assert all("moved from index, 2020=100 to index, 2025=100" in text for text in told) and len(told) == 4
    store = Catalogue(root)
    assert store.load("jp_cpi").attrs["unit"] == "index, 2025=100"
    assert abs(store.load("jp_cpi")["2025"].mean() - 100) < 0.06
