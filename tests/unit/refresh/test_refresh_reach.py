"""A host that cannot be reached is named with the cause, and the wait is bounded."""

from __future__ import annotations

import socket
import threading

import pytest

from analysis.data.providers.base import ProviderError
from analysis.data.refresh.reach import reach, unreachable


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_a_server_that_listens_is_reached_and_one_that_does_not_is_named(world):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as other:
        open_, closed = (f"127.0.0.1:{each.getsockname()[1]}" for each in (server, other))
        other.close()
        stand = world.Stand("one", {})
        stand.hosts = frozenset({open_})
        reach(stand)
        stand.hosts = frozenset({open_, closed})
        with pytest.raises(ProviderError) as caught:
            reach(stand)
    assert str(caught.value) == (
        f"one: all tables: cannot reach {closed} (Connection refused); check the connection. Nothing was changed"
    )
    assert caught.value.kind == "unreachable"


def test_a_name_that_never_resolves_is_given_up_after_the_patience_stated():
    never = threading.Event()
    try:
        found = unreachable(["a.invalid", "b.invalid"], lambda host, port, patience: never.wait(), patience=0.05)
    finally:
        never.set()
    assert found == {"a.invalid": "no answer within 0.05 s", "b.invalid": "no answer within 0.05 s"}


def test_hosts_are_asked_at_the_same_time():
    together = threading.Barrier(3, timeout=5)
    assert unreachable(["a.invalid", "b.invalid", "c.invalid"], lambda *_: together.wait()) == {}


def test_behind_a_proxy_the_proxy_is_asked(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    asked = []
    assert unreachable(["a.invalid"], lambda *door: asked.append(door[:2])) == {}
    assert asked == [("proxy.invalid", 3128)]
