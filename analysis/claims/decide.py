"""From a statistic to a verdict: ways to decide, each of which could come out the other way.

A rule names a measure, and what it finds is handed to one of these. They know nothing of any claim, so that
what counts as support is settled before a number is seen, in one place, and in the same way for a claim and
for its opposite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

from analysis.errors import ClaimError
from analysis.numerals import fixed

if TYPE_CHECKING:
    from analysis.passthrough import Effect

LEVEL = 0.90  # of the interval that decides, two-sided: the claimed sign is tested at 5 %
POWER = 0.80  # what "would have been detected" means
PLACEBO = 0.95  # of the placebo dates must show less than the real one
_Z_POWER = 0.8416212335729143  # standard normal quantile of POWER


@dataclass(frozen=True)
class Absent:
    """Nothing on record answers the question.

    Attributes
    ----------
    what : str
        What was looked for, as the start of a sentence.
    """

    what: str = ""


@dataclass(frozen=True)
class Range:
    """Both ends of what assumptions, readings or sources leave.

    Attributes
    ----------
    low, high : float
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low <= self.high):
            raise ClaimError(f"a range runs from its lower to its upper end; found {self.low} to {self.high}")


@dataclass(frozen=True)
class Step:
    """A before and after with its trend and its placebo dates.

    Attributes
    ----------
    plain, trended : Effect
        The step alone, and together with a linear trend.
    placebos : tuple of float
        t statistics of the trended step at earlier dates.
    """

    plain: Effect
    trended: Effect
    placebos: tuple[float, ...]

    @property
    def t(self) -> float:
        """T statistic of the trended step at the real date."""
        return self.trended.estimate / self.trended.std_error

    @property
    def as_often(self) -> float:
        """Share of placebo dates whose t statistic is at least as large as the real one's, in absolute
        value."""
        return sum(abs(t) >= abs(self.t) for t in self.placebos) / len(self.placebos)

    @property
    def bound(self) -> float:
        """Quantile `PLACEBO` of the absolute t statistics at placebo dates (the smallest that so many do not
        exceed)."""
        ordered = sorted(abs(t) for t in self.placebos)
        return ordered[min(len(ordered) - 1, ceil(PLACEBO * len(ordered)) - 1)]

    @property
    def factor(self) -> float:
        """Standard errors on each side of the trended step: its critical value, or more where the placebo
        dates ask for it."""
        return max(self.trended.critical.value(LEVEL), self.bound)

    @property
    def interval(self) -> tuple[float, float]:
        """Ends of the interval of the trended step, so wide that it holds zero at `PLACEBO` of the placebo
        dates."""
        half = self.factor * self.trended.std_error
        return self.trended.estimate - half, self.trended.estimate + half

    @property
    def detectable(self) -> float:
        """Smallest true step that this interval excludes zero for with a chance of `POWER`."""
        return (self.factor + _Z_POWER) * self.trended.std_error


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
        from analysis.claims.claim_list import VERDICTS

        if self.verdict not in VERDICTS:
            raise ClaimError(f"a decision is one of {', '.join(VERDICTS)}; found {self.verdict!r}")
        if not self.statistic.strip():
            raise ClaimError("a decision needs its statistic in words; found none")


def number(value: float, digits: int = 3) -> str:
    """A number for a sentence: `digits` significant digits below the point, a real minus sign, groups from
    five digits on."""
    if not isfinite(value):
        raise ClaimError(f"the statistic is {value}; look for missing data upstream")
    whole = abs(value) >= 10 ** (digits - 1)
    rounded = (round(value) if whole else float(f"{value:.{digits - 1}e}")) + 0.0
    return fixed(rounded, 0) if whole else fixed(rounded, 6).rstrip("0").rstrip(".")


def detectable(effect: Effect, level: float = LEVEL) -> float:
    r"""Smallest true effect that an interval of this width excludes zero for with a chance of `POWER`.

    .. math:: (c_{level} + z_{0.8}) \; \mathrm{se}

    with c the critical value of the effect's own distribution. Source: Bloom (1995), *Evaluation Review*
    19(5).
    """
    return (effect.critical.value(level) + _Z_POWER) * effect.std_error


def by_interval(
    effect: Effect, what: str, *, claimed: int = 1, matters: float = 0.0, unit: str = ""
) -> Decision:
    """Decide by the interval of an estimate, at `LEVEL`.

    Parameters
    ----------
    effect : Effect
    what : str
        What the estimate is, as the start of the sentence: "import prices per percent of a weaker yen".
    claimed : {1, -1}
        The sign that the claim gives to the effect.
    matters : float
        The smallest size, in the claimed direction, that the claim's words would call an effect; at least 0.

    Returns
    -------
    Decision
        *supported* if the interval lies on the claimed side of zero and the estimate reaches `matters`;
        *partly* if it does but the estimate falls short of `matters`; *contradicted* if the interval lies on
        the other side, or excludes every effect of the size that matters; *open* otherwise, with the effect
        that would have been found.
    """
    low, high = effect.interval(LEVEL)
    return _by_ends(
        effect.estimate,
        low,
        high,
        claimed,
        matters,
        unit,
        f"{what}: {number(effect.estimate)}{_after(unit)} ({100 * LEVEL:.0f} % interval {number(low)} to "
        f"{number(high)})",
        detectable(effect),
    )


