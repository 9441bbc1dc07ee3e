"""An environment of the lowest versions that pyproject.toml declares: what its bounds promise, tried.

    python tools/lowest.py FOLDER

Every direct dependency is taken at its lower bound, what those need at the newest that fits. uv is fetched
into a throw-away environment, because nothing but this and `tools/lock.py` needs it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from lock import UV

GROUPS = "book,test"


def main(folder: str) -> None:
    """Make the environment `folder`; with it the package itself, as an editable install."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([sys.executable, "-m", "venv", scratch], check=True)
        uv = [f"{scratch}/bin/python", "-m", "uv"]
        subprocess.run([f"{scratch}/bin/python", "-m", "pip", "install", "--quiet", UV], check=True)
        subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
        subprocess.run(
            [
                *uv,
                "pip",
                "install",
                "--python",
                f"{folder}/bin/python",
                "--resolution",
                "lowest-direct",
                "--editable",
                f"{root}[{GROUPS}]",
            ],
            check=True,
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
