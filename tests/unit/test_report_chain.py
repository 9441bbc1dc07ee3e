"""The figure of the first page: its places against arithmetic, on a desk and on a phone."""

from itertools import combinations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from analysis.report.author import chain, figures, legible, narrow, style, vector

CHAIN = pd.DataFrame(
    [("Dock", "imports", 0.9, 0.7, 1.1), ("Shop", "consumers", 0.1, 0.05, 0.15)], columns=list(chain.COLUMNS)
)


@pytest.fixture(autouse=True)
def house_style():
    with matplotlib.rc_context():
        style.apply()
        yield
    plt.close("all")


@pytest.fixture(params=["wide", "narrow"])
def drawn(request):
    """The figure in one layout, drawn, with one pixel a point as in the SVG."""
    fig = chain.draw(CHAIN, "Yen")
    fig.dpi = 72
    if request.param == "narrow":
        narrow.lay_out(fig)
    fig.draw_without_rendering()
    return fig


def test_bars_and_intervals_are_to_scale_from_zero(drawn):
    (ax,) = drawn.axes
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    boxes = [bar.get_window_extent() for bar in bars]
    zero, unit = boxes[0].x0, boxes[0].width  # the first bar is one percent
    assert [box.x0 for box in boxes] == pytest.approx([zero] * 3, abs=0.1)
    assert [box.width / unit for box in boxes] == pytest.approx([1, 0.9, 0.1], abs=1e-3)
    spans = [
        line.get_window_extent() for line in ax.get_lines() if len(set(line.get_ydata())) == 1
    ]  # the lines that lie
    found = [((box.x0 - zero) / unit, (box.x1 - zero) / unit) for box in spans]
    assert found == [pytest.approx((0.7, 1.1), abs=0.02), pytest.approx((0.05, 0.15), abs=0.02)]


def test_every_number_stands_once_beside_its_bar(drawn):
    words = [text.get_text() for text in legible.words(drawn)]
    for said in ("Dock", "imports", "0.90\N{NO-BREAK SPACE}%", "0.70 to 1.10", "Shop", "0.05 to 0.15", "Yen"):
        assert words.count(said) == 1, said
    bars = [patch.get_window_extent() for patch in drawn.axes[0].patches if isinstance(patch, Rectangle)]
    for text in legible.words(drawn):
        box = text.get_window_extent()
        assert not any(box.y0 + 3 < bar.y1 and bar.y0 < box.y1 - 3 and box.x0 < bar.x1 and bar.x0 < box.x1
                       for bar in bars), text  # fmt: skip


def test_no_words_lie_on_each_other_or_leave_the_picture(drawn):
    legible.check_inside(drawn, "fig-x")
    boxes = [text.get_window_extent() for text in legible.words(drawn)]
    for one, other in combinations(boxes, 2):
        assert min(one.x1, other.x1) - max(one.x0, other.x0) < 1 or (
            min(one.y1, other.y1) - max(one.y0, other.y0) < 1
        )


def test_the_picture_on_a_phone_is_another_one_with_letters_of_eleven_pixels():
    drawings = figures.draw(chain.draw(CHAIN, "Yen"), "fig-x")  # refuses what cannot be read
    assert 'width="720"' in drawings["wide"] and f'width="{narrow.WIDTH}"' in drawings["narrow"]
    assert style.COLOURS["blue"][0] in drawings["wide"]
    assert style.COLOURS["blue"][1] in vector.dark(drawings["narrow"])
