"""Every rule for pages fires on a small broken book, names the place, and is silent on a good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.report import rules
from analysis.report.build import notebook_file
from analysis.report.rules import depths
from analysis.report.rules.page import mask, visible
from analysis.report.rules.prose import typed_numbers

PREFIX = "application/papermill.record/"
ALT = "Line chart of pass-through by horizon, rising from nothing to half within a year."
PROSE = """(japan)=
# What does the yen do to Japan?

The estimate is {glue:text}`japan_rate:.2f` {cite:p}`campa2005`, see claim C50 and
{numref}`fig-japan-chain`."""


def folded(source: str, outputs: Any = (), **metadata: Any) -> Any:
    """A code cell whose code is folded unless its tags say otherwise."""
    metadata = {"tags": ["hide-input"]} | metadata
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


class Book:
    """A book that keeps every rule until a test breaks one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cells: list[Any] = [
            nbformat.v4.new_markdown_cell(PROSE),
            folded("from analysis import data, report\n\nreport.setup()"),
            folded("report.numbers.publish(japan_rate=rate)", outputs=[number("japan_rate", "0.62")]),
            folded("report.figures.show(fig)", outputs=[picture("fig-japan-chain")]),
        ]
        self.files = {
            "chapters/index.md": (
                "# What does the evidence say?\n\n{glue:text}`japan.ipynb::japan_rate:.2f` is half.\n"
            ),
            "_toc.yml": "format: jb-book\nroot: chapters/index\nchapters:\n  - file: chapters/japan\n",
            "references.bib": "@comment{x,}\n@article{campa2005,\n  title = {A},\n}\n",
            "data/facts/claims.csv": "id,claim\nC50,Yen\nC51,Oil\n",
        }
        self.tidy = True

    def prose(self, text: str) -> None:
        """Add a Markdown cell."""
        self.cells.append(nbformat.v4.new_markdown_cell(text))

    def code(self, source: str, *outputs: Any, **metadata: Any) -> None:
        """Add a code cell."""
        self.cells.append(folded(source, outputs=list(outputs), **metadata))

    def check(self) -> list[rules.Breach]:
        count = 0
        for cell in self.cells:
            if cell.cell_type == "code" and cell.execution_count is None:
                count += 1
                cell.execution_count = count
        notebook = nbformat.v4.new_notebook(cells=self.cells)
        text = notebook_file.dumps(notebook) if self.tidy else nbformat.writes(notebook)
        for name, content in {**self.files, "chapters/japan.ipynb": text}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return rules.check(self.root)


def number(key: str, value: str) -> Any:
    metadata = {"scrapbook": {"name": key, "mime_prefix": PREFIX}}
    return nbformat.v4.new_output("display_data", data={f"{PREFIX}text/plain": value}, metadata=metadata)


def picture(
    name: str = "fig-x",
    alt: str = ALT,
    caption: str = "Pass-through by horizon",
    kind: str = "figure",
    title: str = "Prices follow the yen within months",
    subtitle: str = "Price change for each 1 % fall of the yen, %, 1990 to 2020",
) -> Any:
    above = {"title": title, "subtitle": subtitle}
    metadata = {"report": {"kind": kind, "name": name, **above, "caption": caption, "alt": alt}}
    return nbformat.v4.new_output(
        "display_data", data={"image/png": "iVBORw0K", "text/plain": name}, metadata=metadata
    )


def plain(text: str, kind: str = "stdout") -> Any:
    return nbformat.v4.new_output("stream", name=kind, text=text)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    # Its one short page stands for any page; that chapters have two depths is tested in `test_depths`.
    monkeypatch.setattr(depths, "CHAPTERS", ())
    return Book(tmp_path)


def test_a_good_book_has_no_finding(book: Book) -> None:
    assert book.check() == []


def test_a_book_without_pages_has_no_finding(tmp_path: Path) -> None:
    assert rules.check(tmp_path) == []


def set_(attribute: str, value: Any) -> Callable[[Book], None]:
    """A change of one of the book's files."""
    return lambda book: book.files.__setitem__(attribute, value)


def uncounted(book: Book) -> None:
    book.code("1")
    book.cells[-1].execution_count = 7


