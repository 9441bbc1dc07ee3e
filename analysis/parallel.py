"""Many independent tasks: on both cores, or on a Dask cluster, with the same numbers.

Work goes through joblib. Set ``ANALYSIS_SCHEDULER=tcp://host:8786`` and the same call runs on the cluster
behind that address, by joblib's Dask backend; nothing else changes. A task that draws random numbers gets a
generator of its own, spawned from the caller's by its place in the list, so neither the number of workers
nor the order in which they finish can be seen in the result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np

from analysis.errors import AnalysisError

#: Address of a Dask scheduler; unset or empty, the work stays on this machine.
SCHEDULER = "ANALYSIS_SCHEDULER"
#: Processes by default: as many as the machines that the book is built on have cores.
CORES = 2
#: What the tasks of one chunk may occupy together, in bytes.
MEMORY = 64_000_000
#: Chunks a worker: enough that one slow chunk does not keep the others waiting, few enough to cost nothing.
CHUNKS = 8


def run(
    function: Callable[..., Any],
    tasks: Iterable[Any],
    *,
    rng: np.random.Generator | None = None,
    workers: int | None = None,
    bytes_each: int = 0,
    progress: bool | None = None,
    label: str = "working",
) -> list[Any]:
    """Results of ``function(task)`` for every task, in the order of the tasks.

    Parameters
    ----------
    function : callable
        Defined in a module, so that another process can find it. With `rng` it
        is called as ``function(task, generator)``.
    tasks : iterable
    rng : numpy.random.Generator, optional
        Each task gets a generator spawned from the seed of this one
        (`numpy.random.SeedSequence.spawn`), so a second call with the same
        `rng` gives fresh numbers.
    workers : int, optional
        Processes; 1 stays in this process. Default: 2, or fewer where there
        are fewer cores. On a cluster its workers are taken, however many.
    bytes_each : int
        What a task and its result occupy. Tasks travel in chunks, and a chunk
        is cut so that it stays within `MEMORY`.
    progress : bool, optional
        Show a bar on stderr. Default: only if that is a terminal, so that a
        notebook keeps the same output in every run.
    label : str
        Words before the bar.

    Raises
    ------
    AnalysisError
        If `workers` is no positive whole number, or the scheduler that is
        asked for cannot be reached.

    Notes
    -----
    Linear algebra has one thread in every process: two processes with two
    threads each would fight over two cores. Dask's own worker processes are
    started with one thread for it too.
    """
    tasks = list(tasks)
    workers = _workers(workers)
    seeds = [None] * len(tasks) if rng is None else rng.bit_generator.seed_seq.spawn(len(tasks))
    parts = chunks(len(tasks), bytes_each, workers)
    address = os.environ.get(SCHEDULER, "").strip()
    out: list[Any] = []
    with _bar(progress, label, len(tasks)) as advance:
        if workers == 1 and not address:
            for task, seed in zip(tasks, seeds, strict=True):
                out.append(_call(function, task, seed))
                advance(1)
            return out
        import joblib

        with _backend(address, workers):
            # As a generator: the bar moves while the work goes on, and two chunks a worker wait at most.
            pool = joblib.Parallel(return_as="generator", batch_size=1, pre_dispatch="2*n_jobs")
            jobs = (joblib.delayed(_chunk)(function, tasks[part], seeds[part]) for part in parts)
            for results in pool(jobs):
                out.extend(results)
                advance(len(results))
    return out


def chunks(count: int, bytes_each: int = 0, workers: int = 1, memory: int = MEMORY) -> list[slice]:
    """Cut `count` tasks into slices of near equal size.

    A slice holds at most what fits into `memory` (but one task at least), and
    there are `CHUNKS` slices or more a worker while tasks last.
    """
    if count == 0:
        return []
    largest = max(1, ceil(count / (CHUNKS * workers)))
    if bytes_each > 0:
        largest = max(1, min(largest, memory // bytes_each))
    edges = np.linspace(0, count, ceil(count / largest) + 1).round().astype(int)
    return [slice(int(a), int(b)) for a, b in pairwise(edges)]


def _call(function: Callable[..., Any], task: Any, seed: np.random.SeedSequence | None) -> Any:
    return function(task) if seed is None else function(task, np.random.default_rng(seed))


def _chunk(function: Callable[..., Any], tasks: Sequence[Any], seeds: Sequence[Any]) -> list[Any]:
    return list(map(partial(_call, function), tasks, seeds))


def _workers(workers: int | None) -> int:
    if workers is None:
        import joblib

        return min(CORES, joblib.cpu_count())
    if isinstance(workers, bool) or not isinstance(workers, (int, np.integer)) or workers < 1:
        raise AnalysisError(f"workers must be a whole number of 1 or more, not {workers!r}.")
    return int(workers)


@contextmanager
def _backend(address: str, workers: int) -> Iterator[None]:
    """Where joblib sends its work inside the block: processes here, or the cluster at `address`."""
    import joblib

    if not address:
        with joblib.parallel_config(backend="loky", n_jobs=workers, inner_max_num_threads=1):
            yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise AnalysisError(
            f"{SCHEDULER} asks for the Dask cluster at {address}, "
            "but the package distributed is not installed."
        ) from None
    try:
        client = Client(address, set_as_default=False, timeout="10s")
    except (OSError, ValueError) as error:
        raise AnalysisError(
            f"no Dask scheduler answers at {address}: {error}. Start one, or unset {SCHEDULER}."
        ) from error
    with client, joblib.parallel_config(backend="dask", client=client):
        yield


@contextmanager
def _bar(progress: bool | None, label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A function that moves the bar, or one that does nothing where no bar is wanted."""
    import sys

    wanted = bool(getattr(sys.stderr, "isatty", bool)()) if progress is None else progress
    if not wanted:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as shown:
        bar = shown.add_task(label, total=total)
        yield lambda done: shown.update(bar, advance=done)
