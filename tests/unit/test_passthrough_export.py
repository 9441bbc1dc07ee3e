"""A result as CSV, LaTeX and HTML: the same numbers in all three, nothing lost in quoting."""

import re

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag
from analysis.passthrough.core.export import export, to_html, to_latex


@pytest.fixture(scope="module")
def result():
    rng = np.random.default_rng(4)
    months = pd.period_range("2000-01", periods=160, freq="M")
    fx = pd.Series(np.exp(np.cumsum(rng.standard_normal(160)) / 100), months, name="usd_jpy")
    price = pd.Series(np.exp(np.cumsum(rng.standard_normal(160)) / 100), months, name="50% & <more>")
    return distributed_lag(price, fx, lags=4)


def test_csv_gives_back_the_frame(result, tmp_path):
    path = result.export(tmp_path / "new" / "path.csv")
    pd.testing.assert_frame_equal(
        pd.read_csv(path, index_col="horizon"), result.to_frame(joint="sup-t"), check_exact=False, rtol=1e-12
    )


def test_html_holds_the_same_numbers_and_quotes_names(result, tmp_path):
    page = BeautifulSoup(result.export(tmp_path / "path.html").read_text("utf-8"), "html.parser")
    assert "50% & <more>" in page.caption.text
    cells = [[cell.text for cell in row.find_all("td")] for row in page.tbody.find_all("tr")]
    shown = np.array([[float(text.replace("\N{MINUS SIGN}", "-")) for text in row] for row in cells])
    np.testing.assert_allclose(shown, result.to_frame(joint="sup-t").to_numpy(), rtol=6e-4)
    assert any("ewc" in note.text for note in page.find_all("p")), (
        "the notes say which standard errors these are"
    )


def test_latex_is_balanced_and_quoted(result, tmp_path):
    text = result.export(tmp_path / "path.tex").read_text("utf-8")
    assert r"50\% \& \textless{}more\textgreater{}" in text
    assert text.count(r"\begin{") == text.count(r"\end{") == 2
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0]
    rows = [line for line in body.splitlines() if line.strip()]
    assert len(rows) == 5 and all(row.count("&") == 8 for row in rows)
    first = [float(cell.replace("$-$", "-")) for cell in re.sub(r"\\\\", "", rows[0]).split("&")]
    np.testing.assert_allclose(first[1:], result.to_frame(joint="sup-t").iloc[0], rtol=6e-4)


def test_a_missing_cell_is_empty_and_text_stays_text():
    frame = pd.DataFrame(
        {"x": [1.0, np.nan], "set": ["[0, 1]", "a_b"]}, index=pd.Index(["m", "n"], name="method")
    )
    cells = [cell.text for cell in BeautifulSoup(to_html(frame, "c"), "html.parser").find_all("td")]
    assert cells == ["1", "[0, 1]", "", "a_b"] and r"a\_b" in to_latex(frame, "c")


@pytest.mark.parametrize("name", ["path.xlsx", "path"])
def test_another_suffix_is_refused(result, tmp_path, name):
    with pytest.raises(EstimationError, match=r"must end in .csv, .tex, .html"):
        result.export(tmp_path / name)


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(EstimationError, match="cannot write"):
        export(pd.DataFrame({"a": [1.0]}), tmp_path / "taken" / "x.csv", caption="c")
