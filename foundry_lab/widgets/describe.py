"""What a table is, as the browser wants it before any of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ..contracts.models import ColumnStatistics
from ..tables.columns import columns_of

if TYPE_CHECKING:
    import pyarrow as pa


def describe(
    table: pa.Table,
    *,
    title: str,
    reference: str | None = None,
    split: str | None = None,
    splits: Mapping[str, int] | None = None,
    statistics: Sequence[ColumnStatistics] | None = None,
    note: str | None = None,
    growing: bool | None = None,
    can_reload: bool | None = None,
    expression: str | None = None,
) -> dict[str, Any]:
    """
    Return a table's description: the interface `TableDescription` of `src/core/sources.ts`.

    Parameters
    ----------
    table : pyarrow.Table
        The rows; fields may carry `unit`, `role` and `description`.
    title : str
        What it is called.
    reference : str, optional
        `name@version` of the dataset that it is a split of.
    split : str, optional
        The split's name.
    splits : mapping of str to int, optional
        Rows of each split that can be shown instead.
    statistics : sequence of ColumnStatistics, optional
        What is known of the columns already.
    note : str, optional
        What a person should know of the table: how it is shown, or that more rows are coming.
    growing : bool, optional
        Whether more rows are coming.
    can_reload : bool, optional
        Whether it can be read again from where it came.
    expression : str, optional
        The Python text that gives the table in the notebook, such as a variable's name.
    """
    description: dict[str, Any] = {
        "title": title,
        "columns": [msgspec.to_builtins(column) for column in columns_of(table.schema)],
        "rows": table.num_rows,
    }
    if reference is not None:
        description["reference"] = reference
    if split is not None:
        description["split"] = split
    if splits:
        description["splits"] = [{"name": name, "rows": rows} for name, rows in splits.items()]
    if statistics:
        description["statistics"] = [msgspec.to_builtins(summary) for summary in statistics]
    if note is not None:
        description["note"] = note
    if growing is not None:
        description["growing"] = growing
    if can_reload:
        description["again"] = True
    if expression is not None:
        description["expression"] = expression
    return description