def never_run(book: Book) -> None:
    book.check()
    book.cells[2].execution_count = None
    book.check = lambda: _stored(book)  # type: ignore[method-assign]


def _stored(book: Book) -> list[rules.Breach]:
    text = notebook_file.dumps(nbformat.v4.new_notebook(cells=book.cells))
    (book.root / "chapters/japan.ipynb").write_text(text, encoding="utf-8")
    return rules.check(book.root)


def second_first_cell(source: str) -> Callable[[Book], None]:
    return lambda book: book.cells.__setitem__(1, folded(source))


NOTEBOOK = "chapters/japan.ipynb"
BROKEN: list[tuple[str, Callable[[Book], Any], str, str, str]] = [
    # rule, how it is broken, page, place, part of the problem
    ("executed", uncounted, NOTEBOOK, "cell 5", "number 7, expected number 4"),
    ("executed", never_run, NOTEBOOK, "cell 3", "was never executed, expected number 2"),
    ("executed", lambda b: b.code("  "), NOTEBOOK, "cell 5", "an empty code cell"),
    (
        "stored-error",
        lambda b: b.code(
            "1 / 0", nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="by zero")
        ),
        NOTEBOOK,
        "cell 5",
        "ZeroDivisionError: by zero",
    ),
    ("stored-error", lambda b: b.code("f()", plain("careful", "stderr")), NOTEBOOK, "cell 5", "“careful”"),
    ("cell-count", lambda b: [b.prose("Words.") for _ in range(77)], NOTEBOOK, "", "81 cells"),
    ("normal-form", lambda b: setattr(b, "tidy", False), NOTEBOOK, "", "normal form"),
    ("one-title", lambda b: b.prose("Words.\n\n# Again"), NOTEBOOK, "cell 5, line 3", "second title"),
    ("one-title", lambda b: b.prose("Again\n====="), NOTEBOOK, "cell 5, line 1", "second title"),
    (
        "one-title",
        lambda b: b.cells.insert(0, nbformat.v4.new_markdown_cell("Hello.")),
        NOTEBOOK,
        "cell 2, line 2",
        "first cell",
    ),
    (
        "one-title",
        set_("chapters/index.md", "{glue:text}`japan.ipynb::japan_rate` alone.\n"),
        "chapters/index.md",
        "",
        "no title",
    ),
    ("first-cell", second_first_cell("import analysis.data"), NOTEBOOK, "cell 2", "report.setup()"),
    ("first-cell", second_first_cell("report.setup()"), NOTEBOOK, "cell 2", "imports nothing"),
    ("plain-python", lambda b: b.code("%matplotlib inline"), NOTEBOOK, "cell 5, line 1", "magic"),
    (
        "clock",
        lambda b: b.code("x = 1\npd.Timestamp.now()"),
        NOTEBOOK,
        "cell 5, line 2",
        "pd.Timestamp.now()",
    ),
    ("clock", lambda b: b.code("pd.Timestamp('today')"), NOTEBOOK, "cell 5, line 1", "reads the clock"),
    ("clock", lambda b: b.code("datetime.date.today()"), NOTEBOOK, "cell 5, line 1", "today()"),
    ("clock", lambda b: b.code("from time import time"), NOTEBOOK, "cell 5, line 1", "imports time"),
    ("network", lambda b: b.code("import requests as r"), NOTEBOOK, "cell 5, line 1", "imports requests"),
    (
        "network",
        lambda b: b.code("from urllib.request import urlopen"),
        NOTEBOOK,
        "cell 5, line 1",
        "urllib.request",
    ),
    ("network", lambda b: b.code("from urllib import request"), NOTEBOOK, "cell 5, line 1", "urllib.request"),
    ("network", lambda b: b.code("import httpx, json"), NOTEBOOK, "cell 5, line 1", "httpx"),
    ("network", lambda b: b.code("import socket"), NOTEBOOK, "cell 5, line 1", "socket"),
    ("files", lambda b: b.code("f = open('x')"), NOTEBOOK, "cell 5, line 1", "open()"),
    ("files", lambda b: b.code("pd.read_csv('x')"), NOTEBOOK, "cell 5, line 1", "pd.read_csv()"),
    ("files", lambda b: b.code("frame.to_csv('x')"), NOTEBOOK, "cell 5, line 1", "frame.to_csv()"),
    ("files", lambda b: b.code("fig.savefig('x')"), NOTEBOOK, "cell 5, line 1", "savefig"),
    ("files", lambda b: b.code("np.load('x')"), NOTEBOOK, "cell 5, line 1", "np.load()"),
    ("files", lambda b: b.code("Path('x').open()"), NOTEBOOK, "cell 5, line 1", "open()"),
    (
        "stated-plan",
        lambda b: b.code("multiverse(plan, stated=plan.digest)"),
        NOTEBOOK,
        "cell 5, line 1",
        "from itself",
    ),
    (
        "simulated",
        lambda b: b.code("report.numbers.publish(japan_x=fixed(np.quantile(x, 0.05), 1))"),
        NOTEBOOK,
        "cell 5, line 1",
        "japan_x",
    ),
    (
        "tested",
        lambda b: b.code("report.numbers.p_text(found.pvalue)"),
        NOTEBOOK,
        "cell 5, line 1",
        "what was tested",
    ),
    ("tested", lambda b: b.code("p_text(end.excess_pvalue)"), NOTEBOOK, "cell 5, line 1", "excess_pvalue"),
    (
        "interpolation",
        lambda b: b.code("np.interp(0.04, base, returns)"),
        NOTEBOOK,
        "cell 5, line 1",
        "np.interp()",
    ),
    ("interpolation", lambda b: b.code("frame.interpolate()"), NOTEBOOK, "cell 5, line 1", "off a grid"),
    ("random", lambda b: b.code("np.random.default_rng()"), NOTEBOOK, "cell 5, line 1", "no seed"),
    ("random", lambda b: b.code("np.random.normal(size=3)"), NOTEBOOK, "cell 5, line 1", "global state"),
    ("random", lambda b: b.code("import random"), NOTEBOOK, "cell 5, line 1", "imports random"),
    (
        "random",
        lambda b: b.code("from uuid import uuid4"),
        NOTEBOOK,
        "cell 5, line 1",
        "never the same twice",
    ),
    (
        "random",
        lambda b: b.code("import os\nos.getpid()"),
        NOTEBOOK,
        "cell 5, line 2",
        "never the same twice",
    ),
    ("random", lambda b: b.code("id(1)"), NOTEBOOK, "cell 5, line 1", "never the same twice"),
    (
        "semicolon",
        lambda b: b.code("1 + 1\n2 + 2; "),
        NOTEBOOK,
        "cell 5, line 2",
        "hides what the cell gives",
    ),
    (
        "gdp-of-its-period",
        lambda b: b.code("x = 1\ny = gdp.dropna().iloc[-1]"),
        NOTEBOOK,
        "cell 5, line 2",
        "gdp.dropna().iloc[-1]",
    ),
    (
        "gdp-of-its-period",
        lambda b: b.code("have['jp_gdp_yen'].ffill()"),
        NOTEBOOK,
        "cell 5, line 1",
        "ffill()",
    ),
    ("verified", lambda b: b.code("# NBVAL_SKIP\n1"), NOTEBOOK, "cell 5", "NBVAL_SKIP"),
    (
        "verified",
        lambda b: b.code("1", tags=["hide-input", "raises-exception"]),
        NOTEBOOK,
        "cell 5",
        "raises-exception",
    ),
    (
        "verified",
        lambda b: b.cells[2].metadata.update(tags=["hide-input", "nbval-ignore-output"]),
        NOTEBOOK,
        "cell 3",
        "nbval-ignore-output",
    ),
    ("machine-path", lambda b: b.code("p = '/home/me/x'"), NOTEBOOK, "cell 5, line 1", "“/home/me”"),
    ("machine-path", lambda b: b.code("1", plain("saved in /tmp/x1")), NOTEBOOK, "cell 5", "“/tmp/x1”"),
    ("machine-path", lambda b: b.prose("See ~/report."), NOTEBOOK, "cell 5, line 1", "~/r"),
    (
        "address",
        lambda b: b.code("o", plain("<object at 0x7f00deadbeef>")),
        NOTEBOOK,
        "cell 5",
        "0x7f00deadbeef",
    ),
    ("alt-text", lambda b: b.code("show", picture(alt="Too short")), NOTEBOOK, "cell 5", "alt text of fig-x"),
    (
        "alt-text",
        lambda b: b.code(
            "plt.plot()", nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0K"})
        ),
        NOTEBOOK,
        "cell 5",
        "an image without alt text",
    ),
    ("alt-text", lambda b: b.prose("Words.\n\n![A map](map.png)"), NOTEBOOK, "cell 5, line 3", "under 40"),
    (
        "alt-text",
        lambda b: b.prose("```{figure} map.png\n:alt: A map\nMap\n```"),
        NOTEBOOK,
        "cell 5, line 1",
        "{figure}",
    ),
    (
        "glued-image",
        lambda b: b.code(
            "glue()", nbformat.v4.new_output("display_data", data={f"{PREFIX}image/png": "iVBORw0K"})
        ),
        NOTEBOOK,
        "cell 5",
        "glued",
    ),
    ("caption", lambda b: b.code("show", picture(caption="word " * 13)), NOTEBOOK, "cell 5", "13 words"),
    ("caption", lambda b: b.code("show", picture(caption="")), NOTEBOOK, "cell 5", "0 words"),
    (
        "title",
        lambda b: b.code("show", picture(title="goes " * 11)),
        NOTEBOOK,
        "cell 5",
        "title has 11 words",
    ),
    ("title", lambda b: b.code("show", picture(title="")), NOTEBOOK, "cell 5", "title has 0 words"),
    (
        "title",
        lambda b: b.code("show", picture(title="Import prices after a weaker yen")),
        NOTEBOOK,
        "cell 5",
        "has no verb",
    ),
    ("title", lambda b: b.code("show", picture(subtitle="")), NOTEBOOK, "cell 5", "subtitle has 0 words"),
    ("title", lambda b: b.code("show", picture(subtitle="Prices, 1990")), NOTEBOOK, "cell 5", "no unit"),
    ("title", lambda b: b.code("show", picture(subtitle="Costs, %")), NOTEBOOK, "cell 5", "names no year"),
    (
        "title",
        lambda b: b.code("show", picture(title="Prices follow.")),
        NOTEBOOK,
        "cell 5",
        "ends with a stop",
    ),
    (
        "title",
        lambda b: b.code("show", picture(caption="Prices follow the yen within a month")),
        NOTEBOOK,
        "cell 5",
        "repeats “prices follow the yen within”",
    ),
    (
        "no-condition",
        lambda b: b.code("x = report.sentences.held('Prices follow the yen', True)"),
        NOTEBOOK,
        "cell 5, line 1",
        "held by nothing",
    ),
    (
        "no-condition",
        lambda b: b.code("x = held('Prices follow the yen', 1 < 2)"),
        NOTEBOOK,
        "cell 5, line 1",
        "held by nothing",
    ),
    (
        "typed-title",
        lambda b: b.code("x = held(f'Prices follow by 9 of {n}', n > 9)"),
        NOTEBOOK,
        "cell 5, line 1",
        "“9” is typed",
    ),
    (
        "typed-year",
        lambda b: b.code("show(subtitle='Prices, %, 1980 to 2026')"),
        NOTEBOOK,
        "cell 5, line 1",
        "“1980” is typed",
    ),
    (
        "unheld",
        lambda b: b.code("show(subtitle='A higher price, %')"),
        NOTEBOOK,
        "cell 5, line 1",
        "subtitle says",
    ),
    ("name", lambda b: b.code("show", picture("chain")), NOTEBOOK, "cell 5", "“chain”"),
    (
        "name",
        lambda b: b.code("show", picture("fig-x", kind="table")),
        NOTEBOOK,
        "cell 5",
        "a table is named",
    ),
    (
        "unique-name",
        lambda b: b.code("show", picture("fig-japan-chain")),
        NOTEBOOK,
        "cell 5",
        f"taken by {NOTEBOOK} cell 4",
    ),
    ("unique-name", lambda b: b.prose("(fig-japan-chain)="), NOTEBOOK, "cell 5", "fig-japan-chain"),
    ("contents", lambda b: b.files.pop("_toc.yml"), "_toc.yml", "", "missing"),
    ("contents", set_("_toc.yml", "root: chapters/index\n"), "_toc.yml", "", f"{NOTEBOOK} is not listed"),
    (
        "contents",
        set_(
            "_toc.yml",
            "root: chapters/index\nparts:\n- chapters:\n  - file: chapters/japan\n  - file: chapters/chian\n",
        ),
        "_toc.yml",
        "",
        "chapters/chian is listed, but",
    ),
    ("contents", set_("_toc.yml", "root: [\n"), "_toc.yml", "", "YAML"),
    (
        "glue-unknown",
        lambda b: b.prose("A {glue:text}`japan_rat:.1f`."),
        NOTEBOOK,
        "cell 5, line 1",
        "japan_rat is pasted",
    ),
    (
        "glue-unknown",
        lambda b: b.prose("```{glue} japan_rat\n```"),
        NOTEBOOK,
        "cell 5, line 1",
        "japan_rat is pasted",
    ),
    (
        "glue-unknown",
        lambda b: b.prose("A {glue:text}`index.md::japan_rate`."),
        NOTEBOOK,
        "cell 5, line 1",
        "chapters/index.md does not publish it",
    ),
    (
        "glue-unknown",
        set_("chapters/index.md", "# T\n\n{glue:text}`japan_rate`\n"),
        "chapters/index.md",
        "line 3",
        "chapters/index.md does not",
    ),
    (
        "glue-unused",
        lambda b: b.code("publish", number("japan_more", "1")),
        NOTEBOOK,
        "cell 5",
        "japan_more is published",
    ),
    (
        "glue-twice",
        lambda b: b.code("publish", number("japan_rate", "1")),
        NOTEBOOK,
        "cell 5",
        "published twice",
    ),
    (
        "citation",
        lambda b: b.prose("As in {cite:t}`campa2005,nobody`."),
        NOTEBOOK,
        "cell 5, line 1",
        "nobody is cited",
    ),
    (
        "citation",
        set_("references.bib", "@book{campa2005,\n}\n@book{unread,\n}\n"),
        "references.bib",
        "",
        "unread is never cited",
    ),
    (
        "citation",
        set_("references.bib", "@book{campa2005,\n}\n@book{campa2005,\n}\n"),
        "references.bib",
        "",
        "campa2005 is defined twice",
    ),
    ("claim", lambda b: b.prose("Claims C51 and\nC99."), NOTEBOOK, "cell 5, line 2", "C99"),
    ("claim", lambda b: b.code("verdict('C98')"), NOTEBOOK, "cell 5, line 1", "C98"),
    (
        "typed-number",
        lambda b: b.prose("Words.\n\nIt rose by 3.5 a year."),
        NOTEBOOK,
        "cell 5, line 3",
        "“3.5”",
    ),
    ("typed-number", lambda b: b.prose("<!-- typed: -->"), NOTEBOOK, "cell 5, line 1", "without a reason"),
    (
        "typed-number",
        lambda b: b.code("show(fig, alt=f'from 0.2 to {x:.1f}')"),
        NOTEBOOK,
        "cell 5, line 1",
        "“0.2” is typed in alt=",
    ),
    (
        "typed-number",
        set_(
            "chapters/index.md",
            "# T\n\n{glue:text}`japan.ipynb::japan_rate`\n\n<!-- typed: why -->\n1.5\n\n2.5\n",
        ),
        "chapters/index.md",
        "line 8",
        "“2.5”",
    ),
]