def by_step(step: Step, what: str, *, claimed: int = 1, matters: float = 0.0, unit: str = "") -> Decision:
    """Decide by a step that is estimated with its trend, against the same step at placebo dates.

    As `by_interval`, with the interval of the trended step at least so wide that it holds zero at `PLACEBO`
    of the placebo dates: a step that is found as often where nothing happened supports and contradicts
    nothing.
    """
    effect = step.trended
    low, high = step.interval
    would = step.detectable
    says = (
        f"{what}: a step of {number(step.plain.estimate)}{_after(unit)} without and {number(effect.estimate)}"
        f" with a linear trend ({100 * LEVEL:.0f} % interval {number(low)} to {number(high)}, widened by the"
        f" placebo dates: {number(100 * step.as_often)} % of {len(step.placebos)} show as much;"
        f" {number(would)} would have been found with a chance of {100 * POWER:.0f} %)"
    )
    return _by_ends(effect.estimate, low, high, claimed, matters, unit, says, would)


def _by_ends(
    estimate: float, low: float, high: float, claimed: int, matters: float, unit: str, says: str, would: float
) -> Decision:
    if claimed not in (1, -1):
        raise ClaimError(f"an interval decides by the claimed sign, 1 or -1; found {claimed!r}")
    if matters < 0:
        raise ClaimError(f"`matters` is a size in the claimed direction, at least 0; found {matters}")
    near, far = (low, high) if claimed == 1 else (-high, -low)  # from here on up is what the claim says
    power = ""
    if near > 0:
        verdict = "supported" if claimed * estimate >= matters else "partly"
    elif far < 0 or (matters > 0 and far < matters):
        verdict = "contradicted"
    else:
        verdict = "open"
        power = (
            f"an effect of {number(would)}{_after(unit)} would have been found with a chance of"
            f" {100 * POWER:.0f} %"
        )
    return Decision(verdict, says, float(estimate), float(low), float(high), unit, power)


def by_bounds(
    value: float, what: str, *, supported_from: float, contradicted_to: float, unit: str = ""
) -> Decision:
    """Decide by a number without sampling error, such as a share of a list or a sum of facts.

    Parameters
    ----------
    supported_from, contradicted_to : float
        From the first on (inclusive) the claim holds, up to the second (inclusive) it does not; between them
        it holds in part. Where less is what the claim says, the first is the smaller one.

    Returns
    -------
    Decision
    """
    if supported_from == contradicted_to:
        raise ClaimError(
            f"by_bounds: both bounds are {supported_from}; a value there would support and contradict"
        )
    sign = 1 if supported_from > contradicted_to else -1
    if sign * value >= sign * supported_from:
        verdict = "supported"
    elif sign * value <= sign * contradicted_to:
        verdict = "contradicted"
    else:
        verdict = "partly"
    return Decision(verdict, f"{what}: {number(value)}{_after(unit)}", float(value), unit=unit)


def by_range(
    found: Range,
    what: str,
    *,
    supported_from: float,
    contradicted_to: float,
    claimed: int = 0,
    unit: str = "",
) -> Decision:
    """Decide by the range that assumptions, readings or sources leave.

    *Supported* if the whole range lies beyond `supported_from`, *contradicted* if none of it lies beyond
    `contradicted_to`, *open* otherwise: what is not known decides. Where both are one threshold, `claimed`
    says on which side of it the claim sees the number.
    """
    if (claimed == 0) == (supported_from == contradicted_to):
        raise ClaimError("by_range: a sign is needed where both bounds are one threshold, and there alone")
    sign = claimed or (1 if supported_from > contradicted_to else -1)
    near, far = sorted((sign * found.low, sign * found.high))
    if near > sign * supported_from:
        verdict = "supported"
    elif far <= sign * contradicted_to:
        verdict = "contradicted"
    else:
        verdict = "open"
    statistic = (
        f"{what}: {number(found.low)} to {number(found.high)}{_after(unit)}, against {number(supported_from)}"
    )
    power = "the range left by what is not known holds the bound" if verdict == "open" else ""
    middle = (found.low + found.high) / 2
    return Decision(verdict, statistic, float(middle), float(found.low), float(found.high), unit, power)


def by_absence(absent: Absent, what: str, complete_record: str) -> Decision:
    """Decide where no entry was found: *open*, or *contradicted* where the record is complete by law or by
    nature."""
    looked = absent.what or what
    if complete_record:
        return Decision(
            "contradicted", f"{looked}: none on record, and the record is complete: {complete_record}"
        )
    return Decision(
        "open", f"{looked}: none on record", power="no entry found does not say that there is none"
    )


def by_core(verdicts: Mapping[str, str]) -> str:
    """The verdict on a claim from those on its core parts.

    Parameters
    ----------
    verdicts : mapping of part to verdict
        "unverifiable" for a part that is declared undecidable.

    Returns
    -------
    str
        *Unverifiable* if all core parts are; *supported* or *contradicted* if all are; *partly* if some have
        support (a part that is partly so has some); *open* otherwise.
    """
    if not verdicts:
        raise ClaimError("by_core: no core part; the core decides, so mark one in claim_parts.csv")
    found = set(verdicts.values())
    if len(found) == 1 and found <= {"unverifiable", "supported", "contradicted"}:
        return found.pop()
    return "partly" if found & {"supported", "partly"} else "open"


def _after(unit: str) -> str:
    return f" {unit}" if unit else ""
