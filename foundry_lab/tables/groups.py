"""How many rows each value of a column has, and what other columns are among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import InvalidFilterError

if TYPE_CHECKING:
    import pyarrow as pa


def groups(table: pa.Table, by: str, columns: Sequence[str], limit: int) -> tuple[int, pa.Table]:
    """
    Return the groups of rows that a column's values make, the largest first, then by value.

    Parameters
    ----------
    table : pyarrow.Table
        The rows.
    by : str
        The column whose values make the groups; missing ones are a group, and so is NaN.
    columns : sequence of str
        Columns of numbers to measure by their finite values.
    limit : int
        Groups that are returned at most.

    Returns
    -------
    tuple of int and pyarrow.Table
        How many groups there are, and the columns `value`, `count` (int64) and, for the column at place i of
        `columns`, `mean i` (double), `min i` and `max i` (its own type).

    Raises
    ------
    InvalidFilterError
        If the column's values make no groups, or a column to measure holds no numbers.
    """
    import pyarrow as pa
    from pyarrow import compute

    names, arrays, measures = ["value"], [_keys(by, table.column(by))], []
    for place, name in enumerate(columns):
        values = _finite(name, table.column(name))
        names += [f"own {place}", f"double {place}"]
        arrays += [values, values.cast(pa.float64(), safe=False)]
        measures += [(f"double {place}", "mean"), (f"own {place}", "min"), (f"own {place}", "max")]
    table_of_values = pa.table(arrays, names=names)
    totals = table_of_values.group_by("value").aggregate([([], "count_all"), *measures])
    order = [("count_all", "descending"), ("value", "ascending")]
    first = totals.take(compute.sort_indices(totals, sort_keys=order).slice(0, limit))
    measure_names = [f"{name}_{word}" for name, word in measures]
    titles = [f"{word} {place}" for place in range(len(columns)) for word in ("mean", "min", "max")]
    return totals.num_rows, first.select(["value", "count_all", *measure_names]).rename_columns(
        ["value", "count", *titles]
    )


def _keys(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return values that are equal where a person would say so: one zero, one NaN."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_nested(column.type) or types.is_null(column.type) or types.is_interval(column.type):
        raise InvalidFilterError(
            f"Column {name!r} holds {column.type}, which makes no groups; choose one of text, numbers, "
            "truth values, dates or times."
        )
    if types.is_floating(column.type):
        column = compute.add(column, pa.scalar(0.0, column.type))
        nan = pa.scalar(float("nan"), column.type)
        column = compute.if_else(compute.is_nan(column), nan, column)
    return column


def _finite(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the numbers of a column, null for those that are not finite."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_floating(column.type):
        # No function of halves takes the least of groups.
        column = column.cast(pa.float32()) if types.is_float16(column.type) else column
        return compute.if_else(compute.is_finite(column), column, pa.scalar(None, column.type))
    if types.is_integer(column.type) or types.is_decimal(column.type):
        return column
    raise InvalidFilterError(f"Column {name!r} holds {column.type}, which has no mean; choose numbers.")
