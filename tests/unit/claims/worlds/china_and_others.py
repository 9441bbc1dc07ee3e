"""Worlds for the rules of the chapter on China and third countries: small tables of facts."""

import pandas as pd


def facts(values, notes=None, items=None):
    """A table of facts with these values; notes and items by id."""
    rows = [(key, (items or {}).get(key, "an item"), value, (notes or {}).get(key)) for key, value in values.items()]
    return {"facts": pd.DataFrame(rows, columns=["id", "item", "value", "note"])}


def resist(japan, three, chinese, krf, act):
    """Shares in photoresist, and a halt with or without an official act."""
    values = {
        "photoresist_japan_share_high_end_segment_over": japan,
        "photoresist_top_three_makers_share_all_photoresist": three,
        "photoresist_chinese_makers_share_high_end_semiconductor": chinese,
        "photoresist_localisation_krf_resist_claimed_above": krf,
        "photoresist_export_halt": None,
    }
    item = "export halt by order" if act else "export halt: rumour without an official act"
    return facts(values, items={"photoresist_export_halt": item})


def regions(europe, developing, high=None):
    """Changes of inflows in a world that grew by 14 percent."""
    values = {
        "fdi_global_direct_investment_change": 14.0,
        "fdi_european_union_change": europe,
        "fdi_developing_economies_change": developing,
    }
    return facts(values | ({} if high is None else {"fdi_high_technology_elsewhere_change": high}))


def projects(american, leaders, diverted=None):
    """Four chip projects, leaders in data centres, and what was planned in Europe first."""
    values = {"fdi_chip_projects_among_ten_largest_greenfield": 4.0, "fdi_data_centres_announced_value_over": 270.0}
    values |= {} if diverted is None else {"fdi_planned_in_europe_built_in_us": diverted}
    notes = {
        "fdi_chip_projects_among_ten_largest_greenfield": f"{american} of the four in the US.",
        "fdi_data_centres_announced_value_over": f"Led by {leaders}.",
    }
    return facts(values, notes)


def developing(inflows, stagnant, high=None):
    """Inflows to developing economies in a world that grew by 5 percent without conduits."""
    values = {
        "fdi_global_direct_investment_without_conduit_economies": 5.0,
        "fdi_developing_economies_change": inflows,
        "fdi_least_developed_countries_stagnant_falling_inflows": stagnant,
    }
    return facts(values | ({} if high is None else {"fdi_high_end_manufacturing_developing_change": high}))


WORLDS = {
    "C59": {
        "supported": lambda: resist(90, 85, 5, 30, act=True),
        "partly": lambda: resist(90, 85, 5, 30, act=False),
        "contradicted": lambda: resist(20, 15, 80, 90, act=False),
    },
    "C63": {
        "supported": lambda: regions(-5.0, -2.0, high=-10.0),
        "partly": lambda: regions(56.0, -2.0),
        "contradicted": lambda: regions(56.0, 20.0, high=30.0),
        "open": lambda: regions(56.0, 20.0),  # what speaks to high technology is not published
    },
    "C64": {
        "supported": lambda: projects("Three", "the US and Korea", diverted=25.0),
        "partly": lambda: projects("Three", "France, the US and Korea"),
        "contradicted": lambda: projects("One", "France, the US and Korea", diverted=0.0),
        "open": lambda: projects("One", "France, the US and Korea"),
    },
    "C65": {
        "supported": lambda: developing(-2.0, 0.75, high=-8.0),
        "partly": lambda: developing(-2.0, 0.75),
        "contradicted": lambda: developing(12.0, 0.10, high=20.0),
        "open": lambda: developing(12.0, 0.10),
    },
}
