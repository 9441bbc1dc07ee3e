"""Parallel work: the numbers of one process, whoever computes them."""

import os
import sys

import numpy as np
import pytest

from analysis import parallel
from analysis.errors import AnalysisError


def draw(task, generator):
    return task, generator.standard_normal(3)


def square(task):
    return task * task


def refuse(task):
    raise AnalysisError(f"task {task} is refused")


def threads(task):
    return os.environ.get("OPENBLAS_NUM_THREADS"), os.environ.get("OMP_NUM_THREADS")


@pytest.fixture
def cluster(monkeypatch):
    """A scheduler and two workers that talk over the loopback address, as those of a real cluster would."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as local:
        assert local.scheduler_address.startswith("tcp://")
        monkeypatch.setenv(parallel.SCHEDULER, local.scheduler_address)
        yield local


def numbers(**options):
    rng = np.random.default_rng(7)
    first = parallel.run(draw, range(23), rng=rng, **options)
    second = parallel.run(draw, range(5), rng=rng, **options)
    assert [task for task, _ in first] == list(range(23))
    return np.array([values for _, values in first + second])


def test_numbers_do_not_depend_on_the_number_of_workers():
    alone = numbers(workers=1)
    assert len(np.unique(alone)) == alone.size, "two tasks share a random stream"
    for workers in (2, 8, None):
        np.testing.assert_array_equal(numbers(workers=workers), alone)
    np.testing.assert_array_equal(numbers(workers=2, bytes_each=10**9), alone)


def test_a_dask_cluster_gives_the_same_numbers(cluster):
    there = numbers()
    os.environ.pop(parallel.SCHEDULER)
    np.testing.assert_array_equal(there, numbers(workers=1))


def test_the_cluster_is_really_used(cluster):
    import distributed

    def worker(task):
        return distributed.get_worker().address

    used = set(parallel.run(worker, range(12)))
    assert used <= {w.address for w in cluster.workers.values()} and used


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv(parallel.SCHEDULER, "nowhere")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AnalysisError, match="at nowhere, but the package distributed is not installed"):
        parallel.run(square, range(3))


def test_an_unreachable_scheduler_is_named(monkeypatch):
    distributed = pytest.importorskip("distributed")

    def unreachable(*args, **options):
        raise OSError("timed out")

    monkeypatch.setattr(distributed, "Client", unreachable)
    monkeypatch.setenv(parallel.SCHEDULER, "tcp://127.0.0.1:1")
    with pytest.raises(AnalysisError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1: timed out"):
        parallel.run(square, range(3))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_refusal_in_a_worker_reaches_the_caller(workers):
    with pytest.raises(AnalysisError, match=r"task \d is refused"):
        parallel.run(refuse, range(4), workers=workers)


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_workers_that_are_no_number_of_processes_are_refused(workers):
    with pytest.raises(AnalysisError, match="workers must be a whole number"):
        parallel.run(square, range(3), workers=workers)


def test_linear_algebra_has_one_thread_in_a_worker():
    assert set(parallel.run(threads, range(4), workers=2)) == {("1", "1")}


def test_no_tasks_no_results():
    assert parallel.run(square, []) == parallel.run(square, [], workers=1) == []


@pytest.mark.parametrize("count", [1, 7, 100, 2001])
@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("bytes_each", [0, 10**6, 10**9])
def test_chunks_cover_every_task_once_and_fit_into_memory(count, workers, bytes_each):
    parts = parallel.chunks(count, bytes_each, workers)
    assert np.concatenate([np.arange(count)[part] for part in parts]).tolist() == list(range(count))
    sizes = [part.stop - part.start for part in parts]
    assert max(sizes) == 1 or max(sizes) * bytes_each <= parallel.MEMORY
    assert max(sizes) - min(sizes) <= 1
    assert len(parts) >= min(count, workers * parallel.CHUNKS // 2)


def test_the_bar_is_shown_when_asked_and_never_in_a_notebook(capsys):
    assert parallel.run(square, range(3), workers=1) == [0, 1, 4]
    assert capsys.readouterr() == ("", "")
    assert parallel.run(square, range(3), workers=1, progress=True, label="squares") == [0, 1, 4]
    shown = capsys.readouterr()
    assert shown.out == "" and "squares" in shown.err and "3/3" in shown.err
