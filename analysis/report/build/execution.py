"""Run one notebook from top to bottom in a fresh kernel of this very interpreter."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from nbformat import NotebookNode

from analysis.errors import NotebookError
from analysis.locking import Busy, held
from analysis.report.build.turned import TurnedSentences, placed

#: What a kernel needs to give the same output on every machine. One thread, because sums over
#: several threads differ in the last digit from run to run.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}

# The first would let a chapter read other tables than those whose digests are recorded; the second belongs to
# `execute`.
_NOT_INHERITED = {"ANALYSIS_DATA", "ANALYSIS_SENTENCES"}
#: What is kept between runs and can be thrown away.
CACHE = ".cache"
#: The system's limit on the path of a socket, with room for its terminating byte.
LONGEST_SOCKET = 104
_PROBE = Path(__file__).with_name("kernel_probe.py")
_ANSWER = "__import__('sys').modules['_report_probe'].answer"
_STARTUP_TIMEOUT = 120  # seconds; a loaded two-core machine needs more than nbclient's 60


def environment(root: Path, scratch: str | Path, data: Path | None = None) -> dict[str, str]:
    """The environment of a kernel: this process's own, made deterministic.

    Parameters
    ----------
    root
        The project; its `analysis` package is found first, whatever else is installed.
    scratch
        An empty folder in place of the user's IPython profile, whose start-up files would
        otherwise run before the first cell.
    """
    path = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH")) if part)
    inherited = {key: value for key, value in os.environ.items() if key not in _NOT_INHERITED}
    other = {"ANALYSIS_DATA": str(data)} if data is not None else {}
    # Whatever the libraries write goes to folders of our own: without a writable home they would say so in a
    # stored output.
    own = {
        name: str(scratch)
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    own["MPLCONFIGDIR"] = str(
        root / CACHE / "matplotlib"
    )  # kept from run to run: its list of fonts takes seconds to make
    return {**inherited, **ENVIRONMENT, **other, **own, "PYTHONPATH": path}


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Refuse to work on a book that another process runs or builds: each would take the other's files away.

    Raises
    ------
    NotebookError
        Naming the process, or saying why the project's folder cannot be written to.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held(root / CACHE / "lock"))
        except Busy as busy:
            raise NotebookError(
                f"another run or build of this book is at work (process {busy.process}); wait until it has"
                " ended"
            ) from None
        except OSError as error:
            raise NotebookError(
                f"the project's folder cannot be written to: {CACHE}: {error.strerror}"
            ) from None
        yield


async def execute(
    notebook: NotebookNode,
    path: Path,
    root: Path,
    *,
    timeout: float,
    on_cell: Callable[[int], None] = lambda number: None,
    data: Path | None = None,
) -> dict:
    """Execute `notebook` in place and report what it used.

    Sentences that no longer hold do not stop it (`analysis.report.author.sentences`): they are reported, and
    the caller refuses.

    Parameters
    ----------
    notebook
        Gets new outputs and execution counts. A failure leaves it half done; the caller's
        file is not touched here.
    path
        Where the notebook lives; its folder is the working directory.
    root
        The project.
    timeout
        Seconds that one cell may take.
    on_cell
        Called with the number of cells done (Markdown counted) after each.
    data
        Another data folder than the project's.

    Returns
    -------
    dict
        Names under `modules`, `tables`, `notebooks` and `files`, pairs of page and text under `turned` (see
        `kernel_probe`).

    Raises
    ------
    NotebookError
        If a cell fails or takes too long, or the kernel dies. Names the cell, counted from 1
        over all cells. `TurnedSentences` if a cell failed after sentences had turned.
    """
    # Here, not above: `records()` is called by a chapter and needs none of it.
    from nbclient import NotebookClient
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )

    with tempfile.TemporaryDirectory(prefix="ipython-") as scratch:
        manager = _kernel_manager(scratch)
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=timeout,
            startup_timeout=_STARTUP_TIMEOUT,
            # Missing output is an error, never a warning that scrolls by.
            iopub_timeout=60,
            raise_on_iopub_timeout=True,
            force_raise_errors=True,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
        )
        number = 0
        try:
            # Not `client.async_execute`: it installs signal handlers of its own, which two
            # notebooks in one process would take from each other.
            await client.async_start_new_kernel(
                env=environment(root, scratch, data) | {"ANALYSIS_SENTENCES": "collect"}
            )
            await client.async_start_new_kernel_client()
            await _ask(client, _start_code(root))
            count = 0
            for number, cell in enumerate(notebook.cells, start=1):
                if cell.cell_type == "code":
                    cell.execution_count, cell.outputs = None, []
                    count += bool(cell.source.strip())
                await client.async_execute_cell(cell, number - 1, execution_count=count)
                on_cell(number)
            _refuse_warnings(notebook, path)
            return json.loads(await _ask(client, "", f"{_ANSWER}()"))
        except CellExecutionError as error:
            first = str(error.evalue).strip().splitlines()
            message = _failure(path, number, f"{error.ename}: {first[0]}" if first else error.ename)
            turned = json.loads(
                await _ask(client, "", f"__import__('json').dumps({_ANSWER}.__self__.turned())")
            )
            if turned:
                raise TurnedSentences(placed(root, path, turned), [message]) from None
            raise NotebookError(message) from None
        except CellTimeoutError:
            raise NotebookError(_failure(path, number, f"no result after {timeout:g} s")) from None
        except DeadKernelError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # nbclient takes our own cancellation (Ctrl-C) for a dead kernel.
                raise asyncio.CancelledError from None
            raise NotebookError(_failure(path, number, "the kernel died (out of memory?)")) from None
        except RuntimeError as error:
            raise NotebookError(_failure(path, number, str(error).splitlines()[0])) from None
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)


def _refuse_warnings(notebook: NotebookNode, path: Path) -> None:
    """Refuse a result with text on standard error before it is stored: it tells of the machine or of a
    library, not of Japan."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream" and output["name"] == "stderr":
                first = (output["text"].strip().splitlines() or [""])[0]
                raise NotebookError(_failure(path, number, f"text on standard error: {first[:120]}"))


