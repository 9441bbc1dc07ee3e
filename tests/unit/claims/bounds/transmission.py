"""Verdicts typed by hand on and just off each bound, rules of transmission; the table of rules is not
read."""

WORLDS = {
    ("C68", "pressure on the yen"): (
        "interval",
        "short run",
        {(1.7, 1): "supported", (1.6, 1): "open", (-1.6, 1): "open", (-1.7, 1): "contradicted"},
    ),
    ("C69", "support for the yen"): (
        "range",
        "long run",
        {(1.02, 9): "supported", (0.98, 9): "open", (0.2, 1): "contradicted", (0.2, 1.02): "open"},
    ),
    ("C70", "structure is key"): (
        "range",
        "",
        {(50.5, 90): "supported", (49.5, 90): "open", (0, 50): "contradicted", (0, 50.5): "open"},
    ),
    ("C71", "slower returns"): (
        "range",
        "",
        {(0.02, 3): "supported", (-0.02, 3): "open", (-3, 0): "contradicted", (-3, 0.02): "open"},
    ),
    ("C71", "more pressure"): (
        "range",
        "",
        {(0.2, 44): "supported", (0, 44): "open", (0, 0): "contradicted", (0, 0.2): "open"},
    ),
    ("C72", "steadier returns"): (
        "range",
        "",
        {(0.2, 60): "supported", (0, 60): "open", (0, 0): "contradicted", (0, 0.2): "open"},
    ),
    ("C72", "milder impact"): (
        "range",
        "",
        {(0.2, 44): "supported", (0, 44): "open", (0, 0): "contradicted", (0, 0.2): "open"},
    ),
    ("C73", "smooth outflow"): (
        "bounds",
        "",
        {0.5: "supported", 0.51: "partly", 0.99: "partly", 1: "contradicted"},
    ),
    # 1.645 standard errors to each side of the estimate.
    ("C74", "fiscal worry"): (
        "interval",
        "",
        {
            (0.101, 0.05): "supported",
            (0.099, 0.05): "partly",
            (0, 0.0602): "contradicted",
            (0, 0.0614): "open",
            (-0.1, 0.05): "contradicted",
        },
    ),
    ("C74", "more volatility"): (
        "interval",
        "",
        {
            (25.2, 10): "supported",
            (24.8, 10): "partly",
            (0, 15): "contradicted",
            (0, 15.4): "open",
            (-25, 10): "contradicted",
        },
    ),
}

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = set()
