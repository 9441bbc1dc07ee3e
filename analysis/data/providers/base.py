"""What every publisher's file promises: which requests make a table, and what their answers say.

A `Provider` owns tables. For each it names the requests (`Provider.requests`), asks for more where a
publisher pages its answers (`Provider.more`), and turns the answers into cells (`Provider.parse`). Neither
touches a disk, a clock or a network; `analysis.data.providers.transport` alone does that, and `collect` joins
the two.

Cells are text, written as the committed table writes them: what is parsed is also what is stored, and no
number passes through a float on its way unless a formula makes it.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.errors import DataError

_LONGEST = 400  # characters of a cause


class ProviderError(DataError):
    """A publisher could not be reached, refused, or answered something that is not the table asked for.

    Parameters
    ----------
    provider : str
        Name in the registry, such as ``boj``.
    series : str
        The series, or the table where no single series is at fault.
    cause : str
        What was wrong and, where it helps, what to do.
    kind : {"unreachable", "refused", "content", "key"}
        No connection or no answer in time; an error status or too much data; an answer of the wrong shape; a
        key or an address that the environment lacks.
    """

    def __init__(self, provider: str, series: str, cause: str, kind: str = "content") -> None:
        # A message quotes what a stranger sent: it stays on one line and short.
        cause = " ".join("".join(c if c.isprintable() else " " for c in cause).split())
        cause = cause if len(cause) <= _LONGEST else f"{cause[:_LONGEST]}…"
        super().__init__(f"{provider}: {series}: {cause}")
        self.provider, self.series, self.cause, self.kind = provider, series, cause, kind


@dataclass(frozen=True)
class Request:
    """One question to a publisher.

    Parameters
    ----------
    url : str
        Without a query.
    params : tuple of (str, str)
        The query, unescaped, in order.
    headers : tuple of (str, str)
        Beyond those that every request carries.
    kind : str
        Which part of the table the answer is; `Provider.parse` tells answers apart by it.
    max_bytes : int
        The answer, unpacked, must not be longer.
    secret : tuple of (str, str), optional
        Query parameter and the environment variable whose value it takes. The value is set by the transport
        when the request leaves and stands nowhere else.
    series : str
        What an error message names, if it is not the whole table.
    """

    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "table"
    max_bytes: int = 32_000_000
    secret: tuple[str, str] | None = None
    series: str = ""


@dataclass(frozen=True)
class Payload:
    """One answer. `headers` have lower-case names; those with status 304 have an empty body."""

    request: Request
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def validators(self) -> dict[str, str]:
        """`etag` and `last-modified`, as far as the publisher sent them: what a conditional request
        repeats."""
        return {name: self.headers[name] for name in ("etag", "last-modified") if name in self.headers}


@dataclass(frozen=True)
class Parsed:
    """A table as its publisher gives it now.

    Parameters
    ----------
    table : str
        Name of the committed table.
    frame : DataFrame of str
        Index: labels of periods as `analysis.data.series.periods` writes them, ascending, the index named
        as in the table; days of a table of events may repeat. Columns: those of the committed table, in
        its order; "" where a value is missing. Only the span that was asked for and that the publisher holds:
        rows that the committed table has beyond it are for the caller to keep.
    bases : mapping
        Base of an index by column ("2025=100"), where the answer declares or shows it.
    units : mapping
        Unit by column, in the publisher's words, where the answer declares it.
    vintage : str, optional
        How the publisher dates the answer.
    covered_to : str, optional
        Day (ISO) to which events are known, for tables of events.
    notes : tuple of str
        What the reader of a report should know: revised or preliminary months, columns that are new at the
        publisher.
    """

    table: str
    frame: pd.DataFrame
    bases: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    vintage: str | None = None
    covered_to: str | None = None
    notes: tuple[str, ...] = ()


class Provider(ABC):
    """One publisher. Subclasses set `name` and `hosts` and implement `requests` and `parse`.

    Attributes
    ----------
    name : str
        As the registry and the command line write it.
    hosts : frozenset of str
        Where it may be asked and redirected to; everything else is refused.
    """

    name: str
    hosts: frozenset[str]

    @abstractmethod
    def requests(self, table: str, since: str | None = None) -> list[Request]:
        """The questions whose answers make `table`.

        `since` (a label of the table's frequency) shortens the span where the publisher can; whole files
        ignore it.
        """

    @abstractmethod
    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        """The table that these answers hold.

        Raises
        ------
        ProviderError
            Whatever is wrong with the answers; nothing else is ever raised.
        """

    def alternatives(self, table: str, since: str | None = None) -> list[Request]:
        """Questions of a second route, for which a key is needed; asked if the first fails and the key is
        set."""
        return []

    def more(self, payload: Payload) -> Request | None:
        """The next request where an answer is one page of several; None where it is whole."""
        return None


def collect(
    provider: Provider, table: str, fetch: Callable[[Provider, Request], Payload], since: str | None = None
) -> Parsed:
    """Ask everything that makes `table` and parse the answers; by the second route if the first fails and its
    key is set.

    Parameters
    ----------
    fetch : callable
        `analysis.data.providers.transport.Transport.fetch`, or the same for a test.

    Raises
    ------
    ProviderError
        From the transport or the parser: that of the first route, with what became of the second.
    """
    try:
        return _asked(provider, table, fetch, provider.requests(table, since))
    except ProviderError as error:
        second = provider.alternatives(table, since)
        if not second or error.kind == "key":
            raise
        keys = sorted(
            {
                request.secret[1]
                for request in second
                if request.secret and not os.environ.get(request.secret[1])
            }
        )
        if keys and error.kind == "unreachable":
            raise  # no key makes a network
        if keys:
            raise ProviderError(
                error.provider,
                error.series,
                f"{error.cause} (a second route needs the key {', '.join(keys)})",
                error.kind,
            ) from None
        try:
            return _asked(provider, table, fetch, second)
        except ProviderError as again:
            raise ProviderError(
                error.provider, error.series, f"{error.cause}; by the second route: {again.cause}", error.kind
            ) from None


def _asked(
    provider: Provider, table: str, fetch: Callable[[Provider, Request], Payload], requests: list[Request]
) -> Parsed:
    payloads: list[Payload] = []
    for request in requests:
        following: Request | None = request
        while following is not None:
            payloads.append(fetch(provider, following))
            following = provider.more(payloads[-1])
    return provider.parse(table, payloads)
