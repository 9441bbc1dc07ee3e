"""The first page: the links of the chain side by side, and the conditions of the summary's sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import claims, report

#: Estimands of the specification, as a label says them.
ESTIMANDS = ("fixed", "free")


def links(estimates: Mapping[str, pd.DataFrame], stated: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """One row an outcome and estimand, at the horizon (months) at which the outcome is stated."""
    columns = ["estimate", "std_error", "low", "high"]
    rows = {
        f"{label}, {estimand}": estimates[outcome].loc[(lags, estimand), columns]
        for outcome, (label, lags) in stated.items()
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


def links_words(frame: pd.DataFrame) -> dict[str, str]:
    """Caption and alternative text of the figure of links."""
    at = frame["estimate"]
    american = at.iloc[8:12]
    return {
        "caption": "Pass-through at each link, world prices fixed and free",
        "alt": "Fourteen estimates with intervals, two a link: Japanese import prices in yen near one, in"
        f" contract currency {at.iloc[2]:.2f} and {at.iloc[3]:.2f},"
        " producer prices near a fifth, consumer prices near a tenth"
        f" ({at.iloc[6]:.2f}); US import prices from Japan and China between {american.min():.2f} and"
        f" {american.max():.2f}, US consumer prices {at.iloc[12]:.2f} and {at.iloc[13]:.2f}.",
    }


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


def hold_estimates(dock: pd.Series, shop: pd.Series, shop_after_a_year: float, p_changes: pd.Series) -> None:
    """What the English summary says of import prices (dock) and of consumer prices (shop)."""
    report.sentences.hold({
        "The dock moves nearly one for one with the yen, the shop by about a tenth, and slowly": (
            0.8 < dock["estimate"] < 1.2
            and 0.07 < shop["estimate"] < 0.15
            and shop["estimate"] > shop_after_a_year
        ),
        "a yen lower by one\npercent goes with import prices in yen"
        " {glue:text}`japan.ipynb::japan_import_yen:s` higher after a year"
        " and with consumer prices": dock["low"] > 0,
        "{glue:text}`japan.ipynb::japan_consumer:s` higher after two;"
        " where the response ends is not known": shop["low"] > 0,
        "No change since 2013 can be shown; one of": (p_changes > 0.05).all(),
    })  # fmt: skip


def hold_split(before: float, after: float) -> None:
    """Whom the split of cash favours, by Japan's percent before and after its amount is returned."""
    report.sentences.hold({"The split favours the United States": after < 50 <= before})


def hold_counts() -> None:
    """Each count of verdicts beside its word, in three languages, and no verdict without one."""
    report.sentences.hold({
        "By claim, {glue:text}`verdicts.ipynb::verdicts_supported:s` of"
        " {glue:text}`verdicts.ipynb::verdicts_claims:s` are supported and\n"
        "{glue:text}`verdicts.ipynb::verdicts_contradicted:s` contradicted": (
            {"supported", "contradicted"} < set(claims.VERDICTS)
        ),
        "{glue:text}`verdicts.ipynb::verdicts_supported:s`\n条得到支持，"
        "{glue:text}`verdicts.ipynb::verdicts_partly:s` 条部分成立，"
        "{glue:text}`verdicts.ipynb::verdicts_contradicted:s`\n条与证据相反，"
        "{glue:text}`verdicts.ipynb::verdicts_open:s` 条尚无定论，"
        "{glue:text}`verdicts.ipynb::verdicts_unverifiable:s`\n条无法核实": len(claims.VERDICTS) == 5,
        "支持されるものは {glue:text}`verdicts.ipynb::verdicts_supported:s`\n"
        "件、一部だけ成り立つものは {glue:text}`verdicts.ipynb::verdicts_partly:s` 件、"
        "証拠に反するものは\n{glue:text}`verdicts.ipynb::verdicts_contradicted:s` 件、"
        "未決は {glue:text}`verdicts.ipynb::verdicts_open:s`\n"
        "件、検証不能は {glue:text}`verdicts.ipynb::verdicts_unverifiable:s` 件である": (
            len(claims.VERDICTS) == 5
        ),
    })  # fmt: skip


def hold_translations(dock: pd.Series, shop: pd.Series, producer: float) -> None:
    """The Chinese and the Japanese summary: prices rise as the yen falls, each number beside its price."""
    report.sentences.hold({
        "日元有效汇率每贬值百分之一，在世界价格不变时，"
        "十二个月后日本的日元计价进口价格上升约 {glue:text}`index_import:s`%": dock["low"] > 0,
        "二十四个月后消费者价格上升约 {glue:text}`index_consumer:s`%": shop["low"] > 0,
        "円の実効為替レートが一パーセント下がると、世界価格が変わらなければ、"
        "十二か月後の円建て輸入物価は約\n{glue:text}`index_import:s`%": dock["low"] > 0,
        "二十四か月後の消費者物価は約\n{glue:text}`index_consumer:s`%"
        "（{glue:text}`index_consumer_low:s`〜{glue:text}`index_consumer_high:s`）上がる": shop["low"] > 0,
        "In Japan the later ones are weaker: at the dock {glue:text}`index_import` percent, in the shop\n"
        "{glue:text}`index_consumer`": dock["estimate"] > producer > shop["estimate"],
    })  # fmt: skip
