"""Pass-through estimators, one file a method, and one result for all of them.

Prices and exchange rates go in as levels; `fx` is the domestic price of foreign
currency, so up is a depreciation. Out comes a `PassThrough`, or the object of a
test that has no path.
"""

from analysis.passthrough.bai_perron import bai_perron
from analysis.passthrough.break_test import break_test
from analysis.passthrough.cointegration import cointegration
from analysis.passthrough.compare import difference
from analysis.passthrough.critical import Critical
from analysis.passthrough.cusum import cusum
from analysis.passthrough.distributed_lag import distributed_lag
from analysis.passthrough.dols import dols
from analysis.passthrough.effect import Effect
from analysis.passthrough.error_correction import error_correction
from analysis.passthrough.instability import end_of_sample
from analysis.passthrough.result import HypothesisTest, PassThrough
from analysis.passthrough.sets import ConfidenceSet
from analysis.passthrough.time_varying import time_varying

__all__ = [
    "ConfidenceSet",
    "Critical",
    "Effect",
    "HypothesisTest",
    "PassThrough",
    "bai_perron",
    "break_test",
    "cointegration",
    "cusum",
    "difference",
    "distributed_lag",
    "dols",
    "end_of_sample",
    "error_correction",
    "time_varying",
]
