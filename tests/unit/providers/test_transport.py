"""What can happen between here and a publisher: each fault, on a server on this machine, without a second of
waiting."""

from __future__ import annotations

import gzip
import logging
import threading
import time
from dataclasses import replace
from types import MappingProxyType

import httpx
import pytest
from publishers.server import Reply

from analysis.data.providers.base import Provider, ProviderError, Request, collect
from analysis.data.providers.publisher import Rules
from analysis.data.providers.reach import reachable
from analysis.data.providers.transport import Transport, key_of

HOST = "data.publisher.example"
URL = f"https://{HOST}/table.csv"
GOOD = b"observation_date,IR3TIB01JPM156N\n2026-01-01,0.5\n2026-02-01,0.6\n"


class Example(Provider):
    """A publisher with one table and two hosts."""

    name = "example"
    hosts = frozenset((HOST, "files.publisher.example"))
    rules = Rules(hosts, pause=2.0, wait_429=33.0)
    specs = MappingProxyType({"table": None})

    def requests(self, table, since=None):
        return [Request(URL, (("id", "X"),), series="X")]

    def parse(self, table, payloads):
        return payloads[0].body


def in_turn(*replies):
    """One reply after the other, the last one for ever."""
    left = list(replies)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def fetch(serve, clock):
    def run(answer, request=None, provider=None, **more):
        provider = provider or Example()
        transport, server = serve(answer, provider, **more)
        run.server, run.transport = server, transport
        return transport.fetch(provider, request or provider.requests("table")[0])

    return run


def refused(fetch, answer, **more) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        fetch(answer, **more)
    assert str(caught.value).startswith("example: X: "), "the message names provider and series first"
    return caught.value


# ---- what passes is tried again
# ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_a_fault_of_the_server_and_then_success(fetch, clock, status):
    assert fetch(in_turn(Reply(b"", status), Reply(GOOD))).body == GOOD
    assert clock.slept == [2.0], "backs off once (longer than the pause between two requests)"


def test_waits_grow_and_end_after_four_attempts(fetch, clock):
    error = refused(fetch, in_turn(Reply(b"", 503)))
    assert (error.kind, len(fetch.server.asked)) == ("refused", 4)
    assert clock.slept == [2.0, 4.0, 8.0]
    assert "status 503" in error.cause and "4 attempts" in error.cause


def test_too_many_requests_waits_as_long_as_the_publisher_says(fetch, clock):
    assert fetch(in_turn(Reply(b"", 429, {"Retry-After": "7"}), Reply(GOOD))).body == GOOD
    assert clock.slept == [7.0]


def test_the_wait_may_be_a_moment(fetch, clock):
    moment = {"Retry-After": "Sat, 28 Nov 2026 12:00:45 GMT"}  # the tests' clock stands at noon
    assert fetch(in_turn(Reply(b"", 503, moment), Reply(GOOD))).body == GOOD
    assert clock.slept == [45.0]


def test_too_many_requests_without_a_time_waits_as_the_rules_say(fetch, clock):
    fetch(in_turn(Reply(b"", 429), Reply(GOOD)))
    assert clock.slept == [33.0]


@pytest.mark.parametrize(("seconds", "waits"), [("120", [120.0]), ("121", [])])
def test_a_wait_longer_than_two_minutes_is_left_to_the_reader(fetch, clock, seconds, waits):
    answer = in_turn(Reply(b"", 429, {"Retry-After": seconds}), Reply(GOOD))
    if waits:
        fetch(answer)
    else:
        assert "asks to wait 121 seconds" in refused(fetch, answer).cause
    assert clock.slept == waits


def test_a_connection_that_breaks_in_the_middle_is_tried_again(fetch):
    broken = Reply(GOOD[:20], length=len(GOOD))
    assert fetch(in_turn(broken, Reply(GOOD))).body == GOOD


def test_a_connection_that_always_breaks_is_an_error_and_no_half_answer(fetch):
    error = refused(fetch, in_turn(Reply(GOOD[:20], length=len(GOOD))))
    assert error.kind == "unreachable" and "the connection broke" in error.cause


