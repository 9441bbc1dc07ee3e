"""Damaged answers by the thousand, the same ones in every run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

_TOKENS = [
    b"",
    b" ",
    b",",
    b",,",
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\t",
    b"\x00",
    b"\xff",
    b"\x87\x40",
    b"-",
    b".",
    b"..",
    b"NaN",
    b"inf",
    b"-0",
    b"1e99",
    b"1e-99",
    b"9" * 60,
    b"0x1f",
    b"1_000",
    b"1,000",
    b"1.2.3",
    b"null",
    b"true",
    b"{}",
    b"[",
    b"]",
    b"}",
    b"<html>",
    b"2026-13",
    b"999912",
    b"202600",
    b"0000-00",
    b"M13",
    b"R99.99.99",
    b"H0.1.1",
    "元".encode("cp932"),
    "令和".encode("cp932"),
    "１２".encode("cp932"),
    "٣".encode(),
    b"2026-Q5",
    b"2026",
    b"Jan",
    b"\xef\xbb\xbf",
    b"Q",
    b"(",
    b"+",
    b"%",
    b"#",
]
_VALUES = [
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    10**23,
    "1e99",
    "1e-99",
    "9" * 40,
    "",
    "x",
    "NaN",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    "2026-13",
    "202613",
    [1, 2],
]


def damaged(body: bytes, chance: random.Random) -> bytes:
    """The body with one to four things wrong in it."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(body) + 1)
        length = chance.choice((0, 1, 1, 3, 8, 40))
        deed = chance.randrange(7)
        if deed == 0:
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        elif deed == 1:
            body = body[:at] + chance.choice(_TOKENS) + body[at + length :]
        elif deed == 2:
            body = body[:at] + body[at : at + length] * 2 + body[at + length :]
        elif deed == 3:
            body = body[:at] if chance.random() < 0.3 else body[:at] + body[at + length :]
        elif deed == 4:
            body = _lines(body, chance)
        else:
            body = _cell(body, chance)
    return body


def _lines(body: bytes, chance: random.Random) -> bytes:
    lines = body.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    deed = chance.randrange(3)
    if deed == 0:
        lines[a], lines[b] = lines[b], lines[a]
    elif deed == 1:
        lines.insert(a, lines[b])
    else:
        del lines[a]
    return b"\n".join(lines)


def _cell(body: bytes, chance: random.Random) -> bytes:
    """One whole cell replaced: what a publisher changes most."""
    lines = body.split(b"\n")
    at = chance.randrange(len(lines))
    mark = b"\t" if b"\t" in lines[at] else b","
    cells = lines[at].split(mark)
    cells[chance.randrange(len(cells))] = chance.choice(_TOKENS)
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def reshaped(body: bytes, chance: random.Random) -> bytes:
    """A JSON body with one value anywhere replaced by one of another kind, or a key lost."""
    value = json.loads(body)
    node: Any = value
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            break
        key = chance.choice(keys)
        if isinstance(node[key], dict | list) and chance.random() < 0.75:
            node = node[key]
            continue
        if isinstance(node, dict) and chance.random() < 0.3:
            del node[key]
        else:
            node[key] = chance.choice(_VALUES)
        break
    return json.dumps(value).encode()


def stream(body: bytes, count: int, seed: int, pack: Callable[[bytes], bytes] | None = None):
    """`count` damaged forms of one body; with `pack` the body is damaged before or after it is packed."""
    chance = random.Random(seed)
    is_json = body[:1] in (b"{", b"[")
    whole = pack(body) if pack else body
    for number in range(count):
        if pack:
            yield pack(damaged(body, chance)) if number % 2 else damaged(whole, chance)
        elif is_json and number % 2:
            yield reshaped(body, chance)
        else:
            yield damaged(body, chance)
