"""Figures as a reader gets them: the drawing for the window and the mode, with letters that can be read."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

PAGE = "chapters/japan.html"
LEAST = 11  # pixels of the smallest letters on a phone of 375 pixels
HEAVIEST = 32_000  # bytes of one drawing as it is sent
#: The drawing that a browser has taken, with the width at which it shows it.
SHOWN = """async figure => {
    figure.scrollIntoView();
    const image = [...figure.querySelectorAll('.report-images img')].find(one => one.checkVisibility());
    await image.decode();
    return [image.currentSrc, image.getBoundingClientRect().width, figure.closest('article').clientWidth];
}"""
#: Letters of a drawing that reach over its edge by more than a pixel.
CUT = """async addresses => {
    const cut = [];
    for (const address of addresses) {
        document.body.innerHTML = await (await fetch(address)).text();
        const svg = document.querySelector('svg'), whole = svg.getBoundingClientRect();
        for (const word of svg.querySelectorAll('g[transform*="scale("]')) {
            const box = word.getBoundingClientRect();
            if (box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1
                || box.bottom > whole.bottom + 1) cut.push([address, word.getAttribute('transform')]);
        }
    }
    return cut;
}"""


def drawings(soups, layout):
    """Path of every drawing of one layout below the built folder."""
    found = []
    for path, soup in soups.items():
        for picture in soup.select("figure.report-figure picture"):
            name = picture.source["srcset"] if layout == "narrow" else picture.img["src"]
            found.append((path.parent / name).as_posix().replace("chapters/../", ""))
    return found


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_each_figure_shows_the_drawing_for_its_window_and_mode(chromium, address, soups, width, mode):
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=mode).new_page()
    page.add_init_script("sessionStorage.setItem('report-in-full', 'open')")  # all figures are in sight
    page.goto(f"{address}/{PAGE}", wait_until="load")
    shown = [one.evaluate(SHOWN) for one in page.locator("figure.report-figure:has(picture)").all()]
    page.context.close()
    pictures = soups[Path(PAGE)].select(f"figure.report-figure picture.only-{mode}")
    wanted = [one.source["srcset"] if width == 375 else one.img["src"] for one in pictures]
    assert [Path(urlparse(src).path).name for src, _, _ in shown] == [
        Path(unquote(one)).name for one in wanted
    ]
    assert len(shown) >= 4
    for _, across, article in shown:
        if width == 375:
            assert article - 32 <= across <= width, "on a phone a figure fills the article"
        else:
            assert 600 < across <= 720


def test_the_smallest_letters_on_a_phone_can_be_read(html, soups):
    paths = drawings(soups, "narrow")
    assert len(paths) > 100
    for path in paths:
        svg = (html / path).read_text("utf-8")
        across = float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1])
        sizes = [100 * float(scale) for scale in re.findall(r"scale\(([\d.]+) -", svg)]
        assert sizes and 360 / across * min(sizes) >= LEAST, path


@pytest.mark.parametrize("layout", ["narrow", "wide"])
def test_no_word_of_a_drawing_is_cut(chromium, address, soups, layout):
    page = chromium.new_context(viewport={"width": 1000, "height": 900}).new_page()
    page.goto(f"{address}/_static/favicon.svg")
    page.goto(f"{address}/{PAGE}", wait_until="commit")
    light = [f"{address}/{path}" for path in drawings(soups, layout)[::2]]  # dark is the same in other inks
    cut = page.evaluate(CUT, light)
    page.context.close()
    assert cut == []


def test_no_drawing_is_heavy_and_together_they_are_lighter_than_pictures_of_points(html, soups):
    for layout in ("narrow", "wide"):
        sizes = {path: len(gzip.compress((html / path).read_bytes())) for path in drawings(soups, layout)}
        assert max(sizes.values()) < HEAVIEST, max(sizes, key=sizes.get)
        assert sum(sizes.values()) / len(sizes) < 12_000  # a PNG of the same figures had 28 kB


def test_each_figure_offers_its_data_and_its_picture_in_both_forms(html, soups):
    beginnings = {".csv": b"", ".png": b"\x89PNG", ".svg": b"<svg"}
    for path, soup in soups.items():
        for figure in soup.select("figure.report-figure:has(picture)"):
            links = figure.select("a[download]")
            files = [html / path.parent / unquote(link["href"]) for link in links]
            assert [file.suffix for file in files] == list(beginnings), figure["id"]
            assert all(file.read_bytes().startswith(beginnings[file.suffix]) for file in files)
            names = [link["download"] or file.name for link, file in zip(links, files, strict=True)]
            assert {Path(name).stem for name in names} == {figure["id"]}