def test_no_answer_in_time(fetch):
    never = threading.Event()
    try:
        error = refused(fetch, lambda asked: Reply(GOOD, hold=never), timeout=httpx.Timeout(0.05))
    finally:
        never.set()
    assert error.kind == "unreachable" and "no answer in time" in error.cause


def test_an_answer_that_trickles_for_ever_is_given_up(fetch, clock):
    def trickle():
        while True:
            clock.time += 200  # each piece takes a while
            yield b"x"

    assert "takes more than 300 seconds" in refused(fetch, lambda asked: Reply(trickle())).cause


# ---- what does not pass is said at once
# ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"), [(403, "refuses this agent"), (404, "did it move"), (400, "does not answer")]
)
def test_a_refusal_is_asked_once(fetch, clock, status, words):
    error = refused(fetch, in_turn(Reply(b"<html>Access Denied</html>", status)))
    assert (error.kind, len(fetch.server.asked), clock.slept) == ("refused", 1, [])
    assert f"status {status}" in error.cause and words in error.cause


def test_a_redirect_inside_the_publisher_is_followed(fetch):
    def answer(asked):
        if asked.host == HOST:
            return Reply(b"", 302, {"Location": "https://files.publisher.example/moved.csv"})
        return Reply(GOOD if asked.path == "/moved.csv" else b"")

    assert fetch(answer).body == GOOD


def test_a_redirect_loop_ends(fetch):
    error = refused(fetch, lambda asked: Reply(b"", 302, {"Location": URL}))
    assert "more than 4 redirects" in error.cause and len(fetch.server.asked) == 5


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/x",
        f"http://{HOST}/x",
        "file:///etc/passwd",
        "//elsewhere.example/x",
        "https://[",
    ],
)
def test_a_redirect_to_somewhere_else_is_refused(fetch, target):
    error = refused(fetch, lambda asked: Reply(b"", 301, {"Location": target}))
    assert "not allowed" in error.cause and len(fetch.server.asked) == 1


# ---- bodies
# --------------------------------------------------------------------------------------------------------


def test_a_packed_body_is_unpacked_and_its_members_joined(fetch):
    packed = gzip.compress(GOOD[:30]) + gzip.compress(GOOD[30:])
    assert fetch(in_turn(Reply(packed, headers={"Content-Encoding": "gzip"}))).body == GOOD


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b[:12] + b"\x00\xff\x00" + b[15:], lambda b: GOOD]
)
def test_a_packed_body_that_is_cut_or_damaged_is_tried_again(fetch, damage):
    packed = {"Content-Encoding": "gzip"}
    bad, good = Reply(damage(gzip.compress(GOOD)), headers=packed), Reply(gzip.compress(GOOD), headers=packed)
    assert fetch(in_turn(bad, good)).body == GOOD
    assert "gzip" in refused(fetch, in_turn(bad)).cause


def test_a_packing_that_was_not_asked_for(fetch):
    assert "packed as 'br'" in refused(fetch, in_turn(Reply(GOOD, headers={"Content-Encoding": "br"}))).cause


def test_half_a_gigabyte_is_not_read(fetch):
    sent = []

    def body():
        for piece in range(500):
            sent.append(piece)
            yield bytes(1_000_000)

    error = refused(fetch, lambda asked: Reply(body()), request=Request(URL, max_bytes=3_000_000, series="X"))
    assert "longer than 3 MB" in error.cause and error.kind == "refused"
    assert len(sent) < 50, "reading stops near the limit"


def test_a_declared_length_beyond_the_limit_is_not_even_begun(fetch):
    error = refused(
        fetch, in_turn(Reply(GOOD, length=500_000_000)), request=Request(URL, max_bytes=1000, series="X")
    )
    assert "longer than" in error.cause and len(fetch.server.asked) == 1


def test_a_gzip_bomb_is_noticed_by_its_size(fetch):
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < 100_000
    reply = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert (
        "longer than 2 MB"
        in refused(fetch, in_turn(reply), request=Request(URL, max_bytes=2_000_000, series="X")).cause
    )


@pytest.mark.parametrize(("limit", "fits"), [(len(GOOD), True), (len(GOOD) - 1, False)])
def test_the_limit_is_inclusive(fetch, limit, fits):
    request = Request(URL, max_bytes=limit, series="X")
    if fits:
        assert fetch(in_turn(Reply(GOOD)), request=request).body == GOOD
    else:
        refused(fetch, in_turn(Reply(GOOD)), request=request)


