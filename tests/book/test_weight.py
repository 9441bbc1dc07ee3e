"""What a page weighs before a reader scrolls: itself, its styles and scripts, as a host compresses them.

`benchmarks/page_speed.py` measures what that means in seconds on a slow phone.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

#: Bytes, gzipped. A figure is fetched when a reader comes near it, the search when it is asked for.
MOST = 350 * 1024


@cache
def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def loaded(page: Path, soup) -> set[Path]:
    """Files that a page asks for at once."""
    names = [link["href"] for link in soup.select("link[rel=stylesheet][href], link[rel=preload][href]")]
    names += [script["src"] for script in soup.select("script[src]")]
    names += [image["src"] for image in soup.select("img[src]") if image.get("loading") != "lazy"]
    return {(page.parent / name.split("?")[0]).resolve() for name in names if not name.startswith("data:")}


def test_a_page_is_light(html, page, soups):
    files = {html / page, *loaded(html / page, soups[page])}
    weights = {path.name: packed(path) for path in files}
    heaviest = sorted(weights.items(), key=lambda one: -one[1])[:4]
    assert sum(weights.values()) <= MOST, f"{page}: {sum(weights.values())} bytes, above all {heaviest}"


def test_pictures_of_figures_wait_for_the_reader(page, soups):
    eager = [
        image["src"] for image in soups[page].select(".report-images img") if image.get("loading") != "lazy"
    ]
    assert not eager
