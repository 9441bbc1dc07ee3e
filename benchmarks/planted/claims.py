"""Errors in the rules that decide claims, in their parts and measures."""

from planting import Fault

BOUNDS = "tests/unit/claims/test_rule_bounds.py"
HERE = "tests/unit/claims"
RULES, PARTS = "data/facts/verdict_rules.csv", "data/facts/claim_parts.csv"
FAULTS = [
    Fault(
        "claims",
        "a bound moved by a third",
        RULES,
        "C81,debt is high,rank_by_debt,bounds,3,11,",
        "C81,debt is high,rank_by_debt,bounds,4,11,",
        (BOUNDS,),
    ),
    Fault(
        "claims",
        "the other bound moved by a third",
        RULES,
        "C83,50 percent cap,highest_cover,bounds,50,51,",
        "C83,50 percent cap,highest_cover,bounds,50,68,",
        (BOUNDS,),
    ),
    Fault(
        "claims",
        "sign of what is claimed",
        RULES,
        "C50,pressure on the yen,yen_on_operations,interval,,,1,",
        "C50,pressure on the yen,yen_on_operations,interval,,,-1,",
        (BOUNDS,),
    ),
    Fault(
        "claims",
        "core part swapped with side part",
        PARTS,
        "C01,sum,core,",
        "C01,sum,side,",
        (f"{HERE}/test_claim_parts.py {HERE}/test_roles_of_parts.py", HERE),
        also=((PARTS, "C01,in yen,side,", "C01,in yen,core,"),),
    ),
    Fault(
        "claims",
        "core part made a condition",
        PARTS,
        "C50,pressure on the yen,core,",
        "C50,pressure on the yen,condition,",
        (f"{HERE}/test_claim_parts.py {HERE}/test_roles_of_parts.py", HERE),
    ),
    Fault(
        "claims",
        "a rule reads another measure",
        RULES,
        "C83,50 percent cap,highest_cover,",
        "C83,50 percent cap,rank_by_debt,",
        (BOUNDS, HERE),
    ),
    Fault(
        "claims",
        "a measure reads another field",
        "analysis/claims/measures/tax_and_fiscal.py",
        'return float((first & (treaty_provisions["income"] == "high_technology")).sum())',
        "return float(first.sum())",
        (f"{HERE}/test_measures_tax_and_fiscal.py", HERE),
    ),
    Fault(
        "claims",
        "a measure counts from the wrong end",
        "analysis/claims/measures/tax_and_fiscal.py",
        "ratio >= last[",
        "ratio <= last[",
        (f"{HERE}/test_measures_tax_and_fiscal.py", HERE),
    ),
]  # fmt: skip
