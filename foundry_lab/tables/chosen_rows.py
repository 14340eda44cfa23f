"""Rows and columns of a table, as every way of loading asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from .filters import FilterLike


def chosen_rows(
    table: pa.Table,
    columns: Sequence[str] | None = None,
    filter: FilterLike | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> pa.Table:
    """
    Return the rows that match a filter, so many of them at random, with these columns in this order.

    Raises
    ------
    UnknownColumnError, InvalidFilterError
        If the arguments do not fit the table.
    """
    names = [columns] if isinstance(columns, str) else columns
    if names is not None:
        from .columns import check_columns

        check_columns(names, table.schema.names)
    if filter is not None:
        from .filters import matching

        table = matching(table, filter, names)
    if names is not None:
        table = table.select(list(names))
    if sample is None:
        return table
    from .sampling import sample_rows

    return sample_rows(table, sample, seed)