def lesser_processor() -> dict[str, str]:
    """Settings under which numpy and OpenBLAS work as on an x86 processor without AVX-512.

    Sums are then taken in another order, so that a number which rests on the sign of an eigenvector or on a
    tie comes out different. Empty where the processor has nothing to switch off.
    """
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    off = [
        name
        for name in __cpu_dispatch__
        if __cpu_features__.get(name) and ("AVX512" in name or name == "X86_V4")
    ]
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return {}
    return {"OPENBLAS_CORETYPE": "Haswell", **({"NPY_DISABLE_CPU_FEATURES": " ".join(off)} if off else {})}


def verify(
    paths: Sequence[Path], root: Path, *, jobs: int = 2, settings: Mapping[str, str] = MappingProxyType({})
) -> int:
    """Re-execute notebooks under nbval and compare every stored output; return pytest's code.

    The caller makes sure that outputs are stored at all: nbval passes a stripped notebook. `settings` join
    the kernels' environment.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    command += ["--nbval", "--nbval-current-env"]
    command += ["--nbval-sanitize-with", str(root / "tests" / "notebooks" / "nbval_sanitize.cfg")]
    # `loadfile` keeps the cells of a notebook in one worker, hence in one kernel; the order is the caller's.
    command += ["-n", str(jobs), "--dist", "loadfile", "--no-loadscope-reorder", *map(str, paths)]
    with tempfile.TemporaryDirectory(prefix="ipython-") as scratch:
        return subprocess.run(
            command, cwd=root, env=environment(root, scratch) | dict(settings), check=False
        ).returncode


def _kernel_manager(scratch: str):
    """A manager that can only start this interpreter.

    A `python3` kernelspec elsewhere on the machine may belong to another environment; with
    it, a notebook would be executed with other versions than those locked.
    """
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class OwnInterpreter(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(**get_kernel_dict())

    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=OwnInterpreter())
    connection = os.path.join(scratch, "kernel.json")
    if os.name == "posix" and len(f"{connection}-ipc-1") < LONGEST_SOCKET:
        # Sockets in a private folder instead of TCP ports: nobody else on the machine can talk
        # to the kernel, and two kernels that start together cannot be given the same port.
        manager.transport = "ipc"
    manager.connection_file = connection
    return manager


def _start_code(root: Path) -> str:
    # A module of its own, so that no name of ours is left where the notebook could see it.
    source = _PROBE.read_text(encoding="utf-8")
    setup = (
        "import sys, types\n"
        "space = types.ModuleType('_report_probe')\n"
        f"exec(compile({source!r}, '<report probe>', 'exec'), space.__dict__)\n"
        f"space.answer = space.Probe({str(root)!r}).answer\n"
        "sys.modules['_report_probe'] = space\n"
    )
    return f"exec({setup!r}, {{}})"


async def _ask(client, code: str, expression: str | None = None) -> str:
    """Run code that is not a cell: no output is stored, no execution count is used."""
    from nbclient.util import ensure_async

    expressions = {"answer": expression} if expression else {}
    request = await ensure_async(
        client.kc.execute(code, silent=True, store_history=False, user_expressions=expressions)
    )
    reply = await client.async_wait_for_reply(request)
    content = reply["content"] if reply else {"status": "no reply"}
    answer = content.get("user_expressions", {}).get("answer", {"status": "ok", "data": {"text/plain": "''"}})
    if content["status"] != "ok" or answer["status"] != "ok":
        problem = answer.get("evalue") or content.get("evalue") or content["status"]
        raise RuntimeError(f"the kernel could not say what was used ({problem})")
    return ast.literal_eval(answer["data"]["text/plain"])


def _failure(path: Path, number: int, message: str) -> str:
    where = f"cell {number}" if number else "start of the kernel"
    return (
        f"{path.name}, {where}: {message}. The stored notebook is unchanged; "
        "open it in Jupyter to see the cell, mend it and run it again."
    )
