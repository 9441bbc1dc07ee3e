"""Verdicts typed by hand, just on and just off each bound of the rules of modalities; they do not read the
table of rules."""

WORLDS = {
    ("C26", "not at once"): (
        "bounds",
        "",
        {
            50: "supported",
            50.8: "partly",
            89.2: "partly",
            90: "contradicted",
        },
    ),
    ("C26", "in stages"): (
        "bounds",
        "",
        {
            2: "supported",
            1.98: "partly",
            1.02: "partly",
            1: "contradicted",
        },
    ),
    ("C26", "several modes"): (
        "bounds",
        "",
        {
            2: "supported",
            1.98: "partly",
            1.02: "partly",
            1: "contradicted",
        },
    ),
    ("C27", "direct investment"): (
        "bounds",
        "",
        {
            50: "supported",
            49.2: "partly",
            10.8: "partly",
            10: "contradicted",
        },
    ),
    ("C27", "plants or takeovers"): (
        "range",
        "",
        {
            (50.8, 52.4): "supported",
            (49.2, 52.4): "open",
            (7.6, 10): "contradicted",
            (7.6, 10.8): "open",
        },
    ),
    ("C28", "notable employment"): (
        "range",
        "",
        {
            (1018, 1054): "supported",
            (982, 1054): "open",
            (46, 100): "contradicted",
            (46, 118): "open",
        },
    ),
    ("C30", "in the scheme"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C31", "15 percent target"): (
        "bounds",
        "",
        {
            15: "supported",
            14.98: "partly",
            14.02: "partly",
            14: "contradicted",
        },
    ),
    ("C33", "subsidies"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C33", "tax relief"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C33", "risk sharing"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C34", "joint mechanisms"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C35", "multilateral platforms"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C35", "consortia"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C35", "third countries"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C106", "less risk for firms"): (
        "range",
        "",
        {
            (50.8, 52.4): "supported",
            (49.2, 52.4): "open",
            (7.6, 10): "contradicted",
            (7.6, 10.8): "open",
        },
    ),
}

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C27", "direct investment")}
