"""A split as it is stored: its package's file, in memory or in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Split as SplitEntry
from ..errors import UnknownSplitError, close_matches
from ..store.package import Package
from ..tables.chosen_rows import chosen_rows
from . import arrow_cache
from .columns import Columns
from .row_source import RowSource

if TYPE_CHECKING:
    from ..tables.filters import FilterLike

# Above this, a few columns or some rows are read from the Parquet file itself instead of writing all to the cache.
_LARGE = 256 * 1024 * 1024


class StoredSplit(RowSource):
    """The rows of a split, its columns, and the package that holds them."""

    package: Package

    def __init__(self, package: Package, entry: SplitEntry, columns: Columns) -> None:
        self.package = package
        self.columns = columns
        self.name = entry.name
        self.reference = package.reference
        self._rows = entry.rows
        self._file = package.entry(entry.path)
        self._schema: pa.Schema | None = None

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self._rows

    @property
    def schema(self) -> pa.Schema:
        """The schema of `table()`; it is all that is read of a large file."""
        return self.between(None, 0, 0).schema

    def table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return the split as it is kept, as `to_arrow` does, with fixed-size lists for tensors."""
        table = arrow_cache.cached_table(self._file.sha256)
        if table is None:
            few = columns is not None and 2 * len(columns) <= len(self.columns)
            if self._file.bytes > _LARGE and (few or filter is not None):
                return chosen_rows(self._read(columns, filter), sample=sample, seed=seed)
            table = arrow_cache.fill(self._file.sha256, self._data_file)
        if self._schema is None:
            self._schema = self._with_metadata(table.schema)
        table = pa.Table.from_batches(table.to_batches(), schema=self._schema)
        return chosen_rows(table, columns, filter, sample, seed)

    def _data_file(self) -> Any:
        return self.package.file(self._file.path)

    def between(self, columns: Sequence[str] | None, start: int, stop: int) -> pa.Table:
        """Return the rows from `start` up to `stop`: of a large file, the row groups that hold them are read."""
        if self._file.bytes <= _LARGE or arrow_cache.cached_table(self._file.sha256) is not None:
            return super().between(columns, start, stop)
        import pyarrow.parquet as pq

        from ..tables.parquet_types import with_exact_types

        metadata, names, schema = self._file_schema(columns)
        groups: list[int] = []
        first, offset = 0, 0
        for group in range(metadata.num_row_groups):
            rows = metadata.row_group(group).num_rows
            if first < stop and start < first + rows:
                offset = offset if groups else start - first
                groups.append(group)
            first += rows
        with pq.ParquetFile(self._data_file(), memory_map=True, metadata=metadata) as file:
            table = file.read_row_groups(groups, columns=names).slice(offset, stop - start)
        fields = [schema.field(name) for name in names]
        return with_exact_types(table.select(names), metadata, pa.schema(fields, schema.metadata))

    def _file_schema(self, columns: Sequence[str] | None) -> tuple[Any, list[str], pa.Schema]:
        """Return what the file says of itself, the columns' names, and their schema."""
        import pyarrow.parquet as pq

        from ..tables.columns import check_columns
        from ..tables.parquet_types import exact_schema

        metadata = pq.read_metadata(self._data_file())
        schema = self._with_metadata(exact_schema(metadata, metadata.schema.to_arrow_schema()))
        names = schema.names if columns is None else [columns] if isinstance(columns, str) else list(columns)
        check_columns(names, schema.names, self.label)
        return metadata, names, schema

    def _read(self, columns: Sequence[str] | None, filter: FilterLike | None) -> pa.Table:
        import pyarrow.parquet as pq

        from ..tables.filters import expression
        from ..tables.parquet_types import with_exact_types

        path = self._data_file()
        metadata, names, schema = self._file_schema(columns)
        condition = None if filter is None else expression(filter, schema)
        table = pq.read_table(path, columns=names, filters=condition, memory_map=True)
        fields = [schema.field(name) for name in names]
        return with_exact_types(table.select(names), metadata, pa.schema(fields, schema.metadata))

    def _with_metadata(self, schema: pa.Schema) -> pa.Schema:
        import msgspec

        from ..tables.columns import with_columns

        origin = {"reference": self.reference, "split": self.name, "sha256": self._file.sha256}
        metadata = {**(schema.metadata or {}), b"foundry": msgspec.json.encode(origin)}
        return with_columns(schema, self.columns).with_metadata(metadata)


class StoredSplits(Mapping[str, StoredSplit]):
    """
    The splits of a dataset's package by name.

    Attributes
    ----------
    package : Package
    columns : Columns
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.columns = Columns(package.manifest.columns)
        self._entries: dict[str, SplitEntry] = {entry.name: entry for entry in package.manifest.splits}
        self._splits: dict[str, StoredSplit] = {}

    def entry(self, name: str) -> SplitEntry:
        """
        Return what the manifest says about a split.

        Raises
        ------
        UnknownSplitError
            If there is no such split.
        """
        entry = self._entries.get(name)
        if entry is None:
            names = list(self._entries)
            raise UnknownSplitError(
                f"{self.package.reference} has no split {name!r}; its splits are {', '.join(map(repr, names))}.",
                suggestions=close_matches(str(name), names) or names,
            )
        return entry

    def __getitem__(self, name: str) -> StoredSplit:
        split = self._splits.get(name)
        if split is None:
            split = self._splits[name] = StoredSplit(self.package, self.entry(name), self.columns)
        return split

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
