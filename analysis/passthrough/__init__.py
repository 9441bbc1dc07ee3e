"""Pass-through estimators, one file a method, and one result for all of them.

Prices and exchange rates go in as levels; `fx` is the domestic price of foreign
currency, so up is a depreciation. Out comes a `PassThrough`, or the object of a
test that has no path. A name is imported on first use, so that a notebook
depends on the methods it uses and on no others.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "core.compare": ["difference"],
        "core.critical": ["Critical"],
        "core.effect": ["Effect"],
        "core.result": ["HypothesisTest", "PassThrough"],
        "core.sets": ["ConfidenceSet"],
        "currency.parity": ["hedging_cost"],
        "currency.uncovered_parity": ["uncovered_parity"],
        "events.announcement_test": ["announcement_test"],
        "events.flow_response": ["flow_response"],
        "forecasts.accuracy": ["clark_west", "diebold_mariano"],
        "forecasts.direct": ["direct_forecasts"],
        "invoicing.currency_shares": ["currency_shares"],
        "lags.distributed_lag": ["distributed_lag"],
        "lags.dominant_currency": ["dominant_currency"],
        "lags.foreign_prices": ["held_fixed"],
        "lags.joint_difference": ["joint_difference"],
        "lags.seasonal_stability": ["seasonal_stability"],
        "lags.steps": ["without_steps"],
        "long_run.error_correction": ["error_correction"],
        "panel.item_panel": ["item_panel"],
        "panel.item_regressions": ["item_regressions"],
        "projections.asymmetric": ["asymmetric_projection"],
        "projections.local_projection": ["local_projection"],
        "specifications.methods": ["compare_methods"],
        "stability.bai_perron": ["bai_perron"],
        "stability.break_test": ["break_test"],
        "stability.instability": ["end_of_sample"],
        "stability.time_varying": ["time_varying"],
        "tariffs.absorption": ["absorbed_share", "effective_duty_rate"],
        "tariffs.difference": ["difference_in_differences", "log_gap"],
        "structural.structural_var": ["structural_var"],
    },
)
