"""The lists of sources that several pages print name every table that the calculation opens, and no other."""

from __future__ import annotations

import pytest

from analysis import data, scheme, transmission
from analysis.data.store import shared
from analysis.scheme import exposure, portfolio
from analysis.transmission import theory

#: Names of publishers' columns: read to find a series, and no source of a number.
KEYS = {"ecb_currencies", "fred_md_columns", "weo_columns"}


def tables(names):
    """The tables of a list that may name series."""
    return {str(data.describe(name).get("table") or name) for name in names}


@pytest.fixture
def opened():
    """What a calculation opens, whatever earlier ones keep in mind."""

    def look(calculate):
        theory.evidence.cache_clear()
        shared.mark_reads()
        calculate()
        return set(shared.read_since_mark()) - KEYS

    return look


def test_theories_of_the_yen(opened):
    assert opened(transmission.theories) == tables(transmission.THEORY_SOURCES)


def test_losses_of_the_state(opened):
    def lose():
        exposure.bridge(scheme.case(), scheme.commitment())
        portfolio.distribution(scheme.case(), scheme.commitment())

    # The shares of bank and insurer are typed defaults of `Instruments`; its tests hold them to the plan.
    assert opened(lose) | {"funding_plan"} == tables(scheme.LOSS_SOURCES)
