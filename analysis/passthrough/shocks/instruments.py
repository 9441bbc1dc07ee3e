"""Outside instruments for the yen, by month: official operations and days of policy decisions; strength and
robust sets.

What a monthly instrument is made of, how it is refused and how it is read stand in the rows `instruments_*`
of the table `specification_shocks`. The sets are those of Anderson and Rubin, which hold whatever the
strength.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.shocks import series as s
from analysis.passthrough.structural.shock_pass_through import ShockPassThrough
from analysis.passthrough.structural.structural_var import structural_var

FIRST, LAGS, HORIZONS = "1999-02", 6, (12, 24)
#: An instrument with fewer events than this, by the inverse concentration of its squares, is refused.
#: Month in which the table of changes of the US target begins; months before it are not known to be without
#: one.
KNOWN = "2015-12"
FEWEST_EVENTS = 5
OPERATIONS, JAPAN, STATES, BOTH = (
    "official operations",
    "decision days, Bank of Japan",
    "decision days, Federal Reserve",
    "decision days, both banks",
)
SINGLE = {
    "joint operation of March 2011": (OPERATIONS, "2011-03"),
    "easing of April 2013": (JAPAN, "2013-04"),
}


def effective_events(z: pd.Series) -> float:
    """Number of equal events that have the concentration of squares of z: (sum of squares)^2 / sum of fourth
    powers."""
    square = z.dropna().to_numpy() ** 2
    return float(square.sum() ** 2 / (square**2).sum()) if square.any() else 0.0


def by_month(days: pd.Series, last: pd.Period) -> pd.Series:
    """Sums of dated values by month from `FIRST` to `last`, 0 in months without one."""
    index = pd.period_range(FIRST, last, freq="M")
    return days.groupby(days.index.to_period("M")).sum().reindex(index, fill_value=0.0)


def moves(dollar: pd.Series, days: list, announced_before_fixing: bool) -> pd.Series:
    """Log change of the dollar in yen over each decision, per cent, on the day of the decision.

    Parameters
    ----------
    dollar : Series
        Daily fixings.
    days : list of dates
    announced_before_fixing : bool
        True: from the fixing before the day to the first fixing of the day or after it. False: from the last
        fixing of the day or before it to the next.
    """
    log = 100 * np.log(dollar.dropna())
    found = {}
    for day in pd.to_datetime(days):
        place = log.index.searchsorted(day, side="left" if announced_before_fixing else "right")
        if 0 < place < len(log):
            found[day] = log.iloc[place] - log.iloc[place - 1]
    return pd.Series(found, dtype=float)


def instruments() -> dict[str, pd.Series]:
    """The stated instruments by month, up to the month to which their tables are complete."""
    dollar = data.load("usd_jpy_daily")
    bought = data.load("mof_intervention_daily_usd")
    japan = data.table("jp_boj_policy_rate_decisions")
    states = data.table("us_fed_funds_target_changes")
    # Where only the effective date is known, the decision fell on the day before it.
    dated, effective = (
        states["decision_date"].dropna(),
        states.loc[states["decision_date"].isna(), "effective_date"],
    )
    last = {
        name: pd.Timestamp(data.covered_to(data.table(name))).to_period("M")
        for name in (
            "mof_fx_intervention_daily",
            "jp_boj_policy_rate_decisions",
            "us_fed_funds_target_changes",
        )
    }
    inside = japan["decision_date"][pd.to_datetime(japan["decision_date"]) >= pd.Timestamp(FIRST)]
    own = moves(dollar, inside.tolist(), announced_before_fixing=True)
    fed = pd.concat([
        moves(dollar, dated.tolist(), announced_before_fixing=False),
        moves(dollar, effective.tolist(), announced_before_fixing=True),
    ]).sort_index()  # fmt: skip
    amounts = (bought / 1e4).loc[str(FIRST) :]
    found = {
        OPERATIONS: by_month(amounts, last["mof_fx_intervention_daily"]),
        JAPAN: by_month(own, last["jp_boj_policy_rate_decisions"]),
        STATES: by_month(fed, last["us_fed_funds_target_changes"]).loc[KNOWN:],
    }
    end = min(found[JAPAN].index[-1], found[STATES].index[-1])
    found[BOTH] = found[JAPAN].loc[KNOWN:end] + found[STATES].loc[:end]
    return {name: z.rename(name) for name, z in found.items()}


def checked(z: pd.Series) -> pd.Series:
    """`z`, or a refusal if few events carry it."""
    events = effective_events(z)
    if events < FEWEST_EVENTS:
        raise EstimationError(
            f"{z.name}: its squares are as concentrated as {events:.1f} equal events, and {FEWEST_EVENTS} are"
            " the least. One event has the standard error of its own month; use an instrument with more of"
            " them."
        )
    return z


def refusal(z: pd.Series) -> str | None:
    """Why `checked` refuses this instrument, or None."""
    try:
        checked(z)
    except EstimationError as error:
        return str(error)
    return None


def with_instrument(z: pd.Series, price: str, frame: pd.DataFrame, lags: int = LAGS) -> ShockPassThrough:
    """Pass-through of the shock that `z` moves with, from the monthly system.

    Raises
    ------
    EstimationError
        For an instrument that few events carry.
    """
    return structural_var(
        frame, identification="proxy", price=price, fx=s.YEN, lags=lags, rates=[s.YIELD], seasonal=True,
        horizons=max(HORIZONS), proxy=checked(z), sample=(FIRST, None),
    )  # fmt: skip


def table(frame: pd.DataFrame, lags: int = LAGS) -> pd.DataFrame:
    """Every instrument by outcome: events, effective F, sets and two-stage estimates; refusals with their
    reason."""
    found = instruments()
    rows = []
    for name, z in found.items():
        used = z.loc[
            frame.index[lags] : frame.index[-1]
        ]  # months outside the rows of the system carry nothing
        if (reason := refusal(used)) is not None:
            rows.append(
                {
                    "instrument": name,
                    "outcome": "",
                    "events": int((used != 0).sum()),
                    "effective": effective_events(used),
                    "refused": reason,
                }
            )
            continue
        for price in (s.PRICES, s.IMPORTS):
            result = with_instrument(z, price, frame, lags)
            stage = result.first_stage
            row = {
                "instrument": name,
                "outcome": price,
                "events": int((used != 0).sum()),
                "effective": effective_events(used),
                "F": stage.f_robust,
                "slope": stage.slope,
                "weak": stage.weak,
                "months": stage.nobs,
            }
            for h in HORIZONS:
                row |= {f"set {h}": str(result.fieller(h)), f"estimate {h}": result.at(h).estimate}
            rows.append(row)
    for name, (parent, month) in SINGLE.items():
        z = found[parent].where(found[parent].index == pd.Period(month, "M"), 0.0).rename(name)
        if (reason := refusal(z)) is not None:
            rows.append(
                {
                    "instrument": name,
                    "outcome": "",
                    "events": int((z != 0).sum()),
                    "effective": effective_events(z),
                    "refused": reason,
                }
            )
    return pd.DataFrame(rows)
