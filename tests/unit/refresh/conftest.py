"""Publishers of our own for the tests of a refresh: they answer what a test tells them to, without a
network."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.data.providers.base import Parsed, Payload, Provider, ProviderError, Request

LIMITS = {"scale": "relative", "revision": 0.02, "low": 0}


class Stand(Provider):
    """A publisher whose answers are CSV texts by table."""

    def __init__(self, name: str, answers: Mapping[str, str], **about) -> None:
        self.name, self.answers, self.about = name, dict(answers), about
        self.hosts = frozenset({"127.0.0.1"})

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [Request(f"http://127.0.0.1/{table}", kind=table)]

    def parse(self, table: str, payloads) -> Parsed:
        rows = [line.split(",") for line in payloads[0].body.decode().splitlines()]
        frame = pd.DataFrame(rows[1:], columns=rows[0]).set_index(rows[0][0])
        return Parsed(table, frame, **self.about)


def fetch(provider: Stand, request: Request) -> Payload:
    """The answer of a stand; an error that a test put there is raised."""
    answer = provider.answers[request.kind]
    if isinstance(answer, ProviderError):
        raise answer
    return Payload(request, answer.encode())


def monthly(first: str, values: list[float], column: str = "x") -> str:
    """A monthly table of one column."""
    months = pd.period_range(first, periods=len(values), freq="M")
    return f"month,{column}\n" + "".join(
        f"{month},{value:g}\n" for month, value in zip(months, values, strict=True)
    )


@pytest.fixture
def world() -> SimpleNamespace:
    """The names above, for tests that cannot import from here."""
    return SimpleNamespace(Stand=Stand, fetch=fetch, monthly=monthly, LIMITS=LIMITS)
