"""The first page: the links of the chain side by side, and the conditions of the summary's sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import claims, data, quantities, report

#: Outcome of the specification: label in the figure of links, months after which it is stated.
LINKS = {
    "jp_import_yen": ("Japan: import, yen", 12),
    "jp_import_contract": ("Japan: import, contract", 12),
    "jp_producer": ("Japan: producer", 24),
    "jp_consumer": ("Japan: consumer", 24),
    "us_import_japan": ("US: import, Japan", 12),
    "us_import_china": ("US: import, China", 12),
    "us_consumer": ("US: consumer, broad dollar", 24),
}
#: Outcome of each station of the first figure: its name, what is measured there.
STATIONS = {
    "jp_import_yen": ("At the dock", "import prices, a year on"),
    "jp_producer": ("In the factory", "producer prices, two years on"),
    "jp_consumer": ("In the shop", "consumer prices, two years on"),
}
#: Estimands of the specification, as a label says them.
ESTIMANDS = ("fixed", "free")


def stations(estimates: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a station of the first figure: the estimate with world prices fixed, where it is stated."""
    rows = []
    for outcome, (name, measure) in STATIONS.items():
        at = estimates[outcome].loc[(LINKS[outcome][1], "fixed")]
        rows.append((name, measure, *(float(at[part]) for part in ("estimate", "low", "high"))))
    return pd.DataFrame(rows, columns=list(report.chain.COLUMNS))


