"""What tests of mapping share: a model, its rows, and each engine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab.models.mapping.map_run import MapRun
from foundry_lab.models.model import Model

ROWS = 1000
TABLE = pa.table({"x": np.random.default_rng(0).normal(size=ROWS)})
BATCH = 90
BATCHES = 12


def square() -> Model:
    """Publish a model of one column."""
    from sklearn.tree import DecisionTreeRegressor

    x = TABLE["x"].to_numpy()[:, None]
    fitted = DecisionTreeRegressor(max_depth=4).fit(x.astype("float32"), x[:, 0] ** 2)
    return foundry_lab.publish_model(
        fitted, name="square", example=TABLE.slice(0, 5), outputs={"y": "m"}, inputs={"x": "m"}
    )


def stored(run: MapRun) -> dict[str, int]:
    """The stored batches, and when each was written: one that is computed twice is written twice."""
    return {path.name: path.stat().st_mtime_ns for path in run.folder.glob("part-*")}


def die(task: object, rows: object) -> None:
    """End the worker that runs this."""
    os.kill(os.getpid(), signal.SIGKILL)


def dask() -> Iterator[Any]:
    from dask.distributed import Client

    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        yield client


def ray() -> Iterator[Any]:
    import ray as engine

    for left in (2, 1, 0):
        try:
            engine.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
            break
        except Exception as error:
            # Ray gives its own processes 30 s to start, which a busy machine may need more than once.
            if not left or "timed out during startup" not in str(error):
                raise
            engine.shutdown()
    yield engine
    engine.shutdown()


def parsl(kind: str, folder: Path) -> Iterator[Any]:
    import parsl as engine
    from parsl.config import Config
    from parsl.executors import HighThroughputExecutor
    from parsl.providers import LocalProvider

    executor = HighThroughputExecutor(
        max_workers_per_node=2,
        provider=LocalProvider(),
        address="127.0.0.1",
        encrypted=False,
        # As often it looks whether its workers live.
        heartbeat_period=2,
        heartbeat_threshold=20,
    )
    config = Config(executors=[executor], run_dir=str(folder / "parsl"))
    if kind == "pool":
        from parsl.concurrent import ParslPoolExecutor

        with ParslPoolExecutor(config) as pool:
            yield pool
    else:
        with engine.load(config) as kernel:
            yield kernel


class Endpoint(Executor):
    """
    An executor as Globus Compute's is: it serialises a function and its arguments and runs them elsewhere.

    Globus Compute itself needs a login, so what is tested is that `map` asks for nothing beyond this interface.
    """

    def __init__(self) -> None:
        # A fork of this process would copy locks that its threads hold.
        self.pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        assert not kwargs
        return self.pool.submit(fn, *args)


def engine_named(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start an engine on this machine, and end it."""
    # Parsl starts its helpers by name.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if name == "dask":
        yield from dask()
    elif name == "ray":
        yield from ray()
    elif name.startswith("parsl"):
        yield from parsl(name.removeprefix("parsl-"), folder)
    elif name == "globus-compute-interface":
        endpoint = Endpoint()
        yield endpoint
        endpoint.pool.shutdown()
    else:
        yield {"default": None, "two-threads": 2}.get(name, name)
