"""What the page on change over time arranges, on numbers made by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.chapters.japan_over_time import constancy, direction, flows

PRICES = ["imports", "producers", "consumers"]


def results(fixed, free):
    return {
        (price, held): SimpleNamespace(pvalue=p, hypothesis="no break")
        for held, values in (("fixed", fixed), ("free", free))
        for price, p in zip(PRICES, values, strict=True)
    }


def test_three_prices_are_corrected_by_holm_within_one_test_and_estimand():
    adjusted = constancy.corrected({"break": results((0.01, 0.04, 0.03), (0.5, 0.5, 0.5))}, PRICES)
    # Three times the least, twice the next, and never below the one before.
    assert adjusted["break", "fixed"] == pytest.approx(dict(zip(PRICES, (0.03, 0.06, 0.06), strict=True)))
    assert set(adjusted["break", "free"].values()) == {1.0}


def test_free_foreign_prices_are_said_of_producers_alone():
    of = {"break": results((0.01, 0.04, 0.03), (0.2, 0.2, 0.2))}
    adjusted = constancy.corrected(of, PRICES)
    said = constancy.p_texts({"ppi": "producers", "cpi": "consumers", "import": "imports"}, of, adjusted)
    assert list(said) == [f"japan_over_time_{key}" for key in (
        "ppi_p_break_fixed", "ppi_p_break_free", "cpi_p_break_fixed", "import_p_break_fixed",
    )]  # fmt: skip
    assert said["japan_over_time_import_p_break_fixed"].endswith(
        "0.030 of no break, after adjustment for 3 tests"
    )


def test_stretches_as_large_count_in_either_direction_and_with_the_bound():
    blocks = pd.DataFrame({"excess": [2.0, -2.0, 1.9, -3.0]})
    assert constancy.as_large(SimpleNamespace(excess=2.0, blocks=blocks)) == 3


def test_a_gap_has_the_interval_of_its_error_and_what_would_be_found():
    row = pd.Series({"difference": 0.1, "std_error": 0.05, "detectable": 0.14})
    null = direction.gap_null("Consumer prices", row, "shop")
    assert (null.low, null.high) == pytest.approx((0.002, 0.198))
    assert (null.found, null.name) == (0.14, "falling less rising yen, consumer prices")


def test_an_unbounded_set_is_shown_with_its_signs():
    effect = SimpleNamespace(
        estimate=0.2,
        confidence_set=SimpleNamespace(intervals=[(-np.inf, -0.5), (0.1, np.inf)]),
    )
    result = SimpleNamespace(equality=SimpleNamespace(path=SimpleNamespace(pvalue=0.2), path_power=0.3))
    rows = direction.direction_rows(
        {"p": result}, {"p": {"rise": effect, "fall": effect}}, {"p": pd.Series({"detectable": 1.0})}
    )
    assert rows["95 % set"].iloc[0] == "−∞ to −0.50 and 0.10 to ∞"


def test_a_year_with_a_missing_month_has_no_sum():
    months = pd.period_range("2023-01", "2025-11", freq="M")
    flow = pd.Series(1e4, months)  # one trillion yen a month
    assert flows.yearly_trillions(flow).loc[2024] == 12
    assert np.isnan(flows.yearly_trillions(flow).loc[2025])
    home = flows.income_and_investment(flow, flow / 2, share=0.25).loc[2024]
    assert home[["third", "net", "needed"]].to_list() == [3, -3, 0.5]


def test_an_effect_is_read_at_the_level_of_the_rules():
    effect = SimpleNamespace(estimate=1.0, interval=lambda level: {0.9: (0.5, 1.5)}[level])
    assert flows.at_level(effect).to_list() == [1.0, 0.5, 1.5]
    assert flows.text(effect) == "1.0 percent (90\N{NO-BREAK SPACE}% interval 0.5 to 1.5)"
    assert flows.rows({"a": effect}).loc["a", "high"] == 1.5


def test_what_the_tests_do_at_work_is_read_from_the_rows_of_their_price():
    rows = [
        ("other", "cars, same since 2021", "size", 0.9),
        *(
            ("constancy on data", f"{price}, {test}", measure, rate)
            for price, rates in {"imports": (0.061, 0.04, 0.2), "wages": (0.05, 0.104, 1.0)}.items()
            for (test, measure), rate in zip(
                (
                    ("break at an unknown date", "size"),
                    ("same since 2021", "size"),
                    ("same since 2021", "power"),
                ),
                rates,
                strict=True,
            )
        ),
    ]
    said = constancy.at_work(pd.DataFrame(rows, columns=["topic", "method", "measure", "measured"]))
    assert "doubles: imports 6, 4 and 20; wages 5, 10 and 100." in said
