"""The specification curve: what is drawn where, and that a page can hold it."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from analysis.passthrough import multiverse
from analysis.passthrough.specifications.curve import COLUMNS
from analysis.report.author import figures, style


@pytest.fixture(autouse=True)
def house_style():
    before = dict(mpl.rcParams)
    mpl.use("Agg")
    style.apply()
    yield
    mpl.pyplot.close("all")
    mpl.rcParams.update(before)


def series(name, seed):
    index = pd.period_range("2001-01", periods=150, freq="M")
    return pd.Series(
        100 * np.exp(np.random.default_rng(seed).standard_normal(150).cumsum() / 100), index, name=name
    )


def result(**more):
    grid = {
        "price": series("cpi", 0),
        "fx": series("usd", 1),
        "lags": [2, 4, 6],
        "own_lags": [0, 2],
        "inference": ["ewc", "ols"],
    }
    main = {"lags": 4, "own_lags": 0, "inference": "ewc"}
    return multiverse(
        grid | more,
        main | {name: value[0] for name, value in more.items() if name != "horizon"},
        draws=9,
        workers=1,
    )


def test_estimates_above_in_order_and_choices_below():
    found = result()
    upper, lower = found.plot().axes
    estimates = np.concatenate([line.get_ydata() for line in upper.get_lines() if line.get_marker() == "."])
    np.testing.assert_allclose(np.sort(estimates), found.estimated["estimate"].to_numpy(float))
    (main,) = (line for line in upper.get_lines() if line.get_label() == "main specification")
    assert main.get_ydata() == pytest.approx([found.main["estimate"]])
    place = int(np.flatnonzero(found.estimated["main"])[0]) + 1
    assert main.get_xdata() == [place]
    assert any(np.allclose(line.get_ydata(), 0) for line in upper.get_lines())
    labels = [text.get_text() for text in lower.get_yticklabels()]
    assert labels == ["lags", "2", "4", "6", "own lags", "0", "2", "inference", "ewc", "ols"]


def test_a_row_of_the_dashboard_marks_the_specifications_that_have_the_choice():
    found = result()
    _, lower = found.plot().axes
    marked = {}
    for strip in lower.collections:
        corners = [path.vertices for path in strip.get_paths()]
        height = round(float(corners[0][:, 1].mean() + 0.0))
        marked[height] = sorted(round(float(c[:4, 0].mean())) for c in corners)
    names = dict(zip(lower.get_yticks(), [t.get_text() for t in lower.get_yticklabels()], strict=True))
    rows = found.estimated
    assert names[-1] == "2" and names[-8] == "ewc"
    assert marked[-1] == (1 + np.flatnonzero(rows["lags"] == "2")).tolist()
    assert marked[-8] == (1 + np.flatnonzero(rows["inference"] == "ewc")).tolist()


def test_the_figure_passes_the_rules_of_the_book():
    figure = result().plot()
    figures.check_axes(figure, "fig-curve")
    light, dark = figures.render(figure, "fig-curve")
    assert light != dark


def test_a_large_grid_shares_columns_and_stays_light():
    samples = [(f"{year}-01", None) for year in range(2001, 2007)]
    found = result(
        sample=samples,
        estimator=["distributed lag", "local projection"],
        seasonal=[False, True],
        horizon=[3, 6],
    )
    assert len(found) > 1.5 * COLUMNS
    figure = found.plot()
    _, lower = figure.axes
    assert max(len(strip.get_paths()) for strip in lower.collections) <= COLUMNS
    figures.check_axes(figure, "fig-curve")
    figures.render(figure, "fig-curve")


def test_one_specification_is_a_curve_too():
    single = multiverse(
        {"price": series("cpi", 0), "fx": series("usd", 1), "lags": 3}, {}, draws=9, workers=1
    )
    assert len(single.plot().axes) == 1
    figures.check_axes(single.plot(), "fig-curve")


def test_an_unbounded_interval_is_cut_at_the_frame():
    found = result()
    table = found.table.copy()
    table.loc[0, ["low", "high"]] = -np.inf, np.inf
    object.__setattr__(found, "table", table)
    upper, _ = found.plot().axes
    low, high = upper.get_ylim()
    assert np.isfinite([low, high]).all()
    ends = np.concatenate([segment[:, 1] for lines in upper.collections for segment in lines.get_segments()])
    assert np.isfinite(ends).all() and ends.min() >= low and ends.max() <= high
