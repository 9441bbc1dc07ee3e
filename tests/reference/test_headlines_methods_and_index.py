"""Counts and simulated shares of the methods page from their tables, and the index's own numbers."""

import pytest
from plain import ROOT, agrees, interval, stored, table
from scipy.stats import norm
from test_headlines_japan import equation as japan

SHOP = "Japan's consumer prices: foreign prices fixed, {} months"
STABLE = "Japan's consumer prices, stable month effects"
#: Key: topic, method, design, measure of the row of `coverage_simulations`.
COVERAGE = {
    "main_24": ("main equation", "main equation", SHOP.format(24), "coverage"),
    "main_12": ("main equation", "main equation", SHOP.format(12), "coverage"),
    "old_24": ("main equation", "first edition's equation", SHOP.format(24), "coverage"),
    "old_12": ("main equation", "first edition's equation", SHOP.format(12), "coverage"),
    "plain_24": ("main equation", "main equation, plain cosines", SHOP.format(24), "coverage"),
    "ewc_mild": ("long run", "ewc", "errors AR(0.3)", "coverage"),
    "ewc_strong": ("long run", "ewc", "errors AR(0.8)", "coverage"),
    "hc1_strong": ("long run", "hc1", "errors AR(0.8)", "coverage"),
    "textbook": ("break test", "all coefficients, no own lags, asymptotic", "errors AR(0.8)", "size"),
    "break_size": ("break test", "FX coefficients, own lags, wild bootstrap", "errors AR(0.8)", "size"),
    "break_power": (
        "break test",
        "FX coefficients, own lags, wild bootstrap",
        "pass-through rises by 0.3",
        "power",
    ),
    "holm": ("item panel", "table of 50 items, holm", "no pass-through", "family-wise error"),
    "romano": ("item panel", "table of 50 items, romano_wolf", "no pass-through", "family-wise error"),
    "plain": ("item panel", "table of 50 items, plain", "no pass-through", "family-wise error"),
    "wild": ("structural", "proxy, wild", "strong proxy, h = 0", "coverage"),
    "mbb": ("structural", "proxy, mbb", "strong proxy, h = 0", "coverage"),
}
SHARES = {
    "seasons_size": ("main equation", "stable seasons, 0 own lags", STABLE, "size"),
    "seasons_size_own": ("main equation", "stable seasons, 3 own lags", STABLE, "size"),
    "did_short": ("placebo dates", "difference in differences", "5 months after the base", "size"),
    "did_long": ("placebo dates", "difference in differences", "months 7 to 14 after the base", "size"),
    "cw_12": ("forecast tests", "Clark-West, cosines", "12 months ahead, nested", "size"),
    "dm_short": (
        "forecast tests",
        "Diebold-Mariano, rectangular",
        "12 months ahead, unrelated, 68 forecasts",
        "size",
    ),
    "dm_fixed": (
        "forecast tests",
        "Diebold-Mariano, fixed-b",
        "12 months ahead, unrelated, 68 forecasts",
        "size",
    ),
}


@pytest.fixture(scope="module")
def shown():
    return stored("methods")


def measured(topic, method, design, measure):
    rows = table("coverage_simulations")
    given = {"topic": topic, "method": method, "design": design, "measure": measure}
    for name, wanted in given.items():
        rows = rows[rows[name] == wanted]
    assert len(rows) == 1, given
    return rows["measured"].iloc[0]


@pytest.mark.parametrize("key", COVERAGE)
def test_percent_of_samples_is_that_of_its_design(shown, key):
    agrees(shown[f"methods_{key}"], 100 * measured(*COVERAGE[key]))


@pytest.mark.parametrize("key", SHARES)
def test_share_of_samples_is_that_of_its_design(shown, key):
    agrees(shown[f"methods_{key}"], measured(*SHARES[key]))


def test_parts_of_claims_are_counted_by_role_and_rule(shown):
    parts = table("claim_parts")
    agrees(shown["methods_parts"], len(parts))
    agrees(shown["methods_core"], (parts["role"] == "core").sum())
    agrees(shown["methods_ruled"], (parts["decided_by"] == "rule").sum())


def test_rows_stated_before_and_added_after_the_first_run(shown):
    added = table("specification")["reason"].fillna("").str.startswith("Added after the first run")
    whole = table("specification")
    restated = whole["id"].isin(["alt_plain cosines"]) | whole["replaces"].notna()
    agrees(shown["methods_added_rows"], (added | restated).sum())
    agrees(shown["methods_stated_rows"], len(whole) - (added | restated).sum())
    agrees(shown["methods_power_z"], norm.ppf(0.8))


def test_index_numbers_in_two_languages_are_those_of_the_dock_and_the_shop():
    shown = stored("index")
    for key, outcome in (("import", "import_yen"), ("consumer", "consumer")):
        value, low, high = interval(japan(outcome)["fixed"])
        for end, number in (("", value), ("_low", low), ("_high", high)):
            agrees(shown[f"index_{key}{end}"], number)


def test_index_findings_paste_the_keys_that_are_recomputed_on_their_pages():
    """The English findings on pass-through, cars, currencies and verdicts take their numbers from the pages
    tested here."""
    text = (ROOT / "chapters/index.ipynb").read_text(encoding="utf-8")
    for page, key in (
        ("japan", "japan_import_yen"),
        ("japan", "japan_consumer"),
        ("united_states", "united_states_japan_recent"),
        ("united_states", "united_states_japan_recent_found"),
        ("cars_and_tariffs", "cars_rise_percent"),
        ("cars_and_tariffs", "cars_rise_placebos"),
        ("china_and_others", "china_and_others_moved"),
        ("china_and_others", "china_and_others_currencies"),
        ("verdicts", "verdicts_core_sentence"),
        ("verdicts", "verdicts_supported"),
        ("verdicts", "verdicts_claims"),
        ("verdicts", "verdicts_contradicted"),
    ):
        assert f"`{page}.ipynb::{key}:s`" in text, key
