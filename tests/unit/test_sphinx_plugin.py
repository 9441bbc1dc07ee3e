"""From a notebook to the page: one small book, executed, built strictly and read back."""

import csv
from importlib.metadata import entry_points

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from analysis.errors import NotebookError
from analysis.report.author import vector
from analysis.report.build import book

SETUP = """import pandas as pd
from analysis.data import load
from analysis.report import figures, numbers, sentences, setup, tables
setup()
prices = load("jp_import_price_yen")"""
FIGURE = """
data = pd.DataFrame({"import": [81.5, None, 193.7], "note": ["a, b", "c", "d"]},
                    index=pd.PeriodIndex(["2024-01", "2024-02", "2024-03"], freq="M", name="month"))
fig, ax = figures.new()
figures.line(ax, data["import"])
_ = ax.set_ylabel("Import prices, index, 2020 = 100")
figures.show(fig, name="fig-japan-chain",
             title=sentences.held("Prices <rose> & fell", bool(data["import"].max() > 100)),
             subtitle="Import prices in yen, 2020 = 100, January to March 2024",
             caption="Import prices and $e_t$", data=data,
             source="boj_cgpi_neer_monthly",
             alt='One line of "import prices" that rises from 81 to 194 & has a gap.')
"""
TABLE = """
frame = pd.DataFrame({("Japan", "low"): [0.31, -0.05], ("Japan", "high"): [0.62, None],
                      ("Source", "where"): ["[BoJ](https://www.boj.or.jp/)",
                                           "[there](#fig-japan-chain) < $5"]},
                     index=pd.Index(["Short", "Long"], name="Run"))
tables.show(frame, name="tab-japan-runs", caption="Pass-through by run", anchors=["run-short", "run-long"],
            notes=["In *per cent*, see {numref}`fig-japan-chain`."])
numbers.publish(japan_long=0.62345678, japan_months=595, japan_last="2026-08")
"""
ERRORS = """
tables.show(pd.DataFrame({"b": ["0.500\\n(0.100)"]}, index=["x"]),
            name="tab-japan-errors", caption="Errors under estimates")
"""
CARDS = """
claims = pd.DataFrame({"Id": ["C01", "C102"], "Verdict": ["partly\\nlast edition: open", "open"],
                       "Why": ["One.", "As C01, not C102b."]})
tables.show(claims, name="tab-japan-cards", caption="Claims after C102", index=False,
            anchors=["claim-c01", "claim-c102"], badges=["Verdict"], folded=["Why"])
"""
TWICE = """
try:
    numbers.publish(japan_long=1.0)
except ValueError as error:
    print(error)
"""
PROSE = """Long run {glue:text}`japan_long:.2f`, {glue:text}`japan_months` months to {glue:text}`japan_last`,
{glue:}`japan_last`."""
INDEX = """# Summary of C01

Of C102 and `C77`, see [C01](#run-long).

{numref}`fig-japan-chain` and {numref}`tab-japan-runs`, [long run](#run-long), {ref}`row <run-short>`;
{glue:text}`japan.ipynb::japan_long:.3f` to {glue:text}`japan.ipynb::japan_last:s`.
"""
CONFIG = """title: t
only_build_toc_files: true
execute: {execute_notebooks: 'off'}
repository: {url: ''}
sphinx: {extra_extensions: [analysis.report.pages.claim_links, analysis.report.pages.pictures]}
"""
CATALOGUE = """# Data

(data-boj_cgpi_neer_monthly)=
## Bank of Japan
"""


@pytest.fixture(scope="module")
def notebook():
    cells = [nbformat.v4.new_markdown_cell("# Japan")]
    cells += [
        nbformat.v4.new_code_cell(source.strip()) for source in (SETUP, FIGURE, TABLE, ERRORS, CARDS, TWICE)
    ]
    cells.append(nbformat.v4.new_markdown_cell(PROSE))
    made = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(made, timeout=120, kernel_name="python3", record_timing=False).execute()
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


@pytest.fixture(scope="module")
def html(notebook, tmp_path_factory):
    """The built folder; building fails on any warning."""
    root = tmp_path_factory.mktemp("book")
    (root / "_config.yml").write_text(CONFIG)
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: pages/index\nchapters:\n- file: pages/japan\n- file: pages/data_catalogue\n"
    )
    pages = root / "pages"
    pages.mkdir()
    (pages / "index.md").write_text(INDEX)
    (pages / "data_catalogue.md").write_text(CATALOGUE)
    nbformat.write(notebook, pages / "japan.ipynb")
    book.build(root)
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def page(html):
    return BeautifulSoup((html / "pages" / "japan.html").read_text(), "html.parser")


@pytest.fixture(scope="module")
def summary(html):
    return BeautifulSoup((html / "pages" / "index.html").read_text(), "html.parser").find("article")


