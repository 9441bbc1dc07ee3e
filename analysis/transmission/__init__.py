"""From a flow to the yen, and from the yen to prices: scenarios with their uncertainty.

Yen moves are 100 times the log of yen per dollar, up is a weaker yen; `simple`
turns them into simple per cent. Amounts are billions of dollars.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "basis": ["BASIS_RANGE", "yearly_cost"],
        "chain": ["WINDOWS", "main_chain"],
        "flows": ["Flows", "conversion"],
        "funding": ["FundingCase", "cases"],
        "laws": ["Law"],
        "model": ["Model", "simple"],
        "outcome": ["Scenario"],
        "private_flows": ["private_response"],
        "scenarios": ["scenario"],
        "shocks": ["history"],
        "simulation": ["simulate"],
        "tariffs": ["all_in_rate", "tariff_effect", "tariff_step"],
        "theory": ["THEORY_SOURCES", "Theory", "evidence", "theories", "with_numbers"],
    },
)
