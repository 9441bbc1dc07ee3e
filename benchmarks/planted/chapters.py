"""Errors in the code of chapters: what the oracles of the estimators cannot see."""

import re

from planting import ROOT, Fault, file_of


def _headlines(page: str) -> tuple[str, ...]:
    """The second computation of a page's headlines: files of tests that read what it has stored."""
    files = sorted((ROOT / "tests/reference").glob("test_headlines_*.py"))
    reads = re.compile(rf'\b(?:stored|rows)\("{page}"')
    named = [path for path in files if reads.search(path.read_text("utf-8"))]
    return (" ".join(path.relative_to(ROOT).as_posix() for path in named),) if named else ()


def _page(name: str, page: str, old: str, new: str, *, checks: tuple[str, ...] | None = None) -> Fault:
    """An error in a cell of code; the page is re-run, then its headlines are computed again without the
    package."""
    return Fault(
        "chapter code",
        name,
        file_of(page, old),
        old,
        new,
        checks or (f"run {page}", *_headlines(page), "rules"),
    )


FAULTS = [
    _page(
        "unlogged oil price",
        "united_states",
        'controls=data.log_change(data.load("us_oil_price"))',
        'controls=data.load("us_oil_price").diff()',
    ),
    _page(
        "unlogged commodity prices",
        "japan",
        'commodities = data.log_change(data.load("commodity_index_total"))',
        'commodities = data.load("commodity_index_total").diff()',
    ),
    _page(
        "horizon 23 for 24",
        "japan",
        'japan_split_translation_24=fixed(split["fixed"].loc[24,',
        'japan_split_translation_24=fixed(split["fixed"].loc[23,',
    ),
    _page(
        "horizon 12 for 24 in the index",
        "index",
        'shop = estimates["jp_consumer"].loc[(24, "fixed")]',
        'shop = estimates["jp_consumer"].loc[(12, "fixed")]',
    ),
    _page(
        "seasonals dropped from the windows",
        "japan_over_time",
        "lags=12, window=120, seasonal=True)",
        "lags=12, window=120, seasonal=False)",
    ),
    _page(
        "seasonals dropped from the items",
        "united_states",
        '"Yen, oil fixed": passthrough.item_panel(panel, yen, lags=12, seasonal=True, **oil)',
        '"Yen, oil fixed": passthrough.item_panel(panel, yen, lags=12, seasonal=False, **oil)',
        checks=("run united_states", "tests/reference/test_headlines_united_states_items.py", "rules"),
    ),
    _page(
        "standard error shown as variance",
        "risks",
        '"Standard error": [e.std_error for',
        '"Standard error": [e.std_error**2 for',
    ),
    _page(
        "percent and log mixed",
        "cars_and_tariffs",
        "fixed(100 * (np.exp(found.estimate / 100) - 1), 1)",
        "fixed(found.estimate, 1)",
    ),
    _page(
        "another country's column",
        "tax_and_fiscal",
        'gdp = data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR)',
        'gdp = data.gdp_of_year(data.load("kr_gdp_usd"), data.GDP_YEAR)',
    ),
    _page(
        "another price's outcome",
        "japan",
        'japan_core=text(lead["jp_core"], 3)',
        'japan_core=text(lead["jp_core_core"], 3)',
    ),
    _page(
        "sample end a year early",
        "japan_over_time",
        '("2026-05", "2026-08", "2026-08")',
        '("2026-05", "2026-08", "2025-08")',
    ),
    _page(
        "split of the years ends early",
        "japan",
        'SPAN = ("2021-01", "2026-08")',
        'SPAN = ("2021-01", "2025-08")',
    ),
    _page(
        "free for fixed in a headline",
        "japan",
        'japan_producer=text(lead["jp_producer"])',
        'japan_producer=text(free["jp_producer"])',
    ),
    _page(
        "low and high exchanged",
        "index",
        'index_import_low=fixed(dock["low"], 2)',
        'index_import_low=fixed(dock["high"], 2)',
    ),
    _page(
        "sign of a move dropped",
        "cars_and_tariffs",
        "cars_check_august=fixed(-august.estimate, 1)",
        "cars_check_august=fixed(august.estimate, 1)",
    ),
    _page(
        "wrong table in source=",
        "japan",
        'source=["boj_cgpi_neer_monthly", "fred_md",',
        'source=["boj_cgpi_neer_monthly", "jp_wages_labour_monthly",',
        checks=("run japan", "rules"),
    ),
]
