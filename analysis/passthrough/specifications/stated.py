"""The main equation as it was stated before its results: the table `specification`, read into choices.

A row holds for everything, for a country or for one outcome; the narrower wins. A row that another row
replaces is no longer read, and stays in the table. An alternative is a headline with some fields changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.core.seasonals import Seasonal

TABLE = "specification"
#: Rows of the table before any of its results existed, and the SHA-256 of the file as it was then. Rows are
#: only ever added at the end, so the first rows of the file still have this hash.
BEFORE_RESULTS = (133, "57a495d7ce59a52a9e6f1f2024cf3faf79fe68b93193adc065c1e4450a0c9e32")
EFFECTS = {"blocks": "blocks", "fixed": "one", "smooth": "smooth", "filtered": "none"}


@dataclass(frozen=True)
class Stated:
    """One equation as stated.

    Attributes
    ----------
    outcome, label, country, series : str
        Key, words, country and series of the price.
    rate : str
        Series of the exchange rate, with " (inverted)" where it is turned over.
    foreign : tuple of str
        Series of the foreign prices; empty for none.
    lags : int
        Of the rate and of the foreign prices.
    own_lags : int
    first, last : str
        Bounds of the sample.
    steps : str or None
        Table of months with a dummy.
    seasonal : Seasonal
    filtered : bool
        Whether the price passes a two-sided filter beforehand.
    inference : str
    kind : str
        "dock" or "shop": by which rows an estimate is read.
    alternative : str or None
        Name of the alternative, None for the headline.
    changed : mapping of str to str
        The fields that the alternative changes.
    """

    outcome: str
    label: str
    country: str
    series: str
    rate: str
    foreign: tuple[str, ...]
    lags: int
    own_lags: int
    first: str
    last: str
    steps: str | None
    seasonal: Seasonal
    filtered: bool
    inference: str
    kind: str
    alternative: str | None = None
    changed: Mapping[str, str] = field(default_factory=dict)


def rows() -> pd.DataFrame:
    """The rows in force: those that no other row replaces."""
    table = data.table(TABLE)
    return table[~table["id"].isin(table["replaces"].dropna())]


def digest() -> tuple[str, str]:
    """SHA-256 of the table as it stood before any result, and as it stands.

    Raises
    ------
    EstimationError
        If a row that stood there before the results was changed.
    """
    manifest = data.default().manifest(TABLE)
    count, before = BEFORE_RESULTS
    lines = manifest.csv.read_bytes().splitlines(keepends=True)
    if hashlib.sha256(b"".join(lines[: count + 1])).hexdigest() != before:
        raise EstimationError(
            f"{manifest.file}: one of the first {count} rows was changed after results existed. Put it back,"
            " and add a row with a date, a reason and the key of the row that it replaces."
        )
    return before, manifest.sha256


def outcomes(country: str | None = None) -> list[str]:
    """Keys of the outcomes in the order stated, of one country or of all."""
    table = rows()
    named = table[table["field"] == "country"]
    return named.loc[(named["value"] == country) | (country is None), "scope"].tolist()


def value(outcome: str, key: str) -> str:
    """What is stated of a field, the narrowest row that there is; several values are separated by " | "."""
    found = _fields(outcome).get(key)
    if found is None:
        raise EstimationError(
            f"the specification says nothing of {key!r} for {outcome!r}; add a row to {TABLE}.csv."
        )
    return found


def alternatives(outcome: str) -> dict[str, dict[str, str]]:
    """Alternatives of an outcome in the order stated: name, and the fields that each changes.

    An alternative that equals the headline, or whose foreign price or rate is made of the outcome itself, is
    not one.
    """
    table, own = rows(), _fields(outcome)
    table = table[(table["field"] == "alternative") & table["scope"].isin(["all", own["country"], outcome])]
    found = {}
    for text in table["value"]:
        name, _, body = text.partition(": ")
        changed = dict(part.split("=", 1) for part in body.split("; "))
        if changed.get("control") == own["control"] or _is_outcome(own["series"], changed):
            continue
        found[name] = changed
    return found


def stated(outcome: str, *, alternative: str | None = None, lags: int | None = None) -> Stated:
    """The equation of an outcome: the headline, or an alternative; `lags` replaces the number that leads.

    Raises
    ------
    EstimationError
        For an outcome or an alternative that is not stated.
    """
    fields, changed = _fields(outcome), {}
    if alternative is not None:
        known = alternatives(outcome)
        if alternative not in known:
            raise EstimationError(
                f"no alternative {alternative!r} is stated for {outcome}; there are {', '.join(known)}."
            )
        changed = known[alternative]
    first, last = fields["sample"].split(" .. ")
    get = {**fields, "headline lags": changed.get("lags", fields["headline lags"]), **changed}
    starts = tuple(get["block starts"].split(" / ")) if "block starts" in get else ()
    kind = get["seasonal"]
    seasonal = Seasonal(
        effects=EFFECTS[kind],
        means=get["means"],
        years=int(get["block years"]),
        anchor=int(get["block anchor"]),
        starts=starts,
        least=int(get["block least months"]),
    )
    return Stated(
        outcome=outcome,
        label=fields["label"],
        country=fields["country"],
        series=fields["series"],
        rate=get["rate"],
        foreign=() if get["control"] == "none" else tuple(get["control"].split(" | ")),
        lags=int(get["headline lags"]) if lags is None else lags,
        own_lags=int(get.get("own lags", 0)),
        first=max(first, changed.get("first", first)),
        last=min(last, changed.get("last", last)),
        steps=None if get["tax steps"] == "none" else get["tax steps"],
        seasonal=seasonal,
        filtered=kind == "filtered",
        inference=get["inference"],
        kind=fields["class"],
        alternative=alternative,
        changed=changed,
    )


def _fields(outcome: str) -> dict[str, str]:
    table = rows()
    own = table[table["scope"] == outcome]
    country = own.loc[own["field"] == "country", "value"]
    if country.empty:
        raise EstimationError(f"no outcome {outcome!r} is stated; there are {', '.join(outcomes())}.")
    found: dict[str, str] = {}
    for scope in ("all", country.iloc[0], outcome):
        part = table[(table["scope"] == scope) & (table["field"] != "alternative")]
        found |= dict(zip(part["field"], part["value"], strict=True))
    # An outcome says "steps" where a country says "tax steps".
    found["tax steps"] = found.get("steps", found["tax steps"])
    found["label"] = own.loc[own["field"] == "series", "reason"].iloc[0]
    return found


#: What a series is made of, where that forbids it on the other side of the equation.
_MADE_OF = {
    "jp_import_price_yen": {"jp_invoice_rate"},
    "jp_import_price_contract": {"jp_invoice_rate", "jp_import_price_contract"},
}


def _is_outcome(series: str, changed: dict[str, str]) -> bool:
    used = {changed.get("rate"), *changed.get("control", "").split(" | ")}
    return bool(used & _MADE_OF.get(series, set()))
