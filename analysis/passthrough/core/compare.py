r"""The difference between two effects that were estimated on samples of their own.

For independent estimates :math:`V(\hat\theta_1 - \hat\theta_2) = s_1^2 + s_2^2`. Where each is compared with
Student's t, so is the difference, with the degrees of freedom of Welch and Satterthwaite,

.. math:: \nu = \frac{(s_1^2 + s_2^2)^2}{s_1^4/\nu_1 + s_2^4/\nu_2}.
"""

from __future__ import annotations

from math import hypot

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.vocabulary import door


@door
def difference(later: Effect, earlier: Effect, *, coverage: float = 0.95) -> Effect:
    """Effect `later` less effect `earlier`, for samples that do not overlap.

    Parameters
    ----------
    later, earlier : Effect
        Estimated on samples without a common date of the price change. That the lags of the later sample
        reach into the earlier one is ignored: the errors, not the regressors, have to be independent.
    coverage : float
        Coverage of the interval.

    Returns
    -------
    Effect
        ``p_zero`` tests that nothing has changed.

    Raises
    ------
    EstimationError
        If an effect is compared with fixed-b critical values, for which no distribution of a difference is
        known.

    Examples
    --------
    >>> from analysis.passthrough import difference, distributed_lag
    >>> from analysis.passthrough.core import examples as example
    >>> early, late = (
    ...     distributed_lag(example.price, example.fx, lags=1, sample=sample).long_run
    ...     for sample in ((None, "2009-12"), ("2010-02", None))
    ... )
    >>> bool(difference(late, early).p_zero > 0.05)
    True
    """
    kinds = {later.critical.kind, earlier.critical.kind}
    if "fixed-b" in kinds:
        raise EstimationError(
            "the difference of two estimates with fixed-b critical values has no known distribution; use ewc"
            " for both."
        )
    error = hypot(later.std_error, earlier.std_error)
    if kinds == {"normal"} or error == 0:
        critical = Critical("normal")
    else:
        # A normal reference is a t with infinite degrees of freedom: it adds nothing to the denominator.
        spread = sum(
            effect.std_error**4 / effect.critical.dof
            for effect in (later, earlier)
            if effect.critical.kind == "t"
        )
        critical = Critical("t", dof=error**4 / spread)
    return Effect.of(
        later.estimate - earlier.estimate,
        error,
        critical,
        label=f"{later.label} less {earlier.label}",
        coverage=coverage,
    )
