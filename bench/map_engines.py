"""`Model.map` over a million rows on two workers of each engine, against the engine's own loop written by hand."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from timing import Case, measure, report

COLUMNS, BATCH = 20, 16384
ENGINES = ("threads", "processes", "dask", "ray", "parsl")


@cache
def session(path: str) -> Any:
    """Open the model once in each worker, with one thread for each: the workers are the parallelism."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def by_hand(path: str, rows: np.ndarray) -> np.ndarray:
    """Predict a batch as whoever knows ONNX Runtime writes it."""
    return session(path).run(["variable"], {"X": rows})[0]


def rows_of(batch: pa.RecordBatch) -> np.ndarray:
    """Return a batch as the model takes it, which is also the least that can be sent to a worker."""
    return np.stack([column.to_numpy().astype("float32") for column in batch.columns], axis=1)


def publish(folder: Path) -> str:
    """Publish a forest of 20 inputs; return its reference."""
    from skl2onnx import to_onnx
    from sklearn.ensemble import RandomForestRegressor

    import foundry_lab

    random = np.random.default_rng(0)
    x = random.normal(size=(4000, COLUMNS)).astype("float32")
    forest = RandomForestRegressor(40, max_depth=9, n_jobs=2, random_state=0).fit(x, x[:, 0] * x[:, 1])
    example = pa.table({f"x{i}": x[:10, i] for i in range(COLUMNS)})
    made = foundry_lab.publish_model(
        to_onnx(forest, x[:1]).SerializeToString(), name="forest", example=example, outputs={"y": "eV"}
    )
    return made.reference


@contextmanager
def threads(workers: int, folder: Path) -> Iterator[tuple[Any, Callable[..., list[Any]]]]:
    """Give threads of this process, and how a loop on them is written."""
    with ThreadPoolExecutor(workers) as pool:
        yield pool, lambda function, path, batches: list(pool.map(function, [path] * len(batches), batches))


@contextmanager
def processes(workers: int, folder: Path) -> Iterator[tuple[Any, Callable[..., list[Any]]]]:
    """Give processes of this machine."""
    import multiprocessing

    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool, lambda function, path, batches: list(pool.map(function, [path] * len(batches), batches))


@contextmanager
def dask(workers: int, folder: Path) -> Iterator[tuple[Any, Callable[..., list[Any]]]]:
    """Give a Dask cluster of processes."""
    from dask.distributed import Client

    with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:

        def loop(function: Any, path: str, batches: list[Any]) -> list[Any]:
            return client.gather([client.submit(function, path, batch, pure=False) for batch in batches])

        yield client, loop


@contextmanager
def ray(workers: int, folder: Path) -> Iterator[tuple[Any, Callable[..., list[Any]]]]:
    """Give a Ray cluster."""
    import ray as engine

    engine.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="error")

    def loop(function: Any, path: str, batches: list[Any]) -> list[Any]:
        remote = engine.remote(function)
        return engine.get([remote.remote(path, batch) for batch in batches])

    yield engine, loop
    engine.shutdown()


@contextmanager
def parsl(workers: int, folder: Path) -> Iterator[tuple[Any, Callable[..., list[Any]]]]:
    """Give Parsl's workers."""
    import parsl as engine
    from parsl.config import Config
    from parsl.executors import HighThroughputExecutor
    from parsl.providers import LocalProvider

    executor = HighThroughputExecutor(
        max_workers_per_node=workers, provider=LocalProvider(), address="127.0.0.1", encrypted=False
    )
    with engine.load(Config(executors=[executor], run_dir=str(folder / f"parsl-{workers}"))) as kernel:

        def loop(function: Any, path: str, batches: list[Any]) -> list[Any]:
            app = engine.python_app(function, data_flow_kernel=kernel)
            return [future.result() for future in [app(path, batch) for batch in batches]]

        yield kernel, loop


def compare(engine: str, workers: int, repeats: int, rows: int, folder: Path, reference: str) -> list[float]:
    """Print how long both take on an engine; return the seconds of `Model.map`."""
    from bench_map_hand import by_hand as function  # type: ignore[import-not-found]

    import foundry_lab

    random = np.random.default_rng(1)
    table = pa.table({f"x{i}": random.normal(size=rows) for i in range(COLUMNS)})
    model = foundry_lab.model(reference)
    path = str(model.package.file(model.manifest.entry))
    batches = table.to_batches(max_chunksize=BATCH)
    with globals()[engine](workers, folder) as (executor, loop):

        def ours() -> pa.Table:
            return model.map(table, executor=executor, batch_rows=BATCH, resume=False).result()

        # Workers start, and the model is opened, before anything is timed.
        def theirs() -> np.ndarray:
            return np.concatenate(loop(function, path, [rows_of(batch) for batch in batches])).ravel()

        hand = theirs()
        assert np.allclose(ours()["y"].to_numpy(), hand, atol=1e-5)
        names = (f"{engine}, {workers} worker(s): by hand", "Model.map")
        cases = [
            Case(names[0], theirs, repeats=repeats),
            Case(names[1], ours, repeats=repeats),
        ]
        seconds = measure(cases, warmup=0)
    report(f"{rows:,} rows, {engine}, {workers} worker(s)", seconds, names[0], {names[1]: 1.1})
    return seconds[names[1]]


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=list(ENGINES))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--one", action="store_true", help="one worker too, for the speed-up")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="foundry-bench-"))
    for name in ("STORE", "CACHE", "RUNTIME_DIR"):
        os.environ[f"FOUNDRY_{name}"] = str(folder / name.lower())
    # Workers import what they run by name, and Parsl starts its helpers by name.
    (folder / "bench_map_hand.py").write_text(Path(__file__).read_text())
    paths = f"{folder}{os.pathsep}{Path(__file__).parent}"
    os.environ["PYTHONPATH"] = f"{paths}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    sys.path.insert(0, str(folder))
    reference = publish(folder)
    for engine in given.engines:
        two = compare(engine, 2, given.repeats, given.rows, folder, reference)
        if given.one:
            one = compare(engine, 1, given.repeats, given.rows, folder, reference)
            print(f"{engine}: 2 workers are {min(one) / min(two):.2f} times as fast as 1")
    from foundry_lab.hub.running import stop_started

    stop_started()


if __name__ == "__main__":
    main()
