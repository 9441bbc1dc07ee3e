"""Every table of facts against its schema, and what is not found against the searches behind it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import data
from analysis.data import schemas
from analysis.data.series.coverage import EVENTS

STORE = data.default()
FACTS = [name for name in STORE.paths() if STORE.manifest(name).kind == "facts"]


@pytest.mark.parametrize("name", FACTS)
def test_the_table_keeps_its_schema(name):
    STORE.check(name)


@pytest.mark.parametrize("name", FACTS)
def test_key_and_numbers_of_the_schema_are_those_of_the_sidecar(name):
    declared, manifest = schemas.schema(name), STORE.manifest(name)
    assert declared.key == manifest.index
    numeric = {column.name for column in manifest.columns.values() if column.numeric}
    present = set(manifest.columns) | set(manifest.index)
    assert {field for field, rule in declared.fields.items() if rule.number and field in present} == numeric


def test_tables_of_events_are_declared_once():
    assert {name: table.events for name, table in schemas.tables().items() if table.events} == EVENTS


def test_what_is_not_found_was_searched_in_two_collections_and_a_primary_site():
    frames = {name: STORE.table(name) for name in schemas.SEARCHED}
    schemas.validate_links(frames)


def test_every_unknown_makes_a_sentence_with_both_dates():
    unknowns = data.table("unknowns")
    newest = pd.Timestamp("2026-11-28")  # the day of the last search: nothing found can be newer
    for subject in unknowns["id"]:
        found = data.absent(subject)
        assert pd.Timestamp(found.searched_on) <= newest, subject
        assert found.newest_found is None or found.newest_found <= found.searched_on, subject
        assert str(pd.Timestamp(found.searched_on).year) in found.sentence
