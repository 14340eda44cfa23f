"""Which rows of a table a view shows, and in which order: row numbers computed once by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from ..contracts.models import Sort, View
from ..errors import InvalidFilterError
from .columns import check_columns
from .masks import Masks
from .sampling import sample_of

if TYPE_CHECKING:
    import pyarrow as pa

    from .row_bits import RowBits

_ROW = "__foundry_row__"


def row_numbers(table: pa.Table, view: View, matching: RowBits | None = None) -> pa.Array | None:
    """
    Return the numbers of the view's rows in their order, or None where it shows all rows as they are.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    view : View
        The view.
    matching : RowBits, optional
        The rows that match the view's filter, where they are known.

    Raises
    ------
    UnknownColumnError, InvalidFilterError
        If the view does not fit the table.
    """
    import numpy as np
    import pyarrow as pa

    sort = view.sort if view.sort is not UNSET else []
    check_columns([key.column for key in sort], table.schema.names)
    if view.filter is UNSET and view.sample is UNSET and not sort:
        return None
    if view.filter is not UNSET and matching is None:
        matching = Masks(table).rows_matching(view.filter)
    rows = pa.array(np.arange(table.num_rows, dtype=np.uint32) if matching is None else matching.numbers())
    if view.sample is not UNSET:
        rows = sample_of(pa.table({_ROW: rows}), view.sample).column(0).combine_chunks()
    if not sort:
        return rows
    keys = table.select([*dict.fromkeys(key.column for key in sort)])
    numbered = (keys if len(rows) == len(keys) else keys.take(rows)).append_column(_ROW, rows)
    # In one piece: finding a row's chunk again and again is what makes taking a page slow.
    return _sort_rows(numbered, sort).combine_chunks()


def _sort_rows(numbered: pa.Table, sort: list[Sort]) -> pa.ChunkedArray:
    import duckdb
    import pyarrow as pa
    from pyarrow import types

    arrays, terms = [], []
    for index, key in enumerate(sort):
        column = numbered.column(key.column)
        if types.is_float16(column.type):
            # DuckDB has no half precision.
            column = column.cast(pa.float32())
        if types.is_floating(column.type):
            # DuckDB holds NaN greater than every number; to a reader it is missing, and comes last.
            terms.append(f"isnan(key{index}) ASC NULLS LAST")
        terms.append(f"key{index} {'DESC' if key.descending is True else 'ASC'} NULLS LAST")
        arrays.append(column)
    # Names of our own: DuckDB takes 'A' and 'a' for one column.
    names = [*(f"key{index}" for index in range(len(arrays))), "row"]
    keys = pa.table([*arrays, numbered.column(_ROW)], names)
    # A connection for each call: several threads may ask at once.
    try:
        with duckdb.connect() as connection:
            query = f'SELECT "row" FROM keys ORDER BY {", ".join(terms)}, "row"'
            relation: Any = connection.from_arrow(keys).query("keys", query)
            return relation.to_arrow_table().column(0)
    except duckdb.Error:
        columns_and_types = ", ".join(
            f"{key.column!r} ({numbered.schema.field(key.column).type})" for key in sort
        )
        raise InvalidFilterError(f"Rows cannot be sorted by {columns_and_types}.") from None
