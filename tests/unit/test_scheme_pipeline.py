"""How far the commitment has come: amounts by stage and the pace that is left, by hand."""

from datetime import date

import pytest

from analysis import data, scheme
from analysis.errors import SchemeError
from analysis.scheme.pipeline import pace, stages


def test_stages_and_dates():
    assert stages("2025-09-04")["projects"].sum() == 0
    early, late = stages("2026-02-28")["amount"], stages()["amount"]
    assert early["candidate"] == 0 and late["candidate"] == 73
    assert late["announced"] == pytest.approx(36.0)
    sheet = data.table("projects").query("list == 'joint_fact_sheet'")["amount_usd_bn"].sum()
    assert early["interest"] == pytest.approx(sheet) == pytest.approx(393.45)


def test_pace_by_hand():
    row = pace(scheme.terms(), date(2025, 9, 4))
    assert row["a year"] == pytest.approx(550 / (1233 / 365.25))
    assert row["Japan's outward direct investment in the US, 2024"] == pytest.approx(row["a year"] / 77.3)
    assert (
        pace(scheme.terms(), "2026-11-25", done=100)["a year"] < pace(scheme.terms(), "2026-11-25")["a year"]
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: pace(scheme.terms(), "2030-01-01"), "not before the deadline"),
        (lambda: pace(scheme.terms(), "2026-01-01", done=600), "between 0 and 550"),
        (lambda: pace(scheme.terms(), "soon"), "not a date"),
    ],
)
def test_impossible_questions_are_refused(call, said):
    with pytest.raises(SchemeError, match=said):
        call()
