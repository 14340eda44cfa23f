"""A run of a model on batches: driven in a thread, stored as it goes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ...errors import FoundryError, ModelRunError
from ..fit import require_fit
from ..matrix import can_be_matrix, matrix_kind
from ..progress import reporting
from .executors import Engine, engine_of
from .parts import Parts, fingerprint
from .task import Task, work_for

if TYPE_CHECKING:
    from ..model import Model

#: Batches that are under way for each worker; where a scheduler stands between, each takes longer to arrive.
_WAITING, _WAITING_FAR = 3, 12

Progress = bool | Callable[[int, int], object] | None


def start(
    model: Model,
    table: pa.Table,
    *,
    executor: Any,  # noqa: ANN401
    batch_rows: int,
    columns: Mapping[str, str] | None,
    retries: int,
    out: str | os.PathLike[str] | None,
    resume: bool,
    progress: Progress,
    source: str | None = None,
) -> MapRun:
    """
    Check what can be checked, then run in the background; see `Model.map`.

    `source` names what the table is read from where that never changes, so that its content need not be hashed.
    """
    if batch_rows < 1:
        raise FoundryError(f"batch_rows is {batch_rows}, and a batch has at least one row.")
    how = require_fit(table.schema, model.signature, model.reference, columns)
    # Consent is asked here, not on a worker.
    granted = model.require_runnable()
    table = table.select(list(dict.fromkeys(how.columns.values())))
    digest, folder = model.task_identity
    key: dict[str, object] = {
        "model": digest,
        "data": source or fingerprint(table),
        "rows": table.num_rows,
        "batch_rows": batch_rows,
        "columns": sorted((columns or {}).items()),
        "conversions": sorted(how.converted.items()),
    }
    parts = Parts(Path(out).expanduser() if out is not None else None, key, resume=resume)
    engine = engine_of(executor)
    task = Task(
        model.reference,
        digest,
        folder,
        model.limits,
        granted,
        tuple(sorted((columns or {}).items())),
        # Workers share the cores; a single one may use them all.
        max(1, (os.cpu_count() or 1) // engine.workers) if engine.workers > 1 else 0,
    )
    return MapRun(
        task,
        table,
        matrix_kind(model.signature) if can_be_matrix(table.schema, how) else None,
        model.output_schema(table.schema),
        engine,
        parts,
        batch_rows,
        retries,
        progress,
    )


class MapRun:
    """
    A model on its way through batches of rows.

    Get one with `Model.map`. Iterate over it for record batches in order, each as soon as it is done.
    """

    def __init__(
        self,
        task: Task,
        table: pa.Table,
        kind: str | None,
        schema: pa.Schema,
        engine: Engine,
        parts: Parts,
        batch_rows: int,
        retries: int,
        progress: Progress,
    ) -> None:
        self._task = task
        self._table = table
        self._kind = kind
        self._schema = schema
        self._engine = engine
        self._parts = parts
        self._batch_rows = batch_rows
        self._retries = retries
        self._count = -(-table.num_rows // batch_rows)
        self._stored = {index for index in parts.done() if index < self._count}
        #: Batches that an earlier run had stored.
        self.resumed = len(self._stored)
        self._cancelled = False
        self._error: BaseException | None = None
        self._finished = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(
            target=self._drive, args=(progress,), name=f"map {task.reference}", daemon=True
        )
        self._thread.start()

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._table.num_rows)

    @property
    def schema(self) -> pa.Schema:
        """What the predictions hold."""
        return self._schema

    @property
    def rows_done(self) -> int:
        """The number of rows whose predictions are stored."""
        return sum(self._rows_of(index) for index in self._stored.copy())

    @property
    def folder(self) -> Path:
        """Where the batches are stored, one Parquet file each."""
        return self._parts.folder

    def done(self) -> bool:
        """Whether it has ended: whole, failed or cancelled."""
        return self._finished

    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop; batches that are stored stay, and the same call goes on from there."""
        self._cancelled = True

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait for the end and return what went wrong, or None."""
        self._wait(timeout)
        return self._error

    def result(self, timeout: float | None = None) -> pa.Table:
        """
        Wait for the end and return all predictions, in order, as one table in memory.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.

        Raises
        ------
        TimeoutError
            If it has not ended by then.
        concurrent.futures.CancelledError
            If it was cancelled.
        FoundryError
            What went wrong with a batch; the others are stored.
        """
        try:
            self._wait(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise
        self._raise()
        tables = [self._parts.read(index).cast(self._schema) for index in range(self._count)]
        return pa.concat_tables(tables) if tables else self._schema.empty_table()

    def dataset(self) -> Any:  # noqa: ANN401
        """Return what is stored so far as a `pyarrow.dataset.Dataset`, which reads from disk what is asked for."""
        import pyarrow.dataset as ds

        paths = [str(self._parts.path(index)) for index in sorted(self._stored.copy())]
        return ds.dataset(paths, schema=self._schema, format="parquet")

    def discard(self) -> None:
        """Cancel, wait for the end and remove the stored batches."""
        self.cancel()
        self._wait(None)
        self._parts.discard()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Yield the predictions batch by batch, in order, each as soon as it is stored."""
        for index in range(self._count):
            with self._changed:
                self._changed.wait_for(lambda index=index: index in self._stored or self._finished)  # type: ignore[misc]
            if index not in self._stored:
                self._raise()
                raise CancelledError
            yield from self._parts.read(index).cast(self._schema).to_batches()

    def __len__(self) -> int:
        return int(self._count)

    def __repr__(self) -> str:
        state = "running"
        if self._finished:
            state = "failed" if self._error else "cancelled" if len(self._stored) < self._count else "done"
        return f"<{self._task.reference} on {self.rows:,} rows: {state}, {self.rows_done:,} done, in {self.folder}>"

    def _wait(self, timeout: float | None) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._finished, timeout):
                raise TimeoutError(f"{self!r} has not ended after {timeout} s.")

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
        if len(self._stored) < self._count:
            raise CancelledError(f"The run was cancelled after {self.rows_done:,} of {self.rows:,} rows.")

    def _rows_of(self, index: int) -> int:
        return min(self._batch_rows, self.rows - index * self._batch_rows)

    def _drive(self, progress: Progress) -> None:
        try:
            with reporting(progress, self.rows, self._task.reference) as told:
                if self._stored:
                    told(self.rows_done)
                self._work(told)
        except BaseException as error:
            self._error = error
        finally:
            if self._engine.make is not None:
                self._engine.executor.shutdown(wait=False, cancel_futures=True)
            with self._changed:
                self._finished = True
                self._changed.notify_all()

    def _work(self, told: Callable[[int], object]) -> None:
        todo = iter([index for index in range(self._count) if index not in self._stored])
        waiting: dict[Future[Any], int] = {}
        failures: dict[int, int] = {}
        again: list[int] = []
        # Enough that no worker waits for this thread, and no more: results and inputs in flight are in memory.
        most = (_WAITING_FAR if self._engine.distant else _WAITING) * self._engine.workers
        while not self._cancelled:
            while len(waiting) < most:
                index = again.pop() if again else next(todo, None)
                if index is None:
                    break
                waiting[self._submit(index)] = index
            if not waiting:
                return
            finished, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in finished:
                index = waiting.pop(future)
                error = future.exception()
                if error is None:
                    self._store(index, future.result(), told)
                    continue
                if isinstance(error, BrokenExecutor):
                    self._renew(error)
                self._failed(index, error, failures)
                again.append(index)
        for future in waiting:
            future.cancel()

    def _submit(self, index: int) -> Future[Any]:
        rows = self._table.slice(index * self._batch_rows, self._batch_rows)
        work = work_for(rows, self._kind, self._engine)
        try:
            found: Future[Any] = self._engine.executor.submit(work[0], self._task, work[1])
        except BrokenExecutor as error:
            self._renew(error)
            found = self._engine.executor.submit(work[0], self._task, work[1])
        return found

    def _store(self, index: int, result: pa.Buffer | bytes | pa.Table, told: Callable[[int], object]) -> None:
        if isinstance(result, pa.Table):
            table = result
        else:
            with pa.ipc.open_stream(result) as reader:
                table = reader.read_all()
        if table.num_rows != self._rows_of(index):
            raise ModelRunError(
                f"A worker gave {table.num_rows} predictions for {self._rows_of(index)} rows."
            )
        self._parts.write(index, table)
        with self._changed:
            self._stored.add(index)
            self._changed.notify_all()
        told(self._rows_of(index))

    def _failed(self, index: int, error: BaseException, failures: dict[int, int]) -> None:
        """Raise an error that another try would not change, or one too many."""
        # Ray wraps what a task raised.
        cause = getattr(error, "cause", None)
        if isinstance(cause, FoundryError):
            error = cause
        failures[index] = failures.get(index, 0) + 1
        if isinstance(error, FoundryError) and not isinstance(error, ModelRunError):
            raise error
        if failures[index] > self._retries:
            if isinstance(error, FoundryError):
                raise error
            first = index * self._batch_rows
            raise ModelRunError(
                f"Rows {first:,} to {first + self._rows_of(index) - 1:,} failed {failures[index]} times: "
                f"{type(error).__name__}: {error}"
            ) from error

    def _renew(self, error: BaseException) -> None:
        if self._engine.make is None:
            raise ModelRunError(
                f"The executor's workers have died, and it takes no more work: {error}"
            ) from error
        if getattr(self._engine.executor, "_broken", True):
            self._engine = self._engine._replace(executor=self._engine.make())
