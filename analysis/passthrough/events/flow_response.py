r"""Response of the exchange rate to official operations, day by day.

An operation is not an experiment: the authorities buy dollars when the yen has risen and is expected to rise
further. Against that the estimator sets a reaction function, estimated first,

.. math:: z_t = \alpha + \sum_{k=1}^{p} a_k r_{t-k} + a'(\text{trend}, \text{volatility})_{t-1}
          + \sum_{k=1}^{p} b_k z_{t-k} + \tilde z_t,

whose residual :math:`\tilde z_t` is the shock of a local projection; horizons before the operation, where
there must be no response; and placebo dates with a like past. What none of them removes is that the
authorities also see the hours between the last fixing and their operation. Leaning against the wind in
those hours biases the response towards zero or the wrong sign, and `shift` shows by how much the answer
hangs on that day.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import STILL, count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.events import flow_checks as checks
from analysis.passthrough.events.daily import (
    LONGEST,
    changes,
    closings,
    daily_levels,
    span_text,
    steps,
)
from analysis.passthrough.events.flow_projection import FlowPlan, Projection, project
from analysis.passthrough.events.flow_result import FlowResponse
from analysis.passthrough.events.operations import Operations, known_to, lay
from analysis.passthrough.events.placebo import FEWEST

SHOCKS = {"residual": "operation less its reaction function", "raw": "operation, no controls"}


@door
def flow_response(
    fx: pd.Series,
    *,
    operations: pd.Series,
    horizons: int = 20,
    unit: float = 1e8,
    in_foreign: bool = False,
    gdp: float | pd.Series | None = None,
    shock: str = "residual",
    direction: str = "both",
    events: str = "days",
    shift: int = 0,
    gap: int = 5,
    lags: int = 10,
    trend: int = 60,
    leads: int = 30,
    sample: tuple | None = None,
    covered_to: str | pd.Timestamp | None = None,
    draws: int = 999,
    matches: int = 50,
    longest: int = LONGEST,
    rng: np.random.Generator | None = None,
) -> FlowResponse:
    r"""Per cent response of a daily exchange rate to official purchases of foreign currency.

    Parameters
    ----------
    fx : Series
        Domestic price of foreign currency in levels (yen per dollar), one row a day of publication. A
        return over a closing is a longer return; a row without a number, or a step of more than `longest`
        days, costs every window that touches it.
    operations : Series
        Net purchases of **foreign** currency by day: dollars bought and yen sold are positive, so the
        response is expected positive. Days without an operation need no row, up to `covered_to`.
    horizon : int
        Last horizon, in publications; 0 is the first publication on or after the day of the operation.
    unit : float
        Size of one unit of `operations`: 1e8 for the ministry's 100 million yen.
    in_foreign : bool
        `operations` are in foreign currency already. Otherwise each is divided by the rate of the
        publication on which it falls.
    gdp : float or Series, optional
        In billions of foreign currency at an annual rate. A Series by period (`data.gdp_in_foreign`): each
        operation is divided by the GDP of its own period, and the sample ends where the GDP does. A number:
        one GDP for all days. The response is then per 1 % of GDP.
    shock : {"residual", "raw"}
        The operation given its reaction function, with own lags (lag-augmented, HC3); or the operation itself
        without controls (equal-weighted cosine, since it is serially correlated). `variants` has both.
    direction : {"both", "purchases", "sales"}
        Of foreign currency; operations of the other direction become controls. Sales are negative amounts,
        so a positive response means that they strengthen the domestic currency.
    events : {"days", "episodes"}
        Each day is an impulse, or each episode's total on its first day. The total is known only at its end.
    shift : int
        Publications by which the base moves. The ECB fixes at 14:15 in Frankfurt, 21:15 or 22:15 in Tokyo:
        what is done in Tokyo hours on day t lies between the fixings of t-1 and t, so the default 0 holds
        all of it, and the hours in which the authorities were looking as well. With 1 the base is the
        fixing of day t: right for operations in the New York afternoon, and free of those hours. `variants`
        has 0 and 1.
    gap : int
        Operations at most this many publications apart belong to one episode.
    lags, trend : int
        The reaction function has `lags` single returns, the return over the days from there to `trend`,
        volatility (exponentially weighted, 0.94 a day) and `lags` own lags.
    leads : int
        Horizons -2 to -`leads` are estimated too: the pre-trend.
    sample : (first, last), optional
        Bounds on the day of the base row, for operations and for placebo dates.
    covered_to : day, optional
        Last day to which the operations are known; default ``operations.attrs["covered_to"]``. Later rates
        are cut off, bases, windows and placebo dates alike: a day after it has no row because nobody has
        published it, not because nothing was done.
    placebo, matches : int
        Draws of placebo dates, and candidate days for each episode, nearest in past returns and volatility.
    longest : int
        Calendar days that a closing may take.
    rng : numpy.random.Generator, optional
        For the placebo dates; a fixed seed without it.

    Returns
    -------
    FlowResponse
        The path with its joint covariance, placebo draws, reaction function, episodes, pre-trend and
        variants.

    Raises
    ------
    EstimationError
        For a constant rate, operations that do not say to which day they are known, no operation among the
        rates, too few rows or placebo dates, or an unknown option.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2021), Econometrica 89, 1789-1823 (lag augmentation).
    Chaboud and Humpage, IFDP 824, on Japanese interventions of this period.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from analysis.passthrough import flow_response
    >>> rng = np.random.default_rng(1)
    >>> days = pd.bdate_range("2001-01-01", periods=500)
    >>> rate = pd.Series(100 * np.exp(0.006 * rng.standard_normal(500).cumsum()), days, name="usd_jpy")
    >>> bought = pd.Series(1.0, days[60:480:40])
    >>> bought.attrs["covered_to"] = f"{days[-1]:%F}"
    >>> result = flow_response(
    ...     rate, operations=bought, horizons=5, lags=3, trend=10, leads=8, draws=99, matches=30
    ... )
    >>> result.horizons.tolist(), len(result.episodes)
    ([0, 1, 2, 3, 4, 5], 11)
    """
    if shock not in SHOCKS:
        raise EstimationError(f"shock is 'residual' or 'raw', not {shock!r}.")
    if events not in ("days", "episodes"):
        raise EstimationError(f"events is 'days' or 'episodes', not {events!r}.")
    shift, last, leads = count(shift, "shift"), count(horizons, "horizons"), count(leads, "leads", 2)
    lags = count(lags, "lags", 1)
    published = daily_levels(fx, "exchange rate")
    end = known_to(operations, gdp, covered_to)
    levels = published[published.index <= end]
    returns = changes(levels.to_numpy(), steps(levels.index), count(longest, "longest", 1))
    if np.nanmax(np.abs(returns)) < STILL:
        raise EstimationError(
            "the exchange rate is constant: there is nothing that operations could have moved."
        )
    plan = FlowPlan(
        levels=levels,
        returns=returns,
        inside=inside(levels.index.to_period("D"), sample),
        before=-np.arange(2, leads + 1)[::-1],
        after=np.arange(last + 1),
        lags=lags,
        trend=count(trend, "trend"),
        gap=count(gap, "gap", 1),
        placebo=count(draws, "draws", 99),
        matches=count(matches, "matches", FEWEST),
        direction=direction,
        merge=events == "episodes",
    )
    laid = {
        days: lay(operations, levels, unit=unit, in_foreign=in_foreign, gdp=gdp, shift=days)
        for days in sorted({0, 1, shift})
    }
    others = [(name, days) for name in SHOCKS for days in laid if (name, days) != (shock, shift)]
    wanted = [(shock, shift), *others]
    streams = generator(rng).spawn(len(wanted))
    runs = {(s, d): project(plan, laid[d], s, child) for (s, d), child in zip(wanted, streams, strict=True)}
    cut = {"operations known to": f"{end:%F}", "rates after that day, cut": len(published) - len(levels)}
    return _result(plan, laid[shift], runs, shock, shift, cut)


def _result(
    plan: FlowPlan,
    laid: Operations,
    runs: dict[tuple[str, int], Projection],
    shock: str,
    shift: int,
    cut: dict,
) -> FlowResponse:
    run, residual = runs[shock, shift], runs["residual", shift]
    H = len(plan.after)
    joint = run.covariance(plan.both)
    table, without = checks.episode_table(plan, laid, run), checks.leave_one_out(plan, run)
    reaction, leaning = checks.reaction(residual, plan.lags)
    p_before = checks.pre_trend_pvalue(plan, residual)
    before = {name: checks.pre_trend(plan, runs[name, shift]) for name in SHOCKS}
    side = {"both": "net purchases", "purchases": "purchases", "sales": "sales"}[plan.direction]
    conversion = "yen amounts at the rate of their day" if laid.converted else "amounts as given"
    return FlowResponse(
        method="response to official operations",
        outcome="exchange rate" if plan.levels.name is None else str(plan.levels.name),
        driver=f"{side} of foreign currency",
        horizons=plan.after,
        estimate=run.response.estimate[plan.post],
        covariance=joint.matrix[:H, :H],
        critical=joint.critical,
        nobs=int(run.used.sum()),
        sample=span_text(plan.levels.index[run.used]),
        frequency="B",
        per=laid.unit,
        placebo=run.draws[:, plan.post],
        follow_up=run.response.estimate[plan.post.stop :],
        joint=joint.matrix,
        episodes=table,
        without=without,
        reaction=reaction,
        leaning=leaning,
        pre_trend=pd.concat(before, axis=1),
        pre_trend_pvalue=p_before,
        variants=checks.variants(plan, runs),
        specification={
            "sign": "rate up = depreciation, purchases of foreign currency positive: positive is as expected",
            "unit": f"per cent per {laid.unit}; {conversion}",
            "shock": SHOCKS[shock],
            "direction": plan.direction,
            "impulses": (
                f"{int((run.z[run.used] != 0).sum())} in {len(table)} episodes, gap {plan.gap}"
                + (", each episode one impulse" if plan.merge else "")
            ),
            "shift": shift,
            "reaction function": (
                f"{plan.lags} returns, trend to {plan.trend} days, volatility, {plan.lags} own lags"
            ),
            "inference": f"{joint}; placebo dates: {plan.placebo} draws, {plan.matches} matches an episode",
            "equal days that weigh alike": run.response.effective,
            "placebo past less own, standard deviations": dict(
                zip(checks.MATCHED, run.balance.mean(axis=0).tolist(), strict=True)
            ),
            "returns by calendar days": closings(plan.levels.index),
            **cut,
            "operations outside the rates": laid.outside,
            "operations on closing days": list(laid.moved),
        },
        warnings=tuple(checks.warnings(plan, laid, run, table, without, p_before)),
    )
