"""The gates: what a machine sees of the code and the prose without running either, side by side, in a minute.

    make check                            all of them, on the files as they are
    python tools/check.py lint types      some of them, by name

Each gate prints its name and its seconds, and its words only if it finds something. Leaves with 0 if nothing
is found, with 1 if a gate finds something, with 2 if a gate is not there or cannot be started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import spelling

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
#: The longest first, so that the others run beside it.
GATES: dict[str, list[str]] = {
    "types": [f"{BIN}/pyright", "--pythonpath", sys.executable],
    "pages": [sys.executable, "-m", "analysis", "notebooks", "check"],
    "imports": [f"{BIN}/lint-imports", "--no-cache"],
    "declared": [f"{BIN}/deptry", "analysis", "chapters"],
    "spelling": [f"{BIN}/codespell"],
    "lint": [f"{BIN}/ruff", "check", "--quiet", "."],
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
}


def run(name: str) -> tuple[str, int | None, float, str]:
    """One gate: its name, exit code (None if it could not be started), seconds and words."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        words = GATES[name] + (spelling.files(ROOT, Path(scratch)) if name == "spelling" else [])
        try:
            done = subprocess.run(
                words,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "NO_COLOR": "1"},
            )
        except OSError as error:
            said = f"{words[0]} could not be started ({error.strerror}); `make .venv/.ready` installs it."
            return name, None, 0.0, said
    said = "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
    return name, done.returncode, time.perf_counter() - start, said.replace(f"{scratch}/", "")


def main(names: list[str], workers: int = 2) -> int:
    """Run the gates named, or all; return the exit code."""
    unknown = [name for name in names if name not in GATES]
    if unknown:
        print(f"error: no gate {', '.join(unknown)}; there are {', '.join(GATES)}", file=sys.stderr)
        return 2
    worst = 0
    with ThreadPoolExecutor(workers) as pool:
        for name, code, seconds, said in pool.map(run, names or GATES):
            print(f"{name:<10}{'ok' if code == 0 else 'FOUND':<7}{seconds:5.1f} s", flush=True)
            if code != 0:
                print(said, flush=True)
            worst = max(worst, 2 if code is None else int(code != 0))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
