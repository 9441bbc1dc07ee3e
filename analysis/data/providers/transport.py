"""Asking the publishers: the only module here that touches a network, a clock or the environment.

Every host is asked by one thread at a time and with its own pause; hosts run side by side. What passes (a
time-out, a broken connection, "too many requests", a server's fault) is tried again; what does not (a
refusal, a redirect to somewhere else, an endless body) is said at once. Messages name address and parameters,
never the value of a key.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from analysis.data.providers.base import Payload, Provider, ProviderError, Request
from analysis.data.providers.body import Cut, collected, too_long
from analysis.data.providers.publisher import Rules
from analysis.data.providers.quiet import hush
from analysis.data.providers.reach import reachable

#: Environment variable with the address of a person, which some publishers demand of an agent.
CONTACT = "REFRESH_CONTACT"
AGENT = "japan-550bn-passthrough/0.1"
_CONNECT, _READ, _WHOLE = 4.0, 60.0, 300.0  # seconds: to connect, between two pieces, for a whole answer
_ATTEMPTS = 4
_REDIRECTS = 4
_LONGEST_WAIT = 120.0
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))


class _Passing(Exception):
    """Something that may be over at the next attempt; `wait` is what the publisher asked for, in seconds."""

    def __init__(self, cause: str, kind: str = "unreachable", wait: float | None = None) -> None:
        super().__init__(cause)
        self.cause, self.kind, self.wait = cause, kind, wait


class Transport:
    """Fetches requests of providers.

    The same request is asked once in the life of a transport. Where `kept` holds an earlier answer the
    question is conditional, and "not modified" brings that answer back.

    Parameters
    ----------
    kept : mutable mapping of str to Payload, optional
        Answers of earlier runs by `key_of` (see `analysis.data.providers.kept`); new ones are put there.
    addresses : mapping of str to str, optional
        Base address to use instead of a host's own (``{"www.example.org": "http://localhost:8000"}``), for
        tests.
    sleep, clock, now : callable, optional
        `time.sleep`, `time.monotonic`, and the present moment in UTC.
    environment : mapping, optional
        Where keys and the contact are read; `os.environ`.
    reach : callable, optional
        ``reach(provider, series, host, port)``, which raises if a host cannot be reached within five seconds.
    """

    def __init__(
        self,
        *,
        kept: MutableMapping[str, Payload] | None = None,
        addresses: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        environment: Mapping[str, str] = os.environ,
        reach: Callable[[str, str, str, int], None] = reachable,
        timeout: httpx.Timeout | None = None,
    ) -> None:
        self._kept = {} if kept is None else kept
        self._addresses = dict(addresses or {})
        self._sleep, self._clock, self._now, self._environment, self._reach = (
            sleep,
            clock,
            now,
            environment,
            reach,
        )
        self._client = httpx.Client(
            timeout=timeout or httpx.Timeout(_READ, connect=_CONNECT), follow_redirects=False
        )
        self._answers: dict[str, Payload] = {}
        self._hosts: dict[str, _Host] = {}
        self._guard = Lock()
        hush()

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, provider: Provider, request: Request) -> Payload:
        """The answer to one request.

        Raises
        ------
        ProviderError
            With the kind "unreachable", "refused", "content" or "key".
        """
        key = key_of(request)
        host = self._host(urlsplit(request.url).hostname or "")
        with host.lock:
            if key not in self._answers:
                self._answers[key] = self._asked(provider, request, host)
                self._kept[key] = self._answers[key]
            return self._answers[key]

    def check(self, provider: Provider) -> None:
        """Say within five seconds if no host of a provider can be reached; for a look before a long run.

        Raises
        ------
        ProviderError
            Of the kind "unreachable", or "key" if the publisher demands a contact that is not set.
        """
        self._agent(provider, "all tables")
        asked = {
            urlsplit(r.url).hostname
            for table in getattr(provider, "specs", {})
            for r in provider.requests(table)
        }
        for host in sorted(asked - {None}):
            self._look(provider, "all tables", host)

    def _asked(self, provider: Provider, request: Request, host: _Host) -> Payload:
        rules: Rules = provider.rules
        series = request.series or request.kind
        agent = self._agent(provider, series)
        self._look(provider, series, urlsplit(request.url).hostname or "")

        def once() -> Payload:
            host.turn(rules.pause, self._clock, self._sleep)
            try:
                return self._once(provider, request, series, agent)
            finally:
                host.last = self._clock()

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait if isinstance(error, _Passing) else None
            return 2.0**state.attempt_number if asked is None else asked

        trying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Passing),
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return trying(once)
        except _Passing as error:
            cause = f"{self._place(request)}: {error.cause}, at each of {_ATTEMPTS} attempts"
            raise ProviderError(provider.name, series, cause, error.kind) from None

    def _once(self, provider: Provider, request: Request, series: str, agent: str) -> Payload:
        url, params = request.url, [*request.params, *self._secret(provider, request, series)]
        headers = {"User-Agent": agent, "Accept-Encoding": "gzip", **dict(request.headers)}
        earlier = self._kept.get(key_of(request))
        if earlier is not None:
            for name, condition in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
                if name in earlier.headers:
                    headers[condition] = earlier.headers[name]
        conditional = headers.keys() & {"If-None-Match", "If-Modified-Since"}
        begun = self._clock()
        try:
            for _ in range(_REDIRECTS + 1):
                with self._client.stream(
                    "GET", self._real(url), params=params or None, headers=headers
                ) as answer:
                    if answer.is_redirect and answer.status_code != 304:
                        url, params = self._onward(provider, series, url, answer), []
                        continue
                    if answer.status_code == 304 and conditional and earlier is not None:
                        return replace(earlier, request=request)
                    self._judge(provider, request, series, answer)
                    return self._read(provider, request, series, answer, begun)
        except httpx.TimeoutException:
            raise _Passing("no answer in time") from None
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise _Passing(f"the connection broke ({type(error).__name__})") from None
        except Cut as error:
            raise _Passing(f"the answer was cut: {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            cause = f"{self._place(request)}: {type(error).__name__}"
            raise ProviderError(provider.name, series, cause, "unreachable") from None
        cause = f"{self._place(request)}: more than {_REDIRECTS} redirects"
        raise ProviderError(provider.name, series, cause, "refused")

    def _judge(self, provider: Provider, request: Request, series: str, answer: httpx.Response) -> None:
        status = answer.status_code
        if status == 200:
            return
        if status in _PASSING:
            wait = self._wait(answer.headers.get("retry-after"))
            if wait is None and status == 429:
                wait = provider.rules.wait_429
            if wait is not None and wait > _LONGEST_WAIT:
                cause = (
                    f"{self._place(request)}: status {status}; the publisher asks to wait {wait:.0f} seconds:"
                    " try later"
                )
                raise ProviderError(provider.name, series, cause, "refused")
            raise _Passing(f"status {status}", "refused", wait)
        told = {
            403: "the publisher refuses this agent or address",
            404: "there is no such file or series; did it move?",
        }.get(status, "the publisher does not answer this question")
        raise ProviderError(
            provider.name, series, f"{self._place(request)}: status {status}: {told}", "refused"
        )

    def _read(
        self, provider: Provider, request: Request, series: str, answer: httpx.Response, begun: float
    ) -> Payload:
        length = answer.headers.get("content-length", "")
        if length.isdecimal() and int(length) > request.max_bytes:
            raise too_long(provider.name, series, request.max_bytes)

        def pieces():
            for piece in answer.iter_raw():
                if self._clock() - begun > _WHOLE:
                    raise _Passing(f"the answer takes more than {_WHOLE:.0f} seconds")
                yield piece

        encoding = answer.headers.get("content-encoding", "").strip().lower()
        body = collected(provider.name, series, pieces(), encoding, request.max_bytes)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Payload(request, body, headers, answer.status_code)

    def _onward(self, provider: Provider, series: str, url: str, answer: httpx.Response) -> str:
        try:
            target = urlsplit(urljoin(url, answer.headers.get("location", "")))
            allowed = (
                target.scheme == "https" and target.hostname in provider.hosts and target.port in (None, 443)
            )
            where = f"{target.scheme}://{target.hostname}"[:80]
        except ValueError:
            allowed, where = False, "something that is no address"
        if not allowed:
            raise ProviderError(
                provider.name, series, f"{_bare(url)}: redirected to {where}, which is not allowed", "refused"
            )
        return target.geturl()

    def _agent(self, provider: Provider, series: str) -> str:
        contact = self._environment.get(CONTACT, "").strip()
        if provider.rules.contact and not contact:
            cause = (
                f"this publisher answers only to an agent with a contact; set {CONTACT} to your address of"
                " electronic mail"
            )
            raise ProviderError(provider.name, series, cause, "key")
        if contact and not re.fullmatch(r"[\x21-\x7e]{3,120}", contact):
            raise ProviderError(provider.name, series, f"{CONTACT} is not an address", "key")
        return f"{AGENT} ({contact})" if contact else AGENT

    def _secret(self, provider: Provider, request: Request, series: str) -> list[tuple[str, str]]:
        if request.secret is None:
            return []
        name, variable = request.secret
        if not self._environment.get(variable):
            raise ProviderError(provider.name, series, f"this route needs a key; set {variable}", "key")
        return [(name, self._environment[variable])]

    def _look(self, provider: Provider, series: str, host: str) -> None:
        """Once a host: whether it can be reached at all."""
        state = self._host(host)
        real = urlsplit(self._real(f"https://{host}/"))
        if not state.reached:
            if not _proxied(self._environment):
                self._reach(provider.name, series, real.hostname or "", real.port or 443)
            state.reached = True

    def _real(self, url: str) -> str:
        parts = urlsplit(url)
        base = self._addresses.get(parts.hostname or "")
        return (
            url
            if base is None
            else base.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
        )

    def _wait(self, header: str | None) -> float | None:
        if header is None:
            return None
        if header.strip().isdecimal():
            return float(header)
        try:
            moment = parsedate_to_datetime(header)
            return max(0.0, (moment - self._now()).total_seconds())
        except (ValueError, TypeError):
            return None

    def _host(self, name: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(name, _Host())

    @staticmethod
    def _place(request: Request) -> str:
        shown = [f"{name}={value[:60]}" for name, value in request.params]
        return _bare(request.url) + (f" ({'&'.join(shown)[:160]})" if shown else "")


class _Host:
    """One host: its turn, and when it was last asked."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.last: float | None = None
        self.reached = False

    def turn(self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        if self.last is not None and (rest := self.last + pause - clock()) > 0:
            sleep(rest)


def key_of(request: Request) -> str:
    """A request as text, the same for the same question, without any key's value."""
    return "&".join([request.url, *(f"{name}={value}" for name, value in request.params)])


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _proxied(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"))
