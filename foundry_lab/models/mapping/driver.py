"""Batches on their way to workers and back: bounded in number, tried again, and told apart from those that kill workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Any

import pyarrow as pa

from ...errors import FoundryError, ModelRunError
from .executors import Engine
from .task import Task, search_for, work_for

#: Batches that are under way for each worker; where a scheduler stands between, each takes longer to arrive.
_WAITING, _WAITING_FAR = 3, 12


class Driver:
    """
    What gives batches to an engine.

    Parameters
    ----------
    task : Task
    table : pyarrow.Table
        The columns that the model takes.
    kind : str or None
        As `work_for` takes it.
    engine : Engine
    batch_rows : int
        Rows of a batch.
    retries : int
        How often a batch is tried again.
    """

    def __init__(
        self, task: Task, table: pa.Table, kind: str | None, engine: Engine, batch_rows: int, retries: int
    ) -> None:
        self.task = task
        self.table = table
        self.batch_rows = batch_rows
        self._kind = kind
        self._engine = engine
        self._retries = retries
        self._failures: dict[int, int] = {}
        self._failed_indices: list[int] = []
        #: Batches that were under way when workers died: which of them did it shows when each runs alone.
        self._suspected: list[int] = []
        self._alone: int | None = None

    def rows_of(self, index: int) -> int:
        """Return how many rows a batch has."""
        return min(self.batch_rows, int(self.table.num_rows) - index * self.batch_rows)

    def run(
        self,
        indices: Iterable[int],
        store: Callable[[int, pa.Table], object],
        cancelled: Callable[[], bool],
    ) -> None:
        """
        Run batches until all are stored, one fails for good, or the run is cancelled.

        After a failure no more are begun, and those under way are stored.

        Parameters
        ----------
        indices : iterable of int
        store : callable
            Gets a batch's number and its predictions.
        cancelled : callable

        Raises
        ------
        FoundryError
            What went wrong first.
        """
        todo = iter(indices)
        futures: dict[Future[Any], int] = {}
        failure: Exception | None = None
        # Enough that no worker waits for this thread, and no more: results and inputs in flight are in memory.
        most = (_WAITING_FAR if self._engine.distant else _WAITING) * self._engine.workers
        while not cancelled():
            try:
                while failure is None and len(futures) < most:
                    index = self._next(todo, idle=not futures)
                    if index is None:
                        break
                    futures[self._submit(index)] = index
            except Exception as error:
                failure = error
            if not futures:
                break
            ready, _ = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=futures.__getitem__):
                index = futures.pop(future)
                try:
                    self._take(index, future, store)
                except Exception as error:
                    failure = failure or error
        for future in futures:
            future.cancel()
        if failure is not None:
            raise failure

    def close(self) -> None:
        """End the engine's workers, where they are this run's own."""
        if self._engine.make is not None:
            self._engine.executor.shutdown(wait=False, cancel_futures=True)

    def _next(self, todo: Iterator[int], *, idle: bool) -> int | None:
        """Return the batch to begin; a suspected one begins when nothing else runs, and nothing beside it."""
        if self._alone is not None:
            return None
        if self._suspected:
            if not idle:
                return None
            self._alone = self._suspected.pop(0)
            return self._alone
        return self._failed_indices.pop() if self._failed_indices else next(todo, None)

    def _submit(self, index: int) -> Future[Any]:
        rows = self.table.slice(index * self.batch_rows, self.batch_rows)
        work = work_for(rows, self._kind, self._engine)
        future: Future[Any]
        try:
            try:
                future = self._engine.executor.submit(work[0], self.task, work[1])
            except BrokenExecutor as error:
                self._renew(error)
                future = self._engine.executor.submit(work[0], self.task, work[1])
        except FoundryError:
            raise
        except Exception as error:
            raise ModelRunError(
                f"The executor takes no more work: {type(error).__name__}: {_first_line(error)}"
            ) from error
        return future

    def _take(self, index: int, future: Future[Any], store: Callable[[int, pa.Table], object]) -> None:
        """Store a batch that is done, or see to it that one which failed is tried again."""
        was_alone, self._alone = self._alone == index, None
        try:
            error = future.exception()
        except CancelledError as loss:
            error = loss
        if error is None:
            store(index, self._table(index, future.result()))
        elif isinstance(error, BrokenExecutor):
            self._renew(error)
            if was_alone:
                self._count(index, error)
            self._suspected.append(index)
        else:
            self._count(index, error)
            self._failed_indices.append(index)

    def _table(self, index: int, result: pa.Buffer | bytes | pa.Table) -> pa.Table:
        if isinstance(result, pa.Table):
            table = result
        else:
            with pa.ipc.open_stream(result) as reader:
                table = reader.read_all()
        if table.num_rows != self.rows_of(index):
            raise ModelRunError(f"A worker gave {table.num_rows} predictions for {self.rows_of(index)} rows.")
        return table

    def _count(self, index: int, error: BaseException) -> None:
        """Raise an error that another try would not change, or one too many."""
        # Ray wraps what a task raised.
        cause = getattr(error, "cause", None)
        if isinstance(cause, FoundryError):
            error = cause
        failures = self._failures[index] = self._failures.get(index, 0) + 1
        if isinstance(error, FoundryError) and not isinstance(error, ModelRunError):
            raise error
        if failures > self._retries:
            first = index * self.batch_rows
            if isinstance(error, ModelRunError):
                begin, last, reason = self._narrowed(index) or (0, self.rows_of(index) - 1, str(error))
                where = f"Row {first + begin:,}"
                if last > begin:
                    where = f"Rows {first + begin:,} to {first + last:,}"
                raise ModelRunError(f"{where}: {reason}") from error
            often = "once" if failures == 1 else f"{failures} times"
            raise ModelRunError(
                f"Rows {first:,} to {first + self.rows_of(index) - 1:,} failed {often}: "
                f"{type(error).__name__}: {_first_line(error)}"
            ) from error

    def _narrowed(self, index: int) -> tuple[int, int, str] | None:
        """Return which rows of a batch fail, and why, as far as a worker finds them."""
        search = search_for(self.table.slice(index * self.batch_rows, self.batch_rows), self._engine)
        try:
            found: tuple[int, int, str] | None = self._engine.executor.submit(
                search[0], self.task, search[1]
            ).result()
        except Exception:
            # A worker that dies of it leaves the batch as it was said.
            return None
        return found

    def _renew(self, error: BaseException) -> None:
        if self._engine.make is None:
            raise ModelRunError(
                f"The executor's workers have died, and it takes no more work: {_first_line(error)}"
            ) from error
        if getattr(self._engine.executor, "_broken", True):
            self._engine = self._engine._replace(executor=self._engine.make())


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [""])[0]
