"""Worlds for the rules of the chapter on the modalities."""

import pandas as pd

COLUMNS = ["id", "list", "sector", "operator", "japanese_firms", "amount_usd_bn", "stage", "date"]


def projects(*rows):
    """Projects: list, sector, operator, firms, amount, stage, day."""
    return pd.DataFrame([(f"P{i}", *row) for i, row in enumerate(rows)], columns=COLUMNS)


def terms(modes):
    """A commitment of 550, and so many forms with a share."""
    ids = ["equity_share_july", "jbic_share", "nexi_share"][:modes]
    return pd.DataFrame({"id": ["amount", *ids], "value": [550.0] + [None] * modes, "value_text": [None] + ["some"] * modes})


def phases(first, second, modes):
    """Two days of selection."""
    rows = [("batch_1", "gas_power", "A", None, first, "announced", "2026-02-17"),
            ("batch_2", "gas_power", "B", None, second, "candidate", "2026-03-19")]  # fmt: skip
    return {"projects": projects(*rows), "terms": terms(modes)}


def who(operator, lender, amount=50.0):
    """One project of this operator with a supplier Alpha, another one, and a signed sum."""
    return {
        "projects": projects(
            ("batch_1", "gas_power", operator, "Alpha; Beta", amount, "announced", "2026-02-17"),
            ("batch_1", "gas_power", "Other", None, 100.0 - amount, "announced", "2026-02-17"),
            ("loans", "finance", lender, None, 2.0, "signed", "2026-05-01"),
        )
    }


def kinds(sector, amount):
    """A project of this sector beside gas, of 100 together."""
    return {
        "projects": projects(
            ("batch_1", sector, "A", None, amount, "announced", "2026-02-17"),
            ("batch_2", "gas_power", "B", None, 100.0 - amount, "candidate", "2026-03-19"),
        )
    }


def support(risk, subsidy, relief):
    """State backing of this size, with or without a subsidy and a relief."""
    return {
        "institutions": pd.DataFrame({
            "id": ["jbic_filp_fy2026", "other"], "value": [risk, None],
            "item": ["State funding", "Subsidy for suppliers" if subsidy else "A law on subsidiaries"],
        }),
        "taxes": pd.DataFrame({
            "rule": ["Relief for projects of the scheme" if relief else "Corporate tax rate"], "note": [None],
        }),
    }  # fmt: skip


WORLDS = {
    "C26": {
        "supported": lambda: phases(36.0, 73.0, 3),
        "partly": lambda: phases(36.0, 73.0, 1),
        "contradicted": lambda: phases(10.0, 520.0, 1),
    },
    "C27": {
        "supported": lambda: who("Alpha America", "Alpha", 80.0),
        "partly": lambda: who("Alpha America", "JBIC and private banks", 30.0),
        "contradicted": lambda: who("Other", "JBIC and private banks"),
    },
    "C30": {
        "supported": lambda: who("Other", "Private banks, a pension fund and an insurer"),
        "partly": lambda: who("Other", "JBIC and private banks"),
        "contradicted": lambda: who("Other", "JBIC"),
    },
    "C32": {
        "supported": lambda: kinds("wind", 60.0),
        "partly": lambda: kinds("rail", 30.0),
        "contradicted": lambda: kinds("oil_export", 2.0),
    },
    "C33": {
        "supported": lambda: support(8.0, True, True),
        "partly": lambda: support(8.0, False, False),
        "contradicted": lambda: support(0.0, False, False),
    },
}
