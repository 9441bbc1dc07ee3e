"""Rows and nulls of the page on shocks, on numbers made by hand."""

import numpy as np
import pandas as pd

from analysis.chapters.which_shock import sets, states
from analysis.passthrough.shocks import by_shock, series
from analysis.passthrough.shocks import states as of_shocks


def estimated():
    """Sets of both prices at two horizons: the ends say price, shock and multiple."""
    rows = []
    for outcome in (series.IMPORTS, series.PRICES):
        for number, shock in enumerate(by_shock.SIGNS):
            for multiple in (0.0, 0.5, 1.0):
                low = np.nan if multiple == 0 else number + multiple
                rows.append(("main", 8, outcome, multiple, shock, low, low + 1, low - 1, low + 2))
                rows.append(("other", 8, outcome, multiple, shock, 9.0, 9.0, 9.0, 9.0))
    columns = ["variant", "horizon", "outcome", "multiple", "shock"]
    columns += ["set_low", "set_high", "robust_low", "robust_high"]
    return pd.DataFrame(rows, columns=columns)


def test_consumer_prices_stand_first_and_shocks_in_their_stated_order():
    rows = sets.set_rows(sets.at_two_years(estimated()))
    assert rows["Shock"].to_list() == [*by_shock.SIGNS] * 2
    assert rows["Price"].iloc[0] == series.PRICES and rows["Price"].iloc[4] == series.IMPORTS
    assert rows["Signs alone"].unique().tolist() == ["no bound"]
    assert rows.loc[1, "Yen at least half as far"] == "1.50 to 2.50"
    assert rows.loc[1, "Yen moves most, robust"] == "1.00 to 4.00"


def test_variants_are_columns_of_shocks():
    table = sets.alternative_rows(estimated().query("multiple == 1.0 and outcome == @series.PRICES"))
    assert list(table.index) == ["main", "other"]
    assert table.loc["other"].unique().tolist() == ["9.00 to 9.00"]


def test_only_what_holm_leaves_without_a_finding_is_a_null():
    tested = pd.DataFrame({
        "state": [of_shocks.REGIME, of_shocks.SIZE], "outcome": ["Consumer prices", "Producer prices"],
        "estimate": [0.1, -0.2], "low": [-0.1, -0.3], "high": [0.3, -0.1], "found": [0.3, 0.2],
        "p_holm": [0.05, 0.049],
    })  # fmt: skip
    unseen = states.nulls(tested)
    assert list(unseen) == [(of_shocks.REGIME, "Consumer prices")]
    null = unseen[of_shocks.REGIME, "Consumer prices"]
    assert (null.estimate, null.low, null.high, null.found) == (0.1, -0.1, 0.3, 0.3)


def test_a_set_in_words_is_rounded_and_a_refused_instrument_has_none():
    kept = pd.DataFrame({
        "instrument": ["a"], "outcome": ["CPI"], "events": [9], "effective": [7.25], "F": [12.34],
        "slope": [-0.456], "set 12": ["-0.1234 to 2"], "set 24": ["the whole line"],
    })  # fmt: skip
    refused = pd.DataFrame({"instrument": ["b"], "outcome": [""], "events": [3], "effective": [1.0]})
    rows = states.instrument_rows(kept, refused)
    assert rows["Set, 12 months"].to_list() == ["−0.12 to 2.00", ""]
    assert rows["Set, 24 months"].to_list() == ["the whole line", ""]
    assert rows["Effective F"].to_list() == ["12.3", "refused"]
