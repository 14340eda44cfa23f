"""Mapping a model over batches: in order, resumed, retried, cancelled, on each engine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model

from .engines import BATCH, BATCHES, ROWS, TABLE, engine_named, square, stored


@pytest.fixture
def model(home: Path) -> Model:
    return square()


@pytest.fixture
def expected(model: Model) -> pa.Table:
    return model.predict(TABLE)


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    yield from engine_named(request.param, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "engine",
    [
        "default",
        "threads",
        "two-threads",
        "processes",
        "dask",
        "ray",
        "parsl-kernel",
        "parsl-pool",
        "globus-compute-interface",
    ],
    indirect=True,
)
def test_every_engine_gives_what_predict_gives_in_order(
    engine: Any,
    model: Model,
    expected: pa.Table,
) -> None:
    run = model.map(TABLE, executor=engine, batch_rows=BATCH)
    assert [batch.num_rows for batch in run] == [BATCH] * 11 + [10]
    found = run.result(timeout=300)
    assert found.combine_chunks().equals(expected.combine_chunks())
    assert found.schema.field("y").metadata == expected.schema.field("y").metadata
    assert json.loads(found.schema.metadata[b"foundry"])["model"] == "square@1.0.0"
    assert run.done()
    assert run.rows_done == ROWS


def test_the_result_is_a_parquet_dataset_that_grows(model: Model, expected: pa.Table, tmp_path: Path) -> None:
    gate = threading.Event()
    seen: list[int] = []

    def told(done: int, total: int) -> None:
        seen.append(done)
        if done == BATCH:
            gate.wait(30)

    run = model.map(TABLE, executor=1, batch_rows=BATCH, out=tmp_path / "out", progress=told)
    assert next(iter(run)).num_rows == BATCH
    assert run.dataset().count_rows() == BATCH
    gate.set()
    run.result(timeout=60)
    assert sorted(seen) == seen
    assert seen[-1] == ROWS
    assert run.dataset().to_table().column("y").combine_chunks().equals(expected["y"].combine_chunks())
    assert pq.read_table(tmp_path / "out").num_rows == ROWS
    with pytest.raises(errors.FoundryError, match="batches of another run"):
        model.map(TABLE.slice(1), batch_rows=BATCH, out=tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").touch()
    with pytest.raises(errors.FoundryError, match="holds other files"):
        model.map(TABLE, out=tmp_path / "mine")


def test_a_cancelled_run_goes_on_where_it_was(model: Model, expected: pa.Table) -> None:
    def told(done: int, total: int) -> None:
        if done > 250:
            run.cancel()

    run = model.map(TABLE, executor=1, batch_rows=BATCH, progress=told)
    with pytest.raises(CancelledError):
        run.result(timeout=60)
    before = stored(run)
    assert 0 < len(before) < BATCHES
    again = model.map(TABLE, batch_rows=BATCH)
    assert again.resumed == len(before)
    assert again.result(timeout=60).combine_chunks().equals(expected.combine_chunks())
    assert {name: mtime for name, mtime in stored(run).items() if name in before} == before
    assert model.map(TABLE, batch_rows=BATCH, resume=False).resumed == 0


def test_a_killed_kernel_loses_only_what_was_not_stored(model: Model, expected: pa.Table) -> None:
    code = f"""
import os, signal, numpy as np, pyarrow as pa, foundry_lab
table = pa.table({{"x": np.random.default_rng(0).normal(size={ROWS})}})
def told(done, total):
    if done > 400:
        os.kill(os.getpid(), signal.SIGKILL)
foundry_lab.model("square").map(table, executor=1, batch_rows={BATCH}, progress=told).result()
"""
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    run = model.map(TABLE, batch_rows=BATCH)
    assert run.resumed == 5
    assert run.result(timeout=60).combine_chunks().equals(expected.combine_chunks())


class Flaky(ThreadPoolExecutor):
    """Threads that lose each task the first times."""

    def __init__(self, losses: int) -> None:
        super().__init__(2)
        self.left: dict[bytes, int] = {}
        self.losses = losses
        self.calls = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        batch = args[1].tobytes()
        left = self.left.setdefault(batch, self.losses)
        self.left[batch] -= 1
        if left > 0:
            lost: Future[Any] = Future()
            lost.set_exception(ConnectionError("the worker is gone"))
            return lost
        return super().submit(fn, *args, **kwargs)


def test_a_lost_batch_is_tried_again_and_not_for_ever(model: Model, expected: pa.Table) -> None:
    flaky = Flaky(2)
    found = model.map(TABLE, executor=flaky, batch_rows=BATCH, retries=2).result(timeout=60)
    assert found.combine_chunks().equals(expected.combine_chunks())
    assert flaky.calls == 3 * BATCHES
    with pytest.raises(errors.ModelRunError, match="failed 2 times: ConnectionError: the worker is gone"):
        model.map(TABLE, executor=Flaky(9), batch_rows=BATCH, retries=1, resume=False).result(timeout=60)


class Counted(ThreadPoolExecutor):
    """Threads that count the tasks which wait or run."""

    def __init__(self) -> None:
        super().__init__(2)
        self.now = self.most = 0
        self.lock = threading.Lock()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._left)
        return future

    def _left(self, _: object) -> None:
        with self.lock:
            self.now -= 1


def test_few_batches_are_in_memory_at_once(model: Model) -> None:
    counted = Counted()
    model.map(TABLE, executor=counted, batch_rows=10).result(timeout=60)
    assert counted.most <= 3 * 2


def test_a_future_and_refusals_before_anything_runs(model: Model, expected: pa.Table) -> None:
    assert model.submit(TABLE).result(60).equals(expected)
    with pytest.raises(errors.SignatureMismatchError, match="'x', which the table lacks"):
        model.map(pa.table({"y": [1.0]}))
    with pytest.raises(errors.FoundryError, match="is not an executor"):
        model.map(TABLE, executor=object())
    with pytest.raises(errors.FoundryError, match="at least one row"):
        model.map(TABLE, batch_rows=0)
    assert model.map(TABLE.slice(0, 0)).result(timeout=60).num_rows == 0


def test_a_bar_says_how_far_a_prediction_is(model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    model.predict(TABLE, progress=True, batch_rows=100)
    assert "square@1.0.0" in capsys.readouterr().err


def plus(x: Any) -> Any:
    return {"y": x + 1}


def test_code_is_mapped_in_its_own_processes_by_the_decision_of_who_asks(environments: Path) -> None:
    foundry_lab.publish_model(plus, name="plus", example=TABLE.slice(0, 3), outputs=["y"])
    with pytest.raises(errors.RefusedModelError):
        foundry_lab.model("plus").map(TABLE)
    found = foundry_lab.model("plus", trust=True).map(TABLE, executor="processes", batch_rows=250)
    assert np.allclose(found.result(timeout=120)["y"], TABLE["x"].to_numpy() + 1)
