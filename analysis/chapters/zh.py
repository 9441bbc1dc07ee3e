"""The page in Chinese: the conditions of its sentences."""

from __future__ import annotations

import pandas as pd

from analysis import claims, report


def hold_prices(dock: pd.Series, shop: pd.Series, sooner: float, p_changes: pd.Series) -> None:
    """What is said of import prices (dock) and of consumer prices (shop; `sooner` after one year)."""
    rises = bool(dock["low"] > 0)
    near_one, a_tenth = 0.8 < dock["estimate"] < 1.2, 0.07 < shop["estimate"] < 0.15
    report.sentences.hold({
        "日元贬值时，日本进口价格几乎同幅上升，消费者价格的升幅约为贬值幅度的十分之一": (
            rises and near_one and a_tenth
        ),
        "进口价格几乎一比一，消费者价格约十分之一，而且传导得慢": (
            near_one and a_tenth and shop["estimate"] > sooner
        ),
        "日元名义有效汇率每贬值 1%，在世界价格不变时，日本的日元计价进口价格十二个月后上升约": rises,
        "消费者价格二十四个月后上升约": shop["low"] > 0,
        "2013年以来没有可以证实的变化": (p_changes > 0.05).all(),
    })  # fmt: skip


def hold_split(before: float, after: float) -> None:
    """Whom the split of cash favours, by Japan's percent before and after its amount is returned."""
    report.sentences.hold({
        "现金流的分配对美国有利": after < 50 <= before,
        "现金流由两国平分；此后美国得九成，日本得一成": before == 50 and after == 10,
    })  # fmt: skip


def hold_counts() -> None:
    """Each count of verdicts beside its word, and no verdict without one."""
    five = sorted(claims.VERDICTS) == ["contradicted", "open", "partly", "supported", "unverifiable"]
    report.sentences.hold({
        "| 支持 | {glue:text}`verdicts.ipynb::verdicts_supported:s` |": five,
        "| 部分成立 | {glue:text}`verdicts.ipynb::verdicts_partly:s` |": five,
        "| 与证据相反 | {glue:text}`verdicts.ipynb::verdicts_contradicted:s` |": five,
        "| 尚无定论 | {glue:text}`verdicts.ipynb::verdicts_open:s` |": five,
        "| 无法核实 | {glue:text}`verdicts.ipynb::verdicts_unverifiable:s` |": five,
    })  # fmt: skip