def test_the_renderer_is_registered_with_myst_nb():
    assert "report" in entry_points(group="myst_nb.mime_renderers").names, (
        "reinstall: pip install --no-deps -e ."
    )


def test_the_notebook_has_no_other_output(notebook):
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [o.output_type for o in outputs].count("display_data") == len(outputs) - 1
    assert outputs[-1].text.startswith(
        "number 'japan_long' was already used in another cell of this notebook;"
    )


def test_a_figure_has_number_caption_and_both_pictures(html, page):
    figure = page.find("figure", id="fig-japan-chain")
    assert figure.find(class_="caption-number").text.strip() == "Fig. 1"
    assert figure.find(class_="caption-text").text.startswith("Import prices and ")
    assert figure.find(class_="caption-text").find(class_="math") is not None
    pictures = figure.find_all("picture")
    assert [picture["class"] for picture in pictures] == [["only-light"], ["only-dark"]]
    files = []
    for picture in pictures:
        on_phone, image = picture.find("source"), picture.find("img")
        assert image["alt"] == 'One line of "import prices" that rises from 81 to 194 & has a gap.'
        assert image["loading"] == "lazy" and "aspect-ratio: 720 / 405" in image["style"]
        assert on_phone["media"] == "screen and (max-width: 600px)" and on_phone["width"] == "360"
        files += [image["src"], on_phone["srcset"]]
    drawn = [(html / "pages" / name).read_text() for name in files]
    assert len(set(drawn)) == 4 and all(svg.startswith("<svg") for svg in drawn)
    for light, dark in zip(drawn[:2], drawn[2:], strict=True):
        assert vector.dark(light) == dark


def test_png_and_svg_of_a_figure_can_be_taken_away(html, page):
    files = {
        link.find(string=True): link["href"]
        for link in page.select("#fig-japan-chain .report-part a[download]")
    }
    assert list(files) == ["Data", "PNG", "SVG"]
    assert (html / "pages" / files["PNG"]).read_bytes().startswith(b"\x89PNG")
    shown = page.select_one("#fig-japan-chain .only-light img")["src"]
    assert (html / "pages" / files["SVG"]).read_text() == (html / "pages" / shown).read_text()


def test_title_and_subtitle_stand_above_the_picture_as_text(page):
    figure = page.find("figure", id="fig-japan-chain")
    # One box and one caption: a figure with a caption in a caption is no valid HTML.
    box, caption = (child for child in figure.children if getattr(child, "name", None))
    parts = [child for child in box.children if getattr(child, "name", None)]
    assert [part["class"][0] for part in parts] == ["report-heading", "report-images"]
    assert caption.name == "figcaption" and not caption.find("figcaption")
    title, subtitle = parts[0].find_all("p")
    assert (title["class"], title.text) == (["report-title"], "Prices <rose> & fell")
    assert (subtitle["class"], subtitle.text) == (
        ["report-subtitle"],
        "Import prices in yen, 2020 = 100, January to March 2024",
    )


def test_no_caption_follows_a_picture_as_its_sibling(page):
    # pydata-sphinx-theme hides `.only-dark ~ figcaption` on light pages and the reverse on dark ones.
    for image in page.select("figure.report-figure .only-light, figure.report-figure .only-dark"):
        assert image.find_next_sibling("figcaption") is None
    assert page.select_one("figure.report-figure > figcaption") is not None


def test_the_sources_fold_into_their_publishers(page):
    sources = page.select_one("#fig-japan-chain details.report-source")
    assert sources.summary.find(string=True, recursive=True).startswith("Source: ")
    assert sources.summary.text == "Source: Bank of Japan, vintage and tables of fig-japan-chain"
    assert sources.p.text.startswith("Bank of Japan") and "(vintage: " in sources.p.text
    assert (
        sources.find("a", string="boj_cgpi_neer_monthly")["href"]
        == "data_catalogue.html#data-boj-cgpi-neer-monthly"
    )


def test_the_line_has_data_code_words_to_cite_and_source(page):
    for line in (
        page.select_one("#fig-japan-chain .report-line"),
        page.select(".report-notes .report-line")[0],
    ):
        seen = [one.text.split(" ")[0].rstrip(":") for one in line.select(".report-part > a, summary")]
        assert seen in (["Data", "PNG", "SVG", "Code", "Cite", "Source"], ["Data", "Code", "Cite"])
    kept = page.select("#fig-japan-chain .report-part:not(.on-screen-only)")
    assert [one.summary.text.split(":")[0] for one in kept] == ["Source"], "paper has no doors"
    assert page.select_one("#fig-japan-chain a.report-code")["href"] == "#cell-3"
    assert "Import prices and e_t" in page.select_one("#fig-japan-chain details.report-cite p").text


