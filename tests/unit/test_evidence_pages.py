"""From stored outputs to cards and to the page of all numbers."""

from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes

from analysis.report.author.numbers import PREFIX
from analysis.report.pages import all_numbers, cite, displayed, evidence_cards, stored
from analysis.report.rules.page import Cell, Page

RECORD = {
    "parts": [
        {
            "value": 0.6213456789,
            "low": 0.3861,
            "high": 0.8565,
            "coverage": 0.95,
            "n": 228,
            "first": "2001-01",
            "last": "2019-12",
        }
    ],
    "tables": ["boj_cgpi_neer_monthly", "jp_cpi_monthly", "specification"],
}


def output(key, text, **more):
    metadata = {"scrapbook": {"name": key, "mime_prefix": PREFIX, **more.pop("scrapbook", {})}, **more}
    return nbformat.v4.new_output("display_data", {f"{PREFIX}text/plain": text}, metadata=metadata)


@pytest.fixture
def notebook():
    first = nbformat.v4.new_code_cell("publish()")
    first.outputs = [output("japan_long", "'0.62 <percent>'", evidence=RECORD), output("japan_n", "228")]
    second = nbformat.v4.new_code_cell("publish()")
    second.outputs = [
        output("japan_pledge", "'at least 250'", scrapbook={"quantity": "pledge", "value": "250.0"}),
        output("japan_when", "'August 2026'"),
        nbformat.v4.new_output("stream", text="words"),
    ]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Japan"), first, second])


def test_the_record_of_a_number_is_read_with_its_cell(notebook):
    found = stored.numbers(notebook)
    assert found["japan_long"] == {"text": "0.62 <percent>", "cell": 2, **RECORD}
    assert list(found) == ["japan_long", "japan_n", "japan_pledge", "japan_when"]


def test_outputs_without_a_record_have_what_they_show(notebook):
    found = stored.numbers(notebook)
    assert found["japan_n"] == {"text": "228", "cell": 2, "parts": [{"value": 228}]}
    assert found["japan_pledge"] == {"text": "at least 250", "cell": 3, "parts": [{"value": 250.0}]}
    assert found["japan_when"] == {"text": "August 2026", "cell": 3}


def page(name, text="", code=(), modules=()):
    cells = [Cell(1, "markdown", text)] + [Cell(2, "code", source) for source in code]
    return Page(
        SimpleNamespace(stem=name), f"chapters/{name}.ipynb", True, tuple(cells),
        modules=tuple(Cell(0, "module", source) for source in modules),
    )  # fmt: skip


TEXT = """Prices are **higher by
{glue:text}`japan_long:.2f` percent** than before. Wages ({glue:text}`japan_n`) are lower than prices.

Nothing is said of {glue:text}`japan_when:s` here."""


def test_a_number_has_the_conditions_of_its_own_sentence_only():
    code = 'report.sentences.hold({"Prices are higher by": low > 0, "are lower than prices": x < y})'
    found = stored.conditions([page("japan", TEXT, [code])])
    assert found == {
        "japan": {
            "japan_long": [["Prices are higher by", "low > 0"]],
            "japan_n": [["are lower than prices", "x < y"]],
        }
    }


def test_conditions_come_from_modules_and_from_other_pages_too():
    text = "It is higher than {glue:text}`japan.ipynb::japan_long:s` now."
    other = page("japan", modules=['sentences.hold({"It is higher than": a > b}, page="index")'])
    assert stored.conditions([page("index", text), other]) == {
        "index": {"japan_long": [["It is higher than", "a > b"]]}
    }


def test_a_quotation_across_a_number_leaves_the_number_out():
    code = 'report.sentences.hold({"higher by {glue:text}`japan_long:.2f` percent than": ok})'
    assert stored.conditions([page("japan", TEXT, [code])])["japan"]["japan_long"] == [
        ["higher by … percent than", "ok"]
    ]


