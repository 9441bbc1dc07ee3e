"""Tariff points on one base, by hand."""

import re

import pandas as pd
import pytest

from analysis.errors import SchemeError
from analysis.report.rules.page import pages
from analysis.transmission import all_in_rate, tariff_step

RATES = pd.DataFrame(
    [("agreed", 15.0, "all-in"), ("threatened", 25.0, "additional to MFN"), ("first", 10.0, "additional to MFN"), ("cars", 27.5, "all-in")],
    columns=["id", "rate_pct", "rate_base"],
)  # fmt: skip


def test_rates_of_different_bases_are_not_subtracted():
    with pytest.raises(SchemeError, match="their difference means nothing"):
        tariff_step(RATES, "threatened", "agreed")
    assert tariff_step(RATES, "threatened", "first") == 15
    assert tariff_step(RATES, "cars", "agreed") == 12.5


@pytest.mark.parametrize(
    ("duty", "points"),
    # 25 on top of the duty, less the higher of 15 and the duty: just below, at and above the floor.
    [(0.0, 10.0), (2.5, 12.5), (14.9, 24.9), (15.0, 25.0), (20.0, 25.0)],
)
def test_the_step_depends_on_the_ordinary_duty(duty, points):
    assert tariff_step(RATES, "threatened", "agreed", ordinary_duty=duty) == pytest.approx(points)


def test_what_a_rate_cannot_be_is_refused():
    with pytest.raises(SchemeError, match="rate_base"):
        all_in_rate(15, "promise", 0)
    with pytest.raises(SchemeError, match="0 or more"):
        all_in_rate(float("nan"), "all-in", 0)
    with pytest.raises(SchemeError, match="no row"):
        tariff_step(RATES, "threatened", "agreed_2031")


def test_no_chapter_subtracts_rates_itself(request):
    # Reading the rates of two rows and taking their difference by hand is how two bases were mixed.
    by_hand = re.compile(r"""\[["'](japan|china|all_other)_\w+["']\]\s*-\s*\w""")
    for page in pages(request.config.rootpath):
        for cell in page.written():
            assert not by_hand.search(cell.source), (
                f"{page.name}, {cell.place()}: use transmission.tariff_step"
            )