@pytest.mark.parametrize(
    ("rule", "harm", "page", "place", "problem"), BROKEN, ids=lambda v: v if isinstance(v, str) else ""
)
def test_rule_fires_once_and_names_the_place(
    book: Book, rule: str, harm: Callable[[Book], Any], page: str, place: str, problem: str
) -> None:
    harm(book)
    found = book.check()
    assert [(f.rule, f.page, f.place) for f in found] == [(rule, page, place)], "\n".join(map(str, found))
    assert problem in found[0].problem
    assert found[0].remedy and str(found[0]).startswith(f"{page}, {place}: " if place else f"{page}: ")


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("It rose by 3.5 and by .05, to 1,234.5.", ["3.5", ".05", "1,234.5"]),
        (
            "A 15 % tariff, 15% or 15 per cent; 25 basis points, 2 percentage points.",
            ["15 %", "15%", "15 per cent", "25 basis points", "2 percentage points"],
        ),
        (
            "Of US\\$550 billion, 36 billion went; ¥5 trillion, €3, 157 yen.",
            ["US$550 billion", "36 billion", "¥5 trillion", "€3", "157 yen"],
        ),
        # MyST takes what stands between two dollar signs for a formula; this is money.
        ("Some $550 billion and then $100 more.", ["$550 billion", "$100"]),
        ("A negative -0.3 and a range 10-15 %.", ["-0.3"[1:], "15 %"]),
        ("| a | 2.5 |\n|---|---|", ["2.5"]),
        ("```{note}\n:class: tip\nIt is 2.5 here.\n```", ["2.5"]),
        (
            "::::{grid} 1\n:gutter: 2.5\n:::{card} A title of 2.5\n1.5 inside\n:::\n::::\n0.5 after",
            ["2.5", "1.5", "0.5"],
        ),
        ("A 95 % move and a move of 95 %.", ["95 %", "95 %"]),
        # What may be typed: counts, years, levels, and numbers that are names.
        ("In 2025, 96 claims, 12 lags, 24 months, on 22 July.", []),
        ("The 95 % joint band, a 5 % level, 68 % and 95 % sup-t bands, at 90 % confidence.", []),
        ("`0.5`, ``1.5`` and $\\beta = 0.5$, $$x = 1.5$$, {math}`2.5`, {glue:text}`japan_rate:.2f`.", []),
        (
            (
                'See [the page](https://x.org/2.5/a "1.5"), <https://x.org/1.5>, https://x.org/2.5 or'
                " doi:10.1257/aer.1.2."
            ),
            [],
        ),
        (
            (
                "10.1016/j.jinteco.2009.01.003, arXiv:2401.01234, version 1.2, Python 3.11, CC BY 4.0, v2.1,"
                " 1.0.4."
            ),
            [],
        ),
        ("Article 10.3, § 1.482, section 2.1, heading 9903.01.25, Table 3.1.", []),
        ("```python\nx = 0.5\n```\n\n```{math}\n:label: a\nx = 0.5\n```\n\n~~~\n0.5\n~~~", []),
        ('```{figure} a.png\n:width: 0.5\n```\n(sec-1.5)=\n<img width="0.5">\n[a]: https://x.org/0.5', []),
        ("---\ntitle: 1.5\n---\n<!-- 0.5 -->", []),
    ],
)
def test_typed_numbers_are_told_from_names_and_conventions(sentence: str, numbers: list[str]) -> None:
    assert [n for _, n in typed_numbers(mask(visible(sentence)))] == numbers


