"""The end of each sample that takes a day without a row for a quiet day, against the day to which its events
are known."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis import data
from analysis.claims.measures.common import official_response
from analysis.data.series.coverage import EVENTS, day_column

STORE = data.default()
EVENT_TABLES = [
    name for name in STORE.paths() if name in EVENTS or STORE.manifest(name).frequency == "decisions"
]  # fmt: skip


@pytest.mark.parametrize("name", EVENT_TABLES)
def test_an_event_table_says_its_end_and_holds_nothing_after_it(name):
    manifest = STORE.manifest(name)
    raw = pd.read_csv(manifest.csv, dtype=str, keep_default_na=False)
    days = raw[day_column(manifest)]
    assert manifest.covered_to is not None
    assert max(day for day in days if day) <= manifest.covered_to
    assert len(data.table(name)) == len(raw)


def test_days_and_months_of_the_operations_end_together():
    """Two files of one publication: a day cut from either, or an end moved in one sidecar, parts them."""
    months = data.table("mof_fx_intervention_monthly")
    end = data.covered_to(data.table("mof_fx_intervention_daily"))
    assert end == months.index[-1].end_time.normalize() == data.covered_to(months)
    daily = data.load("mof_intervention_daily_jpy")
    by_month = daily.groupby(daily.index.to_period("M")).sum().reindex(months.index, fill_value=0.0)
    monthly = data.load("mof_intervention_monthly_jpy")
    assert by_month.loc[monthly.index[0] :].equals(monthly.astype(float).rename(by_month.name))


def response(operations):
    return official_response(
        data.load("usd_jpy_daily"),
        operations,
        data.load("oecd_jpn_gdp"),
        horizons=2,
        leads=2,
        draws=99,
        sample=("2020", None),
    )


def test_the_response_to_operations_ends_where_the_operations_do():
    operations, rates = data.load("mof_intervention_daily_usd"), data.load("usd_jpy_daily")
    end = data.covered_to(operations)
    found = response(operations)
    # The last base row has both horizons before the end: two publications earlier than the last one known.
    last = rates[rates.index <= end].dropna().index
    assert found.sample[1] == last[-3].to_period("D")
    assert found.specification["operations known to"] == f"{end:%F}"
    assert found.specification["rates after that day, cut"] == int((rates.dropna().index > end).sum()) > 60


def test_operations_cut_a_month_early_move_the_end_and_the_number_of_days():
    operations = data.load("mof_intervention_daily_usd")
    early = operations.copy()
    early.attrs = operations.attrs | {"covered_to": "2026-05-31"}
    whole, less = response(operations), response(early)
    rates = data.load("usd_jpy_daily").dropna()
    assert whole.nobs - less.nobs == len(rates.loc["2026-06"])
    assert less.sample[1] < whole.sample[1]


def test_announcements_have_no_placebo_date_after_the_timeline_ends():
    from analysis.claims.measures import verdicts

    timeline, rates = data.table("timeline"), data.table("ecb_reference_rates_daily")
    end = data.covered_to(timeline)
    found = verdicts.announced(rates.loc["2023":], timeline, sample=("2026-01-01", None))
    first, last = re.findall(r"\d{4}-\d{2}-\d{2}", found.specification["placebo"])
    known = rates.index[rates.index <= end]
    assert pd.Timestamp(last) == known[-5]  # its window of five publications ends with the last day known
    assert pd.Timestamp(first) < pd.Timestamp(last)
