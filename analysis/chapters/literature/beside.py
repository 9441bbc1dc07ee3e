"""The book's estimates beside the published range, as rows and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.chapters.literature import published
from analysis.passthrough.specifications import main_tables
from analysis.passthrough.specifications.stated import stated
from analysis.report.author.numbers import bracketed, fixed, span

ESTIMANDS = ("fixed", "free")
_DECIMALS = {"consumer": 3, "producer": 3}
Outcomes = Mapping[tuple[str, str], str]  # country and price: stated outcome


def decimals(price: str) -> int:
    """Decimals that an estimate of this price is shown with."""
    return _DECIMALS.get(price, 2)


def said(row: pd.Series, price: str, unit: str = "") -> str:
    """An estimate with its interval in words, and a unit after it if there is one."""
    places = decimals(price)
    return f"{fixed(row['estimate'], places)}{unit} (95 % interval {span(row['low'], row['high'], places)})"


def own_estimates(outcomes: Outcomes) -> pd.DataFrame:
    """The stated equation of every outcome at all its lags, both estimands; `leads` at the lags that lead."""
    found = {key: main_tables.headline(outcome).drop(columns="lags") for key, outcome in outcomes.items()}
    own = pd.concat(found, names=["country", "price"]).reset_index()
    own = own[own["estimand"].isin(ESTIMANDS)].copy()
    leading = {key: stated(outcome).lags for key, outcome in outcomes.items()}
    own["leads"] = [
        leading[country, price] == lags
        for country, price, lags in zip(own["country"], own["price"], own["lags"], strict=True)
    ]
    return own


def own_rows(own: pd.DataFrame, outcomes: Outcomes) -> pd.DataFrame:
    """One row a price, one column an estimand and number of lags; a star at the lags that lead."""
    texts = [_cell(row, row["price"]) + ("*" if row["leads"] else "") for _, row in own.iterrows()]
    wide = own.assign(text=texts, column=own["estimand"] + ", " + own["lags"].astype(str))
    columns = [f"{estimand}, {lags}" for estimand in ESTIMANDS for lags in (12, 24, 36)]
    shown = wide.pivot(index=["country", "price"], columns="column", values="text")
    shown = shown.loc[list(outcomes), columns].reset_index()
    shown.insert(0, "Price", shown.pop("country") + ", " + shown.pop("price"))
    return shown


def _cell(row: Mapping[str, Any] | pd.Series, price: str) -> str:
    return bracketed(row, decimals(price), "\n")


def own_notes(outcomes: Outcomes) -> list[str]:
    """Notes of the table of own estimates."""
    foreign = "; ".join(
        f"{country}, {price}: {' and '.join(stated(outcome).foreign)}"
        for (country, price), outcome in outcomes.items()
    )
    return [
        (
            "Star: the lags stated to lead. 95 % intervals of single months, cosine covariances corrected for"
            " leverage; by the number of lags."
        ),
        f"Foreign prices: {foreign}.",
    ]


def against_range(long_run: pd.DataFrame, main: pd.DataFrame, outcomes: Outcomes) -> pd.DataFrame:
    """For each price the published range, and where our estimates stand in it.

    Parameters
    ----------
    long_run : DataFrame
        Published long runs (`published.long_runs`).
    main : DataFrame
        Own estimates at the leading lags by (country, price, estimand).
    outcomes : mapping
        Prices in the order of the rows.

    Returns
    -------
    DataFrame
        `Country`, `Price`, `Range`, `Rows`, `From memory`, `Grade C`, and for each estimand its value and
        ends, whether the estimate is `inside`, whether its interval `reaches` in, and whether it does so
        without memory and grade C (`firm`: yes, no, none left).
    """
    rows = []
    by_price = dict(list(long_run.groupby(["country", "price"])))
    for key in outcomes:
        if key not in by_price:
            continue
        of = by_price[key]
        record = {"Country": key[0], "Price": key[1], "Range": _range(of), "Rows": len(of)}
        record |= {"From memory": int(of["memory"].sum()), "Grade C": int((of["grade"] == "C").sum())}
        for estimand in ESTIMANDS:
            record |= _place(estimand, main.loc[(*key, estimand)], of)
        rows.append(record)
    return pd.DataFrame(rows)


def _range(of: pd.DataFrame) -> str:
    lowest, highest = published.lower(of).idxmin(), published.upper(of).idxmax()
    texts = {of.loc[row, "text"].replace("\n", " ") for row in (lowest, highest)}
    return " to ".join(sorted(texts, key=lambda text: float(text.split()[0])))


def _place(estimand: str, ours: pd.Series, of: pd.DataFrame) -> dict[str, Any]:
    low, high, kept = published.lower(of).min(), published.upper(of).max(), published.firm(of)
    return {
        estimand: ours["estimate"],
        f"{estimand} low": ours["low"],
        f"{estimand} high": ours["high"],
        f"{estimand} inside": bool(low <= ours["estimate"] <= high),
        f"{estimand} reaches": bool(ours["low"] <= high and ours["high"] >= low),
        f"{estimand} firm": "none left" if kept.empty else "yes" if _reaches(ours, kept) else "no",
    }


def _reaches(ours: pd.Series, of: pd.DataFrame) -> bool:
    return bool(ours["low"] <= published.upper(of).max() and ours["high"] >= published.lower(of).min())


def range_rows(tested: pd.DataFrame) -> pd.DataFrame:
    """Our estimates, the published range, and where ours stand in it."""
    each = [row for _, row in tested.iterrows()]
    return pd.DataFrame({
        "Price": tested["Country"] + ", " + tested["Price"],
        **{f"Ours, {estimand}": [_ours(row, estimand) for row in each] for estimand in ESTIMANDS},
        "Published": [
            f"{row['Range']}\n(rows: {row['Rows']}; from memory {row['From memory']},"
            f" grade C {row['Grade C']})"
            for row in each
        ],
        "Inside (fixed, free)": [_both(row, "inside") for row in each],
        "Reaches in": [_both(row, "reaches") for row in each],
        "Without memory and grade C": tested["fixed firm"] + ", " + tested["free firm"],
    })  # fmt: skip


def _ours(row: pd.Series, estimand: str) -> str:
    ends = {"estimate": row[estimand], "low": row[f"{estimand} low"], "high": row[f"{estimand} high"]}
    return _cell(ends, row["Price"])


def _both(row: pd.Series, what: str) -> str:
    return ", ".join("yes" if row[f"{estimand} {what}"] else "no" for estimand in ESTIMANDS)


def range_notes() -> str:
    """Notes of the table of ranges."""
    # direction “Lower bounds are counted”: the kind of bound
    return (
        "Ours: main equation at the lags stated to lead, 95 % interval. Published: same definition or a "
        "model's multiplier, a year or longer or horizon not stated, digits as in the source. Lower bounds "
        "are counted as they stand."
    )


def headline_texts(main: pd.DataFrame, at: pd.DataFrame) -> dict[str, str]:
    """Import and consumer prices of both countries: our estimates in words, and the published ranges.

    Parameters
    ----------
    main : DataFrame
        By (country, price, estimand).
    at : DataFrame
        `against_range` by (Country, Price).
    """
    prices = [
        (short, country, price)
        for short, country in (("jp", "Japan"), ("us", "United States"))
        for price in ("import", "consumer")
    ]
    ours = {
        f"literature_{short}_{price}_{estimand}": said(
            main.loc[(country, price, estimand)], price, " percent"
        )
        for short, country, price in prices
        for estimand in ESTIMANDS
        if (short, price, estimand) != ("jp", "import", "free")
    }
    ranges = {
        f"literature_{short}_{price}_range": at.loc[(country, price), "Range"]
        for short, country, price in prices
    }
    return ours | ranges