def stations_words(frame: pd.DataFrame, estimates: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Title, subtitle, caption and alternative text of the first figure, and what its first bar is."""
    dock, shop = frame["estimate"].iloc[[0, -1]]
    said = "; ".join(
        f"{row.station.lower()}, {row.measure}, {row.estimate:.2f} percent"
        f" ({report.numbers.span(row.low, row.high)})"
        for row in frame.itertuples()
    )
    return {
        "title": report.sentences.held(
            "Import prices follow the yen, shop prices by a tenth", 0.8 < dock < 1.2 and 0.07 < shop < 0.15
        ),
        "subtitle": (
            f"Price change in Japan {report.headings.fall('the yen at its effective rate')}, %, world prices"
            f" held; {_sample(estimates['jp_consumer'], estimates['jp_import_yen'])}; thin lines:"
            f" {report.headings.level()} intervals"
        ),
        "caption": "Prices in Japan along the chain",
        "alt": f"Bars from zero under a bar of one percent, each shorter than the last: {said}.",
        "first": "The yen falls",
    }


def _sample(table: pd.DataFrame, imports: pd.DataFrame | None = None) -> str:
    ends = table[["first", "last"]].iloc[0].tolist()
    return report.headings.period(ends, None if imports is None else imports["last"].iloc[0])


def links(estimates: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row an outcome and estimand, at the horizon (months) at which the outcome is stated."""
    columns = ["estimate", "std_error", "low", "high"]
    rows = {
        f"{label}, {estimand}": estimates[outcome].loc[(lags, estimand), columns]
        for outcome, (label, lags) in LINKS.items()
        for estimand in ESTIMANDS
    }
    return pd.DataFrame(rows).T.astype(float).rename_axis("link")


def draw_links(frame: pd.DataFrame) -> Any:
    """Estimates with intervals, Japan's in blue and those of the United States in vermillion."""
    fig, ax = report.figures.new(height=5.2)
    colours = ["blue" if label.startswith("Japan") else "vermillion" for label in frame.index]
    report.figures.intervals(
        ax, list(frame.index), frame["estimate"], frame["low"], frame["high"], colours, reference=(0, 1)
    )
    ax.set_xlabel("percent per 1 % fall of the currency")
    return fig


def links_words(frame: pd.DataFrame, estimates: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Title, subtitle, caption and alternative text of the figure of links."""
    at = frame["estimate"]
    american = at.iloc[8:12]
    return {
        "title": report.sentences.held(
            "Japan's import prices follow its currency more than America's do",
            frame["low"].iloc[:2].min() > frame["high"].iloc[8:12].max(),
        ),
        "subtitle": (
            f"Price change {report.headings.fall('the currency')}, one year (imports) or two on, %; Japan"
            f" {_sample(estimates['jp_consumer'], estimates['jp_import_yen'])}, US to"
            f" {_sample(estimates['us_consumer']).split(' to ')[1]}; lines hold {report.headings.level()}"
        ),
        "caption": "Pass-through at each link, world prices fixed and free",
        "alt": "Fourteen estimates with intervals, two a link: Japanese import prices in yen near one, in"
        f" contract currency {at.iloc[2]:.2f} and {at.iloc[3]:.2f},"
        " producer prices near a fifth, consumer prices near a tenth"
        f" ({at.iloc[6]:.2f}); US import prices from Japan and China between {american.min():.2f} and"
        f" {american.max():.2f}, US consumer prices {at.iloc[12]:.2f} and {at.iloc[13]:.2f}.",
    }


def covered() -> str:
    """To when the facts of the scheme and the data reach, as "facts to 9 October 2026, data to October 2026".

    The first is the last day to which the timeline was searched on all of its topics, the second the newest
    month or quarter that any series of the catalogue has.
    """
    newest = report.headings.period([str(data.status().attrs["as_of"])] * 2)
    return f"facts to {quantities.facts_to()}, data to {newest}"


def in_chinese(day: str) -> str:
    """2026-11-28 as 2026年11月28日, which Japanese reads as well."""
    year, month, day = map(int, str(day).split("-"))
    return f"{year}年{month}月{day}日"


def hold_links(at: pd.Series) -> None:
    """What the figure's alternative text says of Japan's estimates, world prices fixed."""
    report.sentences.hold({
        "producer prices near a fifth, consumer prices near a tenth": (
            0.15 < at["Japan: producer, fixed"] < 0.25 and 0.07 < at["Japan: consumer, fixed"] < 0.15
        ),
        "Pass-through at each link, world prices fixed and free": (
            {name.rsplit(", ", 1)[1] for name in at.index} == {"fixed", "free"}
        ),
    })  # fmt: skip


def hold_answer(stations: pd.DataFrame, stated: Any) -> None:
    """The answer at the top and the first figure; `stated` is the funding as ministers state it."""
    dock, factory, shop = stations["estimate"]
    report.sentences.hold({
        "As ministers state it, the plan sells no yen": stated.converted == 0,
        "of a weaker yen the shop sees a tenth": 0.07 < shop < 0.15,
        "World prices held, a yen lower by one percent goes with import prices\n"
        "{glue:text}`index_import` percent higher after a year, consumer prices": (
            stations["low"].min() > 0
        ),
        "each shorter than the last": 1 > dock > factory > shop,
        "the plan as ministers state it sells no yen": stated.converted == 0,
    })  # fmt: skip


def hold_estimates(dock: pd.Series, shop: pd.Series, shop_after_a_year: float, p_changes: pd.Series) -> None:
    """What the English summary says of import prices (dock) and of consumer prices (shop)."""
    report.sentences.hold({
        "The dock moves nearly one for one with the yen, the shop by about a tenth, and slowly": (
            0.8 < dock["estimate"] < 1.2
            and 0.07 < shop["estimate"] < 0.15
            and shop["estimate"] > shop_after_a_year
        ),
        "higher are import prices in yen a year on,"
        " for a yen lower by one percent by its effective rate": dock["low"] > 0,
        "higher are consumer prices two years on,\n  for the same fall;"
        " where the response ends is not known": shop["low"] > 0,
        "since 2013 in the response of consumer prices\n  that would have been found four times in five,"
        " by a test of its own; no change can be shown": (p_changes > 0.05).all(),
    })  # fmt: skip


def hold_meaning(stations: pd.DataFrame, us_consumer: pd.Series) -> None:
    """What the results mean for whom: prices of Japan and of the United States."""
    dock, factory, _ = stations["estimate"]
    report.sentences.hold({
        "In Japan a yen lower by a tenth goes with consumer prices"
        " {glue:text}`japan.ipynb::japan_ten_percent:s` percent higher": stations["low"].min() > 0,
        "In the United States consumer prices go with a dollar weaker by one percent by"
        " {glue:text}`united_states.ipynb::united_states_consumer:s` at a given oil price,\n"
        "  which cannot be told from zero": us_consumer["low"] < 0 < us_consumer["high"],
        "In Japan nearly the whole of a lower yen is met at the dock": 0.8 < dock < 1.2,
        "while producer prices are\n  {glue:text}`japan.ipynb::japan_producer:s` higher"
        " two years after a fall of one percent": 0 < factory < dock,
    })  # fmt: skip


def hold_split(before: float, after: float) -> None:
    """Whom the split of cash favours, by Japan's percent before and after its amount is returned."""
    report.sentences.hold({"The split favours the United States": after < 50 <= before})


def hold_counts() -> None:
    """Each count of verdicts beside its word."""
    report.sentences.hold({
        "By claim, {glue:text}`verdicts.ipynb::verdicts_supported:s` of"
        " {glue:text}`verdicts.ipynb::verdicts_claims:s` are supported and\n"
        "{glue:text}`verdicts.ipynb::verdicts_contradicted:s` contradicted": (
            {"supported", "contradicted"} < set(claims.VERDICTS)
        ),
    })  # fmt: skip


def hold_chain(dock: pd.Series, shop: pd.Series, producer: float) -> None:
    """That the links of Japan's chain get weaker from import prices (dock) to consumer prices (shop)."""
    report.sentences.hold({
        "In Japan the later ones are weaker: at the dock {glue:text}`index_import` percent, in the shop\n"
        "{glue:text}`index_consumer`": dock["estimate"] > producer > shop["estimate"],
    })  # fmt: skip
