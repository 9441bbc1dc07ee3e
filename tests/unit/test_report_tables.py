"""Tables: formatting to four digits, errors under estimates, links, and what is refused."""

from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import NotebookError
from analysis.report.author import cells, links, session, tables


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    session.forget()
    outputs = []
    monkeypatch.setattr(session, "emit", lambda data, metadata: outputs.append((data, metadata["report"])))
    yield outputs
    session.forget()


def show(frame, **changes):
    tables.show(frame, **{"name": "tab-x", "caption": "Numbers", **changes})


FRAME = pd.DataFrame(
    {
        "Country": ["Japan", "Korea", None],
        "Share, %": [13.1234, -0.5, np.nan],
        "n": [595, 12000, 3],
        "p": [1e-9, 0.04, 1.0],
        "Since": pd.PeriodIndex(["1999-01", "2004-06", "2010-12"], freq="M"),
        "In force": [True, False, True],
    }
)


# ---- formatting
# -------------------------------------------------------------------------------------------------


def test_cells_of_every_kind(shown):
    show(FRAME)
    report = shown[0][1]
    assert report["body"] == [
        ["Japan", "13.12", "595", "<0.001", "1999-01", "yes"],
        ["Korea", "−0.50", "12,000", "0.040", "2004-06", "no"],
        ["–", "–", "3", "1.000", "2010-12", "yes"],
    ]
    assert report["align"] == ["short", "right", "right", "right", "short", "short"]
    assert report["stubs"] == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.623456, "0.623"),
        (0.0623456, "0.0623"),
        (1.23456, "1.23"),  # by way of four digits it would be 1.24
        (12.3456, "12.35"),
        (123.456, "123.5"),
        (1234.56, "1235"),
        (12345.6, "12,350"),
        (-0.5, "−0.500"),
        (0.0, "0.00"),
        (1.234e-6, "1.23 × 10⁻⁶"),
        (float("inf"), "∞"),
        (float("nan"), "–"),
        (2024, "2024"),
        (1234567, "1,234,567"),
    ],
)
def test_number(value, text):
    assert cells.number(value) == text


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_never_more_than_four_significant_digits(value):
    text = cells.number(value).replace("−", "-").replace(",", "")
    mantissa = text.split(" ×")[0].lstrip("-").replace(".", "").lstrip("0")
    assert len(mantissa.rstrip("0")) <= 4, text
    if "×" not in text:
        assert abs(float(text) - value) <= max(0.006 * abs(value), 1e-6)


def test_a_column_shares_its_decimals_unless_it_spans_orders_of_magnitude():
    assert cells.column("b", pd.Series([0.6, 12.345])) == ["0.60", "12.35"]
    assert cells.column("b", pd.Series([0.0004, 12.345])) == ["0.000400", "12.35"]
    assert cells.column("b", pd.Series([0.6, 12.345]), decimals=1) == ["0.6", "12.3"]


def test_only_a_column_called_p_is_a_probability():
    assert cells.column("Price", pd.Series([1e-9, 0.5]))[0] != "<0.001"
    assert cells.column("p, complete", pd.Series([1e-9, 0.5])) == ["<0.001", "0.500"]
    assert cells.column("p", pd.Series([1.5, 2.5])) == ["1.50", "2.50"]


def test_decimals_for_one_column(shown):
    show(FRAME, decimals={"Share, %": 0})
    assert [row[1] for row in shown[0][1]["body"]] == ["13", "0", "–"]


# ---- headings and layout
# ----------------------------------------------------------------------------------------


def test_a_named_index_becomes_row_headings_and_labels_replace_names(shown):
    show(FRAME.set_index("Country"), labels={"Country": "Where", "n": "Months"})
    report = shown[0][1]
    assert report["stubs"] == 1
    assert [heading for heading, _ in report["head"][0]][:3] == ["Where", "Share, %", "Months"]
    assert report["csv"].splitlines()[0].startswith('Country,"Share, %",n,')


def test_two_levels_of_headings_are_merged(shown):
    columns = pd.MultiIndex.from_product([["Japan", "China"], ["low", "high"]])
    show(pd.DataFrame([[1, 2, 3, 4]], columns=columns, index=pd.Index(["a"], name="item")))
    assert shown[0][1]["head"] == [
        [["", 1], ["Japan", 2], ["China", 2]],
        [["item", 1], ["low", 1], ["high", 1], ["low", 1], ["high", 1]],
    ]


