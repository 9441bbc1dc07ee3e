"""Errors in the models of the scheme and of flow, yen and prices."""

from planting import Fault


def _module(name: str, module: str, old: str, new: str, *checks: str) -> Fault:
    return Fault(
        "models", name, f"analysis/{module}.py", old, new, tuple(f"tests/unit/{check}.py" for check in checks)
    )


FAULTS = [
    _module(
        "split 50/50 for ever",
        "scheme/waterfall",
        "+ terms.split_after * (cash - before)",
        "+ terms.split_before * (cash - before)",
        "test_scheme_waterfall",
    ),
    _module(
        "carry-forward dropped",
        "scheme/waterfall",
        "due[:, t] = last + interest[:, t]",
        "due[:, t] = interest[:, t]",
        "test_scheme_waterfall",
    ),
    _module(
        "balance declines a year early",
        "scheme/waterfall",
        "part * np.clip(age - 1, 0, life)",
        "part * np.clip(age, 0, life)",
        "test_scheme_waterfall",
    ),
    _module(
        "overrun ignored",
        "scheme/project",
        'field("cost") * (1 + field("overrun"))',
        'field("cost") * 1.0',
        "test_scheme_project",
    ),
    _module(
        "recovery in the year of failure",
        "scheme/project",
        "(age == lived + 1) & (lived < years)",
        "(age == lived) & (lived < years)",
        "test_scheme_project",
    ),
    _module(
        "premium omitted",
        "scheme/exposure",
        "premium = case.premium * insured",
        "premium = 0.0 * insured",
        "test_scheme_losses",
    ),
    _module(
        "claims paid on the whole loan",
        "scheme/instruments",
        "claim = instruments.cover * (1 - met)",
        "claim = (1 - met)",
        "test_scheme_instruments",
    ),
    _module(
        "correlation for its root",
        "scheme/portfolio",
        "- np.sqrt(rho) * factor[:, None]",
        "- rho * factor[:, None]",
        "test_scheme_portfolio",
    ),
    _module(
        "share squared",
        "transmission/funding",
        "account = (bank - Instruments().equity) * float(",
        "account = (bank - Instruments().equity) ** 2 * float(",
        "test_transmission_theories",
    ),
    _module(
        "sign of the multiplier",
        "transmission/model",
        "out = {YEN: multiplier[:, None] * self.unit}",
        "out = {YEN: -multiplier[:, None] * self.unit}",
        "test_transmission_model",
    ),
    _module(
        "spread for variance of a range",
        "transmission/laws",
        "(self.second - self.first) ** 2 / 12",
        "(self.second - self.first) ** 2 / 3",
        "test_transmission_model",
    ),
    _module(
        "decay by quarter for month",
        "transmission/model",
        "left_after_a_year ** (1 / 12)",
        "left_after_a_year ** (1 / 4)",
        "test_transmission_model",
    ),
]  # fmt: skip
