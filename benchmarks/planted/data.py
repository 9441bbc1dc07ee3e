"""Errors in tables, sealed again after they were made."""

from pathlib import Path

from planting import Fault

BOJ, CPI = "data/series/boj_cgpi_neer_monthly", "data/series/jp_cpi_monthly"
#: What the numbers say of each other and of their history; words and totals of the table are asked last.
CONTENT = "tests/data/test_bounds.py tests/data/test_identities.py"
BASES = "tests/data/test_index_bases.py"
NAMES = "tests/data/test_names_of_series.py"
FACTS = "tests/unit/test_facts.py"


def _table(
    name: str, file: str, old: str, new: str, *checks: str, also: tuple[tuple[str, str, str], ...] = ()
) -> Fault:
    """An error in a table: first what reads its numbers against others, then its control totals."""
    path = Path(file)
    own = CONTENT if path.parts[1] == "series" else FACTS
    pins = f"tests/data/test_pins.py -k {path.stem}"
    return Fault("data", name, file, old, new, (*(checks or (own,)), pins), also)


FAULTS = [
    _table(
        "columns swapped",
        f"{BOJ}.csv",
        "month,cgpi_import_contract,cgpi_import_yen,",
        "month,cgpi_import_yen,cgpi_import_contract,",
    ),
    _table(
        "names of two series swapped",
        f"{BOJ}.yml",
        "series: jp_import_price_contract\n    title: Import price index, contract",
        "series: jp_import_price_yen\n    title: Import price index, contract",
        NAMES,
        also=(
            (
                f"{BOJ}.yml",
                "series: jp_import_price_yen\n    title: Import price index, yen",
                "series: jp_import_price_contract\n    title: Import price index, yen",
            ),
        ),
    ),
    _table("a cell 20 percent higher", f"{BOJ}.csv", "\n2013-04,135.5,128.8,", "\n2013-04,135.5,154.6,"),
    _table("a cell 20 percent lower", f"{CPI}.csv", "\n1970-02,30.3,", "\n1970-02,24.2,"),
    _table(
        "unit",
        f"{CPI}.yml",
        "    title: Consumer price index, goods\n    publisher_id: table 0003427113, item 0202\n    unit: "
        "index, 2020=100\n",
        "    title: Consumer price index, goods\n    publisher_id: table 0003427113, item 0202\n    unit: "
        "percent\n",
        BASES,
    ),
    _table("sign", f"{BOJ}.yml", "sign: up = yen appreciation", "sign: up = yen depreciation"),
    _table(
        "loans ten times too large", "data/facts/projects.csv", "not a project,,2.17,", "not a project,,21.7,"
    ),
    _table(
        "a project ten times too large",
        "data/facts/projects.csv",
        "JFE Steel; MODEC,2.1,stated",
        "JFE Steel; MODEC,21,stated",
    ),
    _table(
        "a project by another amount",
        "data/facts/projects.csv",
        "Asahi Diamond Industrial; Noritake,0.6,stated",
        "Asahi Diamond Industrial; Noritake,0.9,stated",
    ),
    _table(
        "source removed",
        "data/facts/tariff_rates.csv",
        'Annex I",2025-04-09,,suspended,"Thompson Coburn via Mondaq: US-Japan trade agreement, background of '
        'reciprocal rates",https://www.mondaq.com/unitedstates/international-trade-investment/1676374/us-japan-trade-agreement,',
        'Annex I",2025-04-09,,suspended,,,',
    ),
    _table(
        "end of coverage cut",
        "data/series/mof_fx_intervention_daily.yml",
        "covered_to: '2026-06-30'",
        "covered_to: '2025-06-30'",
        f"tests/data/test_end_of_coverage.py {FACTS}",
    ),
    _table(
        "cover ratio of a project",
        "data/facts/institutions.csv",
        'reported intention",90,,percent',
        'reported intention",45,,percent',
    ),
    _table(
        "grant bonds ten times too large",
        "data/facts/institutions.csv",
        '"Grant bonds, ceiling",3,,trillion yen',
        '"Grant bonds, ceiling",30,,trillion yen',
    ),
    _table(
        "the state bank's third",
        "data/facts/funding_plan.csv",
        "JBIC,the whole scheme,33.3,",
        "JBIC,the whole scheme,66.7,",
    ),
    _table(
        "a tariff rate",
        "data/facts/tariff_rates.csv",
        "japan_general_2025_04_05,Japan,general,10,",
        "japan_general_2025_04_05,Japan,general,15,",
    ),
    _table(
        "a published estimate",
        "data/facts/literature.csv",
        "4 quarters (long run),12,1.13,,,,point,effective rate",
        "4 quarters (long run),12,1.31,,,,point,effective rate",
        "tests/unit/test_literature_values.py",
    ),
]
