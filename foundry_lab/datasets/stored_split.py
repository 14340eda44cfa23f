"""A split as it is stored: its package's file, in memory or in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Split as SplitEntry
from ..errors import UnknownSplitError, close_matches
from ..store.package import Package
from . import arrow_cache
from .columns import Columns

if TYPE_CHECKING:
    from ..tables.filters import FilterLike

# Above this, a few columns or some rows are read from the Parquet file itself instead of writing all to the cache.
_LARGE = 256 * 1024 * 1024


class StoredSplit:
    """
    The rows of a split, its columns, and the package that holds them.

    Attributes
    ----------
    package : Package
    columns : Columns
    name : str
    reference : str
        The dataset's `name@version`.
    rows : int
        The number of rows.
    """

    def __init__(self, package: Package, entry: SplitEntry, columns: Columns) -> None:
        self.package = package
        self.columns = columns
        self.name = entry.name
        self.reference = package.reference
        self.rows = entry.rows
        self._file = package.entry(entry.path)
        self._schema: pa.Schema | None = None

    @property
    def label(self) -> str:
        """What sentences call it."""
        return f"split {self.name!r} of {self.reference}"

    def to_arrow(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows with columns of arrays as fixed-shape tensors."""
        table = self.table(columns, filter, sample, seed)
        shapes = {column.name: column.shape for column in self.columns if column.shape}
        if not shapes:
            return table
        from ..arrays.tensors import as_tensors

        return as_tensors(table, shapes)

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
                return _sample(self._read(columns, filter), sample, seed)
            table = arrow_cache.fill(self._file.sha256, self._data_file)
        if self._schema is None:
            self._schema = self._with_metadata(table.schema)
        table = pa.Table.from_batches(table.to_batches(), schema=self._schema)
        if columns is not None or filter is not None:
            table = _narrow(table, columns, filter)
        return _sample(table, sample, seed)

    def _data_file(self) -> Any:
        return self.package.file(self._file.path)

    def _read(self, columns: Sequence[str] | None, filter: FilterLike | None) -> pa.Table:
        import pyarrow.parquet as pq

        from ..tables.columns import check_columns
        from ..tables.filters import expression
        from ..tables.parquet_types import exact_schema, with_exact_types

        path = self._data_file()
        metadata = pq.read_metadata(path)
        schema = self._with_metadata(exact_schema(metadata, metadata.schema.to_arrow_schema()))
        names = schema.names if columns is None else [columns] if isinstance(columns, str) else list(columns)
        check_columns(names, schema.names, self.label)
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


def _sample(table: pa.Table, sample: int | None, seed: int) -> pa.Table:
    if sample is None:
        return table
    from ..tables.sampling import sample_rows

    return sample_rows(table, sample, seed)


def _narrow(table: pa.Table, columns: Sequence[str] | None, filter: FilterLike | None) -> pa.Table:
    if columns is not None:
        from ..tables.columns import check_columns

        if isinstance(columns, str):
            columns = [columns]
        check_columns(columns, table.schema.names)
    if filter is not None:
        from ..tables.filters import matching

        table = matching(table, filter)
    return table if columns is None else table.select(list(columns))