# ---- conditional requests, pace, agents
# ----------------------------------------------------------------------------


def test_what_did_not_change_is_not_sent_again(serve):
    provider, kept = Example(), {}
    request = provider.requests("table")[0]

    def answer(asked):
        if asked.headers.get("if-none-match") == '"a1"':
            return Reply(b"", 304)
        return Reply(GOOD, headers={"ETag": '"a1"', "Last-Modified": "Fri, 27 Nov 2026 00:00:00 GMT"})

    for conditional in (False, True):
        transport, server = serve(answer, provider, kept=kept)
        assert transport.fetch(provider, request).body == GOOD
        assert ("if-none-match" in server.asked[0].headers) is conditional
        assert ("if-modified-since" in server.asked[0].headers) is conditional
    assert list(kept) == [key_of(request)]


def test_not_modified_without_a_condition_is_no_answer(fetch):
    assert "status 304" in refused(fetch, in_turn(Reply(b"", 304))).cause


def test_one_question_is_asked_once(fetch):
    for _ in range(3):
        provider = Example()
        first = fetch(in_turn(Reply(GOOD)))
        assert fetch.transport.fetch(provider, provider.requests("table")[0]) is first
        assert len(fetch.server.asked) == 1


def test_two_requests_to_one_host_keep_its_pause(serve, clock):
    provider = Example()
    transport, _ = serve(in_turn(Reply(GOOD)), provider)
    for number in range(3):
        transport.fetch(provider, Request(URL, (("id", str(number)),), series="X"))
    assert clock.slept == [2.0, 2.0]
    transport.fetch(provider, Request("https://files.publisher.example/a", series="X"))
    assert clock.slept == [2.0, 2.0], "another host has its own pace"


