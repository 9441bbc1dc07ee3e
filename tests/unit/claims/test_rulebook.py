"""The table of rules: complete, its text made from its bounds, its measures within declared fields."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import claims, data
from analysis.claims.horizons import HORIZONS, horizon
from analysis.claims.part import Part
from analysis.claims.registry import FREE_TEXT, measure, measures
from analysis.claims.rulebook import Rule, rules
from analysis.data.schemas import fields
from analysis.errors import ClaimError

RULE = Rule("C01", "sum", "m", "bounds", 50.0, 10.0, 0, 0.0, "percent", "", "Share of x", "", "tab-x", "")


def test_every_part_that_a_rule_decides_has_one():
    table = claims.parts()
    wanted = set(table.index[table["decided_by"] == "rule"])
    assert wanted - set(rules()) == set()
    assert set(rules()) - wanted == set()


def test_at_least_55_claims_are_decided_by_rule():
    core = claims.parts()["role"] == "core"
    judged = set(claims.ids("judged"))
    assert len({claim for claim, part in rules() if core[claim, part]} & judged) >= 55


@pytest.mark.parametrize("chapter", claims.CHAPTERS)
def test_measures_read_declared_fields_and_stand_in_their_chapter(chapter):
    mine = measures(chapter)
    chapters = claims.ledger()["chapter"].astype(str)
    for (claim, part), rule in rules().items():
        if chapters[claim] == chapter:
            assert rule.measure in mine, f"{claim}, {part!r}: no measure {rule.measure}"
            assert bool(rule.horizon) == mine[rule.measure].timed, f"{claim}, {part!r}: horizon"
    for made in mine.values():
        for table, names in made.fields.items():
            assert set(names) <= set(data.table(table).columns), f"{made.name}: {table}"
            if data.describe(table)["kind"] == "facts":
                assert set(names) <= fields(table), (
                    f"{made.name}: {table} does not declare {set(names) - fields(table)}"
                )
            assert not FREE_TEXT & set(names)
    used = {rule.measure for rule in rules().values()}
    assert set(mine) <= used, f"measures without a rule: {set(mine) - used}"


def test_horizons_by_hand():
    assert {h.phrase: (h.months, h.days) for h in HORIZONS.values()} == {
        "at once": (0, 4),
        "short run": (1, 20),
        "long run": (120, 0),
        "recent years": (60, 0),
        "long period": (240, 0),
    }
    with pytest.raises(ClaimError, match="no horizon for 'soon'"):
        horizon("soon")


def test_a_phrase_of_the_article_has_its_horizon_in_every_rule():
    """A condition that names a phrase of time binds the rules of its claim that are timed."""
    table = claims.parts().reset_index()
    named = table[table["part"].isin(("short run", "long run")) & (table["role"] == "condition")]
    for claim, phrase in zip(named["claim"], named["part"], strict=True):
        timed = {rule.horizon for (c, _), rule in rules().items() if c == claim and rule.horizon}
        assert timed <= {phrase}, f"{claim} says {phrase!r}, its rules {timed}"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {},
            (
                "Share of x: supported from 50 percent, contradicted up to 10 percent, partly between; no"
                " entry leaves it open"
            ),
        ),
        (
            {"supported_from": 10.0, "contradicted_to": 50.0},
            (
                "Share of x: supported up to 10 percent, contradicted from 50 percent, partly between; no"
                " entry leaves it open"
            ),
        ),
        (
            {"complete_record": "a law says so"},
            (
                "Share of x: supported from 50 percent, contradicted up to 10 percent, partly between; no"
                " entry contradicts, because a law says so"
            ),
        ),
        (
            {"shape": "range", "supported_from": 5.0, "contradicted_to": 5.0, "claimed": -1, "unit": ""},
            (
                "Share of x: supported if the whole range lies below 5, contradicted if it lies at or above"
                " 5, open otherwise; no entry leaves it open"
            ),
        ),
        (
            {
                "shape": "interval",
                "supported_from": None,
                "contradicted_to": None,
                "claimed": -1,
                "horizon": "long run",
            },
            (
                "Share of x, over ten years: supported if the 90 % interval lies below zero, contradicted if"
                " it lies above, open otherwise"
            ),
        ),
        (
            {
                "shape": "interval",
                "supported_from": None,
                "contradicted_to": None,
                "claimed": 1,
                "matters": 2.0,
            },
            (
                "Share of x: supported if the 90 % interval lies above zero and the estimate reaches 2"
                " percent in that direction (partly if it falls short), contradicted if the interval lies"
                " below zero or excludes an effect of 2 percent, open otherwise"
            ),
        ),
    ],
)
def test_the_text_is_made_from_the_row(change, text):
    assert replace(RULE, **change).text == text


def test_a_step_says_its_placebos():
    text = replace(RULE, shape="step", supported_from=None, contradicted_to=None, claimed=1).text
    assert (
        "together with a linear trend" in text
        and "95 % of the earlier dates" in text
        and "supported if it lies above zero" in text
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shape": "guess"}, "shape is one of"),
        ({"supported_from": None}, "two bounds"),
        ({"supported_from": 10.0}, "two bounds"),
        ({"claimed": 1}, "a sign stands where"),
        ({"shape": "interval"}, "needs the claimed sign"),
        ({"shape": "step", "supported_from": None, "contradicted_to": None}, "needs the claimed sign"),
        ({"words": " "}, "must not be empty"),
        ({"horizon": "soon"}, "no horizon"),
    ],
)
def test_a_row_that_cannot_decide_is_refused(change, message):
    with pytest.raises(ClaimError, match=message):
        replace(RULE, **change)


def test_a_rule_without_its_part_is_refused():
    table = {
        "C01": {
            "sum": Part("C01", "sum", "core", "x", "rule", "", "x"),
            "said": Part("C01", "said", "core", "x", "nothing", "", "x"),
        }
    }
    frame = data.table("verdict_rules").query("claim == 'C01' and part == 'sum'")
    assert set(rules(frame, table)) == {("C01", "sum")}
    for wrong in (frame.assign(part="said"), frame.assign(part="other"), pd.concat([frame, frame])):
        with pytest.raises(ClaimError, match="a rule belongs to one part"):
            rules(wrong, table)


@pytest.mark.parametrize(
    ("options", "compute", "message"),
    [
        ({"reads": ("projects.note",)}, lambda projects: 0, "is prose"),
        ({"reads": ("projects.list",)}, lambda timeline: 0, "make them the same"),
        ({"series": ("usd_jpy",)}, lambda: 0, "make them the same"),
    ],
)
def test_a_measure_says_what_it_reads(options, compute, message):
    with pytest.raises(ClaimError, match=message):
        measure(**options)(compute)


def test_a_measure_is_handed_declared_fields_alone():
    seen = {}
    made = measures("motives")["signed_share"]
    whole = pd.DataFrame(
        {"stage": ["signed"], "amount_usd_bn": [5.5], "note": ["a prose"], "operator": ["x"]}
    )
    context = pd.DataFrame({"id": ["commitment"], "value": [550.0], "note": ["x"]})
    watched = replace(
        made, compute=lambda projects, size_context: seen.update(p=list(projects), c=list(size_context))
    )
    watched.on({"projects": whole, "size_context": context})
    assert seen == {"p": ["stage", "amount_usd_bn"], "c": ["id", "value"]}
    with pytest.raises(ClaimError, match="table size_context"):
        made.on({"projects": whole})
    with pytest.raises(ClaimError, match="takes no horizon"):
        made.on({"projects": whole, "size_context": context}, "short run")


def test_words_say_what_the_series_is_and_how_far_it_goes():
    fast, acts, since = (
        rules()["C53", "fast fall"],
        rules()["C53", "intervene or adjust"],
        rules()["C108", "must deal"],
    )
    assert "monthly mean" in data.describe("usd_jpy")["title"]
    assert "monthly mean" in fast.words and "monthly mean" in acts.words
    assert f"to {data.covered_to(data.load('mof_intervention_monthly_jpy')):%B %Y}" in since.words
