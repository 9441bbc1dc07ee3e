"""Errors in sentences: words turned, and results typed where they should be pasted. No page is stale after
them."""

from planting import Fault


def _page(name: str, page: str, old: str, new: str, checks: tuple[str, ...] = ("rules",)) -> Fault:
    return Fault("prose", name, f"chapters/{page}.ipynb", old, new, checks)


FAULTS = [
    _page(
        "higher turned to lower on the index",
        "index",
        "goes with import prices\n{glue:text}`index_import` percent higher after a year",
        "goes with import prices\n{glue:text}`index_import` percent lower after a year",
    ),
    _page(
        "dearer turned to cheaper on the index",
        "index",
        "percent** dearer by\n",
        "percent** cheaper by\n",
    ),
    _page(
        "direction turned in a headline",
        "japan",
        "{glue:text}`japan_import_yen` higher after twelve months",
        "{glue:text}`japan_import_yen` lower after twelve months",
    ),
    _page(
        "dearer turned to cheaper in a headline",
        "japan_over_time",
        "Of flows, official purchases of dollars go with a dearer dollar",
        "Of flows, official purchases of dollars go with a cheaper dollar",
    ),
    _page(
        "typed verdict count",
        "index",
        "\nBy claim, {glue:text}`verdicts.ipynb::verdicts_supported:s` of",
        "\nBy claim, sixteen of",
    ),
    _page(
        "typed verdict word",
        "tax_and_fiscal",
        "so that C83 is {glue:text}`tax_and_fiscal_c83`",
        "so that C83 is contradicted",
    ),
    _page(
        "typed ordinal",
        "motives",
        "By headline Japan's pledge is number {glue:text}`motives_rank` of",
        "By headline Japan's pledge is the third of",
    ),
    _page(
        "typed date",
        "cars_and_tariffs",
        "export prices after {glue:text}`cars_last_month`",
        "export prices after May 2026",
    ),
    _page(
        "typed decimal",
        "united_states",
        "{glue:text}`united_states_pace_low` to {glue:text}`united_states_pace_high` percent of US capital",
        "2.6 to {glue:text}`united_states_pace_high` percent of US capital",
    ),
    _page(
        "smaller turned to larger beside a number",
        "motives",
        "Japan's is smaller than\nKorea's",
        "Japan's is larger than\nKorea's",
    ),
    _page(
        "above turned to below",
        "japan",
        "consumer prices are above zero at every sample end since 2012, though",
        "consumer prices are below zero at every sample end since 2012, though",
    ),
    _page(
        "key of another number pasted",
        "japan",
        "{glue:text}`japan_producer` and consumer prices",
        "{glue:text}`japan_consumer` and consumer prices",
    ),
]  # fmt: skip
