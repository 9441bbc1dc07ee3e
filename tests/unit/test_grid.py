"""One table in its four forms: text lines up, no cell breaks HTML or LaTeX, and CSV is read back."""

import csv as standard
import io

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.cli import plain
from analysis.grid import Grid, csv
from analysis.numerals import MINUS, short

#: Two rows of headings, one over two columns; a cell of two lines; and what must not be taken for markup.
TABLE = Grid(
    head=[[("", 1), ("Long run", 2)], [("Price", 1), ("%", 1), ("n", 1)]],
    body=[["a_b & <c>", f"{MINUS}0.5\n(0.1)", "12"], ["d", "10", "7"]],
    align=["left", "right", "right"],
    stubs=1,
    rules=(0, 1),
)


def test_text_lines_up_by_hand():
    assert TABLE.text("Caption", ["Note: x"]).splitlines() == [
        "Caption",
        "             Long run  Long run",
        "Price               %         n",
        "-------------------------------",
        f"a_b & <c>  {MINUS}0.5 (0.1)        12",
        "-------------------------------",
        "d                  10         7",
        "Note: x",
    ]


def test_html_holds_the_cells_and_nothing_else():
    page = BeautifulSoup(TABLE.html("A < B", ["p < 0.05"]), "html.parser")
    assert page.caption.text == "A < B" and page.p.text == "p < 0.05"
    heads = [
        [(cell.text, cell.get("colspan")) for cell in row.find_all("th")] for row in page.thead.find_all("tr")
    ]
    assert heads == [[("", None), ("Long run", "2")], [("Price", None), ("%", None), ("n", None)]]
    rows = [
        [(cell.name, cell.get_text("|")) for cell in row.find_all(["th", "td"])]
        for row in page.tbody.find_all("tr")
    ]
    assert rows == [
        [("th", "a_b & <c>"), ("td", f"{MINUS}0.5|(0.1)"), ("td", "12")],
        [("th", "d"), ("td", "10"), ("td", "7")],
    ]
    sides = [cell["style"] for cell in page.tbody.find("tr").find_all(["th", "td"])]
    assert sides == ["text-align: left", "text-align: right", "text-align: right"]


def test_latex_is_quoted_and_has_one_rule_below_the_heads():
    text = TABLE.latex("50% & more", ["a_b"])
    assert r"\caption{50\% \& more}" in text and r"\par\footnotesize a\_b" in text
    assert r"\begin{tabular}{lrr}" in text and r" & \multicolumn{2}{c}{Long run} \\" in text
    assert r"a\_b \& \textless{}c\textgreater{} & $-$0.5 (0.1) & 12 \\" in text
    assert text.count(r"\midrule") == 2  # below the heads, and above the second row


def test_a_cell_may_be_shown_otherwise():
    assert "[A_B & <C>]" in TABLE.html("c", shown=lambda text: f"[{text.upper()}]")
    assert "A_B" in TABLE.text(shown=str.upper)


@pytest.mark.parametrize("value", [0.1, -1e-12, 3.0, 2.0**60, 12, "a, b", 'say "so"', ""])
def test_csv_gives_back_what_was_written(value):
    ((head, _), (back, last)) = standard.reader(io.StringIO(csv(["x, y", "z"], [[value, None]])))
    assert (head, last) == ("x, y", "")
    assert back == value if isinstance(value, str) else float(back) == value


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_what_is_missing_is_empty_in_csv(missing):
    assert csv(["a", "b"], [[missing, 1.0]]) == "a,b\n,1\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.123456, f"{MINUS}0.1235"),
        (0.12344, "0.1234"),
        (-1e-7, f"{MINUS}1e-07"),
        (1e-7, "1e-07"),
        (2.0, "2"),
    ],
)
def test_four_digits_and_a_real_minus_that_leaves_exponents_alone(value, text):
    assert short(value) == text


def test_a_frame_on_the_command_line_has_its_index_and_no_words_for_what_is_missing():
    index = pd.period_range("2020-01", periods=2, freq="M", name="month")
    frame = pd.DataFrame({"x": [1.23456, np.nan], "n": [10, 7]}, index=index)
    assert plain.of_frame(frame, 3).splitlines() == [
        "month        x   n",
        "2020-01  1.235  10",
        "2020-02          7",
    ]
    assert plain.of_frame(frame["x"]).splitlines() == ["month          x", "2020-01  1.23456", "2020-02"]
