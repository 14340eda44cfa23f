"""Rows of a table as Python's values."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError, UnknownRowError

_ROWS_AT_ONCE = 1024


def dicts_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """
    Yield each row as a dict; tensors are NumPy arrays, and other values those that `pyarrow.Scalar.as_py` gives.

    Raises
    ------
    InvalidTableError
        If a column holds values that Python has no type for.
    """
    names = table.column_names
    for start in range(0, table.num_rows, _ROWS_AT_ONCE):
        part = table.slice(start, _ROWS_AT_ONCE)
        columns = [values_of(column, name) for name, column in zip(names, part.columns, strict=True)]
        for values in zip(*columns, strict=True) if columns else ((),) * part.num_rows:
            yield dict(zip(names, values, strict=True))


def values_of(column: pa.ChunkedArray, name: str) -> list[Any]:
    """Return a column as a list, as `dicts_of` does."""
    if isinstance(column.type, pa.FixedShapeTensorType):
        from ..arrays.tensors import to_numpy

        return list(to_numpy(column, name))
    from ..tables.engine_types import loses_nanoseconds_in_python

    try:
        if not loses_nanoseconds_in_python(column):
            values: list[Any] = column.to_pylist()
            return values
    except (ValueError, OverflowError):
        pass
    raise InvalidTableError(
        f"{name!r} holds values of the type {column.type} that Python has no type for: leave it out, or take "
        "`to_arrow`."
    )


def row_number(key: Any, rows: int, where: str) -> int:
    """
    Return the number of a row, which may be counted from the end.

    Raises
    ------
    UnknownRowError
        If there is no such row.
    """
    number = operator.index(key)
    if not -rows <= number < rows:
        raise UnknownRowError(f"There is no row {number:,} in {where}: it has {rows:,}, counted from 0.")
    return number % rows