def test_one_host_is_asked_by_one_thread_at_a_time_and_two_hosts_at_once(serve):
    provider, both = Example(), threading.Barrier(2, timeout=5)
    inside = dict.fromkeys(provider.hosts, 0)
    crowded = []

    def answer(asked):
        inside[asked.host] += 1
        crowded.append(inside[asked.host])
        if asked.query["id"] == "0":
            both.wait()  # passes only if the other host is being asked as well
        inside[asked.host] -= 1
        return Reply(GOOD)

    transport, _ = serve(answer, provider)
    requests = [
        Request(f"https://{host}/t", (("id", str(n)),), series="X")
        for n in range(3)
        for host in sorted(provider.hosts)
    ]
    threads = [threading.Thread(target=transport.fetch, args=(provider, request)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(crowded) == 6 and max(crowded) == 1


def test_the_agent_names_the_program_and_the_contact(fetch):
    fetch(in_turn(Reply(GOOD)))
    assert fetch.server.asked[0].headers["user-agent"] == "japan-550bn-passthrough/0.1 (reader@example.org)"
    fetch(in_turn(Reply(GOOD)), environment={})
    assert fetch.server.asked[0].headers["user-agent"] == "japan-550bn-passthrough/0.1"


@pytest.mark.parametrize("contact", ["", "a b@example.org", "x\r\nCookie: 1"])
def test_a_publisher_that_demands_a_contact_is_not_asked_without_one(fetch, contact):
    class Demanding(Example):
        rules = replace(Example.rules, contact=True)

    error = refused(
        fetch, in_turn(Reply(GOOD)), provider=Demanding(), environment={"REFRESH_CONTACT": contact}
    )
    assert error.kind == "key" and "REFRESH_CONTACT" in error.cause and fetch.server.asked == []


# ---- keys
# ----------------------------------------------------------------------------------------------------------

SECRET = "s3cr3t-0123456789"
KEYED = Request(URL, (("id", "X"),), secret=("api_key", "EXAMPLE_KEY"), series="X")


@pytest.mark.parametrize(
    "reply",
    [Reply(GOOD), Reply(b"", 403), Reply(b"", 500), Reply(b"", 302, {"Location": "https://elsewhere.example/?api_key=s3cr3t-0123456789"}),
     Reply(GOOD[:9], length=99)],
)  # fmt: skip
def test_a_key_is_sent_and_stands_in_no_log_and_no_message(fetch, caplog, capfd, reply):
    caplog.set_level(logging.DEBUG)
    kept: dict = {}
    said = ""
    try:
        fetch(in_turn(reply), request=KEYED, environment={"EXAMPLE_KEY": SECRET}, kept=kept)
    except ProviderError as error:
        said = str(error) + repr(error) + repr(error.__cause__) + repr(error.__dict__)
    assert fetch.server.asked[0].query["api_key"] == SECRET
    assert any("table.csv" in record.getMessage() for record in caplog.records), (
        "the log did say what was asked"
    )
    printed = capfd.readouterr()
    everything = said + caplog.text + printed.out + printed.err + repr(kept) + "".join(kept)
    assert SECRET not in everything


def test_a_route_without_its_key_is_not_asked(fetch):
    error = refused(fetch, in_turn(Reply(GOOD)), request=KEYED, environment={})
    assert error.kind == "key" and "set EXAMPLE_KEY" in error.cause and fetch.server.asked == []


class TwoRoutes(Example):
    def alternatives(self, table, since=None):
        return [replace(KEYED, params=(("id", "Y"),))]


def test_the_second_route_is_taken_if_the_first_fails_and_its_key_is_set(serve, monkeypatch):
    provider = TwoRoutes()

    def answer(asked):
        return Reply(GOOD) if asked.query.get("api_key") == SECRET else Reply(b"", 403)

    transport, _ = serve(answer, provider, environment={"EXAMPLE_KEY": SECRET})
    monkeypatch.delenv("EXAMPLE_KEY", raising=False)
    with pytest.raises(ProviderError, match=r"status 403.*second route needs the key EXAMPLE_KEY"):
        collect(provider, "table", transport.fetch)
    monkeypatch.setenv("EXAMPLE_KEY", SECRET)
    transport, _ = serve(answer, provider, environment={"EXAMPLE_KEY": SECRET})
    assert collect(provider, "table", transport.fetch) == GOOD
    transport, _ = serve(lambda asked: Reply(b"", 404), provider, environment={"EXAMPLE_KEY": SECRET})
    with pytest.raises(ProviderError, match=r"status 404.*by the second route: .*status 404"):
        collect(provider, "table", transport.fetch)


# ---- a host that is not there
# --------------------------------------------------------------------------------------


def test_a_host_that_does_not_answer_is_named_within_its_patience():
    never = threading.Event()
    begun = time.monotonic()

    def silent(*_, **__):
        never.wait(5)
        raise OSError("too late to matter")

    with pytest.raises(
        ProviderError, match=r"example: X: nowhere.example cannot be reached.*0.05 seconds"
    ) as caught:
        reachable("example", "X", "nowhere.example", 443, connect=silent, patience=0.05)
    never.set()
    assert caught.value.kind == "unreachable" and time.monotonic() - begun < 2


def test_patience_is_below_five_seconds():
    from analysis.data.providers import reach, transport

    assert reach.PATIENCE < 5 and transport._CONNECT < 5


def test_a_port_that_nobody_listens_on_is_said_at_once():
    with pytest.raises(ProviderError, match="cannot be reached"):
        reachable("example", "X", "127.0.0.1", 9)


def test_without_a_network_nothing_is_tried_twice(clock):
    looked = []

    def reach(provider, series, host, port):
        looked.append((host, port))
        raise ProviderError(provider, series, f"{host} cannot be reached", "unreachable")

    with Transport(sleep=clock.sleep, clock=clock, reach=reach, environment={}) as transport:
        with pytest.raises(ProviderError, match="cannot be reached"):
            transport.fetch(Example(), Example().requests("table")[0])
        with pytest.raises(ProviderError, match="cannot be reached"):
            transport.check(Example())
    assert looked == [(HOST, 443)] * 2 and clock.slept == []


def test_behind_a_proxy_the_host_itself_is_not_looked_for(clock):
    def reach(*_):
        raise AssertionError("only the proxy can reach it")

    transport = Transport(reach=reach, environment={"HTTPS_PROXY": "http://proxy.example:3128"})
    transport.check(Example())
    transport.close()
