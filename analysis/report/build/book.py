"""Build the HTML book from the executed notebooks, strictly: any warning, any cell error fails it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from analysis.errors import NotebookError
from analysis.report.build.execution import alone

ROOT = Path(__file__).resolve().parents[3]


def build(root: Path = ROOT) -> str:
    """Build ``root`` into ``root/_build/html`` and return a line that says what was written.

    The build starts from an empty folder, because an incremental one can publish a number that its own page
    no longer shows (a pasted value is not invalidated when the notebook that made it changes).

    Parameters
    ----------
    root : Path
        Folder of ``_config.yml`` and ``_toc.yml``.

    Raises
    ------
    NotebookError
        If Sphinx warns about anything or fails; the message lists the warnings.
    """
    with alone(root):
        return _build(root)


def _build(root: Path) -> str:
    start = time.perf_counter()
    shutil.rmtree(root / "_build", ignore_errors=True)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from jupyter_book.cli.main import main; main()",
            "build",
            str(root),
            "-n",
            "-W",
            "--keep-going",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,  # its complaints are told below
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    html = root / "_build" / "html"
    if done.returncode or not (html / "index.html").is_file():
        raise NotebookError(f"the book did not build:\n{complaints(done.stdout)}")
    pages = len(list((html / "chapters").glob("*.html")))
    size = sum(path.stat().st_size for path in html.rglob("*") if path.is_file()) / 2**20
    return (
        f"Built {pages} pages, {size:.1f} MiB, in {time.perf_counter() - start:.0f} s without a"
        " warning.\nOpen"
        f" {html.relative_to(Path.cwd()) if html.is_relative_to(Path.cwd()) else html}/index.html, or run"
        " `make serve`."
    )


def complaints(log: str) -> str:
    """The warnings and errors of a Sphinx log, or its end where it has none.

    Parameters
    ----------
    log : str
        Everything that the build printed.
    """
    plain = re.sub(r"\x1b\[[0-9;]*m", "", log)
    found = [
        line for line in plain.splitlines() if re.search(r"WARNING|ERROR|CRITICAL|Exception|Error:", line)
    ]
    return "\n".join(found[:40] or plain.splitlines()[-25:])
