"""A complete figure or none: what is refused, what is stored, and that the picture is the same twice."""

import base64
import io
import re
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analysis import data
from analysis.errors import NotebookError
from analysis.report.author import evidence, figures, sentences, session, sources, style, vector

ALT = "One blue line that climbs from zero to one over twelve months."
PATH = pd.DataFrame({"estimate": np.linspace(0, 1, 13)}, index=pd.RangeIndex(13, name="horizon"))


pytestmark = pytest.mark.usefixtures("house_style")


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr(session, "emit", lambda data, metadata: outputs.append((data, metadata["report"])))
    return outputs


def profile(**labels):
    fig, ax = figures.new()
    figures.line(ax, PATH["estimate"])
    ax.set(**{"xlabel": "Months after the shock", "ylabel": "Pass-through, % per 1 %", **labels})
    return fig


def show(fig, **changes):
    options = {
        "name": "fig-x",
        "title": sentences.held("It gets to one in a year", bool(PATH["estimate"].iloc[-1] == 1)),
        "subtitle": "Pass-through, % per 1 %, by months since; simulated",
        "caption": "A path",
        "alt": ALT,
        "source": "Own estimates",
        "data": PATH,
    }
    figures.show(fig, **{**options, **changes})


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(int)


# ---- what is stored
# ---------------------------------------------------------------------------------------------


def test_one_bundle_carries_picture_description_and_everything_the_page_needs(shown):
    show(profile(), caption="A path.")
    ((data, report),) = shown
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"].splitlines() == [
        "Figure fig-x: It gets to one in a year",
        "Pass-through, % per 1 %, by months since; simulated",
        "13 rows, 2 columns, fingerprint " + data["text/plain"].splitlines()[2].split()[-1],
        "horizon: n 13, first 0, last 12, mean 6",
        "estimate: n 13, first 0, last 1, mean 0.5",
    ]
    assert report["csv"].splitlines()[:3] == ["horizon,estimate", "0,0", "1,0.0833333"]
    assert type(report["title"]) is str and data["text/plain"].startswith(
        f"Figure fig-x: {report['title']}\n"
    )
    assert report["subtitle"] == data["text/plain"].splitlines()[1]
    assert {key: report[key] for key in ("kind", "name", "caption", "alt", "source")} == {
        "kind": "figure",
        "name": "fig-x",
        "caption": "A path",
        "alt": ALT,
        "source": "Own estimates",
    }
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    drawings = {layout: vector.unpack(packed) for layout, packed in report["svg"].items()}
    assert {layout: svg[:4] for layout, svg in drawings.items()} == {"wide": "<svg", "narrow": "<svg"}


def test_the_figure_is_closed_so_that_no_second_picture_appears(shown):
    show(profile())
    assert plt.get_fignums() == []


def test_changed_data_change_the_text_that_nbval_compares(shown):
    show(profile())
    changed = PATH.copy()
    changed.iloc[6, 0] += 0.01  # neither first nor last
    show(profile(), name="fig-y", data=changed)
    one, two = (data["text/plain"].split("fingerprint ")[1].split()[0] for data, _ in shown)
    assert one != two


def test_the_last_bits_of_a_machine_change_nothing():
    noisy = PATH * (1 + 1e-12) + 1e-14
    texts = [evidence.describe("x", evidence.tidy("x", frame)) for frame in (PATH, noisy)]
    assert texts[0] == texts[1]


