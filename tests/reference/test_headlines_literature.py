"""Headlines of the page on the literature: counts and ranges from `literature.csv`, our estimates as computed
again."""

import pytest
from plain import agrees, interval, stored, table
from test_headlines_japan import equation as japan
from test_headlines_united_states import equation as states

OURS = {
    ("Japan", "import"): lambda: japan("import_yen"),
    ("Japan", "producer"): lambda: japan("producer"),
    ("Japan", "consumer"): lambda: japan("consumer"),
    ("United States", "import"): lambda: states("all"),
    ("United States", "producer"): lambda: states("producer"),
    ("United States", "consumer"): lambda: states("consumer"),
    ("United States", "import from China"): lambda: states("china"),
}


@pytest.fixture(scope="module")
def shown():
    return stored("literature")


@pytest.fixture(scope="module")
def rows():
    return table("literature")


@pytest.fixture(scope="module")
def alike(rows):
    """Long runs of the same kind: the price per percent of a currency, after a year or longer or horizon not
    stated."""
    kept = rows[rows["group"].isin(["fx_pass_through", "fx_pass_through_model"]) & rows["estimate"].notna()]
    kept = kept[kept["horizon_months"].isna() | (kept["horizon_months"] >= 12)]
    return kept.assign(bottom=kept["low"].fillna(kept["estimate"]), top=kept["high"].fillna(kept["estimate"]))


def test_rows_numbers_definitions_grades_and_memory(shown, rows):
    agrees(shown["literature_rows"], len(rows))
    agrees(shown["literature_numeric"], rows["estimate"].notna().sum())
    agrees(shown["literature_groups"], rows["group"].nunique())
    agrees(shown["literature_graded_c"], (rows["grade"] == "C").sum())
    agrees(shown["literature_memory"], (rows["from_memory"] == "yes").sum())


def test_how_many_estimates_lie_inside_and_how_many_intervals_reach_into_the_published_range(shown, alike):
    inside, reaches = {"fixed": 0, "free": 0}, {"fixed": 0, "free": 0}
    single, tested = 0, 0
    for key, make in OURS.items():
        of = alike[(alike["country"] == key[0]) & (alike["price"] == key[1])]
        if of.empty:
            continue
        tested, single = tested + 1, single + (len(of) == 1)
        ours = make()
        for estimand in inside:
            value, low, high = interval(ours[estimand])
            inside[estimand] += of["bottom"].min() <= value <= of["top"].max()
            reaches[estimand] += low <= of["top"].max() and high >= of["bottom"].min()
    agrees(shown["literature_tested"], tested)
    agrees(shown["literature_single"], single)
    for estimand, count in inside.items():
        agrees(shown[f"literature_inside_{estimand}"], count)
        agrees(shown[f"literature_overlap_{estimand}"], reaches[estimand])


def test_how_many_intervals_reach_what_is_neither_of_grade_c_nor_from_memory(shown, alike):
    firm = alike[(alike["grade"] != "C") & (alike["from_memory"] != "yes")]
    for estimand, key in (("fixed", "literature_without"), ("free", "literature_without_free")):
        count = 0
        for where, make in OURS.items():
            of = firm[(firm["country"] == where[0]) & (firm["price"] == where[1])]
            if not of.empty:
                _, low, high = interval(make()[estimand])
                count += low <= of["top"].max() and high >= of["bottom"].min()
        agrees(shown[key], count)


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("jp_import", ("Japan", "import")),
        ("jp_consumer", ("Japan", "consumer")),
        ("us_import", ("United States", "import")),
    ],
)
def test_published_ranges(shown, alike, key, where):
    of = alike[(alike["country"] == where[0]) & (alike["price"] == where[1])]
    agrees(shown[f"literature_{key}_range"], of["bottom"].min(), of["top"].max())


@pytest.mark.parametrize(
    ("key", "where", "estimand"),
    [
        ("jp_import_fixed", ("Japan", "import"), "fixed"),
        ("jp_consumer_fixed", ("Japan", "consumer"), "fixed"),
        ("jp_consumer_free", ("Japan", "consumer"), "free"),
        ("us_import_fixed", ("United States", "import"), "fixed"),
        ("us_import_free", ("United States", "import"), "free"),
        ("us_consumer_fixed", ("United States", "consumer"), "fixed"),
        ("us_consumer_free", ("United States", "consumer"), "free"),
    ],
)
def test_our_own_estimates(shown, key, where, estimand):
    agrees(shown[f"literature_{key}"], *interval(OURS[where]()[estimand]))


@pytest.mark.parametrize("lags", [12, 24, 36])
def test_consumer_prices_by_number_of_lags(shown, lags):
    agrees(shown[f"literature_cpi_{lags}"], *interval(japan("consumer", lags)["fixed"]))


def test_figures_by_shock_for_sterling(shown, rows):
    of = rows[(rows["group"] == "fx_pass_through_shock") & rows["estimate"].notna()]
    for key, price in (("fhn", "consumer"), ("fhn_import", "import")):
        part = of[of["price"] == price]
        agrees(shown[f"literature_{key}_low"], part["low"].fillna(part["estimate"]).min())
        agrees(shown[f"literature_{key}_high"], part["high"].fillna(part["estimate"]).max())