def test_a_long_condition_is_cut_and_no_more_than_three_are_shown():
    text = "One two three, four five six, seven eight nine, ten is {glue:text}`a_b`."
    quoted = ["One two three", "four five six", "seven eight nine", "ten is {glue:text}`a_b`"]
    code = "s.hold({" + ", ".join(f"{words!r}: {'x + ' * 100}1 > 0" for words in quoted) + "})"
    found = stored.conditions([page("p", text, [code])])["p"]["a_b"]
    assert [words for words, _ in found] == quoted[:3]
    assert all(len(condition) == stored.LONGEST for _, condition in found)


@pytest.fixture
def env(tmp_path, notebook):
    """As much of a Sphinx environment as the page of all numbers asks."""
    nbformat.write(notebook, tmp_path / "japan.ipynb")
    return SimpleNamespace(
        found_docs={"chapters/japan", "chapters/data_catalogue", "chapters/all_numbers", "chapters/index"},
        doc2path=lambda doc: tmp_path / (f"{doc.split('/')[1]}.{'ipynb' if 'japan' in doc else 'md'}"),
        toctree_includes={"chapters/index": ["chapters/japan", "chapters/all_numbers"]},
        config=SimpleNamespace(root_doc="chapters/index"),
        titles={"chapters/japan": nodes.title("", "Japan & yen")},
    )


def test_a_row_says_value_interval_and_sample(env):
    html = all_numbers.as_html(env, lambda doc: f"{doc.split('/')[1]}.html")
    assert html.count("<tr id=") == 4
    row = next(line for line in html.splitlines() if 'id="evidence-japan_long"' in line)
    assert "<td>0.62 &lt;percent&gt;</td><td>0.3861 to 0.8565 (95 %)</td>" in row
    assert html.count("<table") == 1 and "--rows: 4" in html
    assert '<h2 id="numbers-japan"><a href="japan.html">Japan &amp; yen</a></h2>' in html
    assert "<td>2001-01 to 2019-12, n = 228</td>" in row
    assert 'href="japan.html#cell-2"' in row
    assert 'href="data_catalogue.html#data-boj-cgpi-neer-monthly"' in row and "and 1 more" in row


def test_the_csv_has_everything_of_a_number(env):
    lines = all_numbers.as_csv(env).splitlines()
    assert lines[0].startswith("key,page,cell,text,value,low,high,unit,")
    assert lines[1].startswith("japan_long,japan,2,0.62 <percent>,0.6213456789,0.3861,0.8565,")
    assert lines[1].endswith("boj_cgpi_neer_monthly | jp_cpi_monthly | specification")
    assert len(lines) == 5


def test_tables_of_the_estimate_come_before_those_of_its_cell():
    number = {"parts": [{"tables": ["a"]}, {"tables": ["b", "a"]}], "tables": ["c"]}
    assert evidence_cards.tables_of(number) == ["a", "b"]
    assert evidence_cards.tables_of({"parts": [{"value": 1}], "tables": ["c"]}) == ["c"]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (
            "Bank of Japan, Search (vintage: 2026-10-07); Bank of Japan, CGPI (vintage: May …)",
            "Bank of Japan",
        ),
        ("own computation from World Bank (vintage: x); BEA (vintage: y)", "World Bank, BEA"),
        (
            "Several; each row names its source (vintage: x); BEA (vintage: y)",
            "BEA and others, named in each row",
        ),
        ("The memorandum, article 3", "The memorandum, article 3"),
        ("", ""),
    ],
)
def test_publishers_are_named_once_without_vintage(source, names):
    assert displayed.publishers(source) == names


def test_a_citation_names_book_edition_and_number():
    config = SimpleNamespace(author="The contributors", html_title="The yen", project="x")
    edition = {"title": "First edition", "date": "2026-11-25"}
    said = cite.words(config, edition, "Figure 2.1", "Prices", "https://example.org/a.html#fig-a")
    assert said == (
        "The contributors (2026). The yen. First edition, 2026-11-25. Figure 2.1, “Prices”. "
        "https://example.org/a.html#fig-a"
    )
    assert cite.words(config, edition, "Table 1", "A").endswith("Table 1, “A”.")