def test_the_picture_is_the_same_in_another_process():
    code = (
        "import matplotlib; matplotlib.use('agg')\n"
        "import hashlib, pandas as pd\n"
        "from analysis.report import figures, style; style.apply()\n"
        "fig, ax = figures.new(); figures.line(ax, pd.Series([0., 2., 1.]), 'A'); figures.label_lines(ax)\n"
        "said = [figures.picture(fig), *(svg.encode() for svg in figures.draw(fig).values())]\n"
        "print([hashlib.sha256(one).hexdigest() for one in said])"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1 and "[" in runs.pop()


def test_pictures_are_lean_and_say_nothing_about_software():
    fig = profile()
    png = figures.picture(fig)
    assert len(png) < 30_000
    assert not {"Software", "Creation Time", "date"} & set(Image.open(io.BytesIO(png)).info)
    for svg in figures.draw(fig).values():
        assert len(svg) < 20_000
        assert not re.search("matplotlib|<metadata|<!--|date", svg, re.IGNORECASE)


def test_flat_colours_stay_exact_and_edges_close():
    fig = profile()
    ax = fig.axes[0]
    for i, name in enumerate(style.COLOURS):
        ax.axhspan(i / 10, i / 10 + 0.05, facecolor=style.tint(name, 0.14), lw=0)
        ax.plot([i], [1], "o", color=style.colour(name), ms=3)
    buffer = io.BytesIO()
    fig.savefig(buffer, dpi=style.DPI, facecolor="white")
    drawn, lean = pixels(buffer.getvalue()), pixels(figures.picture(fig))
    colours, counts = np.unique(drawn.reshape(-1, 4), axis=0, return_counts=True)
    kept = {tuple(c) for c in np.unique(lean.reshape(-1, 4), axis=0)}
    assert len(colours) > 256 >= len(kept)
    assert all(tuple(c) in kept for c, n in zip(colours, counts, strict=True) if n > 300)
    assert all((*(round(255 * v) for v in matplotlib.colors.to_rgb(c)), 255) in kept for c in style.CYCLE)
    assert np.abs(drawn - lean).max() < 40 and np.abs(drawn - lean).mean() < 0.05


def test_a_colour_map_is_stored_whole():
    noise = np.random.default_rng(0).integers(0, 256, (100, 200, 4), dtype=np.uint8)
    assert (pixels(figures.lean_png(noise)) == noise).all()


# ---- light and dark
# ---------------------------------------------------------------------------------------------


def test_the_picture_to_take_away_is_on_paper_and_leaves_the_figure_as_it_was():
    fig = profile()
    png = figures.picture(fig)
    assert (pixels(png)[0, 0] == 255).all() and pixels(png).shape == (576, 1024, 4)
    assert figures.picture(fig) == png


def luminance(colour):
    rgb = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", [*style.COLOURS, "ink", "muted"])
def test_every_colour_can_be_read_as_text_on_its_page(name):
    light, dark = {**style.COLOURS, "ink": style.INK, "muted": style.MUTED}[name]
    assert contrast(light, style.PAPER[0]) >= 4.5  # WCAG 2.2, 1.4.3
    assert contrast(dark, style.PAPER[1]) >= 4.5


# ---- what is refused
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"alt": "A line."}, "alt text has 7 characters, 40 are the least"),
        ({"alt": "japan_import_price_passthrough_distributed_lag"}, "alt text"),
        ({"caption": "word " * 13}, "caption has 13 words"),
        ({"caption": " "}, "caption has 0 words"),
        ({"name": "figure-x"}, "is no name"),
        ({"name": "fig-X"}, "is no name"),
        ({"name": "fig-"}, "is no name"),
        ({"source": []}, "no source"),
        ({"source": ""}, "no source"),
        ({"source": "no_such_table"}, "fig-x: source: .*no_such_table"),
        ({"data": None}, "data is NoneType"),
        ({"data": pd.DataFrame()}, "no rows"),
        ({"data": pd.DataFrame([[1, 2]], columns=["a", "a"])}, "several columns called 'a'"),
    ],
)
def test_an_incomplete_figure_is_refused(shown, changes, message):
    with pytest.raises(NotebookError, match=message):
        show(profile(), **changes)
    assert shown == []