def test_plain_text_is_aligned_and_html_is_well_formed(shown):
    show(FRAME[["Country", "n"]], notes=["a < b"])
    data = shown[0][0]
    assert data["text/plain"].splitlines() == [
        "Table tab-x: Numbers",
        "Country       n",
        "---------------",
        "Japan       595",
        "Korea    12,000",
        "–             3",
        "Note: a < b",
    ]
    opened = []

    class Check(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag != "br":
                opened.append(tag)

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    Check().feed(data["text/html"])
    assert opened == []
    assert "a &lt; b" in data["text/html"]


def test_columns_that_share_a_name_are_still_two(shown):
    frame = pd.DataFrame([[1, 2.5]], columns=["a", "b"])
    frame.columns = ["a", "a"]
    with pytest.raises(NotebookError, match="several columns called 'a'"):
        show(frame)


# ---- errors under estimates
# -------------------------------------------------------------------------------------


def effect(estimate, error):
    return SimpleNamespace(
        estimate=estimate,
        std_error=error,
        low=estimate - 2 * error,
        high=estimate + 2 * error,
        p_zero=0.0001,
        p_complete=None,
    )


def test_regression_ends_with_observations_and_sample(shown):
    sample = (pd.Period("1976-12", freq="M"), pd.Period("2026-06", freq="M"))
    results = [
        SimpleNamespace(
            method=m, short_run=effect(0.3, 0.05), long_run=effect(0.6, 0.1), nobs=595, sample=sample
        )
        for m in ("ARDL", "VAR", "VAR")
    ]
    frame = tables.regression(results, extra={"Inference": ["EWC", "HC3", "bootstrap"]})
    assert frame.columns.tolist() == ["ARDL", "VAR", "VAR (3)"]
    assert frame.index[-2:].tolist() == ["Observations", "Sample"]
    assert frame["ARDL"].tolist() == [
        "0.30\n(0.05)", "0.60\n(0.10)", "0.40 to 0.80", "<0.001", "–", "EWC", "595", "1976-12 to\n2026-06",
    ]  # fmt: skip
    show(frame)
    assert shown[0][1]["rules"] == [6]
    lines = shown[0][0]["text/plain"].splitlines()
    assert [line.split("  ")[0] for line in lines[-3:]] == [lines[2], "Observations", "Sample"]
    with pytest.raises(NotebookError, match="'Inference' has 1 values for 3 results"):
        tables.regression(results, extra={"Inference": ["EWC"]})


# ---- links
# ------------------------------------------------------------------------------------------------------


def test_links_in_cells(shown):
    frame = pd.DataFrame(
        {"Source": [tables.link("BoJ [data]", "https://www.boj.or.jp/a_(b)"), "plain $5 and *stars*"]}
    )
    show(frame)
    data, report = shown[0]
    assert report["body"][0] == ["[BoJ (data)](https://www.boj.or.jp/a_%28b%29)"]
    assert '<a href="https://www.boj.or.jp/a_%28b%29">BoJ (data)</a>' in data["text/html"]
    assert "BoJ (data)" in data["text/plain"] and "https" not in data["text/plain"]
    assert "plain $5 and *stars*" in data["text/html"]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "http://a.b/c", "data:text/html,x", "page.html", "https://"]
)
def test_a_link_elsewhere_is_refused(target):
    with pytest.raises(NotebookError, match="neither https"):
        show(pd.DataFrame({"a": [f"[x]({target})"]}))


def test_text_that_only_resembles_a_link_stays_text():
    text = "[see note] (p. 3) and f(x)[0]"
    assert list(links.split(text)) == [(text, None)]


# ---- what is refused
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "fig-x"}, "is no name"),
        ({"caption": "word " * 13}, "caption has 13 words"),
        ({"labels": {"Contry": "Country"}}, "labels names 'Contry', which is no column"),
        ({"anchors": ["one"]}, "1 anchors for 3 rows"),
        ({"source": "no_such_table"}, "no_such_table"),
    ],
)
def test_an_incomplete_table_is_refused(shown, changes, message):
    with pytest.raises(NotebookError, match=message):
        show(FRAME, **changes)
    assert shown == []


def test_an_empty_table_is_refused():
    with pytest.raises(NotebookError, match="tab-x: the table has no rows"):
        show(FRAME.head(0))
