"""Predicting rows so that those which fail keep their reason and the others are not lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from ..errors import FoundryError, RefusedModelError

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows that may fail before a run ends: it is the model then, not the rows.
MOST_FAILURES = 1000

#: Predicts the rows of a table, all at once.
Predict = Callable[["pa.Table"], "pa.Table"]


class OnFailure(Protocol):
    """Is told of a row that failed, by its number in the table, and why."""

    def __call__(self, row: int, reason: str) -> None:
        """Take note of it."""


def predict_rows(predict: Predict, table: pa.Table, batch_rows: int, failed: OnFailure) -> Iterator[pa.Table]:
    """
    Yield the predictions of a table, batch by batch; a row that fails has missing ones.

    Parameters
    ----------
    predict : callable
        Gives as many predictions as a table has rows, or raises a `FoundryError`.
    table : pyarrow.Table
    batch_rows : int
    failed : callable
        Gets the number of each row that fails, and why.

    Raises
    ------
    FoundryError
        The first row's reason, if every row of the first batch fails or more than `MOST_FAILURES` rows do.
    RefusedModelError
        At once: no row can change it.
    """
    most = MOST_FAILURES
    empty: pa.Table | None = None
    for start in range(0, table.num_rows, batch_rows):
        part = table.slice(start, batch_rows)
        pieces, reasons = predict_by_halves(predict, part, most)
        most -= len(reasons)
        answer = next((piece for piece in pieces if not isinstance(piece, int)), None)
        empty = empty if answer is None else answer.slice(0, 0)
        if empty is None or (start == 0 and len(reasons) == part.num_rows):
            raise FoundryError(reasons[0])
        for row, reason in reasons.items():
            failed(start + row, reason)
        yield join_pieces(pieces, empty.schema)


def predict_by_halves(
    predict: Predict, table: pa.Table, most: int
) -> tuple[list[pa.Table | int], dict[int, str]]:
    """
    Return predictions in order, with a number in the place of so many rows that fail, and why each of these does.

    Rows that fail together are halved until those are found that fail alone.

    Parameters
    ----------
    predict : callable
        Gives as many predictions as a table has rows, or raises a `FoundryError`.
    table : pyarrow.Table
    most : int
        Rows that may fail.

    Raises
    ------
    FoundryError
        The reason of one row more.
    RefusedModelError
        At once: no row can change it.
    """
    reasons: dict[int, str] = {}

    def predict_part(part: pa.Table, start: int) -> list[pa.Table | int]:
        try:
            return [predict(part)]
        except RefusedModelError:
            raise
        except FoundryError as error:
            if part.num_rows == 1:
                if len(reasons) >= most:
                    raise
                reasons[start] = str(error)
                return [1]
            half = part.num_rows // 2
            return [*predict_part(part.slice(0, half), start), *predict_part(part.slice(half), start + half)]

    return predict_part(table, 0), reasons


def narrow_failure(predict: Predict, table: pa.Table, seconds: float) -> tuple[int, int, str] | None:
    """
    Return the first and last of the fewest rows that are known to fail, and why; one row where time allows.

    Parameters
    ----------
    predict : callable
        Gives as many predictions as a table has rows, or raises a `FoundryError`.
    table : pyarrow.Table
        Rows that fail together; None is returned where the half that is left does not fail by itself.
    seconds : float
        How long to go on halving.
    """
    start, rows, end = 0, table.num_rows, time.monotonic() + seconds
    reason: str | None = None
    while rows > 1 and time.monotonic() < end:
        half = rows // 2
        try:
            predict(table.slice(start, half))
            start, rows, reason = start + half, rows - half, None
        except FoundryError as error:
            rows, reason = half, str(error)
    if reason is None:
        try:
            predict(table.slice(start, rows))
        except FoundryError as error:
            reason = str(error)
    return None if reason is None else (start, start + rows - 1, reason)


def join_pieces(pieces: list[pa.Table | int], schema: pa.Schema) -> pa.Table:
    """Return predictions in one table; where a number stands for rows, theirs are missing."""
    import pyarrow as pa

    tables = [
        pa.table([pa.nulls(piece, field.type) for field in schema], schema=schema)
        if isinstance(piece, int)
        else piece
        for piece in pieces
    ]
    return pa.concat_tables(tables)
