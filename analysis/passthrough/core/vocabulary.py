"""The words of every public door, each with one meaning.

`price` and `fx` are given by place and everything else by keyword; a door that has neither price nor exchange
rate takes its data by place, two series at most. The words below are all that a door may use: a test inspects
the signatures.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps
from inspect import Parameter, signature
from typing import ParamSpec, TypeVar

from analysis.errors import ArgumentError

P = ParamSpec("P")
R = TypeVar("R")

#: Words that most doors share, and what they mean wherever they stand.
SHARED = {
    "price": "price index in levels; for a panel one column an item",
    "fx": "domestic price of foreign currency in levels, up is a depreciation",
    "lags": "last lag of the exchange rate (0 to this); by default one year",
    "own_lags": "lags of the price change, 1 to this",
    "max_lags": "longest lag that a criterion may choose",
    "horizons": "last period of the path, which begins at 0",
    "horizon": "one horizon, at which a statement is made",
    "controls": "regressors used as given",
    "control_lags": "last lag of each control, one number or one by name",
    "seasonal": "month or quarter effects",
    "sample": "(first, last) date of the left-hand side, inclusive; None leaves an end open",
    "inference": "method of the covariance",
    "bandwidth": "number in place of the rule of `inference`",
    "spacing": "how autocovariances see a gap: 'contiguous' or 'calendar'",
    "coverage": "nominal coverage of an interval, set or band, 0.95",
    "size": "rejection probability of a test when nothing is there, 0.05",
    "draws": "number of random draws; 0 leaves out what needs them, where that is possible",
    "block": "periods of a block that is drawn together",
    "rng": "numpy.random.Generator; a fixed seed without it",
}
#: Words that belong to one method or a few, with the same meaning in each.
OWN = {
    "abroad_rate": "interest rate abroad, per cent a year",
    "abroad_yield": "long yield abroad, per cent a year",
    "after": "duty after",
    "alternative": "effect whose detection probability is given",
    "anchors": "currencies that others are pegged to",
    "base": "what a comparison starts from: months or a currency",
    "basis": "cross-currency basis",
    "before": "duty before",
    "bounds": "where the bounds of a level relation come from",
    "by": "what splits the impulse",
    "case": "deterministic terms of a level relation",
    "coefficients": "what may break",
    "common_sample": "the same dates at every horizon",
    "comparison": "price that no tariff moved",
    "contract": "prices on contract basis",
    "covered_to": "last day that a list of events covers",
    "currency": "the currency in question",
    "date": "first period that may differ",
    "dates": "dates of the events",
    "day_count": "day-count convention",
    "delay": "months between import and duty",
    "denominator": "what a share is of",
    "detrended": "whether a line before the date is taken out",
    "direction": "sign of the operations",
    "dominant": "price of the invoicing currency, up is a depreciation",
    "duties": "duties paid",
    "earlier": "the earlier of two effects",
    "error_lags": "order of the autoregression of the errors",
    "errors": "what is assumed of the errors behind a test of breaks",
    "errors_bandwidth": "lags of 'newey-west' errors behind a test of breaks",
    "estimand": "'fixed', 'free' or 'through'",
    "estimation": "days that the market model is estimated on",
    "events": "'days' or 'episodes'",
    "exposure": "exposure of each item",
    "factors": "number of factors",
    "first": "first of two",
    "first_origin": "first origin of the forecasts",
    "first_placebo": "first placebo date",
    "foreign": "foreign prices",
    "form": "form of the shares",
    "forward": "forward rate",
    "frame": "levels, one column a variable",
    "gap": "days or log gap between",
    "gdp": "gross domestic product that flows are divided by",
    "home_rate": "interest rate at home, per cent a year",
    "home_yield": "long yield at home, per cent a year",
    "identification": "what splits residuals into shocks",
    "imports": "value of imports",
    "in_foreign": "whether amounts are in foreign currency",
    "jackknife": "half-panel jackknife",
    "kernel": "weights of the long-run variance",
    "known": "known dates of breaks, by name",
    "large": "errors of the larger model",
    "last_placebo": "last placebo date",
    "later": "the later of two effects",
    "leads": "days before that are shown",
    "leave_out": "currencies left out",
    "log_change": "100 x log change",
    "longest": "longest time an event may be moved to a trading day",
    "matches": "placebo dates a date is matched with",
    "max_breaks": "most breaks",
    "mean_breaks": "shifts of the mean taken as given",
    "methods": "methods compared",
    "months": "tenor, months",
    "name": "name of the model",
    "narrative": "shocks whose sign is known",
    "operations": "amounts of the operations by day",
    "ordering": "variables in the order that identifies the shocks",
    "peg": "volatility below which a currency is pegged",
    "power": "power of the loss, 1 or 2",
    "predictors": "what a forecast is made from",
    "proxy": "outside series that moves with one shock",
    "quotation": "how a rate is quoted",
    "rates": "exchange rates, or columns that are interest rates",
    "rates_over": "period that a rate is quoted over",
    "restrictions": "signs and zeros",
    "rotations": "models that explore the set",
    "second": "second of two",
    "select": "how the number of breaks is chosen",
    "share": "share invoiced in the dominant currency",
    "share_at": "share at which paths are read",
    "shift": "days between announcement and trading",
    "shock": "external shock, or the name of one",
    "small": "errors of the smaller model",
    "split_lags": "whether lags are split as well",
    "spot": "spot rate",
    "steps": "periods in which the price level steps",
    "target": "price level to be forecast",
    "threshold": "size that splits large from small",
    "time_effects": "an effect for each date",
    "treated": "price that the tariff moved",
    "trend": "deterministic terms of a unit-root test, or days of a trend",
    "trim": "share of rows at each end without a break",
    "unit": "unit of the amounts",
    "variables": "'logs' or 'levels'",
    "weights": "weight of each item",
    "window": "rows of a window, or months compared",
    "windows": "days of the windows, (first, last)",
    "yen": "prices on yen basis",
}
#: Given by place: price and exchange rate.
BY_PLACE = ("price", "fx")
#: Given by place in doors that have no price and no exchange rate: their data, two at most.
DATA = {
    "absorbed_share": ("log_change",), "announcement_test": ("rates", "dates"),
    "clark_west": ("small", "large"),
    "currency_shares": ("yen", "contract"),
    "diebold_mariano": ("first", "second"), "difference": ("later", "earlier"),
    "difference_in_differences": ("gap",), "direct_forecasts": ("target", "predictors"),
    "effective_duty_rate": ("duties", "imports"), "joint_difference": ("first", "second"),
    "log_gap": ("treated", "comparison"),
    "sign_restricted_var": ("frame",), "structural_var": ("frame",), "uncovered_parity": ("spot",),
}  # fmt: skip
#: Words of other libraries, and of this one's past, for what has a word here.
ELSEWHERE = {
    "alpha": ("size", "coverage"), "level": ("coverage", "size"), "confidence": ("coverage",),
    "seed": ("rng",),
    "random_state": ("rng",), "bootstrap": ("draws",), "placebo": ("draws",), "reps": ("draws",),
    "horizon": ("horizons",), "steps_ahead": ("horizons",), "lag": ("lags", "errors_bandwidth"),
    "maxlags": ("bandwidth", "max_lags"), "cov_type": ("inference",), "covariance": ("errors", "inference"),
    "exog": ("controls",), "dummies": ("controls",), "fixed": ("controls",), "panel": ("price",),
    "order": ("ordering", "error_lags"), "months": ("steps",), "bilateral": ("fx",), "variance": ("kernel",),
}  # fmt: skip


def door(function: Callable[P, R]) -> Callable[P, R]:
    """A public function that answers a wrong argument with its own name and the nearest right word.

    The signature stays what it is, for readers, for `inspect.signature` and for type checkers.

    Raises
    ------
    ArgumentError
        For a keyword that `function` does not have, or more arguments by place than it takes.
    """
    parameters = signature(function).parameters
    placed = [p.name for p in parameters.values() if p.kind is not Parameter.KEYWORD_ONLY]
    words = list(parameters)
    name = getattr(function, "__name__", "function")

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        for word in kwargs:
            if word not in parameters:
                raise ArgumentError(f"{name} has no argument {word!r}; {_nearest(word, words)}.")
        if len(args) > len(placed):
            by_place = ", ".join(placed) or "nothing"
            raise ArgumentError(
                f"{name} takes {by_place} by place and all else by keyword, and was given"
                f" {len(args)} arguments by place. Write the names:"
                f" {', '.join(words[len(placed) :][:3])}, ..."
            )
        return function(*args, **kwargs)

    return checked


def _nearest(word: str, words: list[str]) -> str:
    known = [other for other in ELSEWHERE.get(word, ()) if other in words]
    near = known[:1] or get_close_matches(word, words, 1, 0.6)
    if near:
        return f"did you mean {near[0]!r}"
    return f"it has {', '.join(words)}"
