"""Frames and held sentences of the page on motives, on numbers made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.chapters.motives import sentences, tables
from analysis.errors import NotebookError
from analysis.quantities import Quantity

PLEDGES = {
    "Japan": Quantity("japan", 550.0, "billion US dollars", 0),
    "Korea": Quantity("korea", 350.0, "billion US dollars", 0),
    "Taiwan": Quantity("taiwan", 500.0, "billion US dollars", 0, "at least"),
}


def test_a_pledge_is_divided_by_a_gdp_that_is_in_the_data():
    shown = tables.pledges(PLEDGES, {"Japan": 4000.0, "Korea": 1750.0}, 2024)
    assert shown["Percent of GDP, 2024"].tolist() == ["13.8", "20.0", "not in the data"]
    assert shown["Headline, billion dollars"].tolist() == ["550", "350", "at least 500"]


def test_a_step_is_said_with_the_interval_that_the_placebo_dates_ask_for():
    step = SimpleNamespace(interval=(-1.26, 2.0), trended=SimpleNamespace(estimate=0.37))
    assert tables.widened(step) == "0.4 (interval widened by placebo dates −1.3 to 2.0)"


def test_sectors_are_shares_of_the_batches_and_say_where_they_stand():
    projects = pd.DataFrame(
        {
            "list": ["batch_1"] * 3,
            "sector": ["gas_power", "gas_power", "machinery"],
            "amount_usd_bn": [20.0, 10.0, 10.0],
            "stage": ["announced", "candidate", "candidate"],
        }
    )
    fields = pd.Series(
        {"semiconductors": "Semiconductors", "energy": "Energy, pipelines", "critical_minerals": "x"}
    )
    found = tables.sectors(projects, fields)
    assert found.loc["gas_power", ["announced", "stands in", "label"]].tolist() == [
        75.0, "memorandum (energy)", "gas power",
    ]  # fmt: skip
    assert found.loc["machinery", ["announced", "stands in", "label"]].tolist() == [
        25.0, "article", "machinery (candidate)",
    ]  # fmt: skip
    assert found.loc["semiconductors", ["announced", "stands in"]].tolist() == [
        0.0, "memorandum (semiconductors) and article",
    ]  # fmt: skip


def test_a_pledge_that_is_no_lower_bound_stops_the_sentence():
    sentences.pledges(PLEDGES, {"Japan": 4000.0, "Korea": 1750.0})
    exact = PLEDGES | {"Taiwan": Quantity("taiwan", 500.0, "billion US dollars", 0)}
    with pytest.raises(NotebookError, match="is a lower bound"):
        sentences.pledges(exact, {"Japan": 4000.0, "Korea": 1750.0})
    with pytest.raises(NotebookError, match="smaller than"):
        sentences.pledges(PLEDGES, {"Japan": 4000.0, "Korea": 2546.0})  # 13.75 and 13.747 percent


def test_the_alternative_text_on_rates_is_held():
    months = pd.period_range("2024-11", "2025-02", freq="M")
    ranks = {"policy rate": 90.0}
    shown = {name: pd.Series([0.9, 0.99, 1.0, 1.1], months) for name in ("policy rate", "three months")}
    sentences.rates(shown, ranks)
    shown["three months"] = pd.Series([0.9, 1.0, 1.0, 1.1], months)
    with pytest.raises(NotebookError, match="below one percent to 2024"):
        sentences.rates(shown, ranks)
