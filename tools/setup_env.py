"""Create a virtual environment from a hashed lock and say what is happening.

Run by the Makefile with whatever Python the machine has, so this file keeps to syntax that an old Python can
read far enough to be told that it is too old. Standard library only.

    python3 tools/setup_env.py .venv requirements.lock --editable
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
NEEDS_PYTHON = (
    "This project needs Python %d.%d or newer with the venv module; found %s at %s.\n"
    "Install it (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python; "
    "Windows: use WSL), or name one: make book PYTHON=/path/to/python3.11"
)


def newest_python():
    """The interpreter to build on: this one if it is new enough, otherwise a newer one on the PATH."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11, 14):
        found = shutil.which("python3.%d" % minor)
        if found and subprocess.call([found, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0:
            return found
    sys.exit(NEEDS_PYTHON % (OLDEST + (sys.version.split()[0], sys.executable)))


def surroundings():
    """This process's environment without what would send packages elsewhere than into the environment that is
    made."""
    elsewhere = (
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONUSERBASE",
    )
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def quietly(command):
    """Run a command with its words caught; a full disk ends everything, in one line."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            check=False,  # what it said is told below
            env=surroundings(),
        )
    except OSError as error:
        sys.exit("%s could not be started: %s." % (command[0], error.strerror))
    if done.returncode and "No space left on device" in done.stdout:
        sys.exit(
            "The disk is full (no space left on device): free about 2 GB and run the same command again."
        )
    return done


def run(command, failure):
    """Run a command quietly; on failure print what it said and then what to do."""
    done = quietly(command)
    if done.returncode:
        sys.stdout.write("\n".join(done.stdout.splitlines()[-25:]) + "\n")
        sys.exit("\n" + failure)


def install(python, lock):
    """Install the lock from wheels; compile only where a wheel is missing and a compiler is not."""
    pip = [
        python,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-compile",  # a module is compiled when it is first imported, which most never are
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "-r",
        lock,
    ]
    wheels = quietly(pip + ["--only-binary", ":all:"])
    if wheels.returncode == 0:
        return
    if "No matching distribution" not in wheels.stdout:
        sys.stdout.write("\n".join(wheels.stdout.splitlines()[-25:]) + "\n")
        sys.exit(
            "\nInstalling %s failed; is the package registry reachable? Then run the same command again."
            % lock
        )
    if not any(shutil.which(name) for name in ("cc", "gcc", "clang", "cl")):
        sys.exit(
            "A package of %s has no ready-made wheel for this machine, and there is no C compiler to build"
            " one.\nInstall one (Debian, Ubuntu: apt-get install build-essential python3-dev; macOS:"
            " xcode-select --install) and run the same command again." % lock
        )
    print("  some packages have no wheel for this machine: compiling them, which takes longer")
    run(pip, "Compiling the packages of %s failed; the lines above say where." % lock)


def alone(venv):
    """Wait until no other process makes this environment, and keep others waiting; the open lock file."""
    try:
        handle = open(venv.rstrip("/") + ".lock", "w")
    except OSError as error:
        sys.exit("This folder cannot be written to: %s." % error.strerror)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("Another process is setting up %s; waiting for it" % venv)
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def made_meanwhile(venv, lock):
    """Whether the process that was waited for has made the environment from these very files."""
    stamp = os.path.join(venv, ".ready")
    files = [name for name in (lock, "pyproject.toml", __file__) if os.path.exists(name)]
    return os.path.exists(stamp) and all(os.path.getmtime(stamp) >= os.path.getmtime(name) for name in files)


def main(venv, lock, editable):
    """Make the environment `venv` from `lock`; write the stamp that make looks for last."""
    base = newest_python()
    python = os.path.join(venv, "bin", "python")
    start = time.time()
    holder = alone(venv)  # open, hence locked, until this process ends
    if made_meanwhile(venv, lock):
        return
    print("Setting up %s from %s (once, a minute or two)" % (venv, lock))
    if os.path.isdir(venv):
        shutil.rmtree(venv)
    run(
        [base, "-m", "venv", venv],
        "Python at %s cannot create virtual environments (Debian, Ubuntu: apt-get install python3-venv)."
        % base,
    )
    print("  installing the packages")
    install(python, lock)
    if editable:
        print("  installing this package")
        run(
            [
                python,
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "-e",
                ".",
            ],
            "Installing this package failed; the lines above say why.",
        )
    with open(os.path.join(venv, ".ready"), "w") as stamp:
        stamp.write(lock + "\n")
    print("  ready after %.0f s" % (time.time() - start))
    holder.close()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], "--editable" in sys.argv[3:])
