r"""What is left of a $100 profit and of $100 of interest on the way from the United States to Japan.

Each rung is a rate times what the rung above left, and every rate is a dated,
sourced row of `tax_rules` or `treaty_provisions`. The wedge is compared with
three lines: tax once, at the higher of the two countries' rates; tax by both, which
is what an article means that speaks of double taxation (US tax, then Japanese tax in
full on what arrives, nothing withheld); and tax twice in full, with withholding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme.check import one_of, rate, share, whole

REGIMES = ("no treaty", "2003 convention", "2013 protocol")
#: First day of Japanese fiscal years with the defence surtax.
SURTAX_FROM = date(2026, 4, 1)
#: Pillar Two minimum rate.
MINIMUM = 0.15
LENDERS = {
    "bank": "interest_{year}_banks_insurers_securities",
    "other": "interest_{year}_general",
}


@dataclass(frozen=True, eq=False)
class Ladder:
    """Rungs of tax on 100.

    Attributes
    ----------
    rungs : DataFrame
        One row a step: item, rate, base, tax, left, source (rows of the fact tables), grade.
    net : float
        What arrives after all tax, of 100.
    total : float
        Tax of both countries and the top-up.
    once : float
        Tax if income were taxed once, at the higher of the two rates.
    both : float
        The article's benchmark: US tax on the profit (none on interest, which the payer deducts) and Japanese
        tax in full on what arrives, without exclusion or credit, and nothing withheld.
    twice : float
        Tax if each country taxed in full: the same with withholding as it is without a treaty.
    """

    rungs: pd.DataFrame
    once: float
    twice: float
    both: float

    @property
    def net(self) -> float:
        """What is left of 100, percent."""
        return float(self.rungs["left"].iloc[-1])

    @property
    def total(self) -> float:
        """What is taken of 100, percent."""
        return 100 - self.net

    @property
    def wedge(self) -> float:
        """Tax beyond once, per 100; negative where less is paid than the higher rate alone."""
        return self.total - self.once

    @property
    def share_of_full(self) -> float:
        """`wedge` as a share of the wedge of full double taxation: 0 none, 1 full."""
        return self.wedge / (self.twice - self.once)

    @property
    def share_of_both(self) -> float:
        """The same against the article's benchmark; NaN where it is no more than tax once, as on interest."""
        beyond = self.both - self.once
        return self.wedge / beyond if beyond > 1e-9 else float("nan")


def dividend(
    regime: str = "2013 protocol",
    holding: float = 1.0,
    on: date = date(2026, 11, 1),
    *,
    months_held: int = 12,
    state: bool = True,
    effective_rate: float | None = None,
    basis: str = "tokyo",
) -> Ladder:
    """Tax on a profit of 100 that is paid home as a dividend.

    Parameters
    ----------
    regime : {"2013 protocol", "2003 convention", "no treaty"}
    holding : float
        Share of the voting stock held, 0 to 1.
    on : date
        Day of the dividend; decides the Japanese rate.
    months_held : int
        For the thresholds of treaty and exclusion.
    state : bool
        Add the average state tax to the federal one.
    effective_rate : float, optional
        US tax actually paid per unit of profit, if below the statutory rate (expensing, credits). Below 15 %
        the top-up of Pillar Two is added, as if the group were in its scope and no safe harbour applied.
    basis : {"tokyo", "mof"}
        Which published Japanese effective rate.

    Notes
    -----
    Japan excludes 95 % of the dividend for a holding of at least 10 % for six months (treaty threshold for US
    companies; 25 % in domestic law without the treaty) and gives no credit for withholding on it; below, it
    taxes in full and credits the withholding up to its own tax. Credits for the underlying US profit tax are
    not given to portfolio holders.
    """
    one_of(regime, "regime", REGIMES)
    holding, months_held = float(share(holding, "holding")), whole(months_held, "months_held", 0)
    rules = data.table("tax_rules").set_index("id")
    federal = _percent(rules, "us_federal_rate")
    combined = _percent(rules, "us_combined_rate")
    rungs = _Rungs()
    if effective_rate is None:
        rungs.take("US federal tax on profit", federal, 100.0, ["us_federal_rate"], rules)
        if state:
            rungs.take(
                "US state tax on profit, net of its deduction",
                combined - federal,
                100.0,
                ["us_combined_rate"],
                rules,
            )
        home = combined if state else federal
    else:
        home = float(rate(effective_rate, "effective_rate", 0.0))
        rungs.take("US tax on profit, as assumed", home, 100.0, [], rules)
        rungs.take("Pillar Two top-up to 15 %", max(0.0, MINIMUM - home), 100.0, ["jp_iir"], rules)
    paid_out = rungs.left
    row = _dividend_row(regime, holding, months_held)
    treaties = data.table("treaty_provisions").set_index("id")
    withheld = _percent(treaties, row, "us_withholding_pct")
    rungs.take("US withholding on the dividend", withheld, paid_out, [row], treaties)
    japan, japan_row = _japan(rules, on, basis)
    threshold_row = (
        "jp_exclusion_threshold_domestic" if regime == "no treaty" else "jp_exclusion_threshold_us"
    )
    if holding >= _percent(rules, threshold_row) and months_held >= 6:
        taxed = 1 - _percent(rules, "jp_dividend_exclusion")
        rungs.take(
            "Japanese tax on the part not excluded", japan * taxed, paid_out,
            [japan_row, "jp_dividend_exclusion", threshold_row, "jp_credit_on_excluded_dividend"], rules,
        )  # fmt: skip
    else:
        rungs.take(
            "Japanese tax, less credit for the withholding",
            max(0.0, japan - withheld),
            paid_out,
            [japan_row],
            rules,
        )
    once = 100 * max(home, japan)
    statutory = 100 * (1 - (combined if state else federal))
    arrives = statutory * (1 - _percent(treaties, "dividends_none_any_holding", "us_withholding_pct"))
    return Ladder(rungs.frame(), once, 100 - arrives * (1 - japan), 100 - statutory * (1 - japan))