def test_a_reason_permits_a_typed_number(book: Book) -> None:
    book.prose("<!-- typed: quoted from the article -->\n“About 3.5 %”, it says.")
    book.code("show(fig, notes='The base is 2.5.')  # typed: a definition")
    assert book.check() == []


def test_seeds_and_our_own_readers_are_fine(book: Book) -> None:
    book.code("rng = np.random.default_rng(1)\ndata.load('jp_cpi')\ndata.table('claims')")
    book.code("import numpy as np\nfrom analysis import passthrough\nnp.random.Generator")
    assert book.check() == []


def test_an_example_of_a_role_is_not_a_use_of_it(book: Book) -> None:
    book.prose(
        "Write ``{glue:text}`nothing` `` or ``{cite}`nobody` ``.\n\n```\n{glue:text}`nothing`\n# No"
        " title\n```"
    )
    assert book.check() == []


def test_citations_shown_by_a_table_count(book: Book) -> None:
    book.files["references.bib"] += "@book{dornbusch1987,\n}\n"
    shown = {
        "report": {
            "kind": "table",
            "name": "tab-x",
            "caption": "Estimates",
            "rows": [["{cite:t}`dornbusch1987`"]],
        }
    }
    book.code("show", nbformat.v4.new_output("display_data", data={"text/plain": "x"}, metadata=shown))
    assert book.check() == []


def test_contents_may_name_extensions(book: Book) -> None:
    book.files["_toc.yml"] = "root: chapters/index.md\nchapters:\n- file: chapters/japan.ipynb\n"
    assert book.check() == []
