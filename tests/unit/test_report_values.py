"""The values that a figure tells: where matplotlib draws them, what its data say, and no others."""

from __future__ import annotations

import io
import json

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis.report import sentences
from analysis.report.author import evidence, figures, marks, session, style, values, vector
from analysis.report.pages import values as files

MONTHS = pd.period_range("2024-01", "2026-08", freq="M")
WIDE = style.PIXELS  # of 6.4 inches: 112.5 pixels an inch


@pytest.fixture(autouse=True)
def house_style():
    with matplotlib.rc_context():
        style.apply()
        yield
    plt.close("all")


def placed(**options):
    """Axes that begin 1.6 inches from the left and 0.72 from the bottom, 3.2 by 2.16 inches large."""
    fig = plt.figure(figsize=(6.4, 3.6), layout="none")
    return fig, fig.add_axes((0.25, 0.2, 0.5, 0.6), **options)


def told(fig, data, subtitle="Price, %; 2024 to 2026"):
    """Content of a figure placed in its wide drawing."""
    said = values.Values(fig, evidence.tidy("fig-x", data), subtitle)
    said.place(fig, "wide", WIDE)
    return json.loads(vector.unpack(said.packed())) if said.packed() else None


# --- where it stands ------------------------------------------------------------------------------------


def test_places_are_where_the_axes_put_them_worked_out_by_hand():
    fig, ax = placed(xlim=(0, 10), ylim=(0, 100), xlabel="months", ylabel="price, %")
    ax.plot([0, 5, 10], [0.0, 50.0, 25.0], label="price")
    said = told(fig, {"months": [0, 5, 10], "price": [0.0, 50.0, 25.0]})
    (panel,) = said["panels"]
    # Left: 1.6 in x 112.5 = 180; top: (3.6 - 0.72 - 2.16) x 112.5 = 81; 3.2 and 2.16 in wide and high.
    assert said["sizes"] == {"wide": [720, 405]} and panel["at"]["wide"]["box"] == [180, 81, 360, 243]
    assert panel["at"]["wide"]["places"] == [180, 360, 540]
    # From the top: 0 at the bottom, 81 + 243 = 324; 50 half way up, 202.5; 25 a quarter up, 263.25.
    assert panel["at"]["wide"]["values"] == [[324, pytest.approx(202.5, abs=0.5), 263]]
    assert panel["places"] == ["0", "5", "10"] and panel["along"] == "months"


@pytest.mark.parametrize(
    ("low", "high", "value"), [(1, 100, 10), (0.1, 1000, 10), (2, 32, 8)], ids=["decade", "two", "octaves"]
)
def test_on_a_log_axis_the_middle_is_the_geometric_one(low, high, value):
    fig, ax = placed(xlim=(0, 2), ylim=(low, high), yscale="log", xlabel="months", ylabel="index, 2020 = 100")
    ax.plot([0, 1, 2], [low, value, high])
    (panel,) = told(fig, {"months": [0, 1, 2], "index": [low, value, high]})["panels"]
    assert panel["at"]["wide"]["values"][0] == [324, pytest.approx(202.5, abs=0.5), 81]


def test_dates_are_named_by_the_data_and_stand_at_the_first_day_of_their_period():
    series = pd.Series(np.arange(len(MONTHS)) / 7, MONTHS, name="price")
    series.index.name = "month"
    fig, ax = placed(xlim=(marks.dates("2024-01"), marks.dates("2026-01")), ylabel="price, %")
    marks.line(ax, series)
    (panel,) = told(fig, series)["panels"]
    assert panel["places"] == [f"{month:%B %Y}" for month in MONTHS[:25]] and panel["along"] == ""
    # 2024 has 366 days and 2025 365, so January 2025 lies 366/731 of 360 pixels after 180.
    assert panel["at"]["wide"]["places"][12] == round(180 + 360 * 366 / 731)
    assert panel["series"][0]["values"][7] == "1.00", "the eighth month is 7/7 on an axis shorter than ten"


