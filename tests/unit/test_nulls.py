"""The registry of nulls, and the rule that refuses a null without what it would have found."""

import nbformat
import pytest

from analysis.errors import EstimationError, NotebookError
from analysis.passthrough.core.simulated_power import FORMULA, PLACEBO, SIMULATED, Null
from analysis.report.author import nulls, session
from analysis.report.build.readers import nulls_digest, nulls_of
from analysis.report.rules import nulls as rule
from analysis.report.rules.page import Cell, Page

NULL = Null("yen", 0.1, -0.1, 0.3, 0.27, "percent", 0.1, "by hand")


def output(key="yen_found", null=NULL):
    fields = {field: getattr(null, field) for field in nulls.FIELDS}
    about = {"scrapbook": {"name": key}, "report": {"kind": "null", "key": key, **fields}}
    return {"output_type": "display_data", "data": {}, "metadata": about}


def page(tmp_path, name, text, *outputs):
    cells = (Cell(1, "code", "1", list(outputs)), Cell(2, "markdown", text))
    return Page(tmp_path / f"{name}.ipynb", f"chapters/{name}.ipynb", True, cells)


def found(tmp_path, text, *outputs):
    return list(
        rule.findings(
            [
                page(tmp_path, "japan", text, *outputs),
                page(tmp_path, "other", "Nothing of the kind.", output("there")),
            ]
        )
    )


SENTENCE = "The response cannot be told from zero"


@pytest.mark.parametrize(
    "phrase",
    [
        SENTENCE,
        "**No change** since 2013 **can be\nshown**",
        "The test finds no change",
        "no change is shown",
        "Producer prices are not told from zero",
        "none moved",
        "no date stands out",
        "Outflows do not show it",
        "Since 2016 no response of the price of goods can be told from zero",
        "No break in the mean change alone is found",
        "makes no difference that could be seen",
    ],
)
def test_a_null_alone_is_refused(tmp_path, phrase):
    (finding,) = found(tmp_path, f"{phrase}.")
    assert finding.rule == "null" and "would have been found" in finding.remedy


def test_with_what_it_would_have_found_it_passes(tmp_path):
    text = f"{SENTENCE}; {{glue:text}}`yen_found` would have been found\nfour times in five."
    assert not found(tmp_path, text, output())
    assert not found(tmp_path, f"{SENTENCE} ({{glue:text}}`other.ipynb::there:s` would have been found).")


def test_just_below_what_is_asked(tmp_path):
    """The words without the number, the number without the words, a number that is no null, one of another
    paragraph."""
    role = "{glue:text}`yen_found`"
    assert found(tmp_path, f"{SENTENCE}; a large one would have been found.", output())
    assert found(tmp_path, f"{SENTENCE} ({role}).", output())
    assert found(tmp_path, f"{SENTENCE} ({role} would have been found).")
    assert found(tmp_path, f"{SENTENCE}.\n\n{role} would have been found.", output())
    assert found(
        tmp_path, f"{SENTENCE} ({{glue:text}}`other.ipynb::yen_found:s` would have been found).", output()
    )


def test_a_reason_lets_it_stand_and_an_empty_one_does_not(tmp_path):
    assert not found(tmp_path, f"{SENTENCE}. <!-- null: a definition -->")
    assert found(tmp_path, f"{SENTENCE}. <!-- null: -->")


@pytest.mark.parametrize(
    "text", ["No change of plan was announced.", "It can be told from zero.", "Nothing was paid out."]
)
def test_other_sentences_are_left_alone(tmp_path, text):
    assert not found(tmp_path, text)


@pytest.fixture
def emitted(monkeypatch):
    kept = []
    session.forget()
    monkeypatch.setattr(session, "emit", lambda data, metadata: kept.append((data, metadata)))
    yield kept
    session.forget()


def test_what_is_published_comes_back_from_the_stored_page(emitted):
    nulls.publish(digits=3, yen_found=NULL)
    ((data, metadata),) = emitted
    assert list(data.values()) == ["'0.270'"] and metadata["scrapbook"]["name"] == "yen_found"
    cell = nbformat.v4.new_code_cell(
        "1", outputs=[nbformat.v4.new_output("display_data", data, metadata=metadata)]
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    (fields,) = nulls_of(notebook)
    assert fields.pop("key") == "yen_found" and Null(**fields) == NULL
    assert nulls_digest(notebook) != nulls_digest(nbformat.v4.new_notebook())


def test_a_null_that_cannot_be_graded_is_refused(emitted):
    with pytest.raises(NotebookError, match="which effect would matter"):
        nulls.publish(yen_found=Null("yen", 0, -1, 1, 0.2, "percent"))
    with pytest.raises(NotebookError, match="which effect would matter"):
        nulls.publish(yen_found=Null("yen", 0, -1, 1, 0.2, "percent", 0.1))
    with pytest.raises(NotebookError, match="low is -inf"):
        nulls.publish(yen_found=Null("yen", 0, float("-inf"), 1, 0.2, "percent", 0.1, "by hand"))
    with pytest.raises(EstimationError, match="comes from one of"):
        Null("yen", 0, -1, 1, 0.2, "percent", how="guessed")
    with pytest.raises(EstimationError, match="it is positive"):
        Null("yen", 0, -1, 1, 0.0, "percent")
    assert not emitted and {SIMULATED, PLACEBO, FORMULA} == set(nulls_how())


def nulls_how():
    from analysis.passthrough.core.simulated_power import HOW

    return HOW
