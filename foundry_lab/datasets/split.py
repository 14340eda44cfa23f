"""One split of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Split as SplitEntry
from ..store.packages import Package
from . import arrow_cache
from .columns import Columns

if TYPE_CHECKING:
    import pandas as pd

    from ..tables.filters import FilterLike

# Above this, a few columns are read from the Parquet file itself instead of writing all of them to the cache.
_LARGE = 256 * 1024 * 1024


class Split:
    """
    A named part of a dataset, such as 'train'.

    Get one from a dataset: ``foundry_lab.load("matbench-expt-gap")["train"]``.
    """

    def __init__(self, package: Package, entry: SplitEntry, columns: Columns) -> None:
        self._package = package
        self._entry = entry
        self._file = package.entry(entry.path)
        self._columns = columns
        self._schema: pa.Schema | None = None

    @property
    def name(self) -> str:
        """The split's name."""
        return self._entry.name

    @property
    def reference(self) -> str:
        """The dataset's `name@version`."""
        return self._package.reference

    @property
    def description(self) -> str:
        """What the split is, in its publisher's words."""
        return self._entry.description or ""

    @property
    def num_rows(self) -> int:
        """The number of rows."""
        return self._entry.rows

    @property
    def columns(self) -> Columns:
        """The columns with their types, units and roles."""
        return self._columns

    def __len__(self) -> int:
        return self._entry.rows

    def to_arrow(self, columns: Sequence[str] | None = None, filter: FilterLike | None = None) -> pa.Table:
        """
        Return the split as an Arrow table.

        The first call checks the file against its checksum and keeps an Arrow file in the cache; later ones,
        also of other processes, map that file into memory.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, such as ``"gap > 0 and formula != 'Ag'"``. Names that are no Python names stand in
            backticks. Missing values match no comparison.

        Returns
        -------
        pyarrow.Table
            Its fields carry `unit`, `role` and `description` in their metadata.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the arguments do not fit the split.
        ChecksumMismatchError, NotFoundError, HubUnavailableError
            If its file cannot be had as it was published.
        """
        table = arrow_cache.mapped(self._file.sha256)
        if table is None:
            if columns is not None and self._file.bytes > _LARGE and 2 * len(columns) <= len(self._columns):
                return self._read(columns, filter)
            table = arrow_cache.fill(self._file.sha256, self._data_file)
        if self._schema is None:
            self._schema = self._described(table.schema)
        table = pa.Table.from_batches(table.to_batches(), schema=self._schema)
        return table if columns is None and filter is None else _narrowed(table, columns, filter)

    def to_pandas(
        self, columns: Sequence[str] | None = None, filter: FilterLike | None = None
    ) -> pd.DataFrame:
        """
        Return the split as a pandas frame; `frame.attrs["foundry"]` holds its reference and units.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, as in `to_arrow`.
        """
        table = self.to_arrow(columns, filter)
        frame: pd.DataFrame = table.to_pandas()
        units = {
            field.name: field.metadata[b"unit"].decode()
            for field in table.schema
            if field.metadata and b"unit" in field.metadata
        }
        frame.attrs["foundry"] = {"reference": self.reference, "split": self.name, "units": units}
        return frame

    def preview(self, columns: Sequence[str] | None = None, filter: FilterLike | None = None) -> Any:  # noqa: ANN401
        """
        Return a widget that shows the rows: a table to scroll, sort and filter, and a histogram.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, as in `to_arrow`.
        """
        from .preview import split_preview

        return split_preview(self._package, self.name, columns, filter)

    def __repr__(self) -> str:
        from .summary import split_text

        return split_text(self)

    def _repr_html_(self) -> str:
        from .summary import split_html

        return split_html(self)

    def _data_file(self) -> Any:  # noqa: ANN401
        return self._package.file(self._entry.path)

    def _read(self, columns: Sequence[str], filter: FilterLike | None) -> pa.Table:
        import pyarrow.parquet as pq

        from ..tables.columns import check_columns
        from ..tables.filters import expression

        path = self._data_file()
        schema = self._described(pq.read_schema(path))
        check_columns(columns, schema.names, self._where)
        condition = None if filter is None else expression(filter, schema)
        table = pq.read_table(path, columns=list(columns), filters=condition, memory_map=True)
        fields = [schema.field(name) for name in columns]
        return table.select(list(columns)).cast(pa.schema(fields, schema.metadata))

    @property
    def _where(self) -> str:
        return f"split {self.name!r} of {self.reference}"

    def _described(self, schema: pa.Schema) -> pa.Schema:
        import msgspec

        from ..tables.columns import with_columns

        origin = {"reference": self.reference, "split": self.name, "sha256": self._file.sha256}
        metadata = {**(schema.metadata or {}), b"foundry": msgspec.json.encode(origin)}
        return with_columns(schema, self._columns).with_metadata(metadata)


def _narrowed(table: pa.Table, columns: Sequence[str] | None, filter: FilterLike | None) -> pa.Table:
    if columns is not None:
        from ..tables.columns import check_columns

        if isinstance(columns, str):
            columns = [columns]
        check_columns(columns, table.schema.names)
    if filter is not None:
        from ..tables.filters import matching

        table = matching(table, filter)
    return table if columns is None else table.select(list(columns))