def test_what_matplotlib_draws_in_both_layouts_leads_back_to_the_data():
    frame = pd.DataFrame({"horizon": range(25), "own": np.linspace(0.1, 0.9, 25)})
    fig, axes = figures.new(1, 2)
    for ax, factor in zip(axes, (1, 1), strict=True):
        ax.plot(frame["horizon"], factor * frame["own"], label="own")
        ax.set(xlabel="months after", ylabel="price change, %")
    said = values.Values(fig, frame, "Price, %; 2024")
    at = {}
    original = said.place

    def place(now, layout, width):
        original(now, layout, width)
        scale = width / now.bbox.width
        for number, ax in enumerate(axes):
            here = said.panels[number].content["at"][layout]
            pixels = np.column_stack([here["places"], here["values"][0]]) / scale
            pixels[:, 1] = now.bbox.height - pixels[:, 1]
            at[layout, number] = ax.transData.inverted().transform(pixels)

    said.place = place
    figures.draw(fig, "fig-x", said)
    assert set(at) == {(layout, number) for layout in ("wide", "narrow") for number in (0, 1)}
    for found in at.values():
        assert np.abs(found[:, 0] - frame["horizon"]).max() < 0.12, "a pixel of a panel of 200"
        assert np.abs(found[:, 1] - frame["own"]).max() < 0.008


def test_rows_stand_at_their_names_in_both_layouts_from_top_to_bottom():
    names = [
        "Import prices, yen, with foreign prices fixed",
        "Producer prices",
        "Consumer prices of all items",
    ]
    frame = pd.DataFrame(
        {"estimate": [0.9, 0.2, 0.1], "low": [0.7, 0.1, 0.0], "high": [1.1, 0.3, 0.2]}, names
    )
    fig, ax = figures.new()
    marks.intervals(ax, names, frame["estimate"], frame["low"], frame["high"])
    ax.set_xlabel("price change, %")
    said = values.Values(fig, evidence.tidy("fig-x", frame), "Price, %; 2024; lines hold 95 %")
    figures.draw(fig, "fig-x", said)
    (panel,) = json.loads(vector.unpack(said.packed()))["panels"]
    assert panel["places"] == names and panel["rows"] and panel["level"] == "95 %" and panel["unit"] == "%"
    ticks = fig.bbox.height - ax.transData.transform([(0, place) for place in (2, 1, 0)])[:, 1]
    assert panel["at"]["narrow"]["places"] == pytest.approx(ticks, abs=0.51), (
        "the figure is laid out for a phone"
    )
    assert panel["at"]["wide"]["places"] == sorted(panel["at"]["wide"]["places"])
    (series,) = panel["series"]
    assert series["values"] == ["0.90", "0.20", "0.10"]
    assert series["spans"] == ["0.70 to 1.10", "0.10 to 0.30", "0.00 to 0.20"]


# --- what is said ---------------------------------------------------------------------------------------


def test_a_line_has_its_name_and_its_band_its_own():
    x = np.arange(13)
    frame = pd.DataFrame({"horizon": x, "estimate": x / 10, "low": x / 10 - 0.25, "high": x / 10 + 0.25})
    fig, ax = placed(xlabel="months after", ylabel="price change, %", xlim=(0, 12), ylim=(-0.5, 1.5))
    ax.plot(x, frame["estimate"], color=style.colour("blue"), label="foreign prices fixed")
    marks.band(ax, x, frame["low"], frame["high"], "95 %, pointwise")
    ax.axhline(1)
    (panel,) = told(fig, frame)["panels"]
    line, band = panel["series"]
    assert (line["name"], line["values"][3], line.get("spans")) == ("foreign prices fixed", "0.30", None)
    assert (band["name"], band["values"], band["spans"][3]) == ("95 %, pointwise", [], "0.05 to 0.55")
    assert line["inks"] == list(style.COLOURS["blue"]), "one colour on white and one on black"


def test_a_band_with_a_gap_has_no_value_in_it():
    x = np.arange(6.0)
    low = np.array([1.0, 2.0, np.nan, np.nan, 5.0, 6.0])
    frame = pd.DataFrame({"horizon": x, "low": low, "high": low + 0.5})
    fig, ax = placed(xlabel="months after", ylabel="price change, %", xlim=(0, 5), ylim=(0, 9))
    marks.band(ax, x, frame["low"], frame["high"], "95 %, pointwise")
    (panel,) = told(fig, frame)["panels"]
    assert panel["places"] == ["0", "1", "4", "5"]
    assert panel["series"][0]["spans"] == ["1.00 to 1.50", "2.00 to 2.50", "5.00 to 5.50", "6.00 to 6.50"]


