"""The article under review: identified, what is not known said, and no reach claimed for it."""

import re
from pathlib import Path

import pytest

from analysis import data

ROOT = Path(data.default().root).resolve().parent
REACH = re.compile(r"\bwidely\W+(?:\w+\W+)?(?:read|circulated|shared)\b|\bviral\b", re.IGNORECASE)


def test_article_retelling_and_essay_are_dated_in_order():
    table = data.table("article").fillna("").set_index("id")
    assert table.loc["essay", "published"] < table.loc["retelling", "published"]
    assert table.loc["article", "published"] == ""  # the stored copy shows no day
    assert (table["grade"] == "C").all() and (table["not_known"] != "").all()
    assert table["searched_on"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


@pytest.mark.parametrize(
    "pattern",
    ["README.md", "CITATION.cff", "pyproject.toml", "chapters/*.md", "chapters/*.ipynb", "analysis/**/*.py"],
)
def test_no_page_says_how_many_read_it(pattern):
    # Nothing on record says how many read the article.
    for path in ROOT.glob(pattern):
        text = re.sub(r'\\n",\s*"', " ", path.read_text(encoding="utf-8"))  # lines of a notebook's cell
        assert not REACH.search(text), path.name
