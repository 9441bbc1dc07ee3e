"""The scorecard of verdicts and the drawing of the chain: what they show, and what they refuse."""

from importlib.metadata import entry_points
from types import SimpleNamespace

import matplotlib

matplotlib.use("agg")

import pandas as pd
import pytest

from analysis import claims
from analysis.errors import NotebookError
from analysis.report.author import chain, scorecard, sentences, session, style

VERDICTS = {
    "C07": SimpleNamespace(verdict="open"),
    "C01": SimpleNamespace(verdict="supported"),
    "C12": SimpleNamespace(verdict="supported"),
    "C03": SimpleNamespace(verdict="contradicted"),
}
SAID = {"C01": "One.", "C03": " Three ", "C07": "Seven, or so", "C12": "Twelve"}
CHAIN = pd.DataFrame(
    [("Dock", "imports", 0.9, 0.7, 1.1), ("Shop", "consumers", 0.1, 0.05, 0.15)], columns=list(chain.COLUMNS)
)
WORDS = {"first": "Yen"}
ABOVE = {
    "title": sentences.held("The shop hardly follows the dock", bool(CHAIN["high"][1] < CHAIN["low"][0])),
    "subtitle": "Price change, %; simulated",
}


@pytest.fixture
def shown(monkeypatch):
    """What is handed to the notebook: pieces and metadata."""
    found = []
    style.apply()  # as the set-up cell of a page does
    monkeypatch.setattr(session, "emit", lambda data, metadata: found.append((data, metadata["report"])))
    session.forget()
    yield found
    session.forget()


def test_groups_come_in_the_order_of_verdicts_and_count_their_tiles():
    groups = scorecard.grouped(VERDICTS, scorecard.WORDS, SAID)
    assert [(one["verdict"], one["count"]) for one in groups] == [
        ("supported", 2),
        ("contradicted", 1),
        ("open", 1),
    ]
    assert [tile["claim"] for tile in groups[0]["tiles"]] == ["C01", "C12"]
    assert groups[1]["tiles"] == [{"claim": "C03", "label": "claim-c03", "says": "Three"}]


def test_every_verdict_has_a_word():
    assert set(scorecard.WORDS) == set(claims.VERDICTS)


def test_a_scorecard_names_all_claims_and_speaks_the_language_of_its_page(shown):
    words = {**scorecard.WORDS, "supported": "得到支持"}
    scorecard.show(VERDICTS, name="score-x", words=words, said=SAID, hint="一格一论断")
    ((data, report),) = shown
    assert data["text/plain"] == (
        "Scorecard score-x: 4 claims\n2 得到支持: C01 C12\n1 contradicted: C03\n1 open: C07"
    )
    assert (report["kind"], report["hint"]) == ("scorecard", "一格一论断")
    assert sum(len(group["tiles"]) for group in report["groups"]) == 4


def test_the_claims_say_what_the_ledger_says(shown):
    scorecard.show({"C01": SimpleNamespace(verdict="open")}, name="score-x")
    assert shown[0][1]["groups"][0]["tiles"][0]["says"] == claims.ledger().loc["C01", "claim"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "tab-x"}, "no name of a scorecard"),
        ({"name": "score-"}, "no name of a scorecard"),
        ({"verdicts": {}}, "no verdicts"),
        ({"words": {"supported": "s"}}, "no word for"),
        ({"said": {**SAID, "C07": " "}}, "nothing says what C07 claims"),
    ],
)
def test_what_a_scorecard_refuses(shown, change, message):
    given = {"verdicts": VERDICTS, "name": "score-x", "said": SAID} | change
    with pytest.raises(NotebookError, match=message):
        scorecard.show(given.pop("verdicts"), **given)
    assert not shown


def test_a_chain_is_a_figure_with_its_data(shown):
    chain.show(CHAIN, name="fig-x-chain", **ABOVE, caption="A chain",
               alt="Two bars from zero, the second shorter: x.", source="a source in words",
               **WORDS)  # fmt: skip
    ((data, report),) = shown
    assert (report["kind"], report["name"], sorted(report["svg"])) == (
        "figure",
        "fig-x-chain",
        ["narrow", "wide"],
    )
    assert data["image/png"]
    assert report["csv"].splitlines()[1] == "Dock,imports,0.9,0.7,1.1"
    assert "fingerprint" in data["text/plain"]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (CHAIN.rename(columns={"low": "lower"}), "give rows with the columns"),
        (CHAIN.assign(high=0.2), "does not hold its estimate"),
        (CHAIN.assign(low=[-0.1, 0.05]), "below zero"),
    ],
)
def test_what_a_chain_refuses(shown, frame, message):
    with pytest.raises(NotebookError, match=message):
        chain.show(frame, name="fig-x-chain", **ABOVE, caption="A chain", source="a source in words",
                   alt="Two bars from zero, the second shorter: x.", **WORDS)  # fmt: skip
    assert not shown


def test_the_renderer_of_both_is_registered_with_myst_nb():
    assert "cover" in entry_points(group="myst_nb.mime_renderers").names, (
        "reinstall: pip install --no-deps -e ."
    )
