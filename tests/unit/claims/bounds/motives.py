"""Verdicts typed by hand, just on and just off each bound of the rules of motives; they do not read the table
of rules."""

WORLDS = {
    ("C01", "sum"): (
        "bounds",
        "",
        {
            550: "supported",
            549: "partly",
            501: "partly",
            500: "contradicted",
        },
    ),
    ("C01", "in yen"): (
        "range",
        "",
        {
            (20.4, 21.2): "supported",
            (19.6, 21.2): "open",
            (18.8, 20): "contradicted",
            (18.8, 20.4): "open",
        },
    ),
    ("C02", "paid out"): (
        "bounds",
        "",
        {
            10: "supported",
            9.82: "partly",
            1.18: "partly",
            1: "contradicted",
        },
    ),
    ("C02", "flood"): (
        "step",
        "recent years",
        {
            (3.876, 0.38): "supported",
            (3.724, 0.38): "partly",
            (0, 2.263829787): "contradicted",
            (0, 2.379331307): "open",
            (-3.8, 0.38): "contradicted",
        },
    ),
    ("C03", "not ordinary"): (
        "range",
        "",
        {
            (7.6, 9.2): "supported",
            (7.6, 10.8): "open",
            (50, 52.4): "contradicted",
            (49.2, 52.4): "open",
        },
    ),
    ("C03", "state and industry"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C04", "supplies the funds"): (
        "bounds",
        "",
        {
            50: "supported",
            49.2: "partly",
            10.8: "partly",
            10: "contradicted",
        },
    ),
    ("C04", "own initiative"): (
        "bounds",
        "",
        {
            0: "supported",
            0.02: "partly",
            0.98: "partly",
            1: "contradicted",
        },
    ),
    ("C05", "government"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C05", "firms"): (
        "bounds",
        "",
        {
            50: "supported",
            49.2: "partly",
            10.8: "partly",
            10: "contradicted",
        },
    ),
    ("C06", "rank"): (
        "bounds",
        "",
        {
            50: "supported",
            50.66: "partly",
            82.34: "partly",
            83: "contradicted",
        },
    ),
    ("C07", "reshoring"): (
        "bounds",
        "",
        {
            3: "supported",
            2.94: "partly",
            0.06: "partly",
            0: "contradicted",
        },
    ),
    ("C07", "sharing among allies"): (
        "bounds",
        "",
        {
            2: "supported",
            1.96: "partly",
            0.04: "partly",
            0: "contradicted",
        },
    ),
    ("C08", "barrier avoided"): (
        "bounds",
        "",
        {
            10: "supported",
            9.85: "partly",
            2.65: "partly",
            2.5: "contradicted",
        },
    ),
    ("C08", "inputs still taxed"): (
        "bounds",
        "",
        {
            10: "supported",
            9.8: "partly",
            0.2: "partly",
            0: "contradicted",
        },
    ),
    ("C09", "higher barrier there"): (
        "bounds",
        "",
        {
            5: "supported",
            4.9: "partly",
            0.1: "partly",
            0: "contradicted",
        },
    ),
    ("C09", "money there"): (
        "bounds",
        "",
        {
            50: "supported",
            49.2: "partly",
            10.8: "partly",
            10: "contradicted",
        },
    ),
    ("C15", "long fall"): (
        "bounds",
        "long period",
        {
            5: "supported",
            4.9: "partly",
            0.1: "partly",
            0: "contradicted",
        },
    ),
    ("C16", "historic lows"): (
        "range",
        "",
        {
            (23.5, 24.5): "supported",
            (23.5, 25.5): "open",
            (50, 51.5): "contradicted",
            (49.5, 51.5): "open",
        },
    ),
    ("C17", "weak demand"): (
        "bounds",
        "recent years",
        {
            0.5: "supported",
            0.52: "partly",
            1.48: "partly",
            1.5: "contradicted",
        },
    ),
    ("C18", "seek return"): (
        "interval",
        "",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C18", "urgent"): (
        "step",
        "recent years",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C19", "absorbs"): (
        "bounds",
        "",
        {
            5: "supported",
            5.3: "partly",
            19.7: "partly",
            20: "contradicted",
        },
    ),
    ("C19", "ideal place"): (
        "bounds",
        "",
        {
            33.33333333: "supported",
            32.96666666: "partly",
            15.36666667: "partly",
            15: "contradicted",
        },
    ),
    ("C21", "scale profits"): (
        "bounds",
        "",
        {
            1: "supported",
            0.98: "partly",
            0.02: "partly",
            0: "contradicted",
        },
    ),
    ("C24", "spreads risk"): (
        "range",
        "",
        {
            (0.44, 0.48): "supported",
            (0.44, 0.52): "open",
            (0.5, 0.56): "contradicted",
            (0.48, 0.56): "open",
        },
    ),
    ("C97", "shaken at once"): (
        "bounds",
        "at once",
        {
            5: "supported",
            5.9: "partly",
            49.1: "partly",
            50: "contradicted",
        },
    ),
    ("C98", "capital integrates"): (
        "bounds",
        "",
        {
            10: "supported",
            9.9: "partly",
            5.1: "partly",
            5: "contradicted",
        },
    ),
    ("C99", "beyond commercial"): (
        "bounds",
        "",
        {
            2: "supported",
            1.96: "partly",
            0.04: "partly",
            0: "contradicted",
        },
    ),
    ("C99", "three aims"): (
        "bounds",
        "",
        {
            3: "supported",
            2.94: "partly",
            0.06: "partly",
            0: "contradicted",
        },
    ),
    ("C104", "outflow faster"): (
        "step",
        "recent years",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C104", "pressure at home"): (
        "interval",
        "",
        {
            (1.7, 1): "supported",
            (1.6, 1): "open",
            (-1.6, 1): "open",
            (-1.7, 1): "contradicted",
        },
    ),
    ("C123", "may hollow out"): (
        "bounds",
        "",
        {
            66.66666667: "supported",
            66: "partly",
            34: "partly",
            33.33333333: "contradicted",
        },
    ),
}

# Where no entry is found: contradicted only where the record is complete by law or by nature.
COMPLETE = {("C09", "money there"), ("C99", "beyond commercial")}