def test_a_panel_takes_the_names_of_the_key_of_another():
    frame = pd.DataFrame({"horizon": range(5), "fixed": np.arange(5) / 3, "free": np.arange(5) / 7})
    fig, axes = figures.new(1, 2)
    for ax, named in zip(axes, ("fixed", None), strict=True):
        ax.plot(frame["horizon"], frame["fixed"], color=style.colour("blue"), label=named)
        ax.plot(frame["horizon"], frame["free"], color=style.colour("blue"), ls="--", label=named and "free")
        ax.set(xlabel="months after", ylabel="price change, %")
    marks.shared_key(fig, axes[0])
    one, other = told(fig, frame)["panels"]
    assert [series["name"] for series in one["series"]] == ["fixed", "free"]
    assert [series["name"] for series in other["series"]] == ["fixed", "free"], "by colour and dash"


def test_bars_of_rows_tell_each_part_of_a_stack_and_not_its_end():
    names = ["as planned", "fails"]
    frame = pd.DataFrame({"project": names, "to Japan": [40.25, 10.5], "to the US": [20.5, 30.75]})
    fig, ax = figures.new()
    ax.barh([1, 0], frame["to Japan"], label="to Japan", color=style.colour("blue"))
    ax.barh(
        [1, 0], frame["to the US"], left=frame["to Japan"], label="to the US", color=style.colour("amber")
    )
    ax.set_yticks([1, 0], names)
    ax.set_xlabel("gain, dollars")
    (panel,) = told(fig, frame)["panels"]
    assert [(one["name"], one["values"]) for one in panel["series"]] == [
        ("to Japan", ["40.2", "10.5"]),
        ("to the US", ["20.5", "30.8"]),
    ]


def test_parts_of_a_stack_by_year_have_values_and_no_dot():
    fig, ax = placed(xlabel="year", ylabel="dollars", xlim=(0, 3), ylim=(0, 9))
    ax.bar([1, 2], [2.5, 3.5], label="to Japan")
    ax.bar([1, 2], [4.5, 1.5], bottom=[2.5, 3.5], label="to the US", color=style.colour("amber"))
    (panel,) = told(fig, {"year": [1, 2], "Japan": [2.5, 3.5], "US": [4.5, 1.5]})["panels"]
    assert [one["values"] for one in panel["series"]] == [["2.50", "3.50"], ["4.50", "1.50"]]
    assert panel["at"]["wide"]["values"] == [[], []], "4.5 lies at 7, on the part below it"


def test_dots_of_rows_are_named_by_the_colour_of_the_key_and_stacked_intervals_stay_apart():
    fig, ax = figures.new()
    ax.scatter([0.25, 0.5], [1, 0], c=[style.colour("blue"), style.colour("amber")])
    ax.hlines([1.0, 0.0], [0.125, 0.25], [0.375, 0.75], colors=[style.colour("blue"), style.colour("amber")])
    for name, ink in (("final", "blue"), ("first", "amber")):
        ax.scatter([], [], color=style.colour(ink), label=name)
    ax.set_yticks([1, 0], ["world", "Europe"])
    ax.set_xlabel("change, %")
    ax.legend()
    frame = pd.DataFrame({"v": [0.25, 0.5], "l": [0.125, 0.25], "h": [0.375, 0.75]}, ["world", "Europe"])
    (panel,) = told(fig, frame)["panels"]
    assert {one["name"]: one["spans"] for one in panel["series"]} == {
        "final": ["0.125 to 0.375", None],
        "first": [None, "0.250 to 0.750"],
    }


