"""Renew the locks with uv: universal for Python 3.11 to 3.13, every file hashed, no index named.

    make lock

uv is fetched into a throw-away environment, because nothing but this command needs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

UV = "uv==0.13.9"
COMMON = [
    "--universal",
    "--python-version", "3.11",
    # one version of each package for all Pythons, so that all compute the same numbers
    "--fork-strategy", "fewest",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
    "--upgrade",
    "--quiet",
]  # fmt: skip
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--extra", "book", "--extra", "dev", "--extra", "test"],
    # The peers come on top of what the book is computed with, not beside other versions of it.
    "benchmarks/requirements.lock": [
        "pyproject.toml",
        "--extra",
        "bench",
        "--constraint",
        "requirements.lock",
    ],
    # Only data files are taken out of these packages, so what they would import is left out.
    "data/builders/requirements.lock": ["data/builders/requirements.in", "--no-deps"],
}


def main() -> None:
    """Write both locks; refuse one that names an address."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = f"{folder}/bin/python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], check=True
        )
        for lock, sources in LOCKS.items():
            print(f"locking {lock}")
            subprocess.run([python, "-m", "uv", "pip", "compile", *sources, *COMMON, "-o", lock], check=True)
            named = [
                line for line in Path(lock).read_text().splitlines() if "://" in line or line.startswith("-")
            ]
            if named:
                sys.exit(f"{lock} names an address: {named[0]}")


if __name__ == "__main__":
    main()