def interest(
    regime: str = "2013 protocol",
    lender: str = "bank",
    on: date = date(2026, 11, 1),
    *,
    basis: str = "tokyo",
    taxed_in_japan: bool = True,
) -> Ladder:
    """Tax on 100 of interest, which the US payer deducts.

    Parameters
    ----------
    lender : {"bank", "other"}
        Banks, insurers, securities dealers, government bodies and government-insured loans; or anybody else.
    taxed_in_japan : bool
        False for a lender outside corporation tax. Whether JBIC is one was not found in a source.
    regime, on, basis
        As in `dividend`.
    """
    one_of(regime, "regime", REGIMES)
    one_of(lender, "lender", LENDERS)
    rules, treaties = data.table("tax_rules").set_index("id"), data.table("treaty_provisions").set_index("id")
    row = (
        "interest_none_any_recipient" if regime == "no treaty" else LENDERS[lender].format(year=_year(regime))
    )
    withheld = _percent(treaties, row, "us_withholding_pct")
    rungs = _Rungs()
    rungs.take("US tax on profit: interest is deducted", 0.0, 100.0, [], rules)
    rungs.take("US withholding on the interest", withheld, 100.0, [row], treaties)
    japan, japan_row = _japan(rules, on, basis)
    if taxed_in_japan:
        rungs.take(
            "Japanese tax, less credit for the withholding",
            max(0.0, japan - withheld),
            100.0,
            [japan_row],
            rules,
        )
        once = 100 * japan
    else:
        rungs.take("Japanese tax: lender outside corporation tax", 0.0, 100.0, ["jp_jbic_status"], rules)
        once = 0.0
    none = _percent(treaties, "interest_none_any_recipient", "us_withholding_pct")
    return Ladder(rungs.frame(), once, 100 - 100 * (1 - none) * (1 - japan), 100 * japan)


def deferral(residual: float, years: int, growth: float, discount: float) -> float:
    r"""Present value of a residual tax that is paid only when profit is brought home.

    A profit of 1 is reinvested for `years` at `growth` after US tax, then paid out; the tax then is
    `residual` of what it has become. Relative to tax at once:

    .. math:: \tau_n = \tau \Big(\frac{1+g}{1+d}\Big)^n ,

    so deferral helps only where money earns less than it is discounted at.
    """
    share(residual, "residual")
    rate(growth, "growth")
    rate(discount, "discount")
    return float(residual * ((1 + growth) / (1 + discount)) ** whole(years, "years", 0))


class _Rungs:
    """The ladder while it is being built."""

    def __init__(self) -> None:
        self.rows: list[dict] = []
        self.left = 100.0

    def take(self, item: str, yearly: float, base: float, rows: list[str], table: pd.DataFrame) -> None:
        tax = yearly * base
        self.left -= tax
        grades = [str(table.loc[row, "grade"]) for row in rows]
        self.rows.append(
            {
                "item": item, "rate": yearly, "base": base, "tax": tax, "left": self.left,
                "source": " ".join(rows), "grade": max(grades) if grades else "",
            }
        )  # fmt: skip

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows).set_index("item")


def _percent(table: pd.DataFrame, row: str, column: str = "value") -> float:
    try:
        value = float(table.loc[row, column])
    except KeyError:
        raise SchemeError(f"the fact tables have no row {row!r}: was it renamed?") from None
    return value / 100


def _japan(rules: pd.DataFrame, on: date, basis: str) -> tuple[float, str]:
    one_of(basis, "basis", ("tokyo", "mof"))
    row = f"jp_rate_{basis}_{'from' if on >= SURTAX_FROM else 'before'}_fy2026"
    return _percent(rules, row), row


def _year(regime: str) -> str:
    return {"2003 convention": "2003", "2013 protocol": "2019"}[regime]


def _dividend_row(regime: str, holding: float, months_held: int) -> str:
    if regime == "no treaty":
        return "dividends_none_any_holding"
    year = _year(regime)
    if regime == "2003 convention" and holding > 0.5 and months_held >= 12:
        return "dividends_2003_more_50_12"
    if regime == "2013 protocol" and holding >= 0.5 and months_held >= 6:
        return "dividends_2019_least_50_6"
    return f"dividends_{year}_{'voting_stock_10' if holding >= 0.1 else 'below_10'}"
