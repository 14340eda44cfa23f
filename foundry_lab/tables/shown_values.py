"""Values without names as columns, of tables that are shown only: what publishing leaves to its caller to name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading, article_and_type

#: The name of values that have none.
VALUE = "value"
#: Of an array with longer rows, each row is one value.
_MOST_COLUMNS = 1_000


def named_list(source: Sequence[Any], reading: Reading) -> Any:
    """
    Return a list as records or columns: rows of one length have columns 0, 1 and so on, other items are one column.

    Raises
    ------
    InvalidTableError
        If its items are tables.
    """
    if any(map(is_table, source)):
        kinds = ", ".join(dict.fromkeys(map(article_and_type, source)))
        raise InvalidTableError(
            f"{reading.where} is {article_and_type(source)} of {len(source)} items ({kinds}): give one that is a table."
        )
    if not source:
        return {}
    if all(hasattr(row, "_asdict") for row in source):
        return [row._asdict() for row in source]
    lengths = {len(row) if _is_row(row) else -1 for row in source}
    width = lengths.pop()
    if lengths or not 0 < width <= _MOST_COLUMNS:
        return {VALUE: list(source)}
    return [{str(place): value for place, value in enumerate(row)} for row in source]


def named_array(source: Any, reading: Reading) -> dict[str, Any]:
    """
    Return an array of NumPy as columns: of two dimensions those of its rows, of any other one column.

    Raises
    ------
    InvalidTableError
        If it is a single value.
    """
    if source.ndim == 0:
        raise InvalidTableError(f"{reading.where} is an array of a single value: give one of its rows.")
    if source.ndim == 2 and 0 < source.shape[1] <= _MOST_COLUMNS:
        return {str(place): source[:, place] for place in range(source.shape[1])}
    return {VALUE: source}


def is_table(value: object) -> bool:
    """Whether a value is a table of some library, and not a column."""
    return isinstance(value, pa.Table | pa.RecordBatch) or (
        hasattr(value, "shape") and (hasattr(value, "columns") or hasattr(value, "column_names"))
    )


def is_record(source: Mapping[Any, Any]) -> bool:
    """Whether a mapping is one row: none of its values is a column."""
    return bool(source) and not any(
        isinstance(value, Mapping | list | tuple | range | pa.Array | pa.ChunkedArray)
        or hasattr(value, "__array__")
        for value in source.values()
        if getattr(value, "ndim", 1)
    )


def _is_row(value: object) -> bool:
    return isinstance(value, list | tuple) or getattr(value, "ndim", 0) == 1
