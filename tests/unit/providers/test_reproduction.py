"""The committed tables, sent in each publisher's format by a server on this machine, are read back to the
same bytes."""

from __future__ import annotations

import csv
import io

import pytest
from publishers.committed import SERIES, Table
from publishers.render import ANSWERS
from publishers.server import Reply

from analysis.data.providers.base import collect
from analysis.data.providers.registry import Registry
from analysis.data.providers.transport import key_of

REGISTRY = Registry()
OWNED = sorted(table for table, owner in REGISTRY.owners.items() if owner.is_provider)
# Text columns that say what a number rests on: a number that a publisher sends is a published one.
BASIS = {
    table: spec.basis[1] for p in REGISTRY.providers.values() for table, spec in p.specs.items() if spec.basis
}


def answers(provider, table, committed, requests):
    """Bodies by host, path and query, as the server finds them."""
    by_key = {key_of(request): request for request in requests}

    def answer(asked):
        wanted = {k: v for k, v in asked.query.items() if k != "startPosition"}
        key = "&".join([f"https://{asked.host}{asked.path}", *(f"{k}={v}" for k, v in wanted.items())])
        request = by_key[key]
        if "startPosition" in asked.query:
            request = type(request)(
                request.url,
                (*request.params, ("startPosition", asked.query["startPosition"])),
                kind=request.kind,
            )
        return Reply(ANSWERS[provider.name](provider.spec(table), committed, request))

    return answer


def written(frame) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([frame.index.name, *frame.columns])
    writer.writerows(
        [period, *row] for period, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    )
    return text.getvalue().encode()


@pytest.mark.parametrize("table", OWNED)
def test_the_publishers_format_gives_the_committed_bytes(table, serve):
    provider, committed = REGISTRY.provider(table), Table(table)
    transport, _ = serve(answers(provider, table, committed, provider.requests(table)), provider)
    frame = collect(provider, table, transport.fetch).frame
    expected = committed.bytes
    if table in BASIS:
        frame = frame.drop(columns=BASIS[table])
        at = committed.head.index(BASIS[table])
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [*row[:at], *row[at + 1 :]] for row in [committed.head, *committed.rows]
        )
        expected = text.getvalue().encode()
    found = written(frame)
    if found != expected:
        ours, theirs = expected.decode().splitlines(), found.decode().splitlines()
        parted = next(
            (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
            min(len(ours), len(theirs)),
        )
        raise AssertionError(
            f"line {parted + 1}: committed {ours[parted][:120]!r}, read {theirs[parted : parted + 1]}"[:400]
        )


@pytest.mark.parametrize("table", ["jp_cpi_monthly", "jp_3m_interbank_monthly"])
def test_the_second_route_gives_the_committed_bytes_too(table, serve, monkeypatch):
    provider, committed = REGISTRY.provider(table), Table(table)
    second = provider.alternatives(table)
    [variable] = {request.secret[1] for request in second}
    monkeypatch.setenv(variable, "k-1")
    good = answers(provider, table, committed, second)

    def answer(asked):
        if asked.query.pop(second[0].secret[0], None) == "k-1":
            return good(asked)
        return Reply(b"", 403)

    environment = {variable: "k-1", "REFRESH_CONTACT": "reader@example.org"}
    transport, _ = serve(answer, provider, environment=environment)
    assert written(collect(provider, table, transport.fetch).frame) == committed.bytes


def test_every_table_of_series_has_one_owner_and_most_are_refreshed():
    assert set(REGISTRY.owners) == {path.stem for path in SERIES.glob("*.csv")}
    assert len(OWNED) == 34
