"""What the page on the yen computes of its results: windows of fixings, factors, shares, by hand
arithmetic."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.chapters.transmission import choices, outflows, record, sources, theories

DAYS = pd.date_range("2026-07-01", periods=7, freq="D")
#: Windows of one day before the sixth: -2, +1.02, -2.02 and -1.03 percent.
FIXINGS = pd.Series([100.0, 98.0, 99.0, 97.0, 96.0, 100.0, 98.0], index=DAYS)


def test_a_move_is_in_percent_of_the_first_fixing():
    assert record.move(FIXINGS, "2026-07-04", "2026-07-06") == pytest.approx(100 * 3 / 97)


@pytest.mark.parametrize(("last", "percent"), [(98.0, 50.0), (97.99, 25.0), (97.0, 0.0), (99.5, 75.0)])
def test_windows_that_fell_as_much_end_before_the_day(last, percent):
    fixings = FIXINGS.copy()
    fixings.iloc[-1] = last
    assert record.as_large_a_fall(fixings, "2026-07-06", "2026-07-07", before="2026-07-06") == percent


def test_sales_of_dollars_make_the_dollar_cheaper_by_the_multiplier_in_logs():
    theory = SimpleNamespace(law=SimpleNamespace(ppf=lambda q: 10 * q))
    (row,) = record.by_theory({"x": theory}, 2.0).itertuples(index=False)
    assert list(row) == pytest.approx([100 * math.expm1(-0.02 * 10 * q) for q in (0.95, 0.5, 0.05)])


@pytest.mark.parametrize(("seen", "count"), [(-3.0, 1), (-3.01, 0), (-1.0, 2), (0.0, 1), (0.01, 0)])
def test_a_theory_holds_a_move_up_to_the_ends_of_its_band(seen, count):
    bands = pd.DataFrame({"Lower end": [-3.0, -1.0], "Upper end": [-1.0, 0.0]})
    assert record.theories_around(bands, seen) == count


def test_a_factor_is_the_median_over_groups_of_what_is_above_zero():
    rows = pd.DataFrame({"a": ["x", "x", "y", "y", "y", "z"], "effect": [1.0, 4.0, 3.0, 6.0, -9.0, 5.0]})
    assert choices.factor(rows, ["a"]) == 2.0  # of 4, 2 and 1


def test_the_share_needed_is_proportional_in_logs():
    study = SimpleNamespace(made=lambda *_, **__: SimpleNamespace(quantile=lambda *_: 20.0))
    assert sources.share_needed(study, "panel", 5, 39) == pytest.approx(100 * math.log(1.05) / 20)


def test_a_band_is_missing_where_a_theory_has_no_number():
    law = SimpleNamespace(ppf=lambda q: q)
    found = theories.bands({"a": SimpleNamespace(law=law), "b": SimpleNamespace(law=None)})
    assert list(found.loc["a"]) == [0.05, 0.5, 0.95] and found.loc["b"].isna().all()


def test_the_name_of_a_theory_ends_at_its_first_comma_or_colon():
    assert theories.heading("Order flow: trades, daily") == "Order flow"
    assert theories.heading("Panel, yearly: 24 countries") == "Panel"


def test_owners_receipts_stand_beside_loans_by_tenor():
    dates = pd.DataFrame(
        {"return": [0.06, 0.06], "tenor": [15, 20], "loan": [8.0, 10.5], "owner": [14.0, 14.0]}
    )
    rows = outflows.timing_rows(dates, pd.Series({0.06: 12.3456789}))
    assert rows.index.tolist() == ["6 %"]
    assert rows.loc["6 %"].to_dict() == {
        "Loan, 15 years": 8.0,
        "Loan, 20 years": 10.5,
        "Owner": 14.0,
        "Owner's receipts vary by": 12.345679,
    }
