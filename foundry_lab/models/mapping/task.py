"""What a worker runs: one batch of rows through a model that it opens once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ...errors import NotFoundError, RefusedModelError
from ..execution import Execution
from ..isolation.process import Limits
from ..matrix import matrix_of_table
from ..predict import predict
from ..runners.open_runner import execution_of
from ..session_threads import session_threads

if TYPE_CHECKING:
    import numpy as np

    from .executors import Engine

_FAILURES = b"foundry:failures"
#: A batch that is halved until its time limit ends each half would be searched for hours.
_SEARCH_SECONDS = 30.0


@dataclass(frozen=True)
class Task:
    """
    A model as a worker finds it.

    Attributes
    ----------
    reference, digest : str
        The version, and the hash of everything in it.
    folder : str, optional
        Where its files are on the machine that asks, and on workers that share its disk.
    limits : Limits
    grants : frozenset of str
        Digests of versions that whoever asks trusts.
    columns : tuple of (str, str)
        The data's column for each input that is named differently there.
    threads : int
        Threads for a batch; 0 leaves it to the model's runtime.
    keep_failures : bool
        Whether rows that fail have missing predictions, and their reasons go with the batch.
    opener : callable, optional
        Returns what runs a model that is not a package, by its reference.
    """

    reference: str
    digest: str
    folder: str | None
    limits: Limits
    grants: frozenset[str]
    columns: tuple[tuple[str, str], ...]
    threads: int = 0
    keep_failures: bool = False
    opener: Callable[[str], Execution] | None = None


def work_for(
    rows: pa.Table, kind: str | None, engine: Engine
) -> tuple[Callable[..., pa.Buffer | pa.Table], Any]:
    """
    Return what a worker calls for a batch, and what it is given besides the task.

    Parameters
    ----------
    rows : pyarrow.Table
        The columns that the model takes.
    kind : str or None
        NumPy's name of the values where the model takes one matrix of numbers and the columns can be one: then no more
        than these numbers is sent.
    engine : Engine
    """
    if engine.shares_memory:
        return run_table, rows
    if kind is not None:
        matrix = matrix_of_table(rows, kind)
        if matrix is not None:
            return run_matrix, matrix
    return run_batch, _to_wire(rows, engine)


def _to_wire(rows: pa.Table, engine: Engine) -> pa.Buffer | bytes:
    body = to_buffer(rows)
    return body if engine.distant else body.to_pybytes()


def search_for(rows: pa.Table, engine: Engine) -> tuple[Callable[..., tuple[int, int, str] | None], Any]:
    """Return what a worker calls to find which rows of a batch fail, and what it is given besides the task."""
    return find_failure, rows if engine.shares_memory else _to_wire(rows, engine)


def find_failure(task: Task, rows: pa.Table | pa.Buffer | bytes) -> tuple[int, int, str] | None:
    """Return which rows of a batch fail, by their numbers in it, and why; None where none fails by itself."""
    from ...tables.failing_rows import narrow_failure

    table = rows if isinstance(rows, pa.Table) else _from_wire(rows)
    return narrow_failure(partial(run_table, task), table, _SEARCH_SECONDS)


def run_matrix(task: Task, matrix: np.ndarray) -> pa.Buffer:
    """
    Return the predictions for a batch as an Arrow stream.

    Parameters
    ----------
    task : Task
    matrix : numpy.ndarray
        Of shape (rows, inputs), in the signature's order.

    Raises
    ------
    FoundryError
        As `run_batch` does.
    """
    with _with_threads(task):
        return to_buffer(predict(_open(task), matrix, batch_rows=max(1, len(matrix))))


def run_batch(task: Task, body: pa.Buffer | bytes) -> pa.Buffer:
    """
    Return the predictions for a batch, both as Arrow streams.

    Raises
    ------
    FoundryError
        If the batch does not fit, or the model cannot be found or run here.
    """
    return to_buffer(run_table(task, _from_wire(body)))


def _from_wire(body: pa.Buffer | bytes) -> pa.Table:
    with pa.ipc.open_stream(body) as reader:
        return reader.read_all()


def run_table(task: Task, table: pa.Table) -> pa.Table:
    """
    Return the predictions for a batch that this process has already.

    Raises
    ------
    FoundryError
        As `run_batch` does.
    """
    with _with_threads(task):
        execution = _open(task)
        schema = execution.output_schema(table.schema)

        def predict_rows(rows: pa.Table) -> pa.Table:
            batches = execution.batches(rows, max(1, rows.num_rows), dict(task.columns))
            return pa.Table.from_batches(list(batches), schema)

        return _predict_each(predict_rows, table, schema) if task.keep_failures else predict_rows(table)


def _predict_each(predict: Callable[[pa.Table], pa.Table], table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return predictions of a batch with, in its metadata, why rows of it failed."""
    from ...tables.failing_rows import MOST_FAILURES, join_pieces, predict_by_halves

    pieces, reasons = predict_by_halves(predict, table, MOST_FAILURES)
    answers = join_pieces(pieces, schema)
    if not reasons:
        return answers
    return answers.replace_schema_metadata({**(schema.metadata or {}), _FAILURES: json.dumps(reasons)})


def failures_of(schema: pa.Schema) -> dict[int, str]:
    """Return why rows of a batch failed, by their numbers in it."""
    text = (schema.metadata or {}).get(_FAILURES)
    return {int(row): str(reason) for row, reason in json.loads(text).items()} if text else {}


def to_buffer(table: pa.Table) -> pa.Buffer:
    """Return a batch as an Arrow stream, in a buffer that an engine can send without a copy of it."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@contextmanager
def _with_threads(task: Task) -> Iterator[None]:
    token = session_threads.set(task.threads)
    try:
        yield
    finally:
        session_threads.reset(token)


@lru_cache(maxsize=4)
def _open(task: Task) -> Execution:
    from ...store.packages import find, package_at

    if task.opener is not None:
        return task.opener(task.reference)
    try:
        package = package_at("model", Path(task.folder)) if task.folder else find("model", task.reference)
    except NotFoundError:
        try:
            package = find("model", task.reference)
        except NotFoundError:
            raise NotFoundError(
                f"A worker does not find {task.reference}: let it see the store's folder, or set FOUNDRY_URL there."
            ) from None
    if package.digest != task.digest:
        raise RefusedModelError(
            f"{task.reference} of a worker's store is not the version that was asked for."
        )
    return execution_of(package, task.limits, task.grants)
