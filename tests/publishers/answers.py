"""The answers to all requests of one table, as payloads, without a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from analysis.data.providers.base import Payload
from analysis.data.providers.registry import Registry
from publishers.committed import Table
from publishers.render import ANSWERS


@lru_cache(maxsize=1)
def registry() -> Registry:
    """Of the committed data folder."""
    return Registry()


@lru_cache(maxsize=40)
def answers(table: str) -> tuple[Payload, ...]:
    """Everything that the table's publisher sends for it."""
    provider, committed = registry().provider(table), Table(table)
    found = []
    for request in provider.requests(table):
        following = request
        while following is not None:
            found.append(
                Payload(following, ANSWERS[provider.name](provider.spec(table), committed, following))
            )
            following = provider.more(found[-1])
    return tuple(found)


def parsed(table: str, *payloads: Payload):
    """What the table's provider makes of these answers, or of the good ones."""
    return registry().provider(table).parse(table, payloads or answers(table))


def edited(table: str, edit: Callable[[bytes], bytes], kind: str | None = None) -> list[Payload]:
    """The good answers with the body of each (or of those of one kind) changed."""
    return [replace(p, body=edit(p.body)) if kind in (None, p.request.kind) else p for p in answers(table)]


def swapped(old: str, new: str, encoding: str = "utf-8", count: int = 1) -> Callable[[bytes], bytes]:
    """An edit that replaces text, and refuses to do nothing."""

    def edit(body: bytes) -> bytes:
        text = body.decode(encoding)
        assert old in text, f"the answer does not hold {old!r}"
        return text.replace(old, new, count).encode(encoding)

    return edit