def test_data_too_large_for_a_notebook_are_refused(shown, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST_CSV", 100)
    with pytest.raises(NotebookError, match="fig-x: its data make a CSV"):
        show(profile())


def test_punctuation_is_no_word_of_a_caption(shown):
    show(profile(), caption="one two three four five six – seven eight nine ten eleven twelve")
    assert len(shown) == 1


def test_a_second_figure_of_that_name_is_refused(shown):
    show(profile())
    with pytest.raises(NotebookError, match="figure 'fig-x' was already used"):
        show(profile())


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"ylabel": ""}, "y axis has no label"),
        ({"xlabel": ""}, "x axis has no label"),
        ({"ylabel": "Pass-through"}, "'Pass-through' names no unit"),
        ({"title": "Pass-through"}, "title inside the image"),
    ],
)
def test_a_figure_that_does_not_say_what_it_measures_is_refused(labels, message):
    with pytest.raises(NotebookError, match=message):
        figures.check_axes(profile(**labels), "fig-x")


def test_an_invisible_or_switched_off_axes_needs_no_label():
    fig, axes = figures.new(1, 2)
    axes[0].set(xlabel="Months", ylabel="Change, %")
    axes[1].set_axis_off()
    figures.check_axes(fig, "fig-x")


def test_dates_names_and_shared_axes_need_no_label_of_their_own():
    months = pd.period_range("2020-01", periods=5, freq="M")
    fig, axes = figures.new(2, 1, sharex=True)
    for ax in axes:
        figures.line(ax, pd.Series(range(5), months))
    fig.supylabel("Index, 2020 = 100")
    figures.check_axes(fig, "fig-x")
    fig, ax = figures.new()
    figures.intervals(ax, ["One", "Two"], [0.1, 0.2], [0, 0.1], [0.2, 0.3])
    ax.set_xlabel("Pass-through, % per 1 %")
    figures.check_axes(fig, "fig-x")
    ax.set_xlabel("Pass-through")
    with pytest.raises(NotebookError, match="names no unit"):
        figures.check_axes(fig, "fig-x")


def test_a_colour_bar_needs_a_label():
    fig, ax = figures.new()
    image = ax.imshow([[0.0, 1.0]])
    ax.set(xlabel="Month", ylabel="Lag, months")
    bar = fig.colorbar(image)
    with pytest.raises(NotebookError, match="colour bar has no label"):
        figures.check_axes(fig, "fig-x")
    bar.set_label("Weight")
    figures.check_axes(fig, "fig-x")


def test_text_that_is_cut_off_is_refused():
    fig = profile()
    fig.axes[0].text(1.3, 0.5, "outside", transform=fig.axes[0].transAxes, in_layout=False)
    with pytest.raises(NotebookError, match="'outside' runs off the figure"):
        figures.picture(fig, "fig-x")


# ---- helpers
# ----------------------------------------------------------------------------------------------------


def test_direct_labels_stand_at_the_last_value_in_the_colour_of_their_line():
    _fig, ax = figures.new()
    drawn = figures.line(ax, pd.Series([0.0, 1.0, np.nan]), "One", color="green")
    ax.set(xlabel="Month", ylabel="Share, %")
    (label,) = figures.label_lines(ax)
    assert label.get_text() == "One" and label.get_color() == drawn.get_color() == style.colour("green")
    assert tuple(label.xy) == (1.0, 1.0)


def test_labels_that_would_overlap_move_apart_and_keep_their_order():
    fig, ax = figures.new()
    for value, name in [(1.0, "middle"), (1.001, "top"), (0.999, "low"), (9.0, "far")]:
        figures.line(ax, pd.Series([0.0, value]), name)
    labels = {label.get_text(): label for label in figures.label_lines(ax)}
    fig.draw_without_rendering()
    boxes = {name: label.get_window_extent() for name, label in labels.items()}
    assert boxes["top"].y0 >= boxes["middle"].y1 - 1 and boxes["middle"].y0 >= boxes["low"].y1 - 1
    assert abs(labels["far"].xyann[1]) < 1, "a label with room stays where its line ends"


def test_a_band_says_its_level():
    _fig, ax = figures.new()
    with pytest.raises(NotebookError, match="does not say its level"):
        figures.band(ax, [0, 1], [0, 0], [1, 1], "confidence band")


