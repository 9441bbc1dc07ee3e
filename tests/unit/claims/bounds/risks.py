"""Verdicts typed by hand on and just off each bound, rules of risks; the table of rules is not read."""

WORLDS = {
    ("C86", "uncertain"): ("bounds", "", {
        2: "supported", 1.98: "partly", 1.02: "partly", 1: "contradicted",
    }),
    ("C89", "low rates"): ("bounds", "long period", {
        90: "supported", 89.2: "partly", 50.8: "partly", 50: "contradicted",
    }),
    ("C89", "marked gap"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.02: "partly", 0: "contradicted",
    }),
    ("C89", "hedging cost"): ("interval", "", {
        (0.505, 0.2): "supported", (0.495, 0.2): "partly", (0, 0.3): "contradicted", (0, 0.308): "open",
        (-0.5, 0.2): "contradicted",
    }),
    ("C90", "costs more"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.02: "partly", 0: "contradicted",
    }),
    ("C120", "unprecedented"): ("bounds", "", {
        1: "supported", 1.02: "partly", 1.98: "partly", 2: "contradicted",
    }),
}  # fmt: skip

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C86", "uncertain")}
