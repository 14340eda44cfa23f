"""Rows of any table by the words that splits are asked with, so that a cell reproduces what a preview shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..door import with_doors
from ..tables.chosen_rows import chosen_rows
from ..tables.columns import columns_of
from .columns import Columns
from .row_source import RowSource
from .tabular import Tabular
from .verbs import Verbs

if TYPE_CHECKING:
    from ..tables.filters import FilterLike


def table(
    source: Any,
    *,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    read: Mapping[str, Any] | None = None,
) -> Table:
    """
    Return any table as rows with the verbs of a split: filtered, sorted, drawn and chosen, and read as what is asked for.

    Parameters
    ----------
    source : Split, table, frame or path
        A split, or any table or path of a file that `publish_dataset` takes as one. It is read once, now;
        predictions that name their data stand beside the true values.
    columns : mapping, optional
        What is said about columns, as `publish_dataset` takes it: their `type`, `role`, `kind`, `missing`.
    read : mapping, optional
        How a file is read, as `publish_dataset` takes it.

    Raises
    ------
    InvalidTableError, NotFoundError
        If it is not a table.

    Examples
    --------
    >>> frame = {"metal": ["Fe", "Cu", "Al"], "gap": [1.0, None, 3.0]}
    >>> table(frame).filter("gap > 0").sort("gap", descending=True).select(["metal"]).to_arrow()["metal"].to_pylist()
    ['Al', 'Fe']
    """
    from ..tables.origin import Origin
    from ..tables.own_names import with_own_names
    from ..tables.plain_types import with_plain_types
    from .predictions import compare_with_truth
    from .publish_dataset import reading

    if isinstance(source, Verbs):
        return Table(source._stored)
    rows = Origin(source, reading(columns, read)).read()
    comparison = compare_with_truth(rows)
    visible = rows if comparison is None else comparison[0]
    return Table(TableRows(with_plain_types(with_own_names(visible), small=False)))


class TableRows(RowSource):
    """The rows of a table in memory."""

    package = None
    name = "table"
    reference = ""

    def __init__(self, rows: pa.Table) -> None:
        self._table = rows
        self.columns = Columns(columns_of(rows.schema))

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._table.num_rows)

    @property
    def schema(self) -> pa.Schema:
        """The schema of `table()`."""
        return self._table.schema

    def table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows as they were read."""
        return chosen_rows(self._table, columns, filter, sample, seed)


@with_doors
class Table(Tabular):
    """
    Rows of a table with the verbs of a split. Make one with `table`.

    Examples
    --------
    >>> rows = table({"gap": [1.0, None, 3.0]})
    >>> rows.filter("gap > 2").shape
    (1, 1)
    """

    def __repr__(self) -> str:
        rows, columns = self.shape
        return f"<Table: {rows:,} rows × {columns:,} columns>"

    def _repr_html_(self) -> str:
        from .dataset_summary import split_html

        return split_html(self._stored)