def test_percent_ticks():
    _fig, ax = figures.new()
    figures.percent(ax, decimals=1)
    text = ax.yaxis.get_major_formatter()
    assert [text(v, 0) for v in (-0.051, 0.0, 0.5, -0.0001)] == [
        "−5.1\xa0%",
        "0.0\xa0%",
        "50.0\xa0%",
        "0.0\xa0%",
    ]


# ---- sources and data
# -------------------------------------------------------------------------------------------


def test_a_source_is_resolved_to_publisher_and_vintage():
    found = sources.describe(["jp_import_price_yen", "boj_cgpi_neer_monthly"], "fig-x")
    assert found["tables"] == ["boj_cgpi_neer_monthly"]
    assert found["text"].startswith("Bank of Japan") and found["text"].count("vintage") == 1


def test_a_notebook_names_no_table_as_its_source_that_nothing_has_read(monkeypatch):
    """To describe it, or to name it once before, is not to read it."""
    monkeypatch.setattr(session, "shell", object)
    data.clear_read_log()
    data.describe("weo_annual")
    for _ in range(2):
        with pytest.raises(
            NotebookError, match="fig-x: names weo_annual as its source, and nothing has read"
        ):
            sources.describe(["weo_annual"], "fig-x")
    assert sources.describe(["funding_plan"], "fig-x")["tables"] == ["funding_plan"]  # typed, held by tests
    data.table("weo_annual")
    data.load("jp_neer_inverse")
    assert sources.describe(["weo_annual", "jp_neer_inverse"], "fig-x")["tables"] == [
        "weo_annual", "boj_cgpi_neer_monthly"
    ]  # fmt: skip


def test_a_derived_series_is_marked_as_our_own():
    assert sources.describe("jp_neer_inverse", "fig-x")["text"].startswith(
        "own computation from Bank of Japan"
    )


def test_a_long_vintage_is_cut_at_a_statement():
    assert sources.short("file of 2026-08-22") == "file of 2026-08-22"
    assert (
        sources.short("to 2021-12 (one to 2023): mirror of 2023-12-17; later months 2026")
        == "to 2021-12: mirror of 2023-12-17 …"
    )
    assert len(sources.short("word " * 60)) <= sources.LONGEST_VINTAGE + 2


def test_csv_reads_back_as_the_data():
    frame = pd.DataFrame(
        {"value": [1.5, np.nan, 1e-7], "label": ['a "b", c', None, "d\ne"], "n": [1, 2, 3]},
        index=pd.PeriodIndex(["2024-01", "2024-02", "2024-03"], freq="M", name="month"),
    )
    text = evidence.to_csv("x", evidence.tidy("x", frame))
    back = pd.read_csv(io.StringIO(text))
    assert back["month"].tolist() == ["2024-01", "2024-02", "2024-03"]
    assert back["value"].tolist()[::2] == [1.5, 1e-7] and np.isnan(back["value"][1])
    assert back["label"].tolist()[::2] == ['a "b", c', "d e"]
    assert back["n"].tolist() == [1, 2, 3]
    assert text.endswith("\n") and "\r" not in text


def test_two_levels_of_columns_and_rows_become_plain_ones():
    columns = pd.MultiIndex.from_tuples([("Japan", "low"), ("Japan", "high")])
    frame = pd.DataFrame(
        [[1, 2]], index=pd.MultiIndex.from_tuples([("a", 1)], names=["x", None]), columns=columns
    )
    assert evidence.tidy("x", frame).columns.tolist() == ["x", "index_1", "Japan low", "Japan high"]


def test_rounding_noise_beside_large_values_is_zero():
    frame = evidence.tidy("x", {"a": [1.0, 1e-17]})
    assert evidence.to_csv("x", frame) == "a\n1\n0\n"


def test_one_key_for_all_panels_names_the_marks_of_one():
    fig, axes = figures.new(1, 2)
    for ax in axes:
        ax.plot([0, 1], [0, 1], label="fixed")
        ax.plot([0, 1], [1, 0])
    legend = figures.shared_key(fig, axes[0], columns=3)
    assert [text.get_text() for text in legend.get_texts()] == ["fixed"]
    assert legend in fig.legends
