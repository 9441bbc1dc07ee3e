"""The memorandum as a model: terms, pipeline, waterfall, losses, taxation.

Amounts are in the unit that they are given in (billions of dollars in this
book), rates are fractions a year (0.04 for 4 %), shares lie between 0 and 1.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "parties": ["Account", "account"],
        "calls": ["call_date", "call_dates"],
        "clauses": ["Clauses"],
        "book": ["Book", "commitment", "selected"],
        "calibration": ["LOSS_SOURCES", "Case", "case", "failures", "overruns"],
        "korea": ["Programme", "programme_worth"],
        "instruments": ["Instruments", "serve"],
        "memorandum": ["READINGS", "Terms", "alternatives", "readings", "terms", "with_spread"],
        "pipeline": ["pace", "stages"],
        "project": ["CashFlows", "Project", "cash_flows", "years_lived"],
        "refusal": ["Penalties", "Refusal", "break_even_loss", "refuse", "taken"],
        "returns": ["annuity", "present_value", "rate_of_return"],
        "thresholds": ["break_even_return", "break_even_split", "full_amount_return", "japan_return"],
        "taxation": ["Ladder", "deferral", "dividend", "interest"],
        "us_taxes": ["after_us_tax", "by_status", "statuses"],
        "waterfall": ["Waterfall", "distribute"],
    },
)
