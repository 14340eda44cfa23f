"""What a function makes of a split's rows, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..errors import InvalidTableError
from ..tables.chosen_rows import chosen_rows
from ..tables.columns import columns_of
from .columns import Columns
from .row_source import RowSource

if TYPE_CHECKING:
    from ..tables.filters import FilterLike
    from .forms import BatchForm


class MappedRows(RowSource):
    """
    The rows that a function gives for those of another source; it runs once, when they are first asked for.

    Parameters
    ----------
    source : RowSource
    function : callable
        Takes a table of at most `batch_rows` rows and returns a table of any library, or columns by name.
    batch_rows : int
    form : {'arrow', 'pandas', 'polars'}
        What it takes.
    """

    def __init__(
        self, source: RowSource, function: Callable[[Any], Any], batch_rows: int, form: BatchForm
    ) -> None:
        self.source = source
        self.package = source.package
        self.name = source.name
        self.reference = source.reference
        self._function = function
        self._batch_rows = batch_rows
        self._form = form

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._table.num_rows)

    @property
    def schema(self) -> pa.Schema:
        """The schema of `table()`."""
        return self._table.schema

    @cached_property
    def columns(self) -> Columns:  # type: ignore[override]
        """What the tables that the function gave say of their columns."""
        return Columns(columns_of(self._table.schema))

    def table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows of what the function gave."""
        return chosen_rows(self._table, columns, filter, sample, seed)

    @cached_property
    def _table(self) -> pa.Table:
        rows, parts = self.source.table(), []
        for start in range(0, max(1, rows.num_rows), self._batch_rows):
            parts.append(self._made_of(rows.slice(start, self._batch_rows), start))
        try:
            table = pa.concat_tables(parts, promote_options="default").combine_chunks()
        except pa.ArrowException as error:
            raise InvalidTableError(
                f"The function gives tables of different columns for the batches of {self.source.label}: {error}."
            ) from None
        import msgspec

        if not self.reference:
            return table
        origin = msgspec.json.encode({"reference": self.reference, "part_of": self.name})
        return table.replace_schema_metadata({**(table.schema.metadata or {}), b"foundry": origin})

    def _made_of(self, batch: pa.Table, start: int) -> pa.Table:
        from ..tables.frames import from_frame
        from .forms import as_form

        result = self._function(as_form(self.source, batch, self._form))
        return from_frame(result, f"What the function gives for the rows from {start:,}")
