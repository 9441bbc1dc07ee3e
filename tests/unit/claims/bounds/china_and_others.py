"""Verdicts typed by hand on and just off each bound, rules of china_and_others; the table of rules is not
read."""

WORLDS = {
    ("C59", "dependence"): ("bounds", "", {
        50: "supported", 49.5: "partly", 25.5: "partly", 25: "contradicted",
    }),
    ("C60", "breakthroughs"): ("range", "", {
        (10.2, 30): "supported", (9.8, 30): "open", (0.2, 1): "contradicted", (0.2, 1.2): "open",
    }),
    ("C63", "Europe"): ("range", "", {
        (0, 0.98): "supported", (0, 1): "open", (1.98, 2): "open", (2, 2): "contradicted",
    }),
    ("C64", "goes to the United States"): ("bounds", "", {
        50: "supported", 49.5: "partly", 25.5: "partly", 25: "contradicted",
    }),
    ("C65", "all sectors"): ("bounds", "", {
        -1: "supported", -0.98: "partly", -0.02: "partly", 0: "contradicted",
    }),
}  # fmt: skip

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = set()
