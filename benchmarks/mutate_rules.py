"""How many changes of the rules the unit tests of the claims catch.

Every bound is moved by a third of itself either way (a bound of zero by a third), every sign is flipped, the
two bounds of a rule are exchanged, every horizon and shape is replaced, and every completeness of a record is
turned. A change is caught if the row is refused or if a verdict typed by hand in ``tests/unit/claims/bounds``
no longer holds.

    python benchmarks/mutate_rules.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from analysis.claims.horizons import HORIZONS
from analysis.claims.rulebook import Rule, rules
from analysis.errors import ClaimError

TESTS = Path(__file__).resolve().parents[1] / "tests" / "unit" / "claims" / "test_rule_bounds.py"


def changes(rule: Rule) -> Iterator[tuple[str, dict]]:
    """What is changed of a row, and how."""
    if rule.shape in ("bounds", "range"):
        one = rule.supported_from == rule.contradicted_to
        for name in ("supported_from", "contradicted_to"):
            bound = getattr(rule, name)
            for moved in (bound + abs(bound or 1) / 3, bound - abs(bound or 1) / 3):
                both = {"supported_from": moved, "contradicted_to": moved} if one else {name: moved}
                yield f"{name} {bound:g} -> {moved:g}", both
        if not one:
            yield (
                "bounds exchanged",
                {"supported_from": rule.contradicted_to, "contradicted_to": rule.supported_from},
            )
    elif rule.matters:
        for moved in (rule.matters * 4 / 3, rule.matters * 2 / 3, 0.0):
            yield f"matters {rule.matters:g} -> {moved:g}", {"matters": moved}
    else:
        yield "matters 0 -> 5", {"matters": 5.0}
    if rule.claimed:
        yield "sign flipped", {"claimed": -rule.claimed}
    if rule.horizon:
        yield "horizon replaced", {"horizon": next(phrase for phrase in HORIZONS if phrase != rule.horizon)}
    if rule.shape in ("interval", "step"):
        yield "shape replaced", {"shape": "step" if rule.shape == "interval" else "interval"}
    yield "completeness turned", {"complete_record": "" if rule.complete_record else "somebody says so"}


def main() -> int:
    """Print what was missed and how many were caught; the exit code is 1 if one was missed."""
    spec = spec_from_file_location("held", TESTS)
    held = module_from_spec(spec)
    sys.modules["held"] = held  # dataclasses look their module up
    spec.loader.exec_module(held)
    caught = total = 0
    for part, rule in rules().items():
        if part not in held.WORLDS:
            print(f"{part[0]}, {part[1]}: no verdict is typed by hand")
            continue
        for what, changed in changes(rule):
            total += 1
            try:
                red = bool(held.wrong(part, replace(rule, **changed)))
            except ClaimError:
                red = True
            caught += red
            if not red:
                print(f"missed: {part[0]}, {part[1]}: {what}")
    print(f"{caught} of {total} changes caught")
    return int(caught < total)


if __name__ == "__main__":
    raise SystemExit(main())
