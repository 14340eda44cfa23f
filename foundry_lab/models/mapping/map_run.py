"""A run of a model on batches: driven in a thread, stored as it goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pyarrow as pa

from ...errors import ModelRunError, warn
from ...tables.failing_rows import MOST_FAILURES
from ..progress import reporting
from .driver import Driver
from .parts import Parts

Progress = bool | Callable[[int, int], object] | None


class MapRun:
    """
    A model on its way through batches of rows.

    Get one with `Model.map`. Iterate over it for record batches in order, each as soon as it is done.
    """

    def __init__(self, driver: Driver, schema: pa.Schema, parts: Parts, progress: Progress) -> None:
        self._driver = driver
        self._schema = schema
        self._parts = parts
        self._count = -(-driver.table.num_rows // driver.batch_rows)
        self._stored_indices = {index for index in parts.stored_indices() if index < self._count}
        #: Batches that an earlier run had stored.
        self.resumed = len(self._stored_indices)
        self._failures: dict[int, str] = {}
        for index in sorted(self._stored_indices) if driver.task.keep_failures else ():
            self._note(index, parts.failures(index))
        self._cancelled = False
        self._error: BaseException | None = None
        self._is_finished = False
        self._change = threading.Condition()
        self._thread = threading.Thread(
            target=self._drive, args=(progress,), name=f"map {driver.task.reference}", daemon=True
        )
        self._thread.start()

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._driver.table.num_rows)

    @property
    def schema(self) -> pa.Schema:
        """What the predictions hold."""
        return self._schema

    @property
    def rows_done(self) -> int:
        """The number of rows whose predictions are stored."""
        return sum(self._driver.rows_of(index) for index in self._stored_indices.copy())

    @property
    def folder(self) -> Path:
        """Where the batches are stored, one Parquet file each."""
        return self._parts.folder

    @property
    def failures(self) -> dict[int, str]:
        """Why rows failed, by their numbers, where failures are kept; those with missing inputs are not among them."""
        with self._change:
            return dict(sorted(self._failures.items()))

    def done(self) -> bool:
        """Whether it has ended: whole, failed or cancelled."""
        return self._is_finished

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

        Warns
        -----
        FoundryWarning
            If rows failed and their failures are kept.
        """
        try:
            self._wait(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise
        self._raise()
        if self._failures:
            row, reason = next(iter(self.failures.items()))
            warn(
                f"{self._driver.task.reference} failed on {len(self._failures):,} rows, which have no prediction "
                f"(row {row:,}: {reason.rstrip('.')}); `failures` has them all."
            )
        tables = [self._parts.read(index).cast(self._schema) for index in range(self._count)]
        return pa.concat_tables(tables) if tables else self._schema.empty_table()

    def dataset(self) -> Any:
        """Return what is stored so far as a `pyarrow.dataset.Dataset`, which reads from disk what is asked for."""
        import pyarrow.dataset as ds

        paths = [str(self._parts.path(index)) for index in sorted(self._stored_indices.copy())]
        return ds.dataset(paths, schema=self._schema, format="parquet")

    def discard(self) -> None:
        """Cancel, wait for the end and remove the stored batches."""
        self.cancel()
        self._wait(None)
        self._parts.discard()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Yield the predictions batch by batch, in order, each as soon as it is stored."""
        for index in range(self._count):
            with self._change:
                self._change.wait_for(lambda index=index: index in self._stored_indices or self._is_finished)  # type: ignore[misc]
            if index not in self._stored_indices:
                self._raise()
                raise CancelledError
            yield from self._parts.read(index).cast(self._schema).to_batches()

    def __len__(self) -> int:
        return int(self._count)

    def __repr__(self) -> str:
        state = "running"
        if self._is_finished:
            state = (
                "failed"
                if self._error
                else "cancelled"
                if len(self._stored_indices) < self._count
                else "done"
            )
        return f"<{self._driver.task.reference} on {self.rows:,} rows: {state}, {self.rows_done:,} done, in {self.folder}>"

    def _wait(self, timeout: float | None) -> None:
        with self._change:
            if not self._change.wait_for(lambda: self._is_finished, timeout):
                raise TimeoutError(f"{self!r} has not ended after {timeout} s.")

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
        if len(self._stored_indices) < self._count:
            raise CancelledError(f"The run was cancelled after {self.rows_done:,} of {self.rows:,} rows.")

    def _drive(self, progress: Progress) -> None:
        try:
            with reporting(progress, self.rows, self._driver.task.reference) as report:
                if self._stored_indices:
                    report(self.rows_done)
                todo = (index for index in range(self._count) if index not in self._stored_indices)

                def store(index: int, table: pa.Table) -> None:
                    self._store(index, table)
                    report(self._driver.rows_of(index))

                self._driver.run(todo, store, self.cancelled)
        except BaseException as error:
            self._error = error
        finally:
            self._driver.close()
            with self._change:
                self._is_finished = True
                self._change.notify_all()

    def _store(self, index: int, table: pa.Table) -> None:
        failures = self._parts.write(index, table)
        with self._change:
            self._stored_indices.add(index)
            self._note(index, failures)
            self._change.notify_all()
        if len(self._failures) > MOST_FAILURES:
            row, reason = next(iter(sorted(self._failures.items())))
            raise ModelRunError(
                f"More than {MOST_FAILURES:,} rows failed, as row {row:,} did first: {reason}"
            )

    def _note(self, index: int, failures: dict[int, str]) -> None:
        first = index * self._driver.batch_rows
        self._failures |= {first + row: reason for row, reason in failures.items()}
