"""Publishers on this machine, providers of the committed data folder, and clocks that only tests move."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # makes `publishers` importable

from publishers.server import Server

from analysis.data.providers.registry import Registry
from analysis.data.providers.transport import Transport


class Clock:
    """Time that passes only by sleeping; `slept` lists how long."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @staticmethod
    def now() -> datetime:
        return datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def registry():
    return Registry()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def serve(clock, request):
    """``serve(answer, provider, **more) -> (Transport, Server)``; all hosts of the provider are the
    server."""

    def start(answer, provider, **more):
        server = Server(answer)
        addresses = {host: server.address(host) for host in provider.hosts}
        options = {"environment": {"REFRESH_CONTACT": "reader@example.org"}, "reach": lambda *_: None, **more}
        transport = Transport(addresses=addresses, sleep=clock.sleep, clock=clock, now=clock.now, **options)
        request.addfinalizer(server.close)
        request.addfinalizer(transport.close)
        return transport, server

    return start
