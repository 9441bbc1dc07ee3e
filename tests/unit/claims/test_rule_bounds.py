"""Every bound of every rule, just on it and just off it, against verdicts typed by hand in
``bounds/CHAPTER.py``.

``bounds/`` lists WORLDS: part -> (shape, horizon, {what is measured: verdict}), and COMPLETE: the parts whose
record is complete. Nothing there is read from the table of rules, so a bound that moves turns a test red.
"""

from __future__ import annotations

import runpy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from analysis.claims.decide import Absent, Range, Step
from analysis.claims.rulebook import rules
from analysis.claims.verdict import decide
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect

FILES = [runpy.run_path(str(path)) for path in sorted((Path(__file__).parent / "bounds").glob("*.py"))]
WORLDS = {part: world for file in FILES for part, world in file["WORLDS"].items()}
COMPLETE = {part for file in FILES for part in file["COMPLETE"]}
NORMAL = Critical("normal")
QUIET = (0.1,) * 40  # t statistics at placebo dates, far below any bound


@dataclass(frozen=True)
class Measured:
    """A measure that found this."""

    found: object
    zero_is_absence: bool = False
    fields: dict = field(default_factory=dict)
    series: tuple = ()

    def on(self, inputs, phrase=""):
        return self.found


def measured(shape, found):
    if shape == "bounds":
        return float(found)
    if shape == "range":
        return Range(*map(float, found))
    effect = Effect.of(*map(float, found), NORMAL)
    return effect if shape == "interval" else Step(effect, effect, QUIET)


def wrong(part, rule):
    """What a rule says otherwise than the hand: texts, none if it agrees everywhere."""
    shape, horizon, worlds = WORLDS[part]
    found = [] if (rule.shape, rule.horizon) == (shape, horizon) else [f"{rule.shape}, {rule.horizon!r}"]
    if not found:
        for value, verdict in worlds.items():
            said = decide(rule, Measured(measured(shape, value)), {}).verdict
            found += [f"{value}: {said}, by hand {verdict}"] if said != verdict else []
    absent = decide(rule, Measured(Absent()), {}).verdict
    return found + (
        [f"absent: {absent}"] if absent != ("contradicted" if part in COMPLETE else "open") else []
    )


@pytest.mark.parametrize("part", WORLDS, ids=" ".join)
def test_the_rule_decides_as_the_hand_does(part):
    assert not wrong(part, rules()[part])


def test_every_rule_is_held_and_nothing_else():
    assert set(WORLDS) == set(rules())
    assert set(WORLDS) >= COMPLETE


def test_every_rule_can_go_both_ways():
    for part, (_, _, worlds) in WORLDS.items():
        assert {"supported", "contradicted"} <= set(worlds.values()), part
