"""Rows that are taken as a table of another library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..door import with_doors
from ..tables.to_pandas import PandasTypes
from .verbs import Verbs

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

    from ..tables.filters import FilterLike


@with_doors
class Tabular(Verbs):
    """Rows with the verbs of frames, and every form that they are taken in."""

    def to_arrow(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """
        Return the rows as an Arrow table.

        The first call of a split checks the file against its checksum and keeps an Arrow file in the cache; later ones,
        also of other processes, map that file into memory. Of a Parquet file of more than 256 MB that is not
        in the cache, a filter or few columns read what they need and leave the cache alone.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, such as ``"gap > 0 and formula != 'Ag'"``. Names that are no Python names stand in
            backticks. Missing values match no comparison.
        sample : int, optional
            So many of these rows, drawn at random without replacement and in their stored order.
        seed : int, optional
            The same seed draws the same rows.

        Returns
        -------
        pyarrow.Table
            Its fields carry `unit`, `role`, `description` and `kind` in their metadata. Columns of arrays
            are fixed-shape tensors.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the arguments do not fit the split.
        ChecksumMismatchError, NotFoundError, HubUnavailableError
            If its file cannot be had as it was published.
        """
        return self._stored.to_arrow(columns, filter, sample, seed)

    def _storage_table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        return self._stored.table(columns, filter, sample, seed)

    def to_pandas(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        sample: int | None = None,
        seed: int = 0,
        types: PandasTypes = "numpy",
    ) -> pd.DataFrame:
        """
        Return the rows as a pandas frame; `frame.attrs["foundry"]` holds its reference and units.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, as in `to_arrow`.
        sample, seed : int, optional
            So many of these rows at random, as in `to_arrow`.
        types : 'numpy' or 'arrow', optional
            NumPy's types, or Arrow's as `pandas.ArrowDtype`. Whole numbers and truth values with missing ones
            have pandas' nullable types, such as 'Int64', which round nothing.
        """
        from .forms import to_pandas

        return to_pandas(self._stored, self._storage_table(columns, filter, sample, seed), types)

    def to_polars(
        self, columns: Sequence[str] | None = None, filter: FilterLike | None = None
    ) -> pl.DataFrame:
        """Return the rows as a Polars frame; the arguments are those of `to_arrow`."""
        from .forms import to_polars

        return to_polars(self._stored, self._storage_table(columns, filter))

    def to_duckdb(self, connection: Any = None) -> duckdb.DuckDBPyRelation:
        """
        Return the rows as a DuckDB relation, which reads the table in memory.

        Parameters
        ----------
        connection : duckdb.DuckDBPyConnection, optional
            Whose relation it is; DuckDB's default connection otherwise.
        """
        from .forms import to_duckdb

        return to_duckdb(self._stored, connection)

    def to_numpy(self, columns: Sequence[str] | None = None) -> tuple[Any, Any]:
        """
        Return inputs and targets as NumPy arrays, for a library that learns from arrays.

        Parameters
        ----------
        columns : sequence of str, optional
            The inputs; by default the columns of the role input or, where there are none, every column of
            numbers that has no role.

        Returns
        -------
        tuple of (numpy.ndarray, numpy.ndarray or None)
            Inputs of (rows, columns), or of (rows, *shape) for one column of arrays. Targets of (rows,) for
            one target, (rows, columns) for more; None where the dataset names no target.

        Raises
        ------
        InvalidTableError
            If columns of arrays and others are to be one array: `to_dict` gives each its own.
        """
        from .forms import to_numpy

        return to_numpy(self._stored, columns)

    def to_dict(self, columns: Sequence[str] | None = None, *, nested: bool = False) -> dict[str, Any]:
        """
        Return each column as a NumPy array, with the split's arrays that are not one value a row.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns and arrays; all by default.
        nested : bool, optional
            Whether names such as 'inputs/spectrum' become dicts in dicts.

        Returns
        -------
        dict of str to numpy.ndarray
            Tensors of (rows, *shape); paths of files as lists of `Path`, each checked against its checksum.
        """
        from .forms import to_dict

        return to_dict(self._stored, columns, nested=nested)

    def to_torch(self, columns: Sequence[str] | None = None) -> Any:
        """
        Return the rows as a PyTorch dataset whose items are pairs of an input tensor and a target tensor.

        Parameters
        ----------
        columns : sequence of str, optional
            The inputs, as in `to_numpy`.

        Raises
        ------
        FoundryError
            If PyTorch is not installed.
        """
        from .forms import to_torch

        return to_torch(self._stored, columns)

    def to_batches(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        rows: int = 65_536,
    ) -> Iterator[pa.RecordBatch]:
        """
        Return the rows as record batches of at most this many rows, one after the other.

        Parameters
        ----------
        columns, filter
            As in `to_arrow`.
        rows : int, optional
            At most this many in a batch.
        """
        rows_of = self if filter is None else self.filter(filter)
        return (rows_of if columns is None else rows_of.select(columns)).batches(rows)
