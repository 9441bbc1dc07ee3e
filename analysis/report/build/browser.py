"""Find the Chromium that reads the built pages, or install one by the platform's ordinary means."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

from analysis.errors import NotebookError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
FOLDERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
REMEDY = (
    "no Chromium was found and none could be installed; install one (Debian: apt-get install chromium;"
    " elsewhere: python -m playwright install chromium) or set CHROMIUM=/path/to/chrome, then run the command"
    " again"
)

# Start-up flags that keep the browser from calling home: the tests treat any foreign request as a failure.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Path of a Chromium on this machine, or None; ``CHROMIUM`` in the environment wins."""
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise NotebookError(f"CHROMIUM={named} does not exist; correct it or unset it")
        return named
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    in_folders = [path for pattern in FOLDERS for path in sorted(glob.glob(os.path.expanduser(pattern)))]
    return next(iter(on_path + in_folders), None)


def install_commands() -> list[list[str]]:
    """The commands that would install a Chromium here, in the order to try them."""
    commands = []
    if shutil.which("apt-get") and sys.platform.startswith("linux"):
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not prefix or shutil.which("sudo"):
            script = (
                "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
                " --no-install-recommends chromium"
            )
            commands.append([*prefix, "sh", "-c", script])
    commands.append([sys.executable, "-m", "playwright", "install", "chromium"])
    return commands


def ensure() -> str:
    """Path of a Chromium, installing one first if there is none.

    Raises
    ------
    NotebookError
        If there is none and every ordinary way of installing one failed.
    """
    if found := find():
        return found
    for command in install_commands():
        print(f"No Chromium found; installing one: {' '.join(command[-3:])}", flush=True)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if found := find():
            return found
    raise NotebookError(REMEDY)
