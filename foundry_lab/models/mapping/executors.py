"""Engines as `concurrent.futures.Executor`: threads, processes, Dask, Ray, Parsl, and any other executor."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from ...errors import FoundryError


class Engine(NamedTuple):
    """
    An executor and what is known of it.

    Attributes
    ----------
    executor : Executor
    workers : int
        How many tasks it can run at once.
    make : callable, optional
        Makes it again after its workers died; where there is one, it is shut down after use.
    shares_memory : bool
        Whether tasks run in this process, so that batches need not be copied for them.
    distant : bool
        Whether a scheduler stands between here and the workers: what is sent is on its way longer, and the engine
        moves buffers of its own accord, without a copy inside a pickle.
    """

    executor: Any
    workers: int
    make: Callable[[], Any] | None = None
    shares_memory: bool = False
    distant: bool = False


def submit(function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
    """Run a function in a thread of this process and return its future."""
    return _threads().submit(function, *arguments, **options)


def engine_of(executor: Any) -> Engine:
    """
    Return what runs tasks.

    Parameters
    ----------
    executor : None, 'threads', 'processes', int, Executor, Dask Client, the module ray, or Parsl DataFlowKernel

    Raises
    ------
    FoundryError
        If it is none of these.
    """
    cores = os.cpu_count() or 1
    if executor is None or executor == "threads":
        return _pool(ThreadPoolExecutor, cores)
    if executor == "processes":
        return _pool(_processes, cores)
    if isinstance(executor, int) and not isinstance(executor, bool) and executor > 0:
        return _pool(ThreadPoolExecutor, executor)
    if isinstance(executor, Executor):
        return Engine(executor, _workers_of(executor, cores), None, type(executor) is ThreadPoolExecutor)
    kind = type(executor).__module__.partition(".")[0]
    if kind == "distributed":
        workers = sum(executor.nthreads().values()) or cores
        return Engine(executor.get_executor(pure=False), workers, distant=True)
    if getattr(executor, "__name__", executor) == "ray":
        return _ray()
    if kind == "parsl":
        return Engine(_ParslApps(executor), cores, distant=True)
    if hasattr(executor, "submit"):
        return Engine(executor, cores)
    raise FoundryError(
        f"{executor!r:.100} is not an executor: give 'threads', 'processes', a concurrent.futures.Executor, a Dask Client, "
        "the module ray, or a Parsl DataFlowKernel."
    )


def _pool(kind: Callable[[int], Executor], workers: int) -> Engine:
    def make() -> Executor:
        return kind(workers)

    return Engine(make(), workers, make, kind is ThreadPoolExecutor)


def _processes(workers: int) -> Executor:
    import multiprocessing

    # A fork of a kernel copies locks that its threads hold.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _workers_of(executor: Executor, default: int) -> int:
    count = getattr(executor, "_max_workers", None)
    return count if isinstance(count, int) and count > 0 else default


def _ray() -> Engine:
    import ray

    if not ray.is_initialized():
        raise FoundryError(
            "Ray is not running here: call ray.init() first, with the address of your cluster if you have one."
        )
    return Engine(_RayTasks(ray), max(1, int(ray.cluster_resources().get("CPU", 1))), distant=True)


class _RayTasks:
    """Ray's tasks by the interface of an executor."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._remote: dict[Any, Any] = {}

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        if function not in self._remote:
            # Retries are counted by the run, which also keeps what is done.
            self._remote[function] = self._ray.remote(max_retries=0)(function)
        future: Future[Any] = self._remote[function].remote(*arguments).future()
        return future


class _ParslApps:
    """Parsl's apps by the interface of an executor."""

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel
        self._apps: dict[Any, Any] = {}

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        if function not in self._apps:
            import parsl

            self._apps[function] = parsl.python_app(function, data_flow_kernel=self._kernel)
        future: Future[Any] = self._apps[function](*arguments)
        return future


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="foundry-lab")
