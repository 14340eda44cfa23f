"""Rows in which a cell's text holds a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def matching_rows(table: pa.Table, text: str) -> np.ndarray[Any, Any]:
    """Return which rows have a cell that holds the text, upper and lower case alike, as a boolean array."""
    import numpy as np

    hits = np.zeros(table.num_rows, dtype=bool)
    for index in range(table.num_columns):
        matches = _matches(table.column(index), text)
        if matches is not None:
            hits |= matches
    return hits


def columns_holding(table: pa.Table, row: int, text: str) -> list[str]:
    """Return the names of the columns whose cell in a row holds the text."""
    one = table.slice(row, 1)
    names: Sequence[str] = table.column_names
    hits = (_matches(one.column(index), text) for index in range(table.num_columns))
    return [name for name, matches in zip(names, hits, strict=True) if matches is not None and matches[0]]


def _matches(column: pa.ChunkedArray, text: str) -> np.ndarray[Any, Any] | None:
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        # A number's digits hold nothing but these; most texts need no look at the numbers at all.
        if not set(text) <= set("0123456789.-+e"):
            return None
        column = column.cast(pa.string())
    elif types.is_temporal(kind) or types.is_boolean(kind):
        try:
            column = column.cast(pa.string())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return None
    elif not (types.is_string(kind) or types.is_large_string(kind)):
        return None
    try:
        hits = compute.match_substring(column, text, ignore_case=True)
    except pa.ArrowInvalid:
        # Text that is not UTF-8 has no upper and lower case.
        hits = compute.match_substring(column, text)
    return np.asarray(hits.fill_null(False).to_numpy(), dtype=bool)
