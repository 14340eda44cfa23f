"""Tables as files that are written part by part, so that none is held whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal

import pyarrow as pa

from ..errors import InvalidTableError
from .parquet_types import categories_metadata, storable
from .reading import Reading

#: Rows of a row group or record batch at most, and its bytes in memory by estimate.
_MOST_ROWS = 1 << 17
_PART_BYTES = 16 << 20

FileFormat = Literal["parquet", "arrow"]


class FileParts:
    """
    The bytes of a file that holds rows of a table.

    Parameters
    ----------
    table : pyarrow.Table
    numbers : pyarrow.Array, optional
        Which rows of the table, in the order of the file; all of them when absent.
    format : {"parquet", "arrow"}

    Attributes
    ----------
    total : int
        Rows of the file.
    note : str
        What the file holds in another type than the table; empty where that is nothing.

    Raises
    ------
    InvalidTableError
        Naming a column that no file of this format holds.
    """

    def __init__(self, table: pa.Table, numbers: pa.Array | None, format: FileFormat) -> None:
        reading = Reading(where="this table")
        self._metadata: dict[bytes, bytes] = {}
        if format == "parquet":
            table, self._metadata = categories_metadata(storable(table, "this table", reading))
        else:
            # An Arrow file holds one dictionary for each column.
            table = table.unify_dictionaries()
        self._table, self._numbers, self._format = table, numbers, format
        self.total: int = table.num_rows if numbers is None else len(numbers)
        self.note = " ".join(guess.detail for guess in reading.guesses)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield how many rows are written, and the bytes since the part before."""
        sink = _Sink()
        size = max(self._table.nbytes // max(self._table.num_rows, 1), 1)
        step = max(min(_MOST_ROWS, _PART_BYTES // size), 1)
        try:
            with self._writer(sink) as writer:
                for start in range(0, self.total, step):
                    writer.write_table(self._rows(start, step))
                    yield min(start + step, self.total), sink.taken()
                if self._metadata:
                    writer.add_key_value_metadata(self._metadata)
        except (pa.ArrowException, TypeError) as error:
            reason = str(error).strip().rstrip(".")
            raise InvalidTableError(f"This table cannot be saved as {self._format}: {reason}.") from None
        yield self.total, sink.taken()

    def _rows(self, start: int, length: int) -> pa.Table:
        if self._numbers is None:
            return self._table.slice(start, length)
        return self._table.take(self._numbers.slice(start, length))

    def _writer(self, sink: _Sink) -> Any:
        if self._format == "arrow":
            return pa.ipc.new_file(sink, self._table.schema)
        import pyarrow.parquet as pq

        return pq.ParquetWriter(sink, self._table.schema, compression="zstd", write_page_index=True)


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        self._chunks.append(bytes(chunk))
        self._position += len(self._chunks[-1])
        return len(self._chunks[-1])

    def tell(self) -> int:
        return self._position

    def taken(self) -> bytes:
        whole = b"".join(self._chunks)
        self._chunks = []
        return whole
