"""Verdicts typed by hand on and just off each bound, rules of verdicts; the table of rules is not read."""

WORLDS = {
    ("C93", "globalisation ebbs"): ("range", "", {
        (-9, -1.04): "supported", (-9, -0.96): "open", (1, 6): "contradicted", (0.96, 6): "open",
    }),
    ("C94", "division of labour"): ("bounds", "", {
        10: "supported", 9.8: "partly", 0.2: "partly", 0: "contradicted",
    }),
    ("C94", "direction of flows"): ("step", "recent years", {
        (1.02, 0.4): "supported", (0.98, 0.4): "partly", (0, 0.602): "contradicted", (0, 0.614): "open",
        (-1, 0.4): "contradicted",
    }),
    ("C122", "interdependent"): ("bounds", "", {
        20: "supported", 19.7: "partly", 5.3: "partly", 5: "contradicted",
    }),
}  # fmt: skip

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C94", "division of labour")}