def test_every_door_has_a_name_of_its_own(page):
    names = [one.text for one in page.select(".report-line .report-part > a, .report-line summary")]
    assert len(names) > 6 and len(set(names)) == len(names)


def test_the_data_are_a_file_to_download(html, page):
    link = page.select_one("#fig-japan-chain a.download")
    assert link.has_attr("download") and link.text == "Data (CSV) of fig-japan-chain"
    assert not link["href"].startswith(("/", "http"))
    path = html / "pages" / link["href"]
    assert path.name == "fig-japan-chain.csv"
    with path.open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["month", "import", "note"],
            ["2024-01", "81.5", "a, b"],
            ["2024-02", "", "c"],
            ["2024-03", "193.7", "d"],
        ]


def test_a_table_is_a_table(page):
    table = page.find("table", id="tab-japan-runs")
    assert table.find("caption").text.startswith("Table 1 Pass-through by run")
    heads = [
        [(th.text.strip(), th.get("colspan")) for th in row.find_all("th")]
        for row in table.thead.find_all("tr")
    ]
    assert heads == [
        [("", None), ("Japan", "2"), ("Source", None)],
        [("Run", None), ("low", None), ("high", None), ("where", None)],
    ]
    rows = [[cell.text.strip() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]
    assert rows == [["Short", "0.310", "0.620", "BoJ"], ["Long", "−0.050", "–", "there < $5"]]
    assert table.tbody.tr.th["class"] == ["stub", "report-short"]
    assert [cell["class"] for cell in table.tbody.tr.find_all("td")] == [
        ["report-right"],
        ["report-right"],
        ["report-short"],
    ]
    assert [row["id"] for row in table.tbody.find_all("tr")] == ["run-short", "run-long"]


def test_links_in_cells_lead_out_and_within(page):
    table = page.find("table", id="tab-japan-runs")
    assert table.find("a", string="BoJ")["href"] == "https://www.boj.or.jp/"
    assert table.find("a", string="there")["href"] == "#fig-japan-chain"


def test_notes_stand_under_the_table_and_may_refer(page):
    box = page.find("table", id="tab-japan-runs").find_parent(class_="report-table")
    note = box.select_one(".report-notes p")
    assert note.text == "In per cent, see Fig. 1."
    assert note.find("em").text == "per cent"
    assert note.find("a")["href"] == "#fig-japan-chain"
    assert box.select_one("a.download") is not None


def test_standard_errors_are_on_a_line_of_their_own(page):
    cell = page.select_one("#tab-japan-errors tbody td")
    assert [line.text for line in cell.select(".line")] == ["0.500", "(0.100)"]


def test_numbers_are_pasted_on_their_page_and_on_another(page, summary):
    assert "Long run 0.62, 595 months to 2026-08,\n2026-08." in page.find("article").text
    assert "0.623 to 2026-08." in summary.text


def test_references_from_another_page_are_numbered_and_lead_there(summary):
    links = {a.text: a["href"] for a in summary.find_all("a", class_="reference")}
    assert links["Fig. 1"] == "japan.html#fig-japan-chain"
    assert links["Table 1"] == "japan.html#tab-japan-runs"
    assert links["long run"] == "japan.html#run-long"
    assert links["row"] == "japan.html#run-short"


def test_the_description_for_nbval_is_not_on_the_page(page):
    assert "fingerprint" not in page.find("article").text


def test_numbers_of_claims_lead_to_their_cards_from_every_page(summary, page):
    found = [(link.get_text(), link["href"]) for link in summary.select("a.claim-link")]
    assert found == [("C102", "japan.html#claim-c102")]  # not in the heading, in code or in a link
    here = page.select("#tab-japan-cards a.claim-link")
    assert [link.get_text() for link in here] == ["C102", "C01", "C102", "C01"]
    assert {link["href"] for link in here} == {"#claim-c01", "#claim-c102"}


def test_a_verdict_is_a_badge_and_a_long_column_is_folded_under_its_own_name(page):
    first = page.select_one("#claim-c01")
    assert first.select_one(".verdict-badge.verdict-partly").get_text() == "partly"
    assert [line.get_text() for line in first.select(".line")] == ["partly", "last edition: open"]
    names = [summary.get_text() for summary in page.select("#tab-japan-cards summary")]
    assert names == ["Why of C01", "Why of C102"]
    assert first.select_one("details p").get_text() == "One."


def test_a_number_that_is_no_claim_stops_the_build(notebook, tmp_path):
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "index.md").write_text("(claim-c01)=\n# Ledger\n\nC01 and C02.\n")
    with pytest.raises(NotebookError, match="C02 is no claim of the ledger"):
        book.build(tmp_path)
