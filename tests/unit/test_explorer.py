"""What the explorer page is sent: the numbers of the chapters, rounded, and the model that its controls
describe."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis import data, transmission
from analysis.report.author import explorer


@pytest.fixture(scope="module")
def known():
    return explorer.numbers()


def test_numbers_are_those_of_the_transmission_chapter(known):
    # The chapter's base: 550 billion, even, from October 2025 to January 2029, read then and two years later.
    theories = transmission.with_numbers(transmission.theories())
    chain = transmission.main_chain()
    flow = dict(amount=550, start="2025-10", end="2029-01", horizon=64)
    scale = data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR)
    assert list(known.laws) == list(theories) and list(known.shares) == list(transmission.cases())
    for case, theory in (
        ("account", "panel"),
        ("full", "own_operations"),
        ("full", "order_flow"),
        ("stated", "panel"),
    ):
        chapter = transmission.scenario(transmission.cases()[case], theories[theory], scale, chain, **flow)
        chosen = known.settings(case, theory)
        assert explorer.done(chosen) == 39
        for path, month in (("yen", 39), ("import prices", 63), ("consumer prices", 63)):
            ours = [float(transmission.simple(chapter.quantile(path, q, month))) for q in explorer.QUANTILES]
            # Both print four digits or fewer; the page's numbers are rounded to six.
            assert_allclose(explorer.at(chosen, known, path, month), ours, rtol=1e-4, atol=1e-9)


def test_what_is_sent_is_rounded_plain_json(known):
    given = explorer.sent(known, {"base": explorer.Settings()})
    assert json.loads(json.dumps(given, allow_nan=False)) == given
    assert given["scale"] == pytest.approx(data.gdp_of_year(data.load("jp_gdp_usd"), data.GDP_YEAR), rel=1e-6)
    for prices in given["windows"].values():
        for one in prices.values():
            assert len(one["theta"]) == explorer.MONTHS + 1
            assert len(one["upper"]) == (explorer.MONTHS + 1) * (explorer.MONTHS + 2) // 2
    for theory in given["theories"].values():
        assert sum(theory["weights"]) == pytest.approx(1) and len(theory["weights"]) == len(theory["values"])


def test_yen_path_is_the_formula_by_hand(known):
    chosen = explorer.Settings(
        amount=100, months=12, case="own", converted=50, hedged=20, theory="own", multiplier=2, left=100
    )
    # Half of four fifths of a hundred billion, two percent for each percent of gross domestic product.
    by_hand = 100 * np.expm1(2 * 0.5 * 0.8 * 100 / known.scale)
    for month in (11, -1):
        assert explorer.at(chosen, known, "yen", month) == pytest.approx([by_hand] * 3)
    # Half of it is gone a year after everything was bought at once.
    fading = replace(chosen, profile="at once", left=50)
    first, later = (np.log1p(explorer.at(fading, known, "yen", month)[1] / 100) for month in (0, 12))
    assert later == pytest.approx(first / 2)


def test_income_that_comes_home_lowers_the_dollar_later(known):
    plain, home = (
        explorer.fans(known.settings("full", "panel", **more), known)["yen"][0.5]
        for more in ({}, dict(income=6, home=100))
    )
    assert_allclose(home.iloc[:12], plain.iloc[:12])
    assert home.iloc[-1] < plain.iloc[-1]


def test_nothing_bought_moves_nothing_under_any_theory(known):
    for case in ("stated", "swaps", "hedged"):
        for theory in known.laws:
            assert not any(explorer.at(known.settings(case, theory), known, "consumer prices", 63))


def test_a_case_or_theory_left_by_hand_counts_no_longer(known):
    chosen = known.settings("full", "panel")
    assert explorer.at(replace(chosen, case="own", converted=0.0), known, "yen", 39) == [0, 0, 0]
    assert explorer.at(replace(chosen, converted=0.0), known, "yen", 39)[1] > 0
    low, middle, high = explorer.at(replace(chosen, theory="own"), known, "yen", 39)
    assert low == middle == high, "a multiplier of one's own has no error"


DIRECTION = re.compile(
    r"\b(weaken|strengthen|support|rais|lower|higher|ris|fall|dearer|cheaper|more|less)\w*"
)


def test_what_the_controls_say_of_the_yen_is_what_the_model_does(known):
    """Every hint that names a direction, with its condition; a new one or a turned one has none."""

    def moved(**more):
        chosen = replace(known.settings("full", "panel"), **more)
        return np.array([explorer.at(chosen, known, "yen", month)[1] for month in (39, 63)])

    told = {
        # Up is a dollar dearer in yen: a weaker yen.
        "Hedged money does not weaken the yen here": (
            not moved(case="own", hedged=100).any() and (moved(case="own", hedged=0) > 0).all()
        ),
        "Supports the yen later": moved(income=6, home=100)[1] < moved(income=6, home=0)[1],
    }
    source = (Path(explorer.__file__).parents[3] / "_static/explorer.js").read_text("utf-8")
    table = source[source.index("const NUMBERS = [") : source.index("const MAIN")]
    hints = [words for words in re.findall(r'"([^"]*)"', table) if DIRECTION.search(words.lower())]
    assert sorted(hints) == sorted(told) and all(told.values())
