"""A checkout has the same bytes on every machine: hashes of tables and pages are of these."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT, PICTURE = b"month,a\n2020-01,1\n", b"\x89PNG\r\n\x1a\n\x00\r\n"


def git(folder: Path, *words: str) -> str:
    """A command of git as somebody has it who has set `core.autocrlf`, and nothing else of his."""
    own = ("-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *own, *words],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin", "GIT_CONFIG_GLOBAL": "/dev/null"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.parametrize(("attributes", "bytes_stay"), [(True, True), (False, False)])
def test_a_table_checked_out_with_autocrlf_keeps_its_bytes(tmp_path, attributes, bytes_stay):
    """Without the file of attributes it would not: git writes CR LF."""
    (tmp_path / "t.csv").write_bytes(TEXT)
    (tmp_path / "p.png").write_bytes(PICTURE)
    if attributes:
        shutil.copy(ROOT / ".gitattributes", tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a")
    for name in ("t.csv", "p.png"):
        (tmp_path / name).unlink()
    git(tmp_path, "checkout", "--", ".")
    assert ((tmp_path / "t.csv").read_bytes() == TEXT) is bytes_stay
    assert (tmp_path / "p.png").read_bytes() == PICTURE


@pytest.mark.parametrize(
    "folder", ["analysis", "benchmarks", "chapters", "data", "tests", "tools", "_static"]
)
def test_no_text_has_another_line_end(folder):
    """A file is text, as git sees it, if its first 8,000 bytes have no NUL."""
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            assert b"\0" in content[:8000] or b"\r\n" not in content, path
