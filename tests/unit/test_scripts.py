"""The book's own scripts ask nothing of any host: no page of it needs more than its own files."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "_static"
SCRIPTS = sorted(STATIC.glob("*.js"))
#: What sends a request, or writes what would: by name, so that a click that no test makes is seen too.
ASKS = re.compile(
    r"\b(?:fetch|importScripts|import)\s*\(|\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|Worker)\b|\bnew\s+Image\b"
    r"|\.(?:src|href|action)\s*=(?!=)|createElement\(\s*[\"'](?:script|img|iframe|link|form|object|embed)[\"']\)|(?:https?:)?//[\w-]+(?:\.\w+)+"
)
#: The filters of the ledger, whose submission its script refuses; the name of SVG, which is no address; the
#: texts of the search, the links to what it found, and what a reader keeps of the calculators, which
#: `test_what_is_loaded_lies_in_the_book` looks at.
ALLOWED = {'createElement("form")', "http://www.w3.org"}
LOADED = re.compile(r"\.(?:src|href)\s*=(?!=)\s*(.*?);")
FROM_THE_BOOK = {
    "keep.js": [
        "URL.createObjectURL(content)",
        '"data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy))',
    ],
    "evidence.js": ["anchor.href"],
    "search.js": ['ROOT + "_static/search_texts.js"', "ROOT + place.href"],
}


def asking(text: str) -> list[str]:
    """What a script does that could reach another host; addresses in comments do not."""
    code = re.sub(r"/\*.*?\*/|(?<![:\"'])//(?![\w-]+\.\w)[^\n]*", "", text, flags=re.DOTALL)
    return [match[0] for match in ASKS.finditer(code) if match[0] not in ALLOWED]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_can_ask_a_host(script):
    known = FROM_THE_BOOK.get(script.name, [])
    text = script.read_text("utf-8")
    for target in known:
        text = text.replace(f".src = {target}", "").replace(f".href = {target}", "")
    if known:
        text = text.replace('createElement("script")', "").replace("new Image()", "")
    assert asking(text) == []


def test_what_is_loaded_lies_in_the_book():
    found = {path.name: LOADED.findall(path.read_text("utf-8")) for path in SCRIPTS}
    assert {name: targets for name, targets in found.items() if targets} == FROM_THE_BOOK


def test_there_are_scripts_to_look_at():
    assert {"explorer.js", "scheme.js", "scheme_model.js", "verdicts.js"} <= {
        script.name for script in SCRIPTS
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('fetch("/seen")', ["fetch("]),
        ("new XMLHttpRequest()", ["XMLHttpRequest"]),
        ('navigator.sendBeacon("//example.org/x", y)', ["sendBeacon", "//example.org"]),
        ('image.src = "x.png"', [".src ="]),
        ('location.href = "x"', [".href ="]),
        ('const a = "https://example.org"', ["https://example.org"]),
        ('document.createElement("script")', ['createElement("script")']),
        ('document.createElement("form")', []),
        ("if (link.href === here) {}", []),
        ("// fetch(x) was here\nconst fetched = 1;", []),
        ("/* see https://example.org */ prefetch = 2; // a // b", []),
    ],
)
def test_what_asks_and_what_does_not(text, found):
    assert asking(text) == found
