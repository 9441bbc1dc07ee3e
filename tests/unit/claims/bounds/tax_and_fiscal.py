"""Verdicts typed by hand on and just off each bound, rules of tax_and_fiscal; the table of rules is not
read."""

WORLDS = {
    ("C76", "taxed by both"): ("bounds", "", {
        0.5: "supported", 0.49: "partly", 0.01: "partly", 0: "contradicted",
    }),
    ("C76", "minority holder"): ("bounds", "", {
        0.5: "supported", 0.49: "partly", 0.01: "partly", 0: "contradicted",
    }),
    ("C80", "updated in 2024"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.02: "partly", 0: "contradicted",
    }),
    ("C80", "high-technology preferences"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.02: "partly", 0: "contradicted",
    }),
    ("C81", "debt is high"): ("bounds", "", {
        3: "supported", 3.2: "partly", 10.8: "partly", 11: "contradicted",
    }),
    ("C82", "burden grows"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.12: "partly", 0.1: "contradicted",
    }),
    ("C82", "confidence shaken"): ("interval", "", {
        (0.101, 0.05): "supported", (0.099, 0.05): "partly", (0, 0.0602): "contradicted", (0, 0.0614): "open",
        (-0.1, 0.05): "contradicted",
    }),
    ("C83", "50 percent cap"): ("bounds", "", {
        50: "supported", 50.02: "partly", 50.98: "partly", 51: "contradicted",
    }),
    ("C118", "cleared obstacles"): ("bounds", "", {
        1: "supported", 0.98: "partly", 0.02: "partly", 0: "contradicted",
    }),
}  # fmt: skip

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C80", "updated in 2024"), ("C80", "high-technology preferences"), ("C118", "cleared obstacles")}
