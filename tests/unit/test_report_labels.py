"""Names of lines and units of axes are those of the data drawn; each refusal has a figure just inside it."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis.errors import NotebookError
from analysis.report.author import evidence, labels, marks

MONTHS = pd.period_range("2000-01", periods=6, freq="M", name="month")
FRAME = pd.DataFrame(
    {"fixed_low": np.arange(6.0), "import_price_yen": np.arange(6.0) ** 2, "import_price_contract": 3.0},
    index=MONTHS,
)
FRAME["import_price_contract"] += np.arange(6.0) / 7


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def check(ax):
    labels.check_lines(ax.figure, "fig-x", evidence.tidy("fig-x", FRAME))


def test_names_that_fit_their_columns_pass_and_exchanged_ones_do_not(ax):
    marks.line(ax, FRAME["import_price_yen"], "import prices, yen")
    marks.line(ax, FRAME["import_price_contract"], "import prices, contract")
    check(ax)
    for line, text in zip(ax.get_lines(), ("import prices, contract", "import prices, yen"), strict=True):
        line.set_gid(text)
    with pytest.raises(
        NotebookError, match=r"'import prices, contract' draws 'import_price_yen'.*exchange their names"
    ):
        check(ax)


def test_a_name_that_says_nothing_of_its_column_fits_only_if_the_other_does_not_fit_better(ax):
    ax.plot(FRAME["import_price_yen"].to_numpy(), label="foreign prices fixed")
    ax.plot(FRAME["import_price_contract"].to_numpy(), label="contract")
    check(ax)
    first, second = ax.get_lines()
    first.set_label("contract"), second.set_label("foreign prices fixed")
    with pytest.raises(NotebookError, match="exchange their names"):
        check(ax)


def test_one_name_twice_is_refused_and_a_line_without_a_name_is_not(ax):
    ax.plot([1, 2], label="free")
    ax.plot([2, 3])
    check(ax)
    ax.plot([3, 4], label="free")
    with pytest.raises(NotebookError, match="two lines of one panel are named 'free'"):
        check(ax)


def test_a_stretch_of_a_column_is_found_and_a_changed_one_is_not(ax):
    # Three values in a row make a stretch; a value changed, or two values, make none.
    def column(values):
        return labels._column(ax.plot(values)[0], {"a": FRAME["import_price_yen"].to_numpy()})

    assert column([4.0, 9.0, 16.0]) == "a" and column([np.nan, 4.0, 9.0, 16.0]) == "a"
    assert column([4.0, 9.0, 17.0]) is None and column([4.0, 9.0]) is None and column(list(range(9))) is None


@pytest.mark.parametrize(
    ("label", "right"),
    [("index, 1980 = 100, log scale", True), ("1980 = 100", True), ("yen per dollar", False)],
)
def test_an_axis_of_catalogued_series_says_their_unit(ax, label, right):
    frame = evidence.tidy(
        "fig-x",
        pd.DataFrame(
            {"jp_import_price_yen": [1.0, 2.0], "jp_import_price_contract": [1.0, 3.0]}, index=MONTHS[:2]
        ),
    )
    ax.set_ylabel(label)
    if right:
        labels.check_units(ax.figure, "fig-x", frame)
    else:
        with pytest.raises(
            NotebookError, match="says 'yen per dollar', but its series are in index, 2020=100"
        ):
            labels.check_units(ax.figure, "fig-x", frame)


def test_an_axis_of_computed_columns_or_of_two_units_is_not_judged(ax):
    ax.set_ylabel("anything")
    for columns in (["fixed"], ["jp_import_price_yen", "usd_jpy"]):
        frame = pd.DataFrame({column: [1.0, 2.0] for column in columns}, index=MONTHS[:2])
        labels.check_units(ax.figure, "fig-x", evidence.tidy("fig-x", frame))


@pytest.mark.parametrize(
    ("level", "name"), [(0.95, "95 %, pointwise"), (0.9, "90 %, each month"), (0.975, "97.5 %, joint")]
)
def test_a_band_has_the_level_that_its_bounds_know(ax, level, name):
    path = FRAME.rename(columns={"import_price_yen": "high"})
    path.attrs["coverage"] = level
    marks.band(ax, path.index, path["fixed_low"], path["high"], name)
    with pytest.raises(NotebookError, match=f"drawn from bounds of {100 * level:g} %"):
        marks.band(ax, path.index, path["fixed_low"], path["high"], "68 %, pointwise")
    marks.band(
        ax, path.index, path["fixed_low"].to_numpy(), path["high"].to_numpy(), "68 %, pointwise"
    )  # nothing is known
