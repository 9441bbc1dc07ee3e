"""From a statistic to a verdict: four ways to decide, each of which could come out the other way.

A rule of a chapter measures something and hands it to one of these. They know nothing of any claim, so that what counts
as support is settled before a number is seen, in one place, and in the same way for a claim and for its opposite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from analysis.errors import ClaimError

if TYPE_CHECKING:
    from analysis.passthrough import Effect

LEVEL = 0.90  # of the interval that decides, two-sided: the claimed sign is tested at 5 %
POWER = 0.80  # what "would have been detected" means
_Z_POWER = 0.8416212335729143  # standard normal quantile of POWER


@dataclass(frozen=True)
class Decision:
    """What a rule found.

    Attributes
    ----------
    verdict : str
        "supported", "partly", "contradicted", "open" or "unverifiable".
    statistic : str
        The finding in words and numbers, one sentence without a full stop.
    value, low, high : float or None
        The number that decided and, where it has one, its interval or range.
    unit : str
    power : str
        For an open verdict: which effect the test would have found. Empty otherwise.
    """

    verdict: str
    statistic: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    power: str = ""

    def __post_init__(self) -> None:
        from analysis.claims.ledger import VERDICTS

        if self.verdict not in VERDICTS:
            raise ClaimError(f"a decision is one of {', '.join(VERDICTS)}; found {self.verdict!r}")
        if not self.statistic.strip():
            raise ClaimError("a decision needs its statistic in words; found none")


def number(value: float, digits: int = 3) -> str:
    """A number for a sentence: `digits` significant digits below the point, a real minus sign, groups from five digits on."""
    if not isfinite(value):
        raise ClaimError(f"the statistic is {value}; look for missing data upstream")
    whole = abs(value) >= 10 ** (digits - 1)
    rounded = (round(value) if whole else float(f"{value:.{digits - 1}e}")) + 0.0
    if whole:
        text = f"{abs(rounded):,.0f}" if abs(rounded) >= 10_000 else f"{abs(rounded):.0f}"  # four digits may be a year
    else:
        text = f"{abs(rounded):.6f}".rstrip("0").rstrip(".") or "0"
    return ("\N{MINUS SIGN}" if rounded < 0 else "") + text


def detectable(effect: Effect, level: float = LEVEL) -> float:
    """Smallest true effect that an interval of this width excludes zero for with a chance of `POWER`.

    .. math:: (c_{level} + z_{0.8}) \\; \\mathrm{se}

    with c the critical value of the effect's own distribution. Source: Bloom (1995), *Evaluation Review* 19(5).
    """
    return (effect.critical.value(level) + _Z_POWER) * effect.std_error


def by_interval(
    effect: Effect,
    what: str,
    *,
    claimed: int = 1,
    matters: float = 0.0,
    level: float = LEVEL,
    unit: str = "",
) -> Decision:
    """Decide by the interval of an estimate.

    Parameters
    ----------
    effect : Effect
    what : str
        What the estimate is, as the start of the sentence: "import prices per percent of a weaker yen".
    claimed : {1, -1}
        The sign that the claim gives to the effect.
    matters : float
        The smallest size, in the claimed direction, that the claim's words would call an effect; at least 0.
    level : float
        Of the two-sided interval.

    Returns
    -------
    Decision
        *supported* if the interval lies on the claimed side of zero and the estimate reaches `matters`; *partly* if it
        does but the estimate falls short of `matters`; *contradicted* if the interval lies on the other side, or
        excludes every effect of the size that matters; *open* otherwise, with the effect that would have been found.
    """
    if claimed not in (1, -1):
        raise ClaimError(f"by_interval: `claimed` is a sign, 1 or -1; found {claimed!r}")
    if matters < 0:
        raise ClaimError(f"by_interval: `matters` is a size in the claimed direction, at least 0; found {matters}")
    low, high = effect.interval(level)
    near, far = (low, high) if claimed == 1 else (-high, -low)  # from here on up is what the claim says
    size = claimed * effect.estimate
    power = ""
    if near > 0:
        verdict = "supported" if size >= matters else "partly"
    elif far < 0 or (matters > 0 and far < matters):
        verdict = "contradicted"
    else:
        verdict = "open"
        power = (
            f"an effect of {number(detectable(effect, level))}{_after(unit)} would have been found with a chance of "
            f"{100 * POWER:.0f} %"
        )
    interval = f"{100 * level:.0f} % interval {number(low)} to {number(high)}"
    statistic = f"{what}: {number(effect.estimate)}{_after(unit)} ({interval})"
    return Decision(verdict, statistic, float(effect.estimate), float(low), float(high), unit, power)


def by_bounds(value: float, what: str, *, supported_from: float, contradicted_to: float, unit: str = "") -> Decision:
    """Decide by a number without sampling error, such as a share of a list or a sum of facts.

    Parameters
    ----------
    supported_from, contradicted_to : float
        From the first on (inclusive) the claim holds, up to the second (inclusive) it does not; between them it holds
        in part. Where less is what the claim says, the first is the smaller one.

    Returns
    -------
    Decision
    """
    if supported_from == contradicted_to:
        raise ClaimError(f"by_bounds: both bounds are {supported_from}; a value there would support and contradict")
    sign = 1 if supported_from > contradicted_to else -1
    if sign * value >= sign * supported_from:
        verdict = "supported"
    elif sign * value <= sign * contradicted_to:
        verdict = "contradicted"
    else:
        verdict = "partly"
    return Decision(verdict, f"{what}: {number(value)}{_after(unit)}", float(value), unit=unit)


def by_range(
    low: float, high: float, what: str, *, threshold: float, claimed: int = 1, straddling: str = "open", unit: str = ""
) -> Decision:
    """Decide by the range that assumptions or sources leave.

    The claim says that the number is above the threshold (``claimed=1``) or below it (``claimed=-1``). It is
    *supported* if the whole range is, *contradicted* if none of it is, and `straddling` ("open" or "partly") if what is
    not known decides.
    """
    if low > high:
        raise ClaimError(f"by_range: the range runs from {low} to {high}; give the lower end first")
    if straddling not in ("open", "partly"):
        raise ClaimError(f"by_range: `straddling` is 'open' or 'partly'; found {straddling!r}")
    above = low > threshold, high > threshold
    if above[0] == above[1]:
        verdict = "supported" if above[0] == (claimed == 1) else "contradicted"
    else:
        verdict = straddling
    statistic = f"{what}: {number(low)} to {number(high)}{_after(unit)}, against {number(threshold)}"
    power = "the range left by what is not known contains the threshold" if verdict == "open" else ""
    return Decision(verdict, statistic, float((low + high) / 2), float(low), float(high), unit, power)


def by_parts(parts: Mapping[str, Decision]) -> Decision:
    """Decide a claim that says several things.

    *Supported* or *contradicted* if all parts are; *open* if no part has support and one is open; otherwise *partly*.
    A part that is open never counts as support.
    """
    if len(parts) < 2:
        raise ClaimError(f"by_parts: a claim of one part is decided by that part; found {list(parts)}")
    verdicts = {part.verdict for part in parts.values()}
    if verdicts == {"supported"}:
        verdict = "supported"
    elif verdicts == {"contradicted"}:
        verdict = "contradicted"
    elif verdicts & {"supported", "partly"}:
        verdict = "partly"
    else:
        verdict = "open"
    statistic = "; ".join(f"{name} {part.verdict} ({part.statistic})" for name, part in parts.items())
    power = "; ".join(f"{name}: {part.power}" for name, part in parts.items() if part.power)
    return Decision(verdict, statistic, power=power if verdict == "open" else "")


def _after(unit: str) -> str:
    return f" {unit}" if unit else ""
