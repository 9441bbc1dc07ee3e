"""Pass-through estimators, one file a method, and one result for all of them.

Prices and exchange rates go in as levels; `fx` is the domestic price of foreign
currency, so up is a depreciation. Out comes a `PassThrough`.
"""

from analysis.passthrough.compare import difference
from analysis.passthrough.critical import Critical
from analysis.passthrough.distributed_lag import distributed_lag
from analysis.passthrough.effect import Effect
from analysis.passthrough.result import HypothesisTest, PassThrough
from analysis.passthrough.sets import ConfidenceSet

__all__ = [
    "ConfidenceSet",
    "Critical",
    "Effect",
    "HypothesisTest",
    "PassThrough",
    "difference",
    "distributed_lag",
]
