"""Titles of pages on data drawn up by hand: each holds on one side of its condition, stops on the other."""

import pandas as pd
import pytest

from analysis.chapters import explorer
from analysis.chapters.japan import titles as japan
from analysis.chapters.literature import titles as literature
from analysis.chapters.motives import words as motives
from analysis.chapters.risks import titles as risks
from analysis.chapters.state_view import titles as state_view
from analysis.chapters.which_shock import titles as which_shock
from analysis.errors import NotebookError

SHOCK = pd.DataFrame(
    {"robust_low": [-1.0, -0.2], "robust_high": [0.1, 2.0], "first": "1995Q4", "last": "2026Q1"}
)


def bars(funding):
    return pd.DataFrame(
        {"from": [0.0, -1.0, 0.0], "to": [funding, 2.0, 1.0]}, index=["money", "law", "hedge"]
    )


def one_end(last):
    months = pd.period_range("2020-01", periods=2, freq="M")
    still, moves = (
        pd.DataFrame({"fixed": [0.9, end], "fixed_low": 0.7, "fixed_high": 1.1}, index=months)
        for end in (0.9, last)
    )
    return {"jp_import_yen": still, "jp_consumer": moves}


def who(bank):
    return pd.DataFrame(
        {"United States": [5.0, 1.0], "insurer": [-1.0, -1.0], "state bank and equity": [-2.0, bank]}
    )


def losses(projects):
    return pd.Series({"Dollar cheaper": 2.7, "Projects a": projects, "Projects b": 5.0, "Tariff": 0.1})


def response(low):
    return pd.DataFrame({"estimate": [0.0], "low": [low], "high": [0.3], "detectable": [0.52]})


def published(last):
    names = [f"consumer: this book, foreign prices {word}, 24 months" for word in ("fixed", "free")]
    others = [("consumer: A", 0.05), ("consumer: B", 0.10), ("consumer: C", last), ("consumer: D", last)]
    return pd.DataFrame([(names[0], 0.11), (names[1], 0.12), *others], columns=["row", "estimate"])


MONTHS = pd.period_range("2005-01", "2026-02", freq="M")


@pytest.mark.parametrize(
    ("title", "holds", "turned", "said"),
    [
        (lambda x: explorer.bounds_heading(bars(x), "money", "law"), 3.1, 2.9, "The funding matters most"),
        (lambda x: japan.ends(one_end(x)), 1.09, 1.11, "The estimates hardly hang"),
        (lambda x: state_view.bearers(who(x)), 0.9, 1.1, "Japan's state loses in 2 of 2 cases"),
        (lambda x: risks.stress(losses(x)), 2.8, 2.6, "The state's project losses are the largest"),
        (lambda x: motives.specifications(response(x), MONTHS), -0.01, 0.01, "No response is seen; 0.5"),
        (lambda x: literature.forest(published(x), "Japan"), 0.10, 0.12, "Our consumer price estimate"),
        (
            lambda x: which_shock.sets({"a": SHOCK, "b": SHOCK.assign(robust_low=x)}),
            -0.01,
            0.01,
            "Whatever shock moves the yen",
        ),
    ],
)
def test_a_title_stands_on_one_side_of_its_condition_and_stops_on_the_other(title, holds, turned, said):
    assert title(holds)["title"].startswith(said)
    with pytest.raises(NotebookError, match="the numbers no longer bear out"):
        title(turned)
