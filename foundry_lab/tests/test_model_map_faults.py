"""Mapping a model when something fails: rows, batches, workers, executors, the disk."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.mapping import driver, executors
from foundry_lab.models.mapping.task import work_for
from foundry_lab.models.model import Model
from foundry_lab.tables.failing_rows import narrow_failure

from .engines import BATCH, BATCHES, ROWS, TABLE, die, engine_named, square, stored


@pytest.fixture
def model(home: Path) -> Model:
    return square()


@pytest.fixture
def expected(model: Model) -> pa.Table:
    return model.predict(TABLE).combine_chunks()


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    import dask as library
    from dask.distributed import Client

    # Dask itself then gives up what a dead worker had, as it does sooner or later: to try again is the run's part.
    with (
        library.config.set({"distributed.scheduler.allowed-failures": 0}),
        Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client,
    ):
        yield client


@pytest.fixture
def engine(request: pytest.FixtureRequest, dask: Any) -> Any:
    if request.param != "dask":
        return request.param
    # Its workers began before this test, in the environment of then.
    store = os.environ["FOUNDRY_STORE"], os.environ["FOUNDRY_CACHE"], os.environ["FOUNDRY_CONFIG_DIR"]
    dask.run(_move, *store)
    return dask


def _move(store: str, cache: str, config: str) -> None:
    os.environ.update({"FOUNDRY_STORE": store, "FOUNDRY_CACHE": cache, "FOUNDRY_CONFIG_DIR": config})


def root(x: Any) -> Any:
    """A square root, of what has one."""
    if (x < 0).any():
        raise ValueError(f"{x[x < 0][0]:g} has no root")
    return {"y": np.sqrt(x)}


BAD = {7: -1.0, 300: -2.0, 999: -3.0}


@pytest.fixture
def brittle(environments: Path) -> Model:
    return foundry_lab.publish_model(root, name="root", example={"x": [1.0, 4.0]}, outputs=["y"])


def with_bad_rows() -> pa.Table:
    return pa.table({"x": [BAD.get(row, float(row)) for row in range(ROWS)]})


@pytest.mark.parametrize("engine", ["threads", "processes", "dask"], indirect=True)
def test_rows_that_fail_keep_their_reason_and_the_others_are_not_lost(
    engine: Any,
    brittle: Model,
) -> None:
    run = brittle.map(with_bad_rows(), executor=engine, batch_rows=BATCH, failures="keep")
    with pytest.warns(errors.FoundryWarning, match=r"root@1\.0\.0 failed on 3 rows.*row 7: .*-1 has no root"):
        found = run.result(timeout=120)
    assert list(run.failures) == list(BAD)
    for row, value in BAD.items():
        assert f"ValueError: {value:g} has no root" in run.failures[row]
    values = found["y"].to_pylist()
    assert [row for row, value in enumerate(values) if value is None] == list(BAD)
    assert values[8] == pytest.approx(8**0.5)
    assert found.schema.equals(run.schema, check_metadata=True)
    again = brittle.map(with_bad_rows(), executor=engine, batch_rows=BATCH, failures="keep")
    with pytest.warns(errors.FoundryWarning, match="failed on 3 rows"):
        assert again.result(timeout=60).equals(found)
    assert (again.resumed, again.failures) == (BATCHES, run.failures)


def test_the_first_row_that_fails_ends_a_run_that_keeps_none(brittle: Model) -> None:
    run = brittle.map(with_bad_rows(), executor=1, batch_rows=BATCH, retries=0)
    with pytest.raises(errors.ModelRunError, match=r"^Row 7: .*-1 has no root"):
        run.result(timeout=60)
    assert sorted(stored(run)) == ["part-0000001.parquet", "part-0000002.parquet"], "those under way"
    kept = brittle.map(with_bad_rows(), executor=1, batch_rows=BATCH, failures="keep")
    kept.exception(60)
    assert kept.resumed == 0, "batches of one way are not taken for those of the other"
    assert len(stored(kept)) == BATCHES


@pytest.mark.parametrize("engine", ["threads", "processes", "dask"], indirect=True)
def test_the_row_that_ends_a_run_is_named(engine: Any, brittle: Model) -> None:
    late = pa.table({"x": [-2.0 if row == 300 else float(row) for row in range(ROWS)]})
    run = brittle.map(late, executor=engine, batch_rows=BATCH, retries=1)
    with pytest.raises(errors.ModelRunError, match=r"^Row 300: .*-2 has no root"):
        run.result(timeout=120)


@pytest.mark.parametrize("bad", [{0}, {99}, {42, 43}, {5, 98}, set(range(100))])
def test_rows_that_fail_are_narrowed_to_the_first(bad: set[int]) -> None:
    def fail(part: pa.Table) -> pa.Table:
        wrong = bad & set(part["row"].to_pylist())
        if wrong:
            raise errors.ModelRunError(f"no {min(wrong)}")
        return part

    table = pa.table({"row": range(100)})
    first = min(bad)
    assert narrow_failure(fail, table, 60) == (first, first, f"no {first}")
    # Without time the rows stay together; rows that pass fail only beside others.
    assert narrow_failure(fail, table, 0) == (0, 99, f"no {first}")
    assert narrow_failure(lambda part: part, table, 60) is None


def test_too_many_rows_that_fail_end_a_run(brittle: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundry_lab.models.mapping.map_run.MOST_FAILURES", 2)
    run = brittle.map(with_bad_rows(), executor=1, batch_rows=BATCH, failures="keep")
    with pytest.raises(errors.ModelRunError, match=r"More than 2 rows failed, as row 7 did first: .*-1 has"):
        run.result(timeout=60)
    with pytest.raises(errors.FoundryError, match="failures is 'drop', and it is 'raise' or 'keep'"):
        brittle.map(with_bad_rows(), failures="drop")  # type: ignore[arg-type]


def test_a_worker_that_is_killed_is_replaced_and_its_batches_are_run_again(
    model: Model, expected: pa.Table
) -> None:
    killed: list[int] = []
    ready = threading.Event()

    def told(done: int, total: int) -> None:
        ready.wait(60)
        if not killed:
            pool = run._driver._engine.executor
            killed.append(next(iter(pool._processes)))
            os.kill(killed[0], signal.SIGKILL)
            # Nothing more is stored before the pool knows, or the other process could do all that is left.
            while not pool._broken:
                threading.Event().wait(0.01)

    run = model.map(TABLE, executor="processes", batch_rows=BATCH, progress=told)
    ready.set()
    assert run.result(timeout=120).combine_chunks().equals(expected)
    assert killed
    assert len(stored(run)) == BATCHES


def test_workers_of_an_executor_that_cannot_be_made_again_end_the_run_in_a_sentence(
    model: Model, expected: pa.Table
) -> None:
    ready = threading.Event()
    killed: list[int] = []

    def told(done: int, total: int) -> None:
        ready.wait(60)
        if not killed:
            killed.extend(pool._processes)
            for process in killed:
                os.kill(process, signal.SIGKILL)

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        run = model.map(TABLE, executor=pool, batch_rows=BATCH, progress=told)
        ready.set()
        with pytest.raises(errors.ModelRunError, match="workers have died, and it takes no more work"):
            run.result(timeout=120)
    before = stored(run)
    assert 0 < len(before) < BATCHES
    again = model.map(TABLE, executor=1, batch_rows=BATCH)
    assert again.result(timeout=60).combine_chunks().equals(expected)
    assert again.resumed == len(before)
    assert {name: time for name, time in stored(again).items() if name in before} == before


class Deadly(ProcessPoolExecutor):
    """Processes of which one dies of a batch: the one that begins with these rows."""

    rows = b""
    tries: list[float]

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args[1].tobytes().startswith(self.rows):
            self.tries.append(1)
            return super().submit(os._exit, 9)
        return super().submit(fn, *args, **kwargs)


def test_a_batch_that_kills_workers_is_told_from_those_beside_it(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    Deadly.rows = TABLE["x"].to_numpy()[2 * BATCH : 2 * BATCH + 4].astype("float32").tobytes()
    Deadly.tries = []
    monkeypatch.setattr(
        executors, "_processes", lambda workers: Deadly(workers, mp_context=get_context("spawn"))
    )
    run = model.map(TABLE, executor="processes", batch_rows=BATCH, retries=1)
    with pytest.raises(errors.ModelRunError, match="Rows 180 to 269 failed 2 times: BrokenProcessPool"):
        run.result(timeout=120)
    assert len(Deadly.tries) == 3, "once beside others, then alone and once more"
    under_way = {f"part-{index:07}.parquet" for index in range(3) if index != 2}
    assert under_way <= set(stored(run)), "those beside it are not lost"
    assert "part-0000002.parquet" not in stored(run)


@pytest.mark.parametrize("engine", ["dask"], indirect=True)
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(
    engine: Any,
    model: Model,
    expected: pa.Table,
) -> None:
    workers = list(engine.run(os.getpid).values())
    killed: list[int] = []

    def told(done: int, total: int) -> None:
        if done > 250 and not killed:
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    run = model.map(TABLE, executor=engine, batch_rows=10, progress=told)
    assert run.result(timeout=120).combine_chunks().equals(expected)
    assert killed
    assert len(stored(run)) == 100
    engine.wait_for_workers(2, timeout=60)


@pytest.mark.parametrize("name", ["ray", "parsl-kernel"])
def test_a_worker_that_an_engine_loses_is_replaced_by_it_and_its_batch_is_tried_again(
    name: str, model: Model, expected: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def fifth_dies(rows: pa.Table, kind: str | None, engine: executors.Engine) -> Any:
        begun.append(rows.num_rows)
        work = work_for(rows, kind, engine)
        return (die, work[1]) if len(begun) == 5 else work

    monkeypatch.setattr(driver, "work_for", fifth_dies)
    for engine in engine_named(name, tmp_path, monkeypatch):
        run = model.map(TABLE, executor=engine, batch_rows=BATCH)
        assert run.result(timeout=300).combine_chunks().equals(expected)
        assert len(stored(run)) == BATCHES
        assert len(begun) > BATCHES, "what was lost began again"


@pytest.mark.parametrize("engine", ["processes", "dask"], indirect=True)
def test_a_run_that_is_cancelled_in_the_middle_computes_no_batch_twice(
    engine: Any,
    model: Model,
    expected: pa.Table,
) -> None:
    ready = threading.Event()

    def told(done: int, total: int) -> None:
        ready.wait(60)
        if done > 250:
            run.cancel()

    run = model.map(TABLE, executor=engine, batch_rows=10, progress=told)
    ready.set()
    with pytest.raises(CancelledError, match="was cancelled after"):
        run.result(timeout=60)
    assert run.cancelled()
    before = stored(run)
    assert 0 < len(before) < 100
    again = model.map(TABLE, executor=engine, batch_rows=10)
    assert again.result(timeout=60).combine_chunks().equals(expected)
    assert again.resumed == len(before)
    assert {name: time for name, time in stored(again).items() if name in before} == before


def test_an_executor_that_is_shut_down_meanwhile_is_a_sentence(model: Model) -> None:
    pool = ThreadPoolExecutor(1)
    run = model.map(TABLE, executor=pool, batch_rows=10, progress=lambda *_: pool.shutdown(wait=False))
    with pytest.raises(errors.ModelRunError, match="The executor takes no more work: RuntimeError: cannot"):
        run.result(timeout=60)


def test_a_disk_that_is_full_is_a_sentence(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(errors.FoundryError, match=r"cannot be stored in .*: No space left on device"):
        model.map(TABLE, executor=1, batch_rows=BATCH).result(timeout=60)


def test_a_folder_of_a_run_that_was_killed_at_its_beginning_is_taken(
    model: Model, expected: pa.Table, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.partial-1").touch()
    run = model.map(TABLE, executor=1, batch_rows=BATCH, out=tmp_path / "out")
    assert run.result(timeout=60).combine_chunks().equals(expected)


def test_what_a_progress_callable_raises_ends_the_run_and_keeps_what_was_under_way(model: Model) -> None:
    def told(done: int, total: int) -> None:
        raise KeyError("mine")

    run = model.map(TABLE, executor=1, batch_rows=BATCH, progress=told)
    with pytest.raises(KeyError, match="mine"):
        run.result(timeout=60)
    assert 0 < len(stored(run)) < BATCHES
