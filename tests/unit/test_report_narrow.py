"""A figure laid out for a phone: what moves, what is kept, and which words are refused."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.errors import NotebookError
from analysis.report.author import figures, legible, marks, measure, narrow

pytestmark = pytest.mark.usefixtures("house_style")


def laid_out(fig):
    figures.draw(fig, "fig-x")  # refuses what cannot be read
    return fig


def words(fig):
    return [text.get_text() for text in legible.words(fig)]


def box(artist):
    return artist.get_window_extent()


def grid():
    fig, axes = figures.new(2, 2, sharex=True)
    for number, ax in enumerate(axes.flat):
        ax.plot(np.arange(25), np.arange(25) * (number + 1))
        ax.set_title(f"Panel {number}")
    fig.supylabel("Index, 2020 = 100")
    axes[1, 0].set_xlabel("Months")
    return fig, list(axes.flat)


def test_panels_of_a_row_stand_below_each_other_in_the_order_of_reading():
    fig, axes = grid()
    laid_out(fig)
    tops = [box(ax).y1 for ax in axes]
    assert tops == sorted(tops, reverse=True) and len({round(box(ax).x0) for ax in axes}) == 1
    assert all(box(ax).width > 0.8 * narrow.WIDTH for ax in axes)
    assert words(fig).count("Index, 2020 = 100") == 4, "each panel says what it measures"
    assert [word for word in words(fig) if word.startswith("Panel")] == [f"Panel {i}" for i in range(4)]


@pytest.mark.parametrize(
    ("subtitle", "times"),
    [
        ("Prices by month, index, 2020 = 100; 2020 to 2022", 0),  # the page has said it
        ("Prices by month, %; 2020 to 2022", 4),
        ("", 4),
    ],
)
def test_a_unit_that_the_subtitle_says_is_not_said_above_the_panels(subtitle, times):
    fig, _ = grid()
    figures.draw(fig, "fig-x", subtitle=subtitle)
    assert words(fig).count("Index, 2020 = 100") == times


def test_labels_that_tell_panels_apart_stay():
    fig, axes = grid()
    axes[2].set_ylabel("Rate, 2020 = 100")
    figures.draw(fig, "fig-x", subtitle="Prices and rates, index, 2020 = 100; 2020 to 2022")
    assert words(fig).count("Index, 2020 = 100") == 3 and "Rate, 2020 = 100" in words(fig)


def test_a_figure_may_say_how_a_phone_draws_it():
    fig, _ = rows(LONG)

    def small(empty):
        empty.set_size_inches(narrow.WIDTH / 72, 1)
        empty.text(0.1, 0.5, "for a phone", fontsize=12)

    narrow.on_phone(fig, small)
    drawings = figures.draw(fig, "fig-x")
    assert words(fig) == ["for a phone"] and 'height="72"' in drawings["narrow"]


def test_ticks_of_shared_axes_are_thinned_once():
    fig, axes = grid()
    for ax in axes:
        ax.set_xticks(range(0, 25, 1), [f"{i:03d}" for i in range(0, 25, 1)])
    laid_out(fig)
    shown = [tick.get_loc() for tick in axes[0].xaxis.get_major_ticks()]
    assert 4 <= len(shown) <= 9 and shown[0] == 0
    spans = sorted((box(label).x0, box(label).x1) for label in axes[0].get_xticklabels())
    assert all(one[1] + 7.5 <= other[0] for one, other in pairwise(spans))


def rows(names, **options):
    fig, ax = figures.new(height=3)
    values = np.arange(len(names)) + 1.0
    figures.intervals(ax, names, values, values - 1, values + 1, **options)
    ax.set_xlabel("Pass-through, % per 1 %")
    return fig, ax


LONG = ["Contract currency, manufactured goods", "Yen, all goods", "Dollar, energy"]


def test_long_names_stand_above_their_rows_and_nearer_to_them_than_to_others():
    fig, ax = rows(LONG)
    laid_out(fig)
    assert box(ax).width > 0.9 * narrow.WIDTH
    names = {text.get_text(): box(text) for text in ax.texts}
    assert list(names) == LONG
    heights = ax.transData.transform([(0, place) for place in (2, 1, 0)])[:, 1]
    for (name, place), height in zip(names.items(), heights, strict=True):
        others = [abs(place.y0 - other) for other in heights if other != height]
        assert 0 < place.y0 - height < min(others), name


def test_short_names_stay_beside_their_rows():
    fig, ax = rows(["CAD", "JPY", "EUR"])
    laid_out(fig)
    assert not ax.texts and [label.get_text() for label in ax.get_yticklabels()] == ["CAD", "JPY", "EUR"]


def test_bars_keep_clear_of_the_name_of_the_next_row_and_keep_their_lengths():
    fig, ax = figures.new(height=3)
    bars = ax.barh(LONG, [3, 2, 1])
    ax.set_xlabel("Share, %")
    laid_out(fig)
    assert [bar.get_width() for bar in bars] == [3, 2, 1]
    boxes = [box(bar) for bar in bars] + [box(text) for text in ax.texts]
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_panels_that_share_rows_stay_beside_each_other():
    fig, (left, right) = figures.new(1, 2, sharey=True)
    for ax in (left, right):
        figures.intervals(ax, LONG, [1, 2, 3], [0, 1, 2], [2, 3, 4])
        ax.set_xlabel("After a year, %")
    laid_out(fig)
    assert box(left).x1 < box(right).x0 and abs(box(left).y0 - box(right).y0) < 0.5
    assert [text.get_text() for text in left.texts] == LONG and not right.texts


def test_names_beside_lines_are_broken_and_a_key_takes_the_columns_that_fit():
    fig, ax = figures.new()
    for at, name in enumerate(["import prices, contract currency", "import prices, yen"]):
        figures.line(ax, pd.Series([0.0, 1.0 + at / 50]), name)
    figures.band(ax, [0, 1], [0, 0], [1, 1], "95 %, pointwise")
    figures.band(ax, [0, 1], [0, 0], [1, 1], "95 %, all months of the path together")
    ax.set(xlabel="Month", ylabel="Share, %")
    figures.key(ax)
    figures.label_lines(ax)
    laid_out(fig)
    direct = [text for text in ax.texts if text.get_gid() == marks.DIRECT]
    assert len(direct) == 2 and all(box(text).width <= narrow.DIRECT + 1 for text in direct)
    (key,) = fig.legends
    assert key._ncols == 1 and box(key).y0 >= box(ax).y1


def test_words_on_dates_part_where_they_would_touch():
    fig, ax = figures.new()
    months = pd.period_range("2020-01", periods=60, freq="M")
    figures.line(ax, pd.Series(np.arange(60.0), months))
    ax.set_ylabel("Index, 2020 = 100")
    figures.event(ax, "2022-01", "signed")  # apart in the wide drawing, not in the narrow one
    figures.event(ax, "2022-08", "in force")
    laid_out(fig)
    one, other = (box(text) for text in ax.texts if text.get_gid() == marks.EVENT)
    assert not one.overlaps(other)


def test_the_smallest_letters_are_at_least_eleven_pixels_on_a_phone():
    fig, ax = rows(LONG)
    ax.annotate("note", (1, 1), fontsize=7.1)
    laid_out(fig)
    assert abs(fig.get_figwidth() * 72 - narrow.WIDTH) < 1e-9, "one point is one pixel"
    assert min(text.get_fontsize() for text in legible.words(fig)) >= 11


# ---- what is refused
# --------------------------------------------------------------------------------------------


def noted(size=10.0, x=0.5, **options):
    fig, ax = figures.new()
    fig.dpi = 72
    ax.set(xlabel="Month", ylabel="Share, %", xlim=(0, 1), ylim=(0, 1))
    text = ax.text(x, 0.5, "a note", fontsize=size, in_layout=False, **options)
    fig.draw_without_rendering()
    return fig, ax, text


def test_a_word_is_refused_just_below_eleven_pixels_and_by_its_name():
    least = 11 * 6.4 * 72 / 720  # points: 720 pixels for 6.4 inches
    legible.check_size(noted(least)[0], "fig-x", 720)
    with pytest.raises(
        NotebookError, match=r"fig-x: the text 'a note' is 10\.9 pixels high, 11 are the least"
    ):
        legible.check_size(noted(least - 0.06)[0], "fig-x", 720)


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_a_word_is_refused_when_more_than_a_pixel_of_it_is_cut(side):
    for over, refused in ((0.9, False), (1.1, True)):
        fig, ax, text = noted()
        place, canvas = box(text), fig.bbox
        move = {
            "left": (-over - place.x0, 0),
            "right": (canvas.x1 + over - place.x1, 0),
            "bottom": (0, -over - place.y0),
            "top": (0, canvas.y1 + over - place.y1),
        }[side]
        at = ax.transData.transform(text.get_position()) + move
        text.set_position(ax.transData.inverted().transform(at))
        if refused:
            with pytest.raises(NotebookError, match="the text 'a note' runs off the figure"):
                legible.check_inside(fig, "fig-x")
        else:
            legible.check_inside(fig, "fig-x")


def test_two_direct_labels_are_refused_when_they_share_more_than_a_pixel():
    for shared, refused in ((0.9, False), (1.1, True)):
        fig, ax, one = noted(gid=marks.DIRECT)
        down = ax.transData.inverted().transform((0, 0)) - ax.transData.inverted().transform(
            (0, box(one).height - shared)
        )
        ax.text(0.5, 0.5 + down[1], "a note", fontsize=10, gid=marks.DIRECT, in_layout=False)
        if refused:
            with pytest.raises(NotebookError, match="the labels 'a note' and 'a note' lie on each other"):
                legible.check_apart(fig, "fig-x")
        else:
            legible.check_apart(fig, "fig-x")


@pytest.mark.parametrize("kind", ["scatter", "line"])
@pytest.mark.parametrize("side", ["left", "below"])
def test_a_word_is_refused_when_more_than_a_pixel_of_it_lies_on_a_dot(kind, side):
    radius = 4.0  # pixels, as points are here
    for shared, refused in ((0.9, False), (1.1, True)):
        fig, ax, text = noted()
        place, slack = box(text), legible.SLACK * text.get_fontsize()
        at = {
            "left": (place.x0 - radius + shared, (place.y0 + place.y1) / 2),
            "below": ((place.x0 + place.x1) / 2, place.y0 + slack - radius + shared),
        }[side]
        x, y = ax.transData.inverted().transform(at)
        if kind == "scatter":
            ax.scatter([0.1, x], [0.9, y], s=(2 * radius) ** 2)
        else:
            ax.plot([0.1, x], [0.9, y], marker="o", markersize=2 * radius)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        fig.draw_without_rendering()
        if refused:
            with pytest.raises(NotebookError, match=r"the text 'a note' lies on the dot at \(0\."):
                legible.check_off_dots(fig, "fig-x")
        else:
            legible.check_off_dots(fig, "fig-x")


def test_a_line_without_dots_may_pass_below_a_word():
    fig, ax, _ = noted()
    ax.plot([0, 1], [0.5, 0.5])
    ax.scatter([0.5], [np.nan], s=400)
    fig.draw_without_rendering()
    legible.check_off_dots(fig, "fig-x")


def test_names_of_ticks_and_keys_are_words_too():
    fig, ax = figures.new()
    ax.plot([0, 1], [0, 1], label="in the key")
    ax.set(xlabel="Month", ylabel="Share, %")
    ax.set_xticks([0, 1], ["start", "end"])
    figures.key(ax)
    fig.draw_without_rendering()
    assert {"start", "end", "in the key", "Month", "Share, %"} <= set(words(fig))


def test_words_are_as_wide_as_they_are_drawn_and_broken_where_they_are_wider():
    _, _, text = noted(12)
    assert measure.width_of("a note", 12) == pytest.approx(box(text).width, abs=1.0)
    room = measure.width_of("one two", 12)
    assert measure.wrapped("one two three", room, 12) == "one two\nthree"
    assert measure.wrapped("one two three", room - 0.1, 12) == "one\ntwo\nthree"
    assert measure.wrapped("kept\nbreak", 500, 12) == "kept\nbreak"
