"""Verdicts typed by hand, just on and just off each bound of the rules of united_states; they do not read the
table of rules."""

WORLDS = {
    ("C37", "investment"): (
        "range",
        "",
        {
            (1.018, 1.054): "supported",
            (0.982, 1.054): "open",
            (0.046, 0.1): "contradicted",
            (0.046, 0.118): "open",
        },
    ),
    ("C38", "chips"): (
        "bounds",
        "",
        {
            5: "supported",
            4.9: "partly",
            0.1: "partly",
            0: "contradicted",
        },
    ),
    ("C38", "batteries"): (
        "bounds",
        "",
        {
            5: "supported",
            4.9: "partly",
            0.1: "partly",
            0: "contradicted",
        },
    ),
    ("C38", "clean-energy equipment"): (
        "range",
        "",
        {
            (5.1, 5.3): "supported",
            (4.9, 5.3): "open",
            (-0.3, 0): "contradicted",
            (-0.3, 0.1): "open",
        },
    ),
    ("C40", "adds revenue"): (
        "range",
        "",
        {
            (0.02, 0.06): "supported",
            (-0.02, 0.06): "open",
            (-0.06, 0): "contradicted",
            (-0.06, 0.02): "open",
        },
    ),
    ("C40", "eases pressure"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C46", "strict review"): (
        "bounds",
        "",
        {
            33.33333333: "supported",
            32.86666666: "partly",
            10.46666667: "partly",
            10: "contradicted",
        },
    ),
    ("C48", "bubbles"): (
        "range",
        "",
        {
            (10.2, 10.6): "supported",
            (9.8, 10.6): "open",
            (9.4, 10): "contradicted",
            (9.4, 10.2): "open",
        },
    ),
    ("C48", "property and shares"): (
        "bounds",
        "",
        {
            50: "supported",
            49: "partly",
            0.3: "partly",
            0: "contradicted",
        },
    ),
}

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {
    ("C38", "chips"),
    ("C38", "batteries"),
    ("C38", "clean-energy equipment"),
    ("C48", "property and shares"),
}
