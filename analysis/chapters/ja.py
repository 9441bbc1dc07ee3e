"""The page in Japanese: the conditions of its sentences."""

from __future__ import annotations

import pandas as pd

from analysis import claims, report


def hold_prices(dock: pd.Series, shop: pd.Series, sooner: float, p_changes: pd.Series) -> None:
    """What is said of import prices (dock) and of consumer prices (shop; `sooner` after one year)."""
    rises = bool(dock["low"] > 0)
    near_one, a_tenth = 0.8 < dock["estimate"] < 1.2, 0.07 < shop["estimate"] < 0.15
    report.sentences.hold({
        "円が下がると、日本の輸入物価はほぼ同じだけ上がるが、消費者物価はその約十分の一しか上がらない": (
            rises and near_one and a_tenth
        ),
        "輸入物価はほぼ一対一、消費者物価は約十分の一、しかもゆっくりと動く": (
            near_one and a_tenth and shop["estimate"] > sooner
        ),
        "円の名目実効為替レートが 1% 下がると、世界価格が変わらなければ、十二か月後の円ベースの輸入物価は約"
        "{glue:text}`index.ipynb::index_import:s`%（95% 信頼区間 {glue:text}`index.ipynb::index_import_low:s`"
        "〜{glue:text}`index.ipynb::index_import_high:s`）上がり": rises,
        "二十四か月後の消費者物価は約{glue:text}`index.ipynb::index_consumer:s`%"
        "（{glue:text}`index.ipynb::index_consumer_low:s`〜{glue:text}`index.ipynb::index_consumer_high:s`）"
        "上がる": shop["low"] > 0,
        "2013年以降に変化があったとは言えない": (p_changes > 0.05).all(),
    })  # fmt: skip


def hold_split(before: float, after: float) -> None:
    """Whom the split of cash favours, by Japan's percent before and after its amount is returned."""
    report.sentences.hold({
        "資金の配分は米国に有利である": after < 50 <= before,
        "資金の配分は米国に有利で、": after < 50 <= before,
        "両国が半分ずつ受け取り、その後は米国が九割、日本が一割を受け取る": before == 50 and after == 10,
    })  # fmt: skip


def hold_counts() -> None:
    """Each count of verdicts beside its word, and no verdict without one."""
    five = sorted(claims.VERDICTS) == ["contradicted", "open", "partly", "supported", "unverifiable"]
    report.sentences.hold({
        "| 支持される | {glue:text}`verdicts.ipynb::verdicts_supported:s` |": five,
        "| 一部成り立つ | {glue:text}`verdicts.ipynb::verdicts_partly:s` |": five,
        "| 証拠に反する | {glue:text}`verdicts.ipynb::verdicts_contradicted:s` |": five,
        "| 未決 | {glue:text}`verdicts.ipynb::verdicts_open:s` |": five,
        "| 検証不能 | {glue:text}`verdicts.ipynb::verdicts_unverifiable:s` |": five,
    })  # fmt: skip
