"""One owner a table, from the data folder; what it says of hosts, pauses and terms."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from analysis import data
from analysis.data import Catalogue
from analysis.data.providers.registry import Registry
from analysis.data.store.seal import seal
from analysis.errors import DataError


def test_what_a_person_compiles_says_why_no_provider_refreshes_it(registry):
    with pytest.raises(
        DataError, match=r"jp_boj_policy_rate_decisions is kept by hand.*machine-readable list"
    ):
        registry.provider("jp_boj_policy_rate_decisions")
    with pytest.raises(DataError, match="jp_cpi_old_monthly is kept by data/builders"):
        registry.provider("jp_cpi_old_monthly")
    with pytest.raises(DataError, match="'nothing' has no owner"):
        registry.owner("nothing")
    with pytest.raises(DataError, match="no provider is called 'boe'; known: bis, bls"):
        registry.tables_of("boe")


def test_every_column_of_numbers_has_a_series_or_a_reader(registry):
    computed = {"mof_fx_intervention_daily", "mof_fx_intervention_monthly"}
    for provider in registry.providers.values():
        for table, spec in provider.specs.items():
            manifest = data.default().manifest(table)
            numeric = [
                c
                for c in spec.columns
                if manifest.wide or (c in manifest.columns and manifest.columns[c].numeric)
            ]
            assert table in computed or [series.column for series in spec.series] == numeric


def test_codes_are_those_of_the_sidecars(registry):
    """The sidecar says which series a column is; the request must ask for that one."""
    for table in (
        "boj_cgpi_neer_monthly",
        "jp_car_export_prices_monthly",
        "jp_services_price_monthly",
        "jp_3m_interbank_monthly",
    ):
        columns = data.default().manifest(table).columns
        assert {s.column: s.code for s in registry.provider(table).spec(table).series} == {
            name: column.publisher_id for name, column in columns.items() if column.publisher_id
        }
    wide = registry.provider("us_cpi_items_nsa").spec("us_cpi_items_nsa")
    assert {s.column: s.code for s in wide.series}["SETA01"] == "CUUR0000SETA01"
    items = registry.provider("jp_import_price_items_yen_monthly").spec("jp_import_price_items_yen_monthly")
    assert next(s.code for s in items.series if s.column == "s00130001") == "PRCG20_2600130001"


def test_every_request_goes_to_a_host_that_its_provider_names(registry):
    for provider in registry.providers.values():
        assert provider.specs, f"{provider.name} owns no table"
        for table in provider.specs:
            for request in [
                *provider.requests(table),
                *provider.requests(table, None),
                *provider.alternatives(table),
            ]:
                assert request.url.startswith("https://") and request.url.split("/")[2] in provider.hosts
                assert request.max_bytes <= 200_000_000


def test_since_shortens_what_can_be_shortened(registry):
    request = registry.provider("boj_cgpi_neer_monthly").requests("boj_cgpi_neer_monthly", "2026-01")[0]
    assert ("startDate", "202601") in request.params
    request = registry.provider("jp_3m_interbank_monthly").requests("jp_3m_interbank_monthly", "2026-01")[0]
    assert ("cosd", "2026-01-01") in request.params
    request = registry.provider("oecd_national_accounts_quarterly").requests(
        "oecd_national_accounts_quarterly", "2025Q1"
    )[0]
    assert ("startPeriod", "2025-Q1") in request.params
    early = registry.provider("jp_import_price_groups_monthly").requests(
        "jp_import_price_groups_monthly", "2010-01"
    )[0]
    assert ("startDate", "202001") in early.params, "never before the table begins"


def test_no_request_holds_more_than_its_publisher_takes(registry):
    for table in registry.tables_of("boj"):
        for request in registry.provider(table).requests(table):
            codes = dict(request.params)["code"].split(",")
            assert len(codes) <= 250 and len(codes) == len(set(codes))
    for request in registry.provider("weo_annual").requests("weo_annual"):
        assert request.url.split("/")[-1].split(".")[0].count("+") < 10


def test_the_key_of_the_oecd_has_thirteen_places(registry):
    """FREQ.ADJUSTMENT.REF_AREA.SECTOR and nine more: another number of dots is refused."""
    for request in registry.provider("oecd_national_accounts_quarterly").requests(
        "oecd_national_accounts_quarterly"
    ):
        places = request.url.rsplit("/", 1)[1].split(".")
        assert places == ["Q", "", "JPN+USA+DEU+MEX+ITA+ESP", request.kind, *[""] * 9]


@pytest.fixture
def copy(tmp_path):
    """The data folder, with one cell of a table of owners to be changed."""
    source = data.default().root
    for folder in ("series", "facts"):
        shutil.copytree(source / folder, tmp_path / folder)

    def change(table: str, edit) -> Catalogue:
        path = Path(tmp_path / "facts" / f"{table}.csv")
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        edit(rows)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        catalogue = Catalogue(tmp_path)
        seal(catalogue.manifest(table))
        return Catalogue(tmp_path)

    return change


def test_an_owner_that_is_nobody(copy):
    catalogue = copy("provider_tables", lambda rows: rows[0].update(owner="nobody"))
    with pytest.raises(DataError, match="no provider is called 'nobody'"):
        Registry(catalogue)


def test_a_series_of_a_column_that_is_none(copy):
    catalogue = copy("provider_series", lambda rows: rows[0].update(column="cgpi_moon"))
    with pytest.raises(DataError, match="boj_cgpi_neer_monthly has no column 'cgpi_moon'"):
        Registry(catalogue)


def test_a_provider_that_nobody_wrote(copy):
    catalogue = copy("providers", lambda rows: rows.append(rows[0] | {"provider": "boe"}))
    with pytest.raises(DataError, match="no provider is written for 'boe'"):
        Registry(catalogue)


def test_tables_of_owners_that_were_altered_are_not_read(copy, tmp_path):
    catalogue = copy("providers", lambda rows: None)
    path = tmp_path / "facts" / "providers.csv"
    path.write_text(path.read_text("utf-8").replace("api.imf.org", "api.imf.example"), "utf-8")
    with pytest.raises(DataError, match="the file was altered"):
        Registry(catalogue)