@pytest.mark.parametrize(
    ("drawn", "label", "said"),
    [
        ([0.25, 0.5, 0.75], "price, index", "0.25"),
        ([25.0, 50.0, 75.0], "price, %", "25"),  # a share, drawn as a percentage
        ([25.0, 50.0, 75.0], "price, index", None),
        ([0.25, 0.5, 0.76], "price, %", None),
        ([2.5, 5.0, 7.5], "price, %", None),
    ],
)
def test_what_the_data_do_not_hold_is_not_told(drawn, label, said):
    fig, ax = placed(xlabel="months", ylabel=label, xlim=(0, 2), ylim=(0, 2 * drawn[1]))
    ax.plot([0, 1, 2], drawn)
    found = told(fig, {"months": [0, 1, 2], "price": [0.25, 0.5, 0.75]})
    first = found["panels"][0]["series"][0]["values"][0] if found else None
    assert first is None if said is None else float(first) == float(said)


def test_numbers_that_are_words_in_the_data_are_not_told():
    """A qualifier travels with its number, and no number can be told without it."""
    fig, ax = figures.new()
    ax.barh([1, 0], [600.0, 550.0])
    ax.set_yticks([1, 0], ["EU", "Japan"])
    ax.set_xlabel("pledge, billion dollars")
    names = {"partner": ["EU", "Japan"]}
    assert told(fig, names | {"pledge": ["at least 600", "550"]}) is None
    assert told(fig, names | {"pledge": [600.0, 550.0]}) is not None


def test_years_are_found_whether_drawn_as_dates_or_as_numbers():
    income = pd.Series([1.5, 2.5, 3.5], pd.period_range("2023", "2025", freq="Y", name="year"), name="income")
    for at in (income.index.year, marks.dates(income.index)):
        fig, ax = placed(xlabel="year", ylabel="income, % of GDP", ylim=(0, 4))
        ax.plot(at, income.to_numpy())
        (panel,) = told(fig, income)["panels"]
        assert panel["places"] == ["2023", "2024", "2025"]
        assert panel["series"][0]["values"] == ["1.50", "2.50", "3.50"]


def test_an_interval_is_told_without_a_dot_that_the_data_do_not_hold():
    fig, ax = figures.new()
    marks.intervals(ax, ["a name", "other"], [1.1, 2.1], [0.5, 1.5], [1.5, 2.5])
    ax.set_xlabel("change, %")
    (panel,) = told(fig, {"from": [0.5, 1.5], "to": [1.5, 2.5]})["panels"]
    (series,) = panel["series"]
    assert series["values"] == [] and series["spans"] == ["0.50 to 1.50", "1.50 to 2.50"]


def test_a_value_at_another_place_than_in_the_data_is_not_told():
    fig, ax = placed(xlabel="months", ylabel="price, %", xlim=(0, 2), ylim=(0, 4))
    ax.plot([0, 1, 2], [3.0, 2.0, 1.0])
    assert told(fig, {"months": [0, 1, 2], "price": [1.0, 2.0, 3.0]}) is None


def test_an_interval_is_told_only_where_one_row_of_the_data_holds_all_of_it():
    fig, ax = figures.new()
    marks.intervals(ax, ["a name", "other"], [1.0, 2.0], [0.5, 1.5], [1.5, 2.5])
    ax.set_xlabel("change, %")
    whole = pd.DataFrame({"v": [1.0, 2.0], "l": [0.5, 1.5], "h": [1.5, 2.5]})
    swapped = whole.assign(l=whole["l"].to_numpy()[::-1])
    assert told(fig, whole) is not None
    assert told(fig, swapped) is None


def test_of_a_cloud_of_dots_on_a_row_none_is_told():
    fig, ax = figures.new()
    ax.scatter([1.0, 2.0, 3.0], [0, 0, 1], label="placebo")
    ax.set_yticks([1, 0], ["rise", "cut"])
    ax.set_xlabel("contrast, log points")
    assert told(fig, {"contrast": [1.0, 2.0, 3.0]}) is None


@pytest.mark.parametrize(
    ("length", "digits"), [(9.99, 2), (10, 1), (999, 1), (1000, 0), (0.99, 3), (1.0, 2), (0.0999, 4)]
)
def test_digits_follow_the_length_of_the_axis(length, digits):
    assert values.decimals([0.123456], length) == digits


