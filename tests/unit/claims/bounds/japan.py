"""Verdicts typed by hand, just on and just off each bound of the rules of japan; they do not read the table
of rules."""

WORLDS = {
    ("C50", "pressure on the yen"): (
        "interval",
        "short run",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C51", "supports the yen"): (
        "interval",
        "long run",
        {
            (-1.7, 1): "supported",
            (-1.6, 1): "open",
            (1.6, 1): "open",
            (1.7, 1): "contradicted",
        },
    ),
    ("C53", "fast fall"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C53", "intervene or adjust"): (
        "interval",
        "short run",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C108", "volatility"): (
        "interval",
        "",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C108", "must deal"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
}

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C53", "fast fall"), ("C108", "must deal")}