@pytest.mark.parametrize(
    ("digits", "printed"), [(2, ["12", "88"]), (3, ["11.6", "88.4"]), (6, ["11.6", "88.4"])]
)
def test_no_value_is_told_with_more_digits_than_the_csv_has(digits, printed):
    fig, ax = figures.new()
    ax.barh([1, 0], [11.638, 88.362])
    ax.set_yticks([1, 0], ["one link", "the other"])
    ax.set(xlabel="share of the variance, %", xlim=(0, 100))
    frame = evidence.tidy("fig-x", {"link": ["one link", "the other"], "share": [0.11638, 0.88362]})
    (panel,) = values.Values(fig, frame, "Share, %; 2024", digits).panels
    assert panel.content["series"][0]["values"] == printed


@pytest.mark.parametrize(
    ("subtitle", "level"),
    [
        ("Price, %; 2024; lines hold 95 %", "95 %"),
        ("Price, %; 2024; bands 90 %, dashed: free", "90 %"),
        ("Price, %; 2024; lines hold 90 % (theories) or 95 %", ""),
        ("Price, %; 2024", ""),
    ],
)
def test_the_level_of_intervals_is_taken_where_the_subtitle_says_one(subtitle, level):
    fig, ax = placed(xlabel="months", ylabel="price, %", xlim=(0, 2), ylim=(0, 4))
    ax.plot([0, 1, 2], [1.0, 2.0, 3.5])
    (panel,) = told(fig, {"months": [0, 1, 2], "price": [1.0, 2.0, 3.5]}, subtitle)["panels"]
    assert panel["level"] == level


# --- from the cell to the page --------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    """What `figures.show` stores of a figure with a line and its band."""
    kept = []
    monkeypatch.setattr(session, "emit", lambda data, metadata: kept.append(metadata["report"]))
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"estimate": rng.normal(size=len(MONTHS)).cumsum()}, index=MONTHS.rename("month"))
    frame["low"], frame["high"] = frame["estimate"] - 1.23456789, frame["estimate"] + 1.23456789
    fig, ax = figures.new()
    marks.line(ax, frame["estimate"], "own estimate", color="blue")
    marks.band(ax, frame.index, frame["low"], frame["high"], "95 %, pointwise")
    ax.set_ylabel("price change, %")
    marks.key(ax)
    marks.label_lines(ax)
    session.forget()
    figures.show(
        fig,
        name="fig-values-shown",
        title=sentences.held("Prices are what they are", True),
        subtitle="Change of a price, %; January 2024 to August 2026",
        caption="A path with its band",
        alt="A line wanders from the left to the right inside a band that is as wide at each of its places.",
        source="made up for a test",
        data=frame,
    )
    return kept[0]


def test_every_value_told_is_that_of_the_csv_to_the_digits_printed(shown):
    csv = pd.read_csv(io.StringIO(shown["csv"]))
    (panel,) = json.loads(vector.unpack(shown["values"]))["panels"]
    assert panel["places"] == [f"{month:%B %Y}" for month in MONTHS]
    line, band = panel["series"]

    def read(text):
        return float(text.replace("\N{MINUS SIGN}", "-"))

    printed = [read(text) for text in line["values"]]
    spans = np.array([[read(end) for end in text.split(" to ")] for text in band["spans"]])
    half = 0.5 * 10.0 ** -len(line["values"][0].partition(".")[2]) + 1e-5  # the CSV has six digits
    assert np.abs(printed - csv["estimate"]).max() <= half
    assert np.abs(spans - csv[["low", "high"]].to_numpy()).max() <= half
    assert {"wide", "narrow"} == set(panel["at"])


def test_a_page_gets_one_script_a_figure_and_the_figure_a_class(shown):
    class Env:
        docname = "chapters/japan"
        metadata: dict = {docname: {}}  # noqa: RUF012

    from docutils import nodes

    figure = nodes.figure()
    files.keep(Env, figure, shown)
    assert figure["classes"] == [files.CLASS]
    text = files.script(*next(iter(Env.metadata["chapters/japan"]["values"].items())))
    assert text.startswith("(window.reportValues = window.reportValues || {})['fig-values-shown'] = {")
    assert json.loads(text.partition("] = ")[2].rstrip(";\n")) == json.loads(vector.unpack(shown["values"]))


def test_a_figure_without_values_gets_neither(shown):
    from docutils import nodes

    figure = nodes.figure()
    files.keep(None, figure, shown | {"values": None})
    assert not figure["classes"]
